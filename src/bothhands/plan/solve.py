"""The search for the joint plan: an objective raised under the limits, on exact gradients of the coupled run.

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
from bothhands.plan.conflict import Conflict
from bothhands.plan.coupled_run import CORES, CoupledRun, keeps, rank, whole_percents
from bothhands.plan.decisions import Decisions, flat, shaped, uniform
from bothhands.plan.few_measures import Judged, calm_rank, simpler, steadier, trimmed
from bothhands.plan.problem import Outcome, Problem
from bothhands.plan.references import AS_DATED
from bothhands.plan.space import Space, space_of
from bothhands.plan.tied import Tied, TimeIsUp
from bothhands.plan.trust_region import Found, Rules, Vector, improve

FULL = 0.985
"""Use of a limit the search aims at, so that levels can be rounded."""
REPAIRS = 3
"""Times the search goes on under tighter limits when rounding broke one."""
TOLERANCE = 1e-4
"""Share of welfare below which a step is not worth taking."""
WORTH, MOST_STEPS = 8e-4, 8
"""Share of the start's output that a gradient beyond the asked ones must gain for another, and gradients at most."""
ROUND, ROUNDS = 4, 3
"""Gradients of a round and rounds: a search that did not settle begins anew where it ended, with its first radii, while a round gains `WORTH`."""
CORRECTIONS = 2
"""Times a step that breaches a limit is bent back; each costs a look, a gradient ten of them."""
THEIRS = 0.8
"""Share of a breach above which it is not due to the variables alone whose gradients know of it; others' are left out of a pooled gradient."""
STILL = 1e-6
"""Share of the start's output that a lever must bring for each unit it moves (a sector of a city open for a period brings some hundred times that)."""
UNFELT = 1e-4
"""Change of the log of a limit's use that a variable must be able to bring about to be moved, where the objective does not feel it either."""
BREACH = 0.1
"""ASSUMED: share of the start's output that a start must be worth more for each unit of log by which it breaks a limit."""
ALIKE = 0.05
"""Mean difference of levels below which two starts are one."""


class Effort(NamedTuple):
    """How long a search goes on; by default until its tolerance, so that it gives the same plan on any machine."""

    steps: int = ROUND
    """Fresh gradients of linear programs from each start; they end earlier where no step is worth taking, and go on while each gains `WORTH`.
    More than `ROUND` are so many more rounds, each of which must gain the less."""
    at_most: int | None = None
    """Fresh gradients at most, however much each gains, with one repair; None sets no such bound."""
    starts: int = 1
    """Starts that are improved, the best ones."""
    constants: bool = True
    """Whether a grid of constant plans is tried as a start as well."""
    seconds: float | None = None
    """Time limit. A plan found under one need not be found again; starts go on until it is over."""

    @property
    def longer(self) -> int:
        """Times the usual rounds."""
        return max(-(-self.steps // ROUND), 1)


USUAL = Effort()
"""The effort of a plan unless another is asked for."""


class Solution(NamedTuple):
    """A plan and how it was found."""

    decisions: Decisions
    outcome: Outcome
    feasible: bool
    prices: NDArray[np.float64]
    """Objective lost per 1 % of tightening, (limit, place); a limit of the whole region has its price in the first place."""
    shadow: NDArray[np.float64]
    """Objective lost per unit by which the log of a limit's use is tightened, in currency, (limit, place, period)."""
    capacity_worth: NDArray[np.float64]
    """Objective gained per 1 % more of a capacity, (capacity, place); in the order of `CAPACITIES`."""
    steps: int
    """Fresh gradients taken."""
    settled: bool
    """Whether the search ended because no step was worth taking."""
    stopped: str
    """Why it ended before that: blank, `time` or `interrupt`; such a plan need not be found again."""
    others: tuple[tuple[Decisions, Outcome], ...]
    """What other starts led to, the best first: the runners-up."""
    seconds: float
    conflict: Conflict | None = None
    """Why not every limit is kept, where that was asked: the limits in conflict and the cheapest relaxation of each."""


def solve(
    axes: Axes,
    model: Model,
    problem: Problem,
    starts: Sequence[Decisions],
    effort: Effort = USUAL,
    progress: Callable[[str], None] = lambda _: None,
    space: Space | None = None,
) -> Solution:
    """Improve a plan under the limits.

    Parameters
    ----------
    axes, model, problem
        The region's axes, its model and the problem.
    starts
        Plans to start from. The best of them and of a grid of constant plans is improved, so none beats the result.
    effort
        How long to go on.
    progress
        Told a line after each step.
    space
        What is decided; everything, city by city and period by period, by default.
    """
    began = time.monotonic()
    space = space_of(axes, {}, starts[0]) if space is None else space
    coupled = CoupledRun(axes, model, problem, starts[0])
    search = _Search(axes, coupled, space, effort, progress, began)
    every, safe = best_starts(coupled, space, every_start(axes, starts, effort.constants))
    ends: list[_End] = []
    for number, start in enumerate(every):
        late = effort.seconds is not None and time.monotonic() - began > effort.seconds
        if ends and (late or (number >= effort.starts and effort.seconds is None)):
            break
        ends.append(search.improved(start, safe))
        if ends[-1].stopped:
            break
    ends.sort(key=lambda one: rank(one.outcome), reverse=True)
    best = ends[0]
    found = best.found or search.priced(best.x)
    prices = coupled.shadow(found.prices)
    return Solution(
        decisions=shaped(axes, best.x),
        outcome=best.outcome,
        feasible=keeps(best.outcome),
        prices=prices.sum(-1) / 100.0,
        shadow=prices,
        capacity_worth=coupled.capacity_worth(space.entries(found.x), found.prices),
        steps=search.taken,
        settled=found.settled and not best.stopped,
        stopped=next((one.stopped for one in ends if one.stopped), ""),
        others=tuple((shaped(axes, one.x), one.outcome) for one in ends[1:]),
        seconds=time.monotonic() - began,
    )


class _End(NamedTuple):
    """Where the search from one start ended; `x` are entries in whole percents."""

    x: Vector
    outcome: Outcome
    found: Found | None
    """The point whose prices are told: of the round that led to `x`; None where the search was stopped."""
    stopped: str

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be done: no step was worth taking, or the search was stopped."""
        return self.found is None or self.found.settled


class _Search:
    """The search from one start after another, with what they share."""

    def __init__(
        self,
        axes: Axes,
        coupled: CoupledRun,
        space: Space,
        effort: Effort,
        progress: Callable[[str], None],
        began: float,
    ) -> None:
        self.coupled, self.space, self.effort, self.progress = coupled, space, effort, progress
        self.taken = 0
        self._tied = Tied(coupled, space, None if effort.seconds is None else began + effort.seconds)

    def improved(self, start: Vector, safe: Vector) -> _End:
        """The plan that a start leads to; what was best so far, at least the safe one, where time is over or the user stops it."""
        kept = max((self.coupled.verdict(whole_percents(one)) for one in (start, safe)), key=lambda one: rank(one[1]))
        worth = WORTH / self.effort.longer * self.coupled.scale
        found: Found | None = None
        for number in range(ROUNDS * self.effort.longer if self.effort.at_most is None else 1):
            end = self._unless_stopped(start, kept, self.effort.at_most is None and not number)
            if found is not None and end.found is not None and (end.x == kept[0]).all():
                end = end._replace(found=found._replace(settled=end.found.settled))
            found = end.found
            gained = float(end.outcome.objective) - float(kept[1].objective)
            more = gained >= worth or not number if keeps(end.outcome) else number + 1 < self.effort.longer
            if end.settled or not more:
                return end
            start, kept = end.x, (end.x, end.outcome)
        return end

    def _unless_stopped(self, start: Vector, kept: Judged, raw: bool) -> _End:
        """To the end, or the best so far; `raw` where what is kept has not been drawn to a normal year before."""
        self._tied.best = None
        try:
            if raw:
                kept = trimmed(self.coupled, kept, self.space.allows)
            return self._to_the_end(start, kept)
        except TimeIsUp:
            stopped = "time"
        except KeyboardInterrupt:
            stopped = "interrupt"
        self.progress("stopped; keeping the best plan so far")
        ends = [kept]
        if self._tied.best is not None:
            ends.append(self.coupled.towards(self.space.entries(self._tied.best[1]), kept[0], self.space.allows))
        best = max(ends, key=lambda one: rank(one[1]))
        return _End(*best, None, stopped)

    def priced(self, x: Vector) -> Found:
        """Prices of the limits at a plan, by one gradient."""
        tied = Tied(self.coupled, self.space)
        rules = Rules(steps=1, most_steps=1, tolerance=TOLERANCE, exact=self.coupled.exact)
        values = self.space.values(x)
        return improve(tied, values, self.space.low, self.space.high, np.zeros_like(values), rules, float(np.log(FULL)))

    def _to_the_end(self, start: Vector, kept: Judged) -> _End:
        coupled, space, effort = self.coupled, self.space, self.effort
        rules = Rules(
            steps=min(effort.steps, ROUND),
            tolerance=TOLERANCE,
            exact=coupled.exact,
            corrections=CORRECTIONS,
            theirs=THEIRS,
            still=STILL,
            unfelt=UNFELT,
            worth=WORTH,
            most_steps=MOST_STEPS,
        )
        if effort.at_most is not None:
            rules = rules._replace(most_steps=effort.at_most)
        goal, radius, values = float(np.log(FULL)), space.radius, space.values(start)
        for _ in range(REPAIRS + 1 if effort.at_most is None else 2):
            found = improve(self._tied, values, space.low, space.high, radius, rules, goal, self._told, space.smooth)
            self.taken += found.steps
            tried = coupled.verdict(space.entries(whole_percents(found.x, found.tightness)))
            if keeps(tried[1]) and space.allows(tried[0]):
                break
            values, goal = found.x, goal - 0.01
            rules, radius = rules._replace(steps=2, most_steps=2), np.minimum(radius, 0.05)
        reached = coupled.towards(space.entries(found.x), kept[0], space.allows)
        best = trimmed(coupled, max((tried, reached), key=self._merit), space.allows)
        steady = steadier(coupled, simpler(coupled, best, start, space.allows), start, space.allows)
        return _End(*max(steady, kept, key=lambda one: (space.allows(one[0]), *calm_rank(coupled, one))), found, "")

    def _merit(self, one: Judged) -> tuple[bool, bool, float]:
        """What is allowed comes first, then as in `rank`."""
        return self.space.allows(one[0]), *rank(one[1])

    def _told(self, step: int, value: float, worst: float) -> None:
        full = 100 * np.exp(worst)
        self.progress(
            f"step {self.taken + step}: objective {100 * value:.2f} % of the start's output, fullest limit {full:.0f} %"
        )


def best_starts(coupled: CoupledRun, space: Space, starts: Sequence[Decisions]) -> tuple[list[Vector], Vector]:
    """Starts as entries within a space, the most promising first, and the best that keeps every limit, else that breaks them least.

    A start that breaks a limit by a little may promise more than the best that breaks none: the first step mends it. Of starts that are
    alike only the best is given.
    """
    every = [space.entries(space.values(flat(one))) for one in starts]
    looked = list(CORES.map(coupled.look, every))
    worst = [float(log_use.max(initial=-np.inf)) for _, log_use in looked]
    merit = [value - BREACH * max(over, 0.0) for (value, _), over in zip(looked, worst, strict=True)]
    kept = [(over <= 0.0, value if over <= 0.0 else -over) for (value, _), over in zip(looked, worst, strict=True)]
    chosen: list[Vector] = []
    for n in sorted(range(len(every)), key=merit.__getitem__, reverse=True):
        if all(float(np.abs(every[n] - other).mean()) > ALIKE for other in chosen):
            chosen.append(every[n])
    return chosen, every[max(range(len(every)), key=kept.__getitem__)]


def every_start(axes: Axes, starts: Sequence[Decisions], constants: bool) -> list[Decisions]:
    """The given plans and a grid of constant ones, screened as the first of them: as people live today, and as usual with every case traced."""
    if not constants:
        return list(starts)
    levels = [*product((0.7, 1.0), (0.0, 0.5, 1.0), (0.3, 1.0)), (1.0, 0.0, 0.0), (0.9, 0.0, 0.15)]
    grid = []
    for openness, school, gatherings in levels:
        level = uniform(axes, openness=openness, school=school, gatherings=gatherings, testing=1.0, tracing=1.0)
        plain = starts[0]._replace(openness=level.openness, school=level.school, gatherings=level.gatherings)
        found = {name: getattr(level, name) for name in AS_DATED}
        grid += [plain, plain._replace(**found)]
    return [*starts, *grid]
