"""Collects probes as cases: each of them twice, once for CPython and once for Jython in HeliosDB's container.

What starts the container is in ``HELIOSDB_PROGRAM``, the command line of ``heliosdb``, one word a line; ``heliosdb
conform`` sets it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from compat_server import Server

PROGRAM = "HELIOSDB_PROGRAM"
LIMIT = 60
"""Seconds that one file may take in Jython."""

STARTING = 60
"""Seconds that the container may take to start, to load Jython and to stop."""


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"probe_{path.parent.name}_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


heliosdb_probe = _load(Path(__file__).with_name("heliosdb_probe.py"))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Every Python file in the folder of a protocol is a probe."""
    is_probe = file_path.suffix == ".py" and file_path.parent.parent == Path(__file__).parent
    return ProbeFile.from_parent(parent, path=file_path) if is_probe else None


class ProbeFile(pytest.File):
    """One probe."""

    def collect(self) -> Iterator[pytest.Item]:
        found = heliosdb_probe.cases(vars(_load(self.path)))
        if not found:
            raise self.CollectError(f"{self.path} has no function probe_...(server)")
        for name, _, function in found:
            for kind in (CPythonCase, JythonCase):
                yield kind.from_parent(self, name=f"{name}[{kind.interpreter}]", case=name, function=function)


class ProbeCase(pytest.Item):
    """One case of a probe by one interpreter."""

    interpreter: str

    def __init__(self, *, case: str, function: Any, **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        self.obj = function
        self.add_marker(pytest.mark.must_pass)

    def conclude(self, verdict: str, message: str, trace: str, output: str) -> None:
        if output:
            self.add_report_section("call", "stdout", output)
        if verdict == "skipped":
            pytest.skip(message)
        if verdict != "passed":
            raise ProbeFailure(message, trace)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.obj.__code__.co_firstlineno - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        if isinstance(excinfo.value, ProbeFailure):
            return f"{excinfo.value.message}\n{excinfo.value.trace}".strip()
        return super().repr_failure(excinfo)


class ProbeFailure(Exception):
    """A case did not pass."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.message = message
        self.trace = trace


class CPythonCase(ProbeCase):
    """In this process, with the driver of this environment."""

    interpreter = "cpython"

    def runtest(self) -> None:
        server = Server.from_environment()
        authority = str(server.certificate_authority) if server.tls else None
        probed = heliosdb_probe.python_server(
            self.path.parent.name, server.host, server.port, server.user, server.password, server.database, authority
        )
        self.conclude(*heliosdb_probe.run(self.obj, probed), "")


class JythonCase(ProbeCase):
    """In HeliosDB's container, which runs all files of the session at once when the first case asks for it."""

    interpreter = "jython"

    def runtest(self) -> None:
        results = self.config.stash.get(RESULTS, None)
        if results is None:
            files = sorted({item.path for item in self.session.items if isinstance(item, JythonCase)})
            with tempfile.TemporaryDirectory(prefix="heliosdb-probes-") as folder:
                results = _run_in_container(files, Path(folder))
            self.config.stash[RESULTS] = results
        if isinstance(results, str):
            pytest.fail(results, pytrace=False)
        result = results.get((self.path, self.case)) or results.get((self.path, "file"))
        if result is None:
            pytest.fail(f"the container ran no case {self.case} of {self.path}", pytrace=False)
        self.conclude(result["verdict"], result["message"], result["trace"], result["output"])


Results = dict[tuple[Path, str], dict[str, str]]
RESULTS = pytest.StashKey[Results | str]()


def _run_in_container(files: list[Path], folder: Path) -> Results | str:
    """The results of every case by file and name, or why there are none."""
    program = os.environ.get(PROGRAM)
    if not program:
        return f"{PROGRAM} does not say how heliosdb is called; heliosdb conform sets it"
    server = Server.from_environment()
    lines = {
        "host": server.host,
        f"port.{files[0].parent.name}": server.port,
        "user": server.user,
        "password": server.password,
        "database": server.database,
    }
    if server.tls and server.certificate_authority is not None:
        lines["ca"] = server.certificate_authority
    target = folder / "target.cfg"
    target.touch(mode=0o600)
    escaped = {key: str(value).replace("\\", "\\\\") for key, value in lines.items()}
    target.write_text("".join(f"{key} = {value}\n" for key, value in escaped.items()), encoding="utf-8")
    command = [*program.splitlines(), "probe", "--json", "--limit", str(LIMIT)]
    command += ["--home", str(folder / "home"), "--target", str(target), *map(str, files)]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=STARTING + len(files) * LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return f"the container could not run the probes: {failure}"
    results: Results = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            result = json.loads(line)
            for case in result["cases"]:
                results[Path(result["file"]), case["name"]] = case
    if not results:
        return f"heliosdb probe ended with {done.returncode} and no result\n{done.stderr}{done.stdout}"
    return results
