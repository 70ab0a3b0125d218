"""`ssotui env`: what it prints for each shell, which role it means, and when it prints nothing."""

import configparser
import json
import subprocess
from collections.abc import Mapping

import botocore.session
import pytest
from cli_support import (
    ADMIN,
    CORE,
    EMPTY,
    PAYMENTS,
    TWINS,
    add_session,
    calls,
    one_sentence,
    run_at_a_terminal,
    sign_in_to,
    values_in,
)
from stage import Ran, Stage

from sso_tui.demo import Account
from sso_tui.demo.faults import Fault

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
STALE = {
    "AWS_PROFILE": "gone",
    "AWS_DEFAULT_PROFILE": "gone",
    "AWS_SECURITY_TOKEN": "old",
    "AWS_ROLE_ARN": "arn:aws:iam::000000000001:role/Old",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/",
    "AWS_CREDENTIAL_EXPIRATION": "2001-01-01T00:00:00Z",
}
SHELLS = {
    "env": r"^export (\w+)='(.*)'$",
    "env-no-export": r"^(\w+)='(.*)'$",
    "fish": r"^set -gx (\w+) '(.*)'$",
    "powershell": r"^\$Env:(\w+) = '(.*)'$",
    "windows-cmd": r'^set "(\w+)=(.+)"$',
    "nu": r'^\$env\.(\w+) = "(.*)"$',
    "dotenv": r"^(\w+)=(.*)$",
}


def after_sh(code: str, before: Mapping[str, str]) -> dict[str, str]:
    """The environment of a real sh that has run `code`."""
    done = subprocess.run(
        ["sh", "-euc", 'eval "$(cat)"; exec env -0'],
        input=code.encode(),
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", **before},
    )
    assert done.stderr == b""
    return dict(line.split("=", 1) for line in done.stdout.decode().split("\0") if line)


def keys_of(stage: Stage, reference: str = ADMIN) -> list[str]:
    found = json.loads(stage.run("env", reference, "--format", "process").out)
    assert found["Version"] == 1
    return [found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]]


@pytest.mark.requirement("SEC-38")
def test_sh_has_the_role_and_nothing_stale(user: Stage) -> None:
    ran = user.run("env", ADMIN, "--region", "eu-west-3", **STALE)
    assert (ran.status, ran.err) == (0, "")
    environ = after_sh(ran.out, STALE)
    session = botocore.session.get_session()
    sts = session.create_client(
        "sts",
        endpoint_url=user.portal.url,
        region_name=environ["AWS_REGION"],
        aws_access_key_id=environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environ["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=environ["AWS_SESSION_TOKEN"],
    )
    assert sts.get_caller_identity()["Account"] == CORE
    assert environ["AWS_REGION"] == environ["AWS_DEFAULT_REGION"] == "eu-west-3"
    assert environ["SSOTUI_ROLE"] == ADMIN
    assert environ["AWS_CREDENTIAL_EXPIRATION"].endswith("Z")
    assert environ["AWS_CREDENTIAL_EXPIRATION"] > "2026"
    assert not (STALE.keys() - {"AWS_CREDENTIAL_EXPIRATION"}) & environ.keys()


@pytest.mark.parametrize("form", SHELLS)
def test_every_shell_is_told_the_same(user: Stage, form: str) -> None:
    ran = user.run("env", ADMIN, "--format", form, "--region", "eu-west-3")
    found = values_in(ran.out, SHELLS[form])
    assert (ran.status, ran.err) == (0, "")
    assert [found[name] for name in KEYS] == keys_of(user)
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == "eu-west-3"
    assert found["SSOTUI_ROLE"] == ADMIN
    assert len(found) == 7


def test_json_is_an_object_of_the_variables(user: Stage) -> None:
    found = json.loads(user.run("env", ADMIN, "--format", "json").out)
    assert [found[name] for name in KEYS] == keys_of(user)
    assert "AWS_REGION" not in found


def test_a_section_of_the_credentials_file(user: Stage) -> None:
    parser = configparser.RawConfigParser()
    parser.read_string(user.run("env", ADMIN, "--format", "credentials-file").out)
    assert [parser["default"][name.lower()] for name in KEYS] == keys_of(user)


def test_the_region_is_the_shells_own_where_none_is_known(user: Stage) -> None:
    environ = after_sh(user.run("env", ADMIN).out, {"AWS_REGION": "sa-east-1"})
    assert environ["AWS_REGION"] == "sa-east-1"
    assert "AWS_DEFAULT_REGION" not in environ


def test_the_region_of_the_settings(user: Stage) -> None:
    settings = user.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'region = "eu-west-1"\n[regions]\n"{ADMIN}" = "us-east-2"\n')
    regions = [
        values_in(user.run("env", reference).out, SHELLS["env"])["AWS_REGION"]
        for reference in (ADMIN, f"{CORE}/ReadOnlyAccess")
    ]
    assert regions == ["us-east-2", "eu-west-1"]


@pytest.mark.requirement("SEC-38")
@pytest.mark.parametrize("form", ["env", "env-no-export"])
def test_unset_takes_it_all_back(user: Stage, form: str) -> None:
    before = {"AWS_EC2_METADATA_DISABLED": "true", "KEPT": "1"}
    given = after_sh(user.run("env", ADMIN, "--region", "eu-west-3").out, before | STALE)
    unset = user.run("env", "--unset", "--format", form)
    assert (unset.status, unset.err) == (0, "")
    kept = {name for name in after_sh(unset.out, given) if name not in {"PWD", "PATH", "_"}}
    assert kept == set(before)


@pytest.mark.parametrize("form", ["json", "dotenv", "process", "credentials-file"])
def test_what_is_no_shell_can_not_unset(stranger: Stage, form: str) -> None:
    said = one_sentence(stranger.run("env", "--unset", "--format", form), 2)
    assert form in said
    assert "no format" not in said


def test_unset_needs_neither_portal_nor_sign_in(stranger: Stage) -> None:
    stranger.config.unlink()
    assert stranger.run("env", "--unset").out.startswith("unset AWS_ACCESS_KEY_ID\n")


@pytest.mark.parametrize(
    "words",
    [
        (ADMIN,),
        ("[PROD] core/AdministratorAccess",),
        ("[prod] CORE/administratoraccess",),
        ("weekly-report",),
        ("--account", CORE, "--role", "AdministratorAccess"),
        ("--account", "[PROD] core", "--role", "AdministratorAccess"),
        (ADMIN, "-s", "demo"),
    ],
)
def test_the_same_role_by_many_names(user: Stage, words: tuple[str, ...]) -> None:
    ran = user.run("env", *words)
    assert (ran.status, ran.err) == (0, "")
    assert values_in(ran.out, SHELLS["env"])["SSOTUI_ROLE"] == ADMIN


def test_an_id_needs_no_list(user: Stage) -> None:
    user.run("env", ADMIN)
    assert calls(user, "ListAccounts") == 0
    assert calls(user, "GetRoleCredentials") == 1


def test_an_exact_name_wins_over_one_in_another_case(user: Stage) -> None:
    for number, name in enumerate(("Twin", "twin", "TWIN")):
        user.portal.organisation.add(Account(f"{number:012}", name, None, ("Role",)))
    found = values_in(user.run("env", "twin/Role").out, SHELLS["env"])
    assert found["SSOTUI_ROLE"] == "000000000001/Role"
    assert "3" not in one_sentence(user.run("env", "tWIN/Role"), 5).split("(")[0]


def test_an_account_name_with_a_slash(user: Stage) -> None:
    user.portal.organisation.add(Account("000000000001", "a/b/c", None, ("Role",)))
    found = values_in(user.run("env", "a/b/c/Role").out, SHELLS["env"])
    assert found["SSOTUI_ROLE"] == "000000000001/Role"


@pytest.mark.requirement("SEC-34", "REL-36")
def test_a_name_that_two_accounts_have_is_ambiguous(user: Stage) -> None:
    said = one_sentence(user.run("env", "tools/ReadOnlyAccess"), 5)
    assert all(f"{twin}/ReadOnlyAccess (tools, portal demo)" in said for twin in TWINS)
    assert said.endswith("Name the account by its 12-digit id, and the portal with -s.")
    found = values_in(user.run("env", "tools/PowerUserAccess").out, SHELLS["env"])
    assert found["SSOTUI_ROLE"] == f"{TWINS[0]}/PowerUserAccess"


@pytest.mark.requirement("SEC-34")
def test_twenty_candidates_are_named_and_the_next_step_too(user: Stage) -> None:
    name = "the same long name for quite a few accounts of ours"
    for number in range(25):
        user.portal.organisation.add(Account(f"{number:012}", name, None, ("Role",)))
    said = one_sentence(user.run("env", f"{name}/Role"), 5)
    assert all(f"{number:012}/Role" in said for number in range(20))
    assert "and 5 more. Name the account by its 12-digit id" in said


@pytest.mark.requirement("SEC-34")
def test_two_portals_make_an_id_ambiguous_and_s_settles_it(user: Stage) -> None:
    add_session(user)
    sign_in_to(user, "second")
    said = one_sentence(user.run("env", ADMIN), 5)
    assert "portal demo" in said
    assert "portal second" in said
    assert user.run("env", ADMIN, "-s", "second").status == 0
    assert user.run("-s", "second", "env", ADMIN).status == 0
    assert user.run("env", ADMIN, SSOTUI_SSO_SESSION="second").status == 0
    assert user.run("env", "weekly-report").status == 0


@pytest.mark.requirement("REL-35")
@pytest.mark.parametrize(
    "words",
    [
        ("no-such-profile",),
        ("nobody/Role",),
        (f"{EMPTY}/Role",),
        ("000000000099/Role",),
        (f"{PAYMENTS}/Nothing",),
        ("payments-prod/Nothing",),
        ("/",),
        ("",),
        ("--account", "nobody", "--role", "Role"),
        ("\x1b[31m\ud800\n$(id)/\u202eRole",),
    ],
)
def test_what_is_not_there(user: Stage, words: tuple[str, ...]) -> None:
    said = one_sentence(user.run("env", *words), 4)
    assert said.endswith("See what is assigned with: ssotui list --refresh")
    assert said.isprintable()


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("payments-prod/Nothing", f"No role Nothing in payments-prod ({PAYMENTS}) is yours; there"),
        ("payments-prod", f"payments-prod ({PAYMENTS}) is an account; say which of its roles"),
        ("Payments-Prod/", f"payments-prod ({PAYMENTS}) is an account; say which of its roles"),
        (PAYMENTS, f"payments-prod ({PAYMENTS}) is an account; say which of its roles"),
    ],
)
def test_the_roles_of_the_account_that_was_named_are_named(
    user: Stage, reference: str, said: str
) -> None:
    error = one_sentence(user.run("env", reference), 4)
    assert said in error
    assert "Deploy, ReadOnlyAccess. See what is assigned with" in error


def test_an_account_without_a_role_is_told_from_one_that_is_not_there(user: Stage) -> None:
    assert f"No role in decommissioned ({EMPTY}) is yours." in one_sentence(
        user.run("env", "decommissioned/Role"), 4
    )


@pytest.mark.parametrize("hidden", [PAYMENTS, "pay*"])
def test_the_nearest_account_is_named_unless_it_is_hidden(user: Stage, hidden: str) -> None:
    near = "the nearest account is payments-prod."
    assert near in one_sentence(user.run("env", "paymets-prod/Deploy"), 4)
    assert near in one_sentence(user.run("env", "payments_prod"), 4)
    assert "nearest" not in one_sentence(user.run("env", "quite-another/Deploy"), 4)
    settings = user.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'hidden = ["{hidden}"]\n')
    assert "nearest" not in one_sentence(user.run("env", "paymets-prod/Deploy"), 4)


def test_a_role_that_was_just_assigned_is_found_though_the_list_is_older(user: Stage) -> None:
    user.run("list")
    user.portal.organisation.grant(PAYMENTS, "Fresh")
    assert user.run("env", "payments-prod/Fresh").status == 0
    user.portal.organisation.revoke(PAYMENTS, "Fresh")
    assert one_sentence(user.run("env", "payments-prod/Fresh", "--refresh"), 4)


def test_a_role_of_an_account_that_could_not_be_listed_is_asked_for_all_the_same(
    user: Stage, hurried: None
) -> None:
    fault = user.portal.faults.add(Fault("ListAccountRoles", status=500))
    ran = user.run("env", "payments-prod/Deploy")
    assert fault.hits
    assert values_in(ran.out, SHELLS["env"])["SSOTUI_ROLE"] == f"{PAYMENTS}/Deploy"
    user.portal.faults.add(Fault("GetRoleCredentials", status=500))
    one_sentence(user.run("env", "payments-prod/ReadOnlyAccess"), 6)
    one_sentence(user.run("env", "nobody/ReadOnlyAccess"), 4)


@pytest.mark.requirement("SEC-29")
def test_not_signed_in(stranger: Stage) -> None:
    for words in ((ADMIN,), ("payments-prod/Deploy",), ("weekly-report",)):
        for ran in (stranger.run("env", *words), run_at_a_terminal(stranger, "env", *words)):
            assert "Sign in with: ssotui login" in one_sentence(ran, 3)
    assert stranger.portal.requests == []


@pytest.mark.requirement("REL-39")
def test_a_sign_in_that_was_ended_elsewhere(user: Stage) -> None:
    user.portal.revoke_all_tokens()
    one_sentence(user.run("env", ADMIN), 3)
    assert calls(user, "StartDeviceAuthorization") == 1


def test_a_token_that_was_revoked_is_renewed_unseen(user: Stage) -> None:
    user.portal.revoke_all_tokens(refresh=False)
    ran = user.run("env", ADMIN)
    assert (ran.status, ran.err) == (0, "")
    assert calls(user, "CreateToken") == 2


@pytest.mark.parametrize(
    "words", [(), ("--account", CORE), ("--role", "Role"), (ADMIN, "--account", CORE), ("a", "b")]
)
def test_half_a_reference_or_two(user: Stage, words: tuple[str, ...]) -> None:
    one_sentence(user.run("env", *words), 2)


def test_an_unknown_format_is_refused_before_anything_is_asked(user: Stage) -> None:
    before = len(user.portal.requests)
    assert "--format" in one_sentence(user.run("env", ADMIN, "--format", "tcsh"), 2)
    assert len(user.portal.requests) == before


def test_credentials_are_taken_from_the_cache_until_refresh(user: Stage) -> None:
    first = keys_of(user)
    assert keys_of(user) == first
    assert calls(user, "GetRoleCredentials") == 1
    ran: Ran = user.run("env", ADMIN, "--refresh")
    assert values_in(ran.out, SHELLS["env"])["AWS_ACCESS_KEY_ID"] != first[0]
    assert calls(user, "GetRoleCredentials") == 2
