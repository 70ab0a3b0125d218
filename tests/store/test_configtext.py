"""The grammar, held against botocore's own reading."""

import random
import time
from pathlib import Path

import pytest
from configfiles import nasty, tidy
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from sso_tui.aws import configreader
from sso_tui.errors import ConfigError
from sso_tui.store.configtext import ConfigProblem, parse

PROPERTY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def botocore_reads(data: bytes, folder: Path):
    path = folder / "config"
    path.write_bytes(data)
    try:
        return dict(configreader.read(path))
    except ConfigError:
        return None


def agrees(data: bytes, folder: Path) -> bool:
    """Hold both readings against each other; returns whether botocore read the file."""
    theirs = botocore_reads(data, folder)
    text = parse(data)
    ours = None if text.problems else text.readings()
    assert ours == theirs, (data, text.problems)
    return theirs is not None


TABLE = {
    "default": ("[default]\nregion = a\n", {("profile", "default"): {"region": "a"}}),
    "both defaults": (
        "[default]\na = 1\n[profile default]\nb = 2\n",
        {("profile", "default"): {"b": "2"}},
    ),
    "both defaults, turned": (
        "[profile default]\nb = 2\n[default]\na = 1\n",
        {("profile", "default"): {"a": "1"}},
    ),
    "session": ("[sso-session s]\na = 1\n", {("sso-session", "s"): {"a": "1"}}),
    "services": (
        "[services v]\nsso =\n  endpoint_url = x\n",
        {("services", "v"): {"sso": {"endpoint_url": "x"}}},
    ),
    "plain": ("[x]\na = 1\n", {("other", "x"): {"a": "1"}}),
    "double quotes": ('[profile "my prof"]\n', {("profile", "my prof"): {}}),
    "single quotes": ("[profile 'my prof']\n", {("profile", "my prof"): {}}),
    "three words": ("[profile my prof]\n", {}),
    "open quote": ("[profile O'Brien]\n", {}),
    "backslash": ("[profile a\\b]\n", {("profile", "ab"): {}}),
    "hash": ("[profile a#b]\n", {("profile", "a#b"): {}}),
    "semicolon": ("[profile a;b]\n", {("profile", "a;b"): {}}),
    "bracket": ('[profile "a]b"]\n', {("profile", "a]b"): {}}),
    "open bracket": ("[profile a[b]\n", {("profile", "a[b"): {}}),
    "blanks": ("[profile   x]\n[profile\ty]\n[profile z ]\n", {("profile", n): {} for n in "xyz"}),
    "leading blank": ("[ profile y ]\n", {("other", " profile y "): {}}),
    "prefix": ("[profilex y]\n[profile-set q]\n", {("profile", "y"): {}, ("profile", "q"): {}}),
    "case": ("[Profile x]\n", {("other", "Profile x"): {}}),
    "inherited": (
        "[DEFAULT]\na = 1\n[profile x]\nb = 2\n[profile y]\na = 3\n",
        {("profile", "x"): {"a": "1", "b": "2"}, ("profile", "y"): {"a": "3"}},
    ),
    "empty name": ('[profile ""]\n[profile ]\n', {("profile", ""): {}}),
    "after the bracket": ("[profile x] words\na = 1\n", {("profile", "x"): {"a": "1"}}),
    "two spellings": ("[profile x]\na = 1\n[profile 'x']\nb = 2\n", {("profile", "x"): {"b": "2"}}),
    "keys in lower case": ("[default]\nReGion = Ab'%\n", {("profile", "default"): {"region": "Ab'%"}}),
    "no inline comments": (
        "[default]\na = v # c\nb = v ; c\nc = v#c\n",
        {("profile", "default"): {"a": "v # c", "b": "v ; c", "c": "v#c"}},
    ),
    "comments": ("# a\n[default]\n  ; b\n", {("profile", "default"): {}}),
    "colon": ("[default]\nk: v\nhttps://x = 3\n", {("profile", "default"): {"k": "v", "https": "//x = 3"}}),
    "empty value": ("[default]\nk =\n", {("profile", "default"): {"k": ""}}),
    "continuation": (
        "[default]\nk = a\n  b\n\n# c\n  d\n\n",
        {("profile", "default"): {"k": "a\nb\n\nd"}},
    ),
    "nested": (
        "[default]\ns3 =\n  a = 1\n    b = 2\n\n  c=3=4\nd = 5\n",
        {("profile", "default"): {"s3": {"a": "1", "b": "2", "c": "3=4"}, "d": "5"}},
    ),
    "crlf": ("[default]\r\na = 1\r\n", {("profile", "default"): {"a": "1"}}),
    "lone returns": ("[default]\ra = 1\r", {("profile", "default"): {"a": "1"}}),
    "indented header": ("[default]\n  [profile x]\na = 1\n", {("profile", "default"): {}, ("profile", "x"): {"a": "1"}}),
    "indented header under a key": ("[default]\na = 1\n  [profile x]\n", {("profile", "default"): {"a": "1\n[profile x]"}}),
    "hidden by botocore": ("[sso_sessions]\na = 1\n", {}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "wanted"), TABLE.values(), ids=TABLE)
def test_each_form_is_read_as_botocore_reads_it(data, wanted, tmp_path):
    assert botocore_reads(data.encode(), tmp_path) == wanted
    assert parse(data.encode()).readings() == wanted


REFUSED = {
    "section twice": ("[profile x]\n\n[profile x]\n", 3, "[profile x] occurs twice"),
    "key twice": ("[default]\na = 1\na = 2\n", 3, "key a occurs twice"),
    "key in two cases": ("[default]\nA = 1\na = 2\n", 3, "key a occurs twice"),
    "key twice in two DEFAULTs": ("[DEFAULT]\na=1\n[x]\n[DEFAULT]\na=2\n", 5, "key a"),
    "no delimiter": ("[default]\nregion\n", 2, "neither"),
    "no key": ("[default]\n= 1\n", 2, "no key"),
    "no header": ("# hello\nregion = a\n[default]\n", 2, "before the first"),
    "byte order mark": ("\ufeff[default]\na = 1\n", 1, "byte order mark"),
    "bad map": ("[default]\ns3 =\n  a = 1\n  # fine\n  b\n", 5, "under s3"),
    "bad map, inherited": ("[DEFAULT]\ns3 =\n  b\n[x]\n", 3, "under s3"),
    "empty brackets": ("[]\n", 1, "before the first"),
}


@pytest.mark.parametrize(("data", "line", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_botocore_refuses_is_refused_with_its_line(data, line, reason, tmp_path):
    assert botocore_reads(data.encode(), tmp_path) is None
    problem = parse(data.encode()).problems[0]
    assert problem.line == line
    assert reason in problem.reason


def test_bytes_that_are_no_utf_8_are_refused_with_their_line(tmp_path):
    data = b"[default]\na = 1\n# caf\xe9\n"
    assert botocore_reads(data, tmp_path) is None
    assert parse(data).problems == (ConfigProblem(3, "bytes that are not UTF-8"),)
    assert parse(data, "latin-1").readings() == {("profile", "default"): {"a": "1"}}


def test_a_bad_map_that_nobody_inherits_is_no_matter(tmp_path):
    assert agrees(b"[DEFAULT]\ns3 =\n  b\n", tmp_path)
    assert agrees(b"[DEFAULT]\ns3 =\n  b\n[x]\ns3 = own\n", tmp_path)


@PROPERTY
@given(tidy())
@example(b"")
def test_it_agrees_with_botocore_on_files_that_can_be_read(tmp_path, data):
    event("read" if agrees(data, tmp_path) else "refused")


@pytest.mark.requirement("REL-17")
@PROPERTY
@given(nasty())
@example(b"\r\n\r[default]\n\ra=1")
def test_it_agrees_with_botocore_on_nasty_files(tmp_path, data):
    event("read" if agrees(data, tmp_path) else "refused")


@PROPERTY
@given(
    st.binary(max_size=60), st.text(alphabet="[]=: \n\r\t#;'\"\\ap\x0b\x1c\x85\u2028", max_size=40)
)
def test_it_agrees_with_botocore_on_anything(tmp_path, junk, text):
    agrees(junk, tmp_path)
    agrees(b"[profile x]\n" + text.encode(), tmp_path)


@PROPERTY
@given(tidy() | nasty())
def test_every_setting_stands_on_its_lines(data):
    text = parse(data)
    for section in text.sections:
        assert f"[{section.header}]".encode() in text.lines[section.line]
        for setting in section.settings.values():
            assert section.line < setting.first < setting.end <= section.end <= len(text.lines)
            assert text.lines[setting.first].decode().lower().strip().startswith(setting.key)


@pytest.mark.requirement("REL-17")
def test_large_and_hostile_content_takes_no_time():
    start = time.process_time()
    parse(b"[default]\nk =\n" + b" a = 1\n" * 300_000)
    parse(random.Random(1).randbytes(1 << 20))
    parse(b"[" * (1 << 20))
    parse(b"[a]\n" + b"=" * (1 << 20))
    assert time.process_time() - start < 3


def test_five_thousand_profiles_are_read_quickly():
    profile = (
        "[profile acct-{0:05}]\nsso_session = s\nsso_account_id = {0:012}\nregion = eu-west-1\n\n"
    )
    data = "".join(profile.format(number) for number in range(5000)).encode()
    taken = []
    for _ in range(3):
        start = time.process_time()
        assert len(parse(data).sections) == 5000
        taken.append(time.process_time() - start)
    assert min(taken) < 0.3
