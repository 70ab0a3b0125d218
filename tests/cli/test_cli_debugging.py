"""The log of `--debug`: it says what happened, and nothing that is secret."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    yield
    log = logging.getLogger("sso_tui")
    for handler in log.handlers:
        handler.close()
    log.handlers = []
    log.setLevel(logging.NOTSET)


def log_of(stage: Stage) -> Path:
    (path,) = (stage.home / ".local/state/ssotui/logs").iterdir()
    return path


@pytest.mark.parametrize(
    "words", [("--debug", "list"), ("list", "--debug"), ("list", "--json", "--debug")]
)
def test_it_says_what_was_asked_and_where_the_log_is(
    signed_in: Stage, words: tuple[str, ...]
) -> None:
    ran = signed_in.run(*words)
    assert ran.status == 0
    log = log_of(signed_in)
    assert f"Writing a log to ~/{log.relative_to(signed_in.home)}" in ran.err
    assert log.stat().st_mode & 0o777 == 0o600
    text = log.read_text()
    assert "/assignment/accounts -> 200 in" in text
    assert text.count("/assignment/roles -> 200 in") == 60


@pytest.mark.requirement("SEC-09")
def test_it_holds_no_secret_even_where_everything_else_logs(
    stage: Stage, capfd: pytest.CaptureFixture[str]
) -> None:
    stage.portal.secrets_prefix = "CANARY"
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        stage.portal.auto_approve_after = 0
        assert stage.run("--debug", "login").status == 0
        account = next(one for one in stage.portal.organisation.accounts() if one.roles)
        ran = stage.run("--debug", "env", f"{account.id}/{account.roles[0]}")
    finally:
        logging.getLogger().setLevel(logging.WARNING)
    assert "CANARY" in ran.out
    logs = list((stage.home / ".local/state/ssotui/logs").iterdir())
    text = "".join(log.read_text() for log in logs)
    assert "/token -> 200" in text
    assert "/federation/credentials -> 200" in text
    assert "CANARY" not in text
    assert "CANARY" not in capfd.readouterr().err
