"""Protected roles: handed out only once somebody has agreed."""

import io

import pytest
from cli_support import ADMIN, CORE, PAYMENTS, Keyboard, one_sentence
from stage import Ran, Stage

from sso_tui.cli.run import run
from sso_tui.world import World

PROTECTED = '[environments.prod]\nprotected = ["Admin*"]\n'


@pytest.fixture
def careful(user: Stage) -> Stage:
    """Somebody whose settings protect administrators in production, and who has listed."""
    settings = user.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROTECTED)
    user.run("list")
    return user


COMMANDS = [
    ("env", ADMIN),
    ("exec", ADMIN, "--", "true"),
    ("console", ADMIN, "--print"),
    ("use", ADMIN),
]


def typing(stage: Stage, typed: str, *words: str) -> Ran:
    plain = stage.world()
    world = World(plain.environ, Keyboard(typed), io.StringIO(), Keyboard(), plain.now, plain.wait)
    status = run(words, world)
    return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_nobody_agreed(careful: Stage, words: tuple[str, ...]) -> None:
    said = one_sentence(careful.run(*words), 2)
    assert f"({CORE}) is protected" in said
    assert "--yes" in said


@pytest.mark.parametrize("option", ["--yes", "-y"])
def test_agreed_beforehand(careful: Stage, option: str) -> None:
    assert "AWS_ACCESS_KEY_ID" in careful.run("env", ADMIN, option).out
    assert "AWS_ACCESS_KEY_ID" in careful.run(option, "env", ADMIN).out
    assert "SigninToken" in careful.run("console", ADMIN, "--print", option).out


@pytest.mark.parametrize(("typed", "status"), [("y\n", 0), ("n\n", 130), ("", 130)])
def test_somebody_is_asked(careful: Stage, typed: str, status: int) -> None:
    ran = typing(careful, typed, "console", ADMIN, "--print")
    assert ran.status == status
    assert bool(ran.out) == (status == 0)
    assert "is protected. Go on? [y/N]" in ran.err


def test_env_asks_nobody(careful: Stage) -> None:
    assert typing(careful, "y\n", "env", ADMIN).status == 2


@pytest.mark.parametrize("role", [f"{CORE}/ReadOnlyAccess", f"{PAYMENTS}/Deploy"])
def test_other_roles_pass(careful: Stage, role: str) -> None:
    assert careful.run("env", role).status == 0


def test_an_account_that_nobody_has_listed_may_be_production(careful: Stage) -> None:
    one_sentence(careful.run("env", "999999999999/AdministratorAccess"), 2)


def test_the_cached_answer_is_no_way_around_it(careful: Stage) -> None:
    from sso_tui import hot
    from sso_tui.cli.digest import keep

    assert careful.run("env", ADMIN, "--yes").status == 0
    keep(careful.world())
    assert hot.answer(["env", ADMIN, "--format", "env"], careful.environ) is None
    one_sentence(careful.run("env", ADMIN), 2)
