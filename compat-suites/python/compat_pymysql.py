"""What differs between versions of PyMySQL that the lab drives."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pymysql

HAS_SQLSTATE = pymysql.VERSION[:2] >= (1, 2)


def sqlstate(error: pymysql.MySQLError) -> Any:
    """The SQLSTATE of an error. Before PyMySQL 1.2 errors do not keep it, and any is as good as another."""
    return error.sqlstate if HAS_SQLSTATE else ANY
