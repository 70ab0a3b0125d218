"""What is said in a corner of the screen: nothing twice, and nothing that does not hold any more."""

import pytest
from seen import drawn, filtered, settled, toasts
from stage import Stage

from sso_tui.demo import Fault
from sso_tui.ui.app import SsotuiApp

SIZE = (120, 36)
WITHOUT_END = 3600.0
"""Seconds that a sentence stays, longer than any test takes."""


def said(app: SsotuiApp) -> list[str]:
    return [str(note.message) for note in app._notifications]


@pytest.mark.parametrize("size", [SIZE, (80, 24)], ids=["120x36", "80x24"])
async def test_what_is_said_of_the_same_thing_replaces_what_was_said_before(
    listed: Stage, app_on, size
) -> None:
    app = app_on(listed, search_text="payprod dbadm")
    app.NOTIFICATION_TIMEOUT = WITHOUT_END
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        for now, before in (("is a favourite now", "no favourite"), ("no favourite", "is a fav")):
            await pilot.press("ctrl+f")
            await settled(pilot)
            assert now in drawn(app)
            assert before not in drawn(app)
            assert len(said(app)) == 1
        await filtered(pilot, "payprod deploy")
        await settled(pilot)
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert said(app) == [
            "payments-prod/DatabaseAdministrator is no favourite any more",
            "payments-prod/Deploy is a favourite now",
        ]


async def test_a_sentence_is_not_said_twice_at_once(listed: Stage, app_on) -> None:
    app = app_on(listed)
    app.NOTIFICATION_TIMEOUT = WITHOUT_END
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for _ in range(3):
            app.broker.notice("The disk is full.")
        app.tell("Another thing.")
        await settled(pilot)
        assert sorted(said(app)) == ["Another thing.", "The disk is full."]
        assert drawn(app).count("The disk is full.") == 1


async def test_what_failed_is_not_said_any_more_once_it_was_done(listed: Stage, app_on) -> None:
    failing = listed.portal.faults.add(Fault("GetRoleCredentials", status=403))
    app = app_on(listed, search_text="payprod dbadm")
    app.NOTIFICATION_TIMEOUT = WITHOUT_END
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("enter", "n")
        await settled(pilot)
        assert [note.severity for note in app._notifications] == ["error"]
        listed.portal.faults.remove(failing)
        await pilot.press("enter", "n")
        await settled(pilot)
        assert len(said(app)) == 1
        assert "New credentials for payments-prod" in toasts(app)


async def test_the_last_copy_alone_is_told(listed: Stage, app_on) -> None:
    """The clipboard has that alone, whichever role it is of."""
    app = app_on(listed)
    app.NOTIFICATION_TIMEOUT = WITHOUT_END
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for role in ("DatabaseAdministrator", "Deploy"):
            await filtered(pilot, f"payprod role:^{role}$")
            await settled(pilot)
            await pilot.press("ctrl+y")
            await settled(pilot)
            await pilot.press("enter")
            await settled(pilot)
            (sentence,) = said(app)
            assert f"payments-prod/{role}" in sentence
