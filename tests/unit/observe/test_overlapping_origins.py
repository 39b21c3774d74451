"""Origins whose weeks overlap are drawn together; a region's last week is what was published, new cities among it."""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.observe.backtest import origins_of
from bothhands.observe.scores import mean_difference
from bothhands.observe.verdict import overlapping

FIRST = date(2020, 2, 1)


@pytest.mark.parametrize(
    ("apart", "weeks", "length"), [(7, 2, 2), (7, 4, 4), (1, 2, 14), (14, 2, 1), (7, 1, 1), (10, 2, 2)]
)
def test_as_many_as_overlap(apart, weeks, length):
    origins = tuple(FIRST + timedelta(days=apart * n) for n in range(5))
    assert overlapping(SimpleNamespace(origins=origins, weeks=weeks)) == length


def test_an_interval_over_overlapping_origins_is_wider_the_more_are_drawn_together():
    """Differences that are sums of fourteen days' noise, a day apart: drawn two at a time an interval is far too narrow."""
    noise = np.random.default_rng(3).normal(size=80)
    blocks = [np.array([noise[n : n + 14].sum()]) for n in range(60)]
    short, long = (mean_difference(blocks, np.random.default_rng(1), length) for length in (2, 14))
    assert long.high - long.low > 1.5 * (short.high - short.low)


def test_origins_leave_room_for_their_weeks():
    region = load("two-towns")
    assert origins_of(region, None, None, 7, 2)[-1] <= region.end - timedelta(days=14)
    with pytest.raises(InputError, match="2 weeks before the calendar's end"):
        origins_of(region, None, region.end - timedelta(days=13), 7, 2)
