package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.pg.wire.message.ErrorResponse;
import io.heliosdb.pg.wire.message.ReadyForQuery;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;

/** Looks into the few messages of the server that mean something to the engine client. */
final class Answers {
    private static final byte[] ALTER_ROLE = tag("ALTER ROLE");
    private static final byte[] ALTER_DATABASE = tag("ALTER DATABASE");
    private static final byte[] DEALLOCATE_ALL = tag("DEALLOCATE ALL");
    private static final byte[] DISCARD_ALL = tag("DISCARD ALL");
    private static final byte[] LISTEN = tag("LISTEN");
    private static final byte[] PREPARE = tag("PREPARE");

    private static final String INVALID_STATEMENT_NAME = "26000";
    private static final String DUPLICATE_STATEMENT = "42P05";
    private static final String STALE_PLAN_ROUTINE = "RevalidateCachedQuery";

    private Answers() {}

    private static byte[] tag(String text) {
        return (text + '\0').getBytes(US_ASCII);
    }

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
            throw notDue(type);
        }
    }

    static HeliosException notDue(byte type) {
        return new HeliosException(
                SqlState.PROTOCOL_VIOLATION, "the engine sent message type " + (char) type + " that was not due");
    }

    // ------------------------------------------------------------------ CommandComplete

    /** What a command does besides what it is for. */
    enum Effect {
        NONE,
        /** New logins may begin with other parameters. */
        LOGIN_DEFAULTS,
        /** The connection has no prepared statements any more. */
        DISCARDED_STATEMENTS,
        /** The connection is as after its login. */
        DISCARDED_ALL,
        /** Something lives on this connection, and is not to be had on another one. */
        BOUND_TO_CONNECTION
    }

    static Effect effect(ByteBuf in, int start, int end) {
        if (end - start <= HEADER_BYTES) {
            return Effect.NONE;
        }
        switch (in.getByte(start + HEADER_BYTES)) {
            case 'A' -> {
                return hasTag(in, start, end, ALTER_ROLE) || hasTag(in, start, end, ALTER_DATABASE)
                        ? Effect.LOGIN_DEFAULTS
                        : Effect.NONE;
            }
            case 'D' -> {
                if (hasTag(in, start, end, DISCARD_ALL)) {
                    return Effect.DISCARDED_ALL;
                }
                return hasTag(in, start, end, DEALLOCATE_ALL) ? Effect.DISCARDED_STATEMENTS : Effect.NONE;
            }
            case 'L', 'P' -> {
                return hasTag(in, start, end, LISTEN) || hasTag(in, start, end, PREPARE)
                        ? Effect.BOUND_TO_CONNECTION
                        : Effect.NONE;
            }
            default -> {
                return Effect.NONE;
            }
        }
    }

    /** @param tag with its final NUL */
    private static boolean hasTag(ByteBuf in, int start, int end, byte[] tag) {
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

    // ------------------------------------------------------------------ ErrorResponse

    /** The code in an ErrorResponse. */
    static String sqlState(ByteBuf in, int start, int end) {
        return ErrorResponse.decode(in.slice(start + HEADER_BYTES, end - start - HEADER_BYTES))
                .error()
                .sqlState();
    }

    /** Whether a prepared statement would give another result than when it was prepared. */
    static boolean isStalePlan(HeliosException error) {
        return error.sqlState().equals(SqlState.FEATURE_NOT_SUPPORTED)
                && error.field(Field.ROUTINE).filter(STALE_PLAN_ROUTINE::equals).isPresent();
    }

    /** Whether an error names a prepared statement. */
    static boolean namesStatement(HeliosException error) {
        return error.sqlState().equals(INVALID_STATEMENT_NAME)
                || error.sqlState().equals(DUPLICATE_STATEMENT);
    }
}
