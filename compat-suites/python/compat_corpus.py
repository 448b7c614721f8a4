"""Statements of the dialect corpus: how one is run, what it gave, and whether that is what is expected.

``python -m compat_corpus`` runs every statement for MySQL against the server that ``COMPAT_*`` describes, which should
be MariaDB, and writes what it gave to ``mysql.expected.json``. Expectations that are written by hand stay.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from compat_server import Server

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EXPECTED = CORPUS / "mysql.expected.json"
TABLES = Path(__file__).resolve().parent / "mysql" / "corpus-tables.sql"

# The name of the database differs from run to run.
DATABASE = "{database}"

# What a column is named after whose values differ from run to run, or from server to server.
VOLATILE = re.compile(
    r"\b(NOW|SYSDATE|CURDATE|CURTIME|UTC_TIMESTAMP|CURRENT_TIMESTAMP|USER|VERSION|CONNECTION_ID|UUID|RAND|FOUND_ROWS)\b"
    r"|@@version",
    re.IGNORECASE,
)

# MySQL 8 shows integers without it, except TINYINT(1).
DISPLAY_WIDTH = re.compile(r"\b((?:small|medium|big)?int)\(\d+\)")

# Statements whose whole result is the server's own business, as long as there is one.
OPAQUE = ("EXPLAIN", "SHOW CREATE TABLE")


@dataclass(frozen=True)
class Statement:
    """One line of the corpus."""

    kind: str
    sql: str
    before: tuple[str, ...]
    """The statements of its kind that come first."""

    @property
    def ordered(self) -> bool:
        """Whether the outermost query has an ORDER BY."""
        depth, words = 0, []
        for part in re.findall(r"'[^']*'|\(|\)|\w+", self.sql):
            depth += {"(": 1, ")": -1}.get(part, 0)
            if depth == 0:
                words.append(part.upper())
        return "ORDER" in words

    @property
    def fresh(self) -> bool:
        """Whether it needs tables that nobody else has touched, and leaves them for nobody else."""
        return self.kind != "q"


def statements() -> list[Statement]:
    """The corpus for MySQL, in order."""
    found: list[Statement] = []
    lines = (CORPUS / "mysql.txt").read_text(encoding="utf-8").splitlines()
    lines += [
        line for line in (CORPUS / "session_kinds.txt").read_text(encoding="utf-8").splitlines() if line[:6] == "mysql|"
    ]
    for line in filter(None, lines):
        kind, _, sql = line.partition("|")
        before = () if kind in ("q", "mysql") else tuple(each.sql for each in found if each.kind == kind)
        found.append(Statement(kind, sql, before))
    return found


def expectations() -> dict[str, dict[str, Any]]:
    """What is expected, by statement."""
    return {entry["sql"]: entry for entry in json.loads(EXPECTED.read_text(encoding="utf-8"))}


def make_tables(cursor: Cursor) -> None:
    """Makes the tables of the corpus, new, in the current database."""
    cursor.execute("SET foreign_key_checks = 0")
    cursor.execute("SHOW TABLES")
    for (table,) in cursor.fetchall():
        cursor.execute(f"DROP TABLE `{table}`")
    cursor.execute("SET foreign_key_checks = 1")
    for statement in TABLES.read_text(encoding="utf-8").splitlines():
        cursor.execute(statement)


def encode(value: Any) -> Any:
    """A value as JSON holds it, with its type."""
    if value is None or type(value) in (int, str):
        return value
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, dt.timedelta):
        return {"timedelta": value.total_seconds()}
    if isinstance(value, float):
        return {"float": float(f"{value:.12g}")}
    if isinstance(value, Decimal):
        return {"decimal": format(value, "f")}
    if isinstance(value, dt.date | dt.datetime):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"no such type in the corpus: {type(value)}")


def type_of(encoded: Any) -> Any:
    """What is left of a value that differs from run to run."""
    return next(iter(encoded)) if isinstance(encoded, dict) else type(encoded).__name__


def run(connection: Connection, statement: Statement) -> dict[str, Any]:
    """Runs a statement after those that come before it, and tells what it gave."""
    with connection.cursor(Cursor) as cursor:
        if statement.fresh:
            make_tables(cursor)
            connection.begin()
            for sql in statement.before:
                _try(cursor, sql)
        outcome = _try(cursor, statement.sql)
        if statement.kind == "dml" and "error" not in outcome:
            outcome["after"] = {table: _rows(cursor, table) for table in ("customers", "orders")}
        if statement.kind == "ddl":
            outcome["after"] = _columns(cursor)
    database = connection.db.decode() if isinstance(connection.db, bytes) else connection.db
    return json.loads(DISPLAY_WIDTH.sub(r"\1", json.dumps(outcome).replace(database, DATABASE)))


def _try(cursor: Cursor, sql: str) -> dict[str, Any]:
    try:
        cursor.execute(sql.replace("?", "1"))
    except pymysql.MySQLError as error:
        return {"error": error.args[0]}
    if cursor.description is None:
        return {"affected": cursor.rowcount}
    names = [column[0] for column in cursor.description]
    rows = [[encode(value) for value in row] for row in cursor.fetchall()]
    if sql.startswith(OPAQUE):
        return {"opaque": bool(names and rows)}
    outcome: dict[str, Any] = {"columns": names, "rows": rows}
    volatile = [index for index, name in enumerate(names) if VOLATILE.search(name)]
    if volatile:
        outcome["volatile"] = volatile
        for row in rows:
            for index in volatile:
                row[index] = type_of(row[index])
    return outcome


def _rows(cursor: Cursor, table: str) -> list[list[Any]]:
    cursor.execute(f"SELECT * FROM {table} ORDER BY id")
    return [[encode(value) for value in row] for row in cursor.fetchall()]


def _columns(cursor: Cursor) -> list[list[Any]]:
    cursor.execute(
        "SELECT table_name, column_name, data_type, is_nullable, column_key FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name LIKE 'mt%' ORDER BY table_name, ordinal_position"
    )
    # MariaDB calls JSON what it is an alias of.
    return [
        [table, column, "json" if (column, kind) == ("doc", "longtext") else kind, *rest]
        for table, column, kind, *rest in cursor.fetchall()
    ]


def normalised(outcome: dict[str, Any], ordered: bool) -> dict[str, Any]:
    """An outcome in a form in which equal ones are equal: without an ORDER BY, rows come in any order."""
    if ordered or "rows" not in outcome:
        return outcome
    return {**outcome, "rows": sorted(outcome["rows"], key=json.dumps)}


def record() -> None:
    """Writes what the server gives to each statement, except where the expectation is written by hand."""
    server = Server.from_environment()
    by_hand = {sql: entry for sql, entry in expectations().items() if "follows" in entry} if EXPECTED.exists() else {}
    database = f"compat_corpus_{secrets.token_hex(4)}"
    account = {"host": server.host, "port": server.port, "user": server.user, "password": server.password}
    with pymysql.connect(**account, autocommit=True) as owner, owner.cursor() as administration:
        administration.execute(f"CREATE DATABASE {database}")
        try:
            entries = []
            with pymysql.connect(**account, database=database, init_command="SET time_zone = '+00:00'") as reader:
                make_tables(reader.cursor())
                reader.commit()
            for statement in statements():
                if statement.sql in by_hand:
                    entries.append(by_hand[statement.sql])
                    continue
                with pymysql.connect(
                    **account, database=database, autocommit=True, init_command="SET time_zone = '+00:00'"
                ) as connection:
                    if statement.kind == "q":
                        make_tables(connection.cursor())
                    entries.append({"kind": statement.kind, "sql": statement.sql, **run(connection, statement)})
        finally:
            administration.execute(f"DROP DATABASE {database}")
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    EXPECTED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(entries)} expectations, {len(by_hand)} of them by hand: {EXPECTED}")


if __name__ == "__main__":
    record()
