"""Terminals and accomplices for tests that run the installed program."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import pytest
from canaries import Watch
from programs import WHO_AM_I, script, surroundings
from pty_terminal import Line, NewLine
from stage import Stage
from sweep import swept
from tmux_terminal import NewTerminal, Terminal, processes_of


@pytest.fixture
def stage(stage: Stage, tmp_path: Path) -> Iterator[Stage]:
    """The stage; what its user has left running, such as the clipboard's timer, ends with it."""
    stage.environ["TMPDIR"] = str(tmp_path / "temporary")
    (tmp_path / "temporary").mkdir()
    yield stage
    for process in processes_of(stage.home):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@pytest.fixture(autouse=True)
def watch(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Watch | None]:
    """Every secret of a test's portal is a canary, and is looked for wherever it could have gone."""
    if "stage" not in request.fixturenames:
        yield None
        return
    with swept(request.getfixturevalue("stage"), tmp_path) as watch:
        yield watch


@pytest.fixture
def terminal(stage: Stage, watch: Watch, tmp_path: Path) -> Iterator[NewTerminal]:
    """Opens terminals: `terminal("zsh", size=(60, 15), environ={…})`."""
    numbers = count()
    with ExitStack() as opened:

        def opens(
            shell: str = "bash",
            *,
            environ: dict[str, str] | None = None,
            size: tuple[int, int] = (120, 36),
        ) -> Terminal:
            folder = tmp_path / f"desk{next(numbers) or ''}"
            folder.mkdir(exist_ok=True)
            made = Terminal(shell, environ or surroundings(stage), folder, size)
            opened.callback(made.close)
            opened.callback(look_at, made, watch)
            return made

        yield opens


@pytest.fixture
def line() -> Iterator[NewLine]:
    """Starts programs on lines of their own."""
    opened: list[Line] = []

    def opens(environ: dict[str, str], *words: str, **options: object) -> Line:
        opened.append(Line(environ, *words, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield opens
    for one in opened:
        one.close()


def look_at(terminal: Terminal, watch: Watch) -> None:
    """Look at what a terminal shows in the end, if it is still there."""
    with suppress(subprocess.CalledProcessError):
        watch.look("screen", terminal.everything())


@pytest.fixture
def listed(signed_in: Stage) -> Stage:
    """A user who is signed in, and has listed everything before."""
    assert signed_in.run("list").status == 0
    return signed_in


@pytest.fixture
def who(tmp_path: Path) -> str:
    """A program that asks STS, through boto3, whose credentials it was given."""
    return script(tmp_path / "who", WHO_AM_I)
