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
 * @param correlation the name that the statement calls the table by; where it is there, the column has the label for the client
 */
public record ResultColumn(
        Column column, Optional<Table> table, Optional<TableColumn> origin, Optional<String> correlation) {
    public ResultColumn {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(correlation, "correlation");
    }

    /** A column of which the dialect has not said what its statement calls the table. */
    public ResultColumn(Column column, Optional<Table> table, Optional<TableColumn> origin) {
        this(column, table, origin, Optional.empty());
    }
}
