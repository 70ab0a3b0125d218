"""The demo's world holds nothing of the user's, and leaves nothing behind."""

import os
import stat
from pathlib import Path

import botocore.session
import pytest

from sso_tui.demo import Organisation, Portal
from sso_tui.demo.home import demo_environ, furnish, throw_away_home


def test_nothing_of_the_users_remains(portal: Portal, tmp_path: Path) -> None:
    base = {
        "AWS_PROFILE": "mine",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ENDPOINT_URL": "http://elsewhere/",
        "SSOTUI_LOG": "x",
        "HOME": "/home/me",
        "XDG_CONFIG_HOME": "/home/me/conf",
        "XDG_BIN_HOME": "/home/me/bin",
        "XDG_RUNTIME_DIR": "/run/user/1",
        "DISPLAY": ":0",
        "BROWSER": "firefox",
        "PATH": "/bin",
        "NO_PROXY": "corp.example",
    }
    environ = demo_environ(portal, tmp_path, base)
    kept = {name: environ[name] for name in ("XDG_RUNTIME_DIR", "BROWSER", "PATH", "DISPLAY")}
    assert kept == {name: base[name] for name in kept}
    assert environ["XAUTHORITY"] == "/home/me/.Xauthority"
    assert environ["NO_PROXY"] == "corp.example,127.0.0.1,localhost"
    assert environ["no_proxy"] == "127.0.0.1,localhost"
    aws = {name for name in environ if name.startswith("AWS_")}
    assert aws == {
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_EC2_METADATA_DISABLED",
        *portal.environ(),
    }
    assert set(portal.environ().values()) == {portal.url}
    assert not any(name.startswith("SSOTUI_") for name in environ)
    homes = [name for name in environ if name.endswith("HOME") or name.endswith("APPDATA")]
    assert len(homes) == 7
    assert all(Path(environ[name]).is_relative_to(tmp_path) for name in homes)


def test_no_display_no_cookie(portal: Portal, tmp_path: Path) -> None:
    assert "XAUTHORITY" not in demo_environ(portal, tmp_path, {"HOME": "/home/me"})


def test_the_home_is_private_and_goes_away(portal: Portal) -> None:
    with throw_away_home() as home:
        furnish(home, portal)
        assert home.name.startswith("ssotui-demo-")
        modes = {
            path: stat.S_IMODE(path.stat().st_mode)
            for path in (home, home / ".aws", home / ".aws" / "config")
        }
        assert list(modes.values()) == [0o700, 0o700, 0o600]
    assert not home.exists()


@pytest.mark.parametrize("organisation", [Organisation.generate(), Organisation([])])
def test_botocore_reads_the_config(
    organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Portal(organisation=organisation) as portal:
        furnish(tmp_path, portal)
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / ".aws" / "config"))
        config = botocore.session.Session().full_config
    assert config["profiles"]["default"]["region"] == "eu-west-1"
    assert config["sso_sessions"]["demo"] == {
        "sso_start_url": portal.start_url,
        "sso_region": "eu-central-1",
        "sso_registration_scopes": "sso:account:access",
    }
    by_hand = config["profiles"].get("weekly-report")
    if organisation.accounts():
        account = organisation.account(by_hand["sso_account_id"])
        assert account is not None
        assert by_hand["sso_role_name"] in account.roles
        assert by_hand["sso_session"] == "demo"
    else:
        assert by_hand is None
