"""What docs/clients.md shows for psycopg2, as it stands there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from compat_documents import Block, without_case
from compat_server import Server

pytestmark = pytest.mark.must_pass

DRIVER = "psycopg2"


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


@pytest.mark.usefixtures("tls")
def test_keywords(block: Block, server: Server) -> None:
    """Keywords in one string connect, encrypted."""
    with closing(block.run(server)["connection"]) as connection:
        assert connection.info.ssl_in_use
        assert connection.info.dbname == server.database


def test_url(block: Block, server: Server) -> None:
    """A URL connects."""
    with closing(block.run(server)["connection"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (server.user,)


def test_verify_full(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """The server is verified: with its certificate the client connects, with another authority it does not."""
    with closing(block.run(tls)["connection"]) as connection:
        assert connection.info.ssl_in_use
    with pytest.raises(psycopg2.OperationalError, match="certificate verify failed"):
        block.run(tls, unrelated_authority)


def test_session(block: Block, server: Server) -> None:
    """Application name and statement timeout are those of the session."""
    with closing(block.run(server)["connection"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name'), current_setting('statement_timeout')")
        assert cursor.fetchone() == ("shop", "30s")


def test_pool(block: Block, server: Server) -> None:
    """The pool hands out sessions that work, as many as it says."""
    pool = block.run(server)["pool"]
    try:
        sessions = [pool.getconn() for _ in range(pool.maxconn)]
        assert len({session.info.backend_pid for session in sessions}) == 10
    finally:
        pool.closeall()
