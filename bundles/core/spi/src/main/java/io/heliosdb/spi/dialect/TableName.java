package io.heliosdb.spi.dialect;

import java.util.Objects;

/**
 * A table as a statement names it, folded to the engine's form.
 *
 * @param schema the engine's schema; empty for one of the search path
 * @param name the engine's name
 */
public record TableName(String schema, String name) {
    public TableName {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
    }
}
