"""PyMySQL's own tests: ``pymysql/tests`` of its source package.

They are part of the package and test the package that they lie in, which has the version of the cell.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compat_server import Server
from compat_upstream import Suite, mysql_databases, working_copy


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    with working_copy(package, "pymysql") as root:
        # Before the first import of the driver.
        sys.path.insert(0, str(root))
        with mysql_databases(server, 2) as databases:
            yield _suite(server, root, databases)


def _suite(server: Server, root: Path, databases: list[str]) -> Suite:
    account = {"host": server.host, "port": server.port, "user": server.user, "passwd": server.password}
    first, second = ({**account, "database": each} for each in databases)
    first |= {"use_unicode": True, "local_infile": True}
    # The suite reads its databases from there.
    Path(root, "pymysql/tests/databases.json").write_text(json.dumps([first, second]), encoding="utf-8")
    return Suite(root=root, paths=["pymysql/tests"])
