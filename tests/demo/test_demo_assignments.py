"""The sso portal as real botocore meets it: listings, credentials, refusals, throttling, sign-out."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from demo_customer import Customer

from sso_tui.demo import Account, Organisation, Portal

HOSTILE = [
    "[/]",
    "[@click=app.quit]x",
    "\x1b]52;c;eA==\x07",
    "\u202eabc",
    "\ud800",
    "$(touch pwn)",
    "",
    "漢" * 60,
]


def refused(call: Any, **fields: Any) -> tuple[int, str, str]:
    """Status, code and message of a refused call."""
    with pytest.raises(ClientError) as caught:
        call(**fields)
    response = caught.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return status, response["Error"]["Code"], response["Error"]["Message"]


def test_every_account_and_role_is_listed_over_all_pages(
    portal: Portal, customer: Customer
) -> None:
    portal.page_size = 7
    sso, token = customer.sso, customer.token
    pages = list(sso.get_paginator("list_accounts").paginate(accessToken=token))
    listed = [entry for page in pages for entry in page["accountList"]]
    accounts = portal.organisation.accounts()
    assert [len(page["accountList"]) for page in pages] == [7] * 8 + [4]
    assert [(e["accountId"], e["accountName"], e["emailAddress"]) for e in listed] == [
        (a.id, a.name, a.email) for a in accounts
    ]
    portal.page_size = 2
    widest = max(accounts, key=lambda account: len(account.roles))
    roles = sso.get_paginator("list_account_roles").paginate(accessToken=token, accountId=widest.id)
    assert [r["roleName"] for page in roles for r in page["roleList"]] == list(widest.roles)


def test_page_sizes(session: Any) -> None:
    with Portal(organisation=Organisation.generate(250)) as portal:
        customer = Customer(portal, session)
        listing, token = customer.sso.list_accounts, customer.token
        assert len(listing(accessToken=token)["accountList"]) == 100
        assert len(listing(accessToken=token, maxResults=30)["accountList"]) == 30
        invalid = (400, "InvalidRequestException")
        assert refused(listing, accessToken=token, maxResults=101)[:2] == invalid
        assert refused(listing, accessToken=token, nextToken="made up")[:2] == invalid
        real = listing(accessToken=token, maxResults=3)["nextToken"]
        roles = customer.sso.list_account_roles
        account = portal.organisation.accounts()[0].id
        assert (
            refused(roles, accessToken=token, accountId=account, nextToken=real)[:2] == invalid
        ), "a token of one listing opens no other"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_go_out_literally(session: Any, name: str) -> None:
    accounts = [Account("000000000001", name, None, (name or "r",)), Account("2", None, "e")]
    with Portal(organisation=Organisation(accounts)) as portal:
        customer = Customer(portal, session)
        listed = customer.sso.list_accounts(accessToken=customer.token)["accountList"]
        assert listed == [
            {"accountId": "000000000001", "accountName": name},
            {"accountId": "2", "emailAddress": "e"},
        ]
        roles = customer.sso.list_account_roles(
            accessToken=customer.token, accountId="000000000001"
        )
        assert roles["roleList"] == [{"roleName": name or "r", "accountId": "000000000001"}]


def test_refusals(portal: Portal, customer: Customer) -> None:
    ask, token = customer.sso.get_role_credentials, customer.token
    core = {"accessToken": token, "accountId": "000000000012"}
    assert refused(ask, **core, roleName="DatabaseAdministrator") == (
        403,
        "ForbiddenException",
        "No access",
    )
    assert refused(ask, **core, roleName="NobodyHasThis")[:2] == (404, "ResourceNotFoundException")
    unknown = {"accessToken": token, "accountId": "999999999999", "roleName": "OnCall"}
    assert refused(ask, **unknown)[:2] == (404, "ResourceNotFoundException")
    odd = {**unknown, "accountId": "12"}
    assert refused(ask, **odd)[:2] == (400, "InvalidRequestException")
    wrong = {**core, "accessToken": "wrong", "roleName": "OnCall"}
    assert refused(ask, **wrong) == (
        401,
        "UnauthorizedException",
        "Session token not found or invalid",
    )
    exceptions = customer.sso.exceptions
    with pytest.raises(exceptions.UnauthorizedException):
        ask(**wrong)
    with pytest.raises(exceptions.ResourceNotFoundException):
        ask(**unknown)


def test_assignments_change_while_it_runs(portal: Portal, customer: Customer) -> None:
    organisation, account = portal.organisation, "740596877788"

    def roles() -> list[str]:
        answer = customer.sso.list_account_roles(accessToken=customer.token, accountId=account)
        return [role["roleName"] for role in answer["roleList"]]

    assert roles() == []
    organisation.grant(account, "Brand.New")
    assert roles() == ["Brand.New"]
    organisation.revoke(account, "Brand.New")
    ask = {"accessToken": customer.token, "accountId": account, "roleName": "Brand.New"}
    assert refused(customer.sso.get_role_credentials, **ask)[0] == 403
    organisation.add(Account("000000000099", "new", None, ("OnCall",)))
    assert customer.role_credentials("000000000099", "OnCall")
    organisation.remove("000000000099")
    listing = {"accessToken": customer.token, "accountId": "000000000099"}
    assert refused(customer.sso.list_account_roles, **listing)[0] == 404


def test_credentials_expire_in_milliseconds(portal: Portal, customer: Customer) -> None:
    portal.role_lifetime = 7200
    made = customer.role_credentials("000000000012", "OnCall")
    assert made["accessKeyId"].startswith("ASIA")
    assert len(made["accessKeyId"]) == 20
    asked_at = portal.requests[-1].received_at
    assert abs(made["expiration"] - (asked_at + 7200) * 1000) < 5000


def test_throttling(portal: Portal, customer: Customer) -> None:
    call = {"accessToken": customer.token}
    portal.burst, portal.rate = 3, 0.001
    for _ in range(3):
        customer.sso.list_accounts(**call)
    expected = (429, "TooManyRequestsException", "HTTP 429 Unknown Code")
    assert refused(customer.sso.list_accounts, **call) == expected
    portal.shift_clock(1001)
    customer.sso.list_accounts(**call)
    with pytest.raises(customer.sso.exceptions.TooManyRequestsException):
        customer.sso.list_accounts(**call)
    portal.rate = None
    customer.sso.list_accounts(**call)


def test_tokens_expire_and_can_be_revoked(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    token = customer.device_sign_in(client)
    call = {"accessToken": token["accessToken"]}
    portal.shift_clock(3601)
    assert refused(customer.sso.list_accounts, **call)[0] == 401
    renewed = customer.refresh(client, token["refreshToken"])
    call = {"accessToken": renewed["accessToken"]}
    customer.sso.list_accounts(**call)
    portal.revoke_all_tokens(refresh=False)
    assert refused(customer.sso.list_accounts, **call)[0] == 401
    renewed = customer.refresh(client, renewed["refreshToken"])
    portal.revoke_all_tokens()
    with pytest.raises(customer.oidc.exceptions.InvalidGrantException):
        customer.refresh(client, renewed["refreshToken"])


def test_token_lifetime_can_be_set(portal: Portal, customer: Customer) -> None:
    portal.token_lifetime = 5
    token = customer.device_sign_in(customer.register())
    assert token["expiresIn"] == 5
    portal.shift_clock(6)
    assert refused(customer.sso.list_accounts, accessToken=token["accessToken"])[0] == 401


def test_logout_ends_this_sign_in_only(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    mine, other = customer.device_sign_in(client), customer.device_sign_in(client)
    customer.sso.logout(accessToken=mine["accessToken"])
    assert refused(customer.sso.list_accounts, accessToken=mine["accessToken"])[0] == 401
    with pytest.raises(customer.oidc.exceptions.InvalidGrantException):
        customer.refresh(client, mine["refreshToken"])
    assert refused(customer.sso.logout, accessToken=mine["accessToken"])[0] == 401
    assert customer.sso.list_accounts(accessToken=other["accessToken"])["accountList"]
