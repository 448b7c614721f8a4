package io.heliosdb.spi.dialect;

import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a statement ended.
 *
 * @param affected rows changed; -1 for a statement that returned rows
 * @param matched rows found by an UPDATE, changed or not; otherwise as {@code affected}
 * @param returned rows that went to the client
 * @param generatedKey the first key that the engine generated for it
 * @param givenKey the key that the client gave in place of one, of the last row that has one
 * @param captured the rows of its {@link Step.Use#CAPTURE} steps, cells in the engine's text form, null for NULL
 * @param notices the engine's notices and warnings while it ran
 * @param error why it failed
 */
public record Outcome(
        long affected,
        long matched,
        long returned,
        Optional<String> generatedKey,
        Optional<String> givenKey,
        List<List<String>> captured,
        List<HeliosException> notices,
        Optional<HeliosException> error) {
    /** Most rows that are captured; more are an error of cardinality (21000). */
    public static final int CAPTURED_ROWS = 1024;

    public Outcome {
        Objects.requireNonNull(generatedKey, "generatedKey");
        Objects.requireNonNull(givenKey, "givenKey");
        captured = List.copyOf(captured);
        notices = List.copyOf(notices);
        Objects.requireNonNull(error, "error");
    }

    /** A statement whose keys, if it made any, nobody gave. */
    public Outcome(
            long affected,
            long matched,
            long returned,
            Optional<String> generatedKey,
            List<List<String>> captured,
            List<HeliosException> notices,
            Optional<HeliosException> error) {
        this(affected, matched, returned, generatedKey, Optional.empty(), captured, notices, error);
    }

    /** A statement that failed before, or while, it ran. */
    public static Outcome failed(HeliosException error, List<HeliosException> notices) {
        return new Outcome(-1, -1, 0, Optional.empty(), List.of(), notices, Optional.of(error));
    }
}
