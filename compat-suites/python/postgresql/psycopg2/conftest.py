"""Connections of psycopg2 to the server under test, in a schema of this cell's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from compat_server import Server, wait_until


@pytest.fixture(scope="session")
def keywords(server: Server) -> dict[str, Any]:
    """What ``psycopg2.connect`` takes to reach the server."""
    return {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "dbname": server.database,
    }


@pytest.fixture(scope="session")
def schema(keywords: dict[str, Any], schema_name: str) -> Iterator[str]:
    """The schema of this cell."""

    def run(statement: str) -> None:
        connection = psycopg2.connect(**keywords)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '30s'")
                cursor.execute(statement)
        finally:
            connection.close()

    run(f"CREATE SCHEMA {schema_name}")
    yield schema_name
    run(f"DROP SCHEMA {schema_name} CASCADE")


@pytest.fixture
def connect(keywords: dict[str, Any], schema: str) -> Iterator[Callable[..., Connection]]:
    """Opens connections that find the cell's schema first, and closes them when the case is over."""
    opened: list[Connection] = []

    def open_connection(**changes: Any) -> Connection:
        connection = psycopg2.connect(**{**keywords, **changes})
        opened.append(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path TO {schema}, public")
        connection.commit()
        return connection

    yield open_connection
    for connection in opened:
        connection.close()


@pytest.fixture
def connection(connect: Callable[..., Connection]) -> Connection:
    """A connection as psycopg2 opens it: a transaction begins with the first statement."""
    return connect()


@pytest.fixture
def cursor(connection: Connection) -> Iterator[Cursor]:
    """A cursor on ``connection``."""
    with connection.cursor() as cursor:
        yield cursor


@pytest.fixture
def autocommit(connect: Callable[..., Connection]) -> Connection:
    """A connection on which every statement commits by itself."""
    connection = connect()
    connection.autocommit = True
    return connection


@pytest.fixture
def wait_for_lock(connect: Callable[..., Connection]) -> Callable[[int], None]:
    """Returns once the session of that backend waits for a lock, which is how a case knows that it is stuck."""
    observer = connect()
    observer.autocommit = True

    def wait(backend: int) -> None:
        def waits() -> bool:
            with observer.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = %s AND NOT granted", (backend,))
                return cursor.fetchone()[0] > 0

        wait_until(waits, f"backend {backend} waits for a lock")

    return wait
