"""SQLAlchemy Core: expressions become SQL, and results become rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, literal, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import aggregate_order_by, array

pytestmark = pytest.mark.must_pass


def make_people(connection: Connection, name: str) -> sa.Table:
    """A small table that lives as long as the transaction."""
    people = sa.Table(
        name,
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("team", sa.String(10)),
        sa.Column("boss", sa.Integer),
        sa.Column("pay", sa.Numeric(10, 2)),
    )
    people.create(connection)
    connection.execute(
        people.insert(),
        [
            {"id": 1, "name": "Ada", "team": "red", "boss": None, "pay": Decimal("100.50")},
            {"id": 2, "name": "Bob", "team": "red", "boss": 1, "pay": Decimal("80.00")},
            {"id": 3, "name": "Çelik", "team": "blue", "boss": 1, "pay": None},
            {"id": 4, "name": "D'Arcy", "team": None, "boss": 3, "pay": Decimal("70.25")},
        ],
    )
    return people


def test_text_with_parameters(connection: Connection) -> None:
    """Named parameters in text, colons and casts beside them, and results with types."""
    statement = sa.text(r"SELECT CAST(:a AS text) || '\:b', CAST(:n AS integer) + 1 AS n, '10:30'::time").columns(
        sa.column("t", sa.Text), sa.column("n", sa.Integer), sa.column("at", sa.Time)
    )
    row = connection.execute(statement, {"a": "x'%", "n": 41}).one()
    assert tuple(row) == ("x'%:b", 42, dt.time(10, 30))


def test_driver_sql(connection: Connection, driver: str) -> None:
    """Statements in the driver's own parameter style go through unchanged."""
    statement = "SELECT %s::int, 7 %% 4" if driver == "psycopg2" else "SELECT $1::int, 7 % 4"
    assert tuple(connection.exec_driver_sql(statement, (5,)).one()) == (5, 3)


def test_shapes_of_results(connection: Connection, table: str) -> None:
    """Rows, scalars, mappings, partitions and unique rows are views of the same result."""
    people = make_people(connection, table)
    query = select(people.c.id, people.c.team).order_by(people.c.id)
    assert connection.execute(query).all() == [(1, "red"), (2, "red"), (3, "blue"), (4, None)]
    assert connection.scalars(query).all() == [1, 2, 3, 4]
    assert connection.execute(query).mappings().first() == {"id": 1, "team": "red"}
    assert [len(part) for part in connection.execute(query).partitions(3)] == [3, 1]
    assert connection.execute(query).columns("team").unique().all() == [("red",), ("blue",), (None,)]
    assert connection.execute(query.where(people.c.id > 99)).one_or_none() is None
    with pytest.raises(sa.exc.MultipleResultsFound):
        connection.execute(query).one()


def test_conditions(connection: Connection, table: str) -> None:
    """Comparisons, NULL, BETWEEN, LIKE with escapes, IN with any number of values, and boolean logic."""
    people = make_people(connection, table)

    def ids(condition: Any) -> list[int]:
        return list(connection.scalars(select(people.c.id).where(condition).order_by(people.c.id)))

    assert ids(people.c.team.is_(None)) == [4]
    assert ids(people.c.team.is_distinct_from("red")) == [3, 4]
    assert ids(people.c.name.ilike("ÇEL%")) == [3]
    assert ids(people.c.name.contains("'", autoescape=True)) == [4]
    assert ids(people.c.id.in_([])) == []
    assert ids(people.c.id.in_(range(2, 2000))) == [2, 3, 4]
    assert ids(people.c.id.not_in([1, 2])) == [3, 4]
    assert ids(sa.or_(people.c.pay.between(75, 90), ~(people.c.id < 4))) == [2, 4]
    assert ids(people.c.name.regexp_match("^[A-B]")) == [1, 2]
    assert ids(sa.tuple_(people.c.id, people.c.team).in_([(1, "red"), (3, "red")])) == [1]


def test_joins_and_subqueries(connection: Connection, table: str) -> None:
    """Self joins, scalar and correlated subqueries, EXISTS, LATERAL and VALUES."""
    people = make_people(connection, table)
    boss = people.alias("boss")
    pairs = select(people.c.name, boss.c.name.label("over")).outerjoin_from(people, boss, people.c.boss == boss.c.id)
    assert connection.execute(pairs.order_by(people.c.id)).all() == [
        ("Ada", None),
        ("Bob", "Ada"),
        ("Çelik", "Ada"),
        ("D'Arcy", "Çelik"),
    ]
    led = select(func.count()).where(people.c.boss == boss.c.id).scalar_subquery()
    assert connection.execute(select(boss.c.id, led).order_by(boss.c.id)).all() == [(1, 2), (2, 0), (3, 1), (4, 0)]
    leads = sa.exists().where(people.c.boss == boss.c.id)
    assert connection.scalars(select(boss.c.id).where(leads).order_by(boss.c.id)).all() == [1, 3]
    top = select(people.c.name).where(people.c.boss == boss.c.id).order_by(people.c.id).limit(1).lateral("top")
    lateral = select(boss.c.id, top.c.name).join(top, sa.true()).order_by(boss.c.id)
    assert connection.execute(lateral).all() == [(1, "Bob"), (3, "D'Arcy")]
    values = sa.values(sa.column("k", sa.Integer), sa.column("v", sa.String), name="v").data([(1, "x"), (2, "y")])
    joined = select(people.c.name, values.c.v).join_from(people, values, people.c.id == values.c.k)
    assert connection.execute(joined.order_by(people.c.id)).all() == [("Ada", "x"), ("Bob", "y")]


def test_aggregates_and_windows(connection: Connection, table: str) -> None:
    """GROUP BY with HAVING and FILTER, ordered array aggregates, ROLLUP and window functions."""
    people = make_people(connection, table)
    grouped = (
        select(
            people.c.team,
            func.count(),
            func.count().filter(people.c.pay > 75),
            func.array_agg(aggregate_order_by(people.c.name, people.c.id.desc())),
        )
        .group_by(people.c.team)
        .having(people.c.team.is_not(None))
        .order_by(people.c.team)
    )
    assert connection.execute(grouped).all() == [("blue", 1, 0, ["Çelik"]), ("red", 2, 2, ["Bob", "Ada"])]
    rolled = select(people.c.team, func.sum(people.c.pay)).group_by(func.rollup(people.c.team))
    assert (None, Decimal("250.75")) in connection.execute(rolled).all()
    ranked = select(
        people.c.id,
        func.row_number().over(partition_by=people.c.team, order_by=people.c.id.desc()),
        func.sum(people.c.id).over(order_by=people.c.id, rows=(-1, 0)),
    )
    assert connection.execute(ranked.order_by(people.c.id)).all() == [(1, 2, 1), (2, 1, 3), (3, 1, 5), (4, 1, 7)]


def test_common_table_expressions(connection: Connection, table: str) -> None:
    """A recursive query walks the hierarchy, and a data-modifying one feeds a SELECT."""
    people = make_people(connection, table)
    tree = select(people.c.id, literal(0).label("depth")).where(people.c.boss.is_(None)).cte("tree", recursive=True)
    tree = tree.union_all(select(people.c.id, tree.c.depth + 1).join(tree, people.c.boss == tree.c.id))
    assert connection.execute(select(tree).order_by(tree.c.id)).all() == [(1, 0), (2, 1), (3, 1), (4, 2)]
    gone = people.delete().where(people.c.id == 4).returning(people.c.name).cte("gone")
    assert connection.scalars(select(func.upper(gone.c.name))).all() == ["D'ARCY"]
    assert connection.scalar(select(func.count()).select_from(people)) == 3


@pytest.mark.applies(hasattr(postgresql, "distinct_on"), "SQLAlchemy 2.0 writes DISTINCT ON in another way")
def test_set_operations_and_limits(connection: Connection, table: str) -> None:
    """UNION, EXCEPT and INTERSECT with ORDER BY, LIMIT, OFFSET, FETCH WITH TIES and DISTINCT ON."""
    people = make_people(connection, table)
    ids = select(people.c.id)
    either = sa.union(ids.where(people.c.id < 3), ids.where(people.c.id > 1)).order_by("id").limit(2).offset(1)
    assert connection.scalars(either).all() == [2, 3]
    assert connection.scalars(sa.except_(ids, ids.where(people.c.id != 3))).all() == [3]
    assert connection.scalars(sa.intersect(ids, select(literal(2)))).all() == [2]
    ties = select(people.c.team).order_by(people.c.team.desc().nulls_last()).fetch(1, with_ties=True)
    assert connection.scalars(ties).all() == ["red", "red"]
    newest = postgresql.distinct_on(people.c.team)
    first = select(people.c.id).ext(newest).order_by(people.c.team, people.c.id.desc())
    assert sorted(connection.scalars(first)) == [2, 3, 4]


def test_update_and_delete(connection: Connection, table: str) -> None:
    """Correlated updates, UPDATE … FROM and DELETE … USING report their counts and return rows."""
    people = make_people(connection, table)
    boss = people.alias("boss")
    raised = people.update().values(pay=people.c.pay + 10).where(people.c.team == "red")
    assert connection.execute(raised).rowcount == 2
    levelled = people.update().values(pay=boss.c.pay).where(people.c.boss == boss.c.id, people.c.pay.is_(None))
    assert connection.execute(levelled.returning(people.c.id, people.c.pay)).all() == [(3, Decimal("110.50"))]
    cut = people.delete().where(people.c.boss == boss.c.id, boss.c.name == "Çelik")
    assert connection.execute(cut).rowcount == 1


def test_upsert(connection: Connection, table: str) -> None:
    """ON CONFLICT DO UPDATE sees the row that was refused, DO NOTHING leaves it out; both return."""
    people = make_people(connection, table)
    insert = postgresql.insert(people).values(
        [{"id": 1, "name": "Ada II", "pay": 1}, {"id": 9, "name": "Eve", "pay": 2}, {"id": 2, "name": "no", "pay": 3}]
    )
    merged = insert.on_conflict_do_update(
        index_elements=[people.c.id],
        set_={"name": insert.excluded.name, "pay": people.c.pay + insert.excluded.pay},
        where=people.c.name != "Bob",
    ).returning(people.c.id, people.c.name, people.c.pay)
    assert sorted(connection.execute(merged)) == [(1, "Ada II", Decimal("101.50")), (9, "Eve", Decimal("2.00"))]
    ignored = insert.on_conflict_do_nothing().returning(people.c.id)
    assert connection.scalars(ignored).all() == []
    assert connection.scalar(select(people.c.name).where(people.c.id == 2)) == "Bob"


def test_insert_from_select(connection: Connection, table: str) -> None:
    """INSERT … SELECT with RETURNING, and CREATE TABLE AS through text."""
    people = make_people(connection, table)
    copied = people.insert().from_select(
        ["id", "name"], select(people.c.id + 100, people.c.name).where(people.c.team == "red")
    )
    assert sorted(connection.scalars(copied.returning(people.c.id))) == [101, 102]


def test_row_locks(engine: sa.Engine, connection: Connection, table: str, code: Any) -> None:
    """FOR UPDATE locks rows for others, who skip them or are refused."""
    people = make_people(connection, table)
    connection.commit()
    connection.execute(select(people).where(people.c.id == 1).with_for_update())
    with engine.connect() as other:
        free = select(people.c.id).order_by(people.c.id).with_for_update(skip_locked=True)
        assert other.scalars(free).all() == [2, 3, 4]
        with pytest.raises(sa.exc.DBAPIError) as refused:
            other.execute(select(people.c.id).with_for_update(nowait=True))
        assert code(refused.value) == "55P03"


def test_functions_and_casts(connection: Connection) -> None:
    """Generic functions, casts, CASE, COALESCE, EXTRACT, string and array operators have PostgreSQL's meaning."""
    row = connection.execute(
        select(
            func.coalesce(sa.null(), literal(5)),
            sa.case((literal(1) == 2, "a"), else_="b"),
            sa.cast(sa.literal_column("'42'"), sa.Integer) + 1,
            sa.extract("year", literal(dt.date(2026, 5, 6))),
            literal("a").concat("b"),
            array([1, 2]) + array([3]),
            array([1, 2]).contains(array([2])),
            literal(7) // literal(2),
            literal(7) / literal(2),
            func.nullif(literal("x"), "x"),
            literal(5) % 3,
        )
    ).one()
    assert tuple(row) == (5, "b", 43, 2026, "ab", [1, 2, 3], True, 3, Decimal("3.5"), None, 2)


def test_table_valued_functions(connection: Connection) -> None:
    """Functions in FROM: generate_series with ordinality, json_each, unnest of two arrays."""
    series = func.generate_series(10, 30, 10).table_valued("v", with_ordinality="n", name="s").render_derived()
    assert connection.execute(select(series.c.n, series.c.v)).all() == [(1, 10), (2, 20), (3, 30)]
    each = func.jsonb_each_text(sa.cast({"a": 1, "b": None}, postgresql.JSONB)).table_valued("key", "value")
    assert connection.execute(select(each.c.key, each.c.value).order_by("key")).all() == [("a", "1"), ("b", None)]


def test_large_result(connection: Connection) -> None:
    """50,000 rows come through the result's processors complete."""
    series = func.generate_series(1, 50_000).table_valued("n").render_derived()
    rows = connection.execute(select(series.c.n, sa.cast(series.c.n, sa.Numeric(10, 1)))).all()
    assert len(rows) == 50_000
    assert rows[-1] == (50_000, Decimal("50000.0"))
    assert sum(row.n for row in rows) == 1_250_025_000


def test_same_statement_other_values(connection: Connection, table: str) -> None:
    """A compiled statement is used again with values of other lengths and NULL, as its cache relies on."""
    people = make_people(connection, table)
    query = select(people.c.id).where(
        people.c.name == bindparam("name"), people.c.id.in_(bindparam("ids", expanding=True))
    )
    answers = [
        connection.scalars(query, {"name": name, "ids": ids}).all()
        for name, ids in (("Ada", [1, 2, 3]), ("Bob", [2]), (None, [1]), ("x" * 60, []), ("Çelik", [1, 3]))
    ]
    assert answers == [[1], [2], [], [], [3]]


def test_server_defaults_and_returning(connection: Connection, table: str) -> None:
    """Identity, sequence, default and computed columns are fetched with the insert that made them."""
    sequence = sa.Sequence(f"{table}_numbers", start=500)
    made = sa.Table(
        table,
        sa.MetaData(),
        sa.Column("id", sa.Integer, sa.Identity(start=7), primary_key=True),
        sa.Column("number", sa.Integer, sequence),
        sa.Column("at", sa.DateTime(timezone=True), server_default=func.now()),
        sa.Column("text", sa.String, default="from python"),
        sa.Column("twice", sa.Integer, sa.Computed("number * 2")),
    )
    made.metadata.create_all(connection)
    result = connection.execute(made.insert())
    assert result.inserted_primary_key == (7,)
    row = connection.execute(select(made)).one()
    assert (row.id, row.number, row.text, row.twice) == (7, 500, "from python", 1000)
    assert row.at.tzinfo is not None
    assert connection.scalar(sequence) == 501
