"""One sign-in for ssotui, boto3 and the AWS CLI, whoever made it; their files, to the byte."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path

import pytest
from botocore.utils import JSONFileCache, SSOTokenLoader
from programs import BESIDE, SIGNING_IN, SSOTUI, at_home, run, script, surroundings
from stage import Stage
from tmux_terminal import NewTerminal

from sso_tui.demo import Account, Organisation
from sso_tui.demo import Portal as DemoPortal

PROFILE = "payments-prod-ReadOnlyAccess"
ACCOUNT = "798373876239"


def sign_ins(portal: DemoPortal) -> int:
    return sum(r.operation in ("StartDeviceAuthorization", "Authorize") for r in portal.requests)


def whose(arn: str) -> str:
    """The account of an ARN."""
    return arn.split(":")[4]


def test_boto3_and_the_aws_cli_take_the_profile_and_the_token(
    listed: Stage, terminal: NewTerminal, who: str
) -> None:
    before = listed.config.read_text()
    count = sign_ins(listed.portal)
    shell = terminal()
    shell.enter("ssotui")
    shell.until("163/163")
    shell.type("payprodro")
    shell.until("3/163", "aws+payments-prod@brightwater.example")
    shell.press("C-s")
    shell.until(f"+[profile {PROFILE}]", "enter writes this")
    shell.press("Enter")
    shell.until(f"Wrote the profile {PROFILE}")
    shell.press("C-q")
    shell.until_prompt()
    assert listed.config.read_text() == (
        f"{before}\n[profile {PROFILE}]\n"
        f"sso_session = demo\nsso_account_id = {ACCOUNT}\nsso_role_name = ReadOnlyAccess\n"
        f"region = eu-west-1\nssotui_role = {ACCOUNT}/ReadOnlyAccess\n"
    )
    environ = surroundings(listed)
    by_boto3 = run(environ, who, PROFILE)
    assert by_boto3.returncode == 0, by_boto3.stderr
    assert whose(by_boto3.stdout) == ACCOUNT
    command = (str(BESIDE / "aws"), "sts", "get-caller-identity", "--profile", PROFILE)
    by_cli = run(environ, *command)
    assert json.loads(by_cli.stdout)["Account"] == ACCOUNT, by_cli.stderr
    assert sign_ins(listed.portal) == count


AS_THE_AWS_CLI = """\
import os, sys, botocore.session
from botocore.utils import JSONFileCache
session = botocore.session.Session(profile=sys.argv[1])
provider = session.get_component("credential_provider").get_provider("sso")
provider.cache = JSONFileCache(os.path.expanduser("~/.aws/cli/cache"))
print(session.create_client("sts").get_caller_identity()["Account"])
"""
"""The AWS CLI's version 2 gives botocore this folder, in which it keeps the credentials of roles."""


def test_the_aws_cli_takes_the_role_that_was_picked(listed: Stage, tmp_path: Path) -> None:
    environ = surroundings(listed)
    assert run(environ, str(SSOTUI), "env", "weekly-report").returncode == 0
    called = [r.operation for r in listed.portal.requests].count("GetRoleCredentials")
    done = run(environ, script(tmp_path / "cli", AS_THE_AWS_CLI), "weekly-report")
    assert done.stdout == "962718099900\n", done.stderr
    assert [r.operation for r in listed.portal.requests].count("GetRoleCredentials") == called


def test_a_token_in_the_aws_clis_format_is_enough(signed_in: Stage) -> None:
    cache = JSONFileCache(str(signed_in.home / ".aws" / "sso" / "cache"))
    ours = SSOTokenLoader(cache=cache)(signed_in.portal.start_url, session_name="demo")
    for file in signed_in.home.glob(".aws/sso/cache/*.json"):
        file.unlink()
    least = {"expiresAt": ours["expiresAt"], "accessToken": ours["accessToken"]}
    cache[sha1(b"demo").hexdigest()] = least
    count = sign_ins(signed_in.portal)
    done = run(surroundings(signed_in), str(SSOTUI), "list", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(one["role"] is not None for one in json.loads(done.stdout)) == 163
    assert sign_ins(signed_in.portal) == count


@pytest.mark.requirement("REL-09")
def test_ssotui_and_boto3_go_on_with_what_the_other_renewed(stage: Stage, who: str) -> None:
    stage.portal.token_lifetime = 14 * 60
    stage.sign_in()
    environ = surroundings(stage)
    for command in ((who, "weekly-report"), (str(SSOTUI), "list"), (who, "weekly-report")):
        done = run(environ, *command)
        assert done.returncode == 0, done.stderr
    renewals = [r for r in stage.portal.requests if r.body.get("grantType") == "refresh_token"]
    assert {renewal.status for renewal in renewals} == {200}
    assert len({renewal.body["refreshToken"] for renewal in renewals}) == len(renewals) >= 3


def test_the_demo_is_a_world_for_the_aws_cli_too(tmp_path: Path) -> None:
    environ = {"PATH": f"{BESIDE}:/usr/bin:/bin", "HOME": str(tmp_path), "SSH_TTY": "/dev/pts/0"}
    words = "ssotui login && aws sts get-caller-identity --profile weekly-report"
    done = run(environ, str(SSOTUI), "demo", "--accounts", "40", "--", "sh", "-c", words)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["Account"]) == 12
    assert list(tmp_path.iterdir()) == []


def test_the_demo_finds_the_program_that_it_was_started_as(tmp_path: Path) -> None:
    """Where its folder is not on PATH, and where another of that name is."""
    script(tmp_path / "ssotui", "print('another')")
    for path in ("/usr/bin:/bin", f"{tmp_path}:/usr/bin:/bin"):
        environ = {"PATH": path, "HOME": str(tmp_path), "SSH_TTY": "/dev/pts/0"}
        done = run(environ, str(SSOTUI), "demo", "--", "sh", "-c", "command -v ssotui")
        assert (done.returncode, done.stdout) == (0, f"{SSOTUI}\n"), done.stderr


def test_the_demo_leaves_the_path_as_it_is_where_that_leads_to_it(tmp_path: Path) -> None:
    path = f"/usr/bin:{BESIDE}:/bin"
    environ = {"PATH": path, "HOME": str(tmp_path), "SSH_TTY": "/dev/pts/0"}
    done = run(environ, str(SSOTUI), "demo", "--", "sh", "-c", 'echo "$PATH"')
    assert (done.returncode, done.stdout) == (0, f"{path}\n"), done.stderr


# The files, as the AWS CLI writes them for the same names

START_URL = "https://d-1234567890.awsapps.com/start"
SESSION = f"""\
[sso-session my-sso]
sso_start_url = {START_URL}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
"""
LEGACY = f"""\
[profile old-style]
sso_start_url = {START_URL}
sso_region = us-east-1
sso_account_id = 000000000001
sso_role_name = AdministratorAccess
"""
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
TOKEN = (
    rf'{{"startUrl": "{START_URL}", "region": "us-east-1", "accessToken": "(?P<access>[^"]+)", '
    rf'"expiresAt": "(?P<ends>{TIME})", "clientId": "(?P<id>[^"]+)", '
    rf'"clientSecret": "(?P<secret>[^"]+)", "registrationExpiresAt": "(?P<until>{TIME})"'
)
CLIENT = (
    r'{"clientId": "(?P<id>[^"]+)", "clientSecret": "(?P<secret>[^"]+)", '
    rf'"expiresAt": "(?P<until>{TIME})"'
)
SCOPES = r', "scopes": \["sso:account:access"\]'
GRANTS = r', "grantTypes": \["authorization_code", "refresh_token"\]'
RENEWS = r', "refreshToken": "(?P<refresh>[^"]+)"'
ROLE = (
    r'{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIA[A-Z2-7]{16}", '
    r'"SecretAccessKey": "[^"]+", "SessionToken": "[^"]+", '
    rf'"Expiration": "{TIME}", "AccountId": "000000000001"}}}}'
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Stage]:
    """A user of an organisation with one account and one role."""
    account = Account("000000000001", "core", "core@example.com", ("AdministratorAccess",))
    home = tmp_path / "home"
    home.mkdir()
    with DemoPortal(organisation=Organisation([account]), auto_approve_after=0) as portal:
        yield Stage(portal, home)


def read(stage: Stage, folder: str) -> dict[str, str]:
    """The files in a cache of the AWS CLI's, which nobody but the user can read."""
    files = sorted((stage.home / ".aws" / folder / "cache").iterdir())
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
    return {file.name: file.read_text() for file in files}


def contents(stage: Stage, way: str, config: str) -> tuple[dict[str, str], dict[str, str]]:
    """The tokens and the role credentials after a sign-in with this config file."""
    stage.config.write_text(config)
    browser = script(stage.home / "browser", SIGNING_IN)
    environ = at_home(stage, BROWSER=browser)
    done = run(environ, str(SSOTUI), "login", way)
    assert done.returncode == 0, done.stderr
    done = run(environ, str(SSOTUI), "env", "000000000001/AdministratorAccess")
    assert done.returncode == 0, done.stderr
    return read(stage, "sso"), read(stage, "cli")


def lasts(text: str, **expected: float) -> bool:
    """Whether a time is that far from now."""
    distance = datetime.fromisoformat(text) - datetime.now(UTC) - timedelta(**expected)
    return abs(distance) < timedelta(minutes=2)


@pytest.mark.parametrize(("way", "grants"), [("--browser", GRANTS), ("--device-code", "")])
def test_the_files_of_a_session(small: Stage, way: str, grants: str) -> None:
    tokens, roles = contents(small, way, SESSION)
    assert list(tokens) == [
        "0ad374308c5a4e22f723adf10145eafad7c4031c.json",
        "a8343d65418848d0bc13a5f25cbb32508ceec5d1.json",
    ]
    token, client = tokens.values()
    kept = re.fullmatch(f"{TOKEN}{RENEWS}}}", token)
    registered = re.fullmatch(f"{CLIENT}{SCOPES}{grants}}}", client)
    assert kept, token
    assert registered, client
    assert kept["access"].startswith("aoa")
    assert kept["refresh"].startswith("aor")
    assert kept.group("id", "secret", "until") == registered.group("id", "secret", "until")
    assert lasts(kept["ends"], hours=1)
    assert lasts(kept["until"], days=90)
    assert list(roles) == ["13bc94301ec698f3e2779b6bda8aed93ce5dc301.json"]
    assert re.fullmatch(ROLE, "".join(roles.values()))


def test_the_files_of_a_legacy_profile(small: Stage) -> None:
    tokens, roles = contents(small, "--device-code", LEGACY)
    assert list(tokens) == [
        "365414a68be7c9bfc776c660981dbdbd942acea4.json",
        "7487b5b67d5fa1132cf33fa93ae51ef38cc37752.json",
    ]
    client, token = tokens.values()
    kept = re.fullmatch(f"{TOKEN}}}", token)
    assert kept, token
    assert re.fullmatch(f"{CLIENT}}}", client), client
    assert lasts(kept["ends"], hours=8)
    assert list(roles) == ["e0f2c10bb673bde0ffd4bb2a9e94f08b24298180.json"]
    assert re.fullmatch(ROLE, "".join(roles.values()))
