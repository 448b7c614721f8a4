package io.heliosdb.spi.configuration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** How a value is written in a configuration. */
@FunctionalInterface
@ConsumerType
public interface Form<T> {
    /**
     * Makes the value of a text, never null.
     *
     * @param text without white space around it
     * @throws IllegalArgumentException whose message says what is expected, such as {@code true or false}
     */
    T read(String text);

    /** {@code true} or {@code false}. */
    static Form<Boolean> flag() {
        return text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    /** A whole number within bounds of 0 or more, in decimal digits. */
    static Form<Integer> number(int least, int most) {
        return text -> {
            long value = Amount.of(text, Amount.NO_UNIT);
            if (value == Amount.NONE || value < least || value > most) {
                throw new IllegalArgumentException("a number from " + least + " to " + most);
            }
            return (int) value;
        };
    }

    /** One of an enum's constants, in lower case and with {@code -} between words. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            constants.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return text -> {
            if (!constants.containsKey(text)) {
                throw new IllegalArgumentException(String.join(" or ", constants.keySet()));
            }
            return constants.get(text);
        };
    }

    /** A time with its unit, at most a year; 0 needs none. */
    static Form<Duration> duration() {
        return text -> {
            long millis = text.equals("0") ? 0 : Amount.of(text, Amount.MILLIS);
            if (millis == Amount.NONE || millis > Amount.MOST_MILLIS) {
                throw new IllegalArgumentException(Amount.TIME + ", or 0");
            }
            return Duration.ofMillis(millis);
        };
    }

    /** A time with its unit that is not 0, at most a year. */
    static Form<Duration> positiveDuration() {
        return text -> {
            long millis = Amount.of(text, Amount.MILLIS);
            if (millis < 1 || millis > Amount.MOST_MILLIS) {
                throw new IllegalArgumentException(Amount.TIME);
            }
            return Duration.ofMillis(millis);
        };
    }

    /** A number of bytes, from 1 to the largest int; units are powers of 1024. */
    static Form<Integer> bytes() {
        return text -> {
            long bytes = Amount.of(text, Amount.BYTES);
            if (bytes < 1 || bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a number of bytes from 1 to 2047 MB, with kB, MB or GB");
            }
            return (int) bytes;
        };
    }
}
