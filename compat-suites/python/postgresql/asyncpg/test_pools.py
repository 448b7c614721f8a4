"""asyncpg's connection pool against the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]

MakePool = Callable[..., Awaitable[asyncpg.Pool]]

# Whether a session still has what it was marked by; the server may give its process to another one.
MARKED = "SELECT to_regclass('pg_temp.mark') IS NOT NULL"


@pytest_asyncio.fixture
async def make_pool(keywords: dict[str, Any], schema: str) -> AsyncIterator[MakePool]:
    """Makes pools whose connections find the cell's schema, and closes them in the end."""
    pools: list[asyncpg.Pool] = []

    async def make(**changes: Any) -> asyncpg.Pool:
        settings = {"search_path": f"{schema}, public", **changes.pop("server_settings", {})}
        pool = await asyncpg.create_pool(**keywords, **{"min_size": 1, **changes}, server_settings=settings)
        pools.append(pool)
        return pool

    yield make
    for pool in pools:
        pool.terminate()


async def test_connections_are_reused(make_pool: MakePool) -> None:
    """A released connection is handed out again, with its prepared statements."""
    pool = await make_pool(min_size=1, max_size=1)
    backends, plans = [], []
    for number in range(4):
        async with pool.acquire() as connection:
            backends.append(connection.get_server_pid())
            assert await connection.fetchval("SELECT $1::int + 40", number) == number + 40
            executed = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement ~ '[+] 40$'"
            plans.append(await connection.fetchval(executed))
    assert len(set(backends)) == 1
    assert plans == [1, 2, 3, 4]


async def test_reset_on_release(make_pool: MakePool) -> None:
    """What a borrower leaves behind — settings, locks, listeners, cursors — is cleared before the next one."""
    pool = await make_pool(min_size=1, max_size=1, server_settings={"work_mem": "9MB"})
    async with pool.acquire() as connection:
        await connection.execute("SET work_mem = '3MB'; SET search_path = pg_catalog; LISTEN left_over")
        await connection.execute("SELECT pg_advisory_lock(hashtext('left over'), pg_backend_pid())")
        await connection.execute("DECLARE left_over CURSOR WITH HOLD FOR SELECT 1")
    async with pool.acquire() as connection:
        row = await connection.fetchrow(
            "SELECT current_setting('work_mem'), current_setting('search_path') <> 'pg_catalog',"
            " (SELECT count(*) FROM pg_listening_channels()),"
            " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
            " (SELECT count(*) FROM pg_cursors WHERE name = 'left_over')"
        )
        assert tuple(row) == ("9MB", True, 0, 0, 0)


async def test_transaction_left_open(make_pool: MakePool, table: str) -> None:
    """A transaction that a borrower left open is rolled back when the connection returns."""
    pool = await make_pool(min_size=1, max_size=1)
    await pool.execute(f"CREATE TABLE {table} (a int)")
    async with pool.acquire() as connection:
        await connection.execute("BEGIN")
        await connection.execute(f"INSERT INTO {table} VALUES (1)")
    assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_methods_of_the_pool(make_pool: MakePool, table: str) -> None:
    """execute, executemany, fetch, fetchrow, fetchval and copies work on the pool itself."""
    pool = await make_pool(max_size=3)
    await pool.execute(f"CREATE TABLE {table} (a int)")
    await pool.executemany(f"INSERT INTO {table} VALUES ($1)", [(1,), (2,)])
    await pool.copy_records_to_table(table, records=[(3,), (4,)])
    assert await pool.fetch(f"SELECT a FROM {table} ORDER BY a") == [(1,), (2,), (3,), (4,)]
    assert tuple(await pool.fetchrow(f"SELECT min(a), max(a) FROM {table}")) == (1, 4)
    assert await pool.fetchval(f"SELECT sum(a) FROM {table}") == 10


async def test_many_tasks_few_connections(make_pool: MakePool, table: str) -> None:
    """Two hundred tasks share five connections; each gets its own answer and none of the increments is lost."""
    pool = await make_pool(min_size=2, max_size=5)
    await pool.execute(f"CREATE TABLE {table} AS SELECT 0 AS n")

    async def work(number: int) -> int:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(f"UPDATE {table} SET n = n + 1")
            return await connection.fetchval("SELECT $1::int", number)

    async with asyncio.timeout(PATIENCE):
        assert await asyncio.gather(*(work(number) for number in range(200))) == list(range(200))
    assert await pool.fetchval(f"SELECT n FROM {table}") == 200
    assert pool.get_size() <= 5


async def test_waiting_for_a_connection(make_pool: MakePool) -> None:
    """With all connections lent out acquire() waits, and times out when it was told to."""
    pool = await make_pool(min_size=1, max_size=1)
    async with pool.acquire() as connection:
        with pytest.raises(TimeoutError):
            await pool.acquire(timeout=0.01)
        waiting = asyncio.create_task(pool.fetchval("SELECT 'got it'"))
        assert await connection.fetchval("SELECT 1") == 1
    async with asyncio.timeout(PATIENCE):
        assert await waiting == "got it"


async def test_init_and_setup(make_pool: MakePool) -> None:
    """init runs once for each new connection, setup at every acquire."""
    calls: list[str] = []

    async def init(connection: asyncpg.Connection) -> None:
        calls.append("init")
        await connection.execute("CREATE TEMPORARY TABLE mine AS SELECT 'still there' AS v")

    async def setup(connection: asyncpg.Connection) -> None:
        calls.append("setup")
        await connection.execute("SET work_mem = '8MB'")

    pool = await make_pool(min_size=1, max_size=1, init=init, setup=setup)
    for _ in range(2):
        row = await pool.fetchrow("SELECT v, current_setting('work_mem') FROM mine")
        assert tuple(row) == ("still there", "8MB")
    assert calls == ["init", "setup", "setup"]


async def test_terminated_connections_are_replaced(make_pool: MakePool, connection: asyncpg.Connection) -> None:
    """Sessions that were terminated while idle in the pool are replaced without the application noticing."""
    pool = await make_pool(min_size=3, max_size=3)
    held = [await pool.acquire() for _ in range(3)]
    backends = [each.get_server_pid() for each in held]
    ended = [asyncio.Event() for _ in held]
    for lent, event in zip(held, ended, strict=True):
        lent.add_termination_listener(lambda _, event=event: event.set())
    for lent in held:
        await pool.release(lent)
    for backend in backends:
        await connection.execute("SELECT pg_terminate_backend($1)", backend)
    # A pool's connection proxies forget their listeners on release, so ask the server.
    async with asyncio.timeout(PATIENCE):
        alive = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY($1::int[])"
        while await connection.fetchval(alive, backends):
            await asyncio.sleep(0.01)
    # The client has to have read the end of the stream too.
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                assert await pool.fetchval("SELECT 1") == 1
                break
            except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError):
                # The last of these, where it has read the error and not yet the end that follows.
                await asyncio.sleep(0)
    async with pool.acquire() as fresh:
        assert fresh.get_server_pid() not in backends


async def test_expire_connections(make_pool: MakePool) -> None:
    """After expire_connections() the next acquire gets a new session."""
    pool = await make_pool(min_size=1, max_size=1)
    await pool.execute("CREATE TEMPORARY TABLE mark (a int)")
    assert await pool.fetchval(MARKED)
    await pool.expire_connections()
    assert not await pool.fetchval(MARKED)


async def test_max_queries(make_pool: MakePool) -> None:
    """A connection that has run its share of queries is replaced by a new session."""
    pool = await make_pool(min_size=1, max_size=1, max_queries=3)
    await pool.execute("CREATE TEMPORARY TABLE mark (a int)")
    marked = [await pool.fetchval(MARKED) for _ in range(4)]
    assert (marked[0], marked[-1]) == (True, False)


async def test_close_waits(make_pool: MakePool) -> None:
    """close() lets the borrower finish, then ends every session."""
    pool = await make_pool(min_size=2, max_size=2)
    lent = await pool.acquire()
    closing = asyncio.create_task(pool.close())
    await asyncio.sleep(0)
    assert await lent.fetchval("SELECT 1") == 1
    assert not closing.done()
    await pool.release(lent)
    async with asyncio.timeout(PATIENCE):
        await closing
    with pytest.raises(asyncpg.InterfaceError, match="pool is closed"):
        await pool.fetchval("SELECT 1")


async def test_cancelled_borrower(make_pool: MakePool, connection: asyncpg.Connection, lock_key: int) -> None:
    """A task that is cancelled in mid-statement gives its connection back in a usable state."""
    pool = await make_pool(min_size=1, max_size=1)
    await connection.execute("SELECT pg_advisory_lock($1)", lock_key)
    for _ in range(5):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.execute("SELECT pg_advisory_lock($1)", lock_key), 0.05)
    async with asyncio.timeout(PATIENCE):
        assert await pool.fetchval("SELECT 'usable'") == "usable"
