"""What a driver of one protocol writes, a driver of the other reads, with its types kept."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

pytestmark = pytest.mark.must_pass

MYSQL = ("pymysql", "connector", "connector-prepared")
POSTGRESQL = ("psycopg2", "asyncpg")

# A column, its type in MySQL and in PostgreSQL, and the values that it keeps.
COLUMNS: list[tuple[str, str, str, list[Any]]] = [
    ("small", "SMALLINT", "smallint", [-32768, 32767]),
    ("number", "INT", "integer", [-(2**31), 2**31 - 1]),
    ("big", "BIGINT", "bigint", [-(2**63), 2**63 - 1]),
    ("price", "DECIMAL(20, 4)", "numeric(20, 4)", [Decimal("1234567890123456.7891"), Decimal("-0.5000")]),
    ("ratio", "DOUBLE", "double precision", [math.pi, -1e300]),
    ("word", "VARCHAR(50)", "varchar(50)", ['it\'s \\ "quoted"', "grüße 東京 👋"]),
    ("body", "LONGTEXT", "text", ["", "line\nline\t" * 1_000]),
    ("raw", "BLOB", "bytea", [b"", bytes(range(256))]),
    ("day", "DATE", "date", [dt.date(2024, 2, 29), dt.date(9999, 12, 31)]),
    ("moment", "DATETIME(6)", "timestamp", [dt.datetime(2026, 7, 5, 1, 2, 3, 456789), dt.datetime(1000, 1, 1)]),
    ("yes", "BOOLEAN", "boolean", [True, False]),
]

PAIRS = [(writer, reader) for writer in MYSQL for reader in POSTGRESQL]
PAIRS += [(writer, reader) for writer in POSTGRESQL for reader in MYSQL]


def plain(value: Any) -> Any:
    """A value without what only its driver adds: buffers are bytes, strings are str."""
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    return value


def kind(value: Any) -> type:
    """The type of a value; truth is a number to MySQL."""
    return int if isinstance(value, bool) else type(value)


@pytest.mark.parametrize(("writer", "reader"), PAIRS, ids=[f"{writer}-{reader}" for writer, reader in PAIRS])
def test_written_and_read(drivers: Mapping[str, Any], table: str, writer: str, reader: str) -> None:
    """A table that the writer makes and fills is read by the other protocol's driver: the same values and types."""
    side = 1 if writer in MYSQL else 2
    definitions = ", ".join(f"{column[0]} {column[side]}" for column in COLUMNS)
    drivers[writer].run(f"CREATE TABLE {table} (id INT PRIMARY KEY, {definitions})")
    names = ["id", *(column[0] for column in COLUMNS)]
    rows: list[list[Any]] = [[n, *(column[3][n] for column in COLUMNS)] for n in range(2)]
    rows.append([2, *[None] * len(COLUMNS)])
    drivers[writer].insert(table, names, rows)
    found = drivers[reader].run(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")
    assert [[plain(value) for value in row] for row in found] == rows
    assert [[kind(plain(value)) for value in row] for row in found] == [[kind(value) for value in row] for row in rows]


@pytest.mark.parametrize(
    ("writer", "reader"), [("pymysql", "psycopg2"), ("psycopg2", "pymysql")], ids=["there", "back"]
)
def test_added_to_a_foreign_table(drivers: Mapping[str, Any], table: str, writer: str, reader: str) -> None:
    """Each side writes into the table that the other has made, and both read the same rows."""
    side = 1 if writer in MYSQL else 2
    definitions = ", ".join(f"{column[0]} {column[side]}" for column in COLUMNS)
    drivers[writer].run(f"CREATE TABLE {table} (id INT PRIMARY KEY, {definitions})")
    names = ["id", *(column[0] for column in COLUMNS)]
    rows = [[n, *(column[3][n] for column in COLUMNS)] for n in range(2)]
    if reader == "psycopg2":
        # BOOLEAN is a small number to MySQL, and PostgreSQL takes no truth for a number.
        rows = [[*row[:-1], int(row[-1])] for row in rows]
    drivers[reader].insert(table, names, rows)
    for each in (writer, reader):
        found = drivers[each].run(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")
        assert [[plain(value) for value in row] for row in found] == rows


def test_unsigned(drivers: Mapping[str, Any], table: str) -> None:
    """The largest unsigned number of MySQL's arrives whole on the other side."""
    drivers["pymysql"].run(f"CREATE TABLE {table} (i INT UNSIGNED, b BIGINT UNSIGNED)")
    drivers["pymysql"].run(f"INSERT INTO {table} VALUES (4294967295, 18446744073709551615)")
    for name in POSTGRESQL:
        [row] = drivers[name].run(f"SELECT i, b FROM {table}")
        assert [int(value) for value in row] == [2**32 - 1, 2**64 - 1]


@pytest.mark.parametrize("reader", MYSQL)
def test_types_that_mysql_has_not(drivers: Mapping[str, Any], table: str, reader: str) -> None:
    """UUID, timestamp with time zone, time, jsonb and char of PostgreSQL are read by drivers for MySQL."""
    identity = uuid.UUID("12345678-1234-5678-1234-567812345678")
    side = drivers["psycopg2"]
    side.run(f"CREATE TABLE {table} (u uuid, z timestamptz, t time, j jsonb, c char(3))")
    side.run(
        f"INSERT INTO {table} VALUES (%s, '2026-07-05 12:00:00+02', '23:59:59.5', '{{\"a\": [1, null]}}', 'abc')",
        (str(identity),),
    )
    [(u, z, t, j, c)] = drivers[reader].run(f"SELECT u, z, t, j, c FROM {table}")
    assert uuid.UUID(u if isinstance(u, str) else bytes(u).decode()) == identity
    assert z == dt.datetime(2026, 7, 5, 10, 0)
    assert t == dt.timedelta(hours=23, minutes=59, seconds=59, microseconds=500_000)
    assert json.loads(j) == {"a": [1, None]}
    assert c == "abc"


def test_json(drivers: Mapping[str, Any], table: str) -> None:
    """A JSON document of MySQL's is one of PostgreSQL's, whose operators reach into it, and the other way round."""
    document = {"name": "Ada 👋", "tags": ["x", None, 2.5]}
    drivers["pymysql"].run(f"CREATE TABLE {table} (id INT, doc JSON)")
    drivers["pymysql"].run(f"INSERT INTO {table} VALUES (1, %s)", (json.dumps(document),))
    [(found, name)] = drivers["psycopg2"].run(f"SELECT doc, doc->>'name' FROM {table}")
    assert (found, name) == (document, "Ada 👋")
    drivers["psycopg2"].run(f"INSERT INTO {table} VALUES (2, %s)", (json.dumps([1, {"b": True}]),))
    [(text, part)] = drivers["pymysql"].run(f"SELECT doc, JSON_EXTRACT(doc, '$[1].b') FROM {table} WHERE id = 2")
    assert (json.loads(text), part) == ([1, {"b": True}], "true")


def test_times_and_years(drivers: Mapping[str, Any], table: str) -> None:
    """A TIMESTAMP is the same moment on both sides, a YEAR the same number."""
    drivers["pymysql"].run(f"CREATE TABLE {table} (ts TIMESTAMP(6) NULL, y YEAR)")
    drivers["pymysql"].run(f"INSERT INTO {table} VALUES (FROM_UNIXTIME(1783245600.25), 2026)")
    [(seconds, year)] = drivers["psycopg2"].run(f"SELECT extract(epoch FROM ts)::float8, y FROM {table}")
    assert (seconds, year) == (1783245600.25, 2026)


def test_enumerations(drivers: Mapping[str, Any], table: str) -> None:
    """ENUM and SET of MySQL's are words on the other side."""
    drivers["pymysql"].run(f"CREATE TABLE {table} (e ENUM('small', 'large'), s SET('a', 'b', 'c'))")
    drivers["pymysql"].run(f"INSERT INTO {table} VALUES ('large', 'c,a')")
    [(word, members)] = drivers["psycopg2"].run(f"SELECT e::text, s::text FROM {table}")
    assert (word, members) == ("large", "a,c")
