"""Cancelling with asyncpg: timeouts, cancelled tasks, and connections that live on."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]

LOCK = "SELECT pg_advisory_lock($1)"


async def test_cancelled_task(connect: Any, wait_for_lock: Any, lock_key: int) -> None:
    """Cancelling the task cancels the statement in the server, and the connection works on."""
    holder, connection = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    task = asyncio.create_task(connection.execute(LOCK, lock_key))
    await wait_for_lock(connection.get_server_pid())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(PATIENCE):
        assert await connection.fetchval("SELECT 'usable'") == "usable"
    waiting = "SELECT count(*) FROM pg_locks WHERE pid = $1 AND NOT granted"
    assert await holder.fetchval(waiting, connection.get_server_pid()) == 0


async def test_timeout_argument(connect: Any, lock_key: int) -> None:
    """The timeout of a call cancels the statement in the server, in both protocols."""
    holder, connection = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    for call in (
        connection.fetch(LOCK, lock_key, timeout=0.05),
        connection.execute(f"SELECT pg_advisory_lock({lock_key})", timeout=0.05),
    ):
        with pytest.raises(TimeoutError):
            await call
        async with asyncio.timeout(PATIENCE):
            assert await connection.fetchval("SELECT 1") == 1


async def test_command_timeout(connect: Any, lock_key: int) -> None:
    """A timeout for all commands of a connection holds unless a call has its own."""
    holder = await connect()
    connection = await connect(command_timeout=0.5)
    await holder.execute(LOCK, lock_key)
    with pytest.raises(TimeoutError):
        await connection.execute(LOCK, lock_key)
    assert await connection.fetchval("SELECT 5 FROM pg_sleep(0.6)", timeout=PATIENCE) == 5


async def test_wait_for(connect: Any, lock_key: int, table: str) -> None:
    """asyncio's own timeout inside a transaction rolls it back, and releases its locks."""
    holder, connection = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    await connection.execute(f"CREATE TABLE {table} (a int)")
    with pytest.raises(TimeoutError):
        async with connection.transaction():
            await connection.execute(f"INSERT INTO {table} VALUES (1)")
            await asyncio.wait_for(connection.execute(LOCK, lock_key), 0.05)
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert not connection.is_in_transaction()


async def test_savepoint_survives_a_timeout(connect: Any, lock_key: int, table: str) -> None:
    """A timeout inside a nested block undoes that block only."""
    holder, connection = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    async with connection.transaction():
        await connection.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
        with pytest.raises(TimeoutError):
            async with connection.transaction():
                await connection.execute(f"INSERT INTO {table} VALUES (2)")
                await connection.execute(LOCK, lock_key, timeout=0.05)
    assert await connection.fetch(f"SELECT a FROM {table}") == [(1,)]


async def test_only_the_cancelled_one(connect: Any, wait_for_lock: Any, lock_key: int) -> None:
    """Of several stuck connections only the one whose task is cancelled ends; the rest get their answer."""
    holder = await connect()
    await holder.execute(LOCK, lock_key)
    connections = [await connect() for _ in range(3)]
    shared = "SELECT pg_advisory_xact_lock_shared($1)"
    tasks = [asyncio.create_task(each.execute(shared, lock_key)) for each in connections]
    for each in connections:
        await wait_for_lock(each.get_server_pid())
    tasks[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    assert await connections[1].fetchval("SELECT 1") == 1
    assert not tasks[0].done()
    assert not tasks[2].done()
    await holder.execute("SELECT pg_advisory_unlock($1)", lock_key)
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.gather(tasks[0], tasks[2]) == ["SELECT 1", "SELECT 1"]


async def test_cancelled_while_rows_are_coming(connection: asyncpg.Connection) -> None:
    """A result without end is given up in the middle, and what is left of it does not reach the next statement."""
    with pytest.raises(TimeoutError):
        await connection.fetch("SELECT g, repeat('x', 100) FROM generate_series(1, 1000000000) g", timeout=0.2)
    async with asyncio.timeout(PATIENCE):
        assert await connection.fetch("SELECT 'clean'") == [("clean",)]


async def test_cancelled_in_a_pipeline(connect: Any, table: str, lock_key: int) -> None:
    """executemany() that gets stuck is cancelled, and nothing of it stays."""
    holder, connection = await connect(), await connect()
    await connection.execute(f"CREATE TABLE {table} (a int)")
    await holder.execute(LOCK, lock_key)
    insert = f"INSERT INTO {table} SELECT $1::int FROM (SELECT CASE WHEN $1::int = 3 THEN"
    insert += f" pg_advisory_xact_lock({lock_key})::text END) x"
    with pytest.raises(TimeoutError):
        await connection.executemany(insert, [(n,) for n in range(10)], timeout=0.2)
    async with asyncio.timeout(PATIENCE):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_cancelled_while_connecting(keywords: dict[str, Any]) -> None:
    """A login that is given up at once does no harm to the ones after it."""
    for _ in range(10):
        task = asyncio.create_task(asyncpg.connect(**keywords))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    connection = await asyncpg.connect(**keywords)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_pg_cancel_backend(connect: Any, wait_for_lock: Any, lock_key: int) -> None:
    """One session cancels another by its process id: 57014."""
    holder, victim = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    stuck = asyncio.create_task(victim.execute(LOCK, lock_key))
    await wait_for_lock(victim.get_server_pid())
    assert await holder.fetchval("SELECT pg_cancel_backend($1)", victim.get_server_pid())
    with pytest.raises(asyncpg.QueryCanceledError, match="due to user request") as told:
        async with asyncio.timeout(PATIENCE):
            await stuck
    assert told.value.sqlstate == "57014"


async def test_statement_timeout(connect: Any) -> None:
    """statement_timeout given at login cancels by itself and says so."""
    connection = await connect(server_settings={"statement_timeout": "50"})
    for _ in range(2):
        with pytest.raises(asyncpg.QueryCanceledError, match="due to statement timeout"):
            await connection.fetchval("SELECT pg_sleep($1)", 600)
    assert await connection.fetchval("SELECT 1") == 1


async def test_many_timeouts_in_a_row(connect: Any, lock_key: int) -> None:
    """Thirty cancelled statements in a row, each followed by one that must not be hit by a late cancel."""
    holder, connection = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    for number in range(30):
        with pytest.raises(TimeoutError):
            await connection.execute(LOCK, lock_key, timeout=0.01)
        async with asyncio.timeout(PATIENCE):
            assert await connection.fetchval("SELECT $1::int", number) == number


async def test_close_while_busy(connect: Any, wait_for_lock: Any, lock_key: int) -> None:
    """terminate() tears a busy connection down, and the server gives up its statement and its locks."""
    holder, busy = await connect(), await connect()
    await holder.execute(LOCK, lock_key)
    await busy.execute("SELECT pg_advisory_lock($1::bigint - 1)", lock_key)
    stuck = asyncio.create_task(busy.execute(LOCK, lock_key))
    await wait_for_lock(busy.get_server_pid())
    busy.terminate()
    with pytest.raises((asyncpg.ConnectionDoesNotExistError, asyncpg.InterfaceError, ConnectionError)):
        await stuck
    # The server notices a client that is gone when it next reads or writes: here, when the lock is granted.
    await holder.execute("SELECT pg_advisory_unlock($1)", lock_key)
    async with asyncio.timeout(PATIENCE):
        await holder.execute("SELECT pg_advisory_lock($1::bigint - 1)", lock_key)
