"""Which profiles still hold a long-term key, and which roles could take its place?

STS is asked whose a key is only where the user has allowed it; nobody else ever is.
"""

import shlex
from collections.abc import Iterator
from typing import Final

from sso_tui.broker.aws_files import AwsFiles
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import SsotuiError
from sso_tui.model import Role, clean
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.longterm import KeyHolder, key_holders

NAME: Final = "keys"


def look(examination: Examination) -> Iterator[Finding]:
    """Every profile with a long-term key, in either AWS file."""
    for holder in _holders(examination):
        shown = _profile(examination, holder)
        sentence = (
            f"{shown[:1].upper()}{shown[1:]} holds a long-term key, "
            f"which ends in {_ends(holder)}; {_successors(examination, holder)}"
        )
        name = shlex.quote(clean(holder.name)) if examination.full else "NAME"
        yield Finding(NAME, Severity.WARNING, sentence, f"ssotui profile migrate {name}")


def fine(examination: Examination) -> str:
    """That there are none, where both files could be read."""
    known = examination.parses and examination.keys is not None
    return "none" if known else "not looked at, since a file can't be read"


def _holders(examination: Examination) -> Iterator[KeyHolder]:
    return key_holders(examination.config.profiles, examination.keys or {})


def _profile(examination: Examination, holder: KeyHolder) -> str:
    """The profile by its line, and by its name where that may be told."""
    if not holder.in_credentials:
        return examination.profile(holder.name)
    sections = examination.keys_text.sections
    line = next(one.line + 1 for one in sections if one.header == holder.name)
    where = f"on line {line} of {examination.path(examination.places.aws_credentials)}"
    return (
        f"the profile {clean(holder.name)} {where}" if examination.full else f"the profile {where}"
    )


def _ends(holder: KeyHolder) -> str:
    """The end of the key's id; and of that of the key which it hides, in the config file."""
    keys = (holder.key, holder.other)
    ends = [clean(key.access_key_id[-4:]) for key in keys if key]
    return ", and another in the config file, which ends in ".join(ends)


def _successors(examination: Examination, holder: KeyHolder) -> str:
    """Which roles could take the key's place, as the rest of a sentence."""
    if not examination.ask_sts:
        return "--sts asks AWS for its account, to find roles that could take its place"
    try:
        files = AwsFiles(examination.world, examination.places)
        account = files.caller(holder).account_id
    except SsotuiError as error:
        return error.what
    roles = ", ".join(map(str, _roles(examination, account)))
    if roles:
        return f"what could take its place: {roles}"
    return f"no role of yours is known in its account {account} (ssotui list --refresh)"


def _roles(examination: Examination, account_id: str) -> Iterator[Role]:
    """The roles in that account, in all portals, as they were last listed."""
    cache = CatalogueCache(examination.places, lambda _: None)
    for portal in examination.portals:
        catalogue = cache.load(portal.key)
        entry = catalogue.entry(account_id) if catalogue else None
        for name in entry.role_names if entry else ():
            yield Role(portal.key, account_id, name)
