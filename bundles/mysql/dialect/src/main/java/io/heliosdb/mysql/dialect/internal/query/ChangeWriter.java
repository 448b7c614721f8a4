package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.EngineNames;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.TableReference;
import io.heliosdb.sql.template.MomentWord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What INSERT, UPDATE and DELETE have in common: values that go into columns. */
class ChangeWriter extends MySqlQueryWriter {
    /** How names are written inside ON DUPLICATE KEY UPDATE: as the engine's qualified ones; empty elsewhere. */
    private Map<String, String> duplicateNames = Map.of();

    /** The tables that a subquery may not read, with the names that the statement calls them by. */
    private Map<TableName, String> unreadable = Map.of();

    private boolean keyRemembered;

    /** Whether a value is written that goes into a column. */
    private boolean assigning;

    /** Whether values that do not fit are made to. */
    private boolean lenient;

    /** The number of the row in its statement, as warnings tell it. */
    private int row = 1;

    ChangeWriter(EngineText out, TranslationContext context) {
        super(out, context);
        lenient = !context.strict();
    }

    EngineText out() {
        return out;
    }

    /** Values that do not fit are cut, whatever {@code sql_mode} says. */
    void ignoring() {
        lenient = true;
    }

    /** The values of this row follow, counted from 1. */
    void row(int number) {
        row = number;
    }

    /** Writes the row's number as the last argument of a function that may warn; the first is what it assumes. */
    private void rowArgument() {
        out.add(row == 1 ? "" : ", " + row);
    }

    @Override
    protected void divisor(Expression e) {
        if (assigning && context.strict() && context.has(SqlMode.ERROR_FOR_DIVISION_BY_ZERO)) {
            function("helios_mysql.divisor", () -> number(e));
        } else {
            super.divisor(e);
        }
    }

    /** Inside of writing, subqueries may not read these tables, but for derived and common ones: MySQL has no copy of them. */
    void refusingToRead(Map<TableName, String> tables, Runnable writing) {
        Map<TableName, String> outer = unreadable;
        unreadable = tables;
        try {
            writing.run();
        } finally {
            unreadable = outer;
        }
    }

    @Override
    protected void named(TableReference.Named named) {
        String target = unreadable.isEmpty() ? null : unreadable.get(context.tableName(named.name()));
        if (target != null) {
            throw MySqlErrors.of(1093, "You can't specify target table '" + target + "' for update in FROM clause");
        }
        super.named(named);
    }

    @Override
    public void collect(TableReference reference, boolean nullable) {
        if (reference instanceof TableReference.Derived) {
            refusingToRead(Map.of(), () -> super.collect(reference, nullable));
        } else {
            super.collect(reference, nullable);
        }
    }

    /** Makes a table known to names. */
    void see(String correlation, Optional<Table> table) {
        scope.add(new Scope.Relation(correlation, table.map(known -> columns(known, false)), false));
    }

    /** Writes WITH before a statement that has one of its own, or begins one. */
    void commonTables(Optional<Query.With> with) {
        if (with.isPresent()) {
            out.add(out.captured(() -> with(with.get())).stripTrailing()).add(", ");
        } else {
            out.add("WITH ");
        }
    }

    void plainWith(Optional<Query.With> with) {
        with.ifPresent(this::with);
    }

    void tableReference(TableName name) {
        table(name);
    }

    /** The columns' new values differ from the old ones, octet by octet. */
    void changed(List<String> columns) {
        out.add("(");
        row("old", columns);
        out.add(" IS DISTINCT FROM ");
        row("new", columns);
        out.add(")");
    }

    private void row(String version, List<String> columns) {
        out.add("ROW(");
        String separator = "";
        for (String column : columns) {
            out.add(separator).add(version).add(".").name(column);
            separator = ", ";
        }
        out.add(")::text");
    }

    /** Inside of writing, names mean the row that is there or, in VALUES(), the one that was to be inserted. */
    void onDuplicate(Map<String, String> names, Runnable writing) {
        duplicateNames = names;
        try {
            writing.run();
        } finally {
            duplicateNames = Map.of();
        }
    }

    /** The names of ON DUPLICATE KEY UPDATE: unqualified ones, and those of the row's and the columns' aliases. */
    static Map<String, String> duplicateNames(Manipulation.Insert insert, List<String> columns, List<String> all) {
        Map<String, String> names = new HashMap<>();
        String target =
                EngineNames.quoted(TranslationContext.lower(insert.table().correlation()));
        for (String column : all) {
            names.put(column, target + "." + EngineNames.quoted(column));
        }
        if (insert.rowAlias().isPresent()) {
            String alias = TranslationContext.lower(insert.rowAlias().get());
            for (int i = 0; i < columns.size(); i++) {
                String excluded = "excluded." + EngineNames.quoted(columns.get(i));
                boolean renamed = i < insert.columnAliases().size();
                String name = renamed
                        ? TranslationContext.lower(insert.columnAliases().get(i))
                        : columns.get(i);
                names.put(alias + "." + name, excluded);
                if (renamed) {
                    names.putIfAbsent(name, excluded);
                }
            }
        }
        return names;
    }

    @Override
    protected void name(Expression.Name name) {
        if (!duplicateNames.isEmpty()) {
            String last = fold(name.last());
            String key = name.parts().size() == 1
                    ? last
                    : fold(name.parts().get(name.parts().size() - 2)) + "." + last;
            String meant = duplicateNames.get(key);
            if (meant != null) {
                out.add(meant);
                return;
            }
        }
        super.name(name);
    }

    @Override
    protected void insertedValue(Expression.Call call) {
        if (!(call.arguments().get(0) instanceof Expression.Name)) {
            throw MySqlErrors.syntax(context.sql(), call.span().start());
        }
        out.add("excluded.").name(fold(((Expression.Name) call.arguments().get(0)).last()));
    }

    @Override
    protected void rememberedKey(Expression value) {
        keyRemembered = true;
        super.rememberedKey(value);
    }

    /** Whether {@code LAST_INSERT_ID(n)} was written since this was asked last. */
    boolean takeKeyRemembered() {
        boolean remembered = keyRemembered;
        keyRemembered = false;
        return remembered;
    }

    /** Writes a value as a column takes it. */
    void assigned(Optional<TableColumn> column, Expression e) {
        if (e instanceof Manipulation.Default d && d.column().isEmpty()) {
            out.add("DEFAULT");
            return;
        }
        if (e instanceof Expression.Null) {
            value(e);
            return;
        }
        boolean outer = assigning;
        assigning = true;
        try {
            Optional<StoredForm> form = column.flatMap(StoredForm::of);
            if (form.isPresent()) {
                stored(form.get(), e);
            } else if (column.isPresent() && lenient && !(e instanceof Expression.Parameter)) {
                fitted(column.get(), e);
            } else {
                plain(column, e);
            }
        } finally {
            assigning = outer;
        }
    }

    private void stored(StoredForm form, Expression e) {
        out.add(form.function()).add("(");
        switch (form.takes()) {
            case MEMBER -> member(e);
            case BITS -> bits(e);
            case OCTETS -> octets(e);
        }
        out.add(form.argument().isEmpty() ? "" : ", ").add(form.argument()).add(")");
    }

    /** A BIT column takes numbers, and of a string the octets, whatever they look like. */
    private void bits(Expression e) {
        if (e instanceof Expression.Text text) {
            out.add(Literals.octetsAsNumber(Literals.digits(context.looking(text.value()))));
        } else {
            parenthesized(() -> numeric(e));
        }
        out.add("::numeric");
    }

    private void member(Expression e) {
        if (kind(e).number() || Literals.binary(e)) {
            parenthesized(() -> number(e));
            out.add("::numeric");
        } else if (e instanceof Expression.Parameter) {
            value(e);
            out.add("::text");
        } else if (e instanceof Expression.Text) {
            typed(e);
        } else {
            asText(e);
        }
    }

    /** What does not fit is cut to fit, and the client is warned. */
    private void fitted(TableColumn column, Expression e) {
        Optional<FittedType> type = FittedType.of(column);
        if (moment(column) && (kind(e) == ValueKind.TEXT || e instanceof Expression.Numeral)) {
            fittedMoment(column, e);
            return;
        }
        if (type.isEmpty() || Literals.binary(e)) {
            plain(Optional.of(column), e);
            return;
        }
        if (e instanceof Expression.Text text
                && context.ofTheMoment()
                && type.get().fits().test(text.value())) {
            value(e);
            return;
        }
        out.add(type.get().function()).add("(");
        if (e instanceof Expression.Text) {
            typed(e);
        } else {
            asText(e);
        }
        out.add(", ").string(column.label().orElse(column.name()));
        out.add(type.get().limits());
        rowArgument();
        out.add(")");
    }

    /** Whether a column holds dates, with or without the time of day. */
    private static boolean moment(TableColumn column) {
        ValueKind kind = Kinds.ofType(column.type());
        return kind == ValueKind.DATE || kind == ValueKind.TIMESTAMP;
    }

    private void fittedMoment(TableColumn column, Expression e) {
        function(
                "helios_mysql.fit_moment",
                () -> {
                    if (e instanceof Expression.Numeral numeral) {
                        out.string(numeral.text()).add("::text");
                    } else {
                        typed(e);
                    }
                },
                () -> {
                    out.string(column.label().orElse(column.name()));
                    rowArgument();
                });
        out.add(column.type().equals("date") ? "::date" : "");
    }

    private void plain(Optional<TableColumn> column, Expression e) {
        ValueKind target = column.map(c -> Kinds.ofType(c.type())).orElse(ValueKind.UNKNOWN);
        if (e instanceof Expression.Parameter) {
            if (zeroDatesAllowed() && column.filter(ChangeWriter::moment).isPresent()) {
                // The value may be a zero date.
                function("helios_mysql.moment_value", () -> {
                    value(e);
                    out.add("::text");
                });
                out.add("::").add(column.orElseThrow().type());
            } else {
                value(e);
            }
            return;
        }
        switch (target) {
            case BOOLEAN -> truth(e);
            case INTEGER, DECIMAL, DOUBLE -> numeric(e);
            case TEXT -> characters(e);
            case BINARY -> octets(e);
            case DATE, TIMESTAMP, TIME -> moment(e, target, column.orElseThrow());
            case JSON -> json(e);
            default -> value(e);
        }
    }

    private void truth(Expression e) {
        Optional<Boolean> literal = literalTruth(e);
        if (literal.isPresent()) {
            out.add(literal.get().toString());
        } else {
            condition(e);
        }
    }

    private void numeric(Expression e) {
        if (e instanceof Expression.Text text && !Literals.number(context.looking(text.value()))) {
            value(e);
        } else if (e instanceof Expression.Text || Literals.binary(e) || kind(e) == ValueKind.BOOLEAN) {
            compared(e);
        } else if (kind(e) == ValueKind.TEXT || kind(e) == ValueKind.JSON) {
            parenthesized(() -> value(e));
            out.add(kind(e) == ValueKind.JSON ? "::text::numeric" : "::numeric");
        } else {
            value(e);
        }
    }

    private void characters(Expression e) {
        if (Literals.binary(e)) {
            Optional<String> characters = Literals.characters(context.looking(Literals.octets(e)));
            out.string(characters.orElseThrow(
                    () -> MySqlErrors.of(1366, "Incorrect string value: '" + Literals.octets(e) + "' is no UTF-8")));
        } else if (kind(e) == ValueKind.BINARY) {
            function("convert_from", () -> value(e), () -> out.string("UTF8"));
        } else if (kind(e) == ValueKind.BOOLEAN) {
            asText(e);
        } else {
            value(e);
        }
    }

    private void octets(Expression e) {
        if (e instanceof Expression.Text text) {
            Literals.bytea(out, Literals.digits(text.value()));
        } else if (kind(e) == ValueKind.TEXT || kind(e).number()) {
            function("helios_mysql.as_binary", () -> value(e));
        } else {
            value(e);
        }
    }

    private void moment(Expression e, ValueKind target, TableColumn column) {
        String function = target == ValueKind.DATE
                ? "helios_mysql.as_date"
                : target == ValueKind.TIME ? "helios_mysql.as_time" : "helios_mysql.as_datetime";
        if (e instanceof Expression.Text word && MomentWord.begins(word.value())) {
            throw incorrect(target, word.value(), column);
        } else if (e instanceof Expression.Text && !zeroDatesMatter()) {
            value(e);
        } else if (e instanceof Expression.Text literal) {
            String text = context.looking(literal.value());
            boolean zero = Literals.zeroDate(text);
            if (target != ValueKind.TIME && (zero || Literals.zeroInDate(text))) {
                if (context.strict() && context.has(zero ? SqlMode.NO_ZERO_DATE : SqlMode.NO_ZERO_IN_DATE)) {
                    throw incorrect(target, text, column);
                }
                if (zero) {
                    zeroDate();
                } else {
                    // The engine has no date without a month or a day.
                    fittedMoment(column, e);
                }
            } else {
                value(e);
            }
        } else if (e instanceof Expression.Numeral numeral) {
            function(function, () -> out.string(numeral.text()).add("::text"));
        } else if (kind(e) == ValueKind.TEXT || (target == ValueKind.TIME && kind(e) == ValueKind.TIMESTAMP)) {
            function(function, () -> value(e));
        } else {
            value(e);
        }
    }

    private static HeliosException incorrect(ValueKind target, String text, TableColumn column) {
        String type = target == ValueKind.DATE ? "date" : target == ValueKind.TIME ? "time" : "datetime";
        return MySqlErrors.of(
                1292,
                "Incorrect " + type + " value: '" + text + "' for column '"
                        + column.label().orElse(column.name()) + "' at row 1");
    }

    private void json(Expression e) {
        if (e instanceof Expression.Text || kind(e) == ValueKind.JSON || kind(e) == ValueKind.UNKNOWN) {
            value(e);
        } else if (kind(e) == ValueKind.TEXT) {
            function("helios_mysql.as_json", () -> value(e));
        } else {
            function("to_jsonb", () -> value(e));
        }
    }
}
