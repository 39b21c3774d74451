"""Expansion and product mix by hand, and that nobody is talked into a loss."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bothhands.plan.support.scale import expansion_that_pays, mix_that_pays


def test_expansion_by_hand():
    """Capacity 100, margin 0.4: half as much again costs 10 and earns 0.4 of up to 50 more, where demand is there two times in three."""
    demand = np.array([[150.0, 150.0], [90.0, 90.0]])
    found = expansion_that_pays(
        np.array([100.0, 100.0]),
        np.array([0.6, 0.9]),
        demand,
        np.array([2 / 3, 1 / 3]),
        np.array([1.0, 1.5]),
        0.15,
        0.05,
        0.0,
        0.2,
    )
    assert found.option.tolist() == [1, 0]
    assert found.expected_gain[0] == pytest.approx(2 / 3 * 20 - 10)
    assert found.worst_gain[0] == pytest.approx(-10)
    assert found.pays_from[0] == pytest.approx(125.0)
    careful = expansion_that_pays(
        np.array([100.0]),
        np.array([0.6]),
        demand[:, :1],
        np.array([2 / 3, 1 / 3]),
        np.array([1.0, 1.5]),
        0.15,
        0.05,
        0.0,
    )
    assert careful.option[0] == 0


def test_where_larger_lines_save_more_than_they_cost_expansion_pays_below_todays_capacity():
    """Capacity 100: twice the size takes variable cost from 0.8 to 0.4 and costs 20; 40 of 100 would be saved, so 50 of sales pay for it."""
    found = expansion_that_pays(
        np.array([100.0]), np.array([0.8]), np.array([[90.0]]), np.ones(1), np.array([1.0, 2.0]), 0.2, 0.0, 1.0
    )
    assert found.option.tolist() == [1]
    assert found.expected_gain[0] == pytest.approx(90 * 0.6 - 20 - 90 * 0.2)
    assert found.pays_from[0] == pytest.approx(20 / 0.4)


def test_mix_by_hand():
    """100 hours, today's product earns 2 an hour for 40 hours; masks earn 3 for 80 in the wave and none after, converting costs 50."""
    today = np.array([[2.0], [40.0], [40.0]])
    wanted = np.array([[[80.0], [0.0]]])
    found = mix_that_pays(
        np.array([100.0]), today, np.array([[3.0]]), wanted, np.array([0.5, 0.5]), np.array([[50.0]]), np.ones((1, 1))
    )
    assert found.product[0] == 0
    assert found.expected_gain[0] == pytest.approx(0.5 * (3 * 80 + 2 * 20 - 80) - 50)
    assert found.worst_gain[0] == pytest.approx(-50)
    assert found.hours_share[0] == pytest.approx(0.4)
    barred = mix_that_pays(
        np.array([100.0]), today, np.array([[3.0]]), wanted, np.array([0.5, 0.5]), np.array([[50.0]]), np.zeros((1, 1))
    )
    assert barred.product[0] == -1
    assert barred.expected_gain[0] == 0.0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), firms=st.integers(1, 20))
def test_what_is_advised_gains_and_never_loses_more_than_is_borne(seed, firms):
    generator = np.random.default_rng(seed)
    capacity = generator.random(firms) * 100 + 1
    demand = capacity * generator.uniform(0.3, 2.5, (3, firms))
    found = expansion_that_pays(
        capacity,
        generator.uniform(0.3, 0.95, firms),
        demand,
        np.full(3, 1 / 3),
        np.array([1.0, 1.25, 1.5, 2.0]),
        0.1,
        0.05,
        0.05,
    )
    assert (found.expected_gain >= -1e-9).all()
    assert (found.worst_gain >= -0.05 * capacity - 1e-9).all()
