package io.heliosdb.spi.dialect;

import java.util.Objects;

/**
 * A statement as the engine runs it.
 *
 * @param text the engine's own SQL
 * @param kind what the statement is for
 */
public record Translation(String text, StatementKind kind) {
    public Translation {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(kind, "kind");
    }
}
