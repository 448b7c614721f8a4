"""What docs/clients.md shows for PyMySQL, as it stands there."""

from __future__ import annotations

import ssl
from pathlib import Path

import pymysql
import pytest

from compat_documents import Block, without_case
from compat_server import Server

pytestmark = pytest.mark.must_pass

DRIVER = "pymysql"


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


def test_keywords(block: Block, server: Server) -> None:
    """Keywords connect."""
    with block.run(server)["connection"] as connection, connection.cursor() as cursor:
        cursor.execute("SELECT DATABASE()")
        assert cursor.fetchone() == (server.database,)


def test_verify_identity(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """The server is verified: with its certificate the client connects, with another authority it does not."""
    with block.run(tls)["connection"] as connection:
        assert isinstance(connection._sock, ssl.SSLSocket)
    with pytest.raises(pymysql.OperationalError, match="certificate verify failed"):
        block.run(tls, unrelated_authority)


def test_session(block: Block, server: Server) -> None:
    """A connection with a name and timeouts runs statements."""
    with block.run(server)["connection"] as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
