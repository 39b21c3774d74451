"""Limits that no plan found keeps together: the smallest set of them, and the cheapest relaxation of each.

Why this file exists: a planner who asks for too much is owed more than "infeasible". The search of `solve.py` is run once more with
the objective left out: each kind of limit may be passed, and how far is what is made small. What is told of a limit was reached by a
plan in whole percents, simulated in double. The search is local: "no plan found" is not a proof that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array, hstack

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.plan.coupled_run import CORES, CoupledRun, breach, whole_percents
from bothhands.plan.decisions import Decisions, flat, shaped
from bothhands.plan.limits import BUDGET, LIMIT, LIMITS, REGION_WIDE, asked, money_ahead
from bothhands.plan.problem import Outcome, Problem
from bothhands.plan.space import Space
from bothhands.plan.trust_region import Positions, Rules, Vector, improve

GOAL = float(np.log(0.985))
"""Log use the searches aim at, so that levels can be rounded."""
GOALS = (GOAL, GOAL - 0.01, GOAL - 0.03)
"""Aims that are tried in turn where rounding broke another limit."""
NEARLY = 0.1
"""Log use below full within which a limit has a say in how levels are rounded."""
UNIT = 1e-3
"""Log use by which one unit of an extra variable widens a limit: so little that its radius is never cut."""
FREE, MOST = 1e12, 3e4
"""First radius and largest value of an extra variable: wide enough for limits passed a thousand billion times."""
LEFT_OUT = -50.0
"""Log use at which a limit that is left out stands: no program sees it."""
FIRMLY = 10.0
"""What passing another limit counts against passing the one whose least use is sought."""
TOLERANCE = 1e-3
"""Log use, or price, that counts as none."""
RULES = Rules(steps=4, most_steps=12, tolerance=TOLERANCE, worth=1e-2, corrections=2, largest_radius=FREE)
"""Short searches: each begins where another ended."""
STARTS = 3
"""Starts that are tried before limits count as in conflict; each costs a search."""


class InConflict(NamedTuple):
    """One limit in conflict; amounts in the unit the user says it in."""

    limit: str
    place: str
    """Where it is fullest when all others are kept; blank where it holds for the whole region."""
    asked: float
    least: float
    """Cheapest relaxation found that lets all others be kept; for a limit said as a least amount, the largest. Not finite where none does alone."""
    times: float
    """Its use there against what is asked, above 1."""
    decisions: Decisions | None
    """Levels that reach it; none where no relaxation of this limit alone lets the others be kept."""
    group: int = 0
    """Number of the conflict it belongs to; members of other conflicts were left out when its relaxation was sought."""


class Conflict(NamedTuple):
    """What came of a search for a plan that keeps every limit."""

    limits: tuple[InConflict, ...]
    """The smallest sets found that cannot be kept together, one after another; blank where `nearest` keeps every limit."""
    nearest: Decisions
    """The plan that passes limits least: by the smallest sum over kinds of the log of how far each is passed."""
    searches: int
    gradients: int


def conflict_of(
    axes: Axes,
    model: Model,
    problem: Problem,
    space: Space,
    starts: Sequence[Decisions],
    progress: Callable[[str], None] = lambda _: None,
) -> Conflict:
    """The limits in conflict, or a plan that keeps every limit after all.

    Parameters
    ----------
    axes, model, problem
        The region's, orders placed.
    space
        What is decided.
    starts
        Plans to start from, such as the end of a search that failed; those that pass limits least are taken.
    progress
        Told a line before each search.

    Notes
    -----
    Elastic and deletion filters of Chinneck 2008 (Feasibility and Infeasibility in Optimization, ch. 6), on local searches. Kinds of
    limit without a price where limits are passed least are dropped together, the others one by one, the cheapest first. A kind stays
    if the rest can be kept without it. What is left once a conflict is taken out may hold another.
    """
    every = [int(n) for n in np.flatnonzero(asked(problem.bounds))]
    search = _Searches(axes, model, problem, space, starts, progress)
    nearest = search.least(dict.fromkeys(every, 1.0), STARTS)
    end, left, groups = nearest, list(every), list[list[int]]()
    while end.total > 0.0:
        groups.append(_smallest(search, left, end))
        left = [n for n in left if n not in groups[-1]]
        end = search.least(dict.fromkeys(left, 1.0)) if left else nearest._replace(passed={})
    told = []
    for number, group in enumerate(groups):
        apart = {n for other in groups if other is not group for n in other}
        others = [n for n in every if n not in apart]
        told += [_relaxation(search, others, n)._replace(group=number) for n in group]
    kept = next((one.decisions for one in told if one.decisions and one.times <= 1.0 and len(groups) == 1), None)
    if kept is not None:
        return Conflict((), kept, search.count, search.gradients)
    search.rounded(nearest, every)
    return Conflict(tuple(told), shaped(axes, search.nearest), search.count, search.gradients)


class _End(NamedTuple):
    """Where a search ended: values of the space's variables, what was passed, and at what price, by kind of limit."""

    values: Vector
    passed: dict[int, float]
    """Log of how far beyond its bound each kind is, 0 where it is kept."""
    prices: dict[int, float]

    @property
    def total(self) -> float:
        """Sum over kinds of how far they are passed."""
        return sum(self.passed.values())


class _Searches:
    """Searches that make small how far limits are passed, each from the best of all points looked at before."""

    def __init__(
        self,
        axes: Axes,
        model: Model,
        problem: Problem,
        space: Space,
        starts: Sequence[Decisions],
        progress: Callable[[str], None],
    ) -> None:
        self.axes, self.problem, self.space, self.progress = axes, problem, space, progress
        self.coupled = CoupledRun(axes, model, problem, starts[0])
        self.count = self.gradients = 0
        values = [space.values(flat(one)) for one in starts]
        self.known = list(zip(values, CORES.map(self._passed, values), strict=True))
        self._rounded: list[tuple[float, Vector]] = []

    @property
    def nearest(self) -> Vector:
        """Of all ends in whole percents the one that passes limits least, by the sum over kinds of the log of how far."""
        return min(self._rounded, key=lambda one: one[0])[1]

    def least(self, weights: Mapping[int, float], starts: int = 1, goal: float = GOAL) -> _End:
        """Where the limits of some kinds, each with its weight, are passed least; no search where a known point keeps them all."""

        def weighed(passed: Mapping[int, float]) -> float:
            return sum(weight * passed[one] for one, weight in weights.items())

        best: _End | None = None
        for values, passed in sorted(self.known, key=lambda one: weighed(one[1]))[:starts]:
            if weighed(passed) <= 0.0:
                return _End(values, {one: 0.0 for one in weights}, {})
            end = self._from(values, weights, goal)
            best = end if best is None or weighed(end.passed) < weighed(best.passed) else best
        assert best is not None
        return best

    def _from(self, start: Vector, weights: Mapping[int, float], goal: float) -> _End:
        """The end of a search from one start."""
        space, extra = self.space, len(weights)
        self.count += 1
        self.progress(f"search {self.count} for the limits in conflict")
        oracle = _Elastic(self.coupled, space, weights)
        found = improve(
            oracle,
            np.concatenate([start, oracle.passed_at(start, goal)]),
            np.concatenate([space.low, np.zeros(extra)]),
            np.concatenate([space.high, np.full(extra, MOST)]),
            np.concatenate([space.radius, np.full(extra, FREE)]),
            RULES._replace(exact=self.coupled.exact, penalty=2.0 * max(weights.values())),
            goal,
            standing=None if space.smooth is None else space.smooth.with_free(extra),
        )
        self.gradients += found.steps
        values = found.x[: space.size]
        passed = self._passed(values)
        self.known.append((values, passed))
        prices = {one: float(found.prices[self.coupled.kinds == one].sum()) for one in weights}
        return _End(values, {one: passed[one] for one in weights}, prices)

    def _passed(self, values: Vector) -> dict[int, float]:
        """Log of how far beyond its bound each kind of limit is at a point, 0 where it is kept."""
        log_use = self.coupled.look(self.space.entries(values))[1]
        kinds = np.unique(self.coupled.kinds)
        return {int(one): max(float(log_use[self.coupled.kinds == one].max()), 0.0) for one in kinds}

    def rounded(self, end: _End, kinds: Sequence[int]) -> tuple[Vector, Outcome]:
        """An end in whole percents, rounded to where the limits of some kinds that are nearly full are used less, and what it amounts to."""
        x = self.space.entries(end.values)
        full = np.flatnonzero(np.isin(self.coupled.kinds, kinds) & (self.coupled.look(x)[1] > -NEARLY))
        use = self.space.ties.T @ self.coupled.slopes(x, full)[1][full].sum(0) if full.size else None
        self.gradients += full.size > 0
        x, outcome = self.coupled.verdict(self.space.entries(whole_percents(end.values, use)))
        self._rounded.append((breach(outcome), x))
        return x, outcome


class _Elastic:
    """The coupled run as an oracle whose value is what limits are passed by, with one more variable a kind of limit that says how far."""

    def __init__(self, coupled: CoupledRun, space: Space, weights: Mapping[int, float]) -> None:
        self._coupled, self._space, self._ties = coupled, space, space.ties
        self._of = UNIT * (coupled.kinds[:, None] == np.array(list(weights))).astype(np.float64)
        self._counted = self._of.any(1)
        self._worth = -UNIT * np.array(list(weights.values()))

    def passed_at(self, values: Vector, goal: float) -> Vector:
        """The extra variables at which every limit is just kept."""
        c = self._coupled.look(self._space.entries(values))[1]
        over = np.where(self._of > 0.0, np.maximum(c - goal, 0.0)[:, None], 0.0)
        return np.asarray(np.minimum(over.max(0) / UNIT, MOST))

    def look(self, x: Vector) -> tuple[float, Vector]:
        """Value, and log use less what each kind may be passed by."""
        values, passed = np.split(x, [self._space.size])
        c = self._coupled.look(self._space.entries(values))[1] - self._of @ passed
        return float(self._worth @ passed), np.where(self._counted, c, LEFT_OUT)

    def slopes(self, x: Vector, nearest: Positions) -> tuple[Vector, csr_array]:
        """Their gradients."""
        values = x[: self._space.size]
        _, by_entry = self._coupled.slopes(self._space.entries(values), nearest)
        by_value = diags_array(self._counted * 1.0) @ by_entry @ self._ties
        return np.concatenate([np.zeros(values.size), self._worth]), csr_array(hstack([by_value, -self._of]))


def _smallest(search: _Searches, kinds: Sequence[int], nearest: _End) -> list[int]:
    """Kinds of limit that cannot be kept together and can if any one of them is dropped."""

    def dearness(n: int) -> tuple[bool, float]:
        return nearest.passed[n] > 0.0, nearest.prices.get(n, 0.0)

    left = [n for n in kinds if dearness(n) > (False, TOLERANCE)]
    if len(left) < len(kinds) and search.least(dict.fromkeys(left, 1.0)).total <= 0.0:
        left = list(kinds)
    for number in sorted(left, key=dearness):
        rest = [n for n in left if n != number]
        if rest and search.least(dict.fromkeys(rest, 1.0)).total > 0.0:
            left = rest
    return left


def _relaxation(search: _Searches, kinds: Sequence[int], number: int) -> InConflict:
    """The least use of a limit found with all others of some kinds kept."""
    weights = {n: 1.0 if n == number else FIRMLY for n in kinds}
    others = [n for n in kinds if n != number]
    name, problem = LIMITS[number], search.problem
    asked_amount = said_amount(problem, name)
    for goal in GOALS:
        x, outcome = search.rounded(search.least(weights, goal=goal), others)
        use = np.asarray(outcome.limits, np.float64)
        place = "" if name in REGION_WIDE else search.axes.places[int(use[number].argmax())]
        if use[others].max(initial=0.0) <= 1.0:
            times = float(use[number].max())
            return InConflict(
                name, place, asked_amount, said_amount(problem, name, times), times, shaped(search.axes, x)
            )
    return InConflict(name, place, asked_amount, np.inf, np.inf, None)


def said_amount(problem: Problem, limit: str, times: float = 1.0) -> float:
    """An amount of a limit in the unit the user says it in.

    Parameters
    ----------
    problem
        What is asked.
    limit
        Its name.
    times
        Use against what is asked; 1 gives the amount that was asked, with the room a limit that nothing keeps was given.
    """
    n, bounds = LIMITS.index(limit), problem.bounds
    held = float(np.asarray(bounds.bound)[n] * np.asarray(bounds.room)[n]) * times
    if LIMIT[limit].floor:
        return 1.0 / held
    return held * money_ahead(bounds, problem.future) if limit == BUDGET else held
