"""TLS with MySQL Connector/Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection

from compat_server import Server

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]


@pytest.fixture
def verified(tls: Server) -> dict[str, Any]:
    """What makes the connector verify the server's certificate and its name."""
    return {
        "host": tls.tls_host,
        "ssl_ca": str(tls.certificate_authority),
        "ssl_verify_cert": True,
        "ssl_verify_identity": True,
    }


def protocol(connection: MySQLConnection) -> str | None:
    return connection._socket.sock.version() if connection.is_secure else None


@pytest.mark.usefixtures("tls")
def test_default(connect: Connect) -> None:
    """Without any option the connector takes TLS because the server offers it."""
    assert protocol(connect()) in ("TLSv1.2", "TLSv1.3")


def test_disabled(connect: Connect) -> None:
    """A client that turns TLS off stays in clear and works."""
    connection = connect(ssl_disabled=True)
    assert protocol(connection) is None
    assert connection.is_connected()


def test_verify_identity(connect: Connect, verified: dict[str, Any]) -> None:
    """The server's certificate is signed by its authority and made out to its name."""
    assert protocol(connect(**verified))


def test_verify_certificate(connect: Connect, tls: Server) -> None:
    """The certificate alone is verified, whatever name the client knows the server by."""
    assert protocol(connect(ssl_ca=str(tls.certificate_authority), ssl_verify_cert=True))


@pytest.mark.parametrize("identity", [False, True], ids=["certificate", "identity"])
def test_wrong_authority(
    keywords: dict[str, Any], verified: dict[str, Any], unrelated_authority: Path, identity: bool
) -> None:
    """A client that trusts somebody else does not log in, and the server goes on for others."""
    trusting = {**keywords, **verified, "ssl_ca": str(unrelated_authority), "ssl_verify_identity": identity}
    with pytest.raises(mysql.connector.Error, match="certificate verify failed"):
        mysql.connector.connect(**trusting)
    mysql.connector.connect(**{**keywords, **verified}).close()


@pytest.mark.usefixtures("tls")
@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_protocol_versions(connect: Connect, version: str) -> None:
    """Clients that speak only TLS 1.2 and clients that speak only TLS 1.3 are both served."""
    assert protocol(connect(tls_versions=[version])) == version


@pytest.mark.usefixtures("tls")
def test_change_user_inside_tls(connection: MySQLConnection, server: Server) -> None:
    """COM_CHANGE_USER stays inside the TLS that there is."""
    connection.cmd_change_user(server.user, server.password, server.database)
    assert protocol(connection)
    assert connection.database == server.database
