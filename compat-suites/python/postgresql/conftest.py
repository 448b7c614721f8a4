"""Names for what only PostgreSQL has."""

from __future__ import annotations

import secrets

import pytest


@pytest.fixture
def lock_key() -> int:
    """An advisory lock that no other case asks for."""
    return secrets.randbits(62)
