"""Linear limits that every program of a search keeps, and the nearest point that keeps them.

Why this file exists: a limit that is linear needs no tangents and no penalty. It stands in each linear program as it is, so that
every step of a search keeps it to the rounding of the solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack

from bothhands.errors import Fault, RunError
from bothhands.plan import highs

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

BOTH_WAYS = 1.0, -1.0
"""Moves as what each variable rises by, then what each falls by."""


class LinearLimits(NamedTuple):
    """matrix · x ≤ upper, row by row."""

    matrix: Matrix | csr_array
    """(row, variable)"""
    upper: Vector

    def with_free(self, extra: int) -> LinearLimits:
        """The same limits with more variables behind, which none of them holds."""
        limits = coo_array(self.matrix)
        rows, variables = limits.shape
        entries = limits.data, (limits.row, limits.col)
        return LinearLimits(csr_array(entries, shape=(rows, variables + extra)), self.upper)

    def of_moves(self, x: Vector, ways: Sequence[float]) -> LinearLimits:
        """The limits on moves from a point, for each way that moves are counted in (1 upward, −1 downward) one block of variables."""
        limits = coo_array(self.matrix)
        return LinearLimits(csr_array(hstack([way * limits for way in ways])), self.upper - self.matrix @ x)

    def breach(self, x: Vector) -> float:
        """How far the worst row lies above its limit; zero where all are kept."""
        return max(float((self.matrix @ x - self.upper).max(initial=0.0)), 0.0)


def with_limits(problem: highs.Problem, standing: LinearLimits) -> highs.Problem:
    """A program with linear limits on its first variables below its rows."""
    limits = coo_array(standing.matrix)
    return replace(
        problem,
        row_lower=np.concatenate([problem.row_lower, np.full(standing.upper.size, -np.inf)]),
        row_upper=np.concatenate([problem.row_upper, standing.upper]),
        rows=np.concatenate([problem.rows, problem.row_lower.size + limits.row]),
        columns=np.concatenate([problem.columns, limits.col]),
        values=np.concatenate([problem.values, limits.data]),
    )


def nearest_inside(x: Vector, low: Vector, high: Vector, standing: LinearLimits) -> Vector:
    """The point within bounds and linear limits that is least far from another, by the sum of all moves.

    Parameters
    ----------
    x
        The other point; it is returned, within its bounds, where it keeps the limits.
    low, high, standing
        The bounds and the linear limits.

    Raises
    ------
    RunError
        Where no point keeps them.
    """
    inside = np.clip(x, low, high)
    if (standing.matrix @ inside <= standing.upper).all():
        return inside
    n, none = x.size, np.empty(0)
    moves = highs.Problem(
        cost=np.ones(2 * n),
        lower=np.zeros(2 * n),
        upper=np.concatenate([high - inside, inside - low]),
        row_lower=none,
        row_upper=none,
        rows=none.astype(np.intp),
        columns=none.astype(np.intp),
        values=none,
    )
    solved = highs.solve(with_limits(moves, standing.of_moves(inside, BOTH_WAYS)))
    if not solved.is_usable:
        what = "no point within the bounds keeps the linear limits"
        raise RunError(Fault("BH-PLN-003", what, "limits that can be kept together", "loosen a limit or a bound"))
    return np.asarray(np.clip(inside + solved.x[:n] - solved.x[n:], low, high))
