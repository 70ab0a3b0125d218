"""The portals that are offered, each with the state of its sign-in."""

from pathlib import Path

from seen import drawn, settled, toasts
from stage import Stage

SIZE = (120, 36)


def token_file(stage: Stage) -> Path:
    broker = stage.broker()
    return broker.sign_ins.tokens.path(broker.portal())


async def test_portals_are_offered_though_a_sign_in_can_not_be_read(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        file = token_file(listed)
        file.unlink()
        file.symlink_to(file)
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert "eu-central-1 · signed out" in drawn(app)
        assert f"{file} can't be read: Too many levels of symbolic links." in toasts(app)


async def test_a_reading_of_sign_ins_that_is_broken_off_is_said(listed: Stage, app_on) -> None:
    """A damaged file is looked at for a while, in case that it is just being written."""
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        token_file(listed).write_text('{"accessToken": ')
        app.broker.sign_ins.tokens.wait = lambda seconds: True
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert "Cancelled." in toasts(app)
        assert app.screen is app.main_screen
        assert app.crash is None
