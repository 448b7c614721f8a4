"""psycopg2's own tests: ``tests`` of its source package.

Extensions of the database, such as hstore, are the owner's to make. The tests of replication stay skipped: they want a
role that may replicate.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compat_server import Server
from compat_upstream import Suite, postgresql_database, working_copy


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    with (
        postgresql_database(server, ["CREATE EXTENSION hstore"]) as database,
        working_copy(package, "tests") as root,
    ):
        yield Suite(
            root=root,
            paths=["tests"],
            environment={
                "PSYCOPG2_TESTDB": database,
                "PSYCOPG2_TESTDB_HOST": server.host,
                "PSYCOPG2_TESTDB_PORT": str(server.port),
                "PSYCOPG2_TESTDB_USER": server.user,
                "PSYCOPG2_TESTDB_PASSWORD": server.password,
            },
            left_out={
                "tests/test_connection.py::ConnectionTests::test_pgconn_ptr": (
                    "hands a connection of the libpq in the wheel to the system's libpq"
                )
            },
        )
