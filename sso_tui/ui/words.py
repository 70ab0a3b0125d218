"""What the main screen says about its state, in sentences with a next step."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sso_tui.broker import Broker
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue, Entry
from sso_tui.errors import PortalError, SignInNeeded, SsotuiError
from sso_tui.keys import shown
from sso_tui.model import Account, Portal, Role, Token, clean
from sso_tui.moments import ago, left
from sso_tui.settings import Settings
from sso_tui.ui.outcome import Calling
from sso_tui.ui.widgets.details import Details
from sso_tui.ui.widgets.notice import Remark
from sso_tui.ui.widgets.portal_header import SignInState
from sso_tui.ui.widgets.role_line import Look

if TYPE_CHECKING:
    from sso_tui.changes import Changes


Keys = Mapping[str, str]
"""The user's own keys, by their ids."""


class Facts(NamedTuple):
    """What is known of a role beside its name.

    Attributes:
        partition: the AWS partition of its account.
        region: the region for commands; empty for the calling shell's own.
        profiles: names of the profiles that stand for it.
        time_left: how long its credentials last, in words; empty where there are none.
        kind: the kind of its account, and whether the role is protected, in words.
        alias: the user's own name for the account; empty where there is none.
        tags: the user's words for the account.
        hidden: what of the settings hides the account, its id or a pattern; empty where nothing does.
    """

    partition: str
    kind: str = ""
    region: str = ""
    profiles: tuple[str, ...] = ()
    time_left: str = ""
    alias: str = ""
    tags: tuple[str, ...] = ()
    hidden: str = ""


SOON = timedelta(minutes=10)
"""From when on the end of a sign-in is shown as a warning."""


def sign_in_state(token: Token | None, now: datetime) -> SignInState:
    """The sign-in, for the header."""
    if token is None:
        return SignInState("signed out", "warning")
    if token.renewable(now):
        return SignInState("signed in · renews itself", "success")
    if not token.valid(now):
        return SignInState("sign-in expired", "error")
    remaining = token.expires_at - now
    return SignInState(
        f"signed in · {left(remaining)} left", "warning" if remaining < SOON else "success"
    )


def empty(catalogue: Catalogue, keys: Keys, *, signed_in: bool) -> str:
    """Why there is not a single account; empty where there are some, or soon will be."""
    if catalogue.entries:
        return ""
    if not catalogue.complete:
        return "Reading accounts and roles …"
    if catalogue.listed_at is None:
        signs_in = f"{shown('sign-in', keys)} signs in."
        what = f"{shown('list-again', keys)} lists accounts and roles." if signed_in else signs_in
        return f"Nothing is known of this portal yet. {what}"
    return (
        "No account is assigned to you in this portal.\n\n"
        "That is not an error: ask whoever runs your Identity Center to assign you a permission "
        f"set, then press {shown('list-again', keys)}. "
        f"{shown('switch-portal', keys)} switches to another portal."
    )


def listing_trouble(error: SsotuiError, catalogue: Catalogue, keys: Keys, now: datetime) -> Remark:
    """Why the list is not up to date."""
    age = f" This list is from {ago(now - catalogue.listed_at)}." if catalogue.listed_at else ""
    if isinstance(error, SignInNeeded):
        return Remark(f"{error.what}.{age} {shown('sign-in', keys)} signs in.", "warning")
    if isinstance(error, PortalError):
        return Remark(f"{error.what}.{age} {shown('list-again', keys)} tries again.", "error")
    return Remark(f"{error}{age}", "error")


def after_listing(catalogue: Catalogue, difference: "Changes", keys: Keys) -> Remark:
    """What is worth a word once a listing is complete."""
    failed = len(catalogue.failures)
    if failed:
        plural = "account" if failed == 1 else "accounts"
        return Remark(
            f"The roles of {failed} {plural} could not be read; "
            f"{shown('list-again', keys)} tries again.",
            "warning",
        )
    parts = [
        f"{word} {_some(roles, catalogue)}"
        for word, roles in (("New:", difference.gained), ("Gone:", difference.lost))
        if roles
    ]
    return Remark(" · ".join(parts))


def facts(
    broker: Broker,
    portal: Portal,
    calling: Calling,
    local: Local,
    account: Account,
    role: Role | None,
) -> Facts:
    """What is known of a role; without one, of its account."""
    settings = broker.settings
    of_account = Facts(
        broker.geography.partition(portal),
        _kind(settings, account, role),
        alias=settings.aliases.get(account.id, ""),
        tags=settings.tags.get(account.id, ()),
        hidden=settings.hidden_by(account),
    )
    if role is None:
        return of_account
    until = local.held.get(role)
    return of_account._replace(
        region=calling.region or settings.region_for(role) or "",
        profiles=local.config.profiles_for(*role),
        time_left=left(until - broker.now()) if until else "",
    )


def look(local: Local, calling: Calling, settings: Settings, now: datetime) -> Look:
    """What is drawn beside the names in the tree."""
    return Look(
        favourites=local.marks.favourites,
        time_left={role: left(until - now) for role, until in local.held.items()},
        ending=frozenset(role for role, until in local.held.items() if until - now < SOON),
        shell_role=calling.role,
        shell_portal=local.in_shell.portal if local.in_shell else "",
        aliases=local.marks.aliases,
        kind_of=settings.environment_of,
    )


def details(portal: Portal, entry: Entry, role: Role | None, facts: Facts) -> Details:
    """What is shown beside the highlighted line."""
    account = entry.account
    pairs = (
        ("account", account.name if role else ""),
        ("id", account.id),
        ("alias", facts.alias),
        ("tags", ", ".join(facts.tags)),
        ("kind", facts.kind),
        ("e-mail", account.email),
        ("portal", f"{portal.name} · {facts.partition}"),
        ("region", facts.region or "the shell's own"),
        ("profiles", ", ".join(map(clean, facts.profiles))),
        ("hidden", _hidden(facts.hidden, account.id)),
        ("credentials", f"{facts.time_left} left" if facts.time_left else ""),
    )
    roles = () if role else tuple(map(clean, entry.role_names))
    return Details(role.name if role else account.name, pairs, entry.failure, roles)


def _hidden(by: str, account_id: str) -> str:
    if by in ("", account_id):
        return "is:hidden alone shows it" if by else ""
    return f"by {clean(by)}"


def _kind(settings: Settings, account: Account, role: Role | None) -> str:
    kind = settings.environment_of(account.id, account.wire_name)
    protected = role is not None and settings.protects(role, account.wire_name)
    words = (kind.word if kind else "", "protected" if protected else "")
    return " · ".join(filter(None, words))


def _some(roles: tuple[Role, ...], catalogue: Catalogue) -> str:
    first = roles[0]
    entry = catalogue.entry(first.account_id)
    name = f"{entry.account.name if entry else first.account_id}/{first.name}"
    return name if len(roles) == 1 else f"{name} and {len(roles) - 1} more"
