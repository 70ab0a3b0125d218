"""What lies about that serves nobody, and trips those who read it?

Damaged files in the shared caches, over which the AWS CLI stumbles for ever, and temporary files of
programs that died. A file of another tool's that is sound is left alone, whatever it says.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.doctor.modes import listed
from sso_tui.errors import StorageError
from sso_tui.store.files import Unfit, read_bounded, remove
from sso_tui.store.folders import abandoned
from sso_tui.store.jsonfile import parsed
from sso_tui.store.quarantine import set_aside
from sso_tui.store.tokens import REWRITING

NAME: Final = "leftovers"

_STALE: Final = timedelta(hours=1)
"""How old a temporary file is whose writer can't be alive any more; writing takes milliseconds."""


def look(examination: Examination) -> Iterator[Finding]:
    """Every leftover."""
    places = examination.places
    for folder in (places.sso_cache, places.cli_cache):
        yield from _damaged(examination, folder)
    for folder in _written_in(examination):
        yield from _temporary(examination, folder)
    yield from _quarantined(examination)


def fine(examination: Examination) -> str:  # noqa: ARG001 - what every check takes
    """That there are none."""
    return "none"


def _damaged(examination: Examination, folder: Path) -> Iterator[Finding]:
    suspects = [one for one in listed(folder) if one.suffix == ".json" and _is_damaged(one)]
    if suspects:
        examination.world.wait(REWRITING)  # the AWS CLI truncates a file and then writes it
    for path in filter(_is_damaged, suspects):
        sentence = f"{examination.path(path)} is damaged, and AWS's tools stumble over it"
        command = f"rm {examination.word(path)}"
        fix = partial(_set_aside, examination, path)
        yield Finding(NAME, Severity.WARNING, sentence, command, fix)


def _is_damaged(path: Path) -> bool:
    """Whether it is no JSON object; what can't be read is not known to be."""
    try:
        data = read_bounded(path)
        if data is not None:
            parsed(data)
    except ValueError:
        return True
    except Unfit:
        return not path.is_dir()
    except StorageError:
        return False
    return False


def _set_aside(examination: Examination, path: Path) -> str:
    """Move a damaged file out of the way.

    Raises:
        StorageError: it can't be moved.
    """
    shown = examination.path(path)
    if not _is_damaged(path):
        return f"{shown} was mended meanwhile"
    target = set_aside(path, examination.places.quarantine)
    if target is None:
        raise StorageError(f"{shown} can't be moved out of the way")
    return f"{shown} was moved to {examination.path(target)}"


def _written_in(examination: Examination) -> Iterable[Path]:
    """The folders in which files are replaced by renaming."""
    places = examination.places
    files = (places.aws_config, places.aws_credentials, places.settings_file)
    own = (places.cache_dir, places.state_dir)
    inner = (one for folder in own for one in listed(folder) if one.is_dir())
    return dict.fromkeys(
        (places.sso_cache, places.cli_cache, *(one.parent for one in files), *own, *inner)
    )


def _temporary(examination: Examination, folder: Path) -> Iterator[Finding]:
    found = dict.fromkeys(abandoned(folder))
    if folder in (examination.places.sso_cache, examination.places.cli_cache):
        now = examination.world.now()
        old = (one for one in listed(folder) if one.suffix == ".tmp" and _is_old(one, now))
        found |= dict.fromkeys(old)
    if not found:
        return
    count = f"{len(found)} temporary file{'' if len(found) == 1 else 's'}"
    sentence = f"{count} that a dead program left in {examination.path(folder)}"
    command = f"rm {' '.join(examination.word(one) for one in found)}"
    fix = partial(_removed, examination, folder, tuple(found))
    yield Finding(NAME, Severity.NOTE, sentence, command, fix)


def _is_old(path: Path, now: datetime) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return not path.is_dir() and now - datetime.fromtimestamp(status.st_mtime, UTC) > _STALE


def _removed(examination: Examination, folder: Path, paths: tuple[Path, ...]) -> str:
    for path in paths:
        remove(path)
    word = "file was" if len(paths) == 1 else "files were"
    return f"{len(paths)} temporary {word} deleted from {examination.path(folder)}"


def _quarantined(examination: Examination) -> Iterator[Finding]:
    folder = examination.places.quarantine
    if count := len(listed(folder)):
        lie = "damaged file lies" if count == 1 else "damaged files lie"
        sentence = f"{count} {lie} in {examination.path(folder)}, and may hold secrets"
        yield Finding(NAME, Severity.NOTE, sentence, f"rm -r {examination.word(folder)}")
