package io.heliosdb.spi.dialect;

import java.util.List;
import java.util.Objects;
import org.osgi.framework.Version;

/**
 * A schema of SQL functions, operators, casts, types and views that a dialect's statements use. The engine installs it in a
 * database at the first session that asks for it, and again when its version is higher than what is there; sessions have it
 * on their search path, nobody else sees it.
 *
 * <p>Tables may depend on its types and collations, so that nothing of it is ever dropped but by the owner's wish: each
 * statement must be one that can be run again over an older version ({@code CREATE OR REPLACE}, {@code DO} blocks that
 * look first).
 *
 * @param schema the engine's schema, made by the installation, usable by every role
 * @param version of the definitions
 * @param statements run in order in one transaction by the engine's administrator, with the schema first on the search path
 */
public record Prelude(String schema, Version version, List<String> statements) {
    public Prelude {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(version, "version");
        statements = List.copyOf(statements);
    }
}
