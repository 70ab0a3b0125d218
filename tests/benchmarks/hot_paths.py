"""How long do the commands take that shells and SDKs run all the time?

    python tests/benchmarks/hot_paths.py [ROUNDS]

Starts each as a process of its own, in turns, and prints the median of its milliseconds and its
ratio to an empty interpreter, for a config file with one profile and for one with 5,000. The
credentials are in the cache; boto3 gets its own from the embedded portal, for it keeps none.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from stage import Stage

from sso_tui.demo import Account, Organisation, Portal
from sso_tui.model import Credentials, Role, Secret
from sso_tui.store.credentials import RoleCredentials

ACCOUNT = "798373876239"
ROLE = "ReadOnlyAccess"
NAMED = f"payments-prod/{ROLE}"
PROFILE = """
[profile {name}]
sso_session = demo
sso_account_id = {account}
sso_role_name = {role}
"""
BOTO3 = "import boto3; boto3.Session(profile_name='p0').get_credentials().get_frozen_credentials()"
PROCESS = ("--sso-session", "demo", "--account-id", ACCOUNT, "--role-name", ROLE)

Commands = Mapping[str, list[str]]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    accounts = [Account(ACCOUNT, "payments-prod", "pay@example.com", (ROLE, "Deploy"))]
    accounts += [Account(f"{n:012}", f"team-{n}", "t@example.com", (ROLE,)) for n in range(99)]
    for profiles in (1, 5_000):
        with (
            Portal(organisation=Organisation(accounts)) as portal,
            tempfile.TemporaryDirectory() as home,
        ):
            stage = furnished(Stage(portal, Path(home)), profiles)
            print(f"\n{profiles} profiles{'ms':>26}{'ratio':>8}")
            measure(commands(), stage.environ, rounds)
    return 0


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
    for command in commands().values():
        subprocess.run(command, env=stage.environ, check=True, capture_output=True)
    return stage


def commands() -> Commands:
    """What is measured, the empty interpreter first."""
    ssotui = str(Path(sys.executable).with_name("ssotui"))
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import re'": [sys.executable, "-c", "import re"],
        "credential-process": [ssotui, "credential-process", *PROCESS],
        "credential-process, -m": [sys.executable, "-m", "sso_tui", "credential-process", *PROCESS],
        "env ID/ROLE": [ssotui, "env", f"{ACCOUNT}/{ROLE}"],
        "env NAME/ROLE": [ssotui, "env", NAMED],
        "env PROFILE": [ssotui, "env", "p0"],
        "prompt": [ssotui, "prompt"],
        "completion of a command": [ssotui, "complete", "--shell", "bash", "--", "e"],
        "completion of a role": [ssotui, "complete", "--shell", "bash", "--", "env", "pay"],
        "init bash": [ssotui, "init", "bash"],
        "list (the long way)": [ssotui, "list"],
        "boto3": [sys.executable, "-c", BOTO3],
    }


def measure(commands: Commands, environ: Mapping[str, str], rounds: int) -> None:
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = perf_counter()
            subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
            taken[name].append(perf_counter() - start)
    floor = median(next(iter(taken.values())))
    for name, times in taken.items():
        print(f"{name:28}{median(times) * 1000:8.1f}{median(times) / floor:8.2f}")


if __name__ == "__main__":
    sys.exit(main())
