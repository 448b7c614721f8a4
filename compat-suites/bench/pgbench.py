#!/usr/bin/env python3
"""Point selects through HeliosDB, side by side with the engine itself and with pgbouncer.

    compat-suites/bench/pgbench.py                        # three rounds of five seconds a cell
    compat-suites/bench/pgbench.py --rounds 5 --seconds 10 --clients 1,16 --engine-transport socket

Every round runs every cell once, so that a noisy machine disturbs all alike; what is printed are medians over the
rounds. Needs pgbench, pgbouncer and PostgreSQL's server programs (Debian: postgresql, pgbouncer).
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import urllib.parse
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import serving

SCALE = 10
TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
TRANSACTIONS = re.compile(r"number of transactions actually processed: (\d+)")


@dataclass
class Target:
    name: str
    server: serving.Server
    user: str
    proxy: bool
    database: str = serving.DATABASE
    skips: set[str] = field(default_factory=set)
    results: dict[tuple[str, int], list[tuple[float, float]]] = field(default_factory=dict)

    def measure(self, mode: str, clients: int, seconds: int) -> None:
        """One run of one cell: transactions per second, and the process's own microseconds per transaction."""
        command = [serving.find("pgbench", "apt-get install postgresql"), "-n", "-S", "-M", mode, "-s", str(SCALE)]
        command += ["-c", str(clients), "-j", str(min(clients, 2)), "-T", str(seconds)]
        command += ["-h", self.server.host, "-p", str(self.server.port), "-U", self.user, self.database]
        before = self.server.cpu_seconds()
        run = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"PGPASSWORD": "demo", "PGSSLMODE": "disable"},
        )
        used = self.server.cpu_seconds() - before
        if run.returncode != 0:
            self.skips.add(f"{mode}/{clients}")
            print(f"  {self.name} {mode} {clients}: {run.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            return
        transactions = int(TRANSACTIONS.search(run.stdout)[1])
        cell = self.results.setdefault((mode, clients), [])
        cell.append((float(TPS.search(run.stdout)[1]), used / transactions * 1e6))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="length of one run")
    parser.add_argument("--clients", default="1,16", help="numbers of clients, comma separated")
    parser.add_argument("--modes", default="simple,prepared", help="pgbench -M, comma separated")
    parser.add_argument(
        "--engine-transport", choices=["tcp", "socket"], default="tcp", help="how proxies reach the engine"
    )
    return parser.parse_args()


def fill(engine: serving.Server, database: str, owner: str) -> None:
    command = [serving.find("pgbench", "apt-get install postgresql"), "-i", "-q", "-s", str(SCALE)]
    command += ["-h", engine.host, "-p", str(engine.port), "-U", owner, database]
    subprocess.run(command, check=True, capture_output=True)


def report(targets: list[Target], cells: list[tuple[str, int]]) -> None:
    direct = targets[0]
    print(f"\n{'':<26}" + "".join(f"{f'{mode}, {clients}':>30}" for mode, clients in cells))
    print(f"{'':<26}" + f"{'tps':>11}{'ratio':>8}{'µs CPU':>11}" * len(cells) + f"{'memory':>10}")
    for target in targets:
        line = f"{target.name:<26}"
        for cell in cells:
            runs = target.results.get(cell)
            if not runs:
                line += f"{'fails':>30}"
                continue
            tps = statistics.median(run[0] for run in runs)
            base = statistics.median(run[0] for run in direct.results[cell])
            cpu = f"{statistics.median(run[1] for run in runs):.1f}" if target.proxy else ""
            line += f"{tps:>11,.0f}{tps / base:>8.2f}{cpu:>11}"
        memory = f"{target.server.memory_bytes() / 2**20:.0f} MB" if target.proxy else ""
        print(f"{line}{memory:>10}")
    print("\nratio: to the engine itself, same round; µs CPU: the proxy's own, per transaction")


def main() -> None:
    options = arguments()
    cells = [(mode, int(clients)) for mode in options.modes.split(",") for clients in options.clients.split(",")]
    most = max(clients for _, clients in cells)
    with serving.scratch() as directory, ExitStack() as stack:
        engine = stack.enter_context(serving.postgres(directory))
        fill(engine, serving.DATABASE, serving.ROLE)
        host = engine.host if options.engine_transport == "tcp" else str(directory)
        url = f"postgresql://postgres@{engine.host}:{engine.port}/postgres"
        if options.engine_transport == "socket":
            url = f"postgresql://postgres@{urllib.parse.quote(str(directory), safe='')}:{engine.port}/postgres"
        targets = [Target("engine", engine, serving.ROLE, proxy=False)]
        for pooling in ("session", "transaction"):
            bouncer = stack.enter_context(serving.pgbouncer(directory, host, engine.port, pooling, most))
            targets.append(Target(f"pgbouncer {pooling}", bouncer, serving.ROLE, proxy=True))
        for pooling in ("session", "transaction"):
            settings = {"io.heliosdb.engine": f"pooling={pooling}\nmax-connections={most + 4}\ntake-over-roles=true\n"}
            server = stack.enter_context(
                serving.heliosdb(directory, "--engine", url, home=f"helios-{pooling}", settings=settings)
            )
            targets.append(Target(f"HeliosDB {pooling}", server, "demo", proxy=True, database="demo"))
            serving.log_in(server, "demo", "demo")  # makes the role and its database
        fill(engine, "demo", "demo")
        for target in targets:
            target.measure("simple", most, options.seconds)  # warm: not counted
            target.results.clear()
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
            for mode, clients in cells:
                for target in targets:
                    target.measure(mode, clients, options.seconds)
        report(targets, cells)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
