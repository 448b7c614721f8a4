"""Simple statements with psycopg2: what goes out, what comes back, and how it is described."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import psycopg2
import pytest
from psycopg2 import extensions, sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import DictCursor, NamedTupleCursor, RealDictCursor


@pytest.mark.must_pass
def test_select_without_table(cursor: Cursor) -> None:
    """One row of constants comes back with the types of Python that fit them."""
    cursor.execute("SELECT 1, 'two', 3.5, true, NULL, 1.5::float8")
    assert [type(value).__name__ for value in cursor.fetchone()] == [
        "int",
        "str",
        "Decimal",
        "bool",
        "NoneType",
        "float",
    ]
    assert cursor.fetchone() is None


@pytest.mark.must_pass
def test_parameters(cursor: Cursor) -> None:
    """Positional and named parameters, a repeated name, and a doubled percent sign."""
    cursor.execute("SELECT %s, %s::text, 10 %% 4", (1, None))
    assert cursor.fetchone() == (1, None, 2)
    cursor.execute("SELECT %(a)s + %(a)s, %(b)s", {"a": 21, "b": "b"})
    assert cursor.fetchone() == (42, "b")


@pytest.mark.must_pass
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("it's \"quoted\" \\ back\\slash \\' $1 %s %(x)s ?", id="punctuation"),
        pytest.param("line\r\nbreaks\tand\x01control\x7f", id="control"),
        pytest.param("Ὀδυσσεύς 東京 العربية עברית हिन्दी", id="scripts"),
        pytest.param("👩‍👩‍👧‍👦 𝄞 e\u0301 \u202e \ufeff \U0010ffff", id="astral"),
        pytest.param("", id="empty"),
        pytest.param("'; DROP TABLE students; --", id="injection"),
    ],
)
def test_text_survives(cursor: Cursor, text: str) -> None:
    """Text goes to the server and back unchanged, and the server counts the same characters as Python."""
    cursor.execute("SELECT %s, length(%s), md5(%s)", (text, text, text))
    assert cursor.fetchone() == (text, len(text), hashlib.md5(text.encode()).hexdigest())


@pytest.mark.must_pass
def test_big_text(cursor: Cursor) -> None:
    """A value of 8 MB travels both ways in one statement."""
    text = "0123456789abcdéf" * 500_000
    cursor.execute("SELECT %s, md5(%s)", (text, text))
    back, digest = cursor.fetchone()
    assert back == text
    assert digest == hashlib.md5(text.encode()).hexdigest()


@pytest.mark.must_pass
def test_several_statements_at_once(cursor: Cursor, table: str) -> None:
    """Statements separated by semicolons all run; the last one's result is the one that is kept."""
    cursor.execute(
        f"CREATE TABLE {table} (a int); INSERT INTO {table} VALUES (1), (2); SELECT sum(a) FROM {table}; -- the end"
    )
    assert cursor.fetchall() == [(3,)]
    cursor.execute(f"SELECT 'lost'; UPDATE {table} SET a = a + 1")
    assert (cursor.statusmessage, cursor.rowcount, cursor.description) == ("UPDATE 2", 2, None)


@pytest.mark.must_pass
def test_several_statements_are_one_transaction(autocommit: Connection, table: str) -> None:
    """Without a transaction block, an error in the last of several statements undoes the first ones too."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a int)")
        with pytest.raises(psycopg2.errors.DivisionByZero):
            cursor.execute(f"INSERT INTO {table} VALUES (1); INSERT INTO {table} VALUES (2); SELECT 1 / 0")
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.must_pass
def test_commit_between_several_statements(autocommit: Connection, table: str) -> None:
    """A COMMIT among several statements keeps what came before it when a later one fails."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a int)")
        with pytest.raises(psycopg2.errors.UndefinedTable):
            cursor.execute(
                f"BEGIN; INSERT INTO {table} VALUES (1); COMMIT; INSERT INTO {table} VALUES (2); TABLE missing"
            )
        cursor.execute(f"SELECT a FROM {table}")
        assert cursor.fetchall() == [(1,)]


@pytest.mark.must_pass
@pytest.mark.parametrize(
    "statement", [pytest.param("", id="nothing"), pytest.param(";", id="semicolon"), pytest.param("-- a", id="comment")]
)
def test_empty_statement(cursor: Cursor, statement: str) -> None:
    """An empty statement is an error of the driver's, and the connection goes on."""
    with pytest.raises(psycopg2.ProgrammingError, match="empty query"):
        cursor.execute(statement)
    cursor.connection.rollback()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)


@pytest.mark.must_pass
def test_large_result(cursor: Cursor) -> None:
    """100,000 rows arrive complete and in order."""
    cursor.execute("SELECT g, md5(g::text), CASE WHEN g % 7 = 0 THEN NULL ELSE g END FROM generate_series(1, 100000) g")
    assert cursor.rowcount == 100_000
    for number, (g, digest, seventh) in enumerate(cursor, start=1):
        if g != number or seventh != (None if number % 7 == 0 else number):
            pytest.fail(f"row {number} is {(g, digest, seventh)}")
        if number % 9973 == 0:
            assert digest == hashlib.md5(str(number).encode()).hexdigest()
    assert number == 100_000


@pytest.mark.must_pass
def test_many_columns(cursor: Cursor) -> None:
    """1,600 columns, close to the most that PostgreSQL allows, keep their names, order and NULLs."""
    columns = ", ".join(f"NULL AS c{n}" if n % 3 == 0 else f"{n} AS c{n}" for n in range(1600))
    cursor.execute(f"SELECT {columns}")
    assert [column.name for column in cursor.description] == [f"c{n}" for n in range(1600)]
    assert cursor.fetchone() == tuple(None if n % 3 == 0 else n for n in range(1600))


@pytest.mark.must_pass
def test_no_columns(cursor: Cursor) -> None:
    """A SELECT without columns has rows, and an empty description."""
    cursor.execute("SELECT FROM generate_series(1, 3)")
    assert (cursor.rowcount, cursor.fetchall()) == (3, [(), (), ()])


@pytest.mark.must_pass
def test_no_rows(cursor: Cursor) -> None:
    """A result without rows still describes its columns."""
    cursor.execute("SELECT 1 AS one, 'x'::text AS x WHERE false")
    assert cursor.rowcount == 0
    assert [column.name for column in cursor.description] == ["one", "x"]
    assert cursor.fetchall() == []


@pytest.mark.must_pass
def test_description(cursor: Cursor, table: str) -> None:
    """Each column is described by name, type, sizes, precision and scale."""
    cursor.execute(f"CREATE TABLE {table} (i int, v varchar(17), n numeric(12, 3), t text, b boolean, f float8)")
    cursor.execute(f"SELECT * FROM {table}")
    described = [(c.name, c.type_code, c.internal_size, c.precision, c.scale, c.null_ok) for c in cursor.description]
    assert described == [
        ("i", 23, 4, None, None, None),
        ("v", 1043, 17, None, None, None),
        ("n", 1700, 12, 12, 3, None),
        ("t", 25, -1, None, None, None),
        ("b", 16, 1, None, None, None),
        ("f", 701, 8, None, None, None),
    ]
    assert cursor.description[0].type_code == psycopg2.NUMBER
    assert cursor.description[1].type_code == psycopg2.STRING


@pytest.mark.must_pass
def test_description_names_the_table(cursor: Cursor, table: str) -> None:
    """A column that comes straight from a table says from which one, and at which position it stands there."""
    cursor.execute(f"CREATE TABLE {table} (first int, dropped int, last int)")
    cursor.execute(f"ALTER TABLE {table} DROP COLUMN dropped")
    cursor.execute(f"SELECT last AS renamed, first, first + 1 FROM {table}")
    positions = [(c.name, c.table_column) for c in cursor.description]
    owners = [c.table_oid for c in cursor.description]
    assert positions == [("renamed", 3), ("first", 1), ("?column?", None)]
    cursor.execute("SELECT %s::regclass::oid", (table,))
    oid = cursor.fetchone()[0]
    assert owners == [oid, oid, None]


@pytest.mark.must_pass
def test_column_names(cursor: Cursor) -> None:
    """Labels keep their spelling: folded when bare, exact when quoted, duplicates and the longest name included."""
    longest = "x" * 63
    cursor.execute(f'SELECT 1 AS FoO, 2 AS "FoO", 3 AS "FoO", 4 AS "naïve ""q""", 5 AS {longest}, now() IS NULL')
    assert [c.name for c in cursor.description] == ["foo", "FoO", "FoO", 'naïve "q"', longest, "?column?"]


@pytest.mark.must_pass
def test_status_messages(cursor: Cursor, table: str) -> None:
    """Each kind of statement ends with its own command tag and row count."""
    expected = [
        (f"CREATE TABLE {table} (a int PRIMARY KEY, b text)", "CREATE TABLE", -1),
        (f"INSERT INTO {table} SELECT g, 'x' FROM generate_series(1, 5) g", "INSERT 0 5", 5),
        (f"UPDATE {table} SET b = 'y' WHERE a > 2", "UPDATE 3", 3),
        (f"DELETE FROM {table} WHERE a = 1", "DELETE 1", 1),
        (f"SELECT * FROM {table}", "SELECT 4", 4),
        (f"UPDATE {table} SET b = 'z' WHERE a = 2 RETURNING a", "UPDATE 1", 1),
        (f"MERGE INTO {table} USING (VALUES (2), (9)) v(k) ON a = k WHEN MATCHED THEN UPDATE SET b = 'm'"
         " WHEN NOT MATCHED THEN INSERT VALUES (k, 'n')", "MERGE 2", 2),
        (f"CREATE INDEX ON {table} (b)", "CREATE INDEX", -1),
        ("SET LOCAL work_mem = '5MB'", "SET", -1),
        ("SHOW work_mem", "SHOW", 1),
        ("EXPLAIN SELECT 1", "EXPLAIN", 1),
        (f"TRUNCATE {table}", "TRUNCATE TABLE", -1),
        (f"DROP TABLE {table}", "DROP TABLE", -1),
    ]  # fmt: skip
    seen = []
    for statement, _, _ in expected:
        cursor.execute(statement)
        seen.append((statement, cursor.statusmessage, cursor.rowcount))
    assert seen == expected


@pytest.mark.must_pass
def test_returning(cursor: Cursor, table: str) -> None:
    """RETURNING gives the rows that INSERT, UPDATE and DELETE have touched, generated values included."""
    cursor.execute(f"CREATE TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, v text, up text DEFAULT 'none')")
    cursor.execute(f"INSERT INTO {table} (v) VALUES ('a'), ('b') RETURNING id, up")
    assert cursor.fetchall() == [(1, "none"), (2, "none")]
    cursor.execute(f"UPDATE {table} SET up = upper(v) RETURNING up, id * 10 AS ten")
    assert cursor.fetchall() == [("A", 10), ("B", 20)]
    cursor.execute(f"DELETE FROM {table} WHERE id = 2 RETURNING *")
    assert cursor.fetchall() == [(2, "b", "B")]


@pytest.mark.must_pass
def test_row_factories(connect: Callable[..., Connection]) -> None:
    """Dictionary and named-tuple cursors build their rows from the server's column names."""
    connection = connect()
    statement = "SELECT 1 AS id, 'Ada' AS \"Full Name\""
    with connection.cursor(cursor_factory=DictCursor) as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        assert (row["id"], row["Full Name"], row[1]) == (1, "Ada", "Ada")
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(statement)
        assert dict(cursor.fetchone()) == {"id": 1, "Full Name": "Ada"}
    with connection.cursor(cursor_factory=NamedTupleCursor) as cursor:
        cursor.execute(statement)
        assert cursor.fetchone()._asdict() == {"id": 1, "Full_Name": "Ada"}


@pytest.mark.must_pass
def test_composed_statements(cursor: Cursor, name: Callable[[str], str]) -> None:
    """Statements put together with psycopg2.sql work with identifiers that need quoting."""
    table, column = name('Tab"le é'), "select"
    cursor.execute(sql.SQL("CREATE TABLE {} ({} text)").format(sql.Identifier(table), sql.Identifier(column)))
    cursor.execute(
        sql.SQL("INSERT INTO {} VALUES ({}) RETURNING {}").format(
            sql.Identifier(table), sql.Placeholder(), sql.Identifier(column)
        ),
        ("kept",),
    )
    assert cursor.fetchone() == ("kept",)
    assert cursor.description[0].name == "select"


@pytest.mark.must_pass
def test_stored_function(cursor: Cursor, name: Callable[[str], str]) -> None:
    """callproc() calls a set-returning function, and CALL gives a procedure's output parameters back."""
    function, procedure = name("f"), name("p")
    cursor.execute(
        f"CREATE FUNCTION {function}(low int, high int) RETURNS TABLE (n int, square int) LANGUAGE sql"
        " AS 'SELECT g, g * g FROM generate_series(low, high) g'"
    )
    cursor.callproc(function, (3, 5))
    assert cursor.fetchall() == [(3, 9), (4, 16), (5, 25)]
    cursor.callproc(function, {"high": 2, "low": 2})
    assert cursor.fetchall() == [(2, 4)]
    cursor.execute(
        f"CREATE PROCEDURE {procedure}(a int, INOUT b int, OUT c text) LANGUAGE plpgsql"
        " AS 'BEGIN b := a + b; c := ''done''; END'"
    )
    cursor.execute(f"CALL {procedure}(1, 2, NULL)")
    assert cursor.fetchone() == (3, "done")


@pytest.mark.must_pass
def test_ten_thousand_parameters(cursor: Cursor) -> None:
    """A statement of several hundred kilobytes with 10,000 values is parsed and answered."""
    values = list(range(10_000))
    cursor.execute(f"SELECT count(*), sum(v) FROM (VALUES {','.join(['(%s)'] * len(values))}) t(v)", values)
    assert cursor.fetchone() == (10_000, sum(values))


@pytest.mark.must_pass
def test_dollar_quotes_and_comments(cursor: Cursor, name: Callable[[str], str]) -> None:
    """Semicolons, quotes and nested comments inside dollar-quoted bodies and comments are left alone."""
    function = name("f")
    cursor.execute(
        f"""/* outer /* inner; */ ' still a comment */
        CREATE FUNCTION {function}() RETURNS text LANGUAGE plpgsql AS $body$
        DECLARE t text := $q$it's; $$ fine$q$; -- ';
        BEGIN RETURN t || E'\\';'; END $body$; SELECT {function}()"""
    )
    assert cursor.fetchone() == ("it's; $$ fine';",)


@pytest.mark.must_pass
def test_standard_strings_can_be_turned_off(connect: Callable[..., Connection]) -> None:
    """The driver escapes backslashes as the server's reported string syntax asks for."""
    connection = connect()
    with connection.cursor() as cursor:
        for setting in ("off", "on"):
            cursor.execute(f"SET standard_conforming_strings = {setting}")
            assert connection.info.parameter_status("standard_conforming_strings") == setting
            cursor.execute("SELECT %s, %s", (r"back\slash 'n quote", b"\\\x00'"))
            text, raw = cursor.fetchone()
            assert (text, bytes(raw)) == (r"back\slash 'n quote", b"\\\x00'")


@pytest.mark.must_pass
def test_notices(connection: Connection, cursor: Cursor) -> None:
    """Notices reach connection.notices in order, with their severity, and only from the level that was asked for."""
    del connection.notices[:]
    cursor.execute("DROP TABLE IF EXISTS no_such_table_at_all")
    cursor.execute("SET client_min_messages = debug1")
    cursor.execute("DO $$ BEGIN RAISE DEBUG 'small'; RAISE WARNING 'über' USING HINT = 'breathe'; END $$")
    cursor.execute("SET client_min_messages = error")
    cursor.execute("DO $$ BEGIN RAISE WARNING 'unheard'; END $$")
    heard = [line for notice in connection.notices for line in notice.splitlines()]
    assert heard[0] == 'NOTICE:  table "no_such_table_at_all" does not exist, skipping'
    assert "DEBUG:  small" in heard
    assert "WARNING:  über" in heard
    assert "HINT:  breathe" in heard
    assert not any("unheard" in line for line in heard)


@pytest.mark.must_pass
def test_transaction_status_follows_the_statements(connection: Connection, cursor: Cursor) -> None:
    """The status that the server sends with each answer is idle, in a transaction, or in a failed one."""
    status = connection.info
    assert status.transaction_status == extensions.TRANSACTION_STATUS_IDLE
    cursor.execute("SELECT 1")
    assert status.transaction_status == extensions.TRANSACTION_STATUS_INTRANS
    with pytest.raises(psycopg2.errors.SyntaxError):
        cursor.execute("SELEC 1")
    assert status.transaction_status == extensions.TRANSACTION_STATUS_INERROR
    connection.rollback()
    assert status.transaction_status == extensions.TRANSACTION_STATUS_IDLE


@pytest.mark.must_pass
def test_large_object(connection: Connection) -> None:
    """A large object is written, read in parts, truncated and removed through function calls on the wire."""
    content = bytes(range(256)) * 1024
    large = connection.lobject(0, "wb")
    assert large.write(content) == len(content)
    large.close()
    again = connection.lobject(large.oid, "rwb")
    assert again.seek(1000) == 1000
    assert again.read(300) == content[1000:1300]
    assert again.tell() == 1300
    again.truncate(5000)
    assert again.seek(0, 2) == 5000
    again.unlink()
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        connection.lobject(large.oid, "rb")
    connection.rollback()
