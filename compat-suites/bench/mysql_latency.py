#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg2-binary", "pymysql", "cryptography", "mysql-connector-python"]
# ///
"""What HeliosDB adds to a statement: point selects and one-row inserts by one client, over MySQL's protocol and
PostgreSQL's, side by side with the engine itself.

    uv run compat-suites/bench/mysql_latency.py                    # 20 rounds of 200 statements a cell
    uv run compat-suites/bench/mysql_latency.py --rounds 50 --limit 300

Drivers differ in what they cost themselves, so the two protocols are compared by "wire" clients, which send a prepared
message and only look for the end of the answer. The engine is HeliosDB's own, reached on the Unix socket that HeliosDB
reaches it on. Every round runs every cell once, so that a noisy machine disturbs all alike; what is printed are medians
over the rounds. Commits do not wait for the disk: that wait is the same for all and would hide what is looked for.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import struct
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import mysql.connector
import psycopg2
import pymysql

import serving

ROWS = 10_000
SELECT = "SELECT c FROM points WHERE id = {}"
INSERT = "INSERT INTO inserts (id, k, c) VALUES ({0}, {0}, '0123456789-0123456789')"
WORKLOADS = ("select", "insert")
HOME = "helios"
SUPERUSER = "helios"
ENGINE_PORT = 5432  # of the socket's name
ENGINE, POSTGRESQL, MYSQL = "engine", "HeliosDB PostgreSQL", "HeliosDB MySQL"


class Client(ABC):
    """One connection that runs statements, each of them a commit."""

    @abstractmethod
    def run(self, sql: str) -> None: ...


class Driver(Client):
    """A driver's cursor, and all that the driver does."""

    def __init__(self, connection: object) -> None:
        self.connection = connection  # mysql-connector's cursor does not keep it
        self.cursor = connection.cursor()

    def run(self, sql: str) -> None:
        self.cursor.execute(sql)
        if self.cursor.description is not None:
            self.cursor.fetchall()


class Wire(Client):
    """A connection that a driver logged in, used below the driver."""

    def __init__(self, connection: object, descriptor: int) -> None:
        self.connection = connection  # the driver closes it when it is collected
        self.socket = socket.socket(fileno=os.dup(descriptor))
        self.socket.setblocking(True)

    def run(self, sql: str) -> None:
        self.socket.sendall(self.message(sql.encode()))
        answer = self.socket.recv(65536)
        while not self.complete(answer):
            more = self.socket.recv(65536)
            if not more:
                raise SystemExit("the server closed the connection")
            answer += more

    @abstractmethod
    def message(self, sql: bytes) -> bytes: ...

    @abstractmethod
    def complete(self, answer: bytes) -> bool: ...


class PostgresWire(Wire):
    """Query, up to ReadyForQuery."""

    def message(self, sql: bytes) -> bytes:
        return b"Q" + struct.pack("!I", len(sql) + 5) + sql + b"\0"

    def complete(self, answer: bytes) -> bool:
        if answer[:1] == b"E":
            raise SystemExit(f"error: {answer!r}")
        return answer[-6:-1] == b"Z\0\0\0\5"


class MysqlWire(Wire):
    """COM_QUERY, up to OK or the second EOF."""

    def message(self, sql: bytes) -> bytes:
        return struct.pack("<I", len(sql) + 1) + b"\3" + sql

    def complete(self, answer: bytes) -> bool:
        at = ends = 0
        while at + 4 < len(answer):
            length = int.from_bytes(answer[at : at + 3], "little")
            kind = answer[at + 4]
            at += 4 + length
            if at > len(answer):
                return False
            if kind == 0xFF:
                raise SystemExit(f"error: {answer!r}")
            if kind == 0x00 and at == 4 + length:
                return True
            ends += kind == 0xFE and length < 9
        return ends == 2


@dataclass
class Target:
    """A way to a server, what it is compared with, and what was measured: microseconds a statement."""

    client: str
    server: str
    open: Callable[[], Client]
    process: serving.Server | None
    results: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    opened: Client | None = None

    def measure(self, workload: str, statements: list[str]) -> None:
        self.opened = self.opened or self.open()
        times = []
        before = self.process.cpu_seconds() if self.process else 0.0
        for sql in statements:
            started = time.perf_counter_ns()
            self.opened.run(sql)
            times.append((time.perf_counter_ns() - started) / 1000)
        if self.process:
            used = (self.process.cpu_seconds() - before) / len(statements)
            self.cpu.setdefault(workload, []).append(used * 1e6)
        self.results.setdefault(workload, []).append(statistics.median(times))

    def median(self, workload: str) -> float:
        return statistics.median(self.results[workload])


def postgres_driver(host: str, port: int, user: str = "demo") -> psycopg2.extensions.connection:
    connection = psycopg2.connect(host=host, port=port, dbname="demo", user=user, password="demo", sslmode="disable")
    connection.autocommit = True
    return connection


def pymysql_driver(port: int) -> pymysql.Connection:
    return pymysql.connect(
        host="127.0.0.1", port=port, user="demo", password="demo", database="demo", autocommit=True, ssl_disabled=True
    )


def connector_driver(port: int) -> mysql.connector.MySQLConnection:
    return mysql.connector.connect(
        host="127.0.0.1", port=port, user="demo", password="demo", database="demo", autocommit=True, use_pure=True
    )


def wire(connection: object, kind: type[Wire]) -> Wire:
    descriptor = connection._sock.fileno() if kind is MysqlWire else connection.fileno()
    return kind(connection, descriptor)


def targets(server: serving.Server, engine_socket: str) -> list[Target]:
    mysql_port = server.ports["mysql"]

    def direct() -> psycopg2.extensions.connection:
        return postgres_driver(engine_socket, ENGINE_PORT)

    def through() -> psycopg2.extensions.connection:
        return postgres_driver(server.host, server.port)

    return [
        Target("wire", ENGINE, lambda: wire(direct(), PostgresWire), None),
        Target("wire", POSTGRESQL, lambda: wire(through(), PostgresWire), server),
        Target("wire", MYSQL, lambda: wire(pymysql_driver(mysql_port), MysqlWire), server),
        Target("psycopg2", ENGINE, lambda: Driver(direct()), None),
        Target("psycopg2", POSTGRESQL, lambda: Driver(through()), server),
        Target("PyMySQL", MYSQL, lambda: Driver(pymysql_driver(mysql_port)), server),
        Target("mysql-connector", MYSQL, lambda: Driver(connector_driver(mysql_port)), server),
    ]


def spare_the_disk(engine_socket: str) -> None:
    """Lets no commit wait, on connections that HeliosDB opened before either."""
    cursor = postgres_driver(engine_socket, ENGINE_PORT, SUPERUSER).cursor()
    cursor.execute("alter database demo set synchronous_commit = off")
    cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'demo'")


def fill(port: int) -> None:
    """Makes the tables the way that a MySQL client does."""
    cursor = pymysql_driver(port).cursor()
    columns = "(id INT NOT NULL PRIMARY KEY, k INT NOT NULL, c VARCHAR(120) NOT NULL)"
    cursor.execute(f"CREATE TABLE points {columns}")
    cursor.execute(f"CREATE TABLE inserts {columns}")
    for start in range(0, ROWS, 500):
        cursor.execute(
            "INSERT INTO points (id, k, c) VALUES "
            + ", ".join(f"({key}, {key}, '{key:0>60}')" for key in range(start, start + 500))
        )


class Statements:
    """The next statements of a workload; no key is inserted twice."""

    def __init__(self) -> None:
        self.next_key = 0

    def take(self, workload: str, count: int) -> list[str]:
        if workload == "select":
            return [SELECT.format(random.randrange(ROWS)) for _ in range(count)]
        self.next_key += count
        return [INSERT.format(key) for key in range(self.next_key - count, self.next_key)]


def report(measured: list[Target]) -> None:
    print(f"\n{'':<38}" + "".join(f"{workload:^30}" for workload in WORKLOADS))
    print(f"{'client':<17}{'server':<21}" + f"{'µs':>10}{'added':>10}{'CPU':>10}" * len(WORKLOADS))
    for target in measured:
        line = f"{target.client:<17}{target.server:<21}"
        for workload in WORKLOADS:
            base = baseline(measured, target)
            added = f"{target.median(workload) - base.median(workload):.0f}" if base else ""
            cpu = f"{statistics.mean(target.cpu[workload]):.0f}" if target.process else ""
            line += f"{target.median(workload):>10.0f}{added:>10}{cpu:>10}"
        print(line)
    print(
        "\nµs: one statement, median; added: to the engine itself by the same kind of client; "
        "CPU: HeliosDB's own µs a statement, mean"
    )


def baseline(measured: list[Target], target: Target) -> Target | None:
    for other in measured:
        if other.client == target.client and other.server == ENGINE and other is not target:
            return other
    return None


def over_limit(measured: list[Target], limit: float) -> list[str]:
    broken = []
    for target in measured:
        base = baseline(measured, target)
        for workload in WORKLOADS if base else ():
            added = target.median(workload) - base.median(workload)
            if added > limit:
                broken.append(f"{target.client} {target.server} {workload}: {added:.0f} µs added (limit: {limit:.0f})")
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--statements", type=int, default=200, help="of one cell in one round")
    parser.add_argument("--limit", type=float, help="fail where a statement takes more µs longer than at the engine")
    options = parser.parse_args()
    with serving.scratch() as directory, ExitStack() as stack:
        server = stack.enter_context(serving.heliosdb(directory, home=HOME))
        if "mysql" not in server.ports:
            raise SystemExit("this HeliosDB does not speak MySQL")
        engine_socket = str(directory / HOME / "engine" / "socket")
        postgres_driver(server.host, server.port).close()  # makes the role and its database
        spare_the_disk(engine_socket)
        fill(server.ports["mysql"])
        cells = targets(server, engine_socket)
        statements = Statements()
        for _ in range(3):  # warm: not counted
            for target in cells:
                for workload in WORKLOADS:
                    target.measure(workload, statements.take(workload, 1000))
        for target in cells:
            target.results.clear()
            target.cpu.clear()
        for number in range(options.rounds):
            print(f"\rround {number + 1} of {options.rounds}", end="", file=sys.stderr, flush=True)
            for workload in WORKLOADS:
                for target in random.sample(cells, len(cells)):
                    target.measure(workload, statements.take(workload, options.statements))
        report(cells)
        broken = over_limit(cells, options.limit) if options.limit else []
        for line in broken:
            print(line)
        return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
