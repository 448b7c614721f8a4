package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection knows about the statement that failed, for texts that name more than the engine does.
 *
 * @param sql the client's statement; empty where there was none
 * @param user who is logged in
 * @param host from where, as MySQL would show it
 * @param database the current database as MySQL calls it; empty where none is chosen
 * @param tables the tables that the statement names, as far as the catalog knows them
 */
public record ErrorContext(String sql, String user, String host, String database, List<Table> tables) {
    private static final Pattern VERB = Pattern.compile(
            "\\A(?:\\s|\\(|--[^\\n]*(?:\\n|\\z)|#[^\\n]*(?:\\n|\\z)|/\\*.*?\\*/)*([A-Za-z]+)", Pattern.DOTALL);
    private static final Pattern INSERTED_COLUMNS = Pattern.compile(
            "\\bINTO\\s+(?:`[^`]+`|[\\w$.]+)(?:\\s*\\.\\s*(?:`[^`]+`|[\\w$]+))?\\s*(\\([^()]*\\))?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WHERE = Pattern.compile("\\bWHERE\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern DEFINED_TABLE =
            Pattern.compile("\\b(?:TABLE|ON)\\s+(?:`?[\\w$]+`?\\s*\\.\\s*)?`?([\\w$]+)`?", Pattern.CASE_INSENSITIVE);

    public ErrorContext {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        tables = List.copyOf(tables);
    }

    /** The statement's first word, in capitals. */
    String verb() {
        Matcher matcher = VERB.matcher(sql);
        return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    boolean changesRows() {
        return switch (verb()) {
            case "INSERT", "REPLACE", "UPDATE", "DELETE", "LOAD", "EXECUTE" -> true;
            default -> false;
        };
    }

    boolean defines() {
        return switch (verb()) {
            case "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE" -> true;
            default -> false;
        };
    }

    boolean mentions(String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(sql)
                .find();
    }

    /** Whether an INSERT says itself what the column is to be. */
    boolean assigns(String column) {
        Matcher matcher = INSERTED_COLUMNS.matcher(sql);
        if (matcher.find() && matcher.group(1) != null) {
            return Pattern.compile("\\b" + Pattern.quote(column) + "\\b", Pattern.CASE_INSENSITIVE)
                    .matcher(matcher.group(1))
                    .find();
        }
        return (!verb().equals("INSERT") && !verb().equals("REPLACE")) || !mentions("SET") || mentions(column);
    }

    /**
     * The first column of the statement's tables that is so, which is as exact as the engine's error allows. Those that
     * the statement names come first: of an UPDATE's, those that it sets.
     */
    Optional<TableColumn> column(Predicate<TableColumn> condition) {
        List<TableColumn> candidates = tables.stream()
                .flatMap(table -> table.columns().stream())
                .filter(condition)
                .filter(column -> assigns(column.name()))
                .toList();
        return candidates.stream()
                .filter(column -> sets(column.name()))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private boolean sets(String column) {
        Matcher where = WHERE.matcher(sql);
        return Pattern.compile("[\\s,`.]" + Pattern.quote(column) + "`?\\s*=", Pattern.CASE_INSENSITIVE)
                .matcher(sql)
                .region(0, where.find() ? where.start() : sql.length())
                .find();
    }

    /** The table that a statement defines an index of, or changes. */
    Optional<String> definedTable() {
        Matcher matcher = DEFINED_TABLE.matcher(sql);
        return matcher.find() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** A table with its database. */
    String qualified(String table) {
        return table.indexOf('.') >= 0 || database.isEmpty() ? table : database + '.' + table;
    }
}
