package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import java.util.Locale;

/** The kind of a statement by its first word. */
public final class StatementKinds {
    private StatementKinds() {}

    public static StatementKind of(String sql) {
        Scanner scanner = new Scanner(sql, Lexicon.MYSQL);
        String first = word(scanner);
        return switch (first) {
            case "SELECT", "WITH", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "(" -> StatementKind.QUERY;
            case "INSERT", "REPLACE", "UPDATE", "DELETE" -> StatementKind.MANIPULATION;
            // A database is a schema of the engine.
            case "CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "GRANT", "REVOKE" -> StatementKind.DEFINITION;
            case "START", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "XA" -> StatementKind.TRANSACTION;
            default -> StatementKind.OTHER;
        };
    }

    private static String word(Scanner scanner) {
        try {
            scanner.next();
            return scanner.text().toUpperCase(Locale.ROOT);
        } catch (HeliosException e) {
            return ""; // whoever reads the statement says what is wrong with it
        }
    }
}
