package io.heliosdb.mysql.protocol.internal.message;

/** Status flags (manual, "SERVER_STATUS_flags_enum"). */
public final class ServerStatus {
    public static final int IN_TRANS = 1;
    public static final int AUTOCOMMIT = 2;
    public static final int MORE_RESULTS_EXISTS = 8;
    public static final int CURSOR_EXISTS = 64;
    public static final int LAST_ROW_SENT = 128;
    public static final int NO_BACKSLASH_ESCAPES = 512;
    public static final int SESSION_STATE_CHANGED = 1 << 14;

    private ServerStatus() {}
}
