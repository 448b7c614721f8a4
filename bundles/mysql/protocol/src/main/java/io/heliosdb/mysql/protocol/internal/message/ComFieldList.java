package io.heliosdb.mysql.protocol.internal.message;

/**
 * Asks for the columns of a table (manual, "COM_FIELD_LIST").
 *
 * @param wildcard pattern of the columns' names, as of LIKE; empty for all
 */
public record ComFieldList(String table, String wildcard) implements Command {}
