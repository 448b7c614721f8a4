"""What every client of PostgreSQL's protocol needs."""

import datetime
import decimal


def probe_login(server):
    """A user logs in and is the one that it says."""
    connection = server.connect()
    server.expect(connection.query("SELECT current_user, current_database()"), [(server.user, server.database)])


def probe_login_in_clear(server):
    """A user logs in without TLS."""
    server.expect(server.connect(tls=False).query("SELECT 1"), [(1,)])


def probe_login_in_tls(server):
    """A user logs in through TLS, whose certificate is the one that is expected."""
    if not server.tls:
        server.skip("nothing is known of the server's certificate")
    server.expect(server.connect(tls=True).query("SELECT 1"), [(1,)])


def probe_wrong_password(server):
    """A wrong password is refused."""
    # psycopg2 tells no SQLSTATE of a login that failed.
    server.refused(["28P01", ""], server.connect, None, server.password + "x")


def probe_unknown_database(server):
    """A database that does not exist is refused."""
    server.refused(["3D000", ""], server.connect, None, None, server.name("absent"))


def probe_columns(server):
    """A result names its columns in their order."""
    cursor = server.connect().cursor()
    cursor.execute("SELECT 1 AS one, 'b' AS two")
    server.expect([column[0] for column in cursor.description], ["one", "two"])
    server.expect(cursor.fetchall(), [(1, "b")])


def probe_numbers(server):
    """Numbers keep their value, their precision and their type."""
    rows = server.connect().query(
        "SELECT 42, 9007199254740993::bigint, 1.50::numeric(10,2), 0.12345678901234::double precision"
    )
    server.expect(rows, [(42, 9007199254740993, decimal.Decimal("1.50"), 0.12345678901234)])
    server.expect(str(rows[0][2]), "1.50")


def probe_texts(server):
    """Texts keep every character."""
    text = b"a'b\\c \xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80".decode("utf-8")
    server.expect(server.connect().query("SELECT %s::text, length(%s::text)", text, text), [(text, 9)])
    server.expect(server.connect().query("SELECT repeat('0123456789', 1000)"), [("0123456789" * 1000,)])


def probe_times(server):
    """Dates and timestamps keep their microseconds."""
    moment = datetime.datetime(2024, 2, 29, 23, 59, 58, 123456)
    row = server.connect().query("SELECT %s::timestamp, DATE '2024-02-29'", moment)
    server.expect(row, [(moment, datetime.date(2024, 2, 29))])


def probe_octets(server):
    """Octets keep every value."""
    octets = bytes(bytearray(range(256)))
    server.expect(server.connect().query("SELECT %s::bytea", server.Binary(octets)), [(octets,)])


def probe_nulls(server):
    """NULL is no value, and neither an empty text nor zero nor false."""
    row = server.connect().query("SELECT NULL::int, NULL::text, '', 0, false, true")
    server.expect(row, [(None, None, "", 0, False, True)])


def probe_parameters(server):
    """Parameters arrive in their order."""
    row = server.connect().query("SELECT %s::int - %s::int, %s::text || %s::text", 10, 4, "a", "b")
    server.expect(row, [(6, "ab")])


def probe_many_rows(server):
    """Every row of a large result arrives, in its order."""
    rows = server.connect().query("SELECT i, repeat('x', 100) FROM generate_series(1, 10000) AS i ORDER BY i")
    server.expect([row[0] for row in rows], list(range(1, 10001)))


def probe_changes(server):
    """Changes count their rows."""
    connection = server.connect()
    cursor = connection.cursor()
    cursor.execute("CREATE TEMPORARY TABLE changed (n int)")
    for sql, count in (
        ("INSERT INTO changed VALUES (1), (2), (3)", 3),
        ("UPDATE changed SET n = n + 1 WHERE n > 1", 2),
        ("DELETE FROM changed WHERE n = 1", 1),
    ):
        cursor.execute(sql)
        server.expect(cursor.rowcount, count)
    server.expect(connection.query("SELECT n FROM changed ORDER BY n"), [(3,), (4,)])


def probe_error_code(server):
    """An error has its SQLSTATE."""
    connection = server.connect()
    connection.autocommit = True
    for code, sql in (
        ("42P01", "SELECT * FROM " + server.name("absent")),
        ("42601", "SELEC 1"),
        ("22012", "SELECT 1/0"),
    ):
        server.refused(code, connection.query, sql)


def probe_goes_on_after_an_error(server):
    """A connection goes on after an error."""
    connection = server.connect()
    server.refused("22012", connection.query, "SELECT 1/0")
    server.refused("25P02", connection.query, "SELECT 1")
    connection.rollback()
    server.expect(connection.query("SELECT 1"), [(1,)])
