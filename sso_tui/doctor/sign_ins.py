"""Who is signed in where, until when, and what renews it? By what lies on this machine alone."""

import shlex
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import StorageError
from sso_tui.model import Portal, Token
from sso_tui.moments import left, zulu
from sso_tui.store.files import read_bounded
from sso_tui.store.jsonfile import parsed
from sso_tui.store.tokenformat import is_elsewhere, token_in
from sso_tui.store.tokens import Tokens

NAME: Final = "sign-ins"


def look(examination: Examination) -> Iterator[Finding]:
    """Every sign-in that does not hold."""
    for portal in examination.portals:
        severity, sentence = _judgement(examination, portal)
        if severity is not None:
            shown = examination.portal(portal)
            sentence = f"{shown}: {sentence}"
            command = f"ssotui login -s {shlex.quote(portal.name)}"
            if portal.legacy and not examination.full:
                command = "ssotui login -s START_URL"
            yield Finding(NAME, severity, sentence, command)


def fine(examination: Examination) -> str:
    """Until when each sign-in holds, and what comes then."""
    now = examination.world.now()
    tokens = ((portal, _token(examination, portal)) for portal in examination.portals)
    states = [
        f"{examination.portal(portal)} {_state(token, now)}" for portal, token in tokens if token
    ]
    return "; ".join(states) or "none"


def _judgement(examination: Examination, portal: Portal) -> tuple[Severity | None, str]:
    """How bad the state of a sign-in is, and why; None where it holds."""
    try:
        token = _token(examination, portal)
    except _Elsewhere:
        return Severity.WARNING, "the sign-in kept under this name is for another start URL"
    now = examination.world.now()
    if token is None:
        return Severity.NOTE, "nobody is signed in"
    if token.valid(now) or token.renewable(now):
        return None, ""
    return Severity.WARNING, f"the sign-in ended at {zulu(token.expires_at)}"


def _state(token: Token, now: datetime) -> str:
    renews = token.renewable(now)
    if not token.valid(now):
        return f"ended at {zulu(token.expires_at)}, renews itself at the next use"
    remaining = f"until {zulu(token.expires_at)} ({left(token.expires_at - now)} left)"
    return f"{remaining}, renews itself" if renews else f"{remaining}, not renewed"


class _Elsewhere(Exception):
    """The sign-in of that name is another portal's."""


def _token(examination: Examination, portal: Portal) -> Token | None:
    """The sign-in as it lies there; nothing is renewed, and nothing moved out of the way.

    Raises:
        _Elsewhere: it is another portal's.
    """
    tokens = Tokens(examination.places, lambda _: None, examination.world.wait)
    try:
        content = parsed(read_bounded(tokens.path(portal)) or b"", tolerant=True)
        token = token_in(content)
    except (ValueError, StorageError):
        return None
    if is_elsewhere(content, portal):
        raise _Elsewhere
    return token
