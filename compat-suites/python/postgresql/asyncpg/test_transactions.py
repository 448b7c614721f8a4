"""Transactions with asyncpg: what is kept, what is undone, and what two sessions see of each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


@pytest_asyncio.fixture
async def accounts(connect: Any, table: str) -> str:
    """A table with two accounts of 100 each."""
    connection = await connect()
    await connection.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, balance int CHECK (balance >= 0))")
    await connection.execute(f"INSERT INTO {table} VALUES (1, 100), (2, 100)")
    return table


def balances(accounts: str) -> str:
    return f"SELECT array_agg(balance ORDER BY id) FROM {accounts}"


async def test_statements_commit_by_themselves(connect: Any, accounts: str) -> None:
    """Without a transaction each statement is visible to others at once."""
    writer, reader = await connect(), await connect()
    await writer.execute(f"UPDATE {accounts} SET balance = 1 WHERE id = $1", 1)
    assert await reader.fetchval(balances(accounts)) == [1, 100]
    assert not writer.is_in_transaction()


async def test_commit(connect: Any, accounts: str) -> None:
    """Others see what a transaction did when its block ends, and not before."""
    writer, reader = await connect(), await connect()
    async with writer.transaction():
        await writer.execute(f"UPDATE {accounts} SET balance = 50 WHERE id = 1")
        assert writer.is_in_transaction()
        assert await reader.fetchval(balances(accounts)) == [100, 100]
    assert await reader.fetchval(balances(accounts)) == [50, 100]


async def test_exception_rolls_back(connection: asyncpg.Connection, accounts: str) -> None:
    """An exception of the application's own undoes the transaction and goes on its way."""
    with pytest.raises(ZeroDivisionError):
        async with connection.transaction():
            await connection.execute(f"DELETE FROM {accounts}")
            await connection.execute(f"ALTER TABLE {accounts} ADD COLUMN note text")
            raise ZeroDivisionError
    assert [tuple(row) for row in await connection.fetch(f"SELECT * FROM {accounts} ORDER BY id")] == [
        (1, 100),
        (2, 100),
    ]


async def test_manual_control(connection: asyncpg.Connection, accounts: str) -> None:
    """start(), commit() and rollback() by hand, and the driver's refusal of a second start."""
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(f"UPDATE {accounts} SET balance = 9 WHERE id = 1")
    with pytest.raises(asyncpg.InterfaceError, match="already started"):
        await transaction.start()
    await transaction.rollback()
    with pytest.raises(asyncpg.InterfaceError, match="already rolled back"):
        await transaction.commit()
    assert await connection.fetchval(balances(accounts)) == [100, 100]


async def test_nested_blocks_are_savepoints(connection: asyncpg.Connection, accounts: str) -> None:
    """An error in an inner block undoes that block only, three levels deep."""
    async with connection.transaction():
        await connection.execute(f"UPDATE {accounts} SET balance = 1 WHERE id = 1")
        with pytest.raises(asyncpg.CheckViolationError):
            async with connection.transaction():
                await connection.execute(f"UPDATE {accounts} SET balance = 2 WHERE id = 2")
                async with connection.transaction():
                    await connection.execute(f"UPDATE {accounts} SET balance = -1 WHERE id = 2")
        async with connection.transaction():
            await connection.execute(f"UPDATE {accounts} SET balance = balance + 3 WHERE id = 2")
    assert await connection.fetchval(balances(accounts)) == [1, 103]


async def test_failed_transaction(connection: asyncpg.Connection, accounts: str) -> None:
    """After an error every statement is refused with 25P02 until the transaction ends."""
    transaction = connection.transaction()
    await transaction.start()
    with pytest.raises(asyncpg.UndefinedColumnError):
        await connection.fetch(f"SELECT nothing FROM {accounts}")
    for attempt in (connection.fetch, connection.execute, connection.prepare):
        with pytest.raises(asyncpg.InFailedSQLTransactionError):
            await attempt("SELECT 1")
    await transaction.rollback()
    assert await connection.fetchval("SELECT 1") == 1


async def test_commit_of_a_failed_transaction(connection: asyncpg.Connection, accounts: str) -> None:
    """COMMIT of a failed transaction is answered with ROLLBACK, and nothing stays."""
    await connection.execute("BEGIN")
    await connection.execute(f"DELETE FROM {accounts}")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.execute("SELECT 1 / 0")
    assert await connection.execute("COMMIT") == "ROLLBACK"
    assert await connection.fetchval(balances(accounts)) == [100, 100]


@pytest.mark.parametrize("level", ["read_uncommitted", "read_committed", "repeatable_read", "serializable"])
async def test_isolation_levels(connection: asyncpg.Connection, level: str) -> None:
    """Each isolation level that asyncpg knows is the one that the server's transaction has."""
    async with connection.transaction(isolation=level):
        assert await connection.fetchval("SHOW transaction_isolation") == level.replace("_", " ")


async def test_read_committed_sees_new_commits(connect: Any, accounts: str) -> None:
    """At read committed every statement sees what was committed before it."""
    reader, writer = await connect(), await connect()
    async with reader.transaction(isolation="read_committed"):
        assert await reader.fetchval(balances(accounts)) == [100, 100]
        await writer.execute(f"UPDATE {accounts} SET balance = 0 WHERE id = 1")
        assert await reader.fetchval(balances(accounts)) == [0, 100]


async def test_repeatable_read_keeps_its_snapshot(connect: Any, accounts: str) -> None:
    """At repeatable read a transaction sees one snapshot and may not overwrite what changed since: 40001."""
    reader, writer = await connect(), await connect()
    with pytest.raises(asyncpg.SerializationError) as refused:
        async with reader.transaction(isolation="repeatable_read"):
            assert await reader.fetchval(balances(accounts)) == [100, 100]
            await writer.execute(f"UPDATE {accounts} SET balance = 0 WHERE id = 1")
            assert await reader.fetchval(balances(accounts)) == [100, 100]
            await reader.execute(f"UPDATE {accounts} SET balance = 5 WHERE id = 1")
    assert refused.value.sqlstate == "40001"
    assert await reader.fetchval(balances(accounts)) == [0, 100]


async def test_serializable_prevents_write_skew(connect: Any, accounts: str) -> None:
    """Of two transactions that each read what the other writes one fails, and succeeds when it is tried again."""
    one, two = await connect(), await connect()

    async def withdraw(connection: asyncpg.Connection, number: int) -> None:
        await connection.execute(
            f"UPDATE {accounts} SET balance = balance - 100"
            f" WHERE id = $1 AND (SELECT sum(balance) FROM {accounts}) >= 200",
            number,
        )

    first = one.transaction(isolation="serializable")
    second = two.transaction(isolation="serializable")
    await first.start()
    await second.start()
    await withdraw(one, 1)
    await withdraw(two, 2)
    await first.commit()
    with pytest.raises(asyncpg.SerializationError):
        await second.commit()
    async with two.transaction(isolation="serializable"):
        await withdraw(two, 2)
    assert await one.fetchval(balances(accounts)) == [0, 100]


async def test_read_only(connection: asyncpg.Connection, accounts: str) -> None:
    """A read-only transaction refuses writes with 25006."""
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with connection.transaction(readonly=True):
            assert await connection.fetchval(balances(accounts)) == [100, 100]
            await connection.execute(f"DELETE FROM {accounts}")


async def test_deferrable(connection: asyncpg.Connection) -> None:
    """A serializable, read-only, deferrable transaction is begun as such."""
    async with connection.transaction(isolation="serializable", readonly=True, deferrable=True):
        row = await connection.fetchrow(
            "SELECT current_setting('transaction_deferrable'), current_setting('transaction_read_only')"
        )
        assert tuple(row) == ("on", "on")


async def test_deferred_constraint_fails_the_commit(connection: asyncpg.Connection, table: str) -> None:
    """A deferred constraint is checked by the commit, which then has rolled back."""
    await connection.execute(f"CREATE TABLE {table} (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(f"INSERT INTO {table} VALUES (1), (1)")
    with pytest.raises(asyncpg.UniqueViolationError):
        await transaction.commit()
    assert not connection.is_in_transaction()
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_deadlock(connect: Any, accounts: str, wait_for_lock: Any) -> None:
    """Of two sessions that wait for each other one is told 40P01, and the other goes on."""
    one, two = await connect(), await connect()
    update = f"UPDATE {accounts} SET balance = $1 WHERE id = $2"
    first, second = one.transaction(), two.transaction()
    await first.start()
    await second.start()
    await one.execute(update, 1, 1)
    await two.execute(update, 2, 2)
    waiting = asyncio.create_task(one.execute(update, 1, 2))
    await wait_for_lock(one.get_server_pid())
    async with asyncio.timeout(PATIENCE):
        ends = await asyncio.gather(waiting, two.execute(update, 2, 1), return_exceptions=True)
    [loser] = [end for end in ends if isinstance(end, Exception)]
    assert isinstance(loser, asyncpg.DeadlockDetectedError)
    assert "waits for" in loser.detail
    assert "UPDATE 1" in ends
    await first.rollback()
    await second.rollback()


async def test_lock_not_available(connect: Any, accounts: str) -> None:
    """NOWAIT and lock_timeout give 55P03 instead of waiting, SKIP LOCKED passes over."""
    holder, asker = await connect(), await connect()
    async with holder.transaction():
        await holder.execute(f"SELECT * FROM {accounts} WHERE id = 1 FOR UPDATE")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await asker.execute(f"SELECT * FROM {accounts} WHERE id = 1 FOR UPDATE NOWAIT")
        await asker.execute("SET lock_timeout = 1")
        with pytest.raises(asyncpg.LockNotAvailableError, match="lock timeout"):
            await asker.execute(f"UPDATE {accounts} SET balance = 5 WHERE id = 1")
        assert await asker.fetch(f"SELECT id FROM {accounts} FOR UPDATE SKIP LOCKED") == [(2,)]


@pytest_asyncio.fixture
async def prepared_transactions(connection: asyncpg.Connection, token: str) -> AsyncIterator[str]:
    """A global transaction identifier, rolled back in the end if a case has left it prepared."""
    if await connection.fetchval("SHOW max_prepared_transactions") == "0":
        pytest.skip("the server has max_prepared_transactions = 0")
    yield token
    if await connection.fetchval("SELECT count(*) FROM pg_prepared_xacts WHERE gid = $1", token):
        await connection.execute(f"ROLLBACK PREPARED '{token}'")


async def test_two_phase_commit(connect: Any, accounts: str, prepared_transactions: str) -> None:
    """A transaction prepared by one session is committed by another after the first has gone."""
    first, second = await connect(), await connect()
    await first.execute("BEGIN")
    await first.execute(f"UPDATE {accounts} SET balance = 77 WHERE id = 1")
    assert await first.execute(f"PREPARE TRANSACTION '{prepared_transactions}'") == "PREPARE TRANSACTION"
    assert not first.is_in_transaction()
    await first.close()
    assert await second.fetchval(balances(accounts)) == [100, 100]
    assert await second.execute(f"COMMIT PREPARED '{prepared_transactions}'") == "COMMIT PREPARED"
    assert await second.fetchval(balances(accounts)) == [77, 100]


async def test_close_rolls_back(connect: Any, accounts: str) -> None:
    """What was not committed is gone when the connection is closed or its socket is torn down."""
    for end in ("close", "terminate"):
        leaving, staying = await connect(), await connect()
        await leaving.execute("BEGIN")
        await leaving.execute(f"UPDATE {accounts} SET balance = 0")
        if end == "close":
            await leaving.close()
        else:
            leaving.terminate()
        async with asyncio.timeout(PATIENCE):
            await staying.execute(f"UPDATE {accounts} SET balance = balance")
        assert await staying.fetchval(balances(accounts)) == [100, 100]


async def test_concurrent_increments(connect: Any, accounts: str) -> None:
    """Ten sessions at repeatable read retry on 40001 until all of their increments are there."""
    connections = await asyncio.gather(*(connect() for _ in range(10)))

    async def increment(connection: asyncpg.Connection) -> None:
        while True:
            try:
                async with connection.transaction(isolation="repeatable_read"):
                    balance = await connection.fetchval(f"SELECT balance FROM {accounts} WHERE id = 1")
                    await connection.execute(f"UPDATE {accounts} SET balance = $1 WHERE id = 1", balance + 1)
                return
            except asyncpg.SerializationError:
                continue

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(increment(each) for each in connections for _ in range(1)))
    assert await connections[0].fetchval(balances(accounts)) == [110, 100]
