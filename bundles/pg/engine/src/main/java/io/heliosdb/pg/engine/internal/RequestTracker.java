package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.spi.engine.MessageCode;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Knows whether the engine owes a session anything, from the kinds of messages that go by: how many will be answered by
 * ReadyForQuery, and whether a batch is open that no Sync has ended yet.
 *
 * <p>COPY makes it more than a count: while the engine reads copy data it passes over Sync, so that the Sync of the batch
 * that began the copy is never answered, but the one after the data is (manual, "COPY Operations").
 */
final class RequestTracker {
    private static final byte COPY_END = MessageCode.COPY_DONE;
    private static final int INITIAL_CAPACITY = 8;

    /** A ring of what was sent and matters: Query, FunctionCall, Sync, and the end of copy data. */
    private byte[] ring = new byte[INITIAL_CAPACITY];

    private int head;
    private int size;

    /** Those of the ring that ReadyForQuery will answer. */
    private int awaited;

    private boolean batchOpen;
    private boolean copyingIn;

    /**
     * Notes a run of messages, of which the last one may be cut after its header.
     *
     * @return octets that are missing of the last one
     */
    long sent(ByteBuf run) {
        int end = run.writerIndex();
        long at = run.readerIndex();
        while (end - at >= HEADER_BYTES) {
            sent(run.getByte((int) at));
            at += 1L + run.getInt((int) at + 1);
        }
        return at - end;
    }

    private void sent(byte type) {
        switch (type) {
            case MessageCode.QUERY, MessageCode.FUNCTION_CALL -> add(type);
            case MessageCode.SYNC -> {
                batchOpen = false;
                if (!copyingIn) {
                    add(type);
                }
            }
            case MessageCode.PARSE, MessageCode.BIND, MessageCode.DESCRIBE, MessageCode.EXECUTE, MessageCode.CLOSE ->
                batchOpen = true;
            case MessageCode.COPY_DONE, MessageCode.COPY_FAIL -> {
                if (copyingIn || awaited > 0 || batchOpen) {
                    copyingIn = false;
                    add(COPY_END);
                }
            }
            default -> {
                // CopyData and Flush are not answered.
            }
        }
    }

    private void add(byte type) {
        if (size == ring.length) {
            byte[] more = new byte[2 * size];
            for (int i = 0; i < size; i++) {
                more[i] = at(i);
            }
            ring = more;
            head = 0;
        }
        ring[(head + size) & (ring.length - 1)] = type;
        size++;
        if (type != COPY_END) {
            awaited++;
        }
    }

    private byte at(int index) {
        return ring[(head + index) & (ring.length - 1)];
    }

    private void removeFirst() {
        head = (head + 1) & (ring.length - 1);
        size--;
    }

    /**
     * ReadyForQuery arrived.
     *
     * @return false where the engine owed none
     */
    boolean ready() {
        copyingIn = false;
        while (size > 0 && at(0) == COPY_END) {
            removeFirst();
        }
        if (size == 0) {
            return false;
        }
        removeFirst();
        awaited--;
        while (size > 0 && at(0) == COPY_END) {
            removeFirst();
        }
        return true;
    }

    /** CopyInResponse arrived: until the end of the data, Sync is not answered. */
    void copyInBegan() {
        byte[] kept = new byte[size];
        int count = 0;
        int index = 0;
        if (size > 0 && (at(0) == MessageCode.QUERY || at(0) == MessageCode.FUNCTION_CALL)) {
            kept[count++] = at(index++);
        }
        boolean ended = false;
        for (; index < size; index++) {
            ended |= at(index) == COPY_END;
            if (ended || at(index) != MessageCode.SYNC) {
                kept[count++] = at(index);
            } else {
                awaited--;
            }
        }
        Arrays.fill(ring, (byte) 0);
        System.arraycopy(kept, 0, ring, 0, count);
        head = 0;
        size = count;
        copyingIn = !ended;
    }

    /** ErrorResponse arrived: if the engine read copy data, it reads messages again. */
    void failed() {
        copyingIn = false;
    }

    /** Whether nothing is under way: everything is answered, and no batch is open. */
    boolean isQuiet() {
        return awaited == 0 && !batchOpen;
    }
}
