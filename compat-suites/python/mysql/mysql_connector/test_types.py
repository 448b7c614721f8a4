"""Types in text with MySQL Connector/Python, where its conversions depend on what the server tells of a column."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from mysql.connector.connection import MySQLConnection
from mysql.connector.conversion import MySQLConverter
from mysql.connector.cursor import MySQLCursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]

# Column types with values as the connector gives them back.
ROUND_TRIPS: list[tuple[str, list[Any]]] = [
    ("TINYINT UNSIGNED", [0, 255]),
    ("BIGINT", [-(2**63), 2**63 - 1]),
    ("BIGINT UNSIGNED", [2**64 - 1]),
    ("DECIMAL(65, 30)", [Decimal("12345678901234567890123456789012345." + "123456789" * 3 + "123")]),
    ("DOUBLE", [0.1, -1e308]),
    ("CHAR(3)", ["abc", "", "é"]),
    ("VARCHAR(20)", ["text", "👋"]),
    ("LONGTEXT", ["x" * 100_000]),
    ("VARBINARY(10)", [b"\x00\xff", b""]),
    ("BLOB", [bytes(range(256))]),
    ("DATE", [dt.date(1000, 1, 1), dt.date(9999, 12, 31)]),
    ("TIME(6)", [dt.timedelta(hours=838, seconds=1), -dt.timedelta(hours=26, microseconds=5), dt.timedelta(0)]),
    ("DATETIME(6)", [dt.datetime(2026, 7, 5, 1, 2, 3, 4), dt.datetime(9999, 12, 31, 23, 59, 59)]),
    ("TIMESTAMP NULL", [dt.datetime(2026, 7, 5, 1, 2, 3)]),
    ("YEAR", [2026, 1901]),
    ("ENUM('a','b')", ["b"]),
    ("SET('a','b','c')", [{"a", "c"}, set()]),
    ("JSON", ['{"a": [1, 2, null]}']),
]


@pytest.mark.parametrize(("kind", "values"), ROUND_TRIPS, ids=[kind.split("(")[0] for kind, _ in ROUND_TRIPS])
def test_round_trip(cursor: MySQLCursor, table: str, kind: str, values: list[Any]) -> None:
    """The column gives back what it was given, with the type of Python that the connector has for it, and NULL."""
    cursor.execute(f"CREATE TABLE {table} (n INT AUTO_INCREMENT PRIMARY KEY, v {kind})")
    written = [",".join(sorted(value)) if isinstance(value, set) else value for value in values]
    cursor.executemany(f"INSERT INTO {table} (v) VALUES (%s)", [(value,) for value in [*written, None]])
    cursor.execute(f"SELECT v FROM {table} ORDER BY n")
    back = [value for (value,) in cursor.fetchall()]
    if kind == "JSON":
        back = [json.dumps(json.loads(value)) if value else value for value in back]
    assert back == [*values, None]
    assert [type(value) for value in back] == [type(value) for value in [*values, None]]


def test_bits(cursor: MySQLCursor, table: str) -> None:
    """A bit field is a number to this connector."""
    cursor.execute(f"CREATE TABLE {table} (a BIT, b BIT(12), c BIT(64))")
    cursor.execute(f"INSERT INTO {table} VALUES (1, b'101000000001', ~0)")
    cursor.execute(f"SELECT * FROM {table}")
    assert cursor.fetchone() == (1, 2561, 2**64 - 1)


def test_zero_dates_are_none(connect: Connect, table: str) -> None:
    """Zero dates, where the mode allows them, are None to this connector."""
    with connect(sql_mode="ALLOW_INVALID_DATES").cursor(buffered=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (d DATE, t DATETIME)")
        cursor.execute(f"INSERT INTO {table} VALUES ('0000-00-00', '0000-00-00 00:00:00')")
        cursor.execute(f"SELECT d, t, CAST(d AS CHAR) FROM {table}")
        assert cursor.fetchone() == (None, None, "0000-00-00")


def test_text_of_numbers_and_dates(cursor: MySQLCursor) -> None:
    """What functions make of numbers and dates is text or the right type, as its description tells."""
    cursor.execute(
        "SELECT CONCAT(1, 2), DATE_FORMAT('2026-07-05', '%Y'), HEX(255), CAST(5 AS CHAR),"
        " NOW() + INTERVAL 0 DAY = NOW(),"
        " IFNULL(NULL, 'x'), COALESCE(NULL, 2.50), CASE WHEN 1 THEN 'a' ELSE 'b' END, GREATEST(1, 5, 3),"
        " ROUND(2.567, 2),"
        " CEILING(1.2), LEAST('b', 'a'), LENGTH('é'), ABS(-3), POW(2, 10), SQRT(16), PI() > 3"
    )
    assert cursor.fetchone() == (
        "12",
        "2026",
        "FF",
        "5",
        1,
        "x",
        Decimal("2.50"),
        "a",
        5,
        Decimal("2.57"),
        2,
        "a",
        2,
        3,
        1024.0,
        4.0,
        1,
    )


def test_character_sets(connect: Connect, table: str) -> None:
    """The connector changes character set and collation in the session, and text stays what it is."""
    connection = connect(charset="latin1")
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20) CHARACTER SET utf8mb4)")
        cursor.execute(f"INSERT INTO {table} VALUES (%s)", ("déjà",))
        connection.set_charset_collation("utf8mb4", "utf8mb4_bin")
        cursor.execute(f"SELECT v, HEX(v) FROM {table}")
        assert cursor.fetchone() == ("déjà", "64C3A96AC3A0")
        cursor.execute("SELECT @@character_set_client, @@collation_connection")
        assert cursor.fetchone() == ("utf8mb4", "utf8mb4_bin")


def test_converter_of_the_application(connect: Connect) -> None:
    """A converter class of the application's own gets what the server sent."""

    class Plain(MySQLConverter):
        def row_to_python(self, row: Any, fields: Any) -> tuple[str | None, ...]:  # noqa: ARG002
            return tuple(None if value is None else bytes(value).decode() for value in row)

    with connect(converter_class=Plain).cursor(buffered=True) as cursor:
        cursor.execute("SELECT 1, 2.50, NULL, 'x', DATE '2026-01-01'")
        assert cursor.fetchall() == [("1", "2.50", None, "x", "2026-01-01")]


def test_without_unicode(connect: Connect) -> None:
    """With use_unicode off text comes as bytes."""
    with connect(use_unicode=False).cursor(buffered=True) as cursor:
        cursor.execute("SELECT 'é'")
        [(value,)] = cursor.fetchall()
    assert bytes(value) == "é".encode()
