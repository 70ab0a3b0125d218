"""`exec`: the command takes over the process, with the role and nothing else changed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_support import ADMIN, CORE, one_sentence, run_at_a_terminal, values_in
from stage import Stage

from sso_tui.demo import Fault
from sso_tui.shells.variables import IDENTITY_VARIABLES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no execve")

PROGRAM = (sys.executable, "-m", "sso_tui")
LIMIT = 30.0
"""Seconds after which a command is taken to hang."""

POLLUTION = {
    **dict.fromkeys(IDENTITY_VARIABLES, "stale"),
    "AWS_ACCESS_KEY_ID": "AKIAOLDOLDOLDOLDOLD1",
    "AWS_SECRET_ACCESS_KEY": "old",
    "AWS_SESSION_TOKEN": "old",
    "AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z",
    "SSOTUI_ROLE": "000000000001/Old",
}


@pytest.fixture
def holder(user: Stage) -> Stage:
    """A user whose credentials are at hand already."""
    assert user.run("env", ADMIN).status == 0
    return user


def execute(
    stage: Stage, *command: str | bytes, stdin: bytes = b"", **variables: str
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*PROGRAM, "exec", ADMIN, "--", *command],
        env=stage.environ | variables,
        input=stdin,
        capture_output=True,
        timeout=LIMIT,
        check=False,
    )


def keys_at_hand(stage: Stage) -> dict[str, str]:
    """The credentials in the AWS CLI's cache, as variables."""
    (file,) = (stage.home / ".aws" / "cli" / "cache").glob("*.json")
    found = json.loads(file.read_text())["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": found["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": found["SecretAccessKey"],
        "AWS_SESSION_TOKEN": found["SessionToken"],
        "AWS_CREDENTIAL_EXPIRATION": found["Expiration"],
    }


@pytest.mark.requirement("SEC-39")
def test_arguments_arrive_to_the_byte(holder: Stage) -> None:
    given = [
        b"a\nb",
        b"",
        b"\xff\xfe",
        b'it\'s \\ "q" $(x) `y`',
        b"--",
        b"--region",
        b"-s",
        "漢".encode(),
    ]
    dump = "import os, sys; sys.stdout.buffer.write(b'\\0'.join(map(os.fsencode, sys.argv[1:])))"
    done = execute(holder, sys.executable, "-c", dump, *given)
    assert done.stdout.split(b"\0") == given
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.requirement("SEC-39")
@pytest.mark.parametrize(
    ("script", "status"), [("exit 37", 37), ("kill -TERM $$", -15), ("kill -PIPE $$", -13)]
)
def test_the_status_is_the_commands_own(holder: Stage, script: str, status: int) -> None:
    done = execute(holder, "sh", "-c", script)
    assert (done.returncode, done.stdout, done.stderr) == (status, b"", b"")


@pytest.mark.requirement("SEC-39")
def test_a_shell_sees_the_signal(holder: Stage) -> None:
    line = '"$@"; echo "$?"'
    command = [*PROGRAM, "exec", ADMIN, "--", "sh", "-c", "kill -TERM $$"]
    done = subprocess.run(
        ["sh", "-c", line, "sh", *command], env=holder.environ, capture_output=True, check=False
    )
    assert done.stdout == b"143\n"


@pytest.mark.requirement("SEC-39")
def test_it_is_the_same_process_with_the_usual_signals(holder: Stage) -> None:
    ignored = "grep SigIgn /proc/self/status" if sys.platform == "linux" else "echo 0: 0"
    with subprocess.Popen(
        [*PROGRAM, "exec", ADMIN, "--", "sh", "-c", f"echo $$; {ignored}"],
        env=holder.environ,
        stdout=subprocess.PIPE,
    ) as process:
        out, _ = process.communicate(timeout=LIMIT)
    number, signals = out.decode().splitlines()
    assert int(number) == process.pid
    assert int(signals.split()[1], 16) == 0


@pytest.mark.requirement("SEC-39")
def test_standard_input_is_the_commands_own(holder: Stage) -> None:
    assert execute(holder, "cat", stdin=b"one\n\xfftwo").stdout == b"one\n\xfftwo"


@pytest.mark.requirement("SEC-38")
@pytest.mark.parametrize("locale", [{"LC_ALL": "C.UTF-8"}, {"LANG": "C", "LC_ALL": ""}, {}])
def test_the_environment_is_the_callers_and_the_role(holder: Stage, locale: dict[str, str]) -> None:
    if sys.platform != "linux" and not locale.get("LC_ALL"):
        pytest.skip("what the interpreter adds to the environment can be seen on Linux alone")
    base = {name: value for name, value in holder.environ.items() if name not in ("LANG", "LC_ALL")}
    holder.environ = base | locale | POLLUTION | {"ODD": "a\nb=c", "EMPTY": ""}
    done = execute(holder, "env", "-0")
    found = dict(entry.split("=", 1) for entry in done.stdout.decode().split("\0") if entry)
    expected = {
        name: value for name, value in holder.environ.items() if name not in IDENTITY_VARIABLES
    }
    assert found == expected | keys_at_hand(holder) | {"SSOTUI_ROLE": ADMIN}


@pytest.mark.requirement("SEC-38")
def test_boto3_gets_these_keys_and_no_others(holder: Stage) -> None:
    ask = "import boto3; k = boto3.Session().get_credentials().get_frozen_credentials(); print(*k[:3])"
    done = execute(holder, sys.executable, "-c", ask, **POLLUTION)
    assert done.stdout.decode().split() == list(keys_at_hand(holder).values())[:3], done.stderr


def test_a_region_is_given_when_one_is_asked_for(holder: Stage) -> None:
    command = [*PROGRAM, "exec", "--account", CORE, "--role", "AdministratorAccess"]
    done = subprocess.run(
        [*command, "--region", "eu-north-1", "--", "env"],
        env=holder.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found = values_in(done.stdout, r"^(AWS_\w*REGION)=(.*)$")
    assert found == {"AWS_REGION": "eu-north-1", "AWS_DEFAULT_REGION": "eu-north-1"}


def odd_file(folder: Path, content: str, mode: int) -> str:
    file = folder / "odd file"
    file.write_text(content)
    file.chmod(mode)
    return str(file)


@pytest.mark.requirement("SEC-39")
@pytest.mark.parametrize(
    ("content", "mode", "reason"),
    [
        ("#!/bin/sh\n", 0o644, "Permission denied"),
        ("no program\n", 0o755, "Exec format error"),
        ("#!/no/such/interpreter\n", 0o755, "its interpreter was not found"),
    ],
)
def test_a_command_that_can_not_be_run(
    holder: Stage, tmp_path: Path, content: str, mode: int, reason: str
) -> None:
    said = one_sentence(holder.run("exec", ADMIN, "--", odd_file(tmp_path, content, mode)), 126)
    assert "odd file" in said
    assert reason in said


@pytest.mark.parametrize("name", ["no-such-command", "/no/such/file", "no/such\x1b[31m", ""])
def test_a_command_that_is_not_there(holder: Stage, name: str) -> None:
    assert one_sentence(holder.run("exec", ADMIN, "--", name), 127).isprintable()


def test_the_command_is_found_along_the_path_of_the_caller(holder: Stage, tmp_path: Path) -> None:
    odd_file(tmp_path, "#!/bin/sh\necho mine\n", 0o755)
    assert execute(holder, "odd file", PATH=f"{tmp_path}:/usr/bin:/bin").stdout == b"mine\n"


@pytest.mark.parametrize("words", [(ADMIN,), (ADMIN, "--"), (ADMIN, "ls"), ("--", "ls"), ()])
def test_half_a_command(stranger: Stage, words: tuple[str, ...]) -> None:
    one_sentence(stranger.run("exec", *words), 2)
    assert stranger.portal.requests == []


@pytest.mark.parametrize("command", [("aws", "s3", "ls"), ("ls", "-l"), ("ls",)])
def test_who_leaves_out_the_dashes_is_told_where_they_go(
    stranger: Stage, command: tuple[str, ...]
) -> None:
    said = one_sentence(stranger.run("exec", ADMIN, *command), 2)
    assert "stands after --, as in: ssotui exec payments-prod/ReadOnlyAccess -- aws s3 ls" in said


@pytest.mark.requirement("SEC-29")
def test_without_a_sign_in_and_without_a_terminal(stranger: Stage) -> None:
    assert "ssotui login" in one_sentence(stranger.run("exec", ADMIN, "--", "true"), 3)


@pytest.mark.requirement("REL-35")
def test_no_access(user: Stage) -> None:
    one_sentence(user.run("exec", f"{CORE}/Nothing", "--", "true"), 4)


def test_at_a_terminal_it_signs_in_first(stranger: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def take_over(name: str, words: tuple[str, ...], environ: dict[str, str]) -> None:
        seen.append((name, words, environ["SSOTUI_ROLE"]))
        raise SystemExit(0)

    monkeypatch.setattr(os, "execvpe", take_over)
    stranger.portal.auto_approve_after = 0
    ran = run_at_a_terminal(stranger, "exec", ADMIN, "--", "ls", "-s", "--")
    assert (ran.status, ran.out) == (0, "")
    assert "Signed in to demo" in ran.err
    assert seen == [("ls", ("ls", "-s", "--"), ADMIN)]


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.requirement("SEC-12")
@pytest.mark.parametrize("limit", ["0", "4096", "unlimited"])
def test_the_command_may_leave_the_core_dumps_that_its_caller_allows(
    holder: Stage, limit: str
) -> None:
    words = [*PROGRAM, "exec", ADMIN, "--", "sh", "-c", "ulimit -S -c"]
    done = subprocess.run(
        ["sh", "-c", f'ulimit -S -c {limit}; exec "$@"', "sh", *words],
        env=holder.environ,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    assert done.stdout.strip() == limit, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.requirement("SEC-12")
def test_we_leave_none(stranger: Stage) -> None:
    stranger.portal.faults.add(Fault("CreateToken", hang=True))
    with subprocess.Popen(
        ["sh", "-c", 'ulimit -S -c unlimited; exec "$@"', "sh", *PROGRAM, "login"],
        env=stranger.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        stranger.portal.wait_for(lambda request: request.operation == "CreateToken")
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        process.kill()
    (soft,) = re.findall(r"^Max core file size +(\w+)", limits, re.MULTILINE)
    assert soft == "1", "which to Linux means none, and no collecting program either"
