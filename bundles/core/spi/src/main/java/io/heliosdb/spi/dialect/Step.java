package io.heliosdb.spi.dialect;

import java.util.List;
import java.util.Objects;

/**
 * One statement for the engine.
 *
 * @param text the engine's own SQL, with {@code $1}, {@code $2}, … for parameters
 * @param use what becomes of its result
 * @param parameters for each of {@code $1}, {@code $2}, … the number of the client's parameter, from 0
 * @param correlations for each column of {@link Use#ROWS} the name that the statement calls its table by, empty for a column
 *     that is none of a table; an empty list where the dialect does not say. Columns that it says this of have the labels
 *     that the client is to see
 */
public record Step(String text, Use use, List<Integer> parameters, List<String> correlations) {
    /** What becomes of a step's result. */
    public enum Use {
        /** The rows go to the client. */
        ROWS,
        /** The number of rows in its CommandComplete is the client's count. */
        COUNT,
        /**
         * The rows say what was changed, in columns named {@code affected}, {@code matched} (both summed) and
         * {@code generated_key} (the first that is not NULL), {@code given_key} (the last that is not NULL), any of them; they do not go to the client.
         */
        SUMMARY,
        /** The rows go to {@link Outcome#captured()}, at most {@link Outcome#CAPTURED_ROWS}. */
        CAPTURE,
        /** Nobody wants to know more than that it succeeded. */
        DISCARD
    }

    public Step {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(use, "use");
        parameters = List.copyOf(parameters);
        correlations = List.copyOf(correlations);
    }

    /** A step that says nothing of the tables of its columns. */
    public Step(String text, Use use, List<Integer> parameters) {
        this(text, use, parameters, List.of());
    }
}
