package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.type.Column;
import io.heliosdb.sql.session.ResultColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the table columns that result columns come from. */
final class ColumnOrigins {
    private final TableCatalog catalog;

    ColumnOrigins(TableCatalog catalog) {
        this.catalog = catalog;
    }

    List<ResultColumn> of(List<Column> columns) {
        List<ResultColumn> result = new ArrayList<>(columns.size());
        for (Column column : columns) {
            Optional<Table> table = column.tableOid() == 0 ? Optional.empty() : catalog.table(column.tableOid());
            result.add(new ResultColumn(column, table, table.flatMap(found -> found.column(column.attributeNumber()))));
        }
        return result;
    }
}
