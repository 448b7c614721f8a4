"""Connections of asyncpg to the server under test, in a schema of this cell's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from compat_server import PATIENCE, Server

Connect = Callable[..., Awaitable[asyncpg.Connection]]


@pytest.fixture(scope="session")
def keywords(server: Server) -> dict[str, Any]:
    """What ``asyncpg.connect`` takes to reach the server."""
    return {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "database": server.database,
    }


@pytest.fixture(scope="session")
def schema(keywords: dict[str, Any], schema_name: str) -> Iterator[str]:
    """The schema of this cell."""

    async def run(statement: str) -> None:
        connection = await asyncpg.connect(**keywords)
        try:
            await connection.execute("SET lock_timeout = '30s'")
            await connection.execute(statement)
        finally:
            await connection.close()

    # In a thread of its own, because the event loop of this one belongs to pytest-asyncio.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run(f"CREATE SCHEMA {schema_name}")).result()
        yield schema_name
        thread.submit(asyncio.run, run(f"DROP SCHEMA {schema_name} CASCADE")).result()


@pytest_asyncio.fixture
async def connect(keywords: dict[str, Any], schema: str) -> AsyncIterator[Connect]:
    """Opens connections that find the cell's schema first, and closes them when the case is over."""
    opened: list[asyncpg.Connection] = []

    async def open_connection(server_settings: dict[str, str] | None = None, **changes: Any) -> asyncpg.Connection:
        settings = {"search_path": f"{schema}, public", **(server_settings or {})}
        connection = await asyncpg.connect(**{**keywords, **changes}, server_settings=settings)
        opened.append(connection)
        return connection

    yield open_connection
    for connection in opened:
        if not connection.is_closed():
            try:
                await connection.close(timeout=PATIENCE)
            except (asyncpg.InterfaceError, asyncpg.PostgresError, OSError):
                # A case that failed half-way may leave a statement behind that never ends.
                connection.terminate()


@pytest_asyncio.fixture
async def connection(connect: Connect) -> asyncpg.Connection:
    """A connection; every statement commits by itself unless the case begins a transaction."""
    return await connect()


@pytest_asyncio.fixture
async def wait_for_lock(connect: Connect) -> Callable[[int], Awaitable[None]]:
    """Returns once the session of that backend waits for a lock, which is how a case knows that it is stuck."""
    observer = await connect()

    async def wait(backend: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await observer.fetchval("SELECT count(*) FROM pg_locks WHERE pid = $1 AND NOT granted", backend):
                await asyncio.sleep(0.01)

    return wait
