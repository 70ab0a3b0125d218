"""How does the user agree to a change of a file? By seeing it first, to the letter but for secrets.

Nothing is written without consent: an answer at a terminal, or `--yes`. An answer that is not yes
is no.
"""

from typing import Final, TextIO

from sso_tui.actions.perform import perform
from sso_tui.broker import Broker
from sso_tui.cli.output import painted, say, wants_colour
from sso_tui.effects import Save
from sso_tui.errors import Cancelled, UsageError
from sso_tui.text import made_safe
from sso_tui.world import World

_COLOURS: Final = {"-": 31, "+": 32, "@": 36}
"""Red for what goes, green for what comes, cyan for where, as git and diff(1) have them."""


def shown(world: World, stream: TextIO, *changes: Save) -> str:
    """The changes as unified diffs, safe to draw and without secrets; empty where nothing changes.

    Args:
        world: the surroundings, which say whether colours are wanted.
        stream: where they go.
        changes: the changes.
    """
    lines = [made_safe(line) for change in changes for line in change.diff]
    if wants_colour(world, stream):
        lines = [_coloured(line) for line in lines]
    return "".join(f"{line}\n" for line in lines)


def _coloured(line: str) -> str:
    colour = None if line.startswith(("--- ", "+++ ")) else _COLOURS.get(line[:1])
    return painted(line, colour) if colour else line


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
    world = broker.world
    difference = shown(world, world.stderr, *changes)
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
