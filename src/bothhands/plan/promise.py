"""What a plan promises on members it has never met, and the rules that keep the promise.

Why this file exists: a plan of dates to the year's end cannot know how fast the disease will spread; in some members an epidemic grows
that the dates do not answer. So dated measures come with contingency rules: a ladder of restrictions that each city climbs by its own
reports. One figure, the reported cases a week and 100,000 residents at which the ladder begins, is tuned on members of its own; what is
told is counted on fresh ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

import equinox as eqx
import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import Levers
from bothhands.model import triggers
from bothhands.model.day import Model
from bothhands.model.ensemble import Draws
from bothhands.observe.fitted import Fitted
from bothhands.observe.uncertainty import draws_of
from bothhands.plan.futures import Futures, futures_of, least_share, prepare, worst_mean
from bothhands.plan.limits import INTENSIVE, LIMITS, WARD
from bothhands.plan.outer import Joined
from bothhands.plan.problem import Problem
from bothhands.plan.request import Request

ASKED = {WARD: 0.95, INTENSIVE: 0.95}
"""Share of members in which a limit must hold, unless the question says otherwise (the design's own)."""
LADDER = (
    ("contingency: trace contacts", "tracing", 1.0, 0.25),
    ("contingency: test", "testing", 1.0, 0.25),
    ("contingency: no gatherings", "gatherings", 0.1, 1.0),
    ("contingency: work at home", "remote", 1.0, 1.0),
    ("contingency: close schools", "school", 0.0, 2.0),
    ("contingency: stay at home", "stay_home", 0.7, 4.0),
)
"""Rungs: name, lever, level, and the threshold against that of the ladder. ASSUMED: tuned is where it begins, not its shape."""
OFF_AT, LEAST_DAYS = 1 / 3, 14
"""ASSUMED: a rung ends when cases fall below this share of its threshold, after so many days at least."""
THRESHOLDS = (8.0, 5.6, 4.0, 2.8, 2.0, 1.4, 1.0)
"""Weekly cases per 100,000 residents at which the ladder may begin, the least strict first; the search halves them."""
NEVER = 1e9
"""A threshold no city reaches."""
TUNED_ON = 32
"""Members a threshold is tuned on; others than those the promise is counted on."""
SPARE = 0.02
"""Share of members by which tuning aims beyond what is asked, since it sees few."""


class Tried(NamedTuple):
    """A threshold and what it amounts to on the members it was tried on."""

    members: int
    """How many these were."""

    threshold: float
    """Weekly cases per 100,000; `NEVER` is no ladder."""
    kept_share: float
    """Share of members that keep every limit that is promised."""
    objective: float
    """Mean over members."""
    worst_deaths: float
    """Mean deaths of the worst tenth of members."""
    closed_days: float
    """Mean days a city's gatherings rung was on."""


class Promise(NamedTuple):
    """How a plan fares on fresh members, and under which rules."""

    asked: Mapping[str, float]
    """Share of members asked, by limit."""
    most_deaths: float
    """Mean deaths of the worst tenth of members that are asked for at most; infinite where nobody asks."""
    rules: tuple[Trigger, ...]
    """Contingency rules that belong to the plan; none where dates alone keep the promise."""
    model: Model
    """With the rules."""
    futures: Futures
    """Fresh members under the plan and its rules."""
    kept: int
    """Members that keep every limit that is promised."""
    by_limit: Mapping[str, float]
    """Share of members that keep each limit asked for, in the order of `LIMITS`."""
    tried: tuple[Tried, ...]
    draws: Draws
    """What the fresh members are."""
    seed: int
    """Of their chance: the asked one, or another where members of that one showed that the rules must be tuned again."""

    @property
    def least(self) -> float:
        """Lower one-sided 95 % limit of the share of members that keep what is promised."""
        return least_share(self.kept, self.futures.size)

    @property
    def holds(self) -> bool:
        """Whether that limit reaches what is asked of every limit, and no more die in the worst tenth of members than is asked."""
        return self.least >= max(self.asked.values(), default=0.0) and self.worst_deaths <= self.most_deaths

    @property
    def worst_deaths(self) -> float:
        """Mean deaths of the worst tenth of the fresh members."""
        return worst_mean(np.asarray(self.futures.outcomes.deaths))


def promised(
    fitted: Fitted, request: Request, problem: Problem, levers: Levers, beside: Executor
) -> Callable[[Joined, Callable[[str], None]], Promise]:
    """Draws members and readies their program; returns what checks a plan on them.

    Parameters
    ----------
    fitted
        The region with its fit.
    request
        Seed, how many members, and the chances asked.
    problem, levers
        Of the shape of a plan's.
    beside
        Where the program is readied meanwhile.
    """
    checks = _Checks(fitted, request)
    beside.submit(prepare, checks.ruled[NEVER], problem, checks.fresh, levers)
    return checks.promise_of


class _Checks:
    """What a plan is checked on, and the ladders it may be given."""

    def __init__(self, fitted: Fitted, request: Request) -> None:
        self.fitted, self.request = fitted, request
        self.fresh = self._drawn(request.members, request.seed)
        self.ruled = {threshold: with_ladder(fitted, threshold) for threshold in (NEVER, *THRESHOLDS)}
        worst = request.question.worst_deaths
        self.asked = {**ASKED, **request.question.chance}
        self.most_deaths = np.inf if worst is None else worst
        self.wanted = min(max(self.asked.values(), default=0.0) + SPARE, 1.0)

    def promise_of(self, found: Joined, progress: Callable[[str], None]) -> Promise:
        """A plan with the rules under which it keeps its promise, counted on members no rule was tuned on.

        A plan that is made again is first checked under the rules it had. Where they hold, nothing is tuned; where stricter ones are found,
        those are counted on other members; else it is told that the rules do not hold.
        """
        count, seed = self.request.members, self.request.seed
        if self.request.start is None:
            tried = self._tuned(found, [], _other(seed), progress)
            return self._counted(found, self._best(tried).threshold, tried, self.fresh, seed, progress)
        begun = threshold_of(self.request.start.rules)
        made = self._counted(found, begun, [], self.fresh, seed, progress)
        (first,) = made.tried
        if made.holds or (self._cannot_hold(count) and self._good(first)):
            return made
        seed = self._seed_of_day(seed)
        tried = self._tuned(found, [first], self._seed_of_day(seed), progress)
        best = self._best([one for one in tried[1:] if self._good(one)] or tried)
        if best is first:
            return made._replace(tried=tuple(tried))
        return self._counted(found, best.threshold, tried, self._drawn(count, seed), seed, progress)

    def _counted(
        self, found: Joined, threshold: float, tried: Sequence[Tried], draws: Draws, seed: int, progress: Callable[[str], None]
    ) -> Promise:  # fmt: skip
        """The promise under a ladder, on members given; where nothing was tried before, these are what it was tried on."""
        progress(f"checking the plan on {draws.members} fresh members")
        futures = self._futures(found, threshold, draws, seed)
        kept = keeps_by_limit(futures)
        return Promise(
            asked=self.asked,
            most_deaths=self.most_deaths,
            rules=() if threshold == NEVER else ladder(threshold),
            model=self.ruled[threshold],
            futures=futures,
            kept=int(promised_limits(kept, self.asked).sum()),
            by_limit={name: float(kept[:, n].mean()) for n, name in enumerate(LIMITS)},
            tried=tuple(tried) or (self._tried(threshold, futures),),
            draws=draws,
            seed=seed,
        )

    def _tuned(
        self, found: Joined, refused: Sequence[Tried], seed: int, progress: Callable[[str], None]
    ) -> list[Tried]:
        """Ladders by bisection, until the laxest that is good is known; stricter ones than a ladder that was refused."""
        draws, tried = self._drawn(TUNED_ON, seed), list(refused)
        if not tried:
            progress(f"checking the plan on {TUNED_ON} stochastic members")
            tried.append(self._tried(NEVER, self._futures(found, NEVER, draws, seed)))
        low, high = sum(one >= tried[0].threshold for one in THRESHOLDS), len(THRESHOLDS)
        while (refused or not self._good(tried[0])) and low < high:
            middle = (low + high) // 2
            progress(f"tuning contingency rules: from {THRESHOLDS[middle]:g} weekly cases per 100,000")
            tried.append(self._tried(THRESHOLDS[middle], self._futures(found, THRESHOLDS[middle], draws, seed)))
            low, high = (low, middle) if self._good(tried[-1]) else (middle + 1, high)
        return tried

    def _seed_of_day(self, seed: int) -> int:
        """Seed of members that no plan of another day was tuned or counted on."""
        day = self.request.as_of or self.fitted.region.default_as_of
        return int(np.random.SeedSequence([seed, day.toordinal()]).generate_state(1)[0])

    def _cannot_hold(self, members: int) -> bool:
        """Whether so few members cannot show what is asked, even if all of them keep it."""
        return least_share(members, members) < max(self.asked.values(), default=0.0)

    def _good(self, one: Tried) -> bool:
        return one.kept_share >= self.wanted and one.worst_deaths <= self.most_deaths

    def _best(self, tried: Sequence[Tried]) -> Tried:
        def merit(one: Tried) -> tuple[bool, float, float, float]:
            over = max(one.worst_deaths - self.most_deaths, 0.0)
            return self._good(one), min(one.kept_share, self.wanted), -over, one.objective

        return max(tried, key=merit)

    def _drawn(self, members: int, seed: int) -> Draws:
        region, axes, model, _, posterior, *_ = self.fitted
        return draws_of(region, axes, model, posterior, members, seed)

    def _futures(self, found: Joined, threshold: float, draws: Draws, seed: int) -> Futures:
        return futures_of(self.ruled[threshold], found.supplied, draws, found.chosen.levers, seed)

    def _tried(self, threshold: float, futures: Futures) -> Tried:
        return _told(threshold, futures, self.asked, len(self.fitted.region.rows(Trigger)))


def ladder(threshold: float) -> tuple[Trigger, ...]:
    """The contingency rules that begin at a threshold of weekly cases per 100,000 residents."""
    return tuple(
        Trigger(
            trigger=name, lever=lever, level=level, indicator="weekly_cases_per_100k", scope="city", above=factor * threshold,
            below=OFF_AT * factor * threshold, least_days=LEAST_DAYS,
        )
        for name, lever, level, factor in LADDER
    )  # fmt: skip


def threshold_of(rules: Sequence[Trigger]) -> float:
    """Where the ladder among some rules begins: where a plan that is made again begins to tune, stricter only; `NEVER` without one."""
    name, _, _, factor = LADDER[0]
    found = [rule.above / factor for rule in rules if rule.trigger == name]
    return min(THRESHOLDS, key=lambda one: abs(one - found[0])) if found else NEVER


def with_ladder(fitted: Fitted, threshold: float) -> Model:
    """The model with the region's own rules and the ladder's."""
    region = fitted.region
    rows = (*region.rows(Trigger), *ladder(threshold))
    made: Model = eqx.tree_at(
        lambda m: m.triggers, fitted.model, triggers.from_region(region.with_rows(triggers=rows), fitted.axes)
    )
    return made


def keeps_by_limit(futures: Futures) -> NDArray[np.bool_]:
    """Whether each member keeps each limit, (member, limit)."""
    return np.asarray(np.asarray(futures.outcomes.limits).max(-1) <= 1.0)


def promised_limits(kept: NDArray[np.bool_], asked: Mapping[str, float]) -> NDArray[np.bool_]:
    """Whether each member keeps every limit that is promised."""
    return np.asarray(kept[:, [LIMITS.index(name) for name in asked]].all(1))


def _told(threshold: float, futures: Futures, asked: Mapping[str, float], rules_before: int) -> Tried:
    outcomes = futures.outcomes
    rung = rules_before + [lever for _, lever, _, _ in LADDER].index("gatherings")
    return Tried(
        futures.size,
        threshold,
        float(promised_limits(keeps_by_limit(futures), asked).mean()),
        float(np.mean(outcomes.objective, dtype=np.float64)),
        worst_mean(np.asarray(outcomes.deaths)),
        float(np.asarray(futures.members.triggered)[:, rung].mean()),
    )


def _other(seed: int) -> int:
    """Seed of other members: those a threshold is tuned on are not those the promise is counted on."""
    return seed + 1_000_003
