"""Repeated execution through SQLAlchemy: many parameter sets, many rows, and caches that outlive a change."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, bindparam, select

pytestmark = pytest.mark.must_pass


def make_items(connection: Connection, name: str) -> sa.Table:
    items = sa.Table(
        name,
        sa.MetaData(),
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("name", sa.String(40), unique=True),
        sa.Column("amount", sa.Integer),
    )
    items.create(connection)
    connection.commit()
    return items


def test_many_rows_in_one_insert(connection: Connection, table: str) -> None:
    """A list of rows becomes few INSERT statements with many VALUES each."""
    items = make_items(connection, table)
    connection.execute(items.insert(), [{"name": f"n{n}", "amount": n} for n in range(3000)])
    row = connection.execute(select(sa.func.count(), sa.func.sum(items.c.amount))).one()
    assert tuple(row) == (3000, sum(range(3000)))


def test_many_rows_returning(connection: Connection, table: str) -> None:
    """Keys that the server generates for 2,500 rows come back in the order of the rows."""
    items = make_items(connection, table)
    names = [f"name {n:05}" for n in reversed(range(2500))]
    statement = items.insert().returning(items.c.id, items.c.name, sort_by_parameter_order=True)
    returned = connection.execute(statement, [{"name": name} for name in names]).all()
    assert [row.name for row in returned] == names
    assert len({row.id for row in returned}) == 2500


def test_many_updates(connection: Connection, table: str) -> None:
    """UPDATE and DELETE with a list of parameter sets touch exactly those rows and count them."""
    items = make_items(connection, table)
    connection.execute(items.insert(), [{"name": f"n{n}", "amount": 0} for n in range(100)])
    update = items.update().where(items.c.name == bindparam("which")).values(amount=bindparam("value"))
    connection.execute(update, [{"which": f"n{n}", "value": n} for n in range(0, 100, 2)])
    assert connection.scalar(select(sa.func.sum(items.c.amount))) == sum(range(0, 100, 2))
    delete = items.delete().where(items.c.name == bindparam("which"))
    connection.execute(delete, [{"which": f"n{n}"} for n in range(90)])
    assert connection.scalar(select(sa.func.count()).select_from(items)) == 10


def test_failure_among_many_rows(connection: Connection, table: str) -> None:
    """One bad row among many fails the whole execution, and names the violated constraint."""
    items = make_items(connection, table)
    with pytest.raises(sa.exc.IntegrityError, match=f"{table}_name_key"):
        connection.execute(items.insert(), [{"name": f"n{n % 700}"} for n in range(1000)])
    connection.rollback()
    assert connection.scalar(select(sa.func.count()).select_from(items)) == 0


def test_statement_cache(make_engine: Any, table: str) -> None:
    """One compiled statement serves many executions on many connections."""
    engine = make_engine(pool_size=3)
    with engine.connect() as connection:
        items = make_items(connection, table)
        connection.execute(items.insert(), [{"name": str(n), "amount": n} for n in range(50)])
        connection.commit()
    connections = [engine.connect() for _ in range(3)]
    for number in range(60):
        connection = connections[number % 3]
        found = connection.scalar(select(items.c.amount).where(items.c.name == str(number)))
        assert found == (number if number < 50 else None)
    for connection in connections:
        connection.close()


def test_column_type_changes(engine: Engine, table: str) -> None:
    """After ALTER TABLE by another session a statement that was used before gives the new type."""
    with engine.connect() as one, engine.connect() as other:
        other.exec_driver_sql(f"CREATE TABLE {table} AS SELECT 1 AS a")
        other.commit()
        query = sa.text(f"SELECT a FROM {table}")
        assert one.scalar(query) == 1
        one.commit()
        other.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN a TYPE text USING 'text ' || a")
        other.commit()
        # The first attempt may tell that a cached plan is outdated; a retry, as applications do it, succeeds.
        for attempt in range(2):
            try:
                assert one.scalar(query) == "text 1"
                break
            except sa.exc.DBAPIError:
                assert attempt == 0
                one.rollback()


@pytest.mark.dialect("asyncpg")
def test_prepared_statement_cache(make_engine: Any) -> None:
    """The dialect keeps prepared statements for each connection, as many as the URL's option says."""
    engine = make_engine(pool_size=1, max_overflow=0, connect_args={"prepared_statement_cache_size": 5})
    with engine.connect() as connection:
        for _ in range(2):
            for number in range(20):
                assert connection.scalar(sa.text(f"SELECT {number} + CAST(:x AS integer)"), {"x": 1}) == number + 1
        kept = connection.scalar(sa.text("SELECT count(*) FROM pg_prepared_statements"))
        assert 1 <= kept <= 45


@pytest.mark.dialect("asyncpg")
def test_without_prepared_statement_cache(make_engine: Any) -> None:
    """With both caches off and names of one's own, as poolers in between demand it, everything works."""
    numbers = iter(range(1_000_000))
    engine = make_engine(
        connect_args={
            "prepared_statement_cache_size": 0,
            "statement_cache_size": 0,
            "prepared_statement_name_func": lambda: f"compat_{next(numbers)}",
        }
    )
    with engine.connect() as connection:
        for number in range(30):
            assert connection.scalar(select(sa.literal(number))) == number
    assert next(numbers) >= 30


@pytest.mark.dialect("psycopg2")
@pytest.mark.parametrize("mode", ["values_only", "values_plus_batch"])
def test_executemany_modes(make_engine: Any, table: str, mode: str) -> None:
    """Both ways in which the dialect batches executemany give the same rows and counts."""
    engine = make_engine(executemany_mode=mode, executemany_batch_page_size=30)
    with engine.connect() as connection:
        items = make_items(connection, table)
        connection.execute(items.insert(), [{"name": str(n), "amount": n} for n in range(100)])
        update = items.update().where(items.c.name == bindparam("which")).values(amount=items.c.amount * 2)
        connection.execute(update, [{"which": str(n)} for n in range(100)])
        assert connection.scalar(select(sa.func.sum(items.c.amount))) == 2 * sum(range(100))
