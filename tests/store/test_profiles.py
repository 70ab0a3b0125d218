"""Portals and profiles, as the config file names them."""

import os

import pytest

from sso_tui.errors import ConfigError
from sso_tui.model import Portal
from sso_tui.store import profiles

CONFIG = """\
[default]
region = eu-west-1

[sso-session my-sso]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access, c:d,,

[sso-session plain]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1

[profile 'team data ro']
sso_session = my-sso
sso_account_id = 123456789012
sso_role_name = ReadOnly

[profile again]
sso_session = my-sso
sso_account_id = 123456789012
sso_role_name = ReadOnly

[profile old-style]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 000000000001
sso_role_name = Admin

[profile old-too]
sso_start_url = https://old.awsapps.com/start
sso_region = eu-west-1

[profile via-ssotui]
credential_process = "/opt/a b/ssotui" credential-process --sso-session my-sso --account-id 000000000001 --role-name Admin

[profile tokens-only]
sso_session = my-sso
s3 =
  addressing_style = path
"""


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config"
    path.write_text(CONFIG)
    return profiles.read(path)


def test_portals_are_the_sessions_and_then_the_legacy_start_urls(config):
    url = "https://d-1234567890.awsapps.com/start"
    old = "https://old.awsapps.com/start"
    assert config.portals() == (
        Portal("my-sso", url, "us-east-1", ("sso:account:access", "c:d")),
        Portal("plain", url, "us-east-1", None),
        Portal(old, old, "eu-west-1", None, legacy=True),
    )
    assert config.problems == ()


def test_profiles_and_sessions_are_known_by_name(config):
    assert config.default_region == "eu-west-1"
    assert list(config.sessions) == ["my-sso", "plain"]
    assert config.profiles["team data ro"]["sso_role_name"] == "ReadOnly"
    assert config.profiles["tokens-only"] == {"sso_session": "my-sso"}


def test_profiles_and_roles_find_one_another(config):
    names = ("team data ro", "again")
    assert config.profiles_for("my-sso", "123456789012", "ReadOnly") == names
    assert config.profiles_for("my-sso", "000000000001", "Admin") == ("via-ssotui",)
    assert config.profiles_for("plain", "123456789012", "ReadOnly") == ()
    role = ("https://old.awsapps.com/start", "000000000001", "Admin")
    assert config.role_of_profile("old-style") == role
    assert config.role_of_profile("tokens-only") is None
    assert config.role_of_profile("nobody") is None


@pytest.mark.parametrize(
    "command",
    [
        "ssotui credential-process --sso-session s --account-id 1",
        "ssotui credential-process --sso-session 's",
        "other-tool --sso-session s --account-id 1 --role-name r",
    ],
)
def test_other_commands_stand_for_no_role(tmp_path, command):
    path = tmp_path / "config"
    path.write_text(f"[profile p]\ncredential_process = {command}\n")
    assert profiles.read(path).role_of_profile("p") is None


def test_what_lacks_something_is_a_problem_and_no_portal(tmp_path):
    path = tmp_path / "config"
    path.write_text(
        "[sso-session a]\nsso_region = x\n[sso-session b]\nsso_start_url = y\n"
        "[profile c]\nsso_start_url = z\n"
    )
    config = profiles.read(path)
    assert config.portals() == ()
    assert [str(problem) for problem in config.problems] == [
        "line 1: [sso-session a] has no sso_start_url",
        "line 3: [sso-session b] has no sso_region",
        "line 5: the profile c has no sso_region",
    ]


def test_a_profile_that_names_a_session_is_no_legacy_portal(tmp_path):
    path = tmp_path / "config"
    path.write_text("[profile a]\nsso_session = s\nsso_start_url = u\nsso_region = r\n")
    assert profiles.read(path).portals() == ()


@pytest.mark.requirement("REL-17")
def test_what_is_no_file_is_empty_as_for_botocore(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("missing", "pipe", "loop", ".", "missing/too"):
        assert profiles.read(tmp_path / name) == profiles.AwsConfig()
    assert profiles.read(tmp_path / "missing").default_region is None


@pytest.mark.requirement("REL-17")
def test_a_file_that_botocore_refuses_is_refused_by_name_and_line(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / ".aws" / "config"
    path.parent.mkdir()
    path.write_bytes(b"[default]\nregion\x1b = a\nb\n")
    with pytest.raises(ConfigError) as raised:
        profiles.read(path)
    assert raised.value.what == (
        "~/.aws/config can't be read: line 3: neither a [section] nor a key with = and a value"
    )


@pytest.mark.requirement("REL-17")
def test_a_file_beyond_all_measure_is_refused(tmp_path):
    path = tmp_path / "config"
    with path.open("wb") as stream:
        stream.truncate(100 << 20)
    with pytest.raises(ConfigError, match="larger"):
        profiles.read(path)
