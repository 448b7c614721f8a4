"""Transactions with psycopg2: what is kept, what is undone, and what two sessions see of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import psycopg2
import pytest
from psycopg2 import extensions
from psycopg2.extensions import connection as Connection

from compat_server import PATIENCE

Connect = Callable[..., Connection]
Background = Callable[..., Future[list[tuple]]]


def rows(connection: Connection, statement: str, parameters: tuple = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def accounts(autocommit: Connection, table: str) -> str:
    """A table with two accounts of 100 each."""
    rows(autocommit, f"CREATE TABLE {table} (id int PRIMARY KEY, balance int CHECK (balance >= 0))")
    rows(autocommit, f"INSERT INTO {table} VALUES (1, 100), (2, 100)")
    return table


@pytest.mark.must_pass
def test_commit_makes_visible(connect: Connect, accounts: str) -> None:
    """Other sessions see a change after commit() and not before."""
    writer, reader = connect(), connect()
    rows(writer, f"UPDATE {accounts} SET balance = 50 WHERE id = 1")
    assert rows(reader, f"SELECT balance FROM {accounts} WHERE id = 1") == [(100,)]
    writer.commit()
    assert rows(reader, f"SELECT balance FROM {accounts} WHERE id = 1") == [(50,)]


@pytest.mark.must_pass
def test_rollback_undoes(connection: Connection, accounts: str) -> None:
    """rollback() undoes data and schema changes alike."""
    rows(connection, f"DELETE FROM {accounts}")
    rows(connection, f"ALTER TABLE {accounts} ADD COLUMN note text")
    connection.rollback()
    assert rows(connection, f"SELECT * FROM {accounts} ORDER BY id") == [(1, 100), (2, 100)]


@pytest.mark.must_pass
def test_close_without_commit_undoes(connect: Connect, accounts: str) -> None:
    """What was not committed is gone when the connection is closed, and its locks with it."""
    leaving, staying = connect(), connect()
    rows(leaving, f"UPDATE {accounts} SET balance = 0")
    leaving.close()
    assert rows(staying, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    rows(staying, "SET lock_timeout = '30s'")
    rows(staying, f"UPDATE {accounts} SET balance = 7 WHERE id = 1")


@pytest.mark.must_pass
def test_context_manager(connection: Connection, accounts: str) -> None:
    """``with connection`` commits at its end, rolls back on an exception, and leaves the connection open."""
    with connection:
        rows(connection, f"UPDATE {accounts} SET balance = 90 WHERE id = 1")
    with pytest.raises(psycopg2.errors.CheckViolation), connection:
        rows(connection, f"UPDATE {accounts} SET balance = 80 WHERE id = 1")
        rows(connection, f"UPDATE {accounts} SET balance = -1 WHERE id = 2")
    assert rows(connection, f"SELECT balance FROM {accounts} ORDER BY id") == [(90,), (100,)]
    assert not connection.closed


@pytest.mark.must_pass
def test_failed_transaction(connection: Connection, accounts: str) -> None:
    """After an error everything but the end of the transaction is refused, and COMMIT rolls back."""
    rows(connection, f"UPDATE {accounts} SET balance = 1")
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        rows(connection, f"SELECT nothing FROM {accounts}")
    with pytest.raises(psycopg2.errors.InFailedSqlTransaction, match="current transaction is aborted") as refused:
        rows(connection, "SELECT 1")
    assert refused.value.pgcode == "25P02"
    with connection.cursor() as cursor:
        cursor.execute("COMMIT")
        assert cursor.statusmessage == "ROLLBACK"
    assert rows(connection, f"SELECT sum(balance) FROM {accounts}") == [(200,)]


@pytest.mark.must_pass
def test_savepoints(connection: Connection, accounts: str) -> None:
    """A savepoint takes back what came after it, errors included, and nothing else."""
    rows(connection, f"UPDATE {accounts} SET balance = 10 WHERE id = 1")
    rows(connection, "SAVEPOINT outer_point")
    rows(connection, f"UPDATE {accounts} SET balance = 20 WHERE id = 1")
    rows(connection, 'SAVEPOINT "Inner Point"')
    with pytest.raises(psycopg2.errors.UniqueViolation):
        rows(connection, f"INSERT INTO {accounts} VALUES (1, 1)")
    assert connection.info.transaction_status == extensions.TRANSACTION_STATUS_INERROR
    rows(connection, 'ROLLBACK TO "Inner Point"')
    assert rows(connection, f"SELECT balance FROM {accounts} WHERE id = 1") == [(20,)]
    rows(connection, "ROLLBACK TO outer_point")
    rows(connection, "RELEASE outer_point")
    with pytest.raises(psycopg2.errors.InvalidSavepointSpecification):
        rows(connection, "ROLLBACK TO outer_point")
    connection.rollback()


@pytest.mark.must_pass
def test_savepoint_rollback_then_commit(connect: Connect, accounts: str) -> None:
    """What a rolled-back savepoint leaves over is committed and seen by others."""
    writer, reader = connect(), connect()
    rows(writer, f"UPDATE {accounts} SET balance = 11 WHERE id = 1")
    rows(writer, "SAVEPOINT s")
    rows(writer, f"UPDATE {accounts} SET balance = 22 WHERE id = 2")
    rows(writer, "ROLLBACK TO s")
    writer.commit()
    assert rows(reader, f"SELECT balance FROM {accounts} ORDER BY id") == [(11,), (100,)]


@pytest.mark.must_pass
def test_autocommit(connect: Connect, accounts: str) -> None:
    """With autocommit each statement is visible at once, and an error leaves nothing to clean up."""
    writer, reader = connect(), connect()
    writer.autocommit = True
    rows(writer, f"UPDATE {accounts} SET balance = 33 WHERE id = 1")
    assert rows(reader, f"SELECT balance FROM {accounts} WHERE id = 1") == [(33,)]
    with pytest.raises(psycopg2.errors.DivisionByZero):
        rows(writer, "SELECT 1 / 0")
    assert writer.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE
    assert rows(writer, "SELECT 'goes on'") == [("goes on",)]


@pytest.mark.must_pass
def test_statements_that_refuse_a_transaction_block(connection: Connection, accounts: str) -> None:
    """VACUUM is refused inside a transaction and runs with autocommit."""
    with pytest.raises(psycopg2.errors.ActiveSqlTransaction):
        rows(connection, f"VACUUM {accounts}")
    connection.rollback()
    connection.autocommit = True
    rows(connection, f"VACUUM (ANALYZE) {accounts}")


@pytest.mark.must_pass
def test_explicit_blocks_under_autocommit(autocommit: Connection, accounts: str) -> None:
    """BEGIN and ROLLBACK written as SQL work on an autocommit connection, a stray COMMIT only warns."""
    rows(autocommit, "BEGIN ISOLATION LEVEL REPEATABLE READ")
    rows(autocommit, f"DELETE FROM {accounts}")
    assert autocommit.info.transaction_status == extensions.TRANSACTION_STATUS_INTRANS
    rows(autocommit, "ROLLBACK AND CHAIN")
    assert autocommit.info.transaction_status == extensions.TRANSACTION_STATUS_INTRANS
    assert rows(autocommit, "SHOW transaction_isolation") == [("repeatable read",)]
    rows(autocommit, "COMMIT")
    assert rows(autocommit, f"SELECT count(*) FROM {accounts}") == [(2,)]
    del autocommit.notices[:]
    rows(autocommit, "COMMIT")
    assert autocommit.notices == ["WARNING:  there is no transaction in progress\n"]


@pytest.mark.must_pass
@pytest.mark.parametrize(
    ("level", "shown"),
    [
        pytest.param(extensions.ISOLATION_LEVEL_READ_UNCOMMITTED, "read uncommitted", id="read-uncommitted"),
        pytest.param(extensions.ISOLATION_LEVEL_READ_COMMITTED, "read committed", id="read-committed"),
        pytest.param(extensions.ISOLATION_LEVEL_REPEATABLE_READ, "repeatable read", id="repeatable-read"),
        pytest.param(extensions.ISOLATION_LEVEL_SERIALIZABLE, "serializable", id="serializable"),
    ],
)
def test_isolation_levels(connection: Connection, level: int, shown: str) -> None:
    """Each isolation level that psycopg2 knows is the one that the server's transaction has."""
    connection.set_session(isolation_level=level)
    assert rows(connection, "SHOW transaction_isolation") == [(shown,)]
    connection.commit()
    assert rows(connection, "SHOW transaction_isolation") == [(shown,)]


@pytest.mark.must_pass
def test_read_committed_sees_new_commits(connect: Connect, accounts: str) -> None:
    """At read committed every statement sees what was committed before it."""
    reader, writer = connect(), connect()
    reader.isolation_level = extensions.ISOLATION_LEVEL_READ_COMMITTED
    assert rows(reader, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    rows(writer, f"UPDATE {accounts} SET balance = 0 WHERE id = 1")
    writer.commit()
    assert rows(reader, f"SELECT sum(balance) FROM {accounts}") == [(100,)]


@pytest.mark.must_pass
def test_repeatable_read_keeps_its_snapshot(connect: Connect, accounts: str) -> None:
    """At repeatable read a transaction sees one snapshot and may not overwrite what changed since: 40001."""
    reader, writer = connect(), connect()
    reader.isolation_level = extensions.ISOLATION_LEVEL_REPEATABLE_READ
    assert rows(reader, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    rows(writer, f"UPDATE {accounts} SET balance = 0 WHERE id = 1")
    writer.commit()
    assert rows(reader, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    with pytest.raises(psycopg2.errors.SerializationFailure, match="could not serialize access") as refused:
        rows(reader, f"UPDATE {accounts} SET balance = balance + 1 WHERE id = 1")
    assert refused.value.pgcode == "40001"
    assert isinstance(refused.value, extensions.TransactionRollbackError)
    reader.rollback()
    assert rows(reader, f"SELECT sum(balance) FROM {accounts}") == [(100,)]


@pytest.mark.must_pass
def test_serializable_prevents_write_skew(connect: Connect, accounts: str) -> None:
    """Two transactions that each read what the other writes cannot both commit at serializable."""
    one, two = connect(), connect()
    for each in (one, two):
        each.isolation_level = extensions.ISOLATION_LEVEL_SERIALIZABLE
        assert rows(each, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    rows(one, f"UPDATE {accounts} SET balance = balance - 100 WHERE id = 1")
    rows(two, f"UPDATE {accounts} SET balance = balance - 100 WHERE id = 2")
    one.commit()
    with pytest.raises(psycopg2.errors.SerializationFailure):
        two.commit()
    assert rows(two, f"SELECT balance FROM {accounts} ORDER BY id") == [(0,), (100,)]


@pytest.mark.must_pass
def test_repeatable_read_allows_write_skew(connect: Connect, accounts: str) -> None:
    """The same two transactions both commit at repeatable read: the level is really another one."""
    one, two = connect(), connect()
    for each in (one, two):
        each.isolation_level = extensions.ISOLATION_LEVEL_REPEATABLE_READ
        assert rows(each, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    rows(one, f"UPDATE {accounts} SET balance = balance - 100 WHERE id = 1")
    rows(two, f"UPDATE {accounts} SET balance = balance - 100 WHERE id = 2")
    one.commit()
    two.commit()
    assert rows(two, f"SELECT sum(balance) FROM {accounts}") == [(0,)]


@pytest.mark.must_pass
def test_deadlock(connect: Connect, background: Background, accounts: str, wait_for_lock: Callable[..., None]) -> None:
    """Of two sessions that wait for each other one is told 40P01, and the other goes on."""
    one, two = connect(), connect()
    rows(one, f"UPDATE {accounts} SET balance = 1 WHERE id = 1")
    rows(two, f"UPDATE {accounts} SET balance = 2 WHERE id = 2")
    waiting = background(rows, one, f"UPDATE {accounts} SET balance = 1 WHERE id = 2")
    wait_for_lock(one)
    errors = []
    try:
        rows(two, f"UPDATE {accounts} SET balance = 2 WHERE id = 1")
    except psycopg2.Error as error:
        errors.append(error)
        two.rollback()
    try:
        waiting.result(PATIENCE)
    except psycopg2.Error as error:
        errors.append(error)
    assert [error.pgcode for error in errors] == ["40P01"]
    assert isinstance(errors[0], psycopg2.errors.DeadlockDetected)
    assert "waits for" in errors[0].diag.message_detail


@pytest.mark.must_pass
def test_lock_not_available(connect: Connect, accounts: str) -> None:
    """NOWAIT and lock_timeout both give 55P03 instead of waiting, SKIP LOCKED passes over."""
    holder, asker = connect(), connect()
    asker.autocommit = True
    rows(holder, f"SELECT * FROM {accounts} WHERE id = 1 FOR UPDATE")
    with pytest.raises(psycopg2.errors.LockNotAvailable):
        rows(asker, f"SELECT * FROM {accounts} WHERE id = 1 FOR UPDATE NOWAIT")
    rows(asker, "SET lock_timeout = 1")
    with pytest.raises(psycopg2.errors.LockNotAvailable, match="lock timeout"):
        rows(asker, f"UPDATE {accounts} SET balance = 5 WHERE id = 1")
    assert rows(asker, f"SELECT id FROM {accounts} FOR UPDATE SKIP LOCKED") == [(2,)]


@pytest.mark.must_pass
def test_read_only(connection: Connection, accounts: str) -> None:
    """A read-only session refuses writes with 25006 and still reads."""
    connection.set_session(readonly=True)
    with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction) as refused:
        rows(connection, f"UPDATE {accounts} SET balance = 0")
    assert refused.value.pgcode == "25006"
    connection.rollback()
    assert rows(connection, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    connection.rollback()
    connection.readonly = None
    rows(connection, f"UPDATE {accounts} SET balance = 0")


@pytest.mark.must_pass
def test_deferrable(connection: Connection, accounts: str) -> None:
    """A serializable, read-only, deferrable transaction is begun as such."""
    connection.set_session(isolation_level="SERIALIZABLE", readonly=True, deferrable=True)
    assert rows(connection, f"SELECT sum(balance) FROM {accounts}") == [(200,)]
    assert rows(connection, "SHOW transaction_deferrable") == [("on",)]
    assert rows(connection, "SHOW transaction_read_only") == [("on",)]


@pytest.mark.must_pass
def test_deferred_constraint_fails_the_commit(connection: Connection, table: str) -> None:
    """A deferred constraint is checked by commit(), which then raises and has rolled back."""
    rows(connection, f"CREATE TABLE {table} (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    connection.commit()
    rows(connection, f"INSERT INTO {table} VALUES (1), (1)")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        connection.commit()
    assert connection.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE
    assert rows(connection, f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.must_pass
def test_set_local_ends_with_the_transaction(connection: Connection) -> None:
    """SET LOCAL and advisory transaction locks end with their transaction, a committed SET stays."""
    rows(connection, "SET work_mem = '9MB'")
    connection.commit()
    rows(connection, "SET LOCAL work_mem = '11MB'")
    assert rows(connection, "SHOW work_mem") == [("11MB",)]
    connection.rollback()
    assert rows(connection, "SHOW work_mem") == [("9MB",)]
    rows(connection, "SET work_mem = '13MB'")
    connection.rollback()
    assert rows(connection, "SHOW work_mem") == [("9MB",)]


@pytest.fixture
def prepared_transactions(autocommit: Connection, token: str) -> Iterator[str]:
    """A global transaction identifier, rolled back in the end if a case has left it prepared."""
    if rows(autocommit, "SHOW max_prepared_transactions") == [("0",)]:
        pytest.skip("the server has max_prepared_transactions = 0")
    yield token
    for (identifier,) in rows(autocommit, "SELECT gid FROM pg_prepared_xacts WHERE gid LIKE %s", (f"%{token}%",)):
        rows(autocommit, "ROLLBACK PREPARED %s", (identifier,))


@pytest.mark.must_pass
def test_two_phase_commit(connect: Connect, accounts: str, prepared_transactions: str) -> None:
    """A prepared transaction outlives its session, is found by another one, and is committed there."""
    first, second = connect(), connect()
    first.tpc_begin(first.xid(42, prepared_transactions, "branch"))
    rows(first, f"UPDATE {accounts} SET balance = 77 WHERE id = 1")
    first.tpc_prepare()
    with pytest.raises(psycopg2.ProgrammingError):
        rows(first, "SELECT 1")
    first.close()
    assert rows(second, f"SELECT balance FROM {accounts} WHERE id = 1") == [(100,)]
    second.rollback()
    found = [xid for xid in second.tpc_recover() if xid.gtrid == prepared_transactions]
    assert [(xid.format_id, xid.bqual, xid.database) for xid in found] == [(42, "branch", second.info.dbname)]
    second.rollback()
    second.tpc_commit(found[0])
    assert rows(second, f"SELECT balance FROM {accounts} WHERE id = 1") == [(77,)]


@pytest.mark.must_pass
def test_two_phase_rollback(connect: Connect, accounts: str, prepared_transactions: str) -> None:
    """A prepared transaction holds its locks until it is rolled back, and then nothing of it remains."""
    first, second = connect(), connect()
    first.tpc_begin(prepared_transactions)
    rows(first, f"UPDATE {accounts} SET balance = 0 WHERE id = 1")
    first.tpc_prepare()
    with pytest.raises(psycopg2.errors.LockNotAvailable):
        rows(second, f"SELECT 1 FROM {accounts} WHERE id = 1 FOR UPDATE NOWAIT")
    second.rollback()
    first.tpc_rollback()
    assert rows(second, f"SELECT balance FROM {accounts} WHERE id = 1 FOR UPDATE NOWAIT") == [(100,)]
    with pytest.raises(psycopg2.errors.UndefinedObject):
        connect().tpc_rollback(prepared_transactions)


@pytest.mark.must_pass
def test_two_phase_commit_in_one_phase(connect: Connect, accounts: str, prepared_transactions: str) -> None:
    """tpc_commit() without a preparation commits directly and leaves nothing prepared."""
    connection = connect()
    connection.tpc_begin(prepared_transactions)
    rows(connection, f"UPDATE {accounts} SET balance = 5 WHERE id = 2")
    connection.tpc_commit()
    assert rows(connection, f"SELECT balance FROM {accounts} WHERE id = 2") == [(5,)]
    assert rows(connection, "SELECT 1 FROM pg_prepared_xacts WHERE gid = %s", (prepared_transactions,)) == []


@pytest.mark.must_pass
def test_exported_snapshot(connect: Connect, accounts: str) -> None:
    """A second transaction that takes over a snapshot sees the same rows as the first."""
    first, later, writer = connect(), connect(), connect()
    first.isolation_level = later.isolation_level = extensions.ISOLATION_LEVEL_REPEATABLE_READ
    [(snapshot,)] = rows(first, "SELECT pg_export_snapshot()")
    rows(writer, f"UPDATE {accounts} SET balance = 0")
    writer.commit()
    rows(later, "SET TRANSACTION SNAPSHOT %s", (snapshot,))
    assert rows(later, f"SELECT sum(balance) FROM {accounts}") == [(200,)]


@pytest.mark.must_pass
def test_row_locks_serialise_two_writers(
    connect: Connect, background: Background, accounts: str, wait_for_lock: Callable[..., None]
) -> None:
    """The second writer waits for the first to commit and then builds on its value."""
    first, second = connect(), connect()
    rows(first, f"UPDATE {accounts} SET balance = balance + 1 WHERE id = 1")
    waiting = background(rows, second, f"UPDATE {accounts} SET balance = balance + 1 WHERE id = 1 RETURNING balance")
    wait_for_lock(second)
    assert not waiting.done()
    first.commit()
    assert waiting.result(PATIENCE) == [(102,)]
