"""The progress of a listing, in as many words as there is room for."""

import pytest

from sso_tui.catalogue import Progress
from sso_tui.ui.widgets.progress_line import words

WHOLE = Progress(2_000, 10_000, throttled=True, rate=19.8, left=404, counted=True)


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(), "reading the accounts"),
        (Progress(throttled=True), "reading the accounts · throttled by the portal"),
        (Progress(3, 100), "3/100 accounts so far"),
        (Progress(3, 100, counted=True), "3/100 accounts"),
        (Progress(3, 100, rate=0.4, left=243, counted=True), "3/100 accounts · 4m left · 0.4/s"),
        (Progress(99, 100, rate=812.3, left=0, counted=True), "99/100 accounts · 1s left · 812/s"),
        (WHOLE, "2000/10000 accounts · 6m left · throttled by the portal · 20/s"),
    ],
)
def test_what_it_says(progress: Progress, said: str) -> None:
    assert words(progress, 200) == said


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (70, "2000/10000 accounts · 6m left · throttled by the portal · 20/s"),
        (60, "2000/10000 accounts · 6m left · throttled by the portal"),
        (40, "2000/10000 accounts · 6m left · 20/s"),
        (30, "2000/10000 accounts · 6m left"),
        (5, "2000/10000 accounts"),
    ],
)
def test_the_least_important_goes_first(room: int, said: str) -> None:
    assert words(WHOLE, room) == said
