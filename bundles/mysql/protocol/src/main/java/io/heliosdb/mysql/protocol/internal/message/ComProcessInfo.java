package io.heliosdb.mysql.protocol.internal.message;

/** Asks for the list of sessions (manual, "COM_PROCESS_INFO"). */
public record ComProcessInfo() implements Command {}
