"""What docs/clients.md shows for mysql, as it stands there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from compat_documents import Block, without_case
from compat_server import Server

DRIVER = "mysql"

PROGRAM = shutil.which("mysql")
VERSION = subprocess.run([PROGRAM, "--version"], text=True, capture_output=True, check=True).stdout if PROGRAM else ""
OF_MARIADB = "MariaDB" in VERSION

needs_mysql = pytest.mark.applies(PROGRAM is not None, "mysql is not installed")


def ask(block: Block, server: Server, query: str) -> str:
    done = block.command(server, f"--batch --skip-column-names --execute='{query}'")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def encrypted(block: Block, tls: Server, unrelated_authority: Path) -> bool:
    """Whether the session is encrypted, after another authority was refused."""
    refused = block.command(tls, "--execute='SELECT 1'", unrelated_authority)
    assert refused.returncode != 0
    assert "certificate" in refused.stderr
    return ask(block, tls, 'SHOW SESSION STATUS LIKE "Ssl_cipher"').split("\t")[1:] != [""]


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


@needs_mysql
def test_keywords(block: Block, server: Server) -> None:
    """Options connect."""
    assert ask(block, server, "SELECT DATABASE()") == server.database


@pytest.mark.applies(PROGRAM is not None and not OF_MARIADB, "the mysql that is installed is not MySQL's own")
def test_verify_identity(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """MySQL's client verifies the server: with its certificate it connects, with another authority it does not."""
    assert encrypted(block, tls, unrelated_authority)


@pytest.mark.applies(OF_MARIADB, "the mysql that is installed is not MariaDB's")
def test_verify_identity_mariadb(block: Block, tls: Server, unrelated_authority: Path) -> None:
    """MariaDB's client verifies the server: with its certificate it connects, with another authority it does not."""
    assert encrypted(block, tls, unrelated_authority)
