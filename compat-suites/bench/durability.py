#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg2-binary"]
# ///
"""Kills the server in the midst of commits, restarts it, and counts what was acknowledged but is gone.

uv run compat-suites/bench/durability.py              # ten kills
uv run compat-suites/bench/durability.py --kills 3 --writers 8
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

import psycopg2

import serving


class Writer(threading.Thread):
    """Commits one row after the other and remembers those whose commit came back."""

    def __init__(self, port: int, number: int, first: int) -> None:
        super().__init__(daemon=True)
        self.port, self.number, self.next = port, number, first
        self.acknowledged: list[int] = []

    def run(self) -> None:
        try:
            connection = connect(self.port)
            cursor = connection.cursor()
            while True:
                cursor.execute("insert into committed (writer, value) values (%s, %s)", (self.number, self.next))
                connection.commit()
                self.acknowledged.append(self.next)
                self.next += 1
        except psycopg2.Error:
            return  # the server was killed


def connect(port: int) -> psycopg2.extensions.connection:
    return psycopg2.connect(host="127.0.0.1", port=port, user="demo", password="demo", dbname="demo")


def survivors(port: int) -> set[tuple[int, int]]:
    with connect(port) as connection, connection.cursor() as cursor:
        cursor.execute("select writer, value from committed")
        return set(cursor.fetchall())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--writers", type=int, default=4)
    options = parser.parse_args()
    acknowledged: set[tuple[int, int]] = set()
    missing = 0
    with serving.scratch() as directory:
        for kill in range(options.kills + 1):
            started = time.monotonic()
            with serving.heliosdb(directory) as server:
                if kill == 0:
                    with connect(server.port) as connection, connection.cursor() as cursor:
                        cursor.execute("create table committed (writer int, value int, primary key (writer, value))")
                else:
                    gone = acknowledged - survivors(server.port)
                    missing += len(gone)
                    print(
                        f"after kill {kill:>2}: restarted and read in {time.monotonic() - started:.1f} s, "
                        f"{len(acknowledged):>6} acknowledged, {len(gone)} missing"
                    )
                if kill == options.kills:
                    break
                writers = [Writer(server.port, number, kill * 1_000_000) for number in range(options.writers)]
                for writer in writers:
                    writer.start()
                time.sleep(random.uniform(0.5, 2.0))
                os.kill(server.pid, signal.SIGKILL)
                for writer in writers:
                    writer.join(30)
                acknowledged |= {(writer.number, value) for writer in writers for value in writer.acknowledged}
    print(f"{options.kills} kills, {len(acknowledged)} commits acknowledged, {missing} missing")
    return 1 if missing or not acknowledged else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    raise SystemExit(main())
