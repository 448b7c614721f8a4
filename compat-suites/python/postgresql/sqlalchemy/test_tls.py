"""TLS through SQLAlchemy: how each driver's options are passed on."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from compat_server import Server

pytestmark = pytest.mark.must_pass


def options(driver: str, server: Server, authority: Path | None) -> dict[str, Any]:
    """What makes the driver verify authority and host name."""
    if driver == "psycopg2":
        return {"hostaddr": server.host, "sslmode": "verify-full", "sslrootcert": str(authority)}
    return {"ssl": ssl.create_default_context(cafile=str(authority))}


def session_is_encrypted(connection: sa.Connection, driver: str) -> bool:
    own = connection.connection.driver_connection
    if driver == "psycopg2":
        return own.info.ssl_in_use
    return own._transport.get_extra_info("ssl_object") is not None


def test_verified(make_engine: Any, url: sa.URL, tls: Server, driver: str) -> None:
    """An engine that verifies authority and host name gets encrypted sessions only."""
    arguments = options(driver, tls, tls.certificate_authority)
    engine = make_engine(url=url.set(host=tls.tls_host), connect_args=arguments, pool_size=2)
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            assert session_is_encrypted(connection, driver)
            assert connection.scalar(sa.select(1)) == 1


def test_wrong_authority(make_engine: Any, url: sa.URL, tls: Server, driver: str, unrelated_authority: Path) -> None:
    """An engine that trusts somebody else does not connect."""
    engine = make_engine(url=url.set(host=tls.tls_host), connect_args=options(driver, tls, unrelated_authority))
    with pytest.raises((sa.exc.DBAPIError, ssl.SSLError), match="certificate verify failed"):
        engine.connect()


@pytest.mark.usefixtures("tls")
def test_mode_in_the_url(make_engine: Any, url: sa.URL, driver: str) -> None:
    """The URL's query carries the driver's own option."""
    option = {"sslmode": "require"} if driver == "psycopg2" else {"ssl": "require"}
    with make_engine(url=url.update_query_dict(option)).connect() as connection:
        assert session_is_encrypted(connection, driver)


def test_without(make_engine: Any, url: sa.URL, driver: str) -> None:
    """An engine that turns TLS off works in clear."""
    option = {"sslmode": "disable"} if driver == "psycopg2" else {"ssl": "disable"}
    with make_engine(url=url.update_query_dict(option)).connect() as connection:
        assert not session_is_encrypted(connection, driver)
        assert connection.scalar(sa.select(1)) == 1
