package io.heliosdb.spi.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * Who is at the other end, once logged in.
 *
 * @param user the user that authenticated
 * @param database the database as the client named it
 * @param driver the driver as it was recognised, with its version where it tells one: {@code psycopg2 2.9.13}
 * @param application the application's own name for itself
 */
public record ClientDescription(String user, String database, Optional<String> driver, Optional<String> application) {
    public ClientDescription {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(application, "application");
    }
}
