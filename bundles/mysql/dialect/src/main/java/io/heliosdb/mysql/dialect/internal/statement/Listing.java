package io.heliosdb.mysql.dialect.internal.statement;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A table that a statement of the administration answers with.
 *
 * @param labels of the columns, as MySQL prints them
 * @param source the engine's SELECT or VALUES with as many columns
 * @param order the engine's text behind ORDER BY, over {@link #column} names; empty for the order of the source
 */
public record Listing(List<String> labels, String source, String order) {
    public Listing {
        labels = List.copyOf(labels);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(order, "order");
    }

    public static Listing of(String source, String... labels) {
        return new Listing(Arrays.asList(labels), source, "");
    }

    /** Rows that are known: each cell is the engine's text of an expression. */
    public static Listing ofRows(List<List<String>> rows, String... labels) {
        if (rows.isEmpty()) {
            return empty(labels);
        }
        String values = rows.stream()
                .map(row -> "(" + String.join(", ", row) + ")")
                .collect(Collectors.joining(", ", "VALUES ", ""));
        return of(values, labels);
    }

    public static Listing empty(String... labels) {
        return of(
                Arrays.stream(labels)
                        .map(label -> "NULL::text")
                        .collect(Collectors.joining(", ", "SELECT ", " WHERE false")),
                labels);
    }

    public Listing orderedBy(String columns) {
        return new Listing(labels, source, columns);
    }

    /** The engine's name of a column inside the listing. */
    public static String column(String label) {
        return EngineQuotes.identifier(label.toLowerCase(Locale.ROOT));
    }

    /** The engine's text, with the rows for which a condition over {@link #column} names holds; empty for all. */
    public String text(String condition) {
        List<String> named = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String label : labels) {
            named.add(column(label));
            shown.add(column(label) + " AS " + EngineQuotes.identifier(label));
        }
        return "SELECT " + String.join(", ", shown) + " FROM (" + source + ") AS listing("
                + String.join(", ", named) + ")" + (condition.isEmpty() ? "" : " WHERE " + condition)
                + (order.isEmpty() ? "" : " ORDER BY " + order);
    }

    public Plan plan() {
        return plan("");
    }

    public Plan plan(String condition) {
        return query(text(condition));
    }

    /** Rows that read no data of the transaction. */
    public static Plan query(String text) {
        return new Plan(
                List.of(new Step(text, Use.ROWS, List.of())),
                StatementKind.QUERY,
                TransactionEffect.NONE,
                0,
                List.of(),
                Plan.NOTHING);
    }
}
