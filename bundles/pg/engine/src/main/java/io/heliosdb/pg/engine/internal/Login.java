package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.InitialMessage;
import io.heliosdb.pg.wire.message.StartupMessage;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * As whom a connection logs in, and with which session defaults.
 *
 * @param parameters run-time parameters; names that mean the connection itself are refused
 * @param password empty where the engine knows the operating system's user
 */
record Login(String role, String database, Map<String, String> parameters, Optional<EnginePassword> password) {
    private static final String USER = "user";
    private static final String DATABASE = "database";
    private static final Set<String> NOT_SETTINGS = Set.of(USER, DATABASE, "replication");

    /** Longest name in PostgreSQL's catalogs (NAMEDATALEN - 1); a longer one would be cut, and mean another one. */
    private static final int MAX_NAME_OCTETS = 63;

    Login {
        checkName("role", role);
        checkName("database", database);
        parameters = Map.copyOf(parameters);
        parameters.forEach((name, value) -> {
            if (NOT_SETTINGS.contains(name) || name.startsWith(StartupMessage.PROTOCOL_OPTION_PREFIX)) {
                throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "parameter " + name + " is not a setting");
            }
            checkText("parameter name", name);
            checkText("value of parameter " + name, value);
        });
        if (length(role, database, parameters) > InitialMessage.MAX_LENGTH) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid length of startup packet");
        }
    }

    /** @throws HeliosException 28000, 42622 or 08P01 where nobody could log in like this */
    static void check(SessionRequest request) {
        Login unused = new Login(request.role().name(), request.database(), request.parameters(), Optional.empty());
    }

    StartupMessage startup(ProtocolVersion version) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(USER, role);
        all.put(DATABASE, database);
        all.putAll(parameters);
        return new StartupMessage(version, all);
    }

    private static int length(String role, String database, Map<String, String> parameters) {
        int length = InitialMessage.MIN_LENGTH + 1;
        length += octets(USER) + octets(role) + octets(DATABASE) + octets(database);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            length += octets(parameter.getKey()) + octets(parameter.getValue());
        }
        return length;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** @throws HeliosException for a name that no role or database can have */
    static void checkName(String kind, String name) {
        checkText(kind + " name", name);
        if (name.isEmpty()) {
            throw new HeliosException(SqlState.INVALID_AUTHORIZATION, "the " + kind + " has no name");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_OCTETS) {
            throw new HeliosException(
                    SqlState.NAME_TOO_LONG,
                    "the name of the " + kind + " is longer than " + MAX_NAME_OCTETS + " octets");
        }
    }

    private static void checkText(String kind, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, kind + " contains a NUL");
        }
    }
}
