import os
import threading
from pathlib import Path


def test_before():
    pass


def wait_for_ever():
    threading.Event().wait()


def test_hang():
    Path("hang.pid").write_text(f"{os.getpid()}\n")
    wait_for_ever()


def test_after():
    pass
