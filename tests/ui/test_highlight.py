"""Rows come and go at every moment; enter acts on the role that was highlighted."""

import asyncio
import random

import pytest
from seen import settled
from stage import Stage

from sso_tui.demo import Account, Organisation
from sso_tui.model import Role
from sso_tui.ui import asking

MIDDLE = "500000000000"


@pytest.mark.requirement("SEC-34")
@pytest.mark.parametrize(
    "times", [15, pytest.param(500, marks=pytest.mark.long)], ids=["some", "many"]
)
@pytest.mark.parametrize("text", ["", "read"], ids=["all", "filtered"])
async def test_enter_acts_on_the_role_that_was_highlighted(
    stage_of, app_on, monkeypatch: pytest.MonkeyPatch, times: int, text: str
) -> None:
    """Each time the portal has one account more above it, and one less, and lists anew."""
    acted_on: list[Role] = []
    monkeypatch.setattr(
        asking, "which_action", lambda _, request, *__, **___: acted_on.append(request.role)
    )
    stage: Stage = stage_of(Organisation([Account(MIDDLE, "middle", None, ("Admin", "ReadOnly"))]))
    app, moments = app_on(stage, search_text=text), random.Random(34)
    people = stage.portal.organisation
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press(*([] if text else ["right", "down", "down"]))
        target = app.main_screen.target
        assert (target.account_id, target.role.name) == (MIDDLE, "ReadOnly")
        for number in range(times):
            people.add(Account(f"{number:012}", f"a-read-{number}", None, ("Reader", "ReadOnly")))
            if number > 1:
                people.remove(f"{number - 2:012}")
            app.main_screen.list_again()
            for _ in range(moments.randrange(20)):
                await asyncio.sleep(0.001)
            await pilot.press("enter")
        await settled(pilot)
        assert app.main_screen.target == target
    assert len(acted_on) == times
    assert set(acted_on) == {target.role}
