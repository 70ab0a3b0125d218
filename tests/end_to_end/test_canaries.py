"""The watch itself: one leak planted in each place, and seen."""

import base64
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from canaries import AT_REST, ROLE, Canaries, Sighting, Watch
from programs import SSOTUI, run, surroundings
from seeing import until
from stage import Stage
from sweep import swept
from tmux_terminal import NewTerminal

KINDS = (
    "access_token",
    "refresh_token",
    "client_secret",
    "device_code",
    "auth_code",
    "secret_access_key",
    "session_token",
    "signin_token",
)
WAITS = (sys.executable, "-c", "import sys; sys.stdin.read()")


@pytest.fixture
def watch() -> Iterator[Watch]:
    with Watch(Canaries()) as watch:
        yield watch


def write(home: Path, name: str, data: bytes, mode: int = 0o600) -> None:
    file = home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(mode)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "written",
    [
        str.encode,
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.b64encode(f"x{text}".encode()),
        lambda text: base64.urlsafe_b64encode(f"xy{text}y".encode()),
        lambda text: quote(text, safe="").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode().hex().encode(),
        lambda text: json.dumps({"token": text + '"\u2028'}).encode(),
        lambda text: repr(text[:-2]).encode(),
    ],
    ids=["plain", "base64", "base64+1", "base64+2", "url", "utf-16", "hex", "json", "quoted"],
)
def test_a_leak_into_a_file_is_seen(
    watch: Watch, tmp_path: Path, kind: str, written: Callable[[str], bytes]
) -> None:
    write(tmp_path, "log/ssotui.log", b"before " + written(watch.canaries.mint(kind)) + b" after")
    watch.look_at_files(tmp_path)
    assert watch.leaks(AT_REST) == [Sighting(kind, "file log/ssotui.log 600")]


def test_secrets_where_they_belong_are_no_leak(watch: Watch, tmp_path: Path) -> None:
    for folder, kinds in (("sso", AT_REST["file .aws/sso/cache/*.json 600"]), ("cli", ROLE)):
        content = "".join(map(watch.canaries.mint, sorted(kinds))).encode()
        write(tmp_path, f".aws/{folder}/cache/ab.json", content)
    watch.look_at_files(tmp_path)
    assert len(watch.sightings) == 5
    assert watch.leaks(AT_REST) == []


@pytest.mark.parametrize(
    ("name", "kind", "mode"),
    [
        (".aws/sso/cache/ab.json", "access_token", 0o644),
        (".aws/sso/cache/ab.json", "device_code", 0o600),
        (".aws/cli/cache/ab.json", "access_token", 0o600),
        (".aws/cli/cache/ab.json.tmp", "session_token", 0o600),
    ],
)
def test_a_secret_in_the_wrong_cache_or_for_all_to_read_is_a_leak(
    watch: Watch, tmp_path: Path, name: str, kind: str, mode: int
) -> None:
    write(tmp_path, name, watch.canaries.mint(kind).encode(), mode)
    watch.look_at_files(tmp_path)
    assert watch.leaks(AT_REST) == [Sighting(kind, f"file {name} {mode:o}")]


def test_the_name_of_a_file_is_looked_at(watch: Watch, tmp_path: Path) -> None:
    write(tmp_path, watch.canaries.mint("auth_code"), b"")
    watch.look_at_files(tmp_path)
    assert watch.leaks(AT_REST) == [Sighting("auth_code", "name of a file")]


def test_a_leak_into_arguments_is_seen(watch: Watch) -> None:
    secret = watch.canaries.mint("session_token")
    with subprocess.Popen([*WAITS, secret], stdin=subprocess.PIPE):
        until(watch.leaks)
    ((kind, place),) = ((one.kind, one.place) for one in watch.leaks())
    assert kind == "session_token"
    assert place.startswith("arguments of python")


def test_a_leak_into_an_environment_is_seen(watch: Watch) -> None:
    environ = {"TOKEN": watch.canaries.mint("access_token")}
    with subprocess.Popen(WAITS, stdin=subprocess.PIPE, env=environ):
        until(watch.leaks)
    ((kind, place),) = ((one.kind, one.place) for one in watch.leaks())
    assert kind == "access_token"
    assert place.startswith("environment of python")


def test_what_a_process_replaces_itself_with_is_seen(watch: Watch) -> None:
    secret = watch.canaries.mint("signin_token")
    words = ["sh", "-c", 'read x; exec cat "$x" -']
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        looks = watch.looks
        until(lambda: watch.looks > looks + 1)
        assert watch.leaks() == []
        assert process.stdin is not None
        process.stdin.write(f"/{secret}\n".encode())
        process.stdin.flush()
        until(watch.leaks)
    assert watch.leaks() == [Sighting("signin_token", "arguments of cat")]


@pytest.mark.parametrize("place", ["screen", "terminal", "standard output", "standard error"])
def test_a_leak_onto_a_stream_is_seen(watch: Watch, place: str) -> None:
    watch.look(place, f"Token: {watch.canaries.mint('refresh_token')}!\n")
    assert watch.leaks(AT_REST) == [Sighting("refresh_token", place)]


def test_a_leak_into_an_address_is_seen(watch: Watch, stage: Stage) -> None:
    stage.portal.mint = watch.canaries.mint
    code = watch.canaries.mint("auth_code")
    words = f"import urllib.request as u; u.urlopen('{stage.portal.url}/start?code={code}')"
    run(surroundings(stage), sys.executable, "-c", words)
    watch.look_at_requests(stage.portal.requests)
    assert Sighting("auth_code", "address of Start") in watch.leaks(AT_REST)


def test_what_the_portal_mints_is_what_is_looked_for(watch: Watch, stage: Stage) -> None:
    stage.portal.mint = watch.canaries.mint
    stage.portal.auto_approve_after = 0
    run(surroundings(stage), str(SSOTUI), "login", "--device-code")
    watch.look_at_files(stage.home)
    kinds = {one.kind for one in watch.sightings}
    assert kinds == AT_REST["file .aws/sso/cache/*.json 600"]


# The sweep at the end of every test


def found(stage: Stage, folder: Path, plant: Callable[[Watch], object]) -> str:
    """What the sweep says once `plant` has planted its leak; nothing where it saw none."""
    try:
        with swept(stage, folder) as watch:
            plant(watch)
    except AssertionError as error:
        return str(error)
    return ""


def poured(text: str) -> int:
    """A pipe that holds `text`, to be read from: in no argument, file or environment."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


CRASHES = """\
from rich.traceback import install
install(show_locals=True)
secret = input()
raise RuntimeError
"""

LOGS = """\
import boto3, logging
logging.basicConfig(level=logging.DEBUG)
boto3.client("sso-oidc", "eu-west-1").register_client(clientName="x", clientType="public")
"""


@pytest.mark.requirement("SEC-05")
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("standard output of cat", ("cat",)),
        ("standard error of sh", ("sh", "-c", "cat >&2")),
        ("file .cache/x 600", ("sh", "-c", "umask 77; mkdir -p ~/.cache; cat >~/.cache/x")),
        ("file temporary/x 600", ("sh", "-c", 'umask 77; cat >"$TMPDIR/x"')),
        ("standard error of python", (sys.executable, "-c", CRASHES)),
    ],
    ids=["standard output", "standard error", "home", "temporary file", "crash"],
)
def test_a_leak_fails_the_test_it_happens_in(
    stage: Stage, tmp_path: Path, place: str, words: tuple[str, ...]
) -> None:
    def plant(_: Watch) -> None:
        run(surroundings(stage), *words, stdin=poured(stage.portal.minted("access_token")))

    assert place in found(stage, tmp_path, plant)


@pytest.mark.requirement("SEC-05")
def test_a_leak_onto_a_terminal_fails_the_test(
    stage: Stage, terminal: NewTerminal, tmp_path: Path
) -> None:
    shell = terminal()
    os.mkfifo(shell.folder / "pipe")

    def plant(_: Watch) -> None:
        secret = stage.portal.minted("session_token")
        shell.enter("cat pipe; echo")
        (shell.folder / "pipe").write_text(secret)
        until(lambda: secret.encode() in shell.raw.read_bytes())

    assert "file desk/terminal.raw" in found(stage, tmp_path, plant)


@pytest.mark.requirement("SEC-05", "SEC-09")
def test_what_the_sdk_logs_fails_the_test(stage: Stage, tmp_path: Path) -> None:
    words = (sys.executable, "-c", LOGS)
    assert "client_secret" in found(stage, tmp_path, lambda _: run(surroundings(stage), *words))


@pytest.mark.requirement("SEC-05")
def test_a_secret_in_an_argument_fails_the_test(stage: Stage, tmp_path: Path) -> None:
    def plant(watch: Watch) -> None:
        words = [*WAITS, stage.portal.minted("refresh_token")]
        with subprocess.Popen(words, stdin=subprocess.PIPE):
            until(watch.leaks)

    assert "arguments of python" in found(stage, tmp_path, plant)


@pytest.mark.requirement("SEC-05")
def test_a_secret_in_an_address_fails_the_test(stage: Stage, tmp_path: Path) -> None:
    def plant(_: Watch) -> None:
        address = f"{stage.portal.url}/start?code={stage.portal.minted('auth_code')}"
        urllib.request.urlopen(address).close()

    assert "address of Start" in found(stage, tmp_path, plant)
