"""What ends soon: a sign-in that can't renew itself, and the credentials of the calling shell.

Each is told ten minutes before, more loudly two minutes before, and for a while afterwards.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sso_tui.broker import Broker
from sso_tui.keys import shown
from sso_tui.model import clean
from sso_tui.moments import left, parsed
from sso_tui.ui.outcome import Calling
from sso_tui.ui.parts import Part
from sso_tui.ui.widgets.notice import Remark
from sso_tui.ui.words import SOON

VERY_SOON: Final = timedelta(minutes=2)
"""From when on the remark is as severe as an error."""

AFTERWARDS: Final = timedelta(minutes=10)
"""How long it is still told that something has ended."""


def of_sign_in(part: Part, broker: Broker, now: datetime) -> Remark:
    """That the sign-in to a portal ends; nothing where it renews itself, or lasts."""
    token = part.local.token
    if token is None or token.renewable(now):
        return Remark("")
    renews = f"{shown('sign-in', broker.settings.keys)} signs in again."
    return _told(f"The sign-in to {part.portal.name}", token.expires_at - now, renews)


def of_shell(parts: Iterable[Part], broker: Broker, calling: Calling, now: datetime) -> Remark:
    """That the credentials of the calling shell end; nothing where it has none, or they last."""
    ends = broker.world.get("AWS_CREDENTIAL_EXPIRATION")
    if not calling.role or ends is None:
        return Remark("")
    try:
        remaining = parsed(ends) - now
    except ValueError:
        return Remark("")
    account_id, _, role = calling.role.partition("/")
    found = (part.catalogue.entry(account_id) for part in parts)
    name = next((entry.account.name for entry in found if entry), clean(account_id))
    renews = f"{shown('export', broker.settings.keys)} exports it anew."
    return _told(f"Your shell's {name}/{clean(role)}", remaining, renews)


def _told(what: str, remaining: timedelta, then: str) -> Remark:
    if not -AFTERWARDS <= remaining <= SOON:
        return Remark("")
    when = f"ends in {left(remaining)}" if remaining > timedelta(0) else "has ended"
    severity = "error" if remaining <= VERY_SOON else "warning"
    return Remark(f"{what} {when}; {then}", severity)
