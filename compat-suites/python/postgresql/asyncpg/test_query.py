"""Simple and parametrised statements with asyncpg: what goes out and what comes back."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import asyncpg
import pytest

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


async def test_ways_to_fetch(connection: asyncpg.Connection) -> None:
    """fetch, fetchrow and fetchval each take their part of the same result."""
    query = "SELECT g AS n, g * g AS square FROM generate_series($1::int, $2::int) g"
    assert [tuple(row) for row in await connection.fetch(query, 2, 4)] == [(2, 4), (3, 9), (4, 16)]
    assert dict(await connection.fetchrow(query, 5, 9)) == {"n": 5, "square": 25}
    assert await connection.fetchval(query, 5, 9, column=1) == 25
    assert await connection.fetchrow(query, 9, 5) is None
    assert await connection.fetchval(query, 9, 5) is None


async def test_rows_are_records(connection: asyncpg.Connection) -> None:
    """A record is read by name and by position; equal names keep the last, the others their place."""
    row = await connection.fetchrow('SELECT 1 AS a, 2 AS "B b", 3 AS a, NULL AS "ünï"')
    assert (row[0], row["B b"], row[-1], len(row)) == (1, 2, None, 4)
    assert list(row.keys()) == ["a", "B b", "a", "ünï"]
    assert row.get("missing", "default") == "default"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('it\'s "quoted" \\ $1 %s ?', id="punctuation"),
        pytest.param("line\r\nbreaks\tand\x01control", id="control"),
        pytest.param("Ὀδυσσεύς 東京 العربية", id="scripts"),
        pytest.param("👩‍👩‍👧‍👦 𝄞 \U0010ffff", id="astral"),
        pytest.param("", id="empty"),
    ],
)
async def test_text_survives(connection: asyncpg.Connection, text: str) -> None:
    """Text goes out as a binary parameter, counts the same characters in the server, and comes back unchanged."""
    row = await connection.fetchrow("SELECT $1::text, length($1), md5($1)", text)
    assert tuple(row) == (text, len(text), hashlib.md5(text.encode()).hexdigest())


async def test_big_text(connection: asyncpg.Connection) -> None:
    """A parameter of 16 MB travels both ways in one message."""
    text = "0123456789abcdéf" * 1_000_000
    back = await connection.fetchval("SELECT $1::text", text)
    assert back == text


async def test_script(connection: asyncpg.Connection, table: str) -> None:
    """execute() without arguments runs a script; the last status is returned."""
    status = await connection.execute(
        f"CREATE TABLE {table} (a int); INSERT INTO {table} VALUES (1), (2), (3); DELETE FROM {table} WHERE a > 1; --x"
    )
    assert status == "DELETE 2"
    assert await connection.fetchval(f"SELECT array_agg(a) FROM {table}") == [1]


async def test_failing_script_is_undone(connection: asyncpg.Connection, table: str) -> None:
    """A script outside of a transaction is one transaction: an error undoes all of it."""
    await connection.execute(f"CREATE TABLE {table} (a int)")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.execute(f"INSERT INTO {table} VALUES (1); SELECT 1 / 0; INSERT INTO {table} VALUES (2)")
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0


async def test_several_statements_with_arguments(connection: asyncpg.Connection) -> None:
    """The extended protocol takes one statement at a time: several are 42601."""
    with pytest.raises(asyncpg.PostgresSyntaxError, match="cannot insert multiple commands"):
        await connection.fetch("SELECT $1::int; SELECT 2", 1)
    assert await connection.fetchval("SELECT 3") == 3


async def test_status_of_execute(connection: asyncpg.Connection, table: str) -> None:
    """Each kind of statement ends with its own command tag, with arguments and without."""
    seen = [
        await connection.execute(f"CREATE TABLE {table} (a int PRIMARY KEY, b text)"),
        await connection.execute(f"INSERT INTO {table} SELECT g, 'x' FROM generate_series(1, $1) g", 5),
        await connection.execute(f"UPDATE {table} SET b = $1 WHERE a > $2", "y", 2),
        await connection.execute(f"DELETE FROM {table} WHERE a = $1", 1),
        await connection.execute(f"SELECT * FROM {table} WHERE a > $1", 0),
        await connection.execute(f"TRUNCATE {table}"),
        await connection.execute("SET work_mem = '5MB'"),
        await connection.execute(f"CREATE TABLE {table}_2 AS SELECT 1 AS a"),
        await connection.execute(f"DROP TABLE {table}"),
    ]
    assert seen == [
        "CREATE TABLE",
        "INSERT 0 5",
        "UPDATE 3",
        "DELETE 1",
        "SELECT 4",
        "TRUNCATE TABLE",
        "SET",
        "SELECT 1",
        "DROP TABLE",
    ]


@pytest.mark.parametrize(
    "statement", [pytest.param("", id="nothing"), pytest.param(";", id="semicolon"), pytest.param("-- a", id="comment")]
)
async def test_empty_statement(connection: asyncpg.Connection, statement: str) -> None:
    """An empty statement is prepared, described and executed, and gives an empty result."""
    assert await connection.fetch(statement) == []
    prepared = await connection.prepare(statement)
    assert prepared.get_attributes() == ()
    assert await prepared.fetchrow() is None
    assert await connection.fetchval("SELECT 1") == 1


async def test_large_result(connection: asyncpg.Connection) -> None:
    """100,000 rows arrive complete and in order."""
    rows = await connection.fetch(
        "SELECT g, md5(g::text), CASE WHEN g % 7 = 0 THEN NULL ELSE g::numeric END FROM generate_series(1, 100000) g"
    )
    assert len(rows) == 100_000
    assert all(row[0] == number for number, row in enumerate(rows, start=1))
    assert rows[9972][1] == hashlib.md5(b"9973").hexdigest()
    assert sum(row[2] is None for row in rows) == 14_285


async def test_many_columns(connection: asyncpg.Connection) -> None:
    """1,600 columns of alternating types keep their names, order and NULLs."""
    columns = ", ".join(f"NULL::int AS c{n}" if n % 3 == 0 else f"'{n}' AS c{n}" for n in range(1600))
    row = await connection.fetchrow(f"SELECT {columns}")
    assert list(row.keys()) == [f"c{n}" for n in range(1600)]
    assert tuple(row) == tuple(None if n % 3 == 0 else str(n) for n in range(1600))


async def test_rows_without_columns(connection: asyncpg.Connection) -> None:
    """A SELECT without columns has rows."""
    assert [tuple(row) for row in await connection.fetch("SELECT FROM generate_series(1, 3)")] == [(), (), ()]


async def test_returning(connection: asyncpg.Connection, table: str) -> None:
    """RETURNING gives the rows that INSERT, UPDATE and DELETE have touched."""
    await connection.execute(f"CREATE TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, v text)")
    inserted = await connection.fetch(f"INSERT INTO {table} (v) SELECT unnest($1::text[]) RETURNING *", ["a", "b"])
    assert [tuple(row) for row in inserted] == [(1, "a"), (2, "b")]
    updated = await connection.fetchrow(f"UPDATE {table} SET v = v || $2 WHERE id = $1 RETURNING v", 2, "!")
    assert updated["v"] == "b!"
    assert await connection.fetchval(f"DELETE FROM {table} WHERE id = $1 RETURNING id", 1) == 1


async def test_arguments_are_checked(connection: asyncpg.Connection) -> None:
    """A wrong number or kind of arguments is refused by the driver from the server's description."""
    with pytest.raises(asyncpg.InterfaceError, match="the server expects 2 arguments for this query, 1 was passed"):
        await connection.fetch("SELECT $1::int + $2::int", 1)
    with pytest.raises(asyncpg.DataError, match=r"invalid input for query argument \$1"):
        await connection.fetch("SELECT $1::int", "one")
    with pytest.raises(asyncpg.DataError, match="value out of int32 range"):
        await connection.fetch("SELECT $1::int", 2**31)
    assert await connection.fetchval("SELECT $1::int", 7) == 7


async def test_one_operation_at_a_time(connection: asyncpg.Connection) -> None:
    """A second statement on a busy connection is the driver's error, and the first one gets its answer."""
    first = asyncio.create_task(connection.fetchval("SELECT count(*) FROM generate_series(1, 300000)"))
    await asyncio.sleep(0)
    with pytest.raises(asyncpg.InterfaceError, match="another operation is in progress"):
        await connection.fetchval("SELECT 2")
    assert await first == 300_000


async def test_notices(connection: asyncpg.Connection) -> None:
    """Notices reach the log listener as objects with severity, code, detail and hint."""
    heard: list[Any] = []
    connection.add_log_listener(lambda _, message: heard.append(message))
    await connection.execute(
        "DO $$ BEGIN RAISE NOTICE 'erste' USING HINT = 'h'; RAISE WARNING 'zwölf' USING DETAIL = 'd'; END $$"
    )
    await connection.execute("DROP TABLE IF EXISTS no_such_table_at_all")
    # Listeners are called from the event loop, after the statement's own result.
    async with asyncio.timeout(PATIENCE):
        while len(heard) < 3:
            await asyncio.sleep(0)
    told = [(message.severity, message.sqlstate, message.message, message.hint, message.detail) for message in heard]
    assert told == [
        ("NOTICE", "00000", "erste", "h", None),
        ("WARNING", "01000", "zwölf", None, "d"),
        ("NOTICE", "00000", 'table "no_such_table_at_all" does not exist, skipping', None, None),
    ]


async def test_procedures(connection: asyncpg.Connection, name: Any) -> None:
    """CALL with arguments returns a procedure's output parameters, and a procedure may commit."""
    procedure, table = name("p"), name("t")
    await connection.execute(
        f"CREATE TABLE {table} (a int); CREATE PROCEDURE {procedure}(n int, INOUT total int) LANGUAGE plpgsql AS $$"
        f" BEGIN FOR i IN 1..n LOOP INSERT INTO {table} VALUES (i); COMMIT; total := total + i; END LOOP; END $$"
    )
    assert await connection.fetchval(f"CALL {procedure}($1, $2)", 4, 100) == 110
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 4


async def test_many_arguments(connection: asyncpg.Connection) -> None:
    """32,767 arguments, the most that the driver sends, reach the server; one more is refused by the driver."""
    values = ", ".join(f"(${n}::int)" for n in range(1, 32768))
    query = f"SELECT count(*), sum(v) FROM (VALUES {values}) t(v)"
    assert tuple(await connection.fetchrow(query, *range(32767))) == (32767, sum(range(32767)))
    with pytest.raises(asyncpg.InterfaceError, match="cannot exceed 32767"):
        await connection.fetch(f"{query} WHERE $32768::int = 1", *range(32768))


async def test_query_logger(connection: asyncpg.Connection) -> None:
    """The query logger sees each statement with its arguments and outcome."""
    seen: list[tuple] = []

    def log(record: Any) -> None:
        seen.append((record.query, record.args, type(record.exception).__name__))

    with connection.query_logger(log):
        await connection.fetchval("SELECT $1::int + 1", 1)
        with pytest.raises(asyncpg.UndefinedTableError):
            await connection.execute("SELECT * FROM nowhere")
        # Loggers are called from the event loop.
        async with asyncio.timeout(PATIENCE):
            while len(seen) < 2:
                await asyncio.sleep(0)
    assert seen == [
        ("SELECT $1::int + 1", (1,), "NoneType"),
        ("SELECT * FROM nowhere", (), "UndefinedTableError"),
    ]


async def test_long_statement(connection: asyncpg.Connection) -> None:
    """A statement of a megabyte is parsed in both protocols."""
    padding = "/* " + "comment " * 130_000 + "*/"
    assert await connection.fetchval(f"SELECT $1::int {padding}", 1) == 1
    assert await connection.execute(f"SELECT 2 {padding}") == "SELECT 1"
