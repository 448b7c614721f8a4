"""What other protocols see."""

from __future__ import annotations

import psycopg2
import pytest
import redis

pytestmark = pytest.mark.must_pass


def test_a_value_in_sql(client: redis.Redis, key: str, sql: psycopg2.extensions.cursor) -> None:
    """A value that was set is a row for SQL."""
    client.set(key, "é")
    sql.execute("SELECT db, convert_from(value, 'UTF8'), expires FROM redis.entries WHERE key = %s", (key.encode(),))
    assert sql.fetchall() == [(0, "é", None)]


def test_a_row_of_sql(client: redis.Redis, key: str, sql: psycopg2.extensions.cursor) -> None:
    """A row that SQL changed is a value."""
    client.set(key, 1)
    sql.execute("UPDATE redis.entries SET value = '41' WHERE key = %s", (key.encode(),))
    assert client.incr(key) == 42
