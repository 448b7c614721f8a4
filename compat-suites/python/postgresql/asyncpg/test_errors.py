"""Errors with asyncpg: at which step of the extended protocol they come, and what they carry."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


@pytest_asyncio.fixture
async def stock(connection: asyncpg.Connection, name: Any) -> str:
    """The common part of the names of two tables with every kind of constraint."""
    stem = name("stock")
    await connection.execute(
        f"CREATE TABLE {stem}_kinds (kind text PRIMARY KEY); INSERT INTO {stem}_kinds VALUES ('nail');"
        f"CREATE TABLE {stem} (id int PRIMARY KEY, kind text NOT NULL REFERENCES {stem}_kinds,"
        f" amount smallint CONSTRAINT {stem}_positive CHECK (amount > 0), code varchar(4), during int4range,"
        f" CONSTRAINT {stem}_apart EXCLUDE USING gist (during WITH &&));"
        f"INSERT INTO {stem} VALUES (1, 'nail', 5, 'abcd', '[1,5)')"
    )
    return stem


# Parse: the statement itself is wrong, arguments do not matter.
WHILE_PREPARING = [
    pytest.param(asyncpg.PostgresSyntaxError, "SELECT FROM WHERE $1", id="42601"),
    pytest.param(asyncpg.UndefinedTableError, "SELECT * FROM nowhere WHERE a = $1", id="42P01"),
    pytest.param(asyncpg.UndefinedColumnError, "SELECT colour FROM {t}", id="42703"),
    pytest.param(asyncpg.UndefinedFunctionError, "SELECT no_such_function($1)", id="42883"),
    pytest.param(asyncpg.UndefinedObjectError, "SELECT $1::no_such_type", id="42704"),
    pytest.param(asyncpg.AmbiguousColumnError, "SELECT kind FROM {t}, {t}_kinds", id="42702"),
    pytest.param(asyncpg.DuplicateAliasError, "SELECT 1 FROM {t} x, {t} x", id="42712"),
    pytest.param(asyncpg.GroupingError, "SELECT kind, count(*) FROM {t}", id="42803"),
    pytest.param(asyncpg.WindowingError, "SELECT 1 WHERE row_number() OVER () = $1", id="42P20"),
    pytest.param(asyncpg.DatatypeMismatchError, "SELECT CASE WHEN 1 THEN $1 END", id="42804"),
    pytest.param(asyncpg.CannotCoerceError, "SELECT 1::date", id="42846"),
    pytest.param(asyncpg.IndeterminateDatatypeError, "SELECT $1 IS NULL", id="42P18"),
    pytest.param(asyncpg.AmbiguousParameterError, "INSERT INTO {t} (id, kind) VALUES ($1, $1)", id="42P08"),
    pytest.param(asyncpg.InvalidColumnReferenceError, "SELECT 1 ORDER BY 2", id="42P10"),
    pytest.param(asyncpg.InvalidTextRepresentationError, "SELECT 'twelve'::int + $1", id="22P02"),
    pytest.param(asyncpg.FeatureNotSupportedError, "SELECT kind FROM {t} GROUP BY kind FOR UPDATE", id="0A000"),
    pytest.param(asyncpg.WrongObjectTypeError, "SELECT * FROM {t}_pkey", id="42809"),
]

# Execute: the statement is prepared, and fails with these arguments.
WHILE_EXECUTING = [
    pytest.param(asyncpg.UniqueViolationError, "INSERT INTO {t} VALUES ($1, 'nail')", [1], id="23505"),
    pytest.param(asyncpg.NotNullViolationError, "INSERT INTO {t} (id, kind) VALUES ($1, NULL)", [2], id="23502"),
    pytest.param(asyncpg.ForeignKeyViolationError, "INSERT INTO {t} VALUES (2, $1)", ["screw"], id="23503"),
    pytest.param(asyncpg.CheckViolationError, "UPDATE {t} SET amount = $1", [-1], id="23514"),
    pytest.param(
        asyncpg.ExclusionViolationError,
        "INSERT INTO {t} VALUES (2, 'nail', 1, '', $1)",
        [asyncpg.Range(4, 9)],
        id="23P01",
    ),
    pytest.param(asyncpg.StringDataRightTruncationError, "UPDATE {t} SET code = $1", ["too long"], id="22001"),
    pytest.param(asyncpg.NumericValueOutOfRangeError, "UPDATE {t} SET amount = $1::int", [40000], id="22003"),
    pytest.param(asyncpg.DivisionByZeroError, "SELECT amount / $1 FROM {t}", [0], id="22012"),
    pytest.param(asyncpg.InvalidDatetimeFormatError, "SELECT $1::text::date", ["yesterdayish"], id="22007"),
    pytest.param(asyncpg.DatetimeFieldOverflowError, "SELECT $1::text::date", ["2026-02-30"], id="22008"),
    pytest.param(asyncpg.SubstringError, "SELECT substring('abc' FROM 2 FOR $1)", [-1], id="22011"),
    pytest.param(asyncpg.InvalidRegularExpressionError, "SELECT 'a' ~ $1", ["("], id="2201B"),
    pytest.param(asyncpg.InvalidRowCountInLimitClauseError, "SELECT 1 LIMIT $1", [-1], id="2201W"),
    pytest.param(asyncpg.InvalidParameterValueError, "SELECT set_config('work_mem', $1, false)", ["much"], id="22023"),
    pytest.param(asyncpg.CardinalityViolationError, "SELECT (SELECT generate_series(1, $1))", [2], id="21000"),
    pytest.param(asyncpg.ProgramLimitExceededError, "SELECT repeat('x', $1)", [2**31 - 1], id="54000"),
    pytest.param(asyncpg.ObjectNotInPrerequisiteStateError, "SELECT currval($1)", ["{t}_q"], id="55000"),
    pytest.param(asyncpg.DependentObjectsStillExistError, "DROP TABLE {t}_kinds", [], id="2BP01"),
    pytest.param(asyncpg.InsufficientPrivilegeError, "SELECT rolpassword FROM pg_authid LIMIT $1", [1], id="42501"),
    pytest.param(asyncpg.InvalidSQLStatementNameError, "EXECUTE nothing", [], id="26000"),
    pytest.param(asyncpg.DuplicateTableError, "CREATE TABLE {t} ()", [], id="42P07"),
    pytest.param(asyncpg.RaiseError, "SELECT {t}_raise($1)", ["by hand"], id="P0001"),
    pytest.param(
        asyncpg.SequenceGeneratorLimitExceededError, "SELECT setval($1, 2), nextval($1)", ["{t}_q"], id="2200H"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "query"), WHILE_PREPARING)
async def test_while_preparing(
    request: pytest.FixtureRequest, connection: asyncpg.Connection, stock: str, expected: type, query: str
) -> None:
    """A statement that cannot be prepared fails with its own class, in a transaction and outside of one."""
    query = query.format(t=stock)
    with pytest.raises(asyncpg.PostgresError) as error:
        await connection.prepare(query)
    assert (error.value.sqlstate, type(error.value)) == (request.node.callspec.id, expected)
    async with connection.transaction():
        with pytest.raises(expected):
            async with connection.transaction():
                await connection.prepare(query)
        assert await connection.fetchval(f"SELECT count(*) FROM {stock}") == 1


@pytest.mark.parametrize(("expected", "query", "arguments"), WHILE_EXECUTING)
async def test_while_executing(
    request: pytest.FixtureRequest,
    connection: asyncpg.Connection,
    stock: str,
    expected: type,
    query: str,
    arguments: list,
) -> None:
    """A prepared statement fails while it runs, leaves its data alone, and can be executed again."""
    await connection.execute(
        f"CREATE SEQUENCE {stock}_q MAXVALUE 2; CREATE FUNCTION {stock}_raise(t text) RETURNS int LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE '%', t; END $$"
    )
    arguments = [each.format(t=stock) if isinstance(each, str) else each for each in arguments]
    statement = await connection.prepare(query.format(t=stock))
    for _ in range(2):
        with pytest.raises(asyncpg.PostgresError) as error:
            await statement.fetch(*arguments)
        assert (error.value.sqlstate, type(error.value)) == (request.node.callspec.id, expected)
    row = await connection.fetchrow(f"SELECT * FROM {stock}")
    assert tuple(row) == (1, "nail", 5, "abcd", asyncpg.Range(1, 5))


async def test_while_binding(connection: asyncpg.Connection) -> None:
    """An argument in a form that the type refuses fails at Bind, and the statement can be bound again."""
    statement = await connection.prepare("SELECT $1::jsonb, $2::text")
    with pytest.raises(asyncpg.InvalidTextRepresentationError) as error:
        await statement.fetch("{not json", "")
    assert "unnamed portal parameter $1" in error.value.context
    with pytest.raises(asyncpg.CharacterNotInRepertoireError):
        await statement.fetch("{}", "a\0b")
    assert tuple(await statement.fetchrow("[1]", "fine")) == ("[1]", "fine")


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        pytest.param(
            "INSERT INTO {t} VALUES (1, 'nail')",
            {"constraint_name": "{t}_pkey", "detail": "Key (id)=(1) already exists.", "column_name": None},
            id="unique",
        ),
        pytest.param(
            "INSERT INTO {t} (id) VALUES (2)",
            {
                "constraint_name": None,
                "detail": "Failing row contains (2, null, null, null, null).",
                "column_name": "kind",
            },
            id="not-null",
        ),
        pytest.param(
            "INSERT INTO {t} VALUES (2, 'screw')",
            {
                "constraint_name": "{t}_kind_fkey",
                "detail": 'Key (kind)=(screw) is not present in table "{t}_kinds".',
                "column_name": None,
            },
            id="foreign-key",
        ),
    ],
)
async def test_violated_constraint_is_named(
    connection: asyncpg.Connection, schema: str, stock: str, query: str, fields: dict[str, str | None]
) -> None:
    """A violated constraint names schema, table, column and constraint as attributes of the exception."""
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await connection.execute(query.format(t=stock))
    told = error.value
    assert (told.schema_name, told.table_name, told.severity) == (schema, stock, "ERROR")
    expected = {name: value and value.format(t=stock) for name, value in fields.items()}
    assert {name: getattr(told, name, None) for name in expected} == expected


async def test_position_hint_and_source(connection: asyncpg.Connection, stock: str) -> None:
    """Position in characters, hint, and the place in the server's source are passed on."""
    query = f"SELECT 'äöü€𝄞', amuont FROM {stock}"
    with pytest.raises(asyncpg.UndefinedColumnError) as error:
        await connection.fetch(query)
    told = error.value
    assert told.position == str(query.index("amuont") + 1)
    assert told.hint == f'Perhaps you meant to reference the column "{stock}.amount".'
    assert (told.server_source_filename, told.server_source_function) == ("parse_relation.c", "errorMissingColumn")
    assert int(told.server_source_line) > 0


async def test_context_and_internal_query(connection: asyncpg.Connection, name: Any) -> None:
    """An error inside functions carries the inner statement, the position in it, and the way out."""
    inner, outer = name("inner"), name("outer")
    await connection.execute(
        f"CREATE FUNCTION {inner}() RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT 1 FRM x''; END';"
        f"CREATE FUNCTION {outer}() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN {inner}(); END'"
    )
    with pytest.raises(asyncpg.PostgresSyntaxError) as error:
        await connection.fetchval(f"SELECT {outer}()")
    told = error.value
    assert (told.internal_query, told.internal_position, told.position) == ("SELECT 1 FRM x", "14", None)
    assert told.context.splitlines() == [
        f"PL/pgSQL function {inner}() line 1 at EXECUTE",
        f"PL/pgSQL function {outer}() line 1 at RETURN",
    ]


async def test_every_field_that_raise_can_set(connection: asyncpg.Connection) -> None:
    """RAISE with every option arrives field by field; an unknown SQLSTATE becomes the general class."""
    with pytest.raises(asyncpg.PostgresError) as error:
        await connection.execute(
            "DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'Überlauf €', DETAIL = 'd', HINT = 'h', ERRCODE = 'HD001',"
            " COLUMN = 'c', CONSTRAINT = 'k', DATATYPE = 't', TABLE = 'r', SCHEMA = 's'; END $$"
        )
    told = error.value.as_dict()
    told = {name: told[name] for name in told if not name.startswith("server_") and name != "context"}
    assert told == {
        "severity": "ERROR",
        "severity_en": "ERROR",
        "sqlstate": "HD001",
        "message": "Überlauf €",
        "detail": "d",
        "hint": "h",
        "column_name": "c",
        "constraint_name": "k",
        "data_type_name": "t",
        "table_name": "r",
        "schema_name": "s",
    }


async def test_error_in_mid_result(connection: asyncpg.Connection) -> None:
    """A statement that fails after tens of thousands of rows raises, and the connection stays in step."""
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connection.fetch("SELECT g, 1 / (50000 - g) FROM generate_series(1, 60000) g")
    assert await connection.fetchval("SELECT 7") == 7


async def test_many_errors_in_a_row(connection: asyncpg.Connection) -> None:
    """Two hundred failing statements in both protocols leave no trace in the connection."""
    for number in range(100):
        with pytest.raises(asyncpg.DivisionByZeroError):
            await connection.fetchval("SELECT 1 / $1::int", 0)
        with pytest.raises(asyncpg.UndefinedTableError):
            await connection.execute(f"SELECT * FROM nowhere_{number}")
    assert await connection.fetchval("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ '^SELECT 1 /'") == 1


async def test_error_classes_form_families(connection: asyncpg.Connection) -> None:
    """An application may catch by class of SQLSTATE: data, integrity, syntax or access, any."""
    for statement, families in (
        ("SELECT 1 / 0", (asyncpg.DataError, asyncpg.PostgresError)),
        ("SELECT * FROM nowhere", (asyncpg.SyntaxOrAccessError, asyncpg.PostgresError)),
        ("SAVEPOINT s", (asyncpg.InvalidTransactionStateError, asyncpg.PostgresError)),
    ):
        for family in families:
            with pytest.raises(family):
                await connection.execute(statement)


async def test_idle_in_transaction_timeout(connect: Any) -> None:
    """A session that idles in a transaction for too long is ended with 25P03, and the driver notices unasked."""
    connection = await connect()
    ended = asyncio.Event()
    connection.add_termination_listener(lambda _: ended.set())
    await connection.execute("SET idle_in_transaction_session_timeout = 20; BEGIN")
    async with asyncio.timeout(PATIENCE):
        await ended.wait()
    assert connection.is_closed()
