package io.heliosdb.sql.rewrite;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes queries as the engine reads them. A dialect overrides what its own clauses mean. */
public abstract class QueryWriter extends KeyWriter {
    /** Whose names the columns of a query get. */
    public enum Labels {
        /** Those that the client is to see. */
        CLIENT,
        /** Those that a query around it uses. */
        ENGINE,
        /** Nobody looks. */
        NONE
    }

    protected QueryWriter(EngineText out) {
        super(out);
    }

    /** The label that the vendor gives a column of a result. */
    protected abstract String label(Query.Item item);

    /** What kind of value an expression has. */
    protected abstract ValueKind kind(Expression e);

    @Override
    protected void subquery(Query query) {
        query(query, Labels.NONE);
    }

    @Override
    protected final Optional<List<Scope.Column>> derived(Query query) {
        return query(query, Labels.ENGINE);
    }

    /**
     * Writes a query.
     *
     * @return its columns, empty where they are not known
     */
    public Optional<List<Scope.Column>> query(Query query, Labels labels) {
        Scope outer = scope;
        Map<String, Expression> outerAliases = aliases;
        scope = new Scope(outer);
        aliases = Map.of();
        try {
            query.with().ifPresent(this::with);
            return body(query.body(), query, labels);
        } finally {
            scope = outer;
            aliases = outerAliases;
        }
    }

    /** Writes WITH and what it defines. */
    public final void with(Query.With with) {
        out.add(with.recursive() ? "WITH RECURSIVE " : "WITH ");
        String separator = "";
        for (Query.CommonTable table : with.tables()) {
            String name = fold(table.name());
            List<Scope.Column> named = table.columns().stream()
                    .map(column -> new Scope.Column(fold(column), column.text(), ValueKind.UNKNOWN, false))
                    .toList();
            scope.define(name, named);
            out.add(separator).name(name);
            columnNames(table.columns());
            out.add(" AS (");
            Optional<List<Scope.Column>> columns = commonTable(table.query(), with.recursive());
            out.add(")");
            scope.define(name, renamed(columns, table.columns()).orElse(named));
            separator = ", ";
        }
        out.add(" ");
    }

    /** Writes the query of a common table, which may refer to itself where it is recursive. */
    protected Optional<List<Scope.Column>> commonTable(Query query, boolean recursive) {
        return query(query, Labels.ENGINE);
    }

    private Optional<List<Scope.Column>> body(Query.Body body, Query around, Labels labels) {
        if (body instanceof Query.Select select) {
            return select(select, around, labels);
        }
        Optional<List<Scope.Column>> columns = setBody(body, labels);
        if (!around.orderBy().isEmpty()) {
            out.add(" ORDER BY ");
            orderKeys(around.orderBy(), firstSelect(body));
        }
        around.limit().ifPresent(this::limit);
        return columns;
    }

    /** Writes a set operation, or one of its sides. */
    protected Optional<List<Scope.Column>> setBody(Query.Body body, Labels labels) {
        if (body instanceof Query.SetOperation operation) {
            Optional<List<Scope.Column>> columns = setBody(operation.left(), labels);
            out.add(" ").add(operation.operator()).add(operation.all() ? " ALL " : " ");
            if (operation.right() instanceof Query.SetOperation) {
                parenthesized(() -> setBody(operation.right(), Labels.NONE));
            } else {
                setBody(operation.right(), Labels.NONE);
            }
            return columns;
        }
        if (body instanceof Query.Nested nested) {
            out.add("(");
            Optional<List<Scope.Column>> columns = query(nested.query(), labels);
            out.add(")");
            return columns;
        }
        if (body instanceof Query.Values values) {
            return rows(values, labels);
        }
        Scope outer = scope;
        scope = new Scope(outer);
        try {
            return select((Query.Select) body, Query.of(body), labels);
        } finally {
            scope = outer;
        }
    }

    /** Writes rows that are written out. */
    protected Optional<List<Scope.Column>> rows(Query.Values values, Labels labels) {
        out.add("VALUES ");
        String separator = "";
        for (List<Expression> row : values.rows()) {
            out.add(separator);
            parenthesized(() -> values(row));
            separator = ", ";
        }
        return Optional.empty();
    }

    private static Optional<Query.Select> firstSelect(Query.Body body) {
        if (body instanceof Query.Select select) {
            return Optional.of(select);
        }
        if (body instanceof Query.SetOperation setOperation) {
            return firstSelect(setOperation.left());
        }
        return body instanceof Query.Nested nested ? firstSelect(nested.query().body()) : Optional.empty();
    }

    /** Writes one SELECT with what stands around it; the scope is its own. */
    protected Optional<List<Scope.Column>> select(Query.Select select, Query around, Labels labels) {
        select.from().ifPresent(from -> collect(from, false));
        out.add("SELECT ");
        if (select.distinct()) {
            out.add("DISTINCT ");
        }
        items(select, labels);
        rows(select);
        groupBy(select);
        having(select);
        String separator = " WINDOW ";
        for (Query.NamedWindow window : select.windows()) {
            out.add(separator).name(fold(window.name())).add(" AS ");
            window(window.window());
            separator = ", ";
        }
        orderBy(select, around);
        around.limit().ifPresent(this::limit);
        if (lockable(select)) {
            around.locking().forEach(this::locking);
        }
        return described(select);
    }

    /** Writes where the rows of a SELECT come from, before they are grouped: FROM and WHERE. */
    protected void rows(Query.Select select) {
        if (select.from().isPresent()) {
            out.add(" FROM ");
            from(select.from().get());
        }
        if (select.where().isPresent()) {
            out.add(" WHERE ");
            condition(select.where().get());
        }
    }

    /** Writes ORDER BY of a SELECT, if there is any. */
    protected void orderBy(Query.Select select, Query around) {
        if (!around.orderBy().isEmpty()) {
            out.add(" ORDER BY ");
            orderKeys(around.orderBy(), Optional.of(select));
        }
    }

    /** Whether the engine can lock the rows that a SELECT reads. */
    protected boolean lockable(Query.Select select) {
        return true;
    }

    private void items(Query.Select select, Labels labels) {
        String separator = "";
        for (Query.Item item : select.items()) {
            out.add(separator);
            item(item, labels);
            separator = ", ";
        }
    }

    /** Writes one column of the result with its label. */
    protected void item(Query.Item item, Labels labels) {
        value(item.expression());
        if (labels == Labels.NONE || item.expression() instanceof Expression.Star) {
            return;
        }
        String label = labels == Labels.CLIENT ? label(item) : engineLabel(item);
        boolean same = item.expression() instanceof Expression.Name
                && fold(((Expression.Name) item.expression()).last()).equals(label);
        if (!same) {
            // The engine has no empty names.
            out.add(" AS ").name(label.isEmpty() ? " " : label);
        }
    }

    /** The name by which a query around it uses a column. */
    protected String engineLabel(Query.Item item) {
        return fold(Identifier.of(label(item)));
    }

    /** The columns that a SELECT gives; its scope must be the current one. */
    private Optional<List<Scope.Column>> described(Query.Select select) {
        List<Scope.Column> columns = new ArrayList<>();
        for (Query.Item item : select.items()) {
            if (item.expression() instanceof Expression.Star) {
                Optional<List<Scope.Column>> all = expanded((Expression.Star) item.expression());
                if (all.isEmpty()) {
                    return Optional.empty();
                }
                columns.addAll(all.get());
            } else {
                columns.add(new Scope.Column(
                        engineLabel(item),
                        label(item),
                        kind(item.expression()),
                        notNull(item.expression()),
                        origin(item.expression())));
            }
        }
        return Optional.of(columns);
    }

    public void limit(Query.Limit limit) {
        if (limit.count().isPresent()) {
            out.add(" LIMIT ");
            value(limit.count().get());
        }
        if (limit.offset().isPresent()) {
            out.add(" OFFSET ");
            value(limit.offset().get());
        }
    }

    protected void locking(Query.Locking locking) {
        out.add(" FOR ").add(locking.strength());
        String separator = " OF ";
        for (List<Identifier> table : locking.tables()) {
            out.add(separator).name(fold(table.get(table.size() - 1)));
            separator = ", ";
        }
        if (!locking.waiting().isEmpty()) {
            out.add(" ").add(locking.waiting());
        }
    }
}
