"""LOAD DATA LOCAL INFILE with PyMySQL: the client's own file becomes rows, all of them or none."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.constants import CLIENT
from pymysql.cursors import Cursor, SSCursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


@pytest.fixture
def cursor(connect: Connect) -> Cursor:
    """A cursor of a client that lets the server ask for files."""
    return connect(local_infile=True, autocommit=True).cursor()


@pytest.fixture
def load(cursor: Cursor, table: str, tmp_path: Path) -> Callable[..., str]:
    """Loads a file of this content into the table, and returns what the server says of it."""

    def run(content: bytes, clauses: str = "", duplicates: str = "") -> str:
        file = tmp_path / "rows.txt"
        file.write_bytes(content)
        cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' {duplicates} INTO TABLE {table} {clauses}")
        # PyMySQL keeps the length of the words before them.
        return cursor._result.message[1:].decode()

    return run


def counted(records: int, deleted: int = 0, skipped: int = 0, warnings: int = 0) -> str:
    return f"Records: {records}  Deleted: {deleted}  Skipped: {skipped}  Warnings: {warnings}"


def rows(cursor: Cursor, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1")
    return list(cursor.fetchall())


def warnings(cursor: Cursor) -> list[tuple[int, str]]:
    cursor.execute("SHOW WARNINGS")
    return [(code, text) for _, code, text in cursor.fetchall()]


def test_types(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    r"""Fields become values of their columns' types, \N becomes NULL, and escapes what they stand for."""
    cursor.execute(
        f"CREATE TABLE {table} (a INT, b VARCHAR(20), c DECIMAL(6,2), d DATE, e DATETIME(3), f DOUBLE, g BLOB)"
    )
    content = (
        "1\ta\\tb\\nc\\\\d\t1.50\t2024-02-29\t2024-02-29 12:30:15.250\t2.5\tplain\n"
        "2\tgrün 🦆\t-1\t1999-12-31\t1999-12-31\t-1e3\t\\0\\Z\n"
        "3" + "\t\\N" * 6 + "\n"
    ).encode()
    assert load(content) == counted(3)
    assert (cursor.rowcount, cursor.warning_count) == (3, 0)
    assert rows(cursor, table) == [
        (
            1,
            "a\tb\nc\\d",
            Decimal("1.50"),
            datetime.date(2024, 2, 29),
            datetime.datetime(2024, 2, 29, 12, 30, 15, 250_000),
            2.5,
            b"plain",
        ),
        (
            2,
            "grün 🦆",
            Decimal("-1.00"),
            datetime.date(1999, 12, 31),
            datetime.datetime(1999, 12, 31),
            -1000.0,
            b"\0\x1a",
        ),
        (3, None, None, None, None, None, None),
    ]


@pytest.mark.parametrize("options", [{}, {"ssl_disabled": True}], ids=["preferred", "clear"])
@pytest.mark.parametrize("kind", [Cursor, SSCursor])
def test_spreadsheet(connect: Connect, table: str, tmp_path: Path, options: dict[str, Any], kind: type[Cursor]) -> None:
    """A file as spreadsheets write it: a header, commas, quotes where they are needed, lines that end with CR LF."""
    file = tmp_path / "sheet.csv"
    file.write_bytes(b'id,name\r\n1,plain\r\n2,"a, ""b"", c"\r\n3,"two\r\nlines"\r\n4,""\r\n5,NULL\r\n')
    with connect(local_infile=True, **options).cursor(kind) as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INT, name VARCHAR(20))")
        cursor.execute(
            f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table} FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'"
            " LINES TERMINATED BY '\\r\\n' IGNORE 1 LINES"
        )
        assert rows(cursor, table) == [(1, "plain"), (2, 'a, "b", c'), (3, "two\r\nlines"), (4, ""), (5, None)]


def test_lines(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """Lines may begin with a prefix, behind anything, and end with any text; the last one needs no end."""
    cursor.execute(f"CREATE TABLE {table} (a INT, b VARCHAR(9))")
    content = b"xxx1|one;;skipped;;abcxxx2|two;;xxx3|thr;ee"
    assert load(content, "FIELDS TERMINATED BY '|' LINES STARTING BY 'xxx' TERMINATED BY ';;'") == counted(3)
    assert rows(cursor, table) == [(1, "one"), (2, "two"), (3, "thr;ee")]


def test_warnings(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """What does not fit is made to fit with a warning that has the number of its row, and so are missing fields."""
    cursor.execute(f"CREATE TABLE {table} (a INT, b VARCHAR(2), c INT NOT NULL DEFAULT 7, d INT)")
    content = b"1\tab\t1\t1\n" * 300 + b"x\tabc\t1\t1\n99999999999\tab\t1\n3\tab\t\\N\t1\n4\tab\t1\t1\t5\n"
    assert load(content) == counted(304, warnings=6)
    assert cursor.warning_count == 6
    found = warnings(cursor)
    assert [code for code, _ in found] == [1366, 1265, 1264, 1261, 1263, 1262]
    for (_, text), row in zip(found, (301, 301, 302, 302, 303, 304), strict=True):
        assert f"ow {row}" in text
    assert rows(cursor, table, "a, b, c, d")[-4:] == [
        (1, "ab", 1, 1),
        (3, "ab", 0, 1),
        (4, "ab", 1, 1),
        (2147483647, "ab", 1, None),
    ]


@pytest.mark.parametrize("duplicates", ["", "IGNORE"])
def test_keys_that_are_there(cursor: Cursor, table: str, load: Callable[..., str], duplicates: str) -> None:
    """A row whose key is there already, from before or from the file, is left out."""
    cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, w VARCHAR(5))")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 'old')")
    assert load(b"1\tnew\n2\tnew\n2\tlast\n", duplicates=duplicates) == counted(3, skipped=2, warnings=2)
    assert (cursor.rowcount, cursor.warning_count) == (1, 2)
    assert [code for code, _ in warnings(cursor)] == [1062, 1062]
    assert rows(cursor, table) == [(1, "old"), (2, "new")]


def test_replace(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """With REPLACE a row takes the place of those that have its keys, earlier ones of the file among them."""
    cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, w VARCHAR(5) UNIQUE)")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 'a'), (2, 'b')")
    assert load(b"1\tc\n3\td\n3\te\n4\tb\n", duplicates="REPLACE") == counted(4, deleted=3)
    assert cursor.rowcount == 7
    assert rows(cursor, table) == [(1, "c"), (3, "e"), (4, "b")]


def test_replace_is_strict(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """With REPLACE what does not fit is an error, as sql_mode says, and nothing of the file is there."""
    cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT)")
    good = b"".join(b"%d\t1\n" % i for i in range(1000))
    for bad, code in ((b"-1\tx\n", 1366), (b"-1\n", 1261), (b"-1\t1\t1\n", 1262)):
        with pytest.raises(pymysql.MySQLError) as error:
            load(good + bad + good, duplicates="REPLACE")
        assert error.value.args[0] == code
        assert rows(cursor, table) == []


def test_generated_keys(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """Keys are generated for 0, NULL and where no field is one; LAST_INSERT_ID() tells the first, lastrowid none."""
    cursor.execute(f"CREATE TABLE {table} (id INT AUTO_INCREMENT PRIMARY KEY, w VARCHAR(5))")
    assert load(b"0\ta\n\\N\tb\n10\tc\n0\td\n") == counted(4)
    assert cursor.lastrowid == 0
    assert rows(cursor, table) == [(1, "a"), (2, "b"), (10, "c"), (11, "d")]
    assert load(b"e\nf\n", "(w)") == counted(2)
    cursor.execute("SELECT LAST_INSERT_ID()")
    (first,) = cursor.fetchone()
    assert rows(cursor, table)[-2:] == [(first, "e"), (first + 1, "f")]


def test_columns_and_variables(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """Fields go into the columns that are named, into variables, and by these into what SET computes."""
    cursor.execute(f"CREATE TABLE {table} (a INT, b INT, c VARCHAR(20), d INT DEFAULT 4)")
    cursor.execute("SET @more = 100")
    clauses = "(c, @n, @ignored, a) SET b = @n * 2 + @more, c = CONCAT(UPPER(c), '-', a)"
    assert load(b"x\t1\t-\t2\ny\t3\t-\t4\n", clauses) == counted(2)
    assert rows(cursor, table) == [(2, 102, "X-2", 4), (4, 106, "Y-4", 4)]
    cursor.execute("SELECT @n, @ignored, @more")
    assert cursor.fetchone() == ("3", "-", 100)


def test_character_set(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """A file in latin1 becomes characters where columns hold some; binary columns take the octets."""
    cursor.execute(f"CREATE TABLE {table} (a VARCHAR(9), b BLOB)")
    assert load("gr\xfcn\t\xfc\n".encode("latin-1"), "CHARACTER SET latin1") == counted(1)
    assert rows(cursor, table) == [("grün", b"\xfc")]


def test_large_file(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """A file of many packets, with rows larger than a packet of the client has."""
    cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, w LONGTEXT)")
    content = b"".join(b"%d\t%s\n" % (i, b"x" * (200_000 if i % 10_000 == 7 else 10)) for i in range(50_000))
    assert load(content) == counted(50_000)
    assert rows(cursor, table, "COUNT(*), SUM(id), MAX(LENGTH(w)), SUM(LENGTH(w))") == [
        (50_000, 1_249_975_000, 200_000, 5 * 200_000 + 49_995 * 10)
    ]


def test_transaction(
    connect: Connect, table: str, tmp_path: Path, rows_of: Callable[..., list[tuple[Any, ...]]]
) -> None:
    """A file belongs to the transaction that it is loaded in, which an error of it leaves alive."""
    file = tmp_path / "rows"
    file.write_text("1\n2\n")
    with connect(local_infile=True).cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT PRIMARY KEY)")
        cursor.execute(f"INSERT INTO {table} VALUES (7)")
        cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table}")
        file.write_text("3\nx\n")
        with pytest.raises(pymysql.MySQLError):
            cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' REPLACE INTO TABLE {table}")
        assert rows(cursor, table) == [(1,), (2,), (7,)]
        assert rows_of(f"SELECT COUNT(*) FROM {table}") == [(0,)]
        cursor.connection.rollback()
        assert rows(cursor, table) == []
        cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table}")
        cursor.connection.commit()
    assert rows_of(f"SELECT COUNT(*) FROM {table}") == [(2,)]


def test_several_statements(connect: Connect, table: str, tmp_path: Path) -> None:
    """A file may be one of several statements of one call."""
    file = tmp_path / "rows"
    file.write_text("1\n2\n")
    connection = connect(local_infile=True, client_flag=CLIENT.MULTI_STATEMENTS)
    with connection.cursor() as cursor:
        load = f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table}"
        cursor.execute(f"CREATE TABLE {table} (a INT); {load}; {load}; SELECT COUNT(*) FROM {table}")
        counts = [cursor.rowcount]
        while cursor.nextset():
            counts.append(cursor.rowcount)
        assert counts == [0, 2, 2, 1]
        assert cursor.fetchone() == (4,)


def test_missing_file(cursor: Cursor, table: str, tmp_path: Path) -> None:
    """A client that cannot open the file sends nothing, and the session goes on."""
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    with pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(f"LOAD DATA LOCAL INFILE '{tmp_path / 'none'}' INTO TABLE {table}")
    assert error.value.args[0] == 1017
    cursor.execute(f"SELECT COUNT(*) FROM {table}")
    assert cursor.fetchone() == (0,)


def test_refused_before_the_client_is_asked(cursor: Cursor, table: str, load: Callable[..., str]) -> None:
    """A table, a column and a clause that cannot be are told at once, and the session goes on."""
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    for clauses, code in (("(b)", 1054), ("SET b = 1", 1054), ("FIELDS ENCLOSED BY 'ab'", 1083), ("LINES", 1064)):
        with pytest.raises(pymysql.MySQLError) as error:
            load(b"1\n", clauses)
        assert error.value.args[0] == code
    with pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(f"LOAD DATA LOCAL INFILE 'f' INTO TABLE {table}_none")
    assert error.value.args[0] == 1146
    assert load(b"1\n") == counted(1)


def test_server_says_whether_it_asks(cursor: Cursor) -> None:
    """local_infile tells whether the server asks for files."""
    cursor.execute("SELECT @@local_infile, @@GLOBAL.local_infile")
    assert cursor.fetchone() == (1, 1)
    cursor.execute("SHOW VARIABLES LIKE 'local_infile'")
    assert cursor.fetchone() == ("local_infile", "ON")


def test_client_refuses(connect: Connect, table: str, tmp_path: Path) -> None:
    """A client that does not allow it, as PyMySQL does not by default, is asked for no files."""
    file = tmp_path / "rows.csv"
    file.write_text("1\n2\n")
    with connect().cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        with pytest.raises(pymysql.MySQLError) as error:
            cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table}")
        # 3948 in MySQL 8; 1148 before; MariaDB says 4166, with the name of its option.
        assert error.value.args[0] in (3948, 1148, 4166)
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        assert cursor.fetchone() == (0,)
