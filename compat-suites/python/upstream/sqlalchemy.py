"""SQLAlchemy's dialect suite and the tests of the dialect itself, with the driver of ``COMPAT_SQLALCHEMY_DRIVER``.

The suite names its classes by the server's version, which is taken out of the ids of the cases. On MySQL its two
further databases have fixed names, which some tests have in their text, so that the cells run one after the other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from compat_server import Server
from compat_upstream import Suite, mysql_databases, postgresql_database

# _postgresql+psycopg2_18_4 behind the name of a class.
CONFIGURATION = re.compile(r"_(?:postgresql|mysql|mariadb)\+[a-z0-9]+_[0-9_]+(?=::)")

PREPARATION = [
    "CREATE SCHEMA test_schema",
    "CREATE SCHEMA test_schema_2",
    "CREATE EXTENSION hstore",
    "CREATE EXTENSION citext",
    "CREATE EXTENSION btree_gist",
    'CREATE COLLATION "en_US" FROM "C"',
]


def _suite(package: Path, dialect: str, url: str) -> Suite:
    return Suite(
        root=package,
        paths=["test/dialect/test_suite.py", f"test/dialect/{dialect}"],
        options=["--maxfail=1000000", "--dburi", url],
        stable_id=lambda case: CONFIGURATION.sub("", case),
    )


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    driver = os.environ["COMPAT_SQLALCHEMY_DRIVER"]
    if driver in ("psycopg2", "asyncpg"):
        with postgresql_database(server, PREPARATION) as database:
            url = replace(server, database=database).url(f"postgresql+{driver}")
            yield _suite(package, "postgresql", url)
    else:
        with mysql_databases(server, 1, fixed=["test_schema", "test_schema_2"]) as names:
            url = replace(server, database=names[-1]).url(f"mysql+{driver}", charset="utf8mb4")
            yield _suite(package, "mysql", url)
