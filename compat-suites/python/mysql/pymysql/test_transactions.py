"""Transactions with PyMySQL: autocommit, savepoints, isolation, and what a failed statement leaves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection

from compat_pymysql import sqlstate
from compat_server import PATIENCE

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]
Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def counter(autocommit: Connection, table: str) -> str:
    """A table with the rows (1, 0) and (2, 0)."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT NOT NULL)")
        cursor.execute(f"INSERT INTO {table} VALUES (1, 0), (2, 0)")
    return table


def test_commit(connection: Connection, counter: str, rows_of: Rows) -> None:
    """Others see what was written when commit() has returned, and not before."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 5 WHERE id = 1")
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(0,)]
    connection.commit()
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(5,)]


def test_rollback(connection: Connection, counter: str, rows_of: Rows) -> None:
    """rollback() takes back every change since the last commit."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {counter}")
        cursor.execute(f"INSERT INTO {counter} VALUES (3, 3)")
        connection.rollback()
        cursor.execute(f"SELECT * FROM {counter} ORDER BY id")
        assert cursor.fetchall() == ((1, 0), (2, 0))
    connection.commit()
    assert len(rows_of(f"SELECT * FROM {counter}")) == 2


def test_close_without_commit(connect: Connect, counter: str, rows_of: Rows) -> None:
    """What was not committed is gone when the connection closes."""
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 9")
    connection.close()
    # Waits until the row is free, whoever is quicker.
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1 FOR UPDATE") == [(0,)]


def test_autocommit(connect: Connect, counter: str, rows_of: Rows) -> None:
    """With autocommit each statement is kept at once; turning it on commits what was open."""
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 1")
        connection.autocommit(True)
        assert rows_of(f"SELECT n FROM {counter}") == [(1,), (1,)]
        cursor.execute(f"UPDATE {counter} SET n = 2 WHERE id = 1")
        assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(2,)]
        connection.autocommit(False)
        cursor.execute(f"UPDATE {counter} SET n = 3 WHERE id = 1")
        connection.rollback()
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(2,)]


@pytest.mark.parametrize("begin", ["BEGIN", "START TRANSACTION", "START TRANSACTION READ WRITE", "BEGIN WORK"])
def test_explicit_transaction(autocommit: Connection, counter: str, rows_of: Rows, begin: str) -> None:
    """With autocommit a transaction is opened by a statement and lasts until COMMIT or ROLLBACK."""
    with autocommit.cursor() as cursor:
        for end, expected in (("ROLLBACK", 0), ("COMMIT", 7)):
            cursor.execute(begin)
            cursor.execute(f"UPDATE {counter} SET n = 7 WHERE id = 1")
            assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(0,)]
            cursor.execute(end)
            assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(expected,)]
        cursor.execute(f"UPDATE {counter} SET n = 8 WHERE id = 1")
        assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(8,)]


def test_begin_commits_what_is_open(connection: Connection, counter: str, rows_of: Rows) -> None:
    """A second BEGIN commits the first transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 4 WHERE id = 1")
        connection.begin()
        assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(4,)]
        cursor.execute(f"UPDATE {counter} SET n = 5 WHERE id = 1")
        connection.rollback()
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(4,)]


def test_ddl_commits(connection: Connection, counter: str, rows_of: Rows, name: Callable[[str], str]) -> None:
    """DDL commits what came before it and cannot be taken back itself."""
    made = name("made")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 6 WHERE id = 1")
        cursor.execute(f"CREATE TABLE {made} (a INT)")
        assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(6,)]
        cursor.execute(f"UPDATE {counter} SET n = 7 WHERE id = 1")
        cursor.execute(f"ALTER TABLE {made} ADD COLUMN b INT")
        connection.rollback()
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(7,)]
    assert rows_of(f"SELECT a, b FROM {made}") == []


def test_failed_statement_leaves_the_others(connection: Connection, counter: str, rows_of: Rows) -> None:
    """A statement that fails inside a transaction takes back only itself: the transaction goes on and commits."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        with pytest.raises(pymysql.IntegrityError):
            cursor.execute(f"INSERT INTO {counter} VALUES (3, 3), (4, 4), (2, 2)")
        with pytest.raises(pymysql.ProgrammingError):
            cursor.execute("SELECT * FROM nowhere")
        with pytest.raises(pymysql.ProgrammingError):
            cursor.execute("SELEKT")
        cursor.execute(f"INSERT INTO {counter} VALUES (5, 5)")
        connection.commit()
    assert rows_of(f"SELECT * FROM {counter} ORDER BY id") == [(1, 1), (2, 0), (5, 5)]


def test_failed_update_changes_nothing(connection: Connection, counter: str) -> None:
    """An UPDATE that fails at its second row has not changed the first."""
    with connection.cursor() as cursor:
        with pytest.raises(pymysql.IntegrityError):
            cursor.execute(f"UPDATE {counter} SET id = id + 1 ORDER BY id")
        cursor.execute(f"SELECT id FROM {counter} ORDER BY id")
        assert cursor.fetchall() == ((1,), (2,))
        assert cursor.execute(f"UPDATE {counter} SET id = id + 1 ORDER BY id DESC") == 2


def test_savepoints(connection: Connection, counter: str) -> None:
    """Savepoints nest, are rolled back to more than once, and a name that is used again replaces the old one."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 1")
        cursor.execute("SAVEPOINT outer_one")
        cursor.execute(f"UPDATE {counter} SET n = 2")
        cursor.execute("SAVEPOINT `inner one`")
        cursor.execute(f"UPDATE {counter} SET n = 3")
        for statement in ("ROLLBACK TO SAVEPOINT `inner one`", "ROLLBACK TO `inner one`"):
            cursor.execute(statement)
            cursor.execute(f"SELECT n FROM {counter} WHERE id = 1")
            assert cursor.fetchone() == (2,)
            cursor.execute(f"UPDATE {counter} SET n = 4")
        cursor.execute("SAVEPOINT outer_one")
        cursor.execute(f"UPDATE {counter} SET n = 5")
        cursor.execute("ROLLBACK WORK TO OUTER_ONE")
        cursor.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert cursor.fetchone() == (4,)
        cursor.execute("RELEASE SAVEPOINT outer_one")


def test_missing_savepoint(connection: Connection, counter: str) -> None:
    """A savepoint that is not there is error 1305, after a commit too, and costs nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        cursor.execute("SAVEPOINT gone")
        connection.commit()
        cursor.execute(f"UPDATE {counter} SET n = 2 WHERE id = 1")
        for statement in ("ROLLBACK TO gone", "RELEASE SAVEPOINT gone"):
            with pytest.raises(pymysql.OperationalError) as error:
                cursor.execute(statement)
            assert error.value.args == (1305, "SAVEPOINT gone does not exist")
            assert sqlstate(error.value) == "42000"
        cursor.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert cursor.fetchone() == (2,)


def test_repeatable_read(connect: Connect, counter: str) -> None:
    """By default a transaction reads one snapshot; its own changes and locking reads see more."""
    reader, writer = connect(), connect(autocommit=True)
    with reader.cursor() as read, writer.cursor() as write:
        read.execute("SELECT @@transaction_isolation" if _is_mysql(reader) else "SELECT @@tx_isolation")
        assert read.fetchone() == ("REPEATABLE-READ",)
        read.execute(f"SELECT n FROM {counter} ORDER BY id")
        assert read.fetchall() == ((0,), (0,))
        write.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        write.execute(f"INSERT INTO {counter} VALUES (3, 3)")
        read.execute(f"SELECT n FROM {counter} ORDER BY id")
        assert read.fetchall() == ((0,), (0,))
        reader.commit()
        read.execute(f"SELECT n FROM {counter} ORDER BY id")
        assert read.fetchall() == ((1,), (0,), (3,))


def _is_mysql(connection: Connection) -> bool:
    return "MariaDB" not in connection.get_server_info()


@pytest.mark.parametrize(
    ("level", "seen"),
    [("READ UNCOMMITTED", {0, 1}), ("READ COMMITTED", {1}), ("REPEATABLE READ", {0}), ("SERIALIZABLE", {0, 1})],
    ids=["uncommitted", "committed", "repeatable", "serializable"],
)
def test_isolation_levels(connect: Connect, counter: str, level: str, seen: set[int]) -> None:
    """SET SESSION TRANSACTION holds for the next transactions, and each level sees what it may see."""
    reader, writer = connect(), connect(autocommit=True)
    with reader.cursor() as read, writer.cursor() as write:
        read.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {level}")
        reader.begin()
        # Not the row that is written below: a serializable transaction locks what it reads in MySQL.
        read.execute(f"SELECT n FROM {counter} WHERE id = 2")
        read.fetchall()
        write.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        read.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert read.fetchone()[0] in seen
        reader.commit()
        read.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert read.fetchone() == (1,)


def test_level_of_the_next_transaction(connection: Connection) -> None:
    """SET TRANSACTION without SESSION holds for one transaction only, and is refused inside of one: 1568."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.begin()
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        assert (error.value.args[0], sqlstate(error.value)) == (1568, "25001")
        connection.commit()
        variable = "@@transaction_isolation" if _is_mysql(connection) else "@@tx_isolation"
        cursor.execute(f"SELECT {variable}")
        assert cursor.fetchone() == ("REPEATABLE-READ",)


def test_read_only(connection: Connection, counter: str) -> None:
    """A read-only transaction reads, and refuses to write: 1792."""
    with connection.cursor() as cursor:
        cursor.execute("START TRANSACTION READ ONLY")
        cursor.execute(f"SELECT COUNT(*) FROM {counter}")
        assert cursor.fetchone() == (2,)
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute(f"DELETE FROM {counter}")
        assert (error.value.args[0], sqlstate(error.value)) == (1792, "25006")
        connection.rollback()
        assert cursor.execute(f"DELETE FROM {counter}") == 2


def test_consistent_snapshot(connect: Connect, counter: str, rows_of: Rows) -> None:
    """START TRANSACTION WITH CONSISTENT SNAPSHOT takes the snapshot at once, not with the first read."""
    reader, writer = connect(), connect(autocommit=True)
    with reader.cursor() as read, writer.cursor() as write:
        read.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
        write.execute(f"UPDATE {counter} SET n = 1")
        read.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert read.fetchone() == (0,)
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(1,)]


def test_row_locks(
    connect: Connect, counter: str, background: Callable[..., Future[Any]], wait_for_statement: Callable[..., None]
) -> None:
    """SELECT … FOR UPDATE makes another writer wait until the end of the transaction; both changes count."""
    holder, other = connect(), connect()
    with holder.cursor() as hold:
        hold.execute(f"SELECT n FROM {counter} WHERE id = 1 FOR UPDATE")

        def increment() -> None:
            with other.cursor() as cursor:
                cursor.execute(f"UPDATE {counter} SET n = n + 1 WHERE id = 1 /* waits */")
            other.commit()

        waiting = background(increment)
        wait_for_statement(other, "/* waits */")
        hold.execute(f"UPDATE {counter} SET n = n + 10 WHERE id = 1")
        assert not waiting.done()
        holder.commit()
        waiting.result(PATIENCE)
        hold.execute(f"SELECT n FROM {counter} WHERE id = 1")
        assert hold.fetchone() == (11,)


def test_nowait_and_skip_locked(connect: Connect, counter: str) -> None:
    """NOWAIT refuses at once, SKIP LOCKED leaves out the rows that somebody else has locked."""
    holder, other = connect(), connect()
    with holder.cursor() as hold, other.cursor() as cursor:
        hold.execute(f"SELECT * FROM {counter} WHERE id = 1 FOR UPDATE")
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute(f"SELECT * FROM {counter} WHERE id = 1 FOR UPDATE NOWAIT")
        # MySQL 8 has a number of its own, MariaDB that of the lock timeout.
        assert error.value.args[0] == (3572 if _is_mysql(other) else 1205)
        cursor.execute(f"SELECT id FROM {counter} ORDER BY id FOR UPDATE SKIP LOCKED")
        assert cursor.fetchall() == ((2,),)


def test_lock_wait_timeout(connect: Connect, counter: str, rows_of: Rows) -> None:
    """A lock that is not had in time is error 1205; it takes back the statement, not the transaction."""
    holder, other = connect(), connect()
    with holder.cursor() as hold, other.cursor() as cursor:
        hold.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")
        cursor.execute(f"UPDATE {counter} SET n = 2 WHERE id = 2")
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute(f"UPDATE {counter} SET n = 2 WHERE id = 1")
        assert error.value.args == (1205, "Lock wait timeout exceeded; try restarting transaction")
        assert sqlstate(error.value) == "HY000"
        other.commit()
        holder.rollback()
    assert rows_of(f"SELECT * FROM {counter} ORDER BY id") == [(1, 0), (2, 2)]


def test_deadlock(connect: Connect, counter: str, background: Callable[..., Future[Any]]) -> None:
    """Of two transactions that wait for each other one is rolled back whole with 1213, and the other goes on."""
    one, two = connect(), connect()
    crossed = [(one, 1, 2), (two, 2, 1)]
    for connection, first, _ in crossed:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {counter} SET n = n + 1 WHERE id = %s", (first,))

    def finish(connection: Connection, second: int) -> tuple[int, str | None]:
        with connection.cursor() as cursor:
            try:
                cursor.execute(f"UPDATE {counter} SET n = n + 1 WHERE id = %s", (second,))
            except pymysql.OperationalError as error:
                connection.commit()
                return error.args[0], sqlstate(error)
        connection.commit()
        return 0, None

    waiting = [background(finish, connection, second) for connection, _, second in crossed]
    assert sorted((future.result(PATIENCE) for future in waiting), key=str) == [(0, None), (1213, "40001")]
    with one.cursor() as cursor:
        cursor.execute(f"SELECT n FROM {counter} ORDER BY id")
        assert cursor.fetchall() == ((1,), (1,))


def test_chain_and_release(connect: Connect, counter: str, rows_of: Rows) -> None:
    """COMMIT AND CHAIN begins the next transaction at once, COMMIT RELEASE ends the session."""
    connection = connect(autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"UPDATE {counter} SET n = 1 WHERE id = 1")
        cursor.execute("COMMIT AND CHAIN")
        cursor.execute(f"UPDATE {counter} SET n = 2 WHERE id = 1")
        assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(1,)]
        cursor.execute("ROLLBACK RELEASE")
    assert rows_of(f"SELECT n FROM {counter} WHERE id = 1") == [(1,)]
    with pytest.raises((pymysql.OperationalError, pymysql.InterfaceError)), connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute("SELECT 1")


def test_temporary_tables(connection: Connection, name: Callable[[str], str]) -> None:
    """A temporary table hides one of the same name, and making or dropping it does not commit."""
    hidden, other = name("hidden"), name("other")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {hidden} (a INT)")
        cursor.execute(f"CREATE TABLE {other} (a INT)")
        cursor.execute(f"INSERT INTO {other} VALUES (1)")
        cursor.execute(f"CREATE TEMPORARY TABLE {hidden} (b INT)")
        cursor.execute(f"INSERT INTO {hidden} (b) VALUES (1)")
        cursor.execute(f"DROP TEMPORARY TABLE {hidden}")
        cursor.execute(f"SELECT COUNT(a) FROM {hidden}")
        assert cursor.fetchone() == (0,)
        connection.rollback()
        cursor.execute(f"SELECT COUNT(*) FROM {other}")
        assert cursor.fetchone() == (0,)
