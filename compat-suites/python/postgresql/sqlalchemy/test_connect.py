"""Engines and connections of SQLAlchemy: URLs, what the dialect asks for first, what the driver is told."""

from __future__ import annotations

import os
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import NullPool

pytestmark = pytest.mark.must_pass


def test_url(make_engine: Any, url: sa.URL) -> None:
    """A URL given as text, with every part escaped, connects as the role in it."""
    text = url.render_as_string(hide_password=False)
    engine = make_engine(url=sa.make_url(text))
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT current_user, current_database()")).one()
        assert tuple(row) == (url.username, url.database)
    assert url.password not in repr(engine.url).replace(url.username, "").replace(url.database, "")


def test_dialect_learns_about_the_server(connection: Connection, schema: str, driver: str) -> None:
    """The first connection tells the dialect version, default schema and isolation level."""
    number = int(connection.scalar(sa.text("SELECT current_setting('server_version_num')")))
    assert connection.dialect.server_version_info[0] == number // 10000
    assert connection.dialect.default_schema_name == schema
    assert connection.default_isolation_level == "READ COMMITTED"
    assert connection.dialect.driver == driver


@pytest.mark.applies(
    not sa.__version__.startswith("2.0.") or "asyncpg" not in os.environ.get("COMPAT_SQLALCHEMY_DRIVER", ""),
    "SQLAlchemy 2.0 lets asyncpg's own exceptions of a login through",
)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"password": "wrong"}, "password authentication failed", id="password"),
        pytest.param({"database": "no such database"}, 'database "no such database" does not exist', id="database"),
    ],
)
def test_refused(make_engine: Any, url: sa.URL, change: dict[str, str], message: str) -> None:
    """A refused login is one of SQLAlchemy's exceptions around the driver's, and a later connect may succeed."""
    engine = make_engine(url=url.set(**change))
    with pytest.raises(sa.exc.DBAPIError, match=message):
        engine.connect()
    with make_engine().connect() as connection:
        assert connection.scalar(sa.select(1)) == 1


def test_session_parameters(make_engine: Any) -> None:
    """Parameters among the driver's arguments hold for every connection of the engine."""
    engine = make_engine(parameters={"application_name": "compat-alchemy", "work_mem": "7MB"}, pool_size=2)
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            assert connection.scalar(sa.text("SHOW application_name")) == "compat-alchemy"
            assert connection.scalar(sa.text("SHOW work_mem")) == "7MB"


def test_connect_event(make_engine: Any) -> None:
    """A listener sets up each new session before anybody else gets it."""
    engine = make_engine(poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: Any, _: Any) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute("SET SESSION TIME ZONE 'Asia/Kathmandu'")
        cursor.close()
        dbapi_connection.commit()

    for _ in range(2):
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SHOW TIME ZONE")) == "Asia/Kathmandu"


def test_driver_connection(connection: Connection, driver: str) -> None:
    """Below the connection is the driver's own, with its own knowledge of the session."""
    backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    own = connection.connection.driver_connection
    known = own.info.backend_pid if driver == "psycopg2" else own.get_server_pid()
    assert known == backend


def test_raw_connection(engine: Engine, table: str) -> None:
    """A raw connection from the pool takes the driver's own statements, and returns to the pool clean."""
    raw = engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute(f"CREATE TEMPORARY TABLE {table} (a int)")
    cursor.execute(f"INSERT INTO {table} VALUES (1), (2)")
    cursor.execute(f"SELECT a FROM {table} ORDER BY a")
    assert [tuple(row) for row in cursor.fetchall()] == [(1,), (2,)]
    cursor.close()
    raw.close()
    # Returned without commit: the transaction, and the table in it, are gone.
    assert not sa.inspect(engine).has_table(table)


def test_execution_options(engine: Engine, schema: str, table: str) -> None:
    """A schema translation map makes one set of tables serve several schemas."""
    metadata = sa.MetaData()
    things = sa.Table(table, metadata, sa.Column("a", sa.Integer), schema="tenant")
    with engine.connect().execution_options(schema_translate_map={"tenant": schema}) as connection:
        metadata.create_all(connection)
        connection.execute(things.insert().values(a=5))
        assert connection.scalar(sa.select(things.c.a)) == 5
        assert connection.exec_driver_sql(f"SELECT a FROM {schema}.{table}").scalar() == 5


def test_isolation_of_the_whole_engine(make_engine: Any) -> None:
    """An isolation level given to the engine is that of every transaction."""
    engine = make_engine(isolation_level="SERIALIZABLE")
    with engine.connect() as connection:
        assert connection.get_isolation_level() == "SERIALIZABLE"
        assert connection.scalar(sa.text("SHOW transaction_isolation")) == "serializable"
