package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/**
 * Runs a prepared statement (manual, "COM_STMT_EXECUTE").
 *
 * @param flags the type of its cursor, and {@link #PARAMETER_COUNT_AVAILABLE}
 * @param values what follows the iteration count; its form depends on the statement; borrowed
 */
public record ComStmtExecute(int statementId, int flags, ByteBuf values) implements Command {
    public static final int CURSOR_TYPE_READ_ONLY = 1;

    /** The number of parameters stands before the values, since attributes of the query may be among them. */
    public static final int PARAMETER_COUNT_AVAILABLE = 8;

    public boolean hasCursor() {
        return (flags & CURSOR_TYPE_READ_ONLY) != 0;
    }
}
