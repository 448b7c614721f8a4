"""Statements in text and cursors with MySQL Connector/Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection
from mysql.connector.constants import FieldFlag, FieldType
from mysql.connector.cursor import MySQLCursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]
Numbers = Callable[[int], str]

has_result_sets = pytest.mark.applies(
    hasattr(MySQLCursor, "fetchsets"), "before 9.2 the connector walks through several results in another way"
)


def test_constants(cursor: MySQLCursor) -> None:
    """One row of constants comes back with the types of Python that fit them."""
    cursor.execute("SELECT 1, 'two', 3.50, TRUE, NULL, 1.5e0, X'00ff'")
    assert cursor.fetchall() == [(1, "two", Decimal("3.50"), 1, None, 1.5, b"\x00\xff")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('it\'s "quoted" \\ back\\slash %s %(x)s ? `tick`', id="punctuation"),
        pytest.param("line\r\nbreaks\ttab \x01\x1a\x7f", id="control"),
        pytest.param("Ελλάδα 東京 עברית 👩‍👩‍👧‍👦 𝄞 \U0010ffff", id="unicode"),
        pytest.param("", id="empty"),
    ],
)
def test_text_survives(cursor: MySQLCursor, text: str) -> None:
    """Text goes to the server and back unchanged, escaped by the connector."""
    cursor.execute("SELECT %s, CHAR_LENGTH(%s)", (text, text))
    assert cursor.fetchone() == (text, len(text))


def test_parameters_by_name(cursor: MySQLCursor) -> None:
    """Named parameters may repeat, and stand in any order."""
    cursor.execute("SELECT %(b)s, %(a)s, %(b)s", {"a": 1, "b": "x"})
    assert cursor.fetchone() == ("x", 1, "x")
    with pytest.raises(mysql.connector.ProgrammingError, match="Not enough parameters"):
        cursor.execute("SELECT %s, %s", (1,))


def test_unbuffered(connection: MySQLConnection, numbers: Numbers) -> None:
    """An unbuffered cursor reads row by row, and nothing else may run before it is read to its end."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT n FROM {numbers(4)} ORDER BY n")
    assert cursor.fetchone() == (0,)
    assert cursor.fetchmany(3) == [(1,), (2,), (3,)]
    with pytest.raises(mysql.connector.InternalError, match="Unread result found"):
        connection.cursor().execute("SELECT 1")
    assert sum(n for (n,) in cursor) == sum(range(4, 10_000))
    assert cursor.rowcount == 10_000
    connection.cursor(buffered=True).execute("SELECT 1")


def test_results_consumed(connect: Connect, numbers: Numbers) -> None:
    """With consume_results what was not read is read away by the next statement."""
    connection = connect(consume_results=True)
    connection.cursor().execute(f"SELECT n FROM {numbers(4)}")
    cursor = connection.cursor()
    cursor.execute("SELECT 'in step'")
    assert cursor.fetchall() == [("in step",)]


def test_buffered(connection: MySQLConnection) -> None:
    """Buffered cursors have read their rows, know how many, and do not get into each other's way."""
    one, two = connection.cursor(buffered=True), connection.cursor(buffered=True)
    one.execute("SELECT 1 UNION ALL SELECT 2")
    two.execute("SELECT 'x'")
    assert (one.rowcount, two.rowcount) == (2, 1)
    assert (one.fetchone(), two.fetchone(), one.fetchall()) == ((1,), ("x",), [(2,)])
    assert one.fetchone() is None


@pytest.mark.parametrize("buffered", [False, True], ids=["unbuffered", "buffered"])
def test_dictionaries(connection: MySQLConnection, buffered: bool) -> None:
    """Rows are dictionaries with the names of the server."""
    with connection.cursor(dictionary=True, buffered=buffered) as cursor:
        cursor.execute("SELECT 1 AS Id, 'Ada' AS `Full Name` UNION ALL SELECT 2, NULL")
        assert cursor.column_names == ("Id", "Full Name")
        assert cursor.fetchall() == [{"Id": 1, "Full Name": "Ada"}, {"Id": 2, "Full Name": None}]


@pytest.mark.parametrize("buffered", [False, True], ids=["unbuffered", "buffered"])
def test_raw(connection: MySQLConnection, buffered: bool) -> None:
    """A raw cursor shows what the server sent: text of numbers, dates and text."""
    with connection.cursor(raw=True, buffered=buffered) as cursor:
        cursor.execute("SELECT 1, 2.50, DATE '2026-01-02', TIME '-01:02:03', 'é', NULL, 1e10, TRUE")
        [row] = cursor.fetchall()
    assert [bytes(value) if value is not None else None for value in row] == [
        b"1",
        b"2.50",
        b"2026-01-02",
        b"-01:02:03",
        "é".encode(),
        None,
        b"10000000000",
        b"1",
    ]


def test_description(cursor: MySQLCursor, table: str) -> None:
    """Columns are described by name, type code, whether they may be NULL, flags and character set."""
    cursor.execute(
        f"CREATE TABLE {table} (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, v VARCHAR(10) NOT NULL, b BLOB, d DATETIME)"
    )
    cursor.execute(f"SELECT id, v AS word, b, d, 1 + 1 AS two FROM {table}")
    described = {column[0]: column for column in cursor.description}
    assert [(column[0], column[1]) for column in cursor.description] == [
        ("id", FieldType.LONG),
        ("word", FieldType.VAR_STRING),
        ("b", FieldType.BLOB),
        ("d", FieldType.DATETIME),
        ("two", FieldType.LONGLONG) if described["two"][1] == FieldType.LONGLONG else ("two", FieldType.LONG),
    ]
    assert [bool(described[name][6]) for name in ("id", "word", "b", "d")] == [False, False, True, True]
    assert described["id"][7] & FieldFlag.PRI_KEY
    assert described["id"][7] & FieldFlag.UNSIGNED
    assert (described["b"][8], described["word"][8] in (45, 46, 224, 255)) == (63, True)


@has_result_sets
def test_several_statements(cursor: MySQLCursor, table: str) -> None:
    """Several statements are sent at once, and their results walked through with nextset()."""
    cursor.execute(
        f"CREATE TABLE {table} (a INT); INSERT INTO {table} VALUES (1), (2);"
        f" SELECT a FROM {table} ORDER BY a; SELECT 'last; one'"
    )
    seen = []
    while True:
        seen.append(cursor.fetchall() if cursor.with_rows else cursor.rowcount)
        if not cursor.nextset():
            break
    assert seen == [0, 2, [(1,), (2,)], [("last; one",)]]


@has_result_sets
def test_statements_and_their_results(connection: MySQLConnection, table: str) -> None:
    """fetchsets() gives each statement with its result."""
    script = f"CREATE TABLE {table} (a INT); INSERT INTO {table} VALUES (5); SELECT a, 'x;y' FROM {table}"
    with connection.cursor() as cursor:
        cursor.execute(script, map_results=True)
        sets = [(statement.strip(), rows) for statement, rows in cursor.fetchsets()]
    assert [rows for _, rows in sets] == [[], [], [(5, "x;y")]]
    assert sets[2][0] == f"SELECT a, 'x;y' FROM {table}"


@has_result_sets
def test_error_among_several_statements(connect: Connect, rows_of: Callable[..., list], table: str) -> None:
    """A statement that fails among several ends the sequence; what came before it counts."""
    connection = connect(autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        cursor.execute(
            f"INSERT INTO {table} VALUES (1); INSERT INTO nowhere VALUES (1); INSERT INTO {table} VALUES (2)"
        )
        with pytest.raises(mysql.connector.ProgrammingError) as error:
            cursor.nextset()
        assert error.value.errno == 1146
    assert connection.is_connected()
    assert rows_of(f"SELECT a FROM {table}") == [(1,)]


def test_executemany(cursor: MySQLCursor, table: str) -> None:
    """executemany() makes one INSERT of many rows, and one statement a row of everything else."""
    cursor.execute(f"CREATE TABLE {table} (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20))")
    cursor.executemany(f"INSERT INTO {table} (v) VALUES (%s)", [(f"row {n}",) for n in range(3_000)])
    assert (cursor.rowcount, cursor.lastrowid) == (3_000, 1)
    assert cursor.statement.count("row ") == 3_000
    cursor.executemany(f"UPDATE {table} SET v = %s WHERE id = %s", [("x", 1), ("y", 2), ("z", 99_999)])
    assert cursor.rowcount == 2
    cursor.executemany(
        f"INSERT INTO {table} (id, v) VALUES (%(id)s, %(v)s) ON DUPLICATE KEY UPDATE v = VALUES(v)",
        [{"id": 1, "v": "up"}, {"id": 5_000, "v": "new"}],
    )
    cursor.execute(f"SELECT v FROM {table} WHERE id IN (1, 2, 5000) ORDER BY id")
    assert cursor.fetchall() == [("up",), ("y",), ("new",)]


def test_statement_without_result(cursor: MySQLCursor, table: str) -> None:
    """A statement without rows has no description, and says how many rows it touched and which key it made."""
    cursor.execute(f"CREATE TABLE {table} (id INT AUTO_INCREMENT PRIMARY KEY)")
    assert (cursor.description, cursor.with_rows) == (None, False)
    cursor.execute(f"INSERT INTO {table} () VALUES (), ()")
    assert (cursor.rowcount, cursor.lastrowid, cursor.description) == (2, 1, None)


def test_large_result(cursor: MySQLCursor, numbers: Numbers) -> None:
    """50,000 rows of mixed columns arrive complete and in order."""
    cursor.execute(f"SELECT n, CONCAT('n', n), n / 4, IF(n % 5, n, NULL) FROM {numbers(5)} WHERE n < 50000 ORDER BY n")
    for number, row in enumerate(cursor):
        if row != (number, f"n{number}", Decimal(number) / 4, number if number % 5 else None):
            pytest.fail(f"row {number} is {row}")
    assert number == 49_999


def test_conversion_of_parameters(cursor: MySQLCursor) -> None:
    """Values that the connector writes as text arrive as what they were."""
    values = (
        True,
        -5,
        1.25,
        Decimal("-0.100"),
        dt.date(2026, 7, 5),
        dt.datetime(2026, 7, 5, 1, 2, 3, 4),
        dt.timedelta(hours=-30, seconds=-1),
        b"\x00'\\\xff",
        None,
    )
    cursor.execute(
        "SELECT %s, %s, %s, %s, CAST(%s AS DATE), CAST(%s AS DATETIME(6)), CAST(%s AS TIME), HEX(%s), %s", values
    )
    assert cursor.fetchone() == (1, -5, 1.25, Decimal("-0.100"), *values[4:7], "00275CFF", None)


def test_query_iterator(connection: MySQLConnection) -> None:
    """cmd_query_iter() tells of each result of several statements, with its status."""
    results = []
    for result in connection.cmd_query_iter("SELECT 1; DO 1; SELECT 2, 3"):
        if "columns" in result:
            results.append(([column[0] for column in result["columns"]], connection.get_rows()[0]))
        else:
            results.append(result["affected_rows"])
    assert [result if isinstance(result, int) else result[0] for result in results] == [["1"], 0, ["2", "3"]]
    assert [bytes(value) if not isinstance(value, int) else str(value).encode() for value in results[2][1][0]] == [
        b"2",
        b"3",
    ]
