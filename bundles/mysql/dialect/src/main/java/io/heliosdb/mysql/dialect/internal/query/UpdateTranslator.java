package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TableName;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Manipulation.SetClause;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.TableReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** UPDATE and DELETE of one table and of several (MySQL 8.4 manual, 15.2.17 and 15.2.2). */
final class UpdateTranslator {
    private final TranslationContext context;
    private final ChangeWriter writer;
    private final EngineText out = new EngineText();

    /** Whether the rows have to be changed in the order that the statement says. */
    private boolean ordered;

    UpdateTranslator(TranslationContext context) {
        this.context = context;
        writer = new ChangeWriter(out, context);
    }

    /** The engine checks unique keys row by row: where the order matters, nothing but a loop over the ordered rows is right. */
    private static final String ONE_BY_ONE = "SELECT pg_catalog.set_config(name, '%s', true) FROM (VALUES"
            + " ('enable_seqscan'), ('enable_hashjoin'), ('enable_mergejoin')) AS setting(name)";

    List<Step> update(Manipulation.Update update) {
        if (!(update.tables() instanceof TableReference.Named)) {
            return List.of(updateSeveral(update));
        }
        Step step = updateOne(update);
        return ordered
                ? List.of(
                        new Step(ONE_BY_ONE.formatted("off"), Step.Use.DISCARD, List.of()),
                        step,
                        new Step(ONE_BY_ONE.formatted("on"), Step.Use.DISCARD, List.of()))
                : List.of(step);
    }

    private Step updateOne(Manipulation.Update update) {
        TableReference.Named target = (TableReference.Named) update.tables();
        TableName name = context.tableName(target.name());
        Optional<Table> table = context.table(name);
        String correlation = TranslationContext.lower(target.correlation());
        writer.commonTables(update.with());
        writer.see(correlation, table);
        out.add("changed AS (UPDATE ");
        writer.tableReference(name);
        alias(name, correlation);
        out.add(" SET ");
        ordered = !update.orderBy().isEmpty() && movesKey(table, columns(update.assignments()));
        List<String> remembered = new ArrayList<>();
        writer.refusingToRead(Map.of(name, correlation), () -> {
            assignments(update.assignments(), table, correlation).ifPresent(remembered::add);
            where(update.where(), update.orderBy(), update.limit(), name, correlation);
        });
        out.add(" RETURNING ");
        writer.changed(columns(update.assignments()));
        out.add(" AS changed");
        remembered.forEach(column -> out.add(", new.").name(column).add(" AS key"));
        out.add(") SELECT count(*) FILTER (WHERE changed) AS affected, count(*) AS matched");
        out.add(remembered.isEmpty() ? "" : ", max(key) AS generated_key").add(" FROM changed");
        return out.step(Step.Use.SUMMARY);
    }

    private static boolean movesKey(Optional<Table> table, List<String> columns) {
        return table.stream().flatMap(known -> known.uniqueKeys().stream()).anyMatch(key -> key.stream()
                .anyMatch(columns::contains));
    }

    private void alias(TableName name, String correlation) {
        if (!name.name().equals(correlation)) {
            out.add(" AS ").name(correlation);
        }
    }

    private static List<String> columns(List<SetClause> assignments) {
        return assignments.stream()
                .map(clause -> TranslationContext.lower(clause.column().last()))
                .distinct()
                .toList();
    }

    /** Writes SET; the column that {@code LAST_INSERT_ID(n)} went into, if any. */
    private Optional<String> assignments(List<SetClause> assignments, Optional<Table> table, String correlation) {
        Map<String, Expression> earlier = new HashMap<>();
        Map<String, Expression> last = new LinkedHashMap<>();
        for (SetClause clause : assignments) {
            String column = TranslationContext.lower(clause.column().last());
            // MySQL assigns from left to right: what comes later sees what was assigned before.
            Expression value = new Aliases(earlier, TranslationContext::lower)
                    .qualified(correlation)
                    .in(clause.value());
            earlier.put(column, value);
            last.put(column, value);
        }
        Optional<String> remembered = Optional.empty();
        String separator = "";
        for (Map.Entry<String, Expression> assignment : last.entrySet()) {
            if (table.filter(known -> known.column(assignment.getKey()).isEmpty())
                    .isPresent()) {
                throw MySqlErrors.unknownColumn(assignment.getKey());
            }
            out.add(separator).name(assignment.getKey()).add(" = ");
            writer.assigned(table.flatMap(known -> known.column(assignment.getKey())), assignment.getValue());
            if (writer.takeKeyRemembered()) {
                remembered = Optional.of(assignment.getKey());
            }
            separator = ", ";
        }
        return remembered;
    }

    /** Writes WHERE; with a LIMIT or an order that matters, the rows are looked for first. */
    private void where(
            Optional<Expression> where,
            List<Expression.OrderItem> orderBy,
            Optional<Query.Limit> limit,
            TableName name,
            String correlation) {
        if (ordered) {
            out.add(" FROM (");
            rows(where, orderBy, limit, name, correlation);
            out.add(") AS helios_ordered(helios_row) WHERE ").name(correlation).add(".ctid = helios_row");
        } else if (limit.isPresent()) {
            out.add(" WHERE ").name(correlation).add(".ctid = ANY (ARRAY(");
            rows(where, orderBy, limit, name, correlation);
            out.add("))");
        } else {
            condition(where);
        }
    }

    private void rows(
            Optional<Expression> where,
            List<Expression.OrderItem> orderBy,
            Optional<Query.Limit> limit,
            TableName name,
            String correlation) {
        out.add("SELECT ").name(correlation).add(".ctid FROM ");
        writer.tableReference(name);
        alias(name, correlation);
        condition(where);
        if (!orderBy.isEmpty()) {
            out.add(" ORDER BY ");
            writer.orderItems(orderBy);
        }
        limit.ifPresent(writer::limit);
        out.add(" FOR UPDATE");
    }

    private void condition(Optional<Expression> where) {
        if (where.isPresent()) {
            out.add(" WHERE ");
            writer.condition(where.get());
        }
    }

    /** One of the tables that a statement changes. */
    private record Target(TableReference.Named reference, TableName name, Optional<Table> table) {
        String correlation() {
            return TranslationContext.lower(reference.correlation());
        }
    }

    private static Map<TableName, String> names(Collection<Target> targets) {
        return targets.stream().collect(Collectors.toMap(Target::name, Target::correlation, (first, second) -> first));
    }

    private List<Target> targets(TableReference reference) {
        List<Target> targets = new ArrayList<>();
        if (reference instanceof TableReference.Join join) {
            targets.addAll(targets(join.left()));
            targets.addAll(targets(join.right()));
        } else if (reference instanceof TableReference.Named named) {
            TableName name = context.tableName(named.name());
            targets.add(new Target(named, name, context.table(name)));
        }
        return targets;
    }

    private static Optional<Target> target(Expression.Name column, List<Target> targets) {
        List<Identifier> parts = column.parts();
        if (parts.size() > 1) {
            String qualifier = TranslationContext.lower(parts.get(parts.size() - 2));
            return targets.stream()
                    .filter(t -> t.correlation().equals(qualifier))
                    .findFirst();
        }
        String name = TranslationContext.lower(column.last());
        Optional<Target> owner = targets.stream()
                .filter(t -> t.table().flatMap(known -> known.column(name)).isPresent())
                .findFirst();
        return owner.isPresent() || targets.size() > 1
                ? owner
                : targets.stream().findFirst();
    }

    private Step updateSeveral(Manipulation.Update update) {
        if (!update.orderBy().isEmpty() || update.limit().isPresent()) {
            throw MySqlErrors.of(
                    1221, "Incorrect usage of UPDATE and " + (update.limit().isPresent() ? "LIMIT" : "ORDER BY"));
        }
        List<Target> tables = targets(update.tables());
        Map<Target, List<Integer>> changes = new LinkedHashMap<>();
        for (int i = 0; i < update.assignments().size(); i++) {
            Expression.Name column = update.assignments().get(i).column();
            Target target = target(column, tables)
                    .orElseThrow(() -> MySqlErrors.unknownColumn(column.span().of(context.sql())));
            changes.computeIfAbsent(target, none -> new ArrayList<>()).add(i);
        }
        writer.commonTables(update.with());
        out.add("matched AS MATERIALIZED (SELECT ");
        writer.collect(update.tables(), false);
        String separator = "";
        int number = 1;
        for (Target target : changes.keySet()) {
            out.add(separator).name(target.correlation()).add(".ctid AS row_" + number++);
            separator = ", ";
        }
        Map<TableName, String> unreadable = names(changes.keySet());
        writer.refusingToRead(
                unreadable,
                () -> changes.forEach((target, assignments) -> {
                    for (int at : assignments) {
                        out.add(", ");
                        newValue(target, update.assignments().get(at));
                        out.add(" AS value_" + at);
                    }
                }));
        out.add(" FROM ");
        writer.from(update.tables());
        writer.refusingToRead(unreadable, () -> condition(update.where()));
        out.add(")");
        number = 1;
        for (Map.Entry<Target, List<Integer>> change : changes.entrySet()) {
            Target target = change.getKey();
            out.add(", changed_" + number + " AS (UPDATE ");
            writer.tableReference(target.name());
            out.add(" AS ").name(target.correlation()).add(" SET ");
            String comma = "";
            List<String> columns = new ArrayList<>();
            for (int at : change.getValue()) {
                String column = TranslationContext.lower(
                        update.assignments().get(at).column().last());
                columns.add(column);
                out.add(comma).name(column).add(" = source.value_" + at);
                comma = ", ";
            }
            out.add(" FROM (SELECT DISTINCT ON (row_" + number + ") * FROM matched WHERE row_" + number
                    + " IS NOT NULL) AS source WHERE ");
            out.name(target.correlation()).add(".ctid = source.row_" + number + " RETURNING ");
            writer.changed(columns);
            out.add(" AS changed)");
            number++;
        }
        out.add(" SELECT count(*) FILTER (WHERE changed) AS affected, count(*) AS matched FROM (");
        union("changed", number);
        out.add(") AS changes");
        return out.step(Step.Use.SUMMARY);
    }

    /** A value with the type of its column, because it goes through a result where it has no column yet. */
    private void newValue(Target target, SetClause clause) {
        Optional<TableColumn> column = target.table()
                .flatMap(known ->
                        known.column(TranslationContext.lower(clause.column().last())));
        if (column.isEmpty() || clause.value() instanceof Manipulation.Default) {
            writer.value(clause.value());
            return;
        }
        out.add("CAST(");
        writer.assigned(column, clause.value());
        out.add(" AS ").add(Kinds.castTarget(column.get().type())).add(")");
    }

    private void union(String column, int end) {
        String separator = "";
        for (int i = 1; i < end; i++) {
            out.add(separator).add("SELECT " + column + " FROM changed_" + i);
            separator = " UNION ALL ";
        }
    }

    Step delete(Manipulation.Delete delete) {
        if (!delete.targets().isEmpty()) {
            return deleteFromSeveral(delete);
        }
        TableReference.Named target = (TableReference.Named) delete.tables();
        TableName name = context.tableName(target.name());
        String correlation = TranslationContext.lower(target.correlation());
        writer.plainWith(delete.with());
        writer.see(correlation, context.table(name));
        out.add("DELETE FROM ");
        writer.tableReference(name);
        alias(name, correlation);
        writer.refusingToRead(
                Map.of(name, correlation),
                () -> where(delete.where(), delete.orderBy(), delete.limit(), name, correlation));
        return out.step(Step.Use.COUNT);
    }

    private Step deleteFromSeveral(Manipulation.Delete delete) {
        List<Target> tables = targets(delete.tables());
        List<Target> targets = new ArrayList<>();
        for (List<Identifier> named : delete.targets()) {
            String name = TranslationContext.lower(named.get(named.size() - 1));
            targets.add(tables.stream()
                    .filter(table -> table.correlation().equals(name))
                    .findFirst()
                    .orElseThrow(() -> MySqlErrors.of(1109, "Unknown table '" + name + "' in MULTI DELETE")));
        }
        writer.commonTables(delete.with());
        out.add("matched AS MATERIALIZED (SELECT ");
        writer.collect(delete.tables(), false);
        for (int i = 0; i < targets.size(); i++) {
            out.add(i == 0 ? "" : ", ").name(targets.get(i).correlation()).add(".ctid AS row_" + (i + 1));
        }
        out.add(" FROM ");
        writer.from(delete.tables());
        writer.refusingToRead(names(targets), () -> condition(delete.where()));
        out.add(")");
        for (int i = 0; i < targets.size(); i++) {
            String number = Integer.toString(i + 1);
            out.add(", changed_" + number + " AS (DELETE FROM ");
            writer.tableReference(targets.get(i).name());
            out.add(" WHERE ctid IN (SELECT row_" + number + " FROM matched) RETURNING 1 AS one)");
        }
        out.add(" SELECT count(*) AS affected FROM (");
        union("one", targets.size() + 1);
        out.add(") AS changes");
        return out.step(Step.Use.SUMMARY);
    }
}
