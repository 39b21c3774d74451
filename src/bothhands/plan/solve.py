"""The search for the joint plan: welfare raised under the limits, on exact gradients of the coupled run.

Why this file exists: it makes the coupled run an oracle for `trust_region`, chooses where to start and what to keep. The
search runs in single precision on the days ahead; whatever is kept is simulated again in double, in levels a person can
carry out, and keeps every limit there. The dual values of the last linear program are the limits' prices.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import Levers
from bothhands.model.programs import Program
from bothhands.model.simulate import Day, Model, Past, cast, run, until
from bothhands.plan.capacities import as_given, enlarged
from bothhands.plan.problem import (
    BUDGET,
    LIMITS,
    REGION_WIDE,
    Decisions,
    Figures,
    Outcome,
    Problem,
    bounds_of,
    flat,
    levers_under,
    n_periods,
    outcome_of,
    place_and_period,
    shaped,
    simulated,
    uniform,
)
from bothhands.plan.trust_region import Found, Matrix, Positions, Rules, Vector, improve

FULL = 0.985
"""Use of a limit the search aims at, so that levels can be rounded."""
LEAST_USE = 1e-3
"""Limits enter as log(use), so that odds of 50 % and 5 % are as far apart as 5 % and 0.5 %; less use than this is alike."""
REPAIRS = 3
"""Times the search goes on under tighter limits when rounding broke one."""
FIRST_RADIUS = (0.01, 0.25, 0.25, 0.25, 0.25)
"""How far openness, schools, gatherings, ports and the corridor may move in the first step; what an industry makes bends within a percent of what it has hands for."""
CORES = ThreadPoolExecutor(os.cpu_count())
"""Runs side by side; they hold no lock of Python while they run."""
EXACT = Rules().exact
CALLS = 2
"""Backward passes that share the rows of a gradient; with one, a second core would idle half the time."""
ROWS = CALLS * -(-(1 + len(LIMITS) + EXACT) // CALLS)
TOLERANCE = 1e-4
"""Share of welfare below which a step is not worth taking."""
SMALL_CHANGES = (0.2, 0.1, 0.05, 0.02)
"""Changes of openness that may be left out, largest first."""
SIMPLE = 2e-4
"""ASSUMED: share of welfare that a plan of fewer measures may cost."""
STEP_OF_LEVELS = 100
"""Levels a person can carry out: whole percents."""


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

    kept = coupled.verdict(_whole_percents(flat(start)))
    x = np.clip(flat(start), low, high)
    radius = flat(uniform(axes, *FIRST_RADIUS))
    for _ in range(REPAIRS + 1 if at_most is None else 2):
        found = improve(coupled, x, low, high, radius, rules, goal, told)
        taken += found.steps
        tried = coupled.verdict(_whole_percents(found.x, found.tightness))
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


def keeps(outcome: Outcome) -> bool:
    """Whether every limit is kept."""
    return float(np.max(outcome.limits)) <= 1.0


def rank(outcome: Outcome) -> tuple[bool, float]:
    """Plans that keep the limits come first, by welfare; others by how little they break them."""
    kept = keeps(outcome)
    return kept, float(outcome.welfare) if kept else -float(np.max(outcome.limits))


class CoupledRun:
    """The coupled run as an oracle: welfare as a share of a start's value added, and the log of every limit's use.

    A limit holds in every place and period; one of the whole region counts in one place, the budget in one period. Days up
    to the as-of day are run once and never again.
    """

    def __init__(self, axes: Axes, model: Model, problem: Problem, start: Decisions) -> None:
        self.axes, self.model, self.problem = axes, model, problem
        self._single = cast((model, problem), np.float32)
        first, levers, record = simulated(model, problem, start)
        self._scale = jnp.asarray(first.value_added, jnp.float32)
        self._shape = len(LIMITS), len(axes.places), n_periods(axes)
        wide = [LIMITS.index(name) for name in REGION_WIDE]
        counted = np.ones(self._shape, bool)
        counted[wide, 1:] = False
        counted[LIMITS.index(BUDGET), :, 1:] = False
        self._counted = np.flatnonzero(counted)
        self._past = _past(*cast((model, problem, levers, record), np.float32))
        weights = jnp.zeros((ROWS // CALLS, 1 + int(np.prod(self._shape))), jnp.float32)
        self._factors, self._grown = as_given(model), dict[bytes, tuple[Positions, Matrix]]()
        given = (*self._single, self._past, self._scale, self._decisions(flat(start)), self._factors, weights)
        self._backward = CORES.submit(_slopes.prepare, *given)
        limit, place, period = np.unravel_index(self._counted, self._shape)
        own_place, own_period = place_and_period(axes)
        self._kind = limit == np.arange(len(LIMITS))[:, None]
        self._own = (own_place == place[:, None]) | np.isin(limit, wide)[:, None]
        self._own &= (own_period == period[:, None]) | (limit == LIMITS.index(BUDGET))[:, None]

    def look(self, x: Vector) -> tuple[float, Vector]:
        """Welfare and log use of the limits at a decision vector."""
        outcome = _outcome(*self._single, self._past, self._decisions(x))
        log_use = np.log(np.maximum(np.asarray(outcome.use, np.float64).ravel(), LEAST_USE))
        return float(outcome.welfare) / float(self._scale), log_use[self._counted]

    def slopes(self, x: Vector, nearest: Positions) -> tuple[Vector, Matrix]:
        """Gradients of welfare and of every limit, by batched backward passes side by side.

        Exact for the nearest limits. The others of one kind share a pass, and each keeps the part of the decisions of its own
        place and period: what one place or period does to another's limit is left out there.
        """
        alone = np.zeros((EXACT, self._counted.size), np.float32)
        alone[np.arange(nearest.size), nearest] = 1.0
        shared = self._kind * (1.0 - alone.sum(0))
        weights = np.zeros((ROWS, 1 + int(np.prod(self._shape))), np.float32)
        weights[0, 0] = 1.0
        weights[1 : 1 + len(LIMITS) + EXACT, 1 + self._counted] = np.concatenate([shared, alone])
        given = (*self._single, self._past, self._scale, self._decisions(x), self._factors)
        self._backward.result()
        parts = list(CORES.map(lambda part: _slopes(*given, jnp.asarray(part)), np.split(weights, CALLS)))
        grown = np.concatenate([np.asarray(part[1], np.float64) for part in parts])
        self._grown[x.tobytes()] = nearest, grown
        rows = np.concatenate([_one_row_each(part[0]) for part in parts])
        gradient, shared_rows, exact = rows[0], rows[1 : 1 + len(LIMITS)], rows[1 + len(LIMITS) :]
        jacobian = np.where(self._own, shared_rows[self._kind.argmax(0)], 0.0)
        jacobian[nearest] = exact[: nearest.size]
        return gradient, jacobian

    def verdict(self, x: Vector) -> tuple[Vector, Outcome]:
        """A decision vector and what it amounts to, in double precision and over the whole calendar."""
        return x, evaluate(self.axes, self.model, self.problem, x)

    def towards(self, x: Vector, fallback: Vector) -> tuple[Vector, Outcome]:
        """The furthest point from the fallback to x, in whole percents, that keeps the limits, by bisection."""
        low, high, best = 0.0, 1.0, self.verdict(_whole_percents(x))
        for _ in range(0 if keeps(best[1]) else 6):
            middle = 0.5 * (low + high)
            tried = self.verdict(_whole_percents((1.0 - middle) * x + middle * fallback))
            low, high, best = (low, middle, tried) if keeps(tried[1]) else (middle, high, best)
        return best

    def simpler(self, kept: tuple[Vector, Outcome], start: Vector) -> tuple[Vector, Outcome]:
        """The plan without its small changes of openness, as many as cost next to no welfare and break no limit."""
        x, outcome = kept
        n = int(np.prod(self._decisions(x).openness.shape))
        for least in SMALL_CHANGES if keeps(outcome) else ():
            plain = x.copy()
            plain[:n] = np.where(np.abs(x[:n] - start[:n]) < least, start[:n], x[:n])
            tried = self.verdict(_whole_percents(plain))
            if keeps(tried[1]) and float(tried[1].welfare) >= (1.0 - SIMPLE) * float(outcome.welfare):
                return tried
        return kept

    def shadow(self, found: Found) -> NDArray[np.float64]:
        """Welfare lost per unit of log use of a limit that is tightened, in currency, (limit, place, period)."""
        shadow = np.zeros(int(np.prod(self._shape)))
        shadow[self._counted] = found.prices * float(self._scale)
        return np.asarray(shadow.reshape(self._shape))

    def capacity_worth(self, found: Found) -> NDArray[np.float64]:
        """Welfare gained per 1 % more of each capacity, in currency, (capacity, place): of welfare itself and of the limits it eases.

        Of the limits, those nearest to full, which have a gradient of their own; others are next to never priced.
        """
        nearest, grown = self._grown[found.x.tobytes()]
        exact = grown[1 + len(LIMITS) :][: nearest.size]
        worth = grown[0] - np.tensordot(found.prices[nearest], exact, 1)
        return np.asarray(np.maximum(worth, 0.0) * float(self._scale) / 100.0)

    def _decisions(self, x: Vector) -> Decisions:
        return shaped(self.axes, x.astype(np.float32))


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


def evaluate(axes: Axes, model: Model, problem: Problem, x: Vector) -> Outcome:
    """What a decision vector amounts to, on the host."""
    outcome, _, _ = simulated(model, problem, shaped(axes, x))
    return Outcome(*(np.asarray(part) for part in outcome))


def _one_row_each(slopes: Decisions) -> Matrix:
    """Gradients by decision as one matrix, (row, variable)."""
    return np.concatenate([np.asarray(part, np.float64).reshape(len(part), -1) for part in slopes], axis=1)


def _whole_percents(x: Vector, tightness: Vector | None = None) -> Vector:
    """Levels in whole percents: nearest, and towards less use where a variable uses a priced limit."""
    percents = x * STEP_OF_LEVELS
    near = np.round(percents)
    if tightness is not None:
        between = np.abs(percents - near) > 1e-3
        near = np.where(between & (tightness > 0), np.floor(percents), near)
        near = np.where(between & (tightness < 0), np.ceil(percents), near)
    return np.asarray(near / STEP_OF_LEVELS)


@Program
def _past(model: Model, problem: Problem, levers: Levers, record: Day) -> Past:
    """The run of a start up to the first day that decisions govern."""
    return until(model, levers, record, jnp.argmax(problem.future > 0))


@Program
def _outcome(model: Model, problem: Problem, past: Past, decisions: Decisions) -> Outcome:
    levers = levers_under(problem, decisions)
    return outcome_of(model, problem, levers, run(model, levers, past=past))


@Program
def _slopes(
    model: Model,
    problem: Problem,
    past: Past,
    scale: Float[Figures, ""],
    decisions: Decisions,
    factors: Float[Figures, "capacity place"],
    weights: Float[Array, "row figure"],
) -> tuple[Decisions, Float[Array, "row capacity place"]]:
    """Gradient of each weighted sum of welfare and the limits' log use, with a leading axis; by decisions and by capacities."""

    def figures(at: Decisions, grown: Float[Array, "capacity place"]) -> Float[Array, "figure"]:
        outcome = _outcome(enlarged(model, grown), problem, past, at)
        log_use = jnp.log(jnp.maximum(outcome.use, LEAST_USE))
        return jnp.concatenate([(outcome.welfare / scale)[None], log_use.ravel()])

    _, backward = jax.vjp(figures, decisions, factors)
    slopes: tuple[Decisions, Float[Array, "row capacity place"]] = jax.vmap(backward)(weights)
    return slopes
