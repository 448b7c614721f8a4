"""SQLAlchemy's engines on the server under test, with the driver that COMPAT_SQLALCHEMY_DRIVER names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine
from sqlalchemy.pool import NullPool

from compat_server import Server

DRIVER = os.environ.get("COMPAT_SQLALCHEMY_DRIVER", "pymysql")

# The connector in Python: its C extension asks for a newer OpenSSL than some systems have.
ALWAYS: dict[str, Any] = {"use_pure": True} if DRIVER == "mysqlconnector" else {}

MakeEngine = Callable[..., Engine]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the cases of the other dialect: they are no part of this cell."""
    foreign = [item for item in items if any(mark.args[0] != DRIVER for mark in item.iter_markers("dialect"))]
    if foreign:
        items[:] = [item for item in items if item not in foreign]
        config.hook.pytest_deselected(items=foreign)


@pytest.fixture(scope="session")
def driver() -> str:
    """The driver below SQLAlchemy: ``pymysql`` or ``mysqlconnector``."""
    return DRIVER


@pytest.fixture(scope="session")
def url(server: Server) -> URL:
    """The server as SQLAlchemy names it, with the database that is there."""
    return URL.create(
        f"mysql+{DRIVER}",
        username=server.user,
        password=server.password,
        host=server.host,
        port=server.port,
        database=server.database,
    )


@pytest.fixture(scope="session")
def database(url: URL, schema_name: str) -> Iterator[str]:
    """The database of this cell."""
    engine = sa.create_engine(url, poolclass=NullPool, connect_args=ALWAYS)

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)

    run(f"CREATE DATABASE {schema_name}")
    yield schema_name
    run(f"DROP DATABASE {schema_name}")


@pytest.fixture
def make_engine(url: URL, database: str) -> Iterator[MakeEngine]:
    """Makes engines for the cell's database, and disposes of them in the end."""
    engines: list[Engine] = []

    def make(**options: Any) -> Engine:
        target = options.pop("url", url.set(database=database))
        engines.append(sa.create_engine(target, connect_args={**ALWAYS, **options.pop("connect_args", {})}, **options))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    """An engine as applications make it."""
    return make_engine()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection that begins a transaction with its first statement."""
    with engine.connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def number() -> Callable[[sa.exc.DBAPIError], int]:
    """Takes the number of the error out of what SQLAlchemy wraps."""
    return lambda error: getattr(error.orig, "errno", None) or error.orig.args[0]
