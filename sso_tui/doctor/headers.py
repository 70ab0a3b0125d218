"""Is each section of the two AWS files what its header looks like?

A header that botocore does not recognise, it passes over without a word
(`botocore.configloader.build_profile_map`); in the credentials file each header is a profile's
whole name, even `[profile x]` (`botocore.session.Session.full_config`).
"""

import os
import re
from collections.abc import Iterator
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Severity
from sso_tui.model import clean
from sso_tui.store.configsection import (
    INHERITED,
    PROFILE,
    SERVICES,
    SSO_SESSION,
    SectionText,
    section_key,
)
from sso_tui.store.profiles import WAYS

_KINDS: Final = (PROFILE, SSO_SESSION, SERVICES)

_SETTINGS: Final = frozenset({"output", "region", *WAYS})
"""What makes a section one that was meant for a profile."""

Odd = tuple[Severity, str]
"""How bad it is, and a sentence without its full stop."""


def look(examination: Examination) -> Iterator[Odd]:
    """What is odd about headers, in the config file and then in the credentials file."""
    places = examination.places
    for section in examination.config_text.sections:
        if rest := _oddity(section):
            yield _severity(section), _capital(f"{examination.section(section)} {rest}")
    if os.path.realpath(places.aws_credentials) == os.path.realpath(places.aws_config):
        return
    file = examination.path(places.aws_credentials)
    sections = examination.keys_text.sections
    names = {section.header for section in sections}
    for section in sections:
        if rest := _oddity_of_keys(section, names, full=examination.full):
            where = f"{examination.section(section)} of {file}"
            yield _severity(section), _capital(f"{where} {rest}")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _severity(section: SectionText) -> Severity:
    harmless = section.kind == INHERITED and section.settings.keys().isdisjoint(WAYS)
    return Severity.NOTE if harmless else Severity.WARNING


def _oddity(section: SectionText) -> str:
    """What is odd about the section's header, as the rest of a sentence; empty where nothing is."""
    header = section.header
    match section.kind:
        case "inherited":
            return _lending(section)
        case "ignored":
            return "is passed over: a name with blanks or quotes has to stand in quotes as a whole"
        case "other":
            return _unrecognised(header, section)
    if header != "default" and not re.match(rf"{section.kind}\s", header):
        return f"is taken for a {section.kind}, for its header begins with that word"
    return ""


def _oddity_of_keys(section: SectionText, names: set[str], *, full: bool) -> str:
    """The same of a section in the credentials file, in which these names are."""
    if section.kind == INHERITED:
        return _lending(section)
    if section.kind != PROFILE or not re.match(r"profile\s", section.header):
        return ""
    wanted = f"[{clean(section.name)}]" if full else "[NAME]"
    mend = f"move its lines below {wanted}" if section.name in names else f"write {wanted}"
    return (
        "is not the profile of that name, for in this file headers go without the word profile: "
        f"{mend}"
    )


def _lending(section: SectionText) -> str:
    """What `[DEFAULT]` does; a way to credentials is then one of every profile's."""
    ways = " and ".join(key for key in section.settings if key in WAYS)
    if ways:
        return f"lends its {ways} to every other section: move that to the profile that it is for"
    return "lends its settings to every other section: write [default] for a profile"


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
