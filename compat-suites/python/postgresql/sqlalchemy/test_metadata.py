"""Schemas as SQLAlchemy creates, inspects and reflects them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.schema import CreateSchema, DropSchema

pytestmark = pytest.mark.must_pass


@pytest.fixture
def shop(table: str) -> sa.MetaData:
    """Two related tables with every kind of constraint; a case creates them itself."""
    metadata = sa.MetaData(
        naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
    )
    sa.Table(
        f"{table}_customer",
        metadata,
        sa.Column("id", sa.Integer, sa.Identity(always=True, start=10, increment=5), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, comment="as in the pässport"),
        sa.Column("kind", sa.Enum("new", "old", name=f"{table}_kind"), server_default="new"),
        comment="who buys",
    )
    sa.Table(
        f"{table}_order",
        metadata,
        sa.Column("customer", sa.ForeignKey(f"{table}_customer.id", ondelete="CASCADE", deferrable=True)),
        sa.Column("number", sa.Integer),
        sa.Column("total", sa.Numeric(10, 2), sa.CheckConstraint("total >= 0", name="total"), server_default="0.00"),
        sa.Column("gross", sa.Numeric(12, 2), sa.Computed("total * 1.2", persisted=True)),
        sa.Column("tags", pg.ARRAY(sa.Text), index=False),
        sa.Column("placed", pg.TIMESTAMP(timezone=True, precision=3), index=True),
        sa.PrimaryKeyConstraint("customer", "number", name=f"{table}_pk"),
        sa.UniqueConstraint("number", "placed", name=f"{table}_once", postgresql_nulls_not_distinct=True),
        sa.Index(
            f"{table}_big", sa.text("total DESC"), postgresql_where=sa.text("total > 1000"), postgresql_include=["tags"]
        ),
        sa.Index(f"{table}_tags", "tags", postgresql_using="gin"),
    )
    return metadata


def test_create_and_drop(connection: Connection, shop: sa.MetaData, table: str, schema: str) -> None:
    """create_all() makes only what is missing, drop_all() takes everything away, types included."""
    shop.create_all(connection)
    shop.create_all(connection)
    inspector = sa.inspect(connection)
    assert {f"{table}_customer", f"{table}_order"} <= set(inspector.get_table_names())
    assert inspector.has_table(f"{table}_order", schema=schema)
    assert not inspector.has_table(f"{table}_order", schema="pg_catalog")
    shop.drop_all(connection)
    inspector.clear_cache()
    assert not inspector.has_table(f"{table}_order")
    assert f"{table}_kind" not in [each["name"] for each in inspector.get_enums()]


def test_columns(connection: Connection, shop: sa.MetaData, table: str) -> None:
    """Columns are reflected with type, default, identity, expression, comment and NULL-ability."""
    shop.create_all(connection)
    inspector = sa.inspect(connection)
    identifier, name, kind = inspector.get_columns(f"{table}_customer")
    assert identifier["identity"]["always"] is True
    assert (identifier["identity"]["start"], identifier["identity"]["increment"]) == (10, 5)
    assert (str(name["type"]), name["nullable"], name["comment"]) == ("VARCHAR(40)", False, "as in the pässport")
    assert (kind["type"].enums, kind["default"]) == (["new", "old"], f"'new'::{table}_kind")
    columns = {each["name"]: each for each in inspector.get_columns(f"{table}_order")}
    assert (columns["total"]["type"].precision, columns["total"]["type"].scale) == (10, 2)
    assert columns["gross"]["computed"]["persisted"] is True
    assert "1.2" in columns["gross"]["computed"]["sqltext"]
    assert isinstance(columns["tags"]["type"].item_type, sa.Text)
    assert (columns["placed"]["type"].timezone, columns["placed"]["type"].precision) == (True, 3)
    assert inspector.get_table_comment(f"{table}_customer") == {"text": "who buys"}


def test_constraints(connection: Connection, shop: sa.MetaData, table: str) -> None:
    """Keys, references, unique and check constraints are reflected with their options."""
    shop.create_all(connection)
    inspector = sa.inspect(connection)
    key = inspector.get_pk_constraint(f"{table}_order")
    assert (key["name"], key["constrained_columns"]) == (f"{table}_pk", ["customer", "number"])
    [reference] = inspector.get_foreign_keys(f"{table}_order")
    assert (reference["referred_table"], reference["referred_columns"]) == (f"{table}_customer", ["id"])
    assert reference["options"] == {"ondelete": "CASCADE", "deferrable": True}
    [unique] = inspector.get_unique_constraints(f"{table}_order")
    assert (unique["name"], unique["column_names"]) == (f"{table}_once", ["number", "placed"])
    assert unique["dialect_options"]["postgresql_nulls_not_distinct"] is True
    [check] = inspector.get_check_constraints(f"{table}_order")
    assert (check["name"], "total >=" in check["sqltext"]) == (f"ck_{table}_order_total", True)


def test_indexes(connection: Connection, shop: sa.MetaData, table: str) -> None:
    """Indexes are reflected with expressions, order, predicate, included columns and method."""
    shop.create_all(connection)
    indexes = {each["name"]: each for each in sa.inspect(connection).get_indexes(f"{table}_order")}
    big, tags = indexes[f"{table}_big"], indexes[f"{table}_tags"]
    assert (big["column_names"], big["column_sorting"]) == (["total"], {"total": ("desc",)})
    assert big["dialect_options"]["postgresql_include"] == ["tags"]
    assert "total > " in big["dialect_options"]["postgresql_where"]
    assert tags["dialect_options"]["postgresql_using"] == "gin"
    assert indexes[f"{table}_once"]["duplicates_constraint"] == f"{table}_once"
    assert indexes[f"ix_{table}_order_placed"]["unique"] is False


def test_autoload(connection: Connection, shop: sa.MetaData, table: str) -> None:
    """A table loaded from the database brings its neighbour, and can be made again from what was loaded."""
    shop.create_all(connection)
    loaded = sa.MetaData()
    order = sa.Table(f"{table}_order", loaded, autoload_with=connection)
    assert set(loaded.tables) == {f"{table}_order", f"{table}_customer"}
    assert [each.name for each in order.primary_key] == ["customer", "number"]
    shop.drop_all(connection)
    loaded.create_all(connection)
    inserted = connection.execute(sa.insert(loaded.tables[f"{table}_customer"]).values(name="Ada"))
    assert inserted.inserted_primary_key == (10,)
    assert connection.scalar(sa.select(loaded.tables[f"{table}_customer"].c.kind)) == "new"


def test_many_tables_at_once(connection: Connection, schema: str, name: Any) -> None:
    """A whole schema is reflected in a few queries for any number of tables."""
    names = [name("many") for _ in range(30)]
    for number, each in enumerate(names):
        parent = f" REFERENCES {names[number - 1]}" if number else ""
        connection.exec_driver_sql(f"CREATE TABLE {each} (id int PRIMARY KEY, up int{parent}, c{number} text)")
    metadata = sa.MetaData()
    metadata.reflect(connection, only=names)
    assert [len(metadata.tables[each].foreign_keys) for each in names] == [0] + [1] * 29
    inspector = sa.inspect(connection)
    columns = inspector.get_multi_columns(schema=schema, filter_names=names)
    assert {key[1]: len(value) for key, value in columns.items()} == dict.fromkeys(names, 3)
    assert inspector.get_sorted_table_and_fkc_names()


def test_views_and_sequences(connection: Connection, table: str) -> None:
    """Views, materialised views, temporary tables and sequences are listed as what they are."""
    for statement in (
        f"CREATE TABLE {table} (a int, b text)",
        f"CREATE VIEW {table}_v AS SELECT a FROM {table}",
        f"CREATE MATERIALIZED VIEW {table}_m AS SELECT b FROM {table}",
        f"CREATE SEQUENCE {table}_s",
        f"CREATE TEMPORARY TABLE {table}_t (a int)",
    ):
        connection.exec_driver_sql(statement)
    inspector = sa.inspect(connection)
    assert f"{table}_v" in inspector.get_view_names()
    assert f"{table}_m" in inspector.get_materialized_view_names()
    assert f"SELECT a\n   FROM {table}" in inspector.get_view_definition(f"{table}_v")
    assert f"{table}_s" in inspector.get_sequence_names()
    assert inspector.has_sequence(f"{table}_s")
    assert f"{table}_t" in inspector.get_temp_table_names()
    assert [each["name"] for each in inspector.get_columns(f"{table}_m")] == ["b"]


def test_domains_and_enums(connection: Connection, schema: str, name: Any) -> None:
    """Domains and enums of the schema are inspected with labels, constraints and defaults."""
    domain, kind = name("positive"), name("mood")
    connection.exec_driver_sql(f"CREATE DOMAIN {domain} AS int DEFAULT 1 CONSTRAINT above CHECK (VALUE > 0)")
    connection.exec_driver_sql(f"CREATE TYPE {kind} AS ENUM ('sad', 'ok')")
    inspector = sa.inspect(connection)
    [found] = [each for each in inspector.get_domains() if each["name"] == domain]
    assert (found["type"], found["default"], found["nullable"]) == ("integer", "1", True)
    assert found["constraints"] == [{"name": "above", "check": "VALUE > 0"}]
    [labels] = [each["labels"] for each in inspector.get_enums(schema=schema) if each["name"] == kind]
    assert labels == ["sad", "ok"]


def test_schemas(connection: Connection, token: str) -> None:
    """A schema is created, seen, filled with a table of quoted names, and dropped."""
    odd = f'{token} "Odd"'
    connection.execute(CreateSchema(odd))
    table = sa.Table('Tab le"', sa.MetaData(schema=odd), sa.Column("select", sa.Integer, key="s"))
    table.create(connection)
    connection.execute(table.insert().values(s=1))
    assert connection.scalar(sa.select(table.c.s)) == 1
    inspector = sa.inspect(connection)
    assert odd in inspector.get_schema_names()
    assert inspector.get_table_names(schema=odd) == ['Tab le"']
    connection.execute(DropSchema(odd, cascade=True))
    inspector.clear_cache()
    assert not inspector.has_schema(odd)


def test_automap(connection: Connection, shop: sa.MetaData, table: str) -> None:
    """Classes with relationships are derived from the tables that are there."""
    shop.create_all(connection)
    base = automap_base()
    metadata = base.metadata
    metadata.reflect(connection, only=[f"{table}_customer", f"{table}_order"])
    base.prepare()
    customer, order = base.classes[f"{table}_customer"], base.classes[f"{table}_order"]
    with sa.orm.Session(connection) as session:
        session.add(customer(name="Ada", **{f"{table}_order_collection": [order(number=1, total=5)]}))
        session.flush()
        found = session.scalars(sa.select(order)).one()
        assert getattr(found, f"{table}_customer").name == "Ada"
