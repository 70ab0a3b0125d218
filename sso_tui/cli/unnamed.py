"""What did a reference that names nothing probably mean?

Only what the portal has listed for this user is suggested, so nothing is told that `ssotui list`
would not tell.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from sso_tui.catalogue import Entry
from sso_tui.errors import NoAccess
from sso_tui.hot.hidden import Hidden
from sso_tui.model import clean

MOST_ROLES = 20
"""Roles that are named; whoever has more in one account does better with a filter."""


def no_access(reference: str, entries: Iterable[Entry], hidden: Hidden) -> NoAccess:
    """The error that says which part of the reference is wrong, and what is nearest to it.

    Args:
        reference: what was typed, `ACCOUNT/ROLE` or a word.
        entries: the accounts that the user has, of every portal it was looked for in.
        hidden: the accounts that are named only to who names them.
    """
    known = list(entries)
    account, _, role = reference.rpartition("/")
    for name, rest in ((account, role), (reference, "")):
        having = [entry for entry in known if name and _is(entry, name)]
        if having:
            return NoAccess(_in_account(having, rest))
    what = f"No account and role, and no profile, is named {clean(reference)}"
    names = {
        entry.account.wire_name.casefold(): entry.account.name
        for entry in known
        if not hidden.by(entry.account.id, entry.account.wire_name)
    }
    near = get_close_matches((account or reference).casefold(), names, n=1)
    return NoAccess(f"{what}; the nearest account is {names[near[0]]}" if near else what)


def _is(entry: Entry, name: str) -> bool:
    account = entry.account
    return name == account.id or name.casefold() == account.wire_name.casefold()


def _in_account(having: list[Entry], role: str) -> str:
    account = f"{having[0].account.name} ({', '.join(entry.account.id for entry in having)})"
    roles = list(dict.fromkeys(clean(name) for entry in having for name in entry.role_names))
    if not roles:
        return f"No role in {account} is yours"
    more = len(roles) - MOST_ROLES
    named = ", ".join(roles[:MOST_ROLES]) + (f", and {more} more" if more > 0 else "")
    if not role:
        return f"{account} is an account; say which of its roles, as ACCOUNT/ROLE: {named}"
    return f"No role {clean(role)} in {account} is yours; there you have {named}"
