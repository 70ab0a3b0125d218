"""A sign-in that ends in the middle of a listing."""

import json

import pytest
from stage import Stage
from tmux_terminal import NewTerminal

from sso_tui.demo import Fault

SOME = 20
"""Accounts whose roles are listed before the token is revoked."""


def revoke_in_the_middle(stage: Stage) -> Fault:
    """End every access token once the roles of `SOME` accounts were read."""

    def revoke(content: bytes) -> bytes:
        stage.portal.revoke_all_tokens(refresh=False)
        return content

    return stage.portal.faults.add(
        Fault("ListAccountRoles", after=SOME - 1, times=1, rewrite=revoke)
    )


def refused(stage: Stage) -> int:
    return sum(r.operation == "ListAccountRoles" and r.status == 401 for r in stage.portal.requests)


@pytest.mark.requirement("REL-01")
def test_it_is_renewed_unnoticed(signed_in: Stage, terminal: NewTerminal) -> None:
    fault = revoke_in_the_middle(signed_in)
    shell = terminal()
    shell.enter("ssotui")
    screen = shell.until("163/163")
    assert (fault.hits, refused(signed_in) > 0) == (1, True)
    assert "signs in" not in screen
    assert "could not be read" not in screen
    renewals = [r for r in signed_in.portal.requests if r.body.get("grantType") == "refresh_token"]
    assert [renewal.status for renewal in renewals] == [200], "for all that waited, once"


@pytest.mark.requirement("REL-01", "REL-39")
def test_without_a_renewal_the_rows_stay(signed_in: Stage, terminal: NewTerminal) -> None:
    (file,) = [
        file
        for file in (signed_in.home / ".aws" / "sso" / "cache").glob("*.json")
        if "refreshToken" in (content := json.loads(file.read_text()))
        and file.write_text(json.dumps({k: v for k, v in content.items() if k != "refreshToken"}))
    ]
    revoke_in_the_middle(signed_in)
    shell = terminal()
    shell.enter("ssotui")
    screen = shell.until("The sign-in to demo has ended", "ctrl+l signs in")
    assert "backup-vault" in screen
    assert "user_code=" not in screen
    assert json.loads(file.read_text())["accessToken"]
    signed_in.portal.faults.clear()
    shell.press("C-l")
    signed_in.portal.approve(shell.device_code())
    shell.until("163/163", without="has ended")
