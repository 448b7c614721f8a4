"""The connection pool of MySQL Connector/Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import mysql.connector
import pytest
from mysql.connector.pooling import MySQLConnectionPool, PooledMySQLConnection

pytestmark = pytest.mark.must_pass

MakePool = Callable[..., MySQLConnectionPool]


@pytest.fixture
def make_pool(keywords: dict[str, Any], database: str, token: str) -> Iterator[MakePool]:
    """Makes pools of connections to the cell's database, and closes them when the case is over."""
    pools: list[MySQLConnectionPool] = []

    def make(size: int, **options: Any) -> MySQLConnectionPool:
        account = {**keywords, "database": database, **options}
        pools.append(MySQLConnectionPool(pool_name=f"{token}_{len(pools)}", pool_size=size, **account))
        return pools[-1]

    yield make
    for pool in pools:
        pool._remove_connections()


def ask(connection: PooledMySQLConnection, expression: str) -> Any:
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0]


def test_size(make_pool: MakePool) -> None:
    """A pool opens as many sessions as it is large, hands each out once, and refuses more."""
    pool = make_pool(3)
    lent = [pool.get_connection() for _ in range(3)]
    assert len({ask(connection, "CONNECTION_ID()") for connection in lent}) == 3
    with pytest.raises(mysql.connector.PoolError, match="exhausted"):
        pool.get_connection()
    lent.pop().close()
    again = pool.get_connection()
    assert ask(again, "1") == 1
    for connection in [*lent, again]:
        connection.close()


def test_session_is_reset(make_pool: MakePool, table: str) -> None:
    """A session that returns is reset: its variables, open transaction and temporary tables are gone."""
    pool = make_pool(1)
    connection = pool.get_connection()
    session = ask(connection, "CONNECTION_ID()")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        cursor.execute(f"INSERT INTO {table} VALUES (1)")
        cursor.execute("CREATE TEMPORARY TABLE gone (a INT)")
        cursor.execute("SET @left_over = 1, SESSION sql_mode = ''")
    connection.close()
    connection = pool.get_connection()
    assert ask(connection, "CONNECTION_ID()") == session
    assert ask(connection, "@left_over") is None
    assert ask(connection, "@@sql_mode") != ""
    assert ask(connection, f"COUNT(*) FROM {table}") == 0
    with connection.cursor() as cursor, pytest.raises(mysql.connector.ProgrammingError):
        cursor.execute("SELECT * FROM gone")
    connection.close()


def test_session_is_kept(make_pool: MakePool) -> None:
    """A pool that does not reset its sessions leaves them as they are."""
    pool = make_pool(1, pool_reset_session=False)
    connection = pool.get_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET @left_over = 1")
    connection.close()
    connection = pool.get_connection()
    assert ask(connection, "@left_over") == 1
    connection.close()


def test_killed_session_is_replaced(make_pool: MakePool) -> None:
    """A session that was killed while it was in the pool is opened anew before anybody gets it."""
    pool = make_pool(2)
    victim, killer = pool.get_connection(), pool.get_connection()
    session = ask(victim, "CONNECTION_ID()")
    victim.close()
    with killer.cursor() as cursor:
        cursor.execute(f"KILL {session}")
    fresh = pool.get_connection()
    assert ask(fresh, "CONNECTION_ID()") != session
    fresh.close()
    killer.close()


def test_named_pool(keywords: dict[str, Any], token: str) -> None:
    """connect() with a pool's name makes the pool once, and takes from it afterwards."""
    options = {**keywords, "pool_name": token, "pool_size": 2}
    one = mysql.connector.connect(**options)
    two = mysql.connector.connect(**options)
    assert one.pool_name == two.pool_name == token
    sessions = {ask(one, "CONNECTION_ID()"), ask(two, "CONNECTION_ID()")}
    with pytest.raises(mysql.connector.PoolError):
        mysql.connector.connect(**options)
    one.close()
    three = mysql.connector.connect(**options)
    assert ask(three, "CONNECTION_ID()") in sessions
    for connection in (two, three):
        connection.close()


def test_threads(make_pool: MakePool, table: str) -> None:
    """Eight threads over a pool of eight lose none of their increments."""
    pool = make_pool(8)
    connection = pool.get_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} AS SELECT 0 AS n")
    connection.close()

    def increment(times: int) -> None:
        for _ in range(times):
            connection = pool.get_connection()
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET n = n + 1")
            connection.commit()
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(increment, 15) for _ in range(8)]:
            done.result()
    connection = pool.get_connection()
    assert ask(connection, f"n FROM {table}") == 120
    connection.close()
