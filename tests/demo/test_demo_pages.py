"""What the browser shows: consent is asked, answers arrive, hostile text stays text."""

import re

import pytest
from demo_customer import Customer, Reply

from sso_tui.demo import Portal

HOSTILE = "<script>alert('x')</script> & $(whoami) \u202e"
ESCAPED = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; $(whoami)"


def ticket(page: Reply) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found
    return found[1]


def test_the_authorize_page_asks_and_approves_once(portal: Portal, customer: Customer) -> None:
    client = customer.register_for_codes()
    page = customer.browse(customer.authorize_url(client))
    assert page.status == 200
    assert "Let ssotui sign in?" in page.text
    assert "http-equiv" not in page.text, "it waits for the user"
    form = {"ticket": ticket(page), "decision": "approve"}
    answer = customer.browse(f"{portal.url}/authorize", form)
    assert customer.exchange(client, answer.location[1]["code"])["accessToken"]
    assert customer.browse(f"{portal.url}/authorize", form).status == 400


def test_the_authorize_page_denies(portal: Portal, customer: Customer) -> None:
    page = customer.browse(customer.authorize_url(customer.register_for_codes()))
    form = {"ticket": ticket(page), "decision": "deny"}
    _, answer = customer.browse(f"{portal.url}/authorize", form).location
    assert answer == {
        "error": "access_denied",
        "error_description": "The user refused the request",
        "state": "a state & more",
    }


def test_the_authorize_page_approves_itself_and_says_so(portal: Portal, customer: Customer) -> None:
    portal.auto_approve_after = 3
    client = customer.register_for_codes()
    page = customer.browse(customer.authorize_url(client))
    assert "approves itself after 3 seconds" in page.text
    found = re.search(r'http-equiv="refresh" content="3;url=([^"]+)"', page.text)
    assert found
    _, answer = customer.browse(portal.url + found[1]).location
    assert customer.exchange(client, answer["code"])["accessToken"]
    portal.auto_approve_after = None
    page = customer.browse(customer.authorize_url(client))
    unasked = customer.browse(f"{portal.url}/authorize/wait?ticket={ticket(page)}")
    assert unasked.status == 400


@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_the_device_page(portal: Portal, customer: Customer, decision: str) -> None:
    client = customer.register()
    device = customer.start_device(client)
    assert 'name="user_code"' in customer.browse(device["verificationUri"]).text
    page = customer.browse(device["verificationUriComplete"])
    assert "Compare this code" in page.text
    assert device["userCode"] in page.text
    form = {"user_code": device["userCode"], "decision": decision}
    done = customer.browse(device["verificationUri"], form)
    assert f"Request {'approved' if decision == 'approve' else 'denied'}" in done.text
    if decision == "approve":
        assert customer.poll(client, device)["accessToken"]
    else:
        with pytest.raises(customer.oidc.exceptions.AccessDeniedException):
            customer.poll(client, device)


def test_an_unknown_device_code_is_said_to_be_so(portal: Portal, customer: Customer) -> None:
    asked = customer.browse(f"{portal.url}/device?user_code=%3Cb%3E")
    answered = customer.browse(f"{portal.url}/device", {"user_code": "x", "decision": "approve"})
    for reply in (asked, answered):
        assert reply.status == 400
        assert "That code is not known" in reply.text
        assert "<b>" not in reply.text


def test_hostile_client_names_stay_text(portal: Portal, customer: Customer) -> None:
    device = customer.start_device(customer.register(clientName=HOSTILE))
    codes = customer.register_for_codes(clientName=HOSTILE)
    form = {"user_code": device["userCode"], "decision": "approve"}
    for page in (
        customer.browse(device["verificationUriComplete"]),
        customer.browse(customer.authorize_url(codes)),
        customer.browse(f"{portal.url}/device", form),
    ):
        assert ESCAPED in page.text
        assert "<script" not in page.text


def test_pages_may_load_and_run_nothing(portal: Portal, customer: Customer) -> None:
    page = customer.browse(portal.start_url)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert re.findall(r'(?:src|href)="(?!data:|/)', page.text) == []
    assert "60" in page.text
    assert customer.browse(portal.url + "/nowhere").status == 404
