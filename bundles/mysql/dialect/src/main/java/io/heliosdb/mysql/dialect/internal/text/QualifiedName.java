package io.heliosdb.mysql.dialect.internal.text;

import java.util.Objects;
import java.util.Optional;

/**
 * A table, view or index as a statement names it.
 *
 * @param database empty where the statement leaves it to the current one
 */
public record QualifiedName(Optional<Name> database, Name name) {
    public QualifiedName {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(name, "name");
    }

    public QualifiedName withName(Name other) {
        return new QualifiedName(database, other);
    }
}
