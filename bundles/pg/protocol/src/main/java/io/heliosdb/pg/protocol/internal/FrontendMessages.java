package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.MessageNames;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;

/** The messages that a client may send once it is logged in, and how long each may be. */
final class FrontendMessages {
    /** Messages with a bounded number of short fields are refused beyond this, as PostgreSQL's PQ_SMALL_MESSAGE_LIMIT. */
    private static final int SMALL_MESSAGE_LIMIT = 10_000;

    private static final byte SMALL = 1;
    private static final byte LARGE = 2;

    /** By type octet; 0 for a type that no client may send. */
    private static final byte[] SIZES = new byte[256];

    static {
        SIZES[MessageCode.BIND] = LARGE;
        SIZES[MessageCode.CLOSE] = SMALL;
        SIZES[MessageCode.COPY_DATA] = LARGE;
        SIZES[MessageCode.COPY_DONE] = SMALL;
        SIZES[MessageCode.COPY_FAIL] = LARGE;
        SIZES[MessageCode.DESCRIBE] = SMALL;
        SIZES[MessageCode.EXECUTE] = SMALL;
        SIZES[MessageCode.FLUSH] = SMALL;
        SIZES[MessageCode.FUNCTION_CALL] = LARGE;
        SIZES[MessageCode.PARSE] = LARGE;
        SIZES[MessageCode.QUERY] = LARGE;
        SIZES[MessageCode.SYNC] = SMALL;
        SIZES[MessageCode.TERMINATE] = SMALL;
    }

    private FrontendMessages() {}

    /**
     * Checks a message's header, before anything is allocated for its body.
     *
     * @param length as the message gives it: octets of the length field and the body
     * @param longest the most octets that this connection may send in one message, its type included
     * @throws HeliosException 08P01
     */
    static void check(byte type, int length, int longest) {
        byte size = SIZES[type & 0xff];
        if (size == 0) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid frontend message type " + (type & 0xff));
        }
        if (length < Integer.BYTES || length > (size == SMALL ? SMALL_MESSAGE_LIMIT : longest - 1)) {
            throw new HeliosException(
                    SqlState.PROTOCOL_VIOLATION,
                    "invalid message length " + length + " in " + MessageNames.frontend(type) + " message");
        }
    }
}
