"""Connections of PyMySQL to the server under test, in a database of this cell's own."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from compat_server import Server, wait_until


@pytest.fixture(scope="session")
def keywords(server: Server) -> dict[str, Any]:
    """What ``pymysql.connect`` takes to reach the server."""
    return {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "database": server.database,
    }


@pytest.fixture(scope="session")
def database(keywords: dict[str, Any], schema_name: str) -> Iterator[str]:
    """The database of this cell."""

    def run(statement: str) -> None:
        with pymysql.connect(**keywords, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    run(f"CREATE DATABASE {schema_name}")
    yield schema_name
    run(f"DROP DATABASE {schema_name}")


@pytest.fixture
def opened() -> list[Connection]:
    """The connections that a case has opened through ``connect``."""
    return []


@pytest.fixture
def connect(keywords: dict[str, Any], database: str, opened: list[Connection]) -> Iterator[Callable[..., Connection]]:
    """Opens connections to the cell's database, and closes them when the case is over."""

    def open_connection(**changes: Any) -> Connection:
        opened.append(pymysql.connect(**{**keywords, "database": database, **changes}))
        return opened[-1]

    yield open_connection
    for connection in opened:
        if connection.open:
            connection.close()


@pytest.fixture
def connection(connect: Callable[..., Connection]) -> Connection:
    """A connection as PyMySQL opens it: nothing is kept until commit()."""
    return connect()


@pytest.fixture
def cursor(connection: Connection) -> Iterator[Cursor]:
    """A cursor on ``connection``."""
    with connection.cursor() as cursor:
        yield cursor


@pytest.fixture
def autocommit(connect: Callable[..., Connection]) -> Connection:
    """A connection on which every statement commits by itself."""
    return connect(autocommit=True)


@pytest.fixture
def rows_of(connect: Callable[..., Connection]) -> Callable[..., list[tuple[Any, ...]]]:
    """Runs a statement in another session, which sees only what is committed, and returns its rows."""
    observer = connect(autocommit=True)

    def run(statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
        with observer.cursor() as cursor:
            cursor.execute(statement, arguments or None)
            return list(cursor.fetchall())

    return run


@pytest.fixture
def background(
    connect: Callable[..., Connection],  # noqa: ARG001  (its connections are closed after the threads have ended)
    opened: list[Connection],
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
                if connection.open:
                    with socket.socket(fileno=os.dup(connection._sock.fileno())) as wire:
                        wire.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wait_for_statement(rows_of: Callable[..., list[tuple[Any, ...]]]) -> Callable[[Connection, str], None]:
    """Returns once the session runs a statement with those words, as the list of processes tells it."""

    def wait(connection: Connection, words: str) -> None:
        def runs() -> bool:
            found = rows_of(
                "SELECT info FROM information_schema.processlist WHERE id = %s AND command = 'Query'",
                connection.thread_id(),
            )
            return bool(found) and words in str(found[0][0])

        wait_until(runs, f"session {connection.thread_id()} runs {words}")

    return wait
