"""Character sets and collations with PyMySQL."""

from __future__ import annotations

from collections.abc import Callable

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.cursors import Cursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]

POLYGLOT = "naïve Straße Ελλάδα Привет 東京 عربي 👩‍👧 𝄞"


def test_every_plane_is_kept(cursor: Cursor, table: str) -> None:
    """A utf8mb4 column keeps text of every plane, and searches find it."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(200)) DEFAULT CHARSET=utf8mb4")
    cursor.execute(f"INSERT INTO {table} VALUES (%s)", (POLYGLOT,))
    cursor.execute(f"SELECT v, CHAR_LENGTH(v), LENGTH(v) FROM {table} WHERE v LIKE %s", ("%東京%👩%",))
    assert cursor.fetchone() == (POLYGLOT, len(POLYGLOT), len(POLYGLOT.encode()))


def test_latin1_client(connect: Connect, table: str) -> None:
    """A client that speaks latin1 and one that speaks utf8mb4 read the same text."""
    old, new = connect(charset="latin1", autocommit=True), connect(autocommit=True)
    with old.cursor() as one, new.cursor() as two:
        one.execute(f"CREATE TABLE {table} (v VARCHAR(50)) CHARACTER SET utf8mb4")
        one.execute(f"INSERT INTO {table} VALUES (%s)", ("çà et là",))
        two.execute(f"SELECT v, LENGTH(v) FROM {table}")
        assert two.fetchone() == ("çà et là", 11)
        two.execute(f"INSERT INTO {table} VALUES ('été')")
        one.execute(f"SELECT v FROM {table} WHERE v = %s", ("été",))
        assert one.fetchone() == ("été",)


def test_what_does_not_fit_the_client(connect: Connect) -> None:
    """A character that the client's set does not have reaches it as a question mark."""
    with connect(charset="latin1").cursor() as cursor:
        cursor.execute("SELECT CONCAT('a', _utf8mb4 X'e69db1', 'é')")
        assert cursor.fetchone() == ("a?é",)


def test_set_names(connection: Connection) -> None:
    """SET NAMES and set_character_set() change all three settings, and text goes on unharmed."""
    settings = "SELECT @@character_set_client, @@character_set_connection, @@character_set_results"
    with connection.cursor() as cursor:
        for charset, sample in (("latin1", "déjà"), ("utf8mb4", "déjà 👋"), ("utf8mb3", "déjà 東")):
            connection.set_character_set(charset)
            cursor.execute(settings)
            assert cursor.fetchone() == (charset,) * 3
            cursor.execute("SELECT %s", (sample,))
            assert cursor.fetchone() == (sample,)
        connection.set_character_set("utf8mb4", "utf8mb4_bin")
        cursor.execute("SELECT @@collation_connection, 'a' = 'A'")
        assert cursor.fetchone() == ("utf8mb4_bin", 0)


def test_latin1_column(cursor: Cursor, table: str) -> None:
    """A latin1 column holds one byte a character, and refuses what latin1 does not have: 1366."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20) CHARACTER SET latin1)")
    cursor.execute(f"INSERT INTO {table} VALUES ('é€')")
    cursor.execute(f"SELECT v, CHAR_LENGTH(v), LENGTH(v) FROM {table}")
    assert cursor.fetchone() == ("é€", 2, 2)
    with pytest.raises(pymysql.MySQLError) as error:
        cursor.execute(f"INSERT INTO {table} VALUES ('東')")
    assert error.value.args[0] == 1366


def test_three_byte_utf8(cursor: Cursor, table: str) -> None:
    """A utf8mb3 column refuses a character beyond the basic plane: 1366."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20) CHARACTER SET utf8mb3)")
    cursor.execute(f"INSERT INTO {table} VALUES ('東')")
    with pytest.raises(pymysql.MySQLError, match="Incorrect string value") as error:
        cursor.execute(f"INSERT INTO {table} VALUES ('👋')")
    assert error.value.args[0] == 1366


def test_invalid_bytes(connection: Connection) -> None:
    """Bytes that are no text of the client's set are not taken for text."""
    with connection.cursor() as cursor:
        with pytest.raises(pymysql.MySQLError) as error:
            cursor.execute("SELECT CONVERT(X'ff' USING utf8mb4) IS NULL, _utf8mb4 X'ff'")
        assert error.value.args[0] == 1300


def test_convert(cursor: Cursor) -> None:
    """CONVERT … USING changes the set, CHARSET and COLLATION tell it."""
    cursor.execute(
        "SELECT HEX(CONVERT('é' USING latin1)), CONVERT(X'e9' USING latin1), CHARSET('x'), CHARSET(X'00'),"
        " COLLATION(_utf8mb4'x' COLLATE utf8mb4_bin), HEX(_latin1'A'), LENGTH(CONVERT('é' USING utf16))"
    )
    assert cursor.fetchone() == ("E9", "é", "utf8mb4", "binary", "utf8mb4_bin", "41", 2)


def test_binary_charset(connect: Connect, table: str) -> None:
    """With SET NAMES binary the server converts nothing: text comes as the bytes that are stored."""
    connection = connect(use_unicode=False)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20) CHARACTER SET utf8mb4)")
        cursor.execute("SET NAMES binary")
        cursor.execute(f"INSERT INTO {table} VALUES (%s)", ("é👋".encode(),))
        cursor.execute(f"SELECT v, LENGTH(v) FROM {table}")
        assert cursor.fetchone() == ("é👋".encode(), 6)


def test_comparison_ignores_case(cursor: Cursor, table: str) -> None:
    """By default equality, LIKE, IN, grouping, DISTINCT and sorting take no notice of case."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20))")
    cursor.execute(f"INSERT INTO {table} VALUES ('Ada'), ('ADA'), ('bob'), ('Émile'), ('zoe')")
    for condition, count in (
        ("v = 'ada'", 2),
        ("v LIKE 'a%'", 2),
        ("v IN ('BOB', 'ZOE')", 2),
        ("v <> 'ADA'", 3),
        ("v BETWEEN 'ADA' AND 'BOB'", 3),
        ("v REGEXP '^AD'", 2),
        ("LOCATE('DA', v)", 2),
        ("v = BINARY 'ada'", 0),
        ("v = 'ada' COLLATE utf8mb4_bin", 0),
        ("v LIKE 'ADA' COLLATE utf8mb4_bin", 1),
    ):
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE {condition}")
        assert (condition, *cursor.fetchone()) == (condition, count)
    cursor.execute(f"SELECT COUNT(DISTINCT v), COUNT(*) FROM {table}")
    assert cursor.fetchone() == (4, 5)
    cursor.execute(f"SELECT UPPER(v) FROM {table} GROUP BY UPPER(v) ORDER BY UPPER(v)")
    assert cursor.fetchall() == (("ADA",), ("BOB",), ("ÉMILE",), ("ZOE",))


def test_unique_keys_ignore_case(cursor: Cursor, table: str) -> None:
    """A unique key takes 'Ada' and 'ADA' for the same, unless the column's collation is binary."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20) PRIMARY KEY, b VARCHAR(20) COLLATE utf8mb4_bin UNIQUE)")
    cursor.execute(f"INSERT INTO {table} VALUES ('Ada', 'Ada')")
    with pytest.raises(pymysql.IntegrityError) as error:
        cursor.execute(f"INSERT INTO {table} VALUES ('ADA', 'x')")
    assert error.value.args[1].startswith("Duplicate entry 'ADA' for key ")
    assert cursor.execute(f"INSERT INTO {table} VALUES ('Bob', 'ADA')") == 1
    assert cursor.execute(f"UPDATE {table} SET b = 'y' WHERE b = 'ada'") == 0
    assert cursor.execute(f"UPDATE {table} SET v = 'BOB' WHERE v = 'bob'") == 1
    cursor.execute(f"SELECT v FROM {table} WHERE v = 'bOb'")
    assert cursor.fetchone() == ("BOB",)


def test_comparison_ignores_accents(cursor: Cursor, table: str) -> None:
    """The default collation of MySQL 8 takes letters with and without accent for the same."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(20) UNIQUE)")
    cursor.execute(f"INSERT INTO {table} VALUES ('Émile')")
    cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE v = 'emile'")
    assert cursor.fetchone() == (1,)
    with pytest.raises(pymysql.IntegrityError):
        cursor.execute(f"INSERT INTO {table} VALUES ('Emile')")


@pytest.mark.must_pass(False)
def test_trailing_blanks_in_comparisons(cursor: Cursor, table: str) -> None:
    """Trailing blanks count in MySQL 8's default collation, and do not in the older ones."""
    cursor.execute(f"CREATE TABLE {table} (v VARCHAR(9), o VARCHAR(9) COLLATE utf8mb4_general_ci)")
    cursor.execute(f"INSERT INTO {table} VALUES ('a ', 'a ')")
    cursor.execute(f"SELECT v = 'a', o = 'a', o LIKE 'a' FROM {table}")
    assert cursor.fetchone() == (0, 1, 0)


def test_case_of_identifiers(cursor: Cursor, name: Callable[[str], str]) -> None:
    """Column names are found in any case."""
    table = name("names")
    cursor.execute(f"CREATE TABLE {table} (CustomerId INT, `Full Name` VARCHAR(20))")
    cursor.execute(f"INSERT INTO {table} (customerid, `full name`) VALUES (1, 'Ada')")
    cursor.execute(f"SELECT t.CUSTOMERID, `FULL NAME` FROM {table} AS t WHERE t.customerId = 1")
    assert cursor.fetchone() == (1, "Ada")


def test_escape_in_like(cursor: Cursor) -> None:
    """LIKE escapes with a backslash by default, or with what ESCAPE says."""
    cursor.execute(
        r"SELECT 'a_b' LIKE 'a\_b', 'axb' LIKE 'a\_b', 'a%%b' LIKE 'a|%%b' ESCAPE '|', 'a\\b' LIKE 'a\\\\b'", ()
    )
    assert cursor.fetchone() == (1, 0, 1, 1)
