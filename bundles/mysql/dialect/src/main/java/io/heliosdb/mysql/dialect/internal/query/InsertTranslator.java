package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.sql.rewrite.EngineNames;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Manipulation.SetClause;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** INSERT and REPLACE (MySQL 8.4 manual, 15.2.7 and 15.2.12). */
final class InsertTranslator {
    private static final String MATCHED_ROW = "helios_matched_row";
    private final TranslationContext context;
    private final Manipulation.Insert insert;
    private final TableName name;
    private final InsertedRows inserted;
    private final Optional<Table> table;
    private final Optional<TableColumn> generated;
    private final List<String> columns;
    private final List<List<Expression>> rows;
    private int rowsBefore;

    InsertTranslator(TranslationContext context, Manipulation.Insert insert) {
        this.context = context;
        this.insert = insert;
        name = context.tableName(insert.table().name());
        inserted = new InsertedRows(context, insert, name);
        table = inserted.table();
        generated = inserted.generated();
        columns = inserted.columns();
        rows = inserted.rows();
    }

    List<Step> steps() {
        inserted.addImplicitDefaults();
        List<Step> steps = new ArrayList<>();
        List<List<String>> keys = inserted.conflictingKeys();
        if (insert.replace() && !keys.isEmpty()) {
            if (insert.query().isPresent()) {
                return List.of(replacement(keys, insert.query().get()));
            }
            if (rows.size() > 1 && inserted.mayMeet(keys)) {
                // A row takes the place of one that comes before it in this very statement.
                oneByOne(() -> {
                    steps.add(removal(keys));
                    steps.add(insertion(keys));
                });
                return steps;
            }
            steps.add(removal(keys));
        }
        if (!insert.onDuplicate().isEmpty() && rows.size() > 1 && !keys.isEmpty() && inserted.mayMeet(keys)) {
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
            inserted.keepOnly(row);
            action.run();
            rowsBefore++;
        }
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
                    writer.assigned(inserted.column(column), row.get(columns.indexOf(column)));
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

    private Step insertion(List<List<String>> keys) {
        ChangeWriter writer = writer();
        EngineText out = writer.out();
        boolean update = !insert.onDuplicate().isEmpty() && !keys.isEmpty();
        boolean warns = inserted.ignoring() && !update && insert.query().isEmpty();
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
        } else if (columns.isEmpty() && inserted.defaultsOnly()) {
            out.add("DEFAULT VALUES");
        } else {
            values(writer);
        }
        boolean rememberedKey = false;
        if (inserted.ignoring() && !update) {
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
                writer.assigned(inserted.column(columns.get(at)), row.get(at));
                out.add(" AS ")
                        .add(Kinds.castTarget(
                                inserted.column(columns.get(at)).orElseThrow().type()))
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

    /** The query of INSERT … SELECT; where its rows bring keys, NULL and 0 among them ask for generated ones. */
    private void source(ChangeWriter writer, Query query) {
        EngineText out = writer.out();
        if (inserted.keyPosition() < 0) {
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

    /** Writes the columns of a source named {@code added}, keys generated where it brings none. */
    private void added(EngineText out) {
        int key = inserted.keyPosition();
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
        if (key && InsertedRows.makesKey(value)) {
            writer.out().add("DEFAULT");
        } else if (key) {
            generatedUnless(writer.out(), () -> writer.value(value));
        } else {
            writer.assigned(inserted.column(column), value);
        }
    }

    private void generatedUnless(EngineText out, Runnable value) {
        boolean zero = !context.has(SqlMode.NO_AUTO_VALUE_ON_ZERO);
        out.add(zero ? "COALESCE(NULLIF((" : "COALESCE((");
        value.run();
        out.add(zero ? ")::bigint, 0)" : ")::bigint").add(", nextval(pg_get_serial_sequence(");
        out.string(regclass()).add(", ");
        out.string(generated.orElseThrow().name()).add(")))");
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
                inserted.check(column);
                // MySQL assigns from left to right: what comes later sees what was assigned before.
                earlier.put(
                        column,
                        new Aliases(earlier, TranslationContext::lower)
                                .qualified(correlation())
                                .in(clause.value()));
            }
            String separator = "";
            for (Map.Entry<String, Expression> assignment : earlier.entrySet()) {
                writer.out().add(separator).name(assignment.getKey()).add(" = ");
                writer.assigned(inserted.column(assignment.getKey()), assignment.getValue());
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
        boolean made = generated.isPresent() && inserted.keysMade();
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
            if (!inserted.madeOnly()) {
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

    /** The first key that was generated: where the first row may bring its own, only when it does not. */
    private String madeCondition(ChangeWriter writer) {
        int at = inserted.keyPosition();
        if (at < 0 || rows.isEmpty() || InsertedRows.makesKey(rows.get(0).get(at))) {
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

    private void matching(EngineText out, List<String> key, String source) {
        String and = "(";
        for (String column : key) {
            out.add(and).name(correlation()).add(".").name(column);
            out.add(" = ").add(source).add(".").name(column);
            and = " AND ";
        }
        out.add(")");
    }

    private static void names(EngineText out, List<String> names) {
        String separator = "";
        for (String name : names) {
            out.add(separator).name(name);
            separator = ", ";
        }
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
        if (inserted.ignoring()) {
            writer.ignoring();
        }
        return writer;
    }
}
