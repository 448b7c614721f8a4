package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.mysql.protocol.internal.message.ColumnDefinition;

/** A column of a result as the client sees it. */
public record MysqlColumn(ColumnDefinition definition, ColumnCodec codec) {}
