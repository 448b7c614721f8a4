package io.heliosdb.mysql.protocol.internal.message;

/** The next rows of a cursor (manual, "COM_STMT_FETCH"). */
public record ComStmtFetch(int statementId, long rows) implements Command {}
