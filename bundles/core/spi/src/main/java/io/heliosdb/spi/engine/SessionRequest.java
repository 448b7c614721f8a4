package io.heliosdb.spi.engine;

import io.heliosdb.spi.dialect.Prelude;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a session at the engine is opened with.
 *
 * @param role whose rights it has, and no more
 * @param database the engine's database
 * @param parameters run-time parameters that become the session's defaults ({@code client_encoding},
 *     {@code application_name}, {@code options}, …), as in a StartupMessage
 * @param prelude what must be installed in the database before the session opens
 */
public record SessionRequest(Role role, String database, Map<String, String> parameters, Optional<Prelude> prelude) {
    public SessionRequest {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(database, "database");
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(prelude, "prelude");
    }

    /** A session that needs nothing installed. */
    public SessionRequest(Role role, String database, Map<String, String> parameters) {
        this(role, database, parameters, Optional.empty());
    }
}
