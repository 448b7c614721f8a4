package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.QueryWriter.Labels;
import io.heliosdb.sql.rewrite.Scope;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Query;
import io.heliosdb.sql.rewrite.tree.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A query as the client's statement: its rows, and what it leaves in the session. */
final class SelectionTranslator {
    private final TranslationContext context;
    private int capturedRows;

    SelectionTranslator(TranslationContext context) {
        this.context = context;
    }

    List<Step> steps(Query written) {
        Query query = limited(written);
        if (!query.into().isEmpty()) {
            return List.of(into(query));
        }
        List<Step> steps = new ArrayList<>();
        EngineText out = new EngineText();
        MySqlQueryWriter writer = new MySqlQueryWriter(out, context);
        writer.query(query, Labels.CLIENT);
        steps.add(out.step(Step.Use.ROWS, writer.correlations()));
        effects(query).ifPresent(steps::add);
        if (countsRows(query)) {
            steps.add(rowCount(query));
        }
        return steps;
    }

    /** The query with the session's limit where it has none of its own. */
    private Query limited(Query query) {
        Optional<String> most = context.session().selectLimit();
        if (most.isEmpty() || query.limit().isPresent() || !query.into().isEmpty()) {
            return query;
        }
        Expression count = new Expression.Numeral(Span.NONE, most.get());
        return new Query(
                query.span(),
                query.with(),
                query.body(),
                query.orderBy(),
                Optional.of(new Query.Limit(Optional.of(count), Optional.empty())),
                query.locking(),
                query.into());
    }

    /** DO: computes expressions whose values nobody wants. */
    List<Step> evaluation(List<Expression> expressions) {
        EngineText out = new EngineText();
        MySqlQueryWriter writer = new MySqlQueryWriter(out, context);
        out.add("SELECT ");
        String separator = "";
        for (Expression expression : expressions) {
            out.add(separator);
            writer.value(expression);
            separator = ", ";
        }
        List<Step> steps = new ArrayList<>();
        steps.add(out.step(Step.Use.DISCARD));
        capture(expressions).ifPresent(steps::add);
        return steps;
    }

    /** SELECT … INTO: the values of its one row become variables. */
    private Step into(Query query) {
        EngineText inner = new EngineText();
        MySqlQueryWriter writer = new MySqlQueryWriter(inner, context);
        Optional<List<Scope.Column>> columns = writer.query(query, Labels.NONE);
        int width = query.into().size();
        if (columns.isPresent() && columns.get().size() != width) {
            throw MySqlErrors.of(1222, "The used SELECT statements have a different number of columns");
        }
        EngineText out = new EngineText();
        MySqlQueryWriter again = new MySqlQueryWriter(out, context);
        out.add("SELECT ");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < width; i++) {
            String name = "c" + i;
            out.add(name).add(", pg_typeof(").add(name).add(")::text, ");
            names.append(i == 0 ? "" : ", ").append(name);
        }
        out.add("helios_mysql.one_row(count(*) OVER ()) FROM (");
        again.query(query, Labels.NONE);
        out.add(") AS found (").add(names.toString()).add(")");
        context.effect(outcome -> {
            if (!outcome.captured().isEmpty()) {
                List<String> row = outcome.captured().get(0);
                for (int i = 0; i < width; i++) {
                    context.session()
                            .setUserVariable(
                                    query.into().get(i).name(), new SessionValue(row.get(2 * i + 1), row.get(2 * i)));
                }
            }
        });
        return out.step(Step.Use.CAPTURE);
    }

    /** What the select list leaves in the session: {@code @a := 1}, {@code LAST_INSERT_ID(1)}. */
    private Optional<Step> effects(Query query) {
        if (!(query.body() instanceof Query.Select)) {
            return Optional.empty();
        }
        Query.Select select = (Query.Select) query.body();
        List<Expression> expressions =
                select.items().stream().map(Query.Item::expression).toList();
        if (select.from().isPresent()
                && expressions.stream().anyMatch(e -> !effectsOf(e).isEmpty())) {
            throw MySqlErrors.unsupported("assignment of variables over the rows of a table");
        }
        return capture(expressions);
    }

    private static List<Expression> effectsOf(Expression e) {
        List<Expression> effects = new ArrayList<>();
        boolean key = e instanceof Expression.Call call
                && call.function().equals("last_insert_id")
                && !call.arguments().isEmpty();
        if (e instanceof Expression.Assignment || key) {
            effects.add(e);
        }
        Parts.of(e).forEach(part -> effects.addAll(effectsOf(part)));
        return effects;
    }

    private Optional<Step> capture(List<Expression> expressions) {
        List<Expression> effects =
                expressions.stream().flatMap(e -> effectsOf(e).stream()).toList();
        if (effects.isEmpty()) {
            return Optional.empty();
        }
        EngineText out = new EngineText();
        MySqlQueryWriter writer = new MySqlQueryWriter(out, context);
        out.add("SELECT ");
        for (int i = 0; i < effects.size(); i++) {
            Expression effect = effects.get(i);
            out.add(i == 0 ? "" : ", ");
            String value = out.captured(() -> writer.value(effect));
            // A bare string or parameter has no type of its own.
            boolean untyped = (value.startsWith("'") && value.endsWith("'")) || value.startsWith("$");
            String typed = "(" + value + ")" + (untyped ? "::text" : "");
            out.add(typed).add(", pg_typeof(").add(typed).add(")::text");
        }
        int row = capturedRows++;
        context.effect(outcome -> remember(effects, outcome, row));
        return Optional.of(out.step(Step.Use.CAPTURE));
    }

    private void remember(List<Expression> effects, Outcome outcome, int at) {
        List<String> row = outcome.captured().get(at);
        for (int i = 0; i < effects.size(); i++) {
            SessionValue value = new SessionValue(row.get(2 * i + 1), row.get(2 * i));
            if (effects.get(i) instanceof Expression.Assignment) {
                String name =
                        ((Expression.Assignment) effects.get(i)).variable().name();
                context.session().setUserVariable(name, value);
            } else {
                context.session().setLastInsertId(value);
            }
        }
    }

    private static boolean countsRows(Query query) {
        return query.body() instanceof Query.Select
                && ((Query.Select) query.body()).options().contains("SQL_CALC_FOUND_ROWS");
    }

    private Step rowCount(Query query) {
        EngineText out = new EngineText();
        out.add("SELECT count(*) FROM (");
        Query all =
                new Query(query.span(), query.with(), query.body(), List.of(), Optional.empty(), List.of(), List.of());
        new MySqlQueryWriter(out, context).query(all, Labels.NONE);
        out.add(") AS found");
        int row = capturedRows++;
        context.effect(outcome -> context.session()
                .setFoundRows(Long.parseLong(outcome.captured().get(row).get(0))));
        return out.step(Step.Use.CAPTURE);
    }
}
