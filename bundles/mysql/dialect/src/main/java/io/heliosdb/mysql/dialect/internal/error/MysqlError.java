package io.heliosdb.mysql.dialect.internal.error;

import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * MySQL's errors: number, SQLSTATE and text of "Server Error Message Reference" in MySQL 8.4's manual, named as there without
 * {@code ER_}.
 */
public enum MysqlError {
    DB_CREATE_EXISTS(1007, "HY000", "Can't create database '%s'; database exists"),
    DB_DROP_EXISTS(1008, "HY000", "Can't drop database '%s'; database doesn't exist"),
    DB_DROP_RMDIR(1010, "HY000", "Error dropping database (can't rmdir '%s', errno: 16)"),
    DISK_FULL(1021, "HY000", "Disk full (%s); waiting for someone to free some space..."),
    OUTOFMEMORY(1037, "HY001", "Out of memory; restart server and try again (needed %s bytes)"),
    CON_COUNT_ERROR(1040, "08004", "Too many connections"),
    OUT_OF_RESOURCES(1041, "HY000", "Out of memory; check if mysqld or some other process uses all available memory"),
    HANDSHAKE_ERROR(1043, "08S01", "Bad handshake"),
    DBACCESS_DENIED_ERROR(1044, "42000", "Access denied for user '%s'@'%s' to database '%s'"),
    ACCESS_DENIED_ERROR(1045, "28000", "Access denied for user '%s'@'%s' (using password: %s)"),
    NO_DB_ERROR(1046, "3D000", "No database selected"),
    UNKNOWN_COM_ERROR(1047, "08S01", "Unknown command"),
    BAD_NULL_ERROR(1048, "23000", "Column '%s' cannot be null"),
    BAD_DB_ERROR(1049, "42000", "Unknown database '%s'"),
    TABLE_EXISTS_ERROR(1050, "42S01", "Table '%s' already exists"),
    BAD_TABLE_ERROR(1051, "42S02", "Unknown table '%s'"),
    NON_UNIQ_ERROR(1052, "23000", "Column '%s' in %s is ambiguous"),
    SERVER_SHUTDOWN(1053, "08S01", "Server shutdown in progress"),
    BAD_FIELD_ERROR(1054, "42S22", "Unknown column '%s' in '%s'"),
    WRONG_FIELD_WITH_GROUP(
            1055,
            "42000",
            "Expression #%s of SELECT list is not in GROUP BY clause and contains nonaggregated column '%s' which is not"
                    + " functionally dependent on columns in GROUP BY clause; this is incompatible with"
                    + " sql_mode=only_full_group_by"),
    WRONG_GROUP_FIELD(1056, "42000", "Can't group on '%s'"),
    WRONG_VALUE_COUNT(1058, "21S01", "Column count doesn't match value count"),
    TOO_LONG_IDENT(1059, "42000", "Identifier name '%s' is too long"),
    DUP_FIELDNAME(1060, "42S21", "Duplicate column name '%s'"),
    DUP_KEYNAME(1061, "42000", "Duplicate key name '%s'"),
    DUP_ENTRY(1062, "23000", "Duplicate entry '%s' for key '%s'"),
    PARSE_ERROR(
            1064,
            "42000",
            "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the"
                    + " right syntax to use near '%s' at line %s"),
    EMPTY_QUERY(1065, "42000", "Query was empty"),
    NONUNIQ_TABLE(1066, "42000", "Not unique table/alias: '%s'"),
    INVALID_DEFAULT(1067, "42000", "Invalid default value for '%s'"),
    MULTIPLE_PRI_KEY(1068, "42000", "Multiple primary key defined"),
    TOO_LONG_KEY(1071, "42000", "Specified key was too long; max key length is %s bytes"),
    KEY_COLUMN_DOES_NOT_EXITS(1072, "42000", "Key column '%s' doesn't exist in table"),
    TOO_BIG_FIELDLENGTH(1074, "42000", "Column length too big for column '%s' (max = %s); use BLOB or TEXT instead"),
    WRONG_AUTO_KEY(
            1075,
            "42000",
            "Incorrect table definition; there can be only one auto column and it must be defined as a key"),
    WRONG_FIELD_TERMINATORS(1083, "42000", "Field separator argument is not what is expected; check the manual"),
    CANT_REMOVE_ALL_FIELDS(1090, "42000", "You can't delete all columns with ALTER TABLE; use DROP TABLE instead"),
    CANT_DROP_FIELD_OR_KEY(1091, "42000", "Can't DROP '%s'; check that column/key exists"),
    UPDATE_TABLE_USED(1093, "HY000", "You can't specify target table '%s' for update in FROM clause"),
    NO_SUCH_THREAD(1094, "HY000", "Unknown thread id: %s"),
    KILL_DENIED_ERROR(1095, "HY000", "You are not owner of thread %s"),
    NO_TABLES_USED(1096, "HY000", "No tables used"),
    TABLE_NOT_LOCKED_FOR_WRITE(1099, "HY000", "Table '%s' was locked with a READ lock and can't be updated"),
    TABLE_NOT_LOCKED(1100, "HY000", "Table '%s' was not locked with LOCK TABLES"),
    BLOB_CANT_HAVE_DEFAULT(1101, "42000", "BLOB, TEXT, GEOMETRY or JSON column '%s' can't have a default value"),
    WRONG_DB_NAME(1102, "42000", "Incorrect database name '%s'"),
    WRONG_TABLE_NAME(1103, "42000", "Incorrect table name '%s'"),
    TOO_BIG_SELECT(1104, "42000", "The SELECT would examine more than MAX_JOIN_SIZE rows"),
    UNKNOWN_ERROR(1105, "HY000", "%s"),
    UNKNOWN_TABLE(1109, "42S02", "Unknown table '%s' in %s"),
    FIELD_SPECIFIED_TWICE(1110, "42000", "Column '%s' specified twice"),
    INVALID_GROUP_FUNC_USE(1111, "HY000", "Invalid use of group function"),
    TABLE_MUST_HAVE_COLUMNS(1113, "42000", "A table must have at least 1 column"),
    UNKNOWN_CHARACTER_SET(1115, "42000", "Unknown character set: '%s'"),
    TOO_MANY_FIELDS(1117, "HY000", "Too many columns"),
    TOO_BIG_ROWSIZE(
            1118,
            "42000",
            "Row size too large. The maximum row size for the used table type, not counting BLOBs, is %s. This includes"
                    + " storage overhead, check the manual. You have to change some columns to TEXT or BLOBs"),
    WRONG_VALUE_COUNT_ON_ROW(1136, "21S01", "Column count doesn't match value count at row %s"),
    INVALID_USE_OF_NULL(1138, "22004", "Invalid use of NULL value"),
    MIX_OF_GROUP_FUNC_AND_FIELDS(
            1140,
            "42000",
            "In aggregated query without GROUP BY, expression #%s of SELECT list contains nonaggregated column '%s'; this is"
                    + " incompatible with sql_mode=only_full_group_by"),
    NONEXISTING_GRANT(1141, "42000", "There is no such grant defined for user '%s' on host '%s'"),
    TABLEACCESS_DENIED_ERROR(1142, "42000", "%s command denied to user '%s'@'%s' for table '%s'"),
    COLUMNACCESS_DENIED_ERROR(1143, "42000", "%s command denied to user '%s'@'%s' for column '%s' in table '%s'"),
    NO_SUCH_TABLE(1146, "42S02", "Table '%s.%s' doesn't exist"),
    NOT_ALLOWED_COMMAND(1148, "42000", "The used command is not allowed with this MySQL version"),
    SYNTAX_ERROR(
            1149,
            "42000",
            "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the"
                    + " right syntax to use"),
    NET_PACKET_TOO_LARGE(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes"),
    NET_READ_ERROR(1158, "08S01", "Got an error reading communication packets"),
    NET_READ_INTERRUPTED(1159, "08S01", "Got timeout reading communication packets"),
    NET_ERROR_ON_WRITE(1160, "08S01", "Got an error writing communication packets"),
    TOO_LONG_STRING(1162, "42000", "Result string is longer than 'max_allowed_packet' bytes"),
    WRONG_COLUMN_NAME(1166, "42000", "Incorrect column name '%s'"),
    DUP_UNIQUE(1169, "23000", "Can't write, because of unique constraint, to table '%s'"),
    BLOB_KEY_WITHOUT_LENGTH(1170, "42000", "BLOB/TEXT column '%s' used in key specification without a key length"),
    PRIMARY_CANT_HAVE_NULL(
            1171,
            "42000",
            "All parts of a PRIMARY KEY must be NOT NULL; if you need NULL in a key, use UNIQUE instead"),
    TOO_MANY_ROWS(1172, "42000", "Result consisted of more than one row"),
    KEY_DOES_NOT_EXITS(1176, "42000", "Key '%s' doesn't exist in table '%s'"),
    UNKNOWN_SYSTEM_VARIABLE(1193, "HY000", "Unknown system variable '%s'"),
    LOCK_WAIT_TIMEOUT(1205, "HY000", "Lock wait timeout exceeded; try restarting transaction"),
    WRONG_ARGUMENTS(1210, "HY000", "Incorrect arguments to %s"),
    LOCK_DEADLOCK(1213, "40001", "Deadlock found when trying to get lock; try restarting transaction"),
    CANNOT_ADD_FOREIGN(1215, "HY000", "Cannot add foreign key constraint"),
    NO_REFERENCED_ROW(1216, "23000", "Cannot add or update a child row: a foreign key constraint fails"),
    ROW_IS_REFERENCED(1217, "23000", "Cannot delete or update a parent row: a foreign key constraint fails"),
    WRONG_NUMBER_OF_COLUMNS_IN_SELECT(1222, "21000", "The used SELECT statements have a different number of columns"),
    SPECIFIC_ACCESS_DENIED_ERROR(
            1227, "42000", "Access denied; you need (at least one of) the %s privilege(s) for this operation"),
    LOCAL_VARIABLE(1228, "HY000", "Variable '%s' is a SESSION variable and can't be used with SET GLOBAL"),
    GLOBAL_VARIABLE(1229, "HY000", "Variable '%s' is a GLOBAL variable and should be set with SET GLOBAL"),
    NO_DEFAULT(1230, "42000", "Variable '%s' doesn't have a default value"),
    WRONG_VALUE_FOR_VAR(1231, "42000", "Variable '%s' can't be set to the value of '%s'"),
    WRONG_TYPE_FOR_VAR(1232, "42000", "Incorrect argument type to variable '%s'"),
    VAR_CANT_BE_READ(1233, "HY000", "Variable '%s' can only be set, not read"),
    NOT_SUPPORTED_YET(1235, "42000", "This version of MySQL doesn't yet support '%s'"),
    INCORRECT_GLOBAL_LOCAL_VAR(1238, "HY000", "Variable '%s' is a %s variable"),
    OPERAND_COLUMNS(1241, "21000", "Operand should contain %s column(s)"),
    SUBQUERY_NO_1_ROW(1242, "21000", "Subquery returns more than 1 row"),
    UNKNOWN_STMT_HANDLER(1243, "HY000", "Unknown prepared statement handler (%s) given to %s"),
    ILLEGAL_REFERENCE(1247, "42S22", "Reference '%s' not supported (%s)"),
    DERIVED_MUST_HAVE_ALIAS(1248, "42000", "Every derived table must have its own alias"),
    COLLATION_CHARSET_MISMATCH(1253, "42000", "COLLATION '%s' is not valid for CHARACTER SET '%s'"),
    NOT_SUPPORTED_AUTH_MODE(
            1251,
            "08004",
            "Client does not support authentication protocol requested by server; consider upgrading MySQL client"),
    WARN_TOO_FEW_RECORDS(1261, "01000", "Row %s doesn't contain data for all columns"),
    WARN_TOO_MANY_RECORDS(1262, "01000", "Row %s was truncated; it contained more data than there were input columns"),
    WARN_NULL_TO_NOTNULL(1263, "22004", "Column set to default value; NULL supplied to NOT NULL column '%s' at row %s"),
    WARN_DATA_OUT_OF_RANGE(1264, "22003", "Out of range value for column '%s' at row %s"),
    WARN_DATA_TRUNCATED(1265, "01000", "Data truncated for column '%s' at row %s"),
    CANT_AGGREGATE_2COLLATIONS(
            1267, "HY000", "Illegal mix of collations (%s,IMPLICIT) and (%s,IMPLICIT) for operation '%s'"),
    UNKNOWN_COLLATION(1273, "HY000", "Unknown collation: '%s'"),
    WRONG_NAME_FOR_INDEX(1280, "42000", "Incorrect index name '%s'"),
    NON_UPDATABLE_TABLE(1288, "HY000", "The target table %s of the %s is not updatable"),
    TRUNCATED_WRONG_VALUE(1292, "22007", "Incorrect %s value: '%s' for column '%s' at row %s"),
    INVALID_CHARACTER_STRING(1300, "HY000", "Invalid %s character string: '%s'"),
    UNKNOWN_TIME_ZONE(1298, "HY000", "Unknown or incorrect time zone: '%s'"),
    SP_ALREADY_EXISTS(1304, "42000", "%s %s already exists"),
    SP_DOES_NOT_EXIST(1305, "42000", "%s %s does not exist"),
    QUERY_INTERRUPTED(1317, "70100", "Query execution was interrupted"),
    SP_WRONG_NO_OF_ARGS(1318, "42000", "Incorrect number of arguments for %s %s; expected %s, got %s"),
    VIEW_WRONG_LIST(
            1353,
            "HY000",
            "In definition of view, derived table or common table expression, SELECT list and"
                    + " column names list have different column counts"),
    WRONG_OBJECT(1347, "HY000", "'%s.%s' is not %s"),
    TRG_ALREADY_EXISTS(1359, "HY000", "Trigger already exists"),
    TRG_DOES_NOT_EXIST(1360, "HY000", "Trigger does not exist"),
    NO_DEFAULT_FOR_FIELD(1364, "HY000", "Field '%s' doesn't have a default value"),
    DIVISION_BY_ZERO(1365, "22012", "Division by 0"),
    TRUNCATED_WRONG_VALUE_FOR_FIELD(1366, "HY000", "Incorrect %s value: '%s' for column '%s' at row %s"),
    VIEW_CHECK_FAILED(1369, "HY000", "CHECK OPTION failed '%s'"),
    PROCACCESS_DENIED_ERROR(1370, "42000", "%s command denied to user '%s'@'%s' for routine '%s'"),
    CANNOT_USER(1396, "HY000", "Operation %s failed for %s"),
    XAER_RMFAIL(
            1399, "XAE07", "XAER_RMFAIL: The command cannot be executed when global transaction is in the  %s state"),
    DATA_TOO_LONG(1406, "22001", "Data too long for column '%s' at row %s"),
    WRONG_VALUE_FOR_TYPE(1411, "HY000", "Incorrect %s value: '%s' for function %s"),
    TOO_BIG_SCALE(1425, "42000", "Too big scale %s specified for column '%s'. Maximum is %s."),
    TOO_BIG_PRECISION(1426, "42000", "Too-big precision %s specified for '%s'. Maximum is %s."),
    M_BIGGER_THAN_D(1427, "42000", "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '%s')."),
    STACK_OVERRUN_NEED_MORE(1436, "HY000", "Thread stack overrun:  Need more than %s bytes of stack"),
    TOO_BIG_DISPLAYWIDTH(1439, "42000", "Display width out of range for column '%s' (max = %s)"),
    ROW_IS_REFERENCED_2(1451, "23000", "Cannot delete or update a parent row: a foreign key constraint fails (%s)"),
    NO_REFERENCED_ROW_2(1452, "23000", "Cannot add or update a child row: a foreign key constraint fails (%s)"),
    NON_INSERTABLE_TABLE(1471, "HY000", "The target table %s of the %s is not insertable-into"),
    CANT_CHANGE_TX_CHARACTERISTICS(
            1568, "25001", "Transaction characteristics can't be changed while a transaction is in progress"),
    DUP_ENTRY_AUTOINCREMENT_CASE(
            1569,
            "23000",
            "ALTER TABLE causes auto_increment resequencing, resulting in duplicate" + " entry '%s' for key '%s'"),
    WRONG_PARAMCOUNT_TO_NATIVE_FCT(1582, "42000", "Incorrect parameter count in the call to native function '%s'"),
    NEED_REPREPARE(1615, "HY000", "Prepared statement needs to be re-prepared"),
    FUNC_INEXISTENT_NAME_COLLISION(
            1630,
            "42000",
            "FUNCTION %s does not exist. Check the 'Function Name Parsing and Resolution' section in the"
                    + " Reference Manual"),
    SIGNAL_EXCEPTION(1644, "45000", "%s"),
    DATA_OUT_OF_RANGE(1690, "22003", "%s value is out of range in '%s'"),
    CANT_EXECUTE_IN_READ_ONLY_TRANSACTION(1792, "25006", "Cannot execute statement in a READ ONLY transaction."),
    FK_NO_INDEX_PARENT(
            1822,
            "HY000",
            "Failed to add the foreign key constraint. Missing index for constraint '%s' in the referenced table '%s'"),
    FK_CANNOT_OPEN_PARENT(1824, "HY000", "Failed to open the referenced table '%s'"),
    FK_DUP_NAME(1826, "HY000", "Duplicate foreign key constraint name '%s'"),
    FK_COLUMN_CANNOT_DROP(1828, "HY000", "Cannot drop column '%s': needed in a foreign key constraint '%s'"),
    MALFORMED_PACKET(1835, "HY000", "Malformed communication packet."),
    QUERY_TIMEOUT(3024, "HY000", "Query execution was interrupted, maximum statement execution time exceeded"),
    SERVER_OFFLINE_MODE(3032, "HY000", "The server is currently in offline mode"),
    NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN(
            3105, "HY000", "The value specified for generated column '%s' in table '%s' is not allowed."),
    DEPENDENT_BY_GENERATED_COLUMN(3108, "HY000", "Column '%s' has a generated column dependency."),
    INVALID_JSON_TEXT(3140, "22032", "Invalid JSON text: \"Invalid value.\" at position %s in value for column '%s'."),
    INVALID_JSON_TEXT_IN_PARAM(
            3141, "22032", "Invalid JSON text in argument %s to function %s: \"Invalid value.\" at position %s."),
    INVALID_JSON_PATH(3143, "42000", "Invalid JSON path expression. The error is around character position %s."),
    WINDOW_INVALID_WINDOW_FUNC_USE(3593, "HY000", "You cannot use the window function '%s' in this context.'"),
    LOCK_NOWAIT(
            3572, "HY000", "Statement aborted because lock(s) could not be acquired immediately and NOWAIT is set."),
    REGEXP_ILLEGAL_ARGUMENT(3685, "HY000", "Illegal argument to a regular expression."),
    FK_CANNOT_DROP_PARENT(
            3730, "HY000", "Cannot drop table '%s' referenced by a foreign key constraint '%s' on table '%s'."),
    FK_INCOMPATIBLE_COLUMNS(
            3780,
            "HY000",
            "Referencing column '%s' and referenced column '%s' in foreign key constraint '%s' are incompatible."),
    CHECK_CONSTRAINT_VIOLATED(3819, "HY000", "Check constraint '%s' is violated."),
    CHECK_CONSTRAINT_NOT_FOUND(3821, "HY000", "Check constraint '%s' is not found in the table."),
    CHECK_CONSTRAINT_DUP_NAME(3822, "HY000", "Duplicate check constraint name '%s'."),
    CONSTRAINT_NOT_FOUND(3940, "HY000", "Constraint '%s' does not exist."),
    CLIENT_LOCAL_FILES_DISABLED(
            3948, "42000", "Loading local data is disabled; this must be enabled on both the client and server sides"),
    CLIENT_INTERACTION_TIMEOUT(
            4031,
            "HY000",
            "The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for"
                    + " configuring this behavior.");

    /** First character of the SQLSTATE of an error that already is MySQL's; its number follows. */
    static final char OWN = 'M';

    private static final int DIGITS = 4;
    private static final String GENERAL_SQL_STATE = "HY000";
    private static final Map<Integer, MysqlError> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MysqlError::number, Function.identity()));

    private final int number;
    private final String sqlState;
    private final String template;

    MysqlError(int number, String sqlState, String template) {
        this.number = number;
        this.sqlState = sqlState;
        this.template = template;
    }

    public int number() {
        return number;
    }

    public String sqlState() {
        return sqlState;
    }

    /** @param arguments the parts of the text, in the manual's order */
    public String message(Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }

    /** The error as every layer carries it: its SQLSTATE is {@code M} and four digits of the number. */
    public HeliosException exception(Object... arguments) {
        return new HeliosException(String.format(Locale.ROOT, OWN + "%0" + DIGITS + "d", number), message(arguments));
    }

    VendorError vendor(Object... arguments) {
        return new VendorError(number, sqlState, message(arguments));
    }

    static Optional<MysqlError> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /** An error that was made by {@link #exception}, or by a prelude function with such a SQLSTATE. */
    static Optional<VendorError> own(HeliosException error) {
        String state = error.sqlState();
        if (state.length() != 1 + DIGITS || state.charAt(0) != OWN) {
            return Optional.empty();
        }
        for (int i = 1; i < state.length(); i++) {
            if (state.charAt(i) < '0' || state.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        int number = Integer.parseInt(state.substring(1));
        return Optional.of(new VendorError(
                number, of(number).map(MysqlError::sqlState).orElse(GENERAL_SQL_STATE), error.getMessage()));
    }
}
