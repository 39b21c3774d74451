"""The coupled run as an oracle for a search: what a decision vector amounts to, and the gradients of welfare and of every limit.

Why this file exists: `solve.py` says how a plan is searched; here is what it asks. Looks and gradients are in single precision on the
days ahead, verdicts in double over the whole calendar, in levels a person can carry out.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.model.programs import backward, brief, forward
from bothhands.model.simulate import Past, cast, run, until
from bothhands.outcome.health import WINDOW_DAYS
from bothhands.plan.capacities import as_given, enlarged
from bothhands.plan.decisions import (
    Decisions,
    Figures,
    flat,
    n_periods,
    place_and_period,
    shaped,
)
from bothhands.plan.limits import BUDGET, LIMITS, ODDS, ONCE, REGION_WIDE, asked
from bothhands.plan.problem import Outcome, Problem, levers_under, outcome_of, simulated
from bothhands.plan.trust_region import Matrix, Positions, Vector

LEAST_USE = 1e-3
"""Limits enter as log(use), so that odds of 50 % and 5 % are as far apart as 5 % and 0.5 %; less use than this is alike."""
CORES = ThreadPoolExecutor(os.cpu_count())
"""Runs side by side; they hold no lock of Python while they run."""
BESIDE = ThreadPoolExecutor(1)
"""Where programs are made ready, one after another, while others run."""
CALLS = 2
"""Backward passes that share the rows of a gradient; with one, a second core would idle half the time."""
ROWS = 16
"""Rows of a gradient: the objective, each kind of limit that is asked for pooled, and the fullest limits exactly with what is left."""
STEP_OF_LEVELS = 100
"""Levels a person can carry out: whole percents."""


def keeps(outcome: Outcome) -> bool:
    """Whether every limit is kept."""
    return float(np.max(outcome.limits)) <= 1.0


def breach(outcome: Outcome) -> float:
    """Sum over kinds of limit of the log of how far each is passed; 0 where every limit is kept."""
    return float(np.log(np.maximum(np.asarray(outcome.limits, np.float64).max(1), 1.0)).sum())


def rank(outcome: Outcome) -> tuple[bool, float]:
    """Plans that keep the limits come first, by welfare; others by how little they break them."""
    kept = keeps(outcome)
    return kept, float(outcome.objective) if kept else -float(np.max(outcome.limits))


class CoupledRun:
    """The coupled run as an oracle: the objective as a share of a start's value added, and the log of every limit's use.

    A limit holds in every place and period; one of the whole region counts in one place, one of the whole plan in one period. Limits
    that are not asked for are left out. Days up to the as-of day are run once and never again.
    """

    def __init__(self, axes: Axes, model: Model, problem: Problem, start: Decisions) -> None:
        self.axes, self.model, self.problem = axes, model, problem
        self._single = cast((model, problem), np.float32)
        first, levers, record = simulated(model, problem, start)
        weighs_output = float(np.asarray(problem.worth)[0]) > 0.0
        self._scale = jnp.asarray(
            first.value_added if weighs_output else max(abs(float(first.objective)), 1.0), jnp.float32
        )
        self._shape = len(LIMITS), len(axes.places), n_periods(axes)
        self._wanted = np.flatnonzero(asked(problem.bounds))
        counted = np.zeros(self._shape, bool)
        counted[self._wanted] = True
        for name in REGION_WIDE:
            counted[LIMITS.index(name), 1:] = False
        for name in ONCE:
            counted[LIMITS.index(name), :, 1:] = False
        counted[LIMITS.index(BUDGET)] = self._first_periods_of_windows() & asked(problem.bounds)[LIMITS.index(BUDGET)]
        self._counted = np.flatnonzero(counted)
        self.exact = min(ROWS - 1 - self._wanted.size, self._counted.size)
        self._past = _past(*cast((model, problem, levers, record), np.float32))
        self._figures = 1 + int(np.prod(self._shape)) + int(np.prod(self._shape[1:]))
        weights = jnp.zeros((ROWS // CALLS, self._figures), jnp.float32)
        self._factors, self._grown = as_given(model), dict[bytes, tuple[Positions, Matrix]]()
        given = (*self._single, self._past, self._scale, self._decisions(flat(start)), self._factors, weights)
        self._backward = BESIDE.submit(_slopes.prepare, *given)
        limit, place, period = np.unravel_index(self._counted, self._shape)
        own_place, own_period = place_and_period(axes)
        wide, once = ([LIMITS.index(name) for name in some] for some in (REGION_WIDE, ONCE))
        self._kind = limit == self._wanted[:, None]
        own = (own_place == place[:, None]) | np.isin(limit, wide)[:, None]
        own &= (own_period == period[:, None]) | np.isin(limit, once)[:, None]
        self._odds = np.flatnonzero(limit == LIMITS.index(ODDS))
        own[self._odds] = False
        self._own = coo_array(own)
        reach = (own_place == place[self._odds, None]) * _overlap(problem)[period[self._odds]][:, own_period]
        self._reach = coo_array(reach)
        self.kinds = limit
        """Number of the limit each constraint is of."""
        self._looked: deque[tuple[bytes, Vector]] = deque(maxlen=16)
        self._verdicts: dict[bytes, Outcome] = {}

    def prepare(self) -> None:
        """Wait until the gradient is made or loaded."""
        self._backward.result()

    @property
    def scale(self) -> float:
        """What the objective is told as a share of, in its own unit."""
        return float(self._scale)

    def look(self, x: Vector) -> tuple[float, Vector]:
        """Objective and log use of the limits at a decision vector."""
        outcome = _outcome(*self._single, self._past, self._decisions(x))
        log_use = np.log(np.maximum(np.asarray(outcome.use, np.float64).ravel(), LEAST_USE))[self._counted]
        self._looked.append((x.tobytes(), log_use))
        return float(outcome.objective) / self.scale, log_use

    def slopes(self, x: Vector, nearest: Positions) -> tuple[Vector, csr_array]:
        """Gradients of the objective and of every limit, by batched backward passes side by side.

        Exact for the nearest limits. The others of one kind share a pass, and each keeps the part of the decisions of its own
        place and period: what one place or period does to another's limit is left out there. Odds of an outbreak are of the imports of
        ninety days; their pass is of the imports of each period, which answer to its own decisions, and the odds add them up.
        """
        kinds, nearest = self._wanted.size, nearest[: self.exact]
        alone = np.zeros((nearest.size, self._counted.size), np.float32)
        alone[np.arange(nearest.size), nearest] = 1.0
        shared = self._kind * (1.0 - alone.sum(0))
        weights = np.zeros((ROWS, self._figures), np.float32)
        weights[0, 0] = 1.0
        weights[1 : 1 + kinds + nearest.size, 1 + self._counted] = np.concatenate([shared, alone])
        if self._odds.size:
            row = 1 + int(np.flatnonzero(self._wanted == LIMITS.index(ODDS))[0])
            weights[row] = 0.0
            weights[row, -int(np.prod(self._shape[1:])) :] = 1.0
        given = (*self._single, self._past, self._scale, self._decisions(x), self._factors)
        self._backward.result()
        parts = list(CORES.map(lambda part: _slopes(*given, jnp.asarray(part)), np.split(weights, CALLS)))
        grown = np.concatenate([np.asarray(part[1], np.float64) for part in parts])
        self._grown[x.tobytes()] = nearest, np.concatenate([grown[:1], grown[1 + kinds :][: nearest.size]])
        rows = np.concatenate([_one_row_each(part[0]) for part in parts])
        gradient, shared_rows, exact = rows[0], rows[1 : 1 + kinds], rows[1 + kinds :]
        constraint, variable = self._own.coords
        slope = shared_rows[self._kind.argmax(0)[constraint], variable]
        if self._odds.size:
            of, by = self._reach.coords
            constraint, variable = np.append(constraint, self._odds[of]), np.append(variable, by)
            slope = np.append(slope, self._odds_slope(x)[of] * self._reach.data * rows[row, by])
        pooled = alone.sum(0)[constraint] == 0.0
        row_of = np.append(constraint[pooled], np.repeat(nearest, x.size))
        column = np.append(variable[pooled], np.tile(np.arange(x.size), nearest.size))
        slope = np.append(slope[pooled], exact[: nearest.size])
        return gradient, csr_array((slope, (row_of, column)), shape=(self._counted.size, x.size))

    def verdict(self, x: Vector) -> tuple[Vector, Outcome]:
        """A decision vector and what it amounts to, in double precision and over the whole calendar."""
        key = x.tobytes()
        if key not in self._verdicts:
            self._verdicts[key] = evaluate(self.axes, self.model, self.problem, x)
        return x, self._verdicts[key]

    def towards(
        self, x: Vector, fallback: Vector, allowed: Callable[[Vector], bool] = lambda _: True
    ) -> tuple[Vector, Outcome]:
        """The furthest point from the fallback to x, in whole percents, that is allowed and keeps the limits, by bisection."""

        def good(tried: tuple[Vector, Outcome]) -> bool:
            """Whether a point is allowed and keeps every limit."""
            return keeps(tried[1]) and allowed(tried[0])

        low, high, best = 0.0, 1.0, self.verdict(whole_percents(x))
        for _ in range(0 if good(best) else 6):
            middle = 0.5 * (low + high)
            tried = self.verdict(whole_percents((1.0 - middle) * x + middle * fallback))
            low, high, best = (low, middle, tried) if good(tried) else (middle, high, best)
        return best

    def shadow(self, prices: Vector) -> NDArray[np.float64]:
        """Objective lost per unit of log use of a limit that is tightened, (limit, place, period)."""
        shadow = np.zeros(int(np.prod(self._shape)))
        shadow[self._counted] = prices * self.scale
        return np.asarray(shadow.reshape(self._shape))

    def capacity_worth(self, x: Vector, prices: Vector) -> NDArray[np.float64]:
        """Objective gained per 1 % more of each capacity, (capacity, place): of the objective itself and of the limits it eases.

        Of the limits, those nearest to full, which have a gradient of their own; others are next to never priced.
        """
        nearest, grown = self._grown[x.tobytes()]
        worth = grown[0] - np.tensordot(prices[nearest], grown[1:], 1)
        return np.asarray(np.maximum(worth, 0.0) * self.scale / 100.0)

    def _odds_slope(self, x: Vector) -> Vector:
        """Slope of the log of each city's and period's odds by the expected outbreaks of its ninety days."""
        known = next((log_use for key, log_use in self._looked if key == x.tobytes()), None)
        log_use = self.look(x)[1] if known is None else known
        bounds = self.problem.bounds
        allowed = float(bounds.bound[LIMITS.index(ODDS)] * bounds.room[LIMITS.index(ODDS)])
        odds = np.clip(np.exp(log_use[self._odds]) * allowed, 1e-9, 1.0 - 1e-9)
        return np.asarray((1.0 - odds) / odds)

    def _first_periods_of_windows(self) -> NDArray[np.bool_]:
        """Where the budget of each window is held, (place, period): the first place and the first period it touches."""
        days = np.asarray(self.problem.period) * np.asarray(self.problem.future)[:, None]
        touched = (np.asarray(self.problem.bounds.window) @ days) > 0
        held = np.zeros(self._shape[1:], bool)
        held[0, touched.argmax(1)[touched.any(1)]] = True
        return held

    def _decisions(self, x: Vector) -> Decisions:
        return shaped(self.axes, x.astype(np.float32))


def _overlap(problem: Problem) -> Matrix:
    """Share of a period's days within the window of odds that begins with another, (period it begins with, period)."""
    days = np.asarray(problem.period) * np.asarray(problem.future)[:, None]
    count = days.sum(0)
    first = days.argmax(0)
    within = (np.arange(len(days)) >= first[:, None]) & (np.arange(len(days)) < first[:, None] + WINDOW_DAYS)
    return np.asarray((within @ days) / np.maximum(count, 1.0) * (count > 0)[:, None])


def evaluate(axes: Axes, model: Model, problem: Problem, x: Vector) -> Outcome:
    """What a decision vector amounts to, on the host."""
    outcome, _, _ = simulated(model, problem, shaped(axes, x))
    return Outcome(*(np.asarray(part) for part in outcome))


def _one_row_each(slopes: Decisions) -> Matrix:
    """Gradients by decision as one matrix, (row, variable)."""
    return np.concatenate([np.asarray(part, np.float64).reshape(len(part), -1) for part in slopes], axis=1)


def whole_percents(x: Vector, tightness: Vector | None = None) -> Vector:
    """Levels in whole percents: nearest, and towards less use where a variable uses a priced limit."""
    percents = x * STEP_OF_LEVELS
    near = np.round(percents)
    if tightness is not None:
        between = np.abs(percents - near) > 1e-3
        near = np.where(between & (tightness > 0), np.floor(percents), near)
        near = np.where(between & (tightness < 0), np.ceil(percents), near)
    return np.asarray(near / STEP_OF_LEVELS)


@brief
def _past(model: Model, problem: Problem, levers: Levers, record: Day) -> Past:
    """The run of a start up to the first day that decisions govern."""
    return until(model, levers, record, jnp.argmax(problem.future > 0))


@forward
def _outcome(model: Model, problem: Problem, past: Past, decisions: Decisions) -> Outcome:
    levers = levers_under(problem, decisions)
    return outcome_of(model, problem, levers, run(model, levers, past=past))


@backward
def _slopes(
    model: Model,
    problem: Problem,
    past: Past,
    scale: Float[Figures, ""],
    decisions: Decisions,
    factors: Float[Figures, "capacity place"],
    weights: Float[Array, "row figure"],
) -> tuple[Decisions, Float[Array, "row capacity place"]]:
    """Gradient of each weighted sum of the objective and the limits' log use, with a leading axis; by decisions and by capacities."""

    def figures(at: Decisions, grown: Float[Array, "capacity place"]) -> Float[Array, "figure"]:
        outcome = _outcome(enlarged(model, grown), problem, past, at)
        log_use = jnp.log(jnp.maximum(outcome.use, LEAST_USE))
        return jnp.concatenate([(outcome.objective / scale)[None], log_use.ravel(), outcome.hazard.ravel()])

    _, backward = jax.vjp(figures, decisions, factors)
    slopes: tuple[Decisions, Float[Array, "row capacity place"]] = jax.vmap(backward)(weights)
    return slopes
