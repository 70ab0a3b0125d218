"""What only a process of its own can show: pipes, disks, encodings and signals."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_support import ADMIN, calls, one_sentence
from stage import Ran, Stage

from sso_tui.demo import Account

PROGRAM = (sys.executable, "-m", "sso_tui")
NAME = "Zürich 漢字 \ud800"


def spawned(stage: Stage, *words: str, **options: object) -> Ran:
    """The command in a process of its own, nothing of ours on its standard streams."""
    variables = options.pop("variables", {})
    settings = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "timeout": 30,
        "env": stage.environ | variables,  # type: ignore[operator]
    } | options
    done = subprocess.run([*PROGRAM, *words], **settings)  # type: ignore[call-overload]
    out, err = (
        stream.decode("utf-8", "replace") if stream else "" for stream in (done.stdout, done.stderr)
    )
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    return Ran(done.returncode, out, err)


@pytest.fixture
def listed(user: Stage) -> Stage:
    user.portal.organisation.add(Account("222222222222", NAME, None, ("Rôle",)))
    user.run("list")
    user.run("env", ADMIN)
    return user


@pytest.mark.requirement("REL-29")
@pytest.mark.parametrize(
    "words", [("list", "--json"), ("--help",), ("list", "--help"), ("env", ADMIN)]
)
def test_the_reader_of_the_pipe_went_away(listed: Stage, words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = spawned(listed, *words, stdout=writer)
    os.close(writer)
    assert ran.status == 141
    assert "ssotui:" not in ran.err


@pytest.mark.requirement("REL-29")
@pytest.mark.parametrize("words", [("list",), ("list", "--help"), ("env", ADMIN)])
def test_the_disk_is_full(listed: Stage, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = spawned(listed, *words, stdout=full)
    assert ran.status == 1
    assert ran.err.splitlines()[-1] == (
        "ssotui: Standard output can't be written: No space left on device."
    )


@pytest.mark.requirement("REL-29")
@pytest.mark.parametrize(
    ("redirection", "words", "status"),
    [
        (">&-", "list", 1),
        (">&-", f"env {ADMIN}", 1),
        ("2>&-", "list", 0),
        ("<&-", "list --refresh", 0),
        ("<&-", f"use {ADMIN}", 0),
        (">&- 2>&- <&-", f"use {ADMIN}", 1),
    ],
)
def test_a_stream_that_is_closed(listed: Stage, redirection: str, words: str, status: int) -> None:
    command = f'"$0" -m sso_tui {words} {redirection}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], env=listed.environ, capture_output=True, timeout=30
    )
    assert done.returncode == status, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"unexpected" not in done.stderr
    if redirection == ">&-":
        assert b"ssotui: Standard output can't be written: " in done.stderr


@pytest.mark.requirement("REL-32")
@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_names_beyond_the_encoding(listed: Stage, variables: dict[str, str]) -> None:
    done = subprocess.run(
        [*PROGRAM, "list"], env=listed.environ | variables, capture_output=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.split(b"\n") if line.startswith(b"222222222222"))
    assert b"rich " in line
    assert len(done.stdout.split(b"\n")) == 10


@pytest.mark.requirement("REL-32")
def test_a_complaint_beyond_the_encoding(listed: Stage) -> None:
    c_locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    one_sentence(spawned(listed, "env", "Zürich/nothing", variables=c_locale), 4)
    found = json.loads(spawned(listed, "list", "--json", variables=c_locale).out)
    assert NAME in {one["account_name"] for one in found}


@pytest.mark.requirement("REL-32")
def test_words_and_variables_that_are_no_text(listed: Stage) -> None:
    environ = {name.encode(): value.encode() for name, value in listed.environ.items()}
    done = subprocess.run(
        [*(word.encode() for word in PROGRAM), b"env", b"\xff\xfe/R\xe9"],
        env=environ | {b"JUNK": b"\xff", b"SSOTUI_ROLE": b"\xfe"},
        capture_output=True,
        timeout=30,
    )
    one_sentence(Ran(done.returncode, done.stdout.decode(), done.stderr.decode()), 4)


@pytest.mark.requirement("REL-09")
def test_processes_that_find_the_token_rejected_renew_it_once(user: Stage) -> None:
    user.portal.revoke_all_tokens(refresh=False)
    processes = [
        subprocess.Popen(
            [*PROGRAM, "env", ADMIN, "--refresh"],
            env=user.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    ended = [(one.communicate(timeout=30), one.returncode) for one in processes]
    assert [(status, err) for (_, err), status in ended] == [(0, b"")] * 4
    assert all(b"export AWS_SESSION_TOKEN=" in out for (out, _), _ in ended)
    assert calls(user, "CreateToken") == 2


@pytest.mark.requirement("REL-27")
def test_an_interrupt_during_the_sign_in(stranger: Stage) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "login"],
        env=stranger.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    stranger.portal.wait_for(lambda request: request.operation == "CreateToken")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert not list((stranger.home / ".aws/sso/cache").glob("89e495e7*"))
    stranger.sign_in()


@pytest.mark.requirement("REL-25")
def test_no_terminal_anywhere(listed: Stage) -> None:
    ran = spawned(listed, variables={"TERM": "xterm"}, start_new_session=True)
    assert "There is no terminal to draw on" in one_sentence(ran, 2)
