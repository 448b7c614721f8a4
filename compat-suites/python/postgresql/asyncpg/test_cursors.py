"""Cursors of asyncpg: portals of the server that are read in parts."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]

NUMBERS = "SELECT generate_series(1, $1::int) AS n"


async def test_iteration(connection: asyncpg.Connection) -> None:
    """Iterating fetches in portions and sees every row once, at whichever portion size."""
    async with connection.transaction():
        for prefetch in (1, 7, 50, 100, 1000):
            seen = [row["n"] async for row in connection.cursor(NUMBERS, 100, prefetch=prefetch)]
            assert seen == list(range(1, 101))


async def test_fetch_in_parts(connection: asyncpg.Connection) -> None:
    """fetch, fetchrow and forward share one position in the portal."""
    async with connection.transaction():
        cursor = await connection.cursor(NUMBERS, 20)
        assert [row["n"] for row in await cursor.fetch(3)] == [1, 2, 3]
        assert (await cursor.fetchrow())["n"] == 4
        assert await cursor.forward(10) == 10
        assert [row["n"] for row in await cursor.fetch(100)] == [15, 16, 17, 18, 19, 20]
        assert await cursor.fetch(5) == []
        assert await cursor.fetchrow() is None
        assert await cursor.forward(5) == 0


async def test_big_result_in_portions(connection: asyncpg.Connection) -> None:
    """100,000 rows are read in portions of 997, and their sum is right."""
    total = count = 0
    async with connection.transaction():
        async for row in connection.cursor("SELECT g, repeat('x', 50) FROM generate_series(1, 100000) g", prefetch=997):
            total += row[0]
            count += 1
    assert (count, total) == (100_000, 5_000_050_000)


async def test_needs_a_transaction(connection: asyncpg.Connection) -> None:
    """Outside of a transaction a cursor is refused, because its portal would be gone at once."""
    with pytest.raises(asyncpg.NoActiveSQLTransactionError, match="outside of a transaction"):
        async for _ in connection.cursor(NUMBERS, 3):
            pass


async def test_statements_beside_a_cursor(connection: asyncpg.Connection, table: str) -> None:
    """While a portal is open other statements run, and it does not see what they change."""
    await connection.execute(f"CREATE TABLE {table} AS SELECT generate_series(1, 20) AS n")
    seen = []
    async with connection.transaction():
        async for row in connection.cursor(f"SELECT n FROM {table} ORDER BY n", prefetch=4):
            await connection.execute(f"UPDATE {table} SET n = n + 100 WHERE n = $1", row["n"])
            seen.append(row["n"])
    assert seen == list(range(1, 21))
    assert await connection.fetchval(f"SELECT min(n) FROM {table}") == 101


async def test_two_cursors(connection: asyncpg.Connection) -> None:
    """Two portals are read in turns without disturbing each other."""
    async with connection.transaction():
        up = await connection.cursor(NUMBERS, 6)
        down = await connection.cursor("SELECT generate_series($1::int, 1, -1) AS n", 6)
        seen = []
        for _ in range(3):
            seen += [row["n"] for row in await up.fetch(2)] + [row["n"] for row in await down.fetch(2)]
    assert seen == [1, 2, 6, 5, 3, 4, 4, 3, 5, 6, 2, 1]


async def test_cursor_of_a_prepared_statement(connection: asyncpg.Connection) -> None:
    """A prepared statement opens several portals with different arguments."""
    statement = await connection.prepare(NUMBERS)
    async with connection.transaction():
        short, long = await statement.cursor(2), await statement.cursor(5)
        assert [row["n"] for row in await long.fetch(4)] == [1, 2, 3, 4]
        assert [row["n"] for row in await short.fetch(4)] == [1, 2]
        assert [row["n"] for row in await long.fetch(4)] == [5]
        assert [row["n"] async for row in statement.cursor(3)] == [1, 2, 3]


async def test_portals_are_visible(connection: asyncpg.Connection) -> None:
    """An open cursor is a portal that pg_cursors shows with its statement."""
    async with connection.transaction():
        cursor = await connection.cursor(NUMBERS, 5)
        await cursor.fetch(1)
        shown = await connection.fetchval("SELECT array_agg(statement) FROM pg_cursors WHERE name <> ''")
    assert shown == [NUMBERS]


async def test_error_while_fetching(connection: asyncpg.Connection) -> None:
    """Rows before the one that fails arrive; then the transaction has failed and rolls back."""
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with connection.transaction():
            cursor = await connection.cursor("SELECT 10 / (4 - g) FROM generate_series(1, 9) g")
            assert [row[0] for row in await cursor.fetch(3)] == [3, 5, 10]
            await cursor.fetch(1)
    assert await connection.fetchval("SELECT 1") == 1


async def test_savepoint_closes_younger_cursors(connection: asyncpg.Connection) -> None:
    """Rolling back to a savepoint closes portals opened after it and keeps those from before."""
    async with connection.transaction():
        older = await connection.cursor(NUMBERS, 5)
        await older.fetch(1)
        savepoint = connection.transaction()
        await savepoint.start()
        younger = await connection.cursor(NUMBERS, 5)
        await younger.fetch(1)
        await savepoint.rollback()
        assert [row["n"] for row in await older.fetch(2)] == [2, 3]
        with pytest.raises(asyncpg.PostgresError) as gone:
            async with connection.transaction():
                await younger.fetch(1)
        assert gone.value.sqlstate == "34000"


async def test_leaving_early(connection: asyncpg.Connection) -> None:
    """An iteration that is left early closes its portal, and the transaction commits."""
    async with connection.transaction():
        async for row in connection.cursor(NUMBERS, 100000, prefetch=10):
            if row["n"] == 15:
                break
        assert await connection.fetchval("SELECT 'in step'") == "in step"
    assert not connection.is_in_transaction()


async def test_data_modifying_cursor(connection: asyncpg.Connection, table: str) -> None:
    """A portal over INSERT … RETURNING inserts everything, however much of it is read."""
    await connection.execute(f"CREATE TABLE {table} (n int)")
    async with connection.transaction():
        cursor = await connection.cursor(f"INSERT INTO {table} SELECT generate_series(1, 10) RETURNING n")
        assert [row["n"] for row in await cursor.fetch(3)] == [1, 2, 3]
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 10


async def test_declared_in_sql(connection: asyncpg.Connection) -> None:
    """DECLARE SCROLL, FETCH to and fro and WITH HOLD work through execute() and fetch()."""
    await connection.execute("DECLARE held SCROLL CURSOR WITH HOLD FOR SELECT generate_series(1, 10) AS n")

    async def fetch(direction: str) -> list[Any]:
        return [row["n"] for row in await connection.fetch(f"FETCH {direction} FROM held")]

    assert await fetch("FORWARD 3") == [1, 2, 3]
    assert await fetch("PRIOR") == [2]
    assert await fetch("LAST") == [10]
    assert await fetch("ABSOLUTE 4") == [4]
    assert await connection.execute("MOVE BACKWARD ALL IN held") == "MOVE 3"
    assert await connection.execute("CLOSE held") == "CLOSE CURSOR"
