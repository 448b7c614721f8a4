"""Transactions with MySQL Connector/Python: its own calls for them, and what the server's status tells it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection

from compat_server import PATIENCE

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]
Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def counter(autocommit: MySQLConnection, table: str) -> str:
    """A table with the rows (1, 0) and (2, 0)."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT)")
        cursor.execute(f"INSERT INTO {table} VALUES (1, 0), (2, 0)")
    return table


def test_in_transaction(connection: MySQLConnection, counter: str, rows_of: Rows) -> None:
    """in_transaction follows the server's status: from the first statement to commit() or rollback()."""
    assert not connection.in_transaction
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        assert connection.in_transaction
        connection.commit()
        assert not connection.in_transaction
        cursor.execute(f"UPDATE {counter} SET n = 2 WHERE id = 1")
        connection.rollback()
        assert not connection.in_transaction
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(1,)]


def test_autocommit(connection: MySQLConnection, counter: str, rows_of: Rows) -> None:
    """The property turns autocommit on and off, and reads it from the server."""
    assert connection.autocommit is False
    connection.autocommit = True
    assert connection.autocommit is True
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 3 WHERE id = 1")
    assert not connection.in_transaction
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(3,)]


@pytest.mark.parametrize("level", ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_start_transaction(autocommit: MySQLConnection, counter: str, rows_of: Rows, level: str) -> None:
    """start_transaction() with an isolation level begins one, which is kept or taken back."""
    for keep in (False, True):
        autocommit.start_transaction(isolation_level=level)
        assert autocommit.in_transaction
        with autocommit.cursor() as cursor:
            cursor.execute(f"UPDATE {counter} SET n = 4 WHERE id = 1")
        (autocommit.commit if keep else autocommit.rollback)()
        assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(4 if keep else 0,)]


def test_start_transaction_twice(connection: MySQLConnection) -> None:
    """A transaction cannot be started inside of one: the connector knows by the server's status."""
    connection.start_transaction()
    with pytest.raises(mysql.connector.ProgrammingError, match="Transaction already in progress"):
        connection.start_transaction()


@pytest.mark.follows("MySQL 8", "the connector takes MariaDB for MySQL 5.5, which had no read-only transactions")
def test_read_only(connection: MySQLConnection, counter: str) -> None:
    """A read-only transaction with a consistent snapshot refuses to write: 1792."""
    connection.start_transaction(consistent_snapshot=True, readonly=True)
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {counter}")
        assert cursor.fetchone() == (2,)
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute(f"DELETE FROM {counter}")
    assert (error.value.errno, error.value.sqlstate) == (1792, "25006")


def test_failed_statement_leaves_the_others(connection: MySQLConnection, counter: str, rows_of: Rows) -> None:
    """Failures in text and in a prepared statement take back only themselves: the transaction goes on."""
    with connection.cursor() as text, connection.cursor(prepared=True) as prepared:
        text.execute(f"INSERT INTO {counter} VALUES (3, 3)")
        with pytest.raises(mysql.connector.IntegrityError):
            text.execute(f"INSERT INTO {counter} VALUES (4, 4), (1, 1)")
        with pytest.raises(mysql.connector.IntegrityError):
            prepared.execute(f"INSERT INTO {counter} VALUES (?, ?)", (2, 2))
        with pytest.raises(mysql.connector.ProgrammingError):
            prepared.execute("SELECT * FROM nowhere")
        assert connection.in_transaction
        prepared.execute(f"INSERT INTO {counter} VALUES (?, ?)", (5, 5))
        connection.commit()
    assert rows_of(f"SELECT id FROM {counter} ORDER BY id") == [(1,), (2,), (3,), (5,)]


def test_savepoints(connection: MySQLConnection, counter: str) -> None:
    """A savepoint takes back what came after it, from prepared statements too."""
    with connection.cursor(buffered=True) as cursor, connection.cursor(prepared=True) as prepared:
        prepared.execute(f"UPDATE {counter} SET n = ? WHERE id = ?", (1, 1))
        cursor.execute("SAVEPOINT here")
        prepared.execute(f"UPDATE {counter} SET n = ? WHERE id = ?", (2, 1))
        cursor.execute("ROLLBACK TO SAVEPOINT here")
        cursor.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert cursor.fetchone() == (1,)
        cursor.execute("RELEASE SAVEPOINT here")


def test_context(connect: Connect, counter: str, rows_of: Rows) -> None:
    """Leaving the connection's block closes it, and what was not committed is gone."""
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 9")
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1 FOR UPDATE") == [(0,)]


def test_deadlock(connect: Connect, counter: str, background: Callable[..., Future[Any]]) -> None:
    """Of two transactions that wait for each other one is refused with 1213 and SQLSTATE 40001, and may try again."""
    one, two = connect(), connect()
    for connection, first in ((one, 1), (two, 2)):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {counter} SET n = n + 1 WHERE id = %s", (first,))

    refused: list[tuple[int, str | None]] = []
    other_is_done = threading.Event()

    def finish(connection: MySQLConnection, first: int, second: int) -> None:
        with connection.cursor() as cursor:
            try:
                cursor.execute(f"UPDATE {counter} SET n = n + 1 WHERE id = %s", (second,))
            except mysql.connector.Error as error:
                refused.append((error.errno, error.sqlstate))
                assert other_is_done.wait(PATIENCE)
                for row in sorted((first, second)):
                    cursor.execute(f"UPDATE {counter} SET n = n + 1 WHERE id = %s", (row,))
        connection.commit()
        other_is_done.set()

    waiting = [background(finish, one, 1, 2), background(finish, two, 2, 1)]
    for future in waiting:
        future.result(PATIENCE)
    assert refused == [(1213, "40001")]
    with one.cursor(buffered=True) as cursor:
        cursor.execute(f"SELECT n FROM {counter} ORDER BY id")
        assert cursor.fetchall() == [(2,), (2,)]


def test_kill_query_of_a_prepared_statement(
    connect: Connect, background: Callable[..., Future[Any]], wait_for_statement: Callable[..., None]
) -> None:
    """KILL QUERY ends a prepared statement that runs, with 1317; the session and the statement can be used again."""
    killer, victim = connect(), connect()
    prepared = victim.cursor(prepared=True)
    statement = "SELECT COUNT(*) FROM (SELECT SLEEP(?) AS s UNION ALL SELECT 1 /* waits */) t WHERE s >= 0"
    prepared.execute(statement, (0,))
    assert prepared.fetchall() == [(2,)]

    def run() -> None:
        prepared.execute(statement, (60,))
        prepared.fetchall()

    waiting = background(run)
    wait_for_statement(victim, "/* waits */")
    with killer.cursor() as cursor:
        cursor.execute(f"KILL QUERY {victim.connection_id}")
    with pytest.raises(mysql.connector.Error) as error:
        waiting.result(PATIENCE)
    assert (error.value.errno, error.value.sqlstate) == (1317, "70100")
    prepared.execute(statement, (0,))
    assert prepared.fetchall() == [(2,)]


@pytest.mark.applies(
    hasattr(mysql.connector.errors, "ReadTimeoutError"), "before 9.2 the connector has no time limit for a read"
)
def test_read_timeout(connect: Connect) -> None:
    """A read that takes too long is the connector's own error, and a new connection is served."""
    connection = connect()
    with connection.cursor(read_timeout=1) as cursor, pytest.raises(mysql.connector.errors.ReadTimeoutError):
        cursor.execute("SELECT SLEEP(30)")
    assert connect().is_connected()
