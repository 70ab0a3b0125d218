"""`status`: what this machine knows, told apart, without asking anybody."""

import json
from datetime import timedelta

import pytest
from cli_support import ADMIN, CORE, add_session, one_sentence
from stage import Stage

from sso_tui.model import Registration, Secret, Token
from sso_tui.moments import zulu

HOUR = timedelta(hours=1)


def keep(
    stage: Stage, ends_in: timedelta, *, renewable: bool = False, client_ends_in: timedelta = HOUR
) -> None:
    """Have a sign-in lie in the cache that ends then."""
    broker = stage.broker()
    now = broker.now()
    client = Registration("client", Secret("s"), now + client_ends_in)
    token = Token(Secret("access"), now + ends_in, Secret("refresh") if renewable else None, client)
    broker.sign_ins.tokens.save(broker.portal(), token)


def only_portal(stage: Stage) -> dict[str, object]:
    """What `status --json` says of the only portal; nothing may have been sent."""
    before = len(stage.portal.requests)
    ran = stage.run("status", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.isascii()
    assert len(stage.portal.requests) == before
    (portal,) = json.loads(ran.out)["portals"]
    assert isinstance(portal, dict)
    return portal


def test_signed_out(stranger: Stage) -> None:
    assert stranger.run("status").out == "demo: signed out\n"
    assert only_portal(stranger) == {
        "portal": "demo",
        "start_url": stranger.portal.start_url,
        "region": "eu-central-1",
        "state": "signed_out",
        "expires_at": None,
        "renews_itself": False,
        "sign_in_needed_at": None,
        "credentials": [],
    }


@pytest.mark.parametrize(
    ("ends_in", "renewable", "client_ends_in", "state", "renews", "words"),
    [
        (HOUR, True, HOUR, "signed_in", True, "left), renews itself"),
        (HOUR, False, HOUR, "signed_in", False, "left), then a sign-in is needed"),
        (HOUR, True, -HOUR, "signed_in", False, "left), then a sign-in is needed"),
        (-HOUR, True, HOUR, "renewable", True, "renews itself when it is next used"),
        (-HOUR, True, -HOUR, "expired", False, "the sign-in expired at"),
        (-HOUR, False, HOUR, "expired", False, "the sign-in expired at"),
    ],
)
def test_the_states_of_a_sign_in(
    stranger: Stage,
    ends_in: timedelta,
    renewable: bool,
    client_ends_in: timedelta,
    state: str,
    renews: bool,
    words: str,
) -> None:
    keep(stranger, ends_in, renewable=renewable, client_ends_in=client_ends_in)
    found = only_portal(stranger)
    assert (found["state"], found["renews_itself"]) == (state, renews)
    needed = found["expires_at"] if state == "signed_in" and not renews else None
    assert found["sign_in_needed_at"] == needed
    assert str(found["expires_at"]).endswith("Z")
    assert words in stranger.run("status").out


def test_credentials_at_hand(user: Stage) -> None:
    assert user.run("list").status == 0
    assert user.run("env", ADMIN).status == 0
    (found,) = only_portal(user)["credentials"]  # type: ignore[misc]
    until = user.broker().local(user.session()).held.popitem()[1]  # type: ignore[attr-defined]
    assert found.pop("seconds_left") in range(3000, 3601)
    assert found == {
        "account_id": CORE,
        "account_name": "[PROD] core",
        "role": "AdministratorAccess",
        "expires_at": zulu(until),
    }
    first, second = user.run("status").out.splitlines()
    assert first.startswith("demo: signed in until 20")
    assert second.startswith(f"  {CORE}  [PROD] core/AdministratorAccess  ")
    assert second.endswith("m left")


@pytest.mark.requirement("SEC-05")
def test_no_secret_is_told(user: Stage) -> None:
    user.run("env", ADMIN)
    said = user.run("status").out + user.run("status", "--json").out
    for folder in ("sso/cache", "cli/cache"):
        for file in (user.home / ".aws" / folder).glob("*.json"):
            content = json.loads(file.read_text())
            values = content | content.get("Credentials", {})
            names = (
                "accessToken",
                "refreshToken",
                "clientSecret",
                "SecretAccessKey",
                "SessionToken",
            )
            assert not [name for name in names if name in values and values[name] in said]


def test_every_portal_or_the_one_that_is_named(user: Stage) -> None:
    add_session(user)
    lines = user.run("status").out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["demo", "second"]
    assert user.run("status", "-s", "second").out == "second: signed out\n"
    one_sentence(user.run("status", "-s", "third"), 2)


@pytest.mark.requirement("REL-08")
def test_it_needs_no_network(user: Stage) -> None:
    user.portal.close()
    ran = user.run("status")
    assert (ran.status, ran.err) == (0, "")


def test_no_portal_at_all(stranger: Stage) -> None:
    stranger.config.write_text("")
    one_sentence(stranger.run("status", "--json"), 1)
