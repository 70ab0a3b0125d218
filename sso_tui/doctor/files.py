"""Can another user of this machine read a secret, or write what the program trusts?

What holds secrets, and what is the program's own, is narrowed by --fix. The AWS config file and the
folders of the AWS CLI keep the modes that their user gave them, and are only told of.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.doctor.modes import OTHERS, READABLE, WRITABLE, Entry, entries, entry, listed, withhold
from sso_tui.errors import StorageError
from sso_tui.store.configfile import LARGEST
from sso_tui.store.files import read_bounded

NAME: Final = "files"

_SECRETS: Final = (b"aws_secret_access_key", b"aws_session_token", b"aws_security_token")
"""Settings whose value is a secret (AWS SDKs and Tools Reference Guide, "AWS access keys")."""


_FEW: Final = 3
"""Files that are named one by one in a command."""


def look(examination: Examination) -> Iterator[Finding]:
    """Every file and folder that is open to others, or is another user's."""
    if not examination.surroundings.home.is_absolute():
        sentence = "There is no home folder to keep anything in: set HOME to its full path"
        yield Finding(NAME, Severity.ERROR, sentence)
    if os.name != "posix":
        return
    for paths, severity in _private(examination):
        found = [one for one in map(entry, paths) if one]
        yield from _of_others(examination, found)
        yield from _open(examination, [one for one in found if one.ours], severity)
    yield from _unreadable(examination)
    yield from _writable(examination)
    yield from _config(examination)


def fine(examination: Examination) -> str:  # noqa: ARG001 - what every check takes
    """That all is well."""
    return "what is secret is yours alone, and nobody else can write"


def _folders(examination: Examination) -> Iterator[tuple[Path, bool]]:
    """Folders whose files are private, and whether they are of the program's own making."""
    places = examination.places
    yield places.sso_cache, False
    yield places.cli_cache, False
    for folder in (places.cache_dir, places.state_dir):
        yield folder, True
        for inner in listed(folder):
            if inner.is_dir() and not inner.is_symlink():
                yield inner, True


def _private(examination: Examination) -> Iterator[tuple[Iterable[Path], Severity]]:
    """What belongs to its owner alone, folder by folder, and how bad it is where it doesn't."""
    credentials = entry(examination.places.aws_credentials)
    yield [credentials.path] if credentials and not credentials.folder else [], Severity.ERROR
    for folder, own in _folders(examination):
        if own:
            yield [folder], Severity.WARNING
        files = (one for one in listed(folder) if not one.is_dir())
        yield files, Severity.WARNING if own else Severity.ERROR


def _unreadable(examination: Examination) -> Iterator[Finding]:
    for folder, _ in _folders(examination):
        try:
            entries(folder)
        except StorageError as error:
            yield Finding(NAME, Severity.WARNING, error.what)


def _of_others(examination: Examination, found: Iterable[Entry]) -> Iterator[Finding]:
    for one in found:
        if not one.ours:
            command = f'sudo chown "$(id -un)" {examination.word(one.path)}'
            sentence = f"{examination.path(one.path)} belongs to another user"
            yield Finding(NAME, Severity.ERROR, sentence, command)


def _open(
    examination: Examination, found: Iterable[Entry], severity: Severity
) -> Iterator[Finding]:
    """What of one folder is open to others, told as one."""
    wide = [one for one in found if one.mode & OTHERS]
    if not wide:
        return
    first = wide[0].path
    several = f"{len(wide)} files in {examination.path(first.parent)}"
    shown = examination.path(first) if len(wide) == 1 else several
    paths = [one.path for one in wide]

    def narrow() -> str:
        for path in paths:
            withhold(path, OTHERS)
        return f"{shown} {'is' if len(paths) == 1 else 'are'} yours alone now"

    linked = any(one.link for one in wide)
    command = f"chmod go= {' '.join(examination.word(path) for path in paths)}"
    if len(wide) > _FEW and not linked:
        command = "ssotui doctor --fix"
    sentence = f"{shown} can be {_deeds(wide)} by other users"
    yield Finding(NAME, severity, sentence, command, None if linked else narrow)


def _deeds(wide: Iterable[Entry]) -> str:
    """What others can do with these."""
    deeds = {READABLE: "read", WRITABLE: "written"}
    able = [deed for bits, deed in deeds.items() if any(one.mode & bits for one in wide)]
    return " and ".join(able) or "entered"


def _writable(examination: Examination) -> Iterator[Finding]:
    """Folders in which others can exchange what lies there, and settings that they can change."""
    places = examination.places
    home = examination.surroundings.home
    aws = home / ".aws"
    folders = (home, aws, aws / "sso", places.sso_cache, aws / "cli", places.cli_cache)
    for path in (*folders, places.settings_file.parent):
        found = entry(path)
        if found and found.mode & WRITABLE and not found.mode & stat.S_ISVTX:
            sentence = f"{examination.path(path)} can be written by other users, and all in it too"
            command = f"chmod go-w {examination.word(path)}"
            yield Finding(NAME, Severity.ERROR, sentence, command)
    yield from _settings(examination)


def _settings(examination: Examination) -> Iterator[Finding]:
    path = examination.places.settings_file
    found = entry(path)
    if not found or found.folder or not found.mode & WRITABLE:
        return
    shown = examination.path(path)

    def narrow() -> str:
        withhold(path, WRITABLE)
        return f"{shown} can be written by you alone now"

    sentence = f"{shown} can be written by other users, and names a program to run"
    command = f"chmod go-w {examination.word(path)}"
    fix = narrow if found.ours and not found.link else None
    yield Finding(NAME, Severity.ERROR, sentence, command, fix)


def _config(examination: Examination) -> Iterator[Finding]:
    """The AWS config file, whose mode is its user's affair."""
    path = examination.places.aws_config
    found = entry(path)
    if found is None or found.folder:
        return
    shown, word = examination.path(path), examination.word(path)
    if found.mode & WRITABLE:
        sentence = f"{shown} can be written by other users, and names programs to run"
        yield Finding(NAME, Severity.ERROR, sentence, f"chmod go-w {word}")
    if found.mode & READABLE and _holds_secrets(path):
        sentence = f"{shown} holds keys, and can be read by other users"
        yield Finding(NAME, Severity.ERROR, sentence, f"chmod go= {word}")


def _holds_secrets(path: Path) -> bool:
    try:
        data = (read_bounded(path, LARGEST) or b"").lower()
    except StorageError:
        return False
    return any(name in data for name in _SECRETS)
