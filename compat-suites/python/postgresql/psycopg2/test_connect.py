"""Connecting with psycopg2: how the server is named, who is let in, what the session starts with."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import psycopg2
import pytest
from psycopg2 import extensions
from psycopg2.extensions import connection as Connection
from psycopg2.extras import LoggingConnection, wait_select

from compat_server import PATIENCE, Server, wait_until


@pytest.mark.must_pass
def test_keywords(keywords: dict[str, Any]) -> None:
    """Keyword arguments reach the database, and the session belongs to the role that logged in."""
    connection = psycopg2.connect(**keywords)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), current_user, session_user")
            assert cursor.fetchone() == (keywords["dbname"], keywords["user"], keywords["user"])
        assert connection.info.dbname == keywords["dbname"]
        assert connection.info.user == keywords["user"]
    finally:
        connection.close()


@pytest.mark.must_pass
def test_url(server: Server) -> None:
    """A connection URL with query parameters means the same as keywords."""
    connection = psycopg2.connect(server.url(application_name="compat url", connect_timeout=30))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('application_name')")
            assert cursor.fetchone() == (server.user, "compat url")
    finally:
        connection.close()


@pytest.mark.must_pass
def test_dsn_string(keywords: dict[str, Any]) -> None:
    """A libpq DSN string connects, keywords beside it win, and the password does not come back out of it."""
    dsn = extensions.make_dsn(**{**keywords, "application_name": "from the dsn"})
    connection = psycopg2.connect(dsn, application_name="from the keyword")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW application_name")
            assert cursor.fetchone() == ("from the keyword",)
        assert "password" not in connection.get_dsn_parameters()
    finally:
        connection.close()


@pytest.mark.must_pass
def test_wrong_password(keywords: dict[str, Any]) -> None:
    """A wrong password is refused in the words of PostgreSQL, without an open connection left behind."""
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed for user") as refused:
        psycopg2.connect(**{**keywords, "password": "not the password"})
    assert "not the password" not in str(refused.value)


@pytest.mark.must_pass
def test_unknown_user_is_told_nothing_more(keywords: dict[str, Any]) -> None:
    """Who does not exist hears the same sentence as who mistypes the password."""
    sentences = []
    for changes in ({"user": "nobody_of_that_name"}, {"password": "wrong"}):
        attempt = {**keywords, **changes}
        with pytest.raises(psycopg2.OperationalError) as refused:
            psycopg2.connect(**attempt)
        sentences.append(re.search(r"FATAL:.*", str(refused.value))[0].replace(attempt["user"], "USER"))
    assert sentences[0] == sentences[1]


@pytest.mark.must_pass
def test_missing_password(keywords: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A client without a password stops when the server asks for one, and knows that this is what it lacks."""
    monkeypatch.setenv("PGPASSFILE", "/dev/null")
    monkeypatch.delenv("PGPASSWORD", raising=False)
    attempt = {name: value for name, value in keywords.items() if name != "password"}
    with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
        psycopg2.connect(**attempt)


@pytest.mark.must_pass
def test_unknown_database(keywords: dict[str, Any]) -> None:
    """A database that does not exist is refused by name, after the password was right."""
    with pytest.raises(psycopg2.OperationalError, match='database "no such database" does not exist'):
        psycopg2.connect(**{**keywords, "dbname": "no such database"})


@pytest.mark.must_pass
def test_scram_is_required_and_offered(keywords: dict[str, Any]) -> None:
    """The client insists on SCRAM-SHA-256 and gets in: no password crosses the wire."""
    connection = psycopg2.connect(**keywords, require_auth="scram-sha-256")
    connection.close()


@pytest.mark.must_pass
def test_application_name(connect: Callable[..., Connection]) -> None:
    """The application's name is visible in the session, to other sessions, and in the reported parameters."""
    connection = connect(application_name="compat: naïve ünïcode")
    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        shown = cursor.fetchone()[0]
        cursor.execute("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()")
        assert cursor.fetchone() == (shown,)
    # PostgreSQL keeps only printable ASCII and spells every other byte as \xNN.
    assert shown == r"compat: na\xc3\xafve \xc3\xbcn\xc3\xafcode"
    assert connection.info.parameter_status("application_name") == shown


@pytest.mark.must_pass
def test_options_set_parameters_for_the_session(connect: Callable[..., Connection]) -> None:
    """Parameters in ``options`` hold from the first statement and are what RESET returns to."""
    connection = connect(options="-c statement_timeout=54321 -c intervalstyle=iso_8601 -c work_mem=12MB")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('intervalstyle')")
        assert cursor.fetchone() == ("54321ms", "iso_8601")
        cursor.execute("SET work_mem = '7MB'")
        cursor.execute("RESET work_mem")
        cursor.execute("SHOW work_mem")
        assert cursor.fetchone() == ("12MB",)


def test_options_escape_spaces(connect: Callable[..., Connection]) -> None:
    """A backslash in ``options`` keeps a space inside the value."""
    connection = connect(options=r"-c application_name=two\ words --search_path=pg_catalog")
    assert connection.info.parameter_status("application_name") == "two words"


@pytest.mark.must_pass
@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param("-c no_such_parameter=1", 'unrecognized configuration parameter "no_such_parameter"', id="name"),
        pytest.param("-c work_mem=plenty", 'invalid value for parameter "work_mem"', id="value"),
        pytest.param("-c shared_buffers=1GB", 'parameter "shared_buffers" cannot be changed', id="postmaster"),
    ],
)
def test_wrong_options_are_refused(keywords: dict[str, Any], options: str, message: str) -> None:
    """A parameter that does not exist, has a wrong value or cannot be set refuses the login by name."""
    with pytest.raises(psycopg2.OperationalError, match=message):
        psycopg2.connect(**keywords, options=options)


@pytest.mark.must_pass
def test_server_version(connection: Connection, cursor: extensions.cursor) -> None:
    """The version that the driver decides by is the one that SQL reports."""
    cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
    number, text = cursor.fetchone()
    assert connection.server_version == connection.info.server_version == number
    assert connection.info.parameter_status("server_version") == text
    assert connection.info.protocol_version >= 3


@pytest.mark.must_pass
def test_reported_parameters(connection: Connection, server: Server) -> None:
    """The parameters that a server reports at login are there, as libpq and its users rely on them."""
    reported = {
        "client_encoding": "UTF8",
        "server_encoding": "UTF8",
        "integer_datetimes": "on",
        "standard_conforming_strings": "on",
        "is_superuser": "off",
        "session_authorization": server.user,
        "default_transaction_read_only": "off",
        "in_hot_standby": "off",
    }
    assert {name: connection.info.parameter_status(name) for name in reported} == reported
    for name in ("DateStyle", "IntervalStyle", "TimeZone"):
        assert connection.info.parameter_status(name)
    assert connection.info.parameter_status("work_mem") is None


@pytest.mark.must_pass
def test_changed_parameters_are_reported(connection: Connection, cursor: extensions.cursor) -> None:
    """SET, SET LOCAL and the end of its transaction each tell the client the value that now holds."""
    cursor.execute("SET TIME ZONE 'Asia/Kathmandu'")
    connection.commit()
    assert connection.info.parameter_status("TimeZone") == "Asia/Kathmandu"
    cursor.execute("SET LOCAL TIME ZONE 'Pacific/Chatham'")
    assert connection.info.parameter_status("TimeZone") == "Pacific/Chatham"
    connection.rollback()
    assert connection.info.parameter_status("TimeZone") == "Asia/Kathmandu"


@pytest.mark.must_pass
def test_backend_process(connection: Connection, cursor: extensions.cursor) -> None:
    """The process id from the login is the one that SQL functions and catalogs speak of."""
    cursor.execute("SELECT pg_backend_pid(), (SELECT usename FROM pg_stat_activity WHERE pid = pg_backend_pid())")
    assert cursor.fetchone() == (connection.info.backend_pid, connection.info.user)
    assert connection.get_backend_pid() == connection.info.backend_pid


@pytest.mark.must_pass
def test_sessions_are_separate(connect: Callable[..., Connection]) -> None:
    """Two connections have different backends, settings and temporary tables."""
    one, two = connect(), connect()
    assert one.info.backend_pid != two.info.backend_pid
    with one.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE only_here (a int)")
        cursor.execute("SET work_mem = '5MB'")
    one.commit()
    with two.cursor() as cursor:
        cursor.execute("SELECT to_regclass('only_here'), current_setting('work_mem') <> '5MB'")
        assert cursor.fetchone() == (None, True)


@pytest.mark.must_pass
def test_client_encoding(connect: Callable[..., Connection]) -> None:
    """A client that asks for LATIN1 gets and sends LATIN1, and is told what does not fit into it."""
    connection = connect(client_encoding="LATIN1")
    assert connection.encoding == "LATIN1"
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s, octet_length(convert_to(%s, 'UTF8'))", ("çà et là", "çà et là"))
        assert cursor.fetchone() == ("çà et là", 11)
        with pytest.raises(psycopg2.errors.UntranslatableCharacter):
            cursor.execute("SELECT chr(8364)")


@pytest.mark.must_pass
def test_changing_the_client_encoding(connection: Connection) -> None:
    """The client encoding can be changed at any time, and the server spells it as PostgreSQL does."""
    for asked, shown, sample in (("SJIS", "SJIS", "日本語"), ("KOI8", "KOI8R", "Привет"), ("UTF8", "UTF8", "𝄞")):
        connection.set_client_encoding(asked)
        with connection.cursor() as cursor:
            cursor.execute("SHOW client_encoding")
            assert cursor.fetchone() == (shown,)
            cursor.execute("SELECT %s || ''", (sample,))
            assert cursor.fetchone() == (sample,)


@pytest.mark.must_pass
def test_connection_factory(connect: Callable[..., Connection]) -> None:
    """A connection class of the application's own is used, with the server's answers seen by it."""

    class Counting(Connection):
        commits = 0

        def commit(self) -> None:
            type(self).commits += 1
            super().commit()

    connection = connect(connection_factory=Counting)
    assert isinstance(connection, Counting)
    assert Counting.commits == 1
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_logging_connection(keywords: dict[str, Any]) -> None:
    """psycopg2's own logging connection sees each statement as it goes to the server."""
    lines: list[str] = []

    class Log:
        def write(self, text: str) -> None:
            lines.append(text)

    connection = psycopg2.connect(**keywords, connection_factory=LoggingConnection)
    try:
        connection.initialize(Log())
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", (42,))
            assert cursor.fetchone() == (42,)
    finally:
        connection.close()
    assert any("SELECT 42::int" in line for line in lines)


@pytest.mark.must_pass
def test_asynchronous_connection(keywords: dict[str, Any]) -> None:
    """An asynchronous connection logs in and runs statements while the client polls its socket."""
    connection = psycopg2.connect(**keywords, async_=True)
    try:
        wait_select(connection)
        cursor = connection.cursor()
        cursor.execute("SELECT g FROM generate_series(1, 1000) g")
        assert connection.isexecuting()
        wait_select(connection)
        assert not connection.isexecuting()
        assert sum(row[0] for row in cursor) == 500_500
        cursor.execute("SELECT 1 / 0")
        with pytest.raises(psycopg2.errors.DivisionByZero):
            wait_select(connection)
        cursor.execute("SELECT 'still here'")
        wait_select(connection)
        assert cursor.fetchone() == ("still here",)
    finally:
        connection.close()


def test_wait_callback(connect: Callable[..., Connection]) -> None:
    """With a wait callback, as gevent and eventlet install one, statements and COPY still work."""
    extensions.set_wait_callback(wait_select)
    try:
        connection = connect()
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s, repeat('x', 300000)", ("green",))
            word, long = cursor.fetchone()
            assert (word, len(long)) == ("green", 300_000)
            with pytest.raises(psycopg2.errors.UndefinedTable):
                cursor.execute("SELECT * FROM no_such_table")
    finally:
        extensions.set_wait_callback(None)


def test_several_hosts(keywords: dict[str, Any]) -> None:
    """With several addresses the client takes the first that answers."""
    hosts = {"host": f"127.0.0.1,{keywords['host']}", "port": f"1,{keywords['port']}"}
    connection = psycopg2.connect(**{**keywords, **hosts})
    try:
        assert connection.info.port == keywords["port"]
    finally:
        connection.close()


@pytest.mark.must_pass
def test_target_session_attributes(keywords: dict[str, Any]) -> None:
    """Clients that look for a writable server accept this one, and those that want a standby do not."""
    for wanted in ("read-write", "primary", "prefer-standby"):
        psycopg2.connect(**keywords, target_session_attrs=wanted).close()
    for wanted, reason in (("standby", "not in hot standby mode"), ("read-only", "session is not read-only")):
        with pytest.raises(psycopg2.OperationalError, match=reason):
            psycopg2.connect(**keywords, target_session_attrs=wanted)


def test_replication_is_refused(keywords: dict[str, Any]) -> None:
    """A replication connection is refused with an error of its own, because the role may not replicate."""
    with pytest.raises(psycopg2.OperationalError, match="FATAL: "):
        psycopg2.connect(**keywords, replication="database")


@pytest.mark.must_pass
def test_close_ends_the_session(connect: Callable[..., Connection], lock_key: int) -> None:
    """After close() the objects say so, and what the session held is free for others."""
    observer, leaving = connect(), connect()
    observer.autocommit = leaving.autocommit = True
    cursor = leaving.cursor()
    cursor.execute("SELECT pg_advisory_lock(%s)", (lock_key,))
    leaving.close()
    assert leaving.closed
    with pytest.raises(psycopg2.InterfaceError, match="connection already closed"):
        leaving.cursor()
    with pytest.raises(psycopg2.InterfaceError):
        cursor.execute("SELECT 1")

    def free() -> bool:
        with observer.cursor() as look:
            look.execute("SELECT pg_try_advisory_lock(%s)", (lock_key,))
            return look.fetchone()[0]

    assert wait_until(free, "the lock of the closed session is free")


@pytest.mark.must_pass
def test_new_sessions_are_clean(keywords: dict[str, Any]) -> None:
    """A connection inherits nothing from those that were closed before it."""
    for _ in range(6):
        connection = psycopg2.connect(**keywords)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_regclass('pg_temp.left_over'), current_setting('work_mem') = '3MB',"
                " current_setting('compat.left_over', true), current_setting('search_path'),"
                " (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors),"
                " (SELECT count(*) FROM pg_listening_channels()),"
                " (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory')"
            )
            *named, path, statements, cursors, channels, locks = cursor.fetchone()
            assert named in ([None, False, None], [None, False, ""])
            assert path != "pg_catalog"
            assert (statements, cursors, channels, locks) == (0, 0, 0, 0)
            cursor.execute("CREATE TEMPORARY TABLE left_over (a int)")
            cursor.execute("SET work_mem = '3MB'; SET compat.left_over = 'x'; SET search_path = pg_catalog")
            cursor.execute("PREPARE left_over AS SELECT 1")
            cursor.execute("DECLARE left_over CURSOR WITH HOLD FOR SELECT 1")
            cursor.execute("LISTEN left_over; SELECT pg_advisory_lock(hashtext('left over'), pg_backend_pid())")
        connection.close()


@pytest.mark.must_pass
def test_reset(connection: Connection, cursor: extensions.cursor) -> None:
    """reset() rolls back and returns every setting to what the session started with."""
    cursor.execute("SHOW datestyle")
    before = cursor.fetchone()
    cursor.execute("SET datestyle = 'German'")
    connection.commit()
    cursor.execute("CREATE TEMPORARY TABLE never (a int)")
    connection.reset()
    cursor.execute("SHOW datestyle")
    assert cursor.fetchone() == before
    cursor.execute("SELECT to_regclass('pg_temp.never')")
    assert cursor.fetchone() == (None,)


@pytest.mark.must_pass
def test_terminated_while_idle(connect: Callable[..., Connection], opened: dict[Connection, int]) -> None:
    """A session that is terminated between two statements fails the next one and is closed for good."""
    killer, victim = connect(), connect()
    killer.autocommit = True
    with killer.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 30000)", (opened[victim],))
        assert cursor.fetchone() == (True,)
    with victim.cursor() as cursor, pytest.raises(psycopg2.OperationalError):
        cursor.execute("SELECT 1")
    assert victim.closed


@pytest.mark.must_pass
def test_terminated_in_mid_statement(
    connect: Callable[..., Connection],
    opened: dict[Connection, int],
    background: Callable[..., Future[None]],
    wait_for_lock: Callable[..., None],
    lock_key: int,
) -> None:
    """A session that is terminated while it waits fails its statement at once, and the connection is closed."""
    killer, victim = connect(), connect()
    killer.autocommit = True
    with killer.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (lock_key,))

    def wait_for_ever() -> None:
        with victim.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", (lock_key,))

    waiting = background(wait_for_ever)
    wait_for_lock(victim)
    with killer.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", (opened[victim],))
    with pytest.raises(psycopg2.OperationalError):
        waiting.result(PATIENCE)
    assert victim.closed


@pytest.mark.must_pass
def test_many_connections(connect: Callable[..., Connection]) -> None:
    """Thirty sessions at once each see their own state."""
    connections = [connect() for _ in range(30)]
    for number, connection in enumerate(connections):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('compat.number', %s, false)", (str(number),))
    seen = []
    for connection in connections:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('compat.number')::int")
            seen.append(cursor.fetchone()[0])
    assert seen == list(range(30))
    assert len({connection.info.backend_pid for connection in connections}) == 30
