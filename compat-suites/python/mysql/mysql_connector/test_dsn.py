"""What docs/clients.md shows for MySQL Connector/Python, as it stands there."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

import mysql.connector
import pytest

from compat_documents import Block, without_case
from compat_server import Server

pytestmark = pytest.mark.must_pass

DRIVER = "mysql-connector-python"


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


def test_keywords(block: Block, server: Server) -> None:
    """Keywords connect."""
    with closing(block.run(server)["connection"]) as connection:
        assert connection.database == server.database


def test_verify_identity(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """The server is verified: with its certificate the client connects, with another authority it does not."""
    with closing(block.run(tls)["connection"]) as connection:
        assert connection.is_secure
    with pytest.raises(mysql.connector.Error, match="certificate verify failed"):
        block.run(tls, unrelated_authority)


def test_session(block: Block, server: Server) -> None:
    """A connection with a name and a timeout runs statements."""
    with closing(block.run(server)["connection"]) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchall() == [(1,)]


def test_pool(block: Block, server: Server) -> None:
    """The pool hands out as many sessions as it says."""
    pool = block.run(server)["pool"]
    with ExitStack() as stack:
        connections = [stack.enter_context(closing(pool.get_connection())) for _ in range(pool.pool_size)]
        assert len({connection.connection_id for connection in connections}) == 5
    pool._remove_connections()
