"""What answers at once, piece by piece: the words it takes, and its tables against the program's."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sso_tui import hot
from sso_tui.actions import env
from sso_tui.hot import credentials as hot_credentials
from sso_tui.hot import formats, moments, shell, snippet
from sso_tui.hot.disk import digest_of, parsed, quoted, read
from sso_tui.hot.doubt import PLAIN, NotHot, plain
from sso_tui.hot.prompt import segment
from sso_tui.hot.words import Words
from sso_tui.model import REGION, Credentials, Role, Secret
from sso_tui.moments import left, zulu
from sso_tui.shells import detect, variables
from sso_tui.shells.documents import render_credentials
from sso_tui.shells.formats import render
from sso_tui.shells.names import INIT_SHELLS, VARIABLE_FORMATS
from sso_tui.world import World

PLAIN_TEXT = st.text(st.sampled_from(sorted(PLAIN)), min_size=1, max_size=60)
OPTIONS = ("--sso-session", "--format", "--region")


@pytest.mark.requirement("SEC-38")
def test_the_tables_are_those_of_the_program() -> None:
    assert formats.IDENTITY_VARIABLES == variables.IDENTITY_VARIABLES
    assert formats.HANDED_OUT == variables.HANDED_OUT
    assert formats.FORMATS == env.FORMATS
    assert formats.VARIABLE_FORMATS == VARIABLE_FORMATS
    assert shell.SHELLS == detect._FORMATS
    assert tuple(snippet.SHELLS) == INIT_SHELLS


@pytest.mark.parametrize("form", env.FORMATS)
@settings(max_examples=25)
@given(
    keys=st.tuples(PLAIN_TEXT, PLAIN_TEXT, PLAIN_TEXT),
    role=PLAIN_TEXT,
    region=st.none() | PLAIN_TEXT,
    ends=st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)),
)
def test_plain_values_look_the_same(
    form: str, keys: tuple[str, str, str], role: str, region: str | None, ends: datetime
) -> None:
    ends = ends.replace(microsecond=0)
    credentials = Credentials(keys[0], Secret(keys[1]), Secret(keys[2]), ends)
    wanted = env.variables(Role("p", "000000000001", role), credentials, region)
    gone = [name for name in variables.IDENTITY_VARIABLES if name not in wanted]
    expected = (
        render(form, wanted, gone)
        if form in VARIABLE_FORMATS
        else render_credentials(form, credentials)
    )
    values = dict(wanted)
    assert formats.render(form, {name: plain(value) for name, value in values.items()}) == expected


@pytest.mark.parametrize("form", env.FORMATS)
def test_taking_back_looks_the_same(form: str) -> None:
    if form in {"json", "dotenv", "process", "credentials-file"}:
        with pytest.raises(NotHot):
            formats.taken_back(form)
    else:
        assert formats.taken_back(form) == env.taken_back(form)


@pytest.mark.parametrize("value", ["", "a b", "it's", "a\nb", "é", "$HOME", "a;b", None, 7, ["a"]])
def test_what_is_not_plain_goes_the_long_way(value: object) -> None:
    with pytest.raises(NotHot):
        plain(value)


@pytest.mark.parametrize(
    ("words", "values", "references"),
    [
        (["-s", "a", "b/c"], {"--sso-session": "a"}, ["b/c"]),
        (["b/c", "--format=fish", "--region", "x"], {"--format": "fish", "--region": "x"}, ["b/c"]),
        ([], {}, []),
    ],
)
def test_plain_words(words: list[str], values: dict[str, str], references: list[str]) -> None:
    taken = Words(words, OPTIONS)
    assert (taken.values, taken.references) == (values, references)


@pytest.mark.parametrize(
    "words",
    [
        ["--refresh"],
        ["--form", "env"],
        ["--format", "env", "--format", "fish"],
        ["-s", "a", "--sso-session", "b"],
        ["--format"],
        ["--format="],
        ["--region", "-x"],
        ["--", "a/b"],
        ["-sname"],
        [""],
        ["-h"],
    ],
)
def test_words_that_take_thinking_go_the_long_way(words: list[str]) -> None:
    with pytest.raises(NotHot):
        Words(words, OPTIONS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["env", "a/b"], ("env", ["a/b"])),
        (["-s", "x", "env", "a/b"], ("env", ["-s", "x", "a/b"])),
        (["--sso-session=x", "env"], ("env", ["--sso-session=x"])),
        (["--", "env"], ("", [])),
        (["-s", "env"], ("", [])),
        ([], ("", [])),
    ],
)
def test_which_command_is_named(words: list[str], expected: tuple[str, list[str]]) -> None:
    assert hot.named(words) == expected


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))
def test_moments_are_understood(moment: datetime) -> None:
    expected = (moment.replace(microsecond=0) - datetime.now(UTC)).total_seconds()
    assert moments.seconds_until(zulu(moment)) == pytest.approx(expected, abs=5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00UTC",
        "+026-01-01T00:00:00Z",
        "2026-01-01T00:00:0aZ",
        "0000-01-01T00:00:00Z",
        "",
        None,
        1764000000,
    ],
)
def test_other_spellings_go_the_long_way(text: object) -> None:
    with pytest.raises((NotHot, ValueError)):
        moments.seconds_until(text)


@given(st.integers(-10, 100 * 24 * 3600))
def test_spans_are_told_the_same_way(seconds: int) -> None:
    assert moments.left(seconds) == left(timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "ancestors",
    [
        ["bash"],
        ["-zsh", "login"],
        ["python3.11", "fish"],
        ["/usr/local/bin/pwsh"],
        ["NU.EXE"],
        ["kworker/0:1", "sh"],
        ["init"],
        [],
    ],
)
@pytest.mark.parametrize("surroundings", [{}, {"SHELL": "/bin/fish"}, {"SSOTUI_SHELL": "nu"}])
def test_the_shell_is_found_the_same_way(
    ancestors: list[str], surroundings: dict[str, str]
) -> None:
    expected = detect.calling_shell(World(environ=surroundings), ancestors)
    assert shell.calling_shell(surroundings, ancestors) == expected


def test_the_real_shell_is_found_the_same_way() -> None:
    assert shell.calling_shell({}) == detect.calling_shell(World(environ={}))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_json_is_read_as_json(value: object) -> None:
    content = {"a": value, "b": 1.5}
    assert parsed(f" {json.dumps(content)}\n".strip()) == content


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{} x", '{"a": NaN}', "{'a': 1}", '{"a":}']
)
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises((NotHot, ValueError, TypeError)):
        parsed(text)


@given(st.text())
def test_texts_are_quoted_as_json_does(text: str) -> None:
    assert quoted(text) == json.dumps(text)


def test_names_of_shared_files() -> None:
    text = '{"accountId":"000000000001","roleName":"AdministratorAccess","sessionName":"my-sso"}'
    assert digest_of(text) == "13bc94301ec698f3e2779b6bda8aed93ce5dc301"


def test_a_file_that_others_could_have_written_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "digest.json"
    path.write_text("{}")
    path.chmod(0o622)
    with pytest.raises(NotHot):
        read(str(path), 100, own=True)
    path.chmod(0o600)
    assert read(str(path), 100, own=True) == "{}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("payments-prod", "payments-prod/R"),
        ("$(touch pwn)", "__touch pwn_/R"),
        ("`id` %F{red} \\$ !1", "_id_ _F_red_ __ _1/R"),
    ],
)
def test_nothing_in_a_prompt_is_acted_upon(name: str, expected: str) -> None:
    assert segment(name, "R", {}) == f"{expected}\n"


@given(st.lists(st.text(st.sampled_from("aeuwst1B٣é_"), max_size=6), max_size=5).map("-".join))
@example("eu-west-1")
@example("us-gov-east-12")
@example("eu-west-123")
@example("u-west-1")
def test_what_the_quick_way_takes_for_a_region_is_one(text: str) -> None:
    if all(letter in PLAIN for letter in text):
        assert hot_credentials._can_be_a_region(text) == bool(REGION.fullmatch(text))
