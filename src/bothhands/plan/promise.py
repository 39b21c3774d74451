"""What a plan promises on members it has never met, and the rules that keep the promise.

Why this file exists: a plan of dates to the year's end cannot know how fast the disease will spread; in some members an epidemic grows
that the dates do not answer. So dated measures come, where they need them, with contingency rules: a ladder of restrictions that each city
climbs by its own reports. One figure, the reported cases a week and 100,000 residents at which the ladder begins, is tuned on the members
in which the plan did not keep its promise; what is told is counted on fresh ones.
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
from bothhands.plan.limits import DEATHS, INTENSIVE, LIMITS, WARD
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
LOOKS = 3
"""ASSUMED: times a plan is counted on fresh members before it is told that its promise does not hold. Each is another chance to pass: of plans
whose true share is just below what is asked, one in twenty passes a look."""
MOST_AGAIN = 32
"""ASSUMED: members a ladder is tried on at most, of those that did not keep the promise under a laxer one."""
FEW = 20
"""ASSUMED: where fewer members than this chose a ladder, the next stricter one is counted: the laxest that answers one or two members often fails
on others, and a count takes longer than stricter rules cost."""
EASED = frozenset((WARD, INTENSIVE, DEATHS))
"""Limits that stricter rules only ever ease; where another is promised, members that kept it are run again too."""
SPARE = 0.02
"""ASSUMED: share of members by which tuning aims beyond what is asked."""


class Level(NamedTuple):
    """A share of members that is asked, and how many keep together all that is asked so often or more."""

    share: float
    kept: int


class Tried(NamedTuple):
    """A threshold and what it amounts to on the members it was tried on."""

    members: int
    """How many these were; where a ladder was tuned, those that kept their beds under a laxer one are taken to keep them, and were not run again."""

    threshold: float
    """Weekly cases per 100,000; `NEVER` is no ladder."""
    kept_share: float
    """Share of members that keep what is promised at the level that lacks most."""
    short: float
    """By how much that share misses what tuning aims at; not above 0 where it does not."""
    worst_deaths: float
    """Mean deaths of the worst tenth of members."""
    objective: float | None
    """Mean over members; None where not all were run."""
    closed_days: float | None
    """Mean days a city's gatherings rung was on; None where not all were run."""
    look: int = 0
    """Which count's members these were, from 0: ladders of one count share members, those of two do not."""


class Promise(NamedTuple):
    """How a plan fares on fresh members, and under which rules."""

    asked: Mapping[str, float]
    """Share of members asked, by limit."""
    most_deaths: float
    """Mean deaths of the worst tenth of members that are asked for at most; infinite where nobody asks."""
    threshold: float
    """Weekly cases per 100,000 at which the ladder begins; `NEVER` is no ladder."""
    rules: tuple[Trigger, ...]
    """Contingency rules that belong to the plan; none where dates alone keep the promise."""
    model: Model
    """With the rules."""
    futures: Futures
    """Fresh members under the plan and its rules."""
    levels: tuple[Level, ...]
    """One for each share that is asked; all limits have the same unless the question says otherwise."""
    by_limit: Mapping[str, float]
    """Share of members that keep each limit asked for, in the order of `LIMITS`."""
    tried: tuple[Tried, ...]
    """First what was counted first, without a ladder or under the earlier plan's."""
    draws: Draws
    """What the fresh members are."""
    seed: int
    """Of their chance: the asked one, or another where members of that one showed that the rules must be stricter."""
    looks: int = 1
    """How often the plan was counted on members of their own."""

    @property
    def _told(self) -> Level:
        """The level that is furthest from holding."""
        return min(self.levels, key=lambda one: least_share(one.kept, self.futures.size) - one.share)

    @property
    def share(self) -> float:
        """Share of members that is asked, of the level that is furthest from holding."""
        return self._told.share

    @property
    def kept(self) -> int:
        """Members that keep together all that is promised at that level."""
        return self._told.kept

    @property
    def least(self) -> float:
        """Lower one-sided 95 % limit of the share of members that do."""
        return least_share(self.kept, self.futures.size)

    @property
    def holds(self) -> bool:
        """Whether every level reaches what is asked, and no more die in the worst tenth of members than is asked."""
        return self.least >= self.share and self.worst_deaths <= self.most_deaths

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
        self.fresh = self._drawn(self._seed_of_look(0))
        self.ruled = {threshold: with_ladder(fitted, threshold) for threshold in (NEVER, *THRESHOLDS)}
        worst = request.question.worst_deaths
        self.asked = {**ASKED, **request.question.chance}
        self.most_deaths = np.inf if worst is None else worst
        self.wanted = {
            share: max(min(share + SPARE, 1.0), fewest_that_show(share, request.members))
            for share in set(self.asked.values())
        }

    def promise_of(self, found: Joined, progress: Callable[[str], None]) -> Promise:
        """A plan with the rules under which it keeps its promise, counted on members no rule was tuned on.

        It is counted without a ladder, one that is made again under the ladder it had. Where the promise does not hold, a stricter ladder is tuned
        on the members of that count, and it, or the next stricter one where few members chose it, is counted on others; a ladder that was refused is not counted a second time. Where none holds, what kept
        the promise best is told.
        """
        start = self.request.start
        threshold, draws = NEVER if start is None else threshold_of(start.rules), self.fresh
        tried: dict[float, Tried] = {}
        counted: list[Promise] = []
        for look in range(LOOKS):
            made = self._counted(found, threshold, draws, self._seed_of_look(look), progress)
            counted.append(made)
            tried[threshold] = self._tried(threshold, made.futures)._replace(look=look)
            if made.holds or (self._cannot_hold() and self._good(tried[threshold])) or look == LOOKS - 1:
                break
            refused, stricter = self._stricter(found, made, progress)
            best = max([refused, *stricter], key=self._merit)
            tried |= {one.threshold: one._replace(look=look) for one in stricter}
            if best is refused:
                break
            threshold = self._safer(best, made)
            draws = self._drawn(self._seed_of_look(look + 1))
        told = made if made.holds else max(counted, key=lambda one: self._merit(tried[one.threshold]))
        return told._replace(tried=tuple(tried.values()), looks=len(counted))

    def _counted(
        self, found: Joined, threshold: float, draws: Draws, seed: int, progress: Callable[[str], None]
    ) -> Promise:
        """The promise under a ladder, on members given."""
        progress(f"checking the plan on {draws.members} fresh members")
        futures = self._futures(found, threshold, draws, seed)
        kept = keeps_by_limit(futures)
        return Promise(
            asked=self.asked,
            most_deaths=self.most_deaths,
            threshold=threshold,
            rules=() if threshold == NEVER else ladder(threshold),
            model=self.ruled[threshold],
            futures=futures,
            levels=tuple(Level(share, int(one.sum())) for share, one in kept_by_level(kept, self.asked).items()),
            by_limit={name: float(kept[:, n].mean()) for n, name in enumerate(LIMITS)},
            tried=(),
            draws=draws,
            seed=seed,
        )

    def _stricter(self, found: Joined, made: Promise, progress: Callable[[str], None]) -> tuple[Tried, list[Tried]]:
        """A ladder that was refused and stricter ones, by bisection until the laxest that is good is known; on the members of its count."""
        wrong = self._failed(made)
        upto = len(wrong) if wrong.sum() <= MOST_AGAIN else int(np.flatnonzero(wrong)[MOST_AGAIN])
        again = np.flatnonzero(wrong[:upto]) if set(self.asked) <= EASED else np.arange(min(upto, MOST_AGAIN))
        upto = upto if set(self.asked) <= EASED else len(again)
        refused, tried = self._tried(made.threshold, made.futures, upto), list[Tried]()
        low, high = sum(one >= made.threshold for one in THRESHOLDS), len(THRESHOLDS)
        while low < high and again.size:
            middle = (low + high) // 2
            progress(f"tuning contingency rules: from {THRESHOLDS[middle]:g} weekly cases per 100,000")
            futures = self._futures(found, THRESHOLDS[middle], made.draws, made.seed, again)
            tried.append(self._tried(THRESHOLDS[middle], made.futures, upto, again, futures))
            low, high = (low, middle) if self._good(tried[-1]) else (middle + 1, high)
        return refused, tried

    def _safer(self, best: Tried, made: Promise) -> float:
        """The threshold that is counted next: of the best ladder, or of the next stricter where few members chose it."""
        chosen = THRESHOLDS.index(best.threshold)
        if self._failed(made).sum() < FEW and self._good(best) and set(self.asked) <= EASED:
            chosen = min(chosen + 1, len(THRESHOLDS) - 1)
        return THRESHOLDS[chosen]

    def _failed(self, made: Promise) -> NDArray[np.bool_]:
        """Members that break a promised limit, or in which more die than the worst tenth may."""
        kept = promised_limits(keeps_by_limit(made.futures), self.asked)
        return np.asarray(~kept | (np.asarray(made.futures.outcomes.deaths) > self.most_deaths))

    def _tried(
        self, threshold: float, futures: Futures, upto: int | None = None, again: NDArray[np.integer] | None = None, instead: Futures | None = None
    ) -> Tried:  # fmt: skip
        """What members amount to: of a count, or its first ones with some of them run again under another ladder."""
        kept, deaths = keeps_by_limit(futures)[:upto], np.array(futures.outcomes.deaths, np.float64)[:upto]
        if instead is not None:
            kept[again], deaths[again] = keeps_by_limit(instead), instead.outcomes.deaths
            return Tried(len(kept), threshold, *self._lacking(kept), worst_mean(deaths), None, None)
        rung = len(self.fitted.region.rows(Trigger)) + [lever for _, lever, _, _ in LADDER].index("gatherings")
        return Tried(
            len(kept),
            threshold,
            *self._lacking(kept),
            worst_mean(deaths),
            float(np.mean(futures.outcomes.objective, dtype=np.float64)),
            float(np.asarray(futures.members.triggered)[:, rung].mean()),
        )

    def _lacking(self, kept: NDArray[np.bool_]) -> tuple[float, float]:
        """Share of members at the level that lacks most, and by how much it misses what tuning aims at."""
        shares = {share: float(one.mean()) for share, one in kept_by_level(kept, self.asked).items()}
        most = max(shares, key=lambda share: self.wanted[share] - shares[share])
        return shares[most], self.wanted[most] - shares[most]

    def _seed_of_look(self, look: int) -> int:
        """Seed of the members of a count: the one that is asked for at first, then others; a plan made again meets none that its rules were tuned on."""
        start, day = self.request.start, self.request.as_of or self.fitted.region.default_as_of
        if start is None and not look:
            return self.request.seed
        earlier = (
            {} if start is None else start.told.get("promise", {})
        )  # a point of a front was not checked on members
        before = [] if start is None else [start.as_of.toordinal(), int(earlier.get("seed", 0))]
        mixed = np.random.SeedSequence([self.request.seed, day.toordinal(), look, *before])
        return int(mixed.generate_state(1)[0])

    def _cannot_hold(self) -> bool:
        """Whether so few members cannot show what is asked, even if all of them keep it."""
        return least_share(self.request.members, self.request.members) < max(self.wanted)

    def _good(self, one: Tried) -> bool:
        return one.short <= 0.0 and one.worst_deaths <= self.most_deaths

    def _merit(self, one: Tried) -> tuple[bool, float, float, float]:
        """The less is lacking the better, up to what is wanted; of equals the laxer."""
        return self._good(one), -max(one.short, 0.0), -max(one.worst_deaths - self.most_deaths, 0.0), one.threshold

    def _drawn(self, seed: int) -> Draws:
        region, axes, model, _, posterior, *_ = self.fitted
        return draws_of(region, axes, model, posterior, self.request.members, seed)

    def _futures(
        self, found: Joined, threshold: float, draws: Draws, seed: int, members: NDArray[np.integer] | None = None
    ) -> Futures:
        return futures_of(self.ruled[threshold], found.supplied, draws, found.chosen.levers, seed, members)


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
    """Where the ladder among some rules begins; `NEVER` without one."""
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


def fewest_that_show(share: float, members: int) -> float:
    """Smallest share of so many members that shows that a share of all members keeps its promise; 1 where none does."""
    low, high = 0, members
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if least_share(middle, members) >= share else (middle + 1, high)
    return low / members


def keeps_by_limit(futures: Futures) -> NDArray[np.bool_]:
    """Whether each member keeps each limit, (member, limit)."""
    return np.asarray(np.asarray(futures.outcomes.limits).max(-1) <= 1.0)


def kept_by_level(kept: NDArray[np.bool_], asked: Mapping[str, float]) -> dict[float, NDArray[np.bool_]]:
    """Which members keep together every limit asked so often or more, by the share that is asked, (member)."""
    return {
        share: promised_limits(kept, {name: own for name, own in asked.items() if own >= share})
        for share in sorted(set(asked.values()), reverse=True)
    }


def promised_limits(kept: NDArray[np.bool_], asked: Mapping[str, float]) -> NDArray[np.bool_]:
    """Whether each member keeps every limit that is promised."""
    return np.asarray(kept[:, [LIMITS.index(name) for name in asked]].all(1))
