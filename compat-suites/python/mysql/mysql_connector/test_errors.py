"""Errors and warnings with MySQL Connector/Python: which class an error becomes, by number and by SQLSTATE."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import mysql.connector
import pytest
from mysql.connector import errors
from mysql.connector.connection import MySQLConnection
from mysql.connector.cursor import MySQLCursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]


@pytest.fixture
def strict(autocommit: MySQLConnection, table: str) -> str:
    """A table with a row and every kind of limit, whose parent has a row too."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table}_p (id INT PRIMARY KEY)")
        cursor.execute(
            f"CREATE TABLE {table} (id INT PRIMARY KEY, p INT NOT NULL, w VARCHAR(3), d DATE, n TINYINT,"
            f" FOREIGN KEY (p) REFERENCES {table}_p (id))"
        )
        cursor.execute(f"INSERT INTO {table}_p VALUES (1)")
        cursor.execute(f"INSERT INTO {table} (id, p) VALUES (1, 1)")
    return table


PROVOKED = [
    (errors.IntegrityError, 1062, "23000", "INSERT INTO {t} (id, p) VALUES (1, 1)"),
    (errors.IntegrityError, 1048, "23000", "UPDATE {t} SET p = NULL"),
    (errors.IntegrityError, 1452, "23000", "UPDATE {t} SET p = 7"),
    (errors.IntegrityError, 1451, "23000", "DELETE FROM {t}_p"),
    (errors.IntegrityError, 1052, "23000", "SELECT id FROM {t}, {t}_p"),
    (errors.DataError, 1264, "22003", "UPDATE {t} SET n = 128"),
    (errors.DataError, 1406, "22001", "UPDATE {t} SET w = 'four'"),
    (errors.DataError, 1292, "22007", "UPDATE {t} SET d = 'soon'"),
    (errors.DataError, 1365, "22012", "UPDATE {t} SET n = 1 / 0"),
    (errors.DataError, 1242, "21000", "SELECT (SELECT 1 UNION SELECT 2)"),
    (errors.DataError, 1136, "21S01", "INSERT INTO {t}_p VALUES (1, 2)"),
    (errors.ProgrammingError, 1064, "42000", "SELEKT"),
    (errors.ProgrammingError, 1146, "42S02", "SELECT * FROM nowhere"),
    (errors.ProgrammingError, 1054, "42S22", "SELECT nothing FROM {t}"),
    (errors.ProgrammingError, 1050, "42S01", "CREATE TABLE {t} (a INT)"),
    (errors.ProgrammingError, 1049, "42000", "USE compat_nowhere"),
    (errors.ProgrammingError, 1142, "42000", "SELECT * FROM mysql.db"),
    (errors.ProgrammingError, 1305, "42000", "SELECT no_such_function()"),
    (errors.DatabaseError, 1364, "HY000", "INSERT INTO {t} (id) VALUES (2)"),
    (errors.DatabaseError, 1193, "HY000", "SELECT @@no_such_variable"),
]


@pytest.mark.parametrize(
    ("expected", "number", "state", "statement"), PROVOKED, ids=[str(number) for _, number, _, _ in PROVOKED]
)
def test_classes(
    autocommit: MySQLConnection, strict: str, expected: type[Exception], number: int, state: str, statement: str
) -> None:
    """The SQLSTATE makes the class of the error; number, state and message are its own."""
    with autocommit.cursor(buffered=True) as cursor:
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute(statement.format(t=strict))
        assert type(error.value) is expected
        assert (error.value.errno, error.value.sqlstate) == (number, state)
        assert error.value.msg
        assert str(error.value) == f"{number} ({state}): {error.value.msg}"
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_warnings_are_fetched(connect: Connect, table: str) -> None:
    """With get_warnings the cursor has the warnings of its statement; without, it knows their number."""
    connection = connect(get_warnings=True, sql_mode="ALLOW_INVALID_DATES")
    # It also issues each as a warning of Python's, of a class that Python does not take for one.
    with connection.cursor(buffered=True) as cursor, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cursor.execute(f"CREATE TABLE {table} (n TINYINT, w VARCHAR(2))")
        cursor.execute(f"INSERT INTO {table} VALUES (300, 'long')")
        assert cursor.warning_count == 2
        assert [(level, number) for level, number, _ in cursor.warnings] == [("Warning", 1264), ("Warning", 1265)]
    connection.get_warnings = False
    with connection.cursor(buffered=True) as cursor:
        cursor.execute("SELECT 1 / 0, '1a' + 1")
        cursor.fetchall()
        assert (cursor.warning_count, cursor.warnings) == (1, None)


def test_warnings_are_raised(connect: Connect) -> None:
    """With raise_on_warnings a warning is raised as the error that it would be."""
    connection = connect(raise_on_warnings=True)
    with connection.cursor(buffered=True) as cursor:
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute("DROP TABLE IF EXISTS nowhere")
        assert error.value.errno == 1051
        cursor.execute("SELECT 1")
        assert cursor.fetchall() == [(1,)]


def test_error_classes_of_the_application(cursor: MySQLCursor) -> None:
    """An application may have its own class for a number."""

    class MissingTable(mysql.connector.Error):
        pass

    mysql.connector.custom_error_exception(1146, MissingTable)
    try:
        with pytest.raises(MissingTable):
            cursor.execute("SELECT * FROM nowhere")
    finally:
        mysql.connector.custom_error_exception({})
