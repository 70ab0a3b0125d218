"""Run as a program by itself: take a folder away after a while.

Arguments: the folder, and the seconds to wait. Whoever wrote the folder may have ended by then.
"""

import shutil
import sys
import threading


def main(folder: str, seconds: str) -> None:
    """Wait `seconds`, then remove `folder` and what is in it."""
    threading.Event().wait(float(seconds))
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
