"""The server under test as the environment describes it, and the one way in which cases wait for something."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")

PORTS = "COMPAT_PORT_"

# Long enough that only a hang reaches it. No case depends on how long anything takes.
PATIENCE = 30.0


@dataclass(frozen=True)
class Server:
    """Where the server is and who may log in: an ordinary role that owns the database."""

    host: str
    port: int
    user: str
    password: str
    database: str
    lane: str
    """``live`` for the server that is judged, ``reference`` for the vendor's own, which judges the cases."""
    tls: bool
    tls_host: str
    """The host name that the server's certificate is made out to."""
    certificate_authority: Path | None
    ports: Mapping[str, int] = field(default_factory=dict)
    """Every port that the server listens on, by the name of its protocol; empty where it speaks one protocol only."""

    @classmethod
    def from_environment(cls) -> Server:
        authority = os.environ.get("COMPAT_CA")
        return cls(
            host=os.environ.get("COMPAT_HOST", "127.0.0.1"),
            port=int(os.environ.get("COMPAT_PORT", "5432")),
            user=os.environ.get("COMPAT_USER", "demo"),
            password=os.environ.get("COMPAT_PASSWORD", "demo"),
            database=os.environ.get("COMPAT_DATABASE", "demo"),
            lane=os.environ.get("COMPAT_LANE", "live"),
            tls=os.environ.get("COMPAT_TLS") == "1",
            tls_host=os.environ.get("COMPAT_TLS_HOST", "localhost"),
            certificate_authority=Path(authority) if authority else None,
            ports={
                variable.removeprefix(PORTS).lower(): int(port)
                for variable, port in os.environ.items()
                if variable.startswith(PORTS)
            },
        )

    def url(self, scheme: str = "postgresql", **query: Any) -> str:
        """The connection URL, with every part of it escaped as a URL demands."""
        account = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        place = f"[{self.host}]" if ":" in self.host else self.host
        options = f"?{urlencode(query, quote_via=quote)}" if query else ""
        return f"{scheme}://{account}@{place}:{self.port}/{quote(self.database, safe='')}{options}"


def wait_until(condition: Callable[[], T], what: str) -> T:
    """Asks until the condition holds and returns what it said; fails when it never does."""
    deadline = time.monotonic() + PATIENCE
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE:.0f} s in vain: {what}")
        time.sleep(0.01)
