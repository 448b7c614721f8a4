"""Logging in with PyMySQL: caching_sha2_password over TLS and by RSA without it, and mysql_native_password.

MariaDB has no caching_sha2_password. What its cases expect is what MySQL 8 does: the client sends a quick proof that
the server can check against its cache; when that fails, it is asked for the password itself, which it sends only
inside TLS or encrypted with the server's RSA key.
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pymysql
import pytest
from pymysql import _auth, connections
from pymysql.connections import Connection

from compat_pymysql import since_1_2, sqlstate
from compat_server import Server

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]

sha2 = pytest.mark.follows("MySQL 8", "MariaDB 10.11 has no caching_sha2_password")


@pytest.fixture
def wrong_quick_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's quick proof matches no password, so that the server has to ask for the password itself."""
    monkeypatch.setattr(_auth, "scramble_caching_sha2", lambda *_: b"\x5a" * 32)


class Tap:
    """Forwards one connection and keeps what both sides said."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.said = {"client": bytearray(), "server": bytearray()}
        self._thread = threading.Thread(target=self._forward, daemon=True)
        self._thread.start()

    def _forward(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.create_connection((self._server.host, self._server.port)) as server:
            ways = {client: (server, "client"), server: (client, "server")}
            while True:
                for source in select.select(list(ways), [], [])[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    target, speaker = ways[source]
                    self.said[speaker] += data
                    target.sendall(data)

    def close(self) -> None:
        self._listener.close()
        self._thread.join(30)


@pytest.fixture
def tap(server: Server) -> Iterator[Tap]:
    """A way to the server that remembers what was said."""
    tap = Tap(server)
    yield tap
    tap.close()


def works(connection: Connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)")
        return cursor.fetchone() == (connection.user.decode(),)


@sha2
@since_1_2("a client asks for TLS only when it is told to")
@pytest.mark.usefixtures("tls")
def test_quick_over_tls(connect: Connect) -> None:
    """The server offers caching_sha2_password, and a login over TLS succeeds with it."""
    connection = connect()
    assert connection._auth_plugin_name == "caching_sha2_password"
    assert connection._secure
    assert works(connection)


@sha2
def test_quick_without_tls(connect: Connect) -> None:
    """Once the server knows the password, the quick proof suffices without TLS."""
    connect()
    connection = connect(ssl_disabled=True)
    assert not connection._secure
    assert works(connection)


@sha2
@pytest.mark.usefixtures("tls", "wrong_quick_proof")
def test_password_inside_tls(connect: Connect) -> None:
    """A client whose quick proof is of no use is asked for the password, and gets in with it over TLS."""
    assert works(connect())


@sha2
@pytest.mark.usefixtures("wrong_quick_proof")
def test_password_by_rsa(connect: Connect, server: Server, tap: Tap) -> None:
    """Without TLS the client asks for the server's RSA key and sends the password encrypted with it, never in clear."""
    connection = connect(ssl_disabled=True, host="127.0.0.1", port=tap.port)
    assert works(connection)
    connection.close()
    assert b"-----BEGIN PUBLIC KEY-----" in tap.said["server"]
    # The user's name stands in the login; a password that is the same may stand nowhere.
    in_clear = server.password.encode() + b"\0"
    assert bytes(tap.said["client"]).count(in_clear) == (server.user == server.password)


@sha2
@pytest.mark.usefixtures("wrong_quick_proof")
def test_key_that_is_known_already(connect: Connect, tap: Tap) -> None:
    """A client that was given the server's RSA key does not ask for it again."""
    key = connect(ssl_disabled=True).server_public_key
    connection = connect(ssl_disabled=True, server_public_key=key, host="127.0.0.1", port=tap.port)
    assert works(connection)
    connection.close()
    assert b"PUBLIC KEY" not in tap.said["server"]


@sha2
def test_wrong_password_by_rsa(keywords: dict[str, Any]) -> None:
    """A wrong password that comes encrypted by RSA is refused like any other."""
    with pytest.raises(pymysql.OperationalError) as error:
        pymysql.connect(**{**keywords, "password": "wrong", "ssl_disabled": True})
    assert (error.value.args[0], sqlstate(error.value)) == (1045, "28000")


@sha2
@pytest.mark.usefixtures("tls")
def test_wrong_password_inside_tls(keywords: dict[str, Any]) -> None:
    """A wrong password that comes inside TLS is refused like any other."""
    with pytest.raises(pymysql.OperationalError) as error:
        pymysql.connect(**{**keywords, "password": "demo "})
    assert (error.value.args[0], sqlstate(error.value)) == (1045, "28000")


@pytest.mark.parametrize("clear", [False, True], ids=["tls", "clear"])
def test_native_password(connect: Connect, monkeypatch: pytest.MonkeyPatch, clear: bool) -> None:
    """A client that begins with mysql_native_password, as old ones do, gets in with TLS and without."""
    monkeypatch.setattr(connections, "_DEFAULT_AUTH_PLUGIN", "mysql_native_password")
    assert works(connect(ssl_disabled=clear))


def test_native_password_that_is_wrong(keywords: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password is refused by mysql_native_password too."""
    monkeypatch.setattr(connections, "_DEFAULT_AUTH_PLUGIN", "mysql_native_password")
    with pytest.raises(pymysql.OperationalError) as error:
        pymysql.connect(**{**keywords, "password": "wrong"})
    assert (error.value.args[0], sqlstate(error.value)) == (1045, "28000")


def test_unknown_method_of_the_client(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that begins with a method the account does not have is switched to the right one."""
    monkeypatch.setattr(connections, "_DEFAULT_AUTH_PLUGIN", "mysql_clear_password")
    assert works(connect())
