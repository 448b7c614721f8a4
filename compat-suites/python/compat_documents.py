"""Runs the blocks of docs/clients.md: what users copy is what the lab has run.

A block begins with a fence like ```` ```python title=psycopg2/verify-full ````: the driver's id in ``matrix.yaml`` and
the block's name. Its case is the function ``test_verify_full`` of that driver's ``test_dsn.py``, which gets it by
the fixture ``block``. A case whose block is gone fails, and ``test_every_block_has_a_case`` fails for a block that has
none.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compat_server import PATIENCE, Server

# Beside the folder of the suites, in the sources and in the distribution.
PAGE = Path(__file__).resolve().parents[2] / "docs" / "clients.md"

FENCE = re.compile(r"^```\w+ title=(?P<title>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)

# What the page says of `serve --demo`, and what stands there for the server under test.
HOST, TLS_HOST, CERTIFICATE = "127.0.0.1", "localhost", "server.crt"
PORT = re.compile(r"\b(5432|3306)\b")


@dataclass(frozen=True)
class Block:
    """One block of the page."""

    title: str
    text: str

    def for_server(self, server: Server, certificate: Path | None = None) -> str:
        """The text with that server's host, port and certificate; all else stays as it is.

        :param certificate: the file that takes the place of ``server.crt``; the server's own authority when left out
        """
        text = self.text.replace(HOST, "\0").replace(TLS_HOST, server.tls_host)
        text = PORT.sub(str(server.port), text).replace("\0", server.host)
        authority = certificate or server.certificate_authority
        return text.replace(CERTIFICATE, authority.as_posix()) if authority else text

    def run(self, server: Server, certificate: Path | None = None) -> dict[str, Any]:
        """Runs the block of a blocking driver.

        :returns: the names that it leaves behind
        """
        names: dict[str, Any] = {}
        exec(compile(self.for_server(server, certificate), self.title, "exec"), names)
        return names

    async def run_async(self, server: Server, certificate: Path | None = None) -> dict[str, Any]:
        """Runs a block that awaits something at its outermost level."""
        names: dict[str, Any] = {}
        code = compile(self.for_server(server, certificate), self.title, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        await eval(code, names)
        return names

    def command(
        self, server: Server, arguments: str, certificate: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs the block's command line in a shell, with more arguments at its end."""
        line = f"{self.for_server(server, certificate).strip()} {arguments}"
        return subprocess.run(line, shell=True, text=True, capture_output=True, timeout=PATIENCE, check=False)


def drivers() -> set[str]:
    """Whose blocks the page has."""
    return {match["title"].partition("/")[0] for match in FENCE.finditer(PAGE.read_text(encoding="utf-8"))}


def blocks(driver: str) -> dict[str, Block]:
    """The page's blocks for a driver, by name."""
    page = PAGE.read_text(encoding="utf-8")
    found = [Block(match["title"], match["text"]) for match in FENCE.finditer(page)]
    return {block.title.partition("/")[2]: block for block in found if block.title.startswith(f"{driver}/")}


def block_of(driver: str, case: str) -> Block:
    """The block that the case of that name is about: ``test_verify_full`` has ``verify-full``."""
    name = case.removeprefix("test_").replace("_", "-")
    found = blocks(driver)
    assert name in found, f"{PAGE.name} has no block {driver}/{name}, only {', '.join(found) or 'none'}"
    return found[name]


def without_case(driver: str, cases: Mapping[str, Any]) -> set[str]:
    """The blocks of a driver for which there is no case among those names of a module."""
    return {name for name in blocks(driver) if f"test_{name.replace('-', '_')}" not in cases}
