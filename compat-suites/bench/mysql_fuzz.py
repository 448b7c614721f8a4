#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["pymysql", "cryptography", "mysql-connector-python"]
# ///
"""Sends mutated MySQL packets to a server, before and after the login, and looks whether it bears them.

    uv run compat-suites/bench/mysql_fuzz.py                            # starts a server: 20,000 packets
    uv run compat-suites/bench/mysql_fuzz.py --packets 1000000 --seconds 3600
    uv run compat-suites/bench/mysql_fuzz.py --port 3306 --user demo --password demo

The packets are those that PyMySQL and MySQL Connector/Python send, recorded at the start. Fails where the server dies,
where a healthy client is not served in between, or, for a server that it started, where the log tells of a defect or a
leaked buffer, live heap grows by more than --heap-growth, or connections stay open. --seed repeats a run.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import re
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import mysql.connector
import pymysql

import serving

HOME = "helios"
HEALTHY_SECONDS = 20
ANSWER_SECONDS = 0.02
SETTLE_SECONDS = 30
PACKETS_A_SESSION = 20
HEALTH_EVERY = 1000
HEADER = 4
ESTABLISHED, CLOSE_WAIT = "01", "08"  # of /proc/net/tcp
INTERESTING = (0x00, 0x01, 0x7F, 0x80, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF)
DEFECT = re.compile(r"LEAK:|OutOfMemory|StackOverflow| session failed|unexpected failure|could not be (opened|ended)")
STATEMENTS = (
    "SELECT 1",
    "CREATE TABLE IF NOT EXISTS fuzzed (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT, d DATETIME, n DECIMAL(9,2), b BLOB)",
    "INSERT INTO fuzzed (t, d, n, b) VALUES ('text', '2026-01-02 03:04:05', 1.25, x'00ff')",
    "SELECT id, t, d, n, b FROM fuzzed ORDER BY id LIMIT 5",
    "UPDATE fuzzed SET n = n + 1 WHERE id = 1",
    "SELECT @@version, DATABASE(), USER(), CONNECTION_ID()",
    "SET NAMES utf8mb4",
    "SHOW TABLES",
    "SELECT '\N{SNOWMAN}', NULL, 1e10, DATE_ADD('2026-01-01', INTERVAL 1 DAY) /* comment */ -- end",
    "SELECT * FROM missing",
    "START TRANSACTION",
    "ROLLBACK",
    "DELETE FROM fuzzed WHERE id > 100",
)


@dataclass
class Address:
    host: str
    port: int
    user: str
    password: str
    database: str

    def pymysql(self, port: int | None = None, timeout: float = HEALTHY_SECONDS) -> pymysql.Connection:
        return pymysql.connect(
            host=self.host,
            port=port or self.port,
            user=self.user,
            password=self.password,
            database=self.database,
            autocommit=True,
            ssl_disabled=True,
            connect_timeout=timeout,
            read_timeout=timeout,
            write_timeout=timeout,
        )

    def connector(self, port: int) -> mysql.connector.MySQLConnection:
        return mysql.connector.connect(
            host=self.host,
            port=port,
            user=self.user,
            password=self.password,
            database=self.database,
            ssl_disabled=True,
            use_pure=True,
            connection_timeout=HEALTHY_SECONDS,
        )


class Recorder:
    """Forwards one client after the other to the server and keeps what the clients send."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.sessions: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.forward, args=(client,), daemon=True).start()

    def forward(self, client: socket.socket) -> None:
        sent = b""
        with client, socket.create_connection((self.address.host, self.address.port)) as server:
            while True:
                for ready in select.select([client, server], [], [])[0]:
                    octets = ready.recv(65536)
                    if not octets:
                        self.sessions.append(sent)
                        return
                    if ready is client:
                        sent += octets
                    (server if ready is client else client).sendall(octets)


@dataclass
class Recording:
    """Packets of clients, with their headers: those of the login, and those of commands."""

    login: list[bytes]
    commands: list[bytes]


def packets(octets: bytes) -> list[bytes]:
    found = []
    while len(octets) >= HEADER:
        end = HEADER + int.from_bytes(octets[:3], "little")
        found.append(octets[:end])
        octets = octets[end:]
    return found


def record(address: Address) -> Recording:
    recorder = Recorder(address)
    with contextlib.closing(address.pymysql(recorder.port)) as connection:
        converse(connection.cursor(), STATEMENTS)
        connection.ping()
        connection.select_db(address.database)
    for arguments in ({}, {"prepared": True}, {"dictionary": True}):
        with contextlib.closing(address.connector(recorder.port)) as connection:
            converse(connection.cursor(**arguments), STATEMENTS)
            if arguments.get("prepared"):
                cursor = connection.cursor(prepared=True)
                for values in ((1, "one"), (2.5, None), (-1, b"\0\xff")):
                    converse(cursor, ("SELECT %s, %s",), values)
            with contextlib.suppress(mysql.connector.Error):
                connection.cmd_reset_connection()
    deadline = time.monotonic() + HEALTHY_SECONDS
    while len(recorder.sessions) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    recording = Recording([], [])
    for session in recorder.sessions:
        in_login = True
        for packet in packets(session):
            # A command begins a new sequence; the login goes on with the server's.
            in_login = in_login and packet[3] != 0
            (recording.login if in_login else recording.commands).append(packet)
    if not recording.login or not recording.commands:
        raise SystemExit("nothing was recorded")
    return recording


def converse(cursor: object, statements: tuple[str, ...], values: tuple | None = None) -> None:
    for statement in statements:
        with contextlib.suppress(pymysql.Error, mysql.connector.Error):
            cursor.execute(statement, values) if values else cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


class Mutation:
    """Changes packets, by a seed."""

    def __init__(self, seed: str, recording: Recording) -> None:
        self.random = random.Random(seed)
        self.recording = recording

    def of(self, source: list[bytes]) -> bytes:
        packet = self.random.choice(source)
        for _ in range(self.random.choice((1, 1, 1, 2, 4, 8))):
            packet = self.random.choice(self.ways())(packet)
        if self.random.random() < 0.8 and len(packet) >= HEADER:  # a header that fits, so that the body is looked at
            packet = (len(packet) - HEADER).to_bytes(3, "little") + packet[3:]
        return packet

    def ways(self) -> tuple[Callable[[bytes], bytes], ...]:
        return (self.flip, self.set, self.cut, self.lengthen, self.insert, self.splice, self.repeat, self.number)

    def at(self, packet: bytes) -> int:
        return self.random.randrange(len(packet)) if packet else 0

    def flip(self, packet: bytes) -> bytes:
        octets = bytearray(packet)
        if octets:
            octets[self.at(packet)] ^= 1 << self.random.randrange(8)
        return bytes(octets)

    def set(self, packet: bytes) -> bytes:
        at = self.at(packet)
        return packet[:at] + bytes([self.random.choice(INTERESTING)]) + packet[at + 1 :]

    def cut(self, packet: bytes) -> bytes:
        return packet[: self.at(packet)]

    def lengthen(self, packet: bytes) -> bytes:
        return packet + self.random.randbytes(self.random.choice((1, 4, 300, 70_000)))

    def insert(self, packet: bytes) -> bytes:
        at = self.at(packet)
        return packet[:at] + self.random.randbytes(self.random.randrange(1, 9)) + packet[at:]

    def splice(self, packet: bytes) -> bytes:
        other = self.random.choice(self.recording.login + self.recording.commands)
        return packet[: self.at(packet)] + other[self.at(other) :]

    def repeat(self, packet: bytes) -> bytes:
        start = self.at(packet)
        return packet[:start] + packet[start : start + 8] * self.random.randrange(2, 64) + packet[start:]

    def number(self, packet: bytes) -> bytes:
        """A wrong number where one of two, four or eight octets could be."""
        at, size = self.at(packet), self.random.choice((2, 4, 8))
        value = self.random.choice((0, 1, (1 << 8 * size - 1) - 1, 1 << 8 * size - 1, (1 << 8 * size) - 1))
        return packet[:at] + value.to_bytes(size, "little") + packet[at + size :]


class Campaign:
    """Threads that send mutated packets until there were enough."""

    def __init__(self, address: Address, recording: Recording, seed: str) -> None:
        self.address = address
        self.recording = recording
        self.seed = seed
        self.counts: collections.Counter[str] = collections.Counter()
        self.lock = threading.Lock()
        self.sessions = 0
        self.failure = ""

    def run(self, count: int, end: float, threads: int) -> None:
        workers = [threading.Thread(target=self.work, args=(count, end), daemon=True) for _ in range(threads)]
        for worker in workers:
            worker.start()
        checked = 0
        while any(worker.is_alive() for worker in workers):
            time.sleep(0.1)
            if self.counts["packets"] - checked >= HEALTH_EVERY and not self.failure:
                checked = self.counts["packets"]
                self.check_health()
                print(f"\r{checked:,} packets", end="", file=sys.stderr, flush=True)
        if not self.failure:
            self.check_health()

    def work(self, count: int, end: float) -> None:
        while self.counts["packets"] < count and time.monotonic() < end and not self.failure:
            with self.lock:
                self.sessions += 1
                number = self.sessions
            mutation = Mutation(f"{self.seed}-{number}", self.recording)
            try:
                if number % 3 == 0:
                    self.before_login(mutation)
                else:
                    self.after_login(mutation)
            except (OSError, pymysql.Error) as refused:
                self.count("sessions that ended with " + type(refused).__name__)

    def count(self, what: str, number: int = 1) -> None:
        with self.lock:
            self.counts[what] += number

    def before_login(self, mutation: Mutation) -> None:
        with socket.create_connection((self.address.host, self.address.port), HEALTHY_SECONDS) as channel:
            self.count("sessions before login")
            channel.recv(4096)
            self.send(channel, mutation, self.recording.login, mutation.random.randrange(1, 4))

    def after_login(self, mutation: Mutation) -> None:
        connection = self.address.pymysql()
        self.count("sessions after login")
        try:
            self.send(connection._sock, mutation, self.recording.commands, PACKETS_A_SESSION)
        finally:
            connection._force_close()

    def send(self, channel: socket.socket, mutation: Mutation, source: list[bytes], count: int) -> None:
        for _ in range(count):
            packet = mutation.of(source) if mutation.random.random() < 0.9 else mutation.random.choice(source)
            channel.sendall(packet)
            self.count("packets")
            if not self.answered(channel):
                return

    def answered(self, channel: socket.socket) -> bool:
        """Counts how the server answers, as far as it does at once; false where it ended the connection."""
        answer = b""
        while select.select([channel], [], [], ANSWER_SECONDS)[0]:
            octets = channel.recv(65536)
            if not octets:
                self.count("answers: error, then close" if answer[HEADER : HEADER + 1] == b"\xff" else "answers: close")
                return False
            answer = answer or octets[:64]
        kinds = {b"": "nothing yet", b"\xff": "error", b"\0": "OK"}
        self.count("answers: " + kinds.get(answer[HEADER : HEADER + 1], "something else"))
        return True

    def check_health(self) -> None:
        """A well-behaved client has to be served, whatever the others do."""
        try:
            with contextlib.closing(self.address.pymysql()) as connection:
                cursor = connection.cursor()
                cursor.execute("SELECT 1")
                if cursor.fetchone() != (1,):
                    raise pymysql.Error("another answer than 1")
            self.count("healthy clients served")
        except (OSError, pymysql.Error) as e:
            self.failure = f"a healthy client was not served: {e}"


class Process:
    """What can be seen of a server's process from outside."""

    def __init__(self, server: serving.Server, log: Path) -> None:
        self.pid = server.pid
        self.port = server.ports["mysql"]
        self.log = log
        self.jcmd = shutil.which("jcmd")

    def connections(self) -> int:
        """Of clients, half-closed ones among them: what the kernel has for the server's side of the port."""
        count = 0
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            with contextlib.suppress(OSError):
                for line in Path(table).read_text().splitlines()[1:]:
                    local, _, state = line.split()[1:4]
                    count += int(local.rpartition(":")[2], 16) == self.port and state in (ESTABLISHED, CLOSE_WAIT)
        return count

    def live_heap(self) -> int | None:
        """Octets of the objects that a full collection leaves."""
        if self.jcmd is None:
            return None
        command = [self.jcmd, str(self.pid), "GC.class_histogram"]
        histogram = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        total = re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE)
        return int(total[1]) if total else None

    def defects(self) -> list[str]:
        return [line for line in self.log.read_text(errors="replace").splitlines() if DEFECT.search(line)]

    def settled(self) -> bool:
        """Waits until all connections are closed."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while self.connections() and time.monotonic() < deadline:
            time.sleep(0.2)
        return self.connections() == 0


def fuzz(address: Address, options: argparse.Namespace, process: Process | None) -> list[str]:
    """Runs a campaign, prints its counts, and returns what is wrong."""
    recording = record(address)
    print(f"recorded {len(recording.login)} login packets and {len(recording.commands)} commands; seed {options.seed}")
    warm = Campaign(address, recording, options.seed + "-warm")
    warm.run(options.packets // 10, time.monotonic() + options.seconds, options.threads)
    heap = process.live_heap() if process and process.settled() else None
    campaign = Campaign(address, recording, options.seed)
    started = time.monotonic()
    campaign.run(options.packets, started + options.seconds, options.threads)
    took = time.monotonic() - started
    print(f"\r{campaign.counts['packets']:,} mutated packets in {took:.0f} s")
    for what, number in sorted(campaign.counts.items()):
        print(f"  {what:<40}{number:>10,}")
    wrong = [failure for failure in (warm.failure, campaign.failure) if failure]
    if process:
        wrong += verdict(process, heap, options)
    return wrong


def verdict(process: Process, heap: int | None, options: argparse.Namespace) -> list[str]:
    wrong = []
    if not Path(f"/proc/{process.pid}").exists():
        return ["the server died"]
    if not process.settled():
        wrong.append(f"{process.connections()} connections are open that no client has")
    after = process.live_heap()
    if heap is not None and after is not None:
        print(f"  {'live heap, MB: before, after':<40}{heap / 2**20:>10.1f}{after / 2**20:>10.1f}")
        if after - heap > options.heap_growth * 2**20:
            wrong.append(f"live heap grew by {(after - heap) / 2**20:.1f} MB (limit: {options.heap_growth})")
    defects = process.defects()
    print(f"  {'defects in the log':<40}{len(defects):>10,}")
    if defects:
        wrong.append("the log tells of defects, the first: " + defects[0])
    return wrong


@contextlib.contextmanager
def target(options: argparse.Namespace) -> Iterator[tuple[Address, Process | None]]:
    if options.port:
        yield Address("127.0.0.1", options.port, options.user, options.password, options.database), None
        return
    os.environ["JAVA_TOOL_OPTIONS"] = "-Dio.netty.leakDetection.level=paranoid"
    with serving.scratch() as directory, serving.heliosdb(directory, home=HOME) as server:
        if "mysql" not in server.ports:
            raise SystemExit("this HeliosDB does not speak MySQL")
        log = directory / HOME / "log" / "heliosdb.log"
        yield Address("127.0.0.1", server.ports["mysql"], "demo", "demo", "demo"), Process(server, log)
        if options.keep_log:
            shutil.copy(log, options.keep_log)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packets", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=600, help="no longer than this")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seed", default=str(random.randrange(1 << 32)))
    parser.add_argument("--heap-growth", type=int, default=32, help="in MB")
    parser.add_argument("--keep-log", type=Path, help="where to copy the server's log")
    parser.add_argument("--port", type=int, help="of a running server")
    parser.add_argument("--user", default="demo")
    parser.add_argument("--password", default="demo")
    parser.add_argument("--database", default="demo")
    options = parser.parse_args()
    with target(options) as (address, process):
        wrong = fuzz(address, options, process)
    for line in wrong:
        print(line)
    print("it fails" if wrong else "it bears them")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
