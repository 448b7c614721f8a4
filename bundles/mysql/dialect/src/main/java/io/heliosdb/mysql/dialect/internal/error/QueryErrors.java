package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements whose parts do not fit together, and objects that do not take what is done to them. */
final class QueryErrors {
    private static final Pattern POSITION = Pattern.compile("position (\\d+)");
    private static final Pattern COLLATIONS = Pattern.compile("\"([^\"]+)\" and \"([^\"]+)\"");

    private QueryErrors() {}

    static Optional<VendorError> find(HeliosException error, ErrorContext context) {
        String message = error.getMessage();
        VendorError found =
                switch (error.sqlState()) {
                    case "42803" -> grouping(message, context);
                    case "42P20" -> MysqlError.WINDOW_INVALID_WINDOW_FUNC_USE.vendor(Quoted.first(message));
                    case "42P10" -> columnReference(message);
                    case "21000" -> MysqlError.SUBQUERY_NO_1_ROW.vendor();
                    case "42P16" -> table(message);
                    case "42830" ->
                        MysqlError.FK_NO_INDEX_PARENT.vendor(
                                error.field(HeliosException.Field.CONSTRAINT).orElse(""), Quoted.last(message));
                    case "42804" -> mismatch(message);
                    case "42P21", "42P22" -> {
                        Matcher matcher = COLLATIONS.matcher(message);
                        boolean known = matcher.find();
                        yield MysqlError.CANT_AGGREGATE_2COLLATIONS.vendor(
                                known ? matcher.group(1) : "", known ? matcher.group(2) : "", "=");
                    }
                    case "42P18", "42P08", "42P02" -> MysqlError.WRONG_ARGUMENTS.vendor("statement");
                    case "428C9" -> {
                        List<String> names = Quoted.all(message);
                        yield MysqlError.NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN.vendor(
                                names.isEmpty() ? "" : names.get(0),
                                context.tables().isEmpty()
                                        ? ""
                                        : context.tables().get(0).name());
                    }
                    case SqlState.DEPENDENT_OBJECTS_STILL_EXIST -> dependents(error);
                    case SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE ->
                        message.startsWith("cannot insert into")
                                ? MysqlError.NON_INSERTABLE_TABLE.vendor(Quoted.first(message), "INSERT")
                                : message.startsWith("cannot ")
                                        ? MysqlError.NON_UPDATABLE_TABLE.vendor(Quoted.first(message), context.verb())
                                        : null;
                    case "42809" ->
                        MysqlError.WRONG_OBJECT.vendor(
                                context.database(),
                                Quoted.first(message),
                                message.contains("not a view") ? "VIEW" : "BASE TABLE");
                    case "55006" -> MysqlError.DB_DROP_RMDIR.vendor(Quoted.first(message));
                    default -> null;
                };
        return Optional.ofNullable(found);
    }

    private static VendorError grouping(String message, ErrorContext context) {
        if (!message.contains("must appear in the GROUP BY clause")) {
            return MysqlError.INVALID_GROUP_FUNC_USE.vendor();
        }
        String column = Quoted.first(message);
        String shown =
                column.isEmpty() ? "" : context.database().isEmpty() ? column : context.database() + '.' + column;
        return context.mentions("GROUP")
                ? MysqlError.WRONG_FIELD_WITH_GROUP.vendor(1, shown)
                : MysqlError.MIX_OF_GROUP_FUNC_AND_FIELDS.vendor(1, shown);
    }

    private static VendorError columnReference(String message) {
        Matcher matcher = POSITION.matcher(message);
        if (!matcher.find()) {
            return MysqlError.ILLEGAL_REFERENCE.vendor(Quoted.first(message), "reference to expressions");
        }
        return MysqlError.BAD_FIELD_ERROR.vendor(
                matcher.group(1), message.startsWith("GROUP") ? "group statement" : "order clause");
    }

    private static VendorError table(String message) {
        if (message.contains("multiple primary keys")) {
            return MysqlError.MULTIPLE_PRI_KEY.vendor();
        }
        return message.contains("must have at least one column")
                ? MysqlError.TABLE_MUST_HAVE_COLUMNS.vendor()
                : MysqlError.UNKNOWN_ERROR.vendor(message);
    }

    private static VendorError mismatch(String message) {
        List<String> names = Quoted.all(message);
        if (message.startsWith("foreign key constraint") || message.contains("incompatible types")) {
            return MysqlError.FK_INCOMPATIBLE_COLUMNS.vendor("", "", names.isEmpty() ? "" : names.get(0));
        }
        if (message.contains("must return only one column")) {
            return MysqlError.OPERAND_COLUMNS.vendor(1);
        }
        if (message.startsWith("column") && !names.isEmpty()) {
            return MysqlError.WARN_DATA_TRUNCATED.vendor(names.get(0), 1);
        }
        return MysqlError.WRONG_ARGUMENTS.vendor("statement");
    }

    private static VendorError dependents(HeliosException error) {
        String detail = NameErrors.dependents(error);
        Matcher matcher = Pattern.compile(
                        "constraint (\\S+) on table (\\S+) depends on (table|column \\S+ of table|index) (\\S+)")
                .matcher(detail);
        if (!matcher.find()) {
            return MysqlError.UNKNOWN_ERROR.vendor(error.getMessage());
        }
        return matcher.group(3).startsWith("column")
                ? MysqlError.FK_COLUMN_CANNOT_DROP.vendor(matcher.group(3).split(" ")[1], matcher.group(1))
                : MysqlError.FK_CANNOT_DROP_PARENT.vendor(
                        unqualified(matcher.group(4)), matcher.group(1), unqualified(matcher.group(2)));
    }

    private static String unqualified(String table) {
        return table.substring(table.lastIndexOf('.') + 1);
    }
}
