"""Can a profile get the credentials that it begins with, and do those that lie in a file still hold?

A profile with a role to assume names another to begin with (`botocore.credentials`,
`AssumeRoleProvider`); keys that end are written with the time of their end.
"""

import shlex
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.model import clean
from sso_tui.moments import parsed, zulu
from sso_tui.store.profiles import OWNER, Settings

_ENDS: Final = "x_security_token_expires"
_BEGINNINGS: Final = ("source_profile", "credential_source", "web_identity_token_file")

Odd = tuple[Severity, str, str]
"""How bad it is, the rest of the sentence, and the command."""


def source(examination: Examination, name: str, profile: Settings) -> Iterator[Odd]:
    """What a profile with a role to assume begins with, where there is no such thing."""
    if examination.keys is None:
        return
    whole = {**profile, **examination.keys.get(name, {})}
    if not whole.get("role_arn"):
        return
    if not any(whole.get(key) for key in _BEGINNINGS):
        yield Severity.ERROR, "can't work with a role_arn and no source_profile", ""
    wanted = whole.get("source_profile")
    if wanted and wanted not in examination.config.profiles and wanted not in examination.keys:
        shown = f" {clean(wanted)}" if examination.full else ""
        yield Severity.ERROR, f"names a source_profile{shown} that isn't there", ""


def ended(examination: Examination, check: str) -> Iterator[Finding]:
    """Profiles of the credentials file whose keys have ended."""
    if not examination.keys:
        return
    file = examination.path(examination.places.aws_credentials)
    lines = {one.header: one.line + 1 for one in examination.keys_text.sections}
    for name, profile in examination.keys.items():
        ends = _moment(profile.get(_ENDS, ""))
        if ends is None or ends > examination.world.now():
            continue
        shown = f" {clean(name)}" if examination.full else ""
        sentence = f"The keys of the profile{shown} on line {lines[name]} of {file} ended"
        command = ""
        if owner := profile.get(OWNER):
            named = shlex.quote(clean(name)) if examination.full else "NAME"
            role = shlex.quote(clean(owner))
            command = f"ssotui profile write {role} --kind keys --name {named}"
        yield Finding(check, Severity.WARNING, f"{sentence} at {zulu(ends)}", command)


def _moment(text: str) -> datetime | None:
    try:
        return parsed(text)
    except (ValueError, OverflowError):
        return None
