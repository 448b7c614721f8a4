"""COPY with asyncpg: records, queries and tables, in and out, and what happens when either side breaks off."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


@pytest_asyncio.fixture
async def target(connection: asyncpg.Connection, table: str) -> str:
    """An empty table to copy into."""
    await connection.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, name text, amount numeric DEFAULT 7)")
    return table


async def everything(connection: asyncpg.Connection, table: str) -> list[tuple]:
    return [tuple(row) for row in await connection.fetch(f"SELECT id, name, amount FROM {table} ORDER BY id")]


async def test_records(connection: asyncpg.Connection, target: str, schema: str) -> None:
    """copy_records_to_table() sends records in binary form, with NULL, in the order of the named columns."""
    records = [(f"näme {n}" if n % 3 else None, n) for n in range(1000)]
    status = await connection.copy_records_to_table(target, records=records, columns=["name", "id"], schema_name=schema)
    assert status == "COPY 1000"
    assert await everything(connection, target) == [(n, name, Decimal(7)) for name, n in records]


async def test_records_of_many_types(connection: asyncpg.Connection, table: str) -> None:
    """Arrays, timestamps, documents and bytes are copied in binary form and read back the same."""
    await connection.execute(f"CREATE TABLE {table} (a int[], t timestamptz, j jsonb, b bytea, f float8, n numeric)")
    record = ([1, None], dt.datetime(2026, 1, 1, tzinfo=dt.UTC), '{"k": 1}', b"\0\xff", 1.5, Decimal("1e-30"))
    await connection.copy_records_to_table(table, records=[record, (None,) * 6])
    assert [tuple(row) for row in await connection.fetch(f"TABLE {table}")] == [record, (None,) * 6]


async def test_records_from_an_async_generator(connection: asyncpg.Connection, target: str) -> None:
    """Records may come one by one from an asynchronous generator, and WHERE leaves some out."""

    async def produce() -> AsyncIterator[tuple]:
        for n in range(5000):
            if n % 500 == 0:
                await asyncio.sleep(0)
            yield n, str(n), Decimal(n)

    status = await connection.copy_records_to_table(target, records=produce(), where="id % 2 = 0")
    assert status == "COPY 2500"
    assert await connection.fetchval(f"SELECT sum(id) FROM {target}") == sum(range(0, 5000, 2))


async def test_many_records(connection: asyncpg.Connection, target: str) -> None:
    """200,000 records arrive complete."""
    status = await connection.copy_records_to_table(
        target, records=((n, "x" * (n % 80), Decimal(n)) for n in range(200_000))
    )
    assert status == "COPY 200000"
    row = await connection.fetchrow(f"SELECT count(*), sum(id), sum(length(name)) FROM {target}")
    assert tuple(row) == (200_000, sum(range(200_000)), sum(n % 80 for n in range(200_000)))


async def test_bad_record_of_the_client(connection: asyncpg.Connection, target: str) -> None:
    """A record that cannot be encoded stops the copy, nothing of it stays, and the connection goes on."""
    records = [(n, "x", Decimal(1)) for n in range(3000)] + [("not a number", "x", Decimal(1))]
    with pytest.raises(TypeError, match="cannot be interpreted as an integer"):
        await connection.copy_records_to_table(target, records=records)
    assert await everything(connection, target) == []
    assert await connection.fetchval("SELECT 1") == 1


async def test_bad_record_for_the_server(connection: asyncpg.Connection, target: str) -> None:
    """A violated key stops the copy with the line it was on, although the client is still sending."""
    records = ((n % 50_000, "x" * 50, Decimal(1)) for n in range(150_000))
    with pytest.raises(asyncpg.UniqueViolationError) as error:
        await connection.copy_records_to_table(target, records=records)
    assert error.value.context == f"COPY {target}, line 50001"
    assert await everything(connection, target) == []


async def test_source_that_raises(connection: asyncpg.Connection, target: str) -> None:
    """When the client's generator breaks, its exception comes out, and the server keeps none of the rows."""

    async def produce() -> AsyncIterator[bytes]:
        for n in range(2000):
            yield f"{n}\tx\t1\n".encode()
        raise OSError("disk on fire")

    with pytest.raises(OSError, match="disk on fire"):
        await connection.copy_to_table(target, source=produce())
    assert await everything(connection, target) == []


async def test_text_from_memory(connection: asyncpg.Connection, target: str) -> None:
    """Text format with another delimiter and NULL sign is read from a file object."""
    source = io.BytesIO("1|none|2.5\n2|ünï\\|code|none\n".encode())
    status = await connection.copy_to_table(target, source=source, delimiter="|", null="none")
    assert status == "COPY 2"
    assert await everything(connection, target) == [(1, None, Decimal("2.5")), (2, "ünï|code", None)]


async def test_csv_file(connection: asyncpg.Connection, target: str, tmp_path: Path) -> None:
    """A CSV file is read by its path, and written again with header and forced quotes."""
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text('id,name,amount\n1,"say ""hi"", ok",2\n2,,3\n3,"",4\n', encoding="utf-8")
    assert await connection.copy_to_table(target, source=str(path), format="csv", header=True) == "COPY 3"
    assert [row[1] for row in await everything(connection, target)] == ['say "hi", ok', None, ""]
    status = await connection.copy_from_table(
        target, output=str(out), format="csv", header=True, force_quote=["name"], columns=["name", "id"], null="n/a"
    )
    assert status == "COPY 3"
    with out.open(newline="", encoding="utf-8") as lines:
        assert sorted(csv.reader(lines)) == [["", "3"], ["n/a", "2"], ["name", "id"], ['say "hi", ok', "1"]]


async def test_query_with_arguments(connection: asyncpg.Connection) -> None:
    """A query's result is copied out, its arguments put in by the driver."""
    out = io.BytesIO()
    status = await connection.copy_from_query(
        "SELECT g, $2::text FROM generate_series(1, $1::int) g", 3, "it's\ttab", output=out
    )
    assert status == "COPY 3"
    assert out.getvalue() == b"1\tit's\\ttab\n2\tit's\\ttab\n3\tit's\\ttab\n"


async def test_output_to_a_coroutine(connection: asyncpg.Connection) -> None:
    """A slow consumer gets 30 MB piece by piece, and the server waits for it."""
    size = pieces = 0

    async def consume(data: bytes) -> None:
        nonlocal size, pieces
        size += len(data)
        pieces += 1
        if pieces % 100 == 0:
            await asyncio.sleep(0)

    await connection.copy_from_query("SELECT repeat('x', 999) FROM generate_series(1, 30000)", output=consume)
    assert size == 30_000 * 1000
    assert pieces > 1


async def test_output_that_raises(connection: asyncpg.Connection) -> None:
    """When the consumer breaks, its exception comes out and the connection can be used at once."""

    async def consume(_: bytes) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await connection.copy_from_query("SELECT repeat('x', 999) FROM generate_series(1, 30000)", output=consume)
    assert await connection.fetchval("SELECT 1") == 1


async def test_server_error_while_copying_out(connection: asyncpg.Connection) -> None:
    """An error after thousands of rows raises, and the rows before it have been delivered."""
    out = io.BytesIO()
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.copy_from_query("SELECT g, 1 / (50000 - g) FROM generate_series(1, 60000) g", output=out)
    assert out.getvalue().startswith(b"1\t0\n2\t0\n")
    assert await connection.fetchval("SELECT 1") == 1


async def test_binary_both_ways(connection: asyncpg.Connection, target: str) -> None:
    """What is copied out in binary form goes in again unchanged."""
    await connection.execute(f"INSERT INTO {target} SELECT g, md5(g::text), g / 3.0 FROM generate_series(1, 700) g")
    before = await everything(connection, target)
    out = io.BytesIO()
    await connection.copy_from_table(target, output=out, format="binary")
    await connection.execute(f"TRUNCATE {target}")
    out.seek(0)
    assert await connection.copy_to_table(target, source=out, format="binary") == "COPY 700"
    assert await everything(connection, target) == before


async def test_in_a_transaction(connection: asyncpg.Connection, target: str) -> None:
    """A copy takes part in its transaction and its savepoints."""
    async with connection.transaction():
        await connection.copy_records_to_table(target, records=[(1, "kept", Decimal(1))])
        with pytest.raises(asyncpg.UniqueViolationError):
            async with connection.transaction():
                await connection.copy_records_to_table(target, records=[(2, "x", Decimal(1)), (1, "x", Decimal(1))])
    assert await everything(connection, target) == [(1, "kept", Decimal(1))]


async def test_cancelled_copy(connection: asyncpg.Connection, target: str) -> None:
    """A copy whose task is cancelled while its source dawdles leaves the table and the connection intact."""
    started = asyncio.Event()

    async def produce() -> AsyncIterator[bytes]:
        yield b"1\tx\t1\n"
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(connection.copy_to_table(target, source=produce()))
    async with asyncio.timeout(PATIENCE):
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await everything(connection, target) == []


async def test_refused_before_it_begins(connection: asyncpg.Connection, target: str) -> None:
    """A copy to a table or column that does not exist is refused before any data flows."""
    with pytest.raises(asyncpg.UndefinedTableError):
        await connection.copy_records_to_table("nowhere", records=[(1,)])
    with pytest.raises(asyncpg.UndefinedColumnError):
        await connection.copy_to_table(target, source=io.BytesIO(b"1\n"), columns=["nothing"])
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await connection.copy_from_query("SELEC 1", output=io.BytesIO())
    assert await connection.fetchval("SELECT 1") == 1


async def test_empty(connection: asyncpg.Connection, target: str) -> None:
    """Nothing copied in and nothing copied out are both fine."""
    assert await connection.copy_records_to_table(target, records=[]) == "COPY 0"
    out = io.BytesIO()
    assert await connection.copy_from_table(target, output=out) == "COPY 0"
    assert out.getvalue() == b""
