"""What every ecosystem shares: the server under test, and cases that a driver's version cannot run."""

from __future__ import annotations

import pytest

from compat_server import Server


@pytest.fixture(scope="session")
def server() -> Server:
    """The server under test."""
    return Server.from_environment()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("applies"):
        condition, reason = mark.args
        if not condition:
            pytest.skip(reason)
