"""Which keys and console sign-in tokens have been handed out?

Those for roles are known here until they expire on the portal's clock, those of IAM users for
ever: STS asks whose an access key is, and the federation endpoint asks whether a set of credentials
is the one handed out.
"""

import secrets
from dataclasses import dataclass

from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clock import Clock

KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SIGNIN_TOKEN_SECONDS = 15 * 60.0
"""How long a console sign-in token can be redeemed (IAM User Guide, custom identity broker)."""


@dataclass(frozen=True, slots=True)
class RoleCredentials:
    """Temporary keys for one role in one account."""

    access_key_id: str
    secret_access_key: str
    session_token: str
    account_id: str
    role: str
    expires_at: float


@dataclass(frozen=True, slots=True)
class UserKey:
    """A long-term key of an IAM user."""

    access_key_id: str
    secret_access_key: str
    account_id: str
    user: str


@dataclass(frozen=True, slots=True)
class SigninToken:
    """Leave to open the console as this role, once the link is followed in time."""

    value: str
    credentials: RoleCredentials
    session_seconds: int | None
    expires_at: float


class Vault:
    """What has been handed out for roles."""

    def __init__(self, behaviour: Behaviour, clock: Clock) -> None:
        self._behaviour = behaviour
        self._clock = clock
        self._credentials: dict[str, RoleCredentials] = {}
        self._user_keys: dict[str, UserKey] = {}
        self._signin_tokens: dict[str, SigninToken] = {}

    def hand_out(self, account_id: str, role: str) -> RoleCredentials:
        """New credentials for a role."""
        made = RoleCredentials(
            access_key_id=_key_id("ASIA"),
            secret_access_key=self._behaviour.minted("secret_access_key"),
            session_token=self._behaviour.minted("session_token"),
            account_id=account_id,
            role=role,
            expires_at=self._clock.now() + self._behaviour.role_lifetime,
        )
        self._credentials[made.access_key_id] = made
        return made

    def create_user_key(self, account_id: str, user: str) -> UserKey:
        """A new long-term key for an IAM user."""
        secret = self._behaviour.minted("secret_access_key")
        made = UserKey(_key_id("AKIA"), secret, account_id, user)
        self._user_keys[made.access_key_id] = made
        return made

    def user_key(self, access_key_id: str) -> UserKey | None:
        """The IAM user's key of this id."""
        return self._user_keys.get(access_key_id)

    def credentials(self, access_key_id: str) -> RoleCredentials | None:
        """The credentials of this access key, expired or not."""
        return self._credentials.get(access_key_id)

    def expired(self, credentials: RoleCredentials) -> bool:
        """Whether these credentials have lapsed."""
        return credentials.expires_at <= self._clock.now()

    def sign_in(self, credentials: RoleCredentials, session_seconds: int | None) -> SigninToken:
        """A console sign-in token for these credentials."""
        token = SigninToken(
            value=self._behaviour.minted("signin_token"),
            credentials=credentials,
            session_seconds=session_seconds,
            expires_at=self._clock.now() + SIGNIN_TOKEN_SECONDS,
        )
        self._signin_tokens[token.value] = token
        return token

    def signin_token(self, value: str) -> SigninToken | None:
        """The sign-in token of this value, while it can be redeemed."""
        token = self._signin_tokens.get(value)
        return token if token and token.expires_at > self._clock.now() else None


def _key_id(prefix: str) -> str:
    """An access key id of the kind that the prefix tells (IAM User Guide, "IAM identifiers")."""
    return prefix + "".join(secrets.choice(KEY_LETTERS) for _ in range(16))
