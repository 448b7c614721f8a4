"""What docs/clients.md shows for psql, as it stands there, and that somebody runs every other block of that page."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import compat_documents
from compat_documents import Block, without_case
from compat_server import Server

DRIVER = "psql"

# Run by cases of this folder, and by a test of the build that speaks JDBC (ServerIT).
ELSEWHERE = {"psql", "mysql", "jdbc"}

needs_psql = pytest.mark.applies(shutil.which("psql") is not None, "psql is not installed")


@pytest.fixture
def postgresql(tls: Server) -> Server:
    """The server at its PostgreSQL port."""
    return replace(tls, port=tls.ports["postgresql"])


def ask(block: Block, server: Server, query: str) -> str:
    done = block.command(server, f"--no-psqlrc --tuples-only --no-align --command='{query}'")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_block_is_somebodys() -> None:
    """Each block of the page is of a driver of the matrix, whose own cases run it, or of a program that is run here."""
    matrix = (Path(__file__).parent.parent / "matrix.yaml").read_text(encoding="utf-8")
    assert compat_documents.drivers() - ELSEWHERE - set(re.findall(r"^  - id: (\S+)", matrix, re.MULTILINE)) == set()


def test_every_block_has_a_case() -> None:
    """Each block of the page is run by a case of this file."""
    assert without_case(DRIVER, globals()) == set()


@needs_psql
def test_keywords(block: Block, postgresql: Server) -> None:
    """Keywords connect."""
    assert ask(block, postgresql, "SELECT current_user") == postgresql.user


@needs_psql
def test_url(block: Block, postgresql: Server) -> None:
    """A URL connects."""
    assert ask(block, postgresql, "SELECT current_database()") == postgresql.database


@needs_psql
def test_verify_full(block: Block, postgresql: Server, unrelated_authority: Path) -> None:
    """The server is verified: with its certificate psql connects, with another authority it does not."""
    assert ask(block, postgresql, "SELECT 1") == "1"
    assert "certificate verify failed" in block.command(postgresql, "", unrelated_authority).stderr


@needs_psql
def test_session(block: Block, postgresql: Server) -> None:
    """Application name and statement timeout are those of the session."""
    assert ask(block, postgresql, "SHOW application_name") == "shop"
    assert ask(block, postgresql, "SHOW statement_timeout") == "30s"
