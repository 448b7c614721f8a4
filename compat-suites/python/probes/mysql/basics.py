"""What every client of MySQL's protocol needs."""

import datetime
import decimal


def probe_login(server):
    """A user logs in and is the one that it says."""
    rows = server.connect().query("SELECT SUBSTRING_INDEX(USER(), '@', 1), DATABASE()")
    server.expect(rows, [(server.user, server.database)])


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
    server.refused("1045", server.connect, None, server.password + "x")


def probe_unknown_database(server):
    """A database that does not exist, or that is not the user's, is refused."""
    server.refused(["1049", "1044"], server.connect, None, None, server.name("absent"))


def probe_columns(server):
    """A result names its columns in their order."""
    cursor = server.connect().cursor()
    cursor.execute("SELECT 1 AS one, 'b' AS two")
    server.expect([column[0] for column in cursor.description], ["one", "two"])
    server.expect(cursor.fetchall(), [(1, "b")])


def probe_numbers(server):
    """Numbers keep their value, their precision and their type."""
    rows = server.connect().query("SELECT 42, 9007199254740993, CAST('1.50' AS DECIMAL(10,2)), 12345678901234e-14")
    server.expect(rows, [(42, 9007199254740993, decimal.Decimal("1.50"), 0.12345678901234)])
    server.expect(str(rows[0][2]), "1.50")


def probe_texts(server):
    """Texts keep every character."""
    text = b"a'b\\c \xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80".decode("utf-8")
    server.expect(server.connect().query("SELECT %s, CHAR_LENGTH(%s)", text, text), [(text, 9)])
    server.expect(server.connect().query("SELECT REPEAT('0123456789', 1000)"), [("0123456789" * 1000,)])


def probe_times(server):
    """Dates and timestamps keep their microseconds."""
    connection = server.connect()
    name = server.name("probe")
    moment = datetime.datetime(2024, 2, 29, 23, 59, 58, 123456)
    connection.query("CREATE TABLE " + name + " (moment DATETIME(6), day DATE)")
    try:
        connection.query("INSERT INTO " + name + " VALUES (%s, '2024-02-29')", moment)
        server.expect(connection.query("SELECT * FROM " + name), [(moment, datetime.date(2024, 2, 29))])
    finally:
        connection.query("DROP TABLE " + name)


def probe_octets(server):
    """Octets keep every value."""
    connection = server.connect()
    name = server.name("probe")
    octets = bytes(bytearray(range(256)))
    connection.query("CREATE TABLE " + name + " (b BLOB)")
    try:
        connection.query("INSERT INTO " + name + " VALUES (%s)", server.Binary(octets))
        server.expect(connection.query("SELECT b FROM " + name), [(octets,)])
    finally:
        connection.query("DROP TABLE " + name)


def probe_nulls(server):
    """NULL is no value, and neither an empty text nor zero."""
    server.expect(server.connect().query("SELECT NULL, '', 0"), [(None, "", 0)])


def probe_parameters(server):
    """Parameters arrive in their order."""
    row = server.connect().query("SELECT CONCAT(%s, %s), %s > %s", "a", "b", 10, 4)
    server.expect(row, [("ab", 1)])


def probe_many_rows(server):
    """Every row of a large result arrives, in its order."""
    connection = server.connect()
    name = server.name("probe")
    connection.query("CREATE TABLE " + name + " (i INT PRIMARY KEY, filler VARCHAR(100))")
    try:
        for start in range(0, 5000, 500):
            values = ", ".join("(%d, REPEAT('x', 100))" % i for i in range(start, start + 500))
            connection.query("INSERT INTO " + name + " VALUES " + values)
        rows = connection.query("SELECT i, filler FROM " + name + " ORDER BY i")
        server.expect([row[0] for row in rows], list(range(5000)))
    finally:
        connection.query("DROP TABLE " + name)


def probe_changes(server):
    """Changes count their rows."""
    connection = server.connect()
    name = server.name("probe")
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE " + name + " (n INT)")
    try:
        for sql, count in (
            ("INSERT INTO %s VALUES (1), (2), (3)", 3),
            ("UPDATE %s SET n = n + 1 WHERE n > 1", 2),
            ("DELETE FROM %s WHERE n = 1", 1),
        ):
            cursor.execute(sql.replace("%s", name))
            server.expect(cursor.rowcount, count)
        server.expect(connection.query("SELECT n FROM " + name + " ORDER BY n"), [(3,), (4,)])
    finally:
        connection.query("DROP TABLE " + name)


def probe_error_code(server):
    """An error has its number."""
    connection = server.connect()
    for code, sql in (
        ("1146", "SELECT * FROM " + server.name("absent")),
        ("1064", "SELEC 1"),
        ("1054", "SELECT absent"),
    ):
        server.refused(code, connection.query, sql)


def probe_goes_on_after_an_error(server):
    """A transaction goes on after a statement that failed."""
    connection = server.connect()
    name = server.name("probe")
    connection.query("CREATE TABLE " + name + " (n INT PRIMARY KEY) ENGINE = InnoDB")
    try:
        connection.query("INSERT INTO " + name + " VALUES (1)")
        server.refused("1062", connection.query, "INSERT INTO " + name + " VALUES (1)")
        connection.commit()
        server.expect(connection.query("SELECT n FROM " + name), [(1,)])
    finally:
        connection.query("DROP TABLE " + name)
