#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg2-binary", "pymysql", "cryptography"]
# ///
"""Swaps bundles of a server under load, and fails where a client noticed.

    uv run compat-suites/bench/hot_swap.py                                  # 100 swaps each of three bundles
    uv run compat-suites/bench/hot_swap.py --swaps 5 --clients 8 --sessions 10
    uv run compat-suites/bench/hot_swap.py --bundle pg.protocol --bundle mysql.auth-caching-sha2

Clients (psycopg2 and PyMySQL by turns) open a connection, run four transactions and close, again and again; sessions
stay open all the time and run a transaction a second. A swap replaces one file in the deploy folder by the same bundle
with a higher version. What is measured is a client's view: every connect and every statement is timed, every row that
was acknowledged is counted at the end. Then the load ends, and the server is asked for its heap after a full garbage
collection and for the class loaders of bundles, as it was asked after a few swaps at the beginning.

JDK's jcmd is needed. Exit status: 0 when every bar is kept, 1 when one is broken.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import queue
import random
import re
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pymysql
import serving

BUNDLES = ("mysql.protocol", "pg.auth-scram", "mysql.dialect")
FILE = "swapped-{}.jar"
CYCLE_SECONDS = 2.5
TRANSACTIONS_IN_A_CYCLE = 4
THINKING_SECONDS = 0.5  # between two transactions of a connection
SESSION_SECONDS = 1.0
THREADS_IN_A_PROCESS = 8
WARMING_SWAPS = 10
LINES_OF_AN_ERROR = 20
REST_SECONDS = 0.2  # between two swaps
PATIENCE_SECONDS = 60
IDLE_THREADS_SECONDS = 12  # threads of a mechanism that was replaced end after 10
PAUSE_BAR_MS = 250
SWITCH_BAR_MS = 1000
HEAP_BAR_PERCENT = 5
LOADER = "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader"
PREPARATION = (
    "CREATE TABLE swaps (client INT NOT NULL, n INT NOT NULL, PRIMARY KEY (client, n))",
    "CREATE TABLE sessions (client INT NOT NULL PRIMARY KEY, n INT NOT NULL)",
)


# ---------------------------------------------------------------------- the load


@dataclass
class Seen:
    """What clients saw, times in seconds."""

    times: list[tuple[float, float, str]] = field(default_factory=list)
    """When it began (monotonic), how long it took, what."""
    acknowledged: dict[int, int] = field(default_factory=dict)
    """Transactions by client."""
    failures: list[str] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        self.times += other.times
        self.acknowledged |= other.acknowledged
        self.failures += other.failures


def connect(number: int, ports: dict[str, int]):
    """The even ones speak PostgreSQL's protocol, the odd ones MySQL's."""
    if number % 2 == 0:
        return psycopg2.connect(
            host="127.0.0.1",
            port=ports["postgresql"],
            user="demo",
            password="demo",
            dbname="demo",
        )
    # Inside TLS, PyMySQL reads all of the system's certificate authorities for each connection: most of its time.
    return pymysql.connect(
        host="127.0.0.1",
        port=ports["mysql"],
        user="demo",
        password="demo",
        database="demo",
        ssl_disabled=True,
    )


class Client:
    """One client, in a thread of its own."""

    def __init__(self, number: int, ports: dict[str, int], stop: multiprocessing.Event) -> None:
        self.number = number
        self.ports = ports
        self.stop = stop
        self.seen = Seen()
        self.done = 0

    def timed(self, what: str, call: Callable):
        begun = time.monotonic()
        result = call()
        self.seen.times.append((begun, time.monotonic() - begun, what))
        return result

    def transaction(self, connection, *statements: tuple[str, tuple]) -> None:
        cursor = connection.cursor()
        for sql, parameters in statements:
            self.timed(
                "statement",
                lambda sql=sql, parameters=parameters: cursor.execute(sql, parameters),
            )
            if cursor.description:
                assert cursor.fetchall()
        self.timed("commit", connection.commit)
        cursor.close()
        self.done += 1

    def cycle(self) -> None:
        connection = self.timed("connect", lambda: connect(self.number, self.ports))
        try:
            for _ in range(TRANSACTIONS_IN_A_CYCLE):
                self.transaction(
                    connection,
                    ("SELECT %s + 1", (self.done,)),
                    ("INSERT INTO swaps (client, n) VALUES (%s, %s)", (self.number, self.done)),
                )
                time.sleep(THINKING_SECONDS)
        finally:
            connection.close()

    def repeat(self, every: float, work: Callable[[], None]) -> None:
        try:
            time.sleep(random.uniform(0, every))
            while not self.stop.is_set():
                begun = time.monotonic()
                try:
                    work()
                except Exception as e:
                    self.seen.failures.append(f"client {self.number}: {type(e).__name__}: {e}".strip())
                    if len(self.seen.failures) > 20:
                        return
                time.sleep(max(0.0, random.uniform(0.8, 1.2) * every - (time.monotonic() - begun)))
        finally:
            self.seen.acknowledged[self.number] = self.done

    def come_and_go(self) -> None:
        self.repeat(CYCLE_SECONDS, self.cycle)

    def stay(self) -> None:
        connection = connect(self.number, self.ports)
        cursor = connection.cursor()
        cursor.execute("INSERT INTO sessions (client, n) VALUES (%s, 0)", (self.number,))
        connection.commit()
        # A session keeps what it has: a temporary table tells.
        cursor.execute("CREATE TEMPORARY TABLE mine (n INT)")
        cursor.execute("INSERT INTO mine (n) VALUES (%s)", (self.number,))
        connection.commit()

        def work() -> None:
            self.transaction(
                connection,
                ("SELECT n FROM mine", ()),
                ("UPDATE sessions SET n = n + 1 WHERE client = %s", (self.number,)),
            )

        self.repeat(SESSION_SECONDS, work)
        connection.close()


def worker(
    numbers: list[int],
    stays: bool,
    ports: dict[str, int],
    stop,
    results: multiprocessing.Queue,
) -> None:
    clients = [Client(number, ports, stop) for number in numbers]
    threads = [threading.Thread(target=client.stay if stays else client.come_and_go) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = Seen()
    for client in clients:
        seen.add(client.seen)
    results.put(seen)


@contextmanager
def load(clients: list[int], sessions: list[int], ports: dict[str, int], seen: Seen) -> Iterator[None]:
    """Clients and sessions in processes beside this one; what they saw is in seen afterwards."""
    context = multiprocessing.get_context("spawn")
    stop, results = context.Event(), context.Queue()
    groups = [
        (numbers[at : at + THREADS_IN_A_PROCESS], stays)
        for numbers, stays in ((clients, False), (sessions, True))
        for at in range(0, len(numbers), THREADS_IN_A_PROCESS)
    ]
    processes = [context.Process(target=worker, args=(*group, ports, stop, results)) for group in groups]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        stop.set()
        for _ in processes:
            try:
                seen.add(results.get(timeout=PATIENCE_SECONDS))
            except queue.Empty:
                seen.failures.append("clients did not come to an end")
        for process in processes:
            process.join(PATIENCE_SECONDS)
            process.kill()


# ---------------------------------------------------------------------- the swaps


class Bundle:
    """One of the program's bundles, in versions that only their number tells apart."""

    def __init__(self, name: str, program: Path, deploy: Path) -> None:
        self.name = name
        self.file = deploy / FILE.format(name)
        self.version = 0
        with zipfile.ZipFile(program) as jar:
            entry = next(e for e in jar.namelist() if re.search(rf"/{re.escape(name)}-\d[^/]*\.jar$", e))
            self.octets = jar.read(entry)

    def next_version(self) -> str:
        """Puts the next version beside the file, whole; it has not arrived yet."""
        self.version += 1
        version = f"99.0.{self.version}"
        with (
            zipfile.ZipFile(io.BytesIO(self.octets)) as old,
            zipfile.ZipFile(self.arriving, "w") as new,
        ):
            for entry in old.infolist():
                octets = old.read(entry)
                if entry.filename == "META-INF/MANIFEST.MF":
                    octets = re.sub(
                        rb"(?m)^Bundle-Version: .*$",
                        f"Bundle-Version: {version}\r".encode(),
                        octets,
                    )
                new.writestr(entry, octets)
        return version

    @property
    def arriving(self) -> Path:
        return self.file.with_suffix(".arriving")


class Log:
    """The server's log, read as it grows."""

    def __init__(self, path: Path) -> None:
        self.stream = path.open(encoding="utf-8")
        self.stream.seek(0, os.SEEK_END)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            line = self.stream.readline()
            if text in line:
                return
            if not line:
                if time.monotonic() > deadline:
                    raise SystemExit(f"the log never said: {text}")
                time.sleep(0.005)


def swap(bundle: Bundle, log: Log) -> float:
    """Seconds from the file's arrival until the new version has all new users."""
    version = bundle.next_version()
    arrived = time.monotonic()
    bundle.arriving.replace(bundle.file)
    log.wait_for(f"{version} serves")
    return time.monotonic() - arrived


# ---------------------------------------------------------------------- the server's memory


@dataclass
class Memory:
    heap: int
    loaders: int
    classes: dict[str, int]
    """Octets by class."""

    @staticmethod
    def of(pid: int) -> Memory:
        for _ in range(2):  # what the first one finalises, the second one frees
            told = subprocess.run(
                ["jcmd", str(pid), "GC.class_histogram"],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        loaders = re.search(rf"^\s*\d+:\s+(\d+)\s+\d+\s+{re.escape(LOADER)}\b", told, re.MULTILINE)
        total = re.search(r"^Total\s+\d+\s+(\d+)", told, re.MULTILINE)
        classes = {
            name: int(octets) for octets, name in re.findall(r"^\s*\d+:\s+\d+\s+(\d+)\s+(\S+)", told, re.MULTILINE)
        }
        return Memory(int(total.group(1)), int(loaders.group(1)), classes)

    def growth(self, before: Memory) -> str:
        """The classes whose instances take most of what came since."""
        grown = {name: octets - before.classes.get(name, 0) for name, octets in self.classes.items()}
        most = sorted(grown.items(), key=lambda each: -each[1])[:12]
        return table([("grown by", "class"), *((f"{octets:,}", name) for name, octets in most)])


def settled(server: serving.Server, token: str) -> None:
    """Waits until nobody drains any more."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.ports['admin']}/api/v1/bundles", headers={"Authorization": f"Bearer {token}"}
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with urllib.request.urlopen(request) as answer:
            told = answer.read().decode()
        if "draining" not in told.lower():
            return
        time.sleep(0.5)
    raise SystemExit("versions go on draining without users:\n" + json.dumps(json.loads(told), indent=1)[:2000])


# ---------------------------------------------------------------------- the report


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def latencies(label: str, seen: Seen, since: float, until: float) -> tuple[str, ...]:
    taken = [took for begun, took, _ in seen.times if since <= begun < until]
    shares = (f"{quantile(taken, share) * 1000:.0f}" for share in (0.5, 0.99, 0.999))
    return (label, str(len(taken)), *shares, f"{max(taken, default=0) * 1000:.0f}")


def lost(expected: dict[int, int], ports: dict[str, int], sql: str) -> int:
    """Acknowledged transactions that the tables do not have."""
    connection = connect(0, ports)
    cursor = connection.cursor()
    cursor.execute(sql)
    found = dict(cursor.fetchall())
    connection.close()
    return sum(max(0, count - found.get(client, 0)) for client, count in expected.items())


def errors(log: list[str]) -> list[str]:
    """The log's errors, each with the lines that follow it."""
    return ["\n".join(log[at : at + LINES_OF_AN_ERROR]) for at, line in enumerate(log) if " ERROR " in line]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--swaps", type=int, default=100, help="of each bundle (100)")
    parser.add_argument("--clients", type=int, default=32, help="that come and go (32)")
    parser.add_argument("--sessions", type=int, default=50, help="that stay (50)")
    parser.add_argument(
        "--bundle",
        action="append",
        help=f"to swap; can be repeated ({', '.join(BUNDLES)})",
    )
    parser.add_argument(
        "--quiet",
        type=float,
        default=15,
        help="seconds of load before the first swap (15)",
    )
    parser.add_argument("--seen", type=Path, help="a file for every measured time, as CSV")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    names = options.bundle or BUNDLES
    settings = {"io.heliosdb.deploy": "probes = false\ndrain = 1 h\n"}
    clients = list(range(options.clients))
    sessions = list(range(1000, 1000 + options.sessions))
    with (
        serving.scratch() as directory,
        serving.heliosdb(directory, settings=settings) as server,
    ):
        home = directory / "helios"
        token = (home / "admin-token").read_text().strip()
        log = Log(home / "log" / "heliosdb.log")
        bundles = [
            Bundle(
                name,
                serving.REPOSITORY / "launcher/target/heliosdb.jar",
                home / "deploy",
            )
            for name in names
        ]
        connection = connect(0, server.ports)
        for statement in PREPARATION:
            connection.cursor().execute(statement)
        connection.commit()
        connection.close()

        seen = Seen()
        print("warming up", file=sys.stderr)
        with load(
            [n + 100 for n in clients],
            [n + 500 for n in sessions],
            server.ports,
            seen,
        ):
            time.sleep(5)
            for bundle in bundles * WARMING_SWAPS:
                swap(bundle, log)
                time.sleep(REST_SECONDS)
        settled(server, token)
        time.sleep(IDLE_THREADS_SECONDS)
        before = Memory.of(server.pid)

        switches: dict[str, list[float]] = {name: [] for name in names}
        with load(clients, sessions, server.ports, seen):
            time.sleep(5)  # they start, Python takes its time
            begun = time.monotonic()
            time.sleep(options.quiet)
            swapping = time.monotonic()
            for number in range(options.swaps):
                for bundle in bundles:
                    switches[bundle.name].append(swap(bundle, log))
                    time.sleep(REST_SECONDS)
                if sys.stderr.isatty() or (number + 1) % 10 == 0:
                    print(
                        f"swapped each {number + 1} of {options.swaps} times",
                        file=sys.stderr,
                    )
            ended = time.monotonic()
        settled(server, token)
        time.sleep(IDLE_THREADS_SECONDS)
        after = Memory.of(server.pid)
        missing = lost(
            {client: seen.acknowledged.get(client, 0) for client in clients},
            server.ports,
            "SELECT client, count(*) FROM swaps GROUP BY client",
        ) + lost(
            {client: seen.acknowledged.get(client, 0) for client in sessions},
            server.ports,
            "SELECT client, n FROM sessions",
        )
        defects = errors((home / "log/heliosdb.log").read_text().splitlines())

    if options.seen:
        options.seen.write_text("begun,took,what\n" + "".join(f"{b:.4f},{t:.4f},{w}\n" for b, t, w in seen.times))
    print(
        table(
            [
                ("", "calls", "p50 ms", "p99", "p99.9", "longest"),
                latencies("without swaps", seen, begun, swapping),
                latencies("while swapping", seen, swapping, ended),
            ]
        )
    )
    print()
    print(
        table(
            [("bundle", "swaps", "median ms", "longest")]
            + [
                (
                    name,
                    str(len(times)),
                    f"{quantile(times, 0.5) * 1000:.0f}",
                    f"{max(times) * 1000:.0f}",
                )
                for name, times in switches.items()
            ]
        )
    )
    print()
    longest = max((took for at, took, _ in seen.times if swapping <= at < ended), default=0) * 1000
    slowest = max(max(times) for times in switches.values()) * 1000
    grown = (after.heap - before.heap) * 100 / before.heap
    bars = [
        (
            "failed connections and statements",
            f"{len(seen.failures)}",
            "0",
            not seen.failures,
        ),
        ("acknowledged and lost", f"{missing}", "0", missing == 0),
        ("errors in the server's log", f"{len(defects)}", "0", not defects),
        (
            "longest pause",
            f"{longest:.0f} ms",
            f"{PAUSE_BAR_MS} ms",
            longest < PAUSE_BAR_MS,
        ),
        (
            "longest switch",
            f"{slowest:.0f} ms",
            f"{SWITCH_BAR_MS} ms",
            slowest < SWITCH_BAR_MS,
        ),
        (
            "heap after full GC",
            f"{before.heap / 1e6:.1f} → {after.heap / 1e6:.1f} MB ({grown:+.1f} %)",
            f"+{HEAP_BAR_PERCENT} %",
            grown <= HEAP_BAR_PERCENT,
        ),
        (
            "class loaders of bundles",
            f"{before.loaders} → {after.loaders}",
            "no more",
            after.loaders <= before.loaders,
        ),
    ]
    print(
        table(
            [("", "measured", "bar", "")]
            + [(what, measured, bar, "" if kept else "BROKEN") for what, measured, bar, kept in bars]
        )
    )
    for line in [*seen.failures[:10], *defects[:10]]:
        print(line)
    if grown > HEAP_BAR_PERCENT:
        print()
        print(after.growth(before))
    return 0 if all(kept for *_, kept in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
