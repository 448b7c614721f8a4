package io.heliosdb.spi.engine;

import java.util.Map;
import java.util.Objects;

/**
 * What a session at the engine is opened with.
 *
 * @param role whose rights it has, and no more
 * @param database the engine's database
 * @param parameters run-time parameters that become the session's defaults ({@code client_encoding},
 *     {@code application_name}, {@code options}, …), as in a StartupMessage
 */
public record SessionRequest(Role role, String database, Map<String, String> parameters) {
    public SessionRequest {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(database, "database");
        parameters = Map.copyOf(parameters);
    }
}
