"""What every ecosystem shares: the server under test, names that nobody else has, and cases that are not asked here."""

from __future__ import annotations

import contextlib
import itertools
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from compat_documents import Block, block_of
from compat_server import Server

# The folder of the cases for MySQL is called like the connector's package. Imported first, the package keeps the name.
with contextlib.suppress(ImportError):
    import mysql.connector  # noqa: F401


@pytest.fixture(scope="session")
def server() -> Server:
    """The server under test."""
    return Server.from_environment()


@pytest.fixture(scope="session")
def schema_name(request: pytest.FixtureRequest) -> str:
    """A schema name that nobody else has; each driver's own fixture creates and drops it."""
    driver = request.session.items[0].path.parent.name
    return f"compat_{driver}_{secrets.token_hex(4)}"


@pytest.fixture(scope="session")
def _numbers() -> itertools.count[int]:
    return itertools.count(1)


@pytest.fixture
def name(_numbers: itertools.count[int]) -> Callable[[str], str]:
    """Makes an identifier that is new in the cell's schema: ``name("orders")`` → ``orders_17``."""
    return lambda stem: f"{stem}_{next(_numbers)}"


@pytest.fixture
def table(name: Callable[[str], str]) -> str:
    """The name of a table that does not exist yet."""
    return name("t")


@pytest.fixture
def token(schema_name: str, _numbers: itertools.count[int]) -> str:
    """A name for what a schema cannot hold: channels, transaction identifiers, named locks."""
    return f"{schema_name}_{next(_numbers)}"


@pytest.fixture(scope="session")
def tls(server: Server) -> Server:
    """The server, for cases that need it to offer TLS."""
    if not server.tls or server.certificate_authority is None:
        pytest.skip("the server under test offers no TLS (COMPAT_TLS is not 1, or COMPAT_CA names no file)")
    return server


@pytest.fixture(scope="session")
def unrelated_authority() -> Path:
    """A certificate authority that has signed nothing."""
    return Path(__file__).with_name("unrelated-ca.pem")


@pytest.fixture
def block(request: pytest.FixtureRequest) -> Block:
    """The block of docs/clients.md that the case is named after; its module's ``DRIVER`` says whose."""
    return block_of(request.module.DRIVER, request.function.__name__)


def pytest_itemcollected(item: pytest.Item) -> None:
    """On the vendor's own server, a case that follows another one does not apply."""
    if Server.from_environment().lane != "reference":
        return
    for mark in item.iter_markers("follows"):
        product, difference = mark.args
        item.add_marker(pytest.mark.applies(False, f"follows {product}: {difference}"))
    for mark in item.iter_markers("live_only"):
        item.add_marker(pytest.mark.applies(False, mark.args[0]))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("applies"):
        condition, reason = mark.args
        if not condition:
            pytest.skip(reason)
