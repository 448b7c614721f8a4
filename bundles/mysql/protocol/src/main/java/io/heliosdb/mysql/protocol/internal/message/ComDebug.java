package io.heliosdb.mysql.protocol.internal.message;

/** Asks the server to dump its state into its log (manual, "COM_DEBUG"). */
public record ComDebug() implements Command {}
