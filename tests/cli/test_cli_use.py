"""`ssotui` and `ssotui use` where no screen is needed, and where none can be had."""

import pytest
from cli_support import ADMIN, CORE, PAYMENTS, one_sentence, run_at_a_terminal, values_in
from stage import Stage

from sso_tui.demo.further import EMERGENCIES

EXPORTS = r"^export (\w+)='(.*)'$"


def role_in(text: str) -> str:
    return values_in(text, EXPORTS).get("SSOTUI_ROLE", "")


@pytest.mark.parametrize(
    "words", [("use", ADMIN), (ADMIN,), ("use", "weekly-report"), ("--", ADMIN)]
)
def test_a_reference_needs_no_screen(user: Stage, words: tuple[str, ...]) -> None:
    ran = user.run(*words)
    assert (ran.status, role_in(ran.out)) == (0, ADMIN)


def test_one_line_tells_what_the_shell_has_now(user: Stage) -> None:
    user.run("list")
    err = user.run("use", ADMIN, "--region", "eu-west-3").err
    assert err == f"[PROD] core/AdministratorAccess ({CORE}) · eu-west-3 · 59m left\n"


def test_the_role_before(user: Stage) -> None:
    one_sentence(user.run("use", "-"), 2)
    user.run("use", ADMIN)
    one_sentence(user.run("use", "-"), 2)
    other = f"{PAYMENTS}/Deploy"
    user.run("use", other)
    for wanted in (ADMIN, other, ADMIN):
        ran = user.run("use", "-")
        assert (ran.status, role_in(ran.out)) == (0, wanted)


def test_the_role_before_is_that_of_its_own_portal(user: Stage) -> None:
    user.add_portals(3)
    user.sign_in(name=EMERGENCIES)
    user.run("list")
    user.run("list", "-s", EMERGENCIES)
    user.run("use", ADMIN, "-s", EMERGENCIES)
    user.run("use", f"{PAYMENTS}/Deploy", "-s", "demo")
    assert user.run("use", "-").status == 0
    broker = user.broker()
    emergency = broker.local(broker.portal(EMERGENCIES))
    assert emergency.last is not None
    assert emergency.last.portal == EMERGENCIES


def test_the_role_before_may_be_gone(user: Stage) -> None:
    user.run("use", f"{PAYMENTS}/Deploy")
    user.run("use", ADMIN)
    user.portal.organisation.revoke(PAYMENTS, "Deploy")
    user.run("logout")
    user.sign_in()
    one_sentence(user.run("use", "-"), 4)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("lits", "list"), ("ist", "list"), ("lisst", "list"), ("login2", "login"), ("UES", "use"),
     ("eny", "env"), ("logot", "logout"), ("demoo", "demo"), ("nev", "env"), ("Lst", "list")],
)  # fmt: skip
def test_a_slip_is_no_query(stranger: Stage, slip: str, meant: str) -> None:
    said = one_sentence(stranger.run(slip), 2)
    assert f"did you mean {meant}? To search for it: ssotui -- {slip}" in said


@pytest.mark.parametrize(
    "words", [("pay",), ("--", "lits"), ("use", "lits"), (), ("use", "pay", "prod")]
)
def test_a_query_needs_a_screen(user: Stage, words: tuple[str, ...]) -> None:
    said = one_sentence(user.run(*words), 2)
    assert "did you mean" not in said
    assert "TERM is dumb" in said


def test_where_no_screen_can_search_for_it_an_unknown_reference_is_what_is_wrong(
    user: Stage,
) -> None:
    assert "is named nobody/Nothing." in one_sentence(user.run("use", "nobody/Nothing"), 4)
    assert "there you have Deploy" in one_sentence(user.run("payments-prod/Nothing"), 4)


def test_two_roles_of_one_name_are_ambiguous(user: Stage) -> None:
    one_sentence(user.run("use", "tools/ReadOnlyAccess"), 5)


def test_nobody_signed_in_and_nobody_there(stranger: Stage) -> None:
    for words in (("use", ADMIN), ("use", "payments-prod/Deploy")):
        one_sentence(stranger.run(*words), 3)
    assert stranger.portal.requests == []


def test_at_a_terminal_it_signs_in_first(stranger: Stage) -> None:
    stranger.portal.auto_approve_after = 0
    ran = run_at_a_terminal(stranger, "use", ADMIN)
    assert (ran.status, role_in(ran.out)) == (0, ADMIN)
    assert ran.err.splitlines()[-1].startswith(f"{CORE}/AdministratorAccess")


def test_the_format_of_the_calling_shell(user: Stage) -> None:
    assert "set -gx SSOTUI_ROLE" in user.run("use", ADMIN, SSOTUI_SHELL="fish").out
    assert "$Env:SSOTUI_ROLE" in user.run("use", ADMIN, "--format", "powershell").out


def test_new_credentials(user: Stage) -> None:
    keys = [
        values_in(user.run("use", ADMIN, *more).out, EXPORTS)["AWS_ACCESS_KEY_ID"]
        for more in ((), (), ("--refresh",))
    ]
    assert keys[0] == keys[1] != keys[2]
