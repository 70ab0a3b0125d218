"""The portal: an Identity Center on one port of 127.0.0.1, put together from its services.

    with Portal(auto_approve_after=0) as portal:
        client = session.create_client("sso", endpoint_url=portal.url, ...)

Its figures (see Behaviour) may be turned, its organisation changed and its faults scripted while
it runs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from sso_tui.demo.assignments import Assignments
from sso_tui.demo.authorizations import Authorizations
from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clients import Clients
from sso_tui.demo.clock import Clock
from sso_tui.demo.consent import Consent
from sso_tui.demo.delivery import deliver
from sso_tui.demo.devices import Devices, Verdict
from sso_tui.demo.faults import Faults
from sso_tui.demo.federation import Federation
from sso_tui.demo.journal import Journal
from sso_tui.demo.oidc import Oidc
from sso_tui.demo.organisation import Organisation
from sso_tui.demo.routes import Operation, Routes, find
from sso_tui.demo.server import Connection, LoopbackServer
from sso_tui.demo.sessions import Sessions
from sso_tui.demo.sts import Sts
from sso_tui.demo.throttle import Throttle
from sso_tui.demo.vault import UserKey, Vault
from sso_tui.demo.wire import Answer, Request, ServiceError, json_answer

ENDPOINT_VARIABLES = (
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_SIGNIN",
    "AWS_ENDPOINT_URL_STS",
)


@dataclass(kw_only=True, eq=False)
class Portal(Behaviour):
    """An Identity Center of one's own. Listens from its creation, answers from `start()` on."""

    organisation: Organisation = field(default_factory=Organisation.generate)
    """The accounts, and who may do what in them."""

    others: dict[str, Organisation] = field(default_factory=dict)
    """Those of further portals at the same address, by the last word of their start URLs."""

    faults: Faults = field(default_factory=Faults, init=False)
    """What goes wrong."""

    def __post_init__(self) -> None:
        self._clock = Clock()
        self._journal = Journal()
        self._devices = Devices(self, self._clock)
        self._sessions = Sessions(self, self._clock)
        self._vault = Vault(self, self._clock)
        self._server = LoopbackServer(self._serve)
        self._routes = self._all_routes()

    def _all_routes(self) -> Routes:
        people, clients = self.organisation, Clients(self, self._clock)
        devices, sessions = self._devices, self._sessions
        authorizations = Authorizations(self, self._clock)
        vault, throttle = self._vault, Throttle(self, self._clock)
        return {
            **Oidc(self.url, self, clients, devices, authorizations, sessions).routes(),
            **Assignments(self, self._people_of, sessions, vault, throttle).routes(),
            **Consent(self, people, clients, devices, authorizations).routes(),
            **Federation(people, vault).routes(),
            **Sts(people, vault).routes(),
        }

    def _people_of(self, start_url: str) -> Organisation:
        """The organisation behind a start URL; where none is known by it, the first one."""
        return self.others.get(start_url.rpartition("/")[2], self.organisation)

    def start(self) -> Self:
        """Begin to answer."""
        self._server.start()
        return self

    def close(self) -> None:
        """Stop: hanging requests are let go, connections end, the port is free again."""
        self._server.closing.set()
        self.faults.clear()
        self._server.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The endpoint of all its services."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def start_url(self) -> str:
        """The start URL, as an sso-session names it."""
        return self.start_url_of("start")

    def start_url_of(self, word: str) -> str:
        """The start URL of one of the further portals."""
        return f"{self.url}/{word}"

    def environ(self) -> dict[str, str]:
        """The variables that lead AWS clients here."""
        return dict.fromkeys(ENDPOINT_VARIABLES, self.url)

    @property
    def requests(self) -> list[Request]:
        """The requests so far, oldest first."""
        return self._journal.requests()

    def wait_for(self, wanted: Callable[[Request], bool], timeout: float = 10) -> Request:
        """The first request that is wanted, past or to come within `timeout` seconds.

        Raises TimeoutError where none comes.
        """
        return self._journal.wait_for(wanted, timeout)

    @property
    def user_codes(self) -> list[str]:
        """Device codes that wait for a verdict, oldest first, as the user sees them."""
        return self._devices.pending()

    def approve(self, user_code: str) -> None:
        """Approve a device code, as its page would; KeyError where no such code is open."""
        self._devices.judge(user_code, Verdict.APPROVED)

    def deny(self, user_code: str) -> None:
        """Refuse a device code, as its page would; KeyError where no such code is open."""
        self._devices.judge(user_code, Verdict.DENIED)

    def create_user_key(self, account_id: str, user: str) -> UserKey:
        """A long-term key for an IAM user of an account, which STS knows from now on."""
        return self._vault.create_user_key(account_id, user)

    def revoke_all_tokens(self, *, refresh: bool = True) -> None:
        """End every session; without `refresh`, access tokens only, which can be renewed."""
        self._sessions.revoke_all(refresh=refresh)

    def shift_clock(self, seconds: float) -> None:
        """Move the portal's time, its `Date` headers and everything that expires by it."""
        self._clock.shift(seconds)

    def _serve(self, connection: Connection, request: Request) -> bool:
        request.operation, operation = find(self._routes, request) or ("Unknown", _not_found)
        self._journal.arrived(request)
        fault = self.faults.meeting(request)
        self._server.pause(self.latency + fault.delay)
        fault.wait()
        if self._server.closing.is_set():
            return False
        if fault.unheard:
            connection.reset()
            return False
        answer = fault.spoil(fault.answer() or _outcome(operation, request))
        self._journal.answered(request, answer.status)
        return deliver(self._server, connection, request, answer, fault, self._clock)


def _outcome(operation: Operation, request: Request) -> Answer:
    try:
        return operation(request)
    except ServiceError as refused:
        return refused.answer


def _not_found(request: Request) -> Answer:
    return json_answer({"message": f"No operation at {request.method} {request.path}"}, 404)
