"""SQLAlchemy's engines on the server under test, with the driver that COMPAT_SQLALCHEMY_DRIVER names.

The cases are written once, as blocking code. With asyncpg each of them runs inside a greenlet on an event loop, which
is what ``AsyncConnection.run_sync`` does for an application.
"""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine
from sqlalchemy.pool import NullPool

from compat_server import Server

DRIVER = os.environ.get("COMPAT_SQLALCHEMY_DRIVER", "psycopg2")

# The asyncio extension cannot even be imported in the environment of a blocking driver.
collect_ignore = ["test_async.py"] if DRIVER == "psycopg2" else []

T = TypeVar("T")
MakeEngine = Callable[..., Engine]

_runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)


def drive(work: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Runs blocking code in the way that the driver needs."""
    if DRIVER == "psycopg2":
        return work(*arguments, **named)
    return _runner.run(sa.util.greenlet_spawn(work, *arguments, **named))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if DRIVER == "psycopg2" or pyfuncitem.get_closest_marker("asyncio"):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    drive(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in wanted})
    return True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the cases of the other dialect: they are no part of this cell."""
    foreign = [item for item in items if any(mark.args[0] != DRIVER for mark in item.iter_markers("dialect"))]
    if foreign:
        items[:] = [item for item in items if item not in foreign]
        config.hook.pytest_deselected(items=foreign)


def pytest_unconfigure() -> None:
    _runner.close()


@pytest.fixture(scope="session")
def driver() -> str:
    """The driver below SQLAlchemy: ``psycopg2`` or ``asyncpg``."""
    return DRIVER


@pytest.fixture(scope="session")
def url(server: Server) -> URL:
    """The server as SQLAlchemy names it."""
    return URL.create(
        f"postgresql+{DRIVER}",
        username=server.user,
        password=server.password,
        host=server.host,
        port=server.port,
        database=server.database,
    )


def settings(**values: str) -> dict[str, Any]:
    """Session parameters as the ``connect_args`` of the driver."""
    if DRIVER == "psycopg2":
        return {"options": " ".join(f"-c {name}={value}" for name, value in values.items())}
    return {"server_settings": values}


def new_engine(url: URL, **options: Any) -> Engine:
    """An engine for blocking code."""
    if DRIVER == "psycopg2":
        return sa.create_engine(url, **options)
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(url, **options).sync_engine


@pytest.fixture(scope="session")
def schema(url: URL, schema_name: str) -> Iterator[str]:
    """The schema of this cell."""
    engine = new_engine(url, poolclass=NullPool, connect_args=settings(lock_timeout="30s"))

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)

    drive(run, f"CREATE SCHEMA {schema_name}")
    yield schema_name
    drive(run, f"DROP SCHEMA {schema_name} CASCADE")


@pytest.fixture
def make_engine(url: URL, schema: str) -> Iterator[MakeEngine]:
    """Makes engines whose connections find the cell's schema first, and disposes of them in the end."""
    engines: list[Engine] = []

    def make(*, parameters: dict[str, str] | None = None, **options: Any) -> Engine:
        connect_args = {
            **settings(search_path=f"{schema},public", **(parameters or {})),
            **options.pop("connect_args", {}),
        }
        engine = new_engine(options.pop("url", url), connect_args=connect_args, **options)
        engines.append(engine)
        return engine

    yield make
    for engine in engines:
        drive(engine.dispose)


@pytest.fixture
def engine(make_engine: MakeEngine) -> Engine:
    """An engine as applications make it."""
    return make_engine()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection that begins a transaction with its first statement."""
    connection = drive(engine.connect)
    yield connection
    drive(connection.close)


@pytest.fixture
def code() -> Callable[[sa.exc.DBAPIError], str | None]:
    """Takes the SQLSTATE out of what SQLAlchemy wraps."""

    def sqlstate(error: sa.exc.DBAPIError) -> str | None:
        return getattr(error.orig, "pgcode", None) or getattr(error.orig, "sqlstate", None)

    return sqlstate
