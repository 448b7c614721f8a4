"""Cursors of psycopg2: in the client, and named ones that live in the server."""

from __future__ import annotations

from collections.abc import Callable

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import NamedTupleCursor

pytestmark = pytest.mark.must_pass


def test_client_cursor_fetches(cursor: Cursor) -> None:
    """fetchone, fetchmany, fetchall and iteration share one position."""
    cursor.execute("SELECT generate_series(1, 10)")
    assert cursor.fetchone() == (1,)
    assert cursor.fetchmany(2) == [(2,), (3,)]
    assert next(cursor) == (4,)
    cursor.arraysize = 3
    assert cursor.fetchmany() == [(5,), (6,), (7,)]
    assert cursor.rownumber == 7
    assert cursor.fetchall() == [(8,), (9,), (10,)]
    assert cursor.fetchone() is None
    assert cursor.fetchmany(5) == []


def test_client_cursor_scrolls(cursor: Cursor) -> None:
    """A client cursor moves in its result and refuses to leave it."""
    cursor.execute("SELECT generate_series(0, 9)")
    cursor.scroll(5)
    assert cursor.fetchone() == (5,)
    cursor.scroll(-3)
    assert cursor.fetchone() == (3,)
    cursor.scroll(9, mode="absolute")
    assert cursor.fetchone() == (9,)
    with pytest.raises(psycopg2.ProgrammingError, match="out of bounds"):
        cursor.scroll(1)


def test_cursors_share_a_connection(connection: Connection) -> None:
    """Two client cursors keep their own results on one connection and one transaction."""
    first, second = connection.cursor(), connection.cursor()
    first.execute("SELECT 'a', txid_current()")
    second.execute("SELECT 'b', txid_current()")
    one, two = first.fetchone(), second.fetchone()
    assert (one[0], two[0]) == ("a", "b")
    assert one[1] == two[1]


def test_fetch_without_result(cursor: Cursor, table: str) -> None:
    """Fetching after a statement that returns nothing is the driver's own error."""
    with pytest.raises(psycopg2.ProgrammingError, match="no results to fetch"):
        cursor.fetchone()
    cursor.execute(f"CREATE TABLE {table} (a int)")
    with pytest.raises(psycopg2.ProgrammingError, match="no results to fetch"):
        cursor.fetchall()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)


def test_named_cursor_fetches_in_parts(connection: Connection) -> None:
    """A named cursor is a portal of the server: each fetch brings only the rows that were asked for."""
    with connection.cursor(name="big") as named:
        named.execute("SELECT g, repeat('x', 100) FROM generate_series(1, 100000) g")
        assert named.fetchone()[0] == 1
        assert [row[0] for row in named.fetchmany(3)] == [2, 3, 4]
        with connection.cursor() as look:
            look.execute("SELECT name, is_scrollable, is_holdable FROM pg_cursors")
            assert [row[0] for row in look.fetchall()] == ["big"]
        rest = named.fetchall()
        assert len(rest) == 100_000 - 4
        assert rest[-1][0] == 100_000
    with connection.cursor() as look:
        look.execute("SELECT count(*) FROM pg_cursors")
        assert look.fetchone() == (0,)


def test_named_cursor_iterates_by_itersize(connection: Connection) -> None:
    """Iteration over a named cursor asks for itersize rows at a time, and sees each row once."""
    named = connection.cursor("walker", scrollable=True)
    named.itersize = 7
    named.execute("SELECT generate_series(1, 50)")
    seen = [row[0] for _, row in zip(range(10), named, strict=False)]
    with connection.cursor() as look:
        look.execute("FETCH RELATIVE 0 FROM walker")
        # Two batches of seven have been fetched, although only ten rows were consumed.
        assert look.fetchone() == (14,)
    seen += [row[0] for row in named]
    assert seen == list(range(1, 51))


def test_named_cursor_needs_a_transaction(autocommit: Connection) -> None:
    """Outside of a transaction a named cursor without hold is refused."""
    with pytest.raises(psycopg2.ProgrammingError, match="named cursor outside of transactions"):
        autocommit.cursor("alone").execute("SELECT 1")


def test_scrollable_named_cursor(connection: Connection) -> None:
    """A scrollable cursor moves to and fro in the server, relative and absolute."""
    named = connection.cursor("scroller", scrollable=True)
    named.execute("SELECT generate_series(1, 20)")
    named.scroll(4)
    assert named.fetchone() == (5,)
    named.scroll(-3)
    assert named.fetchone() == (3,)
    named.scroll(17, mode="absolute")
    assert named.fetchmany(9) == [(18,), (19,), (20,)]
    named.scroll(0, mode="absolute")
    assert named.fetchone() == (1,)


def test_forward_only_named_cursor(connection: Connection) -> None:
    """A cursor declared NO SCROLL refuses to go back with 55000."""
    named = connection.cursor("forward", scrollable=False)
    named.execute("SELECT generate_series(1, 20)")
    named.scroll(5)
    assert named.fetchone() == (6,)
    with pytest.raises(psycopg2.errors.ObjectNotInPrerequisiteState, match="cursor can only scan forward"):
        named.scroll(-2)


def test_holdable_cursor(connection: Connection) -> None:
    """A cursor WITH HOLD outlives its transaction and keeps the rows that were there when it ended."""
    held = connection.cursor("held", withhold=True)
    held.execute("SELECT generate_series(1, 5)")
    assert held.fetchone() == (1,)
    connection.commit()
    assert held.fetchmany(2) == [(2,), (3,)]
    connection.commit()
    assert held.fetchall() == [(4,), (5,)]
    held.close()
    connection.commit()


def test_cursor_ends_with_its_transaction(connection: Connection) -> None:
    """A cursor without hold is gone after commit(): 34000."""
    named = connection.cursor("gone")
    named.execute("SELECT 1")
    connection.commit()
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InvalidCursorName) as error:
        cursor.execute("FETCH 1 FROM gone")
    assert error.value.pgcode == "34000"


def test_savepoint_rollback_closes_younger_cursors(cursor: Cursor) -> None:
    """Rolling back to a savepoint closes cursors opened after it and keeps those from before."""
    cursor.execute("DECLARE older CURSOR FOR SELECT generate_series(1, 3)")
    cursor.execute("SAVEPOINT s")
    cursor.execute("DECLARE younger CURSOR FOR SELECT 1")
    cursor.execute("FETCH older")
    cursor.execute("ROLLBACK TO s")
    cursor.execute("SELECT name FROM pg_cursors")
    assert cursor.fetchall() == [("older",)]
    cursor.execute("FETCH older")
    assert cursor.fetchone() == (2,)


def test_named_cursor_has_a_description(connection: Connection) -> None:
    """A named cursor is described and typed as a client cursor is, also through a row factory."""
    with connection.cursor("described", cursor_factory=NamedTupleCursor) as named:
        named.execute("SELECT 1::smallint AS id, '2026-02-28'::date AS day, '{1,2}'::int[] AS list")
        row = named.fetchone()
        assert row._fields == ("id", "day", "list")
        assert (row.id, row.day.isoformat(), row.list) == (1, "2026-02-28", [1, 2])
        assert [column.type_code for column in named.description] == [21, 1082, 1007]


def test_named_cursor_with_a_strange_name(connection: Connection) -> None:
    """The name of a cursor is an identifier like any other and is quoted."""
    with connection.cursor('Cursor "näme"; --') as named:
        named.execute("SELECT %s", ("fine",))
        assert named.fetchone() == ("fine",)


def test_error_while_fetching(connection: Connection) -> None:
    """Rows before the one that fails arrive, and the error comes with the fetch that reaches it."""
    named = connection.cursor("mined")
    named.execute("SELECT 10 / (4 - g) FROM generate_series(1, 9) g")
    assert named.fetchmany(3) == [(3,), (5,), (10,)]
    with pytest.raises(psycopg2.errors.DivisionByZero):
        named.fetchone()
    connection.rollback()


def test_update_where_current_of(connection: Connection, cursor: Cursor, table: str) -> None:
    """UPDATE and DELETE … WHERE CURRENT OF hit the row that the cursor stands on."""
    cursor.execute(f"CREATE TABLE {table} AS SELECT g AS a, 'old' AS b FROM generate_series(1, 4) g")
    named = connection.cursor("at")
    named.execute(f"SELECT a FROM {table} ORDER BY a FOR UPDATE")
    assert named.fetchone() == (1,)
    assert named.fetchone() == (2,)
    cursor.execute(f"UPDATE {table} SET b = 'new' WHERE CURRENT OF at")
    named.fetchone()
    cursor.execute(f"DELETE FROM {table} WHERE CURRENT OF at")
    cursor.execute(f"SELECT a, b FROM {table} ORDER BY a")
    assert cursor.fetchall() == [(1, "old"), (2, "new"), (4, "old")]


def test_declared_in_sql(cursor: Cursor) -> None:
    """DECLARE, FETCH in every direction, MOVE and CLOSE work as plain SQL."""
    cursor.execute("DECLARE plain SCROLL CURSOR FOR SELECT generate_series(1, 10)")
    answers = {}
    for order in ("NEXT", "FORWARD 2", "PRIOR", "LAST", "ABSOLUTE -2", "RELATIVE -4", "BACKWARD 2", "FIRST"):
        cursor.execute(f"FETCH {order} FROM plain")
        answers[order] = [row[0] for row in cursor.fetchall()]
    assert answers == {
        "NEXT": [1],
        "FORWARD 2": [2, 3],
        "PRIOR": [2],
        "LAST": [10],
        "ABSOLUTE -2": [9],
        "RELATIVE -4": [5],
        "BACKWARD 2": [4, 3],
        "FIRST": [1],
    }
    cursor.execute("MOVE FORWARD ALL IN plain")
    assert (cursor.statusmessage, cursor.rowcount) == ("MOVE 9", 9)
    cursor.execute("CLOSE plain")
    assert cursor.statusmessage == "CLOSE CURSOR"


def test_cursor_that_a_function_returns(connection: Connection, name: Callable[[str], str]) -> None:
    """A function's refcursor is read by giving its name to a named cursor."""
    function = name("f")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION {function}() RETURNS refcursor LANGUAGE plpgsql AS"
            " $$ DECLARE r refcursor := 'from_function'; BEGIN"
            " OPEN r FOR SELECT generate_series(1, 6); RETURN r; END $$"
        )
        cursor.execute(f"SELECT {function}()")
        [(portal,)] = cursor.fetchall()
    assert portal == "from_function"
    with connection.cursor(portal) as named:
        named.itersize = 4
        assert [row[0] for row in named] == [1, 2, 3, 4, 5, 6]
