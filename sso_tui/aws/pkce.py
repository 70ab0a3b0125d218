"""What proves that whoever redeems a code is whoever asked for it? A verifier and its challenge."""

import base64
import hashlib
import secrets
import string
from typing import Final

from sso_tui.model import Secret

VERIFIER_LENGTH: Final = 64
"""Characters; RFC 7636 section 4.1 wants 43 to 128."""

_UNRESERVED: Final = string.ascii_letters + string.digits + "-._~"


def new_verifier() -> Secret:
    """A new code verifier: 64 unreserved characters, some 386 random bits."""
    return Secret("".join(secrets.choice(_UNRESERVED) for _ in range(VERIFIER_LENGTH)))


def challenge_of(verifier: Secret) -> str:
    """The S256 challenge of a verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.reveal().encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
