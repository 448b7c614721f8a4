package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.pg.wire.message.ReadyForQuery;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;

/** Looks into the few messages of the server that mean something to the engine client. */
final class Answers {
    private static final byte[] ALTER_ROLE = "ALTER ROLE\0".getBytes(US_ASCII);
    private static final byte[] ALTER_DATABASE = "ALTER DATABASE\0".getBytes(US_ASCII);

    private Answers() {}

    /**
     * The state in a ReadyForQuery.
     *
     * @throws HeliosException 08P01 for a broken message
     */
    static TransactionStatus status(ByteBuf in, int start, int end) {
        if (end - start != ReadyForQuery.LENGTH) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "the engine sent a ReadyForQuery of " + (end - start) + " octets");
        }
        try {
            return TransactionStatus.of(in.getByte(start + HEADER_BYTES));
        } catch (IllegalArgumentException e) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine sent an unknown " + e.getMessage());
        }
    }

    /** @throws HeliosException 08P01 where a message was not due */
    static void expect(boolean due, byte type) {
        if (!due) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION, "the engine sent message type " + (char) type + " that was not due");
        }
    }

    /** Whether a CommandComplete may mean that new logins begin with other parameters. */
    static boolean changesLoginDefaults(ByteBuf in, int start, int end) {
        return end - start > HEADER_BYTES
                && in.getByte(start + HEADER_BYTES) == 'A'
                && (hasTag(in, start, end, ALTER_ROLE) || hasTag(in, start, end, ALTER_DATABASE));
    }

    /** @param tag with its final NUL */
    static boolean hasTag(ByteBuf in, int start, int end, byte[] tag) {
        int body = start + HEADER_BYTES;
        if (end - body != tag.length) {
            return false;
        }
        for (int i = 0; i < tag.length; i++) {
            if (in.getByte(body + i) != tag[i]) {
                return false;
            }
        }
        return true;
    }
}
