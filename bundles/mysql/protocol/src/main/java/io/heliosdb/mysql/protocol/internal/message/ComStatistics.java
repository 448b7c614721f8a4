package io.heliosdb.mysql.protocol.internal.message;

/** Asks for a line of figures (manual, "COM_STATISTICS"). */
public record ComStatistics() implements Command {}
