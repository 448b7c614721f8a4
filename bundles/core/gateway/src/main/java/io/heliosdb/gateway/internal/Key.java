package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of the configuration.
 *
 * @param name as it stands in the configuration
 * @param defaultText what holds where it is absent
 * @param form makes the value of a text; an IllegalArgumentException says what was expected
 */
record Key<T>(String name, String defaultText, Function<String, T> form) {
    static final Key<String> BIND = new Key<>("bind", "127.0.0.1", Key::host);
    static final Key<Integer> PORT = new Key<>("port", "5430", Key::port);
    static final Key<Boolean> EPHEMERAL = new Key<>("ephemeral", "false", Key::flag);
    static final Key<Integer> EVENT_LOOPS = new Key<>("event-loops", "0", Key::count);
    static final Key<Duration> DETECTION_SILENCE = new Key<>("detection-silence", "75 ms", Quantity::duration);
    static final Key<Duration> DETECTION_SILENCE_KNOWN =
            new Key<>("detection-silence-known", "10 ms", Quantity::duration);
    static final Key<Duration> DETECTION_HOLD = new Key<>("detection-hold", "5 s", Quantity::duration);
    static final Key<Integer> WAITING_ROOM_SIZE = new Key<>("waiting-room-size", "500", Key::positive);
    static final Key<Duration> WAITING_ROOM_TIME = new Key<>("waiting-room-time", "10 s", Quantity::duration);
    static final Key<Integer> WAITING_ROOM_BYTES = new Key<>("waiting-room-bytes", "10 kB", Quantity::bytes);
    static final Key<Integer> MAX_CONNECTIONS = new Key<>("max-connections", "10000", Key::count);
    static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS = new Key<>("max-connections-per-address", "0", Key::count);
    static final Key<Duration> IDLE_TIMEOUT = new Key<>("idle-timeout", "0", Quantity::duration);
    static final Key<Duration> IDLE_IN_TRANSACTION_TIMEOUT =
            new Key<>("idle-in-transaction-timeout", "0", Quantity::duration);
    static final Key<Duration> STATEMENT_TIMEOUT = new Key<>("statement-timeout", "0", Quantity::duration);
    static final Key<Integer> MAX_MESSAGE = new Key<>("max-message", "1 GB", Quantity::bytes);
    static final Key<Boolean> TLS_ENABLED = new Key<>("tls.enabled", "true", Key::flag);
    static final Key<Optional<Path>> TLS_CERTIFICATE = new Key<>("tls.certificate", "", Key::file);
    static final Key<Optional<Path>> TLS_KEY = new Key<>("tls.key", "", Key::file);

    static final List<Key<?>> ALL = List.of(
            BIND,
            PORT,
            EPHEMERAL,
            EVENT_LOOPS,
            DETECTION_SILENCE,
            DETECTION_SILENCE_KNOWN,
            DETECTION_HOLD,
            WAITING_ROOM_SIZE,
            WAITING_ROOM_TIME,
            WAITING_ROOM_BYTES,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_ADDRESS,
            IDLE_TIMEOUT,
            IDLE_IN_TRANSACTION_TIMEOUT,
            STATEMENT_TIMEOUT,
            MAX_MESSAGE,
            TLS_ENABLED,
            TLS_CERTIFICATE,
            TLS_KEY);

    private static final Pattern PROTOCOL = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final int MOST = 10_000_000;

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
        Key<?> key = of(name).or(() -> ofProtocol(name)).orElseThrow(() -> new IllegalArgumentException("no such key"));
        try {
            Objects.requireNonNull(key.form.apply(text));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: " + wrong.getMessage() + ")", wrong);
        }
    }

    private static Optional<Key<?>> of(String name) {
        return ALL.stream().filter(key -> key.name.equals(name)).findFirst();
    }

    /** Two keys exist for every protocol too, under its name. */
    private static Optional<Key<?>> ofProtocol(String name) {
        return Stream.<Key<?>>of(PORT, MAX_CONNECTIONS)
                .filter(key -> name.startsWith(key.name + ".")
                        && PROTOCOL.matcher(name.substring(key.name.length() + 1))
                                .matches())
                .findFirst();
    }

    private static String host(String text) {
        require(!text.isEmpty(), "a host name or an address of this machine");
        return text;
    }

    private static Integer port(String text) {
        if (text.equals("off")) {
            return GatewaySettings.NO_PORT;
        }
        return number(text, 0, 65_535, "a port from 0 (a free one) to 65535, or off");
    }

    private static Integer count(String text) {
        return number(text, 0, MOST, "a number from 0 to " + MOST);
    }

    private static Integer positive(String text) {
        return number(text, 1, MOST, "a number from 1 to " + MOST);
    }

    private static Boolean flag(String text) {
        require(text.equals("true") || text.equals("false"), "true or false");
        return Boolean.valueOf(text);
    }

    private static Optional<Path> file(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static Integer number(String text, int least, int most, String expected) {
        try {
            int number = Integer.parseInt(text);
            require(number >= least && number <= most, expected);
            return number;
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(expected, notNumber);
        }
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(expected);
        }
    }
}
