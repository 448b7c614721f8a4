"""Cancelling with psycopg2: a statement ends early, its transaction fails, its connection lives on."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from psycopg2 import errors, extensions
from psycopg2.extensions import connection as Connection
from psycopg2.extras import wait_select

from compat_server import PATIENCE, wait_until

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


def run(connection: Connection, statement: str, parameters: tuple = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def locked(connect: Connect, lock_key: int) -> int:
    """An advisory lock that is taken, so that whoever asks for it is stuck."""
    holder = connect()
    holder.autocommit = True
    run(holder, "SELECT pg_advisory_lock(%s)", (lock_key,))
    return lock_key


def test_cancel_from_another_thread(
    connect: Connect, background: Callable, locked: int, wait_for_lock: Callable[..., None]
) -> None:
    """cancel() ends a running statement with 57014; after a rollback the connection works."""
    connection = connect()
    stuck = background(run, connection, "SELECT pg_advisory_lock(%s)", (locked,))
    wait_for_lock(connection)
    connection.cancel()
    with pytest.raises(errors.QueryCanceled, match="canceling statement due to user request") as cancelled:
        stuck.result(PATIENCE)
    assert cancelled.value.pgcode == "57014"
    assert connection.info.transaction_status == extensions.TRANSACTION_STATUS_INERROR
    connection.rollback()
    assert run(connection, "SELECT 'usable'") == [("usable",)]


def test_cancel_hits_only_its_own_connection(
    connect: Connect, background: Callable, locked: int, wait_for_lock: Callable[..., None]
) -> None:
    """Of several stuck connections only the one that is cancelled ends."""
    connections = [connect() for _ in range(3)]
    stuck = [background(run, each, "SELECT pg_advisory_lock(%s)", (locked,)) for each in connections]
    for each in connections:
        wait_for_lock(each)
    connections[1].cancel()
    with pytest.raises(errors.QueryCanceled):
        stuck[1].result(PATIENCE)
    assert not stuck[0].done()
    assert not stuck[2].done()
    for number in (0, 2):
        wait_for_lock(connections[number])
        connections[number].cancel()
        with pytest.raises(errors.QueryCanceled):
            stuck[number].result(PATIENCE)


def test_cancel_of_an_idle_connection(connection: Connection) -> None:
    """cancel() with nothing running does no harm to the statements that follow."""
    run(connection, "SELECT 1")
    for _ in range(5):
        connection.cancel()
    connection.rollback()

    # A late cancel may still hit a statement; what counts is that the connection comes back by itself.
    def works() -> bool:
        try:
            return run(connection, "SELECT 2") == [(2,)]
        except errors.QueryCanceled:
            connection.rollback()
            return False

    assert wait_until(works, "the connection answers again")


def test_cancel_while_rows_are_coming(connect: Connect, opened: dict[Connection, int], background: Callable) -> None:
    """A statement that produces rows without end is cancelled in the middle of them."""
    connection, observer = connect(), connect()
    observer.autocommit = True
    endless = background(run, connection, "SELECT g, repeat('x', 10) FROM generate_series(1, 1000000000000) g")
    active = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND state = 'active' AND query LIKE 'SELECT g%%'"
    backend = (opened[connection],)
    wait_until(lambda: run(observer, active, backend) == [(1,)], "rows are coming")
    connection.cancel()
    with pytest.raises(errors.QueryCanceled):
        endless.result(PATIENCE)
    connection.rollback()
    assert run(connection, "SELECT 3") == [(3,)]


def test_cancel_keeps_what_a_savepoint_holds(
    connect: Connect, background: Callable, locked: int, wait_for_lock: Callable[..., None], table: str
) -> None:
    """After a cancelled statement a savepoint brings the transaction back, with the work before it."""
    connection = connect()
    run(connection, f"CREATE TABLE {table} (a int)")
    run(connection, f"INSERT INTO {table} VALUES (1)")
    run(connection, "SAVEPOINT s")
    stuck = background(run, connection, "SELECT pg_advisory_xact_lock(%s)", (locked,))
    wait_for_lock(connection)
    connection.cancel()
    with pytest.raises(errors.QueryCanceled):
        stuck.result(PATIENCE)
    run(connection, "ROLLBACK TO s")
    connection.commit()
    assert run(connection, f"SELECT a FROM {table}") == [(1,)]


def test_pg_cancel_backend(
    connect: Connect, background: Callable, locked: int, wait_for_lock: Callable[..., None]
) -> None:
    """One session cancels another by the process id that the driver knows."""
    victim, other = connect(), connect()
    stuck = background(run, victim, "SELECT pg_advisory_lock(%s)", (locked,))
    wait_for_lock(victim)
    assert run(other, "SELECT pg_cancel_backend(%s)", (victim.info.backend_pid,)) == [(True,)]
    with pytest.raises(errors.QueryCanceled):
        stuck.result(PATIENCE)


def test_cancel_copy_in(connect: Connect, opened: dict[Connection, int], background: Callable, table: str) -> None:
    """A COPY that is still being fed is cancelled, and keeps none of its rows."""
    connection, observer = connect(), connect()
    observer.autocommit = True
    run(connection, f"CREATE TABLE {table} (a int)")
    connection.commit()
    feeding = True

    class Endless(io.TextIOBase):
        def read(self, _: int = -1) -> str:
            return "1\n" * 1000 if feeding else ""

    def copy() -> None:
        with connection.cursor() as cursor:
            cursor.copy_from(Endless(), table)

    stuck = background(copy)
    try:
        progress = "SELECT tuples_processed > 1000 FROM pg_stat_progress_copy WHERE pid = %s"
        backend = (opened[connection],)
        wait_until(lambda: run(observer, progress, backend) == [(True,)], "rows are copied")
        connection.cancel()
        # libpq looks for an answer only when it has sent everything: the server has to give up by itself.
        wait_until(lambda: run(observer, progress, backend) == [], "the server has stopped copying")
    finally:
        feeding = False
    with pytest.raises(errors.QueryCanceled):
        stuck.result(PATIENCE)
    connection.rollback()
    assert run(connection, f"SELECT count(*) FROM {table}") == [(0,)]


def test_cancel_of_an_asynchronous_connection(
    keywords: dict[str, Any], locked: int, wait_for_lock: Callable[..., None]
) -> None:
    """cancel() works on an asynchronous connection whose result is polled for."""
    connection = psycopg2.connect(**keywords, async_=True)
    try:
        wait_select(connection)
        cursor = connection.cursor()
        cursor.execute("SELECT pg_backend_pid()")
        wait_select(connection)
        [backend] = cursor.fetchone()
        cursor.execute("SELECT pg_advisory_lock(%s)", (locked,))
        # Sending may need more than one step; after that the answer is what is waited for.
        while connection.poll() == extensions.POLL_WRITE:
            pass
        wait_for_lock(backend)
        connection.cancel()
        with pytest.raises(errors.QueryCanceled):
            wait_select(connection)
        cursor.execute("SELECT 4")
        wait_select(connection)
        assert cursor.fetchone() == (4,)
    finally:
        connection.close()


def test_statement_timeout(connection: Connection) -> None:
    """statement_timeout cancels by itself, says so, and holds for each statement anew."""
    run(connection, "SET statement_timeout = 50")
    connection.commit()
    for _ in range(2):
        with pytest.raises(errors.QueryCanceled, match="canceling statement due to statement timeout"):
            run(connection, "SELECT pg_sleep(600)")
        connection.rollback()
    run(connection, "SET statement_timeout = 0")
    assert run(connection, "SELECT 5") == [(5,)]


def test_idle_in_transaction_timeout(connect: Connect, opened: dict[Connection, int]) -> None:
    """A session that idles in a transaction for too long is ended, and its next statement says so."""
    idle, observer = connect(), connect()
    observer.autocommit = True
    run(idle, "SET idle_in_transaction_session_timeout = 20")
    backend = opened[idle]
    present = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
    wait_until(lambda: run(observer, present, (backend,)) == [(0,)], "the idle session has ended")
    with pytest.raises(psycopg2.OperationalError):
        run(idle, "SELECT 1")
    assert idle.closed


def test_transaction_timeout(connect: Connect) -> None:
    """A transaction that takes too long as a whole ends its session."""
    slow = connect()
    if slow.server_version < 170000:
        pytest.skip("transaction_timeout is new in PostgreSQL 17")
    run(slow, "SET transaction_timeout = 50")
    with pytest.raises(psycopg2.OperationalError):
        run(slow, "SELECT pg_sleep(600)")
    assert slow.closed
