"""`profile migrate`: the sign-in takes a long-term key's place, and nothing is lost on the way."""

import io
import stat
from collections.abc import Callable
from pathlib import Path

import botocore.session
import pytest
from cli_support import ADMIN, CORE, EMPTY, PAYMENTS, Keyboard, calls, one_sentence
from stage import Ran, Stage

from sso_tui.aws import configreader
from sso_tui.cli.run import run
from sso_tui.demo.vault import UserKey
from sso_tui.world import World

READ = f"{CORE}/ReadOnlyAccess"


def credentials_of(stage: Stage) -> Path:
    return Path(stage.environ["AWS_SHARED_CREDENTIALS_FILE"])


@pytest.fixture
def key(user: Stage) -> UserKey:
    """A key of an account in which the user has two roles."""
    return user.portal.create_user_key(CORE, "ci/bot")


@pytest.fixture
def old(user: Stage, key: UserKey) -> Stage:
    """Somebody with that key in the credentials file, in a profile with a region."""
    file = credentials_of(user)
    file.write_text(
        f"# mine\n[ci]\naws_access_key_id = {key.access_key_id}\n"
        f"aws_secret_access_key = {key.secret_access_key}\nregion = sa-east-1\n\n# end\n"
    )
    file.chmod(0o600)
    return user


def typing(stage: Stage, typed: str, *words: str) -> Ran:
    """The command with somebody at the terminal who types that."""
    plain = stage.world()
    world = World(plain.environ, Keyboard(typed), io.StringIO(), Keyboard(), plain.now, plain.wait)
    status = run(("profile", "migrate", *words), world)
    return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]


def migrated(stage: Stage, *words: str) -> Ran:
    ran = stage.run("profile", "migrate", "ci", "--yes", *words)
    assert (ran.status, ran.out) == (0, ""), ran
    return ran


def profile_of(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The profile as botocore reads it from both files."""
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(variable, stage.environ[variable])
    return dict(botocore.session.Session(profile=name).full_config["profiles"][name])


def signs_in(role: str, region: str) -> dict[str, object]:
    account, _, name = role.partition("/")
    return {
        "sso_session": "demo",
        "sso_account_id": account,
        "sso_role_name": name,
        "region": region,
        "ssotui_role": role,
    }


@pytest.mark.requirement("SEC-43")
def test_the_key_stays_as_a_comment(
    old: Stage, key: UserKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = old.config.read_text()
    ran = migrated(old, "--to", READ)
    today = old.world().now()
    assert credentials_of(old).read_text() == (
        f"# mine\n# Replaced by IAM Identity Center on {today:%Y-%m-%d}; delete the key at AWS:\n"
        f"# [ci]\n# aws_access_key_id = {key.access_key_id}\n"
        f"# aws_secret_access_key = {key.secret_access_key}\n# region = sa-east-1\n\n# end\n"
    )
    assert stat.S_IMODE(credentials_of(old).stat().st_mode) == 0o600
    assert old.config.read_text().startswith(config)
    assert profile_of(old, "ci", monkeypatch) == signs_in(READ, "sa-east-1")
    assert key.secret_access_key not in ran.err
    assert calls(old, "GetCallerIdentity") == 0


def test_the_key_goes_where_that_is_wished(old: Stage, key: UserKey) -> None:
    ran = migrated(old, "--to", READ, "--remove")
    assert credentials_of(old).read_text() == "# mine\n\n# end\n"
    assert key.secret_access_key not in ran.err
    assert "comments now" not in ran.err
    copies = (old.home / ".local/state/ssotui/backups").glob("credentials.*")
    assert any(key.secret_access_key in one.read_text() for one in copies)


@pytest.mark.requirement("SEC-43")
def test_a_key_in_the_config_file(
    old: Stage, key: UserKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials_of(old).unlink()
    before = old.config.read_text()
    old.config.write_text(
        f"{before}\n[profile ci]\noutput = text\naws_access_key_id = {key.access_key_id}\n"
        f"aws_secret_access_key = {key.secret_access_key}\ns3 =\n  max_queue_size = 9\n"
    )
    migrated(old, "--to", READ)
    assert f"\n# aws_secret_access_key = {key.secret_access_key}\n" in old.config.read_text()
    assert profile_of(old, "ci", monkeypatch) == {
        **signs_in(READ, "eu-west-1"),
        "output": "text",
        "s3": {"max_queue_size": "9"},
    }
    assert not credentials_of(old).exists()


def test_a_key_in_both_files_and_what_stands_beside_it(
    old: Stage, key: UserKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    with credentials_of(old).open("a") as file:
        file.write("[more]\naws_access_key_id = ASIAX\n")
    text = credentials_of(old).read_text().replace("region", "output = table\nregion")
    credentials_of(old).write_text(text)
    with old.config.open("a") as config:
        config.write(
            f"\n[profile ci]\naws_access_key_id = {key.access_key_id}\n"
            "aws_secret_access_key = another\noutput = text\nregion = us-west-2\n"
        )
    migrated(old, "--to", READ)
    assert profile_of(old, "ci", monkeypatch) == {
        **signs_in(READ, "sa-east-1"),
        "output": "table",
    }
    assert profile_of(old, "more", monkeypatch) == {"aws_access_key_id": "ASIAX"}


def test_another_key_in_the_config_file_is_told_of(old: Stage) -> None:
    with old.config.open("a") as config:
        config.write(
            "\n[profile ci]\naws_access_key_id = AKIA1234567890ABWXYZ\n"
            "aws_secret_access_key = another\n"
        )
    assert "with AKIA1234567890ABWXYZ too" in migrated(old, "--to", READ).err


def test_the_default_profile(old: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    text = credentials_of(old).read_text().replace("[ci]", "[default]")
    credentials_of(old).write_text(text)
    assert old.run("profile", "migrate", "default", "--to", READ, "--yes").status == 0
    monkeypatch.setenv("AWS_DEFAULT_REGION", "")
    assert profile_of(old, "default", monkeypatch) == {
        **signs_in(READ, "sa-east-1"),
        "output": "json",
    }


@pytest.mark.parametrize("name", ["default", "ci"])
def test_one_file_for_both(old: Stage, key: UserKey, name: str) -> None:
    header = "default" if name == "default" else f"profile {name}"
    session = old.config.read_text().replace("[default]", "[profile another]")
    secret = f"aws_access_key_id = {key.access_key_id}\naws_secret_access_key = hush\n"
    old.config.write_text(f"{session}\n[{header}]\n{secret}output = text\n")
    old.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(old.config)
    ran = old.run("profile", "migrate", name, "--to", READ, "--yes")
    assert ran.status == 0, ran
    read = configreader.read(old.config)["profile", name]
    assert read == {
        "sso_session": "demo",
        "sso_account_id": CORE,
        "sso_role_name": "ReadOnlyAccess",
        "output": "text",
        "ssotui_role": READ,
    }
    assert ran.err.count("\n+++ ") == 1


def test_a_header_with_a_kind_is_a_name(old: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    text = credentials_of(old).read_text()
    credentials_of(old).write_text(text.replace("[ci]", "[profile ci]"))
    one_sentence(old.run("profile", "migrate", "ci", "--to", READ, "--yes"), 2)
    assert old.run("profile", "migrate", "profile ci", "--to", READ, "--yes").status == 0
    assert profile_of(old, "profile ci", monkeypatch) == signs_in(READ, "sa-east-1")
    assert "\n# [profile ci]\n" in credentials_of(old).read_text()


def test_a_header_that_is_another_thing_in_the_config_file(old: Stage) -> None:
    text = credentials_of(old).read_text().replace("[ci]", "[services-ci]")
    credentials_of(old).write_text(text)
    before = old.config.read_bytes()
    ran = old.run("profile", "migrate", "services-ci", "--to", READ, "--yes")
    assert "The section [services-ci] of " in one_sentence(ran, 1)
    assert (old.config.read_bytes(), credentials_of(old).read_text()) == (before, text)


@pytest.mark.parametrize("role", [f"{CORE}/Nope", "999999999999/ReadOnlyAccess"])
def test_a_role_that_nobody_gets_takes_no_keys_place(old: Stage, role: str) -> None:
    before = old.config.read_bytes(), credentials_of(old).read_bytes()
    one_sentence(old.run("profile", "migrate", "ci", "--to", role, "--yes"), 4)
    assert (old.config.read_bytes(), credentials_of(old).read_bytes()) == before


def test_a_script_that_is_not_signed_in_changes_nothing(old: Stage) -> None:
    before = old.config.read_bytes(), credentials_of(old).read_bytes()
    assert old.run("logout").status == 0
    one_sentence(old.run("profile", "migrate", "ci", "--to", READ, "--yes"), 3)
    assert (old.config.read_bytes(), credentials_of(old).read_bytes()) == before


@pytest.mark.requirement("SEC-42")
def test_sts_finds_the_account_and_nobody_else_sees_the_key(old: Stage, key: UserKey) -> None:
    ran = typing(old, "y\n2\ny\n", "ci")
    assert (ran.status, ran.out) == (0, ""), ran
    assert "\n  1  AdministratorAccess  (demo)\n  2  ReadOnlyAccess  (demo)\n" in ran.err
    assert f"sso_role_name = ReadOnlyAccess\nregion = sa-east-1\nssotui_role = {READ}" in (
        old.config.read_text()
    )
    for request in old.portal.requests:
        sent = f"{request.target} {request.headers} {request.content!r}"
        assert key.secret_access_key not in sent
        assert (key.access_key_id in sent) == (request.operation == "GetCallerIdentity")
    assert "--user-name bot " in ran.err
    assert f"--access-key-id {key.access_key_id} --status Inactive" in ran.err


@pytest.mark.parametrize("typed", ["", "n\n", "y\n", "y\n0\n", "y\n3\n", "y\nx\n", "y\n1\nn\n"])
def test_nothing_is_written_without_a_yes(old: Stage, typed: str) -> None:
    before = old.config.read_bytes(), credentials_of(old).read_bytes()
    ran = typing(old, typed, "ci")
    assert (ran.status, ran.out) == (130, "")
    assert ran.err.endswith("Nothing was written.\n")
    assert (old.config.read_bytes(), credentials_of(old).read_bytes()) == before
    assert calls(old, "GetCallerIdentity") == typed.startswith("y")


def test_a_script_names_the_role_or_allows_sts(old: Stage) -> None:
    assert "--to" in one_sentence(old.run("profile", "migrate", "ci", "--yes"), 2)
    assert calls(old, "GetCallerIdentity") == 0
    said = one_sentence(old.run("profile", "migrate", "ci", "--yes", "--sts"), 5)
    assert ADMIN in said
    assert READ in said


def move_key(account: str) -> Callable[[Stage], None]:
    def move(stage: Stage) -> None:
        made = stage.portal.create_user_key(account, "x")
        credentials_of(stage).write_text(
            f"[ci]\naws_access_key_id = {made.access_key_id}\n"
            f"aws_secret_access_key = {made.secret_access_key}\n"
        )

    return move


def test_the_only_role_of_the_account_is_taken(old: Stage) -> None:
    old.portal.organisation.revoke(PAYMENTS, "Deploy")
    move_key(PAYMENTS)(old)
    migrated(old, "--sts")
    assert f"ssotui_role = {PAYMENTS}/ReadOnlyAccess" in old.config.read_text()


@pytest.mark.parametrize("account", [EMPTY, "999999999999"])
def test_an_account_without_a_role(old: Stage, account: str) -> None:
    move_key(account)(old)
    said = one_sentence(old.run("profile", "migrate", "ci", "--yes", "--sts"), 4)
    assert account in said


def test_a_key_that_aws_does_not_know(old: Stage) -> None:
    credentials_of(old).write_text(
        "[ci]\naws_access_key_id = AKIANOBODYHASMELEXY\naws_secret_access_key = x\n"
    )
    said = one_sentence(old.run("profile", "migrate", "ci", "--yes", "--sts"), 4)
    assert "LEXY" in said


def test_a_dry_run_prints_both_changes_alone(old: Stage, key: UserKey) -> None:
    before = old.config.read_bytes(), credentials_of(old).read_bytes()
    ran = old.run("profile", "migrate", "ci", "--to", READ, "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n+++ ") == 2
    assert key.secret_access_key not in ran.out
    assert (old.config.read_bytes(), credentials_of(old).read_bytes()) == before


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("role_arn = arn:aws:iam::1:role/x\nsource_profile = ci\n", "take another role (role_arn)"),
        ("source_profile = x\n", "(source_profile)"),
    ],
)
def test_a_key_that_leads_to_another_role_is_left_alone(old: Stage, config: str, said: str) -> None:
    with old.config.open("a") as file:
        file.write(f"\n[profile ci]\n{config}")
    assert said in one_sentence(old.run("profile", "migrate", "ci", "--to", READ, "--yes"), 1)


@pytest.mark.parametrize("words", [("--yes",), ("--dry-run",)])
def test_whose_role_has_to_trust_another_now_is_named(old: Stage, words: tuple[str]) -> None:
    said = "the source_profile of admin: the role that is assumed there has to trust ReadOnlyAcc"
    assert said not in old.run("profile", "migrate", "ci", "--to", READ, *words, "--dry-run").err
    with old.config.open("a") as file:
        file.write("\n[profile admin]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = ci\n")
    ran = old.run("profile", "migrate", "ci", "--to", READ, *words)
    assert (ran.status, said in ran.err) == (0, True), ran


def test_a_key_that_is_every_profiles_is_left_alone(old: Stage) -> None:
    file = credentials_of(old)
    text = file.read_text()
    file.write_text(text.replace("[ci]", "[DEFAULT]") + "[ci]\noutput = json\n")
    before = old.config.read_bytes(), file.read_bytes()
    said = one_sentence(old.run("profile", "migrate", "ci", "--to", READ, "--yes"), 1)
    assert "The key of ci is that of [DEFAULT] in ~/.aws/credentials" in said
    assert (old.config.read_bytes(), file.read_bytes()) == before
    file.write_text(text.replace("[ci]", "[DEFAULT]\nregion = sa-east-1\n[ci]"))
    assert old.run("profile", "migrate", "ci", "--to", READ, "--yes").status == 0


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("s3 =\n  max_queue_size = 9\n", "s3"),
        ("my own = 1\n", "my own"),
        ("mfa_serial = arn:aws:iam::1:mfa/x # mine\n", "mfa_serial"),
    ],
)
def test_what_can_not_be_carried_over_is_said(old: Stage, setting: str, named: str) -> None:
    with credentials_of(old).open("a") as file:
        file.write(setting)
    before = credentials_of(old).read_bytes()
    said = one_sentence(old.run("profile", "migrate", "ci", "--to", READ, "--yes"), 1)
    assert f"The profile ci has {named} in the credentials file" in said
    assert credentials_of(old).read_bytes() == before


@pytest.mark.parametrize("name", ["weekly-report", "default", "nobody", "\x1b[31m"])
def test_what_has_no_long_term_key(old: Stage, name: str) -> None:
    one_sentence(old.run("profile", "migrate", name, "--to", READ, "--yes"), 2)


@pytest.mark.requirement("REL-20")
def test_links_stay(old: Stage, tmp_path: Path) -> None:
    for number, path in enumerate((old.config, credentials_of(old))):
        target = tmp_path / f"dotfile-{number}"
        path.rename(target)
        path.symlink_to(target)
    migrated(old, "--to", READ)
    assert old.config.is_symlink()
    assert credentials_of(old).is_symlink()
    assert "# [ci]" in credentials_of(old).read_text()
