"""Transactions as SQLAlchemy's connections and sessions manage them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, orm, select

pytestmark = pytest.mark.must_pass


@pytest.fixture
def accounts(table: str) -> sa.Table:
    """The description of a table of accounts; ``open_accounts`` makes it."""
    return sa.Table(
        table,
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("balance", sa.Integer, sa.CheckConstraint("balance >= 0")),
    )


def open_accounts(engine: Engine, accounts: sa.Table) -> None:
    with engine.begin() as connection:
        accounts.create(connection)
        connection.execute(accounts.insert(), [{"id": 1, "balance": 100}, {"id": 2, "balance": 100}])


def balances(connection: Connection, accounts: sa.Table) -> list[int]:
    return list(connection.scalars(select(accounts.c.balance).order_by(accounts.c.id)))


def test_begin_commits_or_rolls_back(engine: Engine, accounts: sa.Table) -> None:
    """engine.begin() commits at the end of its block and rolls back on an exception."""
    open_accounts(engine, accounts)
    with engine.begin() as connection:
        connection.execute(accounts.update().values(balance=50).where(accounts.c.id == 1))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(accounts.update().values(balance=40).where(accounts.c.id == 1))
        connection.execute(accounts.update().values(balance=-1).where(accounts.c.id == 2))
    with engine.connect() as connection:
        assert balances(connection, accounts) == [50, 100]


def test_autobegin(engine: Engine, accounts: sa.Table) -> None:
    """A connection begins by itself; without commit nothing stays, and others do not see it meanwhile."""
    open_accounts(engine, accounts)
    with engine.connect() as writer, engine.connect() as reader:
        assert not writer.in_transaction()
        writer.execute(accounts.delete())
        assert writer.in_transaction()
        assert balances(reader, accounts) == [100, 100]
    with engine.connect() as reader:
        assert balances(reader, accounts) == [100, 100]


def test_nested_blocks(engine: Engine, accounts: sa.Table) -> None:
    """begin_nested() is a savepoint: an error in it is taken back, the rest is committed."""
    open_accounts(engine, accounts)
    with engine.begin() as connection:
        connection.execute(accounts.update().values(balance=1).where(accounts.c.id == 1))
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(accounts.update().values(balance=2).where(accounts.c.id == 2))
            connection.execute(accounts.insert().values(id=1))
        inner = connection.begin_nested()
        connection.execute(accounts.insert().values(id=3, balance=3))
        inner.commit()
    with engine.connect() as connection:
        assert balances(connection, accounts) == [1, 100, 3]


def test_failed_transaction(connection: Connection, code: Any) -> None:
    """After an error statements are refused with 25P02 until rollback()."""
    with pytest.raises(sa.exc.ProgrammingError):
        connection.execute(sa.text("SELECT * FROM nowhere"))
    with pytest.raises(sa.exc.DBAPIError) as refused:
        connection.execute(sa.text("SELECT 1"))
    assert code(refused.value) == "25P02"
    connection.rollback()
    assert connection.scalar(sa.text("SELECT 1")) == 1


@pytest.mark.parametrize(
    "level",
    [
        pytest.param("READ UNCOMMITTED", marks=pytest.mark.dialect("psycopg2")),
        "READ COMMITTED",
        "REPEATABLE READ",
        "SERIALIZABLE",
    ],
)
def test_isolation_levels(engine: Engine, level: str) -> None:
    """An isolation level set for one connection is what the server has, and is gone from the pool afterwards."""
    with engine.connect().execution_options(isolation_level=level) as connection:
        assert connection.scalar(sa.text("SHOW transaction_isolation")) == level.lower()
        backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT pg_backend_pid(), current_setting('transaction_isolation')")).one()
        assert tuple(row) == (backend, "read committed")


def test_autocommit(engine: Engine, accounts: sa.Table) -> None:
    """At AUTOCOMMIT each statement is visible at once, and VACUUM is allowed."""
    open_accounts(engine, accounts)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as writer, engine.connect() as reader:
        writer.execute(accounts.update().values(balance=7))
        assert balances(reader, accounts) == [7, 7]
        reader.rollback()
        writer.exec_driver_sql(f"VACUUM ANALYZE {accounts.name}")


def test_serialization_failure(engine: Engine, accounts: sa.Table, code: Any) -> None:
    """Two serializable transactions with write skew cannot both commit, and the loser may try again."""
    open_accounts(engine, accounts)
    serializable = engine.execution_options(isolation_level="SERIALIZABLE")
    with serializable.connect() as one, serializable.connect() as two:
        for connection in (one, two):
            assert balances(connection, accounts) == [100, 100]
        one.execute(accounts.update().values(balance=0).where(accounts.c.id == 1))
        two.execute(accounts.update().values(balance=0).where(accounts.c.id == 2))
        one.commit()
        with pytest.raises(sa.exc.DBAPIError) as refused:
            two.commit()
        assert code(refused.value) == "40001"
        two.rollback()
        assert balances(two, accounts) == [0, 100]


def test_snapshot_of_repeatable_read(engine: Engine, accounts: sa.Table, code: Any) -> None:
    """A repeatable read sees one state, and may not update what changed since."""
    open_accounts(engine, accounts)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as reader, engine.connect() as writer:
        assert balances(reader, accounts) == [100, 100]
        writer.execute(accounts.update().values(balance=1))
        writer.commit()
        assert balances(reader, accounts) == [100, 100]
        with pytest.raises(sa.exc.DBAPIError) as refused:
            reader.execute(accounts.update().values(balance=2))
        assert code(refused.value) == "40001"


def test_read_only_and_deferrable(engine: Engine, accounts: sa.Table, code: Any) -> None:
    """The dialect's options make a transaction read-only and deferrable, and the pool forgets them."""
    open_accounts(engine, accounts)
    options = {"isolation_level": "SERIALIZABLE", "postgresql_readonly": True, "postgresql_deferrable": True}
    with engine.connect().execution_options(**options) as connection:
        assert connection.scalar(sa.text("SHOW transaction_read_only")) == "on"
        assert connection.scalar(sa.text("SHOW transaction_deferrable")) == "on"
        with pytest.raises(sa.exc.DBAPIError) as refused:
            connection.execute(accounts.delete())
        assert code(refused.value) == "25006"
    with engine.begin() as connection:
        connection.execute(accounts.update().values(balance=3))


def test_two_phase_commit(engine: Engine, accounts: sa.Table, token: str) -> None:
    """A transaction prepared on one connection is found and committed through another."""
    open_accounts(engine, accounts)
    with engine.connect() as connection:
        if connection.scalar(sa.text("SHOW max_prepared_transactions")) == "0":
            pytest.skip("the server has max_prepared_transactions = 0")
        connection.rollback()
        transaction = connection.begin_twophase(token)
        connection.execute(accounts.update().values(balance=9))
        transaction.prepare()
        with engine.connect() as other:
            assert token in other.recover_twophase()
            assert balances(other, accounts) == [100, 100]
        transaction.commit()
    with engine.connect() as connection:
        assert token not in connection.recover_twophase()
        assert balances(connection, accounts) == [9, 9]


def test_two_phase_rollback(engine: Engine, accounts: sa.Table, token: str) -> None:
    """A prepared transaction that is rolled back leaves nothing."""
    open_accounts(engine, accounts)
    with engine.connect() as connection:
        if connection.scalar(sa.text("SHOW max_prepared_transactions")) == "0":
            pytest.skip("the server has max_prepared_transactions = 0")
        connection.rollback()
        transaction = connection.begin_twophase(token)
        connection.execute(accounts.delete())
        transaction.prepare()
        transaction.rollback()
    with engine.connect() as connection:
        assert balances(connection, accounts) == [100, 100]


def test_session_transactions(engine: Engine, accounts: sa.Table) -> None:
    """A session rolls back on an error in flush, goes on after it, and nests by savepoints."""
    open_accounts(engine, accounts)

    class Account:
        def __init__(self, id: int, balance: int) -> None:
            self.id, self.balance = id, balance

    orm.registry().map_imperatively(Account, accounts)
    with orm.Session(engine) as session:
        session.add(Account(1, 5))
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()
        session.rollback()
        session.add(Account(3, 30))
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            session.add(Account(4, -1))
            session.flush()
        session.commit()
        assert [each.id for each in session.scalars(select(Account).order_by(accounts.c.id))] == [1, 2, 3]


def test_session_joins_an_outer_transaction(engine: Engine, accounts: sa.Table) -> None:
    """A session inside a transaction that a test rolls back commits to savepoints only."""
    open_accounts(engine, accounts)
    with engine.connect() as connection:
        outer = connection.begin()
        with orm.Session(connection, join_transaction_mode="create_savepoint") as session:
            session.execute(accounts.delete())
            session.commit()
            session.execute(accounts.insert().values(id=5, balance=5))
            session.rollback()
        assert balances(connection, accounts) == []
        outer.rollback()
        assert balances(connection, accounts) == [100, 100]
