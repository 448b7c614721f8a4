package io.heliosdb.mysql.dialect.internal.text;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.Locale;

/**
 * MySQL's own errors. Their SQLSTATE here is {@code M} and the four digits of the number, which the error map turns into the
 * number and MySQL's SQLSTATE for it, unless {@link Field#DETAIL} holds another; the message is as in "Server Error Message Reference" of the MySQL 8.4 manual.
 */
public final class Refusal {
    private static final int NEAR_CHARACTERS = 80;

    private Refusal() {}

    public static HeliosException of(int number, String message) {
        return new HeliosException(String.format(Locale.ROOT, "M%04d", number), message);
    }

    /** 1235: what MySQL has and this server has not. */
    public static HeliosException unsupported(String what) {
        return of(1235, "This version of MySQL doesn't yet support '" + what + "'");
    }

    /**
     * 1064 at a place of a statement.
     *
     * @param offset of the token that cannot stand there, in UTF-16 units
     */
    public static HeliosException syntax(String sql, int offset) {
        int at = Math.min(offset, sql.length());
        String near = sql.substring(at, Math.min(sql.length(), at + NEAR_CHARACTERS));
        long line = 1 + sql.substring(0, at).chars().filter(c -> c == '\n').count();
        int position = sql.codePointCount(0, at) + 1;
        return new HeliosException(
                        "42601",
                        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server"
                                + " version for the right syntax to use near '" + near + "' at line " + line)
                .with(Field.POSITION, Integer.toString(position));
    }

    public static HeliosException noDatabaseSelected() {
        return of(1046, "No database selected");
    }

    public static HeliosException unknownDatabase(String name) {
        return of(1049, "Unknown database '" + name + "'");
    }
}
