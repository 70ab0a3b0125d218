"""Draw the pictures of every screen from the demo, dark and light: `python tests/screenshots.py`.

Each scene begins anew, in a world in which somebody is signed in and everything was listed before.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from stage import Stage, at_once
from textual.pilot import Pilot

from sso_tui.catalogue import Progress
from sso_tui.demo import Portal as DemoPortal
from sso_tui.demo.further import BOUGHT, MOST, bought_company
from sso_tui.search import Index
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling, Outcome
from sso_tui.ui.screens.sign_in import SignInScreen
from sso_tui.ui.theme import DARK, LIGHT
from sso_tui.ui.widgets.lister import Lister

TARGET = Path(__file__).parent.parent / "screenshots"
SIZE = (120, 36)

START_URL = "https://ssoins-72237fc5b8ad.portal.eu-central-1.app.aws"
"""A start URL that says its region, so that the picture has one as people know them."""

Play = Callable[[Pilot[Outcome]], Awaitable[None]]
"""What a user does until the screen is as the picture has it."""


async def settled(pilot: Pilot[Outcome]) -> None:
    """Wait until everything that is under way has been drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def pressing(*groups: str) -> Play:
    """Press keys; those of a group are letters that are typed, unless it is the name of one key."""

    async def play(pilot: Pilot[Outcome]) -> None:
        await settled(pilot)
        for group in groups:
            typed = group.removeprefix("type ")
            await pilot.press(*(typed if typed is not group else [group]))
            await settled(pilot)

    return play


async def sign_in(pilot: Pilot[Outcome]) -> None:
    """Wait for the code: nobody approves it."""
    while not isinstance(pilot.app.screen, SignInScreen) or pilot.app.screen.visit is None:
        await pilot.pause(0.05)
    await pilot.pause()


async def listing(pilot: Pilot[Outcome]) -> None:
    """In the middle of a listing that the portal holds down."""
    await settled(pilot)
    assert isinstance(pilot.app, SsotuiApp)
    screen = pilot.app.main_screen
    progress = Progress(38, 60, throttled=True, rate=19.7, left=2, counted=True)
    entries = tuple(
        replace(one, listed_at=None, role_names=(), pending=True) if number % 5 > 2 else one
        for number, one in enumerate(screen.catalogue.entries)
    )
    going_on = replace(screen.catalogue, entries=entries, complete=False, progress=progress)
    local = screen.showing.part.local
    index, reading = Index.of((going_on,), local.marks), screen.lister.reading
    screen.post_message(Lister.Listed(going_on, index, local, reading))
    await settled(pilot)


SCENES: dict[str, Play] = {
    "first-portal": pressing(f"type {START_URL}", "enter"),
    "sign-in": sign_in,
    "tree": pressing("type payments-prod", "ctrl+f", "escape"),
    "filter": pressing("type payadm"),
    "menu": pressing("type payadm", "enter"),
    "profile": pressing("type payadm", "ctrl+s"),
    "protected": pressing("type payprodadm", "ctrl+o"),
    "listing": listing,
    "help": pressing("type payadm", "f1"),
    "palette": pressing("type payadm", "ctrl+p"),
    "portals": pressing("ctrl+t"),
    "all-portals": pressing("ctrl+t", "end", "enter", "tab", "end", "up"),
}
"""What is drawn, by the pictures' names."""


ENDINGS = {DARK.name: "", LIGHT.name: "-light"}
"""What the pictures' names end with, by theme."""


def names() -> set[str]:
    """The names of all files that are drawn."""
    return {f"{scene}{ending}.svg" for scene in SCENES for ending in ENDINGS.values()}


def save(app: SsotuiApp, target: Path, name: str) -> None:
    """Write the screen as a picture, without trailing blanks."""
    lines = app.export_screenshot(title="ssotui").splitlines()
    (target / f"{name}.svg").write_text("\n".join(line.rstrip() for line in lines) + "\n")


def furnish(stage: Stage, scene: str) -> None:
    """Make the world in which a scene takes place."""
    if scene == "first-portal":
        stage.config.unlink()
    if scene in ("first-portal", "sign-in"):
        return
    if scene == "protected":
        settings = stage.home / ".config" / "ssotui" / "config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('[environments.prod]\nprotected = ["*Administrator*"]\n')
    if scene in ("portals", "all-portals"):
        stage.add_portals(MOST)
        remember(stage, BOUGHT)
        broker = stage.broker()
        broker.sign_ins.end(broker.portal(BOUGHT))
    remember(stage, "demo")


def remember(stage: Stage, portal: str) -> None:
    """Sign in to a portal, and list it."""
    stage.sign_in(name=portal)
    broker = stage.broker()
    for _ in broker.listing(broker.portal(portal), wait=at_once):
        pass


async def draw(scene: str, theme: str, target: Path, size: tuple[int, int]) -> None:
    """Draw one scene in one of the program's own themes."""
    others = {BOUGHT: bought_company()}
    with DemoPortal(others=others) as portal, tempfile.TemporaryDirectory() as home:
        stage = Stage(portal, Path(home))
        furnish(stage, scene)
        broker = stage.broker()
        first = None if scene == "first-portal" else broker.portal("demo")
        app = SsotuiApp(broker, first, Calling())
        app.theme = theme
        async with app.run_test(size=size, notifications=False) as pilot:
            await SCENES[scene](pilot)
            save(app, target, f"{scene}{ENDINGS[theme]}")


async def main(target: Path, size: tuple[int, int], scenes: list[str]) -> None:
    """Draw the scenes one after the other."""
    target.mkdir(parents=True, exist_ok=True)
    for scene in scenes or SCENES:
        for theme in ENDINGS:
            await draw(scene, theme, target, size)


if __name__ == "__main__":
    asyncio.run(main(TARGET, SIZE, sys.argv[1:]))
