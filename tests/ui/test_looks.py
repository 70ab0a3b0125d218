"""How the screens look, to the cell: pictures that are compared."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from seen import settled
from stage import Stage, at_once
from textual.widgets import Input

from sso_tui.catalogue import Progress
from sso_tui.demo import Organisation
from sso_tui.demo.further import BOUGHT
from sso_tui.errors import PortalError, SignInFailed
from sso_tui.search import Index
from sso_tui.steps import Visit
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling
from sso_tui.ui.screens.sign_in import SignInScreen
from sso_tui.ui.widgets.lister import Lister

SIZES = [(80, 24), (120, 36)]

pytestmark = [
    pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"]),
    pytest.mark.usefixtures("still"),
]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing blinks, and nothing on the screen tells one run from another."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


def pressing(*keys: str):
    async def run_before(pilot) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    return run_before


def test_tree(listed: Stage, app_on, snap_compare, size) -> None:
    keys = ("down", "down", "right", "down")
    assert snap_compare(app_on(listed), terminal_size=size, run_before=pressing(*keys))


def test_first_portal(stage: Stage, snap_compare, size) -> None:
    stage.config.unlink()
    app = SsotuiApp(stage.broker(), None, Calling())
    keys = (*"https://ssoins-1.portal.eu-central-1.app.aws", "enter")
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))


def test_protected(listed: Stage, app_on, snap_compare, size) -> None:
    settings = listed.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[environments.dev]\nprotected = ["*"]\n')
    app = app_on(listed, search_text="payadm")
    assert snap_compare(app, terminal_size=size, run_before=pressing("ctrl+o"))


@pytest.mark.parametrize("text", ["", "prodread"], ids=["list", "filter"])
def test_all_portals(listed: Stage, app_on, snap_compare, size, text: str) -> None:
    """One is signed in, one is not and shows its last list, and one has none yet."""
    listed.add_portals(3)
    listed.sign_in(name=BOUGHT)
    broker = listed.broker()
    for _ in broker.listing(broker.portal(BOUGHT), wait=at_once):
        pass
    broker.sign_ins.end(broker.portal(BOUGHT))
    app = app_on(listed, search_text=text)
    keys = ("ctrl+t", "end", "enter", "tab", *(["end", "up"] if not text else []))
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))


def test_filter(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed, search_text="payadm")
    assert snap_compare(app, terminal_size=size, run_before=pressing())


def test_nothing_matches(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed, search_text="no such thing")
    assert snap_compare(app, terminal_size=size, run_before=pressing())


def test_no_accounts(stage_of, app_on, snap_compare, size) -> None:
    app = app_on(stage_of(Organisation([])))
    assert snap_compare(app, terminal_size=size, run_before=pressing())


def test_out_of_reach(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed)

    async def run_before(pilot) -> None:
        await settled(pilot)
        error = PortalError("The portal can't be reached: the connection was refused")
        main = app.main_screen
        main.post_message(Lister.ListingFailed("demo", error, main.lister.reading))
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=run_before)


def test_listing(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed)

    async def run_before(pilot) -> None:
        await settled(pilot)
        main = app.main_screen
        progress = Progress(21, 60, throttled=True, rate=19.7, left=123, counted=True)
        *read, new = main.catalogue.entries[:12]
        entries = (*read, replace(new, listed_at=None, role_names=(), pending=True))
        going_on = replace(main.catalogue, entries=entries, complete=False, progress=progress)
        index = Index.of((going_on,), main.showing.part.local.marks)
        local, reading = main.showing.part.local, main.lister.reading
        main.post_message(Lister.Listed(going_on, index, local, reading))
        await settled(pilot)

    assert snap_compare(app, terminal_size=size, run_before=run_before)


def test_menu(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed, search_text="payadm")
    assert snap_compare(app, terminal_size=size, run_before=pressing("enter"))


def test_profile(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed, search_text="payadm")
    assert snap_compare(app, terminal_size=size, run_before=pressing("ctrl+s"))


def test_region(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed, search_text="payadm")
    assert snap_compare(app, terminal_size=size, run_before=pressing("enter", "r"))


def test_help(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed, search_text="payadm")
    assert snap_compare(app, terminal_size=size, run_before=pressing("f1"))


def sign_in_with(app, message) -> object:
    async def run_before(pilot) -> None:
        await settled(pilot)
        screen = SignInScreen(app.broker, app.main_screen.portal)
        screen.broker.sign_ins.steps = lambda *_, **__: iter(())
        app.push_screen(screen)
        await settled(pilot)
        screen.post_message(message(screen._attempt))
        await settled(pilot)

    return run_before


def test_sign_in(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed)
    address = "https://device.sso.eu-central-1.amazonaws.com/"
    until = datetime.now(UTC) + timedelta(hours=60)
    visit = Visit(f"{address}?user_code=WXYZ-BCDF", "WXYZ-BCDF", address, until)
    run_before = sign_in_with(app, lambda attempt: SignInScreen.Stepped(attempt, visit))
    assert snap_compare(app, terminal_size=size, run_before=run_before)


def test_sign_in_refused(listed: Stage, app_on, snap_compare, size) -> None:
    app = app_on(listed)
    error = SignInFailed("The sign-in was refused in the browser")
    run_before = sign_in_with(app, lambda attempt: SignInScreen.Failed(attempt, error))
    assert snap_compare(app, terminal_size=size, run_before=run_before)
