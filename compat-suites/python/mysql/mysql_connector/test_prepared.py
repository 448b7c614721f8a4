"""Prepared statements with MySQL Connector/Python: the binary protocol."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection
from mysql.connector.constants import FieldType
from mysql.connector.cursor import MySQLCursor, MySQLCursorPrepared

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]
Numbers = Callable[[int], str]


def test_parameters(prepared: MySQLCursorPrepared) -> None:
    """Question marks, %s and %(name)s all become parameters of the server's statement."""
    for statement, values in (
        ("SELECT ? + ?, ?", (1, 2, "x")),
        ("SELECT %s + %s, %s", (1, 2, "x")),
        ("SELECT %(a)s + %(b)s, %(c)s", {"a": 1, "b": 2, "c": "x"}),
    ):
        prepared.execute(statement, values)
        assert prepared.fetchall() == [(3, "x")]


def test_without_parameters(prepared: MySQLCursorPrepared) -> None:
    """A statement without parameters is prepared too, and its constants come in binary."""
    prepared.execute("SELECT 1, 'two', 3.5, NULL, 1.5e0, X'00ff'")
    [row] = prepared.fetchall()
    assert row[:5] == (1, "two", Decimal("3.5"), None, 1.5)
    assert bytes(row[5]) == b"\x00\xff"


def test_executed_again(prepared: MySQLCursorPrepared, table: str) -> None:
    """A statement that is executed again is not prepared again, and each execution has its own values."""
    prepared.execute(f"CREATE TABLE {table} (a INT, b VARCHAR(10))")
    insert = f"INSERT INTO {table} VALUES (?, ?)"
    for number in range(300):
        prepared.execute(insert, (number, f"row {number}"))
        assert prepared.rowcount == 1
    select = f"SELECT b FROM {table} WHERE a = ?"
    seen = set()
    for number in (7, 299, 5000):
        prepared.execute(select, (number,))
        seen.add(prepared._prepared["statement_id"])
        assert prepared.fetchall() == ([(f"row {number}",)] if number < 300 else [])
    assert len(seen) == 1


def test_other_types_the_second_time(prepared: MySQLCursorPrepared) -> None:
    """The types of the parameters may differ from one execution to the next, NULL included."""
    statement = "SELECT ?, ? IS NULL"
    for value in (1, "one", None, Decimal("1.50"), dt.date(2026, 1, 2), b"\x00\x01", 2.5, None, 2**63 - 1, "last"):
        prepared.execute(statement, (value, value))
        [(back, null)] = prepared.fetchall()
        assert null == (value is None)
        if isinstance(value, bytes) and isinstance(back, str):
            back = back.encode()
        if isinstance(value, dt.date) and not isinstance(back, dt.date):
            back = dt.date.fromisoformat(str(back)[:10])
        assert back == value


def test_many_nulls(prepared: MySQLCursorPrepared, table: str) -> None:
    """The bitmaps of NULLs, in parameters and in rows, are right across the borders of their bytes."""
    names = [f"c{n}" for n in range(21)]
    prepared.execute(f"CREATE TABLE {table} ({', '.join(f'{name} INT' for name in names)})")
    rows = [tuple(None if (n + shift) % 3 == 0 else n for n in range(21)) for shift in range(3)]
    rows += [(None,) * 21, tuple(range(21))]
    prepared.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * 21)})", rows)
    assert prepared.rowcount == len(rows)
    prepared.execute(f"SELECT * FROM {table}")
    assert sorted(map(str, prepared.fetchall())) == sorted(map(str, rows))


# Column types with the values that go in as parameters and come out of rows, both in binary.
ROUND_TRIPS = [
    ("TINYINT", [-128, 127, 0]),
    ("TINYINT UNSIGNED", [255, 0]),
    ("SMALLINT", [-32768, 32767]),
    ("SMALLINT UNSIGNED", [65535]),
    ("MEDIUMINT", [-8388608, 8388607]),
    ("INT", [-(2**31), 2**31 - 1]),
    ("INT UNSIGNED", [2**32 - 1]),
    ("BIGINT", [-(2**63), 2**63 - 1]),
    ("BIGINT UNSIGNED", [2**64 - 1, 0]),
    ("DECIMAL(30, 10)", [Decimal("12345678901234567890.0123456789"), Decimal("-0.5"), Decimal(0)]),
    ("DOUBLE", [0.1, -1e300, math.pi, 5e-324, 0.0]),
    ("FLOAT", [0.5, -2.25, 1024.0]),
    ("VARCHAR(100)", ["", "grüße 👋", "x" * 100]),
    ("TEXT", ["long " * 10_000]),
    ("DATE", [dt.date(1000, 1, 1), dt.date(9999, 12, 31)]),
    ("DATETIME(6)", [dt.datetime(2026, 1, 2, 3, 4, 5, 6789), dt.datetime(1000, 1, 1), dt.datetime(2026, 1, 2)]),
    ("TIMESTAMP(3) NULL", [dt.datetime(2026, 1, 2, 3, 4, 5, 678000)]),

    ("ENUM('a', 'b')", ["b"]),
    ("BOOLEAN", [1, 0]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values"), ROUND_TRIPS, ids=[kind.split("'")[0].strip("( ") for kind, _ in ROUND_TRIPS]
)
def test_types(prepared: MySQLCursorPrepared, table: str, kind: str, values: list[Any]) -> None:
    """Values of the type go in and come back unchanged in binary, and are the same in text."""
    prepared.execute(f"CREATE TABLE {table} (n INT AUTO_INCREMENT PRIMARY KEY, v {kind})")
    prepared.executemany(f"INSERT INTO {table} (v) VALUES (?)", [(value,) for value in [*values, None]])
    prepared.execute(f"SELECT v FROM {table} ORDER BY n")
    binary = [value for (value,) in prepared.fetchall()]
    assert binary == [*values, None]
    assert [type(value) for value in binary] == [type(value) for value in [*values, None]]
    with prepared._connection.cursor(buffered=True) as cursor:
        cursor.execute(f"SELECT v FROM {table} ORDER BY n")
        assert [value for (value,) in cursor.fetchall()] == [*values, None]


def test_binary_strings(prepared: MySQLCursorPrepared, table: str) -> None:
    """Every byte goes in as a parameter and comes back, in BLOB and VARBINARY, and a BIT field is read as bytes."""
    every = bytes(range(256)) * 3
    prepared.execute(f"CREATE TABLE {table} (b BLOB, v VARBINARY(1000), f BINARY(4), t BIT(12))")
    prepared.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", (every, every, b"ab", 2561))
    prepared.execute(f"SELECT b, v, f, t + 0, LENGTH(b) FROM {table}")
    [(blob, varbinary, fixed, bits, length)] = prepared.fetchall()
    assert (bytes(blob), bytes(varbinary), bytes(fixed)) == (every, every, b"ab\x00\x00")
    assert (bits, length) == (2561, 768)


@pytest.mark.parametrize(
    "span",
    [
        dt.timedelta(0),
        dt.timedelta(hours=838, minutes=59, seconds=59),
        dt.timedelta(days=2, hours=1),
        dt.timedelta(hours=1, microseconds=120_000),
    ],
    ids=["zero", "longest", "days", "fraction"],
)
def test_times(prepared: MySQLCursorPrepared, table: str, span: dt.timedelta) -> None:
    """A TIME is a span of time in binary too: its days, its fraction, and no bytes at all for zero."""
    prepared.execute(f"CREATE TABLE {table} (v TIME(6))")
    prepared.execute(f"INSERT INTO {table} VALUES (?)", (span,))
    prepared.execute(f"SELECT v, CAST(v AS CHAR) FROM {table}")
    [(back, text)] = prepared.fetchall()
    assert back == span
    hours, rest = divmod(int(span.total_seconds()), 3600)
    assert text == f"{hours:02}:{rest // 60:02}:{rest % 60:02}.{span.microseconds:06}"


def test_negative_times(prepared: MySQLCursorPrepared, table: str) -> None:
    """Text becomes a negative TIME, and is read as text: the connector has the sign wrong, both ways, in binary."""
    prepared.execute(f"CREATE TABLE {table} (n INT AUTO_INCREMENT PRIMARY KEY, v TIME(1))")
    prepared.executemany(f"INSERT INTO {table} (v) VALUES (?)", [("-26:30:15",), ("-00:00:01.5",)])
    prepared.execute(f"SELECT CAST(v AS CHAR) FROM {table} WHERE v < ? ORDER BY n", ("00:00:00",))
    assert prepared.fetchall() == [("-26:30:15.0",), ("-00:00:01.5",)]


def test_long_data(prepared: MySQLCursorPrepared, table: str) -> None:
    """COM_STMT_SEND_LONG_DATA brings a value in pieces, and the next execution does not find it again."""
    data = bytes(range(256)) * 2_000
    prepared.execute(f"CREATE TABLE {table} (n INT, v LONGBLOB)")
    insert = f"INSERT INTO {table} VALUES (?, ?)"
    prepared.execute(insert, (1, io.BytesIO(data)))
    prepared.execute(insert, (2, b"short"))
    prepared.execute(insert, (3, io.BytesIO(data[:1000])))
    prepared.execute(f"SELECT n, v FROM {table} ORDER BY n")
    assert [(n, bytes(v)) for n, v in prepared.fetchall()] == [(1, data), (2, b"short"), (3, data[:1000])]


def test_value_larger_than_a_packet(prepared: MySQLCursorPrepared) -> None:
    """Parameters of 17 MB arrive whole; the connector reads no row of that size in binary."""
    text = "0123456789abcdef" * 1_100_000
    prepared.execute("SELECT LENGTH(?), MD5(?)", (text, text))
    assert prepared.fetchall() == [(len(text), hashlib.md5(text.encode()).hexdigest())]


def test_description(prepared: MySQLCursorPrepared, table: str) -> None:
    """Preparing tells how many parameters and which columns the statement has, before it is executed."""
    prepared.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, v VARCHAR(10), d DATE)")
    told = prepared._connection.cmd_stmt_prepare(f"SELECT v AS word, d, id FROM {table} WHERE id = ? OR v = ?".encode())
    assert (told["num_params"], told["num_columns"]) == (2, 3)
    assert [column[0] for column in told["columns"]] == ["word", "d", "id"]
    assert [column[1] for column in told["columns"]] == [FieldType.VAR_STRING, FieldType.DATE, FieldType.LONG]
    prepared._connection.cmd_stmt_close(told["statement_id"])
    prepared.execute(f"SELECT v, d FROM {table} WHERE id = ?", (1,))
    assert [column[:2] for column in prepared.description] == [("v", FieldType.VAR_STRING), ("d", FieldType.DATE)]
    assert prepared.fetchall() == []


def test_counts_and_keys(prepared: MySQLCursorPrepared, table: str) -> None:
    """rowcount and lastrowid of a prepared statement are those of the statement in text."""
    prepared.execute(f"CREATE TABLE {table} (id INT AUTO_INCREMENT PRIMARY KEY, v INT UNIQUE)")
    prepared.execute(f"INSERT INTO {table} (v) VALUES (?), (?)", (10, 20))
    assert (prepared.rowcount, prepared.lastrowid) == (2, 1)
    prepared.execute(f"INSERT INTO {table} (v) VALUES (?) ON DUPLICATE KEY UPDATE v = v + ?", (20, 1))
    assert prepared.rowcount == 2
    prepared.execute(f"DELETE FROM {table} WHERE v > ?", (5,))
    assert prepared.rowcount == 2


def test_dictionaries(connection: MySQLConnection) -> None:
    """Rows of a prepared statement are dictionaries where that is asked for."""
    with connection.cursor(prepared=True, dictionary=True) as cursor:
        cursor.execute("SELECT ? AS a, ? AS b", (1, "x"))
        assert cursor.fetchone() == {"a": 1, "b": "x"}
        assert cursor.fetchone() is None


def test_fetching(prepared: MySQLCursorPrepared, numbers: Numbers) -> None:
    """fetchone, fetchmany and fetchall walk through a binary result of 20,000 rows."""
    prepared.execute(f"SELECT n, CAST(n AS CHAR) FROM {numbers(5)} WHERE n < ? ORDER BY n", (20_000,))
    assert prepared.fetchone() == (0, "0")
    assert prepared.fetchmany(2) == [(1, "1"), (2, "2")]
    rest = prepared.fetchall()
    assert (len(rest), rest[0], rest[-1]) == (19_997, (3, "3"), (19_999, "19999"))


def test_server_side_cursor(connection: MySQLConnection, numbers: Numbers) -> None:
    """A read-only cursor stays at the server: rows come as many as are asked for, and the last ones say so."""
    statement = connection.cmd_stmt_prepare(f"SELECT n FROM {numbers(3)} WHERE n < ? ORDER BY n".encode())
    number = statement["statement_id"]
    columns = connection.cmd_stmt_execute(number, (25,), statement["parameters"], flags=1)[1]
    seen, last = [], False
    while not last:
        connection.cmd_stmt_fetch(number, 10)
        rows, end = connection.get_rows(binary=True, columns=columns)
        seen.append([n for (n,) in rows])
        last = bool(end["status_flag"] & 128)
    assert [n for chunk in seen for n in chunk] == list(range(25))
    assert [len(chunk) for chunk in seen[:2]] == [10, 10]
    connection.cmd_stmt_close(number)
    assert connection.is_connected()


def test_two_server_side_cursors(connection: MySQLConnection, numbers: Numbers) -> None:
    """Two cursors at the server are read in turns on one connection, with other statements in between."""
    opened = []
    for low in (0, 500):
        statement = connection.cmd_stmt_prepare(f"SELECT n FROM {numbers(3)} WHERE n >= {low} ORDER BY n".encode())
        opened.append((statement["statement_id"], connection.cmd_stmt_execute(statement["statement_id"], flags=1)[1]))
    seen: list[list[int]] = [[], []]
    for _ in range(3):
        for position, (number, columns) in enumerate(opened):
            connection.cmd_stmt_fetch(number, 2)
            seen[position] += [n for (n,) in connection.get_rows(binary=True, columns=columns)[0]]
        with connection.cursor(buffered=True) as cursor:
            cursor.execute("SELECT 'between'")
            assert cursor.fetchone() == ("between",)
    assert seen == [[0, 1, 2, 3, 4, 5], [500, 501, 502, 503, 504, 505]]
    for number, _ in opened:
        connection.cmd_stmt_reset(number)
        connection.cmd_stmt_close(number)


def test_unknown_statement(connection: MySQLConnection) -> None:
    """Executing a statement that was closed, or never was, is error 1243."""
    statement = connection.cmd_stmt_prepare(b"SELECT 1")
    connection.cmd_stmt_close(statement["statement_id"])
    for number in (statement["statement_id"], 4_000_000):
        with pytest.raises(mysql.connector.Error) as error:
            connection.cmd_stmt_execute(number)
        assert error.value.errno == 1243
    assert connection.is_connected()


def test_errors(prepared: MySQLCursorPrepared, table: str) -> None:
    """Errors come when a statement is prepared or executed, with the numbers of text; it can be used again."""
    with pytest.raises(mysql.connector.ProgrammingError) as error:
        prepared.execute("SELEKT ?", (1,))
    assert (error.value.errno, error.value.sqlstate) == (1064, "42000")
    with pytest.raises(mysql.connector.ProgrammingError) as error:
        prepared.execute("SELECT * FROM nowhere WHERE a = ?", (1,))
    assert error.value.errno == 1146
    prepared.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY)")
    insert = f"INSERT INTO {table} VALUES (?)"
    prepared.execute(insert, (1,))
    with pytest.raises(mysql.connector.IntegrityError) as error:
        prepared.execute(insert, (1,))
    assert error.value.errno == 1062
    prepared.execute(insert, (2,))
    with pytest.raises(mysql.connector.ProgrammingError) as error:
        prepared.execute(insert, (1, 2))
    assert error.value.errno == 1210


def test_several_statements_cannot_be_prepared(prepared: MySQLCursorPrepared) -> None:
    """Only one statement can be prepared at a time: 1064, also on a connection that may send several."""
    with pytest.raises(mysql.connector.ProgrammingError) as error:
        prepared.execute("SELECT 1; SELECT 2")
    assert error.value.errno == 1064


def test_many_statements(connection: MySQLConnection) -> None:
    """Twenty prepared statements are open at once, and each is still the one that it was."""
    statements = [connection.cmd_stmt_prepare(f"SELECT {n}, ?".encode()) for n in range(20)]
    assert len({statement["statement_id"] for statement in statements}) == 20
    for n, statement in reversed(list(enumerate(statements))):
        columns = connection.cmd_stmt_execute(statement["statement_id"], (n + 1,), statement["parameters"])[1]
        connection.unread_result = True
        assert connection.get_rows(binary=True, columns=columns)[0] == [(n, n + 1)]
        connection.cmd_stmt_close(statement["statement_id"])


def test_table_that_changes(prepared: MySQLCursorPrepared, cursor: MySQLCursor, table: str) -> None:
    """A prepared statement sees the columns that its table has got since."""
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    cursor.execute(f"INSERT INTO {table} VALUES (1)")
    statement = f"SELECT * FROM {table}"
    prepared.execute(statement)
    assert prepared.fetchall() == [(1,)]
    cursor.execute(f"ALTER TABLE {table} ADD COLUMN b VARCHAR(5) DEFAULT 'new'")
    prepared.execute(statement)
    assert prepared.fetchall() == [(1, "new")]


def test_statements_that_return_nothing(prepared: MySQLCursorPrepared, table: str) -> None:
    """DDL, SET and transaction statements can be prepared as well."""
    prepared.execute(f"CREATE TABLE {table} (a INT)")
    prepared.execute("SET @x = ?", (5,))
    prepared.execute(f"INSERT INTO {table} VALUES (@x)")
    prepared.execute("COMMIT")
    prepared.execute(f"UPDATE {table} SET a = ?", (6,))
    prepared._connection.rollback()
    prepared.execute(f"SELECT a FROM {table}")
    assert prepared.fetchall() == [(5,)]


def test_limit_as_a_parameter(prepared: MySQLCursorPrepared, numbers: Numbers) -> None:
    """LIMIT and OFFSET take parameters, and so do IN, LIKE, BETWEEN and functions."""
    prepared.execute(f"SELECT n FROM {numbers(2)} ORDER BY n LIMIT ? OFFSET ?", (2, 10))
    assert prepared.fetchall() == [(10,), (11,)]
    prepared.execute(
        f"SELECT n FROM {numbers(2)} WHERE n IN (?, ?) OR n BETWEEN ? AND ? OR CONCAT('n', n) LIKE ? ORDER BY n",
        (1, 2, 50, 51, "n9_"),
    )
    assert [n for (n,) in prepared.fetchall()] == [1, 2, 50, 51, *range(90, 100)]


def test_reset_connection_closes_statements(connection: MySQLConnection) -> None:
    """After COM_RESET_CONNECTION the statements of the session are gone: 1243."""
    statement = connection.cmd_stmt_prepare(b"SELECT 1")
    assert connection.cmd_reset_connection()
    with pytest.raises(mysql.connector.Error) as error:
        connection.cmd_stmt_execute(statement["statement_id"])
    assert error.value.errno == 1243
