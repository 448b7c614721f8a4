"""What every driver for MySQL shares, whatever it calls its connections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compat_server import Server


@pytest.fixture(scope="session")
def numbers() -> Callable[[int], str]:
    """A derived table of numbers: ``numbers(3)`` has one column ``n`` with 0 to 999, as far as no recursion reaches."""
    digits = " UNION ALL ".join(f"SELECT {digit} AS d" for digit in range(10))

    def table(places: int) -> str:
        value = " + ".join(f"d{place}.d * {10**place}" for place in range(places))
        source = " CROSS JOIN ".join(f"({digits}) d{place}" for place in range(places))
        return f"(SELECT {value} AS n FROM {source}) numbers"

    return table


@pytest.fixture(scope="session")
def shared_port(server: Server) -> int:
    """The port on which the server recognises every protocol."""
    return server.ports["shared"]
