"""SQLAlchemy's asyncio extension, as applications use it with asyncpg."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy import orm, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Mapped, mapped_column, relationship

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


class Base(orm.DeclarativeBase):
    """Everything that is mapped here."""


class Parent(Base):
    __tablename__ = "async_parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    children: Mapped[list[Child]] = relationship(order_by="Child.id")


class Child(Base):
    __tablename__ = "async_child"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[int] = mapped_column(sa.ForeignKey(Parent.id))


@pytest_asyncio.fixture
async def async_engine(url: sa.URL, schema: str) -> AsyncIterator[AsyncEngine]:
    """An engine whose connections find the cell's schema first."""
    engine = create_async_engine(
        url, pool_size=3, max_overflow=0, connect_args={"server_settings": {"search_path": f"{schema}, public"}}
    )
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture
async def sessions(async_engine: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Makes sessions on tables with a family of one parent and three children."""
    async with async_engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    make = async_sessionmaker(async_engine, expire_on_commit=False)
    async with make.begin() as session:
        session.add(Parent(name="Ada", children=[Child(name=f"child {n}") for n in range(3)]))
    yield make
    async with async_engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)


async def test_connection(async_engine: AsyncEngine, table: str) -> None:
    """Core statements on an asynchronous connection, with commit and rollback."""
    async with async_engine.connect() as connection:
        await connection.exec_driver_sql(f"CREATE TABLE {table} (a int)")
        await connection.commit()
        await connection.exec_driver_sql(f"INSERT INTO {table} VALUES (1)")
        await connection.rollback()
        assert await connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0
        assert (await connection.execute(select(sa.literal(5).label("five")))).one().five == 5


async def test_streaming(async_engine: AsyncEngine) -> None:
    """stream() hands out rows, scalars and partitions while the rest is still in the server."""
    query = sa.text("SELECT generate_series(1, 5000) AS n")
    async with async_engine.connect() as connection:
        async with connection.stream(query) as result:
            assert (await result.first()).n == 1
        total = 0
        async for row in await connection.stream(query):
            total += row.n
        assert total == sum(range(5001))
        sizes = [len(part) async for part in (await connection.stream(query)).partitions(2000)]
        assert sizes == [2000, 2000, 1000]


async def test_session(sessions: async_sessionmaker[AsyncSession]) -> None:
    """An asynchronous session loads, changes and deletes objects."""
    async with sessions() as session:
        parent = (await session.scalars(select(Parent).options(orm.selectinload(Parent.children)))).one()
        assert [child.name for child in parent.children] == ["child 0", "child 1", "child 2"]
        parent.name = "Ada II"
        await session.delete(parent.children[0])
        await session.commit()
    async with sessions() as session:
        assert (await session.scalars(select(Parent.name))).all() == ["Ada II"]
        assert await session.scalar(select(sa.func.count()).select_from(Child)) == 2


async def test_lazy_loading_has_to_be_asked_for(sessions: async_sessionmaker[AsyncSession]) -> None:
    """A lazy attribute cannot be loaded behind the application's back, but by run_sync or refresh."""
    async with sessions() as session:
        parent = (await session.scalars(select(Parent))).one()
        with pytest.raises(sa.exc.MissingGreenlet):
            _ = parent.children
        assert await session.run_sync(lambda _: len(parent.children)) == 3
        await session.refresh(parent, ["children"])
        assert len(parent.children) == 3


async def test_session_stream(sessions: async_sessionmaker[AsyncSession]) -> None:
    """Objects are streamed one by one."""
    async with sessions() as session:
        names = [child.name async for child in await session.stream_scalars(select(Child).order_by(Child.id))]
    assert names == ["child 0", "child 1", "child 2"]


async def test_many_tasks(async_engine: AsyncEngine, table: str) -> None:
    """Fifty tasks share three connections and lose none of their increments."""
    async with async_engine.begin() as connection:
        await connection.exec_driver_sql(f"CREATE TABLE {table} AS SELECT 0 AS n")

    async def increment() -> None:
        async with async_engine.begin() as connection:
            await connection.exec_driver_sql(f"UPDATE {table} SET n = n + 1")

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(increment() for _ in range(50)))
    async with async_engine.connect() as connection:
        assert await connection.scalar(sa.text(f"SELECT n FROM {table}")) == 50


async def test_cancelled_task(async_engine: AsyncEngine, lock_key: int) -> None:
    """A task that is cancelled in mid-statement gives its connection up, and the pool stays usable."""
    lock = sa.text("SELECT pg_advisory_lock(:key)")
    async with async_engine.connect() as holder:
        await holder.execute(lock, {"key": lock_key})
        for _ in range(4):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05), async_engine.connect() as connection:
                    await connection.execute(lock, {"key": lock_key})
        async with asyncio.timeout(PATIENCE), async_engine.connect() as connection:
            assert await connection.scalar(select(sa.literal("usable"))) == "usable"


async def test_notifications_below(async_engine: AsyncEngine, token: str) -> None:
    """The driver's connection below takes listeners, as applications use them beside SQLAlchemy."""
    heard: asyncio.Queue[tuple[int, str]] = asyncio.Queue()

    def listen(_: Any, pid: int, __: str, payload: str) -> None:
        heard.put_nowait((pid, payload))

    async with async_engine.connect() as listener, async_engine.connect() as sender:
        own = (await listener.get_raw_connection()).driver_connection
        await own.add_listener(token, listen)
        await sender.execute(sa.text("SELECT pg_notify(:channel, 'hello')"), {"channel": token})
        pid = await sender.scalar(sa.text("SELECT pg_backend_pid()"))
        await sender.commit()
        async with asyncio.timeout(PATIENCE):
            assert await heard.get() == (pid, "hello")
        await own.remove_listener(token, listen)


async def test_serialization_failure_is_retried(async_engine: AsyncEngine, table: str) -> None:
    """Concurrent serializable transactions are retried on 40001 until all have been counted."""
    async with async_engine.begin() as connection:
        await connection.exec_driver_sql(f"CREATE TABLE {table} AS SELECT 0 AS n")
    serializable = async_engine.execution_options(isolation_level="SERIALIZABLE")

    async def increment() -> None:
        while True:
            try:
                async with serializable.begin() as connection:
                    n = await connection.scalar(sa.text(f"SELECT n FROM {table}"))
                    await connection.execute(sa.text(f"UPDATE {table} SET n = :n"), {"n": n + 1})
                return
            except sa.exc.DBAPIError as error:
                if error.orig.sqlstate != "40001":
                    raise

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(increment() for _ in range(12)))
    async with async_engine.connect() as connection:
        assert await connection.scalar(sa.text(f"SELECT n FROM {table}")) == 12


@pytest.mark.usefixtures("sessions")
async def test_reflection(async_engine: AsyncEngine, schema: str) -> None:
    """Inspection and reflection run through run_sync."""

    def inspect(connection: sa.Connection) -> list[str]:
        metadata = sa.MetaData()
        metadata.reflect(connection, only=["async_child"])
        return sorted(metadata.tables)

    async with async_engine.connect() as connection:
        assert await connection.run_sync(inspect) == ["async_child", "async_parent"]
        assert await connection.run_sync(lambda sync: sa.inspect(sync).has_table("async_parent", schema=schema))
