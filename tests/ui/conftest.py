"""The app on a stage."""

from collections.abc import Callable

import pytest
from stage import Stage, at_once

from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling

AppOn = Callable[..., SsotuiApp]


@pytest.fixture
def app_on() -> AppOn:
    """Makes the app of a stage."""

    def make(stage: Stage, *, search_text: str = "", **calling: object) -> SsotuiApp:
        broker = stage.broker()
        return SsotuiApp(broker, broker.portal(), Calling(**calling), search_text)  # type: ignore[arg-type]

    return make


@pytest.fixture
def listed(signed_in: Stage) -> Stage:
    """A stage on which everything was listed before."""
    broker = signed_in.broker()
    for _ in broker.listing(broker.portal(), wait=at_once):
        pass
    return signed_in
