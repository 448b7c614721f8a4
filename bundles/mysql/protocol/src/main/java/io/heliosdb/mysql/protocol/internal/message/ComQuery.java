package io.heliosdb.mysql.protocol.internal.message;

/** Runs statements (manual, "COM_QUERY"). Attributes of the query are read over. */
public record ComQuery(String text) implements Command {}
