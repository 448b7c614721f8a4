package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.mysql.dialect.internal.query.SessionValue;
import io.heliosdb.mysql.dialect.internal.query.SqlMode;
import io.heliosdb.sql.scan.Feature;
import io.heliosdb.sql.scan.Lexicon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The values of {@code sql_mode} (MySQL 8.4 manual, 7.1.11). */
final class SqlModes {
    /** By the bit that each has in a number. */
    private static final List<String> NAMES = List.of(
            "REAL_AS_FLOAT",
            "PIPES_AS_CONCAT",
            "ANSI_QUOTES",
            "IGNORE_SPACE",
            "NOT_USED",
            "ONLY_FULL_GROUP_BY",
            "NO_UNSIGNED_SUBTRACTION",
            "NO_DIR_IN_CREATE",
            "NOT_USED_9",
            "NOT_USED_10",
            "NOT_USED_11",
            "NOT_USED_12",
            "NOT_USED_13",
            "NOT_USED_14",
            "NOT_USED_15",
            "NOT_USED_16",
            "NOT_USED_17",
            "NOT_USED_18",
            "ANSI",
            "NO_AUTO_VALUE_ON_ZERO",
            "NO_BACKSLASH_ESCAPES",
            "STRICT_TRANS_TABLES",
            "STRICT_ALL_TABLES",
            "NO_ZERO_IN_DATE",
            "NO_ZERO_DATE",
            "ALLOW_INVALID_DATES",
            "ERROR_FOR_DIVISION_BY_ZERO",
            "TRADITIONAL",
            "NOT_USED_29",
            "HIGH_NOT_PRECEDENCE",
            "NO_ENGINE_SUBSTITUTION",
            "PAD_CHAR_TO_FULL_LENGTH",
            "TIME_TRUNCATE_FRACTIONAL");

    private static final List<String> ANSI =
            List.of("REAL_AS_FLOAT", "PIPES_AS_CONCAT", "ANSI_QUOTES", "IGNORE_SPACE", "ONLY_FULL_GROUP_BY", "ANSI");
    private static final List<String> TRADITIONAL = List.of(
            "STRICT_TRANS_TABLES",
            "STRICT_ALL_TABLES",
            "NO_ZERO_IN_DATE",
            "NO_ZERO_DATE",
            "ERROR_FOR_DIVISION_BY_ZERO",
            "TRADITIONAL",
            "NO_ENGINE_SUBSTITUTION");

    private SqlModes() {}

    /** The modes in MySQL's own order, combinations resolved; empty where one of them is none. */
    static Optional<String> normalised(SessionValue given) {
        if (given.text() == null) {
            return Optional.empty();
        }
        Set<String> asked = new LinkedHashSet<>();
        if (given.text().matches("\\d{1,18}") && !given.engineType().equals("text")) {
            long bits = Long.parseLong(given.text());
            for (int i = 0; i < NAMES.size(); i++) {
                if ((bits & 1L << i) != 0) {
                    asked.add(NAMES.get(i));
                }
            }
        } else {
            for (String word : given.text().split(",", -1)) {
                String mode = word.strip().toUpperCase(Locale.ROOT);
                if (!mode.isEmpty()) {
                    asked.addAll(resolved(mode));
                }
            }
        }
        if (!NAMES.containsAll(asked) || asked.stream().anyMatch(mode -> mode.startsWith("NOT_USED"))) {
            return Optional.empty();
        }
        List<String> ordered = new ArrayList<>(NAMES);
        ordered.retainAll(asked);
        return Optional.of(String.join(",", ordered));
    }

    private static List<String> resolved(String mode) {
        return switch (mode) {
            case "ANSI" -> ANSI;
            case "TRADITIONAL" -> TRADITIONAL;
            // Gone since MySQL 8.0, but 8.0's own dumps and old clients still set it.
            case "NO_AUTO_CREATE_USER" -> List.of();
            default -> List.of(mode);
        };
    }

    /** The modes that change what statements mean. */
    static Set<SqlMode> flags(String modes) {
        EnumSet<SqlMode> flags = EnumSet.noneOf(SqlMode.class);
        List<String> names = Arrays.asList(modes.split(",", -1));
        for (SqlMode mode : SqlMode.values()) {
            if (names.contains(mode.name())) {
                flags.add(mode);
            }
        }
        return flags;
    }

    /** How statements are cut into tokens under these modes. */
    static Lexicon lexicon(Set<SqlMode> flags) {
        boolean ansiQuotes = flags.contains(SqlMode.ANSI_QUOTES);
        boolean noEscapes = flags.contains(SqlMode.NO_BACKSLASH_ESCAPES);
        if (!ansiQuotes && !noEscapes) {
            return Lexicon.MYSQL;
        }
        Lexicon.Builder builder = Lexicon.MYSQL.toBuilder();
        if (ansiQuotes) {
            builder.without(Feature.DOUBLE_QUOTED_STRINGS);
        }
        if (noEscapes) {
            builder.escapes(Lexicon.Escapes.NONE);
        }
        return builder.build();
    }
}
