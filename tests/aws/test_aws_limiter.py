"""The limiter against a portal that is simulated event by event: no thread, no second passes."""

import heapq
import random
import threading
from dataclasses import dataclass, field

import pytest

from sso_tui.aws import rate as rates
from sso_tui.aws.limiter import Limiter
from sso_tui.errors import Cancelled


@dataclass
class World:
    """A portal with a token bucket, and as many callers as a listing has threads."""

    calls: int
    latency: float = 0.04
    rate: float | None = None
    burst: int = 5
    storm: tuple[float, float] = (0, 0)
    now: float = 0.0
    refused: int = 0
    starts: list[float] = field(default_factory=list)

    def run(self) -> "World":
        self.limiter = Limiter(clock=lambda: self.now)
        self._level, self._filled = float(self.burst), 0.0
        left, callers, idle, number = self.calls, 1, 1, 0
        arriving: list[tuple[float, int, str, float]] = []
        answered = 0
        while answered < self.calls:
            if idle and left:
                delay = self.limiter._delay()
                if delay <= 0:
                    began, _ = self.limiter.begin(threading.Event())
                    idle, left, number = idle - 1, left - 1, number + 1
                    self.starts.append(began)
                    heapq.heappush(arriving, (self.now + self.latency / 2, number, "asks", began))
                    while callers < self.limiter.flight:
                        callers, idle = callers + 1, idle + 1
                    continue
                if self.now + delay < (arriving[0][0] if arriving else float("inf")):
                    self.now += delay
                    continue
            self.now, number_, what, began = heapq.heappop(arriving)
            if what == "asks":
                back = self.now + self.latency / 2 + random.random() * self.latency * 0.1
                heapq.heappush(arriving, (back, number_, "yes" if self.admits() else "no", began))
                continue
            idle += 1
            if what == "yes":
                self.limiter.succeeded(began)
                answered += 1
            else:
                self.limiter.throttled(began)
                self.refused += 1
                left += 1
        return self

    def admits(self) -> bool:
        if self.storm[0] <= self.now < self.storm[1]:
            return False
        if self.rate is None:
            return True
        self._level = min(self.burst, self._level + (self.now - self._filled) * self.rate)
        self._filled = self.now
        if self._level < 1:
            return False
        self._level -= 1
        return True

    @property
    def ideal(self) -> float:
        flight = self.calls * self.latency / rates.MOST_IN_FLIGHT
        return max(flight, (self.calls - self.burst) / self.rate if self.rate else 0)


@pytest.fixture(autouse=True)
def _same_every_time() -> None:
    random.seed(7)


@pytest.mark.requirement("REL-02")
@pytest.mark.parametrize(
    ("rate", "latency", "slower", "refused"),
    [
        (20, 0.04, 1.01, 0.04),
        (20, 0.2, 1.02, 0.04),
        (100, 0.04, 1.05, 0.04),
        (100, 0.005, 1.02, 0.04),
        (300, 0.04, 1.30, 0.06),
    ],
)
def test_the_rate_is_found_whatever_it_is(rate, latency, slower, refused) -> None:
    world = World(1000, latency=latency, rate=rate).run()
    assert world.now <= slower * world.ideal
    assert world.refused <= refused * world.calls


def test_without_a_limit_nothing_is_held_back_for_long() -> None:
    world = World(1000).run()
    assert world.refused == 0
    assert world.now <= 1.2 * world.ideal


def test_a_long_listing_runs_at_the_limit() -> None:
    world = World(5000, rate=20).run()
    assert world.now <= 1.01 * world.ideal
    assert world.refused <= 0.03 * world.calls


@pytest.mark.requirement("REL-02")
def test_a_storm_of_refusals_is_waited_out_with_few_calls() -> None:
    world = World(500, storm=(0.3, 60)).run()
    during = [start for start in world.starts if 1 < start < 60]
    assert len(during) <= 20
    assert world.now < 75


@pytest.mark.requirement("REL-02")
def test_what_the_portal_asks_for_is_granted() -> None:
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    began, _ = limiter.begin(threading.Event())
    limiter.throttled(began, retry_after=30)
    assert limiter.holding_back
    assert limiter._delay() == pytest.approx(30)
    now[0] = 30.1
    assert not limiter.holding_back


@pytest.mark.requirement("REL-02")
def test_refusals_of_calls_under_way_count_once() -> None:
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    begun = []
    for _ in range(8):
        now[0] += 1
        begun.append(limiter.begin(threading.Event())[0])
    now[0] += 1
    for began in begun:
        limiter.throttled(began)
    assert limiter.rate == rates.START_RATE * rates.HALF


def test_what_is_urgent_does_not_stand_behind_what_is_not() -> None:
    """However many stand there: one of them waits for its turn, the others for that one."""
    limiter, begun = Limiter(), threading.Event()

    def call() -> None:
        limiter.begin(threading.Event(), urgent=True)
        begun.set()

    with limiter._behind:
        threading.Thread(target=call, daemon=True).start()
        assert begun.wait(5)


def test_nobody_is_said_to_wait_while_there_is_no_rate() -> None:
    limiter = Limiter()
    limiter._wait_more(3)
    assert limiter.waiting == 0
    limiter.throttled(limiter.begin(threading.Event())[0])
    assert limiter.waiting == 3


def test_more_may_be_in_flight_with_each_answer_until_one_is_refused() -> None:
    limiter = Limiter()
    flights = [limiter.flight]
    for _ in range(40):
        limiter.succeeded(limiter.begin(threading.Event())[0])
        flights.append(limiter.flight)
    assert flights[:3] == [8, 10, 12]
    assert flights[-1] == rates.MOST_IN_FLIGHT


@pytest.mark.requirement("REL-27")
def test_waiting_for_a_turn_can_be_cancelled() -> None:
    limiter = Limiter()
    began, _ = limiter.begin(threading.Event())
    limiter.throttled(began, retry_after=60)
    stopped = threading.Event()
    threading.Timer(0.05, stopped.set).start()
    outcomes: list[str] = []

    def wait_for_it() -> None:
        try:
            limiter.begin(stopped)
        except Cancelled:
            outcomes.append("cancelled")

    threads = [threading.Thread(target=wait_for_it, daemon=True) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(1)
    assert outcomes == ["cancelled"] * 5
