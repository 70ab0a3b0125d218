"""A home folder of one's own for each test, and who is signed in there."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store_support import START_URL, Ears

from sso_tui.model import ACCESS_SCOPE, Credentials, Portal, Registration, Role, Secret, Token
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.credentials import RoleCredentials
from sso_tui.store.places import Places
from sso_tui.store.recents import Recents
from sso_tui.store.settings_file import SettingsFile
from sso_tui.store.tokens import Tokens
from sso_tui.world import World


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def places(home: Path) -> Places:
    return Places.of(World(environ={"HOME": str(home)}))


@pytest.fixture
def portal() -> Portal:
    return Portal("my-sso", START_URL, "us-east-1", (ACCESS_SCOPE,))


@pytest.fixture
def legacy() -> Portal:
    return Portal(START_URL, START_URL, "us-east-1", legacy=True)


@pytest.fixture
def role(portal: Portal) -> Role:
    return Role(portal.key, "000000000001", "AdministratorAccess")


@pytest.fixture
def registration() -> Registration:
    return Registration(
        "Zm9vYmFyZXhhbXBsZWNsaWVudA",
        Secret("eyJraWQiOiJrZXktZXhhbXBsZSJ9.example.secret"),
        datetime(2027, 2, 21, 7, 54, 4, tzinfo=UTC),
        (ACCESS_SCOPE,),
        ("authorization_code", "refresh_token"),
    )


@pytest.fixture
def token(registration: Registration) -> Token:
    return Token(
        Secret("aoaAAAAAGexampleexampleACCESS"),
        datetime(2026, 11, 23, 8, 54, 4, tzinfo=UTC),
        Secret("aorAAAAAGexampleexampleREFRESH"),
        registration,
    )


@pytest.fixture
def credentials() -> Credentials:
    return Credentials(
        "ASIAEXAMPLEEXAMPLE00",
        Secret("wJalrEXAMPLE/K7MDENG+bPxRfiCYEXAMPLEKEY0"),
        Secret("IQoJb3JpZ2luX2VjEXAMPLE=="),
        datetime(2026, 11, 23, 8, 54, 5, tzinfo=UTC),
    )


@pytest.fixture
def tokens(places: Places, ears: Ears) -> Tokens:
    return Tokens(places, ears.notice, ears.wait)


@pytest.fixture
def role_credentials(places: Places) -> RoleCredentials:
    return RoleCredentials(places)


@pytest.fixture
def cache(places: Places, ears: Ears) -> CatalogueCache:
    return CatalogueCache(places, ears.notice)


@pytest.fixture
def recents(places: Places, ears: Ears) -> Recents:
    return Recents(places, ears.notice, ears.wait)


@pytest.fixture
def settings_file(places: Places, ears: Ears) -> SettingsFile:
    return SettingsFile(places, ears.notice, ears.wait)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Each of the umasks that people have, and one that nobody should."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)
