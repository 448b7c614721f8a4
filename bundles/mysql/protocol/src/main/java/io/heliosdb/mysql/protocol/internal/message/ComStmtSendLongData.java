package io.heliosdb.mysql.protocol.internal.message;

import io.netty.buffer.ByteBuf;

/**
 * A piece of a parameter's value; not answered (manual, "COM_STMT_SEND_LONG_DATA").
 *
 * @param data borrowed
 */
public record ComStmtSendLongData(int statementId, int parameter, ByteBuf data) implements Command {}
