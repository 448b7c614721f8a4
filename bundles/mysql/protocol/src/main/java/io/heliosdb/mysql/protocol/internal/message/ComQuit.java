package io.heliosdb.mysql.protocol.internal.message;

/** The client goes (manual, "COM_QUIT"). */
public record ComQuit() implements Command {}
