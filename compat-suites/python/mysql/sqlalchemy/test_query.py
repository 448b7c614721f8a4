"""SQLAlchemy Core on MySQL: expressions become SQL, and results become rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, literal, select
from sqlalchemy.dialects import mysql

pytestmark = pytest.mark.must_pass


@pytest.fixture
def people(connection: Connection, table: str) -> sa.Table:
    """A small table with four rows."""
    people = sa.Table(
        table,
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, unique=True),
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


def counted(connection: Connection, insert: Any) -> int:
    """Runs an INSERT, whose count of rows SQLAlchemy keeps only where it is told to."""
    return connection.execute(insert, execution_options={"preserve_rowcount": True}).rowcount


def test_text_with_parameters(connection: Connection) -> None:
    """Named parameters in text, colons and percent signs beside them, and results with types."""
    statement = sa.text(r"SELECT CONCAT(:a, '\:b %'), :n + 1 AS n, 7 % 4, TIME '10:30:00'").columns(
        sa.column("t", sa.Text), sa.column("n", sa.Integer), sa.column("m", sa.Integer), sa.column("at", sa.Time)
    )
    assert tuple(connection.execute(statement, {"a": "x'%", "n": 41}).one()) == ("x'%:b %", 42, 3, dt.time(10, 30))


def test_driver_sql(connection: Connection) -> None:
    """Statements in the driver's own parameter style go through unchanged."""
    assert tuple(connection.exec_driver_sql("SELECT %s, %s", (5, "x")).one()) == (5, "x")


def test_shapes_of_results(connection: Connection, people: sa.Table) -> None:
    """Rows, scalars, mappings, partitions and unique rows are views of the same result."""
    query = select(people.c.id, people.c.team).order_by(people.c.id)
    assert connection.execute(query).all() == [(1, "red"), (2, "red"), (3, "blue"), (4, None)]
    assert connection.scalars(query).all() == [1, 2, 3, 4]
    assert connection.execute(query).mappings().first() == {"id": 1, "team": "red"}
    assert [len(part) for part in connection.execute(query).partitions(3)] == [3, 1]
    assert connection.execute(query).columns("team").unique().all() == [("red",), ("blue",), (None,)]
    with pytest.raises(sa.exc.MultipleResultsFound):
        connection.execute(query).one()


def test_conditions(connection: Connection, people: sa.Table) -> None:
    """Comparisons, NULL, BETWEEN, LIKE with escapes, IN with any number of values, and boolean logic."""

    def ids(condition: Any) -> list[int]:
        return list(connection.scalars(select(people.c.id).where(condition).order_by(people.c.id)))

    assert ids(people.c.team.is_(None)) == [4]
    assert ids(people.c.team.is_distinct_from("red")) == [3, 4]
    assert ids(people.c.name == "ADA") == [1]
    assert ids(people.c.name.ilike("bO%")) == [2]
    assert ids(people.c.name.contains("'", autoescape=True)) == [4]
    assert ids(people.c.id.in_([])) == []
    assert ids(people.c.id.in_(range(2, 2000))) == [2, 3, 4]
    assert ids(sa.or_(people.c.pay.between(75, 90), ~(people.c.id < 4))) == [2, 4]
    assert ids(people.c.name.regexp_match("^[A-B]")) == [1, 2]
    assert ids(sa.tuple_(people.c.id, people.c.team).in_([(1, "red"), (3, "red")])) == [1]
    assert ids(people.c.name.collate("utf8mb4_bin") == "ada") == []
    assert ids(sa.true()) == [1, 2, 3, 4]


def test_joins_and_subqueries(connection: Connection, people: sa.Table) -> None:
    """Self joins, scalar and correlated subqueries, EXISTS, UNION and common table expressions."""
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
    both = sa.union_all(select(people.c.id).where(people.c.id < 2), select(people.c.id).where(people.c.id > 3))
    assert sorted(connection.scalars(both)) == [1, 4]
    chain = select(people.c.id, literal(0).label("depth")).where(people.c.boss.is_(None)).cte("chain", recursive=True)
    chain = chain.union_all(
        select(people.c.id, chain.c.depth + 1).join_from(people, chain, people.c.boss == chain.c.id)
    )
    assert sorted(connection.execute(select(chain)).all()) == [(1, 0), (2, 1), (3, 1), (4, 2)]


def test_aggregates_and_windows(connection: Connection, people: sa.Table) -> None:
    """GROUP BY with HAVING, GROUP_CONCAT and window functions."""
    grouped = (
        select(people.c.team, func.count(), func.sum(people.c.pay), func.avg(people.c.pay))
        .group_by(people.c.team)
        .having(func.count() > 1)
    )
    assert connection.execute(grouped).all() == [("red", 2, Decimal("180.50"), Decimal("90.250000"))]
    joined = select(func.group_concat(sa.text("name ORDER BY id DESC SEPARATOR '; '"), type_=sa.String))
    assert connection.scalar(joined.select_from(people)) == "D'Arcy; Çelik; Bob; Ada"
    ranked = select(people.c.id, func.rank().over(partition_by=people.c.team, order_by=people.c.id.desc()))
    assert sorted(connection.execute(ranked).all()) == [(1, 2), (2, 1), (3, 1), (4, 1)]
    running = func.sum(people.c.id).over(order_by=people.c.id, rows=(None, 0))
    assert [int(value) for value in connection.scalars(select(running).order_by(people.c.id))] == [1, 3, 6, 10]


def test_limit_and_locking(connection: Connection, people: sa.Table) -> None:
    """LIMIT with OFFSET, FOR UPDATE and FOR SHARE in MySQL's spelling."""
    ordered = select(people.c.id).order_by(people.c.id)
    assert connection.scalars(ordered.limit(2).offset(1)).all() == [2, 3]
    assert connection.scalars(ordered.offset(2)).all() == [3, 4]
    assert connection.scalars(ordered.with_for_update()).all() == [1, 2, 3, 4]
    assert connection.scalars(ordered.with_for_update(read=True).where(people.c.id == 1)).all() == [1]
    assert connection.scalars(ordered.with_for_update(skip_locked=True).where(people.c.id == 2)).all() == [2]


def test_inserted_keys(connection: Connection, table: str) -> None:
    """An INSERT tells the key that the server made, or that the application gave."""
    keyed = sa.Table(table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.String(9)))
    keyed.create(connection)
    assert connection.execute(keyed.insert().values(v="a")).inserted_primary_key == (1,)
    assert connection.execute(keyed.insert().values(id=50, v="b")).inserted_primary_key == (50,)
    assert connection.execute(keyed.insert().values(v="c")).inserted_primary_key == (51,)
    assert connection.execute(keyed.insert().values(v="c")).lastrowid == 52


def test_many_rows(connection: Connection, table: str) -> None:
    """Three thousand rows go in by one call, and a SELECT inserts what it finds."""
    target = sa.Table(
        table, sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.String(20))
    )
    target.create(connection)
    connection.execute(target.insert(), [{"v": f"row {n}"} for n in range(3_000)])
    assert connection.scalar(select(func.count()).select_from(target)) == 3_000
    copy = target.insert().from_select(["v"], select(target.c.v).where(target.c.id <= 10))
    assert counted(connection, copy) == 10


def test_update_and_delete(connection: Connection, people: sa.Table, table: str) -> None:
    """UPDATE and DELETE count the rows that they found, take LIMIT, and reach over several tables."""
    update = people.update().where(people.c.team == "red").values(team="red")
    assert connection.execute(update).rowcount == 2
    limited = people.update().values(pay=people.c.pay + 1).with_dialect_options(mysql_limit=1)
    assert connection.execute(limited).rowcount == 1
    named = people.update().where(people.c.id == bindparam("key")).values(name=bindparam("new"))
    assert connection.execute(named, [{"key": 1, "new": "A."}, {"key": 2, "new": "B."}]).rowcount == 2
    other = sa.Table(f"{table}_o", sa.MetaData(), sa.Column("who", sa.Integer), sa.Column("bonus", sa.Integer))
    other.create(connection)
    connection.execute(other.insert(), [{"who": 2, "bonus": 5}, {"who": 4, "bonus": 7}])
    raised = people.update().where(people.c.id == other.c.who).values(pay=other.c.bonus)
    assert connection.execute(raised).rowcount == 2
    assert connection.scalars(select(people.c.pay).where(people.c.id.in_([2, 4])).order_by(people.c.id)).all() == [
        Decimal("5.00"),
        Decimal("7.00"),
    ]
    assert connection.execute(people.delete().where(people.c.id == other.c.who).where(other.c.bonus > 5)).rowcount == 1
    assert connection.execute(people.delete().where(people.c.id == 99)).rowcount == 0


def test_upsert(connection: Connection, people: sa.Table) -> None:
    """INSERT … ON DUPLICATE KEY UPDATE takes values of the new row, expressions and functions."""
    insert = mysql.insert(people).values([{"id": 1, "name": "Ada", "pay": 5}, {"id": 9, "name": "Zoë", "pay": 6}])
    upsert = insert.on_duplicate_key_update(
        pay=insert.inserted.pay + people.c.pay, team=func.upper(people.c.team), boss=None
    )
    assert counted(connection, upsert) == 3
    rows = connection.execute(select(people.c.id, people.c.team, people.c.pay).where(people.c.id.in_([1, 9]))).all()
    assert sorted(rows) == [(1, "RED", Decimal("105.50")), (9, None, Decimal("6.00"))]


def test_insert_ignore_and_replace(connection: Connection, people: sa.Table) -> None:
    """Prefixes make INSERT IGNORE of an INSERT, and what violates a key is left out."""
    ignored = people.insert().prefix_with("IGNORE")
    assert counted(connection, ignored.values(id=1, name="again")) == 0
    assert counted(connection, ignored.values(id=77, name="fresh")) == 1


def test_functions(connection: Connection) -> None:
    """Generic functions have MySQL's spelling: concatenation, dates, casts, coalesce, case."""
    moment = literal(dt.datetime(2026, 7, 5, 10, 30))
    row = connection.execute(
        select(
            literal("a") + "b" + sa.cast(5, sa.String),
            sa.extract("year", moment),
            sa.cast("12", sa.Integer),
            sa.cast("1.5", sa.Numeric(5, 2)),
            func.coalesce(sa.null(), 7),
            sa.case((literal(1) == 2, "x"), else_="y"),
            func.char_length("é"),
            func.now() > dt.datetime(2020, 1, 1),
            func.current_date() == func.curdate(),
            literal(7) / 2,
            literal(7) // 2,
            literal(7) % 4,
        )
    ).one()
    assert tuple(row) == ("ab5", 2026, 12, Decimal("1.50"), 7, "y", 1, 1, 1, Decimal("3.5"), 3, 3)


def test_hints(connection: Connection, people: sa.Table) -> None:
    """Prefixes and index hints of MySQL's are part of the statement."""
    hinted = select(people.c.id).with_hint(people, "FORCE INDEX (PRIMARY)").where(people.c.id == 1)
    assert connection.scalar(hinted.prefix_with("STRAIGHT_JOIN")) == 1
    assert connection.scalar(select(sa.literal(1)).suffix_with("LIMIT 1")) == 1


def test_server_side_cursor(engine: sa.Engine, numbers: Callable[[int], str]) -> None:
    """stream_results reads a large result in parts, and the connection is in step when it is given up."""
    with engine.connect() as connection:
        options = {"stream_results": True, "max_row_buffer": 100}
        statement = sa.text(f"SELECT n FROM {numbers(4)} ORDER BY n")
        with connection.execution_options(**options).execute(statement) as result:
            assert result.fetchmany(3) == [(0,), (1,), (2,)]
        with connection.execution_options(**options).execute(statement) as result:
            assert [len(part) for part in result.partitions(3_000)] == [3_000, 3_000, 3_000, 1_000]
        assert connection.scalar(sa.text("SELECT 'in step'")) == "in step"


def test_errors(connection: Connection, people: sa.Table, number: Callable[..., int]) -> None:
    """Errors of the server are wrapped in the class of their kind, with the driver's own inside."""
    for statement, kinds, expected in (
        (people.insert().values(id=1, name="x"), (sa.exc.IntegrityError,), 1062),
        (people.insert().values(id=8, name=sa.null()), (sa.exc.IntegrityError,), 1048),
        (sa.text("SELECT * FROM nowhere"), (sa.exc.ProgrammingError,), 1146),
        (sa.text("SELEKT"), (sa.exc.ProgrammingError,), 1064),
        (people.update().values(team="much too long a word"), (sa.exc.DataError,), 1406),
        (sa.text("SELECT nothing"), (sa.exc.OperationalError, sa.exc.ProgrammingError), 1054),
    ):
        with pytest.raises(kinds) as error:
            connection.execute(statement)
        assert number(error.value) == expected
        assert not error.value.connection_invalidated
    assert connection.scalar(select(func.count()).select_from(people)) == 4
