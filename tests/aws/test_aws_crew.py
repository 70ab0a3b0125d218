"""How many threads a listing has, by what there is to do and what the limiter says."""

import threading
from collections.abc import Iterator

import pytest
from aws_support import listing_threads

from sso_tui.aws.crew import MOST_WAITING, Crew
from sso_tui.aws.limiter import Limiter
from sso_tui.aws.rate import FIRST_FLIGHT
from sso_tui.errors import Cancelled, PortalError, SsotuiError


class Job:
    """Something to do for so many threads, each of which is busy until all may go."""

    def __init__(self, left: int, limiter: Limiter | None = None) -> None:
        self.limiter = limiter or Limiter()
        self.begun = 0
        self.go = threading.Event()
        self.ends: list[SsotuiError | None] = []
        self.crew = Crew(self.limiter, lambda: left, self.work, self.ends.append)
        self._lock = threading.Lock()

    def work(self) -> bool:
        with self._lock:
            self.begun += 1
        self.go.wait(10)
        return False


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert listing_threads() == []


def throttled() -> Limiter:
    """A limiter that was told to set a rate."""
    limiter = Limiter()
    limiter.throttled(limiter.begin(threading.Event())[0])
    return limiter


@pytest.mark.parametrize(("left", "threads"), [(0, 0), (1, 1), (5, 5), (100, FIRST_FLIGHT)])
def test_as_many_join_in_as_there_is_to_do_and_as_may_be_in_flight(left, threads) -> None:
    job = Job(left)
    job.crew.take_on()
    job.crew.take_on()
    assert len(listing_threads()) == threads
    job.go.set()
    job.crew.stop()
    assert (job.begun, job.ends) == (threads, [])


def test_none_joins_in_to_stand_in_line() -> None:
    job = Job(100, throttled())
    job.limiter._wait_more(1)
    job.crew.take_on()
    assert listing_threads() == []


def test_none_joins_in_after_the_end() -> None:
    job = Job(100)
    job.crew.stop()
    job.crew.take_on()
    assert listing_threads() == []


def test_one_goes_home_where_enough_wait_and_another_may_join_in_for_it() -> None:
    job = Job(FIRST_FLIGHT, throttled())
    job.crew.take_on()
    assert not job.crew.goes_home()
    job.limiter._wait_more(MOST_WAITING)
    assert job.crew.goes_home()
    before = len(listing_threads())
    job.limiter._wait_more(-MOST_WAITING)
    assert not job.crew.goes_home()
    job.go.set()
    job.crew.stop()
    assert before == FIRST_FLIGHT


def test_how_it_ends_is_told() -> None:
    for outcome, told in (
        (lambda: True, [None]),
        (lambda: False, []),
        (_raising(Cancelled()), []),
        (_raising(PortalError("out of reach")), ["out of reach. Check the network"]),
    ):
        ends: list[SsotuiError | None] = []
        crew = Crew(Limiter(), lambda: 0, outcome, ends.append)
        crew.start(lambda: None)
        crew.stop()
        assert [str(end)[:31] if end else end for end in ends] == told


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_ends_it_too_instead_of_leaving_everybody_waiting() -> None:
    ends: list[SsotuiError | None] = []
    crew = Crew(Limiter(), lambda: 0, _raising(KeyError("secret")), ends.append)
    crew.start(lambda: None)
    crew.stop()
    assert "KeyError" in str(ends[0])
    assert "secret" not in str(ends[0])


def _raising(error: BaseException):
    def work() -> bool:
        raise error

    return work
