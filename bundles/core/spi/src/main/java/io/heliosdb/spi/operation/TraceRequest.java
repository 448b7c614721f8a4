package io.heliosdb.spi.operation;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What is to be traced, and for how long. A connection is in the trace when it fits everything that is given.
 *
 * @param file plain name of the file, in the folder {@code traces} of the server's home: letters, digits, {@code .},
 *     {@code _} and {@code -}, at most 100, no {@code .} first
 * @param protocol name of a protocol: {@code postgresql}
 * @param client where the client is
 * @param connection number of the connection, as in the log
 * @param user who logged in; such a trace begins after the login, because nobody is known before
 * @param maxBytes octets of the file at which the trace ends, {@link #LEAST_BYTES} to {@link #MOST_BYTES}
 * @param maxTime after which the trace ends, {@link #SHORTEST} to {@link #LONGEST}
 * @param secrets whether passwords and what can be used in their place are shown; otherwise they are masked
 */
public record TraceRequest(
        String file,
        Optional<String> protocol,
        Optional<ClientAddress> client,
        OptionalLong connection,
        Optional<String> user,
        long maxBytes,
        Duration maxTime,
        boolean secrets) {
    public static final long LEAST_BYTES = 64L << 10;
    public static final long MOST_BYTES = 64L << 30;
    public static final long DEFAULT_BYTES = 64L << 20;
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofDays(1);
    public static final Duration DEFAULT_TIME = Duration.ofMinutes(10);

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    /** @throws IllegalArgumentException saying what was found and what was expected */
    public TraceRequest {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(user, "user");
        if (!PLAIN_NAME.matcher(file).matches()) {
            throw new IllegalArgumentException(
                    "file: \"" + file + "\" (expected: a plain name of letters, digits, '.', '_' and '-')");
        }
        if (maxBytes < LEAST_BYTES || maxBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "maxBytes: " + maxBytes + " (expected: " + LEAST_BYTES + ".." + MOST_BYTES + ")");
        }
        if (maxTime.compareTo(SHORTEST) < 0 || maxTime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "maxTime: " + maxTime + " (expected: " + SHORTEST + ".." + LONGEST + ")");
        }
    }

    /** Every connection, within the default limits, secrets masked. */
    public static TraceRequest everything(String file) {
        return new TraceRequest(
                file,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                DEFAULT_BYTES,
                DEFAULT_TIME,
                false);
    }

    public TraceRequest ofProtocol(String name) {
        return new TraceRequest(file, Optional.of(name), client, connection, user, maxBytes, maxTime, secrets);
    }

    public TraceRequest ofClient(ClientAddress address) {
        return new TraceRequest(file, protocol, Optional.of(address), connection, user, maxBytes, maxTime, secrets);
    }

    public TraceRequest ofConnection(long number) {
        return new TraceRequest(file, protocol, client, OptionalLong.of(number), user, maxBytes, maxTime, secrets);
    }

    public TraceRequest ofUser(String name) {
        return new TraceRequest(file, protocol, client, connection, Optional.of(name), maxBytes, maxTime, secrets);
    }

    public TraceRequest atMost(long bytes, Duration time) {
        return new TraceRequest(file, protocol, client, connection, user, bytes, time, secrets);
    }

    public TraceRequest withSecrets() {
        return new TraceRequest(file, protocol, client, connection, user, maxBytes, maxTime, true);
    }
}
