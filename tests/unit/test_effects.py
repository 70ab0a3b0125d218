"""The diff that is shown is the change that is made."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.effects import Copy, Handoff, Run, Save
from sso_tui.model import Secret


def diff(before: bytes | None, after: bytes) -> tuple[str, ...]:
    return Save(Path("/home/me/.aws/config"), (), before, after, "profile").diff


def test_a_line_that_is_added() -> None:
    assert diff(b"[default]\nregion = a\n", b"[default]\nregion = a\noutput = json\n") == (
        "--- /home/me/.aws/config",
        "+++ /home/me/.aws/config",
        "@@ -1,2 +1,3 @@",
        " [default]",
        " region = a",
        "+output = json",
    )


def test_a_new_file_is_all_additions() -> None:
    lines = diff(None, b"[default]\nregion = a\n")
    assert lines[2:] == ("@@ -0,0 +1,2 @@", "+[default]", "+region = a")


@pytest.mark.parametrize("content", [None, b"", b"x", b"x\n", b"\xff\xfe\r\n"])
def test_no_change_is_no_diff(content: bytes | None) -> None:
    assert diff(content, content or b"") == ()


def test_only_the_surroundings_of_a_change_are_shown() -> None:
    lines = [f"line{number}" for number in range(100)]
    text = "\n".join(lines)
    after = text.replace("line50", "changed")
    assert len(diff(text.encode(), after.encode())) == 3 + 3 + 2 + 3


@pytest.mark.requirement("SEC-57")
def test_secret_keys_are_not_shown_and_of_key_ids_the_end_alone() -> None:
    content = (
        b"[x]\naws_access_key_id = AKIA1234567890ABWXYZ\n AWS_Secret_Access_Key : hush\n"
        b"# aws_session_token=hush hush\n; aws_security_token = hush\nregion = a\n"
    )
    assert diff(None, content)[3:] == (
        "+[x]",
        "+aws_access_key_id = …WXYZ",
        "+ AWS_Secret_Access_Key : …",
        "+# aws_session_token=…",
        "+; aws_security_token = …",
        "+region = a",
    )


@pytest.mark.requirement("SEC-57")
@pytest.mark.parametrize(
    "name",
    [
        "old_aws_secret_access_key = ",
        "aws_secret_access_key_2 = ",
        "# export AWS_SECRET_ACCESS_KEY=",
        '# "aws_session_token": ',
        "; until may: aws_security_token = ",
        "  secret_key = ",
    ],
)
def test_nor_are_those_by_another_name_or_in_a_comment(name: str) -> None:
    assert diff(None, f"{name}hush = hush\n".encode())[3:] == (f"+{name}…",)


def test_a_line_is_one_to_the_end() -> None:
    text = "[x]\u2028y = 1\x85\x0c\x1e"
    assert diff(None, f"{text}\r\nk = v\r".encode())[3:] == (f"+{text}", "+k = v")


@pytest.mark.requirement("SEC-57")
@pytest.mark.parametrize(
    "before", ["aws_secret_acces_key = ", "# the old one: ", "# mine is ", "key:", '"', "secret="]
)
def test_nor_is_what_looks_like_one_in_a_line_that_stays(before: str) -> None:
    secret = "91nofzCQYrxyx+axKDIrJQ3R0fRzJ7+zxsU2EswX"
    content = f"[x]\n{before}{secret}\n".encode()
    assert diff(content, content + b"region = a\n")[4] == f" {before}…"


@pytest.mark.parametrize(
    "value",
    [
        "https://d-1234567890.awsapps.com/start/",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "/Users/JaneDoe/Applications/ssotui/bin/ssotui x",
        "arn:aws:iam::000000000012:role/AnExtraordinarilyLongName1",
        "1234567890123456789012345678901234567890",
    ],
)
def test_what_only_is_as_long_is_shown(value: str) -> None:
    assert diff(None, f"k = {value}\n".encode())[3:] == (f"+k = {value}",)


lines = st.lists(st.sampled_from(["a", "b", "[x]", "", "k = v", "\udcff"]), max_size=8)


@given(lines, lines)
def test_the_diff_leads_from_before_to_after(before: list[str], after: list[str]) -> None:
    def encoded(of: list[str]) -> bytes:
        return "".join(f"{one}\n" for one in of).encode("utf-8", "surrogateescape")

    shown = diff(encoded(before), encoded(after))
    assert bool(shown) == (before != after)
    body = [one for one in shown[2:] if not one.startswith("@@")]
    removed = [one[1:] for one in body if one[0] == "-"]
    added = [one[1:] for one in body if one[0] == "+"]
    assert len(before) - len(removed) == len(after) - len(added)
    assert sorted(after) == sorted([*_without(before, removed), *added])


def _without(these: list[str], those: list[str]) -> list[str]:
    left = list(these)
    for one in those:
        left.remove(one)
    return left


@pytest.mark.requirement("SEC-07")
def test_effects_do_not_show_what_they_carry() -> None:
    secret = Secret("CANARY")
    effects = (
        Copy(secret, "note"),
        Handoff(secret, "note"),
        Run(("sh",), {"AWS_SESSION_TOKEN": secret}, (), "note"),
    )
    assert "CANARY" not in repr(effects)
