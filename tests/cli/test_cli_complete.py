"""`ssotui complete`: what each place of a command line can be completed to, and that it is harmless."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stage import Stage

from sso_tui import hot
from sso_tui.catalogue import Catalogue, Entry
from sso_tui.cli.command import COMMANDS
from sso_tui.cli.digest import keep
from sso_tui.demo import Organisation, Portal
from sso_tui.hot.completion import MOST
from sso_tui.hot.doubt import PLAIN
from sso_tui.model import Account
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.places import Places

CORE, PAYMENTS, TWINS = "000000000012", "798373876239", ("528374655566", "639485766677")
ACCOUNTS = (
    (CORE, "[PROD] core", ("AdministratorAccess", "ReadOnlyAccess")),
    (PAYMENTS, "payments-prod", ("Deploy", "ReadOnlyAccess", "$(id)")),
    (TWINS[0], "tools", ("PowerUserAccess",)),
    (TWINS[1], "tools", ("ReadOnlyAccess",)),
    ("740596877788", "-rf", ("Deploy",)),
)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Somebody with a list; the portal behind it is gone."""
    home = tmp_path_factory.mktemp("home")
    with Portal(organisation=Organisation(())) as portal:
        stage = Stage(portal, home)
    stage.config.write_text(
        "[sso-session demo]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n"
        "[profile payroll]\nsso_session = demo\nsso_account_id = 798373876239\n"
        "sso_role_name = Deploy\n"
    )
    remember(stage, ACCOUNTS)
    return stage


def remember(stage: Stage, accounts: tuple[tuple[str, str, tuple[str, ...]], ...]) -> None:
    entries = tuple(Entry(Account(number, name), names) for number, name, names in accounts)
    cache = CatalogueCache(Places.of(stage.world()), print)
    cache.save(Catalogue("demo", entries, datetime.now(UTC)))


def completed(stage: Stage, *typed: str) -> list[str]:
    """The completions, the long way and at once."""
    words = ["complete", "--shell", "bash", "--", *typed]
    keep(stage.world())
    ran = stage.run(*words)
    assert (ran.status, ran.err) == (0, "")
    assert hot.text(words, stage.environ) == ran.out
    return ran.out.splitlines()


def test_commands(user: Stage) -> None:
    found = completed(user, "")
    assert set(COMMANDS) <= set(found)
    assert "complete" not in found
    assert completed(user, "en") == ["env"]
    assert completed(user, "-s", "demo", "en") == ["env"]


def test_an_account_that_is_hidden_is_not_offered(user: Stage) -> None:
    settings = Places.of(user.world()).settings_file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'hidden = ["{PAYMENTS}", "{TWINS[0]}"]\n')
    try:
        assert completed(user, "env", "pay") == ["payroll"]
        assert completed(user, "env", PAYMENTS[:6]) == []
        assert completed(user, "env", "payments-prod/") == []
        assert completed(user, "env", "--account", "6") == [TWINS[1]]
        assert PAYMENTS not in completed(user, "env", "--account", "")
        assert CORE in completed(user, "env", "--account", "0")
    finally:
        settings.unlink()
    assert "payments-prod/Deploy" in completed(user, "env", "pay")


@pytest.mark.parametrize("hidden", [TWINS[0], "tools*", "TO*S"])
def test_what_hidden_accounts_alone_have_is_not_offered(user: Stage, hidden: str) -> None:
    """Names, ids, and the names of roles; that of a role that others have is."""
    assert "PowerUserAccess" in completed(user, "env", "--role", "")
    settings = Places.of(user.world()).settings_file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'hidden = ["{hidden}"]\n')
    try:
        roles = completed(user, "env", "--role", "")
        assert "PowerUserAccess" not in roles
        assert {"AdministratorAccess", "ReadOnlyAccess", "Deploy"} <= set(roles)
        assert completed(user, "credential-process", "--role-name", "Po") == []
        assert completed(user, "env", "--account", TWINS[0][:3]) == []
    finally:
        settings.unlink()


def test_it_is_no_command_for_people(user: Stage) -> None:
    assert "\n  complete" not in user.run("--help").out


def test_options(user: Stage) -> None:
    assert completed(user, "env", "--f") == ["--format"]
    assert {"--sso-session", "--help", "--version", "-s"} <= set(completed(user, "-"))
    assert "--account-id" in completed(user, "credential-process", "--a")


@pytest.mark.parametrize("before", [["env", "--format"], ["use", "x", "--format"]])
def test_formats(user: Stage, before: list[str]) -> None:
    assert completed(user, *before, "f") == ["fish"]
    assert "nu" in completed(user, *before, "")
    assert completed(user, *before[:-1], "--format=f") == ["--format=fish"]


def test_portals(user: Stage) -> None:
    for option in ("-s", "--sso-session"):
        assert completed(user, option, "") == ["demo"]
        assert completed(user, "env", option, "d") == ["demo"]
    assert completed(user, "--sso-session=") == ["--sso-session=demo"]


def test_regions(user: Stage) -> None:
    assert "eu-west-1" in completed(user, "env", "--region", "eu-w")


def test_roles(user: Stage) -> None:
    assert completed(user, "env", "") == [
        f"{CORE}/AdministratorAccess",
        f"{CORE}/ReadOnlyAccess",
        f"{TWINS[0]}/PowerUserAccess",
        f"{TWINS[1]}/ReadOnlyAccess",
        "740596877788/Deploy",
        "payments-prod/Deploy",
        "payments-prod/ReadOnlyAccess",
    ]
    assert completed(user, "env", "payments-prod/R") == ["payments-prod/ReadOnlyAccess"]
    assert completed(user, "env", "7983") == [f"{PAYMENTS}/Deploy", f"{PAYMENTS}/ReadOnlyAccess"]
    assert completed(user, "env", "payr") == ["payroll"]
    assert completed(user, "env", "nothing") == []
    assert completed(user, "env", "payments-prod/Deploy", "") == []


def test_a_bare_reference(user: Stage) -> None:
    assert completed(user, "payments-prod/D") == ["payments-prod/Deploy"]
    assert completed(user, "use", "payments-prod/D") == ["payments-prod/Deploy"]


def test_accounts_and_roles_of_their_own(user: Stage) -> None:
    assert completed(user, "env", "--account", "pay") == ["payments-prod"]
    assert completed(user, "env", "--account", "payments-prod", "--role", "") == [
        "Deploy",
        "ReadOnlyAccess",
    ]


def test_nothing_after_two_dashes(user: Stage) -> None:
    assert completed(user, "exec", "payments-prod/Deploy", "--", "") == []


def test_subcommands(user: Stage) -> None:
    assert "sync" in completed(user, "profile", "") or "list" in completed(user, "profile", "")
    assert completed(user, "profile", "nonsense", "") == []


def test_shells(user: Stage) -> None:
    assert completed(user, "init", "z") == ["zsh"]


def test_another_portal_offers_nothing_of_this_one(user: Stage) -> None:
    assert completed(user, "-s", "other", "env", "pay") == ["payroll"]


@pytest.mark.requirement("SEC-35")
def test_only_plain_words_come_out(user: Stage) -> None:
    for typed in ([""], ["env", ""], ["env", "["], ["env", "--account", ""], ["-s", ""]):
        for line in completed(user, *typed):
            assert PLAIN.issuperset(line)


def test_many_roles_begin_with_their_accounts(user: Stage, tmp_path: Path) -> None:
    many = Stage(user.portal, tmp_path)
    many.config.write_text(user.config.read_text())
    accounts = tuple((f"{n:012}", f"team-{n}", ("A", "B")) for n in range(MOST))
    remember(many, accounts)
    assert completed(many, "env", "team-1")[:2] == ["team-1/", "team-10/"]
    assert completed(many, "env", "team-19/") == ["team-19/A", "team-19/B"]
    assert completed(many, "env", "team-199") == ["team-199/A", "team-199/B"]


@pytest.mark.requirement("SEC-29")
def test_without_any_portal_there_are_commands(user: Stage, tmp_path: Path) -> None:
    bare = Stage(user.portal, tmp_path)
    for content in ("", "[broken\n"):
        bare.config.write_text(content)
        words = ("complete", "--shell", "zsh", "--")
        assert bare.run(*words, "en").out == "env\n"
        assert (bare.run(*words, "env", "x").status, bare.run(*words, "env", "x").out) == (0, "")
