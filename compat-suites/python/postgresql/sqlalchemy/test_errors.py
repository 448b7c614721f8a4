"""Errors of the server as SQLAlchemy's exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

pytestmark = pytest.mark.must_pass

# Both drivers agree on these classes; where they do not, SQLAlchemy's common base is the contract.
PROVOKED = [
    pytest.param(sa.exc.IntegrityError, "INSERT INTO {t} VALUES (1, 'nail')", id="23505"),
    pytest.param(sa.exc.IntegrityError, "INSERT INTO {t} (id) VALUES (2)", id="23502"),
    pytest.param(sa.exc.IntegrityError, "INSERT INTO {t} VALUES (2, 'screw')", id="23503"),
    pytest.param(sa.exc.IntegrityError, "UPDATE {t} SET amount = -1", id="23514"),
    pytest.param(sa.exc.ProgrammingError, "SELECT * FROM nowhere", id="42P01"),
    pytest.param(sa.exc.ProgrammingError, "SELECT colour FROM {t}", id="42703"),
    pytest.param(sa.exc.ProgrammingError, "SELEC 1", id="42601"),
    pytest.param(sa.exc.ProgrammingError, "SELECT no_such_function()", id="42883"),
    pytest.param(sa.exc.ProgrammingError, "SELECT rolpassword FROM pg_authid", id="42501"),
    pytest.param(sa.exc.ProgrammingError, "CREATE TABLE {t} ()", id="42P07"),
    pytest.param(sa.exc.ProgrammingError, "SELECT kind, count(*) FROM {t}", id="42803"),
    pytest.param(sa.exc.DBAPIError, "SELECT 1 / 0", id="22012"),
    pytest.param(sa.exc.DBAPIError, "UPDATE {t} SET amount = 40000", id="22003"),
    pytest.param(sa.exc.DBAPIError, "SELECT 'twelve'::int", id="22P02"),
    pytest.param(sa.exc.DBAPIError, "UPDATE {t} SET kind = repeat('x', 50)", id="22001"),
    pytest.param(sa.exc.DBAPIError, "DROP TABLE {t}_kinds", id="2BP01"),
    pytest.param(sa.exc.DBAPIError, "SELECT repeat('x', 2000000000)", id="54000"),
    pytest.param(sa.exc.DBAPIError, "SELECT id FROM {t} GROUP BY id FOR UPDATE", id="0A000"),
    pytest.param(sa.exc.DBAPIError, "SELECT currval('{t}_s')", id="55000"),
]


def make_stock(connection: Connection, stem: str) -> None:
    for statement in (
        f"CREATE TABLE {stem}_kinds (kind varchar(20) PRIMARY KEY)",
        f"INSERT INTO {stem}_kinds VALUES ('nail')",
        f"CREATE TABLE {stem} (id int PRIMARY KEY, kind varchar(20) NOT NULL REFERENCES {stem}_kinds,"
        f" amount smallint CONSTRAINT {stem}_positive CHECK (amount > 0))",
        f"INSERT INTO {stem} VALUES (1, 'nail', 5)",
        f"CREATE SEQUENCE {stem}_s",
    ):
        connection.exec_driver_sql(statement)
    connection.commit()


@pytest.mark.parametrize(("expected", "statement"), PROVOKED)
def test_classes(
    request: pytest.FixtureRequest,
    connection: Connection,
    table: str,
    code: Callable[[sa.exc.DBAPIError], str],
    expected: type[sa.exc.DBAPIError],
    statement: str,
) -> None:
    """The exception has the class of its kind, the server's SQLSTATE, the statement, and spares the connection."""
    make_stock(connection, table)
    statement = statement.format(t=table)
    with pytest.raises(expected) as error:
        connection.exec_driver_sql(statement)
    assert code(error.value) == request.node.callspec.id
    assert error.value.statement == statement
    assert not error.value.connection_invalidated
    connection.rollback()
    assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 1


def test_constraint_of_the_drivers_error(connection: Connection, table: str, driver: str) -> None:
    """The driver's own exception below tells constraint, table and detail."""
    make_stock(connection, table)
    with pytest.raises(sa.exc.IntegrityError) as error:
        connection.exec_driver_sql(f"UPDATE {table} SET amount = -1")
    told: Any = error.value.orig.diag if driver == "psycopg2" else error.value.orig.__cause__
    assert (told.constraint_name, told.table_name) == (f"{table}_positive", table)


def test_parameters_are_shown_or_hidden(make_engine: Any) -> None:
    """The exception shows statement and parameters, unless the engine hides parameters."""
    statement, values = (
        sa.text("SELECT 1 / CAST(:zero AS integer), CAST(:secret AS text)"),
        {"zero": 0, "secret": "s3cr3t"},
    )
    for hide in (False, True):
        with make_engine(hide_parameters=hide).connect() as connection:
            with pytest.raises(sa.exc.DBAPIError) as error:
                connection.execute(statement, values)
            assert ("s3cr3t" in str(error.value)) is not hide
            assert "SELECT 1 /" in str(error.value)


def test_error_handler(make_engine: Any, code: Callable[[sa.exc.DBAPIError], str]) -> None:
    """An error handler of the application's own turns the server's code into its own exception."""

    class OutOfStockError(Exception):
        pass

    engine = make_engine()

    @sa.event.listens_for(engine, "handle_error")
    def handle(context: sa.engine.ExceptionContext) -> None:
        if code(context.sqlalchemy_exception) == "HD042":
            raise OutOfStockError from context.original_exception

    with engine.connect() as connection, pytest.raises(OutOfStockError):
        connection.exec_driver_sql("DO $$ BEGIN RAISE 'sold' USING ERRCODE = 'HD042'; END $$")


def test_lost_connection(engine: Engine, make_engine: Any) -> None:
    """A session that was terminated is invalidated, and the same engine connects anew."""
    with engine.connect() as victim:
        backend = victim.scalar(sa.text("SELECT pg_backend_pid()"))
        with make_engine().connect() as killer:
            killer.execute(sa.text("SELECT pg_terminate_backend(:pid, 30000)"), {"pid": backend})
        with pytest.raises(sa.exc.DBAPIError) as error:
            victim.execute(sa.text("SELECT 1"))
        assert error.value.connection_invalidated
        victim.rollback()
        assert victim.scalar(sa.text("SELECT pg_backend_pid()")) != backend


def test_statement_timeout(make_engine: Any, code: Callable[[sa.exc.DBAPIError], str]) -> None:
    """A statement that is cancelled by the server's timeout raises, and its connection is kept."""
    engine = make_engine(parameters={"statement_timeout": "50"}, pool_size=1, max_overflow=0)
    with engine.connect() as connection:
        backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        with pytest.raises(sa.exc.DBAPIError) as error:
            connection.execute(sa.text("SELECT pg_sleep(600)"))
        assert code(error.value) == "57014"
        assert not error.value.connection_invalidated
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT pg_backend_pid()")) == backend
