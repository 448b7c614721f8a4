package io.heliosdb.pg.protocol.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Tells a client that its statement took too long. The engine knows nothing but that it was asked to cancel, and says so;
 * in that report, and in no other, the message becomes the one that PostgreSQL has for a timeout.
 */
final class TimeoutReport {
    private static final byte[] MESSAGE =
            "canceling statement due to statement timeout".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODE = SqlState.QUERY_CANCELED.getBytes(StandardCharsets.US_ASCII);
    private static final char CODE_FIELD = 'C';
    private static final char MESSAGE_FIELD = 'M';

    private boolean due;

    /** The statement that is running is being cancelled because it took too long. */
    void due() {
        due = true;
    }

    /** The statement is over, however it ended. */
    void over() {
        due = false;
    }

    boolean isDue() {
        return due;
    }

    /** Passes whole messages on, the last of which may be cut; an error is never cut. */
    void pass(ByteBuf run, ByteBufAllocator allocator, ClientOutput output) {
        int passed = run.readerIndex();
        int at = passed;
        while (due && run.writerIndex() - at >= MessageCode.HEADER_BYTES) {
            int end = at + 1 + run.getInt(at + 1);
            if (run.getByte(at) == MessageCode.ERROR_RESPONSE && end <= run.writerIndex()) {
                int message = messageOfCancel(run, at + MessageCode.HEADER_BYTES, end);
                if (message >= 0) {
                    passOn(run, passed, at, output);
                    report(run.slice(at, end - at), message - at, allocator, output);
                    passed = end;
                    due = false;
                }
            }
            at = end;
        }
        passOn(run, passed, run.writerIndex(), output);
    }

    private static void passOn(ByteBuf run, int from, int end, ClientOutput output) {
        if (from < end) {
            output.run(run.slice(from, end - from));
        }
    }

    /**
     * Looks for the text of the message in the fields of an error (manual, "Error and Notice Message Fields").
     *
     * @return where it begins; -1 where the error is not that something was cancelled
     */
    private static int messageOfCancel(ByteBuf run, int from, int end) {
        boolean cancel = false;
        int message = -1;
        int at = from;
        while (at < end && run.getByte(at) != 0) {
            int value = at + 1;
            int length = run.bytesBefore(value, end - value, (byte) 0);
            if (length < 0) {
                return -1;
            }
            if (run.getByte(at) == CODE_FIELD) {
                cancel = length == CODE.length && matches(run, value);
            } else if (run.getByte(at) == MESSAGE_FIELD) {
                message = value;
            }
            at = value + length + 1;
        }
        return cancel ? message : -1;
    }

    private static boolean matches(ByteBuf run, int at) {
        for (int i = 0; i < CODE.length; i++) {
            if (run.getByte(at + i) != CODE[i]) {
                return false;
            }
        }
        return true;
    }

    /** The other fields stay as they are, in whatever encoding the client has. */
    private static void report(ByteBuf error, int message, ByteBufAllocator allocator, ClientOutput output) {
        int rest = message + error.bytesBefore(message, error.writerIndex() - message, (byte) 0);
        ByteBuf report = allocator.buffer(error.readableBytes() + MESSAGE.length);
        try {
            report.writeBytes(error, 0, message)
                    .writeBytes(MESSAGE)
                    .writeBytes(error, rest, error.writerIndex() - rest)
                    .setInt(1, report.writerIndex() - 1);
            output.run(report);
        } finally {
            report.release();
        }
    }
}
