"""How does the user agree to a change of a file? By seeing it first, to the letter but for secrets.

Nothing is written without consent: an answer at a terminal, or `--yes`. An answer that is not yes
is no.
"""

from sso_tui.actions.perform import perform
from sso_tui.broker import Broker
from sso_tui.cli.output import say
from sso_tui.effects import Save
from sso_tui.errors import Cancelled, UsageError
from sso_tui.text import made_safe
from sso_tui.world import World


def shown(change: Save) -> str:
    """The change as a unified diff, safe to draw and without secrets; empty where there is none."""
    return "".join(f"{made_safe(line)}\n" for line in change.diff)


def carry_out(broker: Broker, *changes: Save, agreed: bool, warning: str = "") -> int:
    """Show changes, have them agreed to, and make them.

    Args:
        broker: who makes them.
        changes: what was prepared, in the order in which it is made.
        agreed: whether it was agreed to beforehand.
        warning: what the user should know before agreeing.

    Raises:
        UsageError: nobody is there to agree.
        Cancelled: the user does not agree.
        SsotuiError: a file can't be written.
    """
    world, difference = broker.world, "".join(map(shown, changes))
    if not difference:
        say(world, "Nothing changes: the file has it already.")
        return 0
    say(world, difference.rstrip("\n"))
    if warning:
        say(world, warning)
    if not agreed:
        agree(world)
    for change in changes:
        say(world, perform(change, broker, world.wait))
    return 0


def answered_yes(world: World) -> bool:
    """Whether what is typed now is a yes; nothing, or anything else, is a no."""
    return world.stdin.readline().strip().casefold() in ("y", "yes")


def agree(world: World) -> None:
    """Have the user agree to what was just shown.

    Raises:
        UsageError: nobody is there to agree.
        Cancelled: the user does not agree.
    """
    if not world.attended:
        raise UsageError(
            "Nobody is there to agree to this change, so nothing was written",
            "Agree to it beforehand with --yes.",
        )
    say(world, "Write this? [y/N]")
    if not answered_yes(world):
        say(world, "Nothing was written.")
        raise Cancelled
