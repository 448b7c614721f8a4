"""COPY with psycopg2: in and out, in every format, and what happens when either side breaks off."""

from __future__ import annotations

import csv
import io
import os
import struct
import threading

import psycopg2
import pytest
from psycopg2 import extensions
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

pytestmark = pytest.mark.must_pass


@pytest.fixture
def target(cursor: Cursor, table: str) -> str:
    """An empty table to copy into."""
    cursor.execute(f"CREATE TABLE {table} (id int PRIMARY KEY, name text, amount numeric DEFAULT 7)")
    cursor.connection.commit()
    return table


def everything(cursor: Cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT id, name, amount::text FROM {table} ORDER BY id")
    return cursor.fetchall()


def test_copy_from(cursor: Cursor, target: str) -> None:
    """copy_from() reads tab separated text with escapes and NULL, and fills left-out columns with defaults."""
    text = "1\tplain\n2\ttab\\tnewline\\nback\\\\slash\n3\t\\N\n4\tünïcode €𝄞\n5\t\n"
    cursor.copy_from(io.StringIO(text), target, columns=("id", "name"))
    assert cursor.rowcount == 5
    assert everything(cursor, target) == [
        (1, "plain", "7"),
        (2, "tab\tnewline\nback\\slash", "7"),
        (3, None, "7"),
        (4, "ünïcode €𝄞", "7"),
        (5, "", "7"),
    ]


def test_copy_from_with_separator_and_null(cursor: Cursor, target: str) -> None:
    """Another separator and another sign for NULL are passed on to the server."""
    cursor.copy_from(io.StringIO("1|none|2.50\n2|x|none\n"), target, sep="|", null="none")
    assert everything(cursor, target) == [(1, None, "2.50"), (2, "x", None)]


def test_copy_to(cursor: Cursor, target: str) -> None:
    """copy_to() writes what copy_from() would read."""
    cursor.execute(f"INSERT INTO {target} VALUES (1, E'a\\tb', 1.5), (2, NULL, NULL), (3, E'back\\\\slash', 0)")
    out = io.StringIO()
    cursor.copy_to(out, target, null="-", columns=("id", "name"))
    assert out.getvalue() == "1\ta\\tb\n2\t-\n3\tback\\\\slash\n"
    assert cursor.rowcount == 3


def test_csv_out(cursor: Cursor, target: str) -> None:
    """CSV with header, forced quotes and a NULL sign is written as RFC 4180 readers expect it."""
    cursor.execute(f"INSERT INTO {target} VALUES (1, 'say \"hi\", ok', 1), (2, E'two\\nlines', NULL), (3, NULL, 3)")
    out = io.StringIO()
    cursor.copy_expert(f"COPY {target} TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE (name), NULL 'n/a')", out)
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [
        ["id", "name", "amount"],
        ["1", 'say "hi", ok', "1"],
        ["2", "two\nlines", "n/a"],
        ["3", "n/a", "3"],
    ]


def test_csv_in(cursor: Cursor, target: str) -> None:
    """CSV is read with a matching header, another delimiter and quote, and a WHERE that leaves rows out."""
    text = "id;name;amount\r\n1;'it''s; here';2\r\n2;;3\r\n3;'';4\r\n"
    cursor.copy_expert(
        f"COPY {target} FROM STDIN (FORMAT csv, HEADER match, DELIMITER ';', QUOTE '''') WHERE amount < 4",
        io.StringIO(text),
    )
    assert everything(cursor, target) == [(1, "it's; here", "2"), (2, None, "3")]
    with pytest.raises(psycopg2.errors.BadCopyFileFormat, match="column name mismatch"):
        cursor.copy_expert(f"COPY {target} FROM STDIN (FORMAT csv, HEADER match)", io.StringIO("id,nome,amount\n"))


def test_binary_both_ways(cursor: Cursor, target: str, table: str) -> None:
    """The binary format has its signature and trailer, and what comes out goes in again."""
    cursor.execute(f"INSERT INTO {target} SELECT g, md5(g::text), g / 3.0 FROM generate_series(1, 500) g")
    out = io.BytesIO()
    cursor.copy_expert(f"COPY {target} TO STDOUT (FORMAT binary)", out)
    data = out.getvalue()
    assert data.startswith(b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0))
    assert data.endswith(struct.pack("!h", -1))
    cursor.execute(f"CREATE TABLE {table}_again (LIKE {target})")
    cursor.copy_expert(f"COPY {table}_again FROM STDIN (FORMAT binary)", io.BytesIO(data))
    assert cursor.rowcount == 500
    cursor.execute(f"(TABLE {target} EXCEPT TABLE {table}_again) UNION ALL (TABLE {table}_again EXCEPT TABLE {target})")
    assert cursor.fetchall() == []


def test_copy_from_a_query(cursor: Cursor) -> None:
    """A query's result is copied out, and a data-modifying query's RETURNING too."""
    out = io.StringIO()
    cursor.copy_expert("COPY (SELECT g, g % 2 = 0, NULL FROM generate_series(1, 3) g) TO STDOUT", out)
    assert out.getvalue() == "1\tf\t\\N\n2\tt\t\\N\n3\tf\t\\N\n"


def test_empty_copy(cursor: Cursor, target: str) -> None:
    """Nothing copied in and nothing copied out are both fine."""
    cursor.copy_from(io.StringIO(""), target)
    assert cursor.rowcount == 0
    out = io.StringIO()
    cursor.copy_to(out, target)
    assert (out.getvalue(), cursor.rowcount) == ("", 0)


def test_big_copy(cursor: Cursor, target: str) -> None:
    """200,000 rows, some 20 MB, go in and come out again byte for byte, in small and in large pieces."""
    lines = [f"{n}\t{'x' * (n % 160)}\t{n}.5\n" for n in range(200_000)]
    text = "".join(lines)
    cursor.copy_from(io.StringIO(text), target, size=1 << 20)
    assert cursor.rowcount == 200_000
    cursor.execute(f"SELECT count(*), sum(id), sum(length(name)) FROM {target}")
    assert cursor.fetchone() == (200_000, sum(range(200_000)), sum(n % 160 for n in range(200_000)))
    out = io.StringIO()
    cursor.copy_expert(f"COPY (SELECT * FROM {target} ORDER BY id) TO STDOUT", out)
    assert out.getvalue() == text


def test_big_values(cursor: Cursor, target: str) -> None:
    """A single field of five megabytes is copied in pieces much smaller than itself."""
    value = "0123456789" * 500_000
    cursor.copy_from(io.StringIO(f"1\t{value}\t0\n"), target, size=4096)
    out = io.StringIO()
    cursor.copy_to(out, target, columns=("name",))
    assert out.getvalue() == value + "\n"


def test_through_a_pipe(cursor: Cursor, target: str) -> None:
    """Rows stream from one thread through a pipe into the server, without a file in between."""
    reading, writing = os.pipe()

    def produce() -> None:
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            for n in range(20_000):
                pipe.write(f"{n}\tname {n}\t{n}\n")

    producer = threading.Thread(target=produce)
    producer.start()
    with os.fdopen(reading, encoding="utf-8") as pipe:
        cursor.copy_from(pipe, target)
    producer.join()
    cursor.execute(f"SELECT count(*), count(DISTINCT name) FROM {target}")
    assert cursor.fetchone() == (20_000, 20_000)


@pytest.mark.parametrize(
    ("text", "error", "context"),
    [
        pytest.param("1\ta\t1\n2\tb\tmany\n", "22P02", 'COPY {t}, line 2, column amount: "many"', id="value"),
        pytest.param("1\ta\t1\n2\tb\n", "22P04", 'COPY {t}, line 2: "2\tb"', id="missing-column"),
        pytest.param("1\ta\t1\textra\n", "22P04", 'COPY {t}, line 1: "1\ta\t1\textra"', id="extra-column"),
        pytest.param("1\ta\t1\n1\tb\t2\n", "23505", "COPY {t}, line 2", id="duplicate-key"),
    ],
)
def test_bad_row(cursor: Cursor, target: str, text: str, error: str, context: str) -> None:
    """A bad row names its line and column, none of the rows stays, and the connection goes on."""
    with pytest.raises(psycopg2.Error) as refused:
        cursor.copy_from(io.StringIO(text), target)
    assert refused.value.pgcode == error
    assert refused.value.diag.context == context.format(t=target)
    cursor.connection.rollback()
    assert everything(cursor, target) == []


def test_bad_row_early_in_a_big_copy(cursor: Cursor, target: str) -> None:
    """The server reports a bad first row although the client is still sending megabytes."""

    class Endless(io.TextIOBase):
        pieces = 0

        def read(self, size: int | None = -1) -> str:
            self.pieces += 1
            if self.pieces > 3000:
                return ""
            return "bad\trow\there\n" + "1\tx\t1\n" * (size // 8 - 2)

    with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
        cursor.copy_from(Endless(), target)
    cursor.connection.rollback()
    assert everything(cursor, target) == []


def test_reader_that_raises(cursor: Cursor, target: str) -> None:
    """When the client's file breaks, the server is told so, gives 57014, and keeps none of the rows."""

    class Broken(io.StringIO):
        pieces = 0

        def read(self, _: int | None = -1) -> str:
            self.pieces += 1
            if self.pieces == 3:
                raise OSError("disk on fire")
            return f"{self.pieces}\tx\t1\n"

    with pytest.raises(
        psycopg2.errors.QueryCanceled, match=r"COPY from stdin failed: error in .read\(\) call: OSError"
    ):
        cursor.copy_from(Broken(), target)
    assert cursor.connection.info.transaction_status == extensions.TRANSACTION_STATUS_INERROR
    cursor.connection.rollback()
    assert everything(cursor, target) == []


def test_writer_that_raises(cursor: Cursor) -> None:
    """When the client cannot write on, it may still drain the rest of the copy and use the connection."""

    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        cursor.copy_expert("COPY (SELECT generate_series(1, 1000)) TO STDOUT", Full())
    cursor.connection.rollback()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)


def test_server_error_while_copying_out(cursor: Cursor) -> None:
    """An error after thousands of rows reaches the client, which has the rows before it."""
    out = io.StringIO()
    with pytest.raises(psycopg2.errors.DivisionByZero):
        cursor.copy_expert("COPY (SELECT g, 1 / (50000 - g) FROM generate_series(1, 60000) g) TO STDOUT", out)
    assert out.getvalue().startswith("1\t0\n2\t0\n")
    cursor.connection.rollback()
    cursor.execute("SELECT 'alive'")
    assert cursor.fetchone() == ("alive",)


def test_copy_under_autocommit(autocommit: Connection, table: str) -> None:
    """Outside of a transaction a COPY commits as a whole or not at all."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a int)")
        cursor.copy_from(io.StringIO("1\n2\n"), table)
        with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
            cursor.copy_from(io.StringIO("3\nfour\n"), table)
        cursor.execute(f"SELECT array_agg(a) FROM {table}")
        assert cursor.fetchone() == ([1, 2],)


def test_copy_through_execute_is_refused(connection: Connection, cursor: Cursor, target: str) -> None:
    """COPY … STDIN given to execute() is the driver's error, and the connection stays in step with the server."""
    for statement, method in ((f"COPY {target} FROM STDIN", "copy_from"), (f"COPY {target} TO STDOUT", "copy_to")):
        with pytest.raises(psycopg2.ProgrammingError, match=f"use the {method}"):
            cursor.execute(statement)
        connection.rollback()
        cursor.execute("SELECT 5")
        assert cursor.fetchone() == (5,)


def test_copy_with_generated_and_triggers(cursor: Cursor, target: str) -> None:
    """Generated columns are computed and triggers fire for copied rows."""
    cursor.execute(f"ALTER TABLE {target} ADD COLUMN twice numeric GENERATED ALWAYS AS (amount * 2) STORED")
    cursor.execute(
        f"CREATE FUNCTION {target}_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := upper(NEW.name);"
        f" RETURN NEW; END'; CREATE TRIGGER up BEFORE INSERT ON {target} FOR EACH ROW EXECUTE FUNCTION {target}_up()"
    )
    cursor.copy_from(io.StringIO("1\tabc\t4\n"), target, columns=("id", "name", "amount"))
    cursor.execute(f"SELECT name, twice FROM {target}")
    assert cursor.fetchone() == ("ABC", 8)


def test_copy_in_another_encoding(connection: Connection, cursor: Cursor, target: str) -> None:
    """COPY converts from and to the client's encoding, and refuses bytes that are none in it."""
    cursor.copy_expert(f"COPY {target} FROM STDIN (ENCODING 'LATIN1')", io.BytesIO("1\tçé\t1\n".encode("latin-1")))
    assert everything(cursor, target)[0][1] == "çé"
    out = io.BytesIO()
    cursor.copy_expert(f"COPY {target} (name) TO STDOUT (ENCODING 'LATIN1')", out)
    assert out.getvalue() == "çé\n".encode("latin-1")
    connection.commit()
    with pytest.raises(psycopg2.errors.CharacterNotInRepertoire):
        cursor.copy_expert(f"COPY {target} FROM STDIN", io.BytesIO(b"2\t\xff\xfe\t1\n"))
