package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.Optional;

/** 42601: what is no statement. Never with the engine's words, which speak of a text that the client did not write. */
final class SyntaxErrors {
    private static final int NEAR_CHARACTERS = 80;

    private SyntaxErrors() {}

    static Optional<VendorError> find(HeliosException error, ErrorContext context) {
        if (!error.sqlState().equals("42601")) {
            return Optional.empty();
        }
        return Optional.of(
                MysqlErrors.isEngines(error) ? engines(error.getMessage(), context) : near(error, context.sql()));
    }

    /** The engine calls a number of things syntax that are none for MySQL. */
    private static VendorError engines(String message, ErrorContext context) {
        if (message.contains("has too many columns") || message.contains("must return only one column")) {
            return MysqlError.OPERAND_COLUMNS.vendor(1);
        }
        if (message.contains("query must have the same number of columns")) {
            return MysqlError.WRONG_NUMBER_OF_COLUMNS_IN_SELECT.vendor();
        }
        if (message.contains("target columns") || message.contains("VALUES lists must all be the same length")) {
            return MysqlError.WRONG_VALUE_COUNT_ON_ROW.vendor(1);
        }
        if (message.contains("must have an alias")) {
            return MysqlError.DERIVED_MUST_HAVE_ALIAS.vendor();
        }
        if (message.contains("unequal number of entries in row expressions")) {
            return MysqlError.OPERAND_COLUMNS.vendor(2);
        }
        if (message.contains("jsonpath")) {
            return MysqlError.INVALID_JSON_PATH.vendor(1);
        }
        return MysqlError.PARSE_ERROR.vendor(start(context.sql()), 1);
    }

    private static String start(String sql) {
        String text = sql.strip();
        return text.substring(
                0, text.offsetByCodePoints(0, Math.min(NEAR_CHARACTERS, text.codePointCount(0, text.length()))));
    }

    private static VendorError near(HeliosException error, String sql) {
        int characters = sql.codePointCount(0, sql.length());
        int position = error.field(Field.POSITION).map(SyntaxErrors::number).orElse(1);
        int first = Math.min(Math.max(position - 1, 0), characters);
        int begin = sql.offsetByCodePoints(0, first);
        int end = sql.offsetByCodePoints(begin, Math.min(NEAR_CHARACTERS, characters - first));
        long line = 1 + sql.substring(0, begin).chars().filter(c -> c == '\n').count();
        return MysqlError.PARSE_ERROR.vendor(sql.substring(begin, end), line);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
