"""Types with psycopg2: each goes to the server and comes back, with NULL and at its limits."""

from __future__ import annotations

import datetime as dt
import ipaddress
import math
import uuid
from collections.abc import Callable
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

import psycopg2
import psycopg2.extensions
import psycopg2.extras
import pytest
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import DateRange, DateTimeRange, DateTimeTZRange, Json, NumericRange

UTC = dt.UTC


def case(sql_type: str, text: str, value: Any, id: str, *, must_pass: bool = True) -> Any:
    """One value: its type, how the server writes it, what Python has for it."""
    return pytest.param(sql_type, text, value, id=id, marks=[pytest.mark.must_pass] if must_pass else [])


VALUES = [
    case("smallint", "-32768", -32768, "smallint-min"),
    case("smallint", "32767", 32767, "smallint-max"),
    case("integer", "-2147483648", -(2**31), "integer-min"),
    case("integer", "2147483647", 2**31 - 1, "integer-max"),
    case("bigint", "-9223372036854775808", -(2**63), "bigint-min"),
    case("bigint", "9223372036854775807", 2**63 - 1, "bigint-max"),
    case("numeric", "0", Decimal(0), "numeric-zero"),
    case("numeric", "-0.00000000000000000001", Decimal("-1E-20"), "numeric-small"),
    case("numeric", "9" * 200 + "." + "1" * 100, Decimal("9" * 200 + "." + "1" * 100), "numeric-long"),
    case("numeric(10, 4)", "1.5000", Decimal("1.5000"), "numeric-scale"),
    case("numeric", "NaN", Decimal("NaN"), "numeric-nan"),
    case("real", "3.4028235e+38", 3.4028235e38, "real-max"),
    case("real", "1e-45", 1e-45, "real-denormal"),
    case("double precision", "1.7976931348623157e+308", 1.7976931348623157e308, "double-max"),
    case("double precision", "5e-324", 5e-324, "double-denormal"),
    case("double precision", "0.1", 0.1, "double-shortest"),
    case("double precision", "NaN", math.nan, "double-nan"),
    case("double precision", "Infinity", math.inf, "double-infinity"),
    case("double precision", "-Infinity", -math.inf, "double-minus-infinity"),
    case("boolean", "true", True, "boolean-true"),
    case("boolean", "false", False, "boolean-false"),
    case("text", "", "", "text-empty"),
    case("text", "ünï ¢ € 𝄞", "ünï ¢ € 𝄞", "text-unicode"),
    case("varchar(5)", "abcde", "abcde", "varchar"),
    case("char(5)", "ab   ", "ab   ", "char-padded"),
    case('"char"', "x", "x", "char-internal"),
    case("name", "x" * 63, "x" * 63, "name-longest"),
    case("date", "2026-02-28", dt.date(2026, 2, 28), "date"),
    case("date", "0001-01-01", dt.date.min, "date-min"),
    case("date", "9999-12-31", dt.date.max, "date-max"),
    case("time", "23:59:59.999999", dt.time(23, 59, 59, 999999), "time-max"),
    case("time", "00:00:00", dt.time(0), "time-min"),
    case("timetz", "12:34:56.5+05:30", dt.time(12, 34, 56, 500000, timezone(timedelta(hours=5.5))), "timetz"),
    case("timestamp", "0001-01-01 00:00:00", dt.datetime.min, "timestamp-min"),
    case("timestamp", "9999-12-31 23:59:59.999999", dt.datetime.max, "timestamp-max"),
    case("timestamptz", "2026-06-01 10:00:00+00", dt.datetime(2026, 6, 1, 10, tzinfo=UTC), "timestamptz"),
    case("timestamptz", "1900-01-01 00:00:00.000001+00", dt.datetime(1900, 1, 1, 0, 0, 0, 1, UTC), "timestamptz-old"),
    case("interval", "1 day 02:03:04.000005", timedelta(1, 7384, 5), "interval"),
    case("interval", "-2 days", timedelta(-2), "interval-negative"),
    case("interval", "-999999 days", timedelta(-999999), "interval-long"),
    case("bit varying", "10110", "10110", "varbit"),
    case("bit(3)", "101", "101", "bit"),
    case("money", "-$1,234.50", "-$1,234.50", "money", must_pass=False),
    case("json", '{"a" : 1, "a": [null]}', {"a": [None]}, "json"),
    case("jsonb", '{"b": [true, null, 1.5, "x"]}', {"b": [True, None, 1.5, "x"]}, "jsonb"),
    case("jsonb", "null", None, "jsonb-null"),
    case("xml", "<a>text</a>", "<a>text</a>", "xml"),
    case("inet", "192.168.0.1/24", "192.168.0.1/24", "inet"),
    case("cidr", "2001:db8::/32", "2001:db8::/32", "cidr"),
    case("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:03", "macaddr"),
    case("macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:05", "macaddr8"),
    case("point", "(1.5,-2)", "(1.5,-2)", "point"),
    case("line", "{1,2,3}", "{1,2,3}", "line"),
    case("lseg", "[(0,0),(1,1)]", "[(0,0),(1,1)]", "lseg"),
    case("box", "(2,2),(0,0)", "(2,2),(0,0)", "box"),
    case("path", "((0,0),(1,1),(2,0))", "((0,0),(1,1),(2,0))", "path"),
    case("polygon", "((0,0),(1,1),(2,0))", "((0,0),(1,1),(2,0))", "polygon"),
    case("circle", "<(1,2),3>", "<(1,2),3>", "circle"),
    case("tsvector", "'fat':2A 'rat':3", "'fat':2A 'rat':3", "tsvector"),
    case("tsquery", "'fat' & !'rat':*", "'fat' & !'rat':*", "tsquery"),
    case("oid", "4294967295", 4294967295, "oid-max"),
    case("xid8", "18446744073709551615", "18446744073709551615", "xid8-max"),
    case("pg_lsn", "FFFFFFFF/FFFFFFFF", "FFFFFFFF/FFFFFFFF", "pg_lsn-max"),
    case("tid", "(4294967295,65535)", "(4294967295,65535)", "tid"),
    case("regclass", "pg_class", "pg_class", "regclass"),
    case("jsonpath", '$."a"[*]?(@ > 1)', '$."a"[*]?(@ > 1)', "jsonpath"),
    case("int4multirange", "{[1,3),[5,6)}", "{[1,3),[5,6)}", "multirange"),
    case("int[]", "{1,NULL,-3}", [1, None, -3], "array-int"),
    case("int[]", "{}", [], "array-empty"),
    case("int[][]", "{{1,2},{3,4}}", [[1, 2], [3, 4]], "array-two-dimensions"),
    case("text[]", r'{"a,b","q\"","b\\s",NULL,"NULL",""}', ["a,b", 'q"', "b\\s", None, "NULL", ""], "array-text"),
    case("numeric[]", "{1.50,NaN}", [Decimal("1.50"), Decimal("NaN")], "array-numeric"),
    case("boolean[]", "{t,f}", [True, False], "array-boolean"),
    case("date[]", "{2026-01-01,NULL}", [dt.date(2026, 1, 1), None], "array-date"),
    case("timestamptz[]", '{"2026-01-01 00:00:00+00"}', [dt.datetime(2026, 1, 1, tzinfo=UTC)], "array-timestamptz"),
    case("int4range", "[1,10)", NumericRange(1, 10), "range-int4"),
    case("int8range", "[1,)", NumericRange(1, None), "range-unbounded"),
    case("int4range", "empty", NumericRange(empty=True), "range-empty"),
    case("numrange", "(1.5,2.5]", NumericRange(Decimal("1.5"), Decimal("2.5"), "(]"), "range-numeric"),
    case("int4range", "[5,5]", NumericRange(5, 6), "range-normalised"),
    case("daterange", "[2026-01-01,2026-02-01)", DateRange(dt.date(2026, 1, 1), dt.date(2026, 2, 1)), "range-date"),
    case("tsrange", '["2026-01-01 00:00:00","2026-01-01 12:00:00")',
         DateTimeRange(dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, 12)), "range-timestamp"),
    case("tstzrange", '["2026-01-01 00:00:00+00",)', DateTimeTZRange(dt.datetime(2026, 1, 1, tzinfo=UTC)),
         "range-timestamptz"),
]  # fmt: skip


@pytest.fixture
def utc_cursor(cursor: Cursor) -> Cursor:
    """A cursor of a session whose answers do not depend on where the server stands."""
    cursor.execute("SET TIME ZONE 'UTC'")
    return cursor


@pytest.mark.parametrize(("sql_type", "text", "value"), VALUES)
def test_value(utc_cursor: Cursor, table: str, sql_type: str, text: str, value: Any) -> None:
    """The value is read as Python's, stored through a parameter, and is the same value to the server; so is NULL."""
    cursor = utc_cursor
    cursor.execute(f"SELECT %s::{sql_type}, NULL::{sql_type}", (text,))
    read, null = cursor.fetchone()
    assert (repr(read), null) == (repr(value), None)
    parameter = Json(value) if sql_type in ("json", "jsonb") else value
    cursor.execute(f"CREATE TABLE {table} (v {sql_type}, n {sql_type})")
    cast = f"::{sql_type}" if isinstance(value, list) else ""
    cursor.execute(f"INSERT INTO {table} VALUES (%s{cast}, %s)", (parameter, None))
    cursor.execute(f"SELECT v, v::text, %s::{sql_type}::text, n FROM {table}", (text,))
    stored, spelled, expected, null = cursor.fetchone()
    assert (repr(stored), null) == (repr(value), None)
    if sql_type != "json":
        assert spelled == expected


@pytest.mark.must_pass
def test_bytes(cursor: Cursor, table: str) -> None:
    """Every byte value goes out as bytes, bytearray and memoryview and comes back, whatever bytea_output says."""
    every = bytes(range(256))
    cursor.execute(f"CREATE TABLE {table} (v bytea)")
    for value in (every, bytearray(every), memoryview(every), b""):
        cursor.execute(f"INSERT INTO {table} VALUES (%s)", (value,))
    for output in ("hex", "escape"):
        cursor.execute(f"SET bytea_output = {output}")
        cursor.execute(f"SELECT v, length(v), md5(v) FROM {table}")
        rows = cursor.fetchall()
        assert [bytes(row[0]) for row in rows] == [every, every, every, b""]
        assert rows[0][1:] == (256, "e2c865db4162bed963bfaa9ef6ac18f0")


@pytest.mark.must_pass
def test_big_bytes(cursor: Cursor) -> None:
    """Four megabytes of bytea travel both ways."""
    value = bytes(range(256)) * 16384
    cursor.execute(
        "SELECT %s, %s::bytea = decode(repeat(encode(%s, 'hex'), 16384), 'hex')", (value, value, value[:256])
    )
    back, equal = cursor.fetchone()
    assert bytes(back) == value
    assert equal


@pytest.mark.must_pass
def test_numeric_infinity_is_read(cursor: Cursor) -> None:
    """Infinite numerics are read as such; psycopg2 itself writes them as NaN."""
    cursor.execute("SELECT 'Infinity'::numeric, '-Infinity'::numeric")
    assert cursor.fetchone() == (Decimal("Infinity"), Decimal("-Infinity"))
    cursor.execute("SELECT %s", (Decimal("Infinity"),))
    assert cursor.fetchone()[0].is_nan()


@pytest.mark.must_pass
def test_out_of_range(cursor: Cursor) -> None:
    """Values one step beyond the limits of a type are refused, not wrapped around."""
    for sql_type, value in (
        ("smallint", 32768),
        ("integer", -(2**31) - 1),
        ("bigint", 2**63),
        ("real", 1e39),
        ("double precision", Decimal("1e309")),
        ("numeric(4, 2)", 100),
        ("oid", 2**32),
    ):
        with pytest.raises(psycopg2.errors.NumericValueOutOfRange):
            cursor.execute(f"SELECT %s::{sql_type}", (value,))
        cursor.connection.rollback()
    with pytest.raises(psycopg2.errors.DatetimeFieldOverflow):
        cursor.execute("SELECT '294277-01-01'::timestamp")


@pytest.mark.must_pass
def test_infinite_dates(utc_cursor: Cursor) -> None:
    """Infinity as a date or timestamp is read as the driver's limits and written by its own adapters."""
    utc_cursor.execute(
        "SELECT 'infinity'::date, '-infinity'::timestamp, 'infinity'::timestamptz, 'infinity'::timestamp"
    )
    day, low, zoned, high = utc_cursor.fetchone()
    assert (day, low, high) == (dt.date.max, dt.datetime.min, dt.datetime.max)
    assert zoned.replace(tzinfo=None) == dt.datetime.max


@pytest.mark.must_pass
def test_dates_that_python_lacks(cursor: Cursor) -> None:
    """A date before year 1 or after 9999 is the driver's ValueError; as text it arrives whole."""
    for text in ("0044-03-15 BC", "294276-12-31"):
        cursor.execute("SELECT %s::date", (text,))
        with pytest.raises((ValueError, psycopg2.DataError)):
            cursor.fetchone()
        cursor.execute("SELECT %s::date::text", (text,))
        assert cursor.fetchone() == (text,)


@pytest.mark.must_pass
def test_time_zones(cursor: Cursor) -> None:
    """A moment is the same moment in every session time zone, with offsets of seconds and over a clock change."""
    moment = dt.datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    for zone, offset in (
        ("UTC", timedelta(0)),
        ("Europe/Berlin", timedelta(hours=2)),
        ("Asia/Kathmandu", timedelta(hours=5, minutes=45)),
        ("America/St_Johns", timedelta(hours=-2, minutes=-30)),
    ):
        cursor.execute("SET TIME ZONE %s", (zone,))
        cursor.execute("SELECT %s::timestamptz", (moment,))
        [read] = cursor.fetchone()
        assert (read, read.utcoffset()) == (moment, offset)
    cursor.execute("SET TIME ZONE 'Europe/Amsterdam'; SELECT '1900-01-01 00:00:00+00'::timestamptz")
    assert cursor.fetchone()[0] == dt.datetime(1900, 1, 1, tzinfo=UTC)


@pytest.mark.must_pass
@pytest.mark.parametrize(
    ("style", "spelled"),
    [
        pytest.param("ISO, DMY", "1997-12-17", id="iso"),
        pytest.param("SQL, DMY", "17/12/1997", id="sql"),
        pytest.param("German", "17.12.1997", id="german"),
        pytest.param("Postgres, MDY", "12-17-1997", id="postgres"),
    ],
)
def test_date_styles(cursor: Cursor, style: str, spelled: str) -> None:
    """The server writes dates in the style that the session asks for, and reads its own writing."""
    cursor.execute(f"SET datestyle = '{style}'")
    cursor.execute("SELECT '1997-12-17'::date::text, %s::date = '1997-12-17'", (spelled,))
    assert cursor.fetchone() == (spelled, True)
    assert cursor.connection.info.parameter_status("DateStyle").startswith(style.split(",")[0])


@pytest.mark.must_pass
def test_interval_styles(cursor: Cursor) -> None:
    """Intervals keep months, days and time apart, and the styles of PostgreSQL spell them."""
    spelled = {}
    for style in ("postgres", "postgres_verbose", "sql_standard", "iso_8601"):
        cursor.execute(f"SET intervalstyle = {style}")
        cursor.execute("SELECT '1 year -2 mons +3 days 04:05:06.7'::interval::text")
        [spelled[style]] = cursor.fetchone()
    assert spelled == {
        "postgres": "10 mons 3 days 04:05:06.7",
        "postgres_verbose": "@ 10 mons 3 days 4 hours 5 mins 6.7 secs",
        "sql_standard": "+0-10 +3 +4:05:06.7",
        "iso_8601": "P10M3DT4H5M6.7S",
    }
    cursor.execute("SET intervalstyle = postgres; SELECT '1 year 1 mon'::interval")
    assert cursor.fetchone() == (timedelta(days=395),)


@pytest.mark.must_pass
def test_uuid(cursor: Cursor, table: str) -> None:
    """UUIDs are adapted in both directions, in arrays too, and the server makes new ones."""
    psycopg2.extras.register_uuid(conn_or_curs=cursor)
    value = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")
    cursor.execute(f"CREATE TABLE {table} (v uuid DEFAULT gen_random_uuid(), l uuid[])")
    cursor.execute(
        f"INSERT INTO {table} VALUES (%s, %s::uuid[]), (DEFAULT, NULL) RETURNING v, l", (value, [value, None])
    )
    (first, list_), (second, none) = cursor.fetchall()
    assert (first, list_, none) == (value, [value, None], None)
    assert second.version == 4


@pytest.mark.must_pass
def test_ip_addresses(cursor: Cursor) -> None:
    """inet and cidr are Python's own interface and network objects once they are registered."""
    psycopg2.extras.register_ipaddress(cursor)
    values = [
        ipaddress.ip_interface("192.168.0.1/24"),
        ipaddress.ip_interface("2001:db8::1/128"),
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("2001:db8::/32"),
    ]
    for value in values:
        sql_type = "cidr" if isinstance(value, ipaddress.IPv4Network | ipaddress.IPv6Network) else "inet"
        cursor.execute(f"SELECT %s::{sql_type}, ARRAY[%s::{sql_type}], NULL::{sql_type}", (value, value))
        assert cursor.fetchone() == (value, [value], None)


@pytest.mark.must_pass
def test_json_documents(cursor: Cursor) -> None:
    """A nested document survives as json and jsonb; jsonb orders its keys and keeps numbers exact."""
    document = {"ключ": ["é", "\u2028", "\\", '"'], "n": {"big": 2**70, "f": 1e-10}, "empty": [{}, [], ""], "": None}
    cursor.execute("SELECT %s::json, %s::jsonb", (Json(document), Json(document)))
    assert cursor.fetchone() == (document, document)
    cursor.execute("""SELECT '{"b": 1, "a": 1.10, "b": 2}'::jsonb::text""")
    assert cursor.fetchone() == ('{"a": 1.10, "b": 2}',)
    cursor.execute("SELECT %s::jsonb #> %s, %s::jsonb ? 'n'", (Json(document), ["n", "big"], Json(document)))
    assert cursor.fetchone() == (2**70, True)
    with pytest.raises(psycopg2.errors.UntranslatableCharacter):
        cursor.execute("SELECT %s::jsonb", (Json("a\x00b"),))


@pytest.mark.must_pass
def test_arrays_with_bounds_and_depth(cursor: Cursor) -> None:
    """Arrays keep three dimensions; ragged ones are refused; lower bounds other than 1 are visible in text."""
    cube = [[[1, 2], [3, 4]], [[5, 6], [7, None]]]
    cursor.execute("SELECT %s, array_dims(%s)", (cube, cube))
    assert cursor.fetchone() == (cube, "[1:2][1:2][1:2]")
    cursor.execute("SELECT '[0:2]={7,8,9}'::int[], ('[0:2]={7,8,9}'::int[])[0]")
    assert cursor.fetchone()[1] == 7
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
        cursor.execute("SELECT '{{1,2},{3}}'::int[]")
    cursor.connection.rollback()
    long = list(range(20_000))
    cursor.execute("SELECT %s, cardinality(%s)", (long, long))
    assert cursor.fetchone() == (long, 20_000)


@pytest.mark.must_pass
def test_any_and_in(cursor: Cursor) -> None:
    """A list is an array for ANY, a tuple a list for IN."""
    cursor.execute("SELECT g FROM generate_series(1, 9) g WHERE g = ANY(%s) OR g IN %s", ([2, 4], (5, 9)))
    assert cursor.fetchall() == [(2,), (4,), (5,), (9,)]


@pytest.mark.must_pass
def test_enum(cursor: Cursor, name: Callable[[str], str]) -> None:
    """An enum is text to Python, ordered as declared, alone and in arrays, and refuses other labels."""
    enum = name("mood")
    cursor.execute(f"CREATE TYPE {enum} AS ENUM ('sad', 'it''s ok', 'häppy')")
    cursor.execute(f"SELECT v FROM unnest(%s::{enum}[]) v ORDER BY v", (["häppy", "sad", "it's ok"],))
    assert cursor.fetchall() == [("sad",), ("it's ok",), ("häppy",)]
    psycopg2.extensions.register_type(
        psycopg2.extensions.new_array_type((_oid_of_array(cursor, enum),), f"{enum}[]", psycopg2.STRING), cursor
    )
    cursor.execute(f"SELECT enum_range(NULL::{enum})")
    assert cursor.fetchone() == (["sad", "it's ok", "häppy"],)
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation, match="invalid input value for enum"):
        cursor.execute(f"SELECT 'furious'::{enum}")


def _oid_of_array(cursor: Cursor, type_name: str) -> int:
    cursor.execute("SELECT typarray FROM pg_type WHERE oid = %s::regtype", (type_name,))
    return cursor.fetchone()[0]


@pytest.mark.must_pass
def test_composite(cursor: Cursor, schema: str, name: Callable[[str], str]) -> None:
    """A composite type becomes a named tuple once it is registered, nested and in arrays; a tuple is written as ROW."""
    inner, outer = name("place"), name("visit")
    cursor.execute(f"CREATE TYPE {inner} AS (x int, label text)")
    cursor.execute(f"CREATE TYPE {outer} AS (at {inner}, day date, marks int[])")
    psycopg2.extras.register_composite(f"{schema}.{inner}", cursor)
    psycopg2.extras.register_composite(f"{schema}.{outer}", cursor)
    value = ((1, 'co,mma "q" (p)'), dt.date(2026, 1, 2), [1, 2])
    cursor.execute(f"SELECT %s::{outer}, ARRAY[%s::{outer}], ROW(NULL, NULL)::{inner}", (value, value))
    one, several, empty = cursor.fetchone()
    assert (one, several, empty) == (value, [value], (None, None))
    assert (one.at.label, one.day.year) == ('co,mma "q" (p)', 2026)


@pytest.mark.must_pass
def test_whole_rows(cursor: Cursor, schema: str, table: str) -> None:
    """A table's row is a composite value too, and anonymous records come as text."""
    cursor.execute(f"CREATE TABLE {table} (id int, v text); INSERT INTO {table} VALUES (1, NULL), (2, 'x y')")
    psycopg2.extras.register_composite(f"{schema}.{table}", cursor)
    cursor.execute(f"SELECT t, array_agg(t) OVER () FROM {table} t ORDER BY id")
    assert cursor.fetchall()[1] == ((2, "x y"), [(1, None), (2, "x y")])
    cursor.execute("SELECT ROW(1, 'a b', NULL, '')")
    assert cursor.fetchone() == ('(1,"a b",,"")',)


@pytest.mark.must_pass
def test_domain(cursor: Cursor, name: Callable[[str], str]) -> None:
    """A domain is read as the type below it and enforces its constraints."""
    domain = name("short")
    cursor.execute(f"CREATE DOMAIN {domain} AS int NOT NULL CHECK (VALUE < 100)")
    cursor.execute(f"SELECT %s::{domain}", (99,))
    assert cursor.fetchone() == (99,)
    assert cursor.description[0].type_code == 23
    with pytest.raises(psycopg2.errors.NotNullViolation):
        cursor.execute(f"SELECT NULL::{domain}")


@pytest.mark.must_pass
def test_range_of_ones_own(cursor: Cursor, schema: str, name: Callable[[str], str]) -> None:
    """A range type made by the application is registered and travels both ways, with inclusive bounds kept."""
    kind = name("floatrange")
    cursor.execute(f"CREATE TYPE {kind} AS RANGE (subtype = float8, subtype_diff = float8mi)")
    caster = psycopg2.extras.register_range(f"{schema}.{kind}", "FloatRange", cursor)
    value = caster.range(1.5, 2.5, "[]")
    cursor.execute("SELECT %s, %s @> 2.5::float8, ARRAY[%s]", (value, value, value))
    assert cursor.fetchone() == (value, True, [value])


@pytest.mark.must_pass
def test_type_caster_of_ones_own(cursor: Cursor) -> None:
    """A caster registered by type OID gets the server's text, and an adapter's text gets to the server."""

    class Point:
        def __init__(self, x: float, y: float) -> None:
            self.x, self.y = x, y

        def __conform__(self, protocol: object) -> object:
            return psycopg2.extensions.AsIs(f"'({self.x},{self.y})'::point")

    def read(text: str | None, _: Cursor) -> Point | None:
        return None if text is None else Point(*map(float, text[1:-1].split(",")))

    psycopg2.extensions.register_type(psycopg2.extensions.new_type((600,), "POINT", read), cursor)
    cursor.execute("SELECT %s + point '(1,1)', NULL::point", (Point(0.1, -2e20),))
    point, null = cursor.fetchone()
    assert (point.x, point.y, null) == (1.1, -2e20, None)


def test_hstore(cursor: Cursor) -> None:
    """hstore becomes a dictionary, with NULL values and quotes, where the server has the extension."""
    cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'hstore'")
    if cursor.fetchone() == (0,):
        pytest.skip("the server has no hstore")
    # One extension a database: cells that run at the same time take turns, and it stays.
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('compat hstore'))")
    cursor.execute("SET LOCAL client_min_messages = error; CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public")
    cursor.connection.commit()
    psycopg2.extras.register_hstore(cursor)
    value = {"a": "1", 'quo"te': "é => ,", "none": None, "": ""}
    cursor.execute("SELECT %s, %s -> 'a', ARRAY[%s]", (value, value, value))
    assert cursor.fetchone() == (value, "1", [value])


@pytest.mark.must_pass
def test_pseudo_types(cursor: Cursor, name: Callable[[str], str]) -> None:
    """Void functions return NULL or an empty text, as PostgreSQL has it, and pseudo types have OIDs of their own."""
    function = name("f")
    cursor.execute(f"CREATE FUNCTION {function}() RETURNS void LANGUAGE sql AS ''")
    cursor.execute(f"SELECT {function}(), pg_sleep(0), ROW(1), 'literal'")
    assert cursor.fetchone() == (None, "", "(1)", "literal")
    assert [column.type_code for column in cursor.description] == [2278, 2278, 2249, 25]


@pytest.mark.must_pass
def test_null_character(cursor: Cursor) -> None:
    """A null character cannot be sent: the driver refuses it before it reaches the server."""
    with pytest.raises(ValueError, match="NUL"):
        cursor.execute("SELECT %s", ("a\x00b",))
    cursor.execute("SELECT %s", ("intact",))
    assert cursor.fetchone() == ("intact",)
