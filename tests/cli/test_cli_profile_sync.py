"""`profile sync`: a profile for each role in one write, twice the same, and nothing of others'."""

from pathlib import Path

import pytest
from cli_support import ADMIN, CORE, PAYMENTS, TWINS, add_session, one_sentence
from stage import Ran, Stage

from sso_tui.aws import configreader
from sso_tui.demo import Account
from sso_tui.demo.faults import Fault
from sso_tui.store.configfile import read_config
from sso_tui.store.configtext import ConfigText
from sso_tui.store.places import Places


def synced(stage: Stage, *words: str) -> Ran:
    """What writing without a question leaves behind."""
    ran = stage.run("profile", "sync", "--yes", *words)
    assert (ran.status, ran.out) == (0, ""), ran
    return ran


def profiles(stage: Stage) -> dict[str, dict[str, object]]:
    """Every profile as botocore reads it, in the file's order."""
    read = configreader.read(stage.config)
    return {name: dict(settings) for (kind, name), settings in read.items() if kind == "profile"}


def ours(stage: Stage) -> list[str]:
    return [name for name, settings in profiles(stage).items() if "ssotui_role" in settings]


def backups(stage: Stage) -> list[Path]:
    return list((stage.home / ".local/state/ssotui/backups").glob("config.*"))


def test_every_role_that_matches_gets_a_profile_in_one_write(user: Stage) -> None:
    before = user.config.read_text()
    ran = synced(user, "payments")
    assert "Profiles: 2 added, 0 removed, 0 kept." in ran.err
    section = (
        "\n[profile payments-prod-{role}]\nsso_session = demo\nsso_account_id = "
        f"{PAYMENTS}\nsso_role_name = {{role}}\nregion = eu-west-1\nssotui_role = {PAYMENTS}/{{role}}\n"
    )
    added = "".join(section.format(role=role) for role in ("Deploy", "ReadOnlyAccess"))
    assert user.config.read_text() == before + added
    assert len(backups(user)) == 1


def test_what_is_hidden_gets_none_and_keeps_what_it_has(user: Stage) -> None:
    synced(user, "payments deploy")
    settings = Places.of(user.world()).settings_file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'hidden = ["{PAYMENTS}"]\n')
    synced(user, "--prune")
    assert [name for name in ours(user) if "payments" in name] == ["payments-prod-Deploy"]
    assert len(ours(user)) == 6
    synced(user, "is:hidden")
    assert len(ours(user)) == 7


def test_doing_it_twice_changes_nothing(user: Stage) -> None:
    synced(user)
    before = user.config.stat()
    assert "Nothing changes" in synced(user).err
    assert "Nothing changes" in synced(user, "--prune").err
    assert user.config.stat().st_mtime_ns == before.st_mtime_ns
    assert len(backups(user)) == 1


def test_the_names_do_not_depend_on_the_filter(user: Stage) -> None:
    synced(user, f"id:{TWINS[1]}")
    assert ours(user) == [f"tools-ReadOnlyAccess-{TWINS[1]}"]
    synced(user, "account:tools")
    assert ours(user) == [
        f"tools-ReadOnlyAccess-{TWINS[1]}",
        "tools-PowerUserAccess",
        f"tools-ReadOnlyAccess-{TWINS[0]}",
    ]


def test_a_name_stays_when_another_account_gets_the_same(user: Stage) -> None:
    synced(user, "payments")
    user.portal.organisation.add(Account("111111111111", "payments-prod", None, ("Deploy",)))
    synced(user)
    assert profiles(user)["payments-prod-Deploy"]["sso_account_id"] == PAYMENTS
    assert profiles(user)["payments-prod-Deploy-111111111111"]["sso_account_id"] == "111111111111"


@pytest.mark.requirement("SEC-43")
def test_what_the_user_has_changed_survives(user: Stage) -> None:
    synced(user)
    text = user.config.read_text().replace(
        f"region = eu-west-1\nssotui_role = {ADMIN}\n",
        f"# mine\nregion = sa-east-1\noutput = text\nssotui_role = {ADMIN}\ns3 =\n  max_queue_size = 9\n",
    )
    text = text.replace("[profile payments-prod-Deploy]", "[profile ship-it]")
    user.config.write_text(text)
    user.portal.organisation.grant(CORE, "BreakGlass")
    synced(user, "--prune")
    assert user.config.read_text().startswith(text)
    assert [name for name in ours(user) if name not in text] == ["PROD-core-BreakGlass"]


@pytest.mark.requirement("SEC-43")
def test_what_is_gone_is_pruned_and_nothing_else(user: Stage) -> None:
    add_session(user)
    by_hand = (
        "\n# by hand\n[profile gone]\nsso_session = demo\nsso_account_id = 111111111111\n"
        "sso_role_name = Gone\n"
        "\n[profile elsewhere]\nsso_session = second\nsso_account_id = 111111111111\n"
        "sso_role_name = Gone\nssotui_role = 111111111111/Gone\n"
        "\n[profile taken-over]\nsso_session = demo\nsso_account_id = 111111111111\n"
        "sso_role_name = Gone\nssotui_role = 111111111111/Other\n"
    )
    with user.config.open("a") as config:
        config.write(by_hand)
    synced(user, "-s", "demo")
    user.portal.organisation.revoke(CORE, "ReadOnlyAccess")
    user.portal.organisation.remove(PAYMENTS)
    before = profiles(user)
    synced(user, "-s", "demo")
    assert profiles(user) == before
    ran = synced(user, "-s", "demo", "--prune", "tools")
    assert "Profiles of demo: 0 added, 3 removed, 3 kept." in ran.err
    gone = {"PROD-core-ReadOnlyAccess", "payments-prod-Deploy", "payments-prod-ReadOnlyAccess"}
    assert before.keys() - profiles(user).keys() == gone
    assert by_hand in user.config.read_text()


def test_a_file_is_not_read_again_for_each_that_goes(
    user: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(path: Path) -> ConfigText:
        read.append(path)
        return read_config(path)

    synced(user)
    user.portal.organisation.revoke(CORE, "ReadOnlyAccess")
    monkeypatch.setattr("sso_tui.store.keysfile.read_config", counted)
    assert user.run("profile", "sync", "--prune", "--dry-run").status == 0
    for_one = len(read)
    user.portal.organisation.remove(PAYMENTS)
    user.portal.organisation.remove(TWINS[0])
    ran = user.run("profile", "sync", "--prune", "--dry-run")
    assert ran.out.count("\n-[profile ") == 5
    assert len(read) == 2 * for_one


@pytest.mark.requirement("SEC-43")
def test_what_another_profile_rests_on_is_not_pruned(user: Stage) -> None:
    """Whichever file that one stands in; a profile that names itself rests on nothing."""
    synced(user, "payments")
    chained = "role_arn = arn:aws:iam::1:role/x\nsource_profile = payments-prod-Deploy\n"
    with user.config.open("a") as config:
        config.write(f"\n[profile 'ship it']\n{chained}\n[profile 'night\x1bly']\n{chained}")
    itself = "ssotui_role = 798373876239/ReadOnlyAccess\n"
    text = user.config.read_text()
    user.config.write_text(
        text.replace(itself, f"{itself}source_profile = payments-prod-ReadOnlyAccess\n")
    )
    keys = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    keys.write_text(f"[weekly]\n{chained}")
    user.portal.organisation.remove(PAYMENTS)
    ran = synced(user, "--prune", "tools")
    stays = "The profile payments-prod-Deploy stays, though its role is not yours any more"
    assert f"{stays}: it is the source_profile of ship it, night\ufffdly, weekly.\n" in ran.err
    assert "1 removed" in ran.err
    assert "payments-prod-Deploy" in ours(user)
    assert "payments-prod-ReadOnlyAccess" not in ours(user)

    user.config.write_text(user.config.read_text().replace("source_profile", "# source_profile"))
    keys.unlink()
    assert "1 removed" in synced(user, "--prune", "tools").err
    assert "payments-prod-Deploy" not in ours(user)


@pytest.mark.requirement("REL-05")
def test_an_account_that_can_not_be_read_loses_nothing(user: Stage) -> None:
    synced(user)
    before = user.config.read_bytes()
    user.portal.organisation.revoke(PAYMENTS, "Deploy")
    user.portal.faults.add(
        Fault(
            "ListAccountRoles",
            when=lambda request: request.query["account_id"] == PAYMENTS,
            error="ForbiddenException",
        )
    )
    ran = user.run("profile", "sync", "--prune", "--yes")
    assert (ran.status, ran.out) == (6, "")
    assert f"The roles of {PAYMENTS} could not be read" in ran.err
    assert user.config.read_bytes() == before


@pytest.mark.requirement("SEC-43")
def test_profiles_that_would_inherit_another_way_are_not_written(user: Stage) -> None:
    text = f"[DEFAULT]\nrole_arn = x\n{user.config.read_text()}"
    user.config.write_text(text)
    assert "[DEFAULT] lends its role_arn, on line 2" in one_sentence(
        user.run("profile", "sync", "--yes"), 1
    )
    assert user.config.read_text() == text


@pytest.mark.requirement("SEC-43")
def test_names_that_mean_something_already_are_left_alone(user: Stage) -> None:
    with user.config.open("a") as config:
        config.write("\n[profile payments-prod-Deploy]\nrole_arn = arn:aws:iam::1:role/x\n")
    keys = Path(user.environ["AWS_SHARED_CREDENTIALS_FILE"])
    keys.write_text("[payments-prod-ReadOnlyAccess]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD1\n")
    before = user.config.read_text()
    synced(user, "payments")
    assert user.config.read_text().startswith(before)
    assert ours(user) == [
        f"payments-prod-Deploy-{PAYMENTS}",
        f"payments-prod-ReadOnlyAccess-{PAYMENTS}",
    ]


def test_a_profile_made_by_hand_for_the_same_role_will_do(user: Stage) -> None:
    with user.config.open("a") as config:
        config.write(
            "\n[profile payments-prod-Deploy]\nsso_session = demo\n"
            f"sso_account_id = {PAYMENTS}\nsso_role_name = Deploy\n"
        )
    synced(user, "payments")
    assert ours(user) == ["payments-prod-ReadOnlyAccess"]


def test_no_template_makes_the_default_profile(user: Stage) -> None:
    user.portal.organisation.add(Account("111111111111", "default", None, ("x",)))
    synced(user, "id:111111111111", "--template", "{account}")
    assert ours(user) == ["default-111111111111"]


def test_a_template_names_the_profiles_and_those_of_the_settings_stay(user: Stage) -> None:
    synced(user, "payments")
    synced(user, "payments", "--template", "{portal}.{account:.3}.{role}")
    assert ours(user)[2:] == ["demo.pay.Deploy", "demo.pay.ReadOnlyAccess"]
    assert "Nothing changes" in synced(user, "payments").err


def test_a_dry_run_prints_the_change_alone(user: Stage) -> None:
    before = user.config.read_bytes()
    ran = user.run("profile", "sync", "payments", "--dry-run", "--yes")
    assert (ran.status, ran.err) == (0, "")
    added = [line[1:] for line in ran.out.splitlines()[3:] if line.startswith("+")]
    assert user.config.read_bytes() == before
    synced(user, "payments")
    assert user.config.read_text() == before.decode() + "\n".join(added) + "\n"


def test_a_filter_that_finds_nothing_is_told_of(user: Stage) -> None:
    before = user.config.read_bytes()
    said = synced(user, "nowhere").err
    assert "No role matches" in said
    assert "has it already" not in said
    assert user.config.read_bytes() == before


def test_nobody_to_agree(user: Stage) -> None:
    before = user.config.read_bytes()
    ran = user.run("profile", "sync")
    assert (ran.status, ran.out) == (2, "")
    assert user.config.read_bytes() == before


def test_nobody_to_sign_in(stranger: Stage) -> None:
    one_sentence(stranger.run("profile", "sync", "--yes"), 3)


@pytest.mark.parametrize(
    "template",
    [
        "{acount}",
        "{account",
        "{}",
        "{account.x}",
        "{account!r}",
        "{account:d}",
        "{account:{role}}",
        "{account:>99999999999999}",
        "{account:.9999}",
    ],
)
def test_what_is_no_template(stranger: Stage, template: str) -> None:
    said = one_sentence(stranger.run("profile", "sync", "--template", template), 2)
    assert template in said


@pytest.mark.requirement("SEC-41")
def test_a_role_that_can_not_be_written_costs_itself_alone(user: Stage) -> None:
    user.portal.organisation.add(Account("111111111111", "odd", None, ("a #b", "fine")))
    ran = synced(user, "id:111111111111")
    assert "111111111111/a #b gets no profile" in ran.err
    assert ours(user) == ["odd-fine"]


def test_a_legacy_portal_gets_a_session_in_the_same_write(stranger: Stage) -> None:
    url = stranger.portal.start_url
    stranger.config.write_text(
        f"[profile old]\nsso_start_url = {url}\nsso_region = eu-central-1\n"
        f"sso_account_id = {CORE}\nsso_role_name = AdministratorAccess\n"
    )
    stranger.sign_in()
    synced(stranger, "-s", url, "core")
    assert ours(stranger) == ["PROD-core-AdministratorAccess", "PROD-core-ReadOnlyAccess"]
    assert profiles(stranger)["PROD-core-ReadOnlyAccess"]["sso_session"] == "sso"
    assert len(backups(stranger)) == 1
    assert "Nothing changes" in synced(stranger, "-s", url, "core").err


@pytest.mark.requirement("REL-20")
def test_a_link_stays_one(user: Stage, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "aws-config"
    target.parent.mkdir()
    user.config.rename(target)
    user.config.symlink_to(target)
    synced(user)
    assert user.config.is_symlink()
    assert "[profile payments-prod-Deploy]" in target.read_text()
