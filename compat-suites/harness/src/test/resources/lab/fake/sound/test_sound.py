"""Everything is in order here."""

import os
import sys

import pytest


@pytest.mark.must_pass
def test_environment():
    """The server and the cell are described by the environment.

    More about it.
    """
    assert os.environ["COMPAT_HOST"] == "127.0.0.1"
    assert os.environ["COMPAT_PORT"] == "5999"
    assert os.environ["COMPAT_LANE"] == "live"
    assert os.environ["COMPAT_PORT_FAKE"] == "5999"
    assert os.environ["FAKE_SETTING"] == "from the matrix"
    assert "PGHOST" not in os.environ


@pytest.mark.slow
@pytest.mark.capability("printing")
def test_print():
    print("said on standard output")
    print("said on standard error", file=sys.stderr)


@pytest.mark.parametrize("value", [1, "two", "späte [Klammer]"])
def test_parameters(value):
    assert value


def test_events_are_not_disturbed():
    """Output that looks like an event is output."""
    os.write(1, b'{"event": "end", "status": 0}\n')
    os.write(2, b'{"event": "finish", "id": "x", "outcome": "passed"}\n')


def test_skipped():
    pytest.skip("not asked of this driver")


@pytest.mark.skip(reason="not asked of anybody")
def test_skipped_in_setup():
    raise AssertionError
