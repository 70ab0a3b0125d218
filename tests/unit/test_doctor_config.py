"""The doctor on the AWS config file: each thing that can be wrong, and gone once it is mended."""

import os
from pathlib import Path

import botocore.configloader
import botocore.session
import pytest
from botocore.exceptions import InvalidConfigError, PartialCredentialsError
from doctor_support import ERROR, NOTE, WARNING, add, found, only, told, write
from stage import Stage


def seen_by_botocore(path: Path) -> set[str]:
    """The profiles that botocore finds in the file."""
    return set(botocore.configloader.load_config(str(path))["profiles"])


def test_a_sound_file(stage: Stage) -> None:
    assert found(stage, "config") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense\n", "neither a [section] nor a key with = and a value"),
        ("[profile pay-prod]\n[profile pay-prod]\n", "the section […] occurs twice"),
        ("[profile pay-prod]\nregion = a\nregion = b\n", "the key region occurs twice in […]"),
        ("[sso-session s]\n[sso-session s]\n", "the section [sso-session s] occurs twice"),
        ("wJalrXUtnFEMIK7MDENG/bPxRfiCYEXAMPLE = 1\n" * 2, "the key … occurs twice in […]"),
        (f"{'a' * 40} = 1\n" * 2, "the key … occurs twice in […]"),
        ("two words = 1\n" * 2, "the key … occurs twice in […]"),
        (f"{'a' * 40} =\n  nonsense\n", "a line under … has no ="),
    ],
)
def test_a_file_that_does_not_parse(stage: Stage, text: str, reason: str) -> None:
    line = add(stage, text) + text.count("\n") - 1
    (finding,) = found(stage, "config")
    sentence = f"~/.aws/config, line {line}: {reason}; AWS's tools refuse the whole file"
    assert (finding.severity, finding.sentence) == (ERROR, sentence)


def test_the_credentials_file_has_to_parse_too(stage: Stage) -> None:
    write(stage.home / ".aws/credentials", "[pay-prod]\nnonsense\n")
    assert only(stage, "config").sentence.startswith("~/.aws/credentials, line 2: ")


@pytest.mark.parametrize(
    ("header", "name", "words"),
    [
        ("[ profile y ]", "y", "passed over for the blank after its bracket"),
        ("[Profile x]", "x", "profile has to stand in small letters"),
        ("[Default]", "Default", "default has to stand in small letters"),
        ("[x]", "x", "no profile here: its header has to be [profile NAME]"),
        ("[profile two words]", "two words", "a name with blanks or quotes has to stand in quotes"),
        ("[profile O'Brien]", "O'Brien", "a name with blanks or quotes has to stand in quotes"),
        ("[SSO-Session s]", "s", "sso-session has to stand in small letters"),
    ],
)
def test_headers_that_are_passed_over(stage: Stage, header: str, name: str, words: str) -> None:
    line = add(stage, f"{header}\nregion = eu-west-1\n")
    finding = only(stage, "config")
    assert (finding.severity, words in finding.sentence) == (WARNING, True), finding
    assert finding.sentence.startswith(f"The section on line {line} is ")
    assert name not in seen_by_botocore(stage.config)


@pytest.mark.parametrize(("header", "name"), [("[profilex y]", "y"), ("[profile-set q]", "q")])
def test_headers_that_are_taken_for_profiles(stage: Stage, header: str, name: str) -> None:
    add(stage, f"{header}\nregion = eu-west-1\n")
    assert "is taken for a profile" in only(stage, "config").sentence
    assert name in seen_by_botocore(stage.config)


@pytest.mark.parametrize("header", ["[plugins]", "[preview]", "[profile  x]", "[services s]"])
def test_headers_that_are_as_they_should_be(stage: Stage, header: str) -> None:
    add(stage, f"{header}\ncli_legacy_plugin_path = x\n")
    assert found(stage, "config") == []


def test_what_default_lends(stage: Stage) -> None:
    add(stage, "[DEFAULT]\nregion = eu-west-1\n")
    assert only(stage, "config").severity is NOTE


def test_what_default_lends_to_profiles_is_a_way_to_credentials(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """botocore takes the key for that of a profile which has none."""
    lent = "[DEFAULT]\naws_access_key_id = A\naws_secret_access_key = B\n"
    add(stage, "[profile bare]\nregion = eu-west-1\n")
    assert key_in_botocore(monkeypatch, stage, "bare") is None
    line = add(stage, lent)
    finding = only(stage, "config")
    assert finding.severity is WARNING
    assert finding.sentence.startswith(f"The section on line {line} lends its aws_access_key_id ")
    assert key_in_botocore(monkeypatch, stage, "bare") == "A"

    stage.config.write_text(stage.config.read_text().replace(lent, ""))
    write(stage.home / ".aws/credentials", f"[bare]\n{lent}")
    finding = only(stage, "config")
    assert finding.severity is WARNING
    assert finding.sentence.startswith("The section on line 2 of ~/.aws/credentials lends its aws")
    assert key_in_botocore(monkeypatch, stage, "bare") == "A"


def test_a_header_of_the_config_files_in_the_credentials_file(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """botocore finds no key under the name until the header is the name alone."""
    keys = "aws_access_key_id = A\naws_secret_access_key = B\n"
    file = write(stage.home / ".aws/credentials", f"[profile-set]\n\n[profile 'x y']\n{keys}")
    add(stage, "[profile 'x y']\nregion = eu-west-1\n")
    finding = only(stage, "config")
    assert finding.severity is WARNING
    assert finding.sentence.startswith("The section on line 3 of ~/.aws/credentials is not the ")
    assert finding.sentence.endswith(": write [NAME]")
    (in_full,) = found(stage, "config", full=True)
    assert in_full.sentence.endswith(": write [x y]")
    assert key_in_botocore(monkeypatch, stage, "x y") is None

    file.write_text(f"[profile-set]\n\n[x y]\n{keys}")
    assert found(stage, "config") == []
    assert key_in_botocore(monkeypatch, stage, "x y") == "A"

    file.write_text(f"[x y]\n[profile 'x y']\n{keys}")
    assert only(stage, "config").sentence.endswith(": move its lines below [NAME]")


def test_one_file_for_both_has_the_config_files_headers(stage: Stage) -> None:
    add(stage, "[profile x]\nregion = eu-west-1\n")
    assert found(stage, "config", AWS_SHARED_CREDENTIALS_FILE=str(stage.config)) == []


def key_in_botocore(monkeypatch: pytest.MonkeyPatch, stage: Stage, profile: str) -> str | None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.setenv(name, stage.environ[name])
    found = botocore.session.Session(profile=profile).get_credentials()
    return found.access_key if found else None


def test_two_spellings_of_one_name(stage: Stage) -> None:
    line = add(stage, "[profile x]\nregion = a\n[profile 'x']\noutput = json\n")
    sentence = f"The section on line {line} counts for nothing beside the one on line {line + 2}"
    assert told(stage, "config") == [(WARNING, f"{sentence}: both spell one name")]
    profiles = botocore.configloader.load_config(str(stage.config))["profiles"]
    assert profiles["x"] == {"output": "json"}


def test_default_in_both_spellings(stage: Stage) -> None:
    line = add(stage, "[profile default]\nregion = a\n")
    sentence = f"The section on line 2 counts for nothing beside the one on line {line}"
    reason = "[default] and [profile default] are one profile"
    assert told(stage, "config") == [(WARNING, f"{sentence}: {reason}")]


def test_no_file(stage: Stage) -> None:
    stage.config.unlink()
    assert only(stage, "config").severity is WARNING
    assert "AWS_CONFIG_FILE leads to ~/.aws/config" in only(stage, "config").sentence
    del stage.environ["AWS_CONFIG_FILE"]
    assert told(stage, "config") == [(NOTE, "~/.aws/config isn't there yet")]
    stage.config.mkdir()
    assert only(stage, "config").severity is WARNING


PROFILES = [
    (
        "sso_session = nowhere\nsso_account_id = 000000000001\nsso_role_name = R",
        ERROR,
        "names the sso-session nowhere, and there is no",
    ),
    (
        "sso_session = demo\nsso_region = us-east-1\n"
        "sso_account_id = 000000000001\nsso_role_name = R",
        ERROR,
        "has another sso_region than its session",
    ),
    (
        "sso_role_name = R",
        ERROR,
        "can't work without sso_account_id and sso_start_url and sso_region",
    ),
    (
        "sso_session = demo\nsso_account_id = 000000000001",
        ERROR,
        "can't work without sso_role_name",
    ),
    (
        "role_arn = arn:aws:iam::000000000001:role/x\nsource_profile = nowhere",
        ERROR,
        "names a source_profile",
    ),
    (
        "role_arn = arn:aws:iam::000000000001:role/x",
        ERROR,
        "can't work with a role_arn and no source_profile",
    ),
    (
        "sso_session = demo\nsso_account_id = 12\nsso_role_name = R",
        ERROR,
        "has an sso_account_id that isn't twelve digits",
    ),
    (
        "sso_session = demo\nsso_account_id = 000000000001\nsso_role_name = R\n"
        "aws_access_key_id = x\naws_secret_access_key = y",
        WARNING,
        "has keys beside its sso_role_name, which some programs take first",
    ),
]


@pytest.mark.parametrize(("settings", "severity", "words"), PROFILES)
def test_profiles_that_cannot_work(stage: Stage, settings: str, severity: str, words: str) -> None:
    line = add(stage, f"[profile pay-prod]\n{settings}\n")
    finding = only(stage, "profiles")
    assert (finding.severity, words in finding.sentence) == (severity, True), finding
    assert finding.sentence.startswith(f"The profile on line {line} ")
    (in_full,) = found(stage, "profiles", full=True)
    assert in_full.sentence.startswith(f"The profile pay-prod on line {line} ")


def test_a_session_that_is_missing_can_be_configured(stage: Stage) -> None:
    add(stage, "[profile pay-prod]\nsso_session = no where\n")
    assert only(stage, "profiles").command == "ssotui configure -s 'no where'"


def refused_by_botocore(monkeypatch: pytest.MonkeyPatch, stage: Stage, profile: str) -> bool:
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(stage.config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    try:
        botocore.session.Session(profile=profile).get_credentials()
    except (InvalidConfigError, PartialCredentialsError):
        return True
    return False


@pytest.mark.parametrize(("settings", "severity", "words"), PROFILES)
def test_botocore_refuses_them_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, settings: str, severity: str, words: str
) -> None:
    add(stage, f"[profile pay-prod]\n{settings}\n")
    expected = severity is ERROR and "twelve" not in words
    assert refused_by_botocore(monkeypatch, stage, "pay-prod") is expected
    assert not refused_by_botocore(monkeypatch, stage, "weekly-report")


def test_sound_profiles(stage: Stage) -> None:
    add(
        stage,
        "[profile one]\nsso_session = demo\nsso_region = eu-central-1\n"
        "sso_account_id = 000000000001\nsso_role_name = R\n"
        "[profile bearer]\nsso_session = demo\n"
        "[profile keys]\naws_access_key_id = x\naws_secret_access_key = y\n",
    )
    assert found(stage, "profiles") == []


def test_a_profile_in_the_shadow_of_the_credentials_file(stage: Stage) -> None:
    add(
        stage, "[profile x]\nsso_session = demo\nsso_account_id = 000000000001\nsso_role_name = R\n"
    )
    file = write(
        stage.home / ".aws/credentials", "[x]\naws_access_key_id = A\naws_secret_access_key = B\n"
    )
    finding = only(stage, "profiles")
    assert "has keys under its name in ~/.aws/credentials" in finding.sentence
    file.write_text("[profile x]\naws_access_key_id = A\naws_secret_access_key = B\n")
    assert found(stage, "profiles") == []


def test_a_role_that_is_assumed_from_a_profile_that_is_there(stage: Stage) -> None:
    role = "role_arn = arn:aws:iam::000000000001:role/x\n"
    add(
        stage,
        f"[profile a]\n{role}source_profile = weekly-report\n"
        f"[profile b]\n{role}source_profile = in-keys\n"
        f"[profile c]\n{role}credential_source = Environment\n"
        f"[profile d]\n{role}web_identity_token_file = /token\n",
    )
    file = write(
        stage.home / ".aws/credentials",
        "[in-keys]\naws_access_key_id = A\naws_secret_access_key = B\n",
    )
    assert found(stage, "profiles") == []
    file.write_text("not parsed")
    assert found(stage, "profiles") == []


def test_keys_that_have_ended(stage: Stage) -> None:
    ends = "x_security_token_expires = 2020-01-01T00:00:00Z\n"
    file = write(
        stage.home / ".aws/credentials",
        f"[pay]\nssotui_role = 000000000012/ReadOnlyAccess\n{ends}",
    )
    finding = only(stage, "profiles")
    sentence = "on line 1 of ~/.aws/credentials ended at 2020-01-01T00:00:00Z"
    assert (finding.severity, finding.sentence) == (WARNING, f"The keys of the profile {sentence}")
    assert finding.command.endswith("000000000012/ReadOnlyAccess --kind keys --name NAME")
    (in_full,) = found(stage, "profiles", full=True)
    assert in_full.command.endswith("--name pay")
    file.write_text(f"[pay]\n{ends}")
    assert only(stage, "profiles").command == ""
    for other in ("soon", "2999-01-01T00:00:00Z"):
        file.write_text(f"[pay]\nx_security_token_expires = {other}\n")
        assert found(stage, "profiles") == []


def test_a_process_whose_program_is_gone(stage: Stage) -> None:
    program = write(stage.home / "bin dir/ssotui", "#!/bin/sh\n", 0o700)
    words = "credential-process --sso-session demo --account-id 000000000001 --role-name R"
    add(stage, f"[profile x]\ncredential_process = '{program}' {words}\n")
    assert found(stage, "profiles") == []
    program.unlink()
    finding = only(stage, "profiles")
    assert finding.severity is ERROR
    assert finding.command.startswith(
        "ssotui profile write 000000000001/R --kind credential-process"
    )


def test_names_that_only_quoting_can_read(stage: Stage) -> None:
    add(stage, '[profile "my prof"]\nregion = eu-west-1\n')
    finding = only(stage, "profiles")
    assert (finding.severity, "my prof" in finding.sentence) == (NOTE, False)


def test_nothing_is_said_of_profiles_in_a_broken_file(stage: Stage) -> None:
    add(stage, "[profile x]\nsso_session = nowhere\nnonsense\n")
    assert [one.severity for one in found(stage, "profiles")] == [NOTE]
    assert [one.severity for one in found(stage, "portals")] == [NOTE]
    assert found(stage, "sign-ins") == found(stage, "clock") == []
