package io.heliosdb.sql.session;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.type.Column;
import java.util.Objects;
import java.util.Optional;

/**
 * A column of a result.
 *
 * @param column as the engine describes it
 * @param table the table that it comes from, where the statement names it
 * @param origin the column of that table
 */
public record ResultColumn(Column column, Optional<Table> table, Optional<TableColumn> origin) {
    public ResultColumn {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(origin, "origin");
    }
}
