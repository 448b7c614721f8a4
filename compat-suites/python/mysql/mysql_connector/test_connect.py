"""Connecting with MySQL Connector/Python: parameters, refusals, compression, changing and resetting the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mysql.connector
import pytest
from mysql.connector import errorcode
from mysql.connector.connection import MySQLConnection
from mysql.connector.constants import ClientFlag

from compat_server import Server, wait_until

Connect = Callable[..., MySQLConnection]


def value(connection: MySQLConnection, expression: str) -> Any:
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"SELECT {expression}")
        [answer] = cursor.fetchone()
        return answer


@pytest.mark.must_pass
def test_who_and_where(connect: Connect, server: Server) -> None:
    """The session's user, database and thread are those of the login, as the connector tells them too."""
    connection = connect(database=server.database)
    assert value(connection, "CONNECTION_ID()") == connection.connection_id
    assert (connection.user, connection.database) == (server.user, server.database)
    assert connection.is_connected()


@pytest.mark.must_pass
@pytest.mark.follows("MySQL 8", "MariaDB calls itself 10 or later")
@pytest.mark.applies(hasattr(MySQLConnection, "server_info"), "before 9.0 the connector names the version otherwise")
def test_server_version(connection: MySQLConnection) -> None:
    """The version decides what the connector asks of the server: it is that of MySQL 8 or later."""
    assert (8,) <= connection.server_version < (10,)
    assert connection.server_info == value(connection, "VERSION()")


@pytest.mark.must_pass
@pytest.mark.parametrize(
    ("changes", "number", "state"),
    [
        pytest.param({"password": "wrong"}, errorcode.ER_ACCESS_DENIED_ERROR, "28000", id="password"),
        pytest.param({"user": "nobody-of-that-name"}, errorcode.ER_ACCESS_DENIED_ERROR, "28000", id="user"),
        pytest.param({"database": "compat_nowhere"}, errorcode.ER_BAD_DB_ERROR, "42000", id="database"),
    ],
)
def test_refused(keywords: dict[str, Any], changes: dict[str, Any], number: int, state: str) -> None:
    """A wrong password, an unknown user and an unknown database are refused, each with its number."""
    with pytest.raises(mysql.connector.ProgrammingError) as error:
        mysql.connector.connect(**{**keywords, **changes})
    assert (error.value.errno, error.value.sqlstate) == (number, state)


@pytest.mark.must_pass
def test_parameters(connect: Connect) -> None:
    """Time zone, modes, autocommit, character set and an initial command are those that were asked for."""
    connection = connect(
        time_zone="+05:45",
        sql_mode=["ANSI_QUOTES", "STRICT_ALL_TABLES"],
        autocommit=True,
        charset="latin1",
        collation="latin1_general_ci",
        init_command="SET @hello = 'there'",
    )
    assert (connection.time_zone, connection.autocommit) == ("+05:45", True)
    assert set(connection.sql_mode.split(",")) == {"ANSI_QUOTES", "STRICT_ALL_TABLES"}
    assert (connection.charset, connection.collation) == ("latin1", "latin1_general_ci")
    assert value(connection, "@hello") == "there"
    assert value(connection, "@@collation_connection") == "latin1_general_ci"


@pytest.mark.must_pass
@pytest.mark.live_only("one port for every protocol")
def test_shared_port(connect: Connect, shared_port: int) -> None:
    """On the port that all protocols share, the silent client is greeted as on MySQL's own."""
    connection = connect(port=shared_port)
    assert value(connection, "CONNECTION_ID()") == connection.connection_id


@pytest.mark.must_pass
@pytest.mark.parametrize("clear", [False, True], ids=["tls", "clear"])
def test_compression(connect: Connect, table: str, clear: bool) -> None:
    """Packets are compressed both ways when the client asks for it, small ones and large ones."""
    connection = connect(compress=True, ssl_disabled=clear)
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (v LONGTEXT)")
        for text in ("short", "long and easily compressed " * 100_000, "".join(map(chr, range(32, 55_000))) * 10):
            cursor.execute(f"INSERT INTO {table} VALUES (%s)", (text,))
            cursor.execute(f"SELECT v FROM {table} WHERE v = %s", (text,))
            assert cursor.fetchall() == [(text,)]


@pytest.mark.must_pass
def test_compressed_value_larger_than_a_packet(connect: Connect) -> None:
    """A row of 20 MB goes through compression and the splitting of packets."""
    connection = connect(compress=True)
    assert len(value(connection, "REPEAT('0123456789', 2000000)")) == 20_000_000
    assert value(connection, "1") == 1


@pytest.mark.must_pass
def test_value_larger_than_a_packet(connection: MySQLConnection) -> None:
    """A statement and a row of 18 MB each go through without compression."""
    text = "abcdefghi\n" * 1_800_000
    with connection.cursor(buffered=True) as cursor:
        cursor.execute("SELECT %s", (text,))
        assert cursor.fetchone() == (text,)


@pytest.mark.must_pass
def test_use_another_database(connection: MySQLConnection, server: Server, database: str) -> None:
    """The database is changed by the property and by cmd_init_db()."""
    connection.database = server.database
    assert connection.database == server.database
    connection.cmd_init_db(database)
    assert connection.database == database
    with pytest.raises(mysql.connector.ProgrammingError) as error:
        connection.cmd_init_db("compat_nowhere")
    assert error.value.errno == 1049


@pytest.mark.must_pass
def test_change_user(connection: MySQLConnection, server: Server, database: str, table: str) -> None:
    """COM_CHANGE_USER logs in anew on the same connection: what the old session had is gone."""
    with connection.cursor(buffered=True) as cursor:
        cursor.execute("SET @mine = 1")
        cursor.execute(f"CREATE TEMPORARY TABLE {table} (a INT)")
    connection.cmd_change_user(server.user, server.password, server.database)
    assert connection.database == server.database
    assert value(connection, "@mine") is None
    connection.database = database
    with connection.cursor() as cursor, pytest.raises(mysql.connector.ProgrammingError) as error:
        cursor.execute(f"SELECT * FROM {table}")
    assert error.value.errno == 1146


@pytest.mark.must_pass
def test_change_user_refused(connection: MySQLConnection, server: Server) -> None:
    """COM_CHANGE_USER with a wrong password is refused like a login: 1045."""
    with pytest.raises(mysql.connector.Error) as error:
        connection.cmd_change_user(server.user, "wrong", server.database)
    assert error.value.errno == 1045


@pytest.mark.must_pass
def test_reset_session(connection: MySQLConnection, table: str, database: str) -> None:
    """COM_RESET_CONNECTION keeps login and database, and gives up variables, transaction, tables and statements."""
    session = connection.connection_id
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        cursor.execute("SET @mine = 1, SESSION sql_mode = '', time_zone = '+01:00'")
        cursor.execute("CREATE TEMPORARY TABLE gone (a INT)")
        cursor.execute(f"INSERT INTO {table} VALUES (1)")
    assert connection.cmd_reset_connection() is True
    assert value(connection, "CONNECTION_ID()") == session
    assert value(connection, "@mine") is None
    assert "STRICT" in value(connection, "@@sql_mode")
    assert value(connection, "@@time_zone") != "+01:00"
    assert value(connection, f"COUNT(*) FROM {table}") == 0
    with connection.cursor() as cursor, pytest.raises(mysql.connector.ProgrammingError):
        cursor.execute("SELECT * FROM gone")
    connection.reset_session({"mine": "x"}, {"wait_timeout": 777})
    assert (value(connection, "@mine"), value(connection, "@@wait_timeout")) == ("x", 777)
    assert connection.database == database


@pytest.mark.must_pass
def test_reconnect(connection: MySQLConnection) -> None:
    """reconnect() and ping(reconnect=True) open a new session when the old one is gone."""
    first = connection.connection_id
    connection.reconnect()
    second = connection.connection_id
    assert second != first
    connection.close()
    assert not connection.is_connected()
    with pytest.raises(mysql.connector.InterfaceError):
        connection.ping()
    connection.ping(reconnect=True, attempts=2)
    assert value(connection, "CONNECTION_ID()") == connection.connection_id not in (first, second)


@pytest.mark.must_pass
def test_killed(connect: Connect) -> None:
    """cmd_process_kill() ends another session, and leaves this one alone."""
    killer, victim = connect(), connect()
    killer.cmd_process_kill(victim.connection_id)
    wait_until(lambda: not victim.is_connected(), "the killed session is gone")
    assert killer.is_connected()
    with pytest.raises(mysql.connector.Error) as error:
        killer.cmd_process_kill(2_000_000_000)
    assert error.value.errno == 1094


@pytest.mark.must_pass
def test_statistics(connection: MySQLConnection) -> None:
    """COM_STATISTICS is answered with the text that the connector can take apart."""
    statistics = connection.cmd_statistics()
    assert {"Uptime", "Threads", "Questions", "Opens"} <= set(statistics)
    assert statistics["Threads"] >= 1


@pytest.mark.must_pass
def test_commands_that_nobody_should_send(connection: MySQLConnection) -> None:
    """COM_DEBUG of an ordinary user is refused with 1227, and the session goes on."""
    with pytest.raises(mysql.connector.Error) as error:
        connection.cmd_debug()
    assert error.value.errno in (1227, 1047)
    assert value(connection, "1") == 1


@pytest.mark.must_pass
def test_client_flags(connect: Connect, table: str) -> None:
    """FOUND_ROWS is on by default in this connector; without it an UPDATE counts the rows that it changed."""
    for flags, counted in (([ClientFlag.FOUND_ROWS], 2), ([-ClientFlag.FOUND_ROWS], 1)):
        with connect(client_flags=flags, autocommit=True).cursor() as cursor:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (a INT)")
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"INSERT INTO {table} VALUES (1), (2)")
            cursor.execute(f"UPDATE {table} SET a = 2")
            assert cursor.rowcount == counted


@pytest.mark.must_pass
def test_many_logins(connect: Connect) -> None:
    """Twenty logins one after the other each get a session of their own."""
    sessions = set()
    for _ in range(20):
        connection = connect()
        sessions.add(value(connection, "CONNECTION_ID()"))
        connection.close()
    assert len(sessions) == 20


@pytest.mark.must_pass
def test_connection_attributes(connect: Connect) -> None:
    """Attributes of the application's own, beyond ASCII and empty ones too, do not disturb the login."""
    connection = connect(conn_attrs={"program": "Prüfstand", "note": "x" * 60, "empty": ""})
    assert connection.is_connected()
