package io.heliosdb.pg.engine.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * What goes to the engine on one connection: short runs are copied together, so that a batch is one buffer and one system
 * call; long ones are passed on by reference.
 */
final class BackendOutput {
    /** From here on a reference costs less than a copy. */
    static final int PASSED_ON_BYTES = 16_384;

    /** What is gathered goes to the network without waiting for the end of the batch when it is as much as this. */
    private static final int FULL_BYTES = 65_536;

    private final OutputBuffers buffers;
    private ChannelHandlerContext context;
    private ByteBuf gathered;
    private boolean passedOn;

    BackendOutput(OutputBuffers buffers) {
        this.buffers = buffers;
    }

    void attach(ChannelHandlerContext channel) {
        context = channel;
    }

    /** Queues octets; borrowed, read to their end. */
    void write(ByteBuf run) {
        write(run, run.readerIndex(), run.readableBytes());
        run.readerIndex(run.writerIndex());
    }

    void write(ByteBuf run, int from, int length) {
        if (length >= PASSED_ON_BYTES) {
            writeGathered();
            passedOn = true;
            context.write(run.retainedSlice(from, length), context.voidPromise());
        } else {
            append().writeBytes(run, from, length);
            if (gathered.readableBytes() >= FULL_BYTES) {
                flush();
            }
        }
    }

    /** The buffer that messages of our own are appended to, until the next call of another method. */
    ByteBuf append() {
        if (gathered == null) {
            gathered = buffers.take(context.alloc());
        }
        return gathered;
    }

    void flush() {
        if (gathered != null) {
            ByteBuf buffer = gathered;
            gathered = null;
            passedOn = false;
            // A second reference: mostly the octets are at the socket when this returns, and the buffer is free again.
            context.writeAndFlush(buffer.retain(), context.voidPromise());
            buffers.give(buffer);
        } else if (passedOn) {
            passedOn = false;
            context.flush();
        }
    }

    private void writeGathered() {
        if (gathered != null) {
            ByteBuf buffer = gathered;
            gathered = null;
            passedOn = true;
            context.write(buffer, context.voidPromise());
        }
    }

    void release() {
        if (gathered != null) {
            buffers.give(gathered);
            gathered = null;
        }
    }
}
