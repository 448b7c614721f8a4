#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg2-binary"]
# ///
"""What many connections cost: memory of idle ones, and fairness of active ones over few backends.

    uv run compat-suites/bench/connections.py             # 5,000 idle; 1,000 active over 20 backends for 20 s
    uv run compat-suites/bench/connections.py --idle 1000 --active 200 --backends 5 --seconds 5

Needs as many file descriptors as connections: ulimit -n.
"""

from __future__ import annotations

import argparse
import resource
import select
import statistics
import sys
import time
from pathlib import Path

import psycopg2
from psycopg2 import extensions

import serving

SETTINGS = """pooling=transaction
max-connections={backends}
acquire-timeout=60 s
"""
GATEWAY = """max-connections=20000
"""


def address(port: int) -> dict[str, object]:
    where = {"host": "127.0.0.1", "port": port, "dbname": "demo"}
    return where | {"user": "demo", "password": "demo", "sslmode": "disable"}


def connect(port: int) -> extensions.connection:
    connection = psycopg2.connect(**address(port))
    connection.autocommit = True
    return connection


def idle(port: int, count: int, server: serving.Server) -> list[extensions.connection]:
    """Opens idle sessions and prints what one of them costs the server."""
    warm = [connect(port) for _ in range(min(500, count // 10))]
    before = server.memory_bytes()
    started = time.monotonic()
    connections = [connect(port) for _ in range(count)]
    took = time.monotonic() - started
    grown = server.memory_bytes() - before
    print(f"{count} idle connections: {grown / count / 1024:.1f} kB each, opened at {count / took:,.0f} a second")
    for connection in warm:
        connection.close()
    return connections


class Active:
    """A session that sends its next transaction as soon as the last one is answered."""

    def __init__(self, port: int) -> None:
        self.connection = psycopg2.connect(**address(port), async_=True)
        while (state := self.connection.poll()) != extensions.POLL_OK:
            waiting = select.poll()
            event = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
            waiting.register(self.connection.fileno(), event)
            waiting.poll()
        self.cursor = self.connection.cursor()
        self.done = 0
        self.longest = 0.0

    def send(self) -> None:
        self.sent = time.monotonic()
        self.cursor.execute("select count(*) from generate_series(1, 100)")

    def answered(self) -> bool:
        if self.connection.poll() != extensions.POLL_OK:
            return False
        assert self.cursor.fetchone() == (100,)
        self.done += 1
        self.longest = max(self.longest, time.monotonic() - self.sent)
        return True


def active(port: int, count: int, backends: int, seconds: int) -> None:
    """Keeps many sessions busy over few backends and prints how evenly they were served."""
    sessions = [Active(port) for _ in range(count)]
    by_descriptor = {session.connection.fileno(): session for session in sessions}
    poller = select.epoll()
    for descriptor in by_descriptor:
        poller.register(descriptor, select.EPOLLIN)
    started = time.monotonic()
    for session in sessions:
        session.send()
    while time.monotonic() - started < seconds:
        for descriptor, _ in poller.poll(1.0):
            if by_descriptor[descriptor].answered():
                by_descriptor[descriptor].send()
    took = time.monotonic() - started
    done = sorted(session.done for session in sessions)
    print(
        f"{count} active sessions over {backends} backends: {sum(done) / took:,.0f} transactions a second; "
        f"a session did {done[0]} to {done[-1]}, median {statistics.median(done):.0f}; "
        f"longest answer {max(session.longest for session in sessions) * 1000:.0f} ms"
    )
    if done[0] == 0:
        raise SystemExit("a session was starved")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--idle", type=int, default=5000)
    parser.add_argument("--active", type=int, default=1000)
    parser.add_argument("--backends", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with serving.scratch() as directory:
        settings = {"io.heliosdb.engine": SETTINGS.format(backends=options.backends), "io.heliosdb.gateway": GATEWAY}
        with serving.heliosdb(directory, settings=settings) as server:
            connections = idle(server.port, options.idle, server)
            active(server.port, options.active, options.backends, options.seconds)
            for connection in connections:
                connection.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
