package io.heliosdb.spi.configuration;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them into a configuration: {@code 75 ms}, {@code 10 kB}. */
final class Amount {
    static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    static final Map<String, Long> BYTES = Map.of("", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30);
    static final Map<String, Long> NO_UNIT = Map.of("", 1L);

    /** What {@link #of} gives for a text that is no amount. */
    static final long NONE = -1;

    private static final Duration LONGEST = Duration.ofDays(365);
    static final long MOST_MILLIS = LONGEST.toMillis();
    static final String TIME = "a time such as 500 ms, 10 s, 5 min, 1 h, at most " + LONGEST.toDays() + " d";

    /** So few digits that no unit makes the product overflow. */
    private static final Pattern FORM = Pattern.compile("([0-9]{1,10})\\s*([a-zA-Z]*)");

    private Amount() {}

    /**
     * Reads a number and its unit.
     *
     * @param units what each unit, in lower case, counts for
     * @return in the smallest unit, 0 or more; {@link #NONE} for anything else
     */
    static long of(String text, Map<String, Long> units) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return NONE;
        }
        Long unit = units.get(form.group(2).toLowerCase(Locale.ROOT));
        return unit == null ? NONE : Long.parseLong(form.group(1)) * unit;
    }
}
