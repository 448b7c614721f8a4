import os
import time
from pathlib import Path


def test_leaves_a_child_behind():
    """The child inherits the event stream and outlives its parent."""
    child = os.fork()
    if child == 0:
        time.sleep(600)
        os._exit(0)
    Path("orphan.pid").write_text(f"{child}\n")
