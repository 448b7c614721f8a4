package io.heliosdb.sql.rewrite.tree;

import java.util.List;
import java.util.Optional;

/** A statement that changes rows. */
public sealed interface Manipulation {
    Span span();

    /**
     * INSERT and REPLACE.
     *
     * @param options upper-case: {@code IGNORE}, {@code DELAYED}
     * @param columns empty where none are named
     * @param rows values, {@link Default} among them; empty for INSERT … SELECT
     * @param rowAlias the name of the new row in {@code onDuplicate}
     */
    record Insert(
            Span span,
            boolean replace,
            List<String> options,
            TableReference.Named table,
            List<Identifier> columns,
            boolean columnsGiven,
            List<List<Expression>> rows,
            Optional<Query> query,
            Optional<Identifier> rowAlias,
            List<Identifier> columnAliases,
            List<SetClause> onDuplicate)
            implements Manipulation {}

    record Update(
            Span span,
            Optional<Query.With> with,
            List<String> options,
            TableReference tables,
            List<SetClause> assignments,
            Optional<Expression> where,
            List<Expression.OrderItem> orderBy,
            Optional<Query.Limit> limit)
            implements Manipulation {}

    /** @param targets the tables to delete from, in a DELETE of several; empty in one of a single table */
    record Delete(
            Span span,
            Optional<Query.With> with,
            List<String> options,
            List<List<Identifier>> targets,
            TableReference tables,
            Optional<Expression> where,
            List<Expression.OrderItem> orderBy,
            Optional<Query.Limit> limit)
            implements Manipulation {}

    /** {@code column = value}. */
    record SetClause(Expression.Name column, Expression value) {}

    /** DEFAULT as a value. */
    record Default(Span span, Optional<Expression.Name> column) implements Expression {}
}
