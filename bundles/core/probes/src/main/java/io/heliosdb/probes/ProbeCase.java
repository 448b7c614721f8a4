package io.heliosdb.probes;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What came of one case of a probe.
 *
 * @param name the function's name without {@code probe_}; {@code file} for what concerns the whole file
 * @param title the first line of its docstring
 * @param verdict what came of it
 * @param duration how long it ran
 * @param message why it did not pass, in one line or a few; empty where it passed
 * @param trace Python's traceback, where there is one
 * @param output what it printed, at most {@value #OUTPUT_CHARACTERS} characters of it
 */
public record ProbeCase(
        String name, String title, Verdict verdict, Duration duration, String message, String trace, String output) {
    public static final int OUTPUT_CHARACTERS = 65_536;

    /** Passed; failed by its own word; not run to its end; not asked for here. */
    public enum Verdict {
        PASSED,
        FAILED,
        ERROR,
        SKIPPED;

        /** The word in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ProbeCase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(trace, "trace");
        Objects.requireNonNull(output, "output");
    }
}
