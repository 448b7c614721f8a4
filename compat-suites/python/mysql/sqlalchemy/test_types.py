"""SQLAlchemy's types on MySQL: what goes in comes out."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, select
from sqlalchemy.dialects import mysql

pytestmark = pytest.mark.must_pass


class Mood(enum.Enum):
    happy = "h"
    sad = "s"


def through(connection: Connection, table: str, kind: Any, values: list[Any]) -> list[Any]:
    """Writes each value into a column of that type and reads them all back in order."""
    target = sa.Table(table, sa.MetaData(), sa.Column("n", sa.Integer, primary_key=True), sa.Column("v", kind))
    target.create(connection)
    connection.execute(target.insert(), [{"v": value} for value in values])
    return list(connection.scalars(select(target.c.v).order_by(target.c.n)))


ROUND_TRIPS: list[tuple[str, Any, list[Any]]] = [
    ("integer", sa.Integer(), [-(2**31), 2**31 - 1]),
    ("small", sa.SmallInteger(), [-32768]),
    ("big", sa.BigInteger(), [2**63 - 1]),
    ("unsigned", mysql.BIGINT(unsigned=True), [2**64 - 1]),
    ("tiny", mysql.TINYINT(unsigned=True), [255]),
    ("medium", mysql.MEDIUMINT(), [-8388608]),
    ("boolean", sa.Boolean(), [True, False]),
    ("numeric", sa.Numeric(30, 10), [Decimal("12345678901234567890.0123456789"), Decimal(-1)]),
    ("numeric-as-float", sa.Numeric(10, 2, asdecimal=False), [2.5]),
    ("float", sa.Float(), [0.5]),
    ("double", sa.Double(), [0.1, -1e300]),
    ("string", sa.String(20), ["text", "👋 é"]),
    ("unicode-text", sa.UnicodeText(), ["Ελλάδα " * 5_000]),
    ("long-text", mysql.LONGTEXT(), ["x" * 200_000]),
    ("binary", sa.LargeBinary(), [bytes(range(256))]),
    ("varbinary", mysql.VARBINARY(10), [b"\x00\xff"]),
    ("date", sa.Date(), [dt.date(2024, 2, 29)]),
    ("time", sa.Time(), [dt.time(23, 59, 59)]),
    ("time-fraction", mysql.TIME(fsp=6), [dt.time(1, 2, 3, 456789)]),
    ("datetime", sa.DateTime(), [dt.datetime(2026, 7, 5, 10, 30, 1)]),
    ("datetime-fraction", mysql.DATETIME(fsp=6), [dt.datetime(2026, 7, 5, 10, 30, 1, 123456)]),
    ("timestamp", mysql.TIMESTAMP(fsp=3), [dt.datetime(2026, 7, 5, 10, 30, 1, 123000)]),
    ("interval", sa.Interval(), [dt.timedelta(days=3, seconds=5)]),
    ("year", mysql.YEAR(), [2026]),
    ("enum-of-words", sa.Enum("a", "b", name="letters"), ["b"]),
    ("enum-of-python", sa.Enum(Mood), [Mood.sad]),
    ("set", mysql.SET("x", "y", "z"), [{"x", "z"}]),
    ("json", sa.JSON(), [{"a": [1, None, "ü👋"], "b": {"c": 2.5}}, [], "text", 7, True]),
    ("pickle", sa.PickleType(), [{"any": (1, 2)}]),
]


@pytest.mark.parametrize(
    ("kind", "values"), [entry[1:] for entry in ROUND_TRIPS], ids=[entry[0] for entry in ROUND_TRIPS]
)
def test_round_trip(connection: Connection, table: str, kind: Any, values: list[Any]) -> None:
    """Values of the type and NULL come back as they were."""
    back = through(connection, table, kind, [*values, None])
    assert back[:-1] == values
    assert [type(value) for value in back[:-1]] == [type(value) for value in values]
    # None in a JSON column is the document null.
    assert back[-1] is None


@pytest.mark.dialect("pymysql")
def test_uuid(connection: Connection, table: str) -> None:
    """A UUID is kept as text where the server has no type for it, and comes back as a UUID."""
    values = [uuid.uuid4(), uuid.UUID(int=0)]
    assert through(connection, table, sa.Uuid(), values) == values


@pytest.mark.dialect("pymysql")
def test_bits(connection: Connection, table: str) -> None:
    """A bit field is a number to SQLAlchemy."""
    assert through(connection, table, mysql.BIT(12), [2561, 0]) == [2561, 0]


def test_json_paths(connection: Connection, table: str) -> None:
    """Parts of documents are compared as text, number and truth; a document is changed as a whole."""
    target = sa.Table(table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("doc", sa.JSON))
    target.create(connection)
    connection.execute(
        target.insert(),
        [{"doc": {"name": "Ada", "n": 5, "tags": ["x", "y"], "ok": True}}, {"doc": {"name": "Bob", "n": 7}}],
    )
    doc = target.c.doc

    def ids(condition: Any) -> list[int]:
        return list(connection.scalars(select(target.c.id).where(condition).order_by(target.c.id)))

    assert ids(doc["name"].as_string() == "Ada") == [1]
    assert ids(doc["n"].as_integer() > 5) == [2]
    assert ids(doc[("tags", 1)].as_string() == "y") == [1]
    assert ids(doc["ok"].as_boolean().is_(True)) == [1]
    connection.execute(target.update().where(target.c.id == 2).values(doc={"name": "Zoë"}))
    assert connection.scalar(select(doc["name"]).where(target.c.id == 2)) == "Zoë"


def test_null_and_json_null(connection: Connection, table: str) -> None:
    """SQL NULL and the document null are told apart."""
    target = sa.Table(
        table,
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("doc", sa.JSON(none_as_null=True)),
    )
    target.create(connection)
    connection.execute(target.insert(), [{"doc": None}, {"doc": sa.JSON.NULL}, {"doc": sa.null()}])
    assert list(connection.scalars(select(target.c.id).where(target.c.doc.is_(None)).order_by(target.c.id))) == [1, 3]


def test_decorated(connection: Connection, table: str) -> None:
    """A type decorator's own conversions see both directions."""

    class Celsius(sa.types.TypeDecorator):
        impl = sa.Integer
        cache_ok = True

        def process_bind_param(self, value: float | None, dialect: Any) -> int | None:  # noqa: ARG002
            return None if value is None else round(value * 100)

        def process_result_value(self, value: int | None, dialect: Any) -> float | None:  # noqa: ARG002
            return None if value is None else value / 100

    assert through(connection, table, Celsius(), [36.6, -273.15]) == [36.6, -273.15]


def test_server_defaults(connection: Connection, table: str) -> None:
    """Defaults of the server, of the client and of CURRENT_TIMESTAMP fill what was left out."""
    target = sa.Table(
        table,
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a", sa.String(10), server_default="given"),
        sa.Column("b", sa.Integer, default=lambda: 7),
        sa.Column("c", mysql.TIMESTAMP, server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")),
        sa.Column("d", sa.Integer, sa.Computed("b * 2", persisted=True)),
    )
    target.create(connection)
    connection.execute(target.insert().values(id=4))
    a, b, c, d = connection.execute(select(target.c.a, target.c.b, target.c.c, target.c.d)).one()
    assert (a, b, d) == ("given", 7, 14)
    assert isinstance(c, dt.datetime)
