"""TLS with psycopg2: what the client may insist on, and what it must be able to refuse."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import extensions
from psycopg2.extensions import connection as Connection
from psycopg2.extras import wait_select

from compat_server import PATIENCE, Server

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]

has_direct_tls = pytest.mark.applies(extensions.libpq_version() >= 170000, "direct TLS needs libpq 17")


@pytest.fixture
def verified(tls: Server) -> dict[str, Any]:
    """What makes libpq verify the server's certificate and its name."""
    return {
        "host": tls.tls_host,
        "hostaddr": tls.host,
        "sslmode": "verify-full",
        "sslrootcert": str(tls.certificate_authority),
    }


def protocol(connection: Connection) -> str | None:
    return connection.info.ssl_attribute("protocol")


@pytest.mark.usefixtures("tls")
def test_require(connect: Connect) -> None:
    """sslmode=require encrypts the session with TLS 1.2 or later."""
    connection = connect(sslmode="require")
    assert connection.info.ssl_in_use
    assert protocol(connection) in ("TLSv1.2", "TLSv1.3")
    assert int(connection.info.ssl_attribute("key_bits")) >= 128


@pytest.mark.usefixtures("tls")
def test_prefer_takes_tls(connect: Connect) -> None:
    """The default, sslmode=prefer, ends up encrypted when the server offers TLS."""
    assert connect(sslmode="prefer").info.ssl_in_use


def test_disable(connect: Connect) -> None:
    """sslmode=disable stays in clear and works."""
    connection = connect(sslmode="disable")
    assert not connection.info.ssl_in_use
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_verify_full(connect: Connect, verified: dict[str, Any]) -> None:
    """The server's certificate is signed by its authority and made out to its name."""
    connection = connect(**verified)
    assert connection.info.ssl_in_use
    assert connection.info.host == verified["host"]


def test_verify_ca_ignores_the_name(connect: Connect, verified: dict[str, Any]) -> None:
    """verify-ca wants the right authority, whatever name the certificate has."""
    assert connect(**{**verified, "sslmode": "verify-ca", "host": "another.invalid"}).info.ssl_in_use


def test_wrong_name_is_noticed(keywords: dict[str, Any], verified: dict[str, Any]) -> None:
    """The certificate does not hold for another host name."""
    with pytest.raises(psycopg2.OperationalError, match=r'does not match host name "another\.invalid"'):
        psycopg2.connect(**{**keywords, **verified, "host": "another.invalid"})


def test_wrong_authority_is_noticed(
    keywords: dict[str, Any], verified: dict[str, Any], unrelated_authority: Path
) -> None:
    """A client that trusts somebody else does not log in, and the server goes on for others."""
    with pytest.raises(psycopg2.OperationalError, match="certificate verify failed"):
        psycopg2.connect(**{**keywords, **verified, "sslrootcert": str(unrelated_authority)})
    psycopg2.connect(**{**keywords, **verified}).close()


@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
@pytest.mark.usefixtures("tls")
def test_protocol_versions(connect: Connect, version: str) -> None:
    """Clients that speak only TLS 1.2 and clients that speak only TLS 1.3 are both served."""
    connection = connect(sslmode="require", ssl_min_protocol_version=version, ssl_max_protocol_version=version)
    assert protocol(connection) == version


@has_direct_tls
def test_direct(connect: Connect, verified: dict[str, Any]) -> None:
    """TLS from the first byte on, with ALPN "postgresql", instead of asking for it first."""
    connection = connect(**verified, sslnegotiation="direct")
    assert connection.info.ssl_in_use
    assert connection.info.ssl_attribute("alpn") == "postgresql"


@has_direct_tls
def test_alpn_after_asking(connect: Connect, verified: dict[str, Any]) -> None:
    """Also the client that asks for TLS first agrees with the server on ALPN "postgresql"."""
    assert connect(**verified).info.ssl_attribute("alpn") == "postgresql"


@pytest.mark.usefixtures("tls")
def test_channel_binding(connect: Connect) -> None:
    """SCRAM-SHA-256-PLUS binds the login to this TLS session; a client that insists on it gets in."""
    connection = connect(sslmode="require", channel_binding="require")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (connection.info.user,)


def test_channel_binding_needs_tls(keywords: dict[str, Any]) -> None:
    """Without TLS there is nothing to bind to, and the client says so instead of falling back."""
    with pytest.raises(psycopg2.OperationalError, match="channel binding"):
        psycopg2.connect(**keywords, sslmode="disable", channel_binding="require")


@pytest.mark.usefixtures("tls")
@pytest.mark.parametrize("binding", ["require", "disable"])
def test_wrong_password_over_tls(keywords: dict[str, Any], binding: str) -> None:
    """A wrong password is refused with channel binding and without it."""
    attempt = {**keywords, "password": "wrong", "sslmode": "require", "channel_binding": binding}
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(**attempt)


@pytest.mark.usefixtures("tls")
def test_much_data_over_tls(connect: Connect) -> None:
    """Values larger than many TLS records go both ways unharmed."""
    connection = connect(sslmode="require")
    value = "0123456789abcdef" * 300_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s, md5(%s) = md5(repeat('0123456789abcdef', 300000))", (value, value))
        back, same = cursor.fetchone()
    assert back == value
    assert same


@pytest.mark.usefixtures("tls")
def test_cancel_over_tls(
    connect: Connect,
    background: Callable[..., Future[None]],
    wait_for_lock: Callable[..., None],
    lock_key: int,
) -> None:
    """A session under TLS is cancelled like any other."""
    holder, stuck = connect(), connect(sslmode="require")
    holder.autocommit = True
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", (lock_key,))

    def wait() -> None:
        with stuck.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", (lock_key,))

    waiting = background(wait)
    wait_for_lock(stuck)
    stuck.cancel()
    with pytest.raises(psycopg2.errors.QueryCanceled):
        waiting.result(PATIENCE)


@pytest.mark.usefixtures("tls")
def test_asynchronous_login_over_tls(keywords: dict[str, Any]) -> None:
    """An asynchronous connection steps through the TLS handshake by polling."""
    connection = psycopg2.connect(**keywords, sslmode="require", async_=True)
    try:
        wait_select(connection)
        assert connection.info.ssl_in_use
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        wait_select(connection)
        assert cursor.fetchone() == (1,)
    finally:
        connection.close()
