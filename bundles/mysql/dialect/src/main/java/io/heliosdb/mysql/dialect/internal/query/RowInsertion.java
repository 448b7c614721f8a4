package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * INSERT or REPLACE of rows whose values come from elsewhere than from a statement, batch by batch: each batch is what an
 * INSERT of its rows would be, with the same conversions and warnings.
 */
public final class RowInsertion {
    private final String sql;
    private final Manipulation.Insert template;
    private final int given;
    private final boolean known;

    /** A value of a row. */
    public sealed interface Value {
        /** A string; octets of it that are no UTF-8 stand as in {@link QueryTranslator#translate}. */
        record Text(String value) implements Value {}

        record Null() implements Value {}

        /** What DEFAULT would be; of a key that is generated, the next one. */
        record Default() implements Value {}

        /** The zero of a column's type: 0, an empty string, 0000-00-00. */
        record Zero(TableColumn column) implements Value {}
    }

    /**
     * A row.
     *
     * @param values for the columns that are given, in their order
     * @param names what the names in computed columns stand for, other than the columns to their left
     */
    public record Row(List<Value> values, Map<String, Value> names) {}

    /**
     * Prepares for rows.
     *
     * @param insert MySQL's INSERT or REPLACE of one row: NULL in place of each value that is given, then the expressions of
     *     those that are computed
     * @param given how many values are given
     * @throws HeliosException as {@link QueryTranslator#translate}
     */
    public RowInsertion(String insert, int given, Set<SqlMode> modes) {
        sql = insert;
        this.given = given;
        MySqlParser parser = MySqlParser.of(insert, modes);
        MySqlStatement statement = parser.statement();
        if (!(statement instanceof MySqlStatement.Change change)
                || !(change.manipulation() instanceof Manipulation.Insert parsed)
                || parsed.rows().size() != 1
                || parser.parameterCount() > 0) {
            throw MySqlErrors.syntax(insert, 0);
        }
        template = parsed;
        known = parsed.rows().get(0).size() == given;
    }

    /**
     * The plan of one batch.
     *
     * @throws CatalogMiss where a table has to be looked up first
     * @throws HeliosException where a value or an expression is refused
     */
    public Plan plan(List<Row> rows, SessionValues session, Catalog catalog) {
        Manipulation.Insert insert = new Manipulation.Insert(
                template.span(),
                template.replace(),
                template.options(),
                template.table(),
                template.columns(),
                template.columnsGiven(),
                rows.stream().map(this::expressions).toList(),
                template.query(),
                template.rowAlias(),
                template.columnAliases(),
                template.onDuplicate());
        TranslationContext context = new TranslationContext(sql, session, catalog);
        List<Step> steps = new InsertTranslator(context, insert).steps();
        return new Plan(
                steps,
                StatementKind.MANIPULATION,
                TransactionEffect.STATEMENT,
                0,
                context.tables(),
                context.succeeded(Plan.NOTHING));
    }

    private List<Expression> expressions(Row row) {
        List<Expression> expressions = new ArrayList<>(template.rows().get(0).size());
        row.values().forEach(value -> expressions.add(expression(value)));
        if (!known) {
            Aliases names = new Aliases(
                    row.names().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> expression(entry.getValue()))),
                    TranslationContext::lower);
            List<Expression> all = template.rows().get(0);
            all.subList(given, all.size()).forEach(computed -> expressions.add(names.in(computed)));
        }
        return expressions;
    }

    private static Expression expression(Value value) {
        if (value instanceof Value.Text text) {
            return Expression.Text.of(text.value());
        }
        if (value instanceof Value.Zero zero) {
            return InsertedRows.zero(zero.column());
        }
        return value instanceof Value.Null
                ? new Expression.Null(Span.NONE)
                : new Manipulation.Default(Span.NONE, Optional.empty());
    }
}
