"""Would a variable win over a profile, or over the role that this shell was given?

The AWS SDKs look for credentials in an order of their own, in which variables come early, and two
variables for one thing each SDK ranks as it likes (AWS SDKs and Tools Reference Guide,
"Environment variables").
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sso_tui.doctor.commands import take_back, unset
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.model import clean
from sso_tui.moments import parsed, zulu

NAME: Final = "environment"

_PROFILES: Final = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
_KEY: Final = "AWS_ACCESS_KEY_ID"
_SECRET: Final = "AWS_SECRET_ACCESS_KEY"  # noqa: S105 - a name
_TOKEN: Final = "AWS_SESSION_TOKEN"  # noqa: S105 - a name
_OLDER_TOKEN: Final = "AWS_SECURITY_TOKEN"  # noqa: S105 - a name
_LONG_TERM: Final = "AKIA"
"""What the ids of IAM users' keys begin with (IAM User Guide, "IAM identifiers")."""
_WINS: Final = "wins over every profile that isn't named by an option"
_ENDS: Final = "AWS_CREDENTIAL_EXPIRATION"

_OTHER_WAYS: Final = {
    "AWS_WEB_IDENTITY_TOKEN_FILE": "wins over profiles of IAM Identity Center",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "gives programs without a profile a role",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "gives programs without a profile a role",
}
"""Other ways to credentials, and how they rank (botocore, `create_credential_resolver`)."""

_ROLE: Final = re.compile(r"[0-9]{12}/[\w+=,.@-]{1,64}", re.ASCII)
"""A role as the program exports it; names as CreatePermissionSet allows them."""

Odd = tuple[Severity, str, str]
"""How bad it is, the sentence, and the command."""


def look(examination: Examination) -> Iterator[Finding]:
    """Every variable that is in the way."""
    for severity, sentence, command in (
        *_keys(examination),
        *_ended(examination),
        *_profiles(examination),
        *_rivals(examination),
        *_session(examination),
    ):
        yield Finding(NAME, severity, sentence, command)


def fine(examination: Examination) -> str:
    """The role that the shell has, or that nothing is in the way."""
    found = examination.world.get("SSOTUI_ROLE")
    return f"this shell has {_role(found)}" if found else "nothing in the way"


def _keys(examination: Examination) -> Iterator[Odd]:
    get = examination.world.get
    present = [name for name in (_KEY, _SECRET) if get(name)]
    if not present:
        if get("SSOTUI_ROLE"):
            sentence = "SSOTUI_ROLE says that this shell has a role, and it holds no keys"
            yield Severity.WARNING, sentence, take_back(examination)
        return
    if missing := [name for name in (_KEY, _SECRET) if not get(name)]:
        sentence = f"{present[0]} is set and {missing[0]} is not"
        yield Severity.ERROR, sentence, take_back(examination)
    elif (get(_KEY) or "").startswith("ASIA") and not (get(_TOKEN) or get(_OLDER_TOKEN)):
        sentence = f"{_KEY} is a temporary key's, and {_TOKEN} is not set"
        yield Severity.ERROR, sentence, take_back(examination)
    elif (get(_KEY) or "").startswith(_LONG_TERM):
        sentence = f"{_KEY} holds a long-term key, and {_WINS}"
        reason = "take it out of the file that sets it, and deactivate it at AWS"
        yield Severity.WARNING, f"{sentence}; {reason}", take_back(examination)
    elif not get("SSOTUI_ROLE") and not any(map(get, _PROFILES)):
        yield Severity.NOTE, f"{_KEY} is set, not by ssotui, and {_WINS}", take_back(examination)
    for name in filter(get, _PROFILES):
        sentence = f"{name} is set beside {_KEY}, and programs differ in which of them they take"
        yield Severity.WARNING, sentence, unset(examination, name)


def _ended(examination: Examination) -> Iterator[Odd]:
    get = examination.world.get
    if not get(_KEY) or not (text := get(_ENDS)):
        return
    whose = f"of {_role(get('SSOTUI_ROLE') or '')} " if get("SSOTUI_ROLE") else ""
    ends = _moment(text)
    if ends is None:
        sentence = f"{_ENDS} is no time, so programs refuse the keys beside it"
        yield Severity.ERROR, sentence, unset(examination, _ENDS)
    elif ends <= examination.world.now():
        sentence = f"The credentials {whose}in this shell ended at {zulu(ends)}"
        yield Severity.WARNING, sentence, take_back(examination)


def _profiles(examination: Examination) -> Iterator[Odd]:
    environ = examination.world.environ
    present = [name for name in _PROFILES if name in environ]
    for name in present:
        value = environ[name]
        said = f"{name} ({clean(value)})" if examination.full else name
        if not value:
            sentence = f"{name} is set and empty, which some programs take for a profile's name"
            yield Severity.WARNING, sentence, unset(examination, name)
        elif not _is_profile(examination, value):
            sentence = f"{said} names no profile, so AWS's tools refuse to work"
            yield Severity.ERROR, sentence, unset(examination, name)
    if len({environ[name] for name in present}) == 2:
        sentence = "AWS_PROFILE and AWS_DEFAULT_PROFILE differ, and programs differ in which wins"
        yield Severity.WARNING, sentence, unset(examination, "AWS_DEFAULT_PROFILE")


def _is_profile(examination: Examination, name: str) -> bool:
    """Whether there is such a profile, as far as can be told."""
    known = examination.parses and examination.keys is not None
    if name == "default" or not known:
        return True
    return name in examination.config.profiles or name in (examination.keys or {})


def _rivals(examination: Examination) -> Iterator[Odd]:
    get = examination.world.get
    if (older := get(_OLDER_TOKEN)) and older != get(_TOKEN):
        sentence = f"{_OLDER_TOKEN} is set, and some programs take it before {_TOKEN}"
        yield Severity.WARNING, sentence, unset(examination, _OLDER_TOKEN)
    for name, rank in _OTHER_WAYS.items():
        if get(name):
            yield Severity.WARNING, f"{name} {rank}", unset(examination, name)
    region, default = get("AWS_REGION"), get("AWS_DEFAULT_REGION")
    if region and default and region != default:
        sentence = "AWS_REGION and AWS_DEFAULT_REGION differ, and programs differ in which wins"
        yield Severity.WARNING, sentence, unset(examination, "AWS_DEFAULT_REGION")


def _session(examination: Examination) -> Iterator[Odd]:
    name = "SSOTUI_SSO_SESSION"
    wanted = examination.world.get(name)
    if not (wanted and examination.parses):
        return
    if wanted not in {portal.key for portal in examination.config.portals()}:
        yield Severity.ERROR, f"{name} names no portal", unset(examination, name)


def _moment(text: str) -> datetime | None:
    try:
        return parsed(text)
    except (ValueError, OverflowError):
        return None


def _role(text: str) -> str:
    """The role, where it is one; whatever else stands there is nobody's business."""
    return text if _ROLE.fullmatch(text) else "a role"
