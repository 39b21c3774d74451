"""The best openness of Haw et al. 2022: linear programs from the lockdown, a polish on the face they end on, limits kept strictly.

Why this file exists: the published plans were found by one solver from one start, and exceed their bed limit by 0.03 %. Here a
search starts from the lockdown or anywhere, ends inside every limit under accurate integration, and says what it could not do.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.plan.linear_limits import LinearLimits
from bothhands.plan.polish import polish
from bothhands.plan.trust_region import Found, Rules, improve, outlook
from bothhands.validate.haw2022_problem import Problem

FloatArray = NDArray[np.float64]

RULES = Rules(steps=30, most_steps=30, exact=4, penalty=300.0, tolerance=1e-3)
POLISH = RULES._replace(tolerance=2e-4, margin=0.05)
"""Tangents that promise less than this many bn pounds, no variable moving further than the margin, end the search."""
RADIUS, LATER_RADIUS = 0.2, 0.05
"""How far a variable may move in the first linear program, and in the first of those begun anew."""
INSIDE = -2e-7
"""Excess that beds and reproduction are held to: room for the rounding of eight steps a day."""
REPAIRS = 3
"""Times what finer steps differ by is measured again, until it moves no constraint by half of that room."""
BREACHED, HOPELESS, MOST_PENALTY = 1e-4, 0.03, 3e4
"""Excess after which linear programs begin anew at ten times the penalty, up to the most; excess no polish is tried on."""
LEAST_PEAK_PENALTY = 1e3
"""Share of the beds a unit of reproduction is counted at where as few beds as can be are sought."""
MULTIPLES = (3.0, 10.0, 40.0, 200.0)
"""Of the beds that do not suffice, at which that begins."""


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
    """Compile what a search runs, side by side."""
    nearest = np.arange(RULES.exact)
    works = (
        lambda: problem.slopes(problem.start, nearest),
        lambda: problem.measured(problem.start),
        lambda: problem.look(problem.start),
    )
    with ThreadPoolExecutor(2) as pool:
        for work in [pool.submit(work) for work in works]:
            work.result()


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
    found, rules = _by_programs(problem, problem.start if start is None else start)
    own = POLISH._replace(penalty=rules.penalty)
    ahead, x, settled = None, found.x, False
    problem.calibrate(x)
    for _ in range(REPAIRS if found.constraints.max() < HOPELESS else 0):
        x, ahead, _, settled = polish(problem, x, problem.low, problem.high, own, INSIDE, problem.standing)
        if problem.calibrate(x) < -0.5 * INSIDE:
            break
    if ahead is None:
        ahead = outlook(problem, x, problem.low, problem.high, own, INSIDE, problem.standing)
    return Optimum(
        x, ahead.value, problem.look(x)[1], ahead.prices, ahead.gain, settled, problem.gradients - before,
        time.perf_counter() - began,
    )  # fmt: skip


def _by_programs(problem: Problem, x: FloatArray) -> tuple[Found, Rules]:
    """Where linear programs end, begun anew while that is worth it, and the penalty it took to keep the limits."""
    rules, found = RULES, None
    while True:
        radius = np.full(x.size, RADIUS if found is None else LATER_RADIUS)
        last = found
        found = improve(problem, x, problem.low, problem.high, radius, rules, 0.0, standing=problem.standing)
        x = found.x
        if found.constraints.max() > BREACHED:
            if rules.penalty >= MOST_PENALTY:
                return found, rules
            rules = rules._replace(penalty=10.0 * rules.penalty)
        elif last is not None:
            return found, rules


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


def least_peak(problem: Problem) -> tuple[float, FloatArray] | None:
    """The fewest people in hospital at the worst moment under the other limits, as far as found, and openness for it.

    Parameters
    ----------
    problem
        The problem whose beds do not suffice.

    Returns
    -------
    None where no plan that keeps the others was found under any multiple of its beds that was tried.
    """
    for factor in MULTIPLES:
        wider = problem.with_beds(factor * problem.setting.beds)
        begun, _ = _by_programs(wider, problem.start)
        if begun.constraints.max() <= BREACHED:
            break
    else:
        return None
    oracle = LeastPeak(wider)
    x = np.append(begun.x, float(begun.constraints[:-1].max()))
    rules = RULES._replace(penalty=LEAST_PEAK_PENALTY, tolerance=1e-5)
    for radius in (LATER_RADIUS, RADIUS, LATER_RADIUS):
        each = np.append(np.full(x.size - 1, radius), 10.0)
        x = improve(oracle, x, oracle.low, oracle.high, each, rules, 0.0, standing=oracle.standing).x
    return float(problem.measured(x[:-1])[:-1].max()), x[:-1]
