"""Python's search for garbage in cycles, kept out of the way of the screen.

Ten thousand accounts are some ten thousand objects more to search, again and again while they are
made, and there is nothing to be found among them.
"""

import gc


def hold() -> None:
    """Search no more until `let_go`: what is made on the way to the first frame stays."""
    gc.disable()


def let_go() -> None:
    """Search again from now on, but never in what is there already."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
