"""The QR code of the page: whole or not at all, and never without the code to compare."""

from datetime import UTC, datetime, timedelta

import pytest
from seen import drawn, settled
from stage import Stage

from sso_tui.steps import Visit
from sso_tui.ui.screens.sign_in import SignInScreen
from sso_tui.ui.widgets.qr_code import qr_code

CODE = "WXYZ-BCDF"
PAGE = "https://device.sso.eu-central-1.amazonaws.com/"
ADDRESS = f"{PAGE}?user_code={CODE}"


async def visiting(app, pilot) -> None:
    """The sign-in, where it waits for the page to be visited."""
    await settled(pilot)
    screen = SignInScreen(app.broker, app.main_screen.portal)
    screen.broker.sign_ins.steps = lambda *_, **__: iter(())
    app.push_screen(screen)
    await settled(pilot)
    until = datetime.now(UTC) + timedelta(minutes=9)
    visit = Visit(ADDRESS, CODE, PAGE, until)
    screen.post_message(SignInScreen.Stepped(screen._attempt, visit))
    await settled(pilot)


@pytest.mark.parametrize(
    ("size", "large"), [((80, 24), False), ((80, 32), False), ((80, 33), True), ((120, 36), True)]
)
async def test_it_is_whole_and_the_code_is_beside_it(
    listed: Stage, app_on, size: tuple[int, int], large: bool
) -> None:
    app = app_on(listed)
    async with app.run_test(size=size) as pilot:
        await visiting(app, pilot)
        before = drawn(app)
        await pilot.press("q")
        await settled(pilot)
        assert all(line.strip() in drawn(app) for line in qr_code(ADDRESS).plain.splitlines())
        assert "─╯" in drawn(app)
        assert ("Approve only if the page shows this code" in drawn(app)) is large
        assert (f"Approve only if the page shows {CODE}" in drawn(app)) is not large
        await pilot.press("q")
        await settled(pilot)
        assert drawn(app) == before


async def test_where_it_can_not_be_shown_it_says_what_it_takes(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=(80, 20)) as pilot:
        await visiting(app, pilot)
        await pilot.press("q")
        await settled(pilot)
        assert "takes 41 columns and 23 lines" in drawn(app)
        assert "copy the link" in drawn(app)
