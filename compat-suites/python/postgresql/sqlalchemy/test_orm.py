"""Objects through SQLAlchemy's ORM."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, func, orm, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

pytestmark = pytest.mark.must_pass


class Base(orm.DeclarativeBase):
    """Everything that is mapped here."""


tagged = sa.Table(
    "orm_tagged",
    Base.metadata,
    sa.Column("book", ForeignKey("orm_book.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag", ForeignKey("orm_tag.id"), primary_key=True),
)


class Author(Base):
    __tablename__ = "orm_author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(50), unique=True)
    born: Mapped[dt.date | None]
    since: Mapped[dt.datetime] = mapped_column(sa.DateTime(timezone=True), server_default=func.now())
    notes: Mapped[dict | None] = mapped_column(postgresql.JSONB)
    books: Mapped[list[Book]] = relationship(back_populates="author", cascade="all, delete-orphan", order_by="Book.id")


class Tag(Base):
    __tablename__ = "orm_tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]


class Book(Base):
    __tablename__ = "orm_book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    price: Mapped[Decimal] = mapped_column(sa.Numeric(8, 2), default=Decimal(0))
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Author.id))
    version: Mapped[int] = mapped_column(sa.Integer)
    author: Mapped[Author | None] = relationship(back_populates="books")
    tags: Mapped[list[Tag]] = relationship(secondary=tagged, order_by=Tag.word)
    __mapper_args__: ClassVar = {
        "version_id_col": version,
        "polymorphic_on": "kind",
        "polymorphic_identity": "book",
    }

    @hybrid_property
    def dear(self) -> bool:
        return self.price > 20


class AudioBook(Book):
    __tablename__ = "orm_audio"
    id: Mapped[int] = mapped_column(ForeignKey(Book.id, ondelete="CASCADE"), primary_key=True)
    minutes: Mapped[int]
    __mapper_args__: ClassVar = {"polymorphic_identity": "audio"}


def library(connection: Connection) -> Session:
    """A session with two authors and four books, in a transaction that nobody commits."""
    Base.metadata.create_all(connection)
    session = Session(connection, join_transaction_mode="create_savepoint")
    words = {word: Tag(word=word) for word in ("sea", "war", "love")}
    session.add_all(
        [
            Author(
                name="Hómēros",
                books=[
                    Book(title="Ilias", price=Decimal("19.90"), tags=[words["war"], words["sea"]]),
                    Book(title="Odyssea", price=Decimal("24.50"), tags=[words["sea"]]),
                ],
            ),
            Author(
                name="Jane",
                born=dt.date(1775, 12, 16),
                books=[
                    Book(title="Emma", price=Decimal("9.99"), tags=[words["love"]]),
                    AudioBook(title="Persuasion", price=Decimal("30"), minutes=512),
                ],
            ),
        ]
    )
    session.commit()
    return session


def test_round_trip(connection: Connection) -> None:
    """A graph of objects is written with its generated keys and read back as the same graph."""
    with library(connection) as session:
        homer = session.scalars(select(Author).where(Author.name == "Hómēros")).one()
        assert [(book.title, book.price, [tag.word for tag in book.tags]) for book in homer.books] == [
            ("Ilias", Decimal("19.90"), ["sea", "war"]),
            ("Odyssea", Decimal("24.50"), ["sea"]),
        ]
        assert homer.books[0].author is homer
        assert homer.since.tzinfo is not None
        assert session.get(Author, homer.id) is homer


def test_ways_of_loading(connection: Connection) -> None:
    """Lazy, joined, selectin and subquery loading give the same collections."""
    with library(connection) as session:
        expected = {"Hómēros": ["Ilias", "Odyssea"], "Jane": ["Emma", "Persuasion"]}
        for strategy in (orm.lazyload, orm.joinedload, orm.selectinload, orm.subqueryload):
            session.expunge_all()
            authors = session.scalars(select(Author).options(strategy(Author.books))).unique()
            assert {author.name: [book.title for book in author.books] for author in authors} == expected
        with pytest.raises(sa.exc.InvalidRequestError, match="not available"):
            session.expunge_all()
            _ = session.scalars(select(Author).options(orm.raiseload(Author.books))).first().books


def test_changes_are_flushed(connection: Connection) -> None:
    """Changed attributes, moved children and removed ones become UPDATE and DELETE."""
    with library(connection) as session:
        homer, jane = session.scalars(select(Author).order_by(Author.id))
        jane.name = "Jane Austen"
        jane.notes = {"places": ["Bath"]}
        emma = jane.books[0]
        jane.books.append(homer.books[0])
        jane.books.remove(emma)
        session.commit()
        session.expunge_all()
        jane = session.scalars(select(Author).where(Author.notes["places"].contains(["Bath"]))).one()
        assert (jane.name, sorted(book.title for book in jane.books)) == ("Jane Austen", ["Ilias", "Persuasion"])
        assert session.scalar(select(func.count()).select_from(Book)) == 3


def test_cascading_delete(connection: Connection) -> None:
    """Deleting an author deletes the books, their audio parts and their tags' links."""
    with library(connection) as session:
        session.delete(session.scalars(select(Author).where(Author.name == "Jane")).one())
        session.flush()
        assert session.scalars(select(Book.title).order_by(Book.id)).all() == ["Ilias", "Odyssea"]
        assert session.scalar(select(func.count()).select_from(tagged)) == 3
        assert session.scalar(select(func.count()).select_from(AudioBook)) == 0


def test_inheritance(connection: Connection) -> None:
    """Joined inheritance loads each row as its own class, with attributes of the second table."""
    with library(connection) as session:
        everything = orm.with_polymorphic(Book, [AudioBook])
        books = session.scalars(select(everything).order_by(everything.id)).all()
        assert [type(book).__name__ for book in books] == ["Book", "Book", "Book", "AudioBook"]
        long = select(everything.title).where(everything.AudioBook.minutes > 500)
        assert session.scalars(long).all() == ["Persuasion"]
        books[3].minutes += 1
        session.flush()
        assert session.scalar(select(AudioBook.minutes)) == 513


def test_version_counter(connection: Connection) -> None:
    """An object that changed behind the session's back is refused: the UPDATE matched no row."""
    with library(connection) as session:
        emma = session.scalars(select(Book).where(Book.title == "Emma")).one()
        version = emma.version
        emma.price += 1
        session.flush()
        assert emma.version == version + 1
        connection.execute(sa.update(Book.__table__).where(Book.id == emma.id).values(version=99))
        emma.price += 1
        with pytest.raises(orm.exc.StaleDataError):
            session.flush()


def test_many_objects(connection: Connection) -> None:
    """Two thousand objects are flushed in batches, each with the key that its row got."""
    with library(connection) as session:
        tags = [Tag(word=f"word {n}") for n in range(2000)]
        session.add_all(tags)
        session.flush()
        words = dict(session.execute(select(Tag.id, Tag.word)).all())
        assert all(words[tag.id] == tag.word for tag in tags)


def test_bulk_insert_returning(connection: Connection) -> None:
    """A bulk INSERT returns objects of the rows that it made, in order."""
    with library(connection) as session:
        statement = sa.insert(Tag).returning(Tag, sort_by_parameter_order=True)
        made = session.scalars(statement, [{"word": f"w{n}"} for n in range(300)]).all()
        assert [tag.word for tag in made] == [f"w{n}" for n in range(300)]
        assert all(tag in session for tag in made)


def test_upsert_of_objects(connection: Connection) -> None:
    """INSERT … ON CONFLICT on a mapped class updates the objects that the session holds."""
    with library(connection) as session:
        jane = session.scalars(select(Author).where(Author.name == "Jane")).one()
        insert = postgresql.insert(Author).values(
            [{"name": "Jane", "born": dt.date(1800, 1, 1)}, {"name": "Sappho", "born": None}]
        )
        merged = insert.on_conflict_do_update(
            index_elements=[Author.name], set_={"born": insert.excluded.born}
        ).returning(Author)
        authors = session.scalars(merged, execution_options={"populate_existing": True}).all()
        assert jane in authors
        assert jane.born == dt.date(1800, 1, 1)
        assert sorted(author.name for author in authors) == ["Jane", "Sappho"]


def test_bulk_update_and_delete(connection: Connection) -> None:
    """UPDATE and DELETE of many rows keep the session's objects in step, by evaluation and by fetching."""
    with library(connection) as session:
        books = {book.title: book for book in session.scalars(select(Book))}
        for mode in ("evaluate", "fetch"):
            before = books["Ilias"].price
            update = sa.update(Book).where(Book.author_id == books["Ilias"].author_id).values(price=Book.price + 1)
            assert session.execute(update, execution_options={"synchronize_session": mode}).rowcount == 2
            assert books["Ilias"].price == before + 1
        session.execute(sa.delete(Book).where(Book.title == "Emma"), execution_options={"synchronize_session": "fetch"})
        assert books["Emma"] not in session


def test_queries_over_relationships(connection: Connection) -> None:
    """Joins along relationships, any() and has(), aggregates, aliases and hybrid attributes."""
    with library(connection) as session:
        counted = select(Author.name, func.count(Book.id)).join(Author.books).where(Book.dear).group_by(Author.id)
        assert sorted(session.execute(counted).all()) == [("Hómēros", 1), ("Jane", 1)]
        at_sea = select(Author.name).where(Author.books.any(Book.tags.any(Tag.word == "sea")))
        assert session.scalars(at_sea).all() == ["Hómēros"]
        by_jane = select(Book.title).where(Book.author.has(Author.name == "Jane")).order_by(Book.title)
        assert session.scalars(by_jane).all() == ["Emma", "Persuasion"]
        cheaper, dearer = orm.aliased(Book), orm.aliased(Book)
        pairs = select(cheaper.title, dearer.title).join(
            dearer, sa.and_(cheaper.author_id == dearer.author_id, cheaper.price < dearer.price)
        )
        assert sorted(session.execute(pairs).all()) == [("Emma", "Persuasion"), ("Ilias", "Odyssea")]


def test_refresh_and_expire(connection: Connection) -> None:
    """refresh() and expire() read again what another statement changed; server-side expressions come back."""
    with library(connection) as session:
        emma = session.scalars(select(Book).where(Book.title == "Emma")).one()
        connection.execute(sa.update(Book.__table__).where(Book.id == emma.id).values(title="Emma II"))
        assert emma.title == "Emma"
        session.refresh(emma, with_for_update=True)
        assert emma.title == "Emma II"
        emma.price = Book.price * 2
        session.flush()
        assert emma.price == Decimal("19.98")


def test_unique_violation_in_a_flush(connection: Connection) -> None:
    """A violated constraint in a savepoint is taken back, and the session goes on with what it had."""
    with library(connection) as session:
        with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
            session.add(Author(name="Jane"))
        session.add(Author(name="Sappho"))
        session.commit()
        assert session.scalars(select(Author.name).order_by(Author.id)).all() == ["Hómēros", "Jane", "Sappho"]
