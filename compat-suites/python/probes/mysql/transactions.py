"""Transactions, seen by two connections."""


def table(server, connection):
    """A table of one column that is there for everybody."""
    name = server.name("probe")
    connection.query("CREATE TABLE " + name + " (n INT PRIMARY KEY) ENGINE = InnoDB")
    return name


def probe_commit(server):
    """What is committed is there for others, and not before."""
    first, second = server.connect(), server.connect()
    second.autocommit = True
    name = table(server, first)
    try:
        first.query("INSERT INTO " + name + " VALUES (1)")
        server.expect(second.query("SELECT COUNT(*) FROM " + name), [(0,)])
        first.commit()
        server.expect(second.query("SELECT COUNT(*) FROM " + name), [(1,)])
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
        server.expect(connection.query("SELECT COUNT(*) FROM " + name), [(0,)])
    finally:
        connection.query("DROP TABLE " + name)


def probe_closed_connection_rolls_back(server):
    """A connection that is closed in the middle of a transaction leaves nothing behind."""
    first, second = server.connect(), server.connect()
    second.autocommit = True
    name = table(server, first)
    try:
        first.query("INSERT INTO " + name + " VALUES (1)")
        first.close()
        server.expect(second.query("SELECT COUNT(*) FROM " + name), [(0,)])
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


def probe_savepoint(server):
    """A savepoint takes back what came after it and nothing else."""
    connection = server.connect()
    name = table(server, connection)
    try:
        connection.query("INSERT INTO " + name + " VALUES (1)")
        connection.query("SAVEPOINT here")
        connection.query("INSERT INTO " + name + " VALUES (2)")
        connection.query("ROLLBACK TO SAVEPOINT here")
        server.expect(connection.query("SELECT n FROM " + name), [(1,)])
    finally:
        connection.query("DROP TABLE " + name)


def probe_reconnect(server):
    """A user may log in again and again; each connection is a fresh one."""
    for _ in range(3):
        connection = server.connect()
        connection.query("SET @probe = 'was here'")
        connection.close()
    server.expect(server.connect().query("SELECT @probe"), [(None,)])
