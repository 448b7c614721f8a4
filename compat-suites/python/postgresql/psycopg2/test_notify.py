"""LISTEN and NOTIFY with psycopg2: who hears what, from whom, and when."""

from __future__ import annotations

import select
from collections.abc import Callable

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from compat_server import PATIENCE

pytestmark = pytest.mark.must_pass

Connect = Callable[..., Connection]


def run(connection: Connection, statement: str, parameters: tuple = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def heard(connection: Connection, count: int) -> list[tuple[str, str, int]]:
    """Waits on the socket until that many notifications have arrived, and takes them all."""
    # What came along with another answer is no longer on the socket.
    connection.poll()
    while len(connection.notifies) < count:
        readable, _, _ = select.select([connection], [], [], PATIENCE)
        assert readable, f"{len(connection.notifies)} of {count} notifications arrived"
        connection.poll()
    taken = [(notify.channel, notify.payload, notify.pid) for notify in connection.notifies]
    connection.notifies.clear()
    return taken


@pytest.fixture
def pair(connect: Connect) -> tuple[Connection, Connection]:
    """Two connections that commit every statement."""
    listener, sender = connect(), connect()
    listener.autocommit = sender.autocommit = True
    return listener, sender


def test_idle_listener_hears(pair: tuple[Connection, Connection], token: str) -> None:
    """A notification reaches an idle connection unasked, with channel, payload and the sender's process id."""
    listener, sender = pair
    run(listener, f"LISTEN {token}")
    run(sender, f"NOTIFY {token}, 'hällo €'")
    [(pid,)] = run(sender, "SELECT pg_backend_pid()")
    assert heard(listener, 1) == [(token, "hällo €", pid)]
    assert pid == sender.info.backend_pid


def test_own_notification(pair: tuple[Connection, Connection], token: str) -> None:
    """A session hears itself, and can tell by the process id that it was itself."""
    listener, _ = pair
    run(listener, f"LISTEN {token}; NOTIFY {token}")
    assert heard(listener, 1) == [(token, "", listener.info.backend_pid)]


def test_delivered_with_the_next_statement(pair: tuple[Connection, Connection], token: str) -> None:
    """Notifications also arrive beside the answer to a statement, without any polling."""
    listener, sender = pair
    run(listener, f"LISTEN {token}")
    run(sender, f"NOTIFY {token}, 'beside'")
    # The listener's own notification is queued after the first: with its answer both are there.
    run(listener, f"NOTIFY {token}, 'own'")
    run(listener, "SELECT 1")
    assert [payload for _, payload, _ in heard(listener, 2)] == ["beside", "own"]


def test_sent_with_the_commit(connect: Connect, pair: tuple[Connection, Connection], token: str) -> None:
    """Notifications leave when their transaction commits, in order, and never when it rolls back."""
    listener, sender = pair
    run(listener, f"LISTEN {token}")
    slow = connect()
    run(slow, "SELECT pg_notify(%s, 'slow')", (token,))
    lost = connect()
    run(lost, "SELECT pg_notify(%s, 'lost')", (token,))
    lost.rollback()
    run(sender, f"NOTIFY {token}, 'quick'")
    slow.commit()
    assert [payload for _, payload, _ in heard(listener, 2)] == ["quick", "slow"]


def test_duplicates_in_a_transaction(connect: Connect, pair: tuple[Connection, Connection], token: str) -> None:
    """Equal notifications of one transaction are sent once, different ones in the order of sending."""
    listener, _ = pair
    run(listener, f"LISTEN {token}")
    sender = connect()
    for payload in ("a", "b", "a", "c", "b"):
        run(sender, "SELECT pg_notify(%s, %s)", (token, payload))
    sender.commit()
    assert [payload for _, payload, _ in heard(listener, 3)] == ["a", "b", "c"]


def test_channels_are_separate(pair: tuple[Connection, Connection], token: str) -> None:
    """A session hears only the channels it listens to; names are identifiers with case and quotes."""
    listener, sender = pair
    odd = f'{token} Ödd "x"'
    run(listener, 'LISTEN "{}"'.format(odd.replace('"', '""')))
    run(sender, f"NOTIFY {token}, 'other'")
    run(sender, "SELECT pg_notify(%s, 'mine')", (odd,))
    assert heard(listener, 1) == [(odd, "mine", sender.info.backend_pid)]
    assert run(listener, "SELECT pg_listening_channels()") == [(odd,)]


def test_unlisten(pair: tuple[Connection, Connection], token: str) -> None:
    """After UNLISTEN a channel is silent, after UNLISTEN * every one is."""
    listener, sender = pair
    run(listener, f"LISTEN {token}; LISTEN {token}_2; UNLISTEN {token}")
    run(sender, f"NOTIFY {token}, 'no'; NOTIFY {token}_2, 'yes'")
    assert [payload for _, payload, _ in heard(listener, 1)] == ["yes"]
    run(listener, "UNLISTEN *")
    assert run(listener, "SELECT pg_listening_channels()") == []


def test_listen_rolls_back(connect: Connect, pair: tuple[Connection, Connection], token: str) -> None:
    """A LISTEN that is rolled back has never listened; one that commits hears what came after it."""
    listener, (_, sender) = connect(), pair
    run(listener, f"LISTEN {token}")
    listener.rollback()
    assert run(listener, "SELECT pg_listening_channels()") == []
    run(listener, f"LISTEN {token}")
    run(sender, f"NOTIFY {token}, 'early'")
    listener.commit()
    run(sender, f"NOTIFY {token}, 'late'")
    assert [payload for _, payload, _ in heard(listener, 1)] == ["late"]


def test_none_inside_a_transaction(connect: Connect, pair: tuple[Connection, Connection], token: str) -> None:
    """A listener inside a transaction is told after it, not in between."""
    listener, (_, sender) = connect(), pair
    run(listener, f"LISTEN {token}")
    listener.commit()
    run(listener, "SELECT 1")
    run(sender, f"NOTIFY {token}, 'while busy'")
    run(listener, "SELECT 2")
    assert listener.notifies == []
    listener.commit()
    assert [payload for _, payload, _ in heard(listener, 1)] == ["while busy"]


def test_limits(pair: tuple[Connection, Connection], token: str) -> None:
    """The longest payload arrives whole; a longer one, an empty and a too long channel name are refused."""
    listener, sender = pair
    run(listener, f"LISTEN {token}")
    longest = "€" * 2666
    run(sender, "SELECT pg_notify(%s, %s)", (token, longest))
    assert [payload for _, payload, _ in heard(listener, 1)] == [longest]
    for channel, payload in ((token, "x" * 8000), ("", "x"), ("c" * 64, "x")):
        with pytest.raises(psycopg2.errors.InvalidParameterValue):
            run(sender, "SELECT pg_notify(%s, %s)", (channel, payload))


def test_many(connect: Connect, pair: tuple[Connection, Connection], token: str) -> None:
    """Five thousand notifications arrive complete and in order."""
    listener, _ = pair
    run(listener, f"LISTEN {token}")
    sender = connect()
    run(sender, "SELECT count(pg_notify(%s, 'number ' || g)) FROM generate_series(1, 5000) g", (token,))
    sender.commit()
    assert [payload for _, payload, _ in heard(listener, 5000)] == [f"number {n}" for n in range(1, 5001)]


def test_trigger_notifies_several_listeners(connect: Connect, token: str, table: str) -> None:
    """A trigger's notification reaches every listener, as cache invalidation relies on."""
    listeners = [connect() for _ in range(3)]
    for listener in listeners:
        listener.autocommit = True
        run(listener, f"LISTEN {token}")
    writer = connect()
    run(writer, f"CREATE TABLE {table} (id int)")
    run(
        writer,
        f"CREATE FUNCTION {table}_changed() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN PERFORM pg_notify('{token}', TG_OP || ' ' || NEW.id); RETURN NULL; END $$",
    )
    run(
        writer,
        f"CREATE TRIGGER tell AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_changed()",
    )
    run(writer, f"INSERT INTO {table} VALUES (1), (2)")
    run(writer, f"UPDATE {table} SET id = id + 10 WHERE id = 1")
    writer.commit()
    for listener in listeners:
        assert [payload for _, payload, _ in heard(listener, 3)] == ["INSERT 1", "INSERT 2", "UPDATE 11"]
