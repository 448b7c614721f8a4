package io.heliosdb.mysql.dialect.internal.statement;

import io.heliosdb.mysql.dialect.internal.text.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A character set of MySQL with the collations that there are for it. The engine stores UTF-8 whatever a table declares;
 * a client may speak those that {@link #spoken} says.
 *
 * @param octets most that a character takes
 * @param collations the default one first
 */
public record CharacterSet(String name, String description, int octets, List<String> collations) {
    /** Languages that have collations by the Unicode Collation Algorithm 9.0.0. */
    private static final List<String> LANGUAGES_0900 = List.of(
            "bg", "bs", "cs", "da", "de_pb", "eo", "es", "es_trad", "et", "gl", "hr", "hu", "is", "la", "lt", "lv",
            "nb", "nn", "pl", "ro", "ru", "sk", "sl", "sr_latn", "sv", "tr", "vi", "mn_cyrl", "zh", "ja");
    /** Languages that have collations by the Unicode Collation Algorithm 4.0.0. */
    private static final List<String> LANGUAGES = List.of(
            "croatian",
            "czech",
            "danish",
            "esperanto",
            "estonian",
            "german2",
            "hungarian",
            "icelandic",
            "latvian",
            "lithuanian",
            "persian",
            "polish",
            "roman",
            "romanian",
            "sinhala",
            "slovak",
            "slovenian",
            "spanish",
            "spanish2",
            "swedish",
            "turkish",
            "vietnamese");

    private static final List<CharacterSet> ALL = List.of(
            new CharacterSet("utf8mb4", "UTF-8 Unicode", 4, unicode()),
            new CharacterSet("utf8mb3", "UTF-8 Unicode", 3, utf8mb3()),
            of(
                    "latin1",
                    "cp1252 West European",
                    1,
                    "swedish_ci",
                    "bin",
                    "general_ci",
                    "general_cs",
                    "german1_ci",
                    "spanish_ci",
                    "danish_ci"),
            of("ascii", "US ASCII", 1, "general_ci", "bin"),
            new CharacterSet("binary", "Binary pseudo charset", 1, List.of("binary")),
            of("latin2", "ISO 8859-2 Central European", 1, "general_ci", "bin"),
            of("cp1250", "Windows Central European", 1, "general_ci", "bin"),
            of("cp1251", "Windows Cyrillic", 1, "general_ci", "bin", "general_cs"),
            of("koi8r", "KOI8-R Relcom Russian", 1, "general_ci", "bin"),
            of("ucs2", "UCS-2 Unicode", 2, "general_ci", "bin", "unicode_ci"),
            of("utf16", "UTF-16 Unicode", 4, "general_ci", "bin", "unicode_ci"),
            of("utf32", "UTF-32 Unicode", 4, "general_ci", "bin", "unicode_ci"),
            of("big5", "Big5 Traditional Chinese", 2, "chinese_ci", "bin"),
            of("gbk", "GBK Simplified Chinese", 2, "chinese_ci", "bin"),
            of("gb18030", "China National Standard GB18030", 4, "chinese_ci", "bin"),
            of("sjis", "Shift-JIS Japanese", 2, "japanese_ci", "bin"),
            of("ujis", "EUC-JP Japanese", 3, "japanese_ci", "bin"),
            of("euckr", "EUC-KR Korean", 2, "korean_ci", "bin"));

    private static final List<String> SPOKEN = List.of("utf8mb4", "utf8mb3", "latin1", "ascii", "binary");

    public CharacterSet {
        collations = List.copyOf(collations);
    }

    private static CharacterSet of(String name, String description, int octets, String... endings) {
        List<String> collations =
                Stream.of(endings).map(ending -> name + "_" + ending).toList();
        return new CharacterSet(name, description, octets, collations);
    }

    private static List<String> unicode() {
        List<String> collations = new ArrayList<>(List.of(
                "utf8mb4_0900_ai_ci",
                "utf8mb4_0900_as_ci",
                "utf8mb4_0900_as_cs",
                "utf8mb4_0900_bin",
                "utf8mb4_bin",
                "utf8mb4_general_ci",
                "utf8mb4_unicode_ci",
                "utf8mb4_unicode_520_ci"));
        for (String language : LANGUAGES_0900) {
            collations.add("utf8mb4_" + language + "_0900_ai_ci");
            collations.add("utf8mb4_" + language + "_0900_as_cs");
        }
        LANGUAGES.forEach(language -> collations.add("utf8mb4_" + language + "_ci"));
        return collations;
    }

    private static List<String> utf8mb3() {
        List<String> collations = new ArrayList<>(List.of(
                "utf8mb3_general_ci",
                "utf8mb3_bin",
                "utf8mb3_unicode_ci",
                "utf8mb3_unicode_520_ci",
                "utf8mb3_general_mysql500_ci"));
        LANGUAGES.forEach(language -> collations.add("utf8mb3_" + language + "_ci"));
        return collations;
    }

    public static List<CharacterSet> all() {
        return ALL;
    }

    public String defaultCollation() {
        return collations.get(0);
    }

    /** Whether clients may send and receive it. */
    public boolean spoken() {
        return SPOKEN.contains(name);
    }

    /** The character set of that name, or 1115. */
    public static CharacterSet named(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        String wanted = folded.equals("utf8") ? "utf8mb3" : folded;
        return ALL.stream()
                .filter(set -> set.name.equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusal.of(1115, "Unknown character set: '" + name + "'"));
    }

    /** The character set of that name for a connection: 1115 where it is unknown, 1231 where no client may speak it. */
    public static CharacterSet namedForClients(String name) {
        CharacterSet set = named(name);
        if (!set.spoken()) {
            throw Refusal.of(1231, "Variable 'character_set_client' can't be set to the value of '" + set.name + "'");
        }
        return set;
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
