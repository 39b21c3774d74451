"""The climb along one sum: a value raised to where limits hold it, between bounds."""

import numpy as np
import pytest

from bothhands.plan.multipliers import LEAST, climb

UNIT = 0.02
"""What the hill is worth: values are told as a share of an output, limits cost a little of it."""


class Hill:
    """A hill, and a limit that both variables use."""

    def __init__(self, top, most):
        self.top, self.most, self.asked = np.asarray(top, float), most, []

    def weighed(self, x, multipliers, penalty, goal):
        self.asked.append(x.copy())
        value = -UNIT * float(((x - self.top) ** 2).sum())
        use = np.array([x.sum() - self.most, -5.0])
        cost = np.maximum(0.0, multipliers + penalty * (use - goal))
        return value, use, -2.0 * UNIT * (x - self.top) - cost[0]


def climbed(hill, high=4.0, start=0.0, goal=0.0):
    n = hill.top.size
    return climb(hill, np.full(n, start), np.zeros(n), np.full(n, high), np.full(n, 0.25), np.zeros(2), goal)


def test_a_top_within_the_limits_is_reached():
    found = climbed(Hill([2.0, 1.0], most=4.0))
    assert found.x == pytest.approx([2.0, 1.0], abs=0.02)
    assert found.settled


def test_a_limit_that_two_variables_use_is_kept_by_both():
    found = climbed(Hill([2.0, 1.0], most=2.0))
    assert found.x == pytest.approx([1.5, 0.5], abs=0.05)


def test_limits_are_held_to_the_goal():
    loose, tight = (climbed(Hill([2.0, 1.0], most=2.0), goal=goal).x.sum() for goal in (0.0, -0.5))
    assert loose - tight == pytest.approx(0.5, abs=0.1)


def test_bounds_hold():
    hill = Hill([2.0, 1.0], most=9.0)
    found = climbed(hill, high=1.25)
    assert found.x == pytest.approx([1.25, 1.0], abs=0.02)
    assert all((x >= 0.0).all() and (x <= 1.25).all() for x in hill.asked)


def test_from_the_top_it_stays_and_counts_every_slope():
    hill = Hill([2.0, 1.0], most=9.0)
    found = climb(hill, hill.top, np.zeros(2), np.full(2, 4.0), np.full(2, 0.25), np.zeros(2))
    assert found.x == pytest.approx(hill.top, abs=np.sqrt(LEAST / UNIT))
    assert found.steps == len(hill.asked)
