"""While a listing goes on: what is read first, what can be done meanwhile, what is left of it."""

import asyncio
from collections.abc import Callable

import pytest
from seen import drawn, filtered, settled
from stage import Stage

from sso_tui.demo import Fault, Organisation
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.widgets.lister import Lister

SIZE = (120, 36)
MANY = 130
"""Accounts: more than are read whole each time."""


@pytest.fixture
def large(stage_of: Callable[[Organisation], Stage]) -> Stage:
    """A user of a large company, signed in."""
    return stage_of(Organisation.generate(MANY, 2))


def asked(stage: Stage) -> list[str]:
    return [
        request.query["account_id"]
        for request in stage.portal.requests
        if request.operation == "ListAccountRoles"
    ]


def kept(stage: Stage) -> set[str]:
    broker = stage.broker()
    return {one.account.id for one in broker.cached(broker.portal()).entries if one.known}


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something that the threads of a listing bring about."""
    for _ in range(1000):
        if happened():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


def looked_at(app: SsotuiApp) -> tuple[str, ...]:
    return app.main_screen.query_one(Lister).looked_at


async def test_what_is_looked_at_is_wanted(large: Stage, app_on) -> None:
    large.portal.faults.add(Fault("ListAccountRoles", hang=True))
    app = app_on(large)
    async with app.run_test(size=SIZE) as pilot:
        main = app.main_screen
        await until(lambda: len(main.catalogue.entries) == MANY)
        await pilot.pause()
        await pilot.press(*["down"] * 3)
        await pilot.pause()
        ids = [entry.account.id for entry in main.catalogue.entries]
        in_sight = main.finder.role_tree.scrollable_content_region.height
        assert looked_at(app) == (ids[3], *ids[:3], *ids[4:in_sight])
        assert "loading…" in drawn(app)
        await filtered(pilot, "sandbox")
        await pilot.pause()
        matching = {
            one.account.id for one in main.catalogue.entries if "sandbox" in one.account.name
        }
        assert set(looked_at(app)) == matching
        large.portal.faults.clear()


async def test_what_might_match_is_read_first(large: Stage, app_on) -> None:
    large.portal.faults.add(Fault("ListAccountRoles", hang=True))
    app = app_on(large)
    async with app.run_test(size=SIZE) as pilot:
        main = app.main_screen
        await until(lambda: len(main.catalogue.entries) == MANY)
        await filtered(pilot, "sandboxjanezzz")
        await until(lambda: "Nothing matches yet" in drawn(app))
        assert "the roles of 130 accounts are still to be read" in drawn(app)
        jane = next(
            one.account.id for one in main.catalogue.entries if "sandbox-jane" in one.account.name
        )
        await until(lambda: main.finder.looked_at[:1] == (jane,))
        large.portal.faults.clear()
        await settled(pilot)
        assert "Nothing matches. esc" in drawn(app)


async def test_an_account_that_is_opened_before_its_roles_are_there_opens_with_them(
    large: Stage, app_on
) -> None:
    large.portal.faults.add(Fault("ListAccountRoles", hang=True))
    app = app_on(large, search_text="")
    async with app.run_test(size=SIZE) as pilot:
        main = app.main_screen
        await until(lambda: len(main.catalogue.entries) == MANY)
        await pilot.press("enter")
        await pilot.pause()
        assert main.finder.role_tree.outline.shown_of(0) == 0
        large.portal.faults.clear()
        await settled(pilot)
        assert main.finder.role_tree.outline.shown_of(0) == 2


async def test_what_was_read_survives_quitting(large: Stage, app_on) -> None:
    countdown = iter(range(50))
    large.portal.faults.add(
        Fault("ListAccountRoles", hang=True, when=lambda _: next(countdown, None) is None)
    )
    app = app_on(large)
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: app.main_screen.catalogue.progress.done == 50)
        await pilot.press("ctrl+q")
    await until(lambda: len(kept(large)) == 50)  # the process waits for the thread; a test does not
    large.portal.faults.clear()
    known, before = kept(large), len(asked(large))
    again = app_on(large)
    async with again.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert again.main_screen.catalogue.progress.done == MANY
    assert len(asked(large)) - before == MANY - 50
    assert not known & set(asked(large)[before:])


async def test_only_ctrl_r_asks_for_everything_again(large: Stage, app_on) -> None:
    app = app_on(large)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert len(asked(large)) == MANY
        app.main_screen.list_again()
        await settled(pilot)
        assert len(asked(large)) == MANY
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert len(asked(large)) == 2 * MANY
