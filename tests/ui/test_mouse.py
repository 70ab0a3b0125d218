"""What the mouse does."""

from seen import settled
from stage import Stage
from textual.events import MouseScrollDown, MouseScrollUp

from sso_tui.ui.screens.action_menu import ActionMenu
from sso_tui.ui.widgets.hints import KIND
from sso_tui.ui.widgets.progress_line import ProgressLine

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


async def test_the_wheel_scrolls_and_leaves_the_highlight_where_it_is(
    listed: Stage, app_on
) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        before, top = app.main_screen.target, tree.scroll_offset.y
        await pilot._post_mouse_events([MouseScrollDown], "#roles", offset=(8, 8))
        await settled(pilot)
        assert tree.scroll_offset.y > top
        assert app.main_screen.target == before
        await pilot._post_mouse_events([MouseScrollUp], "#roles", offset=(8, 8))
        await settled(pilot)
        assert tree.scroll_offset.y == top


async def test_two_clicks_at_once_on_a_role_show_its_menu(listed: Stage, app_on) -> None:
    app = app_on(listed, search_text="payadm")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.click("#roles", offset=(8, 4), times=2)
        await settled(pilot)
        assert isinstance(app.screen, ActionMenu)


RESTS = (
    (0, 2, "A click opens or closes the account."),
    (0, 8, None),
    (0, -3, "2 of its 6 roles match the filter."),
    (0, -30, KIND),
    (1, 4, None),
    (2, 4, "A favourite: it comes before others."),
    (30, 4, None),
)
"""Lines and columns of the list, negative ones from its end, and what is told of them."""


async def test_a_mouse_that_rests_is_told_what_it_rests_on(listed: Stage, app_on) -> None:
    settings = listed.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('favourites = ["034441853737/DatabaseAdministrator"]\n')
    app = app_on(listed, search_text="payadm")
    async with app.run_test(size=SIZE, tooltips=True) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        width = tree.scrollable_content_region.width
        for line, column, said in RESTS:
            await pilot.hover("#roles", offset=(column % width, line))
            told = None if tree.tooltip is None else str(tree.tooltip)
            assert told == said, (line, column)


async def test_header_count_and_footer_explain_themselves(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen = app.main_screen
        explained = [screen.header, screen.query_one("#count"), screen.query_one(ProgressLine)]
        assert all(one.tooltip for one in (*explained, *screen.query("FooterKey")))
