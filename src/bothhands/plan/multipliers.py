"""The last part of a region's search: every variable at once, along the exact slope of the value less what lies above the limits.

Why this file exists: linear programs find which bounds and limits hold, but need a row for every limit; those of a region are pooled, and
what one city does to another's limit is left out of them. Here all limits are in one sum, whose slope is one backward pass and leaves nothing
out. It knows no epidemics.

References
----------
Augmented Lagrangian: Hestenes 1969 (J. Optim. Theory Appl. 4:303); Nocedal & Wright 2006 (Numerical Optimization, 2nd ed., §17.3 and 17.4).
Steps: L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995, SIAM J. Sci. Comput. 16:1190) of `scipy`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from scipy.optimize import OptimizeResult, minimize

from bothhands.plan.linear_limits import Vector

PENALTIES, STEPS = (0.01, 0.1, 0.5, 2.5), (20, 8, 8, 8)
"""Penalty and steps at most, by phase; half the penalty is the value lost per squared unit of breach. ASSUMED: in the first a limit may be passed a little, which
shows what it costs; the second holds it; the others follow where it is still passed by more than `HELD`."""
HELD = 0.01
"""Breach that a phase may end with and be the last."""
WINDOW, LEAST = 4, 1e-4
"""A phase ends once so many steps together gained less."""
MEMORY = 15
"""Earlier steps that tell the curvature."""


class Weighed(Protocol):
    """What is to be raised, and what must stay at or below a goal."""

    def weighed(self, x: Vector, multipliers: Vector, penalty: float, goal: float) -> tuple[float, Vector, Vector]:
        """Value and constraints at a point, and the slope of the value less each constraint at max(0, multiplier + penalty (constraint − goal))."""


class Climbed(NamedTuple):
    """Where it ended."""

    x: Vector
    steps: int
    """Slopes taken."""
    settled: bool
    """Whether the last phase ended because steps gained next to nothing."""


def climb(
    oracle: Weighed,
    x: Vector,
    low: Vector,
    high: Vector,
    radius: Vector,
    multipliers: Vector,
    goal: float = 0.0,
    progress: Callable[[int, float, float], None] = lambda step, value, worst: None,
) -> Climbed:
    """Raise the oracle's value from a point, with constraints at or next to `goal` in the end.

    Parameters
    ----------
    oracle
        Value, constraints, and exact slopes of weighted sums.
    x, low, high
        Where to begin, and the bounds.
    radius
        How far each variable may move before its slope has changed much, to an order of magnitude: the curvature that is assumed at first.
    multipliers
        First guess of what each constraint costs; zeros where nothing is known.
    goal
        What constraints are held to.
    progress
        Told slopes taken, value and largest constraint after each phase.
    """
    unit = np.sqrt(radius / radius.max(initial=0.0))
    worst, taken, settled = np.inf, 0, False
    for number, (penalty, steps) in enumerate(zip(PENALTIES, STEPS, strict=True)):
        if number > 1 and worst - goal <= HELD:
            break
        phase = _Phase(oracle, low, high, unit, multipliers, penalty, goal)
        found = minimize(
            phase.loss, x / unit, jac=True, bounds=np.stack([low / unit, high / unit], axis=1), method="L-BFGS-B", callback=phase.watch,
            options={"maxiter": steps, "maxcor": MEMORY, "ftol": 0.0, "gtol": 0.0},
        )  # fmt: skip
        phase.loss(found.x)
        x = phase.x
        multipliers, taken = phase.multipliers_next, taken + phase.taken
        settled = phase.settled or bool(found.success)
        worst = float(phase.constraints.max(initial=-np.inf))
        progress(taken, phase.value, worst)
    return Climbed(x, taken, settled)


class _Phase:
    """The sum to be lessened under one penalty, by variables in units of their own; the last point asked for is not run again."""

    def __init__(
        self, oracle: Weighed, low: Vector, high: Vector, unit: Vector, multipliers: Vector, penalty: float, goal: float
    ) -> None:
        self._oracle, self._low, self._high, self._unit = oracle, low, high, unit
        self._multipliers, self._penalty, self._goal = multipliers, penalty, goal
        self._losses: list[float] = []
        self._at: tuple[Vector, float, Vector] | None = None
        self.taken, self.settled = 0, False

    def loss(self, scaled: Vector) -> tuple[float, Vector]:
        """Augmented Lagrangian of the negative value, and its slope."""
        if self._at is None or not np.array_equal(self._at[0], scaled):
            self.x = np.clip(scaled * self._unit, self._low, self._high)
            self.value, self.constraints, slope = self._oracle.weighed(
                self.x, self._multipliers, self._penalty, self._goal
            )
            self.taken += 1
            self.multipliers_next = np.maximum(0.0, self._multipliers + self._penalty * (self.constraints - self._goal))
            pull = float((self.multipliers_next**2 - self._multipliers**2).sum()) / (2.0 * self._penalty)
            self._at = scaled.copy(), pull - self.value, -slope * self._unit
        return self._at[1], self._at[2]

    def watch(self, intermediate_result: OptimizeResult) -> None:
        """Ends the phase once steps gain next to nothing."""
        self._losses.append(float(intermediate_result.fun))
        if len(self._losses) > WINDOW and self._losses[-1 - WINDOW] - self._losses[-1] < LEAST:
            self.settled = True
            raise StopIteration
