"""Engines of SQLAlchemy: connecting, TLS, what the dialect finds out, pools."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import URL, Engine
from sqlalchemy.pool import NullPool

from compat_server import Server

pytestmark = pytest.mark.must_pass

SESSION = sa.text("SELECT CONNECTION_ID()")


def verified(authority: Path | None) -> dict[str, Any]:
    """What makes either driver verify authority and host name."""
    return {"ssl_ca": str(authority), "ssl_verify_cert": True, "ssl_verify_identity": True}


def session_is_encrypted(connection: sa.Connection, driver: str) -> bool:
    own = connection.connection.driver_connection
    return isinstance(own._sock, ssl.SSLSocket) if driver == "pymysql" else own.is_secure


def test_initialisation(engine: Engine, database: str) -> None:
    """The first connection finds out version, default database, modes and character set."""
    with engine.connect() as connection:
        assert engine.dialect.default_schema_name == database
        assert engine.dialect.server_version_info >= (8,)
        assert connection.dialect.default_isolation_level == "REPEATABLE READ"
        assert "ONLY_FULL_GROUP_BY" in engine.dialect._sql_mode
        assert connection.scalar(sa.text("SELECT DATABASE()")) == database


@pytest.mark.follows("MySQL 8", "MariaDB is recognised as MariaDB")
def test_recognised_as_mysql(engine: Engine) -> None:
    """The dialect takes the server for MySQL 8 and uses what that has."""
    with engine.connect():
        assert engine.dialect.is_mariadb is False
        assert (8,) <= engine.dialect.server_version_info < (10,)


def test_refused(url: URL, make_engine: Any, number: Callable[..., int]) -> None:
    """A wrong password and an unknown database refuse the first connection, with their numbers."""
    for wrong, expected in ((url.set(password="wrong"), 1045), (url.set(database="compat_nowhere"), 1049)):
        with pytest.raises((sa.exc.OperationalError, sa.exc.ProgrammingError)) as error:
            make_engine(url=wrong).connect()
        assert number(error.value) == expected


def test_options_in_the_url(url: URL, make_engine: Any, database: str) -> None:
    """Options of the driver's in the URL's query are passed on."""
    engine = make_engine(url=url.set(database=database).update_query_dict({"charset": "latin1"}))
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT @@character_set_client")) == "latin1"
        assert connection.scalar(sa.text("SELECT :x"), {"x": "déjà"}) == "déjà"


@pytest.mark.live_only("one port for every protocol")
def test_shared_port(url: URL, make_engine: Any, shared_port: int) -> None:
    """An engine works on the port that all protocols share."""
    with make_engine(url=url.set(port=shared_port)).connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1


def test_verified(make_engine: Any, url: URL, tls: Server, driver: str) -> None:
    """An engine that verifies authority and host name gets encrypted sessions only."""
    arguments = verified(tls.certificate_authority)
    engine = make_engine(url=url.set(host=tls.tls_host), connect_args=arguments, pool_size=2)
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            assert session_is_encrypted(connection, driver)
            assert connection.scalar(sa.select(1)) == 1


def test_wrong_authority(make_engine: Any, url: URL, tls: Server, unrelated_authority: Path) -> None:
    """An engine that trusts somebody else does not connect."""
    engine = make_engine(url=url.set(host=tls.tls_host), connect_args=verified(unrelated_authority))
    with pytest.raises(sa.exc.DBAPIError, match="certificate verify failed"):
        engine.connect()


def test_without_tls(make_engine: Any, driver: str) -> None:
    """An engine that turns TLS off works in clear."""
    with make_engine(connect_args={"ssl_disabled": True}).connect() as connection:
        assert not session_is_encrypted(connection, driver)
        assert connection.scalar(sa.select(1)) == 1


def test_pool_reuses(make_engine: Any, table: str) -> None:
    """A pool hands the same session out again, rolled back, and refuses more than its size and overflow."""
    engine = make_engine(pool_size=1, max_overflow=1, pool_timeout=0.05)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} (a INT)")
        first = connection.scalar(SESSION)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES (1)")
    with engine.connect() as one, engine.connect() as two:
        assert one.scalar(SESSION) == first
        assert two.scalar(SESSION) != first
        assert one.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() == 0
        with pytest.raises(sa.exc.TimeoutError, match="QueuePool limit"):
            engine.connect()


def test_pre_ping(make_engine: Any) -> None:
    """With pre_ping a session that was killed in the pool is replaced before anybody notices."""
    engine = make_engine(pool_size=1, max_overflow=0, pool_pre_ping=True)
    with engine.connect() as connection:
        session = connection.scalar(SESSION)
    with make_engine(poolclass=NullPool).connect() as killer:
        killer.exec_driver_sql(f"KILL {session}")
    with engine.connect() as connection:
        assert connection.scalar(SESSION) != session


# SQLAlchemy does not know the words in which the connector of that version says that the connection is gone.
@pytest.mark.dialect("pymysql")
def test_without_pre_ping(make_engine: Any) -> None:
    """Without it the first use fails as a disconnect, the pool is given up, and the next use works."""
    engine = make_engine(pool_size=2, max_overflow=0)
    connections = [engine.connect() for _ in range(2)]
    sessions = [connection.scalar(SESSION) for connection in connections]
    for connection in connections:
        connection.close()
    with make_engine(poolclass=NullPool).connect() as killer:
        for session in sessions:
            killer.exec_driver_sql(f"KILL {session}")
    with pytest.raises(sa.exc.DBAPIError) as error, engine.connect() as connection:
        for _ in range(3):
            connection.scalar(SESSION)
    assert error.value.connection_invalidated
    with engine.connect() as connection:
        assert connection.scalar(SESSION) not in sessions


def test_reset_of_temporary_state(make_engine: Any) -> None:
    """Without a pool every checkout is a session of its own, and temporary tables go with it."""
    engine = make_engine(poolclass=NullPool)
    for _ in range(3):
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TEMPORARY TABLE once (a INT)")
            connection.commit()


def test_threads(make_engine: Any, table: str) -> None:
    """Eight threads over a pool of four lose none of their increments."""
    engine = make_engine(pool_size=2, max_overflow=2)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} AS SELECT 0 AS n")

    def increment(times: int) -> None:
        for _ in range(times):
            with engine.begin() as connection:
                connection.exec_driver_sql(f"UPDATE {table} SET n = n + 1")

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(increment, 15) for _ in range(8)]:
            done.result()
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT n FROM {table}").scalar() == 120
