package io.heliosdb.sql.rewrite.tree;

import java.util.List;
import java.util.Optional;

/** What stands after FROM. */
public sealed interface TableReference {
    /** A table or view by name. */
    record Named(Span span, List<Identifier> name, Optional<Identifier> alias) implements TableReference {
        /** The name that columns are qualified with. */
        public Identifier correlation() {
            return alias.orElse(name.get(name.size() - 1));
        }
    }

    /** A query in the place of a table. */
    record Derived(Span span, boolean lateral, Query query, Optional<Identifier> alias, List<Identifier> columns)
            implements TableReference {}

    /**
     * A join.
     *
     * @param type {@code INNER}, {@code LEFT}, {@code RIGHT}, {@code FULL}, {@code CROSS}
     */
    record Join(
            String type,
            boolean natural,
            TableReference left,
            TableReference right,
            Optional<Expression> on,
            List<Identifier> using)
            implements TableReference {}

    /** A function that yields rows, with the columns that it is to have where they are given. */
    record Function(Span span, Expression.Call call, List<FunctionColumn> columns, Optional<Identifier> alias)
            implements TableReference {}

    /**
     * A column of {@code JSON_TABLE}.
     *
     * @param path empty for {@code FOR ORDINALITY}, or for one with nested columns
     * @param exists whether it tells if the path is there
     */
    record FunctionColumn(
            Identifier name,
            Optional<Expression.TypeName> type,
            Optional<String> path,
            boolean exists,
            String onEmpty,
            String onError,
            List<FunctionColumn> nested) {}
}
