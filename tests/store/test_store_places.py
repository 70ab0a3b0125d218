import os
import sys
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from sso_tui.store.places import Places
from sso_tui.world import World

XDG = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


def of(**environ: str) -> Places:
    return Places.of(World(environ=environ))


@pytest.mark.parametrize(("platform", "reference"), [("linux", Unix), ("darwin", MacOS)])
@pytest.mark.parametrize("xdg", [None, "/somewhere/else", "relative/folder", ""])
def test_our_folders_are_where_platformdirs_has_them(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    platform: str,
    reference: type[Unix | MacOS],
    xdg: str | None,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in XDG:
        monkeypatch.delenv(name, raising=False)
        if xdg is not None:
            monkeypatch.setenv(name, f"{xdg}/{name}" if xdg else "")
    monkeypatch.delenv("SSOTUI_CONFIG", raising=False)
    ours = Places.of(World())
    theirs = reference("ssotui")
    assert ours.settings_file == theirs.user_config_path / "config.toml"
    assert ours.cache_dir == theirs.user_cache_path
    assert ours.state_dir == theirs.user_state_path


def test_everything_follows_from_the_world_and_not_from_the_process() -> None:
    ours = of(HOME="/home/ana")
    assert ours.sso_cache == Path("/home/ana/.aws/sso/cache")
    assert ours.cli_cache == Path("/home/ana/.aws/cli/cache")
    assert ours.aws_config == Path("/home/ana/.aws/config")
    assert ours.aws_credentials == Path("/home/ana/.aws/credentials")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/etc/aws", "/etc/aws"),
        ("~/aws", "/home/ana/aws"),
        ("~", "/home/ana"),
        ("$WHERE/aws", "/mnt/aws"),
        ("${WHERE}/aws", "/mnt/aws"),
        ("/x/$UNKNOWN/y", "/x/$UNKNOWN/y"),
        ("", "/home/ana/.aws/config"),
        ("~root/aws", os.path.expanduser("~root/aws")),
    ],
)
def test_a_named_file_is_expanded_as_the_sdks_do(text: str, path: str) -> None:
    assert of(HOME="/home/ana", WHERE="/mnt", AWS_CONFIG_FILE=text).aws_config == Path(path)


def test_a_named_file_may_be_relative_to_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ours = of(HOME="/home/ana", SSOTUI_CONFIG="mine.toml", AWS_SHARED_CREDENTIALS_FILE="keys")
    assert ours.settings_file == tmp_path / "mine.toml"
    assert ours.aws_credentials == tmp_path / "keys"


@pytest.mark.requirement("REL-15")
def test_a_relative_home_leads_nowhere_absolute() -> None:
    ours = of(HOME="home/ana", AWS_CONFIG_FILE="~/config", XDG_STATE_HOME="state")
    assert not any(path.is_absolute() for path in ours)


@pytest.mark.requirement("REL-15")
def test_a_current_folder_that_is_gone_is_no_crash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert of(HOME="/home/ana", SSOTUI_CONFIG="mine.toml").settings_file == Path("mine.toml")
