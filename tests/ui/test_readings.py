"""What was read of portals: the latest is what is shown, whichever thread comes last."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from seen import drawn, settled
from stage import Stage, at_once

from sso_tui.broker import Broker
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue
from sso_tui.demo import Fault
from sso_tui.demo.further import BOUGHT
from sso_tui.errors import SignInNeeded
from sso_tui.model import Portal, Role
from sso_tui.search import Index
from sso_tui.ui.screens.sign_in import SignInScreen
from sso_tui.ui.widgets.lister import Lister, Reading

SIZE = (120, 36)
PORTAL = Portal("demo", "https://demo.awsapps.com/start", "eu-west-1")


@pytest.fixture
def several(listed: Stage) -> Stage:
    """Two portals, signed in and listed."""
    listed.add_portals(2)
    listed.sign_in(name=BOUGHT)
    broker = listed.broker()
    for _ in broker.listing(broker.portal(BOUGHT), wait=at_once):
        pass
    return listed


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something that threads bring about."""
    for _ in range(1000):
        if happened():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


def watched(broker: Broker) -> Event:
    """Have a broker say when its next listing has ended, thread and all."""
    ended, listing = Event(), broker.listing

    def watching(*args: Any, **named: Any) -> Iterator[Catalogue]:
        try:
            yield from listing(*args, **named)
        finally:
            ended.set()

    broker.listing = watching
    return ended


def test_a_look_takes_nothing_back_that_came_while_it_looked() -> None:
    reading = Reading((PORTAL,), frozenset())
    newer, known = Catalogue("demo", complete=False), Local(last=Role("demo", "1" * 12, "Admin"))

    def look(portal: Portal) -> Local:
        reading.put(newer)
        return known

    reading.look(PORTAL, look)
    assert reading.get(PORTAL) == (newer, known)
    assert reading.get(PORTAL)[0] is newer


async def test_what_a_cancelled_listing_still_finds_does_not_count(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        ended = watched(app.broker)
        listed.portal.faults.add(Fault("ListAccountRoles", hang=True))
        main, lister = app.main_screen, app.main_screen.lister
        lister.list(main.portal, refresh=True)
        await until(lambda: not main.catalogue.complete)
        [worker] = [one for one in app.workers if one.group.startswith("listing")]
        before, _ = lister.reading.get(main.portal)
        worker.cancel()
        await until(ended.is_set)
        assert lister.reading.get(main.portal)[0] is before
        listed.portal.faults.clear()


async def test_what_is_still_said_of_an_earlier_reading_is_not_drawn(
    several: Stage, app_on
) -> None:
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        main, lister = app.main_screen, app.main_screen.lister
        portals = app.broker.portals()
        main.show_portals(portals)
        earlier = lister.reading
        found = Catalogue(BOUGHT, complete=False)
        late = Lister.Listed(found, Index.of((found,), Local().marks), Local(), earlier)
        failed = Lister.ListingFailed(BOUGHT, SignInNeeded("Nobody is signed in"), earlier)
        main.show_portals(portals[:1])
        main.show_portals(portals)
        await settled(pilot)
        lister.post_message(replace_index(late, lister))
        lister.post_message(failed)
        await settled(pilot)
        assert main.showing.parts.parts[BOUGHT].catalogue.complete
        assert "Nobody" not in main.notice.remark.text
        assert not isinstance(app.screen, SignInScreen)


def replace_index(late: Lister.Listed, lister: Lister) -> Lister.Listed:
    """The same with an index of all portals that are shown, as the earlier reading has one."""
    late.index = lister.reading.index()
    return late


async def test_what_is_new_in_a_portal_that_had_nothing_is_all_named(listed: Stage, app_on) -> None:
    broker = listed.broker()
    full = broker.cached(broker.portal())
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        main, reading = app.main_screen, app.main_screen.lister.reading
        main.showing.part.compared = replace(full, entries=())
        for entries, complete in ((full.entries[:5], False), (full.entries, True)):
            found = replace(full, entries=entries, complete=complete)
            index = Index.of((found,), Local().marks)
            main.post_message(Lister.Listed(found, index, main.showing.part.local, reading))
        await settled(pilot)
        assert f"and {len(full) - 1} more" in drawn(app)
