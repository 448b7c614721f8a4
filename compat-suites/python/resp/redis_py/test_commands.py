"""Commands as such: pipelines, errors, and what is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import redis

pytestmark = pytest.mark.must_pass

Connect = Callable[..., redis.Redis]


def test_pipeline(client: redis.Redis, key: str) -> None:
    """Commands that are sent at once are answered in their order, an error in the middle among them."""
    with client.pipeline(transaction=False) as pipeline:
        pipeline.set(key, "text").get(key).incr(key).set(key, 1).incr(key)
        answers = pipeline.execute(raise_on_error=False)
    assert answers[:2] == [True, b"text"]
    assert isinstance(answers[2], redis.ResponseError)
    assert answers[3:] == [True, 2]


def test_long_pipeline(client: redis.Redis, key: str) -> None:
    """A thousand commands that are sent at once are all answered."""
    with client.pipeline(transaction=False) as pipeline:
        for _ in range(1000):
            pipeline.incr(key)
        assert pipeline.execute() == list(range(1, 1001))


def test_unknown_command(client: redis.Redis, key: str) -> None:
    """A command that is not there is named, and the connection goes on."""
    with pytest.raises(redis.ResponseError, match=f"unknown command 'LPUSH', with args beginning with: '{key}' 'a'"):
        client.lpush(key, "a")
    assert client.ping() is True


def test_no_transactions(client: redis.Redis, key: str) -> None:
    """A transaction is refused, and nothing of it is done."""
    with client.pipeline(transaction=True) as pipeline, pytest.raises(redis.ResponseError, match="unknown command"):
        pipeline.set(key, "value").execute()


def test_wrong_number_of_arguments(client: redis.Redis) -> None:
    """A command with too few arguments is refused."""
    with pytest.raises(redis.ResponseError, match="wrong number of arguments for 'get' command"):
        client.execute_command("GET")


def test_syntax_error(client: redis.Redis, key: str) -> None:
    """An option that a command does not have is refused."""
    with pytest.raises(redis.ResponseError, match="syntax error"):
        client.execute_command("SET", key, "value", "SOON")


def test_wrong_protocol_version(connect: Connect) -> None:
    """A version of the protocol that is not there is refused by NOPROTO."""
    with pytest.raises(redis.ResponseError, match=r"NOPROTO|unsupported protocol version"):
        connect().execute_command("HELLO", "9")


def test_echo(client: redis.Redis) -> None:
    """ECHO says what it was told."""
    assert client.echo("é") == "é".encode()
