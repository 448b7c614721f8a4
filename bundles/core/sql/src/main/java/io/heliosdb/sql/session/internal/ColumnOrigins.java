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

    /** @param correlations of the step whose columns these are */
    List<ResultColumn> of(List<Column> columns, List<String> correlations) {
        List<ResultColumn> result = new ArrayList<>(columns.size());
        boolean said = correlations.size() == columns.size();
        for (int at = 0; at < columns.size(); at++) {
            Column column = columns.get(at);
            Optional<Table> table = column.tableOid() == 0 ? Optional.empty() : catalog.table(column.tableOid());
            result.add(new ResultColumn(
                    column,
                    table,
                    table.flatMap(found -> found.column(column.attributeNumber())),
                    said ? Optional.of(correlations.get(at)) : Optional.empty()));
        }
        return result;
    }
}
