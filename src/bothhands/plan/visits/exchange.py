"""Chosen days made better by exchange: a visit given, taken, swapped or put in, a whole day handed over, while anything is won.

Why this file exists: the choice of sets takes days as the router found them, so hours that differ by a visit stay so until a day without
that visit happens to be in the pool. An exchange of one visit for another is what a planner would do by hand, and takes a millisecond.
Notes: changes are ranked by ways and minutes of visits alone, then timed by the clock from the best on; the first that wins is made. What
counts is what counts in `choose`, and every rule kept there is kept here. No clock and no chance decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from bothhands.plan.visits.choose import Chosen, Column, Fairness, gain_of
from bothhands.plan.visits.posed import DAY, Week
from bothhands.plan.visits.routes import Route, Shift, worth_of
from bothhands.plan.visits.timing import Timed, timed, way

STEPS = 400
"""Changes at most."""
TIMED = 8000
"""Changes timed by the clock before nothing is left to win."""
DEPTH = 3
"""Pairs of officers, from the ends of the hours inwards, that are tried before nothing is left to win."""
LEAST_GAIN = 1.0
"""What a change has to win, currency."""

_Visits: TypeAlias = tuple[int, ...]


class _Change(NamedTuple):
    """What would be won by an estimate, and days by number: the visits that stay in order, and one that comes in, −1 for none."""

    gain: float
    days: tuple[tuple[int, _Visits, int], ...]


def exchange(week: Week, shifts: Sequence[Shift], chosen: Chosen, unfair: float) -> Chosen:
    """The chosen days, better where an exchange makes them so.

    Parameters
    ----------
    week, shifts
        As posed, and the shifts of the columns.
    chosen
        Days to start from; every rule but that of equal hours holds in them.
    unfair
        Minutes beyond the rule between the most and the least hours that weigh as much as a usual visit.
    """
    if not chosen.columns:
        return chosen
    state = _State(week, shifts, chosen.columns, Fairness(week, unfair))
    before = state.told()
    for _ in range(STEPS):
        if not state.improve():
            break
    return max(state.told(), before, key=lambda one: one.objective)


class _Hours:
    """Hours of a moment, made to ask quickly what a few changed ones would cost."""

    def __init__(self, fairness: Fairness, minutes: Mapping[str, float]) -> None:
        self._fairness, self._compared = fairness, fairness.compared(minutes)
        self._order = sorted(self._compared, key=lambda name: (self._compared[name], name))
        self._now = fairness.cost(minutes)
        self._mean = fairness.mean(minutes)
        self._middle = sum(self._compared.values()) / max(len(self._compared), 1)

    def ends(self, depth: int) -> set[str]:
        """Who has the most and the least hours; at a depth, those next to them."""
        return {self._order[depth], self._order[-1 - depth]} if depth < len(self._order) else set()

    def dearer(self, longer: Sequence[tuple[str, float]]) -> float:
        """What unequal hours cost more where officers, two at most, work so many minutes longer, currency."""
        changed: dict[str, float] = {}
        mean = self._mean
        for name, minutes in longer:
            share = self._fairness.shares[name]
            changed[name] = changed.get(name, self._compared[name]) + minutes / share
            mean += minutes / share / len(self._compared)
        others = [self._compared[name] for name in (*self._order[:3], *self._order[-3:]) if name not in changed]
        hours = [*changed.values(), *others]
        off = sum(self._off(one) - self._off(self._compared[name]) for name, one in changed.items())
        return self._fairness.cost_of(max(hours), min(hours), mean) - self._now + self._fairness.off_cost * off

    def _off(self, hours: float) -> float:
        return self._fairness.off(hours, self._middle, self._mean)


class _State:
    """Days of a week while they change; a day without visits is one that could still be used."""

    def __init__(self, week: Week, shifts: Sequence[Shift], columns: Sequence[Column], fairness: Fairness) -> None:
        self.week, self.shifts, self.fairness = week, shifts, fairness
        self.worth = worth_of(week)
        self.spots = [week.spot(one.place) for one in week.visits]
        self.days = list(columns)
        self.gains = [gain_of(week, shifts, one, self.worth) for one in columns]
        self.minutes: dict[str, float] = defaultdict(float)
        for one in columns:
            self.minutes[self.name(one.shift)] += one.timed.work
        used = Counter((self.name(one.shift), shifts[one.shift].days) for one in columns)
        for number, shift in enumerate(shifts):
            spare = len(shift.days) > used[shift.officer.officer, shift.days]
            if spare and shift.start == shift.end == week.spot(shift.officer.home):
                self.days.append(Column(number, Route(shift.start, (), shift.end), Timed(0, (), -1, 0, 0, 0)))
                self.gains.append(0.0)
        made = {v for one in columns for v in one.route.visits}
        self.unmade = {n for n in range(len(week.visits)) if n not in made}
        self._sides: list[dict[tuple[_Visits, int], tuple[float, float]]] = [{} for _ in self.days]
        self._clock: dict[tuple[int, int, _Visits, int, int], tuple[_Visits, Timed] | None] = {}

    def name(self, shift: int) -> str:
        """Officer of a shift."""
        return self.shifts[shift].officer.officer

    def told(self) -> Chosen:
        """The days as they stand, and what they count."""
        columns = tuple(one for one in self.days if one.route.visits)
        return Chosen(
            columns, self.fairness.spread(self.minutes)[2], sum(self.gains) - self.fairness.cost(self.minutes)
        )

    def improve(self) -> bool:
        """Make the first change that wins by the clock, the most promising ones tried first."""
        self._hours = _Hours(self.fairness, self.minutes)
        return any(self._improved(depth) for depth in range(DEPTH))

    def _improved(self, depth: int) -> bool:
        changes = self._changes(self._hours.ends(depth))
        found = sorted((one for one in changes if one.gain > LEAST_GAIN), key=lambda one: (-one.gain, one.days))
        return any(self._made(one) for one in found[:TIMED])

    def _made(self, change: _Change) -> bool:
        """Whether a change holds and wins; then it is made."""
        new: list[tuple[int, Column]] = []
        for at, stay, comes in change.days:
            found = self._timed(self.days[at], stay, comes)
            if found is None or not (found[0] or self.days[at].route.start == self.days[at].route.end):
                return False
            new.append(
                (at, self.days[at]._replace(route=self.days[at].route._replace(visits=found[0]), timed=found[1]))
            )
        minutes, gain = dict(self.minutes), 0.0
        for at, column in new:
            minutes[self.name(column.shift)] = minutes.get(self.name(column.shift), 0.0) + column.timed.work - self.days[at].timed.work  # fmt: skip
            gain += self._gain(column) - self.gains[at]
        if gain - self._uneven(minutes) + self._uneven(self.minutes) <= LEAST_GAIN:
            return False
        if not all(self._keeps_rules(name, dict(new)) for name in {self.name(column.shift) for _, column in new}):
            return False
        for at, _ in new:
            self.unmade |= set(self.days[at].route.visits)
        for at, column in new:
            self.days[at], self.gains[at], self._sides[at] = column, self._gain(column), {}
            self.unmade -= set(column.route.visits)
        self.minutes.update(minutes)
        return True

    def _gain(self, column: Column) -> float:
        return gain_of(self.week, self.shifts, column, self.worth) if column.route.visits else 0.0

    def _uneven(self, minutes: Mapping[str, float]) -> float:
        """What unequal hours count, and how far each is from the middle: so that of two who both work most one is helped at a time."""
        hours = self.fairness.compared(minutes).values()
        middle, mean = sum(hours) / max(len(hours), 1), self.fairness.mean(minutes)
        off = sum(self.fairness.off(one, middle, mean) for one in hours)
        return self.fairness.cost(minutes) + self.fairness.off_cost * off

    def _changes(self, ends: Collection[str]) -> Iterator[_Change]:
        """Every change that is looked at: those of officers at the ends, and those that put in what is not made."""
        own = [at for at, one in enumerate(self.days) if self.name(one.shift) in ends]
        others = [at for at, one in enumerate(self.days) if self.name(one.shift) not in ends]
        pairs = [(a, b) for k, a in enumerate(own) for b in [*own[k + 1 :], *others]]
        for a, b in pairs:
            yield from self._between(a, b)
        for at in own:
            visits = self.days[at].route.visits
            for n in range(len(visits)):
                yield self._estimate((at, visits[:n] + visits[n + 1 :], -1))
        at_end = set(own)
        for visit in sorted(self.unmade):
            for at in range(len(self.days)):
                yield from self._put_in(at, visit, at in at_end)

    def _between(self, a: int, b: int) -> Iterator[_Change]:
        """One visit given from one day to another, two swapped, or the days handed over whole."""
        one, two = self.days[a].route.visits, self.days[b].route.visits
        for n, visit in enumerate(one):
            rest = one[:n] + one[n + 1 :]
            if self._may(b, visit):
                yield self._estimate((a, rest, -1), (b, two, visit))
            for m, other in enumerate(two):
                if self._may(a, other) and self._may(b, visit):
                    yield self._estimate((a, rest, other), (b, two[:m] + two[m + 1 :], visit))
        for m, other in enumerate(two):
            if self._may(a, other):
                yield self._estimate((a, one, other), (b, two[:m] + two[m + 1 :], -1))
        if self.name(self.days[a].shift) != self.name(self.days[b].shift) and self._may(b, *one) and self._may(a, *two):
            yield self._estimate((a, two, -1), (b, one, -1))

    def _put_in(self, at: int, visit: int, any_worth: bool) -> Iterator[_Change]:
        """A visit that is not made put into a day, also in place of another: one worth less, or any where hours are to change."""
        if not self._may(at, visit):
            return
        visits = self.days[at].route.visits
        yield self._estimate((at, visits, visit))
        for n, out in enumerate(visits):
            if any_worth or self.worth[out] < self.worth[visit]:
                yield self._estimate((at, visits[:n] + visits[n + 1 :], visit))

    def _may(self, at: int, *visits: int) -> bool:
        return self.shifts[self.days[at].shift].may.issuperset(visits)

    def _estimate(self, *days: tuple[int, _Visits, int]) -> _Change:
        """What a change wins if nobody waited: ways and minutes of visits only."""
        gain, longer = 0.0, []
        for at, stay, comes in days:
            sides = self._sides[at]
            found = sides.get((stay, comes))
            if found is None:
                found = sides[stay, comes] = self._side(self.days[at], stay, comes)
            gain += found[1]
            longer.append((self.name(self.days[at].shift), found[0]))
        return _Change(gain - self._hours.dearer(longer), days)

    def _side(self, column: Column, stay: _Visits, comes: int) -> tuple[float, float]:
        """Minutes that a day gets longer, and what it gains by its visits and ways."""
        visits, before, rules = stay if comes < 0 else (*stay, comes), column.route.visits, self.week.rules
        travel = (self._travel(column, stay, comes) if visits else 0) - column.timed.travel
        lasting = sum(self.week.visits[v].minutes for v in visits) - sum(self.week.visits[v].minutes for v in before)
        gain = sum(self.worth[v] for v in visits) - sum(self.worth[v] for v in before)
        gain -= rules.minute_worth * travel + rules.day_worth * (bool(visits) - bool(before))
        return float(travel + lasting), float(gain)

    def _travel(self, column: Column, stay: _Visits, comes: int) -> int:
        """Minutes on the way of a day into which a visit comes where it is nearest."""
        stops = [column.route.start, *(self.spots[v] for v in stay), column.route.end]
        legs = [(a, b, way(self.week, a, b) if stay else 0) for a, b in pairwise(stops)]
        total = sum(minutes for _, _, minutes in legs)
        if comes < 0:
            return total
        at = self.spots[comes]
        return total + min(way(self.week, a, at) + way(self.week, at, b) - minutes for a, b, minutes in legs)

    def _timed(self, column: Column, stay: _Visits, comes: int) -> tuple[_Visits, Timed] | None:
        """The shortest day of these visits, one of them put in wherever it fits best; none where none holds."""
        route = column.route
        key = (column.shift, route.start, stay, comes, route.end)
        if key not in self._clock:
            orders = [stay] if comes < 0 else [(*stay[:k], comes, *stay[k:]) for k in range(len(stay) + 1)]
            self._clock[key] = self._shortest(column, orders)
        return self._clock[key]

    def _shortest(self, column: Column, orders: Sequence[_Visits]) -> tuple[_Visits, Timed] | None:
        officer, route = self.shifts[column.shift].officer, column.route
        if not orders[0]:
            return (), Timed(0, (), -1, 0, 0, 0)
        if len(orders[0]) > officer.visits_a_day:
            return None
        found = [(order, timed(self.week, officer, route.start, [self.week.visits[v] for v in order], route.end)) for order in orders]  # fmt: skip
        held = [(order, clock) for order, clock in found if clock is not None]
        return min(held, key=lambda one: (one[1].work, one[1].travel, one[0]), default=None)

    def _keeps_rules(self, name: str, new: Mapping[int, Column]) -> bool:
        """Whether an officer's week holds with changed days: hours, visits, exposure, days in seven and rest; where nights are spent no exchange changes."""
        days = [new.get(at, one) for at, one in enumerate(self.days) if self.name(one.shift) == name]
        days = [one for one in days if one.route.visits]
        officer, rules = next(one.officer for one in self.shifts if one.officer.officer == name), self.week.rules
        visits = [self.week.visits[v] for one in days for v in one.route.visits]
        if sum(one.timed.work for one in days) > officer.minutes_a_week or len(visits) > officer.visits_a_week:
            return False
        if sum(visit.exposure for visit in visits) > officer.exposure:
            return False
        on = [(set(self.shifts[one.shift].days), one) for one in days]
        for last in self.week.days:
            window = {last - timedelta(days=k) for k in range(7)}
            if sum(dates <= window for dates, _ in on) > rules.days_in_seven - len(officer.worked & window):
                return False
        dated = sorted((min(dates), one) for dates, one in on if len(dates) == 1)
        for (today, one), (tomorrow, two) in pairwise(dated):
            if tomorrow - today == timedelta(days=1) and two.timed.leaves + DAY - one.timed.returns < rules.rest:
                return False
        return True
