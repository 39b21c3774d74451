"""A week of visits found: days from the router, the choice among them, exchanges between them.

Notes
-----
The router runs with whole days; each of its days is in the pool, and so is each without one of its visits. The choice keeps what all rules but
that of equal hours allow; visits are then exchanged between days until hours are equal (`exchange`). Where something is left to win, the days of a few
officers are routed and chosen anew from what they have, and exchanged again. No clock decides: the same week and seed give the same plan, unless a
choice hits its limit of seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from bothhands.plan.visits.answer import VisitPlan, answer_of
from bothhands.plan.visits.choose import Chosen, Column, choose, hours_compared
from bothhands.plan.visits.exchange import exchange
from bothhands.plan.visits.posed import Week
from bothhands.plan.visits.routes import Car, Route, Router, Shift, held, shifts_of, whole_days
from bothhands.plan.visits.timing import Timed

LOOSE = 1.5
"""Visits of a day against those of a week spread evenly, where the router begins; ASSUMED."""
UNFAIR = 7.5
"""Minutes of unequal hours that weigh as much as a usual visit, once visits are placed; ASSUMED."""
ROUNDING = 0.5
"""Minutes between hours that are rounding."""
GAINS = 5e-4
"""Of what was reached, below which a round won nothing."""
FREE = 2
"""Officers among the most and the least at work whose days are chosen anew in a round; two others join them in turn."""
LODGINGS = 3
"""Places at which a night is tried, for each home."""


@dataclass(frozen=True)
class VisitEffort:
    """How long is searched."""

    iterations: int = 1000
    """Of the router, each time it is asked."""
    rounds: int = 2
    """Times in a row that starting again from what was chosen may win nothing."""
    most_rounds: int = 16
    """Times it is started again at most."""
    nodes: int = 200
    """Of the choice."""
    seconds: float = 3.0
    """Limit of each choice; a choice that hits it is the best so far."""


class _Pool:
    """Days that could be, each by the clock, under every shift they can be given to."""

    def __init__(self, week: Week, shifts: Sequence[Shift]) -> None:
        self.week, self.shifts = week, shifts
        self.columns: dict[tuple[int, Route], Timed] = {}
        locked = {n for n, one in enumerate(week.visits) if one.locked}
        due = {n for n, one in enumerate(week.visits) if one.due and one.due <= week.days[-1]}
        self.first = (locked | due, locked)

    def add(self, found: Iterable[tuple[int, Route]]) -> None:
        """Days found for shifts as they hold, the same without one visit, with those alone that go first, and with the locked alone, on each of their officer's days."""
        for number, route in found:
            self._add(number, route)

    def _add(self, number: int, route: Route) -> None:
        first = held(self.week, self.shifts[number], route)
        if first is None:
            return
        whole = first[0]
        visits = whole.visits
        fewer = {visits[:k] + visits[k + 1 :] for k in range(len(visits))} | {
            tuple(v for v in visits if v in first) for first in self.first
        }
        shorter = [Route(whole.start, one, whole.end) for one in sorted(fewer - {(), visits})]
        own = self.shifts[number]
        for other, shift in enumerate(self.shifts):
            if shift.officer is own.officer and (shift.start, shift.end) == (own.start, own.end):
                for one in (whole, *shorter):
                    self._keep(other, one)

    def _keep(self, number: int, route: Route) -> None:
        if (number, route) in self.columns or not self.shifts[number].may.issuperset(route.visits):
            return
        found = held(self.week, self.shifts[number], route)
        if found is not None and found[0] == route:
            self.columns[number, route] = found[1]

    def keep(self, chosen: Chosen) -> Chosen:
        """The same days, all of them in the pool."""
        self.columns |= {(one.shift, one.route): one.timed for one in chosen.columns}
        return chosen

    def all(self) -> list[Column]:
        """Every day of the pool."""
        return [Column(number, route, clock) for (number, route), clock in self.columns.items()]


def plan_visits(week: Week, seed: int = 1, effort: VisitEffort | None = None, progress: Callable[[str], None] | None = None) -> VisitPlan:  # fmt: skip
    """Who goes where on which day of a week.

    Parameters
    ----------
    week
        Visits, officers, ways and rules.
    seed
        Of the router.
    effort
        How long is searched.
    progress
        Told what is done.

    Raises
    ------
    InputError
        Where the router is not installed.
    """
    effort, tell = effort or VisitEffort(), progress or (lambda text: None)
    home = shifts_of(week)
    shifts = (*home, *_away(week, home))
    if not week.visits or not home:
        return answer_of(week, shifts, Chosen((), 0.0, 0.0))
    pool = _Pool(week, shifts)
    tell("routing whole days")
    pool.add(Router(week, home, whole_days(week, home, LOOSE)).routes(seed, effort.iterations))
    _nights(week, shifts, len(home), pool, seed, effort, tell)
    tell(f"choosing among {len(pool.columns):,} days")
    chosen, idle = choose(week, shifts, pool.all(), effort.seconds, effort.nodes, (), math.inf), 0
    chosen = pool.keep(exchange(week, shifts, chosen, UNFAIR))
    for turn in range(effort.most_rounds):
        left = len(week.visits) - sum(len(one.route.visits) for one in chosen.columns)
        if idle >= effort.rounds or (not left and chosen.apart <= ROUNDING):
            break
        tell(f"choosing among {len(pool.columns):,} days, round {turn + 1}")
        found = _round(week, len(home), chosen, pool, seed + 10 + turn, turn, effort)
        idle = idle + 1 if found.objective <= chosen.objective + GAINS * abs(chosen.objective) else 0
        chosen = max(chosen, found, key=lambda one: one.objective)
    return answer_of(week, shifts, chosen)


def _round(week: Week, homes: int, chosen: Chosen, pool: _Pool, seed: int, turn: int, effort: VisitEffort) -> Chosen:
    """The days of a few officers found anew, those of the others kept."""
    shifts = pool.shifts
    free = _free(week, shifts, chosen, turn)
    kept = [one for one in chosen.columns if shifts[one.shift].officer.officer not in free]
    taken = {v for one in kept for v in one.route.visits}
    visits = [n for n in range(len(week.visits)) if n not in taken]
    own = [one for one in chosen.columns if one.shift < homes and shifts[one.shift].officer.officer in free]
    cars, start = _cars(shifts[:homes], free, own)
    if cars and visits:
        pool.add(Router(week, shifts[:homes], cars, visits).routes(seed, effort.iterations // 2, start))
    others = [
        one for one in pool.all() if shifts[one.shift].officer.officer in free and taken.isdisjoint(one.route.visits)
    ]
    found = choose(week, shifts, kept + others, effort.seconds, effort.nodes, chosen.columns, UNFAIR)
    return pool.keep(exchange(week, shifts, found, UNFAIR))


def _free(week: Week, shifts: Sequence[Shift], chosen: Chosen, turn: int) -> set[str]:
    """A few officers whose days are found anew, the most and the least at work among them; the others keep theirs."""
    hours = _hours(week, shifts, chosen)
    order = sorted(hours, key=lambda name: (hours[name], name))
    between = order[FREE // 2 : -(FREE // 2)]
    return {
        *order[: FREE // 2],
        *order[-(FREE // 2) :],
        *(between[(2 * turn + k) % len(between)] for k in range(2) if between),
    }


def _hours(week: Week, shifts: Sequence[Shift], chosen: Chosen) -> dict[str, float]:
    """Compared minutes of each officer."""
    minutes: dict[str, float] = defaultdict(float)
    for one in chosen.columns:
        minutes[shifts[one.shift].officer.officer] += one.timed.work
    return hours_compared(week, minutes)


def _cars(home: Sequence[Shift], free: Collection[str], own: Sequence[Column]) -> tuple[list[Car], list[tuple[int, Route]]]:  # fmt: skip
    """Days as the router gets them, and the routes it starts from."""
    used = Counter(one.shift for one in own)
    days = [one.shift for one in own]
    for number, shift in enumerate(home):
        if shift.officer.officer in free:
            days += [number] * max(len(shift.days) - used[number], 0)
    cars = [Car(number, 1, home[number].officer.minutes_a_day, home[number].officer.visits_a_day) for number in days]
    return cars, [(car, one.route) for car, one in enumerate(own)]


def _away(week: Week, home: Sequence[Shift]) -> Iterator[Shift]:
    """Days that begin or end at a lodging, for officers who may be away at night."""
    for shift in home:
        if shift.officer.nights <= 0:
            continue
        for start, end in product((shift.start, *_lodgings(week, shift.start)), repeat=2):
            if (start, end) != (shift.start, shift.end):
                yield shift._replace(start=start, end=end)


def _lodgings(week: Week, home: int) -> list[int]:
    """Places where a night saves most: those far from home with the most worth of visits."""
    worth: dict[int, float] = {}
    for visit in week.visits:
        at = week.spot(visit.place)
        if at != home:
            worth[at] = worth.get(at, 0.0) + visit.value * float(week.ways[home, at])
    return sorted(worth, key=lambda at: -worth[at])[:LODGINGS]


def _nights(week: Week, shifts: Sequence[Shift], homes: int, pool: _Pool, seed: int, effort: VisitEffort, tell: Callable[[str], None]) -> None:  # fmt: skip
    """Days around each lodging: out, there and back."""
    away = list(enumerate(shifts))[homes:]
    if not away:
        return
    tell("routing days with a night away")
    for at in sorted({one.end for _, one in away} | {one.start for _, one in away}):
        own = [
            Car(n, 1, one.officer.minutes_a_day, one.officer.visits_a_day)
            for n, one in away
            if at in (one.start, one.end)
        ]
        pool.add(Router(week, shifts, own).routes(seed, effort.iterations))
