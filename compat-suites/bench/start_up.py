#!/usr/bin/env python3
"""What the start of a server with all bundles and no clients costs: its own CPU, without the engine's, and its memory.

compat-suites/bench/start_up.py                          # a first start, which makes the home, and five more
compat-suites/bench/start_up.py --cpu 2.5 --memory 180   # fails where the median of those is above
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

import serving

SETTLES_SECONDS = 1


def start(directory: Path) -> tuple[float, int]:
    """CPU seconds until a second after it is ready, and the resident set in MB then."""
    with serving.heliosdb(directory) as server:
        time.sleep(SETTLES_SECONDS)
        resident = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1]) * serving.PAGE_BYTES
        return server.cpu_seconds(), resident // 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=5, help="starts after the first (default: 5)")
    parser.add_argument("--cpu", type=float, metavar="SECONDS", help="the most that the median start may take")
    parser.add_argument("--memory", type=int, metavar="MB", help="the most that the median start may occupy")
    arguments = parser.parse_args()
    with serving.scratch() as directory:
        first, occupied = start(directory)
        print(f"{'first':<8}{first:6.2f} s CPU{occupied:6} MB resident", flush=True)
        later = []
        for number in range(2, arguments.starts + 2):
            later.append(start(directory))
            print(f"{number:<8}{later[-1][0]:6.2f} s CPU{later[-1][1]:6} MB resident", flush=True)
    cpu = statistics.median(seconds for seconds, _ in later)
    memory = round(statistics.median(size for _, size in later))
    print(f"{'median':<8}{cpu:6.2f} s CPU{memory:6} MB resident, without the first")
    above = (arguments.cpu is not None and cpu > arguments.cpu) or (
        arguments.memory is not None and memory > arguments.memory
    )
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
