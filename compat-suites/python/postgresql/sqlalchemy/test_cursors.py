"""Results that SQLAlchemy reads in parts from a cursor of the server."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, orm

pytestmark = pytest.mark.must_pass

NUMBERS = sa.text("SELECT g AS n, repeat('x', 20) AS x FROM generate_series(1, :most) g").columns(
    sa.column("n", sa.Integer), sa.column("x", sa.String)
)


def test_stream_results(connection: Connection) -> None:
    """With stream_results the rows stay in the server until they are asked for."""
    result = connection.execution_options(stream_results=True).execute(NUMBERS, {"most": 100_000})
    assert result.fetchone().n == 1
    assert [row.n for row in result.fetchmany(3)] == [2, 3, 4]
    rest = result.scalars().all()
    assert (len(rest), rest[-1]) == (100_000 - 4, 100_000)


def test_yield_per(connection: Connection) -> None:
    """yield_per fetches and hands on portions of that size."""
    result = connection.execution_options(yield_per=400).execute(NUMBERS, {"most": 1000})
    assert [len(part) for part in result.partitions()] == [400, 400, 200]


def test_leaving_early(connection: Connection) -> None:
    """A stream that is closed early frees the connection for other statements in the same transaction."""
    result = connection.execution_options(stream_results=True, max_row_buffer=10).execute(NUMBERS, {"most": 50_000})
    for row in result:
        if row.n == 25:
            break
    result.close()
    assert connection.scalar(sa.select(sa.literal("in step"))) == "in step"


def test_two_streams(connection: Connection) -> None:
    """Two streams on one connection are read in turns."""
    streaming = connection.execution_options(stream_results=True, max_row_buffer=2)
    first, second = streaming.execute(NUMBERS, {"most": 5}), streaming.execute(NUMBERS, {"most": 5})
    seen = [(one.n, two.n) for one, two in zip(first, second, strict=True)]
    assert seen == [(n, n) for n in range(1, 6)]


def test_error_in_mid_stream(connection: Connection) -> None:
    """Rows before the one that fails arrive, and the error comes with the fetch that reaches it."""
    streaming = connection.execution_options(stream_results=True, max_row_buffer=50)
    result = streaming.execute(sa.text("SELECT 1000 / (900 - g) AS q FROM generate_series(1, 1000) g"))
    assert [result.fetchone().q for _ in range(2)] == [1, 1]
    # With asyncpg the driver's own exception comes out of a fetch, not wrapped by SQLAlchemy.
    with pytest.raises(Exception, match="division by zero"):
        result.fetchall()
    result.close()
    connection.rollback()
    assert connection.scalar(sa.select(1)) == 1


def test_orm_stream(connection: Connection, table: str) -> None:
    """Objects are loaded in portions of yield_per, and each row once."""

    class Base(orm.DeclarativeBase):
        pass

    class Item(Base):
        __tablename__ = table
        id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
        name: orm.Mapped[str]

    Base.metadata.create_all(connection)
    connection.execute(sa.insert(Item), [{"id": n, "name": f"item {n}"} for n in range(1, 2001)])
    with orm.Session(connection) as session:
        query = sa.select(Item).order_by(Item.id).execution_options(yield_per=300)
        parts = [len(part) for part in session.scalars(query).partitions()]
    assert parts == [300] * 6 + [200]


def test_cursor_result_without_rows(connection: Connection, table: str) -> None:
    """A statement without rows has no rows to fetch, says so, and has its count."""
    connection.exec_driver_sql(f"CREATE TABLE {table} (a int)")
    result = connection.exec_driver_sql(f"INSERT INTO {table} SELECT generate_series(1, 4)")
    assert (result.rowcount, result.returns_rows) == (4, False)
    with pytest.raises(sa.exc.ResourceClosedError):
        result.fetchall()
