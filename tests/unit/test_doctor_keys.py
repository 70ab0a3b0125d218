"""The doctor on long-term keys: found in either file, and sent to nobody without leave."""

import shlex
from pathlib import Path

import pytest
from doctor_support import WARNING, add, check, found, only, told, write
from stage import Stage

from sso_tui.demo.vault import UserKey
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding


def with_sts(stage: Stage) -> Finding:
    (finding,) = check("keys").look(Examination(stage.world(), ask_sts=True))
    return finding


def keep(stage: Stage, key: UserKey, name: str = "ci") -> Path:
    return write(
        stage.home / ".aws/credentials",
        f"# old\n[{name}]\naws_access_key_id = {key.access_key_id}\n"
        f"aws_secret_access_key = {key.secret_access_key}\n",
    )


@pytest.fixture
def key(signed_in: Stage) -> UserKey:
    """A key of an account in which the user has roles."""
    signed_in.run("list")
    account = next(
        one for one in signed_in.portal.organisation.accounts() if one.name == "payments-prod"
    )
    return signed_in.portal.create_user_key(account.id, "ci")


def test_no_key(stage: Stage) -> None:
    write(stage.home / ".aws/credentials", "[temporary]\naws_access_key_id = ASIAX\n")
    assert found(stage, "keys") == []
    assert check("keys").fine(Examination(stage.world())) == "none"


def test_a_key_in_the_credentials_file(signed_in: Stage, key: UserKey) -> None:
    keep(signed_in, key)
    asked = len(signed_in.portal.requests)
    finding = only(signed_in, "keys")
    assert (finding.severity, finding.command) == (WARNING, "ssotui profile migrate NAME")
    assert finding.sentence.startswith(
        "The profile on line 2 of ~/.aws/credentials holds a long-term key, "
        f"which ends in {key.access_key_id[-4:]}; --sts asks "
    )
    assert len(signed_in.portal.requests) == asked


def test_a_key_in_the_config_file(stage: Stage) -> None:
    line = add(
        stage,
        "[profile ci]\naws_access_key_id = AKIA1234567890ABWXYZ\naws_secret_access_key = hush\n",
    )
    ((severity, sentence),) = told(stage, "keys")
    assert severity is WARNING
    assert sentence.startswith(f"The profile on line {line} holds a long-term key, ")


HIDDEN = """
[profile ci]
aws_access_key_id = AKIA1234567890ABWXYZ
aws_secret_access_key = hush
"""


def test_a_key_that_another_hides_is_found_too(signed_in: Stage, key: UserKey) -> None:
    keep(signed_in, key)
    add(signed_in, HIDDEN)
    ends = f"{key.access_key_id[-4:]}, and another in the config file, which ends in WXYZ; "
    assert f"holds a long-term key, which ends in {ends}" in only(signed_in, "keys").sentence


def test_a_key_that_a_temporary_one_hides_is_found(stage: Stage) -> None:
    text = "[ci]\naws_access_key_id = ASIAX\naws_secret_access_key = hush\n"
    write(stage.home / ".aws/credentials", text)
    add(stage, HIDDEN)
    assert "which ends in WXYZ; " in only(stage, "keys").sentence


def test_in_full_it_is_named(signed_in: Stage, key: UserKey) -> None:
    keep(signed_in, key)
    (finding,) = found(signed_in, "keys", full=True)
    assert finding.sentence.startswith("The profile ci on line 2 of ~/.aws/credentials holds ")
    assert finding.command == "ssotui profile migrate ci"


@pytest.mark.parametrize("name", ["profile ci", "services-ci", "profile-ci", "two words"])
def test_in_the_credentials_file_a_header_is_a_name(
    signed_in: Stage, key: UserKey, name: str
) -> None:
    keep(signed_in, key, name)
    (finding,) = found(signed_in, "keys", full=True)
    assert finding.sentence.startswith(f"The profile {name} on line 2 of ~/.aws/credentials ")
    assert finding.command == f"ssotui profile migrate {shlex.quote(name)}"


@pytest.mark.requirement("SEC-11", "SEC-42")
def test_with_leave_sts_says_which_roles_could_take_its_place(
    signed_in: Stage, key: UserKey
) -> None:
    keep(signed_in, key)
    finding = with_sts(signed_in)
    assert f"what could take its place: {key.account_id}/" in finding.sentence
    assert f"{key.account_id}/ReadOnlyAccess" in finding.sentence
    assert "payments" not in finding.sentence
    for request in signed_in.portal.requests:
        sent = f"{request.target} {request.headers} {request.content!r}"
        assert key.secret_access_key not in sent
        assert (key.access_key_id in sent) == (request.operation == "GetCallerIdentity")


def test_an_account_without_a_role(signed_in: Stage) -> None:
    keep(signed_in, signed_in.portal.create_user_key("999999999999", "ci"))
    assert "no role of yours is known in its account 999999999999" in with_sts(signed_in).sentence


def test_a_key_that_aws_does_not_know(signed_in: Stage) -> None:
    keep(signed_in, UserKey("AKIANOBODYHASMELEXYZ", "hush", "1", "x"))
    sentence = with_sts(signed_in).sentence
    assert sentence.endswith("; AWS does not accept the key that ends in EXYZ")
