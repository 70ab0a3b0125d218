"""What the mouse does."""

from seen import settled
from stage import Stage

from sso_tui.ui.screens.action_menu import ActionMenu

SIZE = (120, 36)


async def test_a_click_highlights_and_a_second_one_chooses(listed: Stage, app_on) -> None:
    app = app_on(listed, search_text="payadm")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        await pilot.click("#roles", offset=(8, 4))
        assert tree.line == 4
        assert app.main_screen.target == tree.outline.target(4)
        await pilot.click("#roles", offset=(8, 4))
        await settled(pilot)
        assert isinstance(app.screen, ActionMenu)
        await pilot.click("OptionList", offset=(5, 3))
        await settled(pilot)
        assert not isinstance(app.screen, ActionMenu)


async def test_a_click_on_the_arrow_closes_and_opens_an_account(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        before = len(tree.outline)
        await pilot.click("#roles", offset=(1, 2))
        assert len(tree.outline) > before
        await pilot.click("#roles", offset=(1, 2))
        assert len(tree.outline) == before


async def test_a_click_below_the_last_line_does_nothing(listed: Stage, app_on) -> None:
    app = app_on(listed, search_text="payadm")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        before = app.main_screen.target
        await pilot.click("#roles", offset=(8, 25))
        assert app.main_screen.target == before
