"""`ssotui init`: the code on standard output, and a block in a shell's own file."""

import io
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli_support import Keyboard
from stage import Ran, at_once

from sso_tui.cli.run import run
from sso_tui.shells.init import init
from sso_tui.shells.names import INIT_SHELLS
from sso_tui.shells.program import program
from sso_tui.shells.rcfile import BEGIN, END, rc_file
from sso_tui.world import World

TOKEN = "export GITHUB_TOKEN=canary"


class Fingers(Keyboard):
    """A keyboard whose user does something before answering."""

    def __init__(self, answer: str, first: Callable[[], object] = lambda: None) -> None:
        super().__init__(answer)
        self._first = first

    def readline(self, size: int | None = -1, /) -> str:
        self._first()
        return super().readline()


@dataclass
class User:
    """Somebody with a home."""

    home: Path

    def world(self, stdin: io.StringIO | None = None) -> World:
        return World(
            environ={"HOME": str(self.home), "PATH": os.environ["PATH"]},
            stdin=stdin or io.StringIO(),
            stdout=io.StringIO(),
            stderr=Keyboard() if stdin else io.StringIO(),
            wait=at_once,
        )

    def init(self, *words: str, stdin: io.StringIO | None = None) -> Ran:
        world = self.world(stdin)
        status = run(("init", *words), world)
        return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]

    def file(self, shell: str) -> Path:
        return rc_file(shell, self.world())

    def files(self) -> list[str]:
        """Whatever is in the home, but for our own folders."""
        found = (one.relative_to(self.home) for one in self.home.rglob("*") if one.is_file())
        return sorted(str(one) for one in found if ".local" not in one.parts)


@pytest.fixture
def user(tmp_path: Path) -> User:
    home = tmp_path / "home"
    home.mkdir()
    return User(home)


@pytest.mark.requirement("SEC-37")
@pytest.mark.parametrize("shell", INIT_SHELLS)
def test_the_code_alone_is_printed(user: User, shell: str) -> None:
    assert user.init(shell) == Ran(0, init(shell, *program()), "")
    assert not user.files()


def test_an_unknown_shell_is_refused(user: User) -> None:
    ran = user.init("tcsh")
    assert (ran.status, ran.out) == (2, "")
    assert "bash" in ran.err


@pytest.mark.parametrize("shell", INIT_SHELLS)
@pytest.mark.parametrize("content", [None, b"", b"# mine\n", b"# mine", b"# mine\r\n\r\n"])
def test_in_once_and_out_exactly(user: User, shell: str, content: bytes | None) -> None:
    file = user.file(shell)
    if content is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o640)
    before = user.files()

    first = user.init(shell, "--install", "--yes")
    assert (first.status, first.out) == (0, "")
    assert f"+{BEGIN}" in first.err
    installed = file.read_bytes()
    assert installed.count(BEGIN.encode()) == installed.count(END.encode()) == 1
    assert stat.S_IMODE(file.stat().st_mode) == (0o600 if content is None else 0o640)

    second = user.init(shell, "--install")
    assert (second.status, second.err) == (0, f"There is nothing to change in {file}.\n")
    assert file.read_bytes() == installed

    assert user.init(shell, "--uninstall", "--yes").status == 0
    assert user.files() == before
    assert content is None or file.read_bytes() == content
    assert user.init(shell, "--uninstall").status == 0


def test_the_change_is_shown_and_nothing_beside_it(user: User) -> None:
    user.file("bash").write_text(f"{TOKEN}\n")
    ran = user.init("bash", "--install", "--yes")
    assert f"+{BEGIN}\n" in ran.err
    assert str(user.file("bash")) in ran.err
    assert "canary" not in ran.err


@pytest.mark.requirement("REL-20")
def test_links_are_kept(user: User) -> None:
    target = user.home / "dotfiles"
    target.write_text("# mine\n")
    (user.home / "other-name").hardlink_to(target)
    user.file("zsh").symlink_to("dotfiles")
    user.init("zsh", "--install", "--yes")
    assert user.file("zsh").is_symlink()
    assert (user.home / "other-name").samefile(target)
    assert BEGIN in target.read_text()


@pytest.mark.parametrize(
    ("answer", "status"), [("y\n", 0), ("YES\n", 0), ("n\n", 130), ("\n", 130), ("", 130)]
)
def test_somebody_at_a_terminal_is_asked(user: User, answer: str, status: int) -> None:
    ran = user.init("bash", "--install", stdin=Fingers(answer))
    assert (ran.status, ran.out) == (status, "")
    assert "Write this? [y/N]" in ran.err
    assert user.file("bash").exists() == (status == 0)


def test_without_a_terminal_nothing_is_written(user: User) -> None:
    ran = user.init("bash", "--install")
    assert (ran.status, ran.out) == (2, "")
    assert "--yes" in ran.err
    assert not user.files()


def test_who_writes_meanwhile_wins(user: User) -> None:
    file = user.file("bash")
    file.write_text("# mine\n")
    meanwhile = Fingers("y\n", lambda: file.write_text("# mine, and more\n"))
    ran = user.init("bash", "--install", stdin=meanwhile)
    assert ran.status == 1
    assert "changed by another program" in ran.err
    assert file.read_text() == "# mine, and more\n"


@pytest.mark.parametrize("way", ["--install", "--uninstall"])
def test_damaged_marks_are_not_touched(user: User, way: str) -> None:
    user.file("bash").write_text(f"{BEGIN}\n")
    ran = user.init("bash", way, "--yes")
    assert ran.status == 1
    assert str(user.file("bash")) in ran.err
    assert user.file("bash").read_text() == f"{BEGIN}\n"


def test_nushell_has_the_code_in_a_file_beside(user: User) -> None:
    user.init("nu", "--install", "--yes")
    code = user.file("nu").with_name("ssotui.nu")
    assert code.read_text() == init("nu", *program())
    code.write_text("# ssotui for Nushell, an older one\n")
    assert user.init("nu", "--install", "--yes").status == 0
    assert code.read_text() == init("nu", *program())


@pytest.mark.parametrize("way", ["--install", "--uninstall"])
def test_nushell_code_of_somebody_else_stays(user: User, way: str) -> None:
    code = user.file("nu").with_name("ssotui.nu")
    code.parent.mkdir(parents=True)
    code.write_text("# mine\n")
    ran = user.init("nu", way, "--yes")
    assert (ran.status, str(code) in ran.err) == (1, True)
    assert code.read_text() == "# mine\n"
    assert not user.file("nu").exists()
