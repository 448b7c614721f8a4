"""Prepared statements and repeated execution with psycopg2, which prepares in SQL and binds in the client."""

from __future__ import annotations

from collections.abc import Callable

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_batch, execute_values

pytestmark = pytest.mark.must_pass


def test_prepare_and_execute(cursor: Cursor, table: str) -> None:
    """PREPARE once, EXECUTE often, also with NULL and inside other statements."""
    cursor.execute(f"CREATE TABLE {table} (a int, b text)")
    cursor.execute(f"PREPARE ins (int, text) AS INSERT INTO {table} VALUES ($1, upper($2)) RETURNING a + 1, b")
    answers = []
    for a, b in ((1, "x"), (2, None), (None, "it's")):
        cursor.execute("EXECUTE ins (%s, %s)", (a, b))
        answers.append(cursor.fetchone())
    assert answers == [(2, "X"), (3, None), (None, "IT'S")]
    cursor.execute(f"PREPARE q AS SELECT count(*) FROM {table} WHERE b IS NOT NULL")
    cursor.execute("CREATE TEMPORARY TABLE copied AS EXECUTE q")
    cursor.execute("SELECT * FROM copied")
    assert cursor.fetchall() == [(2,)]


def test_inferred_parameter_types(cursor: Cursor, table: str) -> None:
    """The server infers the types of parameters and results and shows them in pg_prepared_statements."""
    cursor.execute(f"CREATE TABLE {table} (a bigint, d date, n numeric)")
    cursor.execute(f"PREPARE typed AS SELECT d, n FROM {table} WHERE a = $1 AND d > $2 AND n::text = $3")
    cursor.execute("SELECT parameter_types::text, result_types::text, from_sql FROM pg_prepared_statements")
    assert cursor.fetchall() == [("{bigint,date,text}", "{date,numeric}", True)]


def test_reuse_after_added_column(autocommit: Connection, table: str) -> None:
    """A prepared statement whose result changes its shape is refused with 0A000, others go on."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} AS SELECT 1 AS a")
        cursor.execute(f"PREPARE everything AS SELECT * FROM {table}")
        cursor.execute(f"PREPARE one_column AS SELECT a FROM {table}")
        cursor.execute("EXECUTE everything")
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN b int DEFAULT 2")
        with pytest.raises(psycopg2.errors.FeatureNotSupported, match="cached plan must not change result type"):
            cursor.execute("EXECUTE everything")
        cursor.execute("EXECUTE one_column")
        assert cursor.fetchall() == [(1,)]
        cursor.execute("DEALLOCATE everything")
        cursor.execute(f"PREPARE everything AS SELECT * FROM {table}")
        cursor.execute("EXECUTE everything")
        assert cursor.fetchall() == [(1, 2)]


def test_reuse_after_dropped_and_recreated_table(autocommit: Connection, table: str) -> None:
    """A prepared statement finds a table of the same name and shape again after it was dropped and made anew."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} AS SELECT 'old'::text AS a")
        cursor.execute(f"PREPARE again AS SELECT a FROM {table}")
        cursor.execute(f"DROP TABLE {table}")
        with pytest.raises(psycopg2.errors.UndefinedTable):
            cursor.execute("EXECUTE again")
        cursor.execute(f"CREATE TABLE {table} AS SELECT 'new'::text AS a")
        cursor.execute("EXECUTE again")
        assert cursor.fetchall() == [("new",)]


def test_names_of_prepared_statements(autocommit: Connection) -> None:
    """An unknown name is 26000, a name taken is 42P05, the wrong number of parameters 42601."""
    with autocommit.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InvalidSqlStatementName):
            cursor.execute("EXECUTE nobody")
        cursor.execute('PREPARE "My Statement" (int) AS SELECT $1')
        with pytest.raises(psycopg2.errors.DuplicatePreparedStatement):
            cursor.execute('PREPARE "My Statement" AS SELECT 1')
        with pytest.raises(psycopg2.errors.SyntaxError, match="wrong number of parameters"):
            cursor.execute('EXECUTE "My Statement"')
        with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
            cursor.execute('EXECUTE "My Statement" (%s)', ("one",))


def test_prepared_statements_outlive_transactions(connection: Connection, cursor: Cursor) -> None:
    """A statement that was prepared in a transaction stays when it is rolled back, and DEALLOCATE ALL ends it."""
    cursor.execute("PREPARE lasting AS SELECT 'here'")
    connection.rollback()
    cursor.execute("EXECUTE lasting")
    assert cursor.fetchone() == ("here",)
    cursor.execute("DEALLOCATE ALL")
    with pytest.raises(psycopg2.errors.InvalidSqlStatementName):
        cursor.execute("EXECUTE lasting")


def test_prepared_statements_belong_to_their_session(
    connect: Callable[..., Connection], opened: dict[Connection, int]
) -> None:
    """The same name in two sessions is two statements."""
    answers = []
    sessions = [connect(), connect()]
    for number, session in enumerate(sessions):
        with session.cursor() as cursor:
            cursor.execute(f"PREPARE mine AS SELECT {number}, pg_backend_pid()")
    for session in sessions:
        with session.cursor() as cursor:
            cursor.execute("EXECUTE mine")
            answers.append(cursor.fetchone())
    assert answers == [(n, opened[session]) for n, session in enumerate(sessions)]


def test_discard_all(autocommit: Connection) -> None:
    """DISCARD ALL takes prepared statements, temporary tables, cursors, settings and LISTEN with it."""
    with autocommit.cursor() as cursor:
        cursor.execute("PREPARE p AS SELECT 1")
        cursor.execute("CREATE TEMPORARY TABLE tmp (a int)")
        cursor.execute("DECLARE c CURSOR WITH HOLD FOR SELECT 1")
        cursor.execute("SET work_mem = '3MB'")
        cursor.execute("LISTEN somewhere")
        cursor.execute("DISCARD ALL")
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors),"
            " to_regclass('pg_temp.tmp'), current_setting('work_mem') <> '3MB',"
            " (SELECT count(*) FROM pg_listening_channels())"
        )
        assert cursor.fetchone() == (0, 0, None, True, 0)


def test_generic_plans(cursor: Cursor) -> None:
    """Statements executed often switch to a generic plan and keep giving the right answer."""
    cursor.execute("PREPARE g (int) AS SELECT count(*) FROM generate_series(1, 20) s WHERE s <= $1")
    answers = []
    for bound in range(1, 11):
        cursor.execute("EXECUTE g (%s)", (bound,))
        answers.append(cursor.fetchone()[0])
    assert answers == list(range(1, 11))
    cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE name = 'g'")
    assert cursor.fetchone() == (10,)


def test_executemany(cursor: Cursor, table: str) -> None:
    """executemany() runs the statement for every set of values and stops at the first that fails."""
    cursor.execute(f"CREATE TABLE {table} (a int PRIMARY KEY, b text)")
    cursor.executemany(f"INSERT INTO {table} VALUES (%s, %s)", [(n, str(n) * 3) for n in range(200)])
    cursor.execute(f"SELECT count(*), min(b), max(a) FROM {table}")
    assert cursor.fetchone() == (200, "000", 199)
    cursor.connection.commit()
    with pytest.raises(psycopg2.errors.UniqueViolation) as error:
        cursor.executemany(f"INSERT INTO {table} VALUES (%(a)s, '')", [{"a": 500}, {"a": 7}, {"a": 501}])
    assert error.value.diag.message_detail == "Key (a)=(7) already exists."
    cursor.connection.rollback()
    cursor.execute(f"SELECT count(*) FROM {table}")
    assert cursor.fetchone() == (200,)


def test_execute_values(cursor: Cursor, table: str) -> None:
    """execute_values() inserts in pages with a template and returns what every page has returned."""
    cursor.execute(f"CREATE TABLE {table} (a int, b text, c timestamptz)")
    returned = execute_values(
        cursor,
        f"INSERT INTO {table} VALUES %s RETURNING a, b",
        [{"a": n, "b": f"row {n}"} for n in range(1050)],
        template="(%(a)s, %(b)s, now())",
        page_size=100,
        fetch=True,
    )
    assert returned == [(n, f"row {n}") for n in range(1050)]
    execute_values(
        cursor, f"UPDATE {table} t SET b = v.b FROM (VALUES %s) v (a, b) WHERE t.a = v.a", [(3, "x"), (5, "y")]
    )
    cursor.execute(f"SELECT a, b FROM {table} WHERE b IN %s ORDER BY a", (("x", "y"),))
    assert cursor.fetchall() == [(3, "x"), (5, "y")]


def test_execute_batch(cursor: Cursor, table: str) -> None:
    """execute_batch() sends many statements in one message, prepared ones too."""
    cursor.execute(f"CREATE TABLE {table} (a int, b int)")
    cursor.execute(f"PREPARE pair (int, int) AS INSERT INTO {table} VALUES ($1, $2)")
    execute_batch(cursor, "EXECUTE pair (%s, %s)", [(n, n * n) for n in range(1000)], page_size=300)
    cursor.execute(f"SELECT count(*), sum(b) FROM {table}")
    assert cursor.fetchone() == (1000, sum(n * n for n in range(1000)))


def test_error_in_the_middle_of_a_batch(connection: Connection, cursor: Cursor, table: str) -> None:
    """When one statement of a message fails, those after it in the same message are not run."""
    cursor.execute(f"CREATE TABLE {table} (a int); CREATE SEQUENCE {table}_counter")
    connection.commit()
    connection.autocommit = True
    statements = [(1,), (1,), (0,), (1,)]
    with pytest.raises(psycopg2.errors.DivisionByZero):
        execute_batch(cursor, f"SELECT nextval('{table}_counter') / %s", statements)
    # Sequences do not roll back: the counter tells how many statements have really run.
    cursor.execute(f"SELECT last_value FROM {table}_counter")
    assert cursor.fetchone() == (3,)


def test_explain_execute(cursor: Cursor, table: str) -> None:
    """EXPLAIN EXECUTE, EXPLAIN ANALYZE and EXPLAIN in JSON come back as the client expects each."""
    cursor.execute(f"CREATE TABLE {table} (a int PRIMARY KEY)")
    cursor.execute(f"PREPARE e (int) AS SELECT * FROM {table} WHERE a = $1")
    cursor.execute("EXPLAIN (COSTS OFF) EXECUTE e (1)")
    assert any(table in line for (line,) in cursor.fetchall())
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM {table}")
    [(plan,)] = cursor.fetchall()
    assert plan[0]["Plan"]["Relation Name"] == table
    assert plan[0]["Plan"]["Actual Rows"] == 0
