"""Does a crash of the interpreter leave our secrets in a file? Not while we hold any.

Even an answer from the cache goes through here, so nothing else is imported.
"""

import sys

LEAST = 1 if sys.platform == "linux" else 0
"""Bytes of a core dump that may be written. To Linux 1 means none at all; 0 would still hand the
dump to a collecting program, such as apport (fs/coredump.c, `cprm.limit == 1`; core(5))."""

_before: list[int] = []
"""The caller's own limit, once it was lowered."""


def forbid() -> None:
    """Have this process leave no core dump. Windows writes none."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        _before.append(soft)
        least = LEAST if hard == resource.RLIM_INFINITY else min(LEAST, hard)
        resource.setrlimit(resource.RLIMIT_CORE, (least, hard))


def allow() -> None:
    """Put the caller's own limit back, for the program that takes this process over."""
    if sys.platform != "win32" and _before:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (_before.pop(), hard))
