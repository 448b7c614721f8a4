"""Connecting with PyMySQL: parameters, what the session begins with, how logins are refused, how sessions end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.constants import SERVER_STATUS
from pymysql.cursors import Cursor, DictCursor

from compat_pymysql import since_1_2, sqlstate
from compat_server import Server, wait_until

Connect = Callable[..., Connection]


def value(connection: Connection, expression: str) -> Any:
    with connection.cursor(Cursor) as cursor:
        cursor.execute(f"SELECT {expression}")
        [answer] = cursor.fetchone()
        return answer


@pytest.mark.must_pass
def test_who_and_where(connect: Connect, server: Server) -> None:
    """The session's user, database and thread are those of the login."""
    connection = connect(database=server.database)
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUBSTRING_INDEX(USER(), '@', 1), DATABASE(), SCHEMA(), CONNECTION_ID()")
        assert cursor.fetchone() == (server.user, server.database, server.database, connection.thread_id())


@pytest.mark.must_pass
def test_without_database(connect: Connect, server: Server) -> None:
    """A session without a database reads qualified names, and says 1046 to others."""
    connection = connect(database=None)
    assert value(connection, "DATABASE()") is None
    with connection.cursor() as cursor:
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute("SELECT * FROM somewhere")
        assert (error.value.args[0], sqlstate(error.value)) == (1046, "3D000")
        cursor.execute(f"USE {server.database}")
    assert value(connection, "DATABASE()") == server.database


@pytest.mark.must_pass
@pytest.mark.parametrize(
    ("changes", "using"),
    [
        pytest.param({"password": "wrong"}, "YES", id="wrong"),
        pytest.param({"password": ""}, "NO", id="empty"),
        pytest.param(
            {"password": "x" * 300},
            "YES",
            id="long",
            marks=since_1_2("a password without TLS has to fit into one block of RSA"),
        ),
        pytest.param({"user": "nobody-of-that-name"}, "YES", id="user"),
    ],
)
def test_wrong_password(keywords: dict[str, Any], changes: dict[str, Any], using: str) -> None:
    """A wrong password and an unknown user are refused alike: 1045, with the user's name and no more."""
    attempt = {**keywords, **changes}
    with pytest.raises(pymysql.OperationalError) as error:
        pymysql.connect(**attempt)
    number, message = error.value.args
    assert (number, sqlstate(error.value)) == (1045, "28000")
    assert message.startswith(f"Access denied for user '{attempt['user']}'@'")
    assert message.endswith(f"(using password: {using})")


@pytest.mark.must_pass
def test_unknown_database(keywords: dict[str, Any]) -> None:
    """A database that does not exist refuses the login: 1049."""
    with pytest.raises(pymysql.OperationalError) as error:
        pymysql.connect(**{**keywords, "database": "compat_nowhere"})
    assert error.value.args == (1049, "Unknown database 'compat_nowhere'")
    assert sqlstate(error.value) == "42000"


@pytest.mark.must_pass
def test_nobody_listens(keywords: dict[str, Any]) -> None:
    """A port where nobody listens is the driver's own error 2003."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        with pytest.raises(pymysql.OperationalError) as error:
            pymysql.connect(**{**keywords, "host": "127.0.0.1", "port": reserved.getsockname()[1]})
    assert error.value.args[0] == 2003


@pytest.mark.must_pass
@pytest.mark.live_only("one port for every protocol")
def test_shared_port(connect: Connect, shared_port: int, server: Server) -> None:
    """On the port that all protocols share, the silent client is greeted as on MySQL's own."""
    assert shared_port != server.port
    connection = connect(port=shared_port)
    assert value(connection, "CONNECTION_ID()") == connection.thread_id()


@pytest.mark.must_pass
def test_server_version(connection: Connection) -> None:
    """The version in the greeting is the one that SQL tells, and of a kind that drivers can read."""
    told = value(connection, "VERSION()")
    assert connection.get_server_info().endswith(told)
    major = int(connection.server_version.split(".")[0])
    assert major >= 5
    assert connection.get_proto_info() == 10


@pytest.mark.must_pass
@pytest.mark.follows("MySQL 8", "MariaDB calls itself 10 or later")
def test_version_is_that_of_mysql_8(connection: Connection) -> None:
    """The version is one of MySQL 8 or later, without MariaDB's name in it: frameworks decide by it."""
    told = value(connection, "@@version")
    assert int(told.split(".")[0]) in (8, 9)
    assert "mariadb" not in told.lower()


@pytest.mark.must_pass
@pytest.mark.parametrize("charset", ["utf8mb4", "latin1", "ascii", "utf8mb3"])
def test_charset(connect: Connect, charset: str) -> None:
    """The character set of the login is the one of the session's statements and results."""
    connection = connect(charset=charset)
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@character_set_client, @@character_set_connection, @@character_set_results")
        assert cursor.fetchone() == (charset,) * 3


@pytest.mark.must_pass
def test_collation(connect: Connect) -> None:
    """A collation that is asked for at the login is the one of the session's literals."""
    connection = connect(collation="utf8mb4_bin")
    assert value(connection, "@@collation_connection") == "utf8mb4_bin"
    assert value(connection, "'a' = 'A'") == 0
    assert value(connect(collation="utf8mb4_general_ci"), "'a' = 'A'") == 1


@pytest.mark.must_pass
@pytest.mark.parametrize(("asked", "found"), [(False, 0), (True, 1), (None, 1)], ids=["off", "on", "server"])
def test_autocommit_at_the_login(connect: Connect, asked: bool | None, found: int) -> None:
    """The driver turns autocommit off unless told otherwise; the server's own default is on."""
    connection = connect(autocommit=asked)
    assert value(connection, "@@autocommit") == found
    assert connection.get_autocommit() is bool(found)


@pytest.mark.must_pass
def test_init_command_and_sql_mode(connect: Connect) -> None:
    """sql_mode and init_command hold from the first statement on."""
    connection = connect(sql_mode="ANSI_QUOTES,NO_BACKSLASH_ESCAPES", init_command="SET @greeting = 'hello'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT @greeting, @@sql_mode")
        greeting, mode = cursor.fetchone()
    assert greeting == "hello"
    assert set(mode.split(",")) == {"ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"}


@pytest.mark.must_pass
def test_default_sql_mode(connection: Connection) -> None:
    """The modes that MySQL 8 sets by default are set: applications rely on their strictness."""
    assert set(value(connection, "@@sql_mode").split(",")) >= {
        "ONLY_FULL_GROUP_BY",
        "STRICT_TRANS_TABLES",
        "NO_ZERO_IN_DATE",
        "NO_ZERO_DATE",
        "ERROR_FOR_DIVISION_BY_ZERO",
        "NO_ENGINE_SUBSTITUTION",
    }


@pytest.mark.must_pass
def test_long_connection_attributes(connect: Connect) -> None:
    """Connection attributes whose length takes more than one byte do not disturb the login."""
    connection = connect(program_name="compat " * 150)
    assert value(connection, "1") == 1


@pytest.mark.must_pass
def test_cursor_class(connect: Connect) -> None:
    """A cursor class of the connection's is the one of its cursors."""
    with connect(cursorclass=DictCursor).cursor() as cursor:
        cursor.execute("SELECT 1 AS one")
        assert cursor.fetchone() == {"one": 1}


@pytest.mark.must_pass
def test_deferred(keywords: dict[str, Any]) -> None:
    """A connection that was made without connecting connects when it is told to, and again after it was closed."""
    connection = pymysql.connect(**keywords, defer_connect=True)
    assert not connection.open
    connection.connect()
    first = connection.thread_id()
    connection.close()
    connection.connect()
    try:
        assert value(connection, "CONNECTION_ID()") == connection.thread_id() != first
    finally:
        connection.close()


@pytest.mark.must_pass
def test_select_db(connect: Connect, server: Server, database: str) -> None:
    """select_db() changes the database of the session, and stays where it is when there is none of that name."""
    connection = connect()
    connection.select_db(server.database)
    assert value(connection, "DATABASE()") == server.database
    with pytest.raises(pymysql.OperationalError) as error:
        connection.select_db("compat_nowhere")
    assert error.value.args[0] == 1049
    assert value(connection, "DATABASE()") == server.database
    with connection.cursor() as cursor:
        cursor.execute(f"USE `{database}`")
    assert value(connection, "DATABASE()") == database


@since_1_2("ping() opens a closed connection again")
@pytest.mark.must_pass
def test_ping(connection: Connection) -> None:
    """ping() is answered, and after close() it says that the connection is closed."""
    connection.ping()
    connection.close()
    with pytest.raises(pymysql.Error, match="Already closed"):
        connection.ping()


@pytest.mark.must_pass
def test_status_flags(autocommit: Connection, table: str) -> None:
    """The status in each answer tells whether a transaction is open and whether autocommit is on."""
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")

        def flags() -> tuple[bool, bool]:
            autocommit.ping()
            status = autocommit.server_status
            return bool(status & SERVER_STATUS.SERVER_STATUS_IN_TRANS), autocommit.get_autocommit()

        assert flags() == (False, True)
        cursor.execute("START TRANSACTION")
        cursor.execute(f"INSERT INTO {table} VALUES (1)")
        assert flags() == (True, True)
        cursor.execute("COMMIT")
        assert flags() == (False, True)
        cursor.execute("SET autocommit = 0")
        assert flags() == (False, False)
        cursor.execute(f"INSERT INTO {table} VALUES (2)")
        assert flags() == (True, False)


@pytest.mark.must_pass
def test_sessions_are_separate(connect: Connect) -> None:
    """Two sessions have their own thread, variables, modes and temporary tables."""
    one, two = connect(), connect()
    assert one.thread_id() != two.thread_id()
    with one.cursor() as cursor:
        cursor.execute("SET @mine = 1, SESSION sql_mode = ''")
        cursor.execute("CREATE TEMPORARY TABLE only_here (a INT)")
    assert value(two, "@mine") is None
    assert value(two, "@@sql_mode") != ""
    with two.cursor() as cursor, pytest.raises(pymysql.ProgrammingError) as error:
        cursor.execute("SELECT * FROM only_here")
    assert error.value.args[0] == 1146


@pytest.mark.must_pass
def test_new_sessions_are_clean(connect: Connect) -> None:
    """A connection inherits nothing from those that were closed before it."""
    for _ in range(4):
        connection = connect()
        with connection.cursor() as cursor:
            cursor.execute("SELECT @left_over, @@sql_mode = '', @@time_zone = '+05:45', LAST_INSERT_ID()")
            assert cursor.fetchone() == (None, 0, 0, 0)
            cursor.execute("CREATE TEMPORARY TABLE left_over (id INT AUTO_INCREMENT PRIMARY KEY)")
            cursor.execute("INSERT INTO left_over () VALUES ()")
            cursor.execute("SET @left_over = 'x', SESSION sql_mode = '', time_zone = '+05:45'")
        connection.close()


@pytest.mark.must_pass
def test_close_ends_the_session(connect: Connect, token: str) -> None:
    """After close() the connection says so, and what the session held is free for others."""
    observer, leaving = connect(autocommit=True), connect(autocommit=True)
    assert value(leaving, f"GET_LOCK('{token}', 0)") == 1
    assert value(observer, f"GET_LOCK('{token}', 0)") == 0
    leaving.close()
    assert not leaving.open
    with pytest.raises(pymysql.Error):
        leaving.query("SELECT 1")
    assert wait_until(lambda: value(observer, f"GET_LOCK('{token}', 0)"), "the lock of the closed session is free")


@pytest.mark.must_pass
def test_many_connections(connect: Connect) -> None:
    """Thirty sessions at once each see their own state."""
    connections = [connect() for _ in range(30)]
    for number, connection in enumerate(connections):
        with connection.cursor() as cursor:
            cursor.execute("SET @number = %s", (number,))
    assert [value(connection, "@number") for connection in connections] == list(range(30))
    assert len({connection.thread_id() for connection in connections}) == 30


@pytest.mark.must_pass
def test_killed_while_idle(connect: Connect) -> None:
    """A session that is killed between two statements fails the next one, and the connection is of no more use."""
    killer, victim = connect(), connect()
    killer.kill(victim.thread_id())
    with pytest.raises(pymysql.OperationalError):
        for _ in range(3):
            value(victim, "1")
    with pytest.raises(pymysql.Error):
        value(victim, "1")
    assert value(killer, "1") == 1


@pytest.mark.must_pass
def test_killing_nobody(connection: Connection) -> None:
    """KILL of a thread that does not exist is error 1094."""
    with pytest.raises(pymysql.OperationalError) as error:
        connection.kill(2_000_000_000)
    assert error.value.args == (1094, "Unknown thread id: 2000000000")
    assert sqlstate(error.value) == "HY000"
