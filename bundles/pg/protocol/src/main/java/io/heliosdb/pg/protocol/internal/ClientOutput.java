package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.message.BackendMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * What goes to the client, gathered until the batch is complete. Short runs are copied together, so that a batch is one
 * buffer and one system call; long ones are passed on as they are.
 */
final class ClientOutput {
    /** From here on a reference costs less than a copy. */
    private static final int PASSED_ON_BYTES = 4096;

    private static final int INITIAL_CAPACITY = 1024;

    private final ChannelHandlerContext context;
    private final MessageLog log;
    private ByteBuf gathered;

    ClientOutput(ChannelHandlerContext context, MessageLog log) {
        this.log = log;
        this.context = context;
    }

    void message(BackendMessage message) {
        ByteBuf out = gathered(INITIAL_CAPACITY);
        int start = out.writerIndex();
        message.encode(out);
        log.sent(out.slice(start, out.writerIndex() - start));
    }

    void octet(char octet) {
        gathered(1).writeByte(octet);
    }

    /** Whole messages, borrowed; the last one may be cut, its rest follows as fragments. */
    void run(ByteBuf run) {
        log.sent(run);
        octets(run);
    }

    /** Octets of a message whose beginning is already written, borrowed. */
    void octets(ByteBuf run) {
        int length = run.readableBytes();
        if (length >= PASSED_ON_BYTES) {
            writeGathered();
            context.write(run.retainedSlice(), context.voidPromise());
        } else {
            gathered(length).writeBytes(run, run.readerIndex(), length);
        }
    }

    void flush() {
        writeGathered();
        context.flush();
    }

    /** Sends what is gathered, then closes the connection. */
    void flushAndClose() {
        writeGathered();
        context.flush();
        context.close();
    }

    /** Whether everything is written. */
    boolean isEmpty() {
        return gathered == null;
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private ByteBuf gathered(int length) {
        if (gathered == null) {
            gathered = context.alloc().ioBuffer(Math.max(INITIAL_CAPACITY, length));
        }
        return gathered;
    }

    private void writeGathered() {
        if (gathered != null) {
            ByteBuf buffer = gathered;
            gathered = null;
            context.write(buffer, context.voidPromise());
        }
    }
}
