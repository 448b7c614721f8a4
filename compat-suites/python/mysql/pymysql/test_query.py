"""Simple statements with PyMySQL: what goes out, what comes back, and how it is described."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.constants import FIELD_TYPE, FLAG
from pymysql.cursors import Cursor

from compat_pymysql import sqlstate

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]
Numbers = Callable[[int], str]

comment_only = pytest.mark.follows("MySQL 8", "MariaDB answers a comment without a statement with OK")


def test_select_without_table(cursor: Cursor) -> None:
    """One row of constants comes back with the types of Python that fit them."""
    assert cursor.execute("SELECT 1, 'two', 3.5, TRUE, NULL, 1.5e0, X'00ff', -9223372036854775808") == 1
    assert cursor.fetchone() == (1, "two", Decimal("3.5"), 1, None, 1.5, b"\x00\xff", -(2**63))
    assert cursor.fetchone() is None


def test_dual(cursor: Cursor) -> None:
    """A SELECT may name DUAL as the table that it does not need, with a condition."""
    cursor.execute("SELECT 1 + 1 FROM DUAL WHERE 1 = 1")
    assert cursor.fetchall() == ((2,),)


def test_parameters(cursor: Cursor) -> None:
    """Positional and named parameters, a repeated name, a list for IN, and a doubled percent sign."""
    cursor.execute("SELECT %s, %s, 10 %% 4", (1, None))
    assert cursor.fetchone() == (1, None, 2)
    cursor.execute("SELECT %(a)s + %(a)s, %(b)s", {"a": 21, "b": "b"})
    assert cursor.fetchone() == (42, "b")
    cursor.execute("SELECT 2 IN %s, 'z' IN %s", ([1, 2, 3], ("x", "y")))
    assert cursor.fetchone() == (1, 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("it's \"quoted\" \\ back\\slash \\' `tick` $1 %s %(x)s ? :a @b", id="punctuation"),
        pytest.param("line\r\nbreaks\tand\x01control\x7f\x1a", id="control"),
        pytest.param("Ὀδυσσεύς 東京 العربية עברית हिन्दी", id="scripts"),
        pytest.param("👩‍👩‍👧‍👦 𝄞 e\u0301 \u202e \ufeff \U0010ffff", id="astral"),
        pytest.param("", id="empty"),
        pytest.param("'; DROP TABLE students; -- # /* ", id="injection"),
        pytest.param("trailing blank ", id="blank"),
    ],
)
def test_text_survives(cursor: Cursor, text: str) -> None:
    """Text goes to the server and back unchanged, and the server counts the same characters as Python."""
    cursor.execute("SELECT %s, CHAR_LENGTH(%s), LENGTH(%s), MD5(%s)", (text,) * 4)
    encoded = text.encode()
    assert cursor.fetchone() == (text, len(text), len(encoded), hashlib.md5(encoded).hexdigest())


def test_literals(cursor: Cursor) -> None:
    """String literals in both quotes, with escapes, doubled quotes and neighbours that join; hexadecimal and bits."""
    cursor.execute(
        r'''SELECT 'it\'s', 'it''s', "say ""hi""", 'a' 'b'  "c", 'tab\tnew\nline\\', 'per\%cent', 'od\d','''
        " x'4D7953', 0x4D, b'1000001', N'national', _utf8mb4'intro'"
    )
    assert cursor.fetchone() == (
        "it's",
        "it's",
        'say "hi"',
        "abc",
        "tab\tnew\nline\\",
        r"per\%cent",
        "odd",
        b"MyS",
        b"M",
        b"A",
        "national",
        "intro",
    )


def test_modes_change_the_syntax(connect: Connect) -> None:
    """ANSI_QUOTES makes identifiers of double quotes, PIPES_AS_CONCAT joins, NO_BACKSLASH_ESCAPES leaves them alone."""
    connection = connect(sql_mode="ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES")
    with connection.cursor() as cursor:
        cursor.execute("""SELECT "n", 'a' || 'b' || 'c', 'back\\slash' FROM (SELECT 7 AS "n") t""")
        assert cursor.fetchone() == (7, "abc", "back\\slash")
        cursor.execute("SELECT %s", ("it's a \\ backslash",))
        assert cursor.fetchone() == ("it's a \\ backslash",)
        cursor.execute("SET SESSION sql_mode = ''")
        cursor.execute("""SELECT "n", 'a' || 'b', 1 || 0""")
        assert cursor.fetchone() == ("n", 0, 1)


def test_comments(cursor: Cursor) -> None:
    """The three kinds of comments are skipped, and what stands in a versioned comment runs."""
    cursor.execute("SELECT /* one; ' */ 1 -- two ' ;\n + 2 # three \"\n + 4 /*!40101 + 8 */ /*!99999 + 16 */")
    assert cursor.fetchone() == (15,)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("", id="nothing"),
        pytest.param("-- a comment", id="comment", marks=comment_only),
        pytest.param("/* x */", id="block", marks=comment_only),
    ],
)
def test_empty_statement(cursor: Cursor, statement: str) -> None:
    """An empty statement is error 1065, and the connection goes on."""
    with pytest.raises(pymysql.OperationalError) as error:
        cursor.execute(statement)
    assert (error.value.args[0], sqlstate(error.value)) == (1065, "42000")
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)


def test_trailing_semicolon(cursor: Cursor) -> None:
    """One semicolon at the end is allowed."""
    cursor.execute("SELECT 1;")
    assert cursor.fetchone() == (1,)


def test_column_names(cursor: Cursor) -> None:
    """A label keeps its spelling, and an expression without one is named by its own text."""
    cursor.execute("SELECT 1 AS FoO, 2 `two words`, 3 'quoted', 1+1, UPPER('x'), 'lit', NULL, 4 AS `naïve`")
    names = [column[0] for column in cursor.description]
    assert names == ["FoO", "two words", "quoted", "1+1", "UPPER('x')", "lit", "NULL", "naïve"]


def test_names_of_table_columns(cursor: Cursor, table: str) -> None:
    """A column that is asked for in another case is named as it was asked for; a star names it as it was made."""
    cursor.execute(f"CREATE TABLE {table} (Id INT, `Order` INT)")
    cursor.execute(f"SELECT *, ID, t.`order` FROM {table} t")
    assert [column[0] for column in cursor.description] == ["Id", "Order", "ID", "order"]
    cursor.execute(f"SELECT * FROM {table} WHERE iD = 1")
    assert [column[0] for column in cursor.description] == ["Id", "Order"]


# The type of each column, the code that its description has, and its flags among those below.
DESCRIBED = [
    ("i", "INT NOT NULL AUTO_INCREMENT PRIMARY KEY", FIELD_TYPE.LONG),
    ("ti", "TINYINT", FIELD_TYPE.TINY),
    ("bo", "BOOLEAN", FIELD_TYPE.TINY),
    ("si", "SMALLINT UNSIGNED", FIELD_TYPE.SHORT),
    ("mi", "MEDIUMINT", FIELD_TYPE.INT24),
    ("bi", "BIGINT UNSIGNED", FIELD_TYPE.LONGLONG),
    ("de", "DECIMAL(12, 3)", FIELD_TYPE.NEWDECIMAL),
    ("fl", "FLOAT", FIELD_TYPE.FLOAT),
    ("do", "DOUBLE", FIELD_TYPE.DOUBLE),
    ("bt", "BIT(12)", FIELD_TYPE.BIT),
    ("ch", "CHAR(3)", FIELD_TYPE.STRING),
    ("vc", "VARCHAR(17)", FIELD_TYPE.VAR_STRING),
    ("tx", "TEXT", FIELD_TYPE.BLOB),
    ("bn", "BINARY(4)", FIELD_TYPE.STRING),
    ("vb", "VARBINARY(9)", FIELD_TYPE.VAR_STRING),
    ("bl", "BLOB", FIELD_TYPE.BLOB),
    ("da", "DATE", FIELD_TYPE.DATE),
    ("tm", "TIME", FIELD_TYPE.TIME),
    ("dt", "DATETIME(6)", FIELD_TYPE.DATETIME),
    ("ts", "TIMESTAMP NULL", FIELD_TYPE.TIMESTAMP),
    ("ye", "YEAR", FIELD_TYPE.YEAR),
    ("en", "ENUM('a','b')", FIELD_TYPE.STRING),
    ("st", "SET('a','b')", FIELD_TYPE.STRING),
]


def test_type_codes(cursor: Cursor, table: str) -> None:
    """Each column is described by the code of its type."""
    cursor.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind, _ in DESCRIBED)})")
    cursor.execute(f"SELECT * FROM {table}")
    assert [(column[0], column[1]) for column in cursor.description] == [(name, code) for name, _, code in DESCRIBED]


@pytest.mark.follows("MySQL 8", "JSON is an alias of LONGTEXT in MariaDB")
def test_type_code_of_json(cursor: Cursor, table: str) -> None:
    """A JSON column has a type code of its own."""
    cursor.execute(f"CREATE TABLE {table} (j JSON)")
    cursor.execute(f"SELECT j FROM {table}")
    assert cursor.description[0][1] == FIELD_TYPE.JSON


def test_flags_and_sizes(cursor: Cursor, table: str) -> None:
    """Keys, signs, binary text, enumerations and precision are told with the columns of a table."""
    cursor.execute(
        f"CREATE TABLE {table} (i INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, u VARCHAR(10) UNIQUE,"
        " n DECIMAL(12, 3), b BLOB, t TEXT, e ENUM('a'), s SET('b'), d DATETIME(3))"
    )
    cursor.execute(f"SELECT * FROM {table}")
    fields = {field.name: field for field in cursor._result.fields}

    def has(name: str, *flags: int) -> bool:
        return all(fields[name].flags & flag for flag in flags)

    assert has("i", FLAG.NOT_NULL, FLAG.PRI_KEY, FLAG.AUTO_INCREMENT, FLAG.UNSIGNED)
    assert has("u", FLAG.UNIQUE_KEY)
    assert has("b", FLAG.BLOB, FLAG.BINARY)
    assert has("t", FLAG.BLOB)
    assert has("e", FLAG.ENUM)
    assert has("s", FLAG.SET)
    assert not has("t", FLAG.BINARY)
    assert not has("n", FLAG.NOT_NULL)
    assert (fields["u"].charsetnr, fields["b"].charsetnr) != (63, 255)
    assert fields["b"].charsetnr == 63
    assert (fields["n"].scale, fields["d"].scale) == (3, 3)
    assert {(field.table_name, field.org_table) for field in fields.values()} == {(table, table)}
    described = {column[0]: column for column in cursor.description}
    # The most bytes of ten characters; digits, sign and point.
    assert (described["u"][3], described["n"][4:6]) == (40, (14, 3))
    assert (described["i"][6], described["u"][6]) == (False, True)


def test_aliases_in_the_description(cursor: Cursor, table: str, database: str) -> None:
    """Beside its label, a column tells the database, table and column that it comes from."""
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    cursor.execute(f"SELECT x.a AS b, a + 1 FROM {table} x")
    straight, computed = cursor._result.fields
    assert (straight.name, straight.org_name) == ("b", "a")
    assert (straight.table_name, straight.org_table, straight.db) == ("x", table, database.encode())
    assert (computed.org_name, computed.org_table) == ("", "")


def test_no_rows(cursor: Cursor) -> None:
    """A result without rows still describes its columns."""
    assert cursor.execute("SELECT 1 AS one, 'x' AS x FROM DUAL WHERE FALSE") == 0
    assert [column[0] for column in cursor.description] == ["one", "x"]
    assert cursor.fetchall() == ()


def test_statement_without_result(cursor: Cursor, table: str) -> None:
    """A statement that returns no rows has no description."""
    cursor.execute(f"CREATE TABLE {table} (a INT)")
    assert cursor.description is None
    assert cursor.execute(f"INSERT INTO {table} VALUES (1), (2), (3)") == cursor.rowcount == 3
    assert cursor.description is None
    assert cursor.fetchone() is None


def test_many_columns(cursor: Cursor) -> None:
    """A thousand columns keep their names, order and NULLs."""
    columns = ", ".join(f"NULL AS c{n}" if n % 3 == 0 else f"{n} AS c{n}" for n in range(1000))
    cursor.execute(f"SELECT {columns}")
    assert [column[0] for column in cursor.description] == [f"c{n}" for n in range(1000)]
    assert cursor.fetchone() == tuple(None if n % 3 == 0 else n for n in range(1000))


def test_large_result(cursor: Cursor, numbers: Numbers) -> None:
    """100,000 rows arrive complete and in order."""
    cursor.execute(f"SELECT n, MD5(n), IF(n % 7 = 0, NULL, n) FROM {numbers(5)} ORDER BY n")
    assert cursor.rowcount == 100_000
    for number, (n, digest, seventh) in enumerate(cursor):
        if n != number or seventh != (None if number % 7 == 0 else number):
            pytest.fail(f"row {number} is {(n, digest, seventh)}")
        if number % 9973 == 0:
            assert digest == hashlib.md5(str(number).encode()).hexdigest()
    assert number == 99_999


def test_value_larger_than_a_packet(connection: Connection) -> None:
    """A value of 20 MB, more than one packet holds, travels both ways."""
    text = "0123456789abcdéf" * 1_250_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s, MD5(%s)", (text, text[:100]))
        back, _ = cursor.fetchone()
    assert back == text


def test_label_of_a_long_literal(cursor: Cursor) -> None:
    """A column without a name is called as it is written. That a label is cut off is no warning."""
    cursor.execute("SELECT %s, 'short'", ("0123456789" * 100,))
    assert cursor.description[0][0].startswith("0123456789" * 6)
    assert cursor.description[1][0] == "short"
    assert cursor.fetchone() == ("0123456789" * 100, "short")
    cursor.execute("SHOW WARNINGS")
    assert cursor.fetchall() == ()


@pytest.mark.must_pass(False)
def test_long_alias(cursor: Cursor) -> None:
    """A column's alias may have 200 characters."""
    cursor.execute(f"SELECT 1 AS {'a' * 200}")
    assert len(cursor.description[0][0]) == 200


@pytest.mark.parametrize("size", [2**24 - 2, 2**24 - 1, 2**24], ids=["below", "exactly", "above"])
def test_values_at_the_limit_of_a_packet(connection: Connection, size: int) -> None:
    """A row that fills a packet to its last byte is followed by an empty one, as the protocol demands."""
    with connection.cursor() as cursor:
        # A value of that size is preceded by one byte that says so and eight for its length, or three up to 2^24 - 1.
        prefix = 4 if size < 2**24 else 9
        cursor.execute(f"SELECT REPEAT('x', {size - prefix}), 1")
        text, one = cursor.fetchone()
        assert (len(text), one) == (size - prefix, 1)
        cursor.execute("SELECT 'in step'")
        assert cursor.fetchone() == ("in step",)


def test_packet_that_is_too_large(connect: Connect) -> None:
    """A statement beyond max_allowed_packet is refused, at worst with the connection, and the server goes on."""
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@max_allowed_packet")
        [limit] = cursor.fetchone()
        assert limit >= 16 << 20
        with pytest.raises(pymysql.OperationalError) as error:
            cursor.execute(b"SELECT '" + b"x" * (limit + 1024) + b"'")
    assert error.value.args[0] in (1153, 2006, 2013)
    with connect().cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_ten_thousand_parameters(cursor: Cursor, table: str) -> None:
    """A statement of several hundred kilobytes with 10,000 values is parsed and answered."""
    cursor.execute(f"CREATE TABLE {table} (a INT, b VARCHAR(20))")
    rows = [value for n in range(5_000) for value in (n, f"row {n}")]
    cursor.execute(f"INSERT INTO {table} VALUES {','.join(['(%s, %s)'] * 5_000)}", rows)
    cursor.execute(f"SELECT COUNT(*), SUM(a), MAX(b) FROM {table}")
    assert cursor.fetchone() == (5_000, Decimal(5_000 * 4_999 // 2), "row 999")


def test_aggregates(cursor: Cursor, table: str) -> None:
    """COUNT is an integer, SUM and AVG of exact numbers are decimals, and AVG has four more places."""
    cursor.execute(f"CREATE TABLE {table} (g CHAR(1), i INT, f DOUBLE, d DECIMAL(8, 2))")
    cursor.execute(f"INSERT INTO {table} VALUES ('a', 1, 0.5, 1.25), ('a', 2, 1, 2.25), ('b', NULL, NULL, NULL)")
    cursor.execute(
        f"SELECT g, COUNT(*), COUNT(i), SUM(i), AVG(i), SUM(f), AVG(d), MAX(i), GROUP_CONCAT(i ORDER BY i DESC)"
        f" FROM {table} GROUP BY g ORDER BY g"
    )
    first, second = cursor.fetchall()
    assert first == ("a", 2, 2, Decimal(3), Decimal("1.5000"), 1.5, Decimal("1.750000"), 2, "2,1")
    assert [type(value) for value in first[3:7]] == [Decimal, Decimal, float, Decimal]
    assert str(first[4]) == "1.5000"
    assert second == ("b", 1, 0, None, None, None, None, None, None)


def test_arithmetic(cursor: Cursor) -> None:
    """Division gives decimals with four more places, DIV and % integers; by zero there is NULL and a warning."""
    cursor.execute("SELECT 7 / 2, 1 / 3, 7 DIV 2, -7 DIV 2, 7 % 3, -7 % 3, 5 / 0, 5 DIV 0, MOD(5, 0), 0.1 + 0.2")
    row = cursor.fetchone()
    assert row == (
        Decimal("3.5"),
        Decimal("0.3333"),
        3,
        -3,
        1,
        -1,
        None,
        None,
        None,
        Decimal("0.3"),
    )
    assert str(row[0]) == "3.5000"
    assert cursor.warning_count == 3


def test_implicit_conversions(cursor: Cursor) -> None:
    """Numbers and text meet as numbers, truth is 1 and 0, and NULL is equal to NULL only by <=>."""
    cursor.execute("SELECT '1' = 1, '12' + 3, 1 = 1.0, TRUE + TRUE, NULL = NULL, NULL <=> NULL, 1 <=> NULL, NOT 0, !1")
    assert cursor.fetchone() == (1, 15.0, 1, 2, None, 1, 0, 1, 0)
    cursor.execute(
        "SELECT 1 AND NULL, 0 AND NULL, 1 OR NULL, 1 XOR 1, CONCAT('a', NULL), CONCAT_WS('-', 'a', NULL, 'b')"
    )
    assert cursor.fetchone() == (None, 0, 1, 0, None, "a-b")


def test_clauses(cursor: Cursor, table: str) -> None:
    """LIMIT with an offset in both spellings, WITH ROLLUP, HAVING with an alias, window functions, a recursion."""
    cursor.execute(f"CREATE TABLE {table} (a INT PRIMARY KEY, g INT)")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 1), (2, 1), (3, 2), (4, 2), (5, 2)")
    cursor.execute(f"SELECT a FROM {table} ORDER BY a LIMIT 1, 2")
    assert cursor.fetchall() == ((2,), (3,))
    cursor.execute(f"SELECT a FROM {table} ORDER BY a LIMIT 2 OFFSET 3")
    assert cursor.fetchall() == ((4,), (5,))
    cursor.execute(f"SELECT g, COUNT(*) FROM {table} GROUP BY g WITH ROLLUP")
    assert cursor.fetchall() == ((1, 2), (2, 3), (None, 5))
    cursor.execute(f"SELECT g, SUM(a) AS s FROM {table} GROUP BY g HAVING s > 5")
    assert cursor.fetchall() == ((2, Decimal(12)),)
    cursor.execute(f"SELECT a, ROW_NUMBER() OVER (PARTITION BY g ORDER BY a DESC) FROM {table} ORDER BY a")
    assert cursor.fetchall() == ((1, 2), (2, 1), (3, 3), (4, 2), (5, 1))
    cursor.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i * 2 FROM n WHERE i < 20) SELECT SUM(i) FROM n")
    assert cursor.fetchone() == (Decimal(63),)


def test_full_group_by(cursor: Cursor, table: str) -> None:
    """A column that is neither grouped nor aggregated is refused by default: 1055."""
    cursor.execute(f"CREATE TABLE {table} (a INT, b INT)")
    cursor.execute(f"INSERT INTO {table} VALUES (1, 1)")
    with pytest.raises(pymysql.OperationalError) as error:
        cursor.execute(f"SELECT a, b FROM {table} GROUP BY a")
    assert (error.value.args[0], sqlstate(error.value)) == (1055, "42000")
    cursor.execute(f"SELECT a, MIN(b) FROM {table} GROUP BY a")
    assert cursor.fetchall() == ((1, 1),)
