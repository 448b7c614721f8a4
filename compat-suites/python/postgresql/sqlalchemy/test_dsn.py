"""What docs/clients.md shows for SQLAlchemy with either driver, as it stands there."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from compat_documents import Block, without_case
from compat_server import Server

pytestmark = pytest.mark.must_pass

DRIVER = f"sqlalchemy-{os.environ.get('COMPAT_SQLALCHEMY_DRIVER', 'psycopg2')}"

SESSION = sa.text("SELECT pg_backend_pid()")


@contextmanager
def engine_of(names: dict[str, Any]) -> Iterator[Engine]:
    """The engine that a block made, for blocking code, disposed of in the end."""
    engine = getattr(names["engine"], "sync_engine", names["engine"])
    try:
        yield engine
    finally:
        engine.dispose()


def encrypted(connection: sa.Connection) -> bool:
    own = connection.connection.driver_connection
    return own.info.ssl_in_use if DRIVER.endswith("psycopg2") else own._transport.get_extra_info("ssl_object")


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


def test_engine(block: Block, server: Server) -> None:
    """An engine of a URL connects."""
    with engine_of(block.run(server)) as engine, engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT current_user")) == server.user


def test_verify_full(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """The server is verified: with its certificate the engine connects, with another authority it does not."""
    with engine_of(block.run(tls)) as engine, engine.connect() as connection:
        assert encrypted(connection)
    with (
        engine_of(block.run(tls, unrelated_authority)) as engine,
        pytest.raises((sa.exc.DBAPIError, ssl.SSLError), match="certificate verify failed"),
    ):
        engine.connect()


def test_pool(block: Block, server: Server) -> None:
    """The pool hands out as many sessions as it says, overflow and all."""
    with engine_of(block.run(server)) as engine, ExitStack() as stack:
        connections = [stack.enter_context(engine.connect()) for _ in range(10)]
        assert len({connection.scalar(SESSION) for connection in connections}) == 10


def test_session(block: Block, server: Server) -> None:
    """The application name is the session's, and so is a timeout of the server."""
    with engine_of(block.run(server)) as engine, engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT current_setting('application_name')")) == "shop"
        if DRIVER.endswith("psycopg2"):
            assert connection.scalar(sa.text("SELECT current_setting('statement_timeout')")) == "30s"
