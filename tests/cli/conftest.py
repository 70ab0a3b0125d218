"""A user of a small company's portal, and a portal that is not waited for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_support import COMPANY
from stage import Stage

from sso_tui.demo import Organisation, Portal


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stage]:
    """Somebody who has a config file, and has not signed in."""
    home = tmp_path / "home"
    home.mkdir()
    with Portal(organisation=Organisation(COMPANY)) as portal:
        stage = Stage(portal, home)
        stage.environ |= {"TERM": "dumb", "SSOTUI_SHELL": "env"}
        yield stage


@pytest.fixture
def user(stranger: Stage) -> Stage:
    """Somebody who is signed in, and has listed nothing yet."""
    stranger.sign_in()
    return stranger


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two attempts, and few are made."""
    monkeypatch.setattr("sso_tui.aws.calls.FAILURE_PAUSE", 0.0)
    monkeypatch.setattr("sso_tui.aws.calls.MOST_REFUSALS", 3)
    monkeypatch.setattr("sso_tui.aws.limiter.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("sso_tui.aws.limiter.LONGEST_PAUSE", 0.0)
    monkeypatch.setattr("sso_tui.aws.rate.SLOWEST_RATE", 1000.0)
    monkeypatch.setattr("sso_tui.aws.persistence.PAUSES", (0.0, 0.0))
