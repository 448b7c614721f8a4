"""The session with PyMySQL: system and user variables, several statements at once, cancellation."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import Future
from decimal import Decimal
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.constants import CLIENT, COMMAND
from pymysql.cursors import Cursor, SSCursor

from compat_pymysql import sqlstate
from compat_server import PATIENCE, wait_until

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


def test_user_variables(cursor: Cursor) -> None:
    """User variables keep number, text and NULL, in SET, in := and over statements."""
    cursor.execute("SET @a = 1, @b := 'text', @c = NULL, @`d d` = 1.50")
    cursor.execute("SELECT @a, @b, @c, @`d d`, @never, @A")
    assert cursor.fetchone() == (1, "text", None, Decimal("1.50"), None, 1)
    cursor.execute("SELECT @a := @a + 5")
    assert cursor.fetchone() == (6,)
    cursor.execute("SELECT @a + 1, CONCAT(@b, '!')")
    assert cursor.fetchone() == (7, "text!")


def test_variable_in_a_query(cursor: Cursor, table: str) -> None:
    """SELECT … INTO keeps the values of one row in variables."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(5))")
    cursor.execute(f"INSERT INTO {table} VALUES ('a'), ('b')")
    cursor.execute(f"SELECT COUNT(*), MAX(v) INTO @count, @most FROM {table}")
    cursor.execute("SELECT @count, @most")
    assert cursor.fetchone() == (2, "b")


@pytest.mark.parametrize(
    ("variable", "values"),
    [
        ("autocommit", [1, 0]),
        ("sql_safe_updates", [1, 0]),
        ("foreign_key_checks", [0, 1]),
        ("unique_checks", [0, 1]),
        ("wait_timeout", [1234]),
        ("net_write_timeout", [77]),
        ("group_concat_max_len", [4096]),
        ("sql_select_limit", [5]),
        ("time_zone", ["+05:30", "SYSTEM"]),
        ("character_set_results", ["latin1", "utf8mb4"]),
        ("collation_connection", ["utf8mb4_bin"]),
        ("sql_mode", ["ANSI_QUOTES", ""]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_session_variables(cursor: Cursor, variable: str, values: list[Any]) -> None:
    """A session variable is set in each spelling of SET, and read by @@, @@session and SHOW VARIABLES."""
    for value in values:
        for target in (variable, f"SESSION {variable}", f"@@{variable}", f"@@session.{variable}", f"LOCAL {variable}"):
            cursor.execute(f"SET {target} = %s", (value,))
            cursor.execute(f"SELECT @@{variable}, @@session.{variable}, @@SESSION.{variable.upper()}")
            assert cursor.fetchone() == (value,) * 3
        cursor.execute(f"SHOW SESSION VARIABLES LIKE '{variable}'")
        shown = cursor.fetchone()
        on_off = {"ON": 1, "OFF": 0}
        assert shown[0] == variable
        assert str(on_off.get(shown[1], shown[1])) == str(value)
    cursor.execute(f"SET SESSION {variable} = DEFAULT")


def test_variables_that_clients_ask_for(cursor: Cursor) -> None:
    """The variables that drivers and tools read when they connect are all there."""
    names = [
        "auto_increment_increment",
        "character_set_client",
        "character_set_connection",
        "character_set_results",
        "character_set_server",
        "character_set_database",
        "collation_server",
        "collation_connection",
        "collation_database",
        "init_connect",
        "interactive_timeout",
        "license",
        "lower_case_table_names",
        "max_allowed_packet",
        "net_write_timeout",
        "performance_schema",
        "sql_mode",
        "system_time_zone",
        "time_zone",
        "wait_timeout",
        "version",
        "version_comment",
    ]
    cursor.execute("SELECT " + ", ".join(f"@@{name} AS {name}" for name in names))
    values = dict(zip(names, cursor.fetchone(), strict=True))
    assert (values["auto_increment_increment"], values["character_set_client"]) == (1, "utf8mb4")
    assert values["lower_case_table_names"] in (0, 1, 2)
    assert values["max_allowed_packet"] >= 16 << 20
    assert values["sql_mode"]


def test_limit_of_a_session(cursor: Cursor) -> None:
    """sql_select_limit bounds what a SELECT without LIMIT gives."""
    cursor.execute("SET sql_select_limit = 2")
    cursor.execute("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3")
    assert len(cursor.fetchall()) == 2
    cursor.execute("SET sql_select_limit = DEFAULT")
    cursor.execute("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3")
    assert len(cursor.fetchall()) == 3


def test_several_statements_are_refused(cursor: Cursor) -> None:
    """A client that has not asked for several statements may not send any: the second is a syntax error."""
    with pytest.raises(pymysql.ProgrammingError) as error:
        cursor.execute("SELECT 1; SELECT 2")
    assert error.value.args[0] == 1064
    cursor.execute("SELECT 'a;b' /* ; */")
    assert cursor.fetchone() == ("a;b",)


def test_several_statements(connect: Connect, table: str) -> None:
    """A client that has asked for it sends several statements, and walks through their results."""
    with connect(client_flag=CLIENT.MULTI_STATEMENTS).cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {table} (a INT); INSERT INTO {table} VALUES (1), (2);"
            f" SELECT a, ';' FROM {table} ORDER BY a; UPDATE {table} SET a = 3 WHERE a = 2; SELECT MAX(a) FROM {table};"
        )
        seen = [(cursor.rowcount, cursor.fetchall() if cursor.description else None)]
        while cursor.nextset():
            seen.append((cursor.rowcount, cursor.fetchall() if cursor.description else None))
        assert seen == [(0, None), (2, None), (2, ((1, ";"), (2, ";"))), (1, None), (1, ((3,),))]


def test_results_that_nobody_reads(connect: Connect) -> None:
    """Results that were left are read away by the next statement, unbuffered ones too."""
    connection = connect(client_flag=CLIENT.MULTI_STATEMENTS)
    for kind in (Cursor, SSCursor):
        with connection.cursor(kind) as cursor:
            cursor.execute("SELECT 1; SELECT 2; SELECT 3")
            assert cursor.fetchone() == (1,)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 4")
            assert cursor.fetchall() == ((4,),)


def test_error_among_several_statements(connect: Connect, table: str) -> None:
    """The first statement that fails ends the sequence; what came before it counts."""
    connection = connect(client_flag=CLIENT.MULTI_STATEMENTS, autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        cursor.execute(f"INSERT INTO {table} VALUES (1); SELECT * FROM nowhere; INSERT INTO {table} VALUES (2)")
        with pytest.raises(pymysql.ProgrammingError) as error:
            cursor.nextset()
        assert error.value.args[0] == 1146
        cursor.execute(f"SELECT * FROM {table}")
        assert cursor.fetchall() == ((1,),)


def test_transaction_in_several_statements(connect: Connect, table: str) -> None:
    """A transaction that is begun and ended among several statements is one."""
    connection = connect(client_flag=CLIENT.MULTI_STATEMENTS, autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        cursor.execute(f"BEGIN; INSERT INTO {table} VALUES (1); ROLLBACK; INSERT INTO {table} VALUES (2)")
        while cursor.nextset():
            pass
        cursor.execute(f"SELECT * FROM {table}")
        assert cursor.fetchall() == ((2,),)


def test_multi_statements_switched_in_the_session(connection: Connection) -> None:
    """COM_SET_OPTION turns several statements on and off in an open session."""

    def switch(option: int) -> None:
        # The answer is EOF, as it was before OK replaced it elsewhere.
        connection._execute_command(COMMAND.COM_SET_OPTION, option.to_bytes(2, "little").decode())
        assert connection._read_packet().is_eof_packet()

    with connection.cursor() as cursor:
        switch(0)
        cursor.execute("SELECT 1; SELECT 2")
        assert cursor.nextset()
        assert cursor.fetchone() == (2,)
        switch(1)
        with pytest.raises(pymysql.ProgrammingError):
            cursor.execute("SELECT 1; SELECT 2")


def test_kill_query(
    connect: Connect, background: Callable[..., Future[Any]], wait_for_statement: Callable[..., None]
) -> None:
    """KILL QUERY from another session ends the running statement with 1317, and the session goes on."""
    killer, victim = connect(), connect()

    def sleep() -> tuple[Any, ...] | None:
        with victim.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM (SELECT SLEEP(60) AS s UNION ALL SELECT 1 /* waits */) t WHERE s >= 0")
            return cursor.fetchone()

    waiting = background(sleep)
    wait_for_statement(victim, "/* waits */")
    with killer.cursor() as cursor:
        cursor.execute(f"KILL QUERY {victim.thread_id()}")
    with pytest.raises(pymysql.OperationalError) as error:
        waiting.result(PATIENCE)
    assert error.value.args == (1317, "Query execution was interrupted")
    assert sqlstate(error.value) == "70100"
    with victim.cursor() as cursor:
        cursor.execute("SELECT 'still here'")
        assert cursor.fetchone() == ("still here",)


def test_kill_query_that_waits_for_a_lock(
    connect: Connect, table: str, background: Callable[..., Future[Any]], wait_for_statement: Callable[..., None]
) -> None:
    """A statement that waits for a row is interrupted too, and its transaction keeps what it did before."""
    killer, victim = connect(), connect()
    with killer.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, n INT)")
        cursor.execute(f"INSERT INTO {table} VALUES (1, 0), (2, 0)")
        killer.commit()
        cursor.execute(f"UPDATE {table} SET n = 1 WHERE id = 1")
        with victim.cursor() as other:
            other.execute(f"UPDATE {table} SET n = 5 WHERE id = 2")

        def wait() -> None:
            with victim.cursor() as other:
                other.execute(f"UPDATE {table} SET n = 2 WHERE id = 1 /* waits */")

        waiting = background(wait)
        wait_for_statement(victim, "/* waits */")
        cursor.execute("KILL QUERY %s", (victim.thread_id(),))
        with pytest.raises(pymysql.OperationalError) as error:
            waiting.result(PATIENCE)
        assert error.value.args[0] == 1317
        victim.commit()
        killer.rollback()
        cursor.execute(f"SELECT n FROM {table} ORDER BY id")
        assert cursor.fetchall() == ((0,), (5,))


def test_kill_connection_in_mid_statement(
    connect: Connect, background: Callable[..., Future[Any]], wait_for_statement: Callable[..., None]
) -> None:
    """KILL of a session that runs a statement ends both at once."""
    killer, victim = connect(), connect()

    def sleep() -> None:
        with victim.cursor() as cursor:
            cursor.execute("SELECT SLEEP(60) /* waits */")

    waiting = background(sleep)
    wait_for_statement(victim, "/* waits */")
    with killer.cursor() as cursor:
        cursor.execute(f"KILL CONNECTION {victim.thread_id()}")
    with pytest.raises(pymysql.OperationalError):
        waiting.result(PATIENCE)
        for _ in range(3):
            victim.ping()


@pytest.mark.follows("MySQL 8", "MariaDB raises 1317 here too")
def test_sleep_that_is_killed(
    connect: Connect, background: Callable[..., Future[Any]], wait_for_statement: Callable[..., None]
) -> None:
    """SLEEP() alone in a SELECT gives 0 in time and 1 when it was interrupted, in place of an error."""
    killer, victim = connect(), connect()

    def sleep() -> tuple[Any, ...] | None:
        with victim.cursor() as cursor:
            cursor.execute("SELECT SLEEP(60) /* waits */")
            return cursor.fetchone()

    with killer.cursor() as cursor:
        cursor.execute("SELECT SLEEP(0)")
        assert cursor.fetchone() == (0,)
        waiting = background(sleep)
        wait_for_statement(victim, "/* waits */")
        cursor.execute(f"KILL QUERY {victim.thread_id()}")
    assert waiting.result(PATIENCE) == (1,)


def test_named_locks(connect: Connect, token: str) -> None:
    """GET_LOCK, IS_FREE_LOCK and RELEASE_LOCK keep one session out while another is in."""
    one, two = connect(), connect()
    with one.cursor() as mine, two.cursor() as other:
        mine.execute("SELECT GET_LOCK(%s, 5)", (token,))
        assert mine.fetchone() == (1,)
        other.execute("SELECT GET_LOCK(%s, 0), IS_FREE_LOCK(%s), RELEASE_LOCK(%s)", (token,) * 3)
        assert other.fetchone() == (0, 0, 0)
        mine.execute("SELECT RELEASE_LOCK(%s), RELEASE_LOCK(%s)", (token, token))
        assert mine.fetchone() == (1, None)
        other.execute("SELECT GET_LOCK(%s, 0), IS_USED_LOCK(%s)", (token, token))
        assert other.fetchone() == (1, two.thread_id())


def test_prepared_by_sql(cursor: Cursor) -> None:
    """PREPARE, EXECUTE … USING and DEALLOCATE work as statements."""
    cursor.execute("PREPARE sum_of FROM 'SELECT ? + ?, ?'")
    cursor.execute("SET @a = 2, @b = 3, @c = 'x'")
    cursor.execute("EXECUTE sum_of USING @a, @b, @c")
    assert cursor.fetchone() == (5, "x")
    cursor.execute("DEALLOCATE PREPARE sum_of")
    with pytest.raises(pymysql.OperationalError) as error:
        cursor.execute("EXECUTE sum_of USING @a, @b, @c")
    assert error.value.args[0] == 1243


def test_explain(cursor: Cursor, table: str) -> None:
    """EXPLAIN of a SELECT gives a plan and does not run it."""
    cursor.execute(f"CREATE TABLE {table} (a INT PRIMARY KEY)")
    assert cursor.execute(f"EXPLAIN SELECT * FROM {table} WHERE a = 1") >= 1
    assert cursor.description is not None


def test_lock_tables(connect: Connect, table: str) -> None:
    """LOCK TABLES and UNLOCK TABLES are taken, as dump tools send them."""
    with connect(autocommit=True).cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        cursor.execute(f"LOCK TABLES {table} WRITE")
        cursor.execute(f"INSERT INTO {table} VALUES (1)")
        cursor.execute("UNLOCK TABLES")
        cursor.execute(f"SELECT * FROM {table}")
        assert cursor.fetchall() == ((1,),)


def test_wait_timeout(connect: Connect) -> None:
    """A client that asks for nothing longer than wait_timeout is told so and disconnected; the next command fails."""
    idle, busy = connect(ssl_disabled=True), connect()
    with idle.cursor() as cursor:
        cursor.execute("SET SESSION wait_timeout = 1")
    with busy.cursor() as cursor:
        cursor.execute("SET SESSION wait_timeout = 1")
        cursor.execute("SELECT SLEEP(2)")  # a statement is no idleness
        assert cursor.fetchone() == (0,)
        wait_until(lambda: has_ended(idle), "the idle session is closed")
    # What the driver says of it depends on how much of the farewell the network still lets it read.
    with idle.cursor() as cursor, pytest.raises((pymysql.OperationalError, ConnectionResetError)) as error:
        cursor.execute("SELECT 1")
    assert isinstance(error.value, ConnectionResetError) or error.value.args[0] in (2006, 2013)


def has_ended(connection: Connection) -> bool:
    """Whether the server has closed the connection; what it said before that stays unread."""
    try:
        told = connection._sock.recv(1 << 16, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
    return told == b"" or told[4] == 0xFF


def test_status_counts(connect: Connect) -> None:
    """SHOW STATUS counts connections, questions, and clients that went without saying so."""
    observer = connect(ssl_disabled=True)

    def counts() -> dict[str, int]:
        with observer.cursor() as cursor:
            cursor.execute(
                "SHOW GLOBAL STATUS WHERE Variable_name IN"
                " ('Aborted_clients', 'Connections', 'Questions', 'Threads_connected', 'Uptime')"
            )
            return {name: int(value) for name, value in cursor.fetchall()}

    before = counts()
    polite, rude = connect(ssl_disabled=True), connect(ssl_disabled=True)
    during = counts()
    assert during["Connections"] >= before["Connections"] + 2
    assert during["Questions"] > before["Questions"]
    assert during["Threads_connected"] >= 3
    assert during["Uptime"] >= before["Uptime"]
    polite.close()
    rude._force_close()
    wait_until(lambda: counts()["Aborted_clients"] > before["Aborted_clients"], "the lost client is counted")


@pytest.mark.follows("MySQL 8", "MariaDB's mysql.user is a view for administrators only")
def test_own_account(cursor: Cursor, keywords: dict[str, Any]) -> None:
    """A user finds its account in mysql.user, by the names that MySQL's columns have, and no password."""
    cursor.execute("USE mysql")
    cursor.execute("SELECT * FROM user WHERE CONCAT(User, '@', Host) = CURRENT_USER()")
    account = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    assert account["User"] == keywords["user"]
    assert account["Select_priv"] in ("Y", "N")
    cursor.execute("SELECT plugin, authentication_string FROM mysql.user WHERE user = %s", (keywords["user"],))
    plugin, secret = cursor.fetchone()
    assert plugin in ("caching_sha2_password", "mysql_native_password")
    assert keywords["password"] not in (secret or "")
