"""How does a request find its operation? By method, path and, in query protocols, `Action`."""

from collections.abc import Callable

from sso_tui.demo.wire import Answer, Request

Operation = Callable[[Request], Answer]
"""Answers one request, or raises ServiceError with the answer that refuses it."""

Routes = dict[tuple[str, str, str], tuple[str, Operation]]
"""(method, path, Action or nothing) to an operation's name and itself."""


def find(routes: Routes, request: Request) -> tuple[str, Operation] | None:
    """The operation that this request asks for, if there is one."""
    action = request.parameter("Action") or ""
    by_action = routes.get((request.method, request.path, action))
    return by_action or routes.get((request.method, request.path, ""))
