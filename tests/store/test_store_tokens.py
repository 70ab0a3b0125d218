import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_support import DAMAGED, START_URL, UNFIT, Ears, as_nobody, mode

from sso_tui.errors import Cancelled, StorageError
from sso_tui.model import ACCESS_SCOPE, Portal, Registration, Secret, Token
from sso_tui.store.places import Places
from sso_tui.store.tokens import Tokens

TOKEN = (
    b'{"startUrl": "https://d-1234567890.awsapps.com/start", "region": "us-east-1", '
    b'"accessToken": "aoaAAAAAGexampleexampleACCESS", "expiresAt": "2026-11-23T08:54:04Z", '
    b'"clientId": "Zm9vYmFyZXhhbXBsZWNsaWVudA", '
    b'"clientSecret": "eyJraWQiOiJrZXktZXhhbXBsZSJ9.example.secret", '
    b'"registrationExpiresAt": "2027-02-21T07:54:04Z", '
    b'"refreshToken": "aorAAAAAGexampleexampleREFRESH"}'
)
REGISTRATION = (
    b'{"clientId": "Zm9vYmFyZXhhbXBsZWNsaWVudA", '
    b'"clientSecret": "eyJraWQiOiJrZXktZXhhbXBsZSJ9.example.secret", '
    b'"expiresAt": "2027-02-21T07:54:04Z", "scopes": ["sso:account:access"], '
    b'"grantTypes": ["authorization_code", "refresh_token"]}'
)


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("my-sso", "0ad374308c5a4e22f723adf10145eafad7c4031c"),
        (START_URL, "7487b5b67d5fa1132cf33fa93ae51ef38cc37752"),
        (f"{START_URL}/", "ae4321de83751a696d13fbefb87d776773c41e1c"),
        (f"{START_URL}#/", "a1c75994a810c1c468d3bd565eda2836303e6659"),
        ("équipe", "e85e3a0d6d7c5e4114d817fccf50b403c11e9b7f"),
    ],
)
def test_a_token_file_has_the_name_that_the_sdks_give_it(
    tokens: Tokens, home: Path, key: str, name: str
) -> None:
    session = Portal(key, "https://elsewhere.example/start", "eu-west-1")
    legacy = Portal(key, key, "eu-west-1", legacy=True)
    path = home / ".aws" / "sso" / "cache" / f"{name}.json"
    assert tokens.path(session) == tokens.path(legacy) == path


def test_a_registration_file_has_the_name_that_the_cli_gives_it(
    tokens: Tokens, portal: Portal, legacy: Portal
) -> None:
    names = [
        tokens.registration_path(portal, (ACCESS_SCOPE,)).name,
        tokens.registration_path(portal, None).name,
        tokens.registration_path(legacy, None).name,
    ]
    assert names == [
        "a8343d65418848d0bc13a5f25cbb32508ceec5d1.json",
        "8b2cedd020fb181ad4cf906d1d27b232fd31557e.json",
        "365414a68be7c9bfc776c660981dbdbd942acea4.json",
    ]


def test_a_token_is_written_to_the_byte_as_the_cli_does(
    tokens: Tokens, portal: Portal, token: Token
) -> None:
    tokens.save(portal, token)
    assert tokens.path(portal).read_bytes() == TOKEN


def test_a_token_that_can_not_be_renewed_has_no_empty_keys(
    tokens: Tokens, legacy: Portal, token: Token
) -> None:
    tokens.save(legacy, token._replace(refresh=None))
    assert tokens.path(legacy).read_bytes() == TOKEN.partition(b', "refreshToken"')[0] + b"}"
    tokens.save(legacy, token._replace(refresh=None, registration=None))
    assert list(json.loads(tokens.path(legacy).read_bytes())) == [
        "startUrl",
        "region",
        "accessToken",
        "expiresAt",
    ]


def test_a_registration_is_written_to_the_byte_as_the_cli_does(
    tokens: Tokens, portal: Portal, legacy: Portal, registration: Registration
) -> None:
    tokens.save_registration(portal, registration)
    path = tokens.registration_path(portal, (ACCESS_SCOPE,))
    assert path.read_bytes() == REGISTRATION
    tokens.save_registration(portal, registration._replace(grant_types=()))
    assert path.read_bytes() == REGISTRATION.partition(b', "grantTypes"')[0] + b"}"
    tokens.save_registration(legacy, registration._replace(scopes=None, grant_types=()))
    assert (
        tokens.registration_path(legacy, None).read_bytes()
        == REGISTRATION.partition(b', "scopes"')[0] + b"}"
    )


def test_what_is_saved_is_loaded(
    tokens: Tokens, portal: Portal, token: Token, registration: Registration
) -> None:
    assert tokens.load(portal) is None
    assert tokens.load_registration(portal, registration.scopes) is None
    tokens.save(portal, token)
    tokens.save_registration(portal, registration)
    copied_in = registration._replace(scopes=None, grant_types=())
    assert tokens.load(portal) == token._replace(registration=copied_in)
    assert tokens.load_registration(portal, registration.scopes) == registration


@pytest.mark.requirement("REL-44")
@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T08:54:04Z",
        "2026-11-23T08:54:04UTC",
        "2026-11-23T10:54:04+02:00",
        "2026-11-23T08:54:04.000Z",
        "2026-11-23T08:54:04",
    ],
)
def test_every_spelling_of_a_time_is_understood(
    tokens: Tokens, portal: Portal, token: Token, text: str
) -> None:
    put(tokens.path(portal), TOKEN.replace(b"2026-11-23T08:54:04Z", text.encode()))
    loaded = tokens.load(portal)
    assert loaded is not None
    assert loaded.expires_at == datetime(2026, 11, 23, 8, 54, 4, tzinfo=UTC)
    assert loaded.expires_at.tzinfo is UTC


def test_an_access_token_and_its_end_are_enough(tokens: Tokens, portal: Portal) -> None:
    put(tokens.path(portal), b'{"accessToken": "a", "expiresAt": "2026-11-23T08:54:04Z"}')
    loaded = tokens.load(portal)
    assert loaded == Token(Secret("a"), datetime(2026, 11, 23, 8, 54, 4, tzinfo=UTC))


@pytest.mark.requirement("REL-44")
def test_keys_of_other_programs_stay(tokens: Tokens, portal: Portal, token: Token) -> None:
    put(tokens.path(portal), TOKEN.replace(b'"region"', b'"theirs": {"a": [1]}, "region"'))
    tokens.save(portal, token._replace(access=Secret("next")))
    content = json.loads(tokens.path(portal).read_bytes())
    assert content["theirs"] == {"a": [1]}
    assert content["accessToken"] == "next"
    assert list(content)[:3] == ["startUrl", "region", "accessToken"]


def test_keys_of_another_portals_sign_in_do_not_stay(
    tokens: Tokens, portal: Portal, token: Token
) -> None:
    elsewhere = TOKEN.replace(b"d-1234567890", b"d-other").replace(b'"region"', b'"x": 1, "region"')
    put(tokens.path(portal), elsewhere)
    tokens.save(portal, token)
    assert tokens.path(portal).read_bytes() == TOKEN


@pytest.mark.requirement("SEC-10")
def test_a_sign_in_of_another_start_url_is_neither_used_nor_deleted(
    tokens: Tokens, portal: Portal, ears: Ears
) -> None:
    path = put(tokens.path(portal), TOKEN.replace(b"d-1234567890", b"d-other"))
    assert tokens.load(portal) is None
    assert "another start URL" in ears.notices[0]
    assert tokens.delete(portal) == ()
    assert path.exists()


@pytest.mark.parametrize("spelling", [START_URL + "/", START_URL + "/#/", START_URL.upper()])
def test_one_start_url_has_several_spellings(tokens: Tokens, portal: Portal, spelling: str) -> None:
    put(tokens.path(portal), TOKEN.replace(START_URL.encode(), spelling.encode()))
    assert tokens.load(portal) is not None


@pytest.mark.requirement("REL-11")
def test_a_file_that_is_just_being_written_is_waited_for(
    tokens: Tokens, portal: Portal, ears: Ears
) -> None:
    path = put(tokens.path(portal), b"")
    states = [TOKEN[:9], TOKEN[:200], TOKEN]
    ears.while_waiting = lambda: path.write_bytes(states[len(ears.waits) - 1])
    assert tokens.load(portal) is not None
    assert len(ears.waits) == 3
    assert ears.notices == []


@pytest.mark.requirement("REL-11")
def test_the_tail_of_a_longer_predecessor_is_overlooked(
    tokens: Tokens, portal: Portal, ears: Ears
) -> None:
    put(tokens.path(portal), TOKEN + b'EFRESH"}')
    assert tokens.load(portal) is not None
    assert sum(ears.waits) == pytest.approx(0.2)
    assert ears.notices == []


def test_whoever_waits_for_a_file_can_leave(tokens: Tokens, portal: Portal, ears: Ears) -> None:
    path = put(tokens.path(portal), b"")
    ears.cancelled = True
    with pytest.raises(Cancelled):
        tokens.load(portal)
    assert path.exists()


@pytest.mark.requirement("REL-11", "REL-16")
@pytest.mark.parametrize(
    "data", [*DAMAGED, b"{}", TOKEN.replace(b"accessToken", b"x"), TOKEN.replace(b"04Z", b"61Z")]
)
def test_a_damaged_file_is_set_aside(
    tokens: Tokens, portal: Portal, places: Places, ears: Ears, data: bytes
) -> None:
    path = put(tokens.path(portal), data)
    path.chmod(0o644)
    assert tokens.load(portal) is None
    (copy,) = places.quarantine.iterdir()
    assert copy.name.startswith(f"{path.name}.corrupt-")
    assert (copy.read_bytes(), mode(copy), mode(copy.parent)) == (data, 0o600, 0o700)
    assert ears.notices == [f"The damaged sign-in file {path} was moved to {copy}."]
    assert not path.exists()
    assert sum(ears.waits) == pytest.approx(0.2)


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("put_unfit", UNFIT)
def test_what_is_no_file_is_set_aside(
    tokens: Tokens, portal: Portal, token: Token, places: Places, put_unfit: Callable[[Path], None]
) -> None:
    path = tokens.path(portal)
    path.parent.mkdir(parents=True)
    put_unfit(path)
    assert tokens.load(portal) is None
    assert len(list(places.quarantine.iterdir())) == 1
    tokens.save(portal, token)
    assert tokens.load(portal) is not None


def test_ten_damaged_files_are_kept(tokens: Tokens, portal: Portal, places: Places) -> None:
    path = tokens.path(portal)
    for number in range(13):
        put(path, f"damage {number}".encode())
        os.utime(path, (number, number))
        assert tokens.load(portal) is None
    kept = sorted(one.read_text() for one in places.quarantine.iterdir())
    assert kept == sorted(f"damage {number}" for number in range(3, 13))


@pytest.mark.requirement("REL-15")
def test_a_damaged_file_in_a_home_that_is_read_only_is_reported(
    tokens: Tokens, portal: Portal, places: Places, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tokens.path(portal), b"damaged")
    places.state_dir.parent.mkdir(parents=True)
    places.state_dir.write_text("a file where the folder should be")
    assert tokens.load(portal) is None
    assert ears.notices == [f"The damaged sign-in file {path} can't be moved out of the way."]
    assert path.read_bytes() == b"damaged"


def test_a_file_that_can_not_be_read_is_reported_and_left(
    tokens: Tokens, portal: Portal, ears: Ears, tmp_path: Path
) -> None:
    path = put(tokens.path(portal), TOKEN)
    path.unlink()
    path.symlink_to(path)
    assert tokens.load(portal) is None
    assert "can't be read" in ears.notices[0]
    assert path.is_symlink()


def test_a_damaged_file_on_another_file_system_is_set_aside_too(
    tokens: Tokens, portal: Portal, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tokens.path(portal), b"damaged")
    move = Path.replace

    def across(self: Path, target: Path) -> Path:
        if self.parent != Path(target).parent:
            raise OSError(18, "Invalid cross-device link")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", across)
    assert tokens.load(portal) is None
    (copy,) = places.quarantine.iterdir()
    assert copy.read_bytes() == b"damaged"
    assert not path.exists()


@pytest.mark.requirement("SEC-01", "SEC-03")
def test_every_file_is_its_owners_alone(
    tokens: Tokens,
    portal: Portal,
    token: Token,
    registration: Registration,
    home: Path,
    umask: int,
) -> None:
    tokens.save(portal, token)
    tokens.save_registration(portal, registration)
    tokens.path(portal).chmod(0o644)
    tokens.save(portal, token)
    made = sorted((home / ".aws").rglob("*"))
    assert [mode(one) for one in made if one.is_dir()] == [0o700] * 2
    assert [mode(one) for one in made if one.is_file()] == [0o600] * 2


@pytest.mark.requirement("SEC-10")
def test_signing_out_takes_the_portals_own_files_alone(
    tokens: Tokens,
    portal: Portal,
    legacy: Portal,
    token: Token,
    registration: Registration,
    places: Places,
) -> None:
    other = replace(portal, key="other")
    for one in (portal, other, legacy):
        tokens.save(one, token)
        tokens.save_registration(one, registration)
        tokens.save_registration(one, registration._replace(scopes=None))
    put(places.sso_cache / "kiro-auth-token.json", b'{"accessToken": "theirs"}')
    put(places.sso_cache / "corrupt.json", b"{")
    before = set(places.sso_cache.iterdir())
    gone = tokens.delete(portal)
    assert set(gone) == {
        tokens.path(portal),
        tokens.registration_path(portal, (ACCESS_SCOPE,)),
        tokens.registration_path(portal, None),
    }
    assert set(places.sso_cache.iterdir()) == before - set(gone)
    assert tokens.delete(portal) == ()


@pytest.mark.requirement("SEC-10")
@pytest.mark.parametrize("leftover", ["damaged", "set aside", "half written"])
def test_signing_out_leaves_no_secret_in_any_corner(
    tokens: Tokens, portal: Portal, home: Path, leftover: str
) -> None:
    path = put(tokens.path(portal), TOKEN[:150])
    if leftover == "set aside":
        assert tokens.load(portal) is None
    if leftover == "half written":
        path.rename(path.with_name(f".{path.name}.4194305.0123456789abcdef.tmp"))
    tokens.delete(portal)
    texts = [one.read_bytes() for one in home.rglob("*") if one.is_file()]
    assert not any(b"aoaAAAAAGexample" in text for text in texts)


@pytest.mark.requirement("REL-15")
def test_without_a_home_nobody_is_signed_in_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ears: Ears, portal: Portal, token: Token
) -> None:
    monkeypatch.chdir(tmp_path)
    relative = Places(*[Path("home")] * 7)
    tokens = Tokens(relative, ears.notice, ears.wait)
    assert tokens.load(portal) is None
    assert tokens.delete(portal) == ()
    with pytest.raises(StorageError, match="no home folder"):
        tokens.save(portal, token)
    with pytest.raises(StorageError, match="no home folder"), tokens.lock(portal, ears.wait):
        pass
    assert os.listdir(tmp_path) == []


def test_renewing_and_signing_in_have_locks_of_their_own(
    tokens: Tokens, portal: Portal, places: Places, ears: Ears
) -> None:
    with tokens.lock(portal, ears.wait), tokens.sign_in_lock(portal, ears.wait):
        with pytest.raises(StorageError, match="is at it"):
            tokens.sign_in_lock(portal, ears.wait).__enter__()
        with tokens.sign_in_lock(replace(portal, key="other"), ears.wait):
            pass
    assert not places.sso_cache.exists()
    assert ears.waits == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(list(json.loads(TOKEN)) + list(json.loads(REGISTRATION)))


@pytest.mark.requirement("REL-16")
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(changes=st.dictionaries(KEYS, JSON, max_size=4), cut=st.integers(0, 800))
def test_no_content_whatever_is_a_crash(
    tokens: Tokens, portal: Portal, changes: dict[str, object], cut: int
) -> None:
    content = json.loads(TOKEN) | json.loads(REGISTRATION) | changes
    data = json.dumps(content).encode()[: cut or None]
    put(tokens.path(portal), data)
    put(tokens.registration_path(portal, None), data)
    tokens.load_registration(portal, None)
    loaded = tokens.load(portal)
    if loaded is not None:
        loaded.access.reveal().encode("latin-1")
        assert loaded.expires_at.tzinfo is UTC


def test_names_that_are_no_text_are_no_crash(tokens: Tokens, token: Token) -> None:
    odd = Portal("\ud800", "https://\udcff.example", "us-east-1")
    tokens.save(odd, token)
    assert tokens.load(odd) is not None


def test_a_read_only_home_says_why_nothing_is_kept(
    tokens: Tokens, portal: Portal, token: Token, home: Path
) -> None:
    put(tokens.path(portal), TOKEN)
    for folder in (home, *(one for one in home.rglob("*") if one.is_dir())):
        folder.chmod(0o555)

    def visit() -> None:
        with pytest.raises(StorageError):
            tokens.save(portal, token)

    assert as_nobody(visit)
    assert tokens.path(portal).read_bytes() == TOKEN
