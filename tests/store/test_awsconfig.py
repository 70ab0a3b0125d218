"""What an edit of the config file changes, and that it changes nothing else."""

import pytest
from configfiles import tidy
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from sso_tui.aws import configreader
from sso_tui.effects import Section
from sso_tui.errors import ConfigError
from sso_tui.store import awsconfig
from sso_tui.store.configtext import parse

PROPERTY = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def no_wait(seconds: float) -> bool:
    return False


def profile(name: str, **settings: str) -> Section:
    return Section("profile", name, tuple(settings.items()))


def after(path, before: str | bytes, *sections: Section, remove=(), heading="") -> str:
    """The file after an edit of `before`, saved for real and read back by botocore."""
    path.write_bytes(before if isinstance(before, bytes) else before.encode())
    change = awsconfig.prepare(path, sections, "a note", remove, heading)
    awsconfig.save(change, configreader.read, no_wait, path.parent / "state")
    assert path.read_bytes() == change.after
    return change.after.decode()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "config"


EDITS = {
    "key exchanged": ("[profile x]\nregion = a\n", "[profile x]\nregion = b\n"),
    "spacing kept": ("[profile x]\n  Region=a  \nk = 1\n", "[profile x]\n  Region=b\nk = 1\n"),
    "colon kept": ("[profile x]\nregion:\ta\n", "[profile x]\nregion:\tb\n"),
    "empty value": ("[profile x]\nregion =\n", "[profile x]\nregion = b\n"),
    "empty value, no blanks": ("[profile x]\nregion=\n", "[profile x]\nregion=b\n"),
    "continuation replaced, comment kept": (
        "[profile x]\nregion = a\n  # why\n  more\n\n  last\n\n# end\n",
        "[profile x]\nregion = b\n  # why\n\n# end\n",
    ),
    "nested block of that key's name untouched": (
        "[profile x]\ns3 =\n  region = x\nregion = a\n",
        "[profile x]\ns3 =\n  region = x\nregion = b\n",
    ),
    "key missing, nested block before": (
        "[profile x]\ns3 =\n  region = x\n\n# next\n[profile y]\n",
        "[profile x]\ns3 =\n  region = x\nregion = b\n\n# next\n[profile y]\n",
    ),
    "key missing, blanks and comments stay put": (
        "[profile x]\nk = 1\n\n# about y\n[profile y]\nk = 2\n",
        "[profile x]\nk = 1\nregion = b\n\n# about y\n[profile y]\nk = 2\n",
    ),
    "key missing in the last section": (
        "[profile x]\nk = 1\n\n\n",
        "[profile x]\nk = 1\nregion = b\n\n\n",
    ),
    "indented": ("[profile x]\n  k = 1\n [y]\n", "[profile x]\n  k = 1\n  region = b\n [y]\n"),
    "empty section before an indented one": (
        "[profile x]\n  [y]\na = 1\n",
        "[profile x]\n  region = b\n  [y]\na = 1\n",
    ),
    "no final line end": ("[profile x]\nk = 1", "[profile x]\nk = 1\nregion = b"),
    "no final line end, exchanged": ("[profile x]\nregion = a", "[profile x]\nregion = b"),
    "crlf": ("[profile x]\r\nk = 1\r\n", "[profile x]\r\nk = 1\r\nregion = b\r\n"),
    "other spellings": ("[profile  x ] word\nk = 1\n", "[profile  x ] word\nk = 1\nregion = b\n"),
    "double quotes": ('[profile "x"]\nk = 1\n', '[profile "x"]\nk = 1\nregion = b\n'),
    "two spellings, the last counts": (
        "[profile x]\nregion = a\n[profile 'x']\nk = 1\n",
        "[profile x]\nregion = a\n[profile 'x']\nk = 1\nregion = b\n",
    ),
    "already so": ("[profile x]\nregion=b\n", "[profile x]\nregion=b\n"),
    "appended": ("[profile y]\nk = 1\n", "[profile y]\nk = 1\n\n[profile x]\nregion = b\n"),
    "appended without final line end": ("[y]\nk = 1", "[y]\nk = 1\n\n[profile x]\nregion = b\n"),
    "appended after a blank line": ("[y]\n\n", "[y]\n\n[profile x]\nregion = b\n"),
    "appended after blanks alone": ("[y]\n  ", "[y]\n  \n[profile x]\nregion = b\n"),
    "appended, crlf": ("[y]\r\n", "[y]\r\n\r\n[profile x]\r\nregion = b\r\n"),
    "appended to nothing": ("", "[profile x]\nregion = b\n"),
    "appended beside an ignored one": (
        "[profile x y]\n",
        "[profile x y]\n\n[profile x]\nregion = b\n",
    ),
    "comments that look like settings": (
        "[profile x]\n#region = a\n",
        "[profile x]\nregion = b\n#region = a\n",
    ),
    "inherited elsewhere": (
        "[DEFAULT]\nregion = a\n[profile x]\nk = 1\n[y]\n",
        "[DEFAULT]\nregion = a\n[profile x]\nk = 1\nregion = b\n[y]\n",
    ),
}


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize(("before", "wanted"), EDITS.values(), ids=EDITS)
def test_an_edit_changes_its_slice_alone(path, before, wanted):
    assert after(path, before, profile("x", region="b")) == wanted
    assert after(path, wanted, profile("x", region="b")) == wanted


def test_default_is_edited_where_botocore_reads_it(path):
    edit = profile("default", region="b")
    first, last = "[default]\nregion = a\n", "[profile default]\nregion = a\n"
    assert after(path, first, edit) == "[default]\nregion = b\n"
    assert after(path, last, edit) == "[profile default]\nregion = b\n"
    assert after(path, first + last, edit) == first + "[profile default]\nregion = b\n"
    assert after(path, last + first, edit) == last + "[default]\nregion = b\n"
    assert after(path, "", edit) == "[default]\nregion = b\n"


def test_a_profile_and_its_session_are_written_as_the_aws_cli_writes_them(path):
    sections = (
        profile("my prof", sso_session="s", sso_account_id="000000000001", sso_role_name="R"),
        Section("sso-session", "s", (("sso_start_url", "https://x/start#/"), ("sso_region", "r"))),
    )
    assert after(path, "", *sections) == (
        "[profile 'my prof']\nsso_session = s\nsso_account_id = 000000000001\nsso_role_name = R\n\n"
        "[sso-session s]\nsso_start_url = https://x/start#/\nsso_region = r\n"
    )


def test_keys_are_added_in_the_order_in_which_they_are_given(path):
    edit = profile("x", b="1", a="2", k="3", c="4")
    assert after(path, "[profile x]\nk = 0\n", edit) == "[profile x]\nk = 3\nb = 1\na = 2\nc = 4\n"


def test_an_empty_value_takes_the_key_away(path):
    before = "[profile x]\na = 1\n  # why\n  2\nb = 2\n[y]\na = 1\n"
    edit = profile("x", a="", gone="", c="3")
    assert after(path, before, edit) == "[profile x]\n  # why\nb = 2\nc = 3\n[y]\na = 1\n"


def test_a_section_goes_and_its_comments_stay(path):
    before = "[a]\nk = 1\n\n# mine\n[profile x]\n# why\nk =\n  # deep\n  n = 1\n\n[b]\n"
    wanted = "[a]\nk = 1\n\n# mine\n# why\n  # deep\n\n[b]\n"
    assert after(path, before, remove=[("profile", "x")]) == wanted
    assert after(path, wanted, remove=[("profile", "x")]) == wanted


@pytest.mark.parametrize("before", ["[a]\nk = 1\n", "# only this\n", "[a]\r\nk = 1\r\n"])
def test_what_was_added_goes_without_a_trace(path, before):
    added = after(path, before, profile("x", k="1"), profile("y", k="1"))
    remove = [("profile", "x"), ("profile", "y")]
    assert after(path, added, remove=remove).encode() == before.encode()
    between = after(path, added, profile("z", k="1"))
    assert after(path, between, remove=remove) == after(path, before, profile("z", k="1"))


def test_new_lines_end_as_those_above_them(path):
    before = "[x]\r\nk = 1\n[profile x]\nk = 1\r\n[y]\nk = 1"
    edited = after(path, before, profile("x", n="2"))
    assert edited == "[x]\r\nk = 1\n[profile x]\nk = 1\r\nn = 2\r\n[y]\nk = 1"
    added = after(path, before, profile("z", n="2"))
    assert added == f"{before}\n\n[profile z]\nn = 2\n"


def test_blank_lines_of_the_users_stay(path):
    before = "[a]\nk = 1\n\n\n\n[profile x]\nk = 1\n\n\n[b]\n"
    assert after(path, before, remove=[("profile", "x")]) == "[a]\nk = 1\n\n\n\n\n[b]\n"


def test_a_section_that_is_removed_and_given_is_replaced_wholly(path):
    before = "[profile x]\ncredential_process = old\nregion = a\ns3.odd =\n  n = 1\n"
    edit = profile("x", region="b", output="json")
    wanted = "[profile x]\nregion = b\noutput = json\n"
    assert after(path, before, edit, remove=[("profile", "x")]) == wanted


RETIRED = {
    "a section": (
        "# a\n[x]\nk = 1\n\n  # why\ns3 =\n  m = 1\n# end\n\n[y]\nk = 2\n",
        "# a\n# Old:\n# [x]\n# k = 1\n\n  # why\n# s3 =\n#   m = 1\n# end\n\n[y]\nk = 2\n",
    ),
    "the only one, CRLF": ("[x]\r\nk = 1\r\n", "# Old:\r\n# [x]\r\n# k = 1\r\n"),
    "no line end": ("[x]\nk = 1", "# Old:\n# [x]\n# k = 1"),
}


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize(("before", "wanted"), RETIRED.values(), ids=RETIRED)
def test_a_section_that_goes_can_stay_to_be_read(path, before, wanted):
    assert after(path, before, remove=[("other", "x")], heading="Old:") == wanted
    assert ("other", "x") not in configreader.read(path)


def test_settings_that_go_can_stay_to_be_read(path):
    before = "[profile x]\nkey_a = 1\nregion = a\nkey_b = 2\n  more\nkey_c = 3\n"
    edit = profile("x", key_a="", key_b="", key_c="", region="b", sso_session="s")
    assert after(path, before, edit, heading="Old:") == (
        "[profile x]\n# Old:\n# key_a = 1\nregion = b\n# Old:\n# key_b = 2\n#   more\n"
        "# key_c = 3\nsso_session = s\n"
    )


@pytest.mark.requirement("SEC-57")
def test_a_secret_that_stays_to_be_read_is_not_shown(path):
    path.write_text("[x]\naws_access_key_id = AKIA\naws_secret_access_key = hush\n")
    change = awsconfig.prepare(path, (), "", [("other", "x")], "Old:")
    assert b"# aws_secret_access_key = hush" in change.after
    assert "+# aws_secret_access_key = …" in change.diff
    assert not [line for line in change.diff if "hush" in line]


def test_the_credentials_file_has_names_without_a_kind(path):
    edit = Section("other", "dev", (("aws_access_key_id", "ASIAEXAMPLE"),))
    wanted = "[ops]\na = 1\n\n[dev]\naws_access_key_id = ASIAEXAMPLE\n"
    assert after(path, "[ops]\na = 1\n", edit) == wanted


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plain", "[profile plain]"),
        ("a b", "[profile 'a b']"),
        ("it's mine", "[profile 'it'\"'\"'s mine']"),
        ("O'Brien", "[profile 'O'\"'\"'Brien']"),
        ("back\\slash", "[profile 'back\\slash']"),
        ("a#b;c", "[profile a#b;c]"),
        ("Ärger/1@x.y+z=,", "[profile Ärger/1@x.y+z=,]"),
        ("profile", "[profile profile]"),
    ],
)
def test_names_are_quoted_where_botocore_needs_it(path, name, header):
    assert after(path, "", profile(name, a="1")).splitlines()[0] == header
    assert configreader.read(path) == {("profile", name): {"a": "1"}}


NAMES = ["", " x", "x ", "a\nb", "a\rb", "a\0b", "a\tb", "a]b", "[a", "a #b", "#a", ";a", "a\x1bb",
         "a\u2028b", "a\u202eb", "a\u00a0b", "\udce9", "\ufeff"]  # fmt: skip
VALUES = [name for name in NAMES if name not in ("", "a]b", "[a")] + ["a ;b", "a\x0b#"]


@pytest.mark.requirement("SEC-41")
@pytest.mark.parametrize("name", NAMES)
def test_names_that_would_not_come_back_are_refused(path, name):
    with pytest.raises(ConfigError):
        awsconfig.prepare(path, [profile(name, a="1")], "")


@pytest.mark.requirement("SEC-41")
@pytest.mark.parametrize("value", VALUES)
def test_values_that_would_not_come_back_are_refused(path, value):
    with pytest.raises(ConfigError, match="The value of region"):
        awsconfig.prepare(path, [profile("x", region=value)], "")


@pytest.mark.parametrize("section", [
    Section("profile", "x", (("Region", "a"),)), Section("profile", "x", (("a b", "a"),)),
    Section("profile", "x", (("#a", "a"),)), Section("profilex", "y", (("a", "1"),)),
    Section("other", "profile z", (("a", "1"),)), Section("other", "DEFAULT", (("a", "1"),)),
])  # fmt: skip
def test_other_words_that_would_not_come_back_are_refused(path, section):
    with pytest.raises(ConfigError):
        awsconfig.prepare(path, [section], "")


@pytest.mark.requirement("REL-17")
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[a]\n[a]\n", "line 2: the section"),
        (b"[default]\nA = 1\na = 1\n", "line 3: the key a"),
        (b"\xef\xbb\xbf[default]\n", "line 1: .*byte order mark"),
        (b"[default]\nregion\n", "line 2: neither"),
        (b"[default]\nk = caf\xe9\n", "line 2: bytes that are not UTF-8"),
        ("[default]\n".encode("utf-16"), "line 1"),
    ],
)
def test_a_file_that_botocore_refuses_is_refused_with_its_line(path, data, said):
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=said):
        awsconfig.prepare(path, [profile("x", a="1")], "")
    assert path.read_bytes() == data


def test_removing_what_occurs_in_two_spellings_is_refused(path):
    path.write_text("[profile x]\n[profile 'x']\n")
    with pytest.raises(ConfigError, match="lines 1, 2"):
        awsconfig.prepare(path, [], "", [("profile", "x")])


def test_a_removal_that_would_change_the_next_section_is_refused(path):
    path.write_text("[a]\nk = 1\n[profile x]\n    k = 2\n  [b]\nk = 3\n")
    with pytest.raises(ConfigError, match="can't be changed safely"):
        awsconfig.prepare(path, [], "", [("profile", "x")])


@pytest.mark.requirement("SEC-43")
def test_bytes_of_another_encoding_survive(path, monkeypatch):
    monkeypatch.setattr("sso_tui.store.configfile.file_encoding", lambda: "latin-1")
    path.write_bytes(b"# caf\xe9\n[profile x]\nname = \xe9t\xe9\nregion = a\n")
    change = awsconfig.prepare(path, [profile("x", region="b", town="Orl\xe9ans")], "")
    assert change.after == (
        b"# caf\xe9\n[profile x]\nname = \xe9t\xe9\nregion = b\ntown = Orl\xe9ans\n"
    )
    with pytest.raises(ConfigError, match="LATIN-1"):
        awsconfig.prepare(path, [profile("x", town="\u0141\xf3d\u017a")], "")


def test_the_effect_shows_what_will_happen(path):
    path.write_text("[profile x]\nregion = a\n")
    change = awsconfig.prepare(path, [profile("x", region="b")], "profile x")
    assert change.note == "profile x"
    assert change.diff[-3:] == (" [profile x]", "-region = a", "+region = b")
    assert awsconfig.prepare(path, [profile("x", region="a")], "").diff == ()
    assert awsconfig.prepare(path.parent / "new", [], "").before is None


words = st.text(
    st.characters(codec="utf-8", max_codepoint=0x2FFF) | st.sampled_from(" '\"\\#;=:[]\n\t"),
    max_size=6,
)
sections = st.builds(
    Section,
    st.sampled_from(["profile", "profile", "sso-session"]),
    st.sampled_from(["default", "x", "a b", "z", "y", "s", "é", "ab", "new", "neu er"]) | words,
    st.lists(
        st.tuples(
            st.sampled_from(["region", "output", "sso_region", "k0", "k1", "new_key", "m"]),
            st.sampled_from(["eu-west-1", "a b", "x = y", ""]) | words,
        ),
        max_size=4,
    ).map(tuple),
)


@pytest.mark.requirement("SEC-41", "SEC-43")
@PROPERTY
@given(
    before=tidy(),
    wanted=st.lists(sections, max_size=3),
    choice=st.randoms(use_true_random=False),
    heading=st.sampled_from(["", "", "Old:"]),
)
def test_botocore_reads_back_exactly_what_was_meant(tmp_path, before, wanted, choice, heading):
    path = tmp_path / "config"
    path.write_bytes(before)
    assume(not parse(before).problems)
    reading = configreader.read(path)
    names = {(section.kind, section.name) for section in wanted}
    removed = {key for key in reading if key not in names and choice.random() < 0.2}
    try:
        change = awsconfig.prepare(path, wanted, "", removed, heading)
    except ConfigError:
        event("refused")
        return
    event("changed" if change.after != before else "the same")
    awsconfig.save(change, configreader.read, no_wait, tmp_path / "state")
    expected = {key: dict(values) for key, values in reading.items() if key not in removed}
    lent = parse(before).lent()
    for section in wanted:
        values = expected.setdefault((section.kind, section.name), dict(lent))
        values |= dict(section.settings)
        for key in [
            key for key, value in values.items() if value == "" and key in dict(section.settings)
        ]:
            del values[key]
            values |= {key: lent[key]} if key in lent else {}
    assert configreader.read(path) == expected
    _only_slices_changed(before, change.after, names | removed)
    if heading:
        _nothing_is_lost(before, change.after)
    assert awsconfig.prepare(path, wanted, "").after == change.after


def _nothing_is_lost(before: bytes, after: bytes) -> None:
    """Every line is there as before, or as a comment, or with another value."""
    text, there = parse(before), [line.strip() for line in after.splitlines()]
    for section in text.in_force().values():
        for setting in section.settings.values():
            for line in text.lines[setting.first : setting.end]:
                key = line.replace(b":", b"=").partition(b"=")[0].strip()
                words = line.rstrip(b"\r\n")
                assert (
                    line.strip() in there
                    or b"# " + words.rstrip() in there
                    or any(one.startswith(key) for one in there)
                )


def _only_slices_changed(before: bytes, after: bytes, touched) -> None:
    """Every line outside the sections concerned is there as before, and in the same order."""
    text = parse(before)
    in_force = text.in_force()
    slices = [range(in_force[key].line, in_force[key].end) for key in touched if key in in_force]
    kept = [
        line.rstrip(b"\r\n")
        for index, line in enumerate(text.lines)
        if line.strip() and not any(index in one for one in slices)
    ]
    remaining = iter(line.rstrip(b"\r\n") for line in after.splitlines(keepends=True))
    assert all(line in remaining for line in kept)
