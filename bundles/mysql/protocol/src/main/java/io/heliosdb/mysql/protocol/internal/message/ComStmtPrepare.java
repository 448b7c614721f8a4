package io.heliosdb.mysql.protocol.internal.message;

/** Prepares a statement (manual, "COM_STMT_PREPARE"). */
public record ComStmtPrepare(String text) implements Command {}
