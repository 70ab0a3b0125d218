"""The first minute on the screen: one answer, the exact change, and on to the sign-in."""

import pytest
from seen import drawn, settled
from stage import Stage

from sso_tui.demo.faults import Fault
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling
from sso_tui.ui.screens.configure import ConfigureScreen
from sso_tui.ui.screens.main import MainScreen

SIZE = (120, 36)


@pytest.fixture
def newcomer(stage: Stage) -> Stage:
    """Somebody without any AWS file, whose portal approves at once."""
    stage.config.unlink()
    stage.portal.auto_approve_after = 0
    return stage


def app_of(stage: Stage) -> SsotuiApp:
    return SsotuiApp(stage.broker(), None, Calling())


async def answered(app, pilot, *texts: str) -> None:
    """Type each text and press enter."""
    for text in texts:
        await pilot.press(*text, "enter")
        await settled(pilot)


async def test_from_nothing_to_the_list_with_one_answer(newcomer: Stage) -> None:
    app = app_of(newcomer)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await answered(app, pilot, newcomer.portal.start_url)
        assert "+[sso-session sso]" in drawn(app)
        assert "eu-central-1" in drawn(app)
        assert not newcomer.config.exists()
        await pilot.press("enter")
        while not isinstance(app.screen, MainScreen) or "163/163" not in drawn(app):
            await pilot.pause(0.05)
    assert newcomer.config.read_text().startswith("[sso-session sso]\n")
    assert newcomer.broker().settings.regions == {"sso": "eu-central-1"}


async def test_a_region_that_can_not_be_found_out_is_asked_for(newcomer: Stage) -> None:
    newcomer.portal.faults.add(Fault("Start", body="<html>"))
    app = app_of(newcomer)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await answered(app, pilot, newcomer.portal.start_url)
        assert "Which one is it?" in drawn(app)
        await answered(app, pilot, "eu-wst-1")
        assert "eu-wst-1 is no region of IAM Identity Center" in drawn(app)
        await pilot.press("ctrl+u")
        await answered(app, pilot, "eu-west-1")
        assert "+sso_region = eu-west-1" in drawn(app)


@pytest.mark.parametrize("text", ["nonsense", "http://example.com", "[/]", "[@click=app.quit]x"])
async def test_what_is_no_start_url_is_said_at_once(newcomer: Stage, text: str) -> None:
    app = app_of(newcomer)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await answered(app, pilot, text)
        assert isinstance(app.screen, ConfigureScreen)
        assert "The start URL" in drawn(app)
    assert not newcomer.config.exists()


async def test_what_is_typed_anew_has_to_be_looked_at_anew(newcomer: Stage) -> None:
    app = app_of(newcomer)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await answered(app, pilot, newcomer.portal.start_url)
        await pilot.press("x")
        await settled(pilot)
        assert "+[sso-session" not in drawn(app)
        assert not newcomer.config.exists()


async def test_leaving_writes_nothing(newcomer: Stage) -> None:
    app = app_of(newcomer)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await answered(app, pilot, newcomer.portal.start_url)
        await pilot.press("escape")
        await settled(pilot)
    assert app.return_value.status == 130
    assert not newcomer.config.exists()
