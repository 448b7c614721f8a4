package io.heliosdb.pg.engine.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Buffers that the connections of one event loop gather their output in. A batch is mostly written at once, so a few
 * buffers serve all connections, and they stay in the processor's cache. For one event loop.
 */
final class OutputBuffers {
    private static final int KEPT = 4;
    private static final int INITIAL_CAPACITY = 4096;

    /** A buffer that had to grow beyond this is not kept. */
    private static final int LARGEST_KEPT = 65_536;

    private final ByteBuf[] free = new ByteBuf[KEPT];
    private int count;
    private boolean closed;

    /** An empty buffer with one reference, the caller's. */
    ByteBuf take(ByteBufAllocator allocator) {
        if (count == 0) {
            return allocator.directBuffer(INITIAL_CAPACITY);
        }
        ByteBuf buffer = free[--count];
        free[count] = null;
        return buffer;
    }

    /** Takes the caller's reference back; the buffer is used again unless somebody else still reads it. */
    void give(ByteBuf buffer) {
        if (count < KEPT && !closed && buffer.refCnt() == 1 && buffer.capacity() <= LARGEST_KEPT) {
            free[count++] = buffer.clear();
        } else {
            buffer.release();
        }
    }

    void close() {
        closed = true;
        while (count > 0) {
            free[--count].release();
            free[count] = null;
        }
    }
}
