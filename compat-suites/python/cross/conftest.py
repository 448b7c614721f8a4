"""Two protocols of one server at once: connections of each driver to the same database.

The database and its default schema are the same for everybody: ``public`` to PostgreSQL, the database itself to MySQL.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import asyncpg
import mysql.connector
import psycopg2
import pymysql
import pytest

from compat_server import Server

Row = tuple[Any, ...]


class Driver(ABC):
    """One driver, reduced to what these cases need: statements that commit by themselves, with parameters and rows."""

    protocol: str
    placeholder = "%s"

    def __init__(self, server: Server) -> None:
        self.server = server

    @property
    def port(self) -> int:
        return self.server.ports[self.protocol]

    @abstractmethod
    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Runs a statement in a session of its own and returns its rows."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Inserts rows in the way that the driver binds its parameters."""
        for row in rows:
            marks = ", ".join(self.mark(position) for position in range(1, len(columns) + 1))
            self.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", row)

    def mark(self, position: int) -> str:  # noqa: ARG002
        return self.placeholder


class PyMySql(Driver):
    """PyMySQL: text, escaped by the client."""

    protocol = "mysql"

    def connect(self, **options: Any) -> pymysql.Connection:
        return pymysql.connect(
            host=self.server.host,
            port=self.port,
            user=self.server.user,
            password=self.server.password,
            database=self.server.database,
            **{"autocommit": True, **options},
        )

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(statement, tuple(parameters) or None)
            return list(cursor.fetchall()) if cursor.description else []


class Connector(Driver):
    """MySQL Connector/Python: text."""

    protocol = "mysql"
    prepared = False

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        connection = mysql.connector.connect(
            host=self.server.host,
            port=self.port,
            user=self.server.user,
            password=self.server.password,
            database=self.server.database,
            autocommit=True,
            use_pure=True,
        )
        with closing(connection), closing(connection.cursor(prepared=self.prepared)) as cursor:
            cursor.execute(statement, tuple(parameters))
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


class PreparedConnector(Connector):
    """MySQL Connector/Python: prepared statements, in binary."""

    prepared = True
    placeholder = "?"


class Psycopg(Driver):
    """psycopg2: text, escaped by the client."""

    protocol = "postgresql"

    def connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=self.server.host,
            port=self.port,
            user=self.server.user,
            password=self.server.password,
            dbname=self.server.database,
        )

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        with closing(self.connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, tuple(parameters) or None)
                return cursor.fetchall() if cursor.description else []


class AsyncPg(Driver):
    """asyncpg: prepared statements, in binary."""

    protocol = "postgresql"

    def mark(self, position: int) -> str:
        return f"${position}"

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        async def work() -> list[Row]:
            connection = await asyncpg.connect(
                host=self.server.host,
                port=self.port,
                user=self.server.user,
                password=self.server.password,
                database=self.server.database,
            )
            try:
                return [tuple(row) for row in await connection.fetch(statement, *parameters)]
            finally:
                await connection.close()

        return asyncio.run(work())


DRIVERS: dict[str, type[Driver]] = {
    "pymysql": PyMySql,
    "connector": Connector,
    "connector-prepared": PreparedConnector,
    "psycopg2": Psycopg,
    "asyncpg": AsyncPg,
}


@pytest.fixture(scope="session")
def drivers(server: Server) -> dict[str, Driver]:
    """Each driver, by its name in the cases."""
    return {name: kind(server) for name, kind in DRIVERS.items()}


@pytest.fixture(scope="session")
def mysql_side(drivers: dict[str, Driver]) -> PyMySql:
    """The server as a client of MySQL sees it."""
    return drivers["pymysql"]


@pytest.fixture(scope="session")
def postgres_side(drivers: dict[str, Driver]) -> Psycopg:
    """The server as a client of PostgreSQL sees it."""
    return drivers["psycopg2"]


@pytest.fixture
def table(token: str, postgres_side: Psycopg) -> Iterator[str]:
    """The name of a table that does not exist yet; it is dropped when the case is over."""
    yield token
    with closing(postgres_side.connect()) as connection, connection, connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '20s'; DROP TABLE IF EXISTS {token} CASCADE")


@pytest.fixture
def opened(
    mysql_side: PyMySql,
    postgres_side: Psycopg,
    table: str,  # noqa: ARG001  (it is dropped after the sessions have let go of it)
) -> Iterator[Callable[[str], Any]]:
    """Opens a session that lasts as long as the case: ``opened("mysql")`` or ``opened("postgresql")``."""
    sessions: list[Any] = []

    def open_session(protocol: str) -> Any:
        sessions.append(mysql_side.connect(autocommit=False) if protocol == "mysql" else postgres_side.connect())
        return sessions[-1]

    yield open_session
    for session in sessions:
        session.close()
