"""Programs that only the tests need: without one a test is skipped, or fails where all must run."""

import os
import shutil

import pytest


def need(program: str, *, always: bool = True) -> str:
    """The path of a program.

    Args:
        program: its name.
        always: whether it has to be there under `SSOTUI_TESTS_NEED_ALL=1`.
    """
    found = shutil.which(program)
    if found is None:
        if always and os.environ.get("SSOTUI_TESTS_NEED_ALL"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return found
