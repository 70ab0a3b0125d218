"""What is said of a failure that neither root catches: in a thread, in a destructor, while importing?

Its kind and its place. The interpreter would print the failure's own text, which may hold a secret.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from threading import ExceptHookArgs
    from types import TracebackType


def without_details() -> None:
    """Have the interpreter tell failures that nothing catches in a sentence."""
    sys.excepthook = _tell
    sys.unraisablehook = lambda found: _tell(found.exc_type, found.exc_value, found.exc_traceback)


def without_details_in_threads() -> None:
    """The same for threads; apart, because not every command needs their module."""
    import threading

    def tell(found: "ExceptHookArgs") -> None:
        if found.exc_type is not SystemExit:
            _tell(found.exc_type, found.exc_value, found.exc_traceback)

    threading.excepthook = tell


def _tell(
    kind: type[BaseException], error: BaseException | None, trace: "TracebackType | None"
) -> None:
    from sso_tui.errors import unforeseen

    told = unforeseen((error or kind()).with_traceback(trace))
    if sys.stderr is not None:
        sys.stderr.write(f"ssotui: {told}\n")
