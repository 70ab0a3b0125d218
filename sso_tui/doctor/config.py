"""Do the AWS config and credentials files parse, and is each section what it looks like?

A single bad line makes botocore refuse the whole file; a header that it does not recognise, it
passes over without a word (`botocore.configloader.build_profile_map`).
"""

import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.model import clean
from sso_tui.store.configsection import (
    IGNORED,
    INHERITED,
    OTHER,
    PROFILE,
    SERVICES,
    SSO_SESSION,
    SectionText,
    section_key,
)
from sso_tui.store.configtext import ConfigText

NAME: Final = "config"

_KINDS: Final = (PROFILE, SSO_SESSION, SERVICES)

_SETTINGS: Final = frozenset(
    {
        "aws_access_key_id",
        "credential_process",
        "output",
        "region",
        "role_arn",
        "source_profile",
        "sso_account_id",
        "sso_role_name",
        "sso_session",
        "sso_start_url",
        "web_identity_token_file",
    }
)
"""What makes a section one that was meant for a profile."""

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
    yield from chain.from_iterable(_headers(examination, one) for one in text.sections)
    yield from _keys_headers(examination, examination.keys_text)
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


def _headers(examination: Examination, section: SectionText) -> Iterator[Finding]:
    odd = _oddity(section)
    if odd:
        where = examination.section(section)
        severity = Severity.NOTE if section.kind == INHERITED else Severity.WARNING
        yield Finding(NAME, severity, f"{where[:1].upper()}{where[1:]} {odd}")


def _keys_headers(examination: Examination, text: ConfigText) -> Iterator[Finding]:
    """Sections of the credentials file with the config file's headers, which name other profiles.

    There each header is a profile's whole name (`botocore.session.Session.full_config`), and
    `[profile x]` is a profile that only `profile x` leads to.
    """
    places = examination.places
    if os.path.realpath(places.aws_credentials) == os.path.realpath(places.aws_config):
        return
    headers = {section.header for section in text.sections}
    for section in text.sections:
        if section.kind != PROFILE or not re.match(r"profile\s", section.header):
            continue
        name, file = section.name, examination.path(places.aws_credentials)
        wanted = f"[{clean(name)}]" if examination.full else "[NAME]"
        mend = f"move its lines below {wanted}" if name in headers else f"write {wanted}"
        where = examination.section(section)
        sentence = (
            f"{where[:1].upper()}{where[1:]} of {file} is not the profile of that name, for in this "
            f"file headers go without the word profile: {mend}"
        )
        yield Finding(NAME, Severity.WARNING, sentence)


def _oddity(section: SectionText) -> str:
    """What is odd about the section's header, as the rest of a sentence; empty where nothing is."""
    header = section.header
    match section.kind:
        case "inherited":
            return "lends its settings to every other section: write [default] for a profile"
        case "ignored":
            return "is passed over: a name with blanks or quotes has to stand in quotes as a whole"
        case "other":
            return _unrecognised(header, section)
    if header != "default" and not re.match(rf"{section.kind}\s", header):
        return f"is taken for a {section.kind}, for its header begins with that word"
    return ""


def _unrecognised(header: str, section: SectionText) -> str:
    plain = header.strip()
    if _is_known(plain) and plain != header:
        return "is passed over for the blank after its bracket: take that away"
    lower = plain.lower()
    kind = next((kind for kind in _KINDS if re.match(rf"{kind}\s", lower)), None)
    if kind or lower == "default":
        return f"is passed over, for {kind or 'default'} has to stand in small letters"
    if _SETTINGS & section.settings.keys():
        return "is no profile here: its header has to be [profile NAME]"
    return ""


def _is_known(header: str) -> bool:
    return section_key(header)[0] in _KINDS


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
