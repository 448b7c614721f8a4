"""Objects through SQLAlchemy's ORM on MySQL."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import ClassVar

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKey, func, orm, select
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

pytestmark = pytest.mark.must_pass


class Binding(enum.Enum):
    paper = 1
    cloth = 2


class Base(orm.DeclarativeBase):
    """Everything that is mapped here."""

    type_annotation_map: ClassVar = {str: sa.String(100), dict: sa.JSON}


tagged = sa.Table(
    "orm_tagged",
    Base.metadata,
    sa.Column("book", ForeignKey("orm_book.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag", ForeignKey("orm_tag.id"), primary_key=True),
)


class Author(Base):
    __tablename__ = "orm_author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    born: Mapped[dt.date | None]
    since: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    notes: Mapped[dict | None]
    books: Mapped[list[Book]] = relationship(back_populates="author", cascade="all, delete-orphan", order_by="Book.id")


class Tag(Base):
    __tablename__ = "orm_tag"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]


class Book(Base):
    __tablename__ = "orm_book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(sa.String(10))
    binding: Mapped[Binding | None]
    price: Mapped[Decimal] = mapped_column(sa.Numeric(8, 2), default=Decimal(0))
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Author.id))
    version: Mapped[int] = mapped_column(sa.Integer)
    author: Mapped[Author | None] = relationship(back_populates="books")
    tags: Mapped[list[Tag]] = relationship(secondary=tagged, order_by=Tag.word)
    __mapper_args__: ClassVar = {"version_id_col": version, "polymorphic_on": "kind", "polymorphic_identity": "book"}


class AudioBook(Book):
    __tablename__ = "orm_audio"
    id: Mapped[int] = mapped_column(ForeignKey(Book.id, ondelete="CASCADE"), primary_key=True)
    minutes: Mapped[int]
    __mapper_args__: ClassVar = {"polymorphic_identity": "audio"}


@pytest.fixture
def session(connection: Connection) -> Session:
    """A session with two authors and four books, in new tables."""
    Base.metadata.drop_all(connection)
    Base.metadata.create_all(connection)
    session = Session(connection, join_transaction_mode="create_savepoint")
    words = {word: Tag(word=word) for word in ("sea", "war", "love")}
    session.add_all(
        [
            Author(
                name="Homer",
                books=[
                    Book(title="Ilias", price=Decimal("19.90"), tags=[words["war"], words["sea"]]),
                    Book(title="Odyssea", price=Decimal("24.50"), tags=[words["sea"]], binding=Binding.cloth),
                ],
            ),
            Author(
                name="Jane",
                born=dt.date(1775, 12, 16),
                notes={"places": ["Bath", "Steventon"]},
                books=[
                    Book(title="Emma", price=Decimal("9.99"), tags=[words["love"]]),
                    AudioBook(title="Persuasion", price=Decimal("30"), minutes=512),
                ],
            ),
        ]
    )
    session.commit()
    return session


def test_round_trip(session: Session) -> None:
    """A graph of objects is written with its generated keys and read back as the same graph."""
    session.expunge_all()
    homer = session.scalars(select(Author).where(Author.name == "HOMER")).one()
    assert [(book.title, book.price, book.binding, [tag.word for tag in book.tags]) for book in homer.books] == [
        ("Ilias", Decimal("19.90"), None, ["sea", "war"]),
        ("Odyssea", Decimal("24.50"), Binding.cloth, ["sea"]),
    ]
    assert homer.books[0].author is homer
    assert isinstance(homer.since, dt.datetime)
    assert session.get(Author, homer.id) is homer


def test_ways_of_loading(session: Session) -> None:
    """Lazy, joined, selectin and subquery loading give the same collections."""
    expected = {"Homer": ["Ilias", "Odyssea"], "Jane": ["Emma", "Persuasion"]}
    for strategy in (orm.lazyload, orm.joinedload, orm.selectinload, orm.subqueryload):
        session.expunge_all()
        authors = session.scalars(select(Author).options(strategy(Author.books))).unique()
        assert {author.name: [book.title for book in author.books] for author in authors} == expected


def test_changes_are_flushed(session: Session) -> None:
    """Changed attributes, moved children and removed ones become UPDATE and DELETE."""
    homer, jane = session.scalars(select(Author).order_by(Author.id))
    jane.name = "Jane Austen"
    jane.notes = {"places": ["Bath"]}
    emma = jane.books[0]
    jane.books.append(homer.books[0])
    jane.books.remove(emma)
    session.commit()
    session.expunge_all()
    jane = session.scalars(select(Author).where(Author.notes[("places", 0)].as_string() == "Bath")).one()
    assert (jane.name, sorted(book.title for book in jane.books)) == ("Jane Austen", ["Ilias", "Persuasion"])
    assert session.scalar(select(func.count()).select_from(Book)) == 3


def test_cascading_delete(session: Session) -> None:
    """Deleting an author deletes the books, their audio parts and their tags' links."""
    session.delete(session.scalars(select(Author).where(Author.name == "Jane")).one())
    session.flush()
    assert session.scalars(select(Book.title).order_by(Book.id)).all() == ["Ilias", "Odyssea"]
    assert session.scalar(select(func.count()).select_from(tagged)) == 3
    assert session.scalar(select(func.count()).select_from(AudioBook)) == 0


def test_inheritance(session: Session) -> None:
    """Joined inheritance loads each row as its own class, with attributes of the second table."""
    everything = orm.with_polymorphic(Book, [AudioBook])
    books = session.scalars(select(everything).order_by(everything.id)).all()
    assert [type(book).__name__ for book in books] == ["Book", "Book", "Book", "AudioBook"]
    books[3].minutes += 1
    session.flush()
    assert session.scalar(select(AudioBook.minutes)) == 513


def test_version_counter(session: Session, connection: Connection) -> None:
    """An object that changed behind the session's back is refused: the UPDATE found no row."""
    emma = session.scalars(select(Book).where(Book.title == "Emma")).one()
    version = emma.version
    emma.price += 1
    session.flush()
    assert emma.version == version + 1
    connection.execute(sa.update(Book.__table__).where(Book.id == emma.id).values(version=99))
    emma.price += 1
    with pytest.raises(orm.exc.StaleDataError):
        session.flush()


def test_many_objects(session: Session) -> None:
    """Six hundred objects are flushed, each with the key that its row got."""
    tags = [Tag(word=f"word {n}") for n in range(600)]
    session.add_all(tags)
    session.flush()
    words = dict(session.execute(select(Tag.id, Tag.word)).all())
    assert all(words[tag.id] == tag.word for tag in tags)


def test_upsert_and_bulk_statements(session: Session) -> None:
    """ON DUPLICATE KEY UPDATE, bulk UPDATE and DELETE on mapped classes keep the session's objects in step."""
    insert = mysql.insert(Author).values(
        [{"name": "Jane", "born": dt.date(1800, 1, 1)}, {"name": "Sappho", "born": None}]
    )
    session.execute(insert.on_duplicate_key_update(born=insert.inserted.born))
    session.expire_all()
    born = dict(session.execute(select(Author.name, Author.born)).all())
    assert born == {"Homer": None, "Jane": dt.date(1800, 1, 1), "Sappho": None}
    books = {book.title: book for book in session.scalars(select(Book))}
    for mode in ("evaluate", "fetch"):
        before = books["Ilias"].price
        update = sa.update(Book).where(Book.author_id == books["Ilias"].author_id).values(price=Book.price + 1)
        assert session.execute(update, execution_options={"synchronize_session": mode}).rowcount == 2
        assert books["Ilias"].price == before + 1
    session.execute(sa.delete(Book).where(Book.title == "Emma"), execution_options={"synchronize_session": "fetch"})
    assert books["Emma"] not in session


def test_queries_over_relationships(session: Session) -> None:
    """Joins along relationships, any() and has(), aggregates and aliases."""
    counted = select(Author.name, func.count(Book.id)).join(Author.books).where(Book.price > 20).group_by(Author.id)
    counted = counted.group_by(Author.name)
    assert sorted(session.execute(counted).all()) == [("Homer", 1), ("Jane", 1)]
    at_sea = select(Author.name).where(Author.books.any(Book.tags.any(Tag.word == "sea")))
    assert session.scalars(at_sea).all() == ["Homer"]
    by_jane = select(Book.title).where(Book.author.has(Author.name == "Jane")).order_by(Book.title)
    assert session.scalars(by_jane).all() == ["Emma", "Persuasion"]
    cheaper, dearer = orm.aliased(Book), orm.aliased(Book)
    pairs = select(cheaper.title, dearer.title).join(
        dearer, sa.and_(cheaper.author_id == dearer.author_id, cheaper.price < dearer.price)
    )
    assert sorted(session.execute(pairs).all()) == [("Emma", "Persuasion"), ("Ilias", "Odyssea")]


def test_refresh_with_a_lock(session: Session, connection: Connection) -> None:
    """refresh() reads again, with FOR UPDATE, what another statement changed; expressions of the server come back."""
    emma = session.scalars(select(Book).where(Book.title == "Emma")).one()
    connection.execute(sa.update(Book.__table__).where(Book.id == emma.id).values(title="Emma II"))
    session.refresh(emma, with_for_update=True)
    assert emma.title == "Emma II"
    emma.price = Book.price * 2
    session.flush()
    assert emma.price == Decimal("19.98")


def test_violation_in_a_flush(session: Session) -> None:
    """A violated constraint in a savepoint is taken back, and the session goes on with what it had."""
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.add(Author(name="JANE"))
    session.add(Author(name="Sappho"))
    session.commit()
    assert session.scalars(select(Author.name).order_by(Author.id)).all() == ["Homer", "Jane", "Sappho"]
