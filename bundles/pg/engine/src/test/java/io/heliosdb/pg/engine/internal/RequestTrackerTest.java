package io.heliosdb.pg.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class RequestTrackerTest {
    private final RequestTracker tracker = new RequestTracker();

    /** Messages without bodies, by their types. */
    private void send(String types) {
        ByteBuf run = Unpooled.buffer();
        types.chars().forEach(type -> run.writeByte(type).writeInt(Integer.BYTES));
        assertThat(tracker.sent(run)).isZero();
    }

    private void ready(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(tracker.isQuiet()).isFalse();
            assertThat(tracker.ready()).isTrue();
        }
    }

    @Test
    void isQuietWhenEverythingIsAnswered() {
        assertThat(tracker.isQuiet()).isTrue();
        send("QPBDESF");
        ready(3);
        assertThat(tracker.isQuiet()).isTrue();
        assertThat(tracker.ready()).isFalse();
    }

    @Test
    void aBatchIsOpenUntilItsSync() {
        send("PH");
        assertThat(tracker.isQuiet()).isFalse();
        send("S");
        ready(1);
        assertThat(tracker.isQuiet()).isTrue();
    }

    @Test
    void manyMayBeUnderWay() {
        send("Q".repeat(100));
        ready(50);
        send("S".repeat(100));
        ready(150);
        assertThat(tracker.isQuiet()).isTrue();
    }

    @Test
    void tellsHowMuchOfTheLastMessageIsMissing() {
        ByteBuf run = Unpooled.buffer().writeByte('Q').writeInt(100).writeInt(0);

        assertThat(tracker.sent(run)).isEqualTo(92);
        assertThat(tracker.isQuiet()).isFalse();
    }

    @Test
    void aSyncBeforeTheEndOfCopyDataIsNotAnswered() {
        send("PBES");
        tracker.copyInBegan();
        send("ddSdcS");
        ready(1);
        assertThat(tracker.isQuiet()).isTrue();
    }

    @Test
    void copyDataMayBeSentBeforeItIsAskedFor() {
        send("PBEddcS");
        tracker.copyInBegan();
        ready(1);
        assertThat(tracker.isQuiet()).isTrue();
    }

    @Test
    void aQueryThatCopiesIsAnsweredOnce() {
        send("Q");
        tracker.copyInBegan();
        send("dSSf");
        ready(1);
        assertThat(tracker.isQuiet()).isTrue();
        send("QSc");
        tracker.copyInBegan();
        send("Q");
        ready(2);
        assertThat(tracker.isQuiet()).isTrue();
    }

    @Test
    void afterAnErrorInTheDataMessagesCountAgain() {
        send("PBE");
        tracker.copyInBegan();
        send("d");
        tracker.failed();
        send("S");
        ready(1);
        send("c");
        assertThat(tracker.isQuiet()).isTrue();
        send("Q");
        ready(1);
        assertThat(tracker.isQuiet()).isTrue();
    }
}
