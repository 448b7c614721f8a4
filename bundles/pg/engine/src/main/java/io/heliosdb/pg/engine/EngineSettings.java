package io.heliosdb.pg.engine;

import io.heliosdb.pg.engine.internal.EngineKeys;
import java.time.Duration;
import java.util.Map;

/**
 * What can be set about the engine client; {@link EngineKeys} has the keys, their defaults and bounds.
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

    /** What applies where nothing is set. */
    public static EngineSettings defaults() {
        return of(Map.of());
    }

    /**
     * Reads a configuration; a key that is missing has its default.
     *
     * @throws IllegalArgumentException that names the first key that is unknown or has a bad value, and what is expected
     */
    public static EngineSettings of(Map<String, ?> configuration) {
        return EngineKeys.reader((key, why) -> {
                    throw new IllegalArgumentException("setting " + key + ": " + why);
                })
                .read(configuration);
    }
}
