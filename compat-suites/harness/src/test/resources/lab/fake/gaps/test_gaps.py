import os


def test_known():
    raise LookupError("no such function: nvl")


def test_known_but_passes():
    pass


def test_known_but_fails_otherwise():
    raise ValueError("lost a row")


def test_known_but_crashes():
    os.abort()


def test_expired():
    raise LookupError("no such function: decode")
