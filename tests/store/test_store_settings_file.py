import contextlib
import os
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_support import UNFIT, Ears, mode

from sso_tui.errors import ConfigError, StorageError
from sso_tui.settings import Settings
from sso_tui.store import settingedits
from sso_tui.store.files import Held, lock
from sso_tui.store.places import Places
from sso_tui.store.settings_file import SettingsFile
from sso_tui.store.settingsformat import settings_in
from sso_tui.world import World

ROLE = "000000000001/ReadOnly"
OTHER = "000000000002/Admin"

WRITTEN = """\
# my settings   \t
theme = "nord"  # dark

favourites = [
    # the one for the morning
    "000000000002/Admin",
]

[aliases]
000000000001 = "prod"   # careful

[future]
colour = "red"
"""


def put(settings_file: SettingsFile, text: str | bytes) -> Path:
    path = settings_file.places.settings_file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_without_a_file_the_settings_are_the_ones_that_come_with_the_program(
    settings_file: SettingsFile,
) -> None:
    assert settings_file.load() == Settings()


def test_every_setting_can_be_set(settings_file: SettingsFile) -> None:
    put(
        settings_file,
        """
        favourites = ["000000000001/ReadOnly", "000000000001/ReadOnly"]
        region = "eu-west-1"
        profile_name = "{portal}.{account_id}.{role}"
        cache_role_credentials = false
        clear_clipboard_after = 0
        hidden = ["000000000003", "sandbox-*"]
        default_action = "console"
        theme = "nord"
        aliases.000000000001 = "prod\\u202e"
        [tags]
        000000000001 = ["payments", "eu"]
        [regions]
        my-sso = "us-east-1"
        "000000000001/ReadOnly" = "us-gov-west-1"
        [keys]
        copy = "ctrl+x"
        export = "f9, ctrl+y"
        "menu.copy" = "Y"
        """,
    )
    assert settings_file.load() == Settings(
        favourites=(ROLE,),
        aliases={"000000000001": "prod\ufffd"},
        tags={"000000000001": ("payments", "eu")},
        region="eu-west-1",
        regions={"my-sso": "us-east-1", ROLE: "us-gov-west-1"},
        profile_name="{portal}.{account_id}.{role}",
        cache_role_credentials=False,
        clear_clipboard_after=0,
        theme="nord",
        keys={"copy": "ctrl+x", "export": "f9,ctrl+y", "menu.copy": "Y"},
        hidden=("000000000003", "sandbox-*"),
        default_action="console",
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("theme = 1", "line 1: theme must be one of ssotui, .*, not 1"),
        ("theme = 'norde'", "line 1: theme must be one of .*nord, .*, not 'norde'"),
        ("browser = ['firefox']", "line 1: browser must be a text in quotes, not a list"),
        ("browser = 'firefox \"'", "line 1: browser has a quote that is not closed"),
        ("container = 'x'", "line 1: container must be one of ext.granted-containers, ext"),
        ("default_action = 'open'", "line 1: default_action must be one of menu, export, .*'open'"),
        ("break_glass = 'x'", "line 1: break_glass must be a list of texts such as .*, not 'x'"),
        ("break_glass = ['a', 1]", "line 1: break_glass must be a list of texts .*; 1 can't be in"),
        ("hidden = [12]", "line 1: hidden must be a list of account ids and patterns .*; 12 can't"),
        ("hidden = ['prod']", "line 1: hidden must be a list of account ids .*; 'prod' can't be"),
        ("\nregion = 'eu west'", "line 2: region must be a region such as eu-west-1"),
        ("favourites = 'x'", "line 1: favourites must be a list such as"),
        ("favourites = ['ReadOnly']", "line 1: favourites must be a list such as"),
        ("clear_clipboard_after = true", "line 1: clear_clipboard_after must be a whole number"),
        ("clear_clipboard_after = -1", "line 1: clear_clipboard_after must be a whole number"),
        ("cache_role_credentials = 'no'", "line 1: cache_role_credentials must be true or false"),
        ("profile_name = '{acount}'", "line 1: profile_name has no use for {acount}"),
        ("profile_name = '{'", "line 1: profile_name is no template"),
        ("aliases = 'x'", "line 1: aliases must be a table"),
        (
            "[aliases]\nprod = 'x'",
            "line 2: aliases.prod must be an account's id, 12 digits such as",
        ),
        (
            "[keys]\ncopy = 'f9'\n[aliases]\n\n000000000001 = 5",
            "line 5: aliases.000000000001 must be a text in quotes, not 5",
        ),
        ("[tags]\n000000000001 = 'x'", "line 2: tags.000000000001 must be a list of texts"),
        ("[regions]\nmy-sso = 'EU'", "line 2: regions.my-sso must be a region such as"),
        (
            "[regions]\na = 'eu-west-1'\n'000000000001/A b' = 'EU'",
            'line 3: regions."000000000001/A b" must be a region',
        ),
        ("keys = {copy = 5}", "line 1: keys.copy must be a text"),
        (
            "[environments.x]\ncolour = 'pink'",
            "line 2: environments.x.colour must be one of red, .*, not 'pink'",
        ),
        (
            "environments.x = {\n names = ['a'], colour = 'pink' }".replace("\n", ""),
            "line 1: environments.x.colour must be one of",
        ),
        (
            "[environments.a]\ncolour = 'red'\n[environments.x]\nnames = 'x'\ncolour = 'red'",
            "line 4: environments.x.names must be a list of texts",
        ),
        ("[environments]\nx = 1", "line 2: environments.x must be a table"),
        (
            "\n[environments.prod]\naccounts = [12]",
            "line 3: environments.prod.accounts must be a list of account ids",
        ),
        ("[keys]\ncnsole = 'f9'", "line 2: keys.cnsole is not the id .*; did you mean console"),
        ("[keys]\nzzzzzz = 'f9'", "line 2: keys.zzzzzz is not the id of a key, which"),
        ("[keys]\ncopy = 'ctrl+wow'", "line 2: keys.copy can't be 'ctrl.wow': keys are named"),
        ("[keys]\ncopy = ''", "line 2: keys.copy can't be '': keys are named"),
        ("[keys]\ncopy = 'ctrl+x'", "line 2: keys.copy can't be ctrl.x, which export has"),
        ("[keys]\ncopy = 'f9'\nback = 'f9'", "keys.copy can't be f9, which back has already"),
        ("[keys]\ncopy = 'f9, ctrl+q'", "keys.copy can't be ctrl.q, which quit has already"),
        ("[keys]\nfirst = 'up'", "line 2: keys.first can't be up, which up has already"),
        ("[keys]\ncopy = 'x'", "line 2: keys.copy can't be x, which is for typing"),
        ("[keys]\ncopy = 'question_mark'", "keys.copy can't be question_mark, which is for typing"),
        ("[keys]\ncopy = 'ctrl+c'", "keys.copy can't be ctrl.c, which leaves at once"),
        ("[keys]\ncopy = 'ctrl+i'", "keys.copy can't be ctrl.i, which is tab to a terminal"),
        ("[keys]\ncopy = 'ctrl+h'", "keys.copy can't be ctrl.h, which is backspace to a terminal"),
        ("[keys]\ncopy = 'backspace'", "keys.copy can't be backspace, which is for typing"),
        (
            "[keys]\nchoose='f9'\npalette = 'enter'",
            "line 3: keys.palette can't be enter, which box",
        ),
        ("[keys]\n'dialog.back' = 'enter'", "can't be enter, which boxes need"),
        (
            "[keys]\ncopy='alt+ctrl+x'\nexport='ctrl+alt+x'",
            "copy can't be alt.ctrl.x, which export",
        ),
        (
            "[keys]\nmenu.copy='?'\nmenu.shell='question_mark'",
            "question_mark, which menu.shell has",
        ),
        ("[keys]\nmenu.copy='-'\nmenu.shell='hyphen_minus'", "minus, which menu.shell has already"),
        ("[keys]\nmenu.copy='+'\nmenu.shell='plus'", "plus, which menu.shell has already"),
        ("[keys]\n'menu.copy' = 'shift+c'", 'line 2: keys."menu.copy" can\'t be shift.c: what'),
        ("[keys]\nmenu.copy = 'e'", "line 2: keys.*can't be e, which menu.export has already"),
        ("[keys.menu]\n\ncopy = 'e'", "line 3: keys.*can't be e, which menu.export has already"),
        ("[keys]\n'menu.copy' = 'e'", "can't be e, which menu.export has already"),
        ("theme = ", "is not valid TOML: .*line 1"),
        ("theme = 'a'\ntheme = 'b'", "is not valid TOML: .*line 2"),
        ("a = " + "[" * 5000, "is not valid TOML"),
        (b"theme = '\xff'", "is not UTF-8 at byte 9"),
        (b"\0", "is not valid TOML"),
    ],
)
def test_a_complaint_names_the_file_the_line_and_the_key(
    settings_file: SettingsFile, text: str | bytes, complaint: str
) -> None:
    path = put(settings_file, text)
    with pytest.raises(ConfigError, match=complaint) as caught:
        settings_file.load()
    assert str(path) in str(caught.value)


@pytest.mark.requirement("REL-44")
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ctrl+alt+x", "alt+ctrl+x"),
        ("shift+ctrl+left, f5", "ctrl+shift+left,f5"),
        ("alt++", "alt++"),
        ("alt+hyphen_minus", "alt+minus"),
    ],
)
def test_a_key_is_named_as_it_arrives(
    settings_file: SettingsFile, written: str, meant: str
) -> None:
    put(settings_file, f"keys = {{copy = '{written}'}}")
    assert settings_file.load().keys == {"copy": meant}


def test_keys_that_nobody_knows_are_overlooked(settings_file: SettingsFile) -> None:
    put(settings_file, WRITTEN)
    assert settings_file.load().theme == "nord"


@pytest.mark.parametrize("text", ["\ufefftheme = 'nord'\r\nregion = 'eu-west-1'\r\n", ""])
def test_marks_and_line_ends_of_windows_are_understood(
    settings_file: SettingsFile, text: str
) -> None:
    put(settings_file, text)
    assert settings_file.load().region == ("eu-west-1" if text else "")


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("put_unfit", UNFIT)
def test_what_is_no_file_is_a_complaint(
    settings_file: SettingsFile, put_unfit: Callable[[Path], None]
) -> None:
    path = settings_file.places.settings_file
    path.parent.mkdir(parents=True)
    put_unfit(path)
    with pytest.raises(ConfigError):
        settings_file.load()


def test_the_null_device_is_an_empty_file(home: Path, ears: Ears) -> None:
    environ = {"HOME": str(home), "SSOTUI_CONFIG": os.devnull}
    places = Places.of(World(environ=environ))
    assert SettingsFile(places, ears.notice, ears.wait).load() == Settings()


@pytest.mark.requirement("REL-40")
def test_nothing_is_changed_while_another_of_ours_changes_it(
    settings_file: SettingsFile, places: Places, ears: Ears
) -> None:
    favourite = settingedits.favourite("000000000001/Admin", True)
    with lock(places.locks / "settings", ears.wait):
        with pytest.raises(Held, match=f"Process {os.getpid()} is at it"):
            settings_file.change(favourite)
        assert settings_file.load().favourites == ()
    settings_file.change(favourite)
    assert settings_file.load().favourites == ("000000000001/Admin",)


def test_a_favourite_comes_and_goes_and_every_comment_stays(settings_file: SettingsFile) -> None:
    path = put(settings_file, WRITTEN)
    settings_file.set_favourite(ROLE, True)
    assert settings_file.load().favourites == (OTHER, ROLE)
    changed = path.read_text()
    assert [line for line in changed.splitlines() if line not in WRITTEN.splitlines()] == [
        '    "000000000001/ReadOnly",'
    ]
    assert [line for line in WRITTEN.splitlines() if line not in changed.splitlines()] == []
    settings_file.set_favourite(ROLE, False)
    settings_file.set_favourite(OTHER, False)
    assert settings_file.load().favourites == ()
    assert {"# my settings   \t", '000000000001 = "prod"   # careful'} < set(
        path.read_text().splitlines()
    )


COMMENTED = """\
# head \u2014 é
theme = 'nord'   # at night
"quoted key" = 1  # nobody knows it
when = 2026-11-23T08:54:04Z
hidden = [
  # the old ones
  "000000000003",  # gone in May
]
favourites = []
tags = { 000000000001 = ["a", "b c"] } # in line

# mine
[aliases]   # names
000000000001 = "prod"   # careful
000000000002 = 'two'

[[plugins]]  # of another version
name = "x"

[regions]
# by portal
"my sso" = "eu-west-1"

[future.deep]
colour = "red" # kept
# end
"""

EDITS = {
    "favourite": settingedits.favourite(ROLE, True),
    "hide": settingedits.hidden("000000000009", True),
    "show": settingedits.hidden("000000000003", False),
    "alias": settingedits.alias("000000000009", 'a "new" one ü # no comment'),
    "alias again": settingedits.alias("000000000001", "core"),
    "tags": settingedits.tags("000000000009", ("x", "y z")),
    "other tags": settingedits.tags("000000000001", ("b c", "d")),
    "no tags": settingedits.tags("000000000001", ()),
    "theme": settingedits.word("theme", "dracula"),
    "region": settingedits.region("my sso", "us-east-1"),
    "another region": settingedits.region("000000000001/A b", "us-east-1"),
}


def comments(text: str) -> list[str]:
    return [line.partition(" #")[2] for line in f" {text}".replace("\n", "\n ").split("\n")]


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_keeps_comments_and_what_nobody_knows(
    settings_file: SettingsFile, name: str
) -> None:
    path = put(settings_file, COMMENTED)
    settings_file.change(EDITS[name])
    changed, before = tomllib.loads(path.read_text()), tomllib.loads(COMMENTED)
    assert EDITS[name].done(settings_file.load())
    assert changed.pop(EDITS[name].key) != before.pop(EDITS[name].key)
    assert changed == before
    lost = {" gone in May"} if name == "show" else set()
    assert set(comments(COMMENTED)) - set(comments(path.read_text())) == lost


def test_all_edits_one_after_the_other_and_none_twice(settings_file: SettingsFile) -> None:
    path = put(settings_file, COMMENTED)
    for edit in EDITS.values():
        settings_file.change(edit)
    before = path.stat()
    for name in ("favourite", "hide", "show", "alias", "tags", "no tags", "theme", "region"):
        settings_file.change(EDITS[name])
    assert path.stat().st_ino == before.st_ino
    loaded = settings_file.load()
    assert loaded.hidden == ("000000000009",)
    assert loaded.tags == {"000000000009": ("x", "y z")}
    assert loaded.aliases["000000000001"] == "core"
    settings_file.change(settingedits.alias("000000000009", ""))
    assert "000000000009" not in settings_file.load().aliases


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("text", ["", "\ufeff[aliases]\r\n", "[tags]\n[aliases]\n# c"])
def test_each_edit_begins_what_is_not_there(
    settings_file: SettingsFile, name: str, text: str
) -> None:
    path = put(settings_file, text)
    settings_file.change(EDITS[name])
    assert EDITS[name].done(settings_file.load())
    marked = path.exists() and path.read_text(encoding="utf-8").startswith("\ufeff")
    assert marked is text.startswith("\ufeff")


def test_an_edit_that_would_change_more_is_refused(settings_file: SettingsFile) -> None:
    path = put(settings_file, COMMENTED)
    harm = replace(settingedits.word("theme", "dracula"), change=lambda document: document.clear())
    with pytest.raises(ConfigError, match="can't be edited without changing its meaning"):
        settings_file.change(harm)
    assert path.read_text() == COMMENTED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("future.deep = 1 # dark", "future.deep = 1 # dark\n"),
        ("theme = 'nord'\r\n# dark", "theme = 'nord'\r\n# dark\r\n"),
        ("# dark\r\n[future]\r\nx = 1\r\n", "# dark\r\n[future]\r\nx = 1\r\n"),
    ],
)
@pytest.mark.parametrize("name", ["favourite", "hide", "alias", "tags", "region"])
def test_what_is_added_stands_apart_from_comments_and_ends_as_the_other_lines(
    settings_file: SettingsFile, name: str, before: str, after: str
) -> None:
    path = put(settings_file, before)
    settings_file.change(EDITS[name])
    assert EDITS[name].done(settings_file.load())
    text = path.read_bytes().decode()
    assert [line for line in after.splitlines(True) if line not in text] == []
    assert "\r\n" not in after or "\n" not in text.replace("\r\n", "")


def test_a_number_that_equals_nothing_keeps_no_edit_back(settings_file: SettingsFile) -> None:
    put(settings_file, "future = nan\n")
    settings_file.set_favourite(ROLE, True)
    assert settings_file.load().favourites == (ROLE,)


def test_an_edit_that_changes_nothing_writes_nothing(settings_file: SettingsFile) -> None:
    path = put(settings_file, WRITTEN)
    before = path.stat()
    settings_file.set_favourite(OTHER, True)
    settings_file.set_favourite(ROLE, False)
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "text",
    ["", WRITTEN, "[aliases]\n", "favourites = []", "# only\r\ntheme = 'nord'\r\n[keys]\r\n"],
)
def test_an_edit_works_on_any_file(settings_file: SettingsFile, text: str) -> None:
    path = put(settings_file, text)
    settings_file.set_favourite(ROLE, True)
    settings_file.change(settingedits.region("my-sso", "eu-west-1"))
    settings_file.change(settingedits.region(ROLE, "eu-west-2"))
    settings_file.change(settingedits.region(ROLE, "eu-west-3"))
    loaded = settings_file.load()
    assert ROLE in loaded.favourites
    assert loaded.regions == {"my-sso": "eu-west-1", ROLE: "eu-west-3"}
    assert loaded.theme == settings_in(text, "").theme
    if "\r\n" in text:
        assert path.read_bytes().startswith(b"# only\r\ntheme = 'nord'\r\n")


def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_mode_and_link(
    settings_file: SettingsFile, tmp_path: Path, umask: int
) -> None:
    settings_file.set_favourite(ROLE, True)
    path = settings_file.places.settings_file
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    real = path.rename(tmp_path / "dotfile.toml")
    real.chmod(0o644)
    path.symlink_to(real)
    settings_file.set_favourite(OTHER, True)
    assert path.is_symlink()
    assert mode(real) == 0o644
    assert settings_file.load().favourites == (ROLE, OTHER)


def test_a_file_with_a_mistake_is_not_edited(settings_file: SettingsFile) -> None:
    path = put(settings_file, "theme = 7\n")
    with pytest.raises(ConfigError, match="line 1: theme"):
        settings_file.set_favourite(ROLE, True)
    assert path.read_text() == "theme = 7\n"


@pytest.fixture
def unwritable(settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings file can't be replaced, as where it is mounted on its own."""
    path = put(settings_file, WRITTEN)
    move = Path.replace

    def busy(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise OSError(16, "Device or resource busy")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", busy)


@pytest.mark.requirement("REL-15")
@pytest.mark.usefixtures("unwritable")
def test_where_the_file_can_not_be_written_favourites_are_kept_elsewhere_with_a_word(
    settings_file: SettingsFile, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.set_favourite(ROLE, True)
    settings_file.set_favourite(OTHER, False)
    assert settings_file.load().favourites == (ROLE,)
    assert settings_file.places.settings_file.read_text() == WRITTEN
    assert "Device or resource busy, so the favourite is kept in" in ears.notices[0]
    with pytest.raises(StorageError):
        settings_file.change(settingedits.region(ROLE, "eu-west-1"))
    monkeypatch.undo()
    settings_file.set_favourite(OTHER, True)
    assert settings_file.load().favourites == (OTHER, ROLE)
    assert len(ears.notices) == 2


@pytest.mark.usefixtures("unwritable")
def test_a_favourite_that_can_be_kept_nowhere_is_an_error(settings_file: SettingsFile) -> None:
    settings_file.places.state_dir.parent.mkdir(parents=True)
    settings_file.places.state_dir.write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        settings_file.set_favourite(ROLE, True)
    assert settings_file.load().favourites == (OTHER,)


@pytest.mark.requirement("REL-16")
@given(st.text(max_size=60))
def test_no_text_whatever_is_a_crash(text: str) -> None:
    with contextlib.suppress(ConfigError):
        settings_in(text, "config.toml")


VALUES = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.just("x") | st.just("000000000001"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "000000000001"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def spelled(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {spelled(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(spelled, value)) + "]"
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


@given(st.dictionaries(st.sampled_from(list(Settings.__dataclass_fields__)), VALUES))
def test_no_value_whatever_is_a_crash(values: dict[str, object]) -> None:
    text = "".join(f"{key} = {spelled(value)}\n" for key, value in values.items())
    with contextlib.suppress(ConfigError):
        settings_in(text, "config.toml")
