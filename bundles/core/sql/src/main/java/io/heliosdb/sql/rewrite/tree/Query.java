package io.heliosdb.sql.rewrite.tree;

import java.util.List;
import java.util.Optional;

/**
 * A query with everything around its body.
 *
 * @param into variables that take the values of its one row
 */
public record Query(
        Span span,
        Optional<With> with,
        Body body,
        List<Expression.OrderItem> orderBy,
        Optional<Limit> limit,
        List<Locking> locking,
        List<Expression.Variable> into) {
    /** What yields the rows. */
    public sealed interface Body permits Select, SetOperation, Values, Nested {}

    /**
     * One SELECT.
     *
     * @param options words between SELECT and the list, upper-case: {@code DISTINCT}, {@code SQL_CALC_FOUND_ROWS}
     * @param rollup whether groups are summed up level by level
     */
    public record Select(
            Span span,
            List<String> options,
            List<Item> items,
            Optional<TableReference> from,
            Optional<Expression> where,
            List<Expression.OrderItem> groupBy,
            boolean rollup,
            Optional<Expression> having,
            List<NamedWindow> windows)
            implements Body {
        public boolean distinct() {
            return options.contains("DISTINCT");
        }
    }

    /** @param operator {@code UNION}, {@code EXCEPT}, {@code INTERSECT} */
    public record SetOperation(Span span, String operator, boolean all, Body left, Body right) implements Body {}

    /** Rows written out. */
    public record Values(Span span, List<List<Expression>> rows) implements Body {}

    /** A query in parentheses. */
    public record Nested(Span span, Query query) implements Body {}

    /** One column of the result. */
    public record Item(Span span, Expression expression, Optional<Identifier> alias) {}

    public record NamedWindow(Identifier name, Expression.Window window) {}

    /** At least one of the two is there. */
    public record Limit(Optional<Expression> count, Optional<Expression> offset) {}

    /**
     * A locking clause.
     *
     * @param strength {@code UPDATE} or {@code SHARE}
     * @param waiting {@code NOWAIT}, {@code SKIP LOCKED} or empty
     */
    public record Locking(String strength, List<List<Identifier>> tables, String waiting) {}

    public record With(boolean recursive, List<CommonTable> tables) {}

    public record CommonTable(Identifier name, List<Identifier> columns, Query query) {}

    /** A body with nothing around it. */
    public static Query of(Body body) {
        return new Query(Span.NONE, Optional.empty(), body, List.of(), Optional.empty(), List.of(), List.of());
    }
}
