"""TLS with PyMySQL: what the client may insist on, and what it must be able to refuse."""

from __future__ import annotations

import hashlib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection

from compat_server import Server

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


@pytest.fixture
def verified(tls: Server) -> dict[str, Any]:
    """What makes PyMySQL verify the server's certificate and its name."""
    authority = str(tls.certificate_authority)
    # PyMySQL before 1.2 does not verify the certificate because it is to verify the name.
    return {"host": tls.tls_host, "ssl_ca": authority, "ssl_verify_cert": True, "ssl_verify_identity": True}


def protocol(connection: Connection) -> str | None:
    return connection._sock.version() if isinstance(connection._sock, ssl.SSLSocket) else None


@pytest.mark.applies(pymysql.VERSION[:2] >= (1, 2), "before PyMySQL 1.2 a client asks for TLS only when it is told to")
@pytest.mark.usefixtures("tls")
def test_preferred(connect: Connect) -> None:
    """Without any option the client takes TLS because the server offers it."""
    assert protocol(connect()) in ("TLSv1.2", "TLSv1.3")


def test_disabled(connect: Connect) -> None:
    """A client that turns TLS off stays in clear and works."""
    connection = connect(ssl_disabled=True)
    assert protocol(connection) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_verify_ca(connect: Connect, tls: Server) -> None:
    """The server's certificate is signed by its authority, whatever name the client knows it by."""
    connection = connect(ssl_ca=str(tls.certificate_authority), ssl_verify_cert=True)
    assert protocol(connection)


def test_verify_identity(connect: Connect, verified: dict[str, Any]) -> None:
    """The server's certificate is signed by its authority and made out to its name."""
    connection = connect(**verified)
    assert protocol(connection)
    names = {name for kind, name in connection._sock.getpeercert()["subjectAltName"] if kind == "DNS"}
    assert verified["host"] in names


def test_wrong_name_is_noticed(keywords: dict[str, Any], verified: dict[str, Any], server: Server) -> None:
    """The certificate does not hold for another host name."""
    connection = pymysql.connect(**{**keywords, **verified, "host": "another.invalid"}, defer_connect=True)
    with socket.create_connection((server.host, server.port)) as wire:
        with pytest.raises(pymysql.OperationalError) as error:
            connection.connect(wire)
        assert "certificate verify failed: Hostname mismatch" in str(error.value)


def test_wrong_authority_is_noticed(
    keywords: dict[str, Any], verified: dict[str, Any], unrelated_authority: Path
) -> None:
    """A client that trusts somebody else does not log in, and the server goes on for others."""
    with pytest.raises(pymysql.OperationalError, match="certificate verify failed"):
        pymysql.connect(**{**keywords, **verified, "ssl_ca": str(unrelated_authority)})
    pymysql.connect(**{**keywords, **verified}).close()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_protocol_versions(connect: Connect, tls: Server, version: ssl.TLSVersion) -> None:
    """Clients that speak only TLS 1.2 and clients that speak only TLS 1.3 are both served."""
    context = ssl.create_default_context(cafile=str(tls.certificate_authority))
    context.minimum_version = context.maximum_version = version
    connection = connect(ssl=context, host=tls.tls_host)
    assert protocol(connection) == version.name.replace("_", ".")


def test_session_tells_its_cipher(connect: Connect, verified: dict[str, Any]) -> None:
    """The session's status names the cipher and the version that the client sees, and none without TLS."""
    secure, clear = connect(**verified), connect(ssl_disabled=True)
    expected = {secure: (secure._sock.cipher()[0], secure._sock.version()), clear: ("", "")}
    for connection, (cipher, version) in expected.items():
        with connection.cursor() as cursor:
            cursor.execute("SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_cipher', 'Ssl_version')")
            assert dict(cursor.fetchall()) == {"Ssl_cipher": cipher, "Ssl_version": version}


@pytest.mark.usefixtures("tls")
def test_wrong_password_over_tls(keywords: dict[str, Any]) -> None:
    """A wrong password is refused over TLS as it is without, and the refusal is read."""
    for clear in (False, True):
        with pytest.raises(pymysql.OperationalError) as error:
            pymysql.connect(**{**keywords, "password": "wrong", "ssl_disabled": clear})
        assert error.value.args[0] == 1045


@pytest.mark.usefixtures("tls")
def test_much_data_over_tls(connect: Connect) -> None:
    """Values larger than many TLS records go both ways unharmed."""
    text = "0123456789abcdef" * 300_000
    with connect().cursor() as cursor:
        cursor.execute("SELECT %s, MD5(%s)", (text, text))
        assert cursor.fetchone() == (text, hashlib.md5(text.encode()).hexdigest())


@pytest.mark.live_only("one port for every protocol")
def test_tls_on_the_shared_port(connect: Connect, verified: dict[str, Any], shared_port: int) -> None:
    """The port that all protocols share upgrades to TLS with the same certificate."""
    assert protocol(connect(**verified, port=shared_port))
