"""Where does the demo live? In a home of its own, thrown away at the end.

A program started with `demo_environ` finds the demo's portal and nothing of the user's: no AWS
file, no cache, no setting, no credential in a variable. What it writes goes the way of the home.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sso_tui.demo import company
from sso_tui.demo.portal import Portal

FORGOTTEN = re.compile(r"(AWS|SSOTUI)_.*|XDG_.*_HOME", re.IGNORECASE)
"""Variables of the user's that say something of AWS, of ssotui, or of where things lie."""

HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
    "XDG_DATA_HOME": ".local/share",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "AWS_CONFIG_FILE": ".aws/config",
    "AWS_SHARED_CREDENTIALS_FILE": ".aws/credentials",
}
"""Variables that name a place of the user's, and where in the demo's home they point."""

LOOPBACK_HOSTS = "127.0.0.1,localhost"

SESSION = """\
# Brightwater, platform team. Ask #help-aws before you change the session.
[default]
region = eu-west-1
output = json

[sso-session demo]
sso_start_url = {start_url}
sso_region = {region}
sso_registration_scopes = sso:account:access
"""

PROFILE = """
# made by hand in the onboarding; the weekly report still uses it
[profile weekly-report]
sso_session = demo
sso_account_id = {account_id}
sso_role_name = {role}
region = eu-west-1
cli_pager =
"""

KEY = """\
# from before there was a sign-in; who still uses this?
[nightly-export]
aws_access_key_id = {key.access_key_id}
aws_secret_access_key = {key.secret_access_key}
region = eu-west-1
"""


@contextmanager
def throw_away_home() -> Iterator[Path]:
    """A directory for the demo, for the user alone, deleted at the end with all it holds."""
    with TemporaryDirectory(prefix="ssotui-demo-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def demo_environ(portal: Portal, home: Path, base: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program in the demo's world.

    `base` is the user's; of it remain the terminal, the language, the display, the path and
    XDG_RUNTIME_DIR, which clipboards need.
    """
    kept = {name: value for name, value in base.items() if not FORGOTTEN.fullmatch(name)}
    places = {name: str(home / inside) for name, inside in HOMES.items()}
    return {
        **kept,
        **_display(base),
        **places,
        **portal.environ(),
        **_direct(base),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def furnish(home: Path, portal: Portal) -> None:
    """Write the AWS config of someone who has worked here for a while: a session, a profile."""
    directory = home / ".aws"
    directory.mkdir(mode=0o700, exist_ok=True)
    config = os.open(directory / "config", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(config, "w", encoding="utf-8") as stream:
        stream.write(
            SESSION.format(start_url=portal.start_url, region=company.REGION) + _profile(portal)
        )


def leave_a_key(home: Path, portal: Portal) -> None:
    """Put a long-term key into the credentials file, as there is one in many a home.

    It belongs to the account of the user's own team, or where there is none, to the first one.
    """
    accounts = [account for account in portal.organisation.accounts() if account.roles]
    if not accounts:
        return
    own = next((one for one in accounts if one.name == "payments-prod"), accounts[0])
    key = portal.create_user_key(own.id, "nightly-export")
    credentials = os.open(
        home / ".aws" / "credentials", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
    )
    with os.fdopen(credentials, "w", encoding="utf-8") as stream:
        stream.write(KEY.format(key=key))


def _profile(portal: Portal) -> str:
    """A profile for the first account that has a role, nothing where none has."""
    for account in portal.organisation.accounts():
        if account.roles:
            return PROFILE.format(account_id=account.id, role=account.roles[0])
    return ""


def _display(base: Mapping[str, str]) -> dict[str, str]:
    """X's cookie by its full path: it is looked for in HOME, which the demo moves."""
    if "DISPLAY" not in base or "HOME" not in base:
        return {}
    return {"XAUTHORITY": base.get("XAUTHORITY", str(Path(base["HOME"], ".Xauthority")))}


def _direct(base: Mapping[str, str]) -> dict[str, str]:
    """The proxy's exceptions with loopback among them."""
    return {
        name: ",".join(filter(None, (base.get(name), LOOPBACK_HOSTS)))
        for name in ("NO_PROXY", "no_proxy")
    }
