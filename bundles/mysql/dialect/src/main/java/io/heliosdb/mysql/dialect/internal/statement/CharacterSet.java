package io.heliosdb.mysql.dialect.internal.statement;

import io.heliosdb.mysql.dialect.internal.text.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A character set of MySQL with the collations that there are for it.
 *
 * @param octets most that a character takes
 * @param collations the default one first
 */
public record CharacterSet(String name, int octets, List<String> collations) {
    private static final List<CharacterSet> ALL = List.of(
            new CharacterSet(
                    "utf8mb4",
                    4,
                    List.of(
                            "utf8mb4_0900_ai_ci",
                            "utf8mb4_0900_as_ci",
                            "utf8mb4_0900_as_cs",
                            "utf8mb4_0900_bin",
                            "utf8mb4_bin",
                            "utf8mb4_general_ci",
                            "utf8mb4_unicode_ci",
                            "utf8mb4_unicode_520_ci")),
            new CharacterSet(
                    "utf8mb3",
                    3,
                    List.of("utf8mb3_general_ci", "utf8mb3_bin", "utf8mb3_unicode_ci", "utf8mb3_unicode_520_ci")),
            new CharacterSet(
                    "latin1",
                    1,
                    List.of("latin1_swedish_ci", "latin1_bin", "latin1_general_ci", "latin1_general_cs", "latin1_german1_ci")),
            new CharacterSet("ascii", 1, List.of("ascii_general_ci", "ascii_bin")),
            new CharacterSet("binary", 1, List.of("binary")));

    public CharacterSet {
        collations = List.copyOf(collations);
    }

    public static List<CharacterSet> all() {
        return ALL;
    }

    public String defaultCollation() {
        return collations.get(0);
    }

    public static Optional<CharacterSet> find(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        String wanted = folded.equals("utf8") ? "utf8mb3" : folded;
        return ALL.stream().filter(set -> set.name.equals(wanted)).findFirst();
    }

    /** The character set of that name, or 1115. */
    public static CharacterSet named(String name) {
        return find(name).orElseThrow(() -> Refusal.of(1115, "Unknown character set: '" + name + "'"));
    }

    /** The collation as MySQL spells it, or 1273. */
    public static String collation(String name) {
        String folded = canonical(name);
        ofCollation(folded);
        return folded;
    }

    /** The character set of a collation, or 1273. */
    public static CharacterSet ofCollation(String name) {
        String folded = canonical(name);
        return ALL.stream()
                .filter(set -> set.collations.contains(folded))
                .findFirst()
                .orElseThrow(() -> Refusal.of(1273, "Unknown collation: '" + name + "'"));
    }

    private static String canonical(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.startsWith("utf8_") ? "utf8mb3_" + folded.substring("utf8_".length()) : folded;
    }

    /**
     * The collation of this set that a clause asks for; its default without one.
     *
     * @throws io.heliosdb.spi.error.HeliosException 1253 for another set's collation
     */
    public String collationOrDefault(Optional<String> asked) {
        if (asked.isEmpty()) {
            return defaultCollation();
        }
        String collation = collation(asked.get());
        if (!collations.contains(collation)) {
            throw Refusal.of(1253, "COLLATION '" + collation + "' is not valid for CHARACTER SET '" + name + "'");
        }
        return collation;
    }
}
