"""Which shell a run is taken to be called by."""

import os
import shutil
import subprocess
import sys

import pytest

from sso_tui.shells.detect import calling_shell, shell_name
from sso_tui.world import World


@pytest.mark.parametrize(
    ("ancestors", "expected"),
    [
        (["bash"], "env"),
        (["-bash", "login"], "env"),
        (["zsh", "tmux: server"], "env"),
        (["ssotui", "python3.11", "fish", "bash"], "fish"),
        (["sudo", "uv", "nu", "sh"], "nu"),
        (["/usr/local/bin/pwsh", "zsh"], "powershell"),
        (["gnome-shell", "systemd"], "env"),
        ([], "env"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such ancestors")
def test_the_nearest_shell_answers(ancestors: list[str], expected: str) -> None:
    assert calling_shell(World(environ={}), ancestors) == expected


def test_the_wrapper_outweighs_what_is_found() -> None:
    assert calling_shell(World(environ={"SSOTUI_SHELL": "fish"}), ["bash"]) == "fish"
    assert calling_shell(World(environ={"SSOTUI_SHELL": "nonsense"}), ["nu"]) == "nu"


def test_the_login_shell_stands_in() -> None:
    assert calling_shell(World(environ={"SHELL": "/usr/bin/fish"}), ["init"]) == "fish"
    assert calling_shell(World(environ={"SHELL": "/usr/bin/xonsh"}), ["init"]) == "env"


@pytest.mark.parametrize("text", ["-bash", "/usr/bin/bash", "BASH.EXE", "bash\n"])
def test_bare_names(text: str) -> None:
    assert shell_name(text) == "bash"


@pytest.mark.parametrize(("shell", "expected"), [("bash", "env"), ("fish", "fish")])
def test_a_real_shell_is_found_among_the_ancestors(shell: str, expected: str) -> None:
    program = (
        "from sso_tui.shells.detect import calling_shell; from sso_tui.world import World;"
        "print(calling_shell(World()))"
    )
    if shutil.which(shell) is None:
        (pytest.fail if os.environ.get("SSOTUI_TESTS_NEED_ALL") else pytest.skip)(f"no {shell}")
    answer = subprocess.run(
        [shell, "-c", f"env SHELL=/bin/nu '{sys.executable}' -c '{program}'; true"],
        capture_output=True,
        text=True,
        timeout=20,
        env={**os.environ, "SSOTUI_SHELL": ""},
    )
    assert answer.stdout.strip() == expected, answer.stderr
