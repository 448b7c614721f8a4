"""Cursors of PyMySQL: ways of fetching, dictionaries, results that are read row by row."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.cursors import Cursor, DictCursor, SSCursor, SSDictCursor

from compat_pymysql import since_1_2, sqlstate

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]
Numbers = Callable[[int], str]


def test_ways_of_fetching(cursor: Cursor, numbers: Numbers) -> None:
    """fetchone, fetchmany with and without a size, iteration and fetchall share one position."""
    cursor.execute(f"SELECT n FROM {numbers(1)} ORDER BY n")
    assert cursor.fetchone() == (0,)
    assert cursor.fetchmany(2) == ((1,), (2,))
    assert cursor.fetchmany() == ((3,),)
    assert next(cursor) == (4,)
    assert cursor.fetchall() == ((5,), (6,), (7,), (8,), (9,))
    assert (cursor.fetchone(), cursor.fetchmany(3), cursor.fetchall()) == (None, (), ())


def test_scroll(cursor: Cursor, numbers: Numbers) -> None:
    """A buffered cursor scrolls both ways, and not out of the result."""
    cursor.execute(f"SELECT n FROM {numbers(1)} ORDER BY n")
    cursor.scroll(7)
    assert cursor.fetchone() == (7,)
    cursor.scroll(-6)
    assert cursor.fetchone() == (2,)
    cursor.scroll(0, "absolute")
    assert cursor.fetchone() == (0,)
    with pytest.raises(IndexError):
        cursor.scroll(10)


def test_before_and_after(connection: Connection) -> None:
    """A cursor that has run nothing, or is closed, refuses to fetch."""
    cursor = connection.cursor()
    with pytest.raises(pymysql.ProgrammingError, match="execute"):
        cursor.fetchone()
    cursor.close()
    with pytest.raises(pymysql.ProgrammingError, match="Cursor closed"):
        cursor.execute("SELECT 1")


def test_dictionaries(connection: Connection, table: str) -> None:
    """Rows of a DictCursor have the names of the server; the second of two equal ones gets its table's name too."""
    with connection.cursor(DictCursor) as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INT, v VARCHAR(5))")
        cursor.execute(f"INSERT INTO {table} VALUES (1, 'a'), (2, 'b')")
        cursor.execute(f"SELECT x.id, x.v, y.id FROM {table} x JOIN {table} y ON y.id = x.id + 1")
        assert cursor.fetchall() == [{"id": 1, "v": "a", "y.id": 2}]
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        assert [row["v"] for row in cursor] == ["a", "b"]
        cursor.execute(f"SELECT * FROM {table} WHERE id > 2")
        assert (cursor.fetchone(), list(cursor.fetchall())) == (None, [])


@pytest.mark.parametrize("kind", [SSCursor, SSDictCursor], ids=["tuples", "dictionaries"])
def test_row_by_row(connection: Connection, numbers: Numbers, kind: type[SSCursor]) -> None:
    """An unbuffered cursor hands out 50,000 rows one by one; how many there are is not known before."""
    with connection.cursor(kind) as cursor:
        cursor.execute(f"SELECT n, n * 2 AS twice FROM {numbers(5)} WHERE n < 50000 ORDER BY n")
        assert cursor.rowcount == 2**64 - 1 or cursor.rowcount == -1
        rows = [cursor.fetchone(), *cursor.fetchmany(9)]
        cursor.scroll(90)
        rows += cursor.fetchall_unbuffered()
        assert cursor.fetchone() is None
    expected = [*range(10), *range(100, 50_000)]
    if kind is SSDictCursor:
        assert rows == [{"n": n, "twice": 2 * n} for n in expected]
    else:
        assert rows == [(n, 2 * n) for n in expected]


def test_row_by_row_given_up(connection: Connection, numbers: Numbers) -> None:
    """A large unbuffered result that is closed half-way leaves the connection in step."""
    with connection.cursor(SSCursor) as cursor:
        cursor.execute(f"SELECT n, REPEAT('x', 100) FROM {numbers(4)} ORDER BY n")
        assert cursor.fetchone()[0] == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'in step'")
        assert cursor.fetchone() == ("in step",)


def test_row_by_row_interrupted(connection: Connection, numbers: Numbers) -> None:
    """Another statement during an unbuffered result makes the driver read the rest away, with a warning."""
    unbuffered = connection.cursor(SSCursor)
    unbuffered.execute(f"SELECT n FROM {numbers(3)}")
    assert unbuffered.fetchone() is not None
    with connection.cursor() as cursor, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert "unbuffered" in str(caught[0].message)


def test_error_in_mid_result(connection: Connection, numbers: Numbers) -> None:
    """An error that comes after the first rows reaches the client, and the connection goes on."""
    statement = f"SELECT n, (SELECT 1 UNION ALL SELECT 2 FROM DUAL WHERE n = 9000) FROM {numbers(4)} ORDER BY n"
    with connection.cursor(SSCursor) as cursor:
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute(statement)
            cursor.fetchall()
        assert (error.value.args[0], sqlstate(error.value)) == (1242, "21000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_several_cursors(connection: Connection) -> None:
    """Buffered cursors of one connection keep their results while others run statements."""
    one, two = connection.cursor(), connection.cursor()
    one.execute("SELECT 1 UNION ALL SELECT 2")
    two.execute("SELECT 'a' UNION ALL SELECT 'b'")
    assert (one.fetchone(), two.fetchone(), one.fetchone(), two.fetchone()) == ((1,), ("a",), (2,), ("b",))


def test_executemany_joins_rows(cursor: Cursor, table: str) -> None:
    """executemany() of an INSERT sends many rows in few statements, and the key told is the last statement's first."""
    cursor.execute(f"CREATE TABLE {table} (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(30))")
    assert cursor.executemany(f"INSERT INTO {table} (v) VALUES (%s)", [(f"row {n}",) for n in range(2_000)]) == 2_000
    assert cursor._executed.count(b"row ") == 2_000
    assert cursor.lastrowid == 1
    cursor.execute(f"SELECT COUNT(*), MIN(id), MAX(id) FROM {table}")
    assert cursor.fetchone() == (2_000, 1, 2_000)
    cursor.execute(f"SELECT v FROM {table} WHERE id = 1235")
    assert cursor.fetchone() == ("row 1234",)


def test_executemany_of_others(cursor: Cursor, table: str) -> None:
    """executemany() with ON DUPLICATE KEY UPDATE, of dictionaries, of UPDATE and DELETE adds up what each did."""
    cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT)")
    upsert = f"INSERT INTO {table} (id, n) VALUES (%(id)s, %(n)s) ON DUPLICATE KEY UPDATE n = n + VALUES(n)"
    rows = [{"id": 1, "n": 10}, {"id": 2, "n": 20}, {"id": 1, "n": 5}]
    assert cursor.executemany(upsert, rows) == 4
    assert cursor.executemany(f"UPDATE {table} SET n = n + 1 WHERE id = %s", [(1,), (2,), (3,)]) == 2
    cursor.execute(f"SELECT * FROM {table} ORDER BY id")
    assert cursor.fetchall() == ((1, 16), (2, 21))
    assert cursor.executemany(f"DELETE FROM {table} WHERE id = %s", [(1,), (9,)]) == 1
    assert cursor.executemany(f"DELETE FROM {table} WHERE id = %s", []) is None


def test_executemany_that_fails(cursor: Cursor, table: str) -> None:
    """A row that violates a key takes back the whole statement that executemany() made of the rows."""
    cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY)")
    with pytest.raises(pymysql.IntegrityError) as error:
        cursor.executemany(f"INSERT INTO {table} VALUES (%s)", [(1,), (2,), (1,)])
    assert error.value.args == (1062, "Duplicate entry '1' for key 'PRIMARY'") or error.value.args == (
        1062,
        f"Duplicate entry '1' for key '{table}.PRIMARY'",
    )
    cursor.execute(f"SELECT COUNT(*) FROM {table}")
    assert cursor.fetchone() == (0,)


@since_1_2("octets are written as if they were text")
def test_mogrify(cursor: Cursor) -> None:
    """What mogrify() shows is what the server takes."""
    statement = cursor.mogrify("SELECT %s, %s, %s", ("it's", None, b"\x00'"))
    cursor.execute(statement)
    assert cursor.fetchone() == ("it's", None, b"\x00'")
