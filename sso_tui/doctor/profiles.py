"""Can each profile of the AWS config file work, and do all programs take it for the same one?

What makes botocore refuse a profile is an error (`botocore.credentials.SSOProvider`): a session
that is missing or says otherwise, or settings that are only half there. Profiles are told by their
lines, for their names are often made of accounts' names.
"""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from sso_tui.desktop.programs import find
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.doctor.sources import ended, source
from sso_tui.model import ACCOUNT_ID, clean
from sso_tui.store.profiles import Settings

NAME: Final = "profiles"

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._@:/+=,-]+")
"""Names that the AWS CLI's own editor finds again."""

_NEEDED: Final = ("sso_account_id", "sso_role_name", "sso_start_url", "sso_region")
"""What a profile needs, of its own or of its session, once it has one of the first two."""

_KEYS: Final = frozenset({"aws_access_key_id", "aws_secret_access_key"})


def look(examination: Examination) -> Iterator[Finding]:
    """Every finding about single profiles."""
    if not examination.parses:
        sentence = "Not looked at, since the AWS config file can't be read"
        yield Finding(NAME, Severity.NOTE, sentence)
    for name, profile in examination.config.profiles.items():
        shown = examination.profile(name)
        for severity, rest, command in (
            *_session(examination, profile),
            *_completeness(examination, profile),
            *_shadows(examination, name, profile),
            *_process(examination, name, profile),
            *source(examination, name, profile),
            *_name(name),
        ):
            yield Finding(NAME, severity, f"{shown[:1].upper()}{shown[1:]} {rest}", command)
    yield from ended(examination, NAME)


def fine(examination: Examination) -> str:
    """How many there are, and how many of them stand for roles."""
    config = examination.config
    if not examination.parses:
        return ""
    roles = sum(config.role_of_profile(name) is not None for name in config.profiles)
    count = len(config.profiles)
    return f"{count}, {roles} of them for a role" if count else "none"


Odd = tuple[Severity, str, str]
"""How bad it is, the rest of the sentence, and the command."""


def _session(examination: Examination, profile: Settings) -> Iterator[Odd]:
    if (named := profile.get("sso_session")) is None:
        return
    session = examination.config.sessions.get(named)
    if session is None:
        rest = f"names the sso-session {clean(named)}, and there is no [sso-session {clean(named)}]"
        yield Severity.ERROR, rest, f"ssotui configure -s {shlex.quote(clean(named))}"
        return
    for key in sorted(profile.keys() & session.keys()):
        if profile[key] != session[key]:
            rest = f"has another {clean(key)} than its session {clean(named)}; take one away"
            yield Severity.ERROR, rest, ""


def _completeness(examination: Examination, profile: Settings) -> Iterator[Odd]:
    if not (profile.get("sso_account_id") or profile.get("sso_role_name")):
        return
    named = profile.get("sso_session")
    session = examination.config.sessions.get(named or "", {})
    if named is not None and not session:
        return
    whole = {**profile, **session}
    missing = [key for key in _NEEDED if not whole.get(key)]
    if missing:
        yield Severity.ERROR, f"can't work without {' and '.join(missing)}", ""
    if (account := profile.get("sso_account_id")) and not ACCOUNT_ID.fullmatch(account):
        yield Severity.ERROR, "has an sso_account_id that isn't twelve digits", ""


def _shadows(examination: Examination, name: str, profile: Settings) -> Iterator[Odd]:
    """Keys under the same name, which some programs take before the profile's own way."""
    way = next(
        (key for key in ("sso_role_name", "credential_process", "role_arn") if profile.get(key)),
        None,
    )
    if way is None:
        return
    if _KEYS & profile.keys():
        yield Severity.WARNING, f"has keys beside its {way}, which some programs take first", ""
    if _KEYS & (examination.keys or {}).get(name, {}).keys():
        file = examination.path(examination.places.aws_credentials)
        rest = f"has keys under its name in {file}, which some programs take first"
        yield Severity.WARNING, f"{rest}; take them out there", ""


def _process(examination: Examination, name: str, profile: Settings) -> Iterator[Odd]:
    """A `credential_process` of ours whose program is gone."""
    try:
        words = shlex.split(profile.get("credential_process", ""))
    except ValueError:
        return
    options = dict(pairwise(words))
    if "credential-process" not in words or "--sso-session" not in options:
        return
    if _can_be_run(examination, words[0]):
        return
    role = f"{options.get('--account-id', 'ACCOUNT')}/{options.get('--role-name', 'ROLE')}"
    new = f"--kind credential-process --name {shlex.quote(name) if examination.full else 'NAME'}"
    command = f"ssotui profile write {shlex.quote(role)} {new}"
    yield Severity.ERROR, "gets its credentials from an ssotui that isn't there any more", command


def _can_be_run(examination: Examination, program: str) -> bool:
    if program.startswith("~"):
        return False  # botocore starts it without a shell
    here = find(program, examination.world)
    return here is not None and Path(here).is_file()


def _name(name: str) -> Iterator[Odd]:
    if not _PLAIN_NAME.fullmatch(name):
        rest = "has a name that has to be quoted, which the AWS CLI fails to find when it writes"
        yield Severity.NOTE, rest, ""
