"""Opening links: which ones, with what, and what everybody can see of it."""

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.request import url2pathname

import pytest

from sso_tui.desktop import (
    browser,
    can_open,
    headless_reason,
    open_url,
    page,
    perform,
    programs,
    whereabouts,
)
from sso_tui.desktop.links import checked
from sso_tui.effects import Open
from sso_tui.errors import DesktopError
from sso_tui.model import Secret
from sso_tui.world import World

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX programs")
LINK = "https://device.sso.eu-central-1.amazonaws.com/?user_code=ABCD-EFGH&x=%20"


@pytest.fixture(autouse=True)
def plain_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Linux that is no container, no WSL, and has no snaps."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(whereabouts, "KERNEL", tmp_path / "none")
    monkeypatch.setattr(whereabouts, "CONTAINER_MARKS", (tmp_path / "none",))
    monkeypatch.setattr(page, "SNAPS", tmp_path / "none")
    monkeypatch.setattr(browser, "_SETTLED_AFTER", 2.0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for programs, the only one in PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


Stub = Callable[..., Path]


@pytest.fixture
def stub(place: Path) -> Stub:
    def make(name: str, script: str = "", folder: Path = place) -> Path:
        file = folder / name
        file.write_text(
            f"#!/bin/sh\necho rubbish; echo rubbish >&2\n"
            f'for word; do echo "$word"; done >>"{place}/{name}.ran"\n{script}\n'
        )
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file

    return make


def world(place: Path, **environ: str) -> World:
    return World(environ={"PATH": str(place), "HOME": str(place), **environ})


def ran(place: Path, name: str) -> list[str]:
    """The arguments that a stub was given; empty if it did not run."""
    file = place / f"{name}.ran"
    return file.read_text().splitlines() if file.exists() else []


@pytest.mark.requirement("SEC-28")
@pytest.mark.parametrize(
    "url",
    [
        LINK,
        "https://signin.aws.amazon.com/federation?Action=login&SigninToken=a%2Bb",
        "http://127.0.0.1:8400/start",
        "http://[::1]:8400/start",
        "http://localhost:8400/",
        "ext+container:name=a%2Fb&url=https%3A%2F%2Fsignin.aws.amazon.com%2Ffederation%3Fx%3D1",
        "ext+granted-containers:name=a&url=https%3A%2F%2Fexample.com%2F&color=blue",
    ],
)
def test_links_that_may_be_opened(url: str) -> None:
    assert checked(url) == url


@pytest.mark.requirement("SEC-28")
@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--remote-debugging-port=1",
        "-a",
        "https://",
        "https:///path",
        "https://exa mple.com/",
        "https://example.com/\n",
        "https://example.com/\x1b]52",
        "https://example.com/`touch`",
        'https://example.com/"',
        "https://[bad/",
        "ext+container:name=a&url=file%3A%2F%2F%2Fetc%2Fpasswd",
        "ext+container:name=a",
        "ext+container:name=a&url=https%3A%2F%2Fa.com&url=https%3A%2F%2Fb.com",
        "vscode://file/",
    ],
)
def test_links_that_may_not(url: str, place: Path, stub: Stub) -> None:
    stub("xdg-open")
    with pytest.raises(DesktopError, match="Nothing was opened"):
        open_url(Secret(url), world(place, DISPLAY=":0"))
    assert ran(place, "xdg-open") == []


def test_the_desktops_own_browser(
    place: Path, stub: Stub, capfd: pytest.CaptureFixture[str]
) -> None:
    stub("xdg-open")
    here = world(place, DISPLAY=":0")
    assert can_open(here)
    open_url(Secret(LINK), here)
    assert ran(place, "xdg-open") == [LINK]
    assert capfd.readouterr() == ("", "")


@pytest.mark.requirement("SEC-28")
@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("{0}/mine", [LINK]),
        ("mine", [LINK]),
        ("mine --new-tab %s", ["--new-tab", LINK]),
        ("mine '--app=%s' &", [f"--app={LINK}"]),
        ("missing:mine -x", ["-x", LINK]),
        ("w3m:mine", [LINK]),
        ("'unclosed:mine", [LINK]),
    ],
)
def test_browser_is_honoured(command: str, expected: list[str], place: Path, stub: Stub) -> None:
    for name in ("mine", "w3m", "xdg-open"):
        stub(name)
    open_url(Secret(LINK), world(place, DISPLAY=":0", BROWSER=command.format(place)))
    assert ran(place, "mine") == expected
    assert ran(place, "w3m") == ran(place, "xdg-open") == []


@pytest.mark.requirement("SEC-28", "REL-31")
@pytest.mark.parametrize("name", ["w3m", "lynx", "links", "elinks", "www-browser"])
def test_a_console_browser_is_never_run(name: str, place: Path, stub: Stub) -> None:
    stub(name)
    for here in (
        world(place),
        world(place, DISPLAY=":0"),
        world(place, BROWSER=name),
        world(place, BROWSER=f"{place}/{name} %s", DISPLAY=":0"),
    ):
        assert not can_open(here)
        with pytest.raises(DesktopError, match="by hand"):
            open_url(Secret(LINK), here)
    assert ran(place, name) == []


@pytest.mark.requirement("SEC-51")
def test_the_current_folder_is_no_place_for_browsers(
    place: Path, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stub("xdg-open", folder=tmp_path)
    for command in ("./xdg-open", "xdg-open", "bin/../xdg-open"):
        here = World(environ={"PATH": ".::bin", "DISPLAY": ":0", "BROWSER": command})
        if shutil.which("xdg-open", path=os.defpath) is None:
            assert not can_open(here)
    assert ran(place, "xdg-open") == []


@pytest.mark.requirement("SEC-51")
@pytest.mark.parametrize("command", ["mine", "./mine", "bin/../mine"])
def test_no_program_is_found_by_way_of_the_current_folder(
    place: Path, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    stub("mine", folder=tmp_path)
    here = World(environ={"PATH": f".::bin:{place}"})
    assert programs.find(command, here) is None
    assert programs.surroundings(here)["PATH"] == str(place)


def test_the_next_one_is_tried(place: Path, stub: Stub) -> None:
    stub("xdg-open", "exit 3")
    stub("firefox")
    open_url(Secret(LINK), world(place, DISPLAY=":0"))
    assert ran(place, "firefox") == [LINK]


def test_none_of_them_works(place: Path, stub: Stub) -> None:
    stub("xdg-open", "exit 3")
    (place / "firefox").write_text("no program")
    (place / "firefox").chmod(0o755)
    with pytest.raises(DesktopError, match="No browser could be started") as caught:
        open_url(Secret(LINK), world(place, DISPLAY=":0"))
    assert LINK not in str(caught.value)


def test_a_browser_that_stays_is_not_waited_for(
    place: Path, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_SETTLED_AFTER", 0.05)
    stub("mine", f'echo "$$" >"{place}/pid"; exec /bin/sleep 60')
    begun = time.monotonic()
    open_url(Secret(LINK), world(place, BROWSER="mine %s"))
    assert time.monotonic() - begun < 5
    for _ in range(1000):
        if (place / "pid").exists() and (place / "pid").read_text().strip():
            break
        time.sleep(0.01)
    pid = int((place / "pid").read_text())
    try:
        assert os.getsid(pid) == pid
    finally:
        os.kill(pid, 9)


@pytest.mark.requirement("REL-31")
def test_a_captured_output_is_not_held_open(place: Path, stub: Stub) -> None:
    stub("mine", f'echo "$$" >"{place}/pid"; exec /bin/sleep 60')
    program = (
        "from sso_tui.desktop import open_url; from sso_tui.world import World;"
        f"from sso_tui.model import Secret; open_url(Secret({LINK!r}), World()); print('done')"
    )
    try:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            timeout=20,
            env={**os.environ, "PATH": str(place), "BROWSER": "mine"},
        )
        assert (ended.stdout, ended.stderr) == ("done\n", "")
    finally:
        os.kill(int((place / "pid").read_text()), 9)


@pytest.mark.requirement("SEC-06")
def test_a_link_that_signs_in_is_no_argument(
    place: Path, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser gets a page that nobody else can read, and a program is there to remove it."""
    runtime = tmp_path / "run time"
    runtime.mkdir()
    stub("xdg-open")
    removers: list[list[str]] = []
    real = programs.start

    def start(words: Sequence[str], where: World) -> "subprocess.Popen[bytes]":
        if str(page._REMOVER) not in words:
            return real(words, where)
        removers.append(list(words))
        return real(["/bin/true"], where)

    monkeypatch.setattr(programs, "start", start)
    link = "https://signin.aws.amazon.com/federation?Action=login&SigninToken=canary"
    previous = os.umask(0o777)
    try:
        effect = Open(Secret(link), "console")
        perform(effect, world(place, DISPLAY=":0", XDG_RUNTIME_DIR=str(runtime)), 0)
    finally:
        os.umask(previous)
    [argument] = ran(place, "xdg-open")
    file = Path(url2pathname(argument.removeprefix("file://")))
    assert file.is_relative_to(runtime)
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (
        0o600,
        0o700,
    )
    assert link.replace("&", "&amp;") in file.read_text()
    [remover] = removers
    assert remover[2:] == [str(page._REMOVER), str(file.parent), "60"]
    subprocess.run([*remover[:-1], "0"], check=True)
    assert not file.parent.exists()


@pytest.mark.requirement("SEC-45")
def test_where_the_page_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, runtime, snaps = (tmp_path / name for name in ("home", "run", "snap"))
    for folder in (home, runtime):
        folder.mkdir()
    here = World(environ={"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)})
    assert page._place(here) == runtime
    assert page._place(World(environ={"XDG_RUNTIME_DIR": "relative"})).is_absolute()
    monkeypatch.setattr(page, "SNAPS", snaps)
    snaps.mkdir()
    assert page._place(here) == home


def test_a_page_that_can_not_be_written(place: Path, stub: Stub, tmp_path: Path) -> None:
    stub("xdg-open")
    page.SNAPS.mkdir()
    here = World(environ={"PATH": str(place), "DISPLAY": ":0", "HOME": str(tmp_path / "gone")})
    with pytest.raises(DesktopError, match="could not be written"):
        open_url(Secret(LINK), here, sensitive=True)
    assert ran(place, "xdg-open") == []


def test_container_links_go_to_firefox_itself(place: Path, stub: Stub) -> None:
    link = "ext+container:name=a&url=https%3A%2F%2Fexample.com%2F"
    stub("xdg-open")
    stub("firefox")
    open_url(Secret(link), world(place, DISPLAY=":0"), sensitive=True)
    assert ran(place, "firefox") == [link]
    assert ran(place, "xdg-open") == []


@pytest.mark.requirement("REL-31")
def test_windows_under_linux(
    place: Path, stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "version").write_text("Linux version 5.15-microsoft-standard-WSL2")
    monkeypatch.setattr(whereabouts, "KERNEL", tmp_path / "version")
    stub("explorer.exe", "exit 1")
    stub("xdg-open")
    here = world(place)
    assert can_open(here)
    assert headless_reason(here) == "under WSL"
    open_url(Secret(LINK), here, sensitive=True)
    assert ran(place, "explorer.exe") == [LINK]


def test_macos(place: Path, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    stub("open")
    open_url(Secret(LINK), world(place))
    assert ran(place, "open") == [LINK]
    assert headless_reason(world(place)) == ""


@pytest.mark.requirement("REL-31", "SEC-26")
@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"DISPLAY": ":0"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-0"}, ""),
        ({}, "without a display"),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, "over SSH"),
        ({"BROWSER": "xdg-open", "SSH_TTY": "/dev/pts/1"}, "over SSH"),
        ({"BROWSER": "xdg-open"}, ""),
        ({"BROWSER": "xdg-open", "CI": "true", "container": "podman"}, ""),
        ({"BROWSER": "w3m"}, "without a display"),
        ({"DISPLAY": ":0", "CI": "true"}, "in CI"),
        ({"DISPLAY": ":0", "CI": "false"}, ""),
        ({"DISPLAY": ":0", "container": "podman"}, "in a container"),
    ],
)
def test_why_a_code_is_used(
    environ: dict[str, str], expected: str, place: Path, stub: Stub
) -> None:
    stub("xdg-open")
    stub("w3m")
    assert headless_reason(world(place, **environ)) == expected


def test_marks_of_containers_and_missing_browsers(
    place: Path, stub: Stub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert headless_reason(world(place, DISPLAY=":0")) == "without a browser"
    stub("xdg-open")
    monkeypatch.setattr(whereabouts, "CONTAINER_MARKS", (tmp_path,))
    assert headless_reason(world(place, DISPLAY=":0")) == "in a container"
    assert re.fullmatch("", headless_reason(world(place, BROWSER="xdg-open")))


@pytest.mark.requirement("SEC-06")
def test_a_browser_gets_no_secret_of_the_shells(place: Path, stub: Stub) -> None:
    stub("mine", f'/usr/bin/env >"{place}/seen"')
    names = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")
    secrets = dict.fromkeys(names, "canary")
    open_url(Secret(LINK), world(place, BROWSER="mine", AWS_REGION="eu-west-1", **secrets))
    seen = (place / "seen").read_text()
    assert "AWS_REGION=eu-west-1" in seen
    assert "canary" not in seen
