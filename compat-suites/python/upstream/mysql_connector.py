"""MySQL Connector/Python's own tests: ``tests`` of its source package, as its ``unittests.py`` runs them.

That program is told of an external server; what it sets in the package ``tests`` is set here. The suite has its
database ``myconnpy``, whose name stands in many of its tests. Left out are the modules that measure time for minutes
and those for the C extension, OpenTelemetry, Django and HeatWave, which ask for more than the driver.
"""

from __future__ import annotations

import importlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from compat_server import Server
from compat_upstream import Suite, execute_mysql, working_copy

DATABASE = "myconnpy"

LEFT_OUT = [
    "tests/ai",
    "tests/cext",
    "tests/otel",
    "tests/test_django.py",
    "tests/qa/test_qa_aio_timeout.py",
    "tests/qa/test_qa_timeout.py",
    "tests/qa/test_qa_wl16752.py",
]


class ExternalServer:
    """Tells the suite of the server, before its modules are imported."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def pytest_configure(self) -> None:
        tests = importlib.import_module("tests")
        mysqld = importlib.import_module("tests.mysqld")
        tests.setup_logger(logging.getLogger(tests.LOGGER_NAME))
        external = mysqld.MySQLExternalServer("", "server1")
        external.client_config = {
            "host": self._server.host,
            "port": self._server.port,
            "user": self._server.user,
            "password": self._server.password,
            "database": DATABASE,
            "connection_timeout": 60,
            "unix_socket": None,
        }
        external.version = self._version()
        tests.MYSQL_SERVERS.append(external)
        tests.MYSQL_EXTERNAL_SERVER = True
        tests.MYSQL_VERSION = external.version
        tests.MYSQL_VERSION_TXT = ".".join(map(str, external.version))
        tests.MYSQL_LICENSE = "GPL"
        tests.IPV6_AVAILABLE = False
        tests.OPTIONS_INIT = True
        self._forget_what_is_no_test(tests)

    def _version(self) -> tuple[int, ...]:
        import mysql.connector

        account = {"host": self._server.host, "port": self._server.port, "user": self._server.user}
        with mysql.connector.connect(**account, password=self._server.password, use_pure=True) as connection:
            number = re.match(r"(\d+)\.(\d+)\.(\d+)", connection.server_info)
        if number is None:
            raise ValueError(f"the server calls its version {connection.server_info!r}")
        return tuple(map(int, number.groups()))

    @staticmethod
    def _forget_what_is_no_test(tests: ModuleType) -> None:
        """Decorators of the suite are called test_… and are imported by its modules."""
        for name in ("test_skip", "test_skip_if"):
            getattr(tests, name).__test__ = False


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    drop = f"DROP DATABASE IF EXISTS {DATABASE}"
    execute_mysql(server, [drop, f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4"])
    try:
        # lib is only read for its version: it is not on the path, so that the installed driver is tested.
        with working_copy(package, "tests", "cpydist", "examples", "lib") as root:
            yield Suite(
                root=root,
                paths=["tests"],
                options=[f"--ignore={each}" for each in LEFT_OUT],
                plugins=[ExternalServer(server)],
            )
    finally:
        execute_mysql(server, [drop])
