package io.heliosdb.pg.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Joins received octets to whole messages. Octets are copied only where a message is split between two reads: what comes
 * is read in place, its incomplete rest is kept for the next read.
 */
public final class FrameGatherer {
    private ByteBuf rest;

    /**
     * Takes what was received.
     *
     * @param received ownership passes to this gatherer
     * @return everything not yet consumed, to be read from its reader index on and given back to {@link #keep}
     */
    public ByteBuf join(ByteBufAllocator allocator, ByteBuf received) {
        if (rest == null) {
            return received;
        }
        ByteBuf joined = rest;
        rest = null;
        try {
            if (joined.maxFastWritableBytes() < received.readableBytes() || joined.refCnt() > 1) {
                joined = move(allocator, joined, received.readableBytes());
            }
            return joined.writeBytes(received);
        } catch (Throwable e) {
            joined.release();
            throw e;
        } finally {
            received.release();
        }
    }

    /** Takes back a buffer from {@link #join}: what is unread is kept, the rest is released. */
    public void keep(ByteBuf joined) {
        if (joined.isReadable()) {
            rest = joined;
        } else {
            joined.release();
        }
    }

    /** Octets kept. */
    public int size() {
        return rest == null ? 0 : rest.readableBytes();
    }

    /** Gives up what is kept. */
    public void release() {
        if (rest != null) {
            rest.release();
            rest = null;
        }
    }

    /** Grows by doubling, so that a message in many pieces costs two copies in all. */
    private static ByteBuf move(ByteBufAllocator allocator, ByteBuf from, int more) {
        int kept = from.readableBytes();
        ByteBuf to = allocator.buffer(Math.max(kept + more, (int) Math.min(2L * kept, Integer.MAX_VALUE - kept)));
        to.writeBytes(from);
        from.release();
        return to;
    }
}
