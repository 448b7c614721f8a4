package io.heliosdb.mysql.protocol.internal.message;

/** Asks whether the server lives (manual, "COM_PING"). */
public record ComPing() implements Command {}
