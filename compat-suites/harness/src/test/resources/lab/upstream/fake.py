"""A driver's own suite that connects to nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compat_server import Server
from compat_upstream import Suite, database_name, working_copy


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    traces = Path(os.environ["FAKE_TRACES"])
    traces.mkdir(exist_ok=True)
    (traces / f"prepared {database_name()} at {server.port}").touch()
    with working_copy(package, "tests") as root:
        yield Suite(
            root=root,
            paths=["tests"],
            environment={"FAKE_PORT": str(server.port)},
            left_out={"tests/test_own.py::test_left_out[*": "asks for more than the driver"},
            stable_id=lambda case: re.sub("_on_[0-9]+$", "", case),
        )
    (traces / "cleared up").touch()
