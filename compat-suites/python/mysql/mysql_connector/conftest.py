"""Connections of MySQL Connector/Python to the server under test, in a database of this cell's own.

The cases are about the connector in Python: its C extension asks for a newer OpenSSL than some systems have.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection
from mysql.connector.cursor import MySQLCursor, MySQLCursorPrepared

from compat_server import Server, wait_until


@pytest.fixture(scope="session")
def keywords(server: Server) -> dict[str, Any]:
    """What ``mysql.connector.connect`` takes to reach the server."""
    return {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "database": server.database,
        "use_pure": True,
    }


@pytest.fixture(scope="session")
def database(keywords: dict[str, Any], schema_name: str) -> Iterator[str]:
    """The database of this cell."""

    def run(statement: str) -> None:
        with mysql.connector.connect(**keywords) as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    run(f"CREATE DATABASE {schema_name}")
    yield schema_name
    run(f"DROP DATABASE {schema_name}")


@pytest.fixture
def opened() -> list[MySQLConnection]:
    """The connections that a case has opened through ``connect``."""
    return []


@pytest.fixture
def connect(
    keywords: dict[str, Any], database: str, opened: list[MySQLConnection]
) -> Iterator[Callable[..., MySQLConnection]]:
    """Opens connections to the cell's database, and cuts them off when the case is over."""

    def open_connection(**changes: Any) -> MySQLConnection:
        opened.append(mysql.connector.connect(**{**keywords, "database": database, **changes}))
        return opened[-1]

    yield open_connection
    for connection in opened:
        connection.shutdown()


@pytest.fixture
def connection(connect: Callable[..., MySQLConnection]) -> MySQLConnection:
    """A connection as the connector opens it: nothing is kept until commit()."""
    return connect()


@pytest.fixture
def cursor(connection: MySQLConnection) -> MySQLCursor:
    """A cursor that reads its results at once."""
    return connection.cursor(buffered=True)


@pytest.fixture
def prepared(connection: MySQLConnection) -> MySQLCursorPrepared:
    """A cursor that prepares its statements at the server, and speaks the binary protocol."""
    return connection.cursor(prepared=True)


@pytest.fixture
def autocommit(connect: Callable[..., MySQLConnection]) -> MySQLConnection:
    """A connection on which every statement commits by itself."""
    return connect(autocommit=True)


@pytest.fixture
def rows_of(connect: Callable[..., MySQLConnection]) -> Callable[..., list[tuple[Any, ...]]]:
    """Runs a statement in another session, which sees only what is committed, and returns its rows."""
    observer = connect(autocommit=True)

    def run(statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
        with observer.cursor(buffered=True) as cursor:
            cursor.execute(statement, arguments)
            return cursor.fetchall()

    return run


@pytest.fixture
def background(
    connect: Callable[..., MySQLConnection],  # noqa: ARG001  (its connections are closed after the threads have ended)
    opened: list[MySQLConnection],
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
                with socket.socket(fileno=os.dup(connection._socket.sock.fileno())) as wire:
                    wire.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wait_for_statement(rows_of: Callable[..., list[tuple[Any, ...]]]) -> Callable[[MySQLConnection, str], None]:
    """Returns once the session runs a statement with those words, as the list of processes tells it."""

    def wait(connection: MySQLConnection, words: str) -> None:
        def runs() -> bool:
            found = rows_of(
                "SELECT info FROM information_schema.processlist WHERE id = %s AND command IN ('Query', 'Execute')",
                connection.connection_id,
            )
            return bool(found) and words in str(found[0][0])

        wait_until(runs, f"session {connection.connection_id} runs {words}")

    return wait
