"""What differs between versions of PyMySQL that the lab drives."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pymysql
import pytest

HAS_SQLSTATE = pymysql.VERSION[:2] >= (1, 2)


def sqlstate(error: pymysql.MySQLError) -> Any:
    """The SQLSTATE of an error. Before PyMySQL 1.2 errors do not keep it, and any is as good as another."""
    return error.sqlstate if HAS_SQLSTATE else ANY


def since_1_2(before: str) -> pytest.MarkDecorator:
    """Marks a case that older versions of the driver cannot pass, with what they do instead."""
    return pytest.mark.applies(HAS_SQLSTATE, f"before PyMySQL 1.2 {before}")
