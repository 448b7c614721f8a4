package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.dialect.TableColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relations that a query's names may come from, and those of the queries around it. Names are the engine's. */
public final class Scope {
    /**
     * A table, view, derived table or common table.
     *
     * @param name that columns are qualified with
     * @param columns empty where nobody knows them
     * @param nullable whether an outer join may give a row of nothing but NULL for it
     */
    public record Relation(String name, Optional<List<Column>> columns, boolean nullable) {}

    /**
     * A column.
     *
     * @param label as a client is to see it
     * @param notNull whether it is never NULL in its relation
     * @param origin the column of a table that it is, as it stands there; empty for what is computed
     */
    public record Column(String name, String label, ValueKind kind, boolean notNull, Optional<TableColumn> origin) {
        public Column(String name, String label, ValueKind kind, boolean notNull) {
            this(name, label, kind, notNull, Optional.empty());
        }
    }

    private final Scope outer;
    private final List<Relation> relations = new ArrayList<>();
    private final Map<String, List<Column>> commonTables = new HashMap<>();

    /** @param outer the query around, null for none */
    public Scope(Scope outer) {
        this.outer = outer;
    }

    public void add(Relation relation) {
        relations.add(relation);
    }

    public List<Relation> relations() {
        return relations;
    }

    /** A table that the query itself defines. */
    public void define(String name, List<Column> columns) {
        commonTables.put(name, columns);
    }

    /** The columns of a table that this query, or one around it, defines. */
    public Optional<List<Column>> commonTable(String name) {
        List<Column> columns = commonTables.get(name);
        if (columns != null) {
            return Optional.of(columns);
        }
        return outer == null ? Optional.empty() : outer.commonTable(name);
    }

    /**
     * The column of that name.
     *
     * @param qualifier empty for none
     * @return empty where it is not known
     */
    public Optional<Column> column(String qualifier, String name) {
        Optional<Column> here = local(qualifier, name);
        return here.isPresent() || outer == null ? here : outer.column(qualifier, name);
    }

    /** The column of that name in the query itself, not of those around it. */
    public Optional<Column> local(String qualifier, String name) {
        for (Relation relation : relations) {
            if (!qualifier.isEmpty() && !relation.name().equals(qualifier)) {
                continue;
            }
            for (Column column : relation.columns().orElse(List.of())) {
                if (column.name().equals(name)) {
                    return Optional.of(
                            relation.nullable()
                                    ? new Column(name, column.label(), column.kind(), false, column.origin())
                                    : column);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the columns of all its relations are known. */
    public boolean known() {
        return relations.stream().allMatch(relation -> relation.columns().isPresent());
    }
}
