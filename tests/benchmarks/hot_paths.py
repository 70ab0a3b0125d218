"""How long do the commands take that shells and SDKs run all the time?

    python tests/benchmarks/hot_paths.py [ROUNDS]

Starts each as a process of its own, in turns, and compares the median of its times with that of an
empty interpreter, for a config file with one profile and for one with 5,000. The credentials are in
the cache, but for one row that is compared with boto3, which keeps none: both then get them from
the embedded portal. What is started is the script that the installer wrote, with whatever that
imports besides: some write one that needs `re`. Where the AWS CLI's version 2 is installed, it is
compared too.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import which
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from row import Row
from stage import Stage
from table import in_turns, rounds, show, times

from sso_tui.demo import Account, Organisation, Portal
from sso_tui.model import Credentials, Role, Secret
from sso_tui.store.credentials import RoleCredentials

ACCOUNT = "798373876239"
ROLE = "ReadOnlyAccess"
PROFILE = """
[profile {name}]
sso_session = demo
sso_account_id = {account}
sso_role_name = {role}
"""

SSOTUI = (str(Path(sys.executable).with_name("ssotui")),)
PROCESS = "credential-process"
COMMANDS = {
    PROCESS: (PROCESS, "-s", "demo", "--account-id", ACCOUNT, "--role-name", ROLE),
    "env ID/ROLE": ("env", f"{ACCOUNT}/{ROLE}"),
    "env NAME/ROLE": ("env", f"payments-prod/{ROLE}"),
    "env PROFILE": ("env", "p0"),
    "prompt": ("prompt",),
    "completing a command": ("complete", "--shell", "bash", "--", "e"),
    "completing a role": ("complete", "--shell", "bash", "--", "env", "pay"),
    "init bash": ("init", "bash"),
}
EMPTY = (sys.executable, "-c", "pass")
BOTO3 = (
    sys.executable,
    "-c",
    "import boto3; boto3.Session(profile_name='p0').get_credentials().get_frozen_credentials()",
)
AWS_CLI = ("aws", "configure", "export-credentials", "--profile", "p0")

CREDENTIALS = {1: 2.0, 5_000: 2.3}
"""How many times the empty interpreter's time credentials may take, by the number of profiles."""

OTHERS = 2.5
"""The same for everything else."""

OF_THE_AWS_CLI = 1 / 15
"""What part of the AWS CLI's time the same credentials may take."""


def rows(count: int = 25) -> Iterator[Row]:
    """What each command takes, for each number of profiles."""
    accounts = [Account(ACCOUNT, "payments-prod", "pay@example.com", (ROLE, "Deploy"))]
    accounts += [Account(f"{n:012}", f"team-{n}", "t@example.com", (ROLE,)) for n in range(99)]
    for profiles, goal in CREDENTIALS.items():
        with (
            Portal(organisation=Organisation(accounts)) as portal,
            tempfile.TemporaryDirectory() as home,
        ):
            stage = furnished(Stage(portal, Path(home)), profiles)
            yield from _cached(stage, profiles, goal, count)
            yield _missed(stage, profiles, count)


def furnished(stage: Stage, profiles: int) -> Stage:
    """Signed in and listed, with credentials in the cache, and every digest kept."""
    stage.sign_in()
    with stage.config.open("a") as config:
        for number in range(profiles):
            config.write(PROFILE.format(name=f"p{number}", account=ACCOUNT, role=ROLE))
    assert stage.run("list").status == 0
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=8)
    credentials = Credentials("ASIAEXAMPLE", Secret("s" * 40), Secret("t" * 1200), ends)
    broker = stage.broker()
    role = Role("demo", ACCOUNT, ROLE)
    RoleCredentials(broker.places).save(broker.portal("demo"), role, credentials)
    stage.environ |= {
        "SSOTUI_ROLE": f"{ACCOUNT}/{ROLE}",
        "AWS_CREDENTIAL_EXPIRATION": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
    }
    for words in COMMANDS.values():
        taking(stage, (*SSOTUI, *words))
    return stage


def _cached(stage: Stage, profiles: int, goal: float, count: int) -> Iterator[Row]:
    """What is answered from the cache."""
    commands = {name: (*SSOTUI, *words) for name, words in COMMANDS.items()}
    cli = {"aws": AWS_CLI} if _has_aws_cli(stage.environ) else {}
    every = {"": EMPTY, **commands, **cli}
    works = [partial(taking, stage, command) for command in every.values()]
    taken = dict(zip(every, in_turns(count, *works), strict=True))
    many = f"{profiles:,} profile{'s' if profiles > 1 else ''}"
    for name, words in COMMANDS.items():
        allowed = goal if words[0] in (PROCESS, "env") else OTHERS
        yield times(taken[name], taken[""], allowed, f"{name}, {many}", "an empty interpreter")
    if cli:
        path = f"{PROCESS}, {many}"
        yield times(taken[PROCESS], taken["aws"], OF_THE_AWS_CLI, path, "the AWS CLI")


def _missed(stage: Stage, profiles: int, count: int) -> Row:
    """Credentials that are not in the cache."""
    (kept,) = (stage.home / ".aws" / "cli" / "cache").glob("*.json")

    def ours() -> float:
        kept.unlink(missing_ok=True)
        return taking(stage, (*SSOTUI, *COMMANDS[PROCESS]))

    taken, theirs = in_turns(count, ours, partial(taking, stage, BOTO3))
    path = f"{PROCESS}, not in the cache, {profiles:,} profile{'s' if profiles > 1 else ''}"
    return times(taken, theirs, 1.0, path, "boto3's get_credentials()")


def taking(stage: Stage, command: tuple[str, ...]) -> float:
    """The seconds that a process takes."""
    start = perf_counter()
    subprocess.run(command, env=stage.environ, check=True, capture_output=True)
    return perf_counter() - start


def _has_aws_cli(environ: Mapping[str, str]) -> bool:
    if which("aws", path=environ["PATH"]) is None:
        return False
    told = subprocess.run(("aws", "--version"), env=environ, capture_output=True, text=True)
    return told.stdout.startswith("aws-cli/2")


if __name__ == "__main__":
    sys.exit(show(rows(rounds(25))))
