"""Which portals are shown: the first one, once it is configured, or what is chosen of several."""

from typing import TYPE_CHECKING

from sso_tui.broker import Broker
from sso_tui.errors import SsotuiError
from sso_tui.model import Portal
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.screens.configure import ConfigureScreen
from sso_tui.ui.together import NAME, in_order
from sso_tui.ui.words import sign_in_state

if TYPE_CHECKING:
    from sso_tui.ui.app import SsotuiApp

ALL = ""
"""What stands for all portals in a choice: no portal has an empty key."""


def configure_first(app: "SsotuiApp") -> None:
    """Have the first portal configured, and go on with it; leaving that leaves the program."""

    def configured(name: str | None) -> None:
        if name is None:
            app.leave()
        else:
            app.begin_with(app.broker.portal(name))
            app.push_screen(app.main_screen)

    app.push_screen(ConfigureScreen(app.broker), configured)


def choose(app: "SsotuiApp") -> None:
    """Offer the portals of the AWS config file, and all of them at once."""
    try:
        portals = in_order(app.broker.portals(), app.broker.settings.break_glass)
        choices = [Choice(one.key, one.name, _note(app.broker, one)) for one in portals]
    except SsotuiError as error:
        app.tell(str(error), "error")
        return
    if len(portals) > 1:
        choices.append(Choice(ALL, NAME, f"{len(portals)} in one list"))
    shown = app.main_screen.showing.parts.parts
    before = ALL if len(shown) > 1 else next(iter(shown))

    def chosen(key: str | None) -> None:
        if key is not None and key != before:
            app.main_screen.show_portals([one for one in portals if key in (one.key, ALL)])

    app.push_screen(ChoiceScreen("Portal", choices, before), chosen)


def show_all(app: "SsotuiApp") -> None:
    """Show all portals at once."""
    try:
        portals = in_order(app.broker.portals(), app.broker.settings.break_glass)
    except SsotuiError as error:
        app.tell(str(error), "error")
        return
    if len(portals) > 1:
        app.main_screen.show_portals(portals)
    else:
        app.tell("There is one portal alone; ssotui configure adds another.")


def _note(broker: Broker, portal: Portal) -> str:
    """What is said of a portal in a choice of several."""
    state = sign_in_state(broker.sign_ins.known(portal), broker.now())
    glass = "break glass" if portal.key in broker.settings.break_glass else ""
    return " · ".join(filter(None, (portal.region, state.words, glass)))
