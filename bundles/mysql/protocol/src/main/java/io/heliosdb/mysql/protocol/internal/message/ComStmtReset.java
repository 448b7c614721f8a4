package io.heliosdb.mysql.protocol.internal.message;

/** Forgets long data and the cursor of a statement (manual, "COM_STMT_RESET"). */
public record ComStmtReset(int statementId) implements Command {}
