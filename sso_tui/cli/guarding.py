"""Is this role one that is asked about once more, and has the user agreed?

The settings say which roles are protected. `--yes` agrees beforehand; where somebody is there, they
are asked.
"""

from types import SimpleNamespace

from sso_tui.actions.base import Request
from sso_tui.cli.agreeing import answered_yes
from sso_tui.cli.output import say
from sso_tui.errors import Cancelled, UsageError


def guard(request: Request, words: SimpleNamespace, *, ask: bool) -> None:
    """Let a protected role pass only once the user has agreed.

    Args:
        request: with which role.
        words: those of the command, `--yes` among them.
        ask: whether somebody may be asked.

    Raises:
        UsageError: it is protected, and nobody agreed or may be asked.
        Cancelled: the user does not agree.
    """
    if words.yes or not request.protected:
        return
    what = f"{request.label} ({request.role.account_id}) is protected"
    if not ask:
        raise UsageError(what, "Agree to it beforehand with --yes.")
    world = request.broker.world
    say(world, f"{what}. Go on? [y/N]")
    if not answered_yes(world):
        raise Cancelled
