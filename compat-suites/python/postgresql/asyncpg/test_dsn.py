"""What docs/clients.md shows for asyncpg, as it stands there."""

from __future__ import annotations

import ssl
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from compat_documents import Block, without_case
from compat_server import Server

pytestmark = pytest.mark.must_pass

DRIVER = "asyncpg"


def encrypted(connection: asyncpg.Connection) -> bool:
    return connection._transport.get_extra_info("ssl_object") is not None


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


@pytest.mark.asyncio
async def test_url(block: Block, server: Server) -> None:
    """A URL connects."""
    connection = (await block.run_async(server))["connection"]
    try:
        assert await connection.fetchval("SELECT current_user") == server.user
    finally:
        await connection.close()


@pytest.mark.asyncio
async def test_keywords(block: Block, tls: Server) -> None:
    """Keywords connect, encrypted."""
    connection = (await block.run_async(tls))["connection"]
    try:
        assert encrypted(connection)
    finally:
        await connection.close()


@pytest.mark.asyncio
async def test_verify_full(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """The server is verified: with its certificate the client connects, with another authority it does not."""
    connection = (await block.run_async(tls))["connection"]
    try:
        assert encrypted(connection)
    finally:
        await connection.close()
    with pytest.raises(ssl.SSLError, match="certificate verify failed"):
        await block.run_async(tls, unrelated_authority)


@pytest.mark.asyncio
async def test_session(block: Block, server: Server) -> None:
    """The application name is the session's."""
    connection = (await block.run_async(server))["connection"]
    try:
        assert await connection.fetchval("SHOW application_name") == "shop"
    finally:
        await connection.close()


@pytest.mark.asyncio
async def test_pool(block: Block, server: Server) -> None:
    """The pool hands out sessions that work, as many as it says."""
    pool = (await block.run_async(server))["pool"]
    async with pool, AsyncExitStack() as stack:
        sessions = [await stack.enter_async_context(pool.acquire()) for _ in range(pool.get_max_size())]
        assert len({session.get_server_pid() for session in sessions}) == 10
