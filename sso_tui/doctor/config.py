"""Do the AWS config and credentials files parse, and is each section what it looks like?

A single bad line makes botocore refuse the whole file; of sections that spell one name, the last
counts alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sso_tui.doctor import headers
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.store.configsection import IGNORED, INHERITED, OTHER, PROFILE
from sso_tui.store.configtext import ConfigText

NAME: Final = "config"

_NAMES: Final = re.compile(r"\[(?!sso-session |default\]|DEFAULT\]|section\])[^\n]*\]")
"""Headers in what the parser says, which may hold a name that is nobody's business."""

_KEY: Final = re.compile(
    r"\b(key|under) (?![a-z0-9_.-]{1,39} (?:occurs|has))(.+?)(?= occurs twice| has no =)"
)
"""A key that is none: what a line holds that was pasted into the file by chance. A secret key has 40
characters."""


def look(examination: Examination) -> Iterator[Finding]:
    """Every finding about the files as a whole."""
    text = examination.config_text
    places = examination.places
    yield from _presence(examination)
    yield from _problems(examination, text, places.aws_config)
    yield from _problems(examination, examination.keys_text, places.aws_credentials)
    for severity, sentence in headers.look(examination):
        yield Finding(NAME, severity, sentence)
    if not text.problems:
        yield from _replaced(examination, text)


def fine(examination: Examination) -> str:
    """What is there."""
    if not examination.places.aws_config.is_file():
        return ""
    config = examination.config
    counts = (("sso-session", len(config.sessions)), ("profile", len(config.profiles)))
    words = (f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts)
    return f"{examination.path(examination.places.aws_config)}, {' and '.join(words)}"


def _presence(examination: Examination) -> Iterator[Finding]:
    path = examination.places.aws_config
    if path.is_file():
        return
    shown, named = examination.path(path), examination.world.get("AWS_CONFIG_FILE")
    if path.exists():
        yield Finding(NAME, Severity.WARNING, f"{shown} is no regular file, and counts as empty")
    elif named:
        yield Finding(
            NAME, Severity.WARNING, f"AWS_CONFIG_FILE leads to {shown}, which isn't there"
        )
    else:
        yield Finding(NAME, Severity.NOTE, f"{shown} isn't there yet")


def _problems(examination: Examination, text: ConfigText, path: Path) -> Iterator[Finding]:
    """What makes AWS's tools refuse the file."""
    shown = examination.path(path)
    for problem in text.problems:
        reason = problem.reason
        if not examination.full:
            reason = _KEY.sub(r"\1 …", _NAMES.sub("[…]", reason))
        sentence = f"{shown}, line {problem.line}: {reason}; AWS's tools refuse the whole file"
        yield Finding(NAME, Severity.ERROR, sentence)


def _replaced(examination: Examination, text: ConfigText) -> Iterator[Finding]:
    """Sections that count for nothing, since a later one of that name replaces them wholly."""
    in_force = text.in_force()
    for section in text.sections:
        if section.kind in (IGNORED, INHERITED, OTHER) or in_force[section.key] is section:
            continue
        where, other = examination.section(section), in_force[section.key]
        if section.key == (PROFILE, "default"):
            reason = "[default] and [profile default] are one profile"
        else:
            reason = "both spell one name"
        sentence = f"{where} counts for nothing beside the one on line {other.line + 1}: {reason}"
        yield Finding(NAME, Severity.WARNING, sentence[:1].upper() + sentence[1:])
