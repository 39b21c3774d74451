"""Odds of rising above the line, by hand, and what is asked about."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.plan.support.threshold import crossing_odds, dressed, near_the_line


def test_odds_by_hand():
    """18 sold, a month of 4 to come, spread 1: one spread above the line of 21, Φ(1)."""
    assert crossing_odds(np.array([18.0]), np.array([[4.0]]), 0.25, 21.0)[0] == pytest.approx(0.8413447460685429)
    assert crossing_odds(np.array([20.0, 19.0]), np.zeros((0, 2)), 0.25, 20.0).tolist() == [1.0, 0.0]


@settings(max_examples=30, deadline=None)
@given(done=st.floats(0, 3e7), more=st.floats(0, 1e7), month=st.floats(1, 4e6))
def test_more_sales_never_lower_the_odds(done, more, month):
    ahead = np.full((5, 2), month)
    low, high = crossing_odds(np.array([done, done + more]), ahead, 0.2, 2e7)
    assert high >= low


def test_those_near_and_not_counted_are_listed_with_what_is_missing():
    done, ahead = np.array([14.0, 10.0, 2.0, 18.0]), np.full((2, 4), 2.0)
    found = near_the_line(done, ahead, 0.25, 20.0, np.full(4, 0.6), np.array([False, False, False, True]), ((),) * 4)
    assert [one.firm for one in found] == [0]
    assert found[0].missing_yuan == pytest.approx(2.0)
    assert found[0].added_yuan == pytest.approx(0.8)
    assert 0 < found[0].odds < 0.5


def test_what_looks_dressed_is_asked_about_and_what_does_not_is_not():
    reported = np.array([20.1e6, 20.3e6, 25e6, 400e6, 18e6, 21e6, 30e6])
    workers = np.array([20.0, 21.0, 24.0, 20.0, 19.0, 22.0, 28.0])
    monthly = np.tile(reported / 12, (12, 1))
    monthly[:, 1] = 1.4e6
    monthly[-1, 1] = 20.3e6 - 11 * 1.4e6
    found = dressed(reported, 20e6, workers, np.full(7, "15"), monthly)
    assert found[0] == ("bunched just above the line",)
    assert found[1] == ("bunched just above the line", "last month jumps over the line")
    assert found[3] == ("sales per worker far from the sector",)
    assert found[2] == found[4] == found[6] == ()
