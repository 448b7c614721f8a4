package io.heliosdb.pg.wire;

import io.heliosdb.spi.engine.MessageCode;

/** What the manual calls the message of a type octet: for logs and errors. */
public final class MessageNames {
    private static final String[] FRONTEND = new String[256];
    private static final String[] BACKEND = new String[256];

    static {
        FRONTEND[MessageCode.BIND] = "Bind";
        FRONTEND[MessageCode.CLOSE] = "Close";
        FRONTEND[MessageCode.COPY_DATA] = "CopyData";
        FRONTEND[MessageCode.COPY_DONE] = "CopyDone";
        FRONTEND[MessageCode.COPY_FAIL] = "CopyFail";
        FRONTEND[MessageCode.DESCRIBE] = "Describe";
        FRONTEND[MessageCode.EXECUTE] = "Execute";
        FRONTEND[MessageCode.FLUSH] = "Flush";
        FRONTEND[MessageCode.FUNCTION_CALL] = "FunctionCall";
        FRONTEND[MessageCode.PARSE] = "Parse";
        FRONTEND[MessageCode.PASSWORD] = "PasswordMessage";
        FRONTEND[MessageCode.QUERY] = "Query";
        FRONTEND[MessageCode.SYNC] = "Sync";
        FRONTEND[MessageCode.TERMINATE] = "Terminate";

        BACKEND[MessageCode.AUTHENTICATION] = "Authentication";
        BACKEND[MessageCode.BACKEND_KEY_DATA] = "BackendKeyData";
        BACKEND[MessageCode.BIND_COMPLETE] = "BindComplete";
        BACKEND[MessageCode.CLOSE_COMPLETE] = "CloseComplete";
        BACKEND[MessageCode.COMMAND_COMPLETE] = "CommandComplete";
        BACKEND[MessageCode.COPY_BOTH_RESPONSE] = "CopyBothResponse";
        BACKEND[MessageCode.COPY_DATA] = "CopyData";
        BACKEND[MessageCode.COPY_DONE] = "CopyDone";
        BACKEND[MessageCode.COPY_IN_RESPONSE] = "CopyInResponse";
        BACKEND[MessageCode.COPY_OUT_RESPONSE] = "CopyOutResponse";
        BACKEND[MessageCode.DATA_ROW] = "DataRow";
        BACKEND[MessageCode.EMPTY_QUERY_RESPONSE] = "EmptyQueryResponse";
        BACKEND[MessageCode.ERROR_RESPONSE] = "ErrorResponse";
        BACKEND[MessageCode.FUNCTION_CALL_RESPONSE] = "FunctionCallResponse";
        BACKEND[MessageCode.NEGOTIATE_PROTOCOL_VERSION] = "NegotiateProtocolVersion";
        BACKEND[MessageCode.NO_DATA] = "NoData";
        BACKEND[MessageCode.NOTICE_RESPONSE] = "NoticeResponse";
        BACKEND[MessageCode.NOTIFICATION_RESPONSE] = "NotificationResponse";
        BACKEND[MessageCode.PARAMETER_DESCRIPTION] = "ParameterDescription";
        BACKEND[MessageCode.PARAMETER_STATUS] = "ParameterStatus";
        BACKEND[MessageCode.PARSE_COMPLETE] = "ParseComplete";
        BACKEND[MessageCode.PORTAL_SUSPENDED] = "PortalSuspended";
        BACKEND[MessageCode.READY_FOR_QUERY] = "ReadyForQuery";
        BACKEND[MessageCode.ROW_DESCRIPTION] = "RowDescription";
    }

    private MessageNames() {}

    /** A message that a client sends. */
    public static String frontend(byte type) {
        return nameIn(FRONTEND, type);
    }

    /** A message that a server sends. */
    public static String backend(byte type) {
        return nameIn(BACKEND, type);
    }

    private static String nameIn(String[] names, byte type) {
        String name = names[type & 0xff];
        return name == null ? "unknown message " + (type & 0xff) : name;
    }
}
