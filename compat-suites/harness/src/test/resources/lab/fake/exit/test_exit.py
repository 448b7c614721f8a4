import atexit
import os


def test_passes_and_crashes_later():
    atexit.register(os.abort)
