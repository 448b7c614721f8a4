package io.heliosdb.mysql.protocol.internal.message;

/** Everything is to be as after the login (manual, "COM_RESET_CONNECTION"). */
public record ComResetConnection() implements Command {}
