"""Connections of psycopg2 to the server under test, in a schema of this cell's own."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
def opened() -> dict[Connection, int]:
    """The connections that a case has opened through ``connect``, each with its process id as SQL tells it."""
    return {}


@pytest.fixture
def connect(
    keywords: dict[str, Any], schema: str, opened: dict[Connection, int]
) -> Iterator[Callable[..., Connection]]:
    """Opens connections that find the cell's schema first, and closes them when the case is over."""

    def open_connection(**changes: Any) -> Connection:
        connection = psycopg2.connect(**{**keywords, **changes})
        with connection.cursor() as cursor:
            cursor.execute(f"SET search_path TO {schema}, public; SELECT pg_backend_pid()")
            [opened[connection]] = cursor.fetchone()
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
def background(
    connect: Callable[..., Connection],  # noqa: ARG001  (its connections are closed after the threads have ended)
    opened: dict[Connection, int],
) -> Iterator[Callable[..., Future[Any]]]:
    """Runs something in another thread; what is still stuck there when the case is over is cut off from the server."""
    started: list[Future[Any]] = []
    with ThreadPoolExecutor(4) as threads:

        def start(work: Callable[..., Any], *arguments: Any) -> Future[Any]:
            started.append(threads.submit(work, *arguments))
            return started[-1]

        yield start
        if not all(future.done() for future in started):
            for connection in opened:
                if not connection.closed:
                    with socket.socket(fileno=os.dup(connection.fileno())) as wire:
                        wire.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wait_for_lock(
    connect: Callable[..., Connection], opened: dict[Connection, int]
) -> Callable[[Connection | int], None]:
    """Returns once that session waits for a lock, which is how a case knows that its statement is stuck."""
    observer = connect()
    observer.autocommit = True

    def wait(session: Connection | int) -> None:
        backend = session if isinstance(session, int) else opened[session]

        def waits() -> bool:
            with observer.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = %s AND NOT granted", (backend,))
                return cursor.fetchone()[0] > 0

        wait_until(waits, f"backend {backend} waits for a lock")

    return wait
