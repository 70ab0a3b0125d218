"""`ssotui credential-process`: the contract that AWS's SDKs rely on, and every way in which it fails."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from botocore.credentials import ProcessProvider
from cli_support import (
    CORE,
    PAYMENTS,
    add_session,
    calls,
    one_sentence,
    run_at_a_terminal,
    tokens_of,
)
from stage import Ran, Stage

from sso_tui.demo.faults import Fault

PROCESS = ("credential-process", "--sso-session", "demo")
WANTED = ("--account-id", PAYMENTS, "--role-name", "Deploy")


def asked(stage: Stage, *words: str, **variables: str) -> Ran:
    return stage.run(*PROCESS, *(words or WANTED), **variables)


@pytest.mark.requirement("REL-42")
def test_the_document(user: Stage) -> None:
    ran = asked(user)
    answer = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert set(answer) == {
        "Version",
        "AccessKeyId",
        "SecretAccessKey",
        "SessionToken",
        "Expiration",
    }
    assert answer["Version"] == 1
    assert datetime.fromisoformat(answer["Expiration"]) > datetime.now(UTC)


def test_it_is_asked_for_once(user: Stage) -> None:
    first, second = asked(user), asked(user)
    assert first.out == second.out
    assert calls(user, "GetRoleCredentials") == 1


def test_the_portal_by_the_environment(user: Stage) -> None:
    add_session(user)
    ran = user.run("credential-process", *WANTED, SSOTUI_SSO_SESSION="demo")
    assert ran.status == 0
    assert ran.out == asked(user).out


@pytest.mark.requirement("REL-42")
def test_a_token_is_renewed_without_a_word(user: Stage) -> None:
    before = user.broker().sign_ins.known(user.session())
    for path in (user.home / ".aws" / "sso" / "cache").glob("*.json"):
        content = json.loads(path.read_text())
        if "accessToken" in content:
            soon = datetime.now(UTC) + timedelta(minutes=1)
            content["expiresAt"] = f"{soon:%Y-%m-%dT%H:%M:%SZ}"
            path.write_text(json.dumps(content))
    ran = asked(user)
    assert (ran.status, ran.err) == (0, "")
    after = user.broker().sign_ins.known(user.session())
    assert before is not None
    assert after is not None
    assert after.access != before.access


@pytest.mark.requirement("SEC-29")
def test_nobody_is_asked_to_sign_in(stranger: Stage) -> None:
    ran = run_at_a_terminal(stranger, *PROCESS, *WANTED)
    assert "ssotui login" in one_sentence(ran, 3)
    assert not stranger.portal.requests
    assert not tokens_of(stranger)


def test_no_access(user: Stage) -> None:
    one_sentence(asked(user, "--account-id", PAYMENTS, "--role-name", "Nothing"), 4)
    one_sentence(asked(user, "--account-id", "111111111111", "--role-name", "Deploy"), 4)


@pytest.mark.parametrize(
    "words",
    [
        ("--account-id", PAYMENTS),
        ("--role-name", "Deploy"),
        ("--account-id", "payments-prod", "--role-name", "Deploy"),
        ("--account-id", "12", "--role-name", "Deploy"),
        ("--account-id", PAYMENTS, "--role-name", ""),
        (*WANTED, "extra"),
        (*WANTED, "--sso-session", "gone"),
    ],
)
def test_wrong_usage(user: Stage, words: tuple[str, ...]) -> None:
    one_sentence(asked(user, *words), 2)


def test_no_portal_named(user: Stage) -> None:
    assert "--sso-session" in one_sentence(user.run("credential-process", *WANTED), 2)


@pytest.mark.usefixtures("hurried")
def test_a_portal_that_does_not_answer(user: Stage) -> None:
    user.portal.faults.add(Fault("GetRoleCredentials", status=503))
    one_sentence(asked(user), 6)


def test_it_says_what_env_says(user: Stage) -> None:
    assert asked(user).out == user.run("env", f"{PAYMENTS}/Deploy", "--format", "process").out


@pytest.mark.requirement("SEC-44")
def test_botocore_takes_it(user: Stage) -> None:
    """As a `credential_process` of a profile, in a process of its own, twice: the long way and at once."""
    command = f"{sys.executable} -m sso_tui {' '.join((*PROCESS, *WANTED))}"
    profiles = {"p": {"credential_process": command}}

    def start(words: list[str], **options: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(words, env=user.environ | {"PYTHONPATH": os.getcwd()}, **options)

    provider = ProcessProvider("p", lambda: {"profiles": profiles}, popen=start)
    first, second = provider.load(), provider.load()
    assert first.get_frozen_credentials() == second.get_frozen_credentials()
    assert first.access_key.startswith("ASIA")
    assert calls(user, "GetRoleCredentials") == 1


def test_a_cache_that_can_not_be_written_is_not_worth_a_word(user: Stage) -> None:
    folder = user.home / ".aws" / "cli"
    folder.write_text("no folder")
    ran = asked(user)
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out)["Version"] == 1


def test_another_role_is_another_credential(user: Stage) -> None:
    other = asked(user, "--account-id", CORE, "--role-name", "ReadOnlyAccess")
    assert json.loads(other.out)["AccessKeyId"] != json.loads(asked(user).out)["AccessKeyId"]


@pytest.mark.requirement("REL-42")
def test_what_ends_soon_is_renewed_and_the_answer_is_small(user: Stage) -> None:
    """The SDK for Go takes 8 kB in a minute at the most, that for Kotlin 64 kB."""
    user.portal.role_lifetime = 4 * 60
    first, second = asked(user), asked(user)
    user.portal.role_lifetime = 3600
    third, fourth = asked(user), asked(user)
    assert len({ran.out for ran in (first, second, third)}) == 3
    assert third.out == fourth.out
    assert max(len(ran.out) for ran in (first, third)) < 8000
    ends = datetime.fromisoformat(json.loads(third.out)["Expiration"])
    assert ends - datetime.now(UTC) > timedelta(minutes=50)
