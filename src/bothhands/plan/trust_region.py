"""Sequential linear programming inside a trust region: raise a value, keep constraints, return the prices.

Why this file exists: the method knows no epidemics. It asks an oracle for values and exact gradients, solves a linear
program in HiGHS about the point it stands on, and takes the step only if the true value confirms it. Exact penalty as in
Nocedal & Wright 2006 (Numerical Optimization, 2nd ed., §18.5), with linear models in place of quadratic ones. Every
variable has a radius of its own, cut where its slope turns between two points, as the moving asymptotes of Svanberg 1987
(Int. J. Numer. Methods Eng. 24:359): production is a least of many, and one kink must not hold up all other variables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bothhands.plan import highs

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Positions = NDArray[np.intp]

CONFIRMED = 0.1
"""Share of the foretold gain a step must bring to be taken."""
TURNED, REFUSED, GROW = 0.15, 0.5, 1.5
"""Factors on a radius: where the slope turned, after a step not taken, after a step taken."""

NEGLIGIBLE = 1e-9
"""Entries below this are rounding in single precision and only trouble a simplex."""


class Oracle(Protocol):
    """What is to be raised, and what must stay at or below zero."""

    def look(self, x: Vector) -> tuple[float, Vector]:
        """Value and constraints at a point."""

    def slopes(self, x: Vector, rows: Positions) -> tuple[Vector, Matrix]:
        """Gradient of the value, and of the constraints named by `rows`, (row, variable)."""


class Rules(NamedTuple):
    """How the search is steered."""

    steps: int = 10
    """Fresh gradients at most."""
    rows: int = 16
    """Constraints linearised at once: those nearest to zero."""
    near: float = 0.7
    """A constraint further below zero than this is left out of the linear program."""
    penalty: float = 1.0
    """Value lost per unit of breach; must lie above every price."""
    radius: float = 0.5
    largest_radius: float = 1.0
    tolerance: float = 1e-5
    """Gain below which no step is worth taking."""


class Found(NamedTuple):
    """Where a search ended."""

    x: Vector
    value: float
    constraints: Vector
    prices: Vector
    """Value gained per unit that a constraint is relaxed, by constraint; dual values of the last linear program."""
    tightness: Vector
    """Gradient of the priced constraints: positive where a larger variable uses more of them."""
    steps: int
    settled: bool
    """Whether the search ended because no step was worth taking."""


def improve(
    oracle: Oracle,
    x: Vector,
    low: Vector,
    high: Vector,
    rules: Rules = Rules(),  # noqa: B008
    goal: float = 0.0,
    progress: Callable[[int, float, float], None] = lambda step, value, worst: None,
) -> Found:
    """Raise the oracle's value from a point, with constraints at or below `goal`.

    Parameters
    ----------
    oracle
        Values and exact gradients.
    x, low, high
        Where to begin, and the bounds.
    rules
        How the search is steered.
    goal
        What constraints are held to; below zero leaves room for rounding.
    progress
        Told step, value and largest constraint after each gradient.

    Notes
    -----
    The merit is value − penalty × sum of breaches; it never falls from step to step.
    """
    value, c = oracle.look(x)
    rows = _nearest(c - goal, rules)
    gradient, jacobian = oracle.slopes(x, rows)
    radius = np.full(x.size, rules.radius)
    step, settled = 1, False
    while True:
        room = goal - c[rows]
        move, duals = _program(gradient, jacobian, room, rules.penalty, np.maximum(low - x, -radius), np.minimum(high - x, radius))
        prices = np.zeros(c.size)
        prices[rows] = duals
        breach = np.maximum(jacobian @ move - room, 0.0).sum() - np.maximum(-room, 0.0).sum()
        foretold = float(gradient @ move) - rules.penalty * breach
        settled = foretold < rules.tolerance
        progress(step, value, float(c.max()))
        if settled or step >= rules.steps:
            return Found(x, value, c, prices, duals @ jacobian, step, settled)
        there = np.clip(x + move, low, high)
        new_value, new_c = oracle.look(there)
        new_rows = _nearest(new_c - goal, rules)
        new_gradient, new_jacobian = oracle.slopes(there, new_rows)
        step += 1
        worth, new_worth = gradient - duals @ jacobian, new_gradient - prices[new_rows] @ new_jacobian
        turned = worth * new_worth < 0
        gained = merit(new_value, new_c - goal, rules) - merit(value, c - goal, rules)
        if taken := gained >= CONFIRMED * foretold:
            x, value, c, rows, gradient, jacobian = there, new_value, new_c, new_rows, new_gradient, new_jacobian
        factor = np.where(turned, TURNED, GROW if taken else REFUSED)
        radius = np.minimum(radius * factor, rules.largest_radius)


def merit(value: float, breaches: Vector, rules: Rules) -> float:
    """Value less the penalty on what lies above zero."""
    return value - rules.penalty * float(np.maximum(breaches, 0.0).sum())


def _nearest(c: Vector, rules: Rules) -> Positions:
    """The constraints nearest to their limit or beyond it, worst first."""
    order = np.argsort(-c, kind="stable")[: rules.rows]
    return order[c[order] > -rules.near]


def _program(
    gradient: Vector, jacobian: Matrix, room: Vector, penalty: float, low: Vector, high: Vector
) -> tuple[Vector, Vector]:
    """Best move of the linear model between `low` and `high`, and the price of each row."""
    jacobian = np.where(np.abs(jacobian) > NEGLIGIBLE, jacobian, 0.0)
    n_rows, n = jacobian.shape
    slack = np.full(n_rows, -penalty)
    row, column = np.nonzero(jacobian)
    solved = highs.solve(
        highs.Problem(
            cost=np.concatenate([gradient, slack]),
            lower=np.concatenate([low, np.zeros(n_rows)]),
            upper=np.concatenate([high, np.full(n_rows, np.inf)]),
            row_lower=np.full(n_rows, -np.inf),
            row_upper=room,
            rows=np.concatenate([row, np.arange(n_rows)]),
            columns=np.concatenate([column, n + np.arange(n_rows)]),
            values=np.concatenate([jacobian[row, column], -np.ones(n_rows)]),
            maximise=True,
        )
    )
    return solved.x[:n], np.maximum(solved.row_prices, 0.0)
