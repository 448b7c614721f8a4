"""Writing with PyMySQL: generated keys, counts of rows, and the forms of INSERT, UPDATE and DELETE that MySQL adds."""

from __future__ import annotations

from collections.abc import Callable

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.constants import CLIENT
from pymysql.cursors import Cursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


@pytest.fixture
def keyed(cursor: Cursor, table: str) -> str:
    """A table with a generated key, a unique word and a number."""
    cursor.execute(f"CREATE TABLE {table} (id INT AUTO_INCREMENT PRIMARY KEY, w VARCHAR(10) UNIQUE, n INT DEFAULT 0)")
    return table


def rows(cursor: Cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
    return list(cursor.fetchall())


def test_generated_key(cursor: Cursor, keyed: str) -> None:
    """lastrowid, insert_id() and LAST_INSERT_ID() tell the key of the row; zero and NULL ask for one too."""
    for expected, key in enumerate(("DEFAULT", "NULL", "0"), start=1):
        cursor.execute(f"INSERT INTO {keyed} (id) VALUES ({key})")
        assert (cursor.lastrowid, cursor.connection.insert_id()) == (expected, expected)
        cursor.execute("SELECT LAST_INSERT_ID(), @@last_insert_id, @@identity")
        assert cursor.fetchone() == (expected,) * 3
    cursor.execute(f"INSERT INTO {keyed} (w) VALUES ('x')")
    assert cursor.lastrowid == 4


def test_keys_of_several_rows(cursor: Cursor, keyed: str) -> None:
    """Of several rows the first one's key is told, and the others follow it."""
    cursor.execute(f"INSERT INTO {keyed} (w) VALUES ('a'), ('b'), ('c')")
    assert cursor.lastrowid == 1
    cursor.execute("SELECT LAST_INSERT_ID()")
    assert cursor.fetchone() == (1,)
    cursor.execute(f"INSERT INTO {keyed} (w) SELECT CONCAT(w, w) FROM {keyed} ORDER BY id")
    first = cursor.lastrowid
    assert first > 3
    assert rows(cursor, keyed)[3:] == [(first, "aa", 0), (first + 1, "bb", 0), (first + 2, "cc", 0)]


def test_key_of_the_application(cursor: Cursor, keyed: str) -> None:
    """A key that the application chose moves the counter on, and LAST_INSERT_ID() stays what it was."""
    cursor.execute(f"INSERT INTO {keyed} () VALUES ()")
    cursor.execute(f"INSERT INTO {keyed} (id) VALUES (100)")
    assert cursor.lastrowid == 100
    cursor.execute("SELECT LAST_INSERT_ID()")
    assert cursor.fetchone() == (1,)
    cursor.execute(f"INSERT INTO {keyed} () VALUES ()")
    assert cursor.lastrowid == 101
    cursor.execute(f"DELETE FROM {keyed} WHERE id > 50")
    cursor.execute(f"INSERT INTO {keyed} () VALUES ()")
    assert cursor.lastrowid == 102


def test_counter_of_the_table(cursor: Cursor, keyed: str) -> None:
    """AUTO_INCREMENT of the table sets the next key, a rollback leaves a hole, TRUNCATE begins anew."""
    cursor.execute(f"ALTER TABLE {keyed} AUTO_INCREMENT = 500")
    cursor.execute(f"INSERT INTO {keyed} () VALUES ()")
    assert cursor.lastrowid == 500
    cursor.connection.rollback()
    cursor.execute(f"INSERT INTO {keyed} () VALUES ()")
    assert cursor.lastrowid == 501
    cursor.execute(f"TRUNCATE TABLE {keyed}")
    cursor.execute(f"INSERT INTO {keyed} () VALUES ()")
    assert cursor.lastrowid == 1


def test_key_is_of_the_session(connect: Connect, keyed: str) -> None:
    """Another session's rows do not change LAST_INSERT_ID(), and reading it by an UPDATE works as a sequence."""
    one, two = connect(autocommit=True), connect(autocommit=True)
    with one.cursor() as mine, two.cursor() as other:
        mine.execute(f"INSERT INTO {keyed} (w) VALUES ('mine')")
        key = mine.lastrowid
        other.execute(f"INSERT INTO {keyed} (w) VALUES ('other')")
        mine.execute("SELECT LAST_INSERT_ID()")
        assert mine.fetchone() == (key,)
        mine.execute(f"UPDATE {keyed} SET n = LAST_INSERT_ID(n + 7) WHERE w = 'mine'")
        assert mine.lastrowid == 7
        mine.execute("SELECT LAST_INSERT_ID()")
        assert mine.fetchone() == (7,)


def test_last_key_in_a_statement(cursor: Cursor, keyed: str, name: Callable[[str], str]) -> None:
    """LAST_INSERT_ID() in the next INSERT is the parent's key."""
    child = name("child")
    cursor.execute(f"CREATE TABLE {child} (id INT AUTO_INCREMENT PRIMARY KEY, parent INT)")
    cursor.execute(f"INSERT INTO {keyed} (id) VALUES (41)")
    cursor.execute(f"INSERT INTO {keyed} (w) VALUES ('p')")
    cursor.execute(f"INSERT INTO {child} (parent) VALUES (LAST_INSERT_ID()), (LAST_INSERT_ID())")
    assert rows(cursor, child) == [(1, 42), (2, 42)]


def test_changed_rows(cursor: Cursor, keyed: str) -> None:
    """An UPDATE counts the rows that it changed, not those that it found."""
    cursor.execute(f"INSERT INTO {keyed} (n) VALUES (1), (2), (2)")
    assert cursor.execute(f"UPDATE {keyed} SET n = 2") == 1
    assert cursor._result.message.endswith(b"Rows matched: 3  Changed: 1  Warnings: 0")
    assert cursor.execute(f"UPDATE {keyed} SET n = 2") == 0
    assert cursor.execute(f"UPDATE {keyed} SET n = 3 WHERE id > 99") == 0
    cursor.execute(f"UPDATE {keyed} SET n = 3")
    cursor.execute("SELECT ROW_COUNT()")
    assert cursor.fetchone() == (3,)


def test_found_rows(connect: Connect, keyed: str) -> None:
    """A client that asks for it gets the rows that an UPDATE found, changed or not."""
    with connect(client_flag=CLIENT.FOUND_ROWS).cursor() as cursor:
        cursor.execute(f"INSERT INTO {keyed} (n) VALUES (1), (2), (2)")
        assert cursor.execute(f"UPDATE {keyed} SET n = 2") == 3
        assert cursor.execute(f"UPDATE {keyed} SET n = 2") == 3
        assert cursor.execute(f"UPDATE {keyed} SET n = 2 WHERE id > 99") == 0


def test_on_duplicate_key(cursor: Cursor, keyed: str) -> None:
    """ON DUPLICATE KEY UPDATE counts 1 for a new row, 2 for a changed one and 0 for one that was so already."""
    upsert = f"INSERT INTO {keyed} (w, n) VALUES (%s, %s) ON DUPLICATE KEY UPDATE n = VALUES(n)"
    assert cursor.execute(upsert, ("a", 1)) == 1
    first = cursor.lastrowid
    assert cursor.execute(upsert, ("A", 2)) == 2
    assert cursor.execute(upsert, ("a", 2)) == 0
    many = f"INSERT INTO {keyed} (w, n) VALUES ('a', 3), ('b', 1), ('c', 1) ON DUPLICATE KEY UPDATE n = n + VALUES(n)"
    assert cursor.execute(many) == 4
    assert [(w, n) for _, w, n in rows(cursor, keyed)] == [("a", 5), ("b", 1), ("c", 1)]
    assert rows(cursor, keyed)[0][0] == first


def test_on_duplicate_key_by_primary_key(cursor: Cursor, keyed: str) -> None:
    """Any of the table's keys decides; expressions see the old row, and LAST_INSERT_ID(id) tells its key."""
    cursor.execute(f"INSERT INTO {keyed} (id, w, n) VALUES (7, 'seven', 70)")
    cursor.execute(f"INSERT INTO {keyed} (id, w) VALUES (7, 'x') ON DUPLICATE KEY UPDATE w = CONCAT(w, '!'), n = n + 1")
    assert rows(cursor, keyed) == [(7, "seven!", 71)]
    cursor.execute(f"INSERT INTO {keyed} (w) VALUES ('seven!') ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), n = 0")
    assert cursor.lastrowid == 7
    assert rows(cursor, keyed) == [(7, "seven!", 0)]


@pytest.mark.follows("MySQL 8", "MariaDB has no alias for the new row")
def test_on_duplicate_key_with_an_alias(cursor: Cursor, keyed: str) -> None:
    """The row that was to be inserted has an alias, and its columns may have too."""
    cursor.execute(f"INSERT INTO {keyed} (w, n) VALUES ('a', 1)")
    assert (
        cursor.execute(
            f"INSERT INTO {keyed} (w, n) VALUES ('a', 5), ('b', 6) AS new ON DUPLICATE KEY UPDATE n = {keyed}.n + new.n"
        )
        == 3
    )
    cursor.execute(f"INSERT INTO {keyed} (w, n) VALUES ('b', 1) AS new (x, y) ON DUPLICATE KEY UPDATE n = y * 100")
    assert [(w, n) for _, w, n in rows(cursor, keyed)] == [("a", 6), ("b", 100)]


def test_insert_ignore(cursor: Cursor, keyed: str) -> None:
    """INSERT IGNORE leaves out the rows that violate a key, and makes warnings of the errors."""
    cursor.execute(f"INSERT INTO {keyed} (w) VALUES ('a')")
    assert cursor.execute(f"INSERT IGNORE INTO {keyed} (w) VALUES ('a'), ('b'), ('A')") == 1
    assert cursor.warning_count == 2
    assert [number for _, number, _ in cursor.connection.show_warnings()] == [1062, 1062]
    assert cursor.execute(f"INSERT IGNORE INTO {keyed} (w, n) VALUES ('much too long a word', 'x')") == 1
    assert [(w, n) for _, w, n in rows(cursor, keyed)] == [("a", 0), ("b", 0), ("much too l", 0)]


def test_replace(cursor: Cursor, keyed: str) -> None:
    """REPLACE deletes what is in its way: it counts 1 for a new row, 2 for a replaced one, more for more keys."""
    assert cursor.execute(f"REPLACE INTO {keyed} (id, w, n) VALUES (1, 'a', 1)") == 1
    assert cursor.execute(f"REPLACE INTO {keyed} (id, w) VALUES (1, 'b')") == 2
    assert rows(cursor, keyed) == [(1, "b", 0)]
    cursor.execute(f"INSERT INTO {keyed} (id, w) VALUES (2, 'c')")
    assert cursor.execute(f"REPLACE {keyed} SET id = 1, w = 'c', n = 9") == 3
    assert rows(cursor, keyed) == [(1, "c", 9)]


def test_insert_forms(cursor: Cursor, keyed: str) -> None:
    """INSERT with SET, without INTO, with DEFAULT, from a SELECT, and of a row of defaults."""
    cursor.execute(f"INSERT INTO {keyed} SET w = 'set', n = 1 + 1")
    cursor.execute(f"INSERT {keyed} (w, n) VALUE ('short', DEFAULT)")
    cursor.execute(f"INSERT INTO {keyed} VALUES (DEFAULT, 'all', 5)")
    cursor.execute(f"INSERT INTO {keyed} () VALUES (), ()")
    cursor.execute(f"INSERT INTO {keyed} (w, n) SELECT CONCAT(w, '2'), n FROM {keyed} WHERE n > 1")
    assert [row[1:] for row in rows(cursor, keyed)] == [
        ("set", 2),
        ("short", 0),
        ("all", 5),
        (None, 0),
        (None, 0),
        ("set2", 2),
        ("all2", 5),
    ]


def test_update_in_order(cursor: Cursor, keyed: str) -> None:
    """UPDATE and DELETE take ORDER BY and LIMIT, and assignments see those before them."""
    cursor.execute(f"INSERT INTO {keyed} (n) VALUES (1), (2), (3), (4)")
    assert cursor.execute(f"UPDATE {keyed} SET n = n * 10 ORDER BY n DESC LIMIT 2") == 2
    assert [n for _, _, n in rows(cursor, keyed)] == [1, 2, 30, 40]
    assert cursor.execute(f"DELETE FROM {keyed} ORDER BY n LIMIT 1") == 1
    assert cursor.execute(f"UPDATE {keyed} SET n = n + 1, w = CONCAT('w', n) WHERE n = 2") == 1
    assert [row[1:] for row in rows(cursor, keyed)] == [("w3", 3), (None, 30), (None, 40)]


def test_update_of_several_tables(cursor: Cursor, name: Callable[[str], str]) -> None:
    """UPDATE over a join changes both tables, each row once, and counts all of them."""
    people, orders = name("people"), name("orders")
    cursor.execute(f"CREATE TABLE {people} (id INT PRIMARY KEY, total INT DEFAULT 0, vip INT DEFAULT 0)")
    cursor.execute(f"CREATE TABLE {orders} (id INT PRIMARY KEY, who INT, amount INT, seen INT DEFAULT 0)")
    cursor.execute(f"INSERT INTO {people} (id) VALUES (1), (2), (3)")
    cursor.execute(f"INSERT INTO {orders} (id, who, amount) VALUES (1, 1, 5), (2, 1, 7), (3, 2, 9)")
    changed = cursor.execute(
        f"UPDATE {people} p JOIN {orders} o ON o.who = p.id SET p.vip = 1, o.seen = o.seen + 1 WHERE o.amount > 4"
    )
    assert changed == 5
    assert rows(cursor, people) == [(1, 0, 1), (2, 0, 1), (3, 0, 0)]
    assert [row[3] for row in rows(cursor, orders)] == [1, 1, 1]
    cursor.execute(
        f"UPDATE {people} p, (SELECT who, SUM(amount) AS s FROM {orders} GROUP BY who) t SET p.total = t.s"
        " WHERE t.who = p.id"
    )
    assert rows(cursor, people) == [(1, 12, 1), (2, 9, 1), (3, 0, 0)]
    cursor.execute(f"UPDATE {people} p LEFT JOIN {orders} o ON o.who = p.id SET p.vip = -1 WHERE o.id IS NULL")
    assert rows(cursor, people)[2] == (3, 0, -1)


def test_delete_from_several_tables(cursor: Cursor, name: Callable[[str], str]) -> None:
    """DELETE over a join takes rows from the tables that it names, in both spellings."""
    people, orders = name("people"), name("orders")
    cursor.execute(f"CREATE TABLE {people} (id INT PRIMARY KEY)")
    cursor.execute(f"CREATE TABLE {orders} (id INT PRIMARY KEY, who INT)")
    cursor.execute(f"INSERT INTO {people} VALUES (1), (2), (3)")
    cursor.execute(f"INSERT INTO {orders} VALUES (1, 1), (2, 1), (3, 2), (4, 3)")
    assert cursor.execute(f"DELETE o FROM {orders} o INNER JOIN {people} p ON p.id = o.who WHERE p.id = 2") == 1
    assert cursor.execute(f"DELETE FROM p, o USING {people} p JOIN {orders} o ON o.who = p.id WHERE p.id = 1") == 3
    assert (rows(cursor, people), rows(cursor, orders)) == ([(2,), (3,)], [(4, 3)])
    assert cursor.execute(f"DELETE {people} FROM {people} LEFT JOIN {orders} ON {orders}.who = {people}.id"
                          f" WHERE {orders}.id IS NULL") == 1  # fmt: skip
    assert rows(cursor, people) == [(3,)]


def test_foreign_keys(cursor: Cursor, name: Callable[[str], str]) -> None:
    """Foreign keys cascade, set NULL and restrict; foreign_key_checks turns them off."""
    parent, child = name("parent"), name("child")
    cursor.execute(f"CREATE TABLE {parent} (id INT PRIMARY KEY)")
    cursor.execute(
        f"CREATE TABLE {child} (id INT PRIMARY KEY, c INT, n INT, r INT,"
        f" FOREIGN KEY (c) REFERENCES {parent} (id) ON DELETE CASCADE ON UPDATE CASCADE,"
        f" FOREIGN KEY (n) REFERENCES {parent} (id) ON DELETE SET NULL, FOREIGN KEY (r) REFERENCES {parent} (id))"
    )
    cursor.execute(f"INSERT INTO {parent} VALUES (1), (2), (3), (4)")
    cursor.execute(f"INSERT INTO {child} VALUES (1, 1, 2, 3), (2, 4, NULL, NULL)")
    cursor.execute(f"DELETE FROM {parent} WHERE id = 2")
    cursor.execute(f"UPDATE {parent} SET id = 40 WHERE id = 4")
    assert rows(cursor, child) == [(1, 1, None, 3), (2, 40, None, None)]
    with pytest.raises(pymysql.IntegrityError):
        cursor.execute(f"DELETE FROM {parent} WHERE id = 3")
    assert cursor.execute(f"DELETE FROM {parent} WHERE id = 1") == 1
    assert rows(cursor, child) == [(2, 40, None, None)]
    cursor.execute("SET foreign_key_checks = 0")
    assert cursor.execute(f"INSERT INTO {child} VALUES (3, 99, 99, 99)") == 1
    cursor.execute("SET foreign_key_checks = 1")


def test_tables_in_the_order_of_a_dump(cursor: Cursor, name: Callable[[str], str]) -> None:
    """With foreign_key_checks = 0 a child is made and filled before its parent; afterwards its key is kept."""
    child, parent = name("a_child"), name("b_parent")
    cursor.execute("SET @before = @@foreign_key_checks, foreign_key_checks = 0")
    cursor.execute(
        f"CREATE TABLE {child} (id INT PRIMARY KEY, p INT,"
        f" CONSTRAINT {child}_Key FOREIGN KEY (p) REFERENCES {parent} (id) ON DELETE CASCADE)"
    )
    cursor.execute(f"INSERT INTO {child} VALUES (1, 10), (2, 20), (3, 30)")
    cursor.execute(f"CREATE TABLE {parent} (id INT PRIMARY KEY)")
    cursor.execute(f"INSERT INTO {parent} VALUES (10), (20)")
    cursor.execute("SET foreign_key_checks = @before")
    with pytest.raises(pymysql.IntegrityError) as error:
        cursor.execute(f"INSERT INTO {child} VALUES (4, 40)")
    assert error.value.args[0] == 1452
    cursor.execute(f"DELETE FROM {parent} WHERE id = 20")
    assert rows(cursor, child) == [(1, 10), (3, 30)]
    cursor.execute(f"SHOW CREATE TABLE {child}")
    assert f"CONSTRAINT `{child}_Key` FOREIGN KEY (`p`) REFERENCES `{parent}` (`id`)" in cursor.fetchone()[1]


def test_table_definitions(cursor: Cursor, name: Callable[[str], str]) -> None:
    """Columns are added at a place, changed, renamed and dropped; tables are copied, renamed and emptied."""
    first, second, third = name("t"), name("t"), name("t")
    cursor.execute(f"CREATE TABLE {first} (a INT PRIMARY KEY, c VARCHAR(5) DEFAULT 'x', KEY (c))")
    cursor.execute(f"INSERT INTO {first} (a) VALUES (1)")
    cursor.execute(f"ALTER TABLE {first} ADD COLUMN b INT NOT NULL DEFAULT 7 AFTER a, ADD COLUMN z INT FIRST")
    assert rows(cursor, first) == [(None, 1, 7, "x")]
    cursor.execute(f"ALTER TABLE {first} CHANGE COLUMN b bb BIGINT NULL, MODIFY c VARCHAR(50), DROP COLUMN z")
    cursor.execute(f"ALTER TABLE {first} RENAME COLUMN bb TO b3, ALTER COLUMN c SET DEFAULT 'y'")
    cursor.execute(f"INSERT INTO {first} (a) VALUES (2)")
    assert rows(cursor, first) == [(1, 7, "x"), (2, None, "y")]
    cursor.execute(f"CREATE TABLE {second} LIKE {first}")
    assert rows(cursor, second) == []
    cursor.execute(f"CREATE TABLE {third} AS SELECT a, CONCAT(c, '!') AS d FROM {first}")
    assert rows(cursor, third) == [(1, "x!"), (2, "y!")]
    cursor.execute(f"RENAME TABLE {third} TO {third}_old, {second} TO {third}")
    cursor.execute(f"INSERT INTO {third} SELECT * FROM {first}")
    cursor.execute(f"TRUNCATE {third}")
    assert rows(cursor, third) == []
    cursor.execute(f"DROP TABLE IF EXISTS {third}, {third}_old, nowhere")
    with pytest.raises(pymysql.ProgrammingError):
        cursor.execute(f"SELECT * FROM {third}")


def test_across_databases(connect: Connect, database: str, schema_name: str, table: str) -> None:
    """Qualified names reach two databases in one statement, without a default one."""
    other = f"{schema_name}_other"
    with connect(database=None, autocommit=True).cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {other} DEFAULT CHARACTER SET utf8mb4")
        try:
            cursor.execute(f"CREATE TABLE {database}.{table} (id INT)")
            cursor.execute(f"CREATE TABLE `{other}`.`{table}` (id INT, v VARCHAR(5))")
            cursor.execute(f"INSERT INTO {database}.{table} VALUES (1), (2)")
            cursor.execute(f"INSERT INTO {other}.{table} VALUES (2, 'two')")
            cursor.execute(f"SELECT b.v FROM {database}.{table} a JOIN {other}.{table} b ON a.id = b.id")
            assert cursor.fetchall() == (("two",),)
            cursor.execute(f"SELECT {other}.{table}.v FROM {other}.{table}")
            assert cursor.fetchall() == (("two",),)
        finally:
            cursor.execute(f"DROP DATABASE {other}")
