from collections.abc import Iterator

import pytest
from aws_support import Time, signed_in

from sso_tui import demo
from sso_tui.aws.client import PortalClient
from sso_tui.model import ACCESS_SCOPE, Portal, Token


@pytest.fixture
def server() -> Iterator[demo.Portal]:
    with demo.Portal(organisation=demo.Organisation.generate(12)) as server:
        yield server


@pytest.fixture
def portal(server: demo.Portal) -> Portal:
    return Portal("my-sso", server.start_url, "us-east-1", (ACCESS_SCOPE,))


@pytest.fixture
def client(server: demo.Portal, portal: Portal) -> Iterator[PortalClient]:
    client = PortalClient(portal, server.environ())
    yield client
    client.close()


@pytest.fixture
def time(server: demo.Portal) -> Time:
    return Time(server)


@pytest.fixture
def token(server: demo.Portal, client: PortalClient) -> Token:
    return signed_in(server, client)
