"""Where does a shell look at its start, and what is to stand there for it to know `ssotui`?

A block between two marks. Putting it in and taking it out are inverses, byte for byte: the block
itself says what else came with it, a line end that the file had lacked or the file as a whole.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sso_tui.errors import SsotuiError
from sso_tui.shells.init import QUOTES
from sso_tui.text import shown_path
from sso_tui.world import World

BEGIN: Final = "# >>> ssotui >>>"
END: Final = "# <<< ssotui <<<"

_LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "bash": (
        'if [ -n "${{BASH_VERSION-}}" ] && [ -n "${{PS1-}}" ] && [ -x {file} ]; then',
        '  eval "$({command} init bash)"',
        "fi",
    ),
    "zsh": (
        "if [ -x {file} ]; then",
        '  eval "$({command} init zsh)"',
        "fi",
    ),
    "fish": (
        "if status is-interactive; and test -x {file}",
        "    {command} init fish | source",
        "end",
    ),
    "powershell": (
        "if (Test-Path -LiteralPath {file}) {{",
        "    & {command} init powershell | Out-String | Invoke-Expression",
        "}}",
    ),
    "nu": ("source (if ({file} | path exists) {{ {file} }} else {{ null }})",),
}
"""What loads the function, in a shell that somebody sits at, and does nothing where it is gone.

bash on macOS may read it from `.profile`, as other shells do. Nushell knows no `eval`: what it
sources has to be a file, and there when the line is parsed; it takes null for nothing to source
(Nushell book, "Modules: source null").
"""

_FOLLOWING: Final = ("powershell", "nu")
"""Shells that take CR LF for a line end; to the others a CR is a letter like any other."""

_WITH_LINE_END: Final = "# The line end before it came with it."
_WITH_FILE: Final = "# The file came with it."

_BLOCK: Final = re.compile(
    rb"^# >>> ssotui >>>[ \t]*\r?\n(?P<inside>(?:(?!# >>> ssotui >>>).*\n)*?)"
    rb"# <<< ssotui <<<[ \t]*(?:\r?\n|\Z)",
    re.MULTILINE,
)
_MARK: Final = re.compile(rb"^# (?:>>> ssotui >>>|<<< ssotui <<<)", re.MULTILINE)


def rc_file(shell: str, world: World, platform: str = sys.platform) -> Path:
    """The file that `shell` reads at its start.

    Args:
        shell: one of `INIT_SHELLS`.
        world: its HOME, XDG_CONFIG_HOME, ZDOTDIR and APPDATA say where files lie.
        platform: as in `sys.platform`.
    """
    match shell:
        case "zsh":
            return _folder(world, "ZDOTDIR", world.home) / ".zshrc"
        case "fish":
            return _config(world) / "fish" / "conf.d" / "ssotui.fish"
        case "nu":
            return _nu_folder(world, platform) / "config.nu"
        case "powershell":
            windows = world.home / "Documents" / "PowerShell"
            folder = windows if platform == "win32" else _config(world) / "powershell"
            return folder / "Microsoft.PowerShell_profile.ps1"
    return _bash_file(world.home, platform)


def code_file(shell: str, world: World, platform: str = sys.platform) -> Path | None:
    """The file for the code of `init`, where the shell can't run what a program prints."""
    return _nu_folder(world, platform) / "ssotui.nu" if shell == "nu" else None


def loading(shell: str, program: Sequence[str]) -> tuple[str, ...]:
    """The lines that make `shell` load its function, if it is there.

    Args:
        shell: one of `INIT_SHELLS`.
        program: the words that start the program, the first an absolute path; for Nushell, the
            path of the code's file alone.
    """
    quote = QUOTES[shell]
    words = [quote(word) for word in program]
    lines = _LINES[shell]
    return tuple(line.format(file=words[0], command=" ".join(words)) for line in lines)


def with_block(content: bytes | None, path: Path, shell: str, lines: Sequence[str]) -> bytes:
    """`content` with the block in it: in place of the one that is there, or at the end.

    Args:
        content: the file as it is; None where there is none.
        path: where it stands, for the error.
        shell: whose file it is.
        lines: what the block is to hold.

    Raises:
        SsotuiError: the file's marks don't match, or it is no text of single bytes.
    """
    old = content or b""
    found = _block(old, path)
    if found:
        block = _written(shell, lines, _came_with(found), _line_end(found))
        return old[: found.start()] + block + old[found.end() :]
    end = b"\r\n" if shell in _FOLLOWING and b"\r\n" in old else b"\n"
    if old and not old.endswith(b"\n"):
        return old + end + _written(shell, lines, _WITH_LINE_END, end)
    return old + _written(shell, lines, _WITH_FILE if content is None else "", end)


def without_block(content: bytes, path: Path) -> bytes | None:
    """`content` as it was before the block came; None where there was no file.

    Args:
        content: the file as it is.
        path: where it stands, for the error.

    Raises:
        SsotuiError: the file's marks don't match, or it is no text of single bytes.
    """
    block = _block(content, path)
    if not block:
        return content
    before, after = content[: block.start()], content[block.end() :]
    came_with = _came_with(block)
    if came_with == _WITH_FILE and not before + after:
        return None
    if came_with == _WITH_LINE_END and not after:
        before = before.removesuffix(_line_end(block))
    return before + after


def block_lines(content: bytes) -> tuple[str, ...]:
    """The lines of the block in `content`; none where there is no block."""
    found = _BLOCK.search(content)
    return tuple(found["inside"].decode("utf-8", "replace").splitlines()) if found else ()


def _written(shell: str, lines: Sequence[str], came_with: str, end: bytes) -> bytes:
    about = f"# ssotui init {shell} --install wrote this, --uninstall takes it away."
    whole = [BEGIN, about, *([came_with] if came_with else []), *lines, END]
    return b"".join(line.encode() + end for line in whole)


def _block(content: bytes, path: Path) -> re.Match[bytes] | None:
    if b"\0" in content:
        raise SsotuiError(
            f"{shown_path(path)} is written in UTF-16 or is no text",
            "Save it as UTF-8, then try again.",
        )
    found = _BLOCK.search(content)
    if len(_MARK.findall(content)) != (2 if found else 0):
        raise SsotuiError(
            f"The lines {BEGIN} and {END} in {shown_path(path)} don't match up",
            "Take them out by hand, then try again.",
        )
    return found


def _line_end(block: re.Match[bytes]) -> bytes:
    return b"\r\n" if block["inside"].endswith(b"\r\n") else b"\n"


def _came_with(block: re.Match[bytes]) -> str:
    inside = block["inside"].decode("utf-8", "replace").splitlines()
    return next((line for line in (_WITH_LINE_END, _WITH_FILE) if line in inside), "")


def _bash_file(home: Path, platform: str) -> Path:
    """Terminals on macOS start login shells, which read the first of three files and no other.

    (Bash Reference Manual, "Bash Startup Files".)
    """
    if platform != "darwin":
        return home / ".bashrc"
    names = (".bash_profile", ".bash_login", ".profile")
    return next((home / one for one in names if (home / one).exists()), home / names[0])


def _nu_folder(world: World, platform: str) -> Path:
    """Nushell's folder (Nushell book, "Configuration")."""
    default = {
        "darwin": world.home / "Library" / "Application Support",
        "win32": _folder(world, "APPDATA", world.home / "AppData" / "Roaming"),
    }
    return _folder(world, "XDG_CONFIG_HOME", default.get(platform, world.home / ".config")) / (
        "nushell"
    )


def _config(world: World) -> Path:
    return _folder(world, "XDG_CONFIG_HOME", world.home / ".config")


def _folder(world: World, variable: str, default: Path) -> Path:
    """The folder that `variable` names by its full path."""
    named = Path(world.get(variable) or "")
    return named if named.is_absolute() else default
