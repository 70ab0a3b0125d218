"""A user with a home, a config file and an embedded portal: what every test of the whole needs."""

import io
import os
from dataclasses import dataclass, field
from pathlib import Path

from sso_tui.broker import Broker
from sso_tui.cli.run import run
from sso_tui.demo import Portal as DemoPortal
from sso_tui.demo.further import add_portals
from sso_tui.demo.home import demo_environ, furnish
from sso_tui.model import Portal, Token
from sso_tui.steps import SignedIn
from sso_tui.world import World

KEPT = ("PATH", "LANG", "LC_ALL", "DISPLAY", "TERM")
"""Variables of the machine's that a test's user has too."""


def at_once(seconds: float) -> bool:
    """A patience that never waits."""
    return False


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


@dataclass
class Stage:
    """One user, over SSH, so that a sign-in goes by code and no browser is looked for."""

    portal: DemoPortal
    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        base = {name: os.environ[name] for name in KEPT if name in os.environ}
        base |= {"TERM": "xterm-256color", "SSH_CONNECTION": "10.0.0.9 50000 10.0.0.1 22"}
        self.environ = demo_environ(self.portal, self.home, base)
        furnish(self.home, self.portal)

    def add_portals(self, number: int) -> None:
        """Configure so many portals in all; see `sso_tui.demo.further`."""
        add_portals(self.home, self.portal, number)

    @property
    def config(self) -> Path:
        return self.home / ".aws" / "config"

    def world(self, **variables: str) -> World:
        return World(
            environ=self.environ | variables,
            stdin=io.StringIO(),
            stdout=io.StringIO(),
            stderr=io.StringIO(),
            wait=at_once,
        )

    def broker(self, **variables: str) -> Broker:
        return Broker(self.world(**variables))

    def run(self, *words: str, **variables: str) -> Ran:
        world = self.world(**variables)
        status = run(words, world)
        return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]

    def session(self, name: str = "demo") -> Portal:
        return self.broker().portal(name)

    def sign_in(self, broker: Broker | None = None, name: str | None = None) -> Token:
        """Sign in by code, approved at once; to the portal of that name, where one is given."""
        broker = broker or self.broker()
        before, self.portal.auto_approve_after = self.portal.auto_approve_after, 0
        steps = broker.sign_ins.steps(broker.portal(name), by_browser=False, wait=at_once)
        token = next(step.token for step in steps if isinstance(step, SignedIn))
        self.portal.auto_approve_after = before
        return token
