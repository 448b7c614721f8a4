import os


def test_before():
    pass


def test_crash():
    print("about to crash", flush=True)
    os.abort()


def test_between():
    pass


def test_exit():
    os._exit(3)


def test_after():
    pass
