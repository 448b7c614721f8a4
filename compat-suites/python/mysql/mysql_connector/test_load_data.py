"""LOAD DATA LOCAL INFILE with MySQL Connector/Python: through TLS, in clear, and compressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]


@pytest.mark.parametrize("clear", [False, True], ids=["tls", "clear"])
@pytest.mark.parametrize("compress", [False, True], ids=["plain", "compressed"])
def test_file(connect: Connect, table: str, tmp_path: Path, clear: bool, compress: bool) -> None:
    """A file of many packets becomes rows, however the packets travel."""
    file = tmp_path / "rows.csv"
    file.write_text("".join(f'{i},"row ""{i}"""\n' for i in range(20_000)))
    connection = connect(allow_local_infile=True, compress=compress, ssl_disabled=clear)
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (id INT PRIMARY KEY, w VARCHAR(20))")
        cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table} FIELDS TERMINATED BY ',' ENCLOSED BY '\"'")
        assert (cursor.rowcount, cursor.warning_count) == (20_000, 0)
        connection.commit()
        cursor.execute(f"SELECT COUNT(*), SUM(id), MIN(w), MAX(w) FROM {table}")
        assert cursor.fetchone() == (20_000, 199_990_000, 'row "0"', 'row "9999"')


def test_warnings(connect: Connect, table: str, tmp_path: Path) -> None:
    """The client fetches the warnings of a file, with the numbers of their rows."""
    file = tmp_path / "rows"
    file.write_text("1\tab\nx\tabc\n3\n")
    connection = connect(allow_local_infile=True, get_warnings=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT, b VARCHAR(2))")
        cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table}")
        assert [(code, row) for _, code, text in cursor.warnings for row in text.split() if row in ("2", "3")] == [
            (1366, "2"),
            (1265, "2"),
            (1261, "3"),
        ]
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        assert cursor.fetchall() == [(0, "ab"), (1, "ab"), (3, None)]


def test_error_behind_the_content(
    connect: Connect, table: str, tmp_path: Path, rows_of: Callable[..., list[tuple[Any, ...]]]
) -> None:
    """An error of the first row is told when all of the file is sent; nothing of it stays, and the session goes on."""
    file = tmp_path / "rows"
    file.write_text("x\n" + "".join(f"{i}\n" for i in range(20_000)))
    connection = connect(allow_local_infile=True, autocommit=True)
    with connection.cursor(buffered=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT PRIMARY KEY)")
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' REPLACE INTO TABLE {table}")
        assert error.value.errno == 1366
        assert rows_of(f"SELECT COUNT(*) FROM {table}") == [(0,)]
        file.write_text("1\n2\n")
        cursor.execute(f"LOAD DATA LOCAL INFILE '{file}' REPLACE INTO TABLE {table}")
        assert cursor.rowcount == 2


@pytest.mark.follows("MySQL 8", "MariaDB prepares LOAD DATA")
def test_cannot_be_prepared(connect: Connect, table: str) -> None:
    """LOAD DATA is no statement of the binary protocol."""
    with connect(allow_local_infile=True).cursor(prepared=True) as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute(f"LOAD DATA LOCAL INFILE 'f' INTO TABLE {table}")
        assert error.value.errno == 1295


def test_client_refuses(connect: Connect, table: str, tmp_path: Path) -> None:
    """A client that does not allow it is asked for no files."""
    (tmp_path / "rows").write_text("1\n")
    with connect(allow_local_infile=False).cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        with pytest.raises(mysql.connector.Error) as error:
            cursor.execute(f"LOAD DATA LOCAL INFILE '{tmp_path / 'rows'}' INTO TABLE {table}")
    # For MySQL's 3948 the connector has an error of its own, which has no number.
    assert error.value.errno in (3948, -1, 1148, 4166)
