package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.text.Name;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A column as CREATE TABLE and ALTER TABLE define it.
 *
 * @param defaultValue the engine's text of its default; empty without one or with NULL
 * @param defaultIsLiteral whether it needs no evaluation
 * @param updatePrecision digits of {@code ON UPDATE CURRENT_TIMESTAMP}, empty without it
 * @param generated what the column is computed from, the engine's text
 * @param virtual whether a generated column is computed when it is read, which the engine does when it is written
 * @param comment empty for none
 * @param unique whether a key of its own stands with the column
 * @param primary whether it is the primary key by itself
 * @param checks constraints that stand with the column
 */
record ColumnDefinition(
        Name name,
        ColumnType type,
        boolean notNull,
        Optional<String> defaultValue,
        boolean defaultIsLiteral,
        Optional<Integer> updatePrecision,
        boolean autoIncrement,
        Optional<String> generated,
        boolean virtual,
        String comment,
        boolean unique,
        boolean primary,
        List<Check> checks) {
    ColumnDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(comment, "comment");
        checks = List.copyOf(checks);
    }

    /** Whether the engine makes the keys by itself; a domain takes them from a sequence that is attached to it. */
    boolean identity() {
        return autoIncrement && !type.engine().startsWith("helios_mysql.");
    }

    /** Whether keys come from a sequence that is made beside the table. */
    boolean sequence() {
        return autoIncrement && !identity();
    }

    /** What the engine cannot keep of the type; empty where it keeps all. */
    Optional<String> declaration() {
        StringBuilder words = new StringBuilder(type.declaration());
        updatePrecision.ifPresent(
                digits -> words.append(" on update current_timestamp").append(digits == 0 ? "" : "(" + digits + ")"));
        if (virtual) {
            words.append(" virtual generated");
        }
        boolean said = type.stated() || updatePrecision.isPresent() || virtual;
        return said ? Optional.of(words.toString()) : Optional.empty();
    }
}
