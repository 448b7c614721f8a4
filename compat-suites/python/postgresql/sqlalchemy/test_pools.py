"""SQLAlchemy's connection pools against the server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlalchemy.pool import NullPool

pytestmark = pytest.mark.must_pass

BACKEND = sa.text("SELECT pg_backend_pid()")


def terminate(make_engine: Any, backend: int) -> None:
    """Ends another session, and waits until it is gone."""
    with make_engine(poolclass=NullPool).connect() as killer:
        assert killer.scalar(sa.text("SELECT pg_terminate_backend(:pid, 30000)"), {"pid": backend})


def test_reuse_and_limit(make_engine: Any) -> None:
    """A pool hands the same session out again, and refuses more than its size and overflow."""
    engine = make_engine(pool_size=1, max_overflow=1, pool_timeout=0.05)
    with engine.connect() as one:
        first = one.scalar(BACKEND)
    with engine.connect() as one, engine.connect() as two:
        assert one.scalar(BACKEND) == first
        assert two.scalar(BACKEND) != first
        with pytest.raises(sa.exc.TimeoutError, match="QueuePool limit"):
            engine.connect()
    assert (engine.pool.checkedin(), engine.pool.checkedout()) == (1, 0)


def test_reset_on_return(make_engine: Any, table: str) -> None:
    """A transaction left open is rolled back when its connection returns."""
    engine = make_engine(pool_size=1, max_overflow=0)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} (a int)")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES (1)")
        connection.exec_driver_sql("SET LOCAL work_mem = '3MB'")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        assert connection.exec_driver_sql("SHOW work_mem").scalar() != "3MB"


def test_pre_ping(make_engine: Any) -> None:
    """With pre_ping a session that was terminated in the pool is replaced before anybody notices."""
    engine = make_engine(pool_size=1, max_overflow=0, pool_pre_ping=True)
    with engine.connect() as connection:
        backend = connection.scalar(BACKEND)
    terminate(make_engine, backend)
    with engine.connect() as connection:
        assert connection.scalar(BACKEND) != backend


def test_without_pre_ping(make_engine: Any) -> None:
    """Without it the first use fails once, the whole pool is given up, and the next use works."""
    engine = make_engine(pool_size=3, max_overflow=0)
    connections = [engine.connect() for _ in range(3)]
    backends = [connection.scalar(BACKEND) for connection in connections]
    for connection in connections:
        connection.close()
    for backend in backends:
        terminate(make_engine, backend)
    with pytest.raises(sa.exc.DBAPIError) as error, engine.connect() as connection:
        connection.scalar(BACKEND)
    assert error.value.connection_invalidated
    fresh = [engine.connect() for _ in range(3)]
    assert not {connection.scalar(BACKEND) for connection in fresh} & set(backends)
    for connection in fresh:
        connection.close()


def test_invalidate(engine: Engine) -> None:
    """An invalidated connection is replaced by a new session in place."""
    with engine.connect() as connection:
        before = connection.connection.dbapi_connection
        connection.invalidate()
        assert connection.invalidated
        assert connection.scalar(sa.select(1)) == 1
        assert connection.connection.dbapi_connection is not before


def test_null_pool(make_engine: Any) -> None:
    """Without a pool every checkout is a session of its own."""
    engine = make_engine(poolclass=NullPool)
    backends = []
    for _ in range(3):
        with engine.connect() as connection:
            backends.append(connection.scalar(BACKEND))
            connection.exec_driver_sql("CREATE TEMPORARY TABLE once (a int)")
            connection.commit()
    assert len(backends) == 3


def test_dispose(make_engine: Any) -> None:
    """dispose() ends the idle sessions, and the engine makes new ones when it is used again."""
    engine = make_engine(pool_size=2)
    with engine.connect() as connection:
        before = connection.connection.dbapi_connection
    engine.dispose()
    assert engine.pool.checkedin() == 0
    with engine.connect() as connection:
        assert connection.scalar(sa.select(1)) == 1
        assert connection.connection.dbapi_connection is not before


def test_events(make_engine: Any) -> None:
    """Events tell each connect, checkout and checkin of the pool."""
    engine = make_engine(pool_size=1, max_overflow=0)
    seen: list[str] = []
    for name in ("connect", "checkout", "checkin"):
        event.listen(engine, name, lambda *_, name=name: seen.append(name))
    for _ in range(2):
        with engine.connect() as connection:
            connection.scalar(sa.select(1))
    assert seen == ["connect", "checkout", "checkin", "checkout", "checkin"]


@pytest.mark.dialect("psycopg2")
def test_threads(make_engine: Any, table: str) -> None:
    """Ten threads over a pool of four lose none of their increments."""
    engine = make_engine(pool_size=2, max_overflow=2)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} AS SELECT 0 AS n")

    def increment(times: int) -> None:
        for _ in range(times):
            with engine.begin() as connection:
                connection.exec_driver_sql(f"UPDATE {table} SET n = n + 1")

    with ThreadPoolExecutor(10) as threads:
        for done in [threads.submit(increment, 15) for _ in range(10)]:
            done.result()
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT n FROM {table}").scalar() == 150
