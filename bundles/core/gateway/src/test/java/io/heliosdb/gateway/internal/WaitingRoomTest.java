package io.heliosdb.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final long PATIENCE = WaitingRoom.PATIENCE_MILLIS;

    private int size = 2;
    private int placesFreed;
    private final WaitingRoom room = new WaitingRoom(() -> size, () -> placesFreed++);
    private final List<Channel> visitors = Stream.generate(EmbeddedChannel::new)
            .limit(30)
            .map(Channel.class::cast)
            .toList();

    @Test
    void isFullAtItsSizeAndTellsWhenAPlaceIsFree() {
        room.enter(visitors.get(0), 0);
        assertThat(room.full()).isFalse();
        room.enter(visitors.get(1), 0);
        assertThat(room.full()).isTrue();

        room.leave(visitors.get(1));
        assertThat(room.full()).isFalse();
        assertThat(placesFreed).isEqualTo(1);
        room.leave(visitors.get(1));
        room.leave(visitors.get(0));
        assertThat(placesFreed).isEqualTo(1);
    }

    @Test
    void itsSizeMayChange() {
        room.enter(visitors.get(0), 0);
        size = 1;
        assertThat(room.full()).isTrue();
    }

    @Test
    void nobodyIsOverdueWhileThereIsRoom() {
        room.enter(visitors.get(0), 0);
        assertThat(room.overdue(PATIENCE * 100)).isEmpty();
    }

    @Test
    void whoHasWaitedLongestIsOverdueFirst() {
        room.enter(visitors.get(0), 0);
        room.enter(visitors.get(1), 1);
        assertThat(room.overdue(PATIENCE - 1)).isEmpty();
        assertThat(room.overdue(PATIENCE + 1)).containsExactly(visitors.get(0));
        room.leave(visitors.get(0));
        room.enter(visitors.get(2), 2);
        assertThat(room.overdue(PATIENCE + 2)).containsExactly(visitors.get(1));
    }

    @Test
    void aTenthIsOverdueAtATime() {
        size = visitors.size();
        visitors.forEach(visitor -> room.enter(visitor, 0));
        assertThat(room.overdue(PATIENCE)).containsExactlyElementsOf(visitors.subList(0, 3));
    }
}
