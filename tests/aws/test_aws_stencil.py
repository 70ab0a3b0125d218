"""A copied request is the one that botocore would have sent."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from botocore.exceptions import ClientError

from sso_tui.aws.client import PAGE_SIZE
from sso_tui.aws.stencil import INVOCATION
from sso_tui.demo import Request
from sso_tui.errors import SsotuiError
from sso_tui.model import Secret

AWKWARD = "12 /+~*é%&=?#[日本]"


def sent(server, call: Callable[[], object]) -> Request:
    """The request that the call made; whatever it was told."""
    before = len(server.requests)
    with suppress(ClientError, SsotuiError):
        call()
    (request,) = server.requests[before:]
    return request


@pytest.mark.parametrize("page", [None, "AAAA+/==", AWKWARD])
@pytest.mark.parametrize("account_id", ["000000000012", AWKWARD, "MARK-0-"])
def test_it_is_botocores_own_but_for_the_id_of_the_call(
    server, client, token, account_id, page
) -> None:
    more = {"nextToken": page} if page else {}
    theirs = sent(
        server,
        lambda: client._sso.list_account_roles(
            accessToken=token.access.reveal(), accountId=account_id, maxResults=PAGE_SIZE, **more
        ),
    )
    ours = sent(server, lambda: client.roles(token, account_id, page))
    assert (ours.method, ours.target, ours.content) == (
        theirs.method,
        theirs.target,
        theirs.content,
    )
    ids = [request.headers.pop(INVOCATION) for request in (theirs, ours)]
    assert list(ours.headers.items()) == list(theirs.headers.items())
    assert UUID(ids[0]) != UUID(ids[1])


def test_every_copy_has_an_id_and_a_token_of_its_own(server, client, token) -> None:
    other = token._replace(access=Secret("another-é"))
    requests = [
        sent(server, lambda one=one: client.roles(one, "000000000012"))
        for one in (token, other, token)
    ]
    assert len({one.headers[INVOCATION] for one in requests}) == 3
    assert [one.headers["x-amz-sso_bearer_token"] for one in requests] == [
        token.access.reveal(),
        "another-é".encode().decode("latin-1"),
        token.access.reveal(),
    ]


def test_preparing_it_sends_nothing(server, client, token) -> None:
    before = len(server.requests)
    assert client._first_roles.copy({"accessToken": "t", "accountId": "1"})[0].startswith(
        server.url
    )
    assert len(server.requests) == before
