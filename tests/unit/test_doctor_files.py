"""The doctor on files: who can read them, what lies about, and what --fix makes of either."""

import grp
import os
import pwd
import stat
import time
from pathlib import Path

import pytest
from doctor_support import ERROR, NOTE, WARNING, called_from, found, only, told, write
from stage import Stage

from sso_tui.doctor import modes
from sso_tui.doctor.finding import Finding
from sso_tui.doctor.modes import withhold
from sso_tui.errors import StorageError

HEX = "0123456789abcdef0123456789abcdef01234567"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def mended(finding: Finding) -> str:
    assert finding.fix
    return finding.fix()


def files_of(stage: Stage) -> dict[str, bytes]:
    """Every file under the home folder."""
    every = (one for one in sorted(stage.home.rglob("*")) if one.is_file())
    return {str(one): one.read_bytes() for one in every}


def test_a_sound_home(signed_in: Stage) -> None:
    assert found(signed_in, "files") == found(signed_in, "leftovers") == []


@pytest.mark.requirement("SEC-01")
@pytest.mark.parametrize("inside", [".aws/sso/cache/x.json", ".aws/cli/cache/x.json"])
def test_a_secret_that_others_can_read(stage: Stage, inside: str) -> None:
    path = write(stage.home / inside, "{}", 0o644)
    finding = only(stage, "files")
    assert (finding.severity, finding.sentence) == (ERROR, f"~/{inside} can be read by other users")
    assert finding.command == f"chmod go= ~/{inside}"
    assert mended(finding) == f"~/{inside} is yours alone now"
    assert mode(path) == 0o600
    assert found(stage, "files") == []


def test_several_are_told_as_one(stage: Stage) -> None:
    paths = [write(stage.home / f".aws/sso/cache/{n}.json", "{}", 0o666) for n in range(4)]
    finding = only(stage, "files")
    assert finding.sentence == "4 files in ~/.aws/sso/cache can be read and written by other users"
    assert finding.command == "ssotui doctor --fix"
    mended(finding)
    assert {mode(path) for path in paths} == {0o600}


def test_the_credentials_file(stage: Stage) -> None:
    path = write(stage.home / ".aws/credentials", "[x]\n", 0o604)
    assert only(stage, "files").severity is ERROR
    mended(only(stage, "files"))
    assert mode(path) == 0o600


def test_our_own_folders(signed_in: Stage) -> None:
    folder = signed_in.home / ".local/state/ssotui"
    folder.chmod(0o755)
    finding = only(signed_in, "files")
    assert (finding.severity, finding.command) == (WARNING, "chmod go= ~/.local/state/ssotui")
    mended(finding)
    assert mode(folder) == 0o700
    backup = write(folder / "backups/config.1", "x", 0o644)
    mended(only(signed_in, "files"))
    assert mode(backup) == 0o600


def test_a_link_is_told_of_and_not_followed(stage: Stage) -> None:
    target = write(stage.home / "shared", "{}", 0o644)
    link = stage.home / ".aws/sso/cache/x.json"
    link.parent.mkdir(parents=True, mode=0o700)
    link.symlink_to(target)
    assert only(stage, "files").fix is None
    with pytest.raises(StorageError):
        withhold(link, 0o077)
    assert mode(target) == 0o644


def test_the_config_file_keeps_its_mode(stage: Stage) -> None:
    stage.config.chmod(0o644)
    assert found(stage, "files") == []
    stage.config.chmod(0o666)
    finding = only(stage, "files")
    assert (finding.severity, finding.command, finding.fix) == (
        ERROR,
        "chmod go-w ~/.aws/config",
        None,
    )
    stage.config.write_text("[default]\naws_secret_access_key = x\n")
    stage.config.chmod(0o644)
    finding = only(stage, "files")
    assert (finding.sentence, finding.fix) == (
        "~/.aws/config holds keys, and can be read by other users",
        None,
    )


@pytest.mark.parametrize("inside", ["", ".aws", ".aws/sso", ".aws/sso/cache"])
def test_folders_that_others_can_write(stage: Stage, inside: str) -> None:
    folder = stage.home / inside
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o757)
    finding = only(stage, "files")
    assert (finding.severity, finding.fix) == (ERROR, None)
    assert finding.command == f"chmod go-w ~{f'/{inside}' if inside else ''}"
    folder.chmod(0o755)
    assert found(stage, "files") == []


def test_a_sticky_folder_lets_nobody_exchange_anything(stage: Stage) -> None:
    stage.home.chmod(0o1777)
    assert found(stage, "files") == []


@pytest.mark.parametrize(
    ("group", "number", "members", "private"),
    [
        ("alice", 4242, [], True),
        ("alice", 4242, ["alice"], True),
        ("alice", 4242, ["bob"], False),
        ("staff", 4242, [], False),
        ("alice", 7, [], False),
    ],
)
def test_a_group_of_ones_own_is_nobody_else(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    group: str,
    number: int,
    members: list[str],
    private: bool,
) -> None:
    """As with a umask of 002, which distributions that give each user a group have."""
    user = pwd.struct_passwd(("alice", "x", os.geteuid(), 4242, "", "/", "/bin/sh"))
    monkeypatch.setattr("pwd.getpwuid", lambda _: user)
    monkeypatch.setattr("grp.getgrgid", lambda _: grp.struct_group((group, "x", number, members)))
    asked = modes._is_private
    monkeypatch.setattr("sso_tui.doctor.modes._is_private", lambda _: asked(number))
    write(stage.home / ".aws/sso/cache/x.json", "{}", 0o660)
    assert (found(stage, "files") == []) is private


def test_settings_that_others_can_write(stage: Stage) -> None:
    path = write(stage.home / ".config/ssotui/config.toml", "", 0o646)
    mended(only(stage, "files"))
    assert mode(path) == 0o644
    assert found(stage, "files") == []


@pytest.mark.parametrize(
    "variable", ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "SSOTUI_CONFIG"]
)
def test_a_folder_in_the_place_of_a_file_keeps_its_mode(
    stage: Stage, tmp_path: Path, variable: str
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    assert found(stage, "files", **{variable: str(folder)}) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root to give a file away")
@pytest.mark.requirement("SEC-04")
def test_a_secret_of_another_users(stage: Stage) -> None:
    path = write(stage.home / ".aws/sso/cache/x.json", "{}")
    os.chown(path, 65534, -1)
    finding = only(stage, "files")
    assert (finding.severity, finding.fix) == (ERROR, None)
    assert finding.command == 'sudo chown "$(id -un)" ~/.aws/sso/cache/x.json'


def test_no_home_folder(stage: Stage) -> None:
    for name in list(stage.environ):
        if name.startswith(("XDG_", "AWS_CONFIG", "AWS_SHARED")):
            del stage.environ[name]
    (finding,) = found(stage, "files", HOME="nowhere")
    assert (finding.severity, "set HOME" in finding.sentence) == (ERROR, True)
    assert found(stage, "leftovers", HOME="nowhere") == []


@pytest.mark.requirement("REL-15")
@pytest.mark.parametrize("content", ["", '{"accessToken": "x", "expi', "[]", "null", "\0" * 9])
@pytest.mark.parametrize("folder", [".aws/sso/cache", ".aws/cli/cache"])
def test_a_damaged_file_is_moved_out_of_the_way(stage: Stage, folder: str, content: str) -> None:
    path = write(stage.home / folder / f"{HEX}.json", content)
    before = files_of(stage)
    finding = only(stage, "leftovers")
    assert finding.severity is WARNING
    assert files_of(stage) == before
    assert mended(finding).startswith(f"~/{folder}/{HEX}.json was moved to ~/.local/state/")
    assert not path.exists()
    (kept,) = (stage.home / ".local/state/ssotui/quarantine").iterdir()
    assert kept.read_text() == content
    assert told(stage, "leftovers") == [
        (
            NOTE,
            "1 damaged file lies in ~/.local/state/ssotui/quarantine, and may hold secrets",
        )
    ]
    assert found(stage, "files") == []


def test_a_file_that_was_mended_meanwhile_stays(stage: Stage) -> None:
    path = write(stage.home / f".aws/sso/cache/{HEX}.json", "{")
    finding = only(stage, "leftovers")
    path.write_text("{}")
    assert "mended meanwhile" in mended(finding)
    assert path.exists()


def test_sound_files_of_other_tools_stay(stage: Stage) -> None:
    write(stage.home / ".aws/sso/cache/another-tool.json", '{"anything": 1}')
    write(stage.home / ".aws/sso/cache/notes.txt", "no JSON")
    (stage.home / ".aws/sso/cache/folder.json").mkdir()
    assert found(stage, "leftovers") == []


def test_temporary_files_of_the_dead(stage: Stage) -> None:
    cache = stage.home / ".aws/sso/cache"
    dead = write(cache / f".{HEX}.json.9999999.0123456789abcdef.tmp", "secret")
    old = write(cache / "tmpabcdef.tmp", "secret")
    os.utime(old, (1, 1))
    alive = write(cache / f".{HEX}.json.{os.getpid()}.0123456789abcdef.tmp", "secret")
    young = write(cache / "tmpghijkl.tmp", "secret")
    mine = write(stage.home / ".aws/mine.tmp", "")
    os.utime(mine, (1, 1))
    finding = only(stage, "leftovers")
    assert finding.sentence == "2 temporary files that a dead program left in ~/.aws/sso/cache"
    mended(finding)
    assert [one.exists() for one in (dead, old, alive, young, mine)] == [False] * 2 + [True] * 3
    assert found(stage, "leftovers") == []


def test_temporary_files_beside_the_config_file(stage: Stage) -> None:
    path = write(stage.home / ".aws/.config.9999999.0123456789abcdef.tmp", "")
    mended(only(stage, "leftovers"))
    assert not path.exists()


def test_looking_changes_nothing(signed_in: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    called_from(monkeypatch, "bash")
    write(signed_in.home / f".aws/sso/cache/{HEX}.json", "{", 0o644)
    write(signed_in.home / ".local/state/ssotui/recent.json", "{")
    before, moment = files_of(signed_in), time.time()
    assert signed_in.run("doctor", "--full").status == 1
    assert files_of(signed_in) == before
    changed = [one for one in signed_in.home.rglob("*") if one.lstat().st_mtime > moment]
    assert changed == []
