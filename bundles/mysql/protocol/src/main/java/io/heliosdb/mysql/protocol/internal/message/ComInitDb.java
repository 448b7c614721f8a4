package io.heliosdb.mysql.protocol.internal.message;

/** Unqualified names are to mean this database (manual, "COM_INIT_DB"). */
public record ComInitDb(String database) implements Command {}
