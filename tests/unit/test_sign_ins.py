"""Sign-ins that meet: one page opens, and everybody is signed in afterwards."""

import pytest
from stage import Stage, at_once

from sso_tui.steps import SignedIn, Visit, Waiting


@pytest.mark.requirement("SEC-29")
def test_who_comes_second_waits_for_the_sign_in_that_goes_on(stage: Stage) -> None:
    broker = stage.broker()
    portal = broker.portal()
    first = broker.sign_ins.steps(portal, by_browser=False, wait=at_once)
    visit = next(first)
    assert isinstance(visit, Visit)

    second = stage.broker().sign_ins.steps(portal, by_browser=False, wait=at_once)
    waiting = next(second)
    assert isinstance(waiting, Waiting)
    assert "signing in already" in waiting.trouble

    stage.portal.approve(visit.code)
    signed_in = [step.token for step in first if isinstance(step, SignedIn)]
    assert [step.token.access for step in second if isinstance(step, SignedIn)] == [
        signed_in[0].access
    ]
    assert [one.operation for one in stage.portal.requests].count("StartDeviceAuthorization") == 1


@pytest.mark.requirement("SEC-29")
def test_who_comes_second_signs_in_when_the_first_gives_up(stage: Stage) -> None:
    broker = stage.broker()
    portal = broker.portal()
    first = broker.sign_ins.steps(portal, by_browser=False, wait=at_once)
    next(first)
    second = stage.broker().sign_ins.steps(portal, by_browser=False, wait=at_once)
    assert isinstance(next(second), Waiting)
    first.close()
    assert isinstance(next(second), Visit)


def test_a_rejected_token_is_nobody_s_sign_in(signed_in: Stage) -> None:
    broker = signed_in.broker()
    portal = broker.portal()
    token = broker.sign_ins.known(portal)
    assert token is not None
    broker.sign_ins.reject(token)
    assert broker.sign_ins.known(portal) is None
