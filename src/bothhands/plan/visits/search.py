"""A week of visits found: days that could be from the router, the choice among them, and again where it left something to win.

Notes
-----
First the router runs with whole days, then with days hardly longer than those it needed on average; each of its days is in the pool,
and so is each without one of its visits. After every choice it starts from what was chosen: whoever has more hours than the mean has
one day cut to the mean and none made longer, and what it finds joins the pool. No clock decides: the same week and seed give the same plan, unless the limit of seconds is hit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bothhands.plan.highs import Status
from bothhands.plan.visits.answer import VisitPlan, answer_of
from bothhands.plan.visits.choose import Chosen, Column, choose, hours_compared, shares_of
from bothhands.plan.visits.posed import Week
from bothhands.plan.visits.routes import Car, Route, Router, Shift, held, shifts_of, whole_days, worth_of
from bothhands.plan.visits.timing import Timed

LIKE = 3
"""Other officers that a day found for one is offered to as well."""
LOOSE = 1.5
"""Visits of a day against those of a week spread evenly, where the router begins; ASSUMED."""
EVEN = 1.04
"""Length of a day against the mean of those needed, where days are to be alike."""
UNFAIR = (60.0, 30.0, 15.0, 7.5)
"""Minutes of unequal hours that weigh as much as a usual visit, round by round: visits are placed first, then hours made even; ASSUMED."""
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
        self.first = {n for n, one in enumerate(week.visits) if one.locked or (one.due and one.due <= week.days[-1])}

    def add(self, found: Iterable[tuple[int, Route]]) -> list[Column]:
        """Days found for shifts, the same without one visit or with those alone that go first, and all of them for a few shifts that are alike; the first as they hold."""
        kept = [self._add(number, route) for number, route in found]
        return [one for one in kept if one is not None]

    def _add(self, number: int, route: Route) -> Column | None:
        first = held(self.week, self.shifts[number], route)
        if first is None:
            return None
        whole = first[0]
        visits = whole.visits
        fewer = {visits[:k] + visits[k + 1 :] for k in range(len(visits))} | {
            tuple(v for v in visits if v in self.first)
        }
        shorter = [Route(whole.start, one, whole.end) for one in sorted(fewer - {(), visits})]
        for other in (number, *self._alike(number, whole)):
            for one in (whole, *shorter):
                self._keep(other, one)
        return Column(number, whole, first[1])

    def _keep(self, number: int, route: Route) -> None:
        if (number, route) in self.columns or not self.shifts[number].may.issuperset(route.visits):
            return
        found = held(self.week, self.shifts[number], route)
        if found is not None and found[0] == route:
            self.columns[number, route] = found[1]

    def _alike(self, number: int, route: Route) -> Iterator[int]:
        """The officer's other days between the same places, and a few of others, the next ones in order, so that each route meets others."""
        own, count, given = self.shifts[number], len(self.shifts), 0
        for step in range(1, count):
            at = (number + step) % count
            other = self.shifts[at]
            if (other.start, other.end) != (own.start, own.end) or not other.may.issuperset(route.visits):
                continue
            if other.officer is own.officer:
                yield at
            elif given < LIKE:
                given += 1
                yield at

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
        return answer_of(week, shifts, Chosen((), 0.0, 0.0, 0.0, Status.OPTIMAL), 0)
    pool = _Pool(week, shifts)
    tell("routing whole days")
    start = pool.add(Router(week, home, whole_days(week, home, LOOSE)).routes(seed, effort.iterations))
    tell("routing days of equal length")
    even = pool.add(Router(week, home, _even_days(week, home, start)).routes(seed + 1, effort.iterations))
    _nights(week, shifts, len(home), pool, seed, effort, tell)
    start = max(start, even, key=lambda one: _worth(week, one))
    chosen, idle = choose(week, shifts, pool.all(), effort.seconds, effort.nodes, start, UNFAIR[0]), 0
    for turn in range(effort.most_rounds):
        tell(f"choosing among {len(pool.columns):,} days, round {turn + 1}")
        found = _round(week, len(home), chosen, pool, seed + 10 + turn, turn, effort)
        settled = turn >= len(UNFAIR) and found.objective <= chosen.objective + GAINS * abs(chosen.objective)
        chosen, idle = found if found.columns else chosen, idle + 1 if settled else 0
        left = len(week.visits) - sum(len(one.route.visits) for one in chosen.columns)
        if turn + 1 >= len(UNFAIR) and chosen.apart <= ROUNDING and (not left or idle >= effort.rounds):
            break
    return answer_of(week, shifts, chosen, len(pool.columns))


def _round(week: Week, homes: int, chosen: Chosen, pool: _Pool, seed: int, turn: int, effort: VisitEffort) -> Chosen:
    """The days of a few officers found anew, those of the others kept."""
    shifts = pool.shifts
    free = _free(week, shifts, chosen, turn)
    kept = [one for one in chosen.columns if shifts[one.shift].officer.officer not in free]
    taken = {v for one in kept for v in one.route.visits}
    visits = [n for n in range(len(week.visits)) if n not in taken]
    own = [one for one in chosen.columns if one.shift < homes and shifts[one.shift].officer.officer in free]
    hours, share = _hours(week, shifts, chosen), shares_of(week)
    mean = sum(hours.values()) / max(len(hours), 1)
    over = {name: round((hours[name] - mean) * share[name]) for name in free if hours[name] > mean}
    for number, most in enumerate(({}, over)):
        cars, start = _cars(week, shifts[:homes], free, own, most)
        if cars and visits:
            pool.add(Router(week, shifts[:homes], cars, visits).routes(seed + number, effort.iterations // 2, start))
    others = [
        one for one in pool.all() if shifts[one.shift].officer.officer in free and taken.isdisjoint(one.route.visits)
    ]
    return choose(
        week, shifts, kept + others, effort.seconds, effort.nodes, chosen.columns, UNFAIR[min(turn, len(UNFAIR) - 1)]
    )


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


def _worth(week: Week, columns: Sequence[Column]) -> float:
    worth = worth_of(week)
    return float(sum(worth[v] for one in columns for v in one.route.visits))


def _even_days(week: Week, home: Sequence[Shift], start: Sequence[Column]) -> list[Car]:
    """Days no longer than a little above the mean of those that were needed."""
    days = sum(min(len(week.free_days(one)), week.rules.days_in_seven) for one in week.officers)
    mean = sum(one.timed.work for one in start) / max(days, 1)
    longest = max(round(EVEN * mean), *(one.timed.work // 2 for one in start), 60) if start else 60
    return [one._replace(minutes=min(one.minutes, longest)) for one in whole_days(week, home)]


def _cars(week: Week, home: Sequence[Shift], free: Collection[str], own: Sequence[Column], over: Mapping[str, int]) -> tuple[list[Car], list[tuple[int, Route]]]:  # fmt: skip
    """Days as the router gets them, and the routes it starts from.

    Who works too much, by the minutes in `over`, has its longest day cut by them, no day made longer and no further day.
    """
    cars: list[Car] = []
    start: list[tuple[int, Route]] = []
    cut: set[str] = set()
    for one in sorted(own, key=lambda one: -one.timed.work):
        officer = home[one.shift].officer
        limit = officer.minutes_a_day
        if officer.officer in over:
            limit = max(one.timed.work - (0 if officer.officer in cut else over[officer.officer]), 60)
            cut.add(officer.officer)
        kept = held(week, home[one.shift], one.route, limit)
        if kept is not None:
            start.append((len(cars), kept[0]))
        cars.append(Car(one.shift, 1, limit, officer.visits_a_day))
    used = Counter(one.shift for one in own)
    for number, shift in enumerate(home):
        name = shift.officer.officer
        if name in free and name not in over and len(shift.days) > used[number]:
            cars.append(Car(number, len(shift.days) - used[number], shift.officer.minutes_a_day, shift.officer.visits_a_day))  # fmt: skip
    return cars, start


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
