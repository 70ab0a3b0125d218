"""A portal for each test, and a customer of it."""

import os
from collections.abc import Iterator

import botocore.session
import pytest
from demo_customer import Customer

from sso_tui.demo import Portal


@pytest.fixture(scope="session")
def session() -> Iterator[botocore.session.Session]:
    """A botocore session that knows nothing of this machine's AWS settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield botocore.session.get_session({"profile": (None, [], None, None)})


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


@pytest.fixture
def customer(portal: Portal, session: botocore.session.Session) -> Customer:
    return Customer(portal, session)
