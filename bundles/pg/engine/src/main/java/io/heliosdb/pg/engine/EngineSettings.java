package io.heliosdb.pg.engine;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be set about the engine client. Keys and bounds as in the component's metatype.
 *
 * @param pooling how long a session keeps a connection
 * @param maxConnections most connections to the engine
 * @param maxConnectionsPerDatabase most connections of one role to one database
 * @param minIdle idle connections of one role to one database that an event loop keeps in spite of the idle timeout
 * @param idleTimeout how long an unused connection is kept
 * @param maxLifetime how old a connection may be when it is used again
 * @param probeAfter how long a connection may be unused before it must answer first
 * @param connectTimeout for the way from nothing to a connection that takes statements
 * @param acquireTimeout how long a session waits for a connection
 * @param statementCache most prepared statements on a connection, in transaction pooling
 * @param takeOverRoles whether a role that exists already on an external engine may be given a password by this server
 */
public record EngineSettings(
        Pooling pooling,
        int maxConnections,
        int maxConnectionsPerDatabase,
        int minIdle,
        Duration idleTimeout,
        Duration maxLifetime,
        Duration probeAfter,
        Duration connectTimeout,
        Duration acquireTimeout,
        int statementCache,
        boolean takeOverRoles) {
    public static final String POOLING = "pooling";
    public static final String MAX_CONNECTIONS = "max-connections";
    public static final String MAX_CONNECTIONS_PER_DATABASE = "max-connections-per-database";
    public static final String MIN_IDLE = "min-idle";
    public static final String IDLE_TIMEOUT = "idle-timeout";
    public static final String MAX_LIFETIME = "max-lifetime";
    public static final String PROBE_AFTER = "probe-after";
    public static final String CONNECT_TIMEOUT = "connect-timeout";
    public static final String ACQUIRE_TIMEOUT = "acquire-timeout";
    public static final String STATEMENT_CACHE = "statement-cache";
    public static final String TAKE_OVER_ROLES = "take-over-roles";

    private static final Set<String> KEYS = Set.of(
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

    private static final int MOST_CONNECTIONS = 100_000;
    private static final int MOST_STATEMENTS = 100_000;
    private static final int DAY_SECONDS = 86_400;

    /** What applies where nothing is set. 190 connections leave the embedded engine's other ten to its administration. */
    public static EngineSettings defaults() {
        return of(Map.of());
    }

    /**
     * Reads a configuration. Durations are in seconds, fractions allowed. A key that is missing has its default.
     *
     * @throws HeliosException 22023 that names the key, what was found and what is expected
     */
    public static EngineSettings of(Map<String, ?> configuration) {
        Set<String> unknown = new TreeSet<>(configuration.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new HeliosException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "unknown setting " + String.join(", ", unknown) + " (known: "
                            + String.join(", ", new TreeSet<>(KEYS)) + ")");
        }
        int maxConnections = number(configuration, MAX_CONNECTIONS, 190, 1, MOST_CONNECTIONS);
        return new EngineSettings(
                pooling(configuration),
                maxConnections,
                number(configuration, MAX_CONNECTIONS_PER_DATABASE, maxConnections, 1, MOST_CONNECTIONS),
                number(configuration, MIN_IDLE, 0, 0, MOST_CONNECTIONS),
                duration(configuration, IDLE_TIMEOUT, 300),
                duration(configuration, MAX_LIFETIME, 3600),
                duration(configuration, PROBE_AFTER, 30),
                duration(configuration, CONNECT_TIMEOUT, 10),
                duration(configuration, ACQUIRE_TIMEOUT, 30),
                number(configuration, STATEMENT_CACHE, 100, 1, MOST_STATEMENTS),
                flag(configuration));
    }

    private static Pooling pooling(Map<String, ?> configuration) {
        Object found = configuration.get(POOLING);
        if (found == null) {
            return Pooling.SESSION;
        }
        return Arrays.stream(Pooling.values())
                .filter(pooling -> pooling.name().toLowerCase(Locale.ROOT).equals(found.toString()))
                .findFirst()
                .orElseThrow(() -> wrong(POOLING, found, "session or transaction"));
    }

    private static int number(Map<String, ?> configuration, String key, int preset, int least, int most) {
        Object found = configuration.get(key);
        if (found == null) {
            return preset;
        }
        try {
            int value = Integer.parseInt(found.toString());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        throw wrong(key, found, "a whole number from " + least + " to " + most);
    }

    private static Duration duration(Map<String, ?> configuration, String key, int preset) {
        Object found = configuration.get(key);
        if (found == null) {
            return Duration.ofSeconds(preset);
        }
        try {
            double seconds = Double.parseDouble(found.toString());
            if (seconds > 0 && seconds <= DAY_SECONDS) {
                return Duration.ofNanos(Math.max(1, Math.round(seconds * 1e9)));
            }
        } catch (NumberFormatException e) {
            // said below, with the bounds
        }
        throw wrong(key, found, "seconds, more than 0 and at most " + DAY_SECONDS);
    }

    private static boolean flag(Map<String, ?> configuration) {
        Object found = configuration.get(TAKE_OVER_ROLES);
        String text = found == null ? "false" : found.toString();
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(TAKE_OVER_ROLES, text, "true or false");
        };
    }

    private static HeliosException wrong(String key, Object found, String expected) {
        return new HeliosException(
                SqlState.INVALID_PARAMETER_VALUE, "setting " + key + " is " + found + " (expected: " + expected + ")");
    }
}
