"""Errors with psycopg2: which exception class a failure becomes, and what the server tells about it."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import psycopg2
import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

pytestmark = pytest.mark.must_pass


@pytest.fixture
def stock(connection: Connection, name: Callable[[str], str]) -> str:
    """The common part of the names of two tables with every kind of constraint."""
    stem = name("stock")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {stem}_kinds (kind text PRIMARY KEY)")
        cursor.execute(f"INSERT INTO {stem}_kinds VALUES ('nail')")
        cursor.execute(
            f"CREATE TABLE {stem} (id int PRIMARY KEY, kind text NOT NULL REFERENCES {stem}_kinds,"
            f" amount smallint CONSTRAINT {stem}_positive CHECK (amount > 0), code varchar(4), during int4range,"
            f" CONSTRAINT {stem}_apart EXCLUDE USING gist (during WITH &&))"
        )
        cursor.execute(f"INSERT INTO {stem} VALUES (1, 'nail', 5, 'abcd', '[1,5)')")
    connection.commit()
    return stem


# Statements for the tables of `stock`, each with the SQLSTATE that it provokes and the class that psycopg2 has for it.
PROVOKED = [
    pytest.param(errors.FeatureNotSupported, "SELECT kind FROM {t} GROUP BY kind FOR UPDATE", id="0A000"),
    pytest.param(errors.InvalidGrantOperation, "GRANT USAGE ON TABLE {t} TO PUBLIC", id="0LP01"),
    pytest.param(errors.CardinalityViolation, "SELECT (SELECT generate_series(1, 2))", id="21000"),
    pytest.param(errors.StringDataRightTruncation, "UPDATE {t} SET code = 'too long'", id="22001"),
    pytest.param(errors.NumericValueOutOfRange, "UPDATE {t} SET amount = 40000", id="22003"),
    pytest.param(errors.NullValueNotAllowed, "DO $$ BEGIN EXECUTE NULL; END $$", id="22004"),
    pytest.param(errors.InvalidDatetimeFormat, "SELECT 'yesterdayish'::date", id="22007"),
    pytest.param(errors.DatetimeFieldOverflow, "SELECT '2026-02-30'::date", id="22008"),
    pytest.param(errors.InvalidTimeZoneDisplacementValue, "SELECT '2026-01-01 00:00+99'::timestamptz", id="22009"),
    pytest.param(
        errors.SequenceGeneratorLimitExceeded,
        "CREATE SEQUENCE {t}_s MAXVALUE 2; SELECT nextval('{t}_s') FROM generate_series(1, 3)",
        id="2200H",
    ),
    pytest.param(errors.InvalidXmlContent, "SELECT '<a>'::xml", id="2200N"),
    pytest.param(errors.SubstringError, "SELECT substring('abc' FROM 2 FOR -1)", id="22011"),
    pytest.param(errors.DivisionByZero, "SELECT amount / 0 FROM {t}", id="22012"),
    pytest.param(errors.InvalidPrecedingOrFollowingSize, "SELECT sum(1) OVER (ROWS (-1) PRECEDING)", id="22013"),
    pytest.param(errors.InvalidArgumentForNtileFunction, "SELECT ntile(0) OVER ()", id="22014"),
    pytest.param(errors.InvalidRegularExpression, "SELECT 'a' ~ '('", id="2201B"),
    pytest.param(errors.InvalidArgumentForLogarithm, "SELECT ln(0::numeric)", id="2201E"),
    pytest.param(errors.InvalidArgumentForPowerFunction, "SELECT (-8.0) ^ 0.5", id="2201F"),
    pytest.param(errors.InvalidArgumentForWidthBucketFunction, "SELECT width_bucket(1, 1, 1, 5)", id="2201G"),
    pytest.param(errors.InvalidRowCountInLimitClause, "SELECT 1 LIMIT -1", id="2201W"),
    pytest.param(errors.InvalidRowCountInResultOffsetClause, "SELECT 1 OFFSET -1", id="2201X"),
    pytest.param(errors.CharacterNotInRepertoire, "SELECT convert_from('\\xff', 'UTF8')", id="22021"),
    pytest.param(errors.InvalidParameterValue, "SELECT set_config('work_mem', 'much', false)", id="22023"),
    pytest.param(errors.InvalidEscapeSequence, "SELECT 'bc' LIKE 'b\\'", id="22025"),
    pytest.param(errors.StringDataLengthMismatch, "SELECT B'101'::bit(3) & B'10'::bit(2)", id="22026"),
    pytest.param(errors.ArraySubscriptError, "SELECT array[[1],[2]] || array[[[3]]]", id="2202E"),
    pytest.param(errors.InvalidTablesampleArgument, "SELECT * FROM {t} TABLESAMPLE system (101)", id="2202H"),
    pytest.param(errors.DuplicateJsonObjectKeyValue, "SELECT json_object('a': 1, 'a': 2 WITH UNIQUE KEYS)", id="22030"),
    pytest.param(errors.InvalidSqlJsonSubscript, "SELECT jsonb_path_query('[1]', 'strict $[5]')", id="22033"),
    pytest.param(errors.SqlJsonMemberNotFound, "SELECT jsonb_path_query('{{}}', 'strict $.a')", id="2203A"),
    pytest.param(errors.InvalidTextRepresentation, "SELECT 'twelve'::int", id="22P02"),
    pytest.param(errors.NotNullViolation, "INSERT INTO {t} (id) VALUES (2)", id="23502"),
    pytest.param(errors.ForeignKeyViolation, "INSERT INTO {t} VALUES (2, 'screw')", id="23503"),
    pytest.param(errors.UniqueViolation, "INSERT INTO {t} VALUES (1, 'nail')", id="23505"),
    pytest.param(errors.CheckViolation, "UPDATE {t} SET amount = -1", id="23514"),
    pytest.param(errors.ExclusionViolation, "INSERT INTO {t} VALUES (2, 'nail', 1, 'b', '[4,9)')", id="23P01"),
    pytest.param(errors.ActiveSqlTransaction, "DISCARD ALL", id="25001"),
    pytest.param(
        errors.ReadOnlySqlTransaction,
        "SET TRANSACTION READ ONLY; DELETE FROM {t}",
        id="25006",
    ),
    pytest.param(errors.InvalidSqlStatementName, "EXECUTE nothing", id="26000"),
    pytest.param(errors.DependentObjectsStillExist, "DROP TABLE {t}_kinds", id="2BP01"),
    pytest.param(
        errors.FunctionExecutedNoReturnStatement,
        "CREATE FUNCTION {t}_n() RETURNS int LANGUAGE plpgsql AS 'BEGIN END'; SELECT {t}_n()",
        id="2F005",
    ),
    pytest.param(errors.InvalidCursorName, "FETCH nothing", id="34000"),
    pytest.param(errors.InvalidSavepointSpecification, "ROLLBACK TO nothing", id="3B001"),
    pytest.param(errors.InvalidSchemaName, "CREATE TABLE no_such_schema.t ()", id="3F000"),
    pytest.param(errors.InsufficientPrivilege, "SELECT * FROM pg_authid", id="42501"),
    pytest.param(errors.SyntaxError, "SELECT FROM WHERE", id="42601"),
    pytest.param(errors.InvalidName, "SELECT 'a.b.c.d.'::regclass", id="42602"),
    pytest.param(errors.DuplicateColumn, "ALTER TABLE {t} ADD COLUMN id int", id="42701"),
    pytest.param(errors.AmbiguousColumn, "SELECT kind FROM {t}, {t}_kinds", id="42702"),
    pytest.param(errors.UndefinedColumn, "SELECT colour FROM {t}", id="42703"),
    pytest.param(errors.UndefinedObject, "SELECT 1::no_such_type", id="42704"),
    pytest.param(
        errors.DuplicateObject,
        "CREATE TYPE {t}_e AS ENUM ('a'); CREATE TYPE {t}_e AS ENUM ('b')",
        id="42710",
    ),
    pytest.param(errors.DuplicateAlias, "SELECT 1 FROM {t} x, {t} x", id="42712"),
    pytest.param(
        errors.DuplicateFunction,
        "CREATE FUNCTION {t}_f() RETURNS int RETURN 1; CREATE FUNCTION {t}_f() RETURNS int RETURN 1",
        id="42723",
    ),
    pytest.param(
        errors.AmbiguousFunction,
        "CREATE FUNCTION {t}_g(date) RETURNS int RETURN 1; "
        "CREATE FUNCTION {t}_g(json) RETURNS int RETURN 1; "
        "SELECT {t}_g('1')",
        id="42725",
    ),
    pytest.param(errors.GroupingError, "SELECT kind, count(*) FROM {t}", id="42803"),
    pytest.param(errors.DatatypeMismatch, "SELECT CASE WHEN 1 THEN 2 END", id="42804"),
    pytest.param(errors.WrongObjectType, "DROP VIEW {t}", id="42809"),
    pytest.param(errors.InvalidForeignKey, "CREATE TABLE {t}_f (a int REFERENCES {t} (amount))", id="42830"),
    pytest.param(errors.CannotCoerce, "SELECT 1::date", id="42846"),
    pytest.param(errors.UndefinedFunction, "SELECT no_such_function(1)", id="42883"),
    pytest.param(
        errors.GeneratedAlways,
        "CREATE TABLE {t}_g (a int GENERATED ALWAYS AS IDENTITY); INSERT INTO {t}_g VALUES (1)",
        id="428C9",
    ),
    pytest.param(errors.ReservedName, "CREATE SCHEMA pg_mine", id="42939"),
    pytest.param(errors.UndefinedTable, "SELECT * FROM nowhere", id="42P01"),
    pytest.param(errors.UndefinedParameter, "SELECT $1", id="42P02"),
    pytest.param(
        errors.DuplicateCursor,
        "DECLARE c CURSOR FOR SELECT 1; DECLARE c CURSOR FOR SELECT 1",
        id="42P03",
    ),
    pytest.param(errors.DuplicateSchema, "CREATE SCHEMA {s}", id="42P06"),
    pytest.param(errors.DuplicateTable, "CREATE TABLE {t} ()", id="42P07"),
    pytest.param(errors.AmbiguousParameter, "PREPARE {t}_x AS INSERT INTO {t} (id, kind) VALUES ($1, $1)", id="42P08"),
    pytest.param(errors.InvalidColumnReference, "SELECT 1 ORDER BY 2", id="42P10"),
    pytest.param(errors.InvalidCursorDefinition, "DECLARE c SCROLL NO SCROLL CURSOR FOR SELECT 1", id="42P11"),
    pytest.param(
        errors.InvalidFunctionDefinition, "CREATE FUNCTION {t}_h() RETURNS int LANGUAGE sql AS ''", id="42P13"
    ),
    pytest.param(
        errors.InvalidTableDefinition, "CREATE TABLE {t}_p (a int PRIMARY KEY, b int PRIMARY KEY)", id="42P16"
    ),
    pytest.param(errors.InvalidObjectDefinition, "CREATE INDEX ON {t} ((random()))", id="42P17"),
    pytest.param(errors.IndeterminateDatatype, "PREPARE x AS SELECT $1 IS NULL", id="42P18"),
    pytest.param(
        errors.InvalidRecursion,
        "WITH RECURSIVE r AS (SELECT 1 UNION SELECT 1 FROM r a, r b) SELECT * FROM r",
        id="42P19",
    ),
    pytest.param(errors.WindowingError, "SELECT 1 WHERE row_number() OVER () = 1", id="42P20"),
    pytest.param(errors.CollationMismatch, "SELECT 'a' COLLATE \"C\" < 'b' COLLATE \"POSIX\"", id="42P21"),
    pytest.param(
        errors.IndeterminateCollation,
        "SELECT a < b FROM (SELECT '' COLLATE \"C\" AS a, '' COLLATE \"POSIX\" AS b) v",
        id="42P22",
    ),
    pytest.param(
        errors.WithCheckOptionViolation,
        "CREATE VIEW {t}_v AS SELECT * FROM {t} WHERE amount > 3 WITH CHECK OPTION; UPDATE {t}_v SET amount = 1",
        id="44000",
    ),
    pytest.param(errors.ProgramLimitExceeded, "SELECT repeat('x', 2000000000)", id="54000"),
    pytest.param(
        errors.StatementTooComplex,
        "CREATE FUNCTION {t}_r(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN {t}_r(n + 1); END'; "
        "SELECT {t}_r(1)",
        id="54001",
    ),
    pytest.param(errors.TooManyColumns, "SELECT {columns}", id="54011"),
    pytest.param(errors.TooManyArguments, "SELECT concat_ws({arguments})", id="54023"),
    pytest.param(errors.ObjectNotInPrerequisiteState, "SELECT currval('{t}_q')", id="55000"),
    pytest.param(errors.CantChangeRuntimeParam, "SET max_connections = 5", id="55P02"),
    pytest.param(
        errors.UnsafeNewEnumValueUsage,
        "CREATE TYPE {t}_u AS ENUM ('a'); COMMIT; BEGIN; ALTER TYPE {t}_u ADD VALUE 'b'; SELECT 'b'::{t}_u",
        id="55P04",
    ),
    pytest.param(
        errors.QueryCanceled,
        "SET LOCAL statement_timeout = 1; SELECT pg_sleep(60)",
        id="57014",
    ),
    pytest.param(errors.RaiseException, "DO $$ BEGIN RAISE 'by hand'; END $$", id="P0001"),
    pytest.param(
        errors.NoDataFound, "DO $$ DECLARE i int; BEGIN SELECT 1 INTO STRICT i WHERE false; END $$", id="P0002"
    ),
    pytest.param(
        errors.TooManyRows,
        "DO $$ DECLARE i int; BEGIN SELECT g INTO STRICT i FROM generate_series(1, 2) g; END $$",
        id="P0003",
    ),
    pytest.param(errors.AssertFailure, "DO $$ BEGIN ASSERT 1 = 2; END $$", id="P0004"),
]


@pytest.mark.parametrize(("expected", "statements"), PROVOKED)
def test_sqlstate(
    request: pytest.FixtureRequest,
    cursor: Cursor,
    schema: str,
    stock: str,
    expected: type[psycopg2.Error],
    statements: str,
) -> None:
    """The failure has its own SQLSTATE and exception class, fails its transaction, and spares the connection."""
    names = {
        "t": stock,
        "s": schema,
        "columns": ", ".join(["1"] * 1700),
        "arguments": ", ".join(["''"] * 2000),
    }
    cursor.execute(f"CREATE SEQUENCE {stock}_q")
    with pytest.raises(psycopg2.Error) as error:
        cursor.execute(statements.format(**names))
    assert (error.value.pgcode, type(error.value)) == (request.node.callspec.id, expected)
    assert error.value.diag.sqlstate == error.value.pgcode
    assert error.value.diag.message_primary
    cursor.connection.rollback()
    cursor.execute(f"SELECT count(*) FROM {stock}")
    assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    ("family", "statement"),
    [
        pytest.param(psycopg2.IntegrityError, "INSERT INTO {t} VALUES (1, 'nail')", id="IntegrityError"),
        pytest.param(psycopg2.DataError, "SELECT 1 / 0", id="DataError"),
        pytest.param(psycopg2.ProgrammingError, "SELEC", id="ProgrammingError"),
        pytest.param(psycopg2.OperationalError, "SELECT repeat('x', 2000000000)", id="OperationalError"),
        pytest.param(psycopg2.InternalError, "DISCARD ALL", id="InternalError"),
        pytest.param(psycopg2.NotSupportedError, "SELECT id FROM {t} GROUP BY id FOR UPDATE", id="NotSupportedError"),
    ],
)
def test_dbapi_families(cursor: Cursor, stock: str, family: type[psycopg2.Error], statement: str) -> None:
    """Each exception class of the DB-API is reached by a failure of the server, and only that one."""
    with pytest.raises(psycopg2.Error) as error:
        cursor.execute(statement.format(t=stock))
    families = [
        psycopg2.IntegrityError,
        psycopg2.DataError,
        psycopg2.ProgrammingError,
        psycopg2.OperationalError,
        psycopg2.InternalError,
        psycopg2.NotSupportedError,
    ]
    assert [each for each in families if isinstance(error.value, each)] == [family]


@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        pytest.param(
            "INSERT INTO {t} VALUES (1, 'nail')",
            {"constraint_name": "{t}_pkey", "message_detail": "Key (id)=(1) already exists."},
            id="unique",
        ),
        pytest.param(
            "INSERT INTO {t} (id) VALUES (2)",
            {"column_name": "kind", "message_detail": "Failing row contains (2, null, null, null, null)."},
            id="not-null",
        ),
        pytest.param(
            "INSERT INTO {t} VALUES (2, 'screw')",
            {
                "constraint_name": "{t}_kind_fkey",
                "message_detail": 'Key (kind)=(screw) is not present in table "{t}_kinds".',
            },
            id="foreign-key",
        ),
        pytest.param("UPDATE {t} SET amount = 0", {"constraint_name": "{t}_positive"}, id="check"),
        pytest.param(
            "INSERT INTO {t} VALUES (2, 'nail', 1, 'b', '[4,9)')",
            {
                "constraint_name": "{t}_apart",
                "message_detail": "Key (during)=([4,9)) conflicts with existing key (during)=([1,5)).",
            },
            id="exclusion",
        ),
    ],
)
def test_violated_constraint_is_named(
    cursor: Cursor, schema: str, stock: str, statement: str, fields: dict[str, str]
) -> None:
    """A violated constraint names schema, table, column and constraint in fields of their own."""
    with pytest.raises(psycopg2.IntegrityError) as error:
        cursor.execute(statement.format(t=stock))
    told = error.value.diag
    assert (told.schema_name, told.table_name) == (schema, stock)
    expected = {name: value.format(t=stock) for name, value in fields.items()}
    assert {name: getattr(told, name) for name in expected} == expected
    assert (told.severity, told.severity_nonlocalized) == ("ERROR", "ERROR")


def test_violated_domain_names_the_type(cursor: Cursor, schema: str, name: Callable[[str], str]) -> None:
    """A violated domain names the data type and the constraint."""
    domain = name("even")
    cursor.execute(f"CREATE DOMAIN {domain} AS int CONSTRAINT {domain}_half CHECK (VALUE % 2 = 0)")
    with pytest.raises(errors.CheckViolation) as error:
        cursor.execute(f"SELECT 3::{domain}")
    told = error.value.diag
    assert (told.schema_name, told.datatype_name, told.constraint_name) == (schema, domain, f"{domain}_half")


def test_position_counts_characters(cursor: Cursor) -> None:
    """The position of a syntax error counts characters, not bytes, and the message shows the place."""
    statement = "SELECT 'äöü€𝄞', colour FROM pg_class"
    with pytest.raises(errors.UndefinedColumn) as error:
        cursor.execute(statement)
    assert error.value.diag.statement_position == str(statement.index("colour") + 1)
    lines = str(error.value).splitlines()
    assert lines[1] == f"LINE 1: {statement}"
    assert lines[2].index("^") == lines[1].index("colour")


def test_hint_and_detail(cursor: Cursor, stock: str) -> None:
    """Hint and detail come in fields of their own and in the text of the exception."""
    with pytest.raises(errors.UndefinedColumn) as error:
        cursor.execute(f"SELECT amuont FROM {stock}")
    assert error.value.diag.message_hint == f'Perhaps you meant to reference the column "{stock}.amount".'
    assert "HINT:  Perhaps you meant" in error.value.pgerror
    cursor.connection.rollback()
    with pytest.raises(errors.DependentObjectsStillExist) as error:
        cursor.execute(f"DROP TABLE {stock}_kinds")
    assert f"constraint {stock}_kind_fkey on table {stock} depends" in error.value.diag.message_detail
    assert error.value.diag.message_hint == "Use DROP ... CASCADE to drop the dependent objects too."


def test_context_of_nested_functions(cursor: Cursor, name: Callable[[str], str]) -> None:
    """An error deep in functions tells its way out, and the statement and position inside the function."""
    inner, outer = name("inner"), name("outer")
    cursor.execute(f"CREATE FUNCTION {inner}() RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT 1 FRM x''; END'")
    cursor.execute(f"CREATE FUNCTION {outer}() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN {inner}(); END'")
    with pytest.raises(errors.SyntaxError) as error:
        cursor.execute(f"SELECT {outer}()")
    told = error.value.diag
    assert (told.internal_query, told.internal_position) == ("SELECT 1 FRM x", "14")
    assert told.statement_position is None
    assert told.context.splitlines() == [
        f"PL/pgSQL function {inner}() line 1 at EXECUTE",
        f"PL/pgSQL function {outer}() line 1 at RETURN",
    ]


def test_source_of_the_error(cursor: Cursor) -> None:
    """File, line and routine of the server's source are passed on."""
    with pytest.raises(errors.DivisionByZero) as error:
        cursor.execute("SELECT 1 / 0")
    told = error.value.diag
    assert told.source_function == "int4div"
    assert told.source_file.endswith("int.c")
    assert int(told.source_line) > 0


def test_every_field_that_raise_can_set(cursor: Cursor) -> None:
    """RAISE with every option arrives field by field, unicode and an SQLSTATE of the application's own included."""
    with pytest.raises(psycopg2.Error) as error:
        cursor.execute(
            "DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'Überlauf €', DETAIL = E'two\nlines', HINT = 'h',"
            " ERRCODE = 'HD001', COLUMN = 'c', CONSTRAINT = 'k', DATATYPE = 'd', TABLE = 't', SCHEMA = 's'; END $$"
        )
    told = error.value.diag
    assert error.value.pgcode == "HD001"
    assert (told.message_primary, told.message_detail, told.message_hint) == ("Überlauf €", "two\nlines", "h")
    assert (told.column_name, told.constraint_name, told.datatype_name) == ("c", "k", "d")
    assert (told.table_name, told.schema_name) == ("t", "s")


def test_very_long_message(cursor: Cursor) -> None:
    """An error message of a megabyte arrives complete."""
    with pytest.raises(errors.RaiseException) as error:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION '%', repeat('long ', 200000); END $$")
    assert error.value.diag.message_primary == "long " * 200_000


def test_error_after_rows(cursor: Cursor) -> None:
    """A statement that fails after it has produced rows gives the error and none of the rows."""
    with pytest.raises(errors.DivisionByZero):
        cursor.execute("SELECT 1 / (50000 - g) FROM generate_series(1, 60000) g")
    with pytest.raises(psycopg2.ProgrammingError, match="no results to fetch"):
        cursor.fetchall()


def test_warning_does_not_raise(connection: Connection, cursor: Cursor) -> None:
    """A warning beside a result becomes a notice, and the result is there."""
    cursor.execute(
        "CREATE FUNCTION pg_temp.warned() RETURNS int LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE WARNING 'careful' USING ERRCODE = '01000'; RETURN 5; END $$"
    )
    del connection.notices[:]
    cursor.execute("SELECT pg_temp.warned()")
    assert cursor.fetchone() == (5,)
    assert connection.notices[0].startswith("WARNING:  careful")


def test_error_can_be_pickled(cursor: Cursor) -> None:
    """What an error knows survives pickling, as task queues do it."""
    with pytest.raises(errors.UndefinedTable) as error:
        cursor.execute("SELECT * FROM nowhere")
    again = pickle.loads(pickle.dumps(error.value))
    assert (type(again), again.pgcode, again.pgerror) == (errors.UndefinedTable, "42P01", error.value.pgerror)
