"""Two cells that wait for each other."""

import os
import time
from pathlib import Path


def test_meets_the_other():
    Path(f"{os.environ['MINE']}.here").touch()
    deadline = time.monotonic() + 30
    while not Path(f"{os.environ['OTHER']}.here").exists():
        assert time.monotonic() < deadline, "nobody came"
        time.sleep(0.01)
