package io.heliosdb.mysql.dialect.internal.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine says, and what MySQL 8.4 would have said. */
class MysqlErrorsTest {
    private static final Map<Field, String> NONE = Map.of(Field.ROUTINE, "r");

    private static TableColumn column(String name, String type, int modifier) {
        return new TableColumn(
                name,
                1,
                type,
                modifier,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static final Table USERS = new Table(
            1,
            "public",
            "users",
            List.of(
                    column("id", "integer", -1),
                    column("email", "character varying", 24),
                    column("age", "tinyint_unsigned", -1),
                    column("born", "date", -1),
                    column("seen", "timestamp without time zone", -1),
                    column("price", "numeric", -1),
                    column("note", "tinytext", -1),
                    column("doc", "jsonb", -1)),
            List.of(),
            false);

    private static ErrorContext context(String sql) {
        return new ErrorContext(sql, "ann", "localhost", "shop", List.of(USERS));
    }

    private static VendorError vendor(String state, String message, Map<Field, String> fields, String sql) {
        return MysqlErrors.vendor(new HeliosException(state, message, fields), context(sql));
    }

    private static Arguments of(
            String state, String message, Map<Field, String> fields, String sql, int code, String expected) {
        return Arguments.of(state, message, fields, sql, code, expected);
    }

    private static Arguments of(String state, String message, String sql, int code, String expected) {
        return Arguments.of(state, message, NONE, sql, code, expected);
    }

    static Stream<Arguments> errors() {
        return Stream.of(constraints(), values(), names(), definitions(), queries(), more(), access(), server())
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> constraints() {
        String insert = "INSERT INTO users (email, age) VALUES ('a', 1)";
        return Stream.of(
                of(
                        "23505",
                        "duplicate key value violates unique constraint \"users_email\"",
                        Map.of(
                                Field.TABLE,
                                "users",
                                Field.CONSTRAINT,
                                "users_email",
                                Field.DETAIL,
                                "Key (email)=(a, b) already exists."),
                        insert,
                        1062,
                        "Duplicate entry 'a, b' for key 'users.email'"),
                of(
                        "23505",
                        "duplicate key value violates unique constraint \"users_pkey\"",
                        Map.of(
                                Field.TABLE,
                                "users",
                                Field.CONSTRAINT,
                                "users_pkey",
                                Field.DETAIL,
                                "Key (id, email)=(1, a) already exists."),
                        insert,
                        1062,
                        "Duplicate entry '1-a' for key 'users.PRIMARY'"),
                of(
                        "23503",
                        "insert or update on table \"child\" violates foreign key constraint \"fk\"",
                        Map.of(
                                Field.TABLE,
                                "child",
                                Field.CONSTRAINT,
                                "fk",
                                Field.DETAIL,
                                "Key (parent_id)=(9) is not present in table \"parent\"."),
                        "INSERT INTO child VALUES (9)",
                        1452,
                        "Cannot add or update a child row: a foreign key constraint fails"
                                + " (`shop`.`child`, CONSTRAINT `fk` FOREIGN KEY (`parent_id`) REFERENCES `parent`)"),
                of(
                        "23503",
                        "update or delete on table \"parent\" violates foreign key constraint \"fk\" on table \"child\"",
                        Map.of(
                                Field.TABLE,
                                "parent",
                                Field.CONSTRAINT,
                                "fk",
                                Field.DETAIL,
                                "Key (id)=(1) is still referenced from table \"child\"."),
                        "DELETE FROM parent",
                        1451,
                        "Cannot delete or update a parent row: a foreign key constraint fails (`shop`.`child`, CONSTRAINT `fk`)"),
                of("23502", "null value", Map.of(Field.COLUMN, "email"), insert, 1048, "Column 'email' cannot be null"),
                of(
                        "23502",
                        "null value",
                        Map.of(Field.COLUMN, "born"),
                        insert,
                        1364,
                        "Field 'born' doesn't have a default value"),
                of(
                        "23502",
                        "null value",
                        Map.of(Field.COLUMN, "born"),
                        "INSERT INTO users VALUES (NULL)",
                        1048,
                        "Column 'born' cannot be null"),
                of(
                        "23502",
                        "null value",
                        Map.of(Field.COLUMN, "born"),
                        "INSERT INTO users SET email = 'x'",
                        1364,
                        "Field 'born' doesn't have a default value"),
                of(
                        "23502",
                        "null value",
                        Map.of(Field.COLUMN, "born"),
                        "UPDATE users SET born = NULL",
                        1048,
                        "Column 'born' cannot be null"),
                of(
                        "23502",
                        "column \"born\" of relation \"users\" contains null values",
                        Map.of(Field.COLUMN, "born"),
                        "ALTER TABLE users MODIFY born date NOT NULL",
                        1138,
                        "Invalid use of NULL value"),
                of(
                        "23514",
                        "violates check",
                        Map.of(Field.CONSTRAINT, "age_check"),
                        insert,
                        3819,
                        "Check constraint 'age_check' is violated."),
                of(
                        "23514",
                        "violates check",
                        Map.of(Field.CONSTRAINT, "mysql_enum_kind"),
                        insert,
                        1265,
                        "Data truncated for column 'kind' at row 1"),
                of(
                        "23514",
                        "violates check",
                        Map.of(Field.CONSTRAINT, "mysql_unsigned_n"),
                        insert,
                        1264,
                        "Out of range value for column 'n' at row 1"),
                of(
                        "23514",
                        "violates check",
                        Map.of(Field.CONSTRAINT, "mysql_length_b"),
                        insert,
                        1406,
                        "Data too long for column 'b' at row 1"),
                of(
                        "23514",
                        "value for domain violates check",
                        Map.of(Field.DATA_TYPE, "tinyint_unsigned", Field.CONSTRAINT, "tinyint_unsigned_range"),
                        insert,
                        1264,
                        "Out of range value for column 'age' at row 1"),
                of(
                        "23514",
                        "value for domain violates check",
                        Map.of(Field.DATA_TYPE, "tinytext", Field.CONSTRAINT, "tinytext_range"),
                        "UPDATE users SET note = 'x'",
                        1406,
                        "Data too long for column 'note' at row 1"));
    }

    private static Stream<Arguments> values() {
        String insert = "INSERT INTO users VALUES (1)";
        return Stream.of(
                of(
                        "22001",
                        "value too long for type character varying(20)",
                        insert,
                        1406,
                        "Data too long for column 'email' at row 1"),
                of("22003", "integer out of range", insert, 1264, "Out of range value for column 'id' at row 1"),
                of("22003", "numeric field overflow", insert, 1264, "Out of range value for column 'price' at row 1"),
                of("22003", "bigint out of range", "SELECT 1", 1690, "BIGINT value is out of range in 'expression'"),
                of("22012", "division by zero", insert, 1365, "Division by 0"),
                of(
                        "22P02",
                        "invalid input syntax for type integer: \"abc\"",
                        insert,
                        1366,
                        "Incorrect integer value: 'abc' for column 'id' at row 1"),
                of(
                        "22P02",
                        "invalid input syntax for type numeric: \"1\"2\"",
                        insert,
                        1366,
                        "Incorrect decimal value: '1\"2' for column 'price' at row 1"),
                of(
                        "22007",
                        "invalid input syntax for type date: \"x\"",
                        insert,
                        1292,
                        "Incorrect date value: 'x' for column 'born' at row 1"),
                of(
                        "22008",
                        "date/time field value out of range: \"2020-02-31\"",
                        insert,
                        1292,
                        "Incorrect date value: '2020-02-31' for column 'born' at row 1"),
                of(
                        "22P02",
                        "invalid input syntax for type integer: \"abc\"",
                        "SELECT 1",
                        1292,
                        "Truncated incorrect INTEGER value: 'abc'"),
                of(
                        "22007",
                        "invalid input syntax for type timestamp: \"x\"",
                        "SELECT 1",
                        1292,
                        "Incorrect DATETIME value: 'x'"),
                of(
                        "22P02",
                        "invalid input syntax for type json",
                        insert,
                        3140,
                        "Invalid JSON text: \"Invalid value.\" at position 0 in value for column 'doc'."),
                of(
                        "22P02",
                        "invalid input syntax for type json",
                        "SELECT 1",
                        3141,
                        "Invalid JSON text in argument 1 to function json: \"Invalid value.\" at position 0."),
                of(
                        "22021",
                        "invalid byte sequence for encoding \"UTF8\": 0xff 0xfe",
                        insert,
                        1366,
                        "Incorrect string value: '\\xFF\\xFE' for column 'email' at row 1"),
                of("22004", "null value not allowed", insert, 1138, "Invalid use of NULL value"),
                of(
                        "2201B",
                        "invalid regular expression: brackets [] not balanced",
                        "SELECT 1",
                        3685,
                        "Illegal argument to a regular expression."),
                of("2201W", "LIMIT must not be negative", "SELECT 1", 1210, "Incorrect arguments to LIMIT"),
                of("22023", "time zone \"x\" not recognized", "SELECT 1", 1298, "Unknown or incorrect time zone: 'x'"));
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                of("42P01", "relation \"t\" does not exist", "SELECT * FROM t", 1146, "Table 'shop.t' doesn't exist"),
                of(
                        "42P01",
                        "relation \"other.t\" does not exist",
                        "SELECT * FROM other.t",
                        1146,
                        "Table 'other.t' doesn't exist"),
                of(
                        "42P01",
                        "relation \"public.t\" does not exist",
                        "SELECT * FROM shop.t",
                        1146,
                        "Table 'shop.t' doesn't exist"),
                of("42P01", "table \"t\" does not exist", "DROP TABLE t", 1051, "Unknown table 'shop.t'"),
                of(
                        "42P01",
                        "missing FROM-clause entry for table \"x\"",
                        "SELECT x.a FROM users",
                        1054,
                        "Unknown column 'x.a' in 'field list'"),
                of(
                        "42P01",
                        "missing FROM-clause entry for table \"x\"",
                        "DELETE x FROM users",
                        1109,
                        "Unknown table 'x' in MULTI DELETE"),
                of(
                        "42P01",
                        "relation \"p\" does not exist",
                        "CREATE TABLE c (a int REFERENCES p(id))",
                        1824,
                        "Failed to open the referenced table 'p'"),
                of(
                        "42703",
                        "column \"nope\" does not exist",
                        "SELECT nope FROM users",
                        1054,
                        "Unknown column 'nope' in 'field list'"),
                of(
                        "42703",
                        "column users.nope does not exist",
                        "SELECT 1 FROM users WHERE users.nope = 1",
                        1054,
                        "Unknown column 'users.nope' in 'where clause'"),
                of(
                        "42703",
                        "column \"nope\" does not exist",
                        "SELECT 1 FROM users ORDER BY nope",
                        1054,
                        "Unknown column 'nope' in 'order clause'"),
                of(
                        "42703",
                        "column \"nope\" does not exist",
                        "SELECT 1 FROM users GROUP  BY nope",
                        1054,
                        "Unknown column 'nope' in 'group statement'"),
                of(
                        "42703",
                        "column \"nope\" does not exist",
                        "SELECT 1 FROM users HAVING nope",
                        1054,
                        "Unknown column 'nope' in 'having clause'"),
                of(
                        "42703",
                        "column \"nope\" does not exist",
                        "SELECT 1 FROM users JOIN users b ON nope",
                        1054,
                        "Unknown column 'nope' in 'on clause'"),
                of(
                        "42703",
                        "column \"nope\" of relation \"users\" does not exist",
                        "INSERT INTO users (nope) VALUES (1)",
                        1054,
                        "Unknown column 'nope' in 'field list'"),
                of(
                        "42703",
                        "column \"nope\" of relation \"users\" does not exist",
                        "ALTER TABLE users DROP nope",
                        1091,
                        "Can't DROP 'nope'; check that column/key exists"),
                of(
                        "42703",
                        "column \"nope\" of relation \"users\" does not exist",
                        "ALTER TABLE users CHANGE nope b int",
                        1054,
                        "Unknown column 'nope' in 'users'"),
                of(
                        "42703",
                        "column \"nope\" named in key does not exist",
                        "CREATE TABLE t (a int, PRIMARY KEY (nope))",
                        1072,
                        "Key column 'nope' doesn't exist in table"),
                of(
                        "42702",
                        "column reference \"id\" is ambiguous",
                        "SELECT id FROM a, b",
                        1052,
                        "Column 'id' in field list is ambiguous"),
                of(
                        "42883",
                        "function helios_mysql.nofunc(integer) does not exist",
                        "SELECT nofunc(1)",
                        1305,
                        "FUNCTION shop.nofunc does not exist"),
                of("42883", "procedure p() does not exist", "CALL p()", 1305, "PROCEDURE shop.p does not exist"),
                of(
                        "42883",
                        "operator does not exist: integer && integer",
                        "SELECT 1 && 1",
                        1210,
                        "Incorrect arguments to &&"),
                of("3D000", "database \"x\" does not exist", "", 1049, "Unknown database 'x'"),
                of("3F000", "schema \"x\" does not exist", "CREATE TABLE x.t (a int)", 1049, "Unknown database 'x'"),
                of(
                        "3F000",
                        "schema \"x\" does not exist",
                        "DROP DATABASE x",
                        1008,
                        "Can't drop database 'x'; database doesn't exist"),
                of("3B001", "savepoint \"s\" does not exist", "ROLLBACK TO s", 1305, "SAVEPOINT s does not exist"),
                of("42622", "identifier \"aaa\" is too long", "SELECT 1", 1059, "Identifier name 'aaa' is too long"),
                of(
                        "42704",
                        "collation \"helios_mysql.nope\" for encoding \"UTF8\" does not exist",
                        "SELECT 1",
                        1273,
                        "Unknown collation: 'nope'"),
                of(
                        "42704",
                        "index \"users_idx\" does not exist",
                        "DROP INDEX idx ON users",
                        1091,
                        "Can't DROP 'idx'; check that column/key exists"),
                of(
                        "42704",
                        "unrecognized configuration parameter \"x\"",
                        "SET x = 1",
                        1193,
                        "Unknown system variable 'x'"),
                of(
                        "42704",
                        "trigger \"x\" for table \"t\" does not exist",
                        "DROP TRIGGER x",
                        1360,
                        "Trigger does not exist"),
                of(
                        "42704",
                        "role \"x\" does not exist",
                        "DROP USER x",
                        1396,
                        "Operation DROP USER failed for 'x'@'%'"));
    }

    private static Stream<Arguments> definitions() {
        return Stream.of(
                of(
                        "42P07",
                        "relation \"t\" already exists",
                        "CREATE TABLE t (a int)",
                        1050,
                        "Table 't' already exists"),
                of(
                        "42P07",
                        "relation \"users_idx\" already exists",
                        "CREATE INDEX idx ON users (id)",
                        1061,
                        "Duplicate key name 'idx'"),
                of(
                        "42701",
                        "column \"a\" specified more than once",
                        "CREATE TABLE t (a int, a int)",
                        1060,
                        "Duplicate column name 'a'"),
                of(
                        "42701",
                        "column \"a\" of relation \"t\" already exists",
                        "ALTER TABLE t ADD a int",
                        1060,
                        "Duplicate column name 'a'"),
                of(
                        "42701",
                        "column \"a\" specified more than once",
                        "INSERT INTO t (a, a) VALUES (1, 2)",
                        1110,
                        "Column 'a' specified twice"),
                of(
                        "42712",
                        "table name \"a\" specified more than once",
                        "SELECT * FROM a, a",
                        1066,
                        "Not unique table/alias: 'a'"),
                of(
                        "42P06",
                        "schema \"x\" already exists",
                        "CREATE DATABASE x",
                        1007,
                        "Can't create database 'x'; database exists"),
                of(
                        "42P16",
                        "multiple primary keys for table \"t\" are not allowed",
                        "CREATE TABLE t (a int)",
                        1068,
                        "Multiple primary key defined"),
                of(
                        "42830",
                        "there is no unique constraint matching given keys for referenced table \"p\"",
                        "CREATE TABLE c (a int)",
                        1822,
                        "Failed to add the foreign key constraint. Missing index for constraint '' in the referenced table 'p'"),
                of(
                        "42804",
                        "foreign key constraint \"fk\" cannot be implemented",
                        "CREATE TABLE c (a int)",
                        3780,
                        "Referencing column '' and referenced column '' in foreign key constraint 'fk' are incompatible."),
                of(
                        "42710",
                        "constraint \"fk\" for relation \"t\" already exists",
                        "ALTER TABLE t ADD CONSTRAINT fk CHECK (1)",
                        1826,
                        "Duplicate foreign key constraint name 'fk'"),
                of(
                        "42710",
                        "trigger \"x\" for relation \"t\" already exists",
                        "CREATE TRIGGER x",
                        1359,
                        "Trigger already exists"),
                of(
                        "42723",
                        "function \"f\" already exists with same argument types",
                        "CREATE FUNCTION f",
                        1304,
                        "FUNCTION f already exists"),
                of(
                        "2BP01",
                        "cannot drop table p because other objects depend on it",
                        Map.of(Field.DETAIL, "constraint fk on table c depends on table p"),
                        "DROP TABLE p",
                        3730,
                        "Cannot drop table 'p' referenced by a foreign key constraint 'fk' on table 'c'."),
                of(
                        "2BP01",
                        "cannot drop column id",
                        Map.of(Field.DETAIL, "constraint fk on table c depends on column id of table p"),
                        "ALTER TABLE p DROP id",
                        1828,
                        "Cannot drop column 'id': needed in a foreign key constraint 'fk'"),
                of("54011", "tables can have at most 1600 columns", "CREATE TABLE t (a int)", 1117, "Too many columns"),
                of(
                        "54000",
                        "index row size 3000 exceeds btree version 4 maximum 2704",
                        "CREATE TABLE t (a int)",
                        1071,
                        "Specified key was too long; max key length is 2704 bytes"),
                of(
                        "428C9",
                        "cannot insert a non-DEFAULT value into column \"g\"",
                        "INSERT INTO users VALUES (1)",
                        3105,
                        "The value specified for generated column 'g' in table 'users' is not allowed."));
    }

    private static Stream<Arguments> more() {
        return Stream.of(
                of(
                        "42883",
                        "function abs(integer, integer) does not exist",
                        "SELECT abs(1, 2)",
                        1582,
                        "Incorrect parameter count in the call to native function 'ABS'"),
                of(
                        "42P01",
                        "relation \"helios_mysql.mysql_user\" does not exist",
                        "SELECT * FROM mysql.user",
                        1142,
                        "SELECT command denied to user 'ann'@'localhost' for table 'user'"),
                of(
                        "42P01",
                        "relation \"helios_mysql.information_schema_x\" does not exist",
                        "SELECT * FROM information_schema.x",
                        1109,
                        "Unknown table 'X' in information_schema"),
                of(
                        "42P07",
                        "relation \"stock_code\" already exists",
                        "CREATE INDEX code ON `shop`.`stock` (id)",
                        1061,
                        "Duplicate key name 'code'"),
                of(
                        "42703",
                        "column \"b\" does not exist",
                        "CREATE TABLE t (a int, KEY (b))",
                        1072,
                        "Key column 'b' doesn't exist in table"),
                of(
                        "22P02",
                        "invalid input syntax for type smallint: \"x\"",
                        "UPDATE users SET born = 'x', age = 'x' WHERE id = 1",
                        1366,
                        "Incorrect integer value: 'x' for column 'age' at row 1"),
                of(
                        "22008",
                        "date/time field value out of range: \"2020-02-31\"",
                        "UPDATE users SET born = '2020-02-31'",
                        1292,
                        "Incorrect date value: '2020-02-31' for column 'born' at row 1"),
                of(
                        "22021",
                        "invalid byte sequence for encoding \"UTF8\": 0xff",
                        "SELECT 1",
                        1300,
                        "Invalid utf8mb4 character string: 'FF'"),
                of(
                        "0A000",
                        "cached plan must not change result type",
                        "EXECUTE s",
                        1615,
                        "Prepared statement needs to be re-prepared"));
    }

    private static Stream<Arguments> queries() {
        return Stream.of(
                of("42601", "subquery has too many columns", "SELECT 1", 1241, "Operand should contain 1 column(s)"),
                of(
                        "42601",
                        "each UNION query must have the same number of columns",
                        "SELECT 1",
                        1222,
                        "The used SELECT statements have a different number of columns"),
                of(
                        "42601",
                        "INSERT has more expressions than target columns",
                        "INSERT INTO t VALUES (1, 2)",
                        1136,
                        "Column count doesn't match value count at row 1"),
                of(
                        "42601",
                        "subquery in FROM must have an alias",
                        "SELECT 1",
                        1248,
                        "Every derived table must have its own alias"),
                of(
                        "42601",
                        "unequal number of entries in row expressions",
                        "SELECT 1",
                        1241,
                        "Operand should contain 2 column(s)"),
                of(
                        "21000",
                        "more than one row returned by a subquery used as an expression",
                        "SELECT 1",
                        1242,
                        "Subquery returns more than 1 row"),
                of(
                        "42803",
                        "column \"users.id\" must appear in the GROUP BY clause or be used in an aggregate function",
                        "SELECT id FROM users GROUP BY email",
                        1055,
                        "Expression #1 of SELECT list is not in GROUP BY clause and contains nonaggregated column 'shop.users.id' which is not functionally dependent on columns in GROUP BY clause; this is incompatible with sql_mode=only_full_group_by"),
                of(
                        "42803",
                        "column \"users.id\" must appear in the GROUP BY clause or be used in an aggregate function",
                        "SELECT id, count(*) FROM users",
                        1140,
                        "In aggregated query without GROUP BY, expression #1 of SELECT list contains nonaggregated column 'shop.users.id'; this is incompatible with sql_mode=only_full_group_by"),
                of(
                        "42803",
                        "aggregate functions are not allowed in WHERE",
                        "SELECT 1",
                        1111,
                        "Invalid use of group function"),
                of(
                        "42P10",
                        "ORDER BY position 5 is not in select list",
                        "SELECT 1 ORDER BY 5",
                        1054,
                        "Unknown column '5' in 'order clause'"),
                of(
                        "42P22",
                        "could not determine which collation to use",
                        "SELECT 1",
                        1267,
                        "Illegal mix of collations (,IMPLICIT) and (,IMPLICIT) for operation '='"),
                of(
                        "42P18",
                        "could not determine data type of parameter $1",
                        "SELECT 1",
                        1210,
                        "Incorrect arguments to statement"),
                of(
                        "42P20",
                        "window function \"rank\" requires an OVER clause",
                        "SELECT 1",
                        3593,
                        "You cannot use the window function 'rank' in this context.'"),
                of(
                        "55000",
                        "cannot update view \"v\"",
                        "UPDATE v SET a = 1",
                        1288,
                        "The target table v of the UPDATE is not updatable"),
                of(
                        "55000",
                        "cannot insert into view \"v\"",
                        "INSERT INTO v VALUES (1)",
                        1471,
                        "The target table v of the INSERT is not insertable-into"),
                of("42809", "\"t\" is not a view", "DROP VIEW t", 1347, "'shop.t' is not VIEW"),
                of(
                        "42804",
                        "column \"a\" is of type boolean but expression is of type date",
                        "INSERT INTO t VALUES (1)",
                        1265,
                        "Data truncated for column 'a' at row 1"),
                of(
                        "0A000",
                        "SELECT … PROCEDURE",
                        "SELECT 1",
                        1235,
                        "This version of MySQL doesn't yet support 'SELECT … PROCEDURE'"),
                of(
                        "26000",
                        "prepared statement \"s\" does not exist",
                        "EXECUTE s",
                        1243,
                        "Unknown prepared statement handler (s) given to EXECUTE"),
                of("P0001", "stop", "CALL p()", 1644, "stop"));
    }

    private static Stream<Arguments> access() {
        return Stream.of(
                of(
                        "28P01",
                        "password authentication failed",
                        "",
                        1045,
                        "Access denied for user 'ann'@'localhost' (using password: YES)"),
                of(
                        "42501",
                        "permission denied for schema secret",
                        "SELECT 1",
                        1044,
                        "Access denied for user 'ann'@'localhost' to database 'secret'"),
                of(
                        "42501",
                        "permission denied for table t",
                        "SELECT 1",
                        1142,
                        "SELECT command denied to user 'ann'@'localhost' for table 't'"),
                of(
                        "42501",
                        "must be owner of table t",
                        "DROP TABLE t",
                        1142,
                        "DROP command denied to user 'ann'@'localhost' for table 't'"),
                of(
                        "42501",
                        "permission denied for function f",
                        "SELECT f()",
                        1370,
                        "execute command denied to user 'ann'@'localhost' for routine 'shop.f'"),
                of(
                        "42501",
                        "permission denied to create role",
                        "CREATE USER x",
                        1227,
                        "Access denied; you need (at least one of) the SUPER privilege(s) for this operation"),
                of(
                        "42939",
                        "schema name \"pg_x\" is reserved",
                        "CREATE DATABASE pg_x",
                        1044,
                        "Access denied for user 'ann'@'localhost' to database 'pg_x'"));
    }

    private static Stream<Arguments> server() {
        return Stream.of(
                of(
                        "40P01",
                        "deadlock detected",
                        "UPDATE t SET a = 1",
                        1213,
                        "Deadlock found when trying to get lock; try restarting transaction"),
                of(
                        "55P03",
                        "canceling statement due to lock timeout",
                        "UPDATE t SET a = 1",
                        1205,
                        "Lock wait timeout exceeded; try restarting transaction"),
                of(
                        "55P03",
                        "could not obtain lock on row in relation \"t\"",
                        "SELECT 1",
                        3572,
                        "Statement aborted because lock(s) could not be acquired immediately and NOWAIT is set."),
                of(
                        "57014",
                        "canceling statement due to user request",
                        "SELECT 1",
                        1317,
                        "Query execution was interrupted"),
                of(
                        "57014",
                        "canceling statement due to statement timeout",
                        "SELECT 1",
                        3024,
                        "Query execution was interrupted, maximum statement execution time exceeded"),
                of(
                        "25006",
                        "cannot execute INSERT in a read-only transaction",
                        "INSERT INTO t VALUES (1)",
                        1792,
                        "Cannot execute statement in a READ ONLY transaction."),
                of(
                        "25001",
                        "SET TRANSACTION ISOLATION LEVEL must be called before any query",
                        "SET",
                        1568,
                        "Transaction characteristics can't be changed while a transaction is in progress"),
                of("53300", "sorry, too many clients already", "", 1040, "Too many connections"),
                of(
                        "57P01",
                        "terminating connection due to administrator command",
                        "",
                        1053,
                        "Server shutdown in progress"),
                of("57P03", "the database system is starting up", "", 3032, "The server is currently in offline mode"),
                of(
                        "57P05",
                        "terminating connection due to idle-session timeout",
                        "",
                        4031,
                        "The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior."),
                of(
                        "08006",
                        "the engine closed the connection unexpectedly",
                        "",
                        1158,
                        "Got an error reading communication packets"),
                of("08P01", "invalid message", "", 1835, "Malformed communication packet."),
                of(
                        "53200",
                        "out of memory",
                        "SELECT 1",
                        1041,
                        "Out of memory; check if mysqld or some other process uses all available memory"),
                of(
                        "54001",
                        "stack depth limit exceeded",
                        "SELECT 1",
                        1436,
                        "Thread stack overrun:  Need more than the engine's max_stack_depth bytes of stack"),
                of("XX000", "something odd", "SELECT 1", 1105, "something odd"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("errors")
    void saysWhatMysqlSays(
            String state, String message, Map<Field, String> fields, String sql, int code, String expected) {
        VendorError error = vendor(state, message, fields, sql);

        assertThat(error.message()).isEqualTo(expected);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.sqlState()).isEqualTo(MysqlError.of(code).orElseThrow().sqlState());
    }

    @Test
    void whatIsMysqlsOwnStaysAsItIs() {
        assertThat(vendor("M1193", "Unknown system variable 'x'", Map.of(), ""))
                .isEqualTo(new VendorError(1193, "HY000", "Unknown system variable 'x'"));
        assertThat(MysqlErrors.vendor(MysqlError.BAD_DB_ERROR.exception("x"), context("")))
                .isEqualTo(new VendorError(1049, "42000", "Unknown database 'x'"));
        assertThat(vendor("M9999", "new one", Map.of(), "")).isEqualTo(new VendorError(9999, "HY000", "new one"));
        assertThat(vendor("MX999", "no number", NONE, "").code()).isEqualTo(1105);
    }

    @Test
    void syntaxErrorsShowTheClientsTextFromTheirPositionOn() {
        String sql = "SELECT *\nFROM users\nWHERE 𝄞 = selct 1";

        VendorError error = vendor("42601", "anything", Map.of(Field.POSITION, "31"), sql);

        assertThat(error)
                .isEqualTo(new VendorError(
                        1064,
                        "42000",
                        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for"
                                + " the right syntax to use near 'selct 1' at line 3"));
    }

    @Test
    void theEnginesOwnSyntaxErrorsAreNeverShown() {
        VendorError error = vendor(
                "42601",
                "syntax error at or near \"OPERATOR\"",
                Map.of(Field.ROUTINE, "scanner_yyerror", Field.POSITION, "900"),
                "SELECT  1 +");

        assertThat(error.message()).endsWith("near 'SELECT  1 +' at line 1").doesNotContain("OPERATOR");
        assertThat(vendor("42601", "x", Map.of(Field.POSITION, "77"), "abc").message())
                .endsWith("near '' at line 1");
        assertThat(vendor("42601", "x", Map.of(Field.POSITION, "x"), "abc").message())
                .endsWith("near 'abc' at line 1");
    }

    @Test
    void commentsAndParenthesesAreNoVerbs() {
        assertThat(context("/* a */ -- b\n # c\n ((select 1)").verb()).isEqualTo("SELECT");
        assertThat(context("").verb()).isEmpty();
    }
}
