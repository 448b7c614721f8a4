"""Pytest plugin that reports a run as JSON lines to whoever started it.

``python -m pytest -p compat_stream …`` writes one JSON object a line to file descriptor 3, or to the one that
``COMPAT_EVENTS_FD`` names. When that descriptor is not open for writing, nothing is written and pytest behaves as
usual. Every line has the field ``event``:

``session``
    Once, first: versions of Python, pytest, the driver and the libraries below it.
``case``
    One for each collected case, in the order in which they will run.
``collecterror``
    A file that could not be collected, or a selected case that does not exist. The other cases still run.
``start``, ``phase``, ``attach``, ``finish``
    The life of one case. ``finish`` carries the verdict: ``failed`` is the case's own failure, ``error`` one of its
    set-up or tear-down.
``end``
    Once, last: pytest's exit status and the number of cases by outcome. A stream without it belongs to a process that
    died.

``--collect-only`` gives session, case…, end. ``--compat-select FILE`` runs only the cases whose ids stand in the file,
one a line.
"""

from __future__ import annotations

import fcntl
import importlib.metadata
import json
import os
import platform
import stat
import sys
import threading
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

DEFAULT_DESCRIPTOR = 3
STREAM_VARIABLE = "COMPAT_EVENTS_FD"

# The distribution on the package index that carries a driver's module, where the two names differ.
DISTRIBUTIONS = {
    "psycopg2": ("psycopg2-binary", "psycopg2"),
    "sqlalchemy": ("SQLAlchemy",),
    "pymysql": ("PyMySQL",),
    "mysql_connector": ("mysql-connector-python",),
}

# Marks that the stream reports in fields of their own, or that only steer pytest.
UNTAGGED = {
    "must_pass",
    "capability",
    "applies",
    "dialect",
    "follows",
    "live_only",
    "parametrize",
    "asyncio",
    "usefixtures",
    "filterwarnings",
    "skipif",
}


# What the ids of cases are made into, for a suite whose ids say what server it runs against.
stable_id: Callable[[str], str] = str


class EventStream:
    """Writes events, each one whole, at once, and in one piece even when threads write at the same time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        self._lock = threading.Lock()
        os.set_inheritable(descriptor, False)

    def write(self, event: str, **fields: Any) -> None:
        line = json.dumps({"event": event, **fields}, default=str).encode("ascii") + b"\n"
        with self._lock:
            if self._descriptor is None:
                return
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except BrokenPipeError:
                self._descriptor = None


def open_stream() -> EventStream | None:
    """The stream to the process that started this one, or None when there is none.

    Has to be called before pytest starts to capture output, because that opens descriptors too.
    """
    descriptor = int(os.environ.get(STREAM_VARIABLE, DEFAULT_DESCRIPTOR))
    try:
        mode = os.fstat(descriptor).st_mode
        writable = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
    except OSError:
        return None
    readable_by_others = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISREG(mode)
    return EventStream(descriptor) if writable and readable_by_others else None


_stream = open_stream()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("compat", "conformance lab")
    group.addoption("--compat-select", metavar="FILE", help="run only the cases whose ids stand in FILE, one a line")


def pytest_configure(config: pytest.Config) -> None:
    # A file that cannot be imported is one failure, the other files still tell what works.
    config.option.continue_on_collection_errors = True
    if _stream is not None:
        config.pluginmanager.register(Reporter(config, _stream), "compat_stream_reporter")
    if config.getoption("--compat-select"):
        config.pluginmanager.register(Selection(config, _stream), "compat_stream_selection")


class Selection:
    """Keeps the cases that a file lists, and reports those of them that do not exist."""

    def __init__(self, config: pytest.Config, stream: EventStream | None) -> None:
        lines = Path(config.getoption("--compat-select")).read_text(encoding="utf-8").splitlines()
        self._wanted = [line.strip() for line in lines if line.strip()]
        self._stream = stream

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        wanted = set(self._wanted)
        dropped = [item for item in items if stable_id(item.nodeid) not in wanted]
        items[:] = [item for item in items if stable_id(item.nodeid) in wanted]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        missing = wanted - {stable_id(item.nodeid) for item in items}
        if self._stream is not None:
            for case in self._wanted:
                if case in missing:
                    missing.discard(case)
                    file = case.partition("::")[0]
                    self._stream.write("collecterror", file=file, message=f"selected case does not exist: {case}")


class Reporter:
    """Turns pytest's hooks into events."""

    def __init__(self, config: pytest.Config, stream: EventStream) -> None:
        self._config = config
        self._stream = stream
        self._reports: list[pytest.TestReport] = []
        self._outcomes: Counter[str] = Counter()

    def pytest_sessionstart(self) -> None:
        driver = self._driver()
        self._stream.write(
            "session",
            python=platform.python_version(),
            implementation=platform.python_implementation(),
            platform=platform.platform(),
            pytest=pytest.__version__,
            driver=driver,
            driver_version=_version_of(driver),
            libraries=_libraries(),
            pid=os.getpid(),
        )

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._stream.write("collecterror", file=report.nodeid, message=report.longreprtext)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            self._stream.write("case", **_describe(item))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._reports = []
        self._stream.write("start", id=stable_id(nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._reports.append(report)
        self._stream.write(
            "phase",
            id=stable_id(report.nodeid),
            phase=report.when,
            outcome=report.outcome,
            duration=round(report.duration, 6),
            message=_message(report),
            trace=_trace(report),
        )

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        reports, self._reports = self._reports, []
        if reports:
            # The last report holds what all phases wrote.
            for title, text in reports[-1].sections:
                self._stream.write("attach", id=stable_id(nodeid), name=title, type="text/plain", text=text)
        outcome, decisive = _verdict(reports)
        self._outcomes[outcome] += 1
        self._stream.write(
            "finish",
            id=stable_id(nodeid),
            outcome=outcome,
            duration=round(sum(report.duration for report in reports), 6),
            message=_message(decisive),
            trace=_trace(decisive),
        )

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> Generator[None, Any, Any]:
        result = yield
        self._stream.write("end", status=int(exitstatus), counts=dict(self._outcomes))
        return result

    def _driver(self) -> str | None:
        """The driver whose folder was asked for: ``<ecosystem>/<driver>`` below the root directory."""
        root = self._config.rootpath.resolve()
        for argument in self._config.args:
            path = (self._config.invocation_params.dir / argument.partition("::")[0]).resolve()
            if path.is_relative_to(root):
                parts = path.relative_to(root).parts
                if len(parts) >= 2:
                    return parts[1]
        return None


def _describe(item: pytest.Item) -> dict[str, Any]:
    documentation = (getattr(getattr(item, "obj", None), "__doc__", None) or "").strip()
    capability = item.get_closest_marker("capability")
    file = item.nodeid.partition("::")[0]
    return {
        "id": stable_id(item.nodeid),
        "file": file,
        "name": item.name,
        "title": documentation.splitlines()[0].strip() if documentation else item.name,
        "description": documentation,
        "capability": capability.args[0] if capability else Path(file).stem.removeprefix("test_"),
        "must_pass": _must_pass(item),
        "tags": sorted({mark.name for mark in item.iter_markers()} - UNTAGGED),
        "line": item.location[1] + 1 if item.location[1] is not None else None,
    }


def _must_pass(item: pytest.Item) -> bool:
    """A case that this version of the driver cannot run is not asked of it; one may be less than its file: (False)."""
    applies = all(mark.args[0] for mark in item.iter_markers("applies"))
    mark = item.get_closest_marker("must_pass")
    return applies and mark is not None and mark.args != (False,)


def _verdict(reports: list[pytest.TestReport]) -> tuple[str, pytest.TestReport | None]:
    """The outcome of a case, and the report that decided it."""
    for report in reports:
        if report.failed:
            return ("failed" if report.when == "call" else "error"), report
    for report in reports:
        if report.skipped:
            return "skipped", report
    if len(reports) < 3:
        return "error", None
    return "passed", None


def _message(report: pytest.TestReport | None) -> str | None:
    if report is None or report.passed:
        return None
    if hasattr(report, "wasxfail"):
        return str(report.wasxfail)
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    return crash.message if crash is not None else report.longreprtext.strip()


def _trace(report: pytest.TestReport | None) -> str | None:
    return report.longreprtext if report is not None and report.failed else None


def _version_of(module: str | None) -> str | None:
    for distribution in DISTRIBUTIONS.get(module or "", (module,)):
        try:
            if distribution:
                return importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def _libraries() -> dict[str, str]:
    """Every distribution of this environment, and the C library below psycopg2, which no package states."""
    libraries = {each.metadata["Name"]: each.version for each in importlib.metadata.distributions()}
    if "psycopg2-binary" in libraries or "psycopg2" in libraries:
        try:
            import psycopg2.extensions

            libraries["libpq"] = str(psycopg2.extensions.libpq_version())
        except ImportError as broken:
            print(f"compat_stream: psycopg2 is installed but cannot be imported: {broken}", file=sys.stderr)
    return dict(sorted(libraries.items(), key=lambda entry: entry[0].lower()))
