"""Types with PyMySQL: what each column type takes, keeps and gives back."""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from compat_pymysql import sqlstate

pytestmark = pytest.mark.must_pass


def through(cursor: Cursor, table: str, kind: str, values: list[Any]) -> list[Any]:
    """Writes each value into a column of that type and reads them all back in order."""
    cursor.execute(f"CREATE TABLE {table} (n INT AUTO_INCREMENT PRIMARY KEY, v {kind})")
    for value in values:
        cursor.execute(f"INSERT INTO {table} (v) VALUES (%s)", (value,))
    cursor.execute(f"SELECT v FROM {table} ORDER BY n")
    return [value for (value,) in cursor.fetchall()]


INTEGERS = {
    "TINYINT": 8,
    "SMALLINT": 16,
    "MEDIUMINT": 24,
    "INT": 32,
    "BIGINT": 64,
}


@pytest.mark.parametrize("kind", INTEGERS)
def test_integers(cursor: Cursor, name: Callable[[str], str], kind: str) -> None:
    """Signed and unsigned integers keep their limits, and refuse the next number beyond them."""
    bits = INTEGERS[kind]
    for sign, low, high in (("", -(2 ** (bits - 1)), 2 ** (bits - 1) - 1), ("UNSIGNED", 0, 2**bits - 1)):
        target = name("limits")
        values = [low, -1 if low else 1, 0, None, high]
        assert through(cursor, target, f"{kind} {sign} NULL", values) == values
        for beyond in (low - 1, high + 1):
            with pytest.raises(pymysql.DataError) as error:
                cursor.execute(f"INSERT INTO {target} (v) VALUES (%s)", (beyond,))
            assert error.value.args[0] == 1264


def test_integers_from_text_and_fractions(cursor: Cursor, table: str) -> None:
    """A number in quotes is taken as the number, and a fraction is rounded half away from zero."""
    values = ["42", " 7 ", Decimal("2.5"), Decimal("-2.5"), "1.5", Decimal("0.4999"), 3.7]
    assert through(cursor, table, "INT", values) == [42, 7, 3, -3, 2, 0, 4]


def test_booleans(cursor: Cursor, table: str) -> None:
    """BOOLEAN is TINYINT(1): truth is 1 and 0, and other small numbers fit too."""
    assert through(cursor, table, "BOOLEAN", [True, False, None, 7]) == [1, 0, None, 7]
    cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE v")
    assert cursor.fetchone() == (2,)
    cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE v IS TRUE AND v = TRUE")
    assert cursor.fetchone() == (1,)
    cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE v IS NOT TRUE")
    assert cursor.fetchone() == (2,)


def test_decimals(cursor: Cursor, table: str) -> None:
    """Decimals keep every digit and their scale, and round what has more places."""
    widest = Decimal("9" * 35 + "." + "9" * 30)
    values = [widest, widest.copy_negate(), Decimal("1E-30"), Decimal(0), None]
    back = through(cursor, table, "DECIMAL(65, 30)", values)
    assert back == values
    assert back[3].as_tuple().exponent == -30
    cursor.execute("SELECT CAST('12.345' AS DECIMAL(5, 2)), CAST(-0.005 AS DECIMAL(4, 2)), CAST(1 AS DECIMAL)")
    assert [str(value) for value in cursor.fetchone()] == ["12.35", "-0.01", "1"]


def test_doubles(cursor: Cursor, table: str) -> None:
    """Double precision keeps every bit of Python's floats."""
    values = [0.1, -1e308, 2.2250738585072014e-308, math.pi, 123456789.123456789, 0.0, None]
    assert through(cursor, table, "DOUBLE", values) == values


def test_floats(cursor: Cursor, table: str) -> None:
    """Single precision is shown with six digits, as the text protocol does."""
    assert through(cursor, table, "FLOAT", [0.5, 0.1, 16777216, 1e30, -1.17549e-38, None]) == [
        0.5,
        0.1,
        16777200.0,
        1e30,
        -1.17549e-38,
        None,
    ]


def test_bits(cursor: Cursor, table: str) -> None:
    """A bit field is read as bytes, as many as its width needs, and is a number in arithmetic."""
    cursor.execute(f"CREATE TABLE {table} (one BIT, twelve BIT(12), all_of_them BIT(64))")
    cursor.execute(f"INSERT INTO {table} VALUES (b'1', b'101000000001', ~0), (0, 5, 255), (NULL, NULL, NULL)")
    cursor.execute(f"SELECT * FROM {table}")
    assert cursor.fetchall() == (
        (b"\x01", b"\x0a\x01", b"\xff" * 8),
        (b"\x00", b"\x00\x05", b"\x00" * 7 + b"\xff"),
        (None, None, None),
    )
    cursor.execute(f"SELECT one + 0, BIN(twelve + 0), twelve & 1 FROM {table} LIMIT 1")
    assert cursor.fetchone() == (1, "101000000001", 1)


def test_bits_from_strings(cursor: Cursor, table: str) -> None:
    """A bit field takes a string's octets, as dumps write them."""
    cursor.execute(f"CREATE TABLE {table} (id INT, one BIT, eight BIT(8))")
    cursor.execute(f"INSERT INTO {table} VALUES (1, '\\0', 'n'), (2, '\x01', '1'), (3, _binary '\x01', X'c3')")
    cursor.execute(f"SELECT one, eight FROM {table} ORDER BY id")
    assert cursor.fetchall() == ((b"\x00", b"n"), (b"\x01", b"1"), (b"\x01", b"\xc3"))
    with pytest.raises(pymysql.err.DataError) as raised:
        cursor.execute(f"INSERT INTO {table} VALUES (4, '1', '1')")
    assert raised.value.args[0] == 1406


def test_sums(cursor: Cursor, table: str) -> None:
    """Sums of FLOAT are those of doubles, and numbers inside of JSON are added up, too."""
    cursor.execute(f"CREATE TABLE {table} (f FLOAT, d DOUBLE, j JSON)")
    cursor.executemany(
        f"INSERT INTO {table} VALUES (%s, %s, %s)", [(0.5 + n, n, json.dumps({"n": n})) for n in range(20000)]
    )
    cursor.execute(f"SELECT SUM(f), SUM(d), SUM(JSON_EXTRACT(j, '$.n')), AVG(f) FROM {table}")
    assert cursor.fetchone() == (200000000.0, 199990000.0, 199990000.0, 10000.0)


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        pytest.param("CHAR(255)", 255, id="char"),
        pytest.param("VARCHAR(4000)", 4_000, id="varchar"),
        pytest.param("TINYTEXT", 255, id="tinytext"),
        pytest.param("TEXT", 65_535, id="text"),
        pytest.param("MEDIUMTEXT", 1_000_000, id="mediumtext"),
        pytest.param("LONGTEXT", 1_000_000, id="longtext"),
    ],
)
def test_text(cursor: Cursor, table: str, kind: str, longest: int) -> None:
    """Text columns give back what they were given, to their last character, and are read as str."""
    values = ["", "x" * longest, "grüße 👋", None]
    assert through(cursor, table, kind, values) == values
    if longest < 1_000_000:
        with pytest.raises(pymysql.DataError) as error:
            cursor.execute(f"INSERT INTO {table} (v) VALUES (%s)", ("x" * (longest + 1),))
        assert error.value.args[0] == 1406


def test_trailing_blanks(cursor: Cursor, table: str) -> None:
    """CHAR loses its trailing blanks when it is read, VARCHAR keeps them."""
    cursor.execute(f"CREATE TABLE {table} (c CHAR(5), v VARCHAR(5))")
    cursor.execute(f"INSERT INTO {table} VALUES ('ab  ', 'ab  ')")
    cursor.execute(f"SELECT c, v, LENGTH(c), LENGTH(v), CONCAT('(', c, ')') FROM {table}")
    assert cursor.fetchone() == ("ab", "ab  ", 2, 4, "(ab)")


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        pytest.param("VARBINARY(4000)", 4_000, id="varbinary"),
        pytest.param("TINYBLOB", 255, id="tinyblob"),
        pytest.param("BLOB", 65_535, id="blob"),
        pytest.param("MEDIUMBLOB", 1_000_000, id="mediumblob"),
        pytest.param("LONGBLOB", 1_000_000, id="longblob"),
    ],
)
def test_binary(cursor: Cursor, table: str, kind: str, longest: int) -> None:
    """Binary columns keep every byte, and are read as bytes."""
    values = [b"", bytes(range(256))[:longest], b"\x00\xff" * (longest // 2), None]
    assert through(cursor, table, kind, values) == values
    cursor.execute(f"SELECT HEX(v), LENGTH(v) FROM {table} ORDER BY n LIMIT 1, 1")
    assert cursor.fetchone() == (values[1].hex().upper(), len(values[1]))


def test_fixed_binary(cursor: Cursor, table: str) -> None:
    """BINARY(n) is filled up with zero bytes, which count; it suits a UUID."""
    identity = uuid.uuid4()
    assert through(cursor, table, "BINARY(16)", [identity.bytes, b"ab"]) == [identity.bytes, b"ab" + b"\x00" * 14]
    cursor.execute(f"SELECT n FROM {table} WHERE v = %s", (identity.bytes,))
    assert cursor.fetchone() == (1,)
    cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE v = 'ab'")
    assert cursor.fetchone() == (0,)


def test_binary_from_text(cursor: Cursor) -> None:
    """CAST to BINARY and CHAR, HEX and UNHEX go between bytes and text, and so does the operator BINARY."""
    cursor.execute("SELECT BINARY 'é', BINARY 'a' = 'A', 'a' LIKE BINARY 'A'")
    assert cursor.fetchone() == ("é".encode(), 0, 0)
    cursor.execute("SELECT CAST('é' AS BINARY), UNHEX('00ff41'), HEX('é'), CAST(X'c3a9' AS CHAR CHARACTER SET utf8mb4)")
    assert cursor.fetchone() == (b"\xc3\xa9", b"\x00\xffA", "C3A9", "é")


def test_dates(cursor: Cursor, table: str) -> None:
    """Dates from the year 1000 to 9999 keep their day; text in several spellings is taken too."""
    values = [dt.date(1000, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29), None]
    assert through(cursor, table, "DATE", values) == values
    for spelling in ("2026-7-3", "20260703", "26-07-03", "2026/07/03", 20260703, "2026-07-03 00:00:00"):
        cursor.execute(f"INSERT INTO {table} (v) VALUES (%s)", (spelling,))
    cursor.execute(f"SELECT DISTINCT v FROM {table} WHERE n > 4")
    assert cursor.fetchall() == ((dt.date(2026, 7, 3),),)


@pytest.mark.applies(pymysql.VERSION[:2] >= (1, 2), "before PyMySQL 1.2 fractions of negative spans are added")
def test_times(cursor: Cursor, table: str) -> None:
    """A TIME is a span of time: negative ones and more than a day are kept, with their microseconds."""
    values = [
        dt.timedelta(0),
        dt.timedelta(hours=838, minutes=59, seconds=59),
        -dt.timedelta(hours=838, minutes=59, seconds=59),
        -dt.timedelta(seconds=1),
        -dt.timedelta(minutes=30, microseconds=1),
        dt.timedelta(hours=25, microseconds=123456),
        None,
    ]
    assert through(cursor, table, "TIME(6)", values) == values
    cursor.execute(f"INSERT INTO {table} (v) VALUES (%s)", (dt.time(23, 59, 59, 500),))
    cursor.execute(f"SELECT v FROM {table} ORDER BY n DESC LIMIT 1")
    assert cursor.fetchone() == (dt.timedelta(hours=23, minutes=59, seconds=59, microseconds=500),)


def test_datetimes(cursor: Cursor, table: str) -> None:
    """DATETIME(6) keeps microseconds, from the year 1000 to 9999, and no zone touches it."""
    values = [
        dt.datetime(1000, 1, 1),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
        dt.datetime(2026, 3, 29, 2, 30, 0, 1),
        None,
    ]
    cursor.execute("SET time_zone = '+02:00'")
    assert through(cursor, table, "DATETIME(6)", values) == values
    cursor.execute("SET time_zone = '-08:00'")
    cursor.execute(f"SELECT v FROM {table} ORDER BY n")
    assert [value for (value,) in cursor.fetchall()] == values


@pytest.mark.parametrize(
    ("places", "kept"), [(0, 1_000_000), (1, 900_000), (3, 900_000), (6, 899_951)], ids=["0", "1", "3", "6"]
)
def test_fractions_of_seconds(cursor: Cursor, table: str, places: int, kept: int) -> None:
    """A fraction with more places than the column has is rounded."""
    ten = dt.datetime(2026, 1, 1, 10)
    assert through(cursor, table, f"DATETIME({places})", [f"{ten}.899951"]) == [ten + dt.timedelta(microseconds=kept)]


def test_timestamps_follow_the_zone(cursor: Cursor, table: str) -> None:
    """A TIMESTAMP is a moment: another time zone shows another hour, and a DATETIME beside it does not move."""
    cursor.execute(f"CREATE TABLE {table} (ts TIMESTAMP(6) NULL, d DATETIME(6))")
    cursor.execute("SET time_zone = '+00:00'")
    noon = dt.datetime(2026, 6, 1, 12, 0, 0, 250_000)
    cursor.execute(f"INSERT INTO {table} VALUES (%s, %s), (NULL, NULL)", (noon, noon))
    cursor.execute("SET time_zone = '+05:45'")
    cursor.execute(f"SELECT ts, d, UNIX_TIMESTAMP(ts) FROM {table}")
    assert cursor.fetchall() == (
        (noon + dt.timedelta(hours=5, minutes=45), noon, Decimal(f"{int(noon.replace(tzinfo=dt.UTC).timestamp())}.25")),
        (None, None, None),
    )


def test_automatic_timestamps(cursor: Cursor, table: str) -> None:
    """DEFAULT CURRENT_TIMESTAMP is the time of the INSERT, ON UPDATE moves it when the row changes."""
    cursor.execute(
        f"CREATE TABLE {table} (id INT, made DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),"
        " touched TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6))"
    )
    cursor.execute("SET time_zone = '+00:00', timestamp = 1767225600.5")
    cursor.execute(f"INSERT INTO {table} (id) VALUES (1)")
    cursor.execute("SET timestamp = 1767225700")
    cursor.execute(f"UPDATE {table} SET id = 1")
    cursor.execute(f"SELECT UNIX_TIMESTAMP(made), UNIX_TIMESTAMP(touched) FROM {table}")
    assert cursor.fetchone() == (Decimal("1767225600.5"), Decimal("1767225600.5"))
    cursor.execute(f"UPDATE {table} SET id = 2")
    cursor.execute(f"SELECT UNIX_TIMESTAMP(made), UNIX_TIMESTAMP(touched), NOW() FROM {table}")
    made, touched, now = cursor.fetchone()
    assert (made, touched) == (Decimal("1767225600.5"), Decimal("1767225700"))
    assert now.replace(tzinfo=dt.UTC).timestamp() == 1767225700
    cursor.execute("SET timestamp = DEFAULT")


def test_years(cursor: Cursor, table: str) -> None:
    """YEAR takes four digits from 1901 to 2155, two digits around 1970, and zero."""
    assert through(cursor, table, "YEAR", [1901, 2155, "69", "70", 0, None]) == [1901, 2155, 2069, 1970, 0, None]


def test_enumerations(cursor: Cursor, table: str) -> None:
    """An ENUM takes its names and numbers, is sorted by number, and refuses others."""
    kinds = "ENUM('small', 'medium', 'it''s large')"
    assert through(cursor, table, kinds, ["medium", "it's large", 1, "SMALL", None]) == [
        "medium",
        "it's large",
        "small",
        "small",
        None,
    ]
    cursor.execute(f"SELECT DISTINCT v, v + 0 FROM {table} WHERE v IS NOT NULL ORDER BY v DESC")
    assert cursor.fetchall() == (("it's large", 3.0), ("medium", 2.0), ("small", 1.0))
    for wrong in ("huge", 4, ""):
        with pytest.raises(pymysql.DataError) as error:
            cursor.execute(f"INSERT INTO {table} (v) VALUES (%s)", (wrong,))
        assert error.value.args[0] == 1265


def test_sets(cursor: Cursor, table: str) -> None:
    """A SET keeps its members in the order of its definition, each once."""
    assert through(cursor, table, "SET('a', 'b', 'c')", ["c,a", "b,b", "", 5, None]) == ["a,c", "b", "", "a,c", None]
    cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE FIND_IN_SET('c', v)")
    assert cursor.fetchone() == (2,)
    with pytest.raises(pymysql.DataError) as error:
        cursor.execute(f"INSERT INTO {table} (v) VALUES ('a,z')")
    assert error.value.args[0] == 1265


def test_json(cursor: Cursor, table: str) -> None:
    """A JSON column takes documents and gives text that is the same document; what is none is refused."""
    documents = [{"a": [1, 2.5, None, "ü👋"], "b": {"c": True}}, [], "text", 12, None]
    values = [json.dumps(document) for document in documents]
    back = through(cursor, table, "JSON", [*values, None])
    assert [json.loads(value) for value in back[:-1]] == documents
    assert back[-1] is None
    with pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(f"INSERT INTO {table} (v) VALUES ('{{oops')")
    # 3140 in MySQL 8; in MariaDB a violated CHECK.
    assert error.value.args[0] in (3140, 4025)


def test_json_functions(cursor: Cursor, table: str) -> None:
    """Paths reach into documents, and functions build and change them."""
    cursor.execute(f"CREATE TABLE {table} (doc JSON)")
    cursor.execute(f"INSERT INTO {table} VALUES (%s)", ('{"name": "Ada", "tags": ["x", "y"], "n": 3}',))
    cursor.execute(
        "SELECT JSON_UNQUOTE(JSON_EXTRACT(doc, '$.name')), JSON_EXTRACT(doc, '$.tags[1]'), JSON_EXTRACT(doc, '$.n') + 1"
        ", JSON_EXTRACT(doc, '$.nothing'), JSON_CONTAINS(doc, '\"x\"', '$.tags'), JSON_LENGTH(doc, '$.tags'),"
        f" JSON_VALID('{{'), JSON_TYPE(doc) FROM {table}"
    )
    assert cursor.fetchone() == ("Ada", '"y"', 4, None, 1, 2, 0, "OBJECT")
    cursor.execute(f"UPDATE {table} SET doc = JSON_SET(doc, '$.n', 7, '$.new', JSON_ARRAY(1, 'two', NULL))")
    cursor.execute(f"SELECT doc FROM {table} WHERE JSON_EXTRACT(doc, '$.n') = 7")
    assert json.loads(cursor.fetchone()[0]) == {
        "name": "Ada",
        "tags": ["x", "y"],
        "n": 7,
        "new": [1, "two", None],
    }


@pytest.mark.follows("MySQL 8", "MariaDB has no -> and ->>")
def test_json_arrows(cursor: Cursor, table: str) -> None:
    """-> extracts a part of a document, ->> its text."""
    cursor.execute(f"CREATE TABLE {table} (doc JSON)")
    cursor.execute(f'INSERT INTO {table} VALUES (\'{{"a": {{"b": "c"}}}}\')')
    cursor.execute(f"SELECT doc->'$.a', doc->>'$.a.b', doc->'$.z' FROM {table} WHERE doc->>'$.a.b' = 'c'")
    part, text, missing = cursor.fetchone()
    assert (json.loads(part), text, missing) == ({"b": "c"}, "c", None)


def test_null_in_every_type(cursor: Cursor, table: str) -> None:
    """NULL is NULL in every type of column."""
    kinds = [
        "TINYINT",
        "BIGINT",
        "DECIMAL(5,2)",
        "FLOAT",
        "DOUBLE",
        "BIT(3)",
        "CHAR(3)",
        "VARCHAR(3)",
        "TEXT",
        "VARBINARY(3)",
        "BLOB",
        "DATE",
        "TIME",
        "DATETIME",
        "YEAR",
        "ENUM('a')",
        "SET('a')",
        "JSON",
    ]
    cursor.execute(f"CREATE TABLE {table} ({', '.join(f'c{n} {kind} NULL' for n, kind in enumerate(kinds))})")
    cursor.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(kinds))})", [None] * len(kinds))
    cursor.execute(f"SELECT * FROM {table}")
    assert cursor.fetchone() == (None,) * len(kinds)


def test_zero_dates(cursor: Cursor, table: str) -> None:
    """Zero dates are refused by default, and kept and shown where the mode allows them: they come before all others."""
    cursor.execute(f"CREATE TABLE {table} (d DATE, t DATETIME)")
    for day in ("0000-00-00", "2026-00-10"):
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute(f"INSERT INTO {table} (d) VALUES (%s)", (day,))
        assert (error.value.args[0], sqlstate(error.value)) == (1292, "22007")
    cursor.execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'")
    cursor.execute(f"INSERT INTO {table} VALUES ('0000-00-00', '0000-00-00 00:00:00'), ('2026-01-10', NULL)")
    cursor.execute(f"SELECT * FROM {table} ORDER BY d")
    assert cursor.fetchall() == (("0000-00-00", "0000-00-00 00:00:00"), (dt.date(2026, 1, 10), None))
    cursor.execute(
        "SELECT YEAR(d), MONTH(d), DAYNAME(d), d + 0, d = 0, CONCAT(t), HOUR(t), DATE_FORMAT(t, '%%Y/%%m/%%d %%H:%%i'),"
        f" t + INTERVAL 1 DAY, DATEDIFF(t, NOW()), MIN(t) FROM {table} WHERE d = '0000-00-00'",
        (),
    )
    assert cursor.fetchone() == (
        0,
        0,
        None,
        0,
        1,
        "0000-00-00 00:00:00",
        0,
        "0000/00/00 00:00",
        None,
        None,
        "0000-00-00 00:00:00",
    )


@pytest.mark.must_pass(False)
def test_partly_zero_dates(cursor: Cursor, table: str) -> None:
    """A date without a month or a day is kept where the mode allows it."""
    cursor.execute(f"CREATE TABLE {table} (d DATE)")
    cursor.execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'")
    cursor.execute(f"INSERT INTO {table} VALUES ('2026-00-10')")
    cursor.execute(f"SELECT d FROM {table}")
    assert cursor.fetchone() == ("2026-00-10",)


def test_date_arithmetic(cursor: Cursor) -> None:
    """Intervals of every unit, differences, parts and formats of dates."""
    cursor.execute(
        "SELECT DATE_ADD('2024-01-31', INTERVAL 1 MONTH), '2024-02-29' + INTERVAL 1 YEAR,"
        " DATE_SUB(TIMESTAMP '2026-01-01 00:00:00', INTERVAL 1 SECOND), DATE '2026-03-01' - INTERVAL 1 DAY,"
        " DATEDIFF('2026-03-01', '2026-02-01'), TIMESTAMPDIFF(MONTH, '2025-01-31', '2026-01-30'),"
        " TIMEDIFF('10:00:00', '12:30:00'), LAST_DAY('2024-02-10'), DAYOFWEEK('2026-07-05'), WEEKDAY('2026-07-05'),"
        " DATE_FORMAT('2026-07-05 14:03:09', '%W %e %M %Y %H:%i:%s %p %j'), EXTRACT(YEAR_MONTH FROM '2026-07-05'),"
        " STR_TO_DATE('5.7.2026', '%e.%c.%Y'), MAKEDATE(2026, 32), SEC_TO_TIME(3661), TO_DAYS('2026-01-01')".replace(
            "%", "%%"
        ),
        (),
    )
    assert cursor.fetchone() == (
        "2024-02-29",
        "2025-02-28",
        dt.datetime(2025, 12, 31, 23, 59, 59),
        dt.date(2026, 2, 28),
        28,
        11,
        -dt.timedelta(hours=2, minutes=30),
        dt.date(2024, 2, 29),
        1,
        6,
        "Sunday 5 July 2026 14:03:09 PM 186",
        202607,
        dt.date(2026, 7, 5),
        dt.date(2026, 2, 1),
        dt.timedelta(hours=1, minutes=1, seconds=1),
        739_982,
    )


def test_now(cursor: Cursor) -> None:
    """The functions of the present agree with each other, in the session's zone and in UTC."""
    cursor.execute("SET time_zone = '+03:00'")
    cursor.execute(
        "SELECT NOW() = CURRENT_TIMESTAMP, CURDATE() = DATE(NOW()), CURTIME() = TIME(NOW()), NOW(6),"
        " TIMESTAMPDIFF(HOUR, UTC_TIMESTAMP(), NOW()), UNIX_TIMESTAMP()"
    )
    equal, day, time, now, hours, seconds = cursor.fetchone()
    assert (equal, day, time, hours) == (1, 1, 1, 3)
    assert isinstance(now, dt.datetime)
    assert abs((now - dt.timedelta(hours=3)).replace(tzinfo=dt.UTC).timestamp() - seconds) < 2


def test_generated_columns(cursor: Cursor, table: str) -> None:
    """Generated columns are computed, stored or not, and cannot be written: 3105 in MySQL 8, 1906 in MariaDB."""
    cursor.execute(
        f"CREATE TABLE {table} (a INT, b INT AS (a * 2) STORED,"
        " c VARCHAR(20) GENERATED ALWAYS AS (CONCAT('#', a)) VIRTUAL)"
    )
    cursor.execute(f"INSERT INTO {table} (a) VALUES (4)")
    cursor.execute(f"SELECT * FROM {table} WHERE b = 8")
    assert cursor.fetchone() == (4, 8, "#4")
    with pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(f"INSERT INTO {table} (a, b) VALUES (1, 1)")
    assert error.value.args[0] in (3105, 1906)


def test_converters(connection: Connection) -> None:
    """Converters of the application's own see what the server sent."""
    connection.decoders = {**connection.decoders, pymysql.FIELD_TYPE.NEWDECIMAL: lambda text: f"decimal {text}"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1.50, 2")
        assert cursor.fetchone() == ("decimal 1.50", 2)
