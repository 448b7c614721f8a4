"""What every client of @name@ needs."""


def _login(server):
    talk = server.talk()
    talk.send(("@NAME@ %s %s\n" % (server.user, server.password)).encode("utf-8"))
    server.expect(talk.line(), b"OK")
    return talk


def probe_login(server):
    """A user logs in."""
    _login(server)


def probe_wrong_password(server):
    """A wrong password is refused."""
    talk = server.talk()
    talk.send(("@NAME@ %s wrong%s\n" % (server.user, server.password)).encode("utf-8"))
    server.expect(talk.line()[:11], b"ERROR 28P01")


def probe_statement(server):
    """A statement returns its row."""
    talk = _login(server)
    talk.send(b"select 6 * 7, 'x'\n")
    server.expect(talk.line(), b"42\tx")
    server.expect(talk.line(), b"OK 1")


def probe_error(server):
    """The session goes on after an error."""
    talk = _login(server)
    talk.send(b"selec 1\n")
    server.expect(talk.line()[:11], b"ERROR 42601")
    talk.send(b"select 1\n")
    server.expect(talk.line(), b"1")
