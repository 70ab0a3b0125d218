"""Whatever goes wrong at the portal: one sentence, its status, and nothing on standard output."""

from collections.abc import Mapping

import pytest
from cli_support import ADMIN, CORE, Ran, one_sentence, tokens_of
from stage import Stage

from sso_tui.demo.faults import Fault

NASTY = "$(touch pwned) `id` \x1b]52;c;eA==\x07\nssotui: all is well\u202e"
FAULTS: Mapping[str, dict[str, object]] = {
    "401": {"status": 401, "body": {"message": NASTY, "error_description": NASTY}},
    "403": {"status": 403, "body": {"message": NASTY, "error_description": NASTY}},
    "404": {"status": 404, "body": {"message": NASTY, "error_description": NASTY}},
    "429": {"status": 429, "body": {"message": NASTY}},
    "500": {"status": 500, "body": {"message": NASTY}},
    "HTML": {"body": "<html>log in to the hotel", "content_type": "text/html"},
    "403 HTML": {"status": 403, "body": "<html>blocked", "content_type": "text/html"},
    "redirect": {"redirect": (302, "https://hotel.example/")},
    "list": {"body": "[]"},
    "not UTF-8": {"body": b'{"accountList": "\xff\xfe"}'},
    "empty": {"body": {}},
    "deep": {"body": b"[" * 100_000},
    "cut": {"cut_at": 10},
    "reset": {"reset": True},
}
PORTAL = {"401": 3, "403": 4, "404": 4}
"""Statuses of the portal's own refusals; all else is 6."""

SIGN_IN_REFUSALS = {"401", "403", "404"}
"""What the sign-in service means when it says so itself."""


def strike(stage: Stage, operation: str, fault: str) -> Fault:
    return stage.portal.faults.add(Fault(operation, **FAULTS[fault]))  # type: ignore[arg-type]


def sentence(ran: Ran, status: int) -> None:
    said = one_sentence(ran, status)
    assert said.isprintable()
    assert len(said) < 500


@pytest.mark.requirement("SEC-36", "REL-05")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("ListAccounts", ("list", "--json")),
        ("ListAccounts", ("env", "payments-prod/Deploy")),
        ("GetRoleCredentials", ("env", ADMIN)),
        ("GetRoleCredentials", ("use", ADMIN)),
    ],
)
def test_the_portal(
    user: Stage, operation: str, words: tuple[str, ...], fault: str, hurried: None
) -> None:
    struck = strike(user, operation, fault)
    sentence(user.run(*words), PORTAL.get(fault, 6))
    assert struck.hits
    assert not (user.home / ".aws" / "cli" / "cache").exists()


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize("fault", FAULTS)
def test_roles_that_can_not_be_read(user: Stage, fault: str, hurried: None) -> None:
    """An account that fails is told of; a sign-in that has ended is an end."""
    assert user.run("list").status == 0
    strike(user, "ListAccountRoles", fault)
    ran = user.run("list", "--refresh")
    if fault == "401":
        sentence(ran, 3)
        return
    assert ran.status == 0
    assert len(ran.out.splitlines()) == 8
    lines = ran.err.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("The roles of ") and line.isprintable() for line in lines)


def signed_in_to(stage: Stage) -> bool:
    return any(name.startswith("89e495e7") for name in tokens_of(stage))


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", ["RegisterClient", "StartDeviceAuthorization"])
def test_starting_to_sign_in(stranger: Stage, operation: str, fault: str, hurried: None) -> None:
    strike(stranger, operation, fault)
    sentence(stranger.run("login"), 1 if fault in SIGN_IN_REFUSALS else 6)
    assert not signed_in_to(stranger)


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize("fault", sorted(SIGN_IN_REFUSALS | {"cut"}))
def test_a_sign_in_that_is_refused(stranger: Stage, fault: str, hurried: None) -> None:
    """What was cut short is asked for again; but a code is good for one token."""
    stranger.portal.auto_approve_after = 0
    stranger.portal.faults.add(Fault("CreateToken", times=1, **FAULTS[fault]))  # type: ignore[arg-type]
    ran = stranger.run("login")
    assert (ran.status, ran.out) == (1, "")
    last = ran.err.splitlines()[-1]
    assert last.startswith("ssotui: Can't sign in: ")
    assert all(each.isprintable() or each == "\n" for each in ran.err)
    assert sum(line.startswith("ssotui:") for line in ran.err.splitlines()) == 1
    assert not signed_in_to(stranger)


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - SIGN_IN_REFUSALS - {"cut"}))
def test_a_poll_that_fails_is_not_the_end(stranger: Stage, fault: str, hurried: None) -> None:
    stranger.portal.auto_approve_after = 0
    stranger.portal.faults.add(Fault("CreateToken", times=2, **FAULTS[fault]))  # type: ignore[arg-type]
    ran = stranger.run("login")
    assert (ran.status, ran.out) == (0, "")
    trouble, last = ran.err.splitlines()[-2:]
    assert last == "Signed in to demo"
    assert trouble.startswith(("Can't sign in: ", "What answered", "The answer"))
    assert signed_in_to(stranger)


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_renewal(user: Stage, fault: str, hurried: None) -> None:
    """It is asked for once. A failure of the network is none of the sign-in's."""
    user.portal.revoke_all_tokens(refresh=False)
    struck = strike(user, "CreateToken", fault)
    sentence(user.run("env", ADMIN), 3 if fault in SIGN_IN_REFUSALS else 6)
    assert struck.hits == 1
    user.portal.faults.clear()
    assert user.run("env", ADMIN).status == (3 if fault == "cut" else 0)


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize("fault", FAULTS)
def test_signing_out(user: Stage, fault: str, hurried: None) -> None:
    user.run("env", ADMIN)
    strike(user, "Logout", fault)
    ran = user.run("logout")
    assert (ran.status, ran.out) == (0, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("Signed out of demo")
    assert list((user.home / ".aws").rglob("*.json")) == []


@pytest.mark.requirement("REL-08")
def test_the_portal_is_down(user: Stage, hurried: None) -> None:
    user.run("list")
    user.run("env", ADMIN)
    user.portal.close()
    sentence(user.run("env", f"{CORE}/ReadOnlyAccess"), 6)
    sentence(user.run("list", "--refresh"), 6)
    assert user.run("env", ADMIN).status == 0
    ran = user.run("list")
    assert (ran.status, len(ran.out.splitlines())) == (0, 8)
    assert "Listed just now" in ran.err


@pytest.mark.requirement("SEC-36")
def test_credentials_that_no_shell_can_take(user: Stage, hurried: None) -> None:
    for secret in ("a\0b", "\ud800"):
        body = {
            "roleCredentials": {
                "accessKeyId": "ASIA",
                "secretAccessKey": secret,
                "sessionToken": "t",
                "expiration": 4_000_000_000_000,
            }
        }
        fault = user.portal.faults.add(Fault("GetRoleCredentials", body=body))
        ran = user.run("env", ADMIN, "--refresh")
        assert ran.status
        sentence(ran, ran.status)
        user.portal.faults.remove(fault)
