package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.Pooling;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of the configuration.
 *
 * @param name as it stands in the configuration
 * @param defaultText what holds where it is absent
 * @param form makes the value of a text; an IllegalArgumentException says what was expected
 */
public record SettingKey<T>(String name, String defaultText, Function<String, T> form) {
    static final SettingKey<Pooling> POOLING = new SettingKey<>("pooling", "session", SettingKey::pooling);

    /** The embedded engine's 200, less what it reserves and what administers it. */
    static final SettingKey<Integer> MAX_CONNECTIONS = new SettingKey<>("max-connections", "190", number(1));

    static final SettingKey<Integer> MAX_CONNECTIONS_PER_DATABASE =
            new SettingKey<>("max-connections-per-database", "100000", number(1));
    static final SettingKey<Integer> MIN_IDLE = new SettingKey<>("min-idle", "0", number(0));
    static final SettingKey<Duration> IDLE_TIMEOUT = new SettingKey<>("idle-timeout", "5 min", SettingKey::duration);
    static final SettingKey<Duration> MAX_LIFETIME = new SettingKey<>("max-lifetime", "1 h", SettingKey::duration);
    static final SettingKey<Duration> PROBE_AFTER = new SettingKey<>("probe-after", "30 s", SettingKey::duration);
    static final SettingKey<Duration> CONNECT_TIMEOUT =
            new SettingKey<>("connect-timeout", "10 s", SettingKey::duration);
    static final SettingKey<Duration> ACQUIRE_TIMEOUT =
            new SettingKey<>("acquire-timeout", "30 s", SettingKey::duration);
    static final SettingKey<Integer> STATEMENT_CACHE = new SettingKey<>("statement-cache", "100", number(1));
    static final SettingKey<Boolean> TAKE_OVER_ROLES = new SettingKey<>("take-over-roles", "false", SettingKey::flag);

    static final List<SettingKey<?>> ALL = List.of(
            POOLING,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_DATABASE,
            MIN_IDLE,
            IDLE_TIMEOUT,
            MAX_LIFETIME,
            PROBE_AFTER,
            CONNECT_TIMEOUT,
            ACQUIRE_TIMEOUT,
            STATEMENT_CACHE,
            TAKE_OVER_ROLES);

    private static final int MOST = 100_000;
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}) ?(ms|s|min|h|d)");
    private static final Duration LONGEST = Duration.ofDays(365);

    /** The value among texts that were checked. */
    T in(Map<String, String> texts) {
        return form.apply(texts.getOrDefault(name, defaultText));
    }

    /**
     * Checks a text.
     *
     * @throws IllegalArgumentException that says what was found and what was expected
     */
    static void check(String name, String text) {
        SettingKey<?> key = ALL.stream()
                .filter(known -> known.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such key"));
        try {
            Object unused = key.form.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: " + wrong.getMessage() + ")", wrong);
        }
    }

    private static Pooling pooling(String text) {
        return Arrays.stream(Pooling.values())
                .filter(pooling -> pooling.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("session or transaction"));
    }

    private static Function<String, Integer> number(int least) {
        return text -> {
            boolean digits =
                    !text.isEmpty() && text.length() <= 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            int value = digits ? Integer.parseInt(text) : -1;
            if (value < least || value > MOST) {
                throw new IllegalArgumentException("a number from " + least + " to " + MOST);
            }
            return value;
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "min" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    };
            if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException(
                "a time such as 500 ms, 10 s, 5 min, 1 h, at most " + LONGEST.toDays() + " d");
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }
}
