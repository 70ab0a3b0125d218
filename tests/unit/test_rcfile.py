"""The block of a shell's own file: in once, and out without a trace."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.errors import SsotuiError
from sso_tui.shells.names import INIT_SHELLS
from sso_tui.shells.rcfile import (
    BEGIN,
    END,
    code_file,
    loading,
    rc_file,
    with_block,
    without_block,
)
from sso_tui.world import World

LINES = ("one", "two")
RC = Path("/home/me/.rc")
HOME = Path("/home/it's me")
CONTENTS = st.one_of(
    st.none(),
    st.lists(
        st.sampled_from(
            [b"alias a=b", b"\n", b"\r\n", b"\r", b"\xff\xfe", "日本".encode(), BEGIN[:-1].encode()]
        )
    ).map(b"".join),
    st.binary(max_size=40).map(lambda data: data.replace(b"\0", b"")),
)


@given(content=CONTENTS, shell=st.sampled_from(INIT_SHELLS))
def test_what_was_put_in_comes_out(content: bytes | None, shell: str) -> None:
    once = with_block(content, RC, shell, LINES)
    assert once.startswith(content or b"")
    assert with_block(once, RC, shell, LINES) == once
    assert without_block(once, RC) == content


@given(
    content=CONTENTS,
    shell=st.sampled_from(INIT_SHELLS),
    more=st.sampled_from([b"x", b"x\n", b"\n"]),
)
def test_what_came_after_stays(content: bytes | None, shell: str, more: bytes) -> None:
    without = without_block(with_block(content, RC, shell, LINES) + more, RC)
    assert without is not None
    assert without.startswith(content or b"")
    assert without.removeprefix(content or b"") in (more, b"\n" + more, b"\r\n" + more)


@given(content=CONTENTS, shell=st.sampled_from(INIT_SHELLS))
def test_another_block_takes_the_place_of_the_old(content: bytes | None, shell: str) -> None:
    first = with_block(content, RC, shell, ["three"]) + b"# mine\n"
    second = with_block(first, RC, shell, LINES)
    assert second == with_block(content, RC, shell, LINES) + b"# mine\n"


def test_a_file_without_a_block_is_left_as_it_is() -> None:
    assert without_block(b"alias a=b", RC) == b"alias a=b"


def test_line_ends_are_the_files_own_where_the_shell_knows_them() -> None:
    assert b"\n" not in with_block(b"a\r\n", RC, "powershell", LINES).replace(b"\r\n", b"")
    assert b"\r\n" not in with_block(b"a\r\n", RC, "bash", LINES).removeprefix(b"a\r\n")


@pytest.mark.parametrize(
    "content",
    [
        f"{BEGIN}\n",
        f"{END}\n",
        f"{BEGIN}\n{BEGIN}\n{END}\n",
        f"{BEGIN}\n{END}\n{END}\n",
        f"{END}\n{BEGIN}\n",
        f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n",
        f"{BEGIN}\nx\n{END}x\n",
    ],
)
def test_marks_that_do_not_match_are_left_to_the_user(content: str) -> None:
    with pytest.raises(SsotuiError, match=r"/home/me/\.rc.*by hand"):
        with_block(content.encode(), RC, "bash", LINES)
    with pytest.raises(SsotuiError, match=r"/home/me/\.rc.*by hand"):
        without_block(content.encode(), RC)


def test_wide_characters_are_left_alone() -> None:
    with pytest.raises(SsotuiError, match="UTF-8"):
        with_block("alias".encode("utf-16"), RC, "powershell", LINES)


@pytest.mark.parametrize("shell", INIT_SHELLS)
def test_words_are_quoted(shell: str) -> None:
    text = "\n".join(loading(shell, ["/a b'c/ssotui"]))
    quoted = {
        "nu": '"/a b\'c/ssotui"',
        "powershell": "'/a b''c/ssotui'",
        "fish": r"'/a b\'c/ssotui'",
    }
    assert text.count(quoted.get(shell, r"'/a b'\''c/ssotui'")) == 2
    assert not re.search(r"\{\{|\}\}", text)


@pytest.mark.parametrize(
    ("shell", "platform", "environ", "path"),
    [
        ("bash", "linux", {}, ".bashrc"),
        ("bash", "darwin", {}, ".bash_profile"),
        ("zsh", "linux", {}, ".zshrc"),
        ("zsh", "linux", {"ZDOTDIR": "/z"}, "/z/.zshrc"),
        ("zsh", "linux", {"ZDOTDIR": "z"}, ".zshrc"),
        ("fish", "darwin", {}, ".config/fish/conf.d/ssotui.fish"),
        ("fish", "linux", {"XDG_CONFIG_HOME": "/x"}, "/x/fish/conf.d/ssotui.fish"),
        ("nu", "linux", {}, ".config/nushell/config.nu"),
        ("nu", "darwin", {}, "Library/Application Support/nushell/config.nu"),
        ("nu", "darwin", {"XDG_CONFIG_HOME": "/x"}, "/x/nushell/config.nu"),
        ("nu", "win32", {"APPDATA": "/r"}, "/r/nushell/config.nu"),
        ("powershell", "linux", {}, ".config/powershell/Microsoft.PowerShell_profile.ps1"),
        ("powershell", "win32", {}, "Documents/PowerShell/Microsoft.PowerShell_profile.ps1"),
    ],
)
def test_each_shell_has_its_file(
    shell: str, platform: str, environ: dict[str, str], path: str
) -> None:
    world = World(environ={"HOME": str(HOME), **environ})
    assert rc_file(shell, world, platform) == HOME / path
    beside = (HOME / path).with_name("ssotui.nu") if shell == "nu" else None
    assert code_file(shell, world, platform) == beside


@pytest.mark.parametrize("there", [".bash_login", ".profile", ".bash_profile"])
def test_no_file_of_bash_hides_another_on_macos(tmp_path: Path, there: str) -> None:
    (tmp_path / there).touch()
    assert rc_file("bash", World(environ={"HOME": str(tmp_path)}), "darwin") == tmp_path / there
