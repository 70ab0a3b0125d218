"""What is done to draw a list does not depend on how long it is."""

import subprocess
import sys

import pytest
from large_list import ROLES, calls_of, remember
from seen import drawn, filtered, settled
from stage import Stage
from textual.widgets import Footer

from sso_tui.search import Index
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.widgets.finder import Finder
from sso_tui.ui.widgets.lister import Lister
from sso_tui.ui.widgets.role_tree import RoleTree

SIZE = (120, 36)
SIZES = (100, 10_000)
"""Accounts; each has five roles."""


@pytest.fixture(params=SIZES)
def large(stage: Stage, request: pytest.FixtureRequest) -> tuple[Stage, int]:
    """A stage without a sign-in, and how many accounts it remembers."""
    remember(stage, request.param)
    return stage, request.param


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        ("alt+right", 1 + len(ROLES)),
        ("right", None),
        ("pagedown", None),
        ("p", 1 + len(ROLES)),
    ],
)
async def test_only_lines_that_can_be_seen_are_drawn(large, app_on, keys, lines) -> None:
    stage, accounts = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        with calls_of(RoleTree, "render_line") as calls:
            await pilot.press(keys)
            await settled(pilot)
        frames = 4
        assert 0 < len(calls) <= frames * tree.size.height
        if lines is not None:
            assert len(tree.outline) == accounts * lines


async def test_everything_can_be_opened_and_closed(large, app_on) -> None:
    stage, accounts = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        await pilot.press("end")
        last = tree.target
        await pilot.press("alt+right")
        assert len(tree.outline) == accounts * (1 + len(ROLES))
        assert tree.target == last
        assert last.account_id in drawn(app)
        await pilot.press("alt+left")
        assert len(tree.outline) == accounts
        assert tree.target == last


async def test_letters_that_come_at_once_are_searched_for_once(large, app_on) -> None:
    stage, _ = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        finder = app.main_screen.finder
        with calls_of(Index, "search") as searches:
            for letter in "payments":
                finder.filter_input.insert_text_at_cursor(letter)
                finder.search_text = finder.filter_input.value
            await settled(pilot)
        assert [result.query.text for result in searches] == ["payments"]


async def test_what_was_typed_counts_before_it_is_drawn(large, app_on) -> None:
    stage, _ = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        finder = app.main_screen.finder
        finder.filter_input.value = "00042 billing"
        finder.catch_up()
        assert str(finder.target.role) == "000000000042/Billing"


async def test_a_letter_leaves_the_footer_as_it_is(large, app_on) -> None:
    stage, _ = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with calls_of(Footer, "recompose") as recomposed:
            await filtered(pilot, "billing")
            await settled(pilot)
        assert app.main_screen.target.role.name == "Billing"
        assert not recomposed


async def test_no_work_is_described_by_the_list(large, app_on) -> None:
    stage, _ = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen = app.main_screen
        worker = screen.query_one(Lister).look()
        assert worker.description == "looking"
        await settled(pilot)


FIRST_FRAME = """
import asyncio, sys
import sso_tui.cli.run, sso_tui.cli.use
from sso_tui.broker import Broker
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling
from sso_tui.ui.widgets.role_tree import RoleTree
from sso_tui.world import World

LATER = {
    "boto3", "botocore", "urllib3", "tomlkit", "tomllib", "filelock", "argparse",
    "sso_tui.effects", "sso_tui.desktop", "sso_tui.actions.base", "sso_tui.store.awsconfig",
    "sso_tui.store.keysfile", "sso_tui.ui.asking", "sso_tui.ui.screens.modal",
    "sso_tui.ui.endings", "sso_tui.ui.help", "sso_tui.ui.widgets.hints",
    "sso_tui.ui.performing", "sso_tui.ui.signing_in", "sso_tui.ui.switching",
    "sso_tui.ui.together", "sso_tui.ui.widgets.portal_tag",
    "hashlib", "sso_tui.changes", "sso_tui.longterm", "sso_tui.steps", "sso_tui.ui.palette",
    "sso_tui.search.match", "sso_tui.search.rank", "sso_tui.search.spans", "sso_tui.search.scorer",
    "sso_tui.shells.formats", "sso_tui.shells.init", "sso_tui.shells.documents",
    "sso_tui.store.settingsformat", "sso_tui.store.settingvalues",
    "sso_tui.store.settingkeys", "sso_tui.store.settingedits", "sso_tui.broker.decisions",
    "sso_tui.ui.telling", "sso_tui.ui.describing", "sso_tui.actions.describe", "sso_tui.ui.screens.line",
}

before = RoleTree.render_line

def first(self, y):
    drawn = before(self, y)
    if self.outline is not None and len(self.outline):
        print(*sorted(LATER & sys.modules.keys()), len(self.outline))
        sys.stdout.flush()
        RoleTree.render_line = before
    return drawn

RoleTree.render_line = first

async def main():
    broker = Broker(World())
    app = SsotuiApp(broker, broker.portal(), Calling())
    async with app.run_test() as pilot:
        await pilot.pause()

asyncio.run(main())
"""


def test_the_remembered_list_is_drawn_before_what_speaks_to_aws_is_loaded(
    signed_in: Stage,
) -> None:
    remember(signed_in, 100)
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME],
        env=signed_in.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[0] == "100"


@pytest.mark.parametrize("key", ["p", "down"])
async def test_a_key_repaints_what_it_changes_alone(large, app_on, key: str) -> None:
    stage, _ = large
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with calls_of(Finder, "refresh") as all_of_it, calls_of(MainScreen, "refresh") as screen:
            await pilot.press(key)
            await settled(pilot)
        assert not all_of_it
        assert not screen
