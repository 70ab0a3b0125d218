"""A stage with a portal for every test that asks for one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage

from sso_tui.demo import Portal as DemoPortal


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A user with a home and an embedded portal."""
    home = tmp_path / "home"
    home.mkdir()
    with DemoPortal() as portal:
        yield Stage(portal, home)


@pytest.fixture
def signed_in(stage: Stage) -> Stage:
    """The same, signed in."""
    stage.sign_in()
    return stage


def need(tool: str) -> str:
    """The path of a program that only the tests need; without it the test is skipped, and says so."""
    import shutil

    found = shutil.which(tool)
    if found is None:
        if os.environ.get("SSOTUI_TESTS_NEED_ALL"):
            pytest.fail(f"{tool} is not installed")
        pytest.skip(f"{tool} is not installed")
    return found
