package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.CatalogMiss;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.TransactionEffect;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.QueryWriter.Labels;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.rewrite.tree.Query;
import java.util.List;
import java.util.function.Supplier;

/**
 * Translates MySQL's queries and data manipulation: SELECT, WITH, VALUES, TABLE, INSERT, REPLACE, UPDATE, DELETE, DO.
 * Stateless.
 */
public final class QueryTranslator {
    /**
     * Translates one statement.
     *
     * @param sql one statement; octets of it that are no UTF-8 stand as U+DC80 to U+DCFF, each for the octet in its low byte
     * @throws CatalogMiss where a table has to be looked up first
     * @throws HeliosException 42601 with {@link HeliosException.Field#POSITION} (in characters, from 1) for what MySQL
     *     could not read either, {@code M} and four digits for MySQL's own errors
     */
    public Translation translate(String sql, SessionValues session, Catalog catalog) {
        return translate(new TranslationContext(sql, session, catalog));
    }

    /**
     * Translates one statement whose literals may be lifted, for a cache of translations. A plan is good for every session
     * with the same {@code sql_mode}, {@code collation_connection}, current and default database.
     *
     * @throws CatalogMiss as {@link #translate(String, SessionValues, Catalog)}
     * @throws HeliosException as {@link #translate(String, SessionValues, Catalog)}
     */
    public Plan translate(io.heliosdb.sql.template.Translation translation, SessionValues session) {
        Translation translated = translate(
                new TranslationContext(translation.sql(), session, translation.catalog(), translation::needs));
        if (!translated.reusable()) {
            translation.once();
        }
        return translated.plan();
    }

    private static Translation translate(TranslationContext context) {
        return guarded(() -> {
            MySqlParser parser = MySqlParser.of(context.sql(), context.mode());
            MySqlStatement statement = parser.statement();
            List<Step> steps;
            StatementKind kind = StatementKind.MANIPULATION;
            if (statement instanceof MySqlStatement.Selection selection) {
                steps = new SelectionTranslator(context).steps(selection.query());
                kind = StatementKind.QUERY;
            } else if (statement instanceof MySqlStatement.Change change) {
                steps = change(context, change.manipulation());
            } else {
                steps = new SelectionTranslator(context)
                        .evaluation(((MySqlStatement.Evaluation) statement).expressions());
                kind = StatementKind.OTHER;
            }
            Plan plan = new Plan(
                    steps,
                    kind,
                    TransactionEffect.STATEMENT,
                    parser.parameterCount(),
                    context.tables(),
                    context.succeeded(Plan.NOTHING));
            return new Translation(plan, context.reusable());
        });
    }

    private static List<Step> change(TranslationContext context, Manipulation manipulation) {
        if (manipulation instanceof Manipulation.Insert insert) {
            return new InsertTranslator(context, insert).steps();
        }
        UpdateTranslator translator = new UpdateTranslator(context);
        return manipulation instanceof Manipulation.Update update
                ? translator.update(update)
                : List.of(translator.delete((Manipulation.Delete) manipulation));
    }

    /**
     * Translates a query that becomes part of something else: a view, CREATE TABLE … AS. Its columns have the engine's
     * names.
     *
     * @throws HeliosException as {@link #translate}
     */
    public String query(String sql, SessionValues session, Catalog catalog) {
        return guarded(() -> {
            TranslationContext context = new TranslationContext(sql, session, catalog);
            MySqlStatement statement = MySqlParser.of(sql, context.mode()).statement();
            if (!(statement instanceof MySqlStatement.Selection selection)) {
                throw MySqlErrors.syntax(sql, 0);
            }
            EngineText out = new EngineText();
            Query query = selection.query();
            new MySqlQueryWriter(out, context).query(query, Labels.ENGINE);
            return out.toString();
        });
    }

    /**
     * Translates an expression that stands by itself, for SET, DEFAULT and the like: the engine's text of its value.
     *
     * @throws HeliosException as {@link #translate}
     */
    public String expression(String sql, SessionValues session, Catalog catalog) {
        return guarded(() -> {
            TranslationContext context = new TranslationContext(sql, session, catalog);
            Expression expression = MySqlParser.of(sql, context.mode()).wholeExpression();
            EngineText out = new EngineText();
            new MySqlQueryWriter(out, context).value(expression);
            return out.toString();
        });
    }

    /**
     * Translates the condition after WHERE in SHOW, in CHECK and the like: the engine's text of a boolean.
     *
     * @throws HeliosException as {@link #translate}
     */
    public String condition(String sql, SessionValues session, Catalog catalog) {
        return guarded(() -> {
            TranslationContext context = new TranslationContext(sql, session, catalog);
            Expression expression = MySqlParser.of(sql, context.mode()).wholeExpression();
            EngineText out = new EngineText();
            new MySqlQueryWriter(out, context).condition(expression);
            return out.toString();
        });
    }

    /** A statement may be deeper than the stack is, though its parentheses are not: a chain of a thousand operators. */
    private static <T> T guarded(Supplier<T> translation) {
        try {
            return translation.get();
        } catch (StackOverflowError e) {
            throw MySqlErrors.of(1436, "Thread stack overrun: the statement is too complex");
        }
    }
}
