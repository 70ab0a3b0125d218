"""The help says what the keys do, for whatever has the focus."""

import pytest
from seen import drawn, settled
from stage import Stage
from textual.widgets import Markdown

from sso_tui.ui.screens.choice import ChoiceScreen
from sso_tui.ui.screens.configure import ConfigureScreen
from sso_tui.ui.screens.line import LineScreen
from sso_tui.ui.screens.modal import Dialog
from sso_tui.ui.screens.profile import ProfileScreen
from sso_tui.ui.screens.region import RegionScreen

SIZES = [(80, 24), (120, 36)]


def concrete(kind: type[Dialog]) -> list[type[Dialog]]:
    found = kind.__subclasses__()
    return [*found, *(one for sub in found for one in concrete(sub))]


def test_every_dialog_has_words_of_its_own() -> None:
    every = concrete(Dialog)
    assert {ChoiceScreen, ConfigureScreen, LineScreen, ProfileScreen, RegionScreen} <= {*every}
    assert [one.__name__ for one in every if "HELP" not in vars(one)] == []


@pytest.mark.parametrize(
    "size",
    [SIZES[0], pytest.param(SIZES[1], marks=pytest.mark.long)],
    ids=["80x24", "120x36"],
)
@pytest.mark.parametrize(
    ("keys", "title", "row"),
    [
        (("f1",), "Filter", "to the tree and back"),
        (("tab", "f1"), "Accounts and roles", "the first line, the last"),
        (("enter", "f1"), "Actions", "copy a console link"),
        (("ctrl+s", "f1"), "Write a profile", "how programs get credentials"),
        (("ctrl+t", "f1"), "A choice", "leave the box"),
        (("f2", "r", "f1"), "The region", "leave the box"),
    ],
)
async def test_words_and_keys_are_those_of_the_focus(
    listed: Stage, app_on, size, keys, title, row
) -> None:
    app = app_on(listed, search_text="payadm")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        shown = drawn(app)
        assert title in app.screen.query_one("#widget-help", Markdown).source
        for words in (title, row, "leave, change nothing", "f1 closes this"):
            assert words in shown
        assert "Move cursor" not in shown
        await pilot.press("f1")
        await settled(pilot)
        assert "f1 closes this" not in drawn(app)


async def test_escape_closes_the_help_before_anything_else(listed: Stage, app_on) -> None:
    app = app_on(listed, search_text="payadm")
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "f1 closes this" not in drawn(app)
        assert app.main_screen.finder.filter_input.value == "payadm"


@pytest.mark.parametrize("width", [60, 80, 100, 120])
async def test_the_footer_cuts_no_key(listed: Stage, app_on, width: int) -> None:
    app = app_on(listed)
    async with app.run_test(size=(width, 20)) as pilot:
        await settled(pilot)
        line = drawn(app).splitlines()[-1]
        assert len(line.rstrip()) < width
        assert line.rstrip().endswith("f1 Help")
        await pilot.resize_terminal(120, 20)
        await settled(pilot)
        assert "^l Sign in f1 Help" in drawn(app).splitlines()[-1]
