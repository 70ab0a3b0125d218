"""`profile`: what is written, what is shown before, and what is left alone."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import botocore.session
import pytest
from botocore.compat import compat_shell_split
from cli_support import ADMIN, CORE, Keyboard, one_sentence, run_at_a_terminal
from stage import Ran, Stage

from sso_tui.cli.command import COMMANDS
from sso_tui.cli.run import run
from sso_tui.world import World

HAND_MADE = """
# keys of the old days
[profile legacy]
aws_access_key_id = AKIAOLDOLDOLDOLDOLD1
aws_secret_access_key = long-term/secret
role_arn = arn:aws:iam::000000000012:role/x
cli_pager =
"""


def answering(stage: Stage, answer: str, *words: str) -> Ran:
    """The command with somebody at the terminal who types `answer`."""
    plain = stage.world()
    world = World(plain.environ, Keyboard(answer), io.StringIO(), Keyboard(), wait=plain.wait)
    status = run(words, world)
    return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]


def written(stage: Stage, *words: str) -> Ran:
    """What writing without a question leaves behind."""
    ran = stage.run("profile", "write", ADMIN, "--yes", *words)
    assert (ran.status, ran.out) == (0, ""), ran
    return ran


def profile_of(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The profile as botocore reads it."""
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(variable, stage.environ[variable])
    found = botocore.session.Session(profile=name).full_config["profiles"][name]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", ["write", "sync", "list", "remove", "migrate"])
def test_help_has_an_example(stranger: Stage, name: str) -> None:
    ran = stranger.run("profile", name, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert f"usage: ssotui profile {name}" in ran.out
    assert f"ssotui profile {name}" in ran.out.partition("example:")[2]


@pytest.mark.requirement("SEC-42")
def test_a_profile_by_the_session(stranger: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stranger.config.read_text()
    written(stranger, "--name", "pay", "--region", "eu-north-1", "--output", "yaml")
    assert stranger.config.read_text() == (
        f"{before}\n[profile pay]\nsso_session = demo\nsso_account_id = {CORE}\n"
        f"sso_role_name = AdministratorAccess\nregion = eu-north-1\noutput = yaml\n"
        f"ssotui_role = {ADMIN}\n"
    )
    assert stranger.portal.requests == []


def test_a_session_with_a_region_has_profiles_of_the_same(
    user: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = user.config.read_text()
    user.config.write_text(text.replace("\nsso_region", "\nregion = eu-central-1\nsso_region"))
    written(user, "--name", "pay")
    assert profile_of(user, "pay", monkeypatch)["region"] == "eu-central-1"
    assert user.run("profile", "sync", "--yes").status == 0
    assert profile_of(user, "PROD-core-ReadOnlyAccess", monkeypatch)["region"] == "eu-central-1"
    ran = user.run("profile", "write", ADMIN, "--name", "pay", "--region", "sa-east-1", "--yes")
    assert "has the region eu-central-1" in one_sentence(ran, 1)


def test_the_name_is_the_settings(user: Stage) -> None:
    assert user.run("list").status == 0
    assert "+[profile PROD-core-AdministratorAccess]\n" in written(user).err


@pytest.mark.parametrize("region", ["eu west", "eu-west-1 # x", "-x", "é", "a\nb"])
def test_what_no_program_takes_for_a_region(stranger: Stage, region: str) -> None:
    before = stranger.config.read_bytes()
    ran = stranger.run("profile", "write", ADMIN, "--name", "x", f"--region={region}", "--yes")
    assert "is no region's name" in one_sentence(ran, 2)
    assert stranger.config.read_bytes() == before


@pytest.mark.requirement("SEC-44")
@pytest.mark.parametrize("folder", ["plain", 'it\'s a $dir "x" \\y', "blank  blank"])
def test_a_profile_that_asks_this_program(
    stranger: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    executable = tmp_path / folder / "ssotui"
    executable.touch(0o755)
    monkeypatch.setattr(sys, "argv", [str(executable)])
    written(stranger, "--name", "x", "--kind", "credential-process")
    command = profile_of(stranger, "x", monkeypatch)["credential_process"]
    assert compat_shell_split(command) == [
        str(executable),
        "credential-process",
        *("--sso-session", "demo", "--account-id", CORE, "--role-name", "AdministratorAccess"),
    ]


@pytest.mark.requirement("SEC-44")
def test_the_path_of_the_program_is_absolute(
    stranger: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ssotui").touch(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["./ssotui"])
    written(stranger, "--name", "x", "--kind", "credential-process")
    assert f"credential_process = {tmp_path}/ssotui credential-process --sso" in (
        stranger.config.read_text()
    )


@pytest.mark.requirement("SEC-01", "SEC-42")
def test_keys_go_into_the_credentials_file(user: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    file.write_text(
        "# mine\n[old]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD1\naws_secret_access_key=long-term\n"
    )
    file.chmod(0o644)
    before, config = file.read_text(), user.config.read_bytes()
    ran = written(user, "--name", "pay", "--kind", "keys", "--region", "eu-north-1")
    assert file.read_text().startswith(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert user.config.read_bytes() == config
    found = profile_of(user, "pay", monkeypatch)
    assert found["aws_access_key_id"].startswith("ASIA")
    assert found["x_security_token_expires"].endswith("Z")
    assert found["region"] == "eu-north-1"
    for secret in (found["aws_secret_access_key"], found["aws_session_token"], "long-term"):
        assert secret not in ran.err


@pytest.mark.requirement("SEC-01")
def test_a_new_credentials_file_is_its_owners_alone(user: Stage) -> None:
    before = os.umask(0)
    try:
        written(user, "--name", "default", "--kind", "keys")
    finally:
        os.umask(before)
    file = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().startswith("[default]\naws_access_key_id = ASIA")


def test_keys_win_over_what_stood_beside_them(user: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    file.write_text(
        "[pay]\naws_security_token = stale\nrole_arn = arn:aws:iam::1:role/x\n"
        "source_profile = default\ncredential_process = false\noutput = text\n"
    )
    written(user, "--name", "pay", "--kind", "keys")
    found = profile_of(user, "pay", monkeypatch)
    assert found.keys() == {
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "x_security_token_expires",
        "ssotui_role",
        "output",
    }
    taken = botocore.session.Session(profile="pay").get_credentials()
    assert taken is not None
    assert taken.token == found["aws_session_token"]


def test_keys_that_would_not_be_used_are_not_written(user: Stage) -> None:
    written(user, "--name", "pay")
    said = one_sentence(
        user.run("profile", "write", ADMIN, "--name", "pay", "--kind", "keys", "--yes"), 1
    )
    assert "would win over these keys" in said
    assert not Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"]).exists()


def test_a_role_that_was_not_listed_is_told_of(user: Stage) -> None:
    said = (
        f"The last list of your roles has no {CORE}/AdministratorAcces; see ssotui list --refresh"
    )
    words = ("profile", "write", f"{CORE}/AdministratorAcces", "--name", "x", "--yes")
    assert said not in user.run(*words).err
    assert user.run("list").status == 0
    assert "last list" not in written(user, "--name", "y").err
    ran = user.run(*words, "--output", "json")
    assert (ran.status, said in ran.err) == (0, True), ran


def test_keys_beside_a_profile_are_told_of(user: Stage) -> None:
    written(user, "--name", "pay", "--kind", "keys")
    assert "has keys for pay too" in written(user, "--name", "pay").err


def test_keys_need_a_sign_in(stranger: Stage) -> None:
    one_sentence(stranger.run("profile", "write", ADMIN, "--kind", "keys", "--yes"), 3)


@pytest.mark.parametrize("answer", ["y\n", "YES\n", " yes \n"])
def test_a_change_that_is_agreed_to(stranger: Stage, answer: str) -> None:
    ran = answering(stranger, answer, "profile", "write", ADMIN, "--name", "pay")
    assert (ran.status, ran.out) == (0, "")
    assert "+[profile pay]\n" in ran.err
    assert "Write this? [y/N]\nWrote the profile pay" in ran.err
    assert "[profile pay]" in stranger.config.read_text()


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_on_a_terminal_the_change_is_coloured(
    stranger: Stage, variables: dict[str, str], coloured: bool
) -> None:
    ran = run_at_a_terminal(stranger, "profile", "write", ADMIN, "--name", "pay", **variables)
    assert ("\x1b[32m+[profile pay]\x1b[0m\n" in ran.err) == coloured
    assert ("\x1b" in ran.err) == coloured
    ran = stranger.run("profile", "write", ADMIN, "--name", "pay", "--dry-run", TERM="xterm")
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "yesterday\n"])
@pytest.mark.parametrize("words", [("write", ADMIN, "--name", "pay"), ("remove", "ours")])
def test_a_change_that_is_not(stranger: Stage, words: tuple[str, ...], answer: str) -> None:
    written(stranger, "--name", "ours")
    before = stranger.config.read_bytes()
    ran = answering(stranger, answer, "profile", *words)
    assert (ran.status, ran.out) == (130, "")
    assert ran.err.endswith("Nothing was written.\n")
    assert stranger.config.read_bytes() == before


@pytest.mark.parametrize("words", [("write", ADMIN, "--name", "pay"), ("remove", "ours")])
def test_nobody_to_agree(stranger: Stage, words: tuple[str, ...]) -> None:
    written(stranger, "--name", "ours")
    before = stranger.config.read_bytes()
    ran = stranger.run("profile", *words)
    assert (ran.status, ran.out) == (2, "")
    assert "--yes" in ran.err.splitlines()[-1]
    assert stranger.config.read_bytes() == before


@pytest.mark.requirement("SEC-43")
def test_a_dry_run_prints_the_change_alone(stranger: Stage) -> None:
    before = stranger.config.read_bytes()
    ran = stranger.run("profile", "write", ADMIN, "--name", "pay", "--dry-run", "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"--- {stranger.config}\n+++ {stranger.config}\n@@ ")
    added = [line[1:] for line in ran.out.splitlines()[3:] if line.startswith("+")]
    assert stranger.config.read_bytes() == before
    written(stranger, "--name", "pay")
    assert stranger.config.read_text() == before.decode() + "\n".join(added) + "\n"


@pytest.mark.requirement("SEC-43")
def test_a_profile_of_somebody_elses(stranger: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with stranger.config.open("a") as config:
        config.write(HAND_MADE)
    ran = answering(stranger, "n\n", "profile", "write", ADMIN, "--name", "legacy")
    assert ran.status == 130
    assert (
        "The profile legacy is there already, and is not one that ssotui wrote. Its lo" in ran.err
    )
    assert "Its long-term key goes; ssotui profile migrate has it stay as a comment.\n" in ran.err
    assert "long-term/secret" not in ran.err
    written(stranger, "--name", "legacy")
    assert profile_of(stranger, "legacy", monkeypatch) == {
        "cli_pager": "",
        "sso_session": "demo",
        "sso_account_id": CORE,
        "sso_role_name": "AdministratorAccess",
        "region": "eu-west-1",  # the default profile's, since this one had none
        "ssotui_role": ADMIN,
    }
    assert "# keys of the old days\n" in stranger.config.read_text()


LENT = "[DEFAULT]\nrole_arn = arn:aws:iam::000000000012:role/x\nsource_profile = default\n"


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize("kind", ["sso-session", "credential-process", "keys"])
def test_what_default_would_lend_to_a_profile_is_told_of(user: Stage, kind: str) -> None:
    """As botocore reads it, such a profile would take another role than the one it is for."""
    file = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"]) if kind == "keys" else user.config
    before = file.read_text() if file.exists() else ""
    file.write_text(before + LENT)
    words = ("profile", "write", ADMIN, "--name", "pay", "--kind", kind, "--yes")
    said = one_sentence(user.run(*words), 1)
    assert f"[DEFAULT] lends its role_arn, on line {before.count(chr(10)) + 2}, to every" in said
    assert file.read_text() == before + LENT
    file.write_text(before + "[DEFAULT]\nregion = eu-west-3\n")
    assert user.run(*words).status == 0


def test_keys_of_somebody_elses(user: Stage) -> None:
    file = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    old = "[pay]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD1\naws_secret_access_key = x\n"
    file.write_text(old)
    words = ("profile", "write", ADMIN, "--name", "pay", "--kind", "keys")
    asked = answering(user, "n\n", *words).err
    assert "is not one that ssotui wrote. Its long-term key goes; " in asked
    file.write_text(old.replace("AKIA", "ASIA"))
    assert "is not one that ssotui wrote.\n" in answering(user, "y\n", *words).err
    assert (
        "is not one that ssotui wrote"
        not in answering(user, "y\n", *words, "--region", "eu-west-3").err
    )


def test_another_kind_takes_the_place_of_the_one_before(
    stranger: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(stranger, "--name", "pay", "--region", "eu-north-1")
    written(stranger, "--name", "pay", "--kind", "credential-process")
    asked = profile_of(stranger, "pay", monkeypatch).keys()
    assert asked == {"region", "credential_process", "ssotui_role"}
    written(stranger, "--name", "pay")
    found = profile_of(stranger, "pay", monkeypatch).keys()
    assert found == {"region", "sso_session", "sso_account_id", "sso_role_name", "ssotui_role"}


def test_what_is_there_already_is_not_written_again(stranger: Stage) -> None:
    written(stranger, "--name", "pay")
    before = stranger.config.stat()
    assert "Nothing changes" in written(stranger, "--name", "pay").err
    assert stranger.config.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.requirement("SEC-41")
@pytest.mark.parametrize("name", ["a]b", "x\n[y", " x", "a #b", "\x1b[31m"])
def test_a_name_that_can_not_be_written(stranger: Stage, name: str) -> None:
    before = stranger.config.read_bytes()
    ran = stranger.run("profile", "write", ADMIN, "--yes", "--name", name)
    assert one_sentence(ran, 1).isprintable()
    assert stranger.config.read_bytes() == before


@pytest.mark.parametrize("kind", ["sso-session", "credential-process"])
def test_a_legacy_portal_gets_a_session(
    stranger: Stage, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = stranger.portal.start_url
    legacy = (
        f"[profile old]\nsso_start_url = {url}\nsso_region = eu-central-1\n"
        f"sso_account_id = {CORE}\nsso_role_name = AdministratorAccess\n"
    )
    stranger.config.write_text(legacy)
    words = ("profile", "write", "old", "--name", "new", "--kind", kind)
    assert stranger.run(*words).status == 2  # nobody is there to be offered the session
    assert stranger.config.read_text() == legacy
    ran = stranger.run(*words, "--yes")
    assert ran.status == 0
    assert ran.err.endswith("; sign in to its new session with: ssotui login -s sso\n")
    session = (
        f"\n[sso-session sso]\nsso_start_url = {url}\nsso_region = eu-central-1\n"
        "sso_registration_scopes = sso:account:access\n"
    )
    assert stranger.config.read_text().startswith(f"{legacy}{session}\n[profile new]\n")
    settings = profile_of(stranger, "new", monkeypatch)
    assert (
        settings.get("sso_session") == "sso"
        or "--sso-session sso " in settings["credential_process"]
    )
    assert stranger.run("profile", "write", "old", "--name", "more", "--yes").status == 0
    assert stranger.config.read_text().count("[sso-session") == 1


def test_the_list_says_whose_they_are(stranger: Stage) -> None:
    with stranger.config.open("a") as config:
        config.write(HAND_MADE)
        config.write(
            f"[profile gone]\nsso_session = nowhere\nsso_account_id = {CORE}\nsso_role_name = x\n"
        )
    written(stranger, "--name", "x", "--kind", "credential-process")
    ran = stranger.run("profile", "list", "--json")
    assert (ran.status, ran.err) == (0, "")
    found = {one.pop("name"): one for one in json.loads(ran.out)}
    nobody = {"portal": None, "account_id": None, "role": None, "written_by_ssotui": False}
    made_by_hand = found.pop("weekly-report")
    assert (made_by_hand["portal"], made_by_hand["written_by_ssotui"]) == ("demo", False)
    assert found == {
        "default": nobody,
        "legacy": nobody,
        "gone": nobody,
        "x": {
            "portal": "demo",
            "account_id": CORE,
            "role": "AdministratorAccess",
            "written_by_ssotui": True,
        },
    }
    lines = {
        name: rest
        for name, *rest in map(str.split, stranger.run("profile", "list").out.splitlines())
    }
    assert lines["x"] == [ADMIN, "demo", "ssotui"]
    assert lines["weekly-report"][1:] == ["demo"]
    assert lines["legacy"] == ["-", "-"]
    assert stranger.portal.requests == []


@pytest.mark.parametrize(
    "words", [("-s", "demo", "profile", "list"), ("profile", "list", "-s", "demo")]
)
def test_the_list_of_one_portal(stranger: Stage, words: tuple[str, ...]) -> None:
    assert [line.split()[0] for line in stranger.run(*words).out.splitlines()] == ["weekly-report"]


def test_a_profile_is_removed_exactly(stranger: Stage) -> None:
    before = stranger.config.read_bytes()
    written(stranger, "--name", "pay")
    ran = stranger.run("profile", "remove", "pay", "--yes")
    assert (ran.status, ran.out) == (0, "")
    assert "-[profile pay]\n" in ran.err
    assert stranger.config.read_bytes() == before


def test_who_rests_on_a_profile_is_named_before_it_goes(stranger: Stage) -> None:
    written(stranger, "--name", "pay")
    with stranger.config.open("a") as config:
        config.write("\n[profile ship]\nrole_arn = x\nsource_profile = pay\n")
    words = ("profile", "remove", "pay")
    assert stranger.run(*words).status == 2
    ran = answering(stranger, "n\n", *words)
    warning = "It is the source_profile of ship, which won't work without."
    assert f"{warning}\nWrite this? [y/N]\n" in ran.err
    assert "[profile pay]" in stranger.config.read_text()
    ran = stranger.run(*words, "--yes")
    assert (ran.status, warning in ran.err) == (0, True)
    assert "[profile pay]" not in stranger.config.read_text()


def test_keys_are_removed_exactly(user: Stage) -> None:
    file = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    file.write_text("[old]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD1\n")
    before = file.read_bytes()
    written(user, "--name", "pay", "--kind", "keys")
    ran = user.run("profile", "remove", "pay", "--yes")
    assert (ran.status, ran.out) == (0, "")
    assert file.read_bytes() == before
    said = one_sentence(user.run("profile", "remove", "old", "--yes"), 1)
    assert "did not write the profile old" in said
    assert file.read_bytes() == before


@pytest.mark.requirement("SEC-43")
def test_a_profile_that_stands_for_something_else_now_is_left_alone(stranger: Stage) -> None:
    written(stranger, "--name", "pay")
    text = stranger.config.read_text()
    stranger.config.write_text(text.replace("sso_role_name = Admin", "sso_role_name = My"))
    assert "did not write" in one_sentence(stranger.run("profile", "remove", "pay", "--yes"), 1)


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize(
    ("name", "status"), [("default", 1), ("legacy", 1), ("weekly-report", 1), ("nobody", 2)]
)
def test_what_is_not_removed(stranger: Stage, name: str, status: int) -> None:
    with stranger.config.open("a") as config:
        config.write(HAND_MADE)
    before = stranger.config.read_bytes()
    one_sentence(stranger.run("profile", "remove", name, "--yes"), status)
    assert stranger.config.read_bytes() == before


@pytest.mark.parametrize("name", ["a]b", " a"])
def test_a_name_that_can_not_be_written_is_refused_in_a_sentence(user: Stage, name: str) -> None:
    said = one_sentence(user.run("profile", "write", ADMIN, "--name", name, "--yes"), 1)
    assert said.startswith("ssotui: The name '")


@pytest.mark.parametrize(
    "words", [(), ("sideways",), ("write",), ("write", ADMIN, "--kind", "x"), ("remove",)]
)
def test_words_that_make_no_command(stranger: Stage, words: tuple[str, ...]) -> None:
    one_sentence(stranger.run("profile", *words), 2)


@pytest.mark.parametrize("kind", ["keys", "credential-process", "sso-session"])
def test_the_aws_cli_takes_the_profile(user: Stage, kind: str) -> None:
    if kind == "credential-process" and kind not in COMMANDS:
        pytest.skip("there is no credential-process command")
    aws = shutil.which("aws", path=str(Path(sys.executable).parent))
    if aws is None:
        pytest.skip("the AWS CLI is not installed")
    assert user.run("env", ADMIN).status == 0
    written(user, "--name", "x", "--kind", kind, "--region", "eu-central-1")
    done = subprocess.run(
        [aws, "--profile", "x", "sts", "get-caller-identity", "--query", "Account"],
        env=user.environ | {"AWS_PROFILE": "stale"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout or "null")) == (0, CORE), done.stderr
