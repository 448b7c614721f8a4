"""asyncpg's own tests: ``tests`` of its source package.

They are written for a superuser on the database ``postgres``. Here they get an ordinary role and a database of its own,
also where that name stands in a test; what they then cannot do is on the list of known gaps, as the genuine server
refuses it too. Tests that start a cluster of their own say nothing of the server: the suite skips most of them itself,
because it is given a running server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from compat_server import Server
from compat_upstream import Suite, execute_postgresql, postgresql_database, working_copy

WRITTEN_DATABASE = "postgres"

# Databases that tests make, and leave where they fail.
LEFT_BEHIND = ["testdb", "asyncpg_intro_test"]


class OwnDatabase:
    """Takes the suite's connections to its own database where a test names the other."""

    def __init__(self, database: str) -> None:
        self._database = database

    def pytest_configure(self) -> None:
        from asyncpg._testbase import ClusterTestCase

        original = ClusterTestCase.get_connection_spec.__func__

        def specification(case: type[ClusterTestCase], *arguments: Any, **options: Any) -> dict[str, Any]:
            found = original(case, *arguments, **options)
            if found.get("database") == WRITTEN_DATABASE:
                found["database"] = self._database
            return found

        ClusterTestCase.get_connection_spec = classmethod(specification)


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    drop = [f"DROP DATABASE IF EXISTS {database} WITH (FORCE)" for database in LEFT_BEHIND]
    execute_postgresql(server, server.database, drop)
    with postgresql_database(server) as database, working_copy(package, "tests") as root:
        yield Suite(
            root=root,
            paths=["tests"],
            options=["--assert=plain", "--import-mode=importlib"],
            environment={
                "PGHOST": server.host,
                "PGPORT": str(server.port),
                "PGUSER": server.user,
                "PGPASSWORD": server.password,
                "PGDATABASE": database,
                # Its tests of TLS start a server of their own, and some others read what goes over the wire.
                "PGSSLMODE": "disable",
            },
            left_out={
                "tests/test_connect.py::TestConnectionAttributes::*": "starts clusters of its own, whatever it is given"
            },
            plugins=[OwnDatabase(database)],
        )
    execute_postgresql(server, server.database, drop)
