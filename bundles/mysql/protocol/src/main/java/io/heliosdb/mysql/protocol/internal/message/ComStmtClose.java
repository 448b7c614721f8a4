package io.heliosdb.mysql.protocol.internal.message;

/** Forgets a statement; not answered (manual, "COM_STMT_CLOSE"). */
public record ComStmtClose(int statementId) implements Command {}
