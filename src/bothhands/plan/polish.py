"""The last part of a search: from near the best plan to it, by a quasi-Newton method on the variables that are not at a bound.

Why this file exists: linear programs find which bounds and limits hold, and crawl where the best point is no corner of them. What
is left is small: `scipy`'s SLSQP (Kraft 1988, DFVLR-FB 88-28) takes it, within a box, on the same exact gradients. The gain that
the tangents at the end promise says whether it is done; a variable they would move joins those that are free. It knows no epidemics.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bothhands.plan.linear_limits import LinearLimits, Matrix, Vector
from bothhands.plan.trust_region import Oracle, Outlook, Rules, outlook

AT_BOUND = 1e-9
"""A variable nearer to its bound than this stands on it."""
ITERATIONS = 60
"""Steps of the quasi-Newton method in a round."""
ROUNDING = 1e-9
"""Breach of a limit that is rounding."""
GAIN_SCALE = 2.0
"""Units of the value that the quasi-Newton method counts as one: its first guess of the curvature."""


class Polished(NamedTuple):
    """Where it ended."""

    x: Vector
    ahead: Outlook
    """Value, limits, prices, and what tangents still promise there."""
    rounds: int
    settled: bool
    """Whether tangents promise no more than was asked."""


def polish(
    oracle: Oracle,
    x: Vector,
    low: Vector,
    high: Vector,
    rules: Rules,
    goal: float,
    standing: LinearLimits,
    box: float = 0.1,
    rounds: int = 8,
) -> Polished:
    """Raise the value from a point near the best one.

    Parameters
    ----------
    oracle, x, low, high, rules, goal, standing
        As in `trust_region.improve`; done where tangents promise less than `rules.tolerance` within `rules.margin`.
    box
        How far a variable may move in a round.
    rounds
        Rounds at most, each on the variables then free.
    """
    free = np.zeros(x.size, np.bool_)
    ahead = outlook(oracle, x, low, high, rules, goal, standing)
    for done in range(rounds):
        outside = float(ahead.constraints.max()) - goal
        if ahead.gain < rules.tolerance and outside <= ROUNDING:
            return Polished(x, ahead, done, True)
        moved = x + ahead.move
        free |= ((x > low + AT_BOUND) | (moved > low + AT_BOUND)) & ((x < high - AT_BOUND) | (moved < high - AT_BOUND))
        there = _on_face(oracle, x, free, np.maximum(low, x - box), np.minimum(high, x + box), rules, goal, standing)
        then = outlook(oracle, there, low, high, rules, goal, standing)
        if _merit(then, goal, rules) <= _merit(ahead, goal, rules):
            box *= 0.25
            continue
        x, ahead = there, then
    settled = ahead.gain < rules.tolerance and float(ahead.constraints.max()) - goal <= ROUNDING
    return Polished(x, ahead, rounds, settled)


def _merit(ahead: Outlook, goal: float, rules: Rules) -> float:
    """Value less the penalty on breaches beyond rounding."""
    return ahead.value - rules.penalty * float(np.maximum(ahead.constraints - goal - ROUNDING, 0.0).sum())


def _on_face(
    oracle: Oracle, x: Vector, free: NDArray[np.bool_], low: Vector, high: Vector, rules: Rules,
    goal: float, standing: LinearLimits,
) -> Vector:  # fmt: skip
    """The best point found by SLSQP with only some variables free."""
    at = np.flatnonzero(free)
    looked = _Looked(oracle, x, at, rules.exact)
    scale = np.abs(standing.matrix).max(1, keepdims=True, initial=1e-30)
    matrix, room = standing.matrix[:, at] / scale, (standing.upper - standing.matrix @ x) / scale[:, 0]
    bears = np.abs(matrix).max(1, initial=0.0) > 0
    matrix, room = matrix[bears], room[bears]
    limits: list[dict[str, str | Callable[[Vector], Vector | Matrix]]] = [
        {"type": "ineq", "fun": lambda y: goal - looked.at(y)[1], "jac": lambda y: -looked.slopes(y)[1]},
        {"type": "ineq", "fun": lambda y: room - matrix @ (y - x[at]), "jac": lambda y: -matrix},
    ]
    found = minimize(
        lambda y: -looked.at(y)[0] / GAIN_SCALE,
        x[at],
        jac=lambda y: -looked.slopes(y)[0] / GAIN_SCALE,
        bounds=np.stack([low[at], high[at]], axis=1),
        constraints=limits,
        method="SLSQP",
        options={"maxiter": ITERATIONS, "ftol": 1e-3 * rules.tolerance / GAIN_SCALE},
    )
    return np.clip(looked.whole(found.x), low, high)


class _Looked:
    """An oracle on some of its variables, asked once a point."""

    def __init__(self, oracle: Oracle, x: Vector, at: NDArray[np.intp], exact: int) -> None:
        self._oracle, self._x, self._at, self._exact = oracle, x, at, exact
        self._seen: tuple[bytes, tuple[float, Vector]] | None = None
        self._sloped: tuple[bytes, tuple[Vector, Matrix]] | None = None

    def whole(self, y: Vector) -> Vector:
        """All variables, where some are given."""
        x = self._x.copy()
        x[self._at] = y
        return x

    def at(self, y: Vector) -> tuple[float, Vector]:
        """Value and constraints."""
        if self._seen is None or self._seen[0] != y.tobytes():
            self._seen = (y.tobytes(), self._oracle.look(self.whole(y)))
        return self._seen[1]

    def slopes(self, y: Vector) -> tuple[Vector, Matrix]:
        """Gradients of the value and of the constraints."""
        if self._sloped is None or self._sloped[0] != y.tobytes():
            nearest = np.argsort(-self.at(y)[1], kind="stable")[: self._exact]
            gradient, jacobian = self._oracle.slopes(self.whole(y), nearest)
            self._sloped = (y.tobytes(), (gradient[self._at], jacobian[:, self._at]))
        return self._sloped[1]
