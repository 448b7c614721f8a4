package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options behind a table's columns (MySQL 8.4 manual, 15.1.20, {@code table_options}). */
final class TableOptions {
    private static final String DEFAULT_ENGINE = "InnoDB";

    /** Engines whose tables behave like the engine's own; others promise what it does not do. */
    private static final Map<String, String> ENGINES = Map.of(
            "INNODB", DEFAULT_ENGINE,
            "MYISAM", "MyISAM",
            "MEMORY", "MEMORY",
            "HEAP", "MEMORY",
            "ARCHIVE", "ARCHIVE");

    private Optional<String> engine = Optional.empty();
    private Optional<String> characterSet = Optional.empty();
    private Optional<String> collation = Optional.empty();
    private Optional<String> autoIncrement = Optional.empty();
    private Optional<String> comment = Optional.empty();
    private boolean partitioned;

    /** Reads all options that come next, whether commas stand between them or not. */
    static TableOptions parse(Tokens tokens) {
        TableOptions options = new TableOptions();
        while (options.option(tokens)) {
            tokens.acceptSymbol(",");
        }
        if (tokens.at("PARTITION")) {
            options.partitioned = true;
            options.partitions(tokens);
        }
        return options;
    }

    /** Reads one option; false where none stands. */
    boolean option(Tokens tokens) {
        if (tokens.accept("ENGINE")) {
            engine = Optional.of(engineNamed(value(tokens)));
        } else if (tokens.accept("AUTO_INCREMENT")) {
            tokens.acceptSymbol("=");
            autoIncrement = Optional.of(tokens.integer());
        } else if (tokens.accept("COMMENT")) {
            tokens.acceptSymbol("=");
            comment = Optional.of(tokens.string());
        } else if (tokens.accept("DEFAULT")) {
            if (!characters(tokens)) {
                throw tokens.error();
            }
        } else if (!characters(tokens)) {
            return ignored(tokens);
        }
        return true;
    }

    private boolean characters(Tokens tokens) {
        if (tokens.accept("CHARACTER", "SET") || tokens.accept("CHARSET")) {
            characterSet = Optional.of(CharacterSet.named(value(tokens)).name());
        } else if (tokens.accept("COLLATE")) {
            collation = Optional.of(CharacterSet.collation(value(tokens)));
        } else {
            return false;
        }
        return true;
    }

    private static String value(Tokens tokens) {
        tokens.acceptSymbol("=");
        return tokens.nameOrString();
    }

    /** Options that say how rows are stored. */
    private boolean ignored(Tokens tokens) {
        if (tokens.accept("DATA", "DIRECTORY") || tokens.accept("INDEX", "DIRECTORY")) {
            value(tokens);
            return true;
        }
        if (tokens.accept("UNION")) {
            throw Refusal.unsupported("UNION");
        }
        Optional<String> name = tokens.acceptAny(
                "ROW_FORMAT",
                "AVG_ROW_LENGTH",
                "CHECKSUM",
                "COMPRESSION",
                "CONNECTION",
                "DELAY_KEY_WRITE",
                "ENCRYPTION",
                "INSERT_METHOD",
                "KEY_BLOCK_SIZE",
                "MAX_ROWS",
                "MIN_ROWS",
                "PACK_KEYS",
                "PASSWORD",
                "STATS_AUTO_RECALC",
                "STATS_PERSISTENT",
                "STATS_SAMPLE_PAGES",
                "TABLESPACE",
                "SECONDARY_ENGINE",
                "ENGINE_ATTRIBUTE",
                "SECONDARY_ENGINE_ATTRIBUTE",
                "AUTOEXTEND_SIZE");
        if (name.isEmpty()) {
            return false;
        }
        tokens.acceptSymbol("=");
        tokens.next();
        return true;
    }

    /** Partitions are read over: rows are kept in one piece, which no statement can see. */
    private void partitions(Tokens tokens) {
        tokens.expect("PARTITION", "BY");
        int depth = 0;
        while (!tokens.atEnd() && (depth > 0 || !tokens.atAny("SELECT", "AS", "IGNORE", "REPLACE"))) {
            if (tokens.atSymbol("(")) {
                depth++;
            } else if (tokens.atSymbol(")")) {
                depth--;
            }
            tokens.next();
        }
    }

    private static String engineNamed(String name) {
        String known = ENGINES.get(name.toUpperCase(Locale.ROOT));
        if (known == null) {
            throw Refusal.of(1286, "Unknown storage engine '" + name + "'");
        }
        return known;
    }

    /** The collation of text columns that ask for none. */
    String collation(String databaseCollation) {
        if (characterSet.isPresent()) {
            return CharacterSet.named(characterSet.get()).collationOrDefault(collation);
        }
        return collation.orElse(databaseCollation);
    }

    boolean saysCharacters() {
        return characterSet.isPresent() || collation.isPresent();
    }

    Optional<String> autoIncrement() {
        return autoIncrement;
    }

    Optional<String> comment() {
        return comment;
    }

    boolean partitioned() {
        return partitioned;
    }

    /** What the engine cannot keep of it; empty where everything is as by default. */
    Optional<String> declaration(String databaseCollation) {
        StringBuilder words = new StringBuilder();
        engine.filter(name -> !name.equals(DEFAULT_ENGINE))
                .ifPresent(name -> words.append("ENGINE=").append(name));
        String resolved = collation(databaseCollation);
        if (!resolved.equals("utf8mb4_0900_ai_ci")) {
            CharacterSet set = CharacterSet.ofCollation(resolved);
            words.append(words.isEmpty() ? "" : " ").append("DEFAULT CHARSET=").append(set.name());
            words.append(" COLLATE=").append(resolved);
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(words.toString());
    }
}
