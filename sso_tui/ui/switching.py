"""Which portal is shown: the first one, once it is configured, or another one that is chosen."""

from typing import TYPE_CHECKING

from sso_tui.broker import Broker
from sso_tui.errors import SsotuiError
from sso_tui.model import Portal
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.screens.configure import ConfigureScreen
from sso_tui.ui.words import sign_in_state

if TYPE_CHECKING:
    from sso_tui.ui.app import SsotuiApp


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
    """Offer the portals of the AWS config file, and show the one that is chosen."""
    try:
        portals = {portal.key: portal for portal in app.broker.portals()}
        choices = [Choice(key, one.name, _note(app.broker, one)) for key, one in portals.items()]
    except SsotuiError as error:
        app.tell(str(error), "error")
        return

    def chosen(key: str | None) -> None:
        if key is not None and key != app.main_screen.portal.key:
            app.main_screen.show_portal(portals[key])

    app.push_screen(ChoiceScreen("Portal", choices, app.main_screen.portal.key), chosen)


def _note(broker: Broker, portal: Portal) -> str:
    """What is said of a portal in a choice of several."""
    state = sign_in_state(broker.sign_ins.known(portal), broker.now())
    glass = "break glass" if portal.key in broker.settings.break_glass else ""
    return " · ".join(filter(None, (portal.region, state.words, glass)))
