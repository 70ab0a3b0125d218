"""What has to be asked before an action is prepared, and in which dialog?

Each question goes on with a request that has the answer in it; a dialog that is left goes on with
nothing. The change to a profile is agreed to as a whole, and so goes on with the effect itself.
The portal of the role is named where several are shown, which may have the same accounts: `portal`
is that name, safe to draw, and empty otherwise.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual.app import App

from sso_tui.actions import profile
from sso_tui.actions.base import Request
from sso_tui.actions.env import KEYS
from sso_tui.actions.menu import MenuItem
from sso_tui.actions.remember import named_region
from sso_tui.effects import Save
from sso_tui.ui.screens.action_menu import ActionMenu
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.screens.modal import Dialog
from sso_tui.ui.screens.profile import ProfileScreen
from sso_tui.ui.screens.protected import ProtectedScreen
from sso_tui.ui.screens.region import RegionScreen

GoOn = Callable[[Request], object]

NO_SHELL = "No shell is listening"
NO_SHELL_WHY = 'Start it as  eval "$(ssotui)"  to export into the shell you are in.'


def which_action(
    app: App[Any],
    request: Request,
    portal: str,
    *,
    shell_listens: bool,
    go_on: Callable[[MenuItem], object],
) -> None:
    """Ask what is to be done with a role."""
    greyed = ("shell",) if shell_listens else ()
    broker = request.broker
    keys = broker.settings.keys
    menu = ActionMenu(
        request.label, _about(request, portal), last=broker.last_action, keys=keys, greyed=greyed
    )
    _push(app, menu, go_on)


def _about(request: Request, portal: str) -> str:
    """The portal, the account's id, its kind, and the region for commands."""
    account, settings = request.account, request.broker.settings
    kind = settings.environment_of(account.id, account.wire_name)
    word = kind.word if kind else ""
    return " · ".join(filter(None, (portal, account.id, word, request.aws_region)))


def which_key(app: App[Any], request: Request, portal: str, go_on: GoOn) -> None:
    """Ask which of the three keys."""
    choices = [Choice(key, key) for key in KEYS]
    screen = ChoiceScreen(f"Copy one key of {request.label}", choices, about=portal)
    _push(app, screen, lambda key: go_on(replace(request, key=key)))


def which_region(app: App[Any], request: Request, portal: str, go_on: GoOn) -> None:
    """Ask for the region."""
    regions = request.broker.geography.regions()
    current = request.aws_region or ""
    screen = RegionScreen(f"Region for {request.label}", current, regions, named_region, portal)

    def answered(region: str | None) -> None:
        if region is not None:
            go_on(replace(request, region=region))

    app.push_screen(screen, answered)


def which_profile(
    app: App[Any], request: Request, portal: str, go_on: Callable[[Save], object]
) -> None:
    """Ask for the profile's name and kind, and for consent to the change."""
    screen = ProfileScreen(
        f"Write a profile for {request.label}",
        tuple(profile.KINDS),
        request.broker.files.shown,
        lambda name, kind: profile.propose(
            replace(request, profile_name=name or None, profile_kind=kind)
        ),
        portal,
    )
    _push(app, screen, go_on)


def whether_to_hand_out(
    app: App[Any], item: MenuItem, request: Request, portal: str, go_on: Callable[[], object]
) -> None:
    """Ask once more about a protected role."""
    screen = ProtectedScreen(request.label, request.role.account_id, portal, item.label)
    _push(app, screen, lambda _: go_on())


def instead_of_export(app: App[Any], go_on: Callable[[str], object]) -> None:
    """Explain how a shell is made to listen, and offer what can be done without one."""
    choices = [
        Choice("shell", "Open a new shell with this role"),
        Choice("copy", "Copy the lines that export it"),
    ]
    _push(app, ChoiceScreen(NO_SHELL, choices, note=NO_SHELL_WHY), go_on)


def _push(app: App[Any], screen: Dialog[Any], go_on: Callable[[Any], object]) -> None:
    def answered(answer: object) -> None:
        if answer:
            go_on(answer)

    app.push_screen(screen, answered)
