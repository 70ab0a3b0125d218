"""How the screen has the user sign in, and goes on with what had to wait for that."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sso_tui.ui.screens.sign_in import SignInScreen

if TYPE_CHECKING:
    from sso_tui.ui.app import SsotuiApp


def sign_in(app: "SsotuiApp", then: Callable[[], object]) -> None:
    """Have the user sign in to the portal that is shown, and go on with `then` if they did."""

    def ended(signed_in: bool | None) -> None:
        if signed_in:
            then()

    hint = app.broker.world.get("SSOTUI_DEMO") or ""
    app.push_screen(SignInScreen(app.broker, app.main_screen.portal, hint), ended)
