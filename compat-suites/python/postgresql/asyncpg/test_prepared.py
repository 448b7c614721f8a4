"""Prepared statements with asyncpg: made by hand, made by its cache, and kept right when tables change."""

from __future__ import annotations

import datetime as dt
import gc
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]

NAMES = "SELECT array_agg(name ORDER BY name) FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_prepared%'"


async def test_prepare_and_fetch(connection: asyncpg.Connection) -> None:
    """A prepared statement is executed again and again with other arguments, in every way of fetching."""
    statement = await connection.prepare("SELECT g, $2::text FROM generate_series(1, $1::int) g")
    assert [tuple(row) for row in await statement.fetch(2, "x")] == [(1, "x"), (2, "x")]
    assert tuple(await statement.fetchrow(1, None)) == (1, None)
    assert await statement.fetchval(1, "y", column=1) == "y"
    assert await statement.fetch(0, "") == []
    assert statement.get_statusmsg() == "SELECT 0"


async def test_description(connection: asyncpg.Connection, table: str, schema: str) -> None:
    """Parameters and result columns are described before anything is executed."""
    await connection.execute(f"CREATE TABLE {table} (a bigint, d date, n numeric(8, 2), l text[])")
    statement = await connection.prepare(f"SELECT n, l, d AS day FROM {table} WHERE a = $1 AND d > $2 AND $3 = ANY(l)")
    assert [(each.name, each.kind, each.schema) for each in statement.get_parameters()] == [
        ("int8", "scalar", "pg_catalog"),
        ("date", "scalar", "pg_catalog"),
        ("text", "scalar", "pg_catalog"),
    ]
    assert [(each.name, each.type.name, each.type.kind) for each in statement.get_attributes()] == [
        ("n", "numeric", "scalar"),
        ("l", "text[]", "array"),
        ("day", "date", "scalar"),
    ]
    insert = await connection.prepare(f"INSERT INTO {schema}.{table} (n) VALUES ($1)")
    assert insert.get_attributes() == ()
    assert [each.name for each in insert.get_parameters()] == ["numeric"]


async def test_named(connection: asyncpg.Connection) -> None:
    """A statement prepared under a name of one's own has that name in the server, and SQL can execute it."""
    statement = await connection.prepare("SELECT $1::int * 2", name="by hand")
    assert statement.get_name() == "by hand"
    assert await connection.fetchval(NAMES) == ["by hand"]
    assert await connection.fetchval('EXECUTE "by hand" (21)') == 42


async def test_cache_prepares_once(connection: asyncpg.Connection) -> None:
    """A statement that is executed repeatedly is prepared once and then only bound."""
    for number in range(20):
        assert await connection.fetchval("SELECT $1::int + 1", number) == number + 1
    counted = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 1'"
    assert await connection.fetch(counted) == [(20,)]


async def test_cache_evicts(connect: Any) -> None:
    """A small cache closes the least recently used statements in the server and prepares them again."""
    connection = await connect(statement_cache_size=3)
    for _ in range(2):
        for number in range(8):
            assert await connection.fetchval(f"SELECT {number} + $1::int", 100) == number + 100
    count = await connection.fetchval("SELECT count(*) FROM pg_prepared_statements")
    assert count <= 4


async def test_without_cache(connect: Any) -> None:
    """Without a cache nothing named stays in the server."""
    connection = await connect(statement_cache_size=0)
    for number in range(5):
        assert await connection.fetchval("SELECT $1::int", number) == number
    gc.collect()
    assert await connection.fetchval("SELECT count(*) FROM pg_prepared_statements") <= 1


async def test_large_statements_are_not_cached(connect: Any) -> None:
    """A statement above the cache's size limit is executed without staying in the server."""
    connection = await connect(max_cacheable_statement_size=100)
    query = "SELECT $1::int /* " + "x" * 200 + " */"
    assert [await connection.fetchval(query, n) for n in range(3)] == [0, 1, 2]
    gc.collect()
    await connection.fetchval("SELECT 1")
    kept = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%xxxxx%' AND statement NOT LIKE '%LIKE%'"
    assert await connection.fetchval(kept) <= 1


async def test_column_added(connection: asyncpg.Connection, table: str) -> None:
    """SELECT * through the cache shows a column that was added since."""
    await connection.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
    query = f"SELECT * FROM {table} WHERE a = $1"
    assert dict(await connection.fetchrow(query, 1)) == {"a": 1}
    await connection.execute(f"ALTER TABLE {table} ADD COLUMN b text DEFAULT 'new'")
    assert dict(await connection.fetchrow(query, 1)) == {"a": 1, "b": "new"}


async def test_column_changed_by_another_session(connect: Any, table: str) -> None:
    """A type changed by another session is noticed although this one has the statement cached."""
    one, other = await connect(), await connect()
    await other.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
    query = f"SELECT a FROM {table}"
    assert await one.fetchval(query) == 1
    await other.execute(f"ALTER TABLE {table} ALTER COLUMN a TYPE text USING 'text ' || a")
    assert await one.fetchval(query) == "text 1"


async def test_column_changed_inside_a_transaction(connection: asyncpg.Connection, table: str) -> None:
    """Inside a transaction the change cannot be mended: the driver's error says so, and the next attempt works."""
    await connection.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
    query = f"SELECT * FROM {table}"
    await connection.fetch(query)
    with pytest.raises(asyncpg.InvalidCachedStatementError):
        async with connection.transaction():
            await connection.execute(f"ALTER TABLE {table} ADD COLUMN b int")
            await connection.fetch(query)
    await connection.execute(f"ALTER TABLE {table} ADD COLUMN b int DEFAULT 2")
    assert tuple(await connection.fetchrow(query)) == (1, 2)


async def test_composite_changed(connection: asyncpg.Connection, table: str) -> None:
    """A row type that has grown is noticed while it is decoded, and right at the next attempt."""
    await connection.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
    query = f"SELECT t FROM {table} t"
    assert await connection.fetchval(query) == (1,)
    await connection.execute(f"ALTER TABLE {table} ADD COLUMN b text DEFAULT 'grown'")
    with pytest.raises(asyncpg.OutdatedSchemaCacheError):
        await connection.fetchval(query)
    assert await connection.fetchval(query) == (1, "grown")


async def test_deallocated_behind_the_drivers_back(connection: asyncpg.Connection) -> None:
    """After DISCARD ALL or DEALLOCATE ALL a cached statement is unknown: 26000, and the driver starts anew."""
    await connection.fetchval("SELECT $1::int", 1)
    await connection.execute("DEALLOCATE ALL")
    with pytest.raises(asyncpg.InvalidSQLStatementNameError):
        await connection.fetchval("SELECT $1::int", 2)
    await connection.reload_schema_state()
    assert await connection.fetchval("SELECT $1::int", 3) == 3


async def test_table_recreated(connection: asyncpg.Connection, table: str) -> None:
    """A cached statement finds a table that was dropped and made anew."""
    query = f"SELECT v FROM {table}"
    for value in ("first", "second"):
        await connection.execute(f"CREATE TABLE {table} AS SELECT '{value}' AS v")
        assert await connection.fetchval(query) == value
        await connection.execute(f"DROP TABLE {table}")
    with pytest.raises(asyncpg.UndefinedTableError):
        await connection.fetchval(query)


async def test_search_path_changed(connection: asyncpg.Connection, schema: str, table: str) -> None:
    """A cached statement follows the search path of the session."""
    await connection.execute(f"CREATE TABLE {table} AS SELECT 'permanent' AS v")
    # Before the statement is cached: a table that turns up in a schema of the path does not change what a plan means.
    await connection.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT 'temporary' AS v")
    query = f"SELECT v FROM {table}"
    assert await connection.fetchval(query) == "temporary"
    await connection.execute(f"SET search_path = {schema}, pg_temp")
    assert await connection.fetchval(query) == "permanent"
    await connection.execute(f"SET search_path = pg_temp, {schema}")
    assert await connection.fetchval(query) == "temporary"


async def test_executemany(connection: asyncpg.Connection, table: str) -> None:
    """executemany() pipelines thousands of executions of one prepared statement."""
    await connection.execute(f"CREATE TABLE {table} (a int PRIMARY KEY, b text, c numeric, d timestamptz)")
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    rows = [(n, f"row {n}", Decimal(n) / 8, moment + dt.timedelta(n)) for n in range(5000)]
    await connection.executemany(f"INSERT INTO {table} VALUES ($1, $2, $3, $4)", rows)
    back = await connection.fetch(f"SELECT * FROM {table} ORDER BY a")
    assert [tuple(row) for row in back] == rows


async def test_executemany_is_atomic(connection: asyncpg.Connection, table: str) -> None:
    """When one execution of executemany() fails, outside of a transaction none of them stays."""
    await connection.execute(f"CREATE TABLE {table} (a int PRIMARY KEY)")
    with pytest.raises(asyncpg.UniqueViolationError) as error:
        await connection.executemany(f"INSERT INTO {table} VALUES ($1)", [(n % 900,) for n in range(2000)])
    assert error.value.detail == "Key (a)=(0) already exists."
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_executemany_with_a_bad_argument(connection: asyncpg.Connection, table: str) -> None:
    """An argument that cannot be encoded in the middle of a pipeline leaves the connection in step."""
    await connection.execute(f"CREATE TABLE {table} (a int)")
    arguments = [(n,) for n in range(3000)] + [("not a number",)] + [(n,) for n in range(100)]
    with pytest.raises(asyncpg.DataError, match=r"in element #3000 of executemany\(\) sequence"):
        await connection.executemany(f"INSERT INTO {table} VALUES ($1)", arguments)
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.applies(hasattr(asyncpg.Connection, "fetchmany"), "asyncpg 0.29 has no fetchmany()")
async def test_fetchmany(connection: asyncpg.Connection, table: str) -> None:
    """fetchmany() gathers what each of many pipelined executions returns."""
    await connection.execute(f"CREATE TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, v text)")
    rows = await connection.fetchmany(
        f"INSERT INTO {table} (v) VALUES ($1) RETURNING id, upper(v)", [(f"v{n}",) for n in range(1500)]
    )
    assert [tuple(row) for row in rows] == [(n + 1, f"V{n}") for n in range(1500)]


async def test_explain(connection: asyncpg.Connection, table: str) -> None:
    """explain() asks for the plan of a prepared statement, and ANALYZE leaves nothing behind."""
    await connection.execute(f"CREATE TABLE {table} (a int)")
    statement = await connection.prepare(f"INSERT INTO {table} SELECT generate_series(1, $1::int)")
    plan = await statement.explain(5, analyze=True)
    assert plan[0]["Plan"]["Node Type"] == "ModifyTable"
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_error_while_preparing(connection: asyncpg.Connection) -> None:
    """A statement that cannot be prepared leaves nothing behind, and the connection prepares the next one."""
    for query, error in (
        ("SELECT $1 FROM nowhere", asyncpg.UndefinedTableError),
        ("SELEC $1", asyncpg.PostgresSyntaxError),
        ("SELECT $1 IS NULL", asyncpg.IndeterminateDatatypeError),
        ("SELECT $2::int", asyncpg.IndeterminateDatatypeError),
    ):
        with pytest.raises(error):
            await connection.prepare(query)
    assert await (await connection.prepare("SELECT $1::int")).fetchval(1) == 1


async def test_statement_of_a_closed_connection(connect: Any) -> None:
    """A statement whose connection is closed is refused by the driver."""
    connection = await connect()
    statement = await connection.prepare("SELECT 1")
    await connection.close()
    with pytest.raises(asyncpg.InterfaceError):
        await statement.fetch()


async def test_two_connections_use_the_same_names(connect: Any) -> None:
    """Statements of equal names in two sessions do not meet."""
    one, two = await connect(), await connect()
    first = await one.prepare("SELECT 'one', $1::int", name="same")
    second = await two.prepare("SELECT 'two', $1::text", name="same")
    assert tuple(await first.fetchrow(1)) == ("one", 1)
    assert tuple(await second.fetchrow("1")) == ("two", "1")
