package io.heliosdb.mysql.dialect.internal.session;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.Scanner;
import io.heliosdb.sql.scan.TokenKind;
import java.util.Locale;

/**
 * The word that a statement begins with.
 *
 * @param word upper-case; empty where something else stands first
 */
record FirstWord(String word) {
    private static final String PARENTHESIS = "(";

    static FirstWord of(String sql, Lexicon lexicon) {
        Scanner scanner = new Scanner(sql, lexicon);
        try {
            TokenKind kind = scanner.next();
            if (kind == TokenKind.WORD) {
                return new FirstWord(scanner.text().toUpperCase(Locale.ROOT));
            }
            return new FirstWord(kind == TokenKind.PUNCTUATION && scanner.is('(') ? PARENTHESIS : "");
        } catch (HeliosException e) {
            // Whoever reads the statement says what is wrong with it.
            return new FirstWord("");
        }
    }

    /** Whether the statement reads or changes rows. */
    boolean isQuery() {
        return switch (word) {
            case "SELECT", "WITH", "VALUES", "TABLE", "INSERT", "REPLACE", "UPDATE", "DELETE", "DO", PARENTHESIS ->
                true;
            default -> false;
        };
    }
}
