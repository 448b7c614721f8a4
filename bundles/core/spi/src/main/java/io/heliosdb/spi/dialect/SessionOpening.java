package io.heliosdb.spi.dialect;

import java.util.Map;
import java.util.Objects;

/**
 * What a client's session begins with.
 *
 * @param user who logged in
 * @param database the engine's database
 * @param schema the schema that the client named with it, empty for the default one; folded as the dialect folds
 * @param connectionId the number by which the client and its fellows know this connection
 * @param settings the vendor's own session settings that the protocol negotiated, by the vendor's names
 *     ({@code character_set_client})
 * @param control the protocol's other sessions
 */
public record SessionOpening(
        String user,
        String database,
        String schema,
        long connectionId,
        Map<String, String> settings,
        SessionControl control) {
    public SessionOpening {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(schema, "schema");
        settings = Map.copyOf(settings);
        Objects.requireNonNull(control, "control");
    }

    /** For a protocol whose statements do not reach other sessions. */
    public SessionOpening(
            String user, String database, String schema, long connectionId, Map<String, String> settings) {
        this(user, database, schema, connectionId, settings, SessionControl.NONE);
    }
}
