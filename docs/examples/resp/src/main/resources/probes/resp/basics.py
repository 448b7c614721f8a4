"""What every client of Redis's protocol needs."""


def _ask(talk, *words):
    octets = [word if isinstance(word, bytes) else word.encode("utf-8") for word in words]
    lines = [("*%d\r\n" % len(octets)).encode("ascii")]
    for word in octets:
        lines.append(("$%d\r\n" % len(word)).encode("ascii") + word + b"\r\n")
    talk.send(b"".join(lines))
    return talk.line()


def _login(server):
    talk = server.talk()
    server.expect(_ask(talk, "AUTH", server.user, server.password), b"+OK")
    return talk


def probe_login(server):
    """A user logs in."""
    server.expect(_ask(_login(server), "PING"), b"+PONG")


def probe_wrong_password(server):
    """A wrong password is refused."""
    server.expect(_ask(server.talk(), "AUTH", server.user, server.password + "x")[:10], b"-WRONGPASS")


def probe_value(server):
    """A value is kept until it is deleted."""
    talk = _login(server)
    key = server.name("probe")
    octets = bytes(bytearray(range(256)))
    server.expect(_ask(talk, "SET", key, octets), b"+OK")
    server.expect(_ask(talk, "GET", key), b"$256")
    server.expect(talk.read(258), octets + b"\r\n")
    server.expect(_ask(talk, "DEL", key), b":1")
    server.expect(_ask(talk, "GET", key), b"$-1")


def probe_unknown_command(server):
    """The session goes on after an error."""
    talk = _login(server)
    server.expect(_ask(talk, "NONSUCH")[:20], b"-ERR unknown command")
    server.expect(_ask(talk, "PING"), b"+PONG")
