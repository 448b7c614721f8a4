"""LISTEN and NOTIFY with asyncpg's listeners."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from compat_server import PATIENCE

pytestmark = [pytest.mark.asyncio, pytest.mark.must_pass]


class Ear:
    """A listener that remembers what it heard."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[int, str, str]] = asyncio.Queue()

    def __call__(self, _: asyncpg.Connection, pid: int, channel: str, payload: str) -> None:
        self.heard.put_nowait((pid, channel, payload))

    async def next(self, count: int = 1) -> list[tuple[int, str, str]]:
        async with asyncio.timeout(PATIENCE):
            return [await self.heard.get() for _ in range(count)]

    async def payloads(self, count: int) -> list[str]:
        return [payload for _, _, payload in await self.next(count)]


async def test_idle_listener_hears(connect: Any, token: str) -> None:
    """A notification reaches an idle connection unasked, with the sender's process id, channel and payload."""
    listener, sender, ear = await connect(), await connect(), Ear()
    await listener.add_listener(token, ear)
    await sender.execute("SELECT pg_notify($1, $2)", token, "hällo €")
    assert await ear.next() == [(sender.get_server_pid(), token, "hällo €")]


async def test_own_notification(connection: asyncpg.Connection, token: str) -> None:
    """A session hears itself and recognises its own process id."""
    ear = Ear()
    await connection.add_listener(token, ear)
    await connection.execute(f"NOTIFY {token}")
    assert await ear.next() == [(connection.get_server_pid(), token, "")]
    await connection.remove_listener(token, ear)


async def test_sent_with_the_commit(connect: Any, token: str) -> None:
    """Notifications leave when their transaction commits, equal ones once, and never when it rolls back."""
    listener, slow, quick, ear = await connect(), await connect(), await connect(), Ear()
    await listener.add_listener(token, ear)
    async with slow.transaction():
        for payload in ("a", "b", "a"):
            await slow.execute("SELECT pg_notify($1, $2)", token, payload)
        lost = slow.transaction()
        await lost.start()
        await slow.execute("SELECT pg_notify($1, 'lost')", token)
        await lost.rollback()
        await quick.execute("SELECT pg_notify($1, 'quick')", token)
    assert await ear.payloads(3) == ["quick", "a", "b"]


async def test_several_listeners_on_a_channel(connect: Any, token: str) -> None:
    """Two callbacks on one connection both hear; after one is removed the other still does."""
    listener, sender = await connect(), await connect()
    first, second = Ear(), Ear()
    await listener.add_listener(token, first)
    await listener.add_listener(token, second)
    await sender.execute(f"NOTIFY {token}, 'both'")
    assert await first.payloads(1) == await second.payloads(1) == ["both"]
    await listener.remove_listener(token, first)
    await sender.execute(f"NOTIFY {token}, 'one'")
    assert await second.payloads(1) == ["one"]
    assert first.heard.empty()
    await listener.remove_listener(token, second)
    assert await listener.fetch("SELECT pg_listening_channels()") == []


async def test_coroutine_listener(connect: Any, token: str) -> None:
    """A listener may be a coroutine that uses another connection."""
    listener, worker, sender = await connect(), await connect(), await connect()
    answers: asyncio.Queue[int] = asyncio.Queue()

    async def work(_: asyncpg.Connection, __: int, ___: str, payload: str) -> None:
        answers.put_nowait(await worker.fetchval("SELECT $1::int * 2", int(payload)))

    await listener.add_listener(token, work)
    await sender.execute(f"NOTIFY {token}, '21'")
    async with asyncio.timeout(PATIENCE):
        assert await answers.get() == 42


async def test_channel_names_are_quoted(connect: Any, token: str) -> None:
    """A channel name with capitals, blanks and quotes means exactly itself."""
    listener, sender, ear = await connect(), await connect(), Ear()
    odd = f'{token} Ödd "x"'
    await listener.add_listener(odd, ear)
    await sender.execute("SELECT pg_notify($1, 'no'), pg_notify($2, 'yes')", odd.lower(), odd)
    assert await ear.next() == [(sender.get_server_pid(), odd, "yes")]


async def test_between_statements(connect: Any, token: str) -> None:
    """A listener that is busy with statements misses nothing."""
    listener, sender, ear = await connect(), await connect(), Ear()
    await listener.add_listener(token, ear)

    async def send() -> None:
        for number in range(200):
            await sender.execute("SELECT pg_notify($1, $2)", token, str(number))

    async def work() -> None:
        for number in range(200):
            assert await listener.fetchval("SELECT $1::int", number) == number

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(send(), work())
    assert await ear.payloads(200) == [str(number) for number in range(200)]


async def test_during_a_transaction(connect: Any, token: str) -> None:
    """A listener in a transaction is told after it."""
    listener, sender, ear = await connect(), await connect(), Ear()
    await listener.add_listener(token, ear)
    async with listener.transaction():
        await listener.execute("SELECT 1")
        await sender.execute(f"NOTIFY {token}, 'while busy'")
        await listener.execute("SELECT 2")
        assert ear.heard.empty()
    assert await ear.payloads(1) == ["while busy"]


async def test_many(connect: Any, token: str) -> None:
    """Ten thousand long notifications of one transaction arrive complete and in order."""
    listener, sender, ear = await connect(), await connect(), Ear()
    await listener.add_listener(token, ear)
    await sender.execute("SELECT count(pg_notify($1, g || repeat('x', 200))) FROM generate_series(1, 10000) g", token)
    assert await ear.payloads(10_000) == [f"{n}{'x' * 200}" for n in range(1, 10_001)]


async def test_too_long_payload(connection: asyncpg.Connection, token: str) -> None:
    """A payload of 8,000 bytes is refused with 22023, one of 7,999 is heard."""
    ear = Ear()
    await connection.add_listener(token, ear)
    with pytest.raises(asyncpg.InvalidParameterValueError, match="payload string too long"):
        await connection.execute("SELECT pg_notify($1, $2)", token, "x" * 8000)
    await connection.execute("SELECT pg_notify($1, $2)", token, "x" * 7999)
    assert await ear.payloads(1) == ["x" * 7999]
