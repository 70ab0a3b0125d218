"""The clipboard, with xclip on a display of its own and with programs that misbehave."""

import contextlib
import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from needs import need
from stage import Stage

from sso_tui.actions import perform as actions
from sso_tui.desktop import Copied, available, clipboard, copy, perform, whereabouts
from sso_tui.effects import Copy
from sso_tui.errors import DesktopError
from sso_tui.model import Secret
from sso_tui.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX programs")
CANARY = "canary-8c1f/+=="
CHILD = str(Path(clipboard.__file__).with_name("clipboard_child.py"))


@pytest.fixture(autouse=True)
def plain_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(whereabouts, "KERNEL", tmp_path / "none")
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A display of our own; the server says its number once it takes connections."""
    need("Xvfb")
    need("xclip")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "320x200x8", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def screen(display: str) -> World:
    return World(environ={"PATH": os.environ["PATH"], "DISPLAY": display})


def holds(world: World, text: str | None = None) -> str:
    """What the clipboard holds; with `text`, after putting that there as another program would."""
    environ = dict(world.environ)
    if text is not None:
        subprocess.run(
            ["xclip", "-selection", "clipboard"],
            input=text,
            text=True,
            env=environ,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return subprocess.run(
        ["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True, env=environ
    ).stdout


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it comes true; it is looked at again and again, and at most for that long."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        threading.Event().wait(0.01)
    return found


def stub(folder: Path, name: str, script: str = "exit 0") -> Path:
    """A program of that name, which notes that it ran, and does what the script says."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f'#!/bin/sh\necho "$0 $*" >>"{folder}/ran"\n{script}\n')
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


@pytest.mark.parametrize("text", ["plain", 'it\'s "$HOME" `x`\nline\n', "日本語 🏔️"])
def test_what_is_copied_can_be_pasted(screen: World, text: str) -> None:
    assert copy(Secret(text), screen, 0) == Copied("xclip", 0)
    assert holds(screen) == text


@pytest.mark.requirement("SEC-49")
def test_it_is_taken_off_again(screen: World) -> None:
    assert copy(Secret(CANARY), screen, 1) == Copied("xclip", 1)
    assert holds(screen) == CANARY
    assert until(lambda: holds(screen) == "")


def clear_now(world: World, text: str) -> None:
    """Run what clears, its time up, as if `text` had been copied."""
    subprocess.run(
        [sys.executable, "-P", CHILD, "clear", "xclip", "0"],
        input=hashlib.sha256(text.rstrip("\n").encode()).hexdigest(),
        text=True,
        env=dict(world.environ),
        stdout=subprocess.DEVNULL,
        check=True,
    )


@pytest.mark.requirement("SEC-49")
def test_what_was_copied_meanwhile_stays(screen: World) -> None:
    holds(screen, "mine")
    clear_now(screen, CANARY)
    assert holds(screen) == "mine"
    clear_now(screen, "mine")
    assert holds(screen) == ""


def running(program: str) -> bool:
    """Whether that program runs anywhere."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if program.encode() in (process / "cmdline").read_bytes().split(b"\0"):
                return True
    return False


def clearing_children(mark: str) -> list[Path]:
    """The processes that wait to clear a clipboard and have `mark` in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if b"clear" in words and mark.encode() in (process / "environ").read_bytes():
                found.append(process)
        except OSError:
            continue
    return found


@pytest.mark.requirement("SEC-06", "SEC-47", "SEC-49")
def test_a_shell_that_captures_the_output_gets_it_at_once(screen: World, tmp_path: Path) -> None:
    """The timer and xclip go on after the end of the program, without any of its streams."""
    program = (
        "from sso_tui.desktop import copy; from sso_tui.world import World;"
        "from sso_tui.model import Secret; print(copy(Secret('capt' + 'ured'), World(), 600).via)"
    )
    secret = "canary-of-the-environment"
    mark = {"MARK": str(tmp_path), "AWS_SECRET_ACCESS_KEY": secret}
    begun = time.monotonic()
    try:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            timeout=20,
            env={**os.environ, **screen.environ, **mark},
        )
        assert (ended.stdout, ended.stderr) == ("xclip\n", "")
        assert time.monotonic() - begun < 5
        assert holds(screen) == "captured"
    finally:
        timers = clearing_children(str(tmp_path))
        environs = [(timer / "environ").read_bytes() for timer in timers]
        sessions = [(os.getsid(int(timer.name)), int(timer.name)) for timer in timers]
        for timer in timers:
            os.kill(int(timer.name), signal.SIGKILL)
    [environ], [(session, process)] = environs, sessions
    assert secret.encode() not in environ
    assert session == process


@pytest.mark.requirement("SEC-06", "SEC-46")
def test_the_text_is_in_no_command_line(screen: World, tmp_path: Path) -> None:
    """Looked at by the clipboard's program, while all that has to do with the copy is running."""
    xclip = need("xclip")
    look = 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null >>"$(dirname "$0")/seen"'
    stub(tmp_path / "bin", "xclip", f'{look}; exec {xclip} "$@"')
    path = f"{tmp_path / 'bin'}:{screen.environ['PATH']}"
    copy(Secret(CANARY), World(environ={**screen.environ, "PATH": path}), 0)
    seen = (tmp_path / "bin" / "seen").read_bytes()
    assert CHILD.encode() in seen
    assert CANARY.encode() not in seen


@pytest.mark.requirement("SEC-06", "SEC-46")
def test_no_program_that_is_started_is_given_the_text(screen: World, tmp_path: Path) -> None:
    """However short its life: what we start is seen as it is, and that notes what it was given."""
    xclip = need("xclip")
    stub(tmp_path / "bin", "xclip", f'env >>"$(dirname "$0")/ran"; exec {xclip} "$@"')
    path = f"{tmp_path / 'bin'}:{screen.environ['PATH']}"
    started: list[str] = []
    listening = True

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if listening and event == "subprocess.Popen":
            started.append(repr(arguments))

    sys.addaudithook(hear)
    try:
        copy(Secret(CANARY), World(environ={**screen.environ, "PATH": path}), 0)
    finally:
        listening = False
    assert any(CHILD in one for one in started)
    told = (tmp_path / "bin" / "ran").read_text()
    assert "-selection" in told
    assert CANARY not in "".join((*started, told))


@pytest.mark.requirement("SEC-46")
def test_klipper_is_never_used(tmp_path: Path) -> None:
    for name in ("klipper", "qdbus"):
        stub(tmp_path / "bin", name)
    world = World(environ={"PATH": str(tmp_path / "bin"), "DISPLAY": ":0"})
    assert available(world) is None
    with pytest.raises(DesktopError, match=r"No clipboard.*Install xclip"):
        copy(Secret(CANARY), world, 0)
    assert not (tmp_path / "bin" / "ran").exists()


@pytest.mark.requirement("SEC-47", "REL-30")
@pytest.mark.parametrize(
    "script", ["exit 1", "cat >/dev/null", 'case "$*" in *-o*) echo other;; esac', "sleep 30"]
)
def test_a_clipboard_that_does_not_take_it(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clipboard._LIMIT <= 3
    monkeypatch.setattr(clipboard, "_LIMIT", 0.5)
    stub(tmp_path / "bin", "xclip", script)
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    world = World(environ={"PATH": path, "DISPLAY": ":0"})
    begun = time.monotonic()
    with pytest.raises(DesktopError, match="xclip did not put") as caught:
        copy(Secret(CANARY), world, 5)
    assert time.monotonic() - begun < 5
    assert CANARY not in str(caught.value)
    assert until(lambda: not running(str(tmp_path / "bin" / "xclip")))
    assert (tmp_path / "bin" / "ran").exists()
    assert CANARY not in (tmp_path / "bin" / "ran").read_text()


@pytest.mark.requirement("REL-30")
def test_a_display_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    need("xclip")
    monkeypatch.setattr(clipboard, "_LIMIT", 0.5)
    world = World(environ={"PATH": os.environ["PATH"], "DISPLAY": ":9876"})
    with pytest.raises(DesktopError, match="display"):
        copy(Secret(CANARY), world, 0)


@pytest.mark.requirement("SEC-51")
def test_the_current_folder_is_no_place_for_programs(
    screen: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("xclip", "xsel", "pyperclip.py", "sso_tui.py"):
        stub(tmp_path / "here", name)
    monkeypatch.chdir(tmp_path / "here")
    nowhere = World(environ={**screen.environ, "PATH": f":.:{tmp_path}:here:"})
    assert available(nowhere) is None
    mixed = World(environ={**screen.environ, "PATH": f":.:{screen.environ['PATH']}"})
    assert copy(Secret("found"), mixed, 0).via == "xclip"
    assert holds(screen) == "found"
    assert not (tmp_path / "here" / "ran").exists()


@pytest.mark.requirement("REL-30")
@pytest.mark.parametrize(
    ("environ", "programs", "expected"),
    [
        ({"DISPLAY": ":0"}, ["xclip", "xsel"], "xclip"),
        ({"DISPLAY": ":0"}, ["xsel"], "xsel"),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"},
            ["wl-copy", "wl-paste", "xclip"],
            "wl-clipboard",
        ),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, ["wl-copy", "xclip"], "xclip"),
        ({}, ["xclip", "wl-copy", "wl-paste"], None),
        ({"DISPLAY": "localhost:10.0", "SSH_TTY": "/dev/pts/0"}, ["xclip"], "xclip"),
        ({"SSH_TTY": "/dev/pts/0"}, ["xclip"], None),
    ],
)
def test_which_clipboard_is_there(
    environ: dict[str, str], programs: list[str], expected: str | None, tmp_path: Path
) -> None:
    for name in programs:
        stub(tmp_path / "bin", name)
    world = World(environ={**environ, "PATH": str(tmp_path / "bin")})
    assert available(world) == expected
    assert not (tmp_path / "bin" / "ran").exists()


def test_windows_under_linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "version").write_text("Linux version 5.15 (Microsoft@Microsoft.com)")
    monkeypatch.setattr(whereabouts, "KERNEL", tmp_path / "version")
    for name in ("clip.exe", "powershell.exe"):
        stub(tmp_path / "bin", name)
    environ = {"PATH": str(tmp_path / "bin")}
    assert available(World(environ=environ)) == "wsl"
    assert available(World(environ={**environ, "SSH_CONNECTION": "a b"})) is None
    assert available(World(environ={"PATH": str(tmp_path)})) is None


def test_macos_has_one_unless_over_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert available(World(environ={})) == "pbcopy"
    far = World(environ={"SSH_CONNECTION": "a b"})
    assert available(far) is None
    with pytest.raises(DesktopError, match="Over SSH"):
        copy(Secret("text"), far, 0)


@pytest.mark.requirement("SEC-49")
def test_only_what_is_sensitive_is_cleared(screen: World) -> None:
    effect = Copy(Secret("000000000001"), "account id", sensitive=False)
    assert perform(effect, screen, 600) == Copied("xclip", 0)
    assert holds(screen) == "000000000001"


@pytest.mark.requirement("SEC-48")
def test_it_is_said_how_long_it_stays(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    stub(folder, "wl-copy", 'cat >"$(dirname "$0")/clipboard"')
    stub(folder, "wl-paste", 'cat "$(dirname "$0")/clipboard"')
    variables = {"PATH": f"{folder}:/usr/bin:/bin", "WAYLAND_DISPLAY": "w", "MARK": str(folder)}
    stage.environ |= variables
    broker = stage.broker()
    try:
        said = actions.perform(Copy(Secret(CANARY), "exports of a role"), broker, lambda _: False)
    finally:
        for timer in clearing_children(str(folder)):
            os.kill(int(timer.name), signal.SIGKILL)
    seconds = broker.settings.clear_clipboard_after
    assert said == f"Copied the exports of a role; cleared in {seconds} s"


WAYLAND = {
    "new": 'cat >"$(dirname "$0")/clipboard"',
    "old": 'case "$*" in *--sensitive*) exit 1;; esac; cat >"$(dirname "$0")/clipboard"',
}


@pytest.mark.requirement("SEC-48")
@pytest.mark.parametrize(
    ("version", "seconds", "called"),
    [("new", 30, ["--sensitive"]), ("old", 30, ["--sensitive", ""]), ("new", 0, [""])],
)
def test_a_secret_is_marked_as_one_where_wl_copy_can(
    version: str, seconds: int, called: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "bin"
    copies = stub(folder, "wl-copy", WAYLAND[version])
    stub(folder, "wl-paste", 'cat "$(dirname "$0")/clipboard"')
    path = f"{folder}:/usr/bin:/bin"
    world = World(environ={"PATH": path, "WAYLAND_DISPLAY": "w", "MARK": str(tmp_path)})
    try:
        assert copy(Secret(CANARY), world, seconds) == Copied("wl-clipboard", seconds)
    finally:
        for timer in clearing_children(str(tmp_path)):
            os.kill(int(timer.name), signal.SIGKILL)
    ran = [line.partition(" ") for line in (folder / "ran").read_text().splitlines()]
    assert [words.strip() for program, _, words in ran if program == str(copies)] == called
    assert (folder / "clipboard").read_text() == CANARY
