package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.pg.wire.message.ReadyForQuery;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What a session asked for while it has no connection. Where it does not get one, the answers are made here. */
final class WaitingRequests {
    /** The client is asked to wait when so much is waiting already. */
    private static final int FULL_OCTETS = 65_536;

    private static final String ERROR = "ERROR";

    private final ResultSink sink;
    private ByteBuf queue;

    /** Octets of the message sent last that are still to come, and whether they are for nobody. */
    private long cutRest;

    private boolean cutDropped;

    /** An error was reported for a batch whose Sync did not come yet. */
    private boolean skipping;

    private boolean full;

    WaitingRequests(ResultSink sink) {
        this.sink = sink;
    }

    boolean isEmpty() {
        return queue == null;
    }

    /**
     * Passes over messages at the beginning of a run that need no connection: those that the engine would ignore.
     *
     * @return whether the run has more
     */
    boolean passOver(ByteBuf run) {
        int end = run.writerIndex();
        while (queue == null && run.isReadable()) {
            int start = run.readerIndex();
            byte type = run.getByte(start);
            skipping &= type != MessageCode.SYNC;
            if (!skipping && !isIgnored(type)) {
                break;
            }
            long next = start + 1L + run.getInt(start + 1);
            cutRest = Math.max(0, next - end);
            cutDropped = cutRest > 0;
            run.readerIndex((int) Math.min(next, end));
        }
        return run.isReadable();
    }

    /** Outside a copy, copy messages are ignored; and there is nothing to flush. */
    private static boolean isIgnored(byte type) {
        return switch (type) {
            case MessageCode.COPY_DATA, MessageCode.COPY_DONE, MessageCode.COPY_FAIL, MessageCode.FLUSH -> true;
            default -> false;
        };
    }

    /** Takes a run of messages, of which the last one may be cut. */
    void add(ByteBuf run) {
        if (queue == null) {
            queue = ByteBufAllocator.DEFAULT.buffer(run.readableBytes());
        }
        long at = run.readerIndex();
        while (at < run.writerIndex()) {
            at += 1L + run.getInt((int) at + 1);
        }
        cutRest = at - run.writerIndex();
        cutDropped = false;
        queue.writeBytes(run);
        checkFull();
    }

    /** Takes octets of the message that was cut. */
    void addFragment(ByteBuf octets) {
        cutRest -= octets.readableBytes();
        if (cutDropped || queue == null) {
            octets.skipBytes(octets.readableBytes());
        } else {
            queue.writeBytes(octets);
            checkFull();
        }
    }

    private void checkFull() {
        boolean now = queue != null && queue.readableBytes() >= FULL_OCTETS;
        if (now != full) {
            full = now;
            sink.writable(!now);
        }
    }

    /** There is a connection: sends everything on. */
    void sendTo(TransactionSession session) {
        ByteBuf run = queue;
        queue = null;
        try {
            if (run != null) {
                session.translate(run);
            }
        } finally {
            if (run != null) {
                run.release();
            }
            checkFull();
        }
    }

    /** There will be no connection: every batch fails. */
    void failAll(HeliosException reason) {
        while (queue != null) {
            failFirst(reason);
        }
    }

    /** The first batch, or the part of it that is there, fails; the rest goes on waiting. */
    void failFirst(HeliosException reason) {
        boolean ended = removeFirstBatch();
        skipping = !ended;
        ByteBuf answer = Unpooled.buffer();
        new ErrorResponse(ERROR, reason).encode(answer);
        if (ended) {
            new ReadyForQuery(TransactionStatus.IDLE).encode(answer);
        }
        sink.messages(answer);
        if (ended && queue == null) {
            sink.idle(TransactionStatus.IDLE);
        }
        sink.readComplete();
        checkFull();
    }

    /** @return whether it had an end */
    private boolean removeFirstBatch() {
        boolean ended = false;
        while (queue != null && !ended) {
            int start = queue.readerIndex();
            ended = isAnsweredByReady(queue.getByte(start));
            long next = start + 1L + queue.getInt(start + 1);
            if (next >= queue.writerIndex()) {
                cutDropped = next > queue.writerIndex();
                release();
            } else {
                queue.readerIndex((int) next);
            }
        }
        return ended;
    }

    private static boolean isAnsweredByReady(byte type) {
        return type == MessageCode.SYNC || type == MessageCode.QUERY || type == MessageCode.FUNCTION_CALL;
    }

    void release() {
        if (queue != null) {
            queue.release();
            queue = null;
        }
    }
}
