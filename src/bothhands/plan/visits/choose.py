"""The days that are made of those that could be: a choice of sets by HiGHS under every rule of work.

Why this file exists: rest, hours and fairness bind days of one officer together, which a router cannot see. Notes, with x a day of the
pool given to a shift: the most worth of visits less days out, travel, nights and the hours of whoever works most, where

- each visit is made once at most; a locked one that was reached stays;
- a shift has as many days as it stands for; an officer at most five days in any seven, and no more minutes, visits, nights and
  exposure than the post's limits;
- who spends a night somewhere begins the next day there; between two days lie eleven hours;
- hours of the most and the least, each per share of the week an officer is there, differ by at most a tenth of their mean. What
  cannot be kept of this one rule is counted and told (`apart`), at the worth of a usual visit each so many minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from bothhands.plan.highs import INFINITY, Problem, Solver
from bothhands.plan.visits.posed import DAY, Officer, Week
from bothhands.plan.visits.routes import Route, Shift, worth_of
from bothhands.plan.visits.timing import Timed

LEAST_OF_MOST = 0.25
"""What a minute of the hours of whoever works most counts, of an officer's minute, for each officer; ASSUMED."""


GAP = 0.002
"""Of the worth of all visits, at which the search of the best choice ends; ASSUMED: far within what the worth of a visit is known to."""


class Column(NamedTuple):
    """A day of the pool given to a shift."""

    shift: int
    route: Route
    timed: Timed


class Chosen(NamedTuple):
    """The days that were chosen, and how far the rule of equal hours is broken, minutes."""

    columns: tuple[Column, ...]
    apart: float
    objective: float


class Fairness:
    """The rule of equal hours, and what it counts.

    Parameters
    ----------
    week
        As posed.
    unfair
        Minutes beyond the rule between the most and the least hours that weigh as much as a usual visit.
    """

    def __init__(self, week: Week, unfair: float) -> None:
        rules = week.rules
        self.shares, self._allowed = shares_of(week), rules.hours_apart
        self._before = {one.officer: CATCH_UP * 60.0 * one.hours_before for one in week.officers}
        usual = float(np.median([one.value for one in week.visits])) if week.visits else 0.0
        self.most_cost = LEAST_OF_MOST * rules.minute_worth * len(self.shares)
        self.apart_cost = max(usual / unfair, 2.0 * rules.minute_worth)
        self.off_cost = self.apart_cost / max(len(self.shares), 1)

    def compared(self, minutes: Mapping[str, float]) -> dict[str, float]:
        """Minutes of each officer as fairness compares them."""
        return {name: minutes.get(name, 0.0) / share + self._before[name] for name, share in self.shares.items()}

    def spread(self, minutes: Mapping[str, float]) -> tuple[float, float, float]:
        """The most and the least, and what lies between them beyond the rule; minutes."""
        hours = self.compared(minutes).values()
        most, least = max(hours, default=0.0), min(hours, default=0.0)
        return most, least, max(most - least - self._allowed * self.mean(minutes), 0.0)

    def mean(self, minutes: Mapping[str, float]) -> float:
        """Minutes of an officer who is there all week, without what was worked before."""
        return sum(minutes.get(name, 0.0) / share for name, share in self.shares.items()) / max(len(self.shares), 1)

    def cost(self, minutes: Mapping[str, float]) -> float:
        """What the most hours and unequal ones count, currency."""
        most, least, _ = self.spread(minutes)
        return self.cost_of(most, least, self.mean(minutes))

    def off(self, hours: float, middle: float, mean: float) -> float:
        """Minutes by which compared hours lie further from the middle than half of what the rule allows."""
        return max(abs(hours - middle) - 0.5 * self._allowed * mean, 0.0)

    def cost_of(self, most: float, least: float, mean: float) -> float:
        """The same of the most, the least and the mean, minutes."""
        return self.most_cost * most + self.apart_cost * max(most - least - self._allowed * mean, 0.0)


def gain_of(week: Week, shifts: Sequence[Shift], one: Column, worth: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:  # fmt: skip
    """What a day counts, currency: its visits, less what the day, the ways, a night away and visits that are overdue and wait ask.

    Days that are alike count as the first of them: whoever dates them puts what is overdue there.
    """
    rules, officer = week.rules, shifts[one.shift].officer
    overdue = sum(week.is_overdue(week.visits[v]) for v in one.route.visits)
    waits = overdue * (shifts[one.shift].days[0] - week.days[0]).days
    familiar = sum(week.visits[v].seen_by == officer.officer for v in one.route.visits)
    night = one.route.end != week.spot(officer.home)
    gained = float(sum(worth[v] for v in one.route.visits)) + rules.familiar_worth * familiar
    asked = rules.day_worth + rules.minute_worth * one.timed.travel + rules.night_worth * night
    return gained - asked - rules.overdue_day_worth * waits


class _Limits:
    """Rows of a problem as they come."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, entries: Mapping[int, float], lower: float, upper: float) -> None:
        """Lower ≤ Σ value × column ≤ upper; a row without entries is left out."""
        if not entries:
            return
        self.rows += [len(self.lower)] * len(entries)
        self.columns += list(entries)
        self.values += list(entries.values())
        self.lower.append(lower)
        self.upper.append(upper)


def choose(week: Week, shifts: Sequence[Shift], pool: Sequence[Column], seconds: float, nodes: int, start: Sequence[Column], unfair: float) -> Chosen:  # fmt: skip
    """The best days of a pool.

    Parameters
    ----------
    week, shifts
        As posed, and the shifts the pool was made for.
    pool
        Days that could be.
    seconds, nodes
        Bounds of the search.
    start
        Days to start from, all in the pool; may be none.
    unfair
        Minutes beyond the rule between the most and the least hours that weigh as much as a usual visit.
    """
    most, least, apart = len(pool), len(pool) + 1, len(pool) + 2
    limits = _Limits()
    _visits(week, pool, start, limits)
    for officer in week.officers:
        own = [n for n, one in enumerate(pool) if shifts[one.shift].officer is officer]
        _work(week, officer, shifts, pool, own, limits)
        _days_in_order(week, officer, shifts, pool, own, limits)
    fairness, worth = Fairness(week, unfair), worth_of(week)
    _equal_hours(week, fairness.shares, shifts, pool, (most, least, apart), limits)
    cost = np.zeros(len(pool) + 3)
    cost[: len(pool)] = [gain_of(week, shifts, one, worth) for one in pool]
    cost[most], cost[apart] = -fairness.most_cost, -fairness.apart_cost
    upper = np.append(np.ones(len(pool)), [INFINITY] * 3)
    whole = np.append(np.ones(len(pool), bool), [False] * 3)
    problem = Problem(
        cost, np.zeros(len(pool) + 3), upper, np.array(limits.lower), np.array(limits.upper), np.array(limits.rows, np.int64),
        np.array(limits.columns, np.int64), np.array(limits.values), whole, maximise=True,
    )  # fmt: skip
    plain = sum(one.value for one in week.visits)
    gap = GAP * plain / max(float(worth.sum()), 1.0)
    solver = Solver(problem, nodes=nodes, relative_gap=gap, seconds=seconds)
    if start:
        solver.start_from(_as_solution(fairness, shifts, pool, start, len(cost)))
    found = solver.solve()
    if not found.is_usable:
        return Chosen((), 0.0, -INFINITY)
    chosen = tuple(one for n, one in enumerate(pool) if found.x[n] > 0.5)
    return Chosen(chosen, float(found.x[apart]), found.objective)


def shares_of(week: Week) -> dict[str, float]:
    """Part of the week each officer is there, against whoever is there most; those who are not there at all are left out."""
    days = {one.officer: min(len(week.free_days(one)), week.rules.days_in_seven) for one in week.officers}
    most = max(days.values(), default=0)
    return {name: n / most for name, n in days.items() if n}


def hours_compared(week: Week, minutes: Mapping[str, float]) -> dict[str, float]:
    """Minutes of each officer as fairness compares them: per share of the week, with what was worked too much before.

    Parameters
    ----------
    week
        As posed.
    minutes
        Of work by officer, lunch not counted.
    """
    return Fairness(week, 1.0).compared(minutes)


CATCH_UP = 0.25
"""Part of the hours an officer worked more than the others before that a week makes up for; ASSUMED: a month for all."""


def _visits(week: Week, pool: Sequence[Column], start: Sequence[Column], limits: _Limits) -> None:
    """Each once at most; a locked one that is made where the search starts stays made."""
    kept = {v for one in start for v in one.route.visits if week.visits[v].locked is not None}
    by_visit: dict[int, dict[int, float]] = defaultdict(dict)
    for n, one in enumerate(pool):
        for visit in one.route.visits:
            by_visit[visit][n] = 1.0
    for visit, entries in by_visit.items():
        limits.add(entries, float(visit in kept), 1.0)


def _work(week: Week, officer: Officer, shifts: Sequence[Shift], pool: Sequence[Column], own: Sequence[int], limits: _Limits) -> None:  # fmt: skip
    """Days of each shift, days in seven, and the week's limits of one officer."""
    by_day: dict[int, dict[int, float]] = defaultdict(dict)
    for n in own:
        by_day[pool[n].shift][n] = 1.0
    kinds: dict[tuple[object, ...], dict[int, float]] = defaultdict(dict)
    for shift, entries in by_day.items():
        kinds[shifts[shift].days] |= entries
    for days, entries in kinds.items():
        limits.add(entries, 0.0, len(days))
    for last in week.days:
        window = {last - timedelta(days=k) for k in range(7)}
        inside = {n: 1.0 for n in own if set(shifts[pool[n].shift].days) <= window}
        limits.add(inside, 0.0, week.rules.days_in_seven - len(officer.worked & window))
    limits.add({n: float(pool[n].timed.work) for n in own}, 0.0, officer.minutes_a_week)
    limits.add({n: float(len(pool[n].route.visits)) for n in own}, 0.0, officer.visits_a_week)
    if np.isfinite(officer.exposure):
        risks = {n: sum(week.visits[v].exposure for v in pool[n].route.visits) for n in own}
        limits.add({n: risk for n, risk in risks.items() if risk > 0}, 0.0, officer.exposure)


def _days_in_order(week: Week, officer: Officer, shifts: Sequence[Shift], pool: Sequence[Column], own: Sequence[int], limits: _Limits) -> None:  # fmt: skip
    """Rest between two days, and nights away: whoever sleeps somewhere begins there, and is home at the end of the week."""
    rest, home = week.rules.rest, week.spot(officer.home)
    for today, tomorrow in zip(week.days, [*week.days[1:], None], strict=True):
        ends = [n for n in own if shifts[pool[n].shift].days == (today,)]
        starts = [n for n in own if shifts[pool[n].shift].days == (tomorrow,)]
        for spot in {pool[n].route.end for n in ends} | {pool[n].route.start for n in starts}:
            if spot != home:
                flow = {n: 1.0 for n in ends if pool[n].route.end == spot}
                flow |= {n: -1.0 for n in starts if pool[n].route.start == spot}
                limits.add(flow, 0.0, 0.0)
        for late in sorted({pool[n].timed.returns for n in ends}):
            early = {n: 1.0 for n in starts if pool[n].timed.leaves + DAY - late < rest}
            if early:
                limits.add(early | {n: 1.0 for n in ends if pool[n].timed.returns >= late}, 0.0, 1.0)
    first = [n for n in own if pool[n].route.start != home and shifts[pool[n].shift].days == (week.days[0],)]
    limits.add(dict.fromkeys(first, 1.0), 0.0, 0.0)
    limits.add({n: 1.0 for n in own if pool[n].route.end != home}, 0.0, officer.nights)


def _equal_hours(week: Week, shares: Mapping[str, float], shifts: Sequence[Shift], pool: Sequence[Column], at: tuple[int, int, int], limits: _Limits) -> None:  # fmt: skip
    """The most, the least, and what lies between them beyond what the rules allow; minutes."""
    most, least, apart = at
    together: dict[int, float] = {}
    shift_of = hours_compared(week, {})
    for name, share in shares.items():
        own = {n: one.timed.work / share for n, one in enumerate(pool) if shifts[one.shift].officer.officer == name}
        limits.add({**own, most: -1.0}, -INFINITY, -shift_of[name])
        limits.add({**own, least: -1.0}, -shift_of[name], INFINITY)
        together |= {n: -week.rules.hours_apart * minutes / len(shares) for n, minutes in own.items()}
    limits.add({**together, most: 1.0, least: -1.0, apart: -1.0}, -INFINITY, 0.0)


def _as_solution(fairness: Fairness, shifts: Sequence[Shift], pool: Sequence[Column], start: Sequence[Column], size: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:  # fmt: skip
    """Days as the solver's point, with the hours they come to."""
    x, wanted = np.zeros(size), {(one.shift, one.route) for one in start}
    minutes: dict[str, float] = defaultdict(float)
    for n, one in enumerate(pool):
        if (one.shift, one.route) in wanted:
            x[n] = 1.0
            minutes[shifts[one.shift].officer.officer] += one.timed.work
    x[-3:] = fairness.spread(minutes)
    return x
