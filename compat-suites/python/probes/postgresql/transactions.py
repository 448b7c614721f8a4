"""Transactions, seen by two connections."""


def table(server, connection):
    """A table of one column that is there for everybody."""
    name = server.name("probe")
    connection.query("CREATE TABLE " + name + " (n int PRIMARY KEY)")
    if not connection.autocommit:
        connection.commit()
    return name


def probe_commit(server):
    """What is committed is there for others, and not before."""
    first, second = server.connect(), server.connect()
    second.autocommit = True
    name = table(server, first)
    try:
        first.query("INSERT INTO " + name + " VALUES (1)")
        server.expect(second.query("SELECT count(*) FROM " + name), [(0,)])
        first.commit()
        server.expect(second.query("SELECT count(*) FROM " + name), [(1,)])
    finally:
        first.rollback()
        second.query("DROP TABLE " + name)


def probe_rollback(server):
    """What is rolled back was never there."""
    connection = server.connect()
    name = table(server, connection)
    try:
        connection.query("INSERT INTO " + name + " VALUES (1)")
        connection.rollback()
        server.expect(connection.query("SELECT count(*) FROM " + name), [(0,)])
    finally:
        connection.rollback()
        connection.query("DROP TABLE " + name)
        connection.commit()


def probe_closed_connection_rolls_back(server):
    """A connection that is closed in the middle of a transaction leaves nothing behind."""
    first, second = server.connect(), server.connect()
    second.autocommit = True
    name = table(server, first)
    try:
        first.query("INSERT INTO " + name + " VALUES (1)")
        first.close()
        server.expect(second.query("SELECT count(*) FROM " + name), [(0,)])
    finally:
        second.query("DROP TABLE " + name)


def probe_autocommit(server):
    """With autocommit each statement is there for others at once."""
    first, second = server.connect(), server.connect()
    first.autocommit = True
    second.autocommit = True
    name = table(server, first)
    try:
        first.query("INSERT INTO " + name + " VALUES (1)")
        server.expect(second.query("SELECT n FROM " + name), [(1,)])
    finally:
        second.query("DROP TABLE " + name)


def probe_duplicate_key(server):
    """A key that is there already is refused, and what stood before it in the transaction goes with it."""
    connection = server.connect()
    name = table(server, connection)
    try:
        connection.query("INSERT INTO " + name + " VALUES (1)")
        server.refused("23505", connection.query, "INSERT INTO " + name + " VALUES (1)")
        connection.rollback()
        server.expect(connection.query("SELECT count(*) FROM " + name), [(0,)])
    finally:
        connection.rollback()
        connection.query("DROP TABLE " + name)
        connection.commit()


def probe_savepoint(server):
    """A savepoint takes back what came after it and nothing else."""
    connection = server.connect()
    connection.query("CREATE TEMPORARY TABLE saved (n int)")
    connection.query("INSERT INTO saved VALUES (1)")
    connection.query("SAVEPOINT here")
    connection.query("INSERT INTO saved VALUES (2)")
    connection.query("ROLLBACK TO SAVEPOINT here")
    server.expect(connection.query("SELECT n FROM saved"), [(1,)])


def probe_reconnect(server):
    """A user may log in again and again; each connection is a fresh one."""
    for _ in range(3):
        connection = server.connect()
        connection.query("SET application_name = 'probe-that-was-here'")
        connection.commit()
        connection.close()
    rows = server.connect().query("SELECT current_setting('application_name')")
    assert rows[0][0] != "probe-that-was-here", rows
