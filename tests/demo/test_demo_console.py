"""What role credentials are good for: STS knows them, and the console lets them in."""

import json
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from botocore.exceptions import ClientError
from demo_customer import Customer, Reply

from sso_tui.demo import Account, Organisation, Portal

CORE = "000000000012"


def identity(portal: Portal, keys: dict[str, Any]) -> dict[str, Any]:
    client = boto3.client(
        "sts",
        region_name="eu-west-1",
        endpoint_url=portal.url,
        aws_access_key_id=keys["accessKeyId"],
        aws_secret_access_key=keys["secretAccessKey"],
        aws_session_token=keys["sessionToken"],
    )
    return dict(client.get_caller_identity())


def session_of(keys: dict[str, Any]) -> str:
    fields = {
        "sessionId": keys["accessKeyId"],
        "sessionKey": keys["secretAccessKey"],
        "sessionToken": keys["sessionToken"],
    }
    return json.dumps(fields)


def signin_token(customer: Customer, keys: dict[str, Any], **changes: str) -> Reply:
    fields = {"Action": "getSigninToken", "Session": session_of(keys), **changes}
    return customer.browse(f"{customer.portal.url}/federation", fields)


def test_sts_knows_whose_keys_they_are(portal: Portal, customer: Customer) -> None:
    answer = identity(portal, customer.role_credentials(CORE, "OnCall"))
    assert answer["Account"] == CORE
    prefix = f"arn:aws:sts::{CORE}:assumed-role/AWSReservedSSO_OnCall_"
    assert answer["Arn"].startswith(prefix)
    assert answer["Arn"].endswith("/jane.doe@brightwater.example")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"accessKeyId": "ASIAUNKNOWNUNKNOWN00"}, "InvalidClientTokenId"),
        ({"sessionToken": "mangled"}, "InvalidClientTokenId"),
        ({"secretAccessKey": "mangled"}, "SignatureDoesNotMatch"),
    ],
)
def test_sts_refuses_keys_that_are_not_quite_right(
    portal: Portal, customer: Customer, changes: dict[str, str], code: str
) -> None:
    keys = {**customer.role_credentials(CORE, "OnCall"), **changes}
    with pytest.raises(ClientError) as caught:
        identity(portal, keys)
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_sts_refuses_expired_keys_and_other_actions(portal: Portal, customer: Customer) -> None:
    keys = customer.role_credentials(CORE, "OnCall")
    portal.shift_clock(3601)
    with pytest.raises(ClientError, match="ExpiredToken"):
        identity(portal, keys)
    other = customer.browse(portal.url + "/", {"Action": "AssumeRole"})
    assert other.status == 400
    assert "<Code>InvalidAction</Code>" in other.text
    unsigned = customer.browse(portal.url + "/", {"Action": "GetCallerIdentity"})
    assert unsigned.status == 403
    assert "MissingAuthenticationToken" in unsigned.text


def test_federation_leads_to_the_console(session: Any) -> None:
    accounts = [Account(CORE, '<b>"core"</b> [prod]', None, ("On<Call>",))]
    with Portal(organisation=Organisation(accounts)) as portal:
        customer = Customer(portal, session)
        keys = customer.role_credentials(CORE, "On<Call>")
        reply = signin_token(customer, keys, SessionDuration="43200")
        assert reply.status == 200
        token = json.loads(reply.content)["SigninToken"]
        login = f"{portal.url}/federation?Action=login&SigninToken={token}"
        console = customer.browse(
            login + "&Issuer=http%3A%2F%2Fx%2F&Destination=javascript:alert(1)%3Cscript%3E"
        )
        assert console.status == 200
        assert "&lt;b&gt;&quot;core&quot;&lt;/b&gt; [prod]" in console.text
        assert "On&lt;Call&gt;" in console.text
        assert CORE in console.text
        assert '<dd class="mono">javascript:alert(1)&lt;script&gt;</dd>' in console.text
        assert "12 h" in console.text
        assert "<script" not in console.text
        assert "href=" not in console.text.partition("</head>")[2]
        assert customer.browse(login).status == 400, "there must be a destination"
        portal.shift_clock(901)
        assert customer.browse(login + "&Destination=x").status == 400


def test_federation_by_get_too(customer: Customer) -> None:
    keys = customer.role_credentials(CORE, "OnCall")
    query = urlencode({"Action": "getSigninToken", "Session": session_of(keys)})
    reply = customer.browse(f"{customer.portal.url}/federation?{query}")
    assert json.loads(reply.content)["SigninToken"]


@pytest.mark.parametrize("duration", ["899", "43201", "x", "", "-900"])
def test_federation_refuses_odd_durations(customer: Customer, duration: str) -> None:
    keys = customer.role_credentials(CORE, "OnCall")
    reply = signin_token(customer, keys, SessionDuration=duration)
    assert reply.status == 400
    assert reply.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "changes",
    [
        {"Session": "{"},
        {"Session": "[]"},
        {"Session": '{"sessionId": 1, "sessionKey": "s", "sessionToken": "t"}'},
        {"Session": '{"sessionId": "ASIA", "sessionKey": "s", "sessionToken": "t"}'},
    ],
)
def test_federation_refuses_bad_credentials(customer: Customer, changes: dict[str, str]) -> None:
    keys = customer.role_credentials(CORE, "OnCall")
    assert signin_token(customer, keys, **changes).status == 400


def test_federation_refuses_expired_credentials(portal: Portal, customer: Customer) -> None:
    keys = customer.role_credentials(CORE, "OnCall")
    portal.shift_clock(3601)
    assert signin_token(customer, keys).status == 400
