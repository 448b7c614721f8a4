package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Class 22: values that a type does not take. */
final class ValueErrors {
    private static final Pattern FOR_TYPE = Pattern.compile("\\bfor type ([a-z][a-z ]*)");
    private static final Pattern TYPE_BEFORE =
            Pattern.compile("\\b(smallint|integer|bigint|numeric|real|double precision)\\b");
    private static final Pattern DATE_ALONE = Pattern.compile("\\d+-\\d+-\\d+");
    private static final Pattern LENGTH = Pattern.compile("too long for type ([a-z ]+)\\((\\d+)\\)");

    /** {@code atttypmod} of a type with a length is that and four. */
    private static final int MODIFIER_OFFSET = 4;

    private ValueErrors() {}

    static Optional<VendorError> find(HeliosException error, ErrorContext context) {
        String message = error.getMessage();
        return switch (error.sqlState()) {
            case "22001" -> Optional.of(MysqlError.DATA_TOO_LONG.vendor(tooLong(message, context), 1));
            case "22003", "22P07" -> Optional.of(outOfRange(message, context));
            case "22012" -> Optional.of(MysqlError.DIVISION_BY_ZERO.vendor());
            case "22004" -> Optional.of(MysqlError.INVALID_USE_OF_NULL.vendor());
            case "22P02", "22007", "22008", "22009" -> Optional.of(invalid(error, context));
            case "22021", "22P05" -> Optional.of(characters(message, context));
            case "2201B" -> Optional.of(MysqlError.REGEXP_ILLEGAL_ARGUMENT.vendor());
            case "22030", "22032" -> Optional.of(json(context));
            case "2201W", "2201X" -> Optional.of(MysqlError.WRONG_ARGUMENTS.vendor("LIMIT"));
            case "2202E", "22023" -> Optional.of(argument(message));
            default -> Optional.empty();
        };
    }

    private static VendorError characters(String message, ErrorContext context) {
        String octets = octets(message);
        if (!context.changesRows()) {
            return MysqlError.INVALID_CHARACTER_STRING.vendor("utf8mb4", octets.replace("\\x", ""));
        }
        String column =
                context.column(ValueErrors::isText).map(ValueErrors::label).orElse("");
        return MysqlError.TRUNCATED_WRONG_VALUE_FOR_FIELD.vendor("string", octets, column, 1);
    }

    private static VendorError argument(String message) {
        return message.startsWith("time zone")
                ? MysqlError.UNKNOWN_TIME_ZONE.vendor(Quoted.first(message))
                : MysqlError.WRONG_ARGUMENTS.vendor(message);
    }

    private static String tooLong(String message, ErrorContext context) {
        Matcher matcher = LENGTH.matcher(message);
        if (!matcher.find()) {
            return context.column(ValueErrors::isText).map(ValueErrors::label).orElse("");
        }
        String type = matcher.group(1);
        int modifier = Integer.parseInt(matcher.group(2)) + MODIFIER_OFFSET;
        return context.column(column -> column.type().equals(type) && column.typeModifier() == modifier)
                .map(ValueErrors::label)
                .orElse(type);
    }

    private static VendorError outOfRange(String message, ErrorContext context) {
        Matcher named = FOR_TYPE.matcher(message);
        Matcher before = TYPE_BEFORE.matcher(message);
        String type = named.find() ? named.group(1).strip() : before.find() ? before.group(1) : "numeric";
        if (!context.changesRows() && !context.defines()) {
            return MysqlError.DATA_OUT_OF_RANGE.vendor(
                    word(type).equals("integer") ? "BIGINT" : word(type).toUpperCase(Locale.ROOT), "expression");
        }
        String column = context.column(candidate -> candidate.type().equals(type))
                .map(ValueErrors::label)
                .orElse(type);
        return MysqlError.WARN_DATA_OUT_OF_RANGE.vendor(column, 1);
    }

    private static VendorError invalid(HeliosException error, ErrorContext context) {
        String message = error.getMessage();
        Matcher matcher = FOR_TYPE.matcher(message);
        String type = matcher.find() ? matcher.group(1).strip() : dateOf(message);
        if (type.startsWith("json")) {
            return json(context);
        }
        String value = message.contains(": \"")
                ? message.substring(message.indexOf(": \"") + 3, message.lastIndexOf('"'))
                : Quoted.last(message);
        boolean date = word(type).equals("datetime")
                && DATE_ALONE.matcher(value).matches()
                && context.column(column -> column.type().equals("date")).isPresent();
        String word = date ? "date" : word(type);
        boolean temporal = word.equals("date") || word.equals("datetime") || word.equals("time");
        if (!context.changesRows()) {
            return new VendorError(
                    MysqlError.TRUNCATED_WRONG_VALUE.number(),
                    MysqlError.TRUNCATED_WRONG_VALUE.sqlState(),
                    (temporal ? "Incorrect " : "Truncated incorrect ") + word.toUpperCase(Locale.ROOT) + " value: '"
                            + value + '\'');
        }
        String column = context.column(candidate -> base(candidate).equals(word))
                .map(ValueErrors::label)
                .orElse("");
        return temporal
                ? MysqlError.TRUNCATED_WRONG_VALUE.vendor(word, value, column, 1)
                : MysqlError.TRUNCATED_WRONG_VALUE_FOR_FIELD.vendor(word, value, column, 1);
    }

    private static String dateOf(String message) {
        return message.startsWith("time") ? "interval" : "timestamp";
    }

    private static VendorError json(ErrorContext context) {
        Optional<String> column =
                context.column(candidate -> candidate.type().equals("jsonb")).map(ValueErrors::label);
        return context.changesRows() && column.isPresent()
                ? MysqlError.INVALID_JSON_TEXT.vendor(0, column.get())
                : MysqlError.INVALID_JSON_TEXT_IN_PARAM.vendor(1, "json", 0);
    }

    /** MySQL's word for a type of the engine's in such texts. */
    private static String word(String type) {
        return switch (type) {
            case "smallint",
                    "integer",
                    "bigint",
                    "tinyint",
                    "tinyint1",
                    "tinyint_unsigned",
                    "smallint_unsigned",
                    "mediumint",
                    "mediumint_unsigned",
                    "int_unsigned",
                    "bigint_unsigned",
                    "year",
                    "bit",
                    "boolean" -> "integer";
            case "numeric" -> "decimal";
            case "real", "double precision" -> "double";
            case "date" -> "date";
            case "interval", "time" -> "time";
            default -> type.startsWith("timestamp") ? "datetime" : type.startsWith("time") ? "time" : "string";
        };
    }

    private static String base(TableColumn column) {
        return word(column.type());
    }

    private static boolean isText(TableColumn column) {
        return column.type().startsWith("char") || column.type().endsWith("text");
    }

    private static String label(TableColumn column) {
        return column.label().orElse(column.name());
    }

    /** The octets that the engine shows, in MySQL's way. */
    private static String octets(String message) {
        int colon = message.lastIndexOf(':');
        return colon < 0
                ? ""
                : message.substring(colon + 1)
                        .strip()
                        .replace("0x", "\\x")
                        .replace(" ", "")
                        .toUpperCase(Locale.ROOT)
                        .replace("\\X", "\\x");
    }
}
