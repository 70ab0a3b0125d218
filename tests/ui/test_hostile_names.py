"""Names that other people chose are drawn as they are, and do nothing, wherever they are drawn."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from seen import drawn, settled
from stage import Stage
from textual.screen import Screen
from textual.widgets import Static

from sso_tui.actions.profile import Proposal
from sso_tui.demo import Account, Organisation
from sso_tui.effects import Save
from sso_tui.steps import Waiting
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.screens.action_menu import ActionMenu
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.screens.line import LineScreen
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.screens.profile import ProfileScreen
from sso_tui.ui.screens.protected import ProtectedScreen
from sso_tui.ui.screens.region import RegionScreen
from sso_tui.ui.screens.sign_in import SignInScreen
from sso_tui.ui.widgets.notice import Remark

SIZE = (140, 40)

LITERAL = [
    "[/]",
    "[@click=app.quit]x",
    "[red]not red[/red]",
    "[PROD] core",
    "\\[escaped",
    "$(touch pwn)",
    "`id`",
    'O\'Brien "lab"',
    "%s {0} {account}",
    "漢字アカウント",
]
"""Names that stand on the screen just as they are."""

CLEANED = {
    "esc \x1b[2J": "esc \ufffd[2J",
    "osc \x1b]52;c;eA==\x07": "osc \ufffd]52;c;eA==\ufffd",
    "c1 \x9b2J": "c1 \ufffd2J",
    "rtl \u202eabc": "rtl \ufffdabc",
    "lone \ud800 surrogate": "lone \ufffd surrogate",
    "nul \x00 tab \t": "nul \ufffd tab \ufffd",
    "zero\u200bwidth": "zero\ufffdwidth",
    "line\u2028two": "line\ufffdtwo",
}
"""Names that would do something to a terminal, and what stands on the screen instead."""

NAMES = {**{name: name for name in LITERAL}, **CLEANED}
LONG_ROLE = "R" * 64


@pytest.fixture
def hostile(stage_of) -> Stage:
    accounts = [
        Account(f"{number:012}", name, f"mail+{number}@x.example", ("[/]", "$(x)", LONG_ROLE))
        for number, name in enumerate(NAMES, start=1)
    ]
    return stage_of(Organisation(accounts))


def shown(text: str, screen: str) -> bool:
    """Whether `text` stands on the screen, wide characters or not."""
    return text in screen


@pytest.mark.requirement("SEC-30", "SEC-31")
async def test_the_tree_and_the_details_show_them_literally(hostile: Stage, app_on) -> None:
    app = app_on(hostile)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen = drawn(app)
        for name in NAMES.values():
            assert name in screen
        for number in range(len(NAMES)):
            title = app.main_screen.query_one("DetailPane").details.title
            assert title in drawn(app), number
            await pilot.press("down")


@pytest.mark.requirement("SEC-30", "SEC-31")
@pytest.mark.parametrize("name", ["[/]", "[@click=app.quit]x", "esc \x1b[2J", "rtl \u202eabc"])
async def test_menu_diff_and_toast_show_them_literally(hostile: Stage, app_on, name: str) -> None:
    number = list(NAMES).index(name) + 1
    app = app_on(hostile, search_text=f"id:{number:012} role:^[/]")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ActionMenu)
        assert f"{NAMES[name]}/[/]" in drawn(app)
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, ProfileScreen)
        assert "sso_role_name = [/]" in drawn(app)
        await pilot.press("escape", "ctrl+f")
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)
        assert f"{NAMES[name]}/[/] is a favourite now" in re.sub(r"\s+", " ", drawn(app))
        assert app.is_running


HOSTILE = "[/] [red]x[/red]"
PROPOSAL = Proposal("x", Save(Path("/x"), (), b"", f"{HOSTILE}\n".encode(), HOSTILE), HOSTILE)

DIALOGS: dict[str, tuple[int, Callable[[SsotuiApp], Screen[Any]]]] = {
    "menu": (2, lambda _: ActionMenu(HOSTILE, HOSTILE, last="", keys={})),
    "choice": (
        5,
        lambda _: ChoiceScreen(
            HOSTILE, [Choice("x", HOSTILE, HOSTILE)], note=HOSTILE, about=HOSTILE
        ),
    ),
    "protected": (3, lambda _: ProtectedScreen(HOSTILE, "0" * 12, HOSTILE, HOSTILE)),
    "line": (4, lambda _: LineScreen(HOSTILE, HOSTILE, HOSTILE, HOSTILE, lambda _: None)),
    "region": (3, lambda _: RegionScreen(HOSTILE, HOSTILE, [], str, HOSTILE)),
    "profile": (
        6,
        lambda _: ProfileScreen(HOSTILE, ["keys"], lambda _: HOSTILE, lambda *_: PROPOSAL, HOSTILE),
    ),
    "sign-in": (
        3,
        lambda app: SignInScreen(
            app.broker, replace(app.broker.portal(), key=HOSTILE, start_url="http://x")
        ),
    ),
}
"""Every dialog with a hostile text in each place for one, and how often it is drawn."""


@pytest.mark.requirement("SEC-31")
async def test_every_dialog_and_sentence_shows_them_literally(hostile: Stage, app_on) -> None:
    app = app_on(hostile, search_text=HOSTILE)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.main_screen.header.portal_name = HOSTILE
        app.main_screen.notice.remark = Remark(HOSTILE, "warning")
        app.main_screen.query_one("#empty", Static).update(HOSTILE)
        await settled(pilot)
        assert drawn(app).count(HOSTILE) == 4
        for name, (times, dialog) in DIALOGS.items():
            screen = dialog(app)
            app.push_screen(screen)
            await settled(pilot)
            if isinstance(screen, SignInScreen):
                step = Waiting(app.broker.now(), HOSTILE)
                screen.post_message(screen.Stepped(screen._attempt, step))
                await pilot.pause()
            below = sum(HOSTILE in line for line in drawn(app).splitlines()[:2])
            assert drawn(app).count(HOSTILE) - below >= times, (name, drawn(app))
            app.pop_screen()
            await settled(pilot)
        assert app.is_running


@pytest.mark.requirement("SEC-31")
async def test_a_click_on_a_name_that_looks_like_a_link_does_nothing(
    hostile: Stage, app_on
) -> None:
    app = app_on(hostile, search_text="app.quit")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.click("#roles", offset=(8, 0))
        await pilot.click("DetailPane", offset=(8, 2))
        await settled(pilot)
        assert app.is_running


@pytest.mark.requirement("REL-37")
async def test_long_roles_never_push_the_id_off_the_screen(hostile: Stage, app_on) -> None:
    app = app_on(hostile, search_text="RRRR")
    async with app.run_test(size=(60, 15)) as pilot:
        await settled(pilot)
        lines = [line for line in drawn(app).splitlines() if "RRRR" in line and "❯" not in line]
        assert lines
        assert all("…" in line for line in lines)
        accounts = [line for line in drawn(app).splitlines() if "▾" in line]
        assert all(re.search(r"\d{12}", line) for line in accounts)
