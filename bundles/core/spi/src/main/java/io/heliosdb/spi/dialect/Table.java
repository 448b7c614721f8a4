package io.heliosdb.spi.dialect;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A table or view of the engine.
 *
 * @param oid {@code pg_class.oid}
 * @param schema the engine's schema
 * @param name the engine's name
 * @param columns in the order of the table
 * @param uniqueKeys the columns of each unique index without expression or predicate, the primary key first
 * @param primaryKey whether the first of them is the primary key
 * @param view whether it is a view
 */
public record Table(
        int oid,
        String schema,
        String name,
        List<TableColumn> columns,
        List<List<String>> uniqueKeys,
        boolean primaryKey,
        boolean view) {
    public Table {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    }

    /** A table that is no view. */
    public Table(
            int oid,
            String schema,
            String name,
            List<TableColumn> columns,
            List<List<String>> uniqueKeys,
            boolean primaryKey) {
        this(oid, schema, name, columns, uniqueKeys, primaryKey, false);
    }

    /** The column of that name, as the engine spells it. */
    public Optional<TableColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    /** The column of that {@code pg_attribute.attnum}. */
    public Optional<TableColumn> column(int attributeNumber) {
        return columns.stream()
                .filter(column -> column.attributeNumber() == attributeNumber)
                .findFirst();
    }

    /** The column whose values the engine generates, if there is one. */
    public Optional<TableColumn> generated() {
        return columns.stream().filter(TableColumn::generated).findFirst();
    }
}
