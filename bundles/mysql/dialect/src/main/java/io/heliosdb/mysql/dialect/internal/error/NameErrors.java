package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import io.heliosdb.spi.error.SqlState;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Class 42 and its like: names that mean nothing, too much, or something that is there already. */
final class NameErrors {
    private static final String DEFAULT_SCHEMA = "public";
    private static final Pattern COLUMN = Pattern.compile("column (?:reference )?\"?([^\" ]+)\"?");
    private static final Pattern FUNCTION = Pattern.compile("function (?:[\\w\"]+\\.)?\"?([\\w$]+)\"?\\(");
    /** What stands for a table of MySQL's own databases. */
    private static final Pattern SYSTEM_TABLE =
            Pattern.compile("helios_mysql\\.(mysql|information_schema|performance_schema|sys)_(\\w+)");

    private static final Pattern CLAUSE = Pattern.compile(
            "\\b(SELECT|FROM|WHERE|ON|USING|GROUP\\s+BY|HAVING|ORDER\\s+BY|SET|VALUES|INTO)\\b",
            Pattern.CASE_INSENSITIVE);

    private NameErrors() {}

    static Optional<VendorError> find(HeliosException error, ErrorContext context) {
        String message = error.getMessage();
        VendorError found =
                switch (error.sqlState()) {
                    case "42P01" -> undefinedTable(message, context);
                    case "42703" -> undefinedColumn(message, context);
                    case "42702" -> {
                        String column = column(message);
                        yield MysqlError.NON_UNIQ_ERROR.vendor(column, clause(column, context.sql()));
                    }
                    case "42P07" -> duplicateRelation(message, context);
                    case "42701" ->
                        message.contains("specified more than once") && !context.defines()
                                ? MysqlError.FIELD_SPECIFIED_TWICE.vendor(Quoted.first(message))
                                : MysqlError.DUP_FIELDNAME.vendor(Quoted.first(message));
                    case "42712" -> MysqlError.NONUNIQ_TABLE.vendor(Quoted.first(message));
                    case "42P04", "42P06" -> MysqlError.DB_CREATE_EXISTS.vendor(Quoted.first(message));
                    case SqlState.INVALID_CATALOG_NAME -> MysqlError.BAD_DB_ERROR.vendor(Quoted.first(message));
                    case "3F000" ->
                        context.verb().equals("DROP")
                                ? MysqlError.DB_DROP_EXISTS.vendor(Quoted.first(message))
                                : MysqlError.BAD_DB_ERROR.vendor(Quoted.first(message));
                    case SqlState.UNDEFINED_OBJECT -> undefinedObject(message, context);
                    case SqlState.DUPLICATE_OBJECT -> duplicateObject(message);
                    case "42883" -> undefinedFunction(message, context);
                    case "42723" -> MysqlError.SP_ALREADY_EXISTS.vendor("FUNCTION", function(message));
                    case SqlState.NAME_TOO_LONG -> MysqlError.TOO_LONG_IDENT.vendor(Quoted.first(message));
                    case SqlState.INVALID_NAME -> MysqlError.WRONG_TABLE_NAME.vendor(Quoted.first(message));
                    case "3B001" -> MysqlError.SP_DOES_NOT_EXIST.vendor("SAVEPOINT", Quoted.first(message));
                    default -> null;
                };
        return Optional.ofNullable(found);
    }

    // ------------------------------------------------------------------ tables

    private static VendorError undefinedTable(String message, ErrorContext context) {
        String name = Quoted.first(message);
        if (message.contains("FROM-clause entry")) {
            return context.verb().equals("DELETE")
                    ? MysqlError.UNKNOWN_TABLE.vendor(name, "MULTI DELETE")
                    : MysqlError.BAD_FIELD_ERROR.vendor(qualifiedUse(name, context.sql()), clause(name, context.sql()));
        }
        if (context.verb().equals("DROP") && !context.mentions("INDEX")) {
            return MysqlError.BAD_TABLE_ERROR.vendor(context.qualified(name));
        }
        if (context.mentions("REFERENCES") && context.defines()) {
            return MysqlError.FK_CANNOT_OPEN_PARENT.vendor(name.substring(name.lastIndexOf('.') + 1));
        }
        Matcher system = SYSTEM_TABLE.matcher(name);
        if (system.matches()) {
            return system.group(1).equals("information_schema")
                    ? MysqlError.UNKNOWN_TABLE.vendor(system.group(2).toUpperCase(Locale.ROOT), "information_schema")
                    : MysqlError.TABLEACCESS_DENIED_ERROR.vendor(
                            context.verb(), context.user(), context.host(), system.group(2));
        }
        int dot = name.indexOf('.');
        String schema = dot < 0 ? context.database() : name.substring(0, dot);
        return MysqlError.NO_SUCH_TABLE.vendor(
                schema.equals(DEFAULT_SCHEMA) ? context.database() : schema, name.substring(dot + 1));
    }

    /** {@code t.c} where the statement says so and there is no {@code t}. */
    private static String qualifiedUse(String table, String sql) {
        Matcher matcher = Pattern.compile(
                        "`?\\b" + Pattern.quote(table) + "\\b`?\\s*\\.\\s*`?([\\w$*]+)`?", Pattern.CASE_INSENSITIVE)
                .matcher(sql);
        return matcher.find() ? table + '.' + matcher.group(1) : table;
    }

    private static VendorError duplicateRelation(String message, ErrorContext context) {
        String name = Quoted.first(message);
        if (context.mentions("INDEX")
                || (context.mentions("KEY") && context.verb().equals("ALTER"))) {
            return MysqlError.DUP_KEYNAME.vendor(keyName(name, context));
        }
        return MysqlError.TABLE_EXISTS_ERROR.vendor(name);
    }

    /** The index as MySQL calls it: the engine's name begins with the table's. */
    private static String keyName(String name, ErrorContext context) {
        return Stream.concat(context.tables().stream().map(Table::name), context.definedTable().stream())
                .map(table -> ConstraintErrors.keyName(name, table))
                .filter(key -> !key.equals(name))
                .findFirst()
                .orElse(name);
    }

    // ------------------------------------------------------------------ columns

    private static VendorError undefinedColumn(String message, ErrorContext context) {
        String column = column(message);
        if (context.verb().equals("ALTER") && message.contains("of relation")) {
            return context.mentions("DROP")
                    ? MysqlError.CANT_DROP_FIELD_OR_KEY.vendor(column)
                    : MysqlError.BAD_FIELD_ERROR.vendor(column, Quoted.last(message));
        }
        if (context.defines()
                && (message.contains("named in key") || context.mentions("INDEX") || context.mentions("KEY"))) {
            return MysqlError.KEY_COLUMN_DOES_NOT_EXITS.vendor(column);
        }
        return MysqlError.BAD_FIELD_ERROR.vendor(column, clause(column, context.sql()));
    }

    private static String column(String message) {
        Matcher matcher = COLUMN.matcher(message);
        return matcher.find() ? matcher.group(1) : Quoted.first(message);
    }

    /** Where a name stands first, in MySQL's words; the engine's own position is one of another text. */
    static String clause(String name, String sql) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        Matcher use = Pattern.compile("(?<![\\w$])" + Pattern.quote(last) + "(?![\\w$])", Pattern.CASE_INSENSITIVE)
                .matcher(sql);
        int end = use.find() ? use.start() : sql.length();
        Matcher matcher = CLAUSE.matcher(sql).region(0, end);
        String clause = "SELECT";
        while (matcher.find()) {
            clause = matcher.group(1).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        }
        return switch (clause) {
            case "WHERE" -> "where clause";
            case "ON", "USING" -> "on clause";
            case "FROM" -> "from clause";
            case "GROUP BY" -> "group statement";
            case "HAVING" -> "having clause";
            case "ORDER BY" -> "order clause";
            default -> "field list";
        };
    }

    // ------------------------------------------------------------------ other objects

    private static VendorError undefinedObject(String message, ErrorContext context) {
        String name = Quoted.first(message);
        if (message.startsWith("collation")) {
            return MysqlError.UNKNOWN_COLLATION.vendor(name.substring(name.lastIndexOf('.') + 1));
        }
        if (message.startsWith("trigger")) {
            return MysqlError.TRG_DOES_NOT_EXIST.vendor();
        }
        if (message.startsWith("role")) {
            return MysqlError.CANNOT_USER.vendor(context.verb() + " USER", '\'' + name + "'@'%'");
        }
        if (message.startsWith("index") || message.startsWith("constraint")) {
            return MysqlError.CANT_DROP_FIELD_OR_KEY.vendor(keyName(name, context));
        }
        if (message.contains("configuration parameter")) {
            return MysqlError.UNKNOWN_SYSTEM_VARIABLE.vendor(name);
        }
        return MysqlError.UNKNOWN_ERROR.vendor(message);
    }

    private static VendorError duplicateObject(String message) {
        String name = Quoted.first(message);
        if (message.startsWith("trigger")) {
            return MysqlError.TRG_ALREADY_EXISTS.vendor();
        }
        if (message.startsWith("role")) {
            return MysqlError.CANNOT_USER.vendor("CREATE USER", '\'' + name + "'@'%'");
        }
        return message.startsWith("constraint")
                ? MysqlError.FK_DUP_NAME.vendor(name)
                : MysqlError.UNKNOWN_ERROR.vendor(message);
    }

    private static VendorError undefinedFunction(String message, ErrorContext context) {
        if (message.startsWith("operator does not exist")) {
            String[] words = message.substring(message.indexOf(':') + 1).strip().split(" ");
            return MysqlError.WRONG_ARGUMENTS.vendor(words.length > 2 ? words[words.length - 2] : words[0]);
        }
        if (NativeFunctions.contains(function(message))) {
            return MysqlError.WRONG_PARAMCOUNT_TO_NATIVE_FCT.vendor(
                    function(message).toUpperCase(Locale.ROOT));
        }
        String kind = message.startsWith("procedure") ? "PROCEDURE" : "FUNCTION";
        return MysqlError.SP_DOES_NOT_EXIST.vendor(kind, context.qualified(function(message)));
    }

    private static String function(String message) {
        Matcher matcher = FUNCTION.matcher(message);
        return matcher.find() ? matcher.group(1) : Quoted.first(message);
    }

    /** The detail of an error that tells what still needs something. */
    static String dependents(HeliosException error) {
        return error.field(Field.DETAIL).orElse("");
    }
}
