"""How does a sign-in look on disk?

Keys, their order and the spelling of times are those of the AWS CLI; all of its readers, and those
of every SDK, understand what is made here. What is read may have been written by any of them.
"""

from typing import Any, Final

from sso_tui.model import Portal, Registration, Secret, Token
from sso_tui.moments import zulu
from sso_tui.store.jsonfile import text_at, time_at

Scopes = tuple[str, ...] | None

_TOKEN_KEYS: Final = (
    "startUrl",
    "region",
    "accessToken",
    "expiresAt",
    "clientId",
    "clientSecret",
    "registrationExpiresAt",
    "refreshToken",
)


def token_content(portal: Portal, token: Token, before: dict[str, Any]) -> dict[str, Any]:
    """The content of the token file.

    Args:
        portal: whose sign-in it is.
        token: the sign-in.
        before: what the file holds already; keys of other programs' making are kept.
    """
    content: dict[str, Any] = {
        "startUrl": portal.start_url,
        "region": portal.region,
        "accessToken": token.access.reveal(),
        "expiresAt": zulu(token.expires_at),
    }
    if (client := token.registration) is not None:
        content["clientId"] = client.client_id
        content["clientSecret"] = client.client_secret.reveal()
        content["registrationExpiresAt"] = zulu(client.expires_at)
    if token.refresh is not None:
        content["refreshToken"] = token.refresh.reveal()
    return content | {key: value for key, value in before.items() if key not in _TOKEN_KEYS}


def token_in(content: dict[str, Any]) -> Token:
    """The sign-in that `content` describes.

    Raises:
        ValueError: it describes none.
    """
    refresh = content.get("refreshToken")
    return Token(
        access=Secret(text_at(content, "accessToken")),
        expires_at=time_at(content, "expiresAt"),
        refresh=None if refresh is None else Secret(text_at(content, "refreshToken")),
        registration=_client_in(content),
    )


def registration_content(registration: Registration) -> dict[str, Any]:
    """The content of the registration file."""
    content: dict[str, Any] = {
        "clientId": registration.client_id,
        "clientSecret": registration.client_secret.reveal(),
        "expiresAt": zulu(registration.expires_at),
    }
    if registration.scopes:
        content["scopes"] = registration.scopes
    if registration.grant_types:
        content["grantTypes"] = registration.grant_types
    return content


def registration_in(content: dict[str, Any], scopes: Scopes) -> Registration:
    """The client that `content` describes, registered with `scopes`.

    Raises:
        ValueError: it describes none.
    """
    grant_types = content.get("grantTypes") or ()
    if not isinstance(grant_types, list | tuple):
        raise ValueError("its grantTypes are no list")
    return Registration(
        client_id=text_at(content, "clientId"),
        client_secret=Secret(text_at(content, "clientSecret")),
        expires_at=time_at(content, "expiresAt"),
        scopes=scopes,
        grant_types=tuple(str(one) for one in grant_types),
    )


def is_elsewhere(content: dict[str, Any], portal: Portal) -> bool:
    """Whether `content` says that it belongs to another portal of the same session name.

    A session's name is all that the file's name comes from, so two configurations that give one
    name to two portals share a file. One portal's start URL has several spellings.
    """
    start_url = content.get("startUrl")
    return isinstance(start_url, str) and _plain(start_url) != _plain(portal.start_url)


def _plain(start_url: str) -> str:
    return start_url.partition("#")[0].rstrip("/").casefold()


def _client_in(content: dict[str, Any]) -> Registration | None:
    """The client that obtained the token, without which it can't be renewed."""
    try:
        return Registration(
            client_id=text_at(content, "clientId"),
            client_secret=Secret(text_at(content, "clientSecret")),
            expires_at=time_at(content, "registrationExpiresAt"),
        )
    except ValueError:
        return None
