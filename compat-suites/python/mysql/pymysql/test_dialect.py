"""The dialect corpus with PyMySQL: each statement gives what MariaDB gave, which is kept beside the corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection

import compat_corpus
from compat_corpus import Statement

pytestmark = pytest.mark.must_pass

EXPECTED = compat_corpus.expectations()


def case(number: int, statement: Statement) -> Any:
    words = "-".join(re.findall(r"[a-z0-9]+", statement.sql.lower()))[:60]
    marks = []
    if "follows" in EXPECTED[statement.sql]:
        product, _, difference = EXPECTED[statement.sql]["follows"].partition(": ")
        marks.append(pytest.mark.follows(product, difference))
    return pytest.param(statement, id=f"{statement.kind}{number:02}-{words}", marks=marks)


CASES = [case(number, statement) for number, statement in enumerate(compat_corpus.statements(), start=1)]


@pytest.fixture(scope="module")
def tables(keywords: dict[str, Any], schema_name: str) -> Iterator[str]:
    """A database with the tables of the corpus."""
    name = f"{schema_name}_corpus"
    with pymysql.connect(**keywords, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        cursor.execute(f"USE {name}")
        compat_corpus.make_tables(cursor)
        yield name
        cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture
def scratch(keywords: dict[str, Any], schema_name: str) -> Iterator[str]:
    """An empty database, for statements that leave something."""
    name = f"{schema_name}_scratch"
    with pymysql.connect(**keywords, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield name
        cursor.execute(f"DROP DATABASE {name}")


def test_corpus_is_known() -> None:
    """Every statement of the corpus has its expectation, and every expectation its statement."""
    assert [entry["sql"] for entry in EXPECTED.values()] == [each.sql for each in compat_corpus.statements()]


@pytest.mark.parametrize("statement", CASES)
def test_statement(request: pytest.FixtureRequest, connect: Callable[..., Connection], statement: Statement) -> None:
    """The statement gives the columns, rows and types, the changes or the error that it gives in MySQL."""
    database = request.getfixturevalue("scratch" if statement.fresh else "tables")
    connection = connect(database=database, autocommit=True, init_command="SET time_zone = '+00:00'")
    try:
        outcome = compat_corpus.run(connection, statement)
    finally:
        # Before its database is dropped: an open transaction holds the tables.
        connection.close()
    expected = {key: value for key, value in EXPECTED[statement.sql].items() if key not in ("kind", "sql", "follows")}
    assert compat_corpus.normalised(outcome, statement.ordered) == compat_corpus.normalised(expected, statement.ordered)
