"""psycopg2's connection pools against the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg2
import pytest
from psycopg2 import extensions
from psycopg2.extensions import connection as Connection
from psycopg2.pool import AbstractConnectionPool, PoolError, SimpleConnectionPool, ThreadedConnectionPool

pytestmark = pytest.mark.must_pass


@pytest.fixture
def make_pool(keywords: dict[str, Any]) -> Iterator[Callable[..., AbstractConnectionPool]]:
    """Makes pools, and closes them when the case is over."""
    pools: list[AbstractConnectionPool] = []

    def make(kind: type[AbstractConnectionPool], low: int, high: int) -> AbstractConnectionPool:
        pool = kind(low, high, **keywords)
        pools.append(pool)
        return pool

    yield make
    for pool in pools:
        pool.closeall()


def test_connections_are_reused(make_pool: Callable[..., AbstractConnectionPool]) -> None:
    """A connection that was put back is handed out again, with the same session behind it."""
    pool = make_pool(SimpleConnectionPool, 1, 2)
    first = pool.getconn()
    backend = first.info.backend_pid
    pool.putconn(first)
    again = pool.getconn()
    assert again.info.backend_pid == backend
    other = pool.getconn()
    assert other.info.backend_pid != backend
    with pytest.raises(PoolError, match="exhausted"):
        pool.getconn()


def test_unfinished_transactions_are_rolled_back(
    make_pool: Callable[..., AbstractConnectionPool], schema: str, table: str
) -> None:
    """What a borrower left open or failed is rolled back when the connection returns."""
    pool = make_pool(SimpleConnectionPool, 1, 1)
    connection = pool.getconn()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {schema}.{table} (a int)")
        connection.commit()
        cursor.execute(f"INSERT INTO {schema}.{table} VALUES (1)")
        with pytest.raises(psycopg2.errors.DivisionByZero):
            cursor.execute("SELECT 1 / 0")
    pool.putconn(connection)
    connection = pool.getconn()
    assert connection.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {schema}.{table}")
        assert cursor.fetchone() == (0,)


def test_broken_connections_are_replaced(
    make_pool: Callable[..., AbstractConnectionPool], connect: Callable[..., Connection]
) -> None:
    """A session that was terminated is not handed out again."""
    pool = make_pool(SimpleConnectionPool, 1, 1)
    victim = pool.getconn()
    with victim.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    with connect() as killer, killer.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 30000)", (backend,))
    with pytest.raises(psycopg2.OperationalError), victim.cursor() as cursor:
        cursor.execute("SELECT 1")
    pool.putconn(victim)
    fresh = pool.getconn()
    assert fresh.info.backend_pid != backend
    with fresh.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_threads_share_a_pool(make_pool: Callable[..., AbstractConnectionPool], schema: str, table: str) -> None:
    """Eight threads increment one counter 200 times over a pool, and none of the increments is lost."""
    pool = make_pool(ThreadedConnectionPool, 2, 8)
    setup = pool.getconn()
    with setup, setup.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {schema}.{table} (n int); INSERT INTO {schema}.{table} VALUES (0)")
    pool.putconn(setup)

    def increment(times: int) -> None:
        for _ in range(times):
            connection = pool.getconn()
            try:
                with connection, connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {schema}.{table} SET n = n + 1")
            finally:
                pool.putconn(connection)

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(increment, 25) for _ in range(8)]:
            done.result()
    check = pool.getconn()
    with check.cursor() as cursor:
        cursor.execute(f"SELECT n FROM {schema}.{table}")
        assert cursor.fetchone() == (200,)


def test_threads_share_a_connection(connect: Callable[..., Connection]) -> None:
    """One connection may be used by several threads: the driver takes turns, each gets its own answer."""
    connection = connect()

    def ask(number: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s FROM generate_series(1, 50)", (number,))
            answers = {row[0] for row in cursor.fetchall()}
            assert len(answers) == 1
            return answers.pop()

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(ask, range(120))) == list(range(120))


def test_close_all(make_pool: Callable[..., AbstractConnectionPool]) -> None:
    """closeall() ends the idle connections and those that are lent out."""
    pool = make_pool(SimpleConnectionPool, 3, 3)
    lent = pool.getconn()
    pool.closeall()
    assert lent.closed
    with pytest.raises(PoolError, match="closed"):
        pool.getconn()
    pool.closed = False
