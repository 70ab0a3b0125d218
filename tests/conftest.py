"""A stage with a portal for every test that asks for one."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from requirements_table import PROOFS, are_all, proofs
from stage import Stage

from sso_tui.demo import Organisation
from sso_tui.demo import Portal as DemoPortal
from sso_tui.demo.further import BOUGHT, bought_company

for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
    if signal.getsignal(number) is signal.SIG_IGN:  # by nohup, or by a shell's &; inherited on
        signal.signal(number, signal.SIG_DFL)

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

SEARCHES = 100
"""How many searches among younger objects there are for one among all of them; 10 by Python itself."""

STAGES = count(1)

TIDY = 10
"""After how many stages their garbage is searched for: the connections of clients are in it."""


def pytest_xdist_auto_num_workers() -> int:
    """Two more than there are processors: half of the tests wait for programs most of their time."""
    return len(os.sched_getaffinity(0)) + 2 if hasattr(os, "sched_getaffinity") else 4


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note what the tests prove before any is left out, if all of them were collected."""
    if are_all(items):
        config.stash[PROOFS] = proofs(items)


def pytest_collection_finish() -> None:
    """Search for garbage less often in what is old: much of that stays, and each search takes long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], SEARCHES)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A user with a home and an embedded portal."""
    home = tmp_path / "home"
    home.mkdir()
    with DemoPortal(others={BOUGHT: bought_company()}) as portal:
        yield Stage(portal, home)
    if next(STAGES) % TIDY == 0:
        gc.collect()


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
