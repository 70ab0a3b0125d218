"""The account of the highlighted role is in sight, without which its name says little."""

import pytest
from seen import drawn, filtered, settled
from stage import Stage

from sso_tui.model import Role

LAST_OF_SIX = Role("demo", "798373876239", "ReadOnlyAccess")


def used(stage: Stage) -> Stage:
    stage.broker().used(LAST_OF_SIX, "export")
    return stage


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 15)], ids=str)
async def test_where_the_screen_begins(listed: Stage, app_on, size: tuple[int, int]) -> None:
    app = app_on(used(listed))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert app.main_screen.target.role == LAST_OF_SIX
        assert LAST_OF_SIX.account_id in drawn(app)


@pytest.mark.parametrize("text", ["prod read", "is:hidden", "payprod"])
async def test_where_the_filter_was_cleared(listed: Stage, app_on, text: str) -> None:
    app = app_on(used(listed))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await filtered(pilot, text)
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.main_screen.target.role
        assert app.main_screen.target.account_id in drawn(app)
