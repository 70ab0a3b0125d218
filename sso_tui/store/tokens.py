"""Who is signed in where, as the AWS CLI and every SDK keep it?

One sign-in serves all of them, so names and contents of these files are theirs to the byte. Their
half-written files are waited for; what is damaged for good is set aside, because the AWS CLI would
stumble over it for ever.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sso_tui.errors import Cancelled, StorageError
from sso_tui.hot.disk import digest_of
from sso_tui.model import ACCESS_SCOPE, Portal, Registration, Token, clean
from sso_tui.store.files import (
    LOCK_PATIENCE,
    Unfit,
    lock,
    read_bounded,
    remove,
)
from sso_tui.store.folders import sweep
from sso_tui.store.jsonfile import parsed, read_object, write_object
from sso_tui.store.places import Places
from sso_tui.store.quarantine import copies_of, set_aside
from sso_tui.store.tokenformat import (
    Scopes,
    is_elsewhere,
    registration_content,
    registration_in,
    token_content,
    token_in,
)
from sso_tui.text import shown_path
from sso_tui.world import Wait

if TYPE_CHECKING:
    from sso_tui.store.refusals import Refusals

REWRITING: Final = 0.2
"""Seconds that a file gets to become whole: the AWS CLI truncates it and then writes it."""

_GLANCES: Final = 10

_Understood = TypeVar("_Understood")


class Tokens:
    """The sign-ins and client registrations in the shared cache.

    Args:
        places: where they are.
        notice: told, in sentences that are safe to draw, what the user should hear of.
        wait: the patience for a file that is just being written.
    """

    def __init__(self, places: Places, notice: Callable[[str], None], wait: Wait) -> None:
        self.places = places
        self.notice = notice
        self.wait = wait

    def path(self, portal: Portal) -> Path:
        """The portal's token file: the SHA-1 of the session's name or, of a legacy profile, of the
        start URL exactly as it is configured (botocore, `SSOTokenLoader`).
        """
        return self._file(portal.session_name or portal.start_url)

    def registration_path(self, portal: Portal, scopes: Scopes) -> Path:
        """The file of the client registered with `scopes` (AWS CLI, `BaseSSOTokenFetcher`)."""
        identity = {
            "tool": "botocore",
            "startUrl": portal.start_url,
            "region": portal.region,
            "scopes": scopes,
            "session_name": portal.session_name,
        }
        return self._file(json.dumps(identity, sort_keys=True))

    def load(self, portal: Portal) -> Token | None:
        """The portal's sign-in, valid or not; None where there is none that can be understood.

        A damaged file is set aside. One that was made for another start URL under the same session
        name is left alone.

        Raises:
            Cancelled: the waiting was cancelled.
        """
        understood = self._load(
            self.path(portal), lambda content: (token_in(content), is_elsewhere(content, portal))
        )
        if understood is None:
            return None
        token, elsewhere = understood
        if elsewhere:
            self.notice(f"The sign-in kept for {portal.name} is for another start URL; not used.")
        return None if elsewhere else token

    def save(self, portal: Portal, token: Token) -> None:
        """Keep the sign-in; keys of other programs' making in the file stay as they are.

        Raises:
            StorageError: the file could not be written.
        """
        path = self.path(portal)
        before = read_object(path)
        content = token_content(portal, token, {} if is_elsewhere(before, portal) else before)
        write_object(path, content)

    def load_registration(self, portal: Portal, scopes: Scopes) -> Registration | None:
        """The client registered with `scopes`, lapsed or not; None where there is none.

        Raises:
            Cancelled: the waiting was cancelled.
        """
        path = self.registration_path(portal, scopes)
        return self._load(path, lambda content: registration_in(content, scopes))

    def save_registration(self, portal: Portal, registration: Registration) -> None:
        """Keep the client, under the scopes that it was registered with.

        Raises:
            StorageError: the file could not be written.
        """
        path = self.registration_path(portal, registration.scopes)
        write_object(path, registration_content(registration))

    def delete(self, portal: Portal) -> tuple[Path, ...]:
        """Forget the portal's sign-in and its clients, damaged ones and their copies included.

        A sign-in under the same session name but for another start URL is not this portal's, and
        stays.

        Returns:
            The files that are gone now.

        Raises:
            StorageError: a file is there and can't be deleted.
        """
        sweep(self.places.sso_cache)
        scopes = dict.fromkeys((portal.scopes, None, (ACCESS_SCOPE,)))
        files = [self.registration_path(portal, one) for one in scopes]
        if not is_elsewhere(read_object(self.path(portal)), portal):
            files.insert(0, self.path(portal))
        copies = (copies_of(one.name, self.places.quarantine) for one in files)
        return tuple([one for one in chain(files, *copies) if remove(one)])

    def lock(self, portal: Portal, wait: Wait) -> AbstractContextManager[None]:
        """To be held while a sign-in is renewed: its refresh token is good for one use.

        Entering raises `Held` where another process is at it still after `LOCK_PATIENCE`.
        """
        return self._lock(portal, "renewal", wait, LOCK_PATIENCE)

    def refusals(self, portal: Portal) -> "Refusals":
        """What is refused of the portal's renewals from now on; to be asked under the lock."""
        from sso_tui.store.refusals import Refusals

        return Refusals(self.places.locks / f"{self.path(portal).stem}.refused")

    def sign_in_lock(
        self, portal: Portal, wait: Wait, timeout: float = 0.0
    ) -> AbstractContextManager[None]:
        """To be held while somebody signs in, so that one browser page opens and not five.

        Entering raises `Held` where another process is at it still after `timeout` seconds.
        """
        return self._lock(portal, "sign-in", wait, timeout)

    def _lock(
        self, portal: Portal, purpose: str, wait: Wait, timeout: float
    ) -> AbstractContextManager[None]:
        return lock(self.places.locks / f"{self.path(portal).stem}.{purpose}", wait, timeout)

    def _file(self, identity: str) -> Path:
        return self.places.sso_cache / f"{digest_of(identity)}.json"

    def _load(
        self, path: Path, understand: Callable[[dict[str, Any]], _Understood]
    ) -> _Understood | None:
        try:
            for glance in range(_GLANCES + 1):
                if (data := read_bounded(path)) is None:
                    return None
                try:
                    return understand(parsed(data, tolerant=glance == _GLANCES))
                except ValueError:
                    self._pause(glance)
        except Unfit:
            pass
        except StorageError as error:
            self.notice(str(error))
            return None
        self._give_up(path)
        return None

    def _pause(self, glance: int) -> None:
        if glance < _GLANCES and self.wait(REWRITING / _GLANCES):
            raise Cancelled

    def _give_up(self, path: Path) -> None:
        target = set_aside(path, self.places.quarantine)
        outcome = (
            f"was moved to {shown_path(target)}" if target else "can't be moved out of the way"
        )
        self.notice(clean(f"The damaged sign-in file {shown_path(path)} {outcome}."))
