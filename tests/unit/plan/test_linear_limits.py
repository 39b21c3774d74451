"""Linear limits stand in every program of a search, and a start that breaches them is moved as little as can be."""

import numpy as np
import pytest

from bothhands.errors import RunError
from bothhands.plan.linear_limits import LinearLimits, nearest_inside
from bothhands.plan.polish import polish
from bothhands.plan.trust_region import Rules, improve, outlook


class Valley:
    """Value a·x under Σ x² ≤ 1: without linear limits the answer is a/|a|, its price |a|/2."""

    def __init__(self, a):
        self.a, self.seen = np.asarray(a, float), []

    def look(self, x):
        self.seen.append(x.copy())
        return float(self.a @ x), np.array([x @ x - 1.0])

    def slopes(self, x, nearest):
        return self.a, 2.0 * x[None]


RULES = Rules(steps=30, most_steps=30, penalty=10.0, tolerance=1e-6)
LOW, HIGH = np.full(2, -2.0), np.full(2, 2.0)
FIRST_AT_MOST = LinearLimits(np.array([[1.0, 0.0]]), np.array([0.3]))


def test_every_point_looked_at_keeps_them():
    oracle = Valley([2.0, 1.0])
    found = improve(oracle, np.zeros(2), LOW, HIGH, np.full(2, 0.5), RULES, standing=FIRST_AT_MOST)
    assert max(FIRST_AT_MOST.breach(x) for x in oracle.seen) <= 1e-9
    np.testing.assert_allclose(found.x, [0.3, np.sqrt(1 - 0.09)], atol=0.01)


def test_without_them_the_search_is_as_it_was():
    none = LinearLimits(np.zeros((0, 2)), np.zeros(0))
    plain = improve(Valley([2.0, 1.0]), np.zeros(2), LOW, HIGH, np.full(2, 0.5), RULES)
    empty = improve(Valley([2.0, 1.0]), np.zeros(2), LOW, HIGH, np.full(2, 0.5), RULES, standing=none)
    np.testing.assert_array_equal(plain.x, empty.x)
    assert plain.x[0] > 0.3


def test_a_start_outside_is_moved_by_the_least():
    sum_at_most = LinearLimits(np.array([[1.0, 2.0]]), np.array([1.0]))
    moved = nearest_inside(np.array([1.0, 1.0]), LOW, HIGH, sum_at_most)
    np.testing.assert_allclose(moved, [1.0, 0.0], atol=1e-9)
    inside = np.array([0.5, 0.1])
    np.testing.assert_array_equal(nearest_inside(inside, LOW, HIGH, sum_at_most), inside)


def test_limits_that_no_point_keeps_are_told():
    with pytest.raises(RunError, match="BH-PLN-003"):
        nearest_inside(np.zeros(2), LOW, HIGH, LinearLimits(np.array([[1.0, 0.0]]), np.array([-3.0])))


def test_an_answer_that_is_no_corner_is_polished_and_priced():
    oracle = Valley([2.0, 1.0])
    none = LinearLimits(np.zeros((0, 2)), np.zeros(0))
    done = polish(oracle, np.array([0.7, 0.5]), LOW, HIGH, RULES._replace(margin=0.05), -1e-9, none, box=1.0)
    np.testing.assert_allclose(done.x, oracle.a / np.sqrt(5.0), atol=1e-4)
    assert done.settled
    assert done.ahead.constraints[0] <= 0.0
    assert done.ahead.prices[0] == pytest.approx(np.sqrt(5.0) / 2, rel=1e-3)


def test_a_polish_keeps_linear_limits_and_lets_go_of_bounds():
    oracle = Valley([2.0, 1.0])
    done = polish(oracle, np.array([0.0, -2.0]), LOW, HIGH, RULES._replace(margin=0.05), -1e-9, FIRST_AT_MOST, box=4.0)
    np.testing.assert_allclose(done.x, [0.3, np.sqrt(1 - 0.09)], atol=1e-4)
    assert FIRST_AT_MOST.breach(done.x) <= 1e-9


def test_nothing_is_promised_at_the_answer_and_something_elsewhere():
    oracle = Valley([2.0, 1.0])
    rules = RULES._replace(margin=0.05)
    there = outlook(oracle, oracle.a / np.sqrt(5.0), LOW, HIGH, rules, 0.0, None)
    assert there.gain == pytest.approx(0.0, abs=1e-7)
    assert outlook(oracle, np.zeros(2), LOW, HIGH, rules, 0.0, None).gain > 0.1
