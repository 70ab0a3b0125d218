"""Which name does a role's profile get?

A template makes it, such as `{account}-{role}`. What some reader of the AWS config file can't take in
a name becomes `-`, and what is too long is cut. Where two roles would get the same name, or the name
means something else already, the account's id is added: no role is ever taken for another.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from typing import Final

from sso_tui.model import Account, Role, clean

LONGEST_NAME: Final = 128
"""Characters. Nobody sets a limit, but AWS allows 50 in an account's name and 32 in a permission
set's, so that what is longer comes from a template gone wrong or from something hostile."""

RESERVED: Final = "default"
"""The name that every program falls back to; no template gets to make it."""


def name_for(template: str, account: Account, role: Role, aliases: Mapping[str, str]) -> str:
    """The name that a template makes for a role.

    Args:
        template: as `Settings.profile_name`, which says what it may hold.
        account: the role's account.
        role: the role.
        aliases: the user's own names for accounts, by their ids.

    Returns:
        A name of `[A-Za-z0-9._@:/+=,-]`, never empty, of `LONGEST_NAME` characters at the most.
    """
    filled = template.format(
        account=slug(aliases.get(account.id, account.name)) or account.id,
        account_id=account.id,
        role=slug(role.name),
        portal=slug(clean(role.portal)),
    )
    return _cut(slug(filled), "") or _cut(slug(f"{account.id}-{role.name}"), "")


def free_name(wanted: str, role: Role, is_free: Callable[[str], bool], *, shared: bool) -> str:
    """The name itself, or the nearest to it that is free.

    Args:
        wanted: what the template made.
        role: whose profile it is.
        is_free: whether a profile of that name may be written for this role.
        shared: whether the template makes this name for other roles too.
    """
    return next(filter(is_free, _candidates(wanted, role, shared=shared)))


def shared_names(names: Iterable[str]) -> frozenset[str]:
    """The names that occur more than once."""
    return frozenset(name for name, times in Counter(names).items() if times > 1)


def slug(text: str) -> str:
    """`text` with every run of characters that some SDK can't read in a profile's name as one `-`.

    What stays is `[A-Za-z0-9._@:/+=,-]`: none of it is quoted, escaped or cut by any reader of the
    AWS config file.
    """
    kept = (
        character
        if character.isascii() and (character.isalnum() or character in "._@:/+=,-")
        else " "
        for character in text
    )
    return "-".join("".join(kept).split()).strip("-")


def _candidates(wanted: str, role: Role, *, shared: bool) -> Iterator[str]:
    if not shared and wanted != RESERVED:
        yield wanted
    with_id = _cut(wanted, f"-{role.account_id}")
    yield with_id
    yield _cut(with_id, f"-{slug(role.wire_name)}")
    yield from (_cut(with_id, f"-{number}") for number in count(2))


def _cut(name: str, suffix: str) -> str:
    """A name with a suffix, no longer than a name may be."""
    return (name[: LONGEST_NAME - len(suffix)].strip("-") + suffix)[-LONGEST_NAME:].strip("-")
