package io.heliosdb.spi.dialect;

import java.util.Objects;
import java.util.Optional;

/**
 * What a session does at this moment, for its fellows (MySQL: SHOW PROCESSLIST).
 *
 * @param connectionId {@link SessionOpening#connectionId}
 * @param user who logged in
 * @param host the client's host
 * @param schema the schema that it uses, by the vendor's word for it
 * @param statement the client's text that is running; empty for a session that waits for its client
 * @param seconds for how long it has been so
 */
public record SessionInformation(
        long connectionId,
        String user,
        String host,
        Optional<String> schema,
        Optional<String> statement,
        long seconds) {
    public SessionInformation {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(statement, "statement");
    }
}
