"""The rate of a listing and the time it has left, on a clock that stands still by itself."""

from sso_tui.aws.pace import Pace


class Seconds:
    passed = 0.0

    def __call__(self) -> float:
        return self.passed


def test_nothing_is_told_before_there_is_something_to_tell() -> None:
    clock = Seconds()
    pace = Pace(clock)
    clock.passed = 0.9
    pace.mark(18)
    assert (pace.rate, pace.left(100)) == (0.0, None)
    clock.passed = 1.0
    pace.mark(2)
    assert (pace.rate, pace.left(100)) == (20.0, 5)


def test_only_what_was_done_lately_counts() -> None:
    clock = Seconds()
    pace = Pace(clock)
    for second in range(1, 31):
        clock.passed = float(second)
        pace.mark(100 if second <= 10 else 20)
    assert (pace.rate, pace.left(9_990)) == (20.0, 500)


def test_a_listing_that_stands_still_says_so() -> None:
    clock = Seconds()
    pace = Pace(clock)
    for second in range(1, 30):
        clock.passed = float(second)
        pace.mark(20 if second < 10 else 0)
    assert (pace.rate, pace.left(100)) == (0.0, None)


def test_the_time_left_is_never_told_too_short() -> None:
    clock = Seconds()
    pace = Pace(clock)
    clock.passed = 2.0
    pace.mark(40)
    assert (pace.left(1), pace.left(0)) == (1, 0)
