package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.pg.engine.internal.Expectations.Kind;
import io.heliosdb.spi.engine.MessageCode;
import io.netty.buffer.ByteBuf;

/** The requests of a session in transaction pooling on their way to a connection: what is sent is noted, in order. */
final class TransactionRequests {
    private enum Cut {
        NONE,
        /** The rest of a message follows as it is. */
        PASSED_ON,
        /** The message is gathered, because its whole matters. */
        GATHERED,
        LEFT_OUT
    }

    private final Expectations expectations;
    private final RequestTranslator translator;

    /** The engine waits for a Sync. */
    private boolean batchOpen;

    /** Nothing in the open batch did more than to prepare or describe. */
    private boolean onlyPrepares = true;

    /** The engine passes over what comes before the next Sync. */
    private boolean skipping;

    private boolean copyingIn;

    private Cut cut = Cut.NONE;
    private long cutRest;
    private ByteBuf gathered;

    TransactionRequests(Expectations expectations, RequestTranslator translator) {
        this.expectations = expectations;
        this.translator = translator;
    }

    /** Whether the engine owes nothing, waits for nothing and no message is half sent. */
    boolean isQuiet() {
        return expectations.isEmpty() && !batchOpen && cut == Cut.NONE;
    }

    /** Whether the last message that was sent is whole. */
    boolean isBetweenMessages() {
        return cut != Cut.PASSED_ON;
    }

    /** Whether the batch that is open can be ended by a Sync of ours without any effect but that. */
    boolean canBeSuspended() {
        return expectations.isEmpty() && batchOpen && onlyPrepares && cut == Cut.NONE;
    }

    /** Sends a run of messages, of which the last one may be cut. */
    void send(Backend backend, ParameterSet parameters, int cache, ByteBuf run) {
        translator.begin(backend, cache, run);
        int end = run.writerIndex();
        int at = run.readerIndex();
        while (end - at >= HEADER_BYTES) {
            byte type = run.getByte(at);
            long next = at + 1L + run.getInt(at + 1);
            if (next > end) {
                cut(backend, run, at, end, next - end);
                break;
            }
            message(type, at, (int) next, parameters);
            at = (int) next;
        }
        translator.passOn(end);
        run.readerIndex(end);
    }

    private void message(byte type, int start, int end, ParameterSet parameters) {
        if (skipping && type != MessageCode.SYNC) {
            translator.leaveOut(start, end);
            return;
        }
        switch (type) {
            case MessageCode.PARSE -> {
                batchOpen = true;
                translator.parse(start, end, parameters);
            }
            case MessageCode.BIND -> {
                openBatch();
                translator.bind(start, end);
            }
            case MessageCode.DESCRIBE -> {
                batchOpen = true;
                translator.describe(start, end);
            }
            case MessageCode.EXECUTE -> {
                openBatch();
                expectations.add(Kind.EXECUTE, null);
            }
            case MessageCode.CLOSE -> {
                batchOpen = true;
                translator.close(start, end);
            }
            case MessageCode.SYNC -> {
                skipping = false;
                if (!copyingIn) {
                    closeBatch();
                    expectations.add(Kind.SYNC, null);
                }
            }
            case MessageCode.QUERY -> {
                closeBatch();
                translator.query();
                expectations.add(Kind.QUERY, null);
            }
            case MessageCode.FUNCTION_CALL -> {
                closeBatch();
                expectations.add(Kind.FUNCTION_CALL, null);
            }
            case MessageCode.COPY_DONE, MessageCode.COPY_FAIL -> {
                copyingIn = false;
                if (!expectations.isEmpty()) {
                    expectations.add(Kind.COPY_END, null);
                }
            }
            default -> {
                // CopyData and Flush are not answered.
            }
        }
    }

    private void openBatch() {
        batchOpen = true;
        onlyPrepares = false;
    }

    private void closeBatch() {
        batchOpen = false;
        onlyPrepares = true;
    }

    // ------------------------------------------------------------------ long messages

    private void cut(Backend backend, ByteBuf run, int start, int end, long rest) {
        byte type = run.getByte(start);
        cutRest = rest;
        if (skipping && type != MessageCode.SYNC) {
            translator.leaveOut(start, end);
            cut = Cut.LEFT_OUT;
        } else if (mustBeWhole(type, start, end)) {
            translator.leaveOut(start, end);
            gathered = backend.context().alloc().buffer(2 * (end - start)).writeBytes(run, start, end - start);
            cut = Cut.GATHERED;
        } else {
            message(type, start, end, ParameterSet.EMPTY);
            translator.passOn(end);
            cut = Cut.PASSED_ON;
        }
    }

    private boolean mustBeWhole(byte type, int start, int end) {
        return switch (type) {
            case MessageCode.PARSE, MessageCode.DESCRIBE, MessageCode.CLOSE -> true;
            case MessageCode.BIND -> !translator.saysStatement(start, end);
            default -> false;
        };
    }

    /** Sends octets of the message that was cut. */
    void sendFragment(Backend backend, ParameterSet parameters, int cache, ByteBuf octets) {
        cutRest -= octets.readableBytes();
        boolean last = cutRest <= 0;
        switch (cut) {
            case PASSED_ON -> backend.output().write(octets);
            case GATHERED -> gathered.writeBytes(octets);
            default -> octets.skipBytes(octets.readableBytes());
        }
        if (last) {
            Cut before = cut;
            cut = Cut.NONE;
            if (before == Cut.GATHERED) {
                ByteBuf message = gathered;
                gathered = null;
                try {
                    send(backend, parameters, cache, message);
                } finally {
                    message.release();
                }
            }
        }
    }

    // ------------------------------------------------------------------ what the engine says

    /** A Sync of ours: ends the open batch. */
    void suspend(Backend backend) {
        FrontendMessages.sync(backend.output().append());
        expectations.add(Kind.SYNC_INJECTED, null);
        closeBatch();
    }

    /** CopyInResponse: until the end of the data, Sync is not answered. */
    void copyInBegan() {
        boolean simple = expectations.first() == Kind.QUERY;
        copyingIn = !expectations.dropSyncsUntilCopyEnd();
        if (copyingIn && !simple) {
            openBatch();
        }
    }

    /** ErrorResponse: if the engine read copy data, it reads messages again. */
    void copyInEnded() {
        copyingIn = false;
    }

    /** An error in a batch whose Sync was not sent yet. */
    void skipToSync() {
        skipping = true;
        batchOpen = true;
    }

    /** The session has ended. */
    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
        translator.release();
    }
}
