"""Which roles' credentials are at hand, shared with the AWS CLI?

Names and contents of the files are the AWS CLI's to the byte. A name is a hash that says nothing,
so each file of ours has a label of the same name in the state folder, which says whose it is and
holds no secret; only labelled files, and those of roles that the caller names, are ever deleted.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sso_tui.hot.disk import digest_of
from sso_tui.model import Credentials, Portal, Role, Secret
from sso_tui.moments import zulu
from sso_tui.store.files import remove
from sso_tui.store.folders import own_folder, sweep
from sso_tui.store.jsonfile import read_object, text_at, time_at, write_object
from sso_tui.store.places import Places


class RoleCredentials:
    """Role credentials in the AWS CLI's cache.

    Args:
        places: where they are.
    """

    def __init__(self, places: Places) -> None:
        self.places = places

    def path(self, portal: Portal, role: Role) -> Path:
        """The role's file: the SHA-1 of what identifies it (botocore, `SSOCredentialFetcher`)."""
        identity = {"roleName": role.wire_name, "accountId": role.account_id}
        if portal.session_name is None:
            identity["startUrl"] = portal.start_url
        else:
            identity["sessionName"] = portal.session_name
        text = json.dumps(identity, sort_keys=True, separators=(",", ":"))
        return self.places.cli_cache / f"{digest_of(text)}.json"

    def load(self, portal: Portal, role: Role, now: datetime) -> Credentials | None:
        """The role's credentials, whoever put them there.

        Returns:
            Credentials that hold at `now`, be it not for long (see `Credentials.fresh`); None where
            there are none, or none that can be understood.
        """
        try:
            found = _credentials_in(read_object(self.path(portal, role)))
        except ValueError:
            return None
        return found if now < found.expires_at else None

    def key_of(self, portal: Portal, role: Role) -> str:
        """The id of the role's key, whether it has ended or not; empty where there is none."""
        try:
            return _credentials_in(read_object(self.path(portal, role))).access_key_id
        except ValueError:
            return ""

    def save(self, portal: Portal, role: Role, credentials: Credentials) -> None:
        """Keep the credentials, for the AWS CLI too.

        Raises:
            StorageError: they could not be written.
        """
        path = self.path(portal, role)
        label = self._label(path)
        own_folder(label.parent)
        owner = {"portal": portal.key, "account": role.account_id, "role": role.wire_name}
        if read_object(label) != owner:
            write_object(label, owner)
        write_object(path, _content_of(role, credentials))

    def all_cached(self, portal: Portal) -> tuple[tuple[Role, datetime], ...]:
        """The portal's roles whose credentials we keep, with the end of those, past or not."""
        return tuple(self._kept(portal))

    def forget(self, portal: Portal, roles: Iterable[Role] = ()) -> tuple[Path, ...]:
        """Delete the portal's credentials.

        Args:
            portal: whose.
            roles: roles of the portal whose credentials the AWS CLI may have put there by itself.

        Returns:
            The files that are gone now.

        Raises:
            StorageError: a file is there and can't be deleted.
        """
        sweep(self.places.cli_cache)
        labelled = tuple(self._labelled(portal))
        present = _names(self.places.cli_cache)
        paths = dict.fromkeys(self.path(portal, role) for role in (*labelled, *roles))
        gone = [one for one in paths if one.name in present and _is_sso(one) and remove(one)]
        for role in labelled:
            remove(self._label(self.path(portal, role)))
        return tuple(gone)

    def _label(self, path: Path) -> Path:
        return self.places.state_dir / "roles" / path.name

    def _labelled(self, portal: Portal) -> Iterator[Role]:
        folder = self.places.state_dir / "roles"
        for name in sorted(_names(folder)):
            content = read_object(folder / name)
            if content.get("portal") == portal.key:
                role = Role(portal.key, str(content.get("account")), str(content.get("role")))
                if self.path(portal, role).name == name:
                    yield role

    def _kept(self, portal: Portal) -> Iterator[tuple[Role, datetime]]:
        for role in self._labelled(portal):
            with suppress(ValueError):
                yield role, _credentials_in(read_object(self.path(portal, role))).expires_at


def _content_of(role: Role, credentials: Credentials) -> dict[str, Any]:
    return {
        "ProviderType": "sso",
        "Credentials": {
            "AccessKeyId": credentials.access_key_id,
            "SecretAccessKey": credentials.secret_access_key.reveal(),
            "SessionToken": credentials.session_token.reveal(),
            "Expiration": zulu(credentials.expires_at),
            "AccountId": role.account_id,
        },
    }


def _credentials_in(content: dict[str, Any]) -> Credentials:
    inner = content.get("Credentials")
    if not isinstance(inner, dict):
        raise ValueError("it holds no credentials")
    return Credentials(
        access_key_id=text_at(inner, "AccessKeyId"),
        secret_access_key=Secret(text_at(inner, "SecretAccessKey")),
        session_token=Secret(text_at(inner, "SessionToken")),
        expires_at=time_at(inner, "Expiration"),
    )


def _is_sso(path: Path) -> bool:
    """Whether nothing in the file says that it came from elsewhere; a damaged one can't say so."""
    return bool(read_object(path).get("ProviderType", "sso") == "sso")


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder) if folder.is_absolute() else ())  # noqa: PTH208
    except OSError:
        return frozenset()
