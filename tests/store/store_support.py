"""Other users, other processes, and things that are no files."""

import os
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

NOBODY = 65534
START_URL = "https://d-1234567890.awsapps.com/start"


@dataclass
class Ears:
    """Hears every notice, and waits without any time passing."""

    notices: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    while_waiting: Callable[[], object] = lambda: None
    cancelled: bool = False

    def notice(self, sentence: str) -> None:
        self.notices.append(sentence)

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.while_waiting()
        return self.cancelled


def as_nobody(work: Callable[[], object]) -> bool:
    """Do the work in a child process that is not root; whether it went through."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - nothing of the child may reach the parent's tests
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run Python code in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )


def mode(path: Path) -> int:
    return path.lstat().st_mode & 0o7777


def put_fifo(path: Path) -> None:
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.mkdir()
    (path / "precious").write_text("not ours")


def put_huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 30)


def put_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


UNFIT = [put_fifo, put_folder, put_huge, put_device]
"""Ways to put something where a file should be that must not be read."""

DAMAGED = [
    pytest.param(b"", id="empty"),
    pytest.param(b"\0" * 64, id="nulls"),
    pytest.param(b'{"accessToken": "x", "expi', id="cut"),
    pytest.param(b"[]", id="list"),
    pytest.param(b'"accessToken"', id="text"),
    pytest.param(b"null", id="null"),
    pytest.param(b"\xff\xfe\xfa", id="binary"),
    pytest.param(b"[" * 100_000, id="deep list"),
    pytest.param(b'{"a":' * 100_000, id="deep object"),
    pytest.param(b'{"a": ' + b"1" * 10_000 + b"}", id="long number"),
]
"""Contents that are no JSON object of ours, or none at all."""
