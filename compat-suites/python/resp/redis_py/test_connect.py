"""Connecting, logging in, and what a connection remembers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import redis

from compat_server import Server

pytestmark = pytest.mark.must_pass

Connect = Callable[..., redis.Redis]


def test_ping(client: redis.Redis) -> None:
    """A client with redis-py's own defaults connects and gets its PONG."""
    assert client.ping() is True


@pytest.mark.parametrize("protocol", [2, 3], ids=["resp2", "resp3"])
def test_protocol(connect: Connect, key: str, protocol: int) -> None:
    """Both versions of the protocol say that there is nothing."""
    client = connect(protocol=protocol)
    assert client.get(key) is None
    assert client.set(key, "value") is True
    assert client.get(key) == b"value"


def test_url(server: Server) -> None:
    """A URL connects."""
    with redis.Redis.from_url(server.url("redis").rsplit("/", 1)[0] + "/0") as client:
        assert client.echo("hello") == b"hello"


@pytest.mark.parametrize("protocol", [2, 3], ids=["resp2", "resp3"])
def test_wrong_password(connect: Connect, server: Server, protocol: int) -> None:
    """A wrong password is refused by an AuthenticationError."""
    with pytest.raises(redis.AuthenticationError):
        connect(password=server.password + "x", protocol=protocol).ping()


def test_unknown_user(connect: Connect) -> None:
    """A user who does not exist is refused as a wrong password is."""
    with pytest.raises(redis.AuthenticationError):
        connect(username="compat_nobody").ping()


def test_no_login(connect: Connect) -> None:
    """A client that does not log in is told that it has to."""
    with pytest.raises(redis.AuthenticationError, match=r"(?i)authenticat"):
        connect(username=None, password=None, protocol=2).ping()


def test_select(connect: Connect, key: str) -> None:
    """Each database has keys of its own."""
    zero, one = connect(db=0), connect(db=1)
    zero.set(key, "zero")
    assert one.get(key) is None
    one.set(key, "one")
    assert (zero.get(key), one.get(key)) == (b"zero", b"one")
    assert one.delete(key) == 1


def test_select_out_of_range(connect: Connect) -> None:
    """A database that does not exist is refused."""
    with pytest.raises(redis.ResponseError, match="DB index is out of range"):
        connect(db=16).ping()


def test_client_name(connect: Connect) -> None:
    """A connection has the name that the client gave it, and a number of its own."""
    client = connect(client_name="compat")
    assert client.client_getname() in ("compat", b"compat")
    assert client.client_id() > 0


def test_reconnect(client: redis.Redis, key: str) -> None:
    """What was set is there in the next connection."""
    client.set(key, "kept")
    client.connection_pool.disconnect()
    assert client.get(key) == b"kept"


def test_quit(connect: Connect) -> None:
    """QUIT is answered, and the client can connect again."""
    client = connect(single_connection_client=True)
    assert client.execute_command("QUIT") in (True, b"OK", "OK")
    client.connection.disconnect()
    assert client.ping() is True


def test_tls(connect: Connect, server: Server) -> None:
    """Inside TLS everything is as outside, and the server's certificate is checked."""
    client = connect(
        host=server.tls_host,
        ssl=True,
        ssl_ca_certs=str(server.certificate_authority),
    )
    assert client.ping() is True


def test_shared_port(connect: Connect, server: Server) -> None:
    """The shared port knows the protocol."""
    assert connect(port=server.ports["shared"]).ping() is True
