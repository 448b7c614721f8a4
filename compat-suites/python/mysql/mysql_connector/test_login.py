"""Logging in with MySQL Connector/Python: caching_sha2_password, mysql_native_password and clear text inside TLS.

MariaDB has no caching_sha2_password; its cases follow MySQL 8. The connector knows no RSA: without TLS only the quick
proof gets it in, which the server can check once it knows the password.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mysql.connector
import pytest
from mysql.connector.connection import MySQLConnection
from mysql.connector.plugins.caching_sha2_password import MySQLCachingSHA2PasswordAuthPlugin

pytestmark = pytest.mark.must_pass

Connect = Callable[..., MySQLConnection]

sha2 = pytest.mark.follows("MySQL 8", "MariaDB 10.11 has no caching_sha2_password")


def works(connection: MySQLConnection) -> bool:
    with connection.cursor(buffered=True) as cursor:
        cursor.execute("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)")
        return cursor.fetchone() == (connection.user,)


@sha2
@pytest.mark.usefixtures("tls")
def test_quick_over_tls(connect: Connect) -> None:
    """caching_sha2_password over TLS, asked for by name."""
    connection = connect(auth_plugin="caching_sha2_password")
    assert connection.is_secure
    assert works(connection)


@sha2
def test_quick_without_tls(connect: Connect) -> None:
    """caching_sha2_password without TLS, once the server knows the password."""
    connect()
    connection = connect(auth_plugin="caching_sha2_password", ssl_disabled=True)
    assert not connection.is_secure
    assert works(connection)


@sha2
@pytest.mark.usefixtures("tls")
def test_password_inside_tls(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client whose quick proof is of no use is asked for the password, and gets in with it over TLS."""
    monkeypatch.setattr(MySQLCachingSHA2PasswordAuthPlugin, "_scramble", lambda *_: b"\x5a" * 32)
    assert works(connect(auth_plugin="caching_sha2_password"))


@sha2
def test_no_password_in_clear(keywords: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without TLS the server takes no password in clear: it does not answer the proof that it did not ask for."""
    monkeypatch.setattr(MySQLCachingSHA2PasswordAuthPlugin, "_scramble", lambda *_: b"\x5a" * 32)
    with pytest.raises(mysql.connector.Error) as error:
        mysql.connector.connect(**keywords, auth_plugin="caching_sha2_password", ssl_disabled=True)
    assert error.value.errno in (1045, 2013, 2061)


@pytest.mark.parametrize("clear", [False, True], ids=["tls", "clear"])
def test_native_password(connect: Connect, clear: bool) -> None:
    """mysql_native_password, asked for by name, gets in with TLS and without."""
    assert works(connect(auth_plugin="mysql_native_password", ssl_disabled=clear))


@pytest.mark.parametrize("clear", [False, True], ids=["tls", "clear"])
def test_wrong_password(keywords: dict[str, Any], clear: bool) -> None:
    """A wrong password is refused whatever the method is."""
    for method in ({}, {"auth_plugin": "mysql_native_password"}):
        with pytest.raises(mysql.connector.ProgrammingError) as error:
            mysql.connector.connect(**{**keywords, **method, "password": "wrong", "ssl_disabled": clear})
        assert (error.value.errno, error.value.sqlstate) == (1045, "28000")


def test_empty_password(keywords: dict[str, Any]) -> None:
    """No password at all is refused, and the server says that there was none."""
    with pytest.raises(mysql.connector.ProgrammingError, match="using password: NO") as error:
        mysql.connector.connect(**{**keywords, "password": ""})
    assert error.value.errno == 1045
