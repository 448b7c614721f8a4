"""What a probe sees of the server, in CPython and in Jython alike.

A probe is a Python file in the subset that Python 2.7 and 3 share. Each function ``probe_<name>(server)`` is a case:
it passes when it returns, fails when it raises, and the first line of its docstring is its title. ``server`` is a
:class:`Server`. Under CPython its connections are psycopg2's or PyMySQL's, in HeliosDB's container they are JDBC's;
what differs between them ends in this file.

Statements take their parameters as ``%s``, as psycopg2 and PyMySQL have it; with parameters, a percent sign is ``%%``.
"""

from __future__ import print_function

import datetime
import decimal
import random
import string
import traceback

PREFIX = "probe_"


class Error(Exception):
    """The server's refusal, or a connection that failed.

    ``code`` is text: the SQLSTATE where the protocol is PostgreSQL's, the error's number where it is MySQL's, empty
    where the driver tells none.
    """

    def __init__(self, code, message):
        Exception.__init__(self, "%s: %s" % (code, message) if code else message)
        self.code = code


class Skipped(Exception):
    """The case is not asked of this server."""


class Binary(object):
    """Octets as a parameter, where Python 2 could take them for text."""

    def __init__(self, octets):
        self.octets = octets


class Server(object):
    """The server that is probed. Every connection is closed when the case ends."""

    Error = Error
    Binary = Binary

    def __init__(self, protocol, user, password, database, tls, dial, dial_octets):
        self.protocol = protocol
        self.user = user
        self.password = password
        self.database = database
        self.tls = tls
        """Whether the server speaks TLS."""
        self._dial = dial
        self._dial_octets = dial_octets
        self._open = []

    def connect(self, user=None, password=None, database=None, tls=None):
        """Logs in; with TLS where the server speaks it, unless ``tls`` says otherwise."""
        link = self._dial(
            self.user if user is None else user,
            self.password if password is None else password,
            self.database if database is None else database,
            self.tls if tls is None else tls,
        )
        connection = Connection(link)
        self._open.append(connection)
        return connection

    def talk(self):
        """A connection of octets in clear, for a protocol that no driver here speaks."""
        talk = Talk(self._dial_octets())
        self._open.append(talk)
        return talk

    def name(self, stem):
        """A name that nobody else has: ``name("orders")`` gives ``orders_x7kq2m9d``."""
        return stem + "_" + "".join(random.choice(string.ascii_lowercase + string.digits) for _ in range(8))

    def skip(self, reason):
        raise Skipped(reason)

    def expect(self, found, expected):
        """Fails and says both unless they are equal and of one type, but for the kinds of text and of whole numbers."""
        if found != expected or not _same_kind(found, expected):
            raise AssertionError("found %r (expected: %r)" % (found, expected))

    def refused(self, codes, call, *arguments):
        """Calls, fails unless the server refuses with the code, or with one of them, and returns the error."""
        codes = [codes] if isinstance(codes, str) else list(codes)
        expected = " or ".join(code or "no code" for code in codes)
        try:
            call(*arguments)
        except Error as error:
            if error.code not in codes:
                raise AssertionError("refused with %s (expected: %s)" % (error, expected))
            return error
        raise AssertionError("not refused (expected: %s)" % expected)

    def close(self):
        for connection in self._open:
            try:
                connection.close()
            except (Error, EnvironmentError):
                pass
        del self._open[:]


class Talk(object):
    """Octets to the server and back: ``bytes`` in both Pythons."""

    def __init__(self, link):
        self._link = link

    def send(self, octets):
        self._link.send(octets)

    def read(self, count):
        """So many octets, which are waited for."""
        return self._link.read(count)

    def line(self):
        """The next line without its end, LF or CRLF."""
        octets = []
        while not octets or octets[-1] != b"\n":
            octets.append(self.read(1))
        return b"".join(octets).rstrip(b"\r\n")

    def close(self):
        self._link.close()


class Connection(object):
    """A connection after the DB-API: in a transaction from its first statement on, unless ``autocommit`` is true."""

    def __init__(self, link):
        self._link = link
        self._autocommit = False
        self._closed = False
        link.set_autocommit(False)

    @property
    def autocommit(self):
        return self._autocommit

    @autocommit.setter
    def autocommit(self, on):
        self._link.set_autocommit(bool(on))
        self._autocommit = bool(on)

    def cursor(self):
        return Cursor(self._link)

    def query(self, sql, *parameters):
        """The rows of a statement: a shorter way to say cursor, execute, fetchall."""
        cursor = self.cursor()
        cursor.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description is not None else []

    def commit(self):
        self._link.commit()

    def rollback(self):
        self._link.rollback()

    def close(self):
        if not self._closed:
            self._closed = True
            self._link.close()


class Cursor(object):
    def __init__(self, link):
        self._link = link
        self._rows = []
        self.description = None
        """The names of the columns, each the first item of a tuple; None after a statement that is no query."""
        self.rowcount = -1

    def execute(self, sql, parameters=None):
        columns, self._rows, self.rowcount = self._link.run(sql, parameters)
        self.description = None if columns is None else [(name,) for name in columns]
        return self

    def executemany(self, sql, sequence):
        total = 0
        for parameters in sequence:
            total += self.execute(sql, parameters).rowcount
        self.rowcount = total

    def fetchone(self):
        return self._rows.pop(0) if self._rows else None

    def fetchall(self):
        rows, self._rows = self._rows, []
        return rows


def cases(namespace):
    """The cases of a file: tuples of name, title and function, in the order in which they stand there."""
    found = []
    for key, function in namespace.items():
        name = str(key)
        if name.startswith(PREFIX) and hasattr(function, "__code__"):
            lines = (function.__doc__ or "").strip().splitlines()
            title = lines[0].strip() if lines else name
            found.append((function.__code__.co_firstlineno, name[len(PREFIX) :], title, function))
    return [case[1:] for case in sorted(found, key=lambda case: case[:2])]


def run(function, server):
    """Runs a case: its verdict, why it did not pass, and the traceback."""
    try:
        function(server)
    except Skipped as skipped:
        return "skipped", _message(skipped), ""
    except AssertionError as failure:
        return "failed", _message(failure) or "assertion failed", traceback.format_exc()
    except Exception as failure:
        return "failed", "%s: %s" % (type(failure).__name__, _message(failure)), traceback.format_exc()
    finally:
        server.close()
    return "passed", "", ""


def _message(failure):
    try:
        return str(failure)
    except UnicodeError:
        # Python 2 and a message that is not ASCII.
        return repr(failure)


def _same_kind(found, expected):
    kinds = []
    for value in (found, expected):
        if isinstance(value, bool):
            kinds.append("boolean")
        elif isinstance(value, int) or type(value).__name__ == "long":
            kinds.append("whole number")
        elif isinstance(value, str) or type(value).__name__ == "unicode":
            kinds.append("text")
        elif isinstance(value, (list, tuple)):
            kinds.append([_same_kind(*pair) for pair in zip(found, expected)].count(False))
        else:
            kinds.append(type(value).__name__)
    return kinds[0] == kinds[1] and (not isinstance(kinds[0], int) or kinds[0] == 0)


# CPython


class _PythonLink(object):
    """A connection of psycopg2 or PyMySQL."""

    def __init__(self, connection, errors, code):
        self._connection = connection
        self._errors = errors
        self._code = code

    def _translated(self, call, *arguments):
        try:
            return call(*arguments)
        except self._errors as error:
            raise Error(self._code(error), str(error).strip())

    def run(self, sql, parameters):
        return self._translated(self._run, sql, parameters)

    def _run(self, sql, parameters):
        cursor = self._connection.cursor()
        try:
            values = None if parameters is None else [_octets(value) for value in parameters]
            cursor.execute(sql, values)
            if cursor.description is None:
                return None, [], cursor.rowcount
            rows = [tuple(_plain(value) for value in row) for row in cursor.fetchall()]
            return [column[0] for column in cursor.description], rows, cursor.rowcount
        finally:
            cursor.close()

    def set_autocommit(self, on):
        def change():
            if callable(self._connection.autocommit):
                self._connection.autocommit(on)
            else:
                self._connection.autocommit = on

        self._translated(change)

    def commit(self):
        self._translated(self._connection.commit)

    def rollback(self):
        self._translated(self._connection.rollback)

    def close(self):
        self._translated(self._connection.close)


def _octets(value):
    return bytes(value.octets) if isinstance(value, Binary) else value


def _plain(value):
    return bytes(value) if type(value).__name__ == "memoryview" else value


def python_server(protocol, host, port, user, password, database, authority):
    """A server for CPython. ``authority`` is the path of a PEM file, or None where the server speaks no TLS."""

    def postgresql(user, password, database, tls):
        import psycopg2

        options = {"sslmode": "verify-ca", "sslrootcert": authority} if tls else {"sslmode": "disable"}
        try:
            connection = psycopg2.connect(
                host=host, port=port, user=user, password=password, dbname=database, **options
            )
        except psycopg2.Error as error:
            raise Error(error.pgcode or "", str(error).strip())
        return _PythonLink(connection, psycopg2.Error, lambda error: error.pgcode or "")

    def mysql(user, password, database, tls):
        import pymysql

        def code(error):
            return str(error.args[0]) if error.args and isinstance(error.args[0], int) else ""

        options = {"ssl": {"ca": authority, "check_hostname": False}} if tls else {"ssl_disabled": True}
        try:
            connection = pymysql.connect(
                host=host, port=port, user=user, password=password, database=database, **options
            )
        except pymysql.Error as error:
            raise Error(code(error), str(error))
        return _PythonLink(connection, pymysql.Error, code)

    def unknown(*_):
        raise Error("", "no driver here speaks %s: talk() gives a connection of octets" % protocol)

    dial = {"postgresql": postgresql, "mysql": mysql}.get(protocol, unknown)
    return Server(protocol, user, password, database, authority is not None, dial, lambda: _PythonOctets(host, port))


class _PythonOctets(object):
    """A connection of octets."""

    LIMIT = 60
    """Seconds that the server may take for an answer."""

    def __init__(self, host, port):
        import socket

        self._socket = socket.create_connection((host, int(port)), self.LIMIT)

    def send(self, octets):
        self._socket.sendall(octets)

    def read(self, count):
        octets = b""
        while len(octets) < count:
            piece = self._socket.recv(count - len(octets))
            if not piece:
                raise Error("", "the server closed after %d octets (expected: %d)" % (len(octets), count))
            octets += piece
        return octets

    def close(self):
        self._socket.close()


# Jython


class _JavaOctets(object):
    """A connection of octets, by the container."""

    def __init__(self, stream):
        self._stream = stream

    def send(self, octets):
        import array

        self._translated(self._stream.send, array.array("b", octets))

    def read(self, count):
        return self._translated(self._stream.read, count).tostring()

    def close(self):
        self._translated(self._stream.close)

    def _translated(self, call, *arguments):
        from java.io import IOException

        try:
            return call(*arguments)
        except IOException as error:
            raise Error("", error.getMessage())


class _JdbcLink(object):
    """A connection by JDBC."""

    def __init__(self, session, protocol):
        self._session = session
        self._protocol = protocol

    def _translated(self, call, *arguments):
        from java.sql import SQLException

        try:
            return call(*arguments)
        except SQLException as error:
            raise _jdbc_error(error, self._protocol)

    def run(self, sql, parameters):
        if parameters is None:
            result = self._translated(self._session.run, sql, None)
        else:
            text = sql
            if self._protocol == "postgresql":
                text = text.replace("?", "??")
            text = text.replace("%s", "?").replace("%%", "%")
            result = self._translated(self._session.run, text, [_to_java(value) for value in parameters])
        columns = list(result.columns().get()) if result.columns().isPresent() else None
        rows = [tuple(_from_java(value) for value in row) for row in result.rows()]
        return columns, rows, result.count()

    def set_autocommit(self, on):
        self._translated(self._session.setAutocommit, on)

    def commit(self):
        self._translated(self._session.commit)

    def rollback(self):
        self._translated(self._session.rollback)

    def close(self):
        self._translated(self._session.close)


def _jdbc_error(error, protocol):
    code = error.getSQLState() if protocol == "postgresql" else str(error.getErrorCode() or "")
    return Error(code or "", error.getMessage())


def _to_java(value):
    from java.math import BigDecimal
    from java.time import LocalDate, LocalDateTime

    if isinstance(value, decimal.Decimal):
        return BigDecimal(str(value))
    if isinstance(value, datetime.datetime):
        return LocalDateTime.of(
            value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond * 1000
        )
    if isinstance(value, datetime.date):
        return LocalDate.of(value.year, value.month, value.day)
    if isinstance(value, Binary):
        import array

        return array.array("b", value.octets)
    return value


def _from_java(value):
    from java.math import BigDecimal
    from java.time import LocalDate, LocalDateTime

    if isinstance(value, BigDecimal):
        return decimal.Decimal(value.toPlainString())
    if isinstance(value, LocalDateTime):
        return datetime.datetime(
            value.getYear(),
            value.getMonthValue(),
            value.getDayOfMonth(),
            value.getHour(),
            value.getMinute(),
            value.getSecond(),
            value.getNano() // 1000,
        )
    if isinstance(value, LocalDate):
        return datetime.date(value.getYear(), value.getMonthValue(), value.getDayOfMonth())
    if type(value).__name__ == "array":
        return value.tostring()
    return value


def jdbc_server(protocol, target, connections):
    """A server for Jython, whose connections are the container's."""

    def dial(user, password, database, tls):
        from java.sql import SQLException

        try:
            return _JdbcLink(connections.open(user, password, database, tls), protocol)
        except SQLException as error:
            raise _jdbc_error(error, protocol)

    def dial_octets():
        from java.io import IOException

        try:
            return _JavaOctets(connections.octets())
        except IOException as error:
            raise Error("", error.getMessage())

    return Server(
        protocol,
        target.user(),
        target.password(),
        target.database(),
        target.authority().isPresent(),
        dial,
        dial_octets,
    )
