package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.NegotiateProtocolVersion;
import io.heliosdb.pg.wire.message.StartupMessage;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a StartupMessage asks for.
 *
 * @param version the version that the session gets: the one asked for, or the newest that the server knows
 * @param user the user to log in
 * @param database the user's name, where none is given
 * @param settings run-time parameters, for the engine
 * @param negotiation what has to be told, where not everything asked for is given
 */
record SessionParameters(
        ProtocolVersion version,
        String user,
        String database,
        Map<String, String> settings,
        Optional<NegotiateProtocolVersion> negotiation) {
    private static final Set<String> NOT_SETTINGS = Set.of("user", "database", "replication");
    private static final Set<String> FALSE = Set.of("", "0", "false", "off", "no", "f", "n");

    /** @throws HeliosException 28000 without a user, 0A000 for a replication connection */
    static SessionParameters of(StartupMessage startup) {
        Map<String, String> parameters = startup.parameters();
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw new HeliosException(
                    SqlState.INVALID_AUTHORIZATION, "no PostgreSQL user name specified in startup packet");
        }
        if (!FALSE.contains(parameters.getOrDefault("replication", "").toLowerCase(Locale.ROOT))) {
            throw new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "replication connections are not supported");
        }
        String database = parameters.getOrDefault("database", "");
        Map<String, String> settings = new LinkedHashMap<>(parameters);
        settings.keySet()
                .removeIf(
                        name -> NOT_SETTINGS.contains(name) || name.startsWith(StartupMessage.PROTOCOL_OPTION_PREFIX));
        ProtocolVersion version =
                startup.version().compareTo(ProtocolVersion.V3_2) > 0 ? ProtocolVersion.V3_2 : startup.version();
        return new SessionParameters(
                version, user, database.isEmpty() ? user : database, settings, negotiation(startup, version));
    }

    private static Optional<NegotiateProtocolVersion> negotiation(StartupMessage startup, ProtocolVersion version) {
        List<String> unrecognized = startup.parameters().keySet().stream()
                .filter(name -> name.startsWith(StartupMessage.PROTOCOL_OPTION_PREFIX))
                .toList();
        return version.equals(startup.version()) && unrecognized.isEmpty()
                ? Optional.empty()
                : Optional.of(new NegotiateProtocolVersion(version, unrecognized));
    }
}
