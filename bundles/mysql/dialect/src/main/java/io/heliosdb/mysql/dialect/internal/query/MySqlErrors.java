package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;

/** Errors in MySQL's own words. */
final class MySqlErrors {
    /** As much of a statement as a message shows. */
    private static final int SHOWN = 80;

    private MySqlErrors() {}

    /** One of MySQL's errors by its number: SQLSTATE {@code M} and four digits, which the error map resolves. */
    static HeliosException of(int code, String message) {
        return new HeliosException("M" + code, message);
    }

    static HeliosException unsupported(String what) {
        return of(1235, "This version of MySQL doesn't yet support '" + what + "'");
    }

    static HeliosException unknownColumn(String column) {
        return of(1054, "Unknown column '" + column + "' in 'field list'");
    }

    /**
     * Error 1064.
     *
     * @param offset of what cannot stand there
     */
    static HeliosException syntax(String sql, int offset) {
        int line = 1
                + (int) sql.substring(0, offset).chars().filter(c -> c == '\n').count();
        String near = sql.substring(offset, Math.min(sql.length(), offset + SHOWN));
        return new HeliosException(
                        SqlState.SYNTAX_ERROR,
                        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server"
                                + " version for the right syntax to use near '" + near + "' at line " + line)
                .with(HeliosException.Field.POSITION, Integer.toString(sql.codePointCount(0, offset) + 1));
    }
}
