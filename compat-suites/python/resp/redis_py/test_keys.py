"""Keys and values."""

from __future__ import annotations

import pytest
import redis

from compat_server import wait_until

pytestmark = pytest.mark.must_pass


def test_octets(client: redis.Redis, key: str) -> None:
    """A value keeps every octet."""
    octets = bytes(range(256))
    assert client.set(key, octets) is True
    assert client.get(key) == octets


def test_octets_of_a_key(client: redis.Redis, key: str) -> None:
    """A key keeps every octet."""
    octets = key.encode() + bytes(range(256))
    client.set(octets, "value")
    assert client.get(octets) == b"value"
    assert client.get(octets[:-1]) is None
    assert client.exists(octets) == 1
    assert client.delete(octets) == 1


def test_unicode(client: redis.Redis, key: str) -> None:
    """Texts keep every character."""
    text = "é中😀 \r\n\x00"
    client.set(key, text)
    assert client.get(key) == text.encode()


def test_empty(client: redis.Redis, key: str) -> None:
    """An empty value is a value."""
    client.set(key, b"")
    assert client.get(key) == b""


def test_big_value(client: redis.Redis, key: str) -> None:
    """A value of eight million octets arrives whole."""
    octets = b"0123456789abcdef" * 500_000
    client.set(key, octets)
    assert client.get(key) == octets


def test_overwrite(client: redis.Redis, key: str) -> None:
    """A later value takes the place of an earlier one."""
    client.set(key, "one")
    client.set(key, "two")
    assert client.get(key) == b"two"


def test_delete(client: redis.Redis, key: str) -> None:
    """DEL says how many keys were there."""
    client.set(key, "value")
    client.set(key + "b", "value")
    assert client.delete(key, key + "b", key + "absent") == 2
    assert client.get(key) is None
    assert client.delete(key) == 0


def test_exists(client: redis.Redis, key: str) -> None:
    """EXISTS counts a key as often as it is named."""
    assert client.exists(key) == 0
    client.set(key, "value")
    assert client.exists(key, key, key + "absent") == 2


def test_set_if_absent(client: redis.Redis, key: str) -> None:
    """SET NX sets what is not there, and nothing else."""
    assert client.set(key, "one", nx=True) is True
    assert client.set(key, "two", nx=True) is None
    assert client.get(key) == b"one"


def test_set_if_present(client: redis.Redis, key: str) -> None:
    """SET XX sets what is there, and nothing else."""
    assert client.set(key, "one", xx=True) is None
    assert client.get(key) is None
    client.set(key, "one")
    assert client.set(key, "two", xx=True) is True
    assert client.get(key) == b"two"


def test_expiry(client: redis.Redis, key: str) -> None:
    """A value goes when its time is over, and is absent to every command then."""
    client.set(key, "value", px=50)
    wait_until(lambda: client.get(key) is None, "the value to go")
    assert client.exists(key) == 0
    assert client.set(key, "again", nx=True, ex=1000) is True
    assert client.get(key) == b"again"
    assert client.delete(key) == 1


def test_expiry_of_a_counter(client: redis.Redis, key: str) -> None:
    """A counter whose time is over begins anew."""
    client.set(key, 41, px=50)
    wait_until(lambda: client.exists(key) == 0, "the counter to go")
    assert client.incr(key) == 1


def test_invalid_expiry(client: redis.Redis, key: str) -> None:
    """A time that is none is refused, and nothing is set."""
    with pytest.raises(redis.ResponseError, match="invalid expire time in 'set' command"):
        client.execute_command("SET", key, "value", "EX", "0")
    assert client.get(key) is None
