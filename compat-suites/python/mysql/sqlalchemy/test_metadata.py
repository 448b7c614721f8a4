"""Schemas as SQLAlchemy creates, inspects and reflects them on MySQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, orm
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.automap import automap_base

pytestmark = pytest.mark.must_pass


@pytest.fixture
def shop(connection: Connection, table: str) -> sa.MetaData:
    """Two related tables with every kind of constraint, made."""
    metadata = sa.MetaData()
    sa.Table(
        f"{table}_customer",
        metadata,
        sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, comment="as in the pässport"),
        sa.Column("kind", sa.Enum("new", "it's old"), server_default="new"),
        sa.Column("about", mysql.MEDIUMTEXT),
        comment="who buys",
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
    )
    sa.Table(
        f"{table}_order",
        metadata,
        sa.Column("customer", sa.ForeignKey(f"{table}_customer.id", name=f"{table}_fk", ondelete="CASCADE")),
        sa.Column("number", sa.Integer),
        sa.Column("total", sa.Numeric(10, 2), server_default=sa.text("'0.00'")),
        sa.Column("gross", sa.Numeric(12, 2), sa.Computed("total * 2", persisted=True)),
        sa.Column("placed", mysql.DATETIME(fsp=3), index=True),
        sa.Column("code", sa.String(200)),
        sa.PrimaryKeyConstraint("customer", "number"),
        sa.UniqueConstraint("number", "placed", name=f"{table}_once"),
        sa.CheckConstraint("total >= 0", name=f"{table}_positive"),
        sa.Index(f"{table}_code", "code", "total", mysql_length={"code": 20}),
    )
    metadata.create_all(connection)
    return metadata


def test_create_and_drop(connection: Connection, shop: sa.MetaData, table: str, database: str) -> None:
    """create_all() makes only what is missing, drop_all() takes everything away."""
    shop.create_all(connection)
    inspector = sa.inspect(connection)
    assert {f"{table}_customer", f"{table}_order"} <= set(inspector.get_table_names())
    assert inspector.has_table(f"{table}_order", schema=database)

    assert {database, "information_schema"} <= set(inspector.get_schema_names())
    shop.drop_all(connection)
    inspector.clear_cache()
    assert not inspector.has_table(f"{table}_order")


@pytest.mark.usefixtures("shop")
def test_columns(connection: Connection, table: str) -> None:
    """Columns are reflected with type, default, key, expression, comment and whether they may be NULL."""
    inspector = sa.inspect(connection)
    identifier, name, kind, about = inspector.get_columns(f"{table}_customer")
    assert (identifier["type"].unsigned, identifier["autoincrement"], identifier["nullable"]) == (True, True, False)
    assert (name["type"].length, name["nullable"], name["comment"]) == (40, False, "as in the pässport")
    assert (kind["type"].enums, kind["default"]) == (["new", "it's old"], "'new'")
    assert isinstance(about["type"], mysql.MEDIUMTEXT)
    columns = {each["name"]: each for each in inspector.get_columns(f"{table}_order")}
    assert (columns["total"]["type"].precision, columns["total"]["type"].scale) == (10, 2)
    assert "0.00" in columns["total"]["default"]
    assert columns["gross"]["computed"]["persisted"] is True
    assert "2" in columns["gross"]["computed"]["sqltext"]
    assert columns["placed"]["type"].fsp == 3
    assert inspector.get_table_comment(f"{table}_customer") == {"text": "who buys"}
    options = inspector.get_table_options(f"{table}_customer")
    assert {value for key, value in options.items() if key.endswith("_engine")} == {"InnoDB"}


@pytest.mark.usefixtures("shop")
def test_constraints(connection: Connection, table: str) -> None:
    """Keys, references, unique and check constraints are reflected with their options."""
    inspector = sa.inspect(connection)
    assert inspector.get_pk_constraint(f"{table}_order")["constrained_columns"] == ["customer", "number"]
    [reference] = inspector.get_foreign_keys(f"{table}_order")
    assert (reference["name"], reference["referred_table"]) == (f"{table}_fk", f"{table}_customer")
    assert (reference["constrained_columns"], reference["referred_columns"]) == (["customer"], ["id"])
    assert reference["options"] == {"ondelete": "CASCADE"}
    [unique] = inspector.get_unique_constraints(f"{table}_order")
    assert (unique["name"], unique["column_names"]) == (f"{table}_once", ["number", "placed"])
    [check] = inspector.get_check_constraints(f"{table}_order")
    assert check["name"] == f"{table}_positive"
    assert "total" in check["sqltext"]


@pytest.mark.usefixtures("shop")
def test_indexes(connection: Connection, table: str) -> None:
    """Indexes are reflected with columns, uniqueness and the length of a prefix."""
    indexes = {each["name"]: each for each in sa.inspect(connection).get_indexes(f"{table}_order")}
    code = indexes[f"{table}_code"]
    assert (code["column_names"], code["unique"]) == (["code", "total"], False)
    assert indexes[f"{table}_once"]["unique"] is True
    assert indexes[f"ix_{table}_order_placed"]["column_names"] == ["placed"]


@pytest.mark.usefixtures("shop")
def test_reflected_tables_work(connection: Connection, table: str) -> None:
    """Tables that are reflected are used like those that were declared, and made again elsewhere."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _: name.startswith(f"{table}_"))
    customer, order = metadata.tables[f"{table}_customer"], metadata.tables[f"{table}_order"]
    key = connection.execute(customer.insert().values(name="Ada")).inserted_primary_key[0]
    connection.execute(order.insert().values(customer=key, number=1, total=5))
    joined = sa.select(customer.c.name, order.c.gross).join(order)
    assert connection.execute(joined).one() == ("Ada", 10)
    again = sa.Table(f"{table}_again", sa.MetaData(), *[column._copy() for column in customer.columns])
    again.create(connection)
    connection.execute(again.insert().values(name="Bob"))
    assert connection.execute(sa.select(again.c.id, again.c.kind)).one() == (1, "new")


@pytest.mark.usefixtures("shop")
def test_automap(connection: Connection, table: str) -> None:
    """Classes are mapped to tables that are reflected, with their relationship."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=[f"{table}_customer", f"{table}_order"])
    base = automap_base(metadata=metadata)
    base.prepare()
    customer, order = base.classes[f"{table}_customer"], base.classes[f"{table}_order"]
    with orm.Session(connection) as session:
        session.add(customer(name="Ada"))
        session.flush()
        ada = session.scalars(sa.select(customer)).one()
        session.add(order(customer=ada.id, number=1))
        session.flush()
        assert len(getattr(ada, f"{table}_order_collection")) == 1


@pytest.mark.usefixtures("shop")
def test_views(connection: Connection, table: str) -> None:
    """Views are listed apart from tables, reflected with their columns, and their text is told."""
    connection.exec_driver_sql(f"CREATE VIEW {table}_v AS SELECT id, name FROM {table}_customer")
    inspector = sa.inspect(connection)
    assert f"{table}_v" in inspector.get_view_names()
    assert f"{table}_v" not in inspector.get_table_names()
    assert [each["name"] for each in inspector.get_columns(f"{table}_v")] == ["id", "name"]
    assert f"{table}_customer" in inspector.get_view_definition(f"{table}_v")
    connection.exec_driver_sql(f"DROP VIEW {table}_v")


def test_names_that_need_quotes(connection: Connection, name: Callable[[str], str]) -> None:
    """Reserved words, blanks, backticks, capitals and letters beyond ASCII are names like others."""
    odd = sa.Table(
        name("Odd `n` straße"),
        sa.MetaData(),
        sa.Column("order", sa.Integer, primary_key=True),
        sa.Column("Group By", sa.String(10), key="grouped"),
        sa.Column("ünï%", sa.Integer),
    )
    odd.create(connection)
    connection.execute(odd.insert().values({"order": 1, "grouped": "x", "ünï%": 5}))
    assert connection.execute(sa.select(odd)).one() == (1, "x", 5)
    reflected = sa.Table(odd.name, sa.MetaData(), autoload_with=connection)
    assert [column.name for column in reflected.columns] == ["order", "Group By", "ünï%"]
    odd.drop(connection)


def test_another_database(connection: Connection, table: str, schema_name: str) -> None:
    """A table of another database is made, joined and reflected by its schema."""
    other = f"{schema_name}_other"
    connection.exec_driver_sql(f"CREATE DATABASE {other}")
    try:
        there = sa.Table(table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), schema=other)
        here = sa.Table(table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
        for each in (there, here):
            each.create(connection)
            connection.execute(each.insert().values(id=3))
        assert connection.execute(
            sa.select(here.c.id, there.c.id).join_from(here, there, here.c.id == there.c.id)
        ).one()
        assert sa.inspect(connection).get_table_names(schema=other) == [table]
        connection.commit()
    finally:
        connection.exec_driver_sql(f"DROP DATABASE {other}")
