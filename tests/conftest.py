"""A stage with a portal for every test that asks for one."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from stage import Stage

from sso_tui.demo import Organisation
from sso_tui.demo import Portal as DemoPortal
from sso_tui.demo.further import BOUGHT, bought_company

for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
    if signal.getsignal(number) is signal.SIG_IGN:  # by nohup, or by a shell's &; inherited on
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A user with a home and an embedded portal."""
    home = tmp_path / "home"
    home.mkdir()
    with DemoPortal(others={BOUGHT: bought_company()}) as portal:
        yield Stage(portal, home)


@pytest.fixture
def stage_of(tmp_path: Path) -> Iterator[Callable[[Organisation], Stage]]:
    """Makes a stage whose portal has the organisation given, signed in."""
    with ExitStack() as portals:

        def make(organisation: Organisation) -> Stage:
            home = tmp_path / "another-home"
            home.mkdir()
            stage = Stage(portals.enter_context(DemoPortal(organisation=organisation)), home)
            stage.sign_in()
            return stage

        yield make


@pytest.fixture
def signed_in(stage: Stage) -> Stage:
    """The same, signed in."""
    stage.sign_in()
    return stage
