"""Types with asyncpg: each goes to the server and comes back in its binary form, with NULL and at its limits."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import math
import struct
import uuid
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from asyncpg import BitString, Box, Circle, Line, LineSegment, Path, Point, Polygon, Range

pytestmark = pytest.mark.asyncio

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
    case("numeric", "-0.00000000000000000001", Decimal("-0.00000000000000000001"), "numeric-small"),
    case("numeric", "9" * 200 + "." + "1" * 100, Decimal("9" * 200 + "." + "1" * 100), "numeric-long"),
    case("numeric", "7" * 131072, Decimal("7" * 131072), "numeric-longest"),
    case("numeric(10,4)", "1.5000", Decimal("1.5000"), "numeric-scale"),
    case("numeric(3,-2)", "12300", Decimal(12300), "numeric-negative-scale"),
    case("numeric", "NaN", Decimal("NaN"), "numeric-nan"),
    case("numeric", "Infinity", Decimal("Infinity"), "numeric-infinity"),
    case("numeric", "-Infinity", Decimal("-Infinity"), "numeric-minus-infinity"),
    case("real", "3.4028235e+38", struct.unpack("f", struct.pack("f", 3.4028235e38))[0], "real-max"),
    case("real", "1e-45", struct.unpack("f", struct.pack("f", 1e-45))[0], "real-denormal"),
    case("double precision", "1.7976931348623157e+308", 1.7976931348623157e308, "double-max"),
    case("double precision", "5e-324", 5e-324, "double-denormal"),
    case("double precision", "-0", -0.0, "double-minus-zero"),
    case("double precision", "NaN", math.nan, "double-nan"),
    case("double precision", "-Infinity", -math.inf, "double-minus-infinity"),
    case("boolean", "true", True, "boolean-true"),
    case("boolean", "false", False, "boolean-false"),
    case("text", "", "", "text-empty"),
    case("text", "ünï ¢ € 𝄞", "ünï ¢ € 𝄞", "text-unicode"),
    case("varchar(5)", "abcde", "abcde", "varchar"),
    case("char(5)", "ab", "ab   ", "char-padded"),
    case('"char"', "x", b"x", "char-internal"),
    case("name", "x" * 63, "x" * 63, "name-longest"),
    case("bytea", r"\x", b"", "bytea-empty"),
    case("bytea", r"\x" + bytes(range(256)).hex(), bytes(range(256)), "bytea-every-byte"),
    case("date", "2026-02-28", dt.date(2026, 2, 28), "date"),
    case("date", "0001-01-02", dt.date(1, 1, 2), "date-early"),
    case("date", "9999-12-30", dt.date(9999, 12, 30), "date-late"),
    case("date", "infinity", dt.date.max, "date-infinity"),
    case("date", "-infinity", dt.date.min, "date-minus-infinity"),
    case("time", "23:59:59.999999", dt.time(23, 59, 59, 999999), "time-max"),
    case("time", "00:00:00", dt.time(0), "time-min"),
    case("timetz", "12:34:56.5+05:30", dt.time(12, 34, 56, 500000, timezone(timedelta(hours=5.5))), "timetz"),
    case("timetz", "00:00:00-15:59", dt.time(0, tzinfo=timezone(-timedelta(minutes=959))), "timetz-offset-min"),
    case("timestamp", "0001-01-01 00:00:00.000001", dt.datetime(1, 1, 1, 0, 0, 0, 1), "timestamp-early"),
    case("timestamp", "9999-12-31 23:59:59.999998", dt.datetime(9999, 12, 31, 23, 59, 59, 999998), "timestamp-late"),
    case("timestamp", "infinity", dt.datetime.max, "timestamp-infinity"),
    case("timestamptz", "2026-06-01 10:00:00+00", dt.datetime(2026, 6, 1, 10, tzinfo=UTC), "timestamptz"),
    case("timestamptz", "0001-01-03 00:00:00+00", dt.datetime(1, 1, 3, tzinfo=UTC), "timestamptz-early"),
    case("interval", "1 day 02:03:04.000005", timedelta(1, 7384, 5), "interval"),
    case("interval", "-999999 days", timedelta(-999999), "interval-long"),
    case("uuid", "00112233-4455-6677-8899-aabbccddeeff", uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"), "uuid"),
    case("bit varying", "10110", BitString("10110"), "varbit"),
    case("bit(3)", "101", BitString("101"), "bit"),
    case("money", "-$1,234.50", "-$1,234.50", "money", must_pass=False),
    case("json", '{"a" : 1}', '{"a" : 1}', "json"),
    case("jsonb", '{"b": [true, null, 1.50]}', '{"b": [true, null, 1.50]}', "jsonb"),
    case("xml", "<a>text</a>", "<a>text</a>", "xml"),
    case("inet", "192.168.0.1/24", ipaddress.ip_interface("192.168.0.1/24"), "inet-interface"),
    case("inet", "2001:db8::1/128", ipaddress.ip_address("2001:db8::1"), "inet-address"),
    case("cidr", "10.0.0.0/8", ipaddress.ip_network("10.0.0.0/8"), "cidr"),
    case("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:03", "macaddr"),
    case("macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:05", "macaddr8"),
    case("point", "(1.5,-2)", Point(1.5, -2), "point"),
    case("line", "{1,2,3}", Line(1.0, 2.0, 3.0), "line"),
    case("lseg", "[(0,0),(1,1)]", LineSegment((0, 0), (1, 1)), "lseg"),
    case("box", "(2,2),(0,0)", Box((2, 2), (0, 0)), "box"),
    case("path", "((0,0),(1,1),(2,0))", Path((0, 0), (1, 1), (2, 0), is_closed=True), "path-closed"),
    case("path", "[(0,0),(1,1)]", Path((0, 0), (1, 1), is_closed=False), "path-open"),
    case("polygon", "((0,0),(1,1),(2,0))", Polygon((0, 0), (1, 1), (2, 0)), "polygon"),
    case("circle", "<(1,2),3>", Circle((1.0, 2.0), 3.0), "circle"),
    case("tsvector", "'fat':2A 'rat':3", "'fat':2A 'rat':3", "tsvector"),
    case("tsquery", "'fat' & !'rat':*", "'fat' & !'rat':*", "tsquery"),
    case("oid", "4294967295", 4294967295, "oid-max"),
    case("xid8", "18446744073709551615", 2**64 - 1, "xid8-max"),
    case("pg_lsn", "16/B374D848", 0x16B374D848, "pg_lsn"),
    case("tid", "(4294967295,65535)", (4294967295, 65535), "tid"),
    case("pg_snapshot", "10:20:10,14,15", (10, 20, (10, 14, 15)), "pg_snapshot"),
    case("regclass", "pg_class", "pg_class", "regclass"),
    case("jsonpath", '$."a"[*]?(@ > 1)', '$."a"[*]?(@ > 1)', "jsonpath"),
    case("int[]", "{1,NULL,-3}", [1, None, -3], "array-int"),
    case("int[]", "{}", [], "array-empty"),
    case("int[]", "{{{1,2},{3,4}},{{5,6},{7,8}}}", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "array-three-dimensions"),
    case("text[]", r'{"a,b","q\"","b\\s",NULL,"NULL",""}', ["a,b", 'q"', "b\\s", None, "NULL", ""], "array-text"),
    case("numeric[]", "{1.50,NaN}", [Decimal("1.50"), Decimal("NaN")], "array-numeric"),
    case("timestamptz[]", '{"2026-01-01 00:00:00+00"}', [dt.datetime(2026, 1, 1, tzinfo=UTC)], "array-timestamptz"),
    case("bytea[]", r'{"\\x00ff",NULL}', [b"\x00\xff", None], "array-bytea"),
    case("int4range", "[1,10)", Range(1, 10), "range-int4"),
    case("int8range", "[1,)", Range(1, None), "range-unbounded"),
    case("int4range", "empty", Range(empty=True), "range-empty"),
    case("numrange", "(1.5,2.5]", Range(Decimal("1.5"), Decimal("2.5"), lower_inc=False, upper_inc=True), "range-num"),
    case("daterange", "[2026-01-01,2026-02-01)", Range(dt.date(2026, 1, 1), dt.date(2026, 2, 1)), "range-date"),
    case("tsrange", '["2026-01-01 00:00:00","2026-01-01 12:00:00")',
         Range(dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, 12)), "range-timestamp"),
    case("int4multirange", "{[1,3),[5,6)}", [Range(1, 3), Range(5, 6)], "multirange"),
    case("datemultirange", "{}", [], "multirange-empty"),
]  # fmt: skip


@pytest.mark.parametrize(("sql_type", "text", "value"), VALUES)
async def test_value(connect: Any, table: str, sql_type: str, text: str, value: Any) -> None:
    """The value is read as Python's, stored through a parameter, and is the same value to the server; so is NULL."""
    connection = await connect(server_settings={"timezone": "UTC"})
    read, null = await connection.fetchrow(f"SELECT $1::text::{sql_type}, NULL::{sql_type}", text)
    # As text, because NaN differs from itself and 1.0 equals 1.
    assert (_spell(read), null) == (_spell(value), None)
    await connection.execute(f"CREATE TABLE {table} (v {sql_type}, n {sql_type})")
    await connection.execute(f"INSERT INTO {table} VALUES ($1, $2)", value, None)
    stored, spelled, expected, null = await connection.fetchrow(
        f"SELECT v, v::text, $1::text::{sql_type}::text, n FROM {table}", text
    )
    assert (_spell(stored), null) == (_spell(value), None)
    assert spelled == expected


def _spell(value: Any) -> str:
    if isinstance(value, Path | Polygon):
        return repr((value.points, getattr(value, "is_closed", None)))
    if isinstance(value, uuid.UUID):
        return f"UUID {value}"
    if isinstance(value, BitString):
        return value.as_string()
    return repr(value)


@pytest.mark.must_pass
async def test_out_of_range(connection: asyncpg.Connection) -> None:
    """Values one step beyond the limits of a type are refused by the driver, and by the server where it decides."""
    for sql_type, value in (("smallint", 32768), ("integer", -(2**31) - 1), ("bigint", 2**63), ("oid", 2**32)):
        with pytest.raises(asyncpg.DataError, match="value out of"):
            await connection.fetchval(f"SELECT $1::{sql_type}", value)
    for expression in ("$1::int8::int2", "$1::int8::int4", "$1::int8::numeric(4, 2)"):
        with pytest.raises(asyncpg.NumericValueOutOfRangeError):
            await connection.fetchval(f"SELECT {expression}", 2**40)
    with pytest.raises(asyncpg.StringDataRightTruncationError):
        await connection.execute("CREATE TEMPORARY TABLE short (v varchar(3)); INSERT INTO short VALUES ('four')")


@pytest.mark.must_pass
async def test_dates_that_python_lacks(connection: asyncpg.Connection) -> None:
    """A date before year 1 or after 9999 cannot be decoded; as text it arrives, and the connection goes on."""
    for text in ("0044-03-15 BC", "294276-12-31"):
        with pytest.raises((ValueError, OverflowError)):
            await connection.fetchval("SELECT $1::text::timestamp", text)
        assert await connection.fetchval("SELECT $1::text::date::text", text) == text


@pytest.mark.must_pass
async def test_time_zones(connection: asyncpg.Connection) -> None:
    """A moment is read as UTC whatever the session's time zone is, and may be written with any offset."""
    moment = dt.datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    for zone in ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"):
        await connection.execute(f"SET TIME ZONE '{zone}'")
        assert await connection.fetchval("SELECT '2026-03-29 01:30:00Z'::timestamptz") == moment
        there = moment.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
        assert await connection.fetchval("SELECT $1 = '2026-03-29 01:30:00Z'::timestamptz", there) is True


@pytest.mark.must_pass
async def test_intervals_of_months(connection: asyncpg.Connection) -> None:
    """Months of an interval arrive as thirty days, years as 365; the server keeps them apart."""
    assert await connection.fetchval("SELECT '1 year 2 mons 3 days'::interval") == timedelta(days=365 + 60 + 3)
    assert await connection.fetchval("SELECT ('2026-01-31'::date + '1 mon'::interval)::date") == dt.date(2026, 2, 28)


@pytest.mark.must_pass
async def test_big_bytes(connection: asyncpg.Connection) -> None:
    """Eight megabytes of bytea go both ways without being turned into text."""
    value = bytes(range(256)) * 32768
    back = await connection.fetchval("SELECT $1::bytea || '\\x00'::bytea", value)
    assert back == value + b"\0"


@pytest.mark.must_pass
async def test_json_codec(connection: asyncpg.Connection) -> None:
    """With a codec of the application's own, json and jsonb become Python's documents."""
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
    document = {"ключ": ["é", "\u2028", '"'], "n": {"big": 2**70, "f": 1e-10}, "none": None}
    row = await connection.fetchrow("SELECT $1::json, $1::jsonb, $2::jsonb -> 'n'", document, document)
    assert tuple(row) == (document, document, document["n"])
    await connection.reset_type_codec("jsonb", schema="pg_catalog")
    assert await connection.fetchval("SELECT '[1]'::jsonb") == "[1]"


@pytest.mark.must_pass
async def test_binary_codec(connection: asyncpg.Connection) -> None:
    """A codec in binary format sees the bytes of the wire: a UUID's sixteen."""
    seen: list[bytes] = []

    def decode(data: bytes) -> str:
        seen.append(bytes(data))
        return data.hex()

    await connection.set_type_codec("uuid", encoder=bytes.fromhex, decoder=decode, schema="pg_catalog", format="binary")
    assert await connection.fetchval("SELECT $1::uuid", "00" * 15 + "ff") == "00" * 15 + "ff"
    assert seen == [bytes(15) + b"\xff"]


@pytest.mark.must_pass
async def test_tuple_codec(connection: asyncpg.Connection) -> None:
    """A codec in tuple format takes a date apart into the server's own number of days."""
    await connection.set_type_codec(
        "date", encoder=lambda value: (value,), decoder=lambda parts: parts[0], schema="pg_catalog", format="tuple"
    )
    assert await connection.fetchval("SELECT '2000-01-31'::date") == 30
    assert await connection.fetchval("SELECT ($1::date)::text", -1) == "1999-12-31"


@pytest.mark.must_pass
async def test_enum(connection: asyncpg.Connection, name: Any) -> None:
    """An enum is looked up by the driver and is text to Python, alone, in arrays and as argument."""
    enum = name("mood")
    await connection.execute(f"CREATE TYPE {enum} AS ENUM ('sad', 'it''s ok', 'häppy')")
    row = await connection.fetchrow(f"SELECT $1::{enum}, enum_range(NULL::{enum}), NULL::{enum}", "häppy")
    assert tuple(row) == ("häppy", ["sad", "it's ok", "häppy"], None)
    with pytest.raises(asyncpg.InvalidTextRepresentationError, match="invalid input value for enum"):
        await connection.fetchval(f"SELECT $1::{enum}", "furious")
    prepared = await connection.prepare(f"SELECT $1::{enum}")
    assert [(each.name, each.kind) for each in prepared.get_parameters()] == [(enum, "scalar")]


@pytest.mark.must_pass
async def test_composite(connection: asyncpg.Connection, name: Any) -> None:
    """A composite type is a record with named fields, nested and in arrays, and takes tuples and dictionaries."""
    inner, outer = name("place"), name("visit")
    await connection.execute(f"CREATE TYPE {inner} AS (x int, label text)")
    await connection.execute(f"CREATE TYPE {outer} AS (at {inner}, day date, marks numeric[])")
    value = ((1, 'co,mma "q" (p)'), dt.date(2026, 1, 2), [Decimal("1.5"), None])
    one = await connection.fetchval(f"SELECT $1::{outer}", value)
    assert (one, one["at"]["label"], one["day"].year) == (value, 'co,mma "q" (p)', 2026)
    assert await connection.fetchval(f"SELECT $1::{outer}[]", [value, None]) == [value, None]
    assert await connection.fetchval(f"SELECT ($1::{inner}).label", {"label": "by name", "x": None}) == "by name"


@pytest.mark.must_pass
async def test_table_rows(connection: asyncpg.Connection, table: str) -> None:
    """A table's row is a composite value too, dropped columns left out."""
    await connection.execute(f"CREATE TABLE {table} (id int, gone int, v text); ALTER TABLE {table} DROP COLUMN gone")
    await connection.execute(f"INSERT INTO {table} VALUES (1, NULL), (2, 'x')")
    assert await connection.fetchval(f"SELECT array_agg(t ORDER BY id) FROM {table} t") == [(1, None), (2, "x")]


@pytest.mark.must_pass
async def test_anonymous_records(connection: asyncpg.Connection) -> None:
    """An anonymous record is decoded by the types that come along in it; none can be sent."""
    assert await connection.fetchval("SELECT ROW(1, 'a', NULL, ROW(true, 1.5))") == (
        1,
        "a",
        None,
        (True, Decimal("1.5")),
    )
    with pytest.raises(asyncpg.UnsupportedClientFeatureError):
        await connection.fetchval("SELECT $1::record", (1,))


@pytest.mark.must_pass
async def test_domain(connection: asyncpg.Connection, name: Any) -> None:
    """A domain, also one over an array, is coded as the type below it and enforces its constraints."""
    domain, several = name("short"), name("shorts")
    await connection.execute(f"CREATE DOMAIN {domain} AS int CHECK (VALUE < 100)")
    await connection.execute(f"CREATE DOMAIN {several} AS {domain}[]")
    assert await connection.fetchval(f"SELECT $1::{domain}", 99) == 99
    assert await connection.fetchval(f"SELECT $1::{several}", [1, 2]) == [1, 2]
    with pytest.raises(asyncpg.CheckViolationError):
        await connection.fetchval(f"SELECT $1::{domain}", 100)


@pytest.mark.must_pass
async def test_range_of_ones_own(connection: asyncpg.Connection, name: Any) -> None:
    """A range type made by the application, and its multirange, work without any registration."""
    kind = name("floatrange")
    await connection.execute(f"CREATE TYPE {kind} AS RANGE (subtype = float8, multirange_type_name = {kind}_multi)")
    value = Range(1.5, 2.5, upper_inc=True)
    assert await connection.fetchval(f"SELECT $1::{kind}", value) == value
    assert await connection.fetchval(f"SELECT $1::{kind}_multi", [value, Range(9.0, None)]) == [value, Range(9.0, None)]
    with pytest.raises(asyncpg.DataError, match="range lower bound must be less"):
        await connection.fetchval(f"SELECT $1::{kind}", Range(2.0, 1.0))


@pytest.mark.must_pass
async def test_arrays_are_checked(connection: asyncpg.Connection) -> None:
    """Ragged and mixed arrays are refused by the driver, long ones go both ways."""
    with pytest.raises(asyncpg.DataError, match=r"homogeneous"):
        await connection.fetchval("SELECT $1::int[]", [[1, 2], [3]])
    with pytest.raises(asyncpg.DataError):
        await connection.fetchval("SELECT $1::int[]", [1, "two"])
    long = list(range(100_000))
    assert await connection.fetchval("SELECT $1::int[]", long) == long
    assert await connection.fetchval("SELECT '[0:2]={7,8,9}'::int[]") == [7, 8, 9]


@pytest.mark.must_pass
async def test_unnest_inserts_columns(connection: asyncpg.Connection, table: str) -> None:
    """Whole columns go over as arrays and become rows, as bulk inserts are written with asyncpg."""
    await connection.execute(f"CREATE TABLE {table} (id int, v text, at timestamptz)")
    ids, texts = list(range(2000)), [None if n % 10 == 0 else f"é{n}" for n in range(2000)]
    moments = [dt.datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(2000)]
    status = await connection.execute(
        f"INSERT INTO {table} SELECT * FROM unnest($1::int[], $2::text[], $3::timestamptz[])", ids, texts, moments
    )
    assert status == "INSERT 0 2000"
    rows = await connection.fetch(f"SELECT * FROM {table} ORDER BY id")
    assert [tuple(row) for row in rows] == list(zip(ids, texts, moments, strict=True))


async def test_hstore(connection: asyncpg.Connection) -> None:
    """hstore becomes a dictionary by the built-in codec, where the server has the extension."""
    if not await connection.fetchval("SELECT count(*) FROM pg_available_extensions WHERE name = 'hstore'"):
        pytest.skip("the server has no hstore")
    async with connection.transaction():
        # One extension a database: cells that run at the same time take turns, and it stays.
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('compat hstore'))")
        await connection.execute("CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public")
    await connection.set_builtin_type_codec("hstore", schema="public", codec_name="pg_contrib.hstore")
    value = {"a": "1", 'quo"te': "é => ,", "none": None, "": ""}
    assert await connection.fetchval("SELECT $1::hstore", value) == value


@pytest.mark.must_pass
async def test_null_character(connection: asyncpg.Connection) -> None:
    """A null character in text is refused by the server with 22021, and the connection goes on."""
    with pytest.raises(asyncpg.CharacterNotInRepertoireError) as refused:
        await connection.fetchval("SELECT $1::text", "a\0b")
    assert refused.value.sqlstate == "22021"
    assert await connection.fetchval("SELECT $1::text", "intact") == "intact"


@pytest.mark.must_pass
async def test_void_and_unknown(connection: asyncpg.Connection) -> None:
    """void has no value, an untyped literal is text, an untyped NULL is None."""
    row = await connection.fetchrow("SELECT pg_sleep(0), 'literal', NULL")
    assert tuple(row) == (None, "literal", None)
