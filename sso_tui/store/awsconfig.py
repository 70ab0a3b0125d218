"""How is the AWS config file changed without ever harming it?

`prepare` works out the change for the user to see; `save` makes it, under our lock and only onto
the content that it was worked out for. The new content is read by botocore, through a reader that
is handed in, before it takes the place of the old: should botocore make anything else of it than
was meant, the old file stays. Each replaced content is kept for a while.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from sso_tui.effects import Save, Section
from sso_tui.errors import ConfigError, StorageError
from sso_tui.model import clean
from sso_tui.store.configaim import key_of, meant, merged
from sso_tui.store.configedit import edited
from sso_tui.store.configfile import LARGEST, understood
from sso_tui.store.configsection import SectionKey, Value
from sso_tui.store.configtext import ConfigText
from sso_tui.store.files import lock, read_bounded, write_atomically
from sso_tui.store.files import remove as remove_file
from sso_tui.store.folders import own_folder
from sso_tui.store.safewrite import SETTLING, Snapshot, drafted, settled
from sso_tui.text import shown_path
from sso_tui.world import Wait

Reader = Callable[[Path], Mapping[SectionKey, Mapping[str, Value]]]
"""Reads a config file as botocore does: settings by kind and name of their section. Raises
ConfigError where botocore refuses the file."""

BACKUPS_KEPT: Final = 10
"""Old contents that are kept."""

LOCK_PATIENCE: Final = 60.0
"""Seconds to wait for other writers of ours; each takes a tenth of a second."""

_MOST_TRIES: Final = 100
"""Attempts to find the file as it was read, and our change in it afterwards, before another program
that keeps writing is left to itself; some ten seconds."""

_MOST_DOUBTS: Final = 30
"""Readings of a file that looks cut off, as in the middle of the AWS CLI's writing, before it is
taken for what it is meant to be; some two seconds."""

_STAMP: Final = re.compile(r"\.[0-9]{8}T[0-9]{6}\.[0-9]{6}Z(-[0-9]+)?")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def prepare(
    path: Path,
    sections: Sequence[Section],
    note: str,
    remove: Collection[SectionKey] = (),
    heading: str = "",
) -> Save:
    """Work out a change to the config file; nothing is written.

    Args:
        path: the file; it need not exist.
        sections: what it is to have. A setting with an empty value is taken away.
        note: what is written, for the user.
        remove: kind and name of sections to take away, save their comments. One that is among
            `sections` too keeps only the settings that are given there.
        heading: what stands above the lines that are taken away, which then stay as comments;
            empty where they go.

    Raises:
        ConfigError: the file can't be read, or can't be changed safely; or a word can't be written.
    """
    try:
        before = read_bounded(path, LARGEST)
    except StorageError as error:
        raise ConfigError(error.what) from error
    text = understood(before or b"", path)
    whole = tuple(_whole(section, text, remove) for section in sections)
    gone = set(remove) - {key_of(section) for section in sections}
    after = edited(text, whole, gone, heading)
    return Save(path, whole, before, after, note, heading)


def save(
    change: Save,
    verify: Reader,
    wait: Wait,
    state_dir: Path,
    now: Callable[[], datetime] = _utc_now,
) -> Path | None:
    """Make a change to the config file.

    Where the file has changed since `prepare`, the same sections are written into what it is now,
    unless somebody changed the very settings that the user was shown.

    Args:
        change: what `prepare` worked out.
        verify: how botocore reads a config file.
        wait: the patience of whoever asks.
        state_dir: our own folder, for the lock, drafts and old contents.
        now: the clock, for the names of old contents.

    Returns:
        The copy of the old content; None where nothing was replaced.

    Raises:
        ConfigError: botocore makes something else of the new content, or the file can't be changed
            safely any more; the file is as it was.
        StorageError: the file can't be written, or another program keeps changing it.
        Cancelled: the waiting was cancelled; the file is as it was.
    """
    backup: Path | None = None
    gone = _gone(change)
    with lock(state_dir / "locks" / "aws-config.lock", wait, LOCK_PATIENCE):
        for _ in range(_MOST_TRIES):
            old = _at_rest(change, wait)
            new = _reapplied(change, gone, old)
            if new == (old.data or b""):
                return backup
            aim = _aim(change, gone, old, verify)
            if aim is None:
                continue
            with drafted(old, new, state_dir / "drafts") as draft:
                _require_aim(draft.path, aim, verify, change.path)
                kept = _keep(old, state_dir / "backups", now())
                if draft.put():
                    backup = kept
                    if _stays(old.path, new, wait):
                        return backup
    raise StorageError(
        f"{shown_path(change.path)} keeps changing", "Try again when nobody writes to it."
    )


def _stays(path: Path, new: bytes, wait: Wait) -> bool:
    """Whether the new content outlasts an AWS CLI that had read the old, and writes it about now."""
    wait(SETTLING)
    return read_bounded(path, LARGEST) == new


def _whole(section: Section, text: ConfigText, replaced: Collection[SectionKey]) -> Section:
    """The section, with the settings that it is to lose."""
    there = text.in_force().get(key_of(section)) if key_of(section) in replaced else None
    given = {key for key, _ in section.settings}
    lost = tuple((key, "") for key in (there.settings if there else ()) if key not in given)
    return Section(section.kind, section.name, section.settings + lost)


def _at_rest(change: Save, wait: Wait) -> Snapshot:
    """The file when nobody is in the middle of writing it."""
    old = settled(change.path, LARGEST, wait)
    for _ in range(_MOST_DOUBTS):
        if not _looks_cut(old.data or b"", change.before or b""):
            break
        old = settled(change.path, LARGEST, wait)
    return old


def _looks_cut(data: bytes, before: bytes) -> bool:
    return len(data) < len(before) and (
        before.startswith(data) or not data.endswith((b"\n", b"\r"))
    )


def _gone(change: Save) -> frozenset[SectionKey]:
    """The sections that the change takes away."""
    contents = (change.before or b"", change.after)
    before, after = (understood(data, change.path).in_force().keys() for data in contents)
    return frozenset(before - after)


def _reapplied(change: Save, gone: frozenset[SectionKey], old: Snapshot) -> bytes:
    """The new content: what the user was shown, or the same change to what the file is now."""
    if old.data == change.before:
        return change.after
    text = understood(old.data or b"", change.path)
    before = understood(change.before or b"", change.path).readings()
    _require_undisputed(change, before, text.readings(), gone)
    return edited(text, change.sections, gone, change.heading)


def _require_undisputed(
    change: Save,
    before: Mapping[SectionKey, Mapping[str, Value]],
    present: Mapping[SectionKey, Mapping[str, Value]],
    gone: Collection[SectionKey],
) -> None:
    """Refuse where somebody else has meanwhile changed the settings that we are to change."""
    disputed = [key for key in gone if present.get(key, before[key]) != before[key]]
    for key, settings in merged(change.sections).items():
        was, is_now = before.get(key, {}), present.get(key, {})
        if any(is_now.get(name) not in (was.get(name), value) for name, value in settings.items()):
            disputed.append(key)
    for kind, name in disputed:
        raise ConfigError(
            f"the {kind} {clean(name)} in {shown_path(change.path)} was changed by another program",
            "Look at the change again.",
        )


def _aim(
    change: Save, gone: frozenset[SectionKey], old: Snapshot, verify: Reader
) -> Mapping[SectionKey, Mapping[str, Value]] | None:
    """What botocore is to make of the new content; None where the file changed meanwhile."""
    try:
        before = verify(old.path)
    except ConfigError:
        if old.current():
            raise
        return None
    if not old.current():
        return None
    lent = understood(old.data or b"", change.path).lent()
    return meant(before, merged(change.sections), gone, lent)


def _require_aim(
    draft: Path, aim: Mapping[SectionKey, Mapping[str, Value]], verify: Reader, path: Path
) -> None:
    try:
        found = verify(draft)
    except ConfigError as error:
        raise ConfigError(f"botocore would no longer read {shown_path(path)}") from error
    if found != aim:
        wrong = [key for key in aim.keys() | found.keys() if aim.get(key) != found.get(key)]
        kind, name = min(wrong)
        raise ConfigError(
            f"botocore would read the {kind} {clean(name)} in {shown_path(path)} otherwise than meant",
            "Change the file by hand in a text editor.",
        )


def _keep(old: Snapshot, folder: Path, moment: datetime) -> Path | None:
    """A copy of the old content, for its owner alone; the eldest beyond `BACKUPS_KEPT` go."""
    if old.data is None:
        return None
    name = old.path.name
    stem = f"{name}.{moment:%Y%m%dT%H%M%S.%fZ}"
    backup = own_folder(folder) / stem
    for number in count(2):
        if not backup.exists():
            break
        backup = folder / f"{stem}-{number}"
    write_atomically(backup, old.data)
    kept = [
        one
        for one in sorted(folder.iterdir())
        if one.name.startswith(name) and _STAMP.fullmatch(one.name, len(name))
    ]
    for eldest in kept[:-BACKUPS_KEPT]:
        remove_file(eldest)
    return backup
