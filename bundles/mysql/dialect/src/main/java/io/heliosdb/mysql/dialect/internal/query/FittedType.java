package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.sql.rewrite.ValueKind;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How a value is made to fit a column where {@code sql_mode} is not strict, or IGNORE is said.
 *
 * @param function the prelude's function that does it, with a warning: of the value as text and the column's name
 * @param limits its further arguments as the engine's text; the number of the row may follow
 * @param fits whether a string is plainly one of the type's values as it is; of others, the function says so
 */
record FittedType(String function, String limits, Predicate<String> fits) {
    private static final Map<String, String> RANGES = Map.ofEntries(
            Map.entry("tinyint", "-128, 127"),
            Map.entry("tinyint1", "-128, 127"),
            Map.entry("tinyint_unsigned", "0, 255"),
            Map.entry("smallint", "-32768, 32767"),
            Map.entry("smallint_unsigned", "0, 65535"),
            Map.entry("mediumint", "-8388608, 8388607"),
            Map.entry("mediumint_unsigned", "0, 16777215"),
            Map.entry("integer", "-2147483648, 2147483647"),
            Map.entry("int_unsigned", "0, 4294967295"),
            Map.entry("bigint", "-9223372036854775808, 9223372036854775807"),
            Map.entry("bigint_unsigned", "0, 18446744073709551615"));

    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?");

    /** Characters of numbers that no type is too small for. */
    private static final int SHORT = 21;

    /** Most octets of texts; the engine's {@code text} has a limit only where it was declared as MySQL's. */
    private static final Map<String, Integer> OCTETS =
            Map.of("tinytext", 255, "text", 65_535, "mediumtext", 16_777_215);

    /** The engine's modifiers of types begin behind their own length word. */
    private static final int MODIFIER_BASE = 4;

    static Optional<FittedType> of(TableColumn column) {
        String range = RANGES.get(column.type());
        if (range != null) {
            return Optional.of(new FittedType("helios_mysql.fit_integer", ", " + range, text -> within(text, range)));
        }
        Integer octets =
                OCTETS.get(column.type().equals("text") ? column.declaration().orElse("") : column.type());
        if (octets != null) {
            return Optional.of(
                    new FittedType("helios_mysql.fit_octets", ", " + octets, text -> text.length() <= octets / 4));
        }
        if (column.type().equals("double precision") || column.type().equals("real")) {
            return Optional.of(new FittedType(
                    "helios_mysql.fit_number",
                    ", 'double'",
                    text -> text.length() < SHORT && DECIMAL.matcher(text).matches()));
        }
        if (Kinds.ofType(column.type()) == ValueKind.TIME) {
            return Optional.of(new FittedType("helios_mysql.fit_time", "", text -> false));
        }
        int modifier = column.typeModifier() - MODIFIER_BASE;
        if (modifier < 0) {
            return Optional.empty();
        }
        return switch (column.type()) {
            case "character varying", "character", "bpchar" ->
                Optional.of(
                        new FittedType("helios_mysql.fit_text", ", " + modifier, text -> text.length() <= modifier));
            case "numeric" ->
                Optional.of(new FittedType(
                        "helios_mysql.fit_decimal",
                        ", " + (modifier >> 16) + ", " + (modifier & 0x7ff),
                        text -> within(text, modifier >> 16, modifier & 0x7ff)));
            default -> Optional.empty();
        };
    }

    private static boolean within(String text, String range) {
        if (text.length() > SHORT || !INTEGER.matcher(text).matches()) {
            return false;
        }
        String[] bounds = range.split(", ", -1);
        BigInteger value = new BigInteger(text);
        return value.compareTo(new BigInteger(bounds[0])) >= 0 && value.compareTo(new BigInteger(bounds[1])) <= 0;
    }

    private static boolean within(String text, int digits, int places) {
        if (!DECIMAL.matcher(text).matches()) {
            return false;
        }
        int point = text.indexOf('.');
        int whole = (point < 0 ? text.length() : point) - (text.startsWith("-") ? 1 : 0);
        return whole <= digits - places && (point < 0 || text.length() - point - 1 <= places);
    }
}
