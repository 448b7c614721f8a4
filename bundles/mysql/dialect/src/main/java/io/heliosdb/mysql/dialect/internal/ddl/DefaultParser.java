package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.template.MomentWord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Reads what stands behind DEFAULT and ON UPDATE. */
final class DefaultParser {
    private static final int INVALID_DEFAULT = 1067;

    private final Tokens tokens;
    private final StatementContext context;

    DefaultParser(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Behind DEFAULT. */
    DefaultValue parse(ColumnType type, Name column) {
        if (tokens.accept("NULL")) {
            return DefaultValue.NULL;
        }
        if (atCurrentTimestamp()) {
            int digits = currentTimestamp(type, column, INVALID_DEFAULT);
            return DefaultValue.evaluated(now(digits));
        }
        if (tokens.atSymbol("(")) {
            // The engine's defaults are coerced as assignments are; texts that become JSON or octets need the cast.
            return DefaultValue.evaluated(
                    "((" + context.expression(tokens.parenthesised()) + ")::" + type.engine() + ")");
        }
        return literal(type, column);
    }

    /** The moment the statement began, cut off behind so many digits. */
    private static String now(int digits) {
        return digits == 0 ? "helios_mysql.now()" : "helios_mysql.now(" + digits + ")";
    }

    private boolean atCurrentTimestamp() {
        return tokens.atAny("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP");
    }

    /**
     * {@code CURRENT_TIMESTAMP} and its synonyms with as many digits as the column has.
     *
     * @param refusal the error's number where it cannot be
     * @return the digits
     */
    int currentTimestamp(ColumnType type, Name column, int refusal) {
        if (!atCurrentTimestamp()) {
            throw tokens.error();
        }
        tokens.next();
        int digits = 0;
        if (tokens.acceptSymbol("(") && !tokens.acceptSymbol(")")) {
            digits = Tokens.small(tokens.integer());
            tokens.expectSymbol(")");
        }
        boolean timed = type.family() == Family.DATETIME || type.family() == Family.TIMESTAMP;
        if (!timed || digits != type.precision()) {
            throw refusal == INVALID_DEFAULT
                    ? DefaultValue.invalid(column)
                    : Refusal.of(refusal, "Invalid ON UPDATE clause for '" + column.spelling() + "' column");
        }
        return digits;
    }

    // ------------------------------------------------------------------ literals

    private DefaultValue literal(ColumnType type, Name column) {
        boolean negative = tokens.acceptSymbol("-");
        if (!negative) {
            tokens.acceptSymbol("+");
        }
        Token token = tokens.peek();
        switch (token.kind()) {
            case INTEGER, DECIMAL, FLOAT -> {
                tokens.next();
                return number((negative ? "-" : "") + token.text(), type, column);
            }
            case STRING, NATIONAL_STRING -> {
                return string(tokens.string(), type, column);
            }
            case INTRODUCER -> {
                tokens.next();
                return string(tokens.string(), type, column);
            }
            case HEX -> {
                tokens.next();
                return octets(token.value(), 16, type);
            }
            case BITS -> {
                tokens.next();
                return octets(token.value(), 2, type);
            }
            default -> {
                return word(type, column);
            }
        }
    }

    private DefaultValue word(ColumnType type, Name column) {
        if (tokens.accept("TRUE")) {
            return number("1", type, column);
        }
        if (tokens.accept("FALSE")) {
            return number("0", type, column);
        }
        throw tokens.error();
    }

    private static DefaultValue number(String text, ColumnType type, Name column) {
        return switch (type.family()) {
            case INTEGER, BIT, DECIMAL, FLOATING, YEAR -> DefaultValue.literal(text);
            case CHARACTER, TEXT, ENUM, SET -> DefaultValue.literal(EngineQuotes.string(text));
            case BINARY, BLOB -> DefaultValue.literal(octets(text));
            case JSON -> DefaultValue.literal(EngineQuotes.string(text));
            case DATE, TIME, DATETIME, TIMESTAMP -> throw DefaultValue.invalid(column);
        };
    }

    private DefaultValue string(String value, ColumnType type, Name column) {
        if (type.family().octets()) {
            return DefaultValue.literal(octets(value));
        }
        boolean numeric =
                type.family().numeric() && !value.strip().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
        boolean member = type.family() == Family.ENUM && type.members().stream().noneMatch(value::equalsIgnoreCase);
        boolean dated =
                type.family() == Family.DATE || type.family() == Family.DATETIME || type.family() == Family.TIMESTAMP;
        boolean zero = dated && value.startsWith("0000-00-00");
        if (numeric || member || (zero && !zeroDatesAllowed()) || (dated && MomentWord.begins(value))) {
            throw DefaultValue.invalid(column);
        }
        if (zero) {
            // which is the engine's date before all others
            return DefaultValue.literal("'-infinity'");
        }
        return DefaultValue.literal(EngineQuotes.string(type.family().numeric() ? value.strip() : value));
    }

    private boolean zeroDatesAllowed() {
        List<String> modes = List.of(context.variable("sql_mode").split(",", -1));
        boolean strict = modes.contains("STRICT_TRANS_TABLES") || modes.contains("STRICT_ALL_TABLES");
        return !strict || !modes.contains("NO_ZERO_DATE");
    }

    private static DefaultValue octets(String digits, int radix, ColumnType type) {
        BigInteger value = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, radix);
        if (type.family().numeric()) {
            return DefaultValue.literal(value.toString());
        }
        String hex = value.toString(16);
        int width = radix == 16 ? digits.length() : (digits.length() + 3) / 4;
        String padded = "0".repeat(Math.max(0, width - hex.length())) + hex;
        String even = padded.length() % 2 == 0 ? padded : "0" + padded;
        byte[] bytes = HexFormat.of().parseHex(even);
        return type.family().octets()
                ? DefaultValue.literal("'\\x" + even + "'")
                : DefaultValue.literal(EngineQuotes.string(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static String octets(String text) {
        return "'\\x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
    }
}
