"""`ssotui demo`: the whole program against a portal of its own, in a home of its own.

The portal runs in this process; whatever is to be tried runs in another, with an environment in
which there is nothing of the user's.
"""

import os
import shutil
import signal
import subprocess
from argparse import REMAINDER, ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from sso_tui.cli.command import COMMANDS, Context
from sso_tui.cli.output import say
from sso_tui.demo import Organisation, Portal
from sso_tui.demo.further import BOUGHT, MOST, add_portals, bought_company
from sso_tui.demo.home import demo_environ, furnish, leave_a_key, throw_away_home
from sso_tui.desktop import headless_reason
from sso_tui.errors import SsotuiError
from sso_tui.shells.program import NAME, program

SUMMARY = "try it all: a portal of its own, a home of its own, no AWS"
EXAMPLE = "ssotui demo -- sh"

PATIENCE = 3.0
"""Seconds after which the demo approves a sign-in by itself where no browser can be opened."""


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--accounts", type=int, default=60, metavar="N", help="how many (60)")
    parser.add_argument("--roles", type=int, metavar="N", help="roles in each; else one to six")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="of each answer")
    parser.add_argument("--rate", type=float, metavar="N", help="calls a second, else 429")
    parser.add_argument(
        "--portals",
        type=int,
        choices=range(1, MOST + 1),
        default=1,
        metavar="N",
        help="2: that of another company too; 3: and one for emergencies (1)",
    )
    parser.add_argument(
        "command",
        nargs=REMAINDER,
        metavar="-- COMMAND …",
        help="a ssotui command, or another program; without one, the screen",
    )


def run(context: Context) -> int:
    """Run the command in the demo's world; the status is the command's own."""
    words = context.words
    organisation = Organisation.generate(words.accounts, words.roles)
    headless = headless_reason(context.world)
    portal = Portal(
        organisation=organisation,
        others={BOUGHT: bought_company()},
        latency=words.latency / 1000,
        rate=words.rate,
        auto_approve_after=PATIENCE if headless else None,
    )
    with portal, throw_away_home() as home:
        environ = _within_reach(demo_environ(portal, home, context.world.environ))
        furnish(home, portal)
        add_portals(home, portal, words.portals)
        leave_a_key(home, portal)
        if headless:
            environ["SSOTUI_DEMO"] = f"The demo approves by itself after {PATIENCE:.0f} s. "
            say(context.world, f"No browser {headless}: the demo approves its sign-ins by itself.")
        return _run(_command(words.command), environ)


def _command(words: list[str]) -> list[str]:
    words = words[1:] if words[:1] == ["--"] else words
    if not words or words[0] in COMMANDS or words[0].startswith("-"):
        return [*program(), *words]
    return words


def _within_reach(environ: dict[str, str]) -> dict[str, str]:
    """The environment, with this very program first among those that its name could start.

    An environment of Python's need not be active for its programs to be started by their path.
    """
    launcher, path = program()[0], environ.get("PATH", os.defpath)
    if Path(launcher).stem != NAME or shutil.which(NAME, path=path) == launcher:
        return environ
    return environ | {"PATH": os.pathsep.join((str(Path(launcher).parent), path))}


def _run(command: list[str], environ: Mapping[str, str]) -> int:
    """Run the command in this terminal, leaving its interrupts to it.

    A handler, unlike a signal that is ignored, is not inherited by what is started.
    """
    interrupts = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        status = subprocess.call(command, env=environ)
    except OSError as error:
        raise SsotuiError(f"{command[0]} can't be started: {error.strerror}") from None
    finally:
        signal.signal(signal.SIGINT, interrupts)
    return status if status >= 0 else 128 - status
