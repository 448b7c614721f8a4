package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import java.util.Optional;

/**
 * A CHECK constraint.
 *
 * @param condition the engine's text
 * @param enforced whether rows are checked at all
 */
record Check(Optional<Name> name, String condition, boolean enforced) {
    /** The constraint, for one that has no name by that of its own. */
    String constraint(String generatedName) {
        String named = name.map(Name::spelling).orElse(generatedName);
        return "CONSTRAINT " + EngineQuotes.identifier(EngineQuotes.clipped(named)) + " CHECK (" + condition + ")"
                + (enforced ? "" : " NOT ENFORCED");
    }
}
