package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import java.util.Arrays;

/** Which of the server's messages have to be looked at: a table by type octet. */
final class MessageInterest {
    static final byte PASS = 0;
    static final byte INSPECT = 1;
    static final byte UNKNOWN = 2;

    private static final byte[] KNOWN = {
        MessageCode.BIND_COMPLETE,
        MessageCode.CLOSE_COMPLETE,
        MessageCode.COMMAND_COMPLETE,
        MessageCode.COPY_DATA,
        MessageCode.COPY_DONE,
        MessageCode.COPY_IN_RESPONSE,
        MessageCode.COPY_OUT_RESPONSE,
        MessageCode.DATA_ROW,
        MessageCode.EMPTY_QUERY_RESPONSE,
        MessageCode.ERROR_RESPONSE,
        MessageCode.FUNCTION_CALL_RESPONSE,
        MessageCode.NO_DATA,
        MessageCode.NOTICE_RESPONSE,
        MessageCode.NOTIFICATION_RESPONSE,
        MessageCode.PARAMETER_DESCRIPTION,
        MessageCode.PARAMETER_STATUS,
        MessageCode.PARSE_COMPLETE,
        MessageCode.PORTAL_SUSPENDED,
        MessageCode.READY_FOR_QUERY,
        MessageCode.ROW_DESCRIPTION
    };

    private static final int OCTETS = 256;

    private final byte[] table = new byte[OCTETS];

    private MessageInterest(byte... inspected) {
        Arrays.fill(table, UNKNOWN);
        for (byte type : KNOWN) {
            table[type] = PASS;
        }
        for (byte type : inspected) {
            table[type] = INSPECT;
        }
        // What the connection itself keeps track of, whoever its owner is.
        table[MessageCode.ERROR_RESPONSE] = INSPECT;
        table[MessageCode.PARAMETER_STATUS] = INSPECT;
    }

    /** Errors and reported parameters are always among them. */
    static MessageInterest in(byte... types) {
        return new MessageInterest(types);
    }

    static MessageInterest inAll() {
        return new MessageInterest(KNOWN);
    }

    static MessageInterest inAllBut(byte... passed) {
        MessageInterest interest = inAll();
        for (byte type : passed) {
            interest.table[type] = PASS;
        }
        return interest;
    }

    /** What to do with a message of that type: {@link #PASS}, {@link #INSPECT} or {@link #UNKNOWN}. */
    byte of(byte type) {
        return table[type & 0xff];
    }
}
