"""Draw the README's pictures from the demo: `python tests/screenshots.py`."""

import asyncio
import tempfile
from pathlib import Path

from stage import Stage, at_once
from textual.pilot import Pilot

from sso_tui.demo import Portal as DemoPortal
from sso_tui.demo.further import BOUGHT, MOST, bought_company
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling, Outcome
from sso_tui.ui.screens.sign_in import SignInScreen

TARGET = Path(__file__).parent.parent / "screenshots"
SIZE = (110, 32)


async def settled(pilot: Pilot[Outcome]) -> None:
    """Wait until everything that is under way has been drawn."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def save(app: SsotuiApp, name: str) -> None:
    """Write the screen as a picture, without trailing blanks."""
    lines = app.export_screenshot(title="ssotui").splitlines()
    (TARGET / f"{name}.svg").write_text("\n".join(line.rstrip() for line in lines) + "\n")


def app_of(stage: Stage, search_text: str = "") -> SsotuiApp:
    broker = stage.broker()
    return SsotuiApp(broker, broker.portal(), Calling(), search_text)


async def draw_first_portal(stage: Stage) -> None:
    """With a start URL that says its region, so that the picture has one as people know them."""
    config = stage.config.read_bytes()
    stage.config.unlink()
    app = SsotuiApp(stage.broker(), None, Calling())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*"https://ssoins-72237fc5b8ad.portal.eu-central-1.app.aws", "enter")
        await settled(pilot)
        save(app, "first-portal")
    stage.config.write_bytes(config)


async def draw_sign_in(stage: Stage) -> None:
    app = app_of(stage)
    async with app.run_test(size=SIZE) as pilot:
        while not isinstance(app.screen, SignInScreen) or app.screen.visit is None:
            await pilot.pause(0.05)
        await pilot.pause()
        save(app, "sign-in")


async def draw_tree(stage: Stage) -> None:
    app = app_of(stage)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*"payments-prod", "ctrl+f")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        save(app, "tree")


async def draw_filter_menu_profile(stage: Stage) -> None:
    app = app_of(stage)
    async with app.run_test(size=SIZE, notifications=False) as pilot:
        await settled(pilot)
        await pilot.press(*"payadm")
        await settled(pilot)
        save(app, "filter")
        await pilot.press("enter")
        await settled(pilot)
        save(app, "menu")
        await pilot.press("p")
        await settled(pilot)
        save(app, "profile")


async def draw_portals(stage: Stage) -> None:
    """One is signed in, one shows its last list, and one for emergencies has none."""
    stage.add_portals(MOST)
    stage.sign_in(name=BOUGHT)
    broker = stage.broker()
    for _ in broker.listing(broker.portal(BOUGHT), wait=at_once):
        pass
    broker.sign_ins.end(broker.portal(BOUGHT))
    app = app_of(stage)
    async with app.run_test(size=SIZE, notifications=False) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "end", "enter")
        await settled(pilot)
        await pilot.press("tab", "end", "up")
        await settled(pilot)
        save(app, "portals")


async def main() -> None:
    """Draw them all, one after the other, in one world."""
    TARGET.mkdir(exist_ok=True)
    others = {BOUGHT: bought_company()}
    with DemoPortal(others=others) as portal, tempfile.TemporaryDirectory() as home:
        stage = Stage(portal, Path(home))
        await draw_first_portal(stage)
        await draw_sign_in(stage)
        stage.sign_in()
        broker = stage.broker()
        for _ in broker.listing(broker.portal(), wait=at_once):
            pass
        await draw_tree(stage)
        await draw_filter_menu_profile(stage)
        await draw_portals(stage)


if __name__ == "__main__":
    asyncio.run(main())
