"""Folders, homes, limits, disks and clocks as a program may find them."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from canaries import AT_REST, ROLE, Watch
from programs import SSOTUI, run, script, surroundings
from pty_terminal import NewLine
from stage import Stage

PICKED = "798373876239/ReadOnlyAccess"
COMMANDS = (
    ("list", "--refresh"),
    ("env", PICKED, "--refresh"),
    ("status",),
    ("doctor",),
    ("profile", "write", PICKED, "--dry-run"),
    ("login", "--device-code"),
)


def sentence(done: "subprocess.CompletedProcess[str]") -> str:
    """The last line of what a command says that failed; fails where it says more than sentences."""
    assert "Traceback" not in done.stderr, done.stderr
    assert "unexpected" not in done.stderr, done.stderr
    assert done.returncode < 128, done.returncode
    return done.stderr.strip().rpartition("\n")[2]


# The current folder


@pytest.mark.requirement("SEC-59")
@pytest.mark.parametrize("words", [("list",), ("env", PICKED), ("prompt",), ("init", "bash"), ()])
def test_nothing_in_the_current_folder_counts(
    listed: Stage, tmp_path: Path, line: NewLine, words: tuple[str, ...]
) -> None:
    here = tmp_path / "here"
    (here / ".aws").mkdir(parents=True)
    pwn = f"import pathlib; pathlib.Path({str(tmp_path / 'pwn')!r}).touch()\n"
    for name in ("boto3", "botocore", "textual", "json", "sso_tui", "pyperclip", "sitecustomize"):
        (here / f"{name}.py").write_text(pwn)
    for name in (".env", "ssotui.toml", "config.toml", ".aws/config", "pyproject.toml"):
        (here / name).write_text(f"[default]\ncredential_process = touch {tmp_path / 'pwn'}\n[[")
    for name in ("ssotui", "xclip", "xdg-open", "less"):
        script(here / name, pwn)
    environ = surroundings(listed, PWD=str(here))
    if words:
        done = run(environ, str(SSOTUI), *words, cwd=here)
        assert (done.returncode, done.stderr.count("\n")) in {(0, 0), (0, 1)}, done.stderr
    else:
        screen = line(environ, "/bin/sh", "-c", f"cd {here} && exec {SSOTUI}")
        screen.until("163/163")
        screen.type("\x11")
        assert screen.ended() == 0
    assert not (tmp_path / "pwn").exists()
    assert sorted(path.name for path in here.iterdir() if path.name == "__pycache__") == []


@pytest.mark.requirement("SEC-60")
@pytest.mark.parametrize("module", ["sso_tui.__main__", "sso_tui.cli.run", "sso_tui.ui.app"])
def test_an_import_reaches_nothing_and_starts_nothing(module: str) -> None:
    code = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname', 'os.exec',"
        " 'socket.sendto', 'subprocess.Popen', 'os.system', 'os.fork', 'os.posix_spawn'):"
        " raise SystemExit(f'{event} {arguments}')\n"
        "sys.addaudithook(watch)\n"
        f"import {module}, sso_tui.broker, sso_tui.actions.menu, sso_tui.doctor\n"
        "import sso_tui.aws.client, sso_tui.aws.federation, sso_tui.aws.directory\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.requirement("SEC-60")
def test_floors_of_the_dependencies_are_above_known_faults() -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    (floor,) = re.findall(r'"filelock>=([\d.]+)"', project.read_text())
    assert tuple(map(int, floor.split("."))) >= (3, 20, 3), "CVE-2025-68146, CVE-2026-22701"


# Homes


def without_home(environ: dict[str, str], home: str | None, here: Path) -> dict[str, str]:
    """The environment of somebody with another home, or none."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith("XDG_") and name not in ("HOME", "USERPROFILE")
    }
    return kept | ({} if home is None else {"HOME": home})


@pytest.mark.requirement("REL-15")
@pytest.mark.parametrize("home", [None, "", "relative/home", "/nonexistent/home", "/dev/null"])
@pytest.mark.parametrize("words", [COMMANDS[0], COMMANDS[1], COMMANDS[5]], ids=" ".join)
def test_a_home_that_is_none(
    listed: Stage, tmp_path: Path, home: str | None, words: tuple[str, ...]
) -> None:
    """A sentence or what was asked for; and nothing is written where one happens to be."""
    here = tmp_path / "here"
    here.mkdir()
    listed.portal.auto_approve_after = 0
    real = Path("~").expanduser() / ".aws"
    before = sorted(real.rglob("*")) if real.exists() else []
    if os.geteuid() != 0:
        pytest.skip("without HOME this would be somebody's own home")
    environ = without_home(surroundings(listed), home, here)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    done = run(environ, *nobody, sys.executable, "-m", "sso_tui", *words, cwd=here)
    sentence(done)
    assert list(here.iterdir()) == []
    assert (sorted(real.rglob("*")) if real.exists() else []) == before


# Limits


@pytest.mark.requirement("REL-43")
@pytest.mark.parametrize("files", [32, 5])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_few_files(listed: Stage, watch: Watch, files: int, words: tuple[str, ...]) -> None:
    watch.allowed.append({"standard output of sh": ROLE})
    listed.portal.auto_approve_after = 0
    limited = ("sh", "-c", f'ulimit -n {files}; exec "$0" "$@"', str(SSOTUI))
    done = run(surroundings(listed), *limited, *words)
    said = sentence(done)
    assert done.returncode == 0 or said.startswith("ssotui: "), done


@pytest.mark.requirement("REL-43")
def test_few_files_on_the_screen(listed: Stage, line: NewLine) -> None:
    screen = line(surroundings(listed), "/bin/sh", "-c", f"ulimit -n 32; exec {SSOTUI}")
    screen.until("163/163")
    screen.type("\x11")
    assert screen.ended() == 0


@pytest.mark.requirement("REL-43")
def test_no_more_threads(listed: Stage) -> None:
    """Made in the program itself: where root runs the tests, no limit of threads would hold."""
    accidents = str(Path(__file__).parent / "accidents")
    environ = surroundings(listed, ACCIDENT="threading:Thread.start raise", PYTHONPATH=accidents)
    done = run(environ, str(SSOTUI), "list", "--refresh")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ssotui: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.requirement("REL-14")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_disk_that_is_full(listed: Stage, words: tuple[str, ...]) -> None:
    """What stands in the files afterwards is what stood there before, or the whole of the new."""
    listed.portal.auto_approve_after = 0
    before = contents(listed.home)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))

    # Python writes half of a compiled module under such a limit, and takes it for the whole.
    environ = surroundings(listed, PYTHONDONTWRITEBYTECODE="1")
    done = run(environ, str(SSOTUI), *words, preexec_fn=limit)
    sentence(done)
    after = contents(listed.home)
    assert {name: after.get(name) for name in before} == before
    assert not [name for name in after if name.endswith(".tmp")]


def contents(home: Path) -> dict[str, bytes]:
    """Every file, but those that are locks or grow."""
    return {
        file.relative_to(home).as_posix(): file.read_bytes()
        for file in home.rglob("*")
        if file.is_file() and "locks" not in file.parts
    }


# Files of our own that are damaged


FORMS: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "nulls": lambda file: file.write_bytes(b"\0" * 4096),
    "cut": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "newer": lambda file: file.write_bytes(b'{"schema": 999, "format": 999, "version": 999}'),
    "folder": lambda file: (file.unlink(), file.mkdir()),
    "huge": lambda file: os.truncate(file, 1 << 30),
    "pipe": lambda file: (file.unlink(), os.mkfifo(file)),
    "deep": lambda file: file.write_bytes(b"[" * 100_000),
}


_SHORT = ("cut", "newer", "pipe")
"""Forms that stand for all of them where time is short."""


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize(
    "form",
    [
        *_SHORT,
        *(pytest.param(form, marks=pytest.mark.long) for form in FORMS if form not in _SHORT),
    ],
)
def test_every_file_of_ours_damaged_in_the_same_way(
    listed: Stage, watch: Watch, form: str, line: NewLine
) -> None:
    """The commands outlive it, and the screen; what is set aside is for its owner alone."""
    aside = "file .local/state/ssotui/quarantine/*.json.corrupt-* 600"
    watch.allowed.append({aside: set().union(*AT_REST.values())})
    assert listed.run("use", PICKED).status == 0
    listed.run("prompt")
    ours = [
        file
        for folder in (".cache", ".local/state", ".aws/cli/cache", ".aws/sso/cache")
        for file in sorted((listed.home / folder).rglob("*"))
        if file.is_file() and "locks" not in file.parts and "backups" not in file.parts
    ]
    assert len(ours) > 4
    for file in ours:
        if file.is_file():
            FORMS[form](file)
    for words in (("prompt",), ("status",), ("env", PICKED), ("list",)):
        ran = listed.run(*words)
        assert ran.status in {0, 1, 3}, ran
        assert "unexpected" not in ran.err, ran.err
    listed.portal.auto_approve_after = 0
    assert run(surroundings(listed), str(SSOTUI), "login").returncode == 0
    screen = line(surroundings(listed), str(SSOTUI))
    screen.until("163/163")
    screen.type("\x11")
    assert screen.ended() == 0


# Clocks


@pytest.mark.requirement("REL-12")
@pytest.mark.parametrize("hours", [26, -26])
def test_a_clock_that_is_a_day_off_makes_no_loop(stage: Stage, hours: int) -> None:
    stage.portal.shift_clock(hours * 3600)
    stage.portal.auto_approve_after = 0
    environ = surroundings(stage)
    for words in (("login",), ("list",), ("env", PICKED), ("list", "--refresh"), ("env", PICKED)):
        done = run(environ, str(SSOTUI), *words)
        assert done.returncode == 0, done.stderr
    counted = [request.operation for request in stage.portal.requests]
    assert counted.count("RegisterClient") == 1
    assert counted.count("StartDeviceAuthorization") == 1
    assert counted.count("CreateToken") <= 3
    assert counted.count("GetRoleCredentials") <= 2


# Logs


EVERYTHING = """\
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
logging.getLogger().setLevel(logging.DEBUG)
import http.client
http.client.HTTPConnection.debuglevel = 0
"""


@pytest.mark.requirement("SEC-09")
def test_where_the_whole_process_logs_all_it_can(stage: Stage, tmp_path: Path) -> None:
    """Standard error and the log are looked at by the sweep, as after every test."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(EVERYTHING)
    stage.portal.auto_approve_after = 0
    environ = surroundings(stage, PYTHONPATH=str(tmp_path / "site"), SSOTUI_LOG="debug")
    for words in (
        ("--debug", "login"),
        ("--debug", "list"),
        ("--debug", "env", PICKED),
        ("--debug", "console", PICKED, "--link", "portal", "--print"),
        ("--debug", "logout"),
    ):
        done = run(environ, str(SSOTUI), *words)
        assert done.returncode == 0, done.stderr
        assert "Writing a log" in done.stderr
    logs = list((stage.home / ".local/state/ssotui/logs").iterdir())
    assert all(log.stat().st_mode & 0o777 == 0o600 for log in logs)
