package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.text.Name;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A key of a table.
 *
 * @param name empty where MySQL has to find one
 * @param comment empty for none
 */
record KeyDefinition(Kind kind, Optional<Name> name, List<Part> parts, String comment) {
    /** What the key is. */
    enum Kind {
        PRIMARY,
        UNIQUE,
        PLAIN,
        FULLTEXT
    }

    /**
     * A part of a key.
     *
     * @param column empty for an expression
     * @param expression the engine's text; empty for a column
     * @param length of the prefix that is indexed, 0 for the whole column
     */
    record Part(Optional<Name> column, String expression, int length, boolean descending) {}

    KeyDefinition {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        parts = List.copyOf(parts);
        Objects.requireNonNull(comment, "comment");
    }

    /** Whether the engine has a constraint for it, which is made of whole columns. */
    boolean isConstraint() {
        return kind == Kind.PRIMARY
                || (kind == Kind.UNIQUE
                        && parts.stream()
                                .allMatch(
                                        part -> part.column().isPresent() && part.length() == 0 && !part.descending()));
    }

    /** The name that MySQL gives to a key without one. */
    Name generatedName() {
        return parts.get(0).column().orElseGet(() -> Name.of("functional_index"));
    }
}
