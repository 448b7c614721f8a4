package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.TableReference;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What MySQL's queries mean at the engine. */
class MySqlQueryWriter extends MySqlKeyWriter {
    private static final BigInteger MOST_ROWS = BigInteger.valueOf(Long.MAX_VALUE);

    /** Whether the query that comes next, and the one that is written, are a recursive common table's. */
    private boolean recursiveNext;

    private boolean recursive;

    /** The columns of a set operation that become text. */
    private Set<Integer> texts = Set.of();

    private int itemNumber;

    /** Whether the client's SELECT, which reads no table, is written: SLEEP() in it that is killed is no error. */
    private boolean readsNothing;

    private final Correlations correlations = new Correlations();

    MySqlQueryWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    protected void table(List<Identifier> name) {
        if (name.size() == 1 && scope.commonTable(fold(name.get(0))).isPresent()) {
            out.name(fold(name.get(0)));
        } else {
            table(context.tableName(name));
        }
    }

    /** Columns of a view that stands in for one of MySQL's are qualified with MySQL's name. */
    @Override
    protected void named(TableReference.Named named) {
        super.named(named);
        String name = fold(named.correlation());
        boolean common = named.name().size() == 1 && scope.commonTable(name).isPresent();
        if (named.alias().isEmpty()
                && !common
                && !context.tableName(named.name()).name().equals(name)) {
            out.add(" AS ").name(name);
        }
    }

    protected final void table(TableName name) {
        if (!name.schema().isEmpty()) {
            out.name(name.schema()).add(".");
        }
        out.name(name.name());
    }

    @Override
    protected Optional<List<Scope.Column>> columns(List<Identifier> name) {
        TableName table = context.tableName(name);
        boolean upper = context.informationSchema(table);
        return context.table(table).map(known -> columns(known, upper));
    }

    /** The columns of a table as a scope knows them. */
    protected static List<Scope.Column> columns(Table table, boolean upper) {
        return table.columns().stream()
                .map(column -> new Scope.Column(
                        column.name(),
                        upper
                                ? column.name().toUpperCase(Locale.ROOT)
                                : column.label().orElse(column.name()),
                        Kinds.ofType(column.type()),
                        column.notNull(),
                        Optional.of(column)))
                .toList();
    }

    @Override
    public void collect(TableReference reference, boolean nullable) {
        if (reference instanceof TableReference.Derived derived
                && derived.alias().isEmpty()) {
            throw MySqlErrors.of(1248, "Every derived table must have its own alias");
        }
        super.collect(reference, nullable);
    }

    /** Makes the tables of a FROM known, derived ones aside. */
    private void see(TableReference reference) {
        if (reference instanceof TableReference.Join join) {
            see(join.left());
            see(join.right());
        } else if (reference instanceof TableReference.Named) {
            super.collect(reference, false);
        }
    }

    /** MySQL takes no LIMIT there. */
    @Override
    protected void memberQuery(Query query) {
        if (query.limit().isPresent()) {
            throw MySqlErrors.of(1235, "This version of MySQL doesn't yet support 'LIMIT & IN/ALL/ANY/SOME subquery'");
        }
        super.memberQuery(query);
    }

    @Override
    protected void call(Expression.Call call) {
        if (readsNothing && call.function().equals("sleep") && call.arguments().size() == 1) {
            function("sleep_alone", () -> value(call.arguments().get(0)));
            return;
        }
        super.call(call);
    }

    @Override
    public Optional<List<Scope.Column>> query(Query query, Labels labels) {
        boolean outer = recursive;
        Set<Integer> outerTexts = texts;
        int outerItem = itemNumber;
        recursive = recursiveNext;
        recursiveNext = false;
        texts = Set.of();
        try {
            return super.query(query, labels);
        } finally {
            recursive = outer;
            texts = outerTexts;
            itemNumber = outerItem;
        }
    }

    @Override
    protected Optional<List<Scope.Column>> setBody(Query.Body body, Labels labels) {
        if (!(body instanceof Query.SetOperation) || !texts.isEmpty()) {
            return super.setBody(body, labels);
        }
        texts = mixedColumns(body);
        try {
            return super.setBody(body, labels);
        } finally {
            texts = Set.of();
        }
    }

    /** The columns that are text on one side and something else on another: MySQL makes them text. */
    private Set<Integer> mixedColumns(Query.Body body) {
        List<List<ValueKind>> sides = new ArrayList<>();
        sides(body, sides);
        Set<Integer> mixed = new HashSet<>();
        for (int i = 0; i < sides.get(0).size(); i++) {
            boolean text = false;
            boolean other = false;
            for (List<ValueKind> side : sides) {
                ValueKind kind = i < side.size() ? side.get(i) : ValueKind.NULL;
                text |= kind == ValueKind.TEXT;
                other |= kind != ValueKind.TEXT && kind != ValueKind.NULL && kind != ValueKind.UNKNOWN;
            }
            if (text && other) {
                mixed.add(i);
            }
        }
        return mixed;
    }

    private void sides(Query.Body body, List<List<ValueKind>> sides) {
        if (body instanceof Query.SetOperation setOperation) {
            sides(setOperation.left(), sides);
            sides(setOperation.right(), sides);
        } else if (body instanceof Query.Select select) {
            Scope outer = scope;
            scope = new Scope(outer);
            select.from().ifPresent(this::see);
            sides.add(
                    select.items().stream().map(item -> kind(item.expression())).toList());
            scope = outer;
        } else {
            sides.add(List.of());
        }
    }

    @Override
    protected Optional<List<Scope.Column>> commonTable(Query query, boolean mayRecur) {
        recursiveNext = mayRecur && query.body() instanceof Query.SetOperation;
        return super.commonTable(query, mayRecur);
    }

    /** The engine wants both sides of a recursion to have the very same types: the widest of their kind. */
    private void widest(Expression e) {
        String type =
                switch (kind(e)) {
                    case INTEGER -> "bigint";
                    case DECIMAL -> "numeric";
                    case DOUBLE -> "double precision";
                    case TEXT -> "text";
                    default -> "";
                };
        if (type.isEmpty()) {
            value(e);
        } else {
            parenthesized(() -> value(e));
            out.add("::").add(type);
        }
    }

    @Override
    protected Optional<List<Scope.Column>> select(Query.Select select, Query around, Labels labels) {
        boolean sortedAsText = sortsAsText;
        boolean readNothing = readsNothing;
        Query.Select meant = grouped(SelectForms.filtered(select), around);
        sortsAsText = meant.distinct();
        readsNothing = labels == Labels.CLIENT && select.from().isEmpty();
        try {
            itemNumber = 0;
            return super.select(meant, around, labels);
        } finally {
            sortsAsText = sortedAsText;
            readsNothing = readNothing;
        }
    }

    /**
     * The engine orders distinct rows by what they show only. Those that are ordered by a member's number become groups
     * of rows, which may be ordered by anything that is made of their keys.
     */
    private Query.Select grouped(Query.Select select, Query around) {
        boolean groups = select.distinct()
                && !around.orderBy().isEmpty()
                && select.items().stream()
                        .noneMatch(item ->
                                item.expression() instanceof Expression.Star || Aggregates.windowed(item.expression()))
                && !Aggregates.in(select)
                && ordersByMembers(select, around);
        return groups ? SelectForms.distinctAsGroups(select) : select;
    }

    private boolean ordersByMembers(Query.Select select, Query around) {
        Scope outer = scope;
        scope = new Scope(outer);
        try {
            select.from().ifPresent(this::see);
            return around.orderBy().stream()
                    .anyMatch(key -> members(meaning(key.expression(), select)).isPresent());
        } finally {
            scope = outer;
        }
    }

    @Override
    protected boolean lockable(Query.Select select) {
        return !Aggregates.in(select) && !select.distinct() && select.from().isPresent();
    }

    /** The engine locks no rows that an outer join may leave out: those of the other tables only. */
    @Override
    protected void locking(Query.Locking locking) {
        List<String> named = locking.tables().stream()
                .map(table -> fold(table.get(table.size() - 1)))
                .toList();
        if (scope.relations().stream().noneMatch(Scope.Relation::nullable)) {
            super.locking(locking);
            return;
        }
        List<List<Identifier>> lockable = scope.relations().stream()
                .filter(relation -> !relation.nullable())
                .map(Scope.Relation::name)
                .filter(name -> named.isEmpty() || named.contains(name))
                .map(name -> List.of(Identifier.of(name)))
                .toList();
        if (!lockable.isEmpty()) {
            super.locking(new Query.Locking(locking.strength(), lockable, locking.waiting()));
        }
    }

    @Override
    public void limit(Query.Limit limit) {
        Optional<Expression> count = limit.count()
                .filter(e -> !(e instanceof Expression.Numeral numeral)
                        || new BigInteger(context.looking(numeral.text())).compareTo(MOST_ROWS) < 0);
        if (count.isPresent() || limit.offset().isPresent()) {
            super.limit(new Query.Limit(count, limit.offset()));
        }
    }

    /** MySQL's labels: the alias, the column as it is written, what a string says, or the text of the expression. */
    @Override
    protected String label(Query.Item item) {
        if (item.alias().isPresent()) {
            return item.alias().get().text();
        }
        Expression e = item.expression();
        if (e instanceof Expression.Name name) {
            String written = name.last().text();
            return informationSchema(name) ? written.toUpperCase(Locale.ROOT) : written;
        }
        if (e instanceof Expression.Text text) {
            return text.first();
        }
        return e instanceof Expression.Null
                ? "NULL"
                : item.span().of(context.sql()).strip().replace("\0", ""); // which the engine's names cannot have
    }

    /** Whether a column is one of a view of information_schema, whose columns MySQL always shows in upper case. */
    private boolean informationSchema(Expression.Name name) {
        return context.readsInformationSchema()
                && column(name)
                        .filter(c -> c.label().equals(c.name().toUpperCase(Locale.ROOT)))
                        .isPresent();
    }

    /** As {@link io.heliosdb.spi.dialect.Step#correlations}, of what was written with labels for the client. */
    List<String> correlations() {
        return correlations.list();
    }

    @Override
    protected void item(Query.Item item, Labels labels) {
        if (labels == Labels.CLIENT) {
            correlations.add(item.expression(), scope);
        }
        int number = itemNumber++;
        if (texts.contains(number)) {
            typedText(item.expression());
            if (labels != Labels.NONE) {
                out.add(" AS ").name(labels == Labels.CLIENT ? label(item) : engineLabel(item));
            }
            return;
        }
        if ((labels == Labels.CLIENT || context.reordered()) && item.expression() instanceof Expression.Star) {
            Optional<List<Scope.Column>> columns = expanded((Expression.Star) item.expression());
            boolean spelled = columns.isPresent()
                    && columns.get().stream().anyMatch(column -> !column.name().equals(column.label()));
            if ((spelled || context.reordered()) && expand((Expression.Star) item.expression(), labels)) {
                return;
            }
            if (spelled || columns.isEmpty()) {
                // The protocol has to find the labels.
                correlations.forget();
            }
        }
        if (labels == Labels.CLIENT && item.expression() instanceof Expression.Text) {
            typed(item.expression());
            out.add(" AS ").name(label(item).isEmpty() ? " " : label(item));
            return;
        }
        if (recursive && !(item.expression() instanceof Expression.Star)) {
            widest(item.expression());
            out.add(labels == Labels.ENGINE ? " AS " : "");
            if (labels == Labels.ENGINE) {
                out.name(engineLabel(item));
            }
            return;
        }
        super.item(item, labels);
    }

    private void typedText(Expression e) {
        if (e instanceof Expression.Text) {
            typed(e);
        } else {
            asText(e);
        }
    }

    /** Writes every column of a star with its label; false where they cannot be named one by one. */
    private boolean expand(Expression.Star star, Labels labels) {
        List<Runnable> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String qualifier = star.qualifier().isEmpty()
                ? ""
                : fold(star.qualifier().get(star.qualifier().size() - 1));
        for (Scope.Relation relation : scope.relations()) {
            if (!qualifier.isEmpty() && !relation.name().equals(qualifier)) {
                continue;
            }
            if (relation.columns().isEmpty()) {
                return false;
            }
            for (Scope.Column column : relation.columns().orElse(List.of())) {
                if (!names.add(column.name()) && qualifier.isEmpty()) {
                    // USING and NATURAL show such a column once.
                    return false;
                }
                columns.add(() -> {
                    out.name(relation.name()).add(".").name(column.name());
                    if (labels == Labels.CLIENT && !column.label().equals(column.name())) {
                        out.add(" AS ").name(column.label());
                    }
                });
            }
        }
        String separator = "";
        for (Runnable column : columns) {
            out.add(separator);
            column.run();
            separator = ", ";
        }
        return true;
    }

    @Override
    protected Optional<List<Scope.Column>> rows(Query.Values values, Labels labels) {
        int width = values.rows().get(0).size();
        List<Scope.Column> columns = new ArrayList<>();
        out.add("SELECT ");
        for (int i = 0; i < width; i++) {
            out.add(i == 0 ? "" : ", ").add("column" + (i + 1) + " AS column_" + i);
            columns.add(new Scope.Column(
                    "column_" + i, "column_" + i, kind(values.rows().get(0).get(i)), false));
        }
        out.add(" FROM (");
        super.rows(values, labels);
        out.add(") AS rows");
        return Optional.of(columns);
    }

    @Override
    protected void tableFunction(TableReference.Function function) {
        out.add("JSON_TABLE(");
        function("helios_mysql.as_json", () -> typed(function.call().arguments().get(0)));
        out.add(", ");
        value(function.call().arguments().get(1));
        new JsonTableColumns(out).write(function.columns());
        out.add(")");
        function.alias().ifPresent(alias -> out.add(" AS ").name(fold(alias)));
    }
}
