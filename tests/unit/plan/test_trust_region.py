"""The search on problems whose answer is known: it finds them, prices their limits, and is not held up by kinks."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from bothhands.plan.linear_limits import LinearLimits
from bothhands.plan.trust_region import Rules, improve


class Known:
    """Value and constraints as functions with their slopes."""

    def __init__(self, value, gradient, constraints, jacobian):
        self.value, self.gradient, self.constraints, self.jacobian = value, gradient, constraints, jacobian
        self.slopes_asked = self.looks = 0

    def look(self, x):
        self.looks += 1
        return float(self.value(x)), np.atleast_1d(np.asarray(self.constraints(x), float))

    def slopes(self, x, nearest):
        self.slopes_asked += 1
        return np.asarray(self.gradient(x), float), np.atleast_2d(np.asarray(self.jacobian(x), float))


def search(oracle, start, steps=40, low=-3.0, high=3.0, worth=np.inf, most_steps=40):
    start = np.asarray(start, float)
    bounds = np.full(start.size, low), np.full(start.size, high)
    return improve(
        oracle,
        start,
        *bounds,
        np.full(start.size, 0.5),
        Rules(steps, worth=worth, most_steps=most_steps, penalty=10.0, tolerance=1e-7),
    )


def hill(limit):
    """−(x − 1)² − (y − 2)² with x + y ≤ limit: the answer is ((limit − 1)/2, (limit + 1)/2), its price 3 − limit."""
    return Known(
        lambda x: -((x[0] - 1) ** 2) - (x[1] - 2) ** 2,
        lambda x: [-2 * (x[0] - 1), -2 * (x[1] - 2)],
        lambda x: x[0] + x[1] - limit,
        lambda x: [1.0, 1.0],
    )


@pytest.mark.parametrize("limit", [1.0, 2.0, 2.5])
def test_finds_the_answer_and_the_price_of_a_limit(limit):
    found = search(hill(limit), [-1.0, 0.0])
    np.testing.assert_allclose(found.x, [(limit - 1) / 2, (limit + 1) / 2], atol=0.02)
    assert found.constraints[0] <= 1e-9
    np.testing.assert_allclose(found.prices[0], 3 - limit, rtol=0.05)


def test_a_limit_that_does_not_bind_has_no_price():
    found = search(hill(5.0), [0.0, 0.0])
    np.testing.assert_allclose(found.x, [1.0, 2.0], atol=0.02)
    assert found.prices[0] == 0.0


def test_a_breach_at_the_start_is_mended_first():
    found = search(hill(2.0), [3.0, 3.0])
    assert found.constraints[0] <= 1e-9
    assert found.value == pytest.approx(-0.5, abs=1e-2)


def test_one_kink_does_not_hold_up_the_others():
    def value(x):
        return np.minimum(x[0] - 0.4, 10 * (0.4 - x[0])) + 0.01 * x[1:].sum()

    def gradient(x):
        return [1.0 if x[0] <= 0.4 else -10.0, *np.full(len(x) - 1, 0.01)]

    oracle = Known(value, gradient, lambda x: -1.0, lambda x: np.zeros(len(x)))
    found = search(oracle, np.zeros(6), steps=12, low=0.0, high=1.0)
    np.testing.assert_allclose(found.x[1:], 1.0)
    assert found.x[0] == pytest.approx(0.4, abs=0.01)


def test_the_larger_of_two_limits_turns_without_stalling():
    oracle = Known(
        lambda x: x[0] + x[1],
        lambda x: [1.0, 1.0],
        lambda x: max(2 * x[0] + x[1], x[0] + 2 * x[1]) - 3.0,
        lambda x: [2.0, 1.0] if 2 * x[0] + x[1] >= x[0] + 2 * x[1] else [1.0, 2.0],
    )
    found = search(oracle, [0.0, -1.0], steps=25)
    np.testing.assert_allclose(found.x, [1.0, 1.0], atol=0.02)


def test_stops_after_the_gradients_it_may_take():
    oracle = hill(2.0)
    found = search(oracle, [-3.0, -3.0], steps=3)
    assert oracle.slopes_asked == found.steps == 3
    assert not found.settled


def test_goes_on_while_each_gradient_gains_and_no_further_than_it_may():
    oracle = hill(2.0)
    found = search(oracle, [-3.0, -3.0], steps=3, worth=1e-3)
    assert oracle.slopes_asked == found.steps > 3
    np.testing.assert_allclose(found.value, search(hill(2.0), [-3.0, -3.0], steps=40).value, atol=1e-3)
    short = hill(2.0)
    assert search(short, [-3.0, -3.0], steps=3, worth=1e-9, most_steps=5).steps <= 5


def test_slopes_may_be_given_as_a_sparse_matrix():
    class Sparse(Known):
        def slopes(self, x, nearest):
            gradient, jacobian = super().slopes(x, nearest)
            return gradient, csr_array(jacobian)

    dense = hill(2.0)
    sparse = Sparse(dense.value, dense.gradient, dense.constraints, dense.jacobian)
    np.testing.assert_array_equal(search(sparse, [-1.0, 0.0]).x, search(dense, [-1.0, 0.0]).x)


def test_a_variable_that_no_tangent_feels_stays_where_it_is():
    def oracle():
        return Known(
            lambda x: x[0] - 5.0 * x[1] ** 2,
            lambda x: [1.0, -10.0 * x[1]],
            lambda x: x[0] - 1.0,
            lambda x: [1.0, 0.0],
        )

    rules = Rules(10, penalty=10.0, tolerance=1e-7, unfelt=1e-4)
    bounds = np.full(2, -3.0), np.full(2, 3.0)
    held, known = oracle(), oracle()
    found = improve(held, np.zeros(2), *bounds, np.full(2, 0.5), rules)
    np.testing.assert_allclose(found.x, [1.0, 0.0], atol=1e-6)
    other = improve(known, np.zeros(2), *bounds, np.full(2, 0.5), rules._replace(unfelt=0.0))
    assert held.looks < known.looks
    assert found.value >= other.value


def test_a_variable_moves_only_where_it_brings_what_a_move_must():
    def oracle():
        return Known(
            lambda x: x[0] + 0.001 * x[1],
            lambda x: [1.0, 0.001],
            lambda x: x[0] - 1.0,
            lambda x: [1.0, 0.0],
        )

    rules = Rules(20, penalty=10.0, tolerance=1e-7, still=0.01)
    low, high, radius = np.full(2, -3.0), np.full(2, 3.0), np.full(2, 0.5)
    found = improve(oracle(), np.array([2.0, 0.5]), low, high, radius, rules)
    np.testing.assert_allclose(found.x, [1.0, 0.5], atol=1e-6)
    assert found.prices[0] == pytest.approx(1.0, rel=1e-6)
    moved = improve(oracle(), np.array([2.0, 0.5]), low, high, radius, rules._replace(still=0.0))
    np.testing.assert_allclose(moved.x, [1.0, 3.0], atol=1e-6)
    together = LinearLimits(np.array([[1.0, 1.0]]), np.array([1.2]))
    tied = improve(oracle(), np.zeros(2), low, high, radius, rules, standing=together)
    np.testing.assert_allclose(tied.x, [1.0, 0.0], atol=1e-6)
    held = improve(oracle(), np.zeros(2), low, high, radius, rules, standing=together._replace(upper=np.array([0.7])))
    np.testing.assert_allclose(held.x, [1.0, -0.3], atol=1e-6)


def test_a_breach_that_is_not_of_those_known_to_bear_on_it_cuts_every_radius():
    def oracle():
        return Known(
            lambda x: x[0] + x[1],
            lambda x: [1.0, 1.0],
            lambda x: 0.1 * x[0] + 100.0 * max(x[1] - 0.01, 0.0) - 1.0,
            lambda x: [0.1, 0.0],
        )

    rules = Rules(1, worth=np.inf, penalty=10.0, tolerance=1e-7)
    bounds = np.zeros(2), np.full(2, 3.0)
    blamed, known = oracle(), oracle()
    blaming = improve(blamed, np.zeros(2), *bounds, np.full(2, 0.5), rules._replace(most_steps=2, steps=2, theirs=0.8))
    only_known = improve(known, np.zeros(2), *bounds, np.full(2, 0.5), rules._replace(most_steps=2, steps=2))
    assert blaming.constraints.max() <= 0.0
    assert blamed.looks < known.looks
    assert blaming.value > 0.0
    assert only_known.constraints.max() <= 0.0


def test_a_breach_that_a_step_lessens_is_not_held_against_it_where_more_room_is_wanted():
    """The step mends the breach all along; that it is not taken is the value's doing, whose kink no tangent shows."""
    oracle = Known(
        lambda x: x[1] if x[1] < 0.01 else 0.01 - 10 * (x[1] - 0.01),
        lambda x: [0.0, 1.0 if x[1] < 0.01 else -10.0],
        lambda x: 1.0 - x[0],
        lambda x: [-1.0, 0.0],
    )
    rules = Rules(8, worth=np.inf, most_steps=8, penalty=1.0, tolerance=1e-7)
    found = improve(oracle, np.zeros(2), np.zeros(2), np.full(2, 3.0), np.full(2, 0.5), rules, goal=-1.0)
    assert found.constraints[0] <= -1.0 + 1e-9
    assert found.x[1] == pytest.approx(0.01, abs=1e-3)
