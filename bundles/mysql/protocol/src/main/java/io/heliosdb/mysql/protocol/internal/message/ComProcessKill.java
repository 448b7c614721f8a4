package io.heliosdb.mysql.protocol.internal.message;

/** Ends a session (manual, "COM_PROCESS_KILL"). */
public record ComProcessKill(long connectionId) implements Command {}
