"""Counters."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import redis

pytestmark = pytest.mark.must_pass

Connect = Callable[..., redis.Redis]


def test_count(client: redis.Redis, key: str) -> None:
    """A counter begins at nothing and goes both ways."""
    assert client.incr(key) == 1
    assert client.incr(key, 41) == 42
    assert client.decr(key) == 41
    assert client.decr(key, 50) == -9
    assert client.get(key) == b"-9"


def test_commands(client: redis.Redis, key: str) -> None:
    """INCR and DECR count by one."""
    assert client.execute_command("INCR", key) == 1
    assert client.execute_command("DECR", key) == 0


@pytest.mark.parametrize("value", ["text", "", "1.5", " 1", "0x10", "\xff", "9223372036854775808"])
def test_no_integer(client: redis.Redis, key: str, value: str) -> None:
    """What is no integer does not count, and stays."""
    client.set(key, value.encode("latin-1"))
    with pytest.raises(redis.ResponseError, match="value is not an integer or out of range"):
        client.incr(key)
    assert client.get(key) == value.encode("latin-1")


def test_overflow(client: redis.Redis, key: str) -> None:
    """A counter has 64 bits."""
    client.set(key, 2**63 - 2)
    assert client.incr(key) == 2**63 - 1
    with pytest.raises(redis.ResponseError, match="would overflow"):
        client.incr(key)


def test_at_the_same_time(connect: Connect, key: str) -> None:
    """No count of several clients is lost."""

    def count() -> None:
        client = connect()
        for _ in range(50):
            client.incr(key)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connect().get(key) == b"200"
