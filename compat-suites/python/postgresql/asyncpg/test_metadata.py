"""How asyncpg learns about types and columns: by asking the catalogs itself."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


async def test_types_are_found_once(connection: asyncpg.Connection, name: Any) -> None:
    """Unknown types are looked up with one recursive query, and not again for the next statement."""
    enum, composite, domain = name("e"), name("c"), name("d")
    await connection.execute(
        f"CREATE TYPE {enum} AS ENUM ('x'); CREATE TYPE {composite} AS (a {enum}, b {enum}[], r int4range);"
        f"CREATE DOMAIN {domain} AS {composite}[]"
    )
    queries: list[str] = []

    def log(record: Any) -> None:
        queries.append(record.query)

    value = [("x", ["x", None], asyncpg.Range(1, 2))]
    assert await connection.fetchval(f"SELECT $1::{domain}", value) == value
    with connection.query_logger(log):
        assert await connection.fetchval(f"SELECT $1::{domain}, 1", value) == value
        assert await connection.fetchval(f"SELECT ($1::{composite}).r", value[0]) == asyncpg.Range(1, 2)
    assert not [query for query in queries if "typeinfo" in query]


async def test_attributes_of_types(connection: asyncpg.Connection, schema: str, name: Any) -> None:
    """Columns are described by name, kind and schema of their types, those of the application included."""
    enum, composite = name("e"), name("c")
    await connection.execute(f"CREATE TYPE {enum} AS ENUM ('x'); CREATE TYPE {composite} AS (a int)")
    statement = await connection.prepare(
        f"SELECT 'x'::{enum} AS \"The Enum\", ROW(1)::{composite} AS c, ARRAY['x'::{enum}] AS l, 1::money AS m"
    )
    described = [(each.name, each.type.name, each.type.kind, each.type.schema) for each in statement.get_attributes()]
    assert described == [
        ("The Enum", enum, "scalar", schema),
        ("c", composite, "composite", schema),
        ("l", f"{enum}[]", "array", schema),
        ("m", "money", "scalar", "pg_catalog"),
    ]


async def test_type_dropped_and_made_anew(connection: asyncpg.Connection, name: Any) -> None:
    """A type of the same name but another shape is found after the driver's caches were reloaded."""
    kind = name("k")
    await connection.execute(f"CREATE TYPE {kind} AS (a int)")
    assert await connection.fetchval(f"SELECT ROW(1)::{kind}") == (1,)
    await connection.execute(f"DROP TYPE {kind}; CREATE TYPE {kind} AS (a text, b text)")
    await connection.reload_schema_state()
    assert await connection.fetchval(f"SELECT ROW('x', 'y')::{kind}") == ("x", "y")


async def test_type_in_another_schema(connection: asyncpg.Connection, schema: str, name: Any) -> None:
    """A type outside of the search path is known by its OID, and coded by a codec set for its schema."""
    kind = name("k")
    await connection.execute(f"CREATE TYPE {kind} AS ENUM ('x'); SET search_path = pg_catalog")
    assert await connection.fetchval(f"SELECT $1::{schema}.{kind}", "x") == "x"
    await connection.set_type_codec(kind, schema=schema, encoder=str.lower, decoder=str.upper)
    assert await connection.fetchval(f"SELECT $1::{schema}.{kind}", "X") == "X"


async def test_unknown_codec(connection: asyncpg.Connection) -> None:
    """A codec for a type that does not exist is refused by the driver after it has asked the server."""
    with pytest.raises(ValueError, match="unknown type"):
        await connection.set_type_codec("no_such_type", schema="public", encoder=str, decoder=str)


async def test_catalogs_with_arguments(connection: asyncpg.Connection, schema: str, table: str) -> None:
    """Catalog queries of tools work with arguments of the catalogs' own types: name, oid, regclass, char."""
    await connection.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, v varchar(9) DEFAULT 'x')")
    oid = await connection.fetchval("SELECT $1::regclass::oid", table)
    kind = "SELECT relname FROM pg_class WHERE oid = $1 AND relkind = $2 AND relname = $3"
    assert await connection.fetchval(kind, oid, b"r", table) == table
    rows = await connection.fetch(
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)"
        " FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = $1 AND attnum > 0 ORDER BY attnum",
        oid,
    )
    assert [tuple(row) for row in rows] == [
        ("id", "integer", True, None),
        ("v", "character varying(9)", False, "'x'::character varying"),
    ]
    columns = "SELECT array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns"
    assert await connection.fetchval(f"{columns} WHERE table_schema = $1 AND table_name = $2", schema, table) == [
        "id",
        "v",
    ]
