"""`ssotui init` in real shells: from the function to STS, and back to the prompt.

Nushell comes from no registry that every machine has: its tests are skipped where it is missing.
"""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from needs import need
from programs import BESIDE, PATIENCE, SSOTUI, surroundings
from seeing import until
from stage import Stage
from tmux_terminal import PROMPT, NewTerminal, Terminal

from sso_tui.shells.init import init

POSIX = ("bash", "zsh")
SHELLS = (*POSIX, "fish", "nu")
FIRST, SECOND = "798373876239/ReadOnlyAccess", "000000000012/OnCall"

README = Path(__file__).parents[2] / "README.md"

STRICT = {
    "bash": "set -euo pipefail",
    "zsh": "setopt err_exit no_unset pipe_fail warn_create_global warn_nested_var ksh_arrays",
    "fish": "",
    "nu": "",
}
STATE = {
    **dict.fromkeys(POSIX, 'echo "{}: status=$? role=${{SSOTUI_ROLE-}};"'),
    "fish": 'echo "{}: status=$status role=$SSOTUI_ROLE;"',
    "nu": 'print $"{}: status=($env.LAST_EXIT_CODE) role=($env.SSOTUI_ROLE?);"',
}
"""What prints the last command's status and the shell's role, and does not look like its output."""


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    """Each of the shells that are installed."""
    name: str = request.param
    need(name, always=name != "nu")
    return name


def loading(shell: str, code: Path) -> str:
    """The line that gives a shell the function, as the README has it."""
    if shell == "nu":
        code.write_text(init("nu", str(SSOTUI)))
        return f"source {code}"
    line = "ssotui init fish | source" if shell == "fish" else f'eval "$(ssotui init {shell})"'
    assert f"\n{line}\n" in README.read_text()
    return line


def run(
    shell: str, *words: str, environ: dict[str, str], folder: Path
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [shell, *words],
        env=environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        start_new_session=True,
    )


@pytest.mark.requirement("SEC-37")
@pytest.mark.requirement("SEC-38")
def test_a_role_for_the_aws_cli(shell: str, signed_in: Stage, tmp_path: Path) -> None:
    role = "print $env.SSOTUI_ROLE" if shell == "nu" else 'echo "$SSOTUI_ROLE"'
    script = [
        STRICT[shell],
        loading(shell, tmp_path / "code.nu"),
        f"ssotui use {FIRST}",
        role,
        f"ssotui use {SECOND}",
        f"{BESIDE / 'aws'} sts get-caller-identity --query Account --output text",
        "ssotui use -",
        role,
    ]
    file = tmp_path / "script"
    file.write_text("\n".join(script))
    environ = surroundings(signed_in, AWS_PROFILE="stale", AWS_PAGER="")
    plain = {"bash": "--norc", "zsh": "-f", "fish": "--no-config", "nu": "-n"}[shell]
    ended = run(shell, plain, str(file), environ=environ, folder=tmp_path)
    assert (ended.returncode, ended.stdout.split()) == (0, [FIRST, SECOND[:12], FIRST]), (
        ended.stderr
    )
    assert len(ended.stderr.splitlines()) == 3


@pytest.fixture
def seat(terminal: NewTerminal) -> Callable[[str, Stage], Terminal]:
    """Opens a terminal with any of the shells."""
    return lambda shell, stage: terminal(shell, environ=surroundings(stage))


def told(seat: Terminal, shell: str, wanted: str, number: int = 0) -> None:
    """Wait until the shell says that this is its status and role."""
    seat.enter(STATE[shell].format(number))
    seat.until(f"{number}: {wanted};")
    seat.until_prompt()


@pytest.mark.requirement("SEC-36")
@pytest.mark.requirement("SEC-58")
def test_leaving_and_picking(
    shell: str, listed: Stage, seat: Callable[[str, Stage], Terminal], tmp_path: Path
) -> None:
    desk = seat(shell, listed)
    line = loading(shell, tmp_path / "code.nu")
    desk.enter(f"autoload -Uz compinit; compinit -u; {line}" if shell == "zsh" else line)
    desk.until_prompt()
    state = (lambda: desk.modes()) if shell == "nu" else lambda: desk.modes() + desk.ask("stty -a")
    before = state()
    for number, key in enumerate(("C-c", "Escape")):
        desk.enter("ssotui")
        desk.until("163/163")
        desk.press(key)
        desk.until_prompt()
        told(desk, shell, "status=130 role=", number)
        assert state() == before
    desk.type(f"ssotui use {FIRST[:17]}")
    desk.press("Tab")
    desk.until(f"ssotui use {FIRST}")
    desk.press("Enter")
    desk.until("ReadOnlyAccess (798373876239)")
    desk.until_prompt()
    told(desk, shell, f"status=0 role={FIRST}")
    assert state() == before


@pytest.mark.requirement("REL-27")
@pytest.mark.parametrize("shell", [*POSIX, "fish"], indirect=True)
def test_a_sign_in_that_is_interrupted(
    shell: str, stage: Stage, seat: Callable[[str, Stage], Terminal], tmp_path: Path
) -> None:
    desk = seat(shell, stage)
    desk.enter(loading(shell, tmp_path / "code.nu"))
    desk.enter(f"ssotui use {SECOND}")
    first = desk.device_code()
    desk.press("C-c")
    desk.until_prompt()
    told(desk, shell, "status=130 role=")
    desk.clear()
    desk.until(PROMPT, without=first)
    desk.enter(f"ssotui use {SECOND}")
    code = desk.device_code()
    desk.press("C-z")
    stage.portal.approve(code)
    desk.until("OnCall (000000000012)")
    desk.until_prompt()
    told(desk, shell, f"status=0 role={SECOND}")
    assert "[1]" not in desk.ask("jobs")


PROGRAM = """\
#!/bin/sh
shift 4
for last; do :; done
while read -r one; do
  case $one in "$last"*) echo "$one" ;; esac
done <<'END'
list
login
logout
--format=env
--format=json
payments prod/Admin
it's $HOME/Admin
https://one.example/start
日本/Rolle
payments-test/
END
"""
"""A stand-in that completes words no account of the demo's is named by."""

TYPED = {
    "ssotui lis": {"": "ssotui list"},
    "ssotui use payments\\ p": {"": "ssotui use payments\\ prod/Admin", "nu": ""},
    "ssotui use 'payments p": {
        "": "ssotui use 'payments prod/Admin'",
        "nu": 'ssotui use "payments prod/Admin"',
    },
    "ssotui use it": {
        "": "ssotui use it\\'s\\ \\$HOME/Admin",
        "nu": 'ssotui use "it\'s $HOME/Admin"',
    },
    "ssotui -s https:": {"": "ssotui -s https://one.example/start"},
    "ssotui env --format=j": {"": "ssotui env --format=json"},
    "ssotui use 日": {"": "ssotui use 日本/Rolle"},
    "ssotui use payments-": {"": "ssotui use payments-test/READY"},
    "ssotui exec x -- a-f": {"": "ssotui exec x -- a-file", "nu": ""},
}
"""What is typed before the tab, and what is there then, in shells that differ under their name."""


def test_words_are_completed(
    shell: str, stage: Stage, seat: Callable[[str, Stage], Terminal], tmp_path: Path
) -> None:
    program = tmp_path / "ssotui"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    (tmp_path / "init").write_text(init(shell, str(program)))
    desk = seat(shell, stage)
    (desk.folder / "a-file").touch()
    strict = "autoload -Uz compinit; compinit -u; setopt no_unset; " if shell == "zsh" else ""
    desk.enter(f"{strict}source {tmp_path / 'init'}")
    if shell == "bash":
        desk.enter("set -u")
    desk.until_prompt()
    for typed, wanted in TYPED.items():
        line = wanted.get(shell, wanted[""])
        if not line:
            continue
        desk.type(typed)
        desk.press("Tab")
        ready = line.endswith("READY")
        if ready:
            desk.until(line.removesuffix("READY"))
            desk.type("READY")
        desk.until(line)
        before = desk.screen().count("#")
        desk.type("#")  # drawn once the shell has completed, which Ctrl+C alone would end
        until(lambda before=before: desk.screen().count("#") > before, desk.screen)
        desk.press("C-c")
        desk.until_prompt()


@pytest.mark.requirement("SEC-37")
def test_installed_and_gone(shell: str, stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / 'it\'s "$HOME"'
    folder.mkdir()
    program = folder / "ssotui"
    program.symlink_to(SSOTUI)
    environ = surroundings(stage)
    done = run(str(program), "init", shell, "--install", "--yes", environ=environ, folder=tmp_path)
    assert done.returncode == 0, done.stderr

    shown = {
        "bash": ("-ic", "type -t ssotui; true"),
        "zsh": ("-ic", "whence -w ssotui; true"),
        "fish": ("-ic", "functions -q ssotui; and echo function; true"),
        "nu": (
            "-l",
            "-c",
            "scope commands | where name == ssotui | each { 'function' } | str join",
        ),
    }[shell]
    there = run(shell, *shown, environ=environ, folder=tmp_path)
    assert re.fullmatch(r"(ssotui: )?function", there.stdout.strip()), there
    program.unlink()
    for code in Path(environ["HOME"]).rglob("ssotui.nu"):
        code.unlink()
    gone = run(shell, *shown, environ=environ, folder=tmp_path)
    assert (gone.returncode, "function" in gone.stdout, "ssotui" in gone.stderr) == (
        0,
        False,
        False,
    )
    assert os.listdir(folder) == []
