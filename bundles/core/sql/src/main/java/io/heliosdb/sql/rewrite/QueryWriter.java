package io.heliosdb.sql.rewrite;

import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.Span;
import io.heliosdb.sql.rewrite.tree.TableReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes queries as the engine reads them. A dialect overrides what its own clauses mean. */
public abstract class QueryWriter extends ExpressionWriter {
    /** Whose names the columns of a query get. */
    public enum Labels {
        /** Those that the client is to see. */
        CLIENT,
        /** Those that a query around it uses. */
        ENGINE,
        /** Nobody looks. */
        NONE
    }

    protected Scope scope = new Scope(null);
    private Map<String, Expression> aliases = Map.of();
    private final IdentityHashMap<TableReference, String> derived = new IdentityHashMap<>();

    protected QueryWriter(EngineText out) {
        super(out);
    }

    /** Writes the name of a table. */
    protected abstract void table(List<Identifier> name);

    /** The columns of a table; empty where they are not known. */
    protected abstract Optional<List<Scope.Column>> columns(List<Identifier> name);

    /** The label that the vendor gives a column of a result. */
    protected abstract String label(Query.Item item);

    /** Writes the order of NULLs where it is not the engine's: after a key and its direction. */
    protected void nullOrder(Expression.OrderItem item, boolean notNull) {
        if (!item.nulls().isEmpty()) {
            out.add(" NULLS ").add(item.nulls());
        }
    }

    /** What kind of value an expression has. */
    protected abstract ValueKind kind(Expression e);

    /** Whether an expression is never NULL, as far as its columns say. */
    protected boolean notNull(Expression e) {
        if (e instanceof Expression.Name name) {
            return column(name).map(Scope.Column::notNull).orElse(false);
        }
        return e instanceof Expression.Numeral || e instanceof Expression.Text;
    }

    /** The column of a table that an expression is, where it is known to be one. */
    protected Optional<TableColumn> origin(Expression e) {
        return e instanceof Expression.Name name ? column(name).flatMap(Scope.Column::origin) : Optional.empty();
    }

    /** The column that a name means, where it is known. */
    protected final Optional<Scope.Column> column(Expression.Name name) {
        List<Identifier> parts = name.parts();
        String qualifier = parts.size() > 1 ? fold(parts.get(parts.size() - 2)) : "";
        return scope.column(qualifier, fold(name.last()));
    }

    @Override
    protected void subquery(Query query) {
        query(query, Labels.NONE);
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

    private Optional<List<Scope.Column>> renamed(Optional<List<Scope.Column>> columns, List<Identifier> names) {
        if (names.isEmpty() || columns.isEmpty() || columns.get().size() != names.size()) {
            return names.isEmpty() ? columns : Optional.empty();
        }
        List<Scope.Column> renamed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Scope.Column column = columns.get().get(i);
            renamed.add(new Scope.Column(
                    fold(names.get(i)), names.get(i).text(), column.kind(), column.notNull(), column.origin()));
        }
        return Optional.of(renamed);
    }

    private void columnNames(List<Identifier> names) {
        if (names.isEmpty()) {
            return;
        }
        out.add(" (");
        String separator = "";
        for (Identifier name : names) {
            out.add(separator).name(fold(name));
            separator = ", ";
        }
        out.add(")");
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
        if (select.having().isPresent()) {
            out.add(" HAVING ");
            withAliases(
                    select,
                    name -> grouped(name, select),
                    () -> condition(select.having().get()));
        }
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

    /** The columns that a star means, empty where they are not known. */
    protected final Optional<List<Scope.Column>> expanded(Expression.Star star) {
        String qualifier = star.qualifier().isEmpty()
                ? ""
                : fold(star.qualifier().get(star.qualifier().size() - 1));
        List<Scope.Column> columns = new ArrayList<>();
        for (Scope.Relation relation : scope.relations()) {
            if (qualifier.isEmpty() || relation.name().equals(qualifier)) {
                if (relation.columns().isEmpty()) {
                    return Optional.empty();
                }
                columns.addAll(relation.columns().get());
            }
        }
        return Optional.of(columns);
    }

    /** Makes the relations of a FROM known to the scope, and writes its derived tables aside. */
    public void collect(TableReference reference, boolean nullable) {
        if (reference instanceof TableReference.Join join) {
            collect(
                    join.left(),
                    nullable || join.type().equals("RIGHT") || join.type().equals("FULL"));
            collect(
                    join.right(),
                    nullable || join.type().equals("LEFT") || join.type().equals("FULL"));
        } else if (reference instanceof TableReference.Named named) {
            Optional<List<Scope.Column>> columns = named.name().size() == 1
                    ? scope.commonTable(fold(named.name().get(0)))
                    : Optional.empty();
            if (columns.isEmpty()) {
                columns = columns(named.name());
            }
            add(fold(named.correlation()), columns, nullable);
        } else if (reference instanceof TableReference.Derived table) {
            List<Optional<List<Scope.Column>>> columns = new ArrayList<>();
            derived.put(table, out.captured(() -> columns.add(query(table.query(), Labels.ENGINE))));
            table.alias().ifPresent(alias -> add(fold(alias), renamed(columns.get(0), table.columns()), nullable));
        } else {
            ((TableReference.Function) reference)
                    .alias()
                    .ifPresent(alias -> add(fold(alias), Optional.empty(), nullable));
        }
    }

    private void add(String name, Optional<List<Scope.Column>> columns, boolean nullable) {
        scope.add(new Scope.Relation(name, columns.filter(list -> !list.isEmpty()), nullable));
    }

    /** Writes a FROM whose relations were collected. */
    public final void from(TableReference reference) {
        if (reference instanceof TableReference.Join join) {
            join(join);
        } else if (reference instanceof TableReference.Named named) {
            named(named);
        } else if (reference instanceof TableReference.Derived table) {
            out.add(table.lateral() ? "LATERAL (" : "(").add(derived.get(table)).add(")");
            table.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
            columnNames(table.columns());
        } else {
            tableFunction((TableReference.Function) reference);
        }
    }

    /** Writes a table with its alias. */
    protected void named(TableReference.Named named) {
        table(named.name());
        named.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
    }

    private void join(TableReference.Join join) {
        from(join.left());
        out.add(join.natural() ? " NATURAL" : "");
        out.add(join.type().equals("INNER") ? " JOIN " : " " + join.type() + " JOIN ");
        if (join.right() instanceof TableReference.Join) {
            parenthesized(() -> from(join.right()));
        } else {
            from(join.right());
        }
        if (join.on().isPresent()) {
            out.add(" ON ");
            condition(join.on().get());
        }
        if (!join.using().isEmpty()) {
            out.add(" USING");
            columnNames(join.using());
        }
    }

    /** Writes a function in the place of a table. */
    protected void tableFunction(TableReference.Function function) {
        call(function.call());
        function.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
    }

    private void groupBy(Query.Select select) {
        if (select.groupBy().isEmpty()) {
            return;
        }
        out.add(" GROUP BY ").add(select.rollup() ? "ROLLUP (" : "");
        String separator = "";
        for (Expression.OrderItem item : select.groupBy()) {
            out.add(separator);
            groupKey(item.expression(), select);
            separator = ", ";
        }
        out.add(select.rollup() ? ")" : "");
    }

    /** Writes one key of GROUP BY: a column of the tables comes before one of the result. */
    protected final void groupKey(Expression key, Query.Select select) {
        if (key instanceof Expression.Numeral numeral) {
            out.add(ordinal(numeral));
            return;
        }
        int position = own(key) ? -1 : position(key, select);
        if (position > 0) {
            out.add(Integer.toString(position));
            return;
        }
        withAliases(select, name -> scope.local("", name).isPresent(), () -> value(key));
    }

    /** The number of a column of the result that is ordered or grouped by. */
    protected String ordinal(Expression.Numeral number) {
        return number.text();
    }

    private boolean own(Expression key) {
        return key instanceof Expression.Name name
                && name.parts().size() == 1
                && scope.local("", fold(name.last())).isPresent();
    }

    /** The number of the column that a name labels, from 1; -1 where there is none or it cannot be counted. */
    private int position(Expression key, Query.Select select) {
        if (!(key instanceof Expression.Name written) || written.parts().size() > 1) {
            return -1;
        }
        String name = fold(written.last());
        int position = 1;
        for (Query.Item item : select.items()) {
            if (item.expression() instanceof Expression.Star) {
                return -1;
            }
            if (item.alias().isPresent() && fold(item.alias().get()).equals(name)) {
                return position;
            }
            position++;
        }
        return -1;
    }

    /** Writes the keys of ORDER BY: a column of the result comes before one of the tables. */
    protected final void orderKeys(List<Expression.OrderItem> keys, Optional<Query.Select> select) {
        String separator = "";
        for (Expression.OrderItem key : keys) {
            out.add(separator);
            orderKey(key, select);
            separator = ", ";
        }
    }

    private void orderKey(Expression.OrderItem key, Optional<Query.Select> select) {
        Expression meant = key.expression();
        int position = select.map(s -> position(key.expression(), s)).orElse(-1);
        if (position > 0) {
            meant = select.orElseThrow().items().get(position - 1).expression();
            orderValue(meant, Integer.toString(position));
        } else if (key.expression() instanceof Expression.Numeral numeral) {
            String ordinal = ordinal(numeral);
            meant = select.flatMap(s -> item(ordinal, s)).orElse(meant);
            orderValue(meant, ordinal);
        } else if (key.expression() instanceof Expression.Text) {
            // A constant orders nothing, and the engine refuses it.
            out.add("NULL");
        } else if (select.isPresent()) {
            withAliases(select.get(), name -> false, () -> orderValue(key.expression()));
        } else {
            orderValue(key.expression());
        }
        out.add(key.descending() ? " DESC" : "");
        nullOrder(key, notNull(meant));
    }

    /** What stands in a place of the result, from 1; empty where there is no such place or a star hides it. */
    private static Optional<Expression> item(String ordinal, Query.Select select) {
        boolean counted = ordinal.matches("[0-9]{1,9}")
                && select.items().stream().noneMatch(item -> item.expression() instanceof Expression.Star);
        int place = counted ? Integer.parseInt(ordinal) : 0;
        return place > 0 && place <= select.items().size()
                ? Optional.of(select.items().get(place - 1).expression())
                : Optional.empty();
    }

    /** Writes what is ordered by. */
    protected void orderValue(Expression e) {
        value(e);
    }

    /**
     * Writes the same for a column of the result.
     *
     * @param place its number
     */
    protected void orderValue(Expression e, String place) {
        out.add(place);
    }

    /** Lets names mean columns of the result, but for some. */
    protected final void withAliases(Query.Select select, Predicate<String> hidden, Runnable writing) {
        Map<String, Expression> visible = new HashMap<>();
        for (Query.Item item : select.items()) {
            item.alias()
                    .map(this::fold)
                    .filter(hidden.negate())
                    .ifPresent(alias -> visible.putIfAbsent(alias, item.expression()));
        }
        Map<String, Expression> before = aliases;
        aliases = visible;
        try {
            writing.run();
        } finally {
            aliases = before;
        }
    }

    /** Whether a name is a column of the tables that is grouped by. */
    private boolean grouped(String name, Query.Select select) {
        return scope.local("", name).isPresent()
                && select.groupBy().stream()
                        .map(Expression.OrderItem::expression)
                        .anyMatch(key -> key instanceof Expression.Name column
                                && fold(column.last()).equals(name));
    }

    /** The expression that a name stands for where columns of the result may be named. */
    protected final Optional<Expression> aliased(Expression.Name name) {
        return name.parts().size() == 1 ? Optional.ofNullable(aliases.get(fold(name.last()))) : Optional.empty();
    }

    @Override
    protected void name(Expression.Name name) {
        Optional<Expression> meant = aliased(name);
        if (meant.isEmpty()) {
            super.name(name);
            return;
        }
        Map<String, Expression> before = aliases;
        aliases = Map.of();
        try {
            operand(meant.get());
        } finally {
            aliases = before;
        }
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

    /** A name without a place in the client's text. */
    protected static Expression.Name reference(String... parts) {
        return new Expression.Name(
                Span.NONE, java.util.Arrays.stream(parts).map(Identifier::of).toList());
    }
}
