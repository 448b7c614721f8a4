"""PyMySQL's own tests: ``pymysql/tests`` of its source package.

They are part of the package and test the package that they lie in, which has the version of the cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compat_server import Server
from compat_upstream import Suite, mysql_databases, working_copy


@contextmanager
def suite(server: Server, package: Path) -> Iterator[Suite]:
    with mysql_databases(server, 2) as databases, working_copy(package, "pymysql") as root:
        account = {"host": server.host, "port": server.port, "user": server.user, "passwd": server.password}
        first, second = ({**account, "database": each} for each in databases)
        first |= {"use_unicode": True, "local_infile": True}
        # The suite reads its databases from there.
        Path(root, "pymysql/tests/databases.json").write_text(json.dumps([first, second]), encoding="utf-8")
        yield Suite(root=root, paths=["pymysql/tests"])
