"""The search for the joint plan: welfare raised under the limits, on exact gradients of the coupled run.

Why this file exists: it makes the coupled run an oracle for `trust_region`, chooses where to start and what to keep. The
search runs in single precision on the days ahead; whatever is kept is simulated again in double, in levels a person can
carry out, and keeps every limit there. The dual values of the last linear program are the limits' prices.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.plan.coupled_run import CORES, CoupledRun, keeps, rank, whole_percents
from bothhands.plan.problem import (
    Decisions,
    Outcome,
    Problem,
    bounds_of,
    flat,
    shaped,
    uniform,
)
from bothhands.plan.trust_region import Rules, improve

FULL = 0.985
"""Use of a limit the search aims at, so that levels can be rounded."""
REPAIRS = 3
"""Times the search goes on under tighter limits when rounding broke one."""
FIRST_RADIUS = (0.01, 0.25, 0.25, 0.25, 0.25)
"""How far openness, schools, gatherings, ports and the corridor may move in the first step; what an industry makes bends within a percent of what it has hands for."""
TOLERANCE = 1e-4
"""Share of welfare below which a step is not worth taking."""


class Solution(NamedTuple):
    """A plan and how it was found."""

    decisions: Decisions
    outcome: Outcome
    feasible: bool
    prices: NDArray[np.float64]
    """Welfare lost per 1 % of tightening, (limit, place); a limit of the whole region has its price in the first place."""
    shadow: NDArray[np.float64]
    """Welfare lost per unit by which the log of a limit's use is tightened, in currency, (limit, place, period)."""
    capacity_worth: NDArray[np.float64]
    """Welfare gained per 1 % more of a capacity, (capacity, place); in the order of `CAPACITIES`."""
    steps: int
    """Fresh gradients taken."""
    settled: bool
    """Whether the search ended because no step was worth taking."""
    seconds: float


def solve(
    axes: Axes,
    model: Model,
    problem: Problem,
    starts: Sequence[Decisions],
    steps: int = 4,
    progress: Callable[[str], None] = lambda _: None,
    constants: bool = True,
    at_most: int | None = None,
) -> Solution:
    """Improve a plan under the limits.

    Parameters
    ----------
    axes, model, problem
        The region's axes, its model and the problem.
    starts
        Plans to start from. The best of them and of a grid of constant plans is improved, so none beats the result.
    steps
        Fresh gradients; the search ends earlier where no step is worth taking, and goes on while each gains half a percent.
    progress
        Told a line after each step.
    constants
        Whether the grid of constant plans is tried as well.
    at_most
        Fresh gradients at most, however much each gains, with one repair; None sets no such bound.
    """
    began = time.perf_counter()
    coupled = CoupledRun(axes, model, problem, starts[0])
    start = best_start(axes, coupled, starts, constants)
    low, high = bounds_of(axes, problem)
    rules, goal, taken = Rules(steps=steps, tolerance=TOLERANCE), float(np.log(FULL)), 0
    if at_most is not None:
        rules = rules._replace(most_steps=at_most)

    def told(step: int, value: float, worst: float) -> None:
        progress(
            f"step {taken + step}: welfare {100 * value:.2f} % of the start's, fullest limit {100 * np.exp(worst):.0f} %"
        )

    kept = coupled.verdict(whole_percents(flat(start)))
    x = np.clip(flat(start), low, high)
    radius = flat(uniform(axes, *FIRST_RADIUS))
    for _ in range(REPAIRS + 1 if at_most is None else 2):
        found = improve(coupled, x, low, high, radius, rules, goal, told)
        taken += found.steps
        tried = coupled.verdict(whole_percents(found.x, found.tightness))
        if keeps(tried[1]):
            break
        x, goal = found.x, goal - 0.01
        rules, radius = rules._replace(steps=2, most_steps=2), np.minimum(radius, 0.05)
    kept = max(kept, tried, coupled.towards(found.x, kept[0]), key=lambda one: rank(one[1]))
    kept = coupled.simpler(kept, flat(start))
    shadow = coupled.shadow(found)
    return Solution(
        decisions=shaped(axes, kept[0]),
        outcome=kept[1],
        feasible=keeps(kept[1]),
        prices=shadow.sum(-1) / 100.0,
        shadow=shadow,
        capacity_worth=coupled.capacity_worth(found),
        steps=taken,
        settled=found.settled,
        seconds=time.perf_counter() - began,
    )


def best_start(axes: Axes, coupled: CoupledRun, others: Sequence[Decisions], constants: bool = True) -> Decisions:
    """The best of the given plans and, with `constants`, of a grid of constant ones, screened as the first of them."""
    levels = [*product((0.7, 1.0), (0.0, 0.5, 1.0), (0.3, 1.0)), (1.0, 0.0, 0.0), (0.9, 0.0, 0.15)]
    flat_ones = [uniform(axes, *level, 0.0, 0.0) for level in levels if constants]
    grid = [others[0]._replace(openness=c.openness, school=c.school, gatherings=c.gatherings) for c in flat_ones]

    def standing(decisions: Decisions) -> tuple[bool, float]:
        value, log_use = coupled.look(flat(decisions))
        worst = float(log_use.max())
        return worst <= 0.0, value if worst <= 0.0 else -worst

    every = [*others, *grid]
    ranks = list(CORES.map(standing, every))
    return every[max(range(len(every)), key=ranks.__getitem__)]
