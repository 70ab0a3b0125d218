"""What ends soon is told in time, and what renews itself asks nobody."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from seen import drawn, filtered, settled
from stage import Stage

from sso_tui.broker import Broker
from sso_tui.effects import Handoff
from sso_tui.moments import zulu
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling

SIZE = (120, 36)
ROLE = "798373876239/DatabaseAdministrator"


class Later:
    """The user's clock, which goes on when it is told to."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


def app_at(stage: Stage, clock: Later, calling: Calling, **variables: str) -> SsotuiApp:
    broker = Broker(replace(stage.world(**variables), now=clock))
    return SsotuiApp(broker, broker.portal(), calling)


def ends_for_good(stage: Stage) -> datetime:
    """Make the sign-in one that nothing renews, and say when it ends."""
    broker = stage.broker()
    path = broker.sign_ins.tokens.path(broker.portal())
    kept = json.loads(path.read_text())
    del kept["refreshToken"]
    path.write_text(json.dumps(kept))
    token = broker.sign_ins.known(broker.portal())
    assert token is not None
    return token.expires_at


async def at(pilot, clock: Later, moment: datetime) -> str:
    """What the screen says at that moment."""
    clock.by = moment - datetime.now(UTC)
    pilot.app.main_screen.showing.keep_time()
    await settled(pilot)
    return drawn(pilot.app)


def before(moment: datetime, minutes: float) -> datetime:
    return moment - timedelta(minutes=minutes)


async def test_the_end_of_a_sign_in_is_told_twice(listed: Stage) -> None:
    ends, clock = ends_for_good(listed), Later()
    app = app_at(listed, clock, Calling())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "The sign-in to demo" not in await at(pilot, clock, before(ends, 10.5))
        told = "The sign-in to demo ends in 9m; ctrl+l signs in again."
        assert f"! {told}" in await at(pilot, clock, before(ends, 9.5))
        told = "The sign-in to demo ends in 1m; ctrl+l signs in again."
        assert f"✗ {told}" in await at(pilot, clock, before(ends, 1.5))
        assert "The sign-in to demo has ended" in await at(pilot, clock, before(ends, -1))
        assert "The sign-in to demo" not in await at(pilot, clock, before(ends, -11))


async def test_a_sign_in_that_somebody_else_renewed_is_told_no_more(listed: Stage) -> None:
    ends, clock = ends_for_good(listed), Later()
    app = app_at(listed, clock, Calling())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "The sign-in to demo ends" in await at(pilot, clock, before(ends, 9.5))
        listed.sign_in()
        await at(pilot, clock, before(ends, 9.4))
        assert "The sign-in to demo ends" not in await at(pilot, clock, before(ends, 9.3))


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (10.5, ""),
        (9.5, "! Your shell's payments-prod/DatabaseAdministrator ends in 9m; ctrl+x exports"),
        (1.5, "✗ Your shell's payments-prod/DatabaseAdministrator ends in 1m; ctrl+x exports"),
        (-1, "✗ Your shell's payments-prod/DatabaseAdministrator has ended; ctrl+x exports"),
        (-11, ""),
    ],
)
async def test_the_end_of_the_shells_credentials_is_told(
    listed: Stage, minutes: float, told: str
) -> None:
    ends, clock = datetime.now(UTC) + timedelta(minutes=20), Later()
    variables = {"SSOTUI_ROLE": ROLE, "AWS_CREDENTIAL_EXPIRATION": zulu(ends)}
    app = app_at(listed, clock, Calling(role=ROLE), **variables)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen = await at(pilot, clock, before(ends, minutes))
        assert told in screen
        assert ("Your shell's" in screen) is bool(told)


async def test_an_hour_later_nobody_has_to_sign_in(listed: Stage) -> None:
    clock = Later()
    app = app_at(listed, clock, Calling(listens=True))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        token = listed.broker().sign_ins.known(app.main_screen.portal)
        hour = timedelta(hours=1, minutes=1)
        listed.portal.shift_clock(hour.total_seconds())
        screen = await at(pilot, clock, datetime.now(UTC) + hour)
        assert not token.valid(clock())
        assert "signed in · renews itself" in screen
        assert not app.main_screen.notice.remark
        await filtered(pilot, "payprod dbadm")
        await pilot.press("enter")
        await settled(pilot)
    assert isinstance(app.return_value.effect, Handoff)
