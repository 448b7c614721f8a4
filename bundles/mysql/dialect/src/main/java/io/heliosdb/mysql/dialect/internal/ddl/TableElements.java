package io.heliosdb.mysql.dialect.internal.ddl;

import java.util.ArrayList;
import java.util.List;

/** What a table is made of, in the order of the statement. */
final class TableElements {
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<KeyDefinition> keys = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    void add(ColumnDefinition column) {
        columns.add(column);
    }

    void add(KeyDefinition key) {
        keys.add(key);
    }

    void add(ForeignKey foreignKey) {
        foreignKeys.add(foreignKey);
    }

    void add(Check check) {
        checks.add(check);
    }

    List<ColumnDefinition> columns() {
        return columns;
    }

    List<KeyDefinition> keys() {
        return keys;
    }

    List<ForeignKey> foreignKeys() {
        return foreignKeys;
    }

    List<Check> checks() {
        return checks;
    }
}
