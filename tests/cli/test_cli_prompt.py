"""`ssotui prompt`: a segment for a shell's prompt, which never complains."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_support import COMPANY, CORE, PAYMENTS, TWINS, calls
from stage import Ran, Stage

from sso_tui.demo import Organisation, Portal


def prompt(
    stage: Stage, role: str, left: timedelta | None = timedelta(minutes=42, seconds=30)
) -> Ran:
    variables = {"SSOTUI_ROLE": role}
    if left is not None:
        variables["AWS_CREDENTIAL_EXPIRATION"] = f"{datetime.now(UTC) + left:%Y-%m-%dT%H:%M:%SZ}"
    return stage.run("prompt", **variables)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Somebody who has listed what there is."""
    with Portal(organisation=Organisation(COMPANY)) as portal:
        stage = Stage(portal, tmp_path_factory.mktemp("home"))
        stage.sign_in()
        assert stage.run("list").status == 0
        yield stage


@pytest.fixture
def troubled(listed: Stage, tmp_path: Path) -> Stage:
    """The same, in a home of their own that may be spoilt."""
    home = tmp_path / "home"
    shutil.copytree(listed.home, home)
    return Stage(listed.portal, home)


@pytest.mark.parametrize(
    ("role", "left", "expected"),
    [
        (f"{PAYMENTS}/Deploy", timedelta(minutes=42, seconds=30), "payments-prod/Deploy 42m"),
        (
            f"{PAYMENTS}/Deploy",
            timedelta(hours=7, minutes=5, seconds=9),
            "payments-prod/Deploy 7h 05m",
        ),
        (f"{PAYMENTS}/Deploy", timedelta(seconds=-5), "payments-prod/Deploy expired"),
        (f"{PAYMENTS}/Deploy", None, "payments-prod/Deploy"),
        (f"{CORE}/ReadOnlyAccess", None, "[PROD] core/ReadOnlyAccess"),
        (f"{TWINS[1]}/ReadOnlyAccess", None, "tools/ReadOnlyAccess"),
        ("111111111111/Gone", None, "111111111111/Gone"),
    ],
)
def test_role_and_time(listed: Stage, role: str, left: timedelta | None, expected: str) -> None:
    ran = prompt(listed, role, left)
    assert (ran.status, ran.out, ran.err) == (0, f"{expected}\n", "")


@pytest.mark.parametrize("role", ["", "nonsense", "/", "12/Deploy", f"{PAYMENTS}/", PAYMENTS])
def test_nothing_where_there_is_no_role(listed: Stage, role: str) -> None:
    ran = prompt(listed, role)
    assert (ran.status, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("ends", ["", "soon", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_time_that_makes_no_sense_is_left_out(listed: Stage, ends: str) -> None:
    role = {"SSOTUI_ROLE": f"{PAYMENTS}/Deploy", "AWS_CREDENTIAL_EXPIRATION": ends}
    assert listed.run("prompt", **role).out == "payments-prod/Deploy\n"


@pytest.mark.parametrize("trouble", ["settings", "config", "no config", "list"])
def test_it_never_complains(troubled: Stage, trouble: str) -> None:
    settings = troubled.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    match trouble:
        case "settings":
            settings.write_text("favourites = 7\n")
        case "config":
            troubled.config.write_text("[broken\n")
        case "no config":
            troubled.config.unlink()
        case "list":
            for path in (troubled.home / ".cache" / "ssotui").glob("*.json"):
                path.write_text("{")
    ran = prompt(troubled, f"{PAYMENTS}/Deploy")
    assert (ran.status, ran.out, ran.err) == (0, f"{PAYMENTS}/Deploy 42m\n", "")


@pytest.mark.requirement("SEC-29")
def test_the_portal_is_not_asked(listed: Stage) -> None:
    before = len(listed.portal.requests)
    prompt(listed, f"{PAYMENTS}/Deploy")
    assert len(listed.portal.requests) == before
    assert calls(listed, "GetRoleCredentials") == 0


@pytest.mark.requirement("SEC-30")
def test_hostile_names_are_made_harmless(listed: Stage) -> None:
    """A prompt that is set by `PS1="$(ssotui prompt)"` is expanded once more by the shell."""
    ran = prompt(listed, f"{PAYMENTS}/$(touch${{IFS}}pwn)`id`\\e]0;%F{{red}}\x1b[31m", None)
    assert ran.out.count("\n") == 1
    assert not set("$`\\%{}();\x1b") & set(ran.out)
