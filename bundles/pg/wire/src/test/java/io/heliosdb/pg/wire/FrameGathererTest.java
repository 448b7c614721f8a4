package io.heliosdb.pg.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameGathererTest {
    private final ByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final FrameGatherer gatherer = new FrameGatherer();

    @Test
    void whatIsReadWholeIsNotCopied() {
        ByteBuf received = Unpooled.copiedBuffer(new byte[] {1, 2, 3});

        ByteBuf joined = gatherer.join(allocator, received);

        assertThat(joined).isSameAs(received);
        joined.skipBytes(3);
        gatherer.keep(joined);
        assertThat(gatherer.size()).isZero();
        assertThat(received.refCnt()).isZero();
    }

    @Test
    void givesUpWhatItKeeps() {
        ByteBuf received = Unpooled.copiedBuffer(new byte[] {1, 2, 3});
        gatherer.keep(gatherer.join(allocator, received));
        assertThat(gatherer.size()).isEqualTo(3);

        gatherer.release();
        gatherer.release();

        assertThat(received.refCnt()).isZero();
        assertThat(gatherer.size()).isZero();
    }

    @Property(tries = 200)
    void octetsComeOutInOrderHoweverTheyAreSplit(
            @ForAll @NotEmpty @Size(max = 400) byte[] octets, @ForAll @IntRange(min = 1, max = 50) int piece) {
        ByteBuf seen = Unpooled.buffer();
        FrameGatherer fresh = new FrameGatherer();
        for (int at = 0; at < octets.length; at += piece) {
            ByteBuf received = Unpooled.copiedBuffer(octets, at, Math.min(piece, octets.length - at));
            ByteBuf joined = fresh.join(allocator, received);
            int take = joined.readableBytes() / 2;
            seen.writeBytes(joined, take);
            fresh.keep(joined);
        }
        ByteBuf rest = fresh.join(allocator, Unpooled.buffer(0));
        seen.writeBytes(rest);
        fresh.keep(rest);

        assertThat(seen).isEqualTo(Unpooled.wrappedBuffer(octets));
        assertThat(fresh.size()).isZero();
    }

    @Test
    void doesNotWriteIntoABufferThatSomebodyElseHolds() {
        ByteBuf first = Unpooled.buffer(64).writeBytes(new byte[] {1, 2});
        ByteBuf held = first.retainedSlice();
        gatherer.keep(gatherer.join(allocator, first));

        ByteBuf joined = gatherer.join(allocator, Unpooled.copiedBuffer(new byte[] {3}));

        assertThat(joined).isNotSameAs(first).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
        joined.release();
        assertThat(held.refCnt()).isOne();
        held.release();
    }
}
