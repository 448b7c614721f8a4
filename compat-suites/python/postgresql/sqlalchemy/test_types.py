"""SQLAlchemy's types: each is created, written, compared in the server, read back and reflected."""

from __future__ import annotations

import datetime as dt
import enum
import ipaddress
import os
import uuid
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects.postgresql import Range

UTC = dt.UTC


def case(kind: sa.types.TypeEngine, value: Any, id: str, *marks: Any, must_pass: bool = True) -> Any:
    """One type with a value that it has to keep."""
    return pytest.param(kind, value, id=id, marks=[*marks, *([pytest.mark.must_pass] if must_pass else [])])


class Colour(enum.Enum):
    RED = "r"
    GREEN = "g"


# Before 2.1, each driver has its own.
BitString = getattr(pg, "BitString", str)
types_parameters = pytest.mark.applies(
    tuple(int(part) for part in sa.__version__.split(".")[:3]) >= (2, 0, 40)
    or "asyncpg" not in os.environ.get("COMPAT_SQLALCHEMY_DRIVER", ""),
    "before 2.0.40 SQLAlchemy tells asyncpg VARCHAR for parameters of some types",
)
has_bit_strings = pytest.mark.applies(hasattr(pg, "BitString"), "SQLAlchemy 2.0 has no type for strings of bits")

VALUES = [
    case(sa.SmallInteger(), -32768, "SmallInteger"),
    case(sa.Integer(), 2**31 - 1, "Integer"),
    case(sa.BigInteger(), -(2**63), "BigInteger"),
    case(sa.Numeric(20, 6), Decimal("-12345678901234.567890"), "Numeric"),
    case(sa.Numeric(10, 2, asdecimal=False), 12.25, "Numeric-as-float"),
    case(sa.Numeric(), Decimal("NaN"), "Numeric-NaN"),
    case(sa.Float(), 0.1, "Float"),
    case(sa.Double(), 1.7976931348623157e308, "Double"),
    case(sa.REAL(), 1.5, "REAL"),
    case(sa.Boolean(), False, "Boolean"),
    case(sa.String(20), 'it\'s "ünï" \\ %s :x', "String"),
    case(sa.Text(), "𝄞" * 10_000, "Text"),
    case(sa.CHAR(5), "ab   ", "CHAR"),
    case(sa.Unicode(10), "", "Unicode-empty"),
    case(sa.LargeBinary(), bytes(range(256)), "LargeBinary"),
    case(sa.Date(), dt.date(2024, 2, 29), "Date"),
    case(sa.Time(), dt.time(23, 59, 59, 999999), "Time"),
    case(sa.Time(timezone=True), dt.time(12, 0, tzinfo=dt.timezone(dt.timedelta(hours=-3))), "Time-timezone"),
    case(sa.DateTime(), dt.datetime(1, 1, 1, 0, 0, 0, 1), "DateTime"),
    case(sa.DateTime(timezone=True), dt.datetime(2026, 6, 1, 12, tzinfo=UTC), "DateTime-timezone"),
    case(sa.Interval(), dt.timedelta(days=-3, microseconds=7), "Interval"),
    case(pg.INTERVAL(precision=3), dt.timedelta(seconds=1, milliseconds=5), "INTERVAL-precision"),
    case(sa.Uuid(), uuid.UUID(int=2**128 - 1), "Uuid"),
    case(sa.Uuid(as_uuid=False), "00112233-4455-6677-8899-aabbccddeeff", "Uuid-text"),
    case(sa.JSON(none_as_null=True), {"a": [1, None, "ü", 1.5, {"b": True}]}, "JSON"),
    case(sa.JSON(none_as_null=True), [], "JSON-empty"),
    case(pg.JSONB(none_as_null=True), {"big": 2**60, "nested": {"x": [[]]}}, "JSONB"),
    case(sa.ARRAY(sa.Integer), [1, None, 3], "ARRAY"),
    case(pg.ARRAY(sa.String, dimensions=2), [["a", "b,"], ['"', "\\"]], "ARRAY-two-dimensions"),
    case(pg.ARRAY(sa.Numeric(10, 2)), [Decimal("1.50")], "ARRAY-Numeric"),
    case(pg.ARRAY(sa.Uuid), [uuid.UUID(int=5)], "ARRAY-Uuid"),
    case(sa.Enum("one", "it's", name="words"), "it's", "Enum-text"),
    case(sa.Enum(Colour, name="colours"), Colour.GREEN, "Enum-class"),
    case(sa.Enum(Colour, native_enum=False, length=10), Colour.RED, "Enum-as-text"),
    case(pg.ARRAY(sa.Enum("x", "y", name="letters")), ["y", "x"], "ARRAY-Enum"),
    case(sa.PickleType(), {"set": {1, 2}}, "PickleType"),
    case(pg.BIT(4), BitString("1010"), "BIT", has_bit_strings),
    case(pg.BIT(varying=True), BitString("101"), "VARBIT", has_bit_strings),
    case(pg.MACADDR(), "08:00:2b:01:02:03", "MACADDR", types_parameters),
    case(pg.OID(), 4294967295, "OID"),
    case(pg.TSVECTOR(), "'fat':2 'rat':3", "TSVECTOR"),
    case(pg.MONEY(), "$1,234.50", "MONEY", must_pass=False),
    case(pg.INT4RANGE(), Range(1, 10), "INT4RANGE"),
    case(pg.INT8RANGE(), Range(None, 2**40, bounds="()"), "INT8RANGE-unbounded"),
    case(pg.NUMRANGE(), Range(Decimal("1.5"), Decimal("2.5"), bounds="(]"), "NUMRANGE"),
    case(pg.DATERANGE(), Range(dt.date(2026, 1, 1), dt.date(2026, 2, 1)), "DATERANGE"),
    case(pg.TSTZRANGE(), Range(dt.datetime(2026, 1, 1, tzinfo=UTC), None), "TSTZRANGE"),
    case(pg.INT4RANGE(), Range(empty=True), "INT4RANGE-empty"),
    case(pg.INT4MULTIRANGE(), [Range(1, 3), Range(5, 9)], "INT4MULTIRANGE", pytest.mark.dialect("asyncpg")),
    case(pg.DOMAIN("short_code", sa.String(4), check="VALUE <> ''"), "abc", "DOMAIN"),
]


# Types without an equality operator, or whose parameters the drivers send as text.
WITHOUT_EQUALITY = (sa.JSON, sa.PickleType, pg.TSVECTOR, pg.MONEY)


@pytest.mark.filterwarnings("ignore:Type object.*OperatorClass")
@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_value(connection: Connection, table: str, kind: sa.types.TypeEngine, value: Any) -> None:
    """The value is stored, found again by comparison where the type allows it, read back, and so is NULL."""
    kind = kind.copy() if isinstance(kind, sa.Enum) else kind
    things = sa.Table(
        table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", kind), sa.Column("n", kind)
    )
    things.create(connection)
    connection.exec_driver_sql("SET TIME ZONE 'UTC'")
    connection.execute(things.insert(), [{"id": 1, "v": value, "n": None}, {"id": 2, "v": None, "n": None}])
    stored, null = connection.execute(select(things.c.v, things.c.n).where(things.c.id == 1)).one()
    if isinstance(kind, sa.LargeBinary):
        stored = bytes(stored)
    assert (repr(stored), null) == (repr(value), None)
    assert connection.scalars(select(things.c.id).where(things.c.v.is_(None))).all() == [2]
    if not isinstance(kind, WITHOUT_EQUALITY) or isinstance(kind, pg.JSONB):
        assert connection.scalars(select(things.c.id).where(things.c.v == value)).all() == [1]


@pytest.mark.must_pass
def test_network_addresses(connection: Connection, table: str, driver: str) -> None:
    """inet and cidr are text with psycopg2 and Python's own addresses with asyncpg, and compare in the server."""
    hosts = sa.Table(table, sa.MetaData(), sa.Column("i", pg.INET), sa.Column("c", pg.CIDR))
    hosts.create(connection)
    interface, network = ipaddress.ip_interface("192.168.1.5/24"), ipaddress.ip_network("192.168.0.0/16")
    values = (str(interface), str(network)) if driver == "psycopg2" else (interface, network)
    connection.execute(hosts.insert().values(i=values[0], c=values[1]))
    assert tuple(connection.execute(select(hosts)).one()) == values
    assert connection.scalar(select(hosts.c.i.op("<<")(hosts.c.c))) is True


@types_parameters
@pytest.mark.must_pass
def test_json_paths(connection: Connection, table: str) -> None:
    """Elements of documents are reached by key, index and path, and compared as the types they are."""
    docs = sa.Table(table, sa.MetaData(), sa.Column("j", sa.JSON), sa.Column("b", pg.JSONB))
    docs.create(connection)
    document = {"name": "Ada", "n": 5, "list": [1, {"deep": "yes"}], "flag": True, "nothing": None}
    connection.execute(docs.insert().values(j=document, b=document))
    row = connection.execute(
        select(
            docs.c.j["name"].as_string(),
            docs.c.b["n"].as_integer() + 1,
            docs.c.b[("list", 1, "deep")].as_string(),
            docs.c.b["list"][0].as_integer(),
            docs.c.b["flag"].as_boolean(),
            docs.c.b["nothing"].as_string(),
            docs.c.b.has_key("flag"),
            docs.c.b.contains({"n": 5}),
            docs.c.b.path_exists("$.list[*] ? (@ == 1)"),
            docs.c.b["list"],
        )
    ).one()
    assert tuple(row) == ("Ada", 6, "yes", 1, True, None, True, True, True, [1, {"deep": "yes"}])
    connection.execute(docs.update().values(b=func.jsonb_set(docs.c.b, pg.array(["n"]), sa.cast(7, pg.JSONB))))
    assert connection.scalar(select(docs.c.b["n"].as_integer())) == 7


@pytest.mark.must_pass
def test_json_null_and_sql_null(connection: Connection, table: str) -> None:
    """A document null and a missing document are two things."""
    docs = sa.Table(table, sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("j", pg.JSONB))
    docs.create(connection)
    connection.execute(docs.insert(), [{"id": 1, "j": None}, {"id": 2, "j": sa.JSON.NULL}])
    connection.execute(docs.insert().values(id=3, j=sa.null()))
    assert sorted(connection.scalars(select(docs.c.id).where(docs.c.j.is_(sa.null())))) == [3]
    assert sorted(connection.scalars(select(docs.c.id).where(sa.cast(docs.c.j, sa.Text) == "null"))) == [1, 2]


@pytest.mark.must_pass
def test_array_operators(connection: Connection) -> None:
    """ANY, ALL, containment, overlap, slices and lengths of arrays."""
    left = pg.array([1, 2, 3])
    row = connection.execute(
        select(
            sa.literal(2) == sa.any_(left),
            sa.literal(4) > sa.all_(left),
            left.contains(pg.array([3])),
            left.overlap(pg.array([9])),
            sa.type_coerce(left, sa.ARRAY(sa.Integer))[2],
            sa.type_coerce(left, sa.ARRAY(sa.Integer))[1:2],
            func.cardinality(left),
            func.array_remove(left, 2),
        )
    ).one()
    assert tuple(row) == (True, True, True, False, 2, [1, 2], 3, [1, 3])


@pytest.mark.must_pass
def test_range_operators(connection: Connection) -> None:
    """Ranges contain, overlap, adjoin, intersect and unite in the server as Python's objects do."""
    one, two = Range(1, 5), Range(4, 9)
    left, right = sa.literal(one, pg.INT4RANGE), sa.literal(two, pg.INT4RANGE)
    row = connection.execute(
        select(left.contains(3), left.overlaps(right), left.adjacent_to(right), left * right, left + right)
    ).one()
    assert tuple(row) == (True, True, False, Range(4, 5), Range(1, 9))
    assert (one.overlaps(two), one.intersection(two), one.union(two)) == (True, Range(4, 5), Range(1, 9))


@pytest.mark.must_pass
def test_full_text_search(connection: Connection) -> None:
    """Documents match queries, are ranked and highlighted."""
    vector = func.to_tsvector("english", "The fat rats sat on mats")
    row = connection.execute(
        select(
            vector.bool_op("@@")(func.to_tsquery("english", "rat & mat")),
            func.ts_headline("english", "fat rats", func.to_tsquery("english", "rat")),
        )
    ).one()
    assert tuple(row) == (True, "fat <b>rats</b>")


@pytest.mark.must_pass
def test_type_of_ones_own(connection: Connection, table: str) -> None:
    """A decorated type converts on the way in and out, in comparisons too."""

    class Cents(sa.types.TypeDecorator[Decimal]):
        impl = sa.Integer
        cache_ok = True

        def process_bind_param(self, value: Decimal | None, _: Any) -> int | None:
            return None if value is None else int(value * 100)

        def process_result_value(self, value: int | None, _: Any) -> Decimal | None:
            return None if value is None else Decimal(value) / 100

    prices = sa.Table(table, sa.MetaData(), sa.Column("price", Cents))
    prices.create(connection)
    connection.execute(prices.insert(), [{"price": Decimal("1.25")}, {"price": None}, {"price": Decimal("3.00")}])
    assert connection.scalars(select(prices.c.price).where(prices.c.price > Decimal("2.5"))).all() == [Decimal("3")]
    assert connection.scalar(select(func.sum(prices.c.price))) == Decimal("4.25")


@pytest.mark.must_pass
def test_enum_is_a_type_of_the_server(connection: Connection, table: str, name: Any) -> None:
    """A native enum is created, refuses other values, is altered, and dropped with its table."""
    kind = pg.ENUM("low", "high", name=name("level"))
    levels = sa.Table(table, sa.MetaData(), sa.Column("v", kind))
    levels.create(connection)
    connection.execute(levels.insert().values(v="high"))
    with pytest.raises(sa.exc.DBAPIError), connection.begin_nested():
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ('none')")
    connection.exec_driver_sql(f"ALTER TYPE {kind.name} ADD VALUE 'middle' BEFORE 'high'")
    labels = sa.text("SELECT enumlabel FROM pg_enum WHERE enumtypid = CAST(:t AS regtype) ORDER BY enumsortorder")
    assert connection.scalars(labels, {"t": kind.name}).all() == ["low", "middle", "high"]
    levels.drop(connection)
    kind.drop(connection, checkfirst=True)
    assert kind.name not in [each["name"] for each in sa.inspect(connection).get_enums()]


def test_hstore(make_engine: Any, table: str) -> None:
    """hstore is a dictionary in both directions with its operators, where the server has the extension."""
    engine = make_engine()
    with engine.begin() as connection:
        available = sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'hstore'")
        if not connection.scalar(available):
            pytest.skip("the server has no hstore")
        # One extension a database: cells that run at the same time take turns, and it stays.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('compat hstore'))")
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public")
    engine.dispose()
    value = {"a": "1", 'quo"te': "é", "none": None}
    maps = sa.Table(table, sa.MetaData(), sa.Column("m", pg.HSTORE))
    with engine.begin() as connection:
        maps.create(connection)
        connection.execute(maps.insert().values(m=value))
        row = connection.execute(select(maps.c.m, maps.c.m["a"], maps.c.m.has_key("none"), func.akeys(maps.c.m))).one()
        assert (row[0], row[1], row[2], sorted(row[3])) == (value, "1", True, sorted(value))
