package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Class 23: keys, foreign keys, NOT NULL, CHECK, and what stands for MySQL's types as a CHECK. */
final class ConstraintErrors {
    private static final int LAST_ASCII = 0x7f;
    private static final Pattern KEY =
            Pattern.compile("Key \\((.*?)\\)=\\((.*)\\) (?:already|is|conflicts)", Pattern.DOTALL);
    private static final String RANGE = "_range";

    private ConstraintErrors() {}

    static Optional<VendorError> find(HeliosException error, ErrorContext context) {
        return switch (error.sqlState()) {
            case "23505", "23P01" -> Optional.of(duplicate(error));
            case "23503" -> Optional.of(foreignKey(error, context));
            case "23502" -> Optional.of(notNull(error, context));
            case "23514" -> Optional.of(check(error, context));
            case "44000" ->
                Optional.of(MysqlError.VIEW_CHECK_FAILED.vendor(context.qualified(Quoted.first(error.getMessage()))));
            default -> Optional.empty();
        };
    }

    private static VendorError duplicate(HeliosException error) {
        String table = error.field(Field.TABLE).orElse("");
        String key = keyName(error.field(Field.CONSTRAINT).orElse(""), table);
        Matcher matcher = KEY.matcher(error.field(Field.DETAIL).orElse(""));
        String entry = matcher.find() ? entry(matcher.group(1), matcher.group(2)) : "";
        return MysqlError.DUP_ENTRY.vendor(entry, table.isEmpty() ? key : table + '.' + key);
    }

    /** MySQL joins the values of a key by a hyphen. */
    private static String entry(String columns, String values) {
        String[] parts = values.split(", ", -1);
        return parts.length == columns.split(", ", -1).length ? String.join("-", parts) : values;
    }

    /**
     * An index at the engine is {@code <table>.<MySQL's name>}, a primary key {@code <table>.pkey}; those that PostgreSQL
     * named itself have an underscore there.
     */
    static String keyName(String constraint, String table) {
        if (constraint.equals(table + ".pkey") || constraint.equals(table + "_pkey")) {
            return "PRIMARY";
        }
        boolean ofTable = constraint.startsWith(table + '.') || constraint.startsWith(table + '_');
        return ofTable ? constraint.substring(table.length() + 1) : constraint;
    }

    private static VendorError foreignKey(HeliosException error, ErrorContext context) {
        String message = error.getMessage();
        String constraint = error.field(Field.CONSTRAINT).orElse("");
        String child = error.field(Field.TABLE).orElse("");
        String columns = "";
        Matcher matcher = KEY.matcher(error.field(Field.DETAIL).orElse(""));
        boolean childsKey = message.startsWith("insert or update");
        if (matcher.find() && childsKey) {
            columns = " FOREIGN KEY (`" + matcher.group(1).replace(", ", "`, `") + "`) REFERENCES `"
                    + Quoted.last(error.field(Field.DETAIL).orElse("")) + '`';
        }
        if (!childsKey) {
            // `update or delete on table "parent" violates foreign key constraint "fk" on table "child"`
            child = Quoted.last(message);
        }
        String failed = '`' + context.database() + "`.`" + child + "`, CONSTRAINT `" + constraint + '`' + columns;
        return childsKey
                ? MysqlError.NO_REFERENCED_ROW_2.vendor(failed)
                : MysqlError.ROW_IS_REFERENCED_2.vendor(failed);
    }

    private static VendorError notNull(HeliosException error, ErrorContext context) {
        String column = error.field(Field.COLUMN).orElseGet(() -> Quoted.first(error.getMessage()));
        if (context.defines()) {
            return MysqlError.INVALID_USE_OF_NULL.vendor();
        }
        return context.assigns(column)
                ? MysqlError.BAD_NULL_ERROR.vendor(column)
                : MysqlError.NO_DEFAULT_FOR_FIELD.vendor(column);
    }

    private static VendorError check(HeliosException error, ErrorContext context) {
        String constraint = error.field(Field.CONSTRAINT).orElse("");
        Optional<String> domain = error.field(Field.DATA_TYPE);
        if (domain.isPresent()) {
            String column = context.column(candidate -> candidate.type().equals(domain.get()))
                    .map(found -> found.label().orElse(found.name()))
                    .orElse(domain.get());
            boolean length = domain.get().endsWith("text") || domain.get().endsWith("blob");
            return constraint.endsWith(RANGE) && length
                    ? MysqlError.DATA_TOO_LONG.vendor(column, 1)
                    : MysqlError.WARN_DATA_OUT_OF_RANGE.vendor(column, 1);
        }
        for (Rule rule : Rule.values()) {
            if (constraint.startsWith(rule.prefix)) {
                if (rule == Rule.CHARACTERS) {
                    String column = constraint.substring(rule.prefix.length());
                    return rule.error.vendor(
                            "string", foreign(error.field(Field.DETAIL).orElse("")), column, 1);
                }
                return rule.error.vendor(constraint.substring(rule.prefix.length()), 1);
            }
        }
        return MysqlError.CHECK_CONSTRAINT_VIOLATED.vendor(constraint);
    }

    /**
     * The octets of the character that most likely was refused, in MySQL's way, from the row that the engine shows: one that
     * few sets have.
     */
    private static String foreign(String row) {
        int refused = row.codePoints().max().orElse(0);
        if (refused <= LAST_ASCII) {
            return "";
        }
        StringBuilder octets = new StringBuilder();
        for (byte octet : Character.toString(refused).getBytes(StandardCharsets.UTF_8)) {
            octets.append(String.format(Locale.ROOT, "\\x%02X", octet & 0xff));
        }
        return octets.toString();
    }

    /** What a column's type becomes as a CHECK, by the beginning of its name; the column's name follows. */
    private enum Rule {
        ENUM("mysql_enum_", MysqlError.WARN_DATA_TRUNCATED),
        SET("mysql_set_", MysqlError.WARN_DATA_TRUNCATED),
        UNSIGNED("mysql_unsigned_", MysqlError.WARN_DATA_OUT_OF_RANGE),
        LENGTH("mysql_length_", MysqlError.DATA_TOO_LONG),
        CHARACTERS("mysql_characters_", MysqlError.TRUNCATED_WRONG_VALUE_FOR_FIELD);

        private final String prefix;
        private final MysqlError error;

        Rule(String prefix, MysqlError error) {
            this.prefix = prefix;
            this.error = error;
        }
    }
}
