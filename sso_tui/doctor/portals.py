"""Can each portal be what it claims, and will signing in to it last?"""

import shlex
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import ConfigError
from sso_tui.model import ACCESS_SCOPE, Portal, clean

NAME: Final = "portals"


def look(examination: Examination) -> Iterator[Finding]:
    """Every finding about portals as they are configured."""
    if not examination.parses:
        sentence = "Not looked at, since the AWS config file can't be read"
        yield Finding(NAME, Severity.NOTE, sentence)
    elif not (examination.portals or examination.config.problems):
        yield Finding(NAME, Severity.ERROR, "No portal is configured", "ssotui configure")
    yield from _incomplete(examination)
    for portal in examination.portals:
        for severity, sentence, command in (*_claims(examination, portal), *_scopes(portal)):
            shown = examination.portal(portal)
            told = sentence if shown in sentence else f"{shown}: {sentence}"
            yield Finding(NAME, severity, told, command)
    yield from _regions(examination)


def fine(examination: Examination) -> str:
    """Which there are."""
    if not examination.parses:
        return ""
    names = ", ".join(examination.portal(portal) for portal in examination.portals)
    scopes = "" if any(portal.legacy for portal in examination.portals) else ", scopes"
    return f"{names}: https, a known region{scopes}"


Odd = tuple[Severity, str, str]
"""How bad it is, the rest of the sentence, and the command."""


def _incomplete(examination: Examination) -> Iterator[Finding]:
    """Sections that are meant for portals, and lack what makes one."""
    profiles = {line: name for name, line in examination.lines.items()}
    for problem in examination.config.problems:
        reason = problem.reason
        if problem.line in profiles:
            reason = f"{examination.profile(profiles[problem.line])} has no sso_region"
        yield Finding(NAME, Severity.ERROR, f"Line {problem.line}: {reason}")


def _claims(examination: Examination, portal: Portal) -> Iterator[Odd]:
    from sso_tui.aws.hosts import region_in
    from sso_tui.aws.portals import check

    try:
        check(portal, examination.world.environ)
    except ConfigError as error:
        yield Severity.ERROR, error.what.replace(portal.name, examination.portal(portal)), ""
        return
    named = region_in(urlsplit(portal.start_url).hostname or "")
    if named and named != portal.region:
        sentence = f"its start URL is of {named}, and sso_region says {clean(portal.region)}"
        yield Severity.WARNING, sentence, ""


def _scopes(portal: Portal) -> Iterator[Odd]:
    if portal.legacy:
        sentence = "a start URL in a profile can't be renewed; a session can"
        yield Severity.NOTE, sentence, "ssotui configure"
    elif portal.scopes is None:
        sentence = (
            f"sso_registration_scopes is missing; with {ACCESS_SCOPE} every sign-in is renewed"
        )
        yield Severity.WARNING, sentence, f"ssotui configure -s {shlex.quote(portal.name)}"
    elif ACCESS_SCOPE not in portal.scopes:
        sentence = f"sso_registration_scopes lacks {ACCESS_SCOPE}, without which there are no roles"
        yield Severity.ERROR, sentence, ""


def _regions(examination: Examination) -> Iterator[Finding]:
    for name, session in examination.config.sessions.items():
        if "region" in session and examination.session in (None, name):
            sentence = (
                f"{clean(name)}: its session has a region, and profiles with another can't work"
            )
            yield Finding(NAME, Severity.WARNING, f"{sentence}; move it to the profiles")
