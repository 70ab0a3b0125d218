"""What the program talks about: portals, accounts, roles, tokens, credentials.

Nouns are frozen. Text that came from AWS or from a file is made safe to draw here, once, on its
way in; the wire value that calls need is kept beside it, untouched. Secrets show themselves in no
form of printing.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple, NoReturn, TypeVar

from sso_tui.text import made_safe

ACCOUNT_ID: Final = re.compile(r"[0-9]{12}")
"""An AWS account id: twelve digits, kept as text because leading zeros count."""

REGION: Final = re.compile(r"[a-z]{2,5}(-[a-z]+)+-[0-9]{1,2}")
"""The form of a region's name (AWS General Reference, "AWS Regions"); what has it may be new."""

LONGEST_TEXT: Final = 512
"""Characters of a foreign text that are kept for display. AWS allows 50 in an account's name and
32 in a permission set's; what is longer comes from something broken or hostile."""

ACCESS_SCOPE: Final = "sso:account:access"
"""The scope that listing accounts and getting role credentials need (IAM Identity Center user
guide, "Access scopes"); with it the server hands out refresh tokens too."""

RENEWAL_MARGIN: Final = timedelta(minutes=15)
"""How long before its end a token or a credential counts as used up, as in the AWS SDKs."""

_Noun = TypeVar("_Noun")

_TAME: Final = re.compile(r"[ -~]*")


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """`text` made safe to draw, and cut to `LONGEST_TEXT` characters."""
    text = text[:LONGEST_TEXT]
    return text if _TAME.fullmatch(text) else made_safe(text)


def all_clean(texts: Sequence[str]) -> Sequence[str]:
    """Each of `texts` made safe to draw: most are tame, which is seen faster of many at once."""
    if max(map(len, texts), default=0) <= LONGEST_TEXT and _TAME.fullmatch("".join(texts)):
        return texts
    return [clean(text) for text in texts]


def of_columns(kind: type[_Noun], **columns: Sequence[object]) -> list[_Noun]:
    """Nouns by their columns, several times as fast as one by one.

    Args:
        kind: a frozen class with slots, whose `__init__` is not run.
        columns: all its fields, each with a value for every noun.

    Raises:
        ValueError: a column is longer or shorter than the first.
    """
    nouns = [kind.__new__(kind) for _ in next(iter(columns.values()), ())]
    for name, column in columns.items():
        if len(column) != len(nouns):
            raise ValueError(f"the column {name} has another length")
        put = getattr(kind, name).__set__  # a slot's own, which minds no frozen `__setattr__`
        deque(map(put, nouns, column), maxlen=0)
    return nouns


class Secret:
    """A text that only `reveal` gives away: printing, formatting, pickling and JSON don't."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The text itself, for the one place that it is meant for."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.__value

    def __hash__(self) -> int:
        return hash(self.__value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret can't be pickled")

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: object) -> "Secret":
        return self


@dataclass(frozen=True, slots=True)
class Portal:
    """One sign-in to an IAM Identity Center.

    Attributes:
        key: the name of its `[sso-session]`, or the start URL of a legacy profile. It is the
            identity: two users of one start URL are two portals.
        start_url: as it stands in the AWS config file, which is how the shared caches know it.
        region: the region of the Identity Center, not of the work done with its roles.
        scopes: `sso_registration_scopes`; None where the section has none.
        legacy: True for a profile that carries `sso_start_url` itself.
    """

    key: str
    start_url: str
    region: str
    scopes: tuple[str, ...] | None = None
    legacy: bool = False

    @property
    def name(self) -> str:
        """The key, safe to draw."""
        return clean(self.key)

    @property
    def session_name(self) -> str | None:
        """The name of the `[sso-session]`; None for a legacy profile."""
        return None if self.legacy else self.key


@dataclass(frozen=True, slots=True)
class Account:
    """One AWS account that is assigned to the user.

    Attributes:
        id: twelve digits.
        wire_name: the name as the portal sent it, empty where it sent none.
        wire_email: the e-mail address as the portal sent it, empty where it sent none.
        name: `wire_name`, safe to draw; the id where there is no name.
        email: `wire_email`, safe to draw.
    """

    id: str
    wire_name: str = ""
    wire_email: str = ""
    name: str = field(init=False, compare=False)
    email: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean(self.wire_name) or self.id)
        object.__setattr__(self, "email", clean(self.wire_email))

    @classmethod
    def all(
        cls, ids: Sequence[str], wire_names: Sequence[str], wire_emails: Sequence[str]
    ) -> list["Account"]:
        """Many accounts at once, by columns of the same length."""
        names = zip(all_clean(wire_names), ids, strict=True)
        return of_columns(
            cls,
            id=ids,
            wire_name=wire_names,
            wire_email=wire_emails,
            name=[name or account_id for name, account_id in names],
            email=all_clean(wire_emails),
        )


class Role(NamedTuple):
    """One permission set in one account; these three fields are its identity.

    Attributes:
        portal: the portal's key.
        account_id: twelve digits.
        wire_name: the permission set's name as the portal sent it.
    """

    portal: str
    account_id: str
    wire_name: str

    @property
    def name(self) -> str:
        """The permission set's name, safe to draw."""
        return clean(self.wire_name)

    @property
    def spellings(self) -> tuple[str, str]:
        """How the settings call it: `ACCOUNT_ID/ROLE`, and with the portal's key in front."""
        usual = f"{self.account_id}/{self.wire_name}"
        return usual, f"{self.portal}/{usual}"

    def __str__(self) -> str:
        return f"{self.account_id}/{self.name}"


class Registration(NamedTuple):
    """This program as the portal's OAuth client (RFC 7591).

    Attributes:
        grant_types: what it was registered for; empty means the device code grant.
    """

    client_id: str
    client_secret: Secret
    expires_at: datetime
    scopes: tuple[str, ...] | None = None
    grant_types: tuple[str, ...] = ()

    def usable(self, now: datetime) -> bool:
        """Whether enough of its life remains for one more sign-in."""
        return self.expires_at - now > RENEWAL_MARGIN


class Token(NamedTuple):
    """A sign-in: what the portal takes as proof of it, and what renews it.

    Attributes:
        access: the bearer token.
        expires_at: when the access token ends.
        refresh: the single-use refresh token; None where the sign-in can't be renewed.
        registration: the client that obtained the token; only it can renew it.
    """

    access: Secret
    expires_at: datetime
    refresh: Secret | None = None
    registration: Registration | None = None

    def valid(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return now < self.expires_at

    def renewable(self, now: datetime) -> bool:
        """Whether it can be renewed without asking anybody."""
        return (
            self.refresh is not None
            and self.registration is not None
            and now < self.registration.expires_at
        )

    def wants_renewal(self, now: datetime) -> bool:
        """Whether it is time to renew it, before anybody notices."""
        return self.expires_at - now < RENEWAL_MARGIN


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a role's access amounts to, for some hours.

    Attributes:
        access_key_id: `ASIA…`; no secret, but drawn only in part.
        expires_at: when they end, whole seconds.
    """

    access_key_id: str = field(repr=False)
    secret_access_key: Secret
    session_token: Secret
    expires_at: datetime

    def fresh(self, now: datetime) -> bool:
        """Whether enough of their life remains to hand them out without asking for new ones."""
        return self.expires_at - now >= RENEWAL_MARGIN
