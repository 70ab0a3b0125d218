"""How the user wants to have an account: by which name, found by which words, shown or not."""

from typing import Final

from sso_tui.broker import Broker
from sso_tui.effects import Describe, Tell
from sso_tui.errors import UsageError
from sso_tui.model import Account, clean

LONGEST: Final = 50
"""Characters of an alias or a tag: what AWS allows in an account's name."""


def alias(account: Account, text: str) -> Describe:
    """Give an account a name of the user's own; an empty one takes it away.

    Raises:
        UsageError: it is too long.
    """
    wanted = _word(text)
    note = f"{account.name} is called {wanted} now" if wanted else f"{account.name} has no alias"
    return Describe(account.id, note, alias=wanted)


def tags(account: Account, text: str) -> Describe:
    """Find an account by these words alone.

    Args:
        account: which.
        text: the words, parted by commas; none to take all away.

    Raises:
        UsageError: one is too long.
    """
    wanted = tuple(dict.fromkeys(filter(None, map(_word, text.split(",")))))
    found = f"is tagged {', '.join(wanted)} now" if wanted else "has no tags"
    return Describe(account.id, f"{account.name} {found}", tags=wanted)


def hidden(account: Account, broker: Broker) -> Describe | Tell:
    """Hide an account, or show it again where its id hides it; a pattern is the user's to change."""
    by = broker.settings.hidden_by(account)
    if by not in ("", account.id):
        why = f"{account.name} stays hidden by {clean(by)}, which may hide others too"
        return Tell(f"{why}; take that out of {broker.settings_file} to show it.")
    on = not by
    done = "is hidden; is:hidden in the filter shows it" if on else "is shown again"
    return Describe(account.id, f"{account.name} {done}", hidden=on)


def _word(text: str) -> str:
    word = " ".join(clean(text).split())
    if len(word) > LONGEST:
        raise UsageError(f"That is too long by {len(word) - LONGEST}", f"Take {LONGEST} at most.")
    return word
