"""`configure`: a portal by its start URL alone, by flags or by questions."""

import io
import tomllib
from pathlib import Path

import pytest
from cli_support import ADMIN, Keyboard, one_sentence
from stage import Ran, Stage

from sso_tui.cli.run import run
from sso_tui.demo.faults import Fault
from sso_tui.world import World


@pytest.fixture
def newcomer(stranger: Stage) -> Stage:
    """Somebody without any AWS file, whose portal approves at once."""
    stranger.config.unlink()
    stranger.portal.auto_approve_after = 0
    return stranger


def typing(stage: Stage, typed: str, *words: str, **variables: str) -> Ran:
    plain = stage.world(**variables)
    world = World(plain.environ, Keyboard(typed), io.StringIO(), Keyboard(), plain.now, plain.wait)
    status = run(("configure", *words), world)
    return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]


def section(stage: Stage, name: str = "sso", region: str = "eu-central-1") -> str:
    return (
        f"[sso-session {name}]\nsso_start_url = {stage.portal.start_url}\nsso_region = {region}\n"
        "sso_registration_scopes = sso:account:access\n"
    )


def regions(stage: Stage) -> object:
    path = stage.home / ".config" / "ssotui" / "config.toml"
    return tomllib.loads(path.read_text()).get("regions") if path.exists() else None


def test_one_answer_and_its_consent_are_enough(newcomer: Stage) -> None:
    ran = typing(newcomer, f"{newcomer.portal.start_url}\ny\n\n")
    assert (ran.status, ran.out) == (0, "")
    assert newcomer.config.read_text() == section(newcomer)
    assert ran.err.index("+[sso-session sso]") < ran.err.index("Write this? [y/N]")
    assert "Signed in to sso" in ran.err
    assert newcomer.run("list").status == 0
    assert regions(newcomer) == {"sso": "eu-central-1"}
    assert "AWS_REGION='eu-central-1'" in newcomer.run("env", ADMIN).out


def test_a_region_that_a_shell_has_is_not_asked_for(newcomer: Stage) -> None:
    ran = typing(newcomer, f"{newcomer.portal.start_url}\ny\n", AWS_REGION="eu-west-1")
    assert ran.status == 0
    assert "Which region" not in ran.err
    assert regions(newcomer) is None


def test_everything_by_flags_without_anybody(newcomer: Stage) -> None:
    url = newcomer.portal.start_url
    words = ("--start-url", url, "-s", "main", "--region", "eu-west-1", "--yes")
    ran = newcomer.run("configure", *words, "--default-region", "sa-east-1")
    assert (ran.status, ran.out) == (0, "")
    assert newcomer.config.read_text() == section(newcomer, "main", "eu-west-1")
    assert regions(newcomer) == {"main": "sa-east-1"}
    assert newcomer.portal.requests == []
    assert "ssotui login -s main" in ran.err


def test_a_region_that_can_not_be_found_out_is_asked_for(newcomer: Stage) -> None:
    newcomer.portal.faults.add(Fault("Start", body="<html>"))
    url = newcomer.portal.start_url
    ran = typing(newcomer, f"{url}\neu-north-1\ny\n\n")
    assert ran.status == 0
    assert "eu-central-2, eu-north-1, " in ran.err
    assert newcomer.config.read_text() == section(newcomer, region="eu-north-1")
    one_sentence(newcomer.run("configure", "--start-url", url + "/2", "--yes", "-s", "x"), 2)


@pytest.mark.requirement("SEC-43")
def test_a_session_that_is_there_is_changed_and_keeps_what_is_its_own(stranger: Stage) -> None:
    before = stranger.config.read_text()
    text = before.replace("sso:account:access\n", "sso:account:access, more:scope\n# mine\n")
    stranger.config.write_text(text)
    words = ("configure", "-s", "demo", "--region", "eu-west-3", "--yes")
    assert stranger.run(*words).status == 0
    assert stranger.config.read_text() == text.replace(
        "sso_region = eu-central-1", "sso_region = eu-west-3"
    )
    assert "Nothing changes" in stranger.run(*words).err


def test_a_start_url_that_is_there_keeps_its_name(stranger: Stage) -> None:
    before = stranger.config.read_bytes()
    url = stranger.portal.start_url
    assert "Nothing changes" in stranger.run("configure", "--start-url", url, "--yes").err
    assert stranger.config.read_bytes() == before


@pytest.mark.parametrize("typed", ["", "\n", "{url}\n", "{url}\nn\n"])
def test_nothing_is_written_without_an_answer(newcomer: Stage, typed: str) -> None:
    ran = typing(newcomer, typed.replace("{url}", newcomer.portal.start_url))
    assert (ran.status, ran.out) == (130, "")
    assert not newcomer.config.exists()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 2),
        (("--start-url", "https://d-1234567890.awsapps.com/start", "--region", "eu-wst-1"), 1),
        (("--start-url", "http://example.com/start", "--region", "eu-west-1"), 1),
        (("--start-url", "nonsense"), 1),
        (("--start-url", "x\x1b]52;c;eA==\x07"), 1),
        (("--start-url", "{url}", "-s", "a]b"), 1),
        (("sideways",), 2),
    ],
)
def test_what_can_not_be_used_is_said(newcomer: Stage, words: tuple[str, ...], status: int) -> None:
    words = tuple(word.replace("{url}", newcomer.portal.start_url) for word in words)
    assert one_sentence(newcomer.run("configure", "--yes", *words), status).isprintable()
    assert not newcomer.config.exists()


def test_a_bad_region_for_commands_leaves_a_word(newcomer: Stage) -> None:
    url = newcomer.portal.start_url
    ran = newcomer.run("configure", "--start-url", url, "--yes", "--default-region", "no region")
    assert "no region is no region's name" in one_sentence(ran, 2)
    assert regions(newcomer) is None
    assert not newcomer.config.exists()


def test_it_is_written_through_a_link(newcomer: Stage, tmp_path: Path) -> None:
    target = tmp_path / "dotfile"
    target.write_text("# dots\n")
    newcomer.config.symlink_to(target)
    url = newcomer.portal.start_url
    assert newcomer.run("configure", "--start-url", url, "--yes").status == 0
    assert newcomer.config.is_symlink()
    assert target.read_text() == f"# dots\n\n{section(newcomer)}"
