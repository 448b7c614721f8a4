"""What the server tells of its tables with PyMySQL: SHOW, DESCRIBE and information_schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymysql
import pytest
from pymysql.connections import Connection
from pymysql.cursors import Cursor, DictCursor

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


@pytest.fixture
def shop(autocommit: Connection, name: Callable[[str], str]) -> str:
    """The common part of the names of a table, its child and a view."""
    stem = name("shop")
    with autocommit.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {stem} (id INT UNSIGNED NOT NULL AUTO_INCREMENT, name VARCHAR(50) NOT NULL DEFAULT 'none',"
            " price DECIMAL(10,2) DEFAULT NULL, made DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
            " kind ENUM('a','b') DEFAULT 'a' COMMENT 'which kind', note TEXT, PRIMARY KEY (id),"
            f" UNIQUE KEY {stem}_name (name), KEY {stem}_two (kind, price)) ENGINE=InnoDB COMMENT='goods'"
        )
        cursor.execute(
            f"CREATE TABLE {stem}_child (id BIGINT PRIMARY KEY, parent INT UNSIGNED,"
            f" CONSTRAINT {stem}_fk FOREIGN KEY (parent) REFERENCES {stem} (id) ON DELETE CASCADE)"
        )
        cursor.execute(f"CREATE VIEW {stem}_view AS SELECT id, name FROM {stem}")
        cursor.execute(f"INSERT INTO {stem} (name) VALUES ('x')")
    return stem


def ask(connection: Connection, statement: str, *arguments: Any) -> list[dict[str, Any]]:
    with connection.cursor(DictCursor) as cursor:
        cursor.execute(statement, arguments or None)
        return list(cursor.fetchall())


def test_show_databases(autocommit: Connection, database: str) -> None:
    """SHOW DATABASES and SHOW SCHEMAS list the databases that there are, with a pattern too."""
    shown = {row["Database"] for row in ask(autocommit, "SHOW DATABASES")}
    assert shown >= {database, "information_schema"}
    assert [*ask(autocommit, f"SHOW SCHEMAS LIKE '{database[:-1]}%'")[0].values()] == [database]
    assert ask(autocommit, "SHOW DATABASES LIKE 'no such%'") == []


def test_show_tables(autocommit: Connection, database: str, shop: str) -> None:
    """SHOW TABLES lists tables and views, SHOW FULL TABLES tells which is which."""
    assert ask(autocommit, f"SHOW TABLES LIKE '{shop}%'") == [
        {f"Tables_in_{database} ({shop}%)": table} for table in (shop, f"{shop}_child", f"{shop}_view")
    ]
    column = f"Tables_in_{database}"
    full = ask(autocommit, f"SHOW FULL TABLES FROM `{database}` WHERE {column} LIKE '{shop}%'")
    assert [(row[column], row["Table_type"]) for row in full] == [
        (shop, "BASE TABLE"),
        (f"{shop}_child", "BASE TABLE"),
        (f"{shop}_view", "VIEW"),
    ]
    assert shop in {row[column] for row in ask(autocommit, "SHOW TABLES")}


@pytest.mark.parametrize("statement", ["DESCRIBE {}", "DESC `{}`", "SHOW COLUMNS FROM {}", "SHOW FIELDS IN {}"])
def test_describe(autocommit: Connection, shop: str, statement: str) -> None:
    """Each column is shown with its type, NULL, key, default and what else there is to say."""
    rows = ask(autocommit, statement.format(shop))
    assert list(rows[0]) == ["Field", "Type", "Null", "Key", "Default", "Extra"]
    seen = [(row["Field"], row["Type"].replace("int(10)", "int"), row["Null"], row["Key"]) for row in rows]
    assert seen == [
        ("id", "int unsigned", "NO", "PRI"),
        ("name", "varchar(50)", "NO", "UNI"),
        ("price", "decimal(10,2)", "YES", ""),
        ("made", "datetime(6)", "NO", ""),
        ("kind", "enum('a','b')", "YES", "MUL"),
        ("note", "text", "YES", ""),
    ]
    assert [row["Default"] for row in rows[:3]] == [None, "none", None]
    assert rows[3]["Default"].lower() == "current_timestamp(6)"
    assert rows[0]["Extra"] == "auto_increment"


def test_show_full_columns(autocommit: Connection, shop: str) -> None:
    """SHOW FULL COLUMNS adds collation, privileges and comment."""
    rows = {row["Field"]: row for row in ask(autocommit, f"SHOW FULL COLUMNS FROM {shop}")}
    assert (rows["kind"]["Comment"], rows["id"]["Collation"]) == ("which kind", None)
    assert "ai_ci" in rows["name"]["Collation"]
    assert "select" in rows["name"]["Privileges"]
    assert [row["Field"] for row in ask(autocommit, f"SHOW COLUMNS FROM {shop} LIKE 'n%'")] == ["name", "note"]


def test_show_create_table(autocommit: Connection, shop: str, name: Callable[[str], str]) -> None:
    """SHOW CREATE TABLE gives a statement that makes the same table again."""
    [row] = ask(autocommit, f"SHOW CREATE TABLE {shop}")
    assert row["Table"] == shop
    text = row["Create Table"]
    for part in (
        f"CREATE TABLE `{shop}` (",
        "`name` varchar(50)",
        "NOT NULL DEFAULT 'none'",
        "PRIMARY KEY (`id`)",
        f"UNIQUE KEY `{shop}_name` (`name`)",
        f"KEY `{shop}_two` (`kind`,`price`)",
        "COMMENT 'which kind'",
        "ENGINE=InnoDB",
        "DEFAULT CHARSET=utf8mb4",
        "COMMENT='goods'",
    ):
        assert part in text
    again = name("again")
    with autocommit.cursor() as cursor:
        cursor.execute(text.replace(shop, again).replace("%", "%%"), ())
    assert ask(autocommit, f"DESCRIBE {again}") == ask(autocommit, f"DESCRIBE {shop}")
    [child] = ask(autocommit, f"SHOW CREATE TABLE {shop}_child")
    assert (
        f"CONSTRAINT `{shop}_fk` FOREIGN KEY (`parent`) REFERENCES `{shop}` (`id`) ON DELETE CASCADE"
        in child["Create Table"]
    )


def test_show_create_view(autocommit: Connection, shop: str) -> None:
    """A view is shown as a statement too, by SHOW CREATE VIEW and by SHOW CREATE TABLE."""
    for statement in ("SHOW CREATE VIEW", "SHOW CREATE TABLE"):
        [row] = ask(autocommit, f"{statement} {shop}_view")
        assert row["View"] == f"{shop}_view"
        assert f"VIEW `{shop}_view` AS select" in row["Create View"].replace(" AS SELECT", " AS select")


@pytest.mark.parametrize("statement", ["SHOW INDEX FROM {}", "SHOW INDEXES FROM {}", "SHOW KEYS IN {}"])
def test_show_index(autocommit: Connection, shop: str, statement: str) -> None:
    """Each column of each index has a row, the primary key first."""
    rows = ask(autocommit, statement.format(shop))
    assert [(row["Non_unique"], row["Key_name"], row["Seq_in_index"], row["Column_name"]) for row in rows] == [
        (0, "PRIMARY", 1, "id"),
        (0, f"{shop}_name", 1, "name"),
        (1, f"{shop}_two", 1, "kind"),
        (1, f"{shop}_two", 2, "price"),
    ]
    assert {row["Index_type"] for row in rows} == {"BTREE"}


def test_show_table_status(autocommit: Connection, shop: str) -> None:
    """SHOW TABLE STATUS tells engine, next key, collation and comment."""
    [row] = ask(autocommit, f"SHOW TABLE STATUS LIKE '{shop}'")
    assert (row["Name"], row["Engine"], row["Comment"]) == (shop, "InnoDB", "goods")
    assert row["Auto_increment"] in (2, None)
    assert row["Collation"].startswith("utf8mb4")


def test_show_variables_and_status(autocommit: Connection) -> None:
    """SHOW VARIABLES and SHOW STATUS take a pattern or a condition."""
    shown = {
        row["Variable_name"]: row["Value"] for row in ask(autocommit, "SHOW VARIABLES LIKE 'character\\_set\\_c%'")
    }
    assert shown == {"character_set_client": "utf8mb4", "character_set_connection": "utf8mb4"}
    where = "SHOW VARIABLES WHERE Variable_name IN ('autocommit', 'sql_auto_is_null') OR Value = 'nothing at all'"
    assert [(row["Variable_name"], row["Value"]) for row in ask(autocommit, where)] == [
        ("autocommit", "ON"),
        ("sql_auto_is_null", "OFF"),
    ]
    assert ask(autocommit, "SHOW GLOBAL VARIABLES LIKE 'version'")
    [threads] = ask(autocommit, "SHOW GLOBAL STATUS LIKE 'Threads_connected'")
    assert int(threads["Value"]) >= 1
    [uptime] = ask(autocommit, "SHOW STATUS LIKE 'Uptime'")
    assert int(uptime["Value"]) >= 0


def test_show_character_sets(autocommit: Connection) -> None:
    """SHOW CHARACTER SET, SHOW COLLATION and SHOW ENGINES have what clients look for."""
    [charset] = ask(autocommit, "SHOW CHARACTER SET LIKE 'utf8mb4'")
    assert (charset["Charset"], charset["Maxlen"]) == ("utf8mb4", 4)
    [collation] = ask(autocommit, "SHOW COLLATION WHERE Collation = 'utf8mb4_bin'")
    assert (collation["Charset"], collation["Id"]) == ("utf8mb4", 46)
    [engine] = [row for row in ask(autocommit, "SHOW ENGINES") if row["Engine"] == "InnoDB"]
    assert (engine["Support"], engine["Transactions"]) == ("DEFAULT", "YES")


def test_show_process_list(autocommit: Connection, database: str) -> None:
    """SHOW PROCESSLIST shows this session with what it runs."""
    for statement in ("SHOW PROCESSLIST", "SHOW FULL PROCESSLIST"):
        [row] = [row for row in ask(autocommit, statement) if row["Id"] == autocommit.thread_id()]
        assert (row["db"], row["Command"], row["Info"]) == (database, "Query", statement)


def test_show_grants(autocommit: Connection, keywords: dict[str, Any]) -> None:
    """SHOW GRANTS tells the user's own rights."""
    for statement in ("SHOW GRANTS", "SHOW GRANTS FOR CURRENT_USER()"):
        rows = [text for row in ask(autocommit, statement) for text in row.values()]
        assert rows
        assert all(text.startswith("GRANT ") and keywords["user"] in text for text in rows)


def test_tables_in_the_information_schema(autocommit: Connection, database: str, shop: str) -> None:
    """information_schema.tables has tables and views of each database."""
    rows = ask(
        autocommit,
        "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COMMENT FROM information_schema.TABLES"
        " WHERE TABLE_SCHEMA = %s AND TABLE_NAME LIKE %s ORDER BY TABLE_NAME",
        database,
        f"{shop}%",
    )
    assert [(row["TABLE_NAME"], row["TABLE_TYPE"], row["ENGINE"]) for row in rows] == [
        (shop, "BASE TABLE", "InnoDB"),
        (f"{shop}_child", "BASE TABLE", "InnoDB"),
        (f"{shop}_view", "VIEW", None),
    ]
    assert rows[0]["TABLE_COMMENT"] == "goods"


def test_columns_in_the_information_schema(autocommit: Connection, database: str, shop: str) -> None:
    """information_schema.columns tells types, sizes, keys and defaults as MySQL does."""
    rows = ask(
        autocommit,
        "SELECT column_name AS n, ordinal_position AS o, is_nullable AS nu, data_type AS t, column_key AS k,"
        " character_maximum_length AS l, numeric_precision AS p, numeric_scale AS s, datetime_precision AS d,"
        " extra AS e"
        " FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
        database,
        shop,
    )
    assert [tuple(row.values())[:9] for row in rows] == [
        ("id", 1, "NO", "int", "PRI", None, 10, 0, None),
        ("name", 2, "NO", "varchar", "UNI", 50, None, None, None),
        ("price", 3, "YES", "decimal", "", None, 10, 2, None),
        ("made", 4, "NO", "datetime", "", None, None, None, 6),
        ("kind", 5, "YES", "enum", "MUL", 1, None, None, None),
        ("note", 6, "YES", "text", "", 65535, None, None, None),
    ]
    assert rows[0]["e"] == "auto_increment"


def test_keys_in_the_information_schema(autocommit: Connection, database: str, shop: str) -> None:
    """Constraints, their columns, what they refer to and their rules are found by the standard's views."""
    constraints = ask(
        autocommit,
        "SELECT table_name AS t, constraint_name AS c, constraint_type AS k FROM information_schema.table_constraints"
        " WHERE table_schema = %s AND table_name LIKE %s ORDER BY 1, 2",
        database,
        f"{shop}%",
    )
    assert [tuple(row.values()) for row in constraints] == [
        (shop, "PRIMARY", "PRIMARY KEY"),
        (shop, f"{shop}_name", "UNIQUE"),
        (f"{shop}_child", "PRIMARY", "PRIMARY KEY"),
        (f"{shop}_child", f"{shop}_fk", "FOREIGN KEY"),
    ]
    [usage] = ask(
        autocommit,
        "SELECT k.column_name AS c, k.referenced_table_name AS t, k.referenced_column_name AS rc, r.delete_rule AS d"
        " FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r"
        " ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name"
        " WHERE k.table_schema = %s AND k.constraint_name = %s",
        database,
        f"{shop}_fk",
    )
    assert tuple(usage.values()) == ("parent", shop, "id", "CASCADE")
    statistics = ask(
        autocommit,
        "SELECT index_name AS i, seq_in_index AS s, column_name AS c, non_unique AS n"
        " FROM information_schema.statistics WHERE table_schema = %s AND table_name = %s ORDER BY 1, 2",
        database,
        shop,
    )
    assert [tuple(row.values()) for row in statistics] == [
        ("PRIMARY", 1, "id", 0),
        (f"{shop}_name", 1, "name", 0),
        (f"{shop}_two", 1, "kind", 1),
        (f"{shop}_two", 2, "price", 1),
    ]


def test_show_of_what_is_not_there(autocommit: Connection) -> None:
    """SHOW and DESCRIBE of a table or database that is not there say 1146 and 1049."""
    with autocommit.cursor(Cursor) as cursor:
        for statement, number in (
            ("DESCRIBE nowhere", 1146),
            ("SHOW CREATE TABLE nowhere", 1146),
            ("SHOW INDEX FROM nowhere", 1146),
            ("SHOW TABLES FROM compat_nowhere", 1049),
        ):
            with pytest.raises(pymysql.MySQLError) as error:
                cursor.execute(statement)
            assert error.value.args[0] == number


def test_new_tables_are_seen_at_once(autocommit: Connection, connect: Connect, table: str) -> None:
    """A table that one session makes, changes and drops is seen so by another at once."""
    other = connect(autocommit=True)
    with autocommit.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (a INT)")
        assert [row["Field"] for row in ask(other, f"DESCRIBE {table}")] == ["a"]
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN b INT")
        assert [row["Field"] for row in ask(other, f"DESCRIBE {table}")] == ["a", "b"]
        assert ask(other, f"SELECT * FROM {table}") == []
        cursor.execute(f"DROP TABLE {table}")
        assert ask(other, f"SHOW TABLES LIKE '{table}'") == []
