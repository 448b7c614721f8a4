"""TLS with asyncpg: by mode, by context, and from the first byte on."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from compat_server import PATIENCE, Server

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]

knows_alpn = pytest.mark.applies(
    tuple(int(part) for part in asyncpg.__version__.split(".")[:2]) >= (0, 32),
    "before 0.32 asyncpg does not offer ALPN by itself",
)


def session_of(connection: asyncpg.Connection) -> ssl.SSLObject | None:
    """The TLS session below a connection; asyncpg has no public way to it."""
    return connection._transport.get_extra_info("ssl_object")


@pytest.fixture
def context(tls: Server) -> Callable[..., ssl.SSLContext]:
    """Makes contexts that verify the server's certificate against its authority."""

    def make(authority: Path | None = None) -> ssl.SSLContext:
        made = ssl.create_default_context(cafile=str(authority or tls.certificate_authority))
        made.set_alpn_protocols(["postgresql"])
        return made

    return make


@pytest.mark.usefixtures("tls")
async def test_require(connect: Any) -> None:
    """ssl="require" encrypts the session with TLS 1.2 or later."""
    connection = await connect(ssl="require")
    assert session_of(connection).version() in ("TLSv1.2", "TLSv1.3")
    assert await connection.fetchval("SELECT 1") == 1


@pytest.mark.usefixtures("tls")
async def test_prefer_takes_tls(connect: Any) -> None:
    """The default ends up encrypted when the server offers TLS."""
    assert session_of(await connect()) is not None


async def test_disable(connect: Any) -> None:
    """ssl=False stays in clear and works."""
    connection = await connect(ssl=False)
    assert session_of(connection) is None
    assert await connection.fetchval("SELECT 1") == 1


async def test_context_verifies(connect: Any, tls: Server, context: Callable[..., ssl.SSLContext]) -> None:
    """A context of the application's own verifies authority and host name."""
    connection = await connect(host=tls.tls_host, ssl=context())
    assert ("DNS", tls.tls_host) in session_of(connection).getpeercert()["subjectAltName"]


async def test_verify_full_in_the_url(tls: Server, keywords: dict[str, Any]) -> None:
    """sslmode and sslrootcert in a URL mean what they mean to libpq."""
    there = Server(**{**vars(tls), "host": tls.tls_host})
    url = there.url(sslmode="verify-full", sslrootcert=str(tls.certificate_authority))
    connection = await asyncpg.connect(url)
    assert session_of(connection).getpeercert()["subject"]
    assert await connection.fetchval("SELECT current_user") == keywords["user"]
    await connection.close()


async def test_wrong_authority_is_noticed(
    connect: Any,
    keywords: dict[str, Any],
    tls: Server,
    context: Callable[..., ssl.SSLContext],
    unrelated_authority: Path,
) -> None:
    """A client that trusts somebody else does not log in, and the server goes on for others."""
    with pytest.raises(ssl.SSLCertVerificationError, match="certificate verify failed"):
        await asyncpg.connect(**{**keywords, "host": tls.tls_host}, ssl=context(unrelated_authority))
    assert await (await connect(ssl="require")).fetchval("SELECT 1") == 1


async def test_wrong_name_is_noticed(
    keywords: dict[str, Any], tls: Server, context: Callable[..., ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate does not hold for another host name, wherever that name leads to."""
    loop = asyncio.get_running_loop()
    resolve = loop.getaddrinfo

    async def lead_here(host: str, *rest: Any, **named: Any) -> Any:
        return await resolve(tls.host if host == "another.invalid" else host, *rest, **named)

    monkeypatch.setattr(loop, "getaddrinfo", lead_here)
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        await asyncpg.connect(**{**keywords, "host": "another.invalid"}, ssl=context())


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
async def test_protocol_versions(
    connect: Any, tls: Server, context: Callable[..., ssl.SSLContext], version: str
) -> None:
    """Clients that speak only TLS 1.2 and clients that speak only TLS 1.3 are both served."""
    only = context()
    only.minimum_version = only.maximum_version = ssl.TLSVersion[version.replace(".", "_")]
    connection = await connect(host=tls.tls_host, ssl=only)
    assert session_of(connection).version() == version


async def test_direct(connect: Any, tls: Server, context: Callable[..., ssl.SSLContext]) -> None:
    """TLS from the first byte on, with ALPN "postgresql", instead of asking for it first."""
    connection = await connect(host=tls.tls_host, ssl=context(), direct_tls=True)
    assert session_of(connection).selected_alpn_protocol() == "postgresql"
    assert await connection.fetchval("SELECT 1") == 1


@knows_alpn
@pytest.mark.usefixtures("tls")
async def test_alpn_after_asking(connect: Any) -> None:
    """Also the client that asks for TLS first agrees with the server on ALPN "postgresql"."""
    connection = await connect(ssl="require")
    assert session_of(connection).selected_alpn_protocol() == "postgresql"


async def test_direct_without_alpn_is_refused(
    keywords: dict[str, Any], tls: Server, context: Callable[..., ssl.SSLContext]
) -> None:
    """Direct TLS without ALPN is refused, as the protocol demands, so that no other protocol can be smuggled in."""
    without = ssl.create_default_context(cafile=str(tls.certificate_authority))
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
        await asyncpg.connect(**{**keywords, "host": tls.tls_host}, ssl=without, direct_tls=True, timeout=PATIENCE)
    connection = await asyncpg.connect(**{**keywords, "host": tls.tls_host}, ssl=context(), direct_tls=True)
    await connection.close()


@knows_alpn
@pytest.mark.usefixtures("tls")
async def test_wrong_password_over_tls(keywords: dict[str, Any]) -> None:
    """A wrong password is refused over TLS, asked for and direct."""
    for direct in (False, True):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(**{**keywords, "password": "wrong"}, ssl="require", direct_tls=direct)


@pytest.mark.usefixtures("tls")
async def test_much_data_over_tls(connect: Any) -> None:
    """Values larger than many TLS records go both ways unharmed, on several connections at once."""
    connections = [await connect(ssl="require") for _ in range(4)]
    value = bytes(range(256)) * 20_000
    async with asyncio.timeout(PATIENCE):
        back = await asyncio.gather(*(each.fetchval("SELECT $1::bytea", value) for each in connections))
    assert all(each == value for each in back)


@pytest.mark.usefixtures("tls")
async def test_cancel_over_tls(connect: Any, wait_for_lock: Any, lock_key: int) -> None:
    """A statement under TLS is cancelled by its task, over a cancel request that asyncpg encrypts too."""
    holder, stuck = await connect(), await connect(ssl="require")
    await holder.execute("SELECT pg_advisory_lock($1)", lock_key)
    task = asyncio.create_task(stuck.execute("SELECT pg_advisory_lock($1)", lock_key))
    await wait_for_lock(stuck.get_server_pid())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(PATIENCE):
        assert await stuck.fetchval("SELECT 1") == 1


async def test_cancel_over_direct_tls(
    connect: Any, tls: Server, context: Callable[..., ssl.SSLContext], wait_for_lock: Any, lock_key: int
) -> None:
    """A session that began with direct TLS sends its cancel request the same way."""
    holder, stuck = await connect(), await connect(host=tls.tls_host, ssl=context(), direct_tls=True)
    await holder.execute("SELECT pg_advisory_lock($1)", lock_key)
    task = asyncio.create_task(stuck.execute("SELECT pg_advisory_lock($1)", lock_key))
    await wait_for_lock(stuck.get_server_pid())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(PATIENCE):
        assert await stuck.fetchval("SELECT 1") == 1
