package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.sql.rewrite.EngineNames;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Manipulation.SetClause;
import io.heliosdb.sql.rewrite.tree.Query;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** INSERT and REPLACE (MySQL 8.4 manual, 15.2.7 and 15.2.12). */
final class InsertTranslator {
    private static final String MATCHED_ROW = "helios_matched_row";

    private final TranslationContext context;
    private final Manipulation.Insert insert;
    private final TableName name;
    private final Optional<Table> table;
    private final Optional<TableColumn> generated;
    private final List<String> columns = new ArrayList<>();
    private final List<List<Expression>> rows = new ArrayList<>();
    private boolean spelledOut;
    private int rowsBefore;

    InsertTranslator(TranslationContext context, Manipulation.Insert insert) {
        this.context = context;
        this.insert = insert;
        name = context.tableName(insert.table().name());
        table = context.table(name);
        generated = table.flatMap(Table::generated);
        insert.columns().forEach(column -> columns.add(TranslationContext.lower(column)));
        if (!insert.columnsGiven() && table.isPresent() && !defaultsOnly()) {
            table.get().columns().forEach(column -> columns.add(column.name()));
        }
        columns.forEach(this::check);
        readRows();
        if (defaultsOnly() && rows.size() > 1 && table.isPresent() && columns.isEmpty()) {
            // The engine's DEFAULT VALUES is one row.
            table.get().columns().forEach(column -> columns.add(column.name()));
            rows.forEach(row ->
                    columns.forEach(column -> row.add(new Manipulation.Default(insert.span(), Optional.empty()))));
            spelledOut = true;
        }
    }

    private void check(String column) {
        if (table.isPresent() && column(column).isEmpty()) {
            throw MySqlErrors.unknownColumn(column);
        }
    }

    /** Whether it is {@code INSERT INTO t VALUES ()}. */
    private boolean defaultsOnly() {
        return !spelledOut && insert.query().isEmpty() && insert.rows().stream().allMatch(List::isEmpty);
    }

    private void readRows() {
        int number = 1;
        for (List<Expression> row : insert.rows()) {
            boolean counted = insert.columnsGiven() || table.isPresent();
            if (counted && row.size() != columns.size() && !defaultsOnly()) {
                throw MySqlErrors.of(1136, "Column count doesn't match value count at row " + number);
            }
            Map<String, Expression> earlier = new HashMap<>();
            List<Expression> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                // A value may use the columns to its left.
                Expression value = new Aliases(earlier, InsertTranslator::lower).in(row.get(i));
                values.add(value);
                if (i < columns.size()) {
                    earlier.put(columns.get(i), value);
                }
            }
            rows.add(values);
            number++;
        }
    }

    private static String lower(Identifier identifier) {
        return TranslationContext.lower(identifier);
    }

    List<Step> steps() {
        addImplicitDefaults();
        List<Step> steps = new ArrayList<>();
        List<List<String>> keys = conflictingKeys();
        if (insert.replace() && !keys.isEmpty()) {
            if (insert.query().isPresent()) {
                return List.of(replacement(keys, insert.query().get()));
            }
            if (rows.size() > 1 && mayMeet(keys)) {
                // A row takes the place of one that comes before it in this very statement.
                oneByOne(() -> {
                    steps.add(removal(keys));
                    steps.add(insertion(keys));
                });
                return steps;
            }
            steps.add(removal(keys));
        }
        if (!insert.onDuplicate().isEmpty() && rows.size() > 1 && !keys.isEmpty() && mayMeet(keys)) {
            // A row may meet one that comes before it in this very statement, which the engine refuses to change twice.
            oneByOne(() -> steps.add(keys.size() > 1 ? merge(keys) : insertion(keys)));
            return steps;
        }
        if (!insert.onDuplicate().isEmpty() && keys.size() > 1 && insert.query().isEmpty()) {
            steps.add(merge(keys));
        } else {
            steps.add(insertion(keys));
        }
        return steps;
    }

    private void oneByOne(Runnable action) {
        List<List<Expression>> all = List.copyOf(rows);
        for (List<Expression> row : all) {
            rows.clear();
            rows.add(row);
            action.run();
            rowsBefore++;
        }
    }

    /** Whether two of the rows may have the same key. */
    private boolean mayMeet(List<List<String>> keys) {
        for (List<String> key : keys) {
            Set<List<String>> seen = new HashSet<>();
            for (List<Expression> row : rows) {
                List<String> values = new ArrayList<>();
                boolean free = false;
                for (String column : key) {
                    Expression value = row.get(columns.indexOf(column));
                    boolean generates = makesKey(value)
                            && generated.filter(g -> g.name().equals(column)).isPresent();
                    if (generates || value instanceof Expression.Null) {
                        // no key that another row could have
                        free = true;
                    } else if (value instanceof Expression.Text text && !Literals.binary(value)) {
                        values.add(folded(context.looking(text.value())));
                    } else if (value instanceof Expression.Numeral numeral) {
                        values.add(folded(context.looking(numeral.text())));
                    } else {
                        return true;
                    }
                }
                if (!free && !seen.add(values)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What two values have in common that some collation or type may take for the same. */
    private static String folded(String value) {
        if (Literals.number(value)) {
            return new BigDecimal(value.strip()).stripTrailingZeros().toString();
        }
        return Normalizer.normalize(value, Normalizer.Form.NFKD)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }

    private boolean ignoring() {
        return insert.options().contains("IGNORE");
    }

    /** Columns that must have a value and get none: an error, or a zero of their type where sql_mode is not strict. */
    private void addImplicitDefaults() {
        if (table.isEmpty()) {
            return;
        }
        for (TableColumn column : table.get().columns()) {
            boolean missing = column.notNull()
                    && !column.generated()
                    && column.defaultValue().isEmpty()
                    && !columns.contains(column.name());
            if (!missing) {
                continue;
            }
            if (context.strict() && !ignoring()) {
                throw MySqlErrors.of(
                        1364, "Field '" + column.label().orElse(column.name()) + "' doesn't have a default value");
            }
            if (insert.query().isEmpty()) {
                columns.add(column.name());
                rows.forEach(row -> row.add(zero(column)));
            }
        }
    }

    /** The value that a column has where nothing else is said. */
    static Expression zero(TableColumn column) {
        ValueKind kind = Kinds.ofType(column.type());
        boolean number = kind.number() || kind == ValueKind.BOOLEAN;
        return number
                ? new Expression.Numeral(io.heliosdb.sql.rewrite.tree.Span.NONE, "0")
                : Expression.Text.of(
                        switch (kind) {
                            case TIME -> "00:00:00";
                            case JSON -> "null";
                            case DATE, TIMESTAMP -> "0000-00-00";
                            default -> "";
                        });
    }

    /** The unique keys that a new row can meet: all of their columns get a value that is not made up for it. */
    private List<List<String>> conflictingKeys() {
        List<List<String>> keys = new ArrayList<>();
        for (List<String> key : table.map(Table::uniqueKeys).orElse(List.of())) {
            if (key.stream().allMatch(this::given) && !keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private boolean given(String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            return false;
        }
        boolean key = generated.filter(g -> g.name().equals(column)).isPresent();
        return !key || insert.query().isPresent() || rows.stream().anyMatch(row -> !makesKey(row.get(at)));
    }

    /** Whether a value asks for a generated key, whatever it is: 0 does so, too, but is not looked at here. */
    private boolean makesKey(Expression value) {
        return value instanceof Expression.Null || value instanceof Manipulation.Default;
    }

    private Step removal(List<List<String>> keys) {
        ChangeWriter writer = writer();
        EngineText out = writer.out();
        out.add("WITH removed AS (DELETE FROM ");
        writer.tableReference(name);
        String separator = " WHERE ";
        for (List<Expression> row : rows) {
            for (List<String> key : keys) {
                out.add(separator).add("(");
                String and = "";
                for (String column : key) {
                    out.add(and).name(column).add(" = (");
                    writer.assigned(column(column), row.get(columns.indexOf(column)));
                    out.add(")");
                    and = " AND ";
                }
                out.add(")");
                separator = " OR ";
            }
        }
        out.add(" RETURNING 1) SELECT count(*) AS affected FROM removed");
        return out.step(Step.Use.SUMMARY);
    }

    /** REPLACE … SELECT: the query may read what is removed, so that it comes first, and all of it in one statement. */
    private Step replacement(List<List<String>> keys, Query query) {
        ChangeWriter writer = writer();
        EngineText out = writer.out();
        out.add("WITH added (");
        names(out, columns);
        out.add(") AS MATERIALIZED (");
        writer.query(query, MySqlQueryWriter.Labels.NONE);
        out.add("), removed AS (DELETE FROM ");
        writer.tableReference(name);
        out.add(" USING added");
        String separator = " WHERE ";
        for (List<String> key : keys) {
            out.add(separator);
            matching(out, key, "added");
            separator = " OR ";
        }
        out.add(" RETURNING 1), changed AS (INSERT INTO ");
        writer.tableReference(name);
        out.add(" (");
        names(out, columns);
        out.add(") SELECT ");
        added(out);
        // The count makes the engine remove before it inserts.
        out.add(" FROM added WHERE (SELECT count(*) FROM removed) >= 0 RETURNING 1)");
        out.add(" SELECT count(*) + (SELECT count(*) FROM removed) AS affected FROM changed");
        return out.step(Step.Use.SUMMARY);
    }

    /** Writes the columns of a source named {@code added}, keys generated where it brings none. */
    private void added(EngineText out) {
        int key = keyPosition();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            out.add(i == 0 ? "" : ", ");
            if (i == key) {
                generatedUnless(out, () -> out.add("added.").name(column));
            } else {
                out.add("added.").name(column);
            }
        }
    }

    private void matching(EngineText out, List<String> key, String source) {
        String and = "(";
        for (String column : key) {
            out.add(and).name(correlation()).add(".").name(column);
            out.add(" = ").add(source).add(".").name(column);
            and = " AND ";
        }
        out.add(")");
    }

    /** The table where the catalog has found it, as a string that the engine reads as its name on any search path. */
    private String regclass() {
        Table known = table.orElseThrow();
        return EngineNames.quoted(known.schema()) + "." + EngineNames.quoted(known.name());
    }

    private String correlation() {
        return TranslationContext.lower(insert.table().correlation());
    }

    private ChangeWriter writer() {
        ChangeWriter writer = new ChangeWriter(new EngineText(), context);
        if (ignoring()) {
            writer.ignoring();
        }
        return writer;
    }

    private Optional<TableColumn> column(String column) {
        return table.flatMap(known -> known.column(column));
    }

    private static void names(EngineText out, List<String> names) {
        String separator = "";
        for (String name : names) {
            out.add(separator).name(name);
            separator = ", ";
        }
    }

    private Step insertion(List<List<String>> keys) {
        ChangeWriter writer = writer();
        EngineText out = writer.out();
        boolean update = !insert.onDuplicate().isEmpty() && !keys.isEmpty();
        boolean warns = ignoring() && !update && insert.query().isEmpty();
        boolean summary = update || warns || generated.isPresent();
        if (summary) {
            out.add("WITH changed AS (");
        }
        out.add("INSERT INTO ");
        writer.tableReference(name);
        if (!columns.isEmpty()) {
            out.add(" (");
            names(out, columns);
            out.add(")");
        }
        out.add(" ");
        if (insert.query().isPresent()) {
            source(writer, insert.query().get());
        } else if (columns.isEmpty() && defaultsOnly()) {
            out.add("DEFAULT VALUES");
        } else {
            values(writer);
        }
        boolean rememberedKey = false;
        if (ignoring() && !update) {
            out.add(" ON CONFLICT DO NOTHING");
        } else if (update) {
            out.add(" ON CONFLICT (");
            names(out, keys.get(0));
            out.add(") DO UPDATE SET ");
            rememberedKey = assignments(writer);
        }
        if (summary) {
            returning(writer, update, rememberedKey, warns);
        }
        return out.step(summary ? Step.Use.SUMMARY : Step.Use.COUNT);
    }

    /** The query of INSERT … SELECT; where its rows bring keys, NULL and 0 among them ask for generated ones. */
    private void source(ChangeWriter writer, Query query) {
        EngineText out = writer.out();
        if (keyPosition() < 0) {
            writer.query(query, MySqlQueryWriter.Labels.NONE);
            return;
        }
        out.add("SELECT ");
        added(out);
        out.add(" FROM (");
        writer.query(query, MySqlQueryWriter.Labels.NONE);
        out.add(") AS added (");
        names(out, columns);
        out.add(")");
    }

    private void generatedUnless(EngineText out, Runnable value) {
        boolean zero = !context.has(SqlMode.NO_AUTO_VALUE_ON_ZERO);
        out.add(zero ? "COALESCE(NULLIF((" : "COALESCE((");
        value.run();
        out.add(zero ? ")::bigint, 0)" : ")::bigint").add(", nextval(pg_get_serial_sequence(");
        out.string(regclass()).add(", ");
        out.string(generated.orElseThrow().name()).add(")))");
    }

    private void values(ChangeWriter writer) {
        EngineText out = writer.out();
        out.add("VALUES ");
        String comma = "";
        int number = rowsBefore;
        for (List<Expression> row : rows) {
            writer.row(++number);
            out.add(comma).add("(");
            for (int i = 0; i < row.size(); i++) {
                out.add(i == 0 ? "" : ", ");
                value(writer, i < columns.size() ? columns.get(i) : "", row.get(i));
            }
            out.add(")");
            comma = ", ";
        }
    }

    private void value(ChangeWriter writer, String column, Expression value) {
        boolean key = generated.filter(g -> g.name().equals(column)).isPresent();
        if (key && makesKey(value)) {
            writer.out().add("DEFAULT");
        } else if (key) {
            generatedUnless(writer.out(), () -> writer.value(value));
        } else {
            writer.assigned(column(column), value);
        }
    }

    /** Writes what SET says; whether it remembers a key by {@code LAST_INSERT_ID(n)}. */
    private boolean assignments(ChangeWriter writer) {
        List<String> all = table.map(
                        known -> known.columns().stream().map(TableColumn::name).toList())
                .orElse(columns);
        writer.see(correlation(), table);
        writer.onDuplicate(ChangeWriter.duplicateNames(insert, columns, all), () -> {
            Map<String, Expression> earlier = new LinkedHashMap<>();
            for (SetClause clause : insert.onDuplicate()) {
                String column = TranslationContext.lower(clause.column().last());
                check(column);
                // MySQL assigns from left to right: what comes later sees what was assigned before.
                earlier.put(column, new Aliases(earlier, TranslationContext::lower).in(clause.value()));
            }
            String separator = "";
            for (Map.Entry<String, Expression> assignment : earlier.entrySet()) {
                writer.out().add(separator).name(assignment.getKey()).add(" = ");
                writer.assigned(column(assignment.getKey()), assignment.getValue());
                separator = ", ";
            }
        });
        return writer.takeKeyRemembered();
    }

    private List<String> assignedColumns() {
        return insert.onDuplicate().stream()
                .map(clause -> TranslationContext.lower(clause.column().last()))
                .distinct()
                .toList();
    }

    /** Writes RETURNING and the sum over what it returns. */
    private void returning(ChangeWriter writer, boolean update, boolean rememberedKey, boolean warns) {
        EngineText out = writer.out();
        out.add(" RETURNING ");
        if (update) {
            out.add("CASE WHEN old.ctid IS NULL THEN 1 WHEN ");
            writer.changed(assignedColumns());
            out.add(" THEN 2 ELSE 0 END AS affected");
        } else {
            out.add("1 AS affected");
        }
        boolean made = generated.isPresent() && keysMade();
        if (generated.isPresent()) {
            out.add(", new.").name(generated.get().name()).add(" AS key");
        }
        out.add(") SELECT ");
        if (update) {
            out.add("sum(affected) AS affected, sum(greatest(affected, 1)) AS matched");
        } else {
            out.add("count(*) AS affected");
        }
        if (generated.isPresent()) {
            if (rememberedKey) {
                out.add(", min(key) AS generated_key");
            } else if (made) {
                out.add(", ").add(madeCondition(writer)).add(" AS generated_key");
            }
            if (!madeOnly()) {
                out.add(", max(key) AS given_key");
                out.add(", helios_mysql.advance_key(").string(regclass()).add(", ");
                out.string(generated.get().name()).add(", max(key)::bigint) AS advanced");
            }
        }
        if (warns) {
            out.add(", helios_mysql.warn_duplicates(" + Math.max(rows.size(), 1) + " - count(*)) AS warned");
        }
        out.add(" FROM changed");
    }

    private int keyPosition() {
        return generated.map(column -> columns.indexOf(column.name())).orElse(-1);
    }

    /** Whether every key is a generated one. */
    private boolean madeOnly() {
        int at = keyPosition();
        return at < 0 || (insert.query().isEmpty() && rows.stream().allMatch(row -> makesKey(row.get(at))));
    }

    /** Whether some key is, or may be, a generated one. */
    private boolean keysMade() {
        return keyPosition() < 0 || insert.query().isEmpty();
    }

    /** The first key that was generated: where the first row may bring its own, only when it does not. */
    private String madeCondition(ChangeWriter writer) {
        int at = keyPosition();
        if (at < 0 || rows.isEmpty() || makesKey(rows.get(0).get(at))) {
            return "min(key)";
        }
        String value =
                "(" + writer.out().captured(() -> writer.value(rows.get(0).get(at))) + ")::bigint";
        String absent =
                context.has(SqlMode.NO_AUTO_VALUE_ON_ZERO) ? value + " IS NULL" : "COALESCE(" + value + ", 0) = 0";
        return "CASE WHEN " + absent + " THEN min(key) END";
    }

    /** Writes the row that a new one meets: where it meets several, the one of the first key. */
    private void firstMatch(ChangeWriter writer, List<List<String>> keys) {
        EngineText out = writer.out();
        out.add("(SELECT ").name(correlation()).add(".ctid FROM ");
        writer.tableReference(name);
        out.add(" WHERE ");
        String or = "";
        for (List<String> key : keys) {
            out.add(or);
            matching(out, key, "excluded");
            or = " OR ";
        }
        out.add(" ORDER BY ");
        matching(out, keys.get(0), "excluded");
        out.add(" DESC NULLS LAST LIMIT 1)");
    }

    /** Several keys may be met, and the engine's ON CONFLICT looks at one only. */
    private Step merge(List<List<String>> keys) {
        ChangeWriter writer = writer();
        EngineText out = writer.out();
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            if (rows.stream().noneMatch(row -> row.get(at) instanceof Manipulation.Default)) {
                given.add(i);
            }
        }
        List<String> names = given.stream().map(columns::get).toList();
        out.add("WITH changed AS (MERGE INTO ");
        writer.tableReference(name);
        out.add(" AS ").name(correlation()).add(" USING (SELECT excluded.*, ");
        firstMatch(writer, keys);
        out.add(" AS ").name(MATCHED_ROW).add(" FROM (VALUES ");
        String comma = "";
        for (List<Expression> row : rows) {
            out.add(comma).add("(");
            String separator = "";
            for (int at : given) {
                out.add(separator).add("CAST(");
                writer.assigned(column(columns.get(at)), row.get(at));
                out.add(" AS ")
                        .add(Kinds.castTarget(
                                column(columns.get(at)).orElseThrow().type()))
                        .add(")");
                separator = ", ";
            }
            out.add(")");
            comma = ", ";
        }
        out.add(") AS excluded (");
        names(out, names);
        out.add(")) AS excluded ON ")
                .name(correlation())
                .add(".ctid = excluded.")
                .name(MATCHED_ROW);
        out.add(" WHEN MATCHED THEN UPDATE SET ");
        boolean rememberedKey = assignments(writer);
        out.add(" WHEN NOT MATCHED THEN INSERT (");
        names(out, names);
        out.add(") VALUES (");
        String separator = "";
        for (String column : names) {
            out.add(separator);
            if (generated.filter(g -> g.name().equals(column)).isPresent()) {
                generatedUnless(out, () -> out.add("excluded.").name(column));
            } else {
                out.add("excluded.").name(column);
            }
            separator = ", ";
        }
        out.add(")");
        returning(writer, true, rememberedKey, false);
        return out.step(Step.Use.SUMMARY);
    }
}
