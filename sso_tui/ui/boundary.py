"""Where work in a thread meets the screen: a failure becomes a sentence there, never a traceback.

A thread touches no widget. It posts messages; a failure is one of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sso_tui.errors import Cancelled, SsotuiError, unforeseen

Fail = Callable[[SsotuiError], object]
"""What is told of a failure, from within the thread."""


@contextmanager
def reporting(fail: Fail) -> Iterator[None]:
    """Tell `fail` how the work inside went wrong; a cancelled one went as it was meant to."""
    try:
        yield
    except Cancelled:
        return
    except SsotuiError as error:
        fail(error)
    except Exception as error:  # noqa: BLE001 - the root of a thread: nothing above it would say a word
        fail(unforeseen(error))
