"""Python's search for garbage in cycles, kept out of the way of the screen.

Ten thousand accounts are some ten thousand objects more to search, again and again while they are
made, and there is nothing to be found among them.
"""

import gc
from typing import Final

OBJECTS: Final = 1_000
"""How many objects more there have to be for a search among those that are new, about as many as
Python itself takes: a listing leaves garbage behind, and goes on for minutes."""


def hold() -> None:
    """Search no more until `let_go`: what is made on the way to the first frame stays."""
    gc.disable()


def let_go() -> None:
    """Search again from now on, but never in what is there already."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(OBJECTS)
        gc.enable()
