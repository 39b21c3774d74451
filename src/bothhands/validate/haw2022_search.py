"""The best openness of Haw et al. 2022: linear programs from the lockdown, a polish on the face they end on, limits kept strictly.

Why this file exists: the published plans were found by one solver from one start, and exceed their bed limit by 0.03 %. Here a
search starts from the lockdown or anywhere, ends inside every limit under accurate integration, and says what it could not do.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.plan.linear_limits import LinearLimits
from bothhands.plan.polish import polish
from bothhands.plan.trust_region import Found, Rules, improve
from bothhands.validate.haw2022_problem import Problem

FloatArray = NDArray[np.float64]

RULES = Rules(steps=30, most_steps=30, exact=4, penalty=300.0, tolerance=1e-3)
POLISH = RULES._replace(tolerance=2e-4, margin=0.05)
"""Tangents that promise less than this many bn pounds, no variable moving further than the margin, end the search."""
RADIUS, LATER_RADIUS = 0.2, 0.05
PASSES, WORTH = 2, 0.05
"""Times the linear programs begin anew with a fresh radius, while each gains so many bn pounds."""
INSIDE = -2e-7
"""Excess that beds and reproduction are held to: room for the rounding of eight steps a day."""
REPAIRS = 3
"""Times what finer steps differ by is measured again, until it moves no constraint by half of that room."""
BREACHED = 1e-4
"""Excess after the linear programs that a polish cannot mend."""
MOST_PENALTY = 3e4


class Optimum(NamedTuple):
    """Where a search ended."""

    x: FloatArray
    value: float
    """Value added less what tests cost, bn pounds."""
    constraints: FloatArray
    """Excess of beds by window and of reproduction."""
    prices: FloatArray
    """Value per unit of excess allowed, by constraint."""
    promised: float
    """What tangents still promise, bn pounds: a measure of first-order optimality."""
    settled: bool
    gradients: int
    seconds: float

    @property
    def feasible(self) -> bool:
        """Whether beds and reproduction keep their limits."""
        return bool(self.constraints.max() <= 0.0)


def prepare(problem: Problem) -> None:
    """Compile what a search runs."""
    problem.look(problem.start)
    problem.slopes(problem.start, np.arange(4))


def search(problem: Problem, start: FloatArray | None = None) -> Optimum:
    """The best plan found from a start, the lockdown by default; a start may breach any limit.

    Parameters
    ----------
    problem
        The oracle, its bounds and linear limits.
    start
        Openness and testing.
    """
    began, before = time.perf_counter(), problem.gradients
    x = problem.start if start is None else start
    rules, found = RULES, None
    for pass_ in range(PASSES):
        radius = np.full(x.size, RADIUS if pass_ == 0 else LATER_RADIUS)
        last, found = (
            found,
            improve(problem, x, problem.low, problem.high, radius, rules, 0.0, standing=problem.standing),
        )
        x = found.x
        if found.constraints.max() > BREACHED and rules.penalty < MOST_PENALTY:
            rules = rules._replace(penalty=10.0 * rules.penalty)
        elif last is not None and _merit(found, rules) - _merit(last, rules) < WORTH:
            break
    goal, own = INSIDE, POLISH._replace(penalty=rules.penalty)
    problem.calibrate(x)
    for _ in range(REPAIRS):
        done = polish(problem, x, problem.low, problem.high, own, goal, problem.standing)
        x = done.x
        if problem.calibrate(x) < -0.5 * INSIDE:
            break
    ahead = done.ahead
    return Optimum(
        done.x, ahead.value, ahead.constraints, ahead.prices, ahead.gain, done.settled, problem.gradients - before,
        time.perf_counter() - began,
    )  # fmt: skip


def _merit(found: Found, rules: Rules) -> float:
    return found.value - rules.penalty * float(np.maximum(found.constraints, 0.0).sum())


class LeastPeak:
    """The same limits with the excess of beds as one more variable, the value its negative: how few beds could do.

    Parameters
    ----------
    problem
        Its beds are the unit of the excess.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        most = 1.0 + float(problem.look(problem.high)[1].max())
        self.low, self.high = np.append(problem.low, -1.0), np.append(problem.high, most)
        rows = np.concatenate([problem.standing.matrix, np.zeros((problem.standing.upper.size, 1))], axis=1)
        self.standing = LinearLimits(rows, problem.standing.upper)
        self._gradient = np.append(np.zeros(problem.low.size), -1.0)

    def look(self, x: FloatArray) -> tuple[float, FloatArray]:
        """Negative excess, and the constraints with it allowed."""
        c = self._problem.look(x[:-1])[1].copy()
        c[:-1] -= x[-1]
        return float(-x[-1]), c

    def slopes(self, x: FloatArray, nearest: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        """As those of the problem."""
        jacobian = self._problem.slopes(x[:-1], nearest)[1]
        allowed = np.full((jacobian.shape[0], 1), -1.0)
        allowed[-1] = 0.0
        return self._gradient, np.concatenate([jacobian, allowed], axis=1)


def least_peak(problem: Problem) -> tuple[float, FloatArray]:
    """The fewest people in hospital at the worst moment that the other limits allow, as far as found, and openness for it.

    Parameters
    ----------
    problem
        The problem whose beds do not suffice.
    """
    oracle = LeastPeak(problem)
    x = np.append(problem.start, max(float(problem.look(problem.start)[1][:-1].max()), -1.0))
    rules = RULES._replace(penalty=100.0, tolerance=1e-5)
    for radius in (RADIUS, LATER_RADIUS, LATER_RADIUS):
        each = np.append(np.full(x.size - 1, radius), 10.0)
        x = improve(oracle, x, oracle.low, oracle.high, each, rules, 0.0, standing=oracle.standing).x
    return float(problem.measured(x[:-1])[:-1].max()), x[:-1]
