package io.heliosdb.gateway.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them into a configuration: {@code 75 ms}, {@code 10 kB}. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([a-zA-Z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30);

    private Quantity() {}

    /** @throws IllegalArgumentException that says what was expected */
    static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        return Duration.ofMillis(amount(text, MILLIS, "a number with ms, s, min, h or d, or 0"));
    }

    /** @throws IllegalArgumentException that says what was expected */
    static int bytes(String text) {
        String expected = "a number of bytes from 1 to 2047 MB, with kB, MB or GB";
        long bytes = amount(text, BYTES, expected);
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(expected);
        }
        return (int) bytes;
    }

    private static long amount(String text, Map<String, Long> units, String expected) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(expected);
        }
        Long unit = units.get(form.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw new IllegalArgumentException(expected);
        }
        return Long.parseLong(form.group(1)) * unit;
    }
}
