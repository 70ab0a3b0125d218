"""Does what the program drops go back to the system?

A large list makes room of its own in the C library's allocator, and gives it back when it is
dropped. But glibc takes the first that is dropped for a habit: from then on lists of that size are
cut from the common heap, and more of that is kept for the next. A program that makes such lists for
hours, one for each answer, then grows for as long (mallopt(3), "dynamic mmap threshold").
"""

import sys
from contextlib import suppress
from typing import Final

PARAMETERS: Final = (-3, -1)
"""`M_MMAP_THRESHOLD`, from which size on a block lives apart from the heap, and
`M_TRIM_THRESHOLD`, how much of the heap's end is kept; setting either ends the growth of both."""

BYTES: Final = 128 * 1024
"""What both are in the beginning (malloc/malloc.c, `DEFAULT_MMAP_THRESHOLD_MIN`)."""


def give_back_what_is_dropped() -> None:
    """Have large lists live apart from the heap, always; where there is no glibc, do nothing.

    Nor where it can't be reached: a Python that was made without libffi has no `ctypes`.
    """
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError):
        import ctypes

        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            for parameter in PARAMETERS:
                mallopt(parameter, BYTES)
