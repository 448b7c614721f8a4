"""Errors with PyMySQL: which exception class a failure becomes, with its number, SQLSTATE and message."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pymysql
import pytest
from pymysql import DataError, IntegrityError, NotSupportedError, OperationalError, ProgrammingError
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from compat_pymysql import HAS_SQLSTATE

pytestmark = pytest.mark.must_pass


@pytest.fixture
def stock(autocommit: Connection, name: Callable[[str], str]) -> str:
    """The common part of the names of two tables with every kind of constraint."""
    stem = name("stock")
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {stem}_kinds (kind VARCHAR(10) PRIMARY KEY)")
        cursor.execute(f"INSERT INTO {stem}_kinds VALUES ('nail'), ('unused')")
        cursor.execute(
            f"CREATE TABLE {stem} (id INT PRIMARY KEY AUTO_INCREMENT, kind VARCHAR(10) NOT NULL, amount SMALLINT,"
            " code VARCHAR(4), tiny TINYINT UNSIGNED, price DECIMAL(5, 2), day DATE, at DATETIME,"
            f" mood ENUM('sad', 'ok'), UNIQUE KEY {stem}_code (code), CONSTRAINT {stem}_kind FOREIGN KEY (kind)"
            f" REFERENCES {stem}_kinds (kind), CONSTRAINT {stem}_positive CHECK (amount > 0))"
        )
        cursor.execute(f"INSERT INTO {stem} (id, kind, amount, code) VALUES (1, 'nail', 5, 'abcd')")
    return stem


def case(
    error: type[Exception],
    number: int,
    state: str,
    message: str,
    statement: str,
    name: str,
    *marks: pytest.MarkDecorator,
) -> Any:
    return pytest.param(error, number, state, message, statement, id=name, marks=marks)


# Statements for the tables of `stock` ({t}), what each provokes, and a regular expression for its message.
PROVOKED = [
    case(IntegrityError, 1062, "23000", "Duplicate entry '1' for key '({t}.)?PRIMARY'",
         "INSERT INTO {t} (id, kind) VALUES (1, 'nail')", "duplicate-primary"),
    case(IntegrityError, 1062, "23000", "Duplicate entry 'ABCD' for key '({t}.)?{t}_code'",
         "INSERT INTO {t} (kind, code) VALUES ('nail', 'ABCD')", "duplicate-unique"),
    case(IntegrityError, 1048, "23000", "Column 'kind' cannot be null",
         "INSERT INTO {t} (kind) VALUES (NULL)", "null"),
    case(IntegrityError, 1048, "23000", "Column 'kind' cannot be null",
         "UPDATE {t} SET kind = NULL", "null-update"),
    case(IntegrityError, 1452, "23000", "Cannot add or update a child row: a foreign key constraint fails .*{t}_kind.*",
         "INSERT INTO {t} (kind) VALUES ('screw')", "no-parent"),
    case(IntegrityError, 1451, "23000", "Cannot delete or update a parent row: a foreign key constraint fails .*{t}.*",
         "DELETE FROM {t}_kinds WHERE kind = 'nail'", "has-children"),
    case(OperationalError, 1364, "HY000", "Field 'kind' doesn't have a default value",
         "INSERT INTO {t} (amount) VALUES (1)", "no-default"),
    case(DataError, 1264, "22003", "Out of range value for column 'amount' at row 1",
         "UPDATE {t} SET amount = 40000", "out-of-range"),
    case(DataError, 1264, "22003", "Out of range value for column 'tiny' at row 1",
         "UPDATE {t} SET tiny = -1", "negative-unsigned"),
    case(DataError, 1264, "22003", "Out of range value for column 'price' at row 1",
         "UPDATE {t} SET price = 1000", "out-of-precision"),
    case(DataError, 1406, "22001", "Data too long for column 'code' at row 1",
         "UPDATE {t} SET code = 'too long'", "too-long"),
    case(DataError, 1366, "(HY000|22007)", "Incorrect integer value: 'twelve' for column .*amount.* at row 1",
         "UPDATE {t} SET amount = 'twelve'", "not-a-number"),
    case(OperationalError, 1292, "22007", "Incorrect date value: '2026-02-30' for column .*day.* at row 1",
         "UPDATE {t} SET day = '2026-02-30'", "no-such-day"),
    case(OperationalError, 1292, "22007", "Incorrect datetime value: 'tomorrow' for column .*at.* at row 1",
         "UPDATE {t} SET at = 'tomorrow'", "not-a-time"),
    case(DataError, 1265, "01000", "Data truncated for column 'mood' at row 1",
         "UPDATE {t} SET mood = 'great'", "not-in-the-enumeration"),
    case(OperationalError, 1365, "22012", "Division by 0", "UPDATE {t} SET amount = 1 / 0", "division-by-zero"),
    case(OperationalError, 1690, "22003", "BIGINT value is out of range in '.*'",
         "SELECT 9223372036854775807 + 1", "bigint-overflow"),
    case(OperationalError, 1690, "22003", "BIGINT UNSIGNED value is out of range in '.*'",
         "SELECT CAST(1 AS UNSIGNED) - 2", "unsigned-overflow"),
    case(ProgrammingError, 1064, "42000",
         "You have an error in your SQL syntax; check the manual .* near 'SELEKT 1' at line 1", "SELEKT 1", "syntax"),
    case(ProgrammingError, 1064, "42000", "You have an error in your SQL syntax; .* near 'FROM x' at line 2",
         "SELECT 1 +\nFROM x", "syntax-in-line-two"),
    case(ProgrammingError, 1146, "42S02", r"Table '\w+\.nowhere' doesn't exist", "SELECT * FROM nowhere", "table"),
    case(OperationalError, 1054, "42S22", "Unknown column 'colour' in '(field list|SELECT)'",
         "SELECT colour FROM {t}", "column"),
    case(OperationalError, 1054, "42S22", "Unknown column 'x.id' in '(where clause|WHERE)'",
         "SELECT id FROM {t} WHERE x.id = 1", "qualified-column"),
    case(OperationalError, 1052, "23000", "Column 'kind' in (field list|SELECT) is ambiguous",
         "SELECT kind FROM {t}, {t}_kinds", "ambiguous"),
    case(OperationalError, 1066, "42000", "Not unique table/alias: 'x'", "SELECT 1 FROM {t} x, {t} x", "alias"),
    case(OperationalError, 1305, "42000", "FUNCTION .*no_such_function does not exist",
         "SELECT no_such_function(1)", "function"),
    case(OperationalError, 1049, "42000", "Unknown database 'compat_nowhere'", "USE compat_nowhere", "database"),
    case(OperationalError, 1051, "42S02", "Unknown table '.*nowhere'", "DROP TABLE nowhere", "drop-table"),
    case(OperationalError, 1050, "42S01", "Table '{t}' already exists", "CREATE TABLE {t} (a INT)", "table-exists"),
    case(ProgrammingError, 1007, "HY000", "Can't create database '{d}'; database exists",
         "CREATE DATABASE {d}", "database-exists"),
    case(OperationalError, 1008, "HY000", "Can't drop database 'compat_nowhere'; database doesn't exist",
         "DROP DATABASE compat_nowhere", "drop-database"),
    case(OperationalError, 1060, "42S21", "Duplicate column name 'code'",
         "ALTER TABLE {t} ADD COLUMN code INT", "column-exists"),
    case(OperationalError, 1061, "42000", "Duplicate key name '{t}_code'",
         "CREATE INDEX {t}_code ON {t} (amount)", "index-exists"),
    case(OperationalError, 1091, "42000", "Can't DROP .*nothing.*; check that (it|column/key) exists",
         "ALTER TABLE {t} DROP COLUMN nothing", "drop-column"),
    case(OperationalError, 1068, "42000", "Multiple primary key defined",
         "ALTER TABLE {t} ADD PRIMARY KEY (code)", "second-key"),
    case(OperationalError, 1136, "21S01", "Column count doesn't match value count at row 2",
         "INSERT INTO {t}_kinds VALUES ('a'), ('b', 'c')", "value-count"),
    case(ProgrammingError, 1110, "42000", "Column 'kind' specified twice",
         "INSERT INTO {t}_kinds (kind, kind) VALUES ('a', 'b')", "twice"),
    case(OperationalError, 1222, "21000", "The used SELECT statements have a different number of columns",
         "SELECT 1 UNION SELECT 1, 2", "union"),
    case(OperationalError, 1241, "21000", r"Operand should contain 1 column\(s\)", "SELECT (SELECT 1, 2)", "operand"),
    case(OperationalError, 1242, "21000", "Subquery returns more than 1 row",
         "SELECT (SELECT kind FROM {t}_kinds)", "subquery"),
    case(OperationalError, 1248, "42000", "Every derived table must have its own alias",
         "SELECT * FROM (SELECT 1)", "derived-table",
         pytest.mark.follows("MySQL 8", "MariaDB calls it a syntax error")),
    case(ProgrammingError, 1111, "HY000", "Invalid use of group function",
         "SELECT id FROM {t} WHERE MAX(amount) > 1", "group-function"),
    case(OperationalError, 1093, "HY000", ".*{t}.*",
         "DELETE FROM {t} WHERE id IN (SELECT id FROM {t})", "same-table",
         pytest.mark.follows("MySQL 8", "MariaDB deletes from the table that a subquery reads")),
    case(OperationalError, 1193, "HY000", "Unknown system variable 'no_such_variable'",
         "SET SESSION no_such_variable = 1", "variable"),
    case(OperationalError, 1231, "42000", "Variable 'sql_mode' can't be set to the value of 'plenty'",
         "SET SESSION sql_mode = 'plenty'", "variable-value"),
    case(OperationalError, 1238, "HY000", "Variable 'version' is a (read only|.*read.only.*) variable",
         "SET SESSION version = 'mine'", "read-only-variable"),
    case(OperationalError, 1115, "42000", "Unknown character set: 'klingon'", "SET NAMES klingon", "charset"),
    case(OperationalError, 1273, "HY000", "Unknown collation: 'utf8mb4_klingon_ci'",
         "SET NAMES utf8mb4 COLLATE utf8mb4_klingon_ci", "collation"),
    case(OperationalError, 1253, "42000", "COLLATION 'latin1_bin' is not valid for CHARACTER SET 'utf8mb4'",
         "SELECT _utf8mb4'a' COLLATE latin1_bin", "foreign-collation"),
    case(OperationalError, 1142, "42000", "SELECT command denied to user '.*'@'.*' for table .*db.*",
         "SELECT * FROM mysql.db", "select-denied"),
    case(OperationalError, 1142, "42000", "CREATE command denied to user '.*'@'.*' for table .*mine.*",
         "CREATE TABLE mysql.mine (a INT)", "create-denied"),
    case(OperationalError, 1075, "42000", "Incorrect table definition; there can be only one auto column .*",
         "CREATE TABLE {t}_x (a INT AUTO_INCREMENT)", "auto-column"),
    case(OperationalError, 1072, "42000", "Key column 'b' doesn't exist in table",
         "CREATE TABLE {t}_x (a INT, KEY (b))", "key-column"),
    case(OperationalError, 1067, "42000", "Invalid default value for 'a'",
         "CREATE TABLE {t}_x (a INT DEFAULT 'many')", "default"),
    case(OperationalError, 1059, "42000", "Identifier name '{long}' is too long", "CREATE TABLE {t}_x ({long} INT)",
         "long-name"),
    case(OperationalError, 1582, "42000", "Incorrect parameter count in the call to native function '.*'",
         "SELECT ABS(1, 2)", "parameter-count"),
    case(OperationalError, 3141, "22032", "Invalid JSON text in argument 1 to function json_extract.*",
         "SELECT JSON_EXTRACT('{{', '$.a')", "json",
         pytest.mark.follows("MySQL 8", "MariaDB gives NULL and a warning")),
    case(NotSupportedError, 1235, "42000", "This version of .* doesn't yet support '.*'",
         "SELECT * FROM {t} WHERE id IN (SELECT id FROM {t} LIMIT 1)", "not-supported"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "number", "state", "message", "statement"), PROVOKED)
def test_provoked(
    autocommit: Connection,
    stock: str,
    database: str,
    expected: type[pymysql.Error],
    number: int,
    state: str,
    message: str,
    statement: str,
) -> None:
    """Each failure is reported by its own number, SQLSTATE and message, becomes its class, and costs nothing else."""
    names = {"t": stock, "d": database, "long": "x" * 65}
    with autocommit.cursor() as cursor:
        with pytest.raises(pymysql.MySQLError) as error:
            cursor.execute(statement.format(**names))
        assert error.value.args[0] == number, error.value.args
        assert type(error.value) is expected
        if HAS_SQLSTATE:
            assert_matches(state, error.value.sqlstate)
        for key, name in names.items():
            message = message.replace("{" + key + "}", name)
        assert_matches(message, error.value.args[1])
        cursor.execute(f"SELECT COUNT(*) FROM {stock}")
        assert cursor.fetchone() == (1,)


def assert_matches(pattern: str, text: str) -> None:
    assert re.fullmatch(pattern, text, re.DOTALL), f"{text!r} is not {pattern!r}"


def test_check(autocommit: Connection, stock: str) -> None:
    """A violated CHECK names the constraint: 3819 in MySQL 8, 4025 in MariaDB."""
    with autocommit.cursor() as cursor, pytest.raises(pymysql.OperationalError) as error:
        cursor.execute(f"UPDATE {stock} SET amount = -1")
    assert error.value.args[0] == (4025 if "MariaDB" in autocommit.get_server_info() else 3819)
    assert f"{stock}_positive" in error.value.args[1]


@pytest.mark.must_pass(False)
def test_row_that_fails(autocommit: Connection, stock: str) -> None:
    """The message counts the rows of the statement, and none of them is kept."""
    with autocommit.cursor() as cursor:
        with pytest.raises(DataError, match="Data too long for column 'kind' at row 3"):
            cursor.execute(f"INSERT INTO {stock}_kinds VALUES ('a'), ('b'), ('much too long')")
        cursor.execute(f"SELECT COUNT(*) FROM {stock}_kinds")
        assert cursor.fetchone() == (2,)


def test_unicode_in_a_message(cursor: Cursor) -> None:
    """A message quotes names beyond ASCII as they were written."""
    with pytest.raises(pymysql.MySQLError) as error:
        cursor.execute("SELECT 1 FROM `straße_東京`")
    assert error.value.args[0] == 1146
    assert error.value.args[1].endswith(".straße_東京' doesn't exist")


def test_errors_of_the_driver(connection: Connection) -> None:
    """What the driver notices itself never reaches the server."""
    with connection.cursor() as cursor:
        # Before 1.2 it is Python's own error.
        with pytest.raises((ProgrammingError, TypeError)):
            cursor.execute("SELECT %s, %s", (1,))
        with pytest.raises(ProgrammingError, match="nan can not be used"):
            cursor.execute("SELECT %s", (float("nan"),))
        with pytest.raises(TypeError):
            cursor.execute("SELECT %s", ({},))
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_warnings(autocommit: Connection, stock: str) -> None:
    """Without strict mode what does not fit is cut to fit, and each cut is a warning with its number."""
    with autocommit.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode = ''")
        cursor.execute(f"UPDATE {stock} SET amount = 40000, code = 'too long', price = '12abc'")
        assert cursor.warning_count == 3
        shown = autocommit.show_warnings()
        assert [level for level, _, _ in shown] == ["Warning"] * 3
        numbers = [number for _, number, _ in shown]
        assert numbers[:2] == [1264, 1265]
        assert numbers[2] in (1265, 1366)
        cursor.execute("SELECT @@warning_count")
        cursor.execute(f"SELECT amount, code, price FROM {stock}")
        assert [str(value) for value in cursor.fetchone()] == ["32767", "too ", "12.00"]
        assert autocommit.show_warnings() == ()


def test_notes(autocommit: Connection, stock: str) -> None:
    """IF EXISTS and IF NOT EXISTS turn the error into a note with the error's number."""
    with autocommit.cursor() as cursor:
        for statement, number in (
            ("DROP TABLE IF EXISTS nowhere", 1051),
            (f"CREATE TABLE IF NOT EXISTS {stock} (a INT)", 1050),
        ):
            cursor.execute(statement)
            assert cursor.warning_count == 1
            [(level, shown, _)] = autocommit.show_warnings()
            assert (level, shown) == ("Note", number)


def test_show_errors(autocommit: Connection) -> None:
    """SHOW ERRORS and SHOW COUNT(*) WARNINGS tell of the statement that failed last."""
    with autocommit.cursor() as cursor:
        with pytest.raises(ProgrammingError):
            cursor.execute("SELECT * FROM nowhere")
        cursor.execute("SHOW ERRORS")
        [(level, number, message)] = cursor.fetchall()
        assert (level, number) == ("Error", 1146)
        assert "nowhere" in message
        cursor.execute("SHOW COUNT(*) ERRORS")
        assert cursor.fetchone() == (1,)
