package io.heliosdb.spi.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The engine role under which a user's statements run: the engine itself enforces its rights.
 *
 * @param name the role, created at its first login where it does not exist
 * @param attributes what it may do beyond owning its objects
 * @param database the database that it owns, created at its first login where it does not exist
 */
public record Role(String name, Set<Attribute> attributes, Optional<String> database) {
    /** Role attributes as CREATE ROLE names them. */
    public enum Attribute {
        CREATEDB,
        CREATEROLE,
        SUPERUSER
    }

    public Role {
        Objects.requireNonNull(name, "name");
        attributes = Set.copyOf(attributes);
        Objects.requireNonNull(database, "database");
    }
}
