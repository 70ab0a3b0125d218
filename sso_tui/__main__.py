"""`ssotui` and `python -m sso_tui`: the outermost root, where an interrupt is not a traceback.

What can be answered from the cache is answered before anything else of the program is loaded.
"""

import os
import sys

from sso_tui import coredumps, crashes, hot

OBJECTS = 100_000
"""How many objects more there have to be for Python to search for garbage: what is imported stays,
and to search it again and again takes a tenth of the time that it takes to start."""


def main() -> int:
    """Run the program with the words of the command line; the result is its exit status."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        from sso_tui.ui.terminal import keep_standard_streams_open

        keep_standard_streams_open()
    coredumps.forbid()
    crashes.without_details()
    try:
        words = sys.argv[1:]
        status = hot.answer(words, os.environ)
        if status is not None:
            return status
        crashes.without_details_in_threads()
        import gc

        gc.set_threshold(OBJECTS)
        from sso_tui.cli.run import run

        status = run(words)
        if hot.named(words)[0] in hot.COMMANDS:
            _prepare()
        return status
    except KeyboardInterrupt:
        return 130


def _prepare() -> None:
    """Have the next answer come at once; what was asked for is done, and nothing here changes it."""
    from contextlib import suppress

    with suppress(Exception):
        from sso_tui.hot.digest import load

        load(os.environ)
        return
    with suppress(Exception):
        from sso_tui.cli.digest import keep
        from sso_tui.world import World

        keep(World())


if __name__ == "__main__":
    sys.exit(main())
