"""botocore reads what we write, and we read what botocore writes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import botocore.session
import pytest
from botocore.credentials import SSOCredentialFetcher
from botocore.tokens import SSOTokenProvider
from botocore.utils import JSONFileCache, SSOTokenLoader
from store_support import START_URL, mode

from sso_tui.model import Credentials, Portal, Role, Secret, Token
from sso_tui.store.credentials import RoleCredentials
from sso_tui.store.places import Places
from sso_tui.store.tokens import Tokens

LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=8)

CONFIG = f"""\
[profile dev]
sso_session = my-sso
sso_account_id = 000000000001
sso_role_name = AdministratorAccess
[sso-session my-sso]
sso_start_url = {START_URL}
sso_region = us-east-1
"""


@pytest.fixture
def session(home: Path, monkeypatch: pytest.MonkeyPatch) -> botocore.session.Session:
    config = home / "config"
    config.write_text(CONFIG)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return botocore.session.Session(profile="dev")


def test_botocore_finds_our_sign_in(
    session: botocore.session.Session, tokens: Tokens, portal: Portal, places: Places
) -> None:
    tokens.save(portal, Token(Secret("ours"), LATER))
    provider = SSOTokenProvider(session, cache=JSONFileCache(str(places.sso_cache)))
    token = provider.load_token()
    assert token is not None
    frozen = token.get_frozen_token()
    assert (frozen.token, frozen.expiration) == ("ours", LATER)


def test_botocore_finds_our_sign_in_of_a_legacy_profile(
    tokens: Tokens, legacy: Portal, places: Places
) -> None:
    tokens.save(legacy, Token(Secret("ours"), LATER))
    loader = SSOTokenLoader(cache=JSONFileCache(str(places.sso_cache)))
    assert loader(START_URL)["accessToken"] == "ours"


@pytest.mark.requirement("REL-44")
def test_we_find_the_sign_in_that_botocore_keeps(
    tokens: Tokens, portal: Portal, token: Token, places: Places
) -> None:
    loader = SSOTokenLoader(cache=JSONFileCache(str(places.sso_cache)))
    theirs = {"startUrl": START_URL, "accessToken": "theirs", "expiresAt": LATER}
    loader.save_token(START_URL, cast("str", theirs), session_name="my-sso")
    assert tokens.load(portal) == Token(Secret("theirs"), LATER)
    tokens.save(portal, token)
    assert mode(tokens.path(portal)) == 0o600


def fetcher(
    places: Places, portal: Portal, role: Role, answer: dict[str, object] | None = None
) -> SSOCredentialFetcher:
    """As the AWS CLI makes it, over its own cache folder; without an `answer` it may ask nobody."""

    class Client:
        def get_role_credentials(self, **request: str) -> dict[str, object]:
            assert answer is not None, "it asked the portal"
            return {"roleCredentials": answer}

    return SSOCredentialFetcher(
        portal.start_url,
        portal.region,
        role.wire_name,
        role.account_id,
        client_creator=cast("Any", lambda *arguments, **options: Client()),
        token_loader=lambda url: {"accessToken": "x", "expiresAt": LATER.isoformat()},
        cache=cast("dict[str, object]", JSONFileCache(str(places.cli_cache))),
        sso_session_name=portal.session_name,
    )


@pytest.mark.parametrize("kind", ["portal", "legacy"])
@pytest.mark.parametrize("name", ["AdministratorAccess", "Équipe+=,.@-_"])
def test_the_cli_serves_our_role_credentials(
    role_credentials: RoleCredentials,
    credentials: Credentials,
    places: Places,
    request: pytest.FixtureRequest,
    kind: str,
    name: str,
) -> None:
    portal: Portal = request.getfixturevalue(kind)
    role = Role(portal.key, "000000000001", name)
    fresh = replace(credentials, expires_at=LATER)
    role_credentials.save(portal, role, fresh)
    served = fetcher(places, portal, role).fetch_credentials()
    assert served["access_key"] == fresh.access_key_id
    assert served["secret_key"] == fresh.secret_access_key.reveal()
    assert served["token"] == fresh.session_token.reveal()
    assert served["account_id"] == "000000000001"


def test_we_serve_the_role_credentials_that_the_cli_keeps(
    role_credentials: RoleCredentials, portal: Portal, role: Role, places: Places
) -> None:
    answer: dict[str, object] = {
        "accessKeyId": "ASIA",
        "secretAccessKey": "s",
        "sessionToken": "t",
        "expiration": int(LATER.timestamp() * 1000),
    }
    fetcher(places, portal, role, answer).fetch_credentials()
    found = role_credentials.load(portal, role, datetime.now(UTC))
    assert found == Credentials("ASIA", Secret("s"), Secret("t"), LATER)
    before = role_credentials.path(portal, role).read_bytes()
    role_credentials.save(portal, role, found)
    assert role_credentials.path(portal, role).read_bytes() == before
