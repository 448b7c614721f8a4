"""What ends in another way the second time."""

from pathlib import Path


def seen(name):
    """Whether the case has run before."""
    mark = Path(f"{name}.seen")
    before = mark.exists()
    mark.touch()
    return before


def test_passes_when_repeated():
    assert seen("flaky"), "not yet"


def test_fails_again():
    levels = Path("home/etc/log.cfg")
    if levels.exists() and "io.heliosdb.wire.fake = TRACE" in levels.read_text():
        with Path("home/log/heliosdb.log").open("a") as log:
            log.write("client 1 received Query\n")
    raise AssertionError("lost a row")


def test_known_flaky():
    assert seen("known"), "not yet"


def test_passes():
    assert not seen("sound"), "what has passed is not repeated"
