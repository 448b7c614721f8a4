import threading


def test_before():
    pass


def wait_for_ever():
    threading.Event().wait()


def test_hang():
    wait_for_ever()


def test_after():
    pass
