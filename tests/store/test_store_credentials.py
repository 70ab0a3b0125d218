import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_support import DAMAGED, UNFIT, mode

from sso_tui.model import Credentials, Portal, Role
from sso_tui.store.credentials import RoleCredentials
from sso_tui.store.places import Places

CONTENT = (
    b'{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAEXAMPLEEXAMPLE00", '
    b'"SecretAccessKey": "wJalrEXAMPLE/K7MDENG+bPxRfiCYEXAMPLEKEY0", '
    b'"SessionToken": "IQoJb3JpZ2luX2VjEXAMPLE==", "Expiration": "2026-11-23T08:54:05Z", '
    b'"AccountId": "000000000001"}}'
)


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_file_has_the_name_that_the_cli_gives_it(
    role_credentials: RoleCredentials, portal: Portal, legacy: Portal, role: Role, home: Path
) -> None:
    folder = home / ".aws" / "cli" / "cache"
    assert (
        role_credentials.path(portal, role)
        == folder / "13bc94301ec698f3e2779b6bda8aed93ce5dc301.json"
    )
    assert (
        role_credentials.path(legacy, role)
        == folder / "e0f2c10bb673bde0ffd4bb2a9e94f08b24298180.json"
    )


def test_credentials_are_written_to_the_byte_as_the_cli_does(
    role_credentials: RoleCredentials, portal: Portal, role: Role, credentials: Credentials
) -> None:
    role_credentials.save(portal, role, credentials)
    assert role_credentials.path(portal, role).read_bytes() == CONTENT


def test_credentials_are_loaded_until_they_end(
    role_credentials: RoleCredentials, portal: Portal, role: Role, credentials: Credentials
) -> None:
    end = credentials.expires_at
    assert role_credentials.load(portal, role, end) is None
    role_credentials.save(portal, role, credentials)
    assert role_credentials.load(portal, role, end - timedelta(seconds=1)) == credentials
    assert role_credentials.load(portal, role, end) is None
    assert role_credentials.load(portal, role._replace(wire_name="Other"), end) is None


@pytest.mark.parametrize(
    "expiration",
    ['"2026-11-23T08:54:05UTC"', '"2026-11-23T08:54:05"', '"2026-11-23T09:54:05+01:00"'],
)
def test_what_the_cli_puts_there_is_understood(
    role_credentials: RoleCredentials,
    portal: Portal,
    role: Role,
    credentials: Credentials,
    expiration: str,
) -> None:
    data = CONTENT.replace(b'"2026-11-23T08:54:05Z"', expiration.encode())
    data = data.replace(b'"ProviderType": "sso", ', b"").replace(
        b', "AccountId": "000000000001"', b""
    )
    put(role_credentials.path(portal, role), data)
    now = credentials.expires_at - timedelta(hours=1)
    assert role_credentials.load(portal, role, now) == credentials


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize(
    "data",
    [
        *DAMAGED,
        CONTENT.replace(b'"2026-11-23T08:54:05Z"', b"1795424045"),
        CONTENT.replace(b"IQoJb3JpZ2luX2VjEXAMPLE==", b"a\\nb"),
        CONTENT.replace(b'"ASIAEXAMPLEEXAMPLE00"', b"null"),
        b'{"Credentials": []}',
    ],
)
def test_damaged_credentials_are_none_and_can_be_replaced(
    role_credentials: RoleCredentials,
    portal: Portal,
    role: Role,
    credentials: Credentials,
    data: bytes,
) -> None:
    now = credentials.expires_at - timedelta(hours=1)
    put(role_credentials.path(portal, role), data)
    assert role_credentials.load(portal, role, now) is None
    role_credentials.save(portal, role, credentials)
    assert role_credentials.load(portal, role, now) == credentials


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("put_unfit", UNFIT)
def test_what_is_no_file_holds_no_credentials(
    role_credentials: RoleCredentials,
    portal: Portal,
    role: Role,
    credentials: Credentials,
    put_unfit: Callable[[Path], None],
) -> None:
    path = role_credentials.path(portal, role)
    path.parent.mkdir(parents=True)
    put_unfit(path)
    assert role_credentials.load(portal, role, credentials.expires_at) is None


@pytest.mark.requirement("SEC-01", "SEC-05")
def test_the_secrets_are_in_one_private_file(
    role_credentials: RoleCredentials,
    portal: Portal,
    role: Role,
    credentials: Credentials,
    home: Path,
    umask: int,
) -> None:
    role_credentials.save(portal, role, credentials)
    files = [one for one in home.rglob("*") if one.is_file()]
    assert {mode(one) for one in files} == {0o600}
    for secret in (credentials.secret_access_key, credentials.session_token):
        holders = [one for one in files if secret.reveal().encode() in one.read_bytes()]
        assert holders == [role_credentials.path(portal, role)]


@pytest.mark.requirement("SEC-10")
def test_signing_out_takes_the_portals_own_credentials_alone(
    role_credentials: RoleCredentials,
    portal: Portal,
    legacy: Portal,
    role: Role,
    credentials: Credentials,
    places: Places,
) -> None:
    other = replace(portal, key="other")
    second = role._replace(wire_name="ReadOnly")
    for owner in (portal, other, legacy):
        role_credentials.save(owner, role, credentials)
    role_credentials.save(portal, second, credentials)
    put(places.cli_cache / "session.db", b"SQLite format 3")
    put(places.cli_cache / "ab12.json", b'{"Credentials": {"AccessKeyId": "assume-role"}}')
    before = set(places.cli_cache.iterdir())
    mine = {role_credentials.path(portal, one) for one in (role, second)}
    assert set(role_credentials.forget(portal)) == mine
    assert set(places.cli_cache.iterdir()) == before - mine
    assert role_credentials.forget(portal) == ()
    assert role_credentials.all_cached(portal) == ()
    assert len(role_credentials.all_cached(other)) == 1


@pytest.mark.requirement("SEC-10")
def test_credentials_that_the_cli_cached_by_itself_go_where_their_roles_are_named(
    role_credentials: RoleCredentials, portal: Portal, role: Role
) -> None:
    path = put(role_credentials.path(portal, role), CONTENT)
    assert role_credentials.forget(portal) == ()
    assert role_credentials.forget(portal, [role, role._replace(wire_name="Absent")]) == (path,)


@pytest.mark.requirement("SEC-10")
def test_a_file_that_another_provider_wrote_stays(
    role_credentials: RoleCredentials, portal: Portal, role: Role, credentials: Credentials
) -> None:
    role_credentials.save(portal, role, credentials)
    path = put(role_credentials.path(portal, role), CONTENT.replace(b'"sso"', b'"assume-role"'))
    assert role_credentials.forget(portal) == ()
    assert path.exists()


def test_a_damaged_file_of_ours_goes_too(
    role_credentials: RoleCredentials, portal: Portal, role: Role, credentials: Credentials
) -> None:
    role_credentials.save(portal, role, credentials)
    path = put(role_credentials.path(portal, role), CONTENT[:150])
    assert role_credentials.forget(portal) == (path,)


def test_all_that_is_cached_is_told_with_its_end(
    role_credentials: RoleCredentials,
    portal: Portal,
    role: Role,
    credentials: Credentials,
    places: Places,
) -> None:
    gone, odd = role._replace(wire_name="Gone"), role._replace(wire_name="\ud800")
    for one in (role, gone, odd):
        role_credentials.save(portal, one, credentials)
    role_credentials.path(portal, gone).unlink()
    labels = places.state_dir / "roles"
    (labels / "junk").write_bytes(b"\xff")
    lying = {"portal": portal.key, "account": role.account_id, "role": role.wire_name}
    (labels / "lie.json").write_text(json.dumps(lying))
    cached = role_credentials.all_cached(portal)
    assert len(cached) == 2
    assert set(cached) == {(role, credentials.expires_at), (odd, credentials.expires_at)}


@pytest.mark.requirement("REL-16")
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changes=st.dictionaries(
        st.sampled_from(["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]),
        st.none() | st.integers() | st.floats() | st.text() | st.lists(st.integers()),
    ),
    cut=st.integers(0, 400),
)
def test_no_content_whatever_is_a_crash(
    role_credentials: RoleCredentials,
    portal: Portal,
    role: Role,
    credentials: Credentials,
    changes: dict[str, object],
    cut: int,
) -> None:
    content = json.loads(CONTENT)
    content["Credentials"] |= changes
    put(role_credentials.path(portal, role), json.dumps(content).encode()[: cut or None])
    role_credentials.load(portal, role, credentials.expires_at - timedelta(days=1))
