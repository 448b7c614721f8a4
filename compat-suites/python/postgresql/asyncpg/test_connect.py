"""Connecting with asyncpg: how the server is named, who is let in, what the session starts with."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from compat_server import PATIENCE, Server

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]

keeps_the_reason = pytest.mark.applies(
    tuple(map(int, asyncpg.__version__.split(".")[:2])) >= (0, 32),
    "before asyncpg 0.32 a statement is not told why the server has closed its connection",
)


async def test_keywords(keywords: dict[str, Any]) -> None:
    """Keyword arguments reach the database, and the session belongs to the role that logged in."""
    connection = await asyncpg.connect(**keywords)
    try:
        row = await connection.fetchrow("SELECT current_database(), current_user, session_user")
        assert tuple(row) == (keywords["database"], keywords["user"], keywords["user"])
    finally:
        await connection.close()


async def test_url(server: Server) -> None:
    """A connection URL connects, and what asyncpg does not know in it becomes a parameter of the session."""
    connection = await asyncpg.connect(server.url(application_name="compat url", work_mem="6MB", sslmode="prefer"))
    try:
        row = await connection.fetchrow("SELECT current_setting('application_name'), current_setting('work_mem')")
        assert tuple(row) == ("compat url", "6MB")
    finally:
        await connection.close()


async def test_wrong_password(keywords: dict[str, Any]) -> None:
    """A wrong password is refused with 28P01."""
    with pytest.raises(asyncpg.InvalidPasswordError, match="password authentication failed for user") as refused:
        await asyncpg.connect(**{**keywords, "password": "not the password"})
    assert (refused.value.sqlstate, refused.value.as_dict()["severity"]) == ("28P01", "FATAL")


async def test_unknown_user_is_told_nothing_more(keywords: dict[str, Any]) -> None:
    """Who does not exist gets the same error, field by field, as who mistypes the password."""
    told = []
    for changes in ({"user": "nobody_of_that_name"}, {"password": "wrong"}):
        attempt = {**keywords, **changes}
        with pytest.raises(asyncpg.InvalidPasswordError) as refused:
            await asyncpg.connect(**attempt)
        fields = {name: value for name, value in refused.value.as_dict().items() if not name.startswith("server_")}
        told.append({**fields, "message": fields["message"].replace(attempt["user"], "USER")})
    assert told[0] == told[1]


async def test_unknown_database(keywords: dict[str, Any]) -> None:
    """A database that does not exist is refused with 3D000."""
    with pytest.raises(asyncpg.InvalidCatalogNameError, match='database "no such database" does not exist'):
        await asyncpg.connect(**{**keywords, "database": "no such database"})


async def test_password_from_a_callable(keywords: dict[str, Any]) -> None:
    """A coroutine that fetches the password at login time is awaited."""

    async def fetch() -> str:
        await asyncio.sleep(0)
        return keywords["password"]

    connection = await asyncpg.connect(**{**keywords, "password": fetch})
    await connection.close()


async def test_password_file(keywords: dict[str, Any], tmp_path: Path) -> None:
    """The password is found in a password file that names host, port, database and user."""
    file = tmp_path / "pgpass"
    place = [str(keywords[name]).replace(":", r"\:") for name in ("host", "port", "database", "user", "password")]
    file.write_text("other:1:*:*:wrong\n" + ":".join(place) + "\n", encoding="utf-8")
    file.chmod(0o600)
    attempt = {name: value for name, value in keywords.items() if name != "password"}
    connection = await asyncpg.connect(**attempt, passfile=str(file))
    await connection.close()


async def test_server_settings(connect: Any) -> None:
    """Settings given at login hold from the first statement and are what RESET ALL returns to."""
    connection = await connect(server_settings={"work_mem": "12MB", "timezone": "Asia/Tokyo", "Geqo_Threshold": "9"})
    settings = "SELECT current_setting('work_mem'), current_setting('timezone'), current_setting('geqo_threshold')"
    assert tuple(await connection.fetchrow(settings)) == ("12MB", "Asia/Tokyo", "9")
    await connection.execute("SET work_mem = '7MB'; SET timezone = 'UTC'")
    await connection.execute("RESET ALL")
    assert tuple(await connection.fetchrow(settings)) == ("12MB", "Asia/Tokyo", "9")


async def test_options_setting(connect: Any) -> None:
    """The startup parameter ``options`` carries command-line switches beside other settings."""
    connection = await connect(server_settings={"options": r"-c geqo=off -c application_name=a\ b --work_mem=9MB"})
    row = await connection.fetchrow("SELECT current_setting('geqo'), current_setting('work_mem')")
    assert tuple(row) == ("off", "9MB")
    assert connection.get_settings().application_name == "a b"


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        pytest.param({"no_such": "1"}, asyncpg.UndefinedObjectError, "unrecognized configuration", id="name"),
        pytest.param({"work_mem": "plenty"}, asyncpg.InvalidParameterValueError, "invalid value", id="value"),
        pytest.param({"max_connections": "5"}, asyncpg.CantChangeRuntimeParamError, "cannot be changed", id="fixed"),
        pytest.param({"log_statement": "all"}, asyncpg.InsufficientPrivilegeError, "permission denied", id="forbidden"),
    ],
)
async def test_wrong_settings_are_refused(
    keywords: dict[str, Any], settings: dict[str, str], error: type[asyncpg.PostgresError], message: str
) -> None:
    """A setting that does not exist, has a wrong value or may not be set refuses the login with its own SQLSTATE."""
    with pytest.raises(error, match=message):
        await asyncpg.connect(**keywords, server_settings=settings)


async def test_reported_settings(connection: asyncpg.Connection, keywords: dict[str, Any]) -> None:
    """get_settings() holds the parameters that the server reports, and follows SET and its rollback."""
    settings = connection.get_settings()
    assert (settings.client_encoding, settings.server_encoding, settings.is_superuser) == ("UTF8", "UTF8", "off")
    assert (settings.session_authorization, settings.integer_datetimes) == (keywords["user"], "on")
    before = settings.TimeZone
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SET TIME ZONE 'Asia/Kathmandu'")
    assert connection.get_settings().TimeZone == "Asia/Kathmandu"
    await transaction.rollback()
    assert connection.get_settings().TimeZone == before


async def test_server_version(connection: asyncpg.Connection) -> None:
    """The version that the driver decides by is the one that SQL reports."""
    version = connection.get_server_version()
    number = int(await connection.fetchval("SHOW server_version_num"))
    assert (version.major, version.micro, version.releaselevel) == (number // 10000, number % 10000, "final")


async def test_server_pid(connection: asyncpg.Connection) -> None:
    """The process id from the login is the one that SQL functions and catalogs speak of."""
    assert await connection.fetchval("SELECT pg_backend_pid()") == connection.get_server_pid()
    usename = "SELECT usename FROM pg_stat_activity WHERE pid = $1"
    assert await connection.fetchval(usename, connection.get_server_pid()) == await connection.fetchval("SELECT user")


async def test_application_name(connect: Any) -> None:
    """The application's name is visible to other sessions, at login and after SET."""
    named, observer = await connect(server_settings={"application_name": "compat one"}), await connect()
    look = "SELECT application_name FROM pg_stat_activity WHERE pid = $1"
    assert await observer.fetchval(look, named.get_server_pid()) == "compat one"
    await named.execute("SET application_name = 'compat two'")
    assert await observer.fetchval(look, named.get_server_pid()) == "compat two"


async def test_connection_and_record_classes(connect: Any) -> None:
    """Connection and record classes of the application's own are used."""

    class MyConnection(asyncpg.Connection):
        pass

    class MyRecord(asyncpg.Record):
        def __getattr__(self, name: str) -> Any:
            return self[name]

    connection = await connect(connection_class=MyConnection, record_class=MyRecord)
    assert isinstance(connection, MyConnection)
    row = await connection.fetchrow("SELECT 5 AS five")
    assert (type(row), row.five) == (MyRecord, 5)


async def test_several_hosts(keywords: dict[str, Any]) -> None:
    """With several addresses the client takes the first that answers."""
    several = {**keywords, "host": ["127.0.0.1", keywords["host"]], "port": [1, keywords["port"]]}
    connection = await asyncpg.connect(**several)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_target_session_attributes(keywords: dict[str, Any]) -> None:
    """Clients that look for a writable server accept this one, and those that want a standby do not."""
    for wanted in ("read-write", "primary", "prefer-standby"):
        connection = await asyncpg.connect(**keywords, target_session_attrs=wanted)
        await connection.close()
    for wanted in ("standby", "read-only"):
        with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
            await asyncpg.connect(**keywords, target_session_attrs=wanted)


async def test_close(connect: Any) -> None:
    """After close() the connection says so, and what the session held is free for others."""
    leaving, staying = await connect(), await connect()
    await leaving.execute("SELECT pg_advisory_lock(pg_backend_pid(), 815)")
    key = leaving.get_server_pid()
    ended = asyncio.Event()
    leaving.add_termination_listener(lambda _: ended.set())
    await leaving.close()
    assert leaving.is_closed()
    async with asyncio.timeout(PATIENCE):
        await ended.wait()
    with pytest.raises(asyncpg.InterfaceError, match="connection is closed"):
        await leaving.fetch("SELECT 1")
    async with asyncio.timeout(PATIENCE):
        await staying.execute("SELECT pg_advisory_lock($1, 815)", key)


async def test_terminated_by_another_session(connect: Any) -> None:
    """A session that is terminated while it is idle notices by itself, and its next statement is refused."""
    killer, victim = await connect(), await connect()
    ended = asyncio.Event()
    victim.add_termination_listener(lambda _: ended.set())
    assert await killer.fetchval("SELECT pg_terminate_backend($1)", victim.get_server_pid())
    async with asyncio.timeout(PATIENCE):
        await ended.wait()
    assert victim.is_closed()
    with pytest.raises((asyncpg.InterfaceError, asyncpg.ConnectionDoesNotExistError)):
        await victim.fetch("SELECT 1")


@keeps_the_reason
async def test_terminated_in_mid_statement(connect: Any, wait_for_lock: Any, lock_key: int) -> None:
    """A session that is terminated while it waits is told 57P01."""
    killer, victim = await connect(), await connect()
    await killer.execute("SELECT pg_advisory_lock($1)", lock_key)
    stuck = asyncio.create_task(victim.execute("SELECT pg_advisory_lock($1)", lock_key))
    await wait_for_lock(victim.get_server_pid())
    await killer.execute("SELECT pg_terminate_backend($1)", victim.get_server_pid())
    with pytest.raises(asyncpg.ConnectionDoesNotExistError, match="due to administrator command") as told:
        async with asyncio.timeout(PATIENCE):
            await stuck
    assert isinstance(told.value.__cause__, asyncpg.AdminShutdownError)
    assert told.value.__cause__.sqlstate == "57P01"


async def test_many_connections(connect: Any) -> None:
    """Forty logins at the same time all succeed and lead to forty sessions."""
    async with asyncio.timeout(PATIENCE):
        connections = await asyncio.gather(*(connect() for _ in range(40)))
        numbers = await asyncio.gather(
            *(each.fetchval("SELECT $1::int", number) for number, each in enumerate(connections))
        )
    assert numbers == list(range(40))
    assert len({each.get_server_pid() for each in connections}) == 40


async def test_reset(connection: asyncpg.Connection) -> None:
    """reset() rolls back, drops listeners, locks and settings, and closes cursors."""
    before = await connection.fetchval("SHOW work_mem")
    await connection.execute("SET work_mem = '3MB'; LISTEN somewhere; SELECT pg_advisory_lock(1, pg_backend_pid())")
    await connection.execute("DECLARE held CURSOR WITH HOLD FOR SELECT 1")
    await connection.execute("BEGIN; CREATE TEMPORARY TABLE gone (a int)")
    await connection.reset()
    row = await connection.fetchrow(
        "SELECT current_setting('work_mem'), (SELECT count(*) FROM pg_listening_channels()),"
        " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
        " (SELECT count(*) FROM pg_cursors WHERE name = 'held'), to_regclass('pg_temp.gone')"
    )
    assert tuple(row) == (before, 0, 0, 0, None)


async def test_login_error_in_the_clear(keywords: dict[str, Any]) -> None:
    """The refusal of a login is readable with TLS and without it."""
    said = []
    for mode in ("disable", "prefer"):
        with pytest.raises(asyncpg.InvalidCatalogNameError) as refused:
            await asyncpg.connect(**{**keywords, "database": "nowhere"}, ssl=mode)
        said.append(re.sub(r"\s+", " ", str(refused.value)))
    assert said[0] == said[1]
