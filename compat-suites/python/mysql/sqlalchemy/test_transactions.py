"""Transactions through SQLAlchemy on MySQL."""

from __future__ import annotations

import os
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

pytestmark = pytest.mark.must_pass


@pytest.fixture
def counter(engine: Engine, table: str) -> sa.Table:
    """A table with one row, committed."""
    counter = sa.Table(table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))
    with engine.begin() as connection:
        counter.create(connection)
        connection.execute(counter.insert().values(id=1, n=0))
    return counter


def read(engine: Engine, counter: sa.Table) -> list[int]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(counter.c.n).order_by(counter.c.id)))


def test_commit_and_rollback(engine: Engine, counter: sa.Table) -> None:
    """begin() commits at its end, an exception rolls back, and so does leaving without commit."""
    with engine.begin() as connection:
        connection.execute(counter.update().values(n=1))
    assert read(engine, counter) == [1]
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        connection.execute(counter.update().values(n=2))
        _ = 1 / 0
    assert read(engine, counter) == [1]
    with engine.connect() as connection:
        connection.execute(counter.update().values(n=3))
    assert read(engine, counter) == [1]
    with engine.connect() as connection:
        connection.execute(counter.update().values(n=4))
        connection.commit()
        connection.execute(counter.update().values(n=5))
        connection.rollback()
    assert read(engine, counter) == [4]


def test_savepoints(engine: Engine, counter: sa.Table) -> None:
    """Nested transactions are savepoints: an inner one is taken back alone."""
    with engine.begin() as connection:
        connection.execute(counter.insert().values(id=2, n=2))
        inner = connection.begin_nested()
        connection.execute(counter.insert().values(id=3, n=3))
        innermost = connection.begin_nested()
        connection.execute(counter.insert().values(id=4, n=4))
        innermost.commit()
        inner.rollback()
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.execute(counter.insert().values(id=1, n=9))
        connection.execute(counter.insert().values(id=5, n=5))
    assert read(engine, counter) == [0, 2, 5]


@pytest.mark.parametrize("level", ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_isolation_levels(make_engine: Any, counter: sa.Table, level: str) -> None:
    """A level of the engine's and one of the connection's are set at the server and read back from it."""
    engine = make_engine(isolation_level=level)
    with engine.connect() as connection:
        assert connection.get_isolation_level() == level
        assert connection.scalar(sa.select(counter.c.n)) == 0
    with make_engine().connect() as connection:
        assert connection.get_isolation_level() == "REPEATABLE READ"
        connection.rollback()
        connection = connection.execution_options(isolation_level=level)
        assert connection.get_isolation_level() == level


def test_level_is_reset(make_engine: Any) -> None:
    """A connection's own level goes when it returns to the pool."""
    engine = make_engine(pool_size=1, max_overflow=0)
    with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
        assert connection.get_isolation_level() == "SERIALIZABLE"
    with engine.connect() as connection:
        assert connection.get_isolation_level() == "REPEATABLE READ"


@pytest.mark.applies(
    os.environ.get("COMPAT_SQLALCHEMY_DRIVER") != "mysqlconnector" or sa.__version__ != "2.0.36",
    "SQLAlchemy 2.0.36 does not know the level AUTOCOMMIT with MySQL Connector",
)
def test_autocommit(make_engine: Any, engine: Engine, counter: sa.Table) -> None:
    """With the level AUTOCOMMIT each statement is kept at once."""
    with make_engine(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(counter.update().values(n=8))
        assert read(engine, counter) == [8]
        connection.rollback()
    assert read(engine, counter) == [8]


def test_failed_statement_leaves_the_others(engine: Engine, counter: sa.Table) -> None:
    """On MySQL a statement that fails takes back only itself, so that the transaction may go on."""
    with engine.begin() as connection:
        connection.execute(counter.insert().values(id=2, n=2))
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(counter.insert().values(id=1, n=1))
        connection.execute(counter.insert().values(id=3, n=3))
    assert read(engine, counter) == [0, 2, 3]
