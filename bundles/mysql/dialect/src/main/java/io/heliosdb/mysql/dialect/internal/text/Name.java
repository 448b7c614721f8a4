package io.heliosdb.mysql.dialect.internal.text;

import java.util.Locale;
import java.util.Objects;

/**
 * An identifier.
 *
 * @param spelling as the statement has it, without quotes
 * @param folded as the engine stores it
 */
public record Name(String spelling, String folded) {
    /** Of MySQL's names (MySQL 8.4 manual, 11.2.1). */
    private static final int MOST_CHARACTERS = 64;

    public Name {
        Objects.requireNonNull(spelling, "spelling");
        Objects.requireNonNull(folded, "folded");
        if (spelling.length() > MOST_CHARACTERS) {
            throw Refusal.of(1059, "Identifier name '" + spelling + "' is too long");
        }
    }

    public static Name of(String spelling) {
        return new Name(spelling, spelling.toLowerCase(Locale.ROOT));
    }

    /** Whether folding lost something of the creator's spelling. */
    public boolean spelledApart() {
        return !spelling.equals(folded);
    }

    /** The engine's text of it. */
    public String quoted() {
        return EngineQuotes.identifier(folded);
    }
}
