"""Runs a driver's own test suite, from its published source package, under the lab's pytest plugin.

``python -m compat_upstream RECIPE PACKAGE [options of pytest]`` reads the recipe, a Python file of ``upstream/``, lets
it prepare the server that ``COMPAT_*`` variables describe, runs pytest in the unpacked package, and lets the recipe
clear up. A recipe has one function::

    @contextmanager
    def suite(server: Server, package: Path) -> Iterator[Suite]:

It makes databases of its own, so that suites can run side by side, and removes them again. A process that is killed
cannot remove anything, so a recipe also removes what an earlier run has left.

The ids of the cases are pytest's, relative to ``Suite.root``, after ``Suite.stable_id``. Cases of ``Suite.left_out``
are skipped with the reason that stands there.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import compat_stream
from compat_server import Server

INSUFFICIENT_PRIVILEGE = "42501"
ATTEMPTS = 20


@dataclass(frozen=True)
class Suite:
    """A suite that is ready to run."""

    root: Path
    """The working directory, to which paths and the ids of cases are relative."""
    paths: Sequence[str]
    """The files and folders that hold the tests."""
    environment: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[str] = ()
    """Further options of pytest."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Why cases are not run, by a pattern for their ids in which ``*`` stands for any text."""
    stable_id: Callable[[str], str] = str
    """Takes what differs from server to server out of an id."""
    plugins: Sequence[Any] = ()
    """Plugins for pytest."""


class LeftOut:
    """Skips the cases that a suite leaves out."""

    def __init__(self, suite: Suite) -> None:
        self._suite = suite
        # Brackets of a parametrised case mean themselves.
        self._left_out = {pattern.replace("[", "[[]"): reason for pattern, reason in suite.left_out.items()}

    # Last, because a suite's own plugin may make other cases of them.
    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for pattern, reason in self._left_out.items():
                if fnmatchcase(self._suite.stable_id(item.nodeid), pattern):
                    item.add_marker(pytest.mark.skip(reason=reason))


def database_name() -> str:
    """A name for the database of a suite: the same in every run, and another one in every cell."""
    cell = os.environ.get("COMPAT_CELL", "upstream")
    return "compat_" + "".join(letter if letter.isalnum() else "_" for letter in cell.lower())


def execute_postgresql(server: Server, database: str, statements: Sequence[str]) -> None:
    """Runs statements one by one, each in a transaction of its own, with whichever driver there is."""
    account = {"host": server.host, "port": server.port, "user": server.user, "password": server.password}
    try:
        import psycopg2
    except ImportError:
        import asyncio

        import asyncpg

        async def run() -> None:
            connection = await asyncpg.connect(**account, database=database, ssl=False)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())
        return
    with contextlib.closing(psycopg2.connect(**account, dbname=database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@contextlib.contextmanager
def postgresql_database(server: Server, statements: Sequence[str] = ()) -> Iterator[str]:
    """A new database that belongs to the user, after ``statements`` have run in it; dropped at the end."""
    name = database_name()
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    drop_postgresql(server, drop)
    execute_postgresql(server, server.database, [f'CREATE DATABASE "{name}"'])
    try:
        execute_postgresql(server, name, statements)
        yield name
    finally:
        drop_postgresql(server, drop)


def drop_postgresql(server: Server, drop: str) -> None:
    """Drops a database by force, which PostgreSQL refuses while its own autovacuum is at work there."""
    for left in reversed(range(ATTEMPTS)):
        try:
            execute_postgresql(server, server.database, [drop])
            return
        except Exception as error:
            if left == 0 or getattr(error, "sqlstate", getattr(error, "pgcode", None)) != INSUFFICIENT_PRIVILEGE:
                raise
            time.sleep(0.5)


def execute_mysql(server: Server, statements: Sequence[str]) -> None:
    """Runs statements one by one, with whichever driver there is."""
    account = {"host": server.host, "port": server.port, "user": server.user, "password": server.password}
    try:
        from pymysql import connect
    except ImportError:
        from mysql.connector import connect

        account["use_pure"] = True
    with contextlib.closing(connect(**account, autocommit=True)) as connection:
        for statement in statements:
            cursor = connection.cursor()
            cursor.execute(statement)
            cursor.close()


@contextlib.contextmanager
def mysql_databases(server: Server, number: int, fixed: Sequence[str] = ()) -> Iterator[list[str]]:
    """New databases for one suite; dropped at the end.

    ``fixed`` are further ones whose names the suite's tests have in their text. Suites that want the same one wait for
    each other.
    """
    name = database_name()
    with contextlib.ExitStack() as alone:
        for each in fixed:
            alone.enter_context(_alone(f"{server.host}-{server.port}-{each}"))
        yield from _made(server, [*fixed, *(f"{name}_{each}" for each in range(1, number + 1))])


@contextlib.contextmanager
def _alone(what: str) -> Iterator[None]:
    """Waits for every other process that does the same; one that dies is not waited for."""
    with Path(tempfile.gettempdir(), f"compat-upstream-{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _made(server: Server, names: list[str]) -> Iterator[list[str]]:
    drop = [f"DROP DATABASE IF EXISTS {each}" for each in names]
    execute_mysql(server, drop + [f"CREATE DATABASE {each} CHARACTER SET utf8mb4" for each in names])
    try:
        yield names
    finally:
        execute_mysql(server, drop)


@contextlib.contextmanager
def working_copy(package: Path, *names: str) -> Iterator[Path]:
    """A new folder with only these files and folders of the package: what else lies there would hide the driver."""
    with tempfile.TemporaryDirectory(prefix="compat-upstream-") as folder:
        for name in names:
            source = package / name
            if source.is_dir():
                shutil.copytree(source, Path(folder, name))
            else:
                shutil.copy2(source, Path(folder, name))
        yield Path(folder).resolve()


def load(recipe: Path) -> Callable[[Server, Path], contextlib.AbstractContextManager[Suite]]:
    """The function ``suite`` of a recipe."""
    specification = importlib.util.spec_from_file_location("compat_recipe", recipe)
    if specification is None or specification.loader is None:
        raise SystemExit(f"{recipe} is no Python file")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.suite


def main(arguments: Sequence[str]) -> int:
    """Runs a suite and returns pytest's exit status."""
    if len(arguments) < 2:
        raise SystemExit("usage: python -m compat_upstream RECIPE PACKAGE [options of pytest]")
    recipe, package, *options = arguments
    with load(Path(recipe))(Server.from_environment(), Path(package).resolve()) as suite:
        os.environ.update(suite.environment)
        # As ``python -m pytest`` has it; not what lies beside this file.
        sys.path.insert(0, str(suite.root))
        command = [*options, "-p", "no:cacheprovider", "--rootdir", str(suite.root), *suite.options, *suite.paths]
        compat_stream.stable_id = suite.stable_id
        with contextlib.chdir(suite.root):
            return int(pytest.main(command, plugins=[LeftOut(suite), *suite.plugins]))


if __name__ == "__main__":
    # By its name, so that recipes and this program share one module.
    from compat_upstream import main as run

    sys.exit(run(sys.argv[1:]))
