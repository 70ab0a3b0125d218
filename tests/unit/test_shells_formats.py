"""The text that each format writes, to the byte, and what it refuses."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.configloader import raw_config_parse
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.actions import env
from sso_tui.errors import SsotuiError, UsageError
from sso_tui.model import Credentials, Role, Secret
from sso_tui.shells import quoting
from sso_tui.shells.documents import render_credentials
from sso_tui.shells.formats import render
from sso_tui.shells.names import DOCUMENT_FORMATS, VARIABLE_FORMATS
from sso_tui.shells.variables import HANDED_OUT, IDENTITY_VARIABLES

CREDENTIALS = Credentials(
    "ASIAEXAMPLE",
    Secret("SECRET/+EXAMPLE"),
    Secret("IQoJb3JpZ2luX2VjE=="),
    datetime(2026, 11, 23, 8, 54, 5, 123, UTC),
)
GOLDEN = {
    "env": "unset OLD\nexport KEY='a/+='\nexport ODD='it'\\''s $HOME'\n",
    "env-no-export": "unset OLD\nKEY='a/+='\nODD='it'\\''s $HOME'\n",
    "fish": "set -eg OLD; or true\nset -gx KEY 'a/+='\nset -gx ODD 'it\\'s $HOME'\n",
    "powershell": (
        "Remove-Item Env:OLD -ErrorAction Ignore\n$Env:KEY = 'a/+='\n$Env:ODD = 'it''s $HOME'\n"
    ),
    "nu": 'hide-env --ignore-errors OLD\n$env.KEY = "a/+="\n$env.ODD = "it\'s $HOME"\n',
    "dotenv": 'KEY=a/+=\nODD="it\'s \\$HOME"\n',
    "json": '{\n  "KEY": "a/+=",\n  "ODD": "it\'s $HOME"\n}\n',
}


@pytest.mark.parametrize("name", GOLDEN)
def test_what_each_format_looks_like(name: str) -> None:
    assert render(name, {"KEY": "a/+=", "ODD": "it's $HOME"}, ["OLD"]) == GOLDEN[name]


def test_every_format_has_a_golden_text() -> None:
    assert {*GOLDEN, "windows-cmd"} == set(VARIABLE_FORMATS)


def test_windows_cmd() -> None:
    assert render("windows-cmd", {"KEY": "a/+= b"}, ["OLD"]) == 'set "OLD="\nset "KEY=a/+= b"\n'


@pytest.mark.requirement("SEC-35")
@pytest.mark.parametrize("character", '"%!^&|<>\r\n\t\0\x1aé')
def test_windows_cmd_refuses_what_it_can_not_quote(character: str) -> None:
    with pytest.raises(SsotuiError, match=re.escape("cmd.exe")):
        render("windows-cmd", {"KEY": f"a{character}b"})


@pytest.mark.requirement("SEC-35")
def test_powershell_doubles_each_kind_of_single_quote() -> None:
    assert quoting.powershell("'\u2018\u2019\u201a\u201b\"`$") == (
        "'''\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b\"`$'"
    )


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_powershell_text_reads_back(text: str) -> None:
    quoted = quoting.powershell(text)
    assert (quoted[0], quoted[-1]) == ("'", "'")
    assert re.sub("(['\u2018-\u201b])(.)", r"\2", quoted[1:-1]) == text


@pytest.mark.requirement("SEC-35")
@pytest.mark.parametrize("name", ["env", "fish", "powershell", "nu", "dotenv", "windows-cmd"])
@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_no_variable_can_hold_is_refused(name: str, text: str) -> None:
    with pytest.raises(SsotuiError):
        render(name, {"KEY": text})


@given(st.text())
def test_json_reads_back(text: str) -> None:
    assert json.loads(render("json", {"KEY": text})) == {"KEY": text}


@pytest.mark.parametrize("name", ["nu", "dotenv"])
@given(text=st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_one_variable_is_one_line_where_the_reader_reads_lines(name: str, text: str) -> None:
    assert render(name, {"KEY": text}).count("\n") == 1


@pytest.mark.parametrize("name", ["dotenv", "json"])
def test_formats_that_can_not_take_away_say_so(name: str) -> None:
    with pytest.raises(UsageError, match="can't take variables away"):
        render(name, {}, ["OLD"])


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="env-no-export") as caught:
        render("csh", {"KEY": "value"})
    assert caught.value.exit_status == 2


OLDER_IDENTITIES = """
    AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_CREDENTIAL_EXPIRATION AWS_ACCOUNT_ID
    AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI
    AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
"""
"""What the SDKs may take an identity from (AWS SDKs and Tools Reference Guide)."""


@pytest.mark.requirement("SEC-38")
def test_identity_variables_are_all_taken_away() -> None:
    assert set(IDENTITY_VARIABLES) == set(OLDER_IDENTITIES.split())
    code = render("env", {}, IDENTITY_VARIABLES)
    assert "unset AWS_PROFILE\n" in code
    assert code.count("unset ") == len(set(IDENTITY_VARIABLES)) == len(IDENTITY_VARIABLES)
    handed_out = env.variables(Role("x", "0" * 12, "r"), CREDENTIALS, "eu-west-1")
    assert set(HANDED_OUT) == set(handed_out)


def test_process_is_what_the_aws_cli_prints() -> None:
    assert render_credentials("process", CREDENTIALS) == (
        "{\n"
        '  "Version": 1,\n'
        '  "AccessKeyId": "ASIAEXAMPLE",\n'
        '  "SecretAccessKey": "SECRET/+EXAMPLE",\n'
        '  "SessionToken": "IQoJb3JpZ2luX2VjE==",\n'
        '  "Expiration": "2026-11-23T08:54:05+00:00"\n'
        "}\n"
    )


def test_credentials_file_is_read_by_botocore(tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_text(render_credentials("credentials-file", CREDENTIALS, "payments prod"))
    assert raw_config_parse(str(file)) == {
        "payments prod": {
            "aws_access_key_id": "ASIAEXAMPLE",
            "aws_secret_access_key": "SECRET/+EXAMPLE",
            "aws_session_token": "IQoJb3JpZ2luX2VjE==",
        }
    }


@pytest.mark.parametrize("section", ["a]\nb", "a\nb", "", "[a"])
def test_a_section_stays_on_its_line(section: str) -> None:
    with pytest.raises(UsageError):
        render_credentials("credentials-file", CREDENTIALS, section)


def test_a_value_stays_on_its_line() -> None:
    odd = Credentials("ASIA", Secret("a\n[default]"), Secret("t"), CREDENTIALS.expires_at)
    with pytest.raises(UsageError) as caught:
        render_credentials("credentials-file", odd)
    assert "default" not in str(caught.value)


def test_unknown_document() -> None:
    with pytest.raises(UsageError, match=DOCUMENT_FORMATS[1]):
        render_credentials("yaml", CREDENTIALS)
