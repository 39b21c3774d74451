"""Days of visits that could be: routes by PyVRP, each timed by the clock and kept only where it holds.

Why this file exists: which visits fit into one day is a routing problem, who goes on which of these days is a choice of sets
(`choose`). A pool of good days joins the two. Source: Foster and Ryan (1976), sets of routes; the router is PyVRP (Wouda, Lan
and Kool 2024, hybrid search with prizes).

Notes
-----
PyVRP knows no lunch, so its clock leaves the lunch break out: a minute after the break's earliest begin counts an hour less.
Where that was too hopeful, the least visit is dropped until the day holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.plan.visits.posed import Officer, Week
from bothhands.plan.visits.timing import Timed, timed, way

if TYPE_CHECKING:
    import pyvrp

FAR = 10_000_000
"""Minutes of a way that must not be gone."""
FIRST = 50.0
"""How many times the worth of the dearest visit one that is due counts, so that it goes first."""
LOCKED = 500.0
"""The same of one that is locked."""


class Shift(NamedTuple):
    """Days of an officer that are alike: who, which days, from where to where, which visits may be made."""

    officer: Officer
    days: tuple[date, ...]
    start: int
    end: int
    may: frozenset[int]


class Route(NamedTuple):
    """A day of visits: from where, which visits in order, to where."""

    start: int
    visits: tuple[int, ...]
    end: int


def shifts_of(week: Week) -> tuple[Shift, ...]:
    """Days of every officer that begin and end at home, those that are alike together.

    Parameters
    ----------
    week
        As it is posed. Days are told apart where a night away, work in the week before, or hours so long that rest may be short
        make their order count.
    """
    found = []
    for officer in week.officers:
        apart = bool(officer.nights or officer.worked or officer.closes - officer.opens > 24 * 60 - week.rules.rest)
        alike: dict[tuple[frozenset[int], date | None], list[date]] = {}
        for day in week.free_days(officer):
            may = frozenset(n for n, visit in enumerate(week.visits) if week.may(officer, day, visit))
            alike.setdefault((may, day if apart else None), []).append(day)
        home = week.spot(officer.home)
        found += [Shift(officer, tuple(days), home, home, may) for (may, _), days in alike.items()]
    return tuple(found)


def worth_of(week: Week) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What each visit counts in the search, currency: one that is due by the end of the week goes before all others, a locked one before these."""
    value = np.array([one.value for one in week.visits], float)
    most = max(float(value.max(initial=0.0)), week.rules.minute_worth * 24 * 60)
    due = [one.due is not None and one.due <= week.days[-1] for one in week.visits]
    locked = [one.locked is not None for one in week.visits]
    return value + most * (np.where(due, FIRST, 0.0) + np.where(locked, LOCKED, 0.0))


class Car(NamedTuple):
    """Days of a shift as the router has them: how many, and how many minutes of work and visits each may have."""

    shift: int
    days: int
    minutes: int
    visits: int


def whole_days(week: Week, shifts: Sequence[Shift], spread: float = 1.0) -> list[Car]:
    """Every day of every shift, as long as the post's day may be.

    Parameters
    ----------
    week, shifts
        As posed.
    spread
        Visits of a day against those of a week spread evenly over its days: the router does not know that a week has a limit too.
    """
    found = []
    for number, shift in enumerate(shifts):
        officer = shift.officer
        days = max(min(len(week.free_days(officer)), week.rules.days_in_seven), 1)
        found.append(Car(number, len(shift.days), officer.minutes_a_day, min(officer.visits_a_day, math.ceil(spread * officer.visits_a_week / days))))  # fmt: skip
    return [car for car in found if car.visits > 0]


class Router:
    """The routing of some days and visits; made once, solved with several seeds.

    Parameters
    ----------
    week, shifts
        As posed.
    cars
        Days that are routed.
    visits
        Visits that are looked at; None for all.
    """

    def __init__(
        self, week: Week, shifts: Sequence[Shift], cars: Sequence[Car], visits: Sequence[int] | None = None
    ) -> None:
        self.shifts, self.cars = tuple(shifts), tuple(cars)
        self.visits = list(range(len(week.visits))) if visits is None else list(visits)
        self.data = _data(week, self.shifts, self.cars, self.visits)

    def routes(self, seed: int, iterations: int, start: Sequence[tuple[int, Route]] = ()) -> list[tuple[int, Route]]:
        """Routes of the best solution found, each with the number of its shift.

        Parameters
        ----------
        seed
            Of the search.
        iterations
            Of the search; no clock, so that the same asks give the same days.
        start
            Routes to start from, each with the number of its car.
        """
        import pyvrp
        from pyvrp.stop import MaxIterations

        at = {visit: n for n, visit in enumerate(self.visits)}
        begin = [pyvrp.Route(self.data, [at[v] for v in route.visits], car) for car, route in start if route.visits]
        initial = pyvrp.Solution(self.data, begin) if begin else None
        found = pyvrp.solve(self.data, MaxIterations(iterations), seed=seed, collect_stats=False, display=False, initial_solution=initial)  # fmt: skip
        told = []
        for one in found.best.routes():
            number = self.cars[one.vehicle_type()].shift
            visits = tuple(self.visits[activity.idx] for activity in one if activity.is_client())
            if visits:
                told.append((number, Route(self.shifts[number].start, visits, self.shifts[number].end)))
        return told


def held(week: Week, shift: Shift, route: Route, minutes: int | None = None) -> tuple[Route, Timed] | None:
    """A route that holds by the clock, its least visits dropped where it would not; none where nothing is left.

    Parameters
    ----------
    week, shift
        As posed.
    route
        As the router found it.
    minutes
        Of work at most; the post's own limit by default.
    """
    visits, worth = list(route.visits), None
    most = shift.officer.minutes_a_day if minutes is None else minutes
    while visits:
        found = timed(week, shift.officer, route.start, [week.visits[n] for n in visits], route.end)
        if found is not None and len(visits) <= shift.officer.visits_a_day and found.work <= most:
            return Route(route.start, tuple(visits), route.end), found
        worth = worth_of(week) if worth is None else worth
        visits.remove(min(visits, key=worth.__getitem__))
    return None


def _data(week: Week, shifts: Sequence[Shift], cars: Sequence[Car], visits: Sequence[int]) -> pyvrp.ProblemData:
    """The problem as PyVRP holds it: every visit a place of its own, every kind of shift a vehicle."""
    try:
        import pyvrp
    except ImportError:
        raise InputError(Fault("BH-VIS-020", "PyVRP is not installed", "the extra `field`", "pip install 'bothhands[field]'")) from None  # fmt: skip
    used = [shifts[car.shift] for car in cars]
    spots = sorted({one.start for one in used} | {one.end for one in used})
    stops = [*spots, *(week.spot(week.visits[v].place) for v in visits)]
    ways = np.array([[0 if a == b else way(week, one, two) for b, two in enumerate(stops)] for a, one in enumerate(stops)])  # fmt: skip
    ways[: len(spots), : len(spots)] = week.ways[np.ix_(spots, spots)]
    kinds = sorted({tuple(sorted(shifts[car.shift].may)) for car in cars})
    matrices: list[Any] = []
    for may in kinds:
        own = ways.copy()
        closed = len(spots) + np.flatnonzero(~np.isin(visits, may))
        own[closed, :] = own[:, closed] = FAR
        own[np.arange(len(own)), np.arange(len(own))] = 0
        matrices.append(own)
    worth = worth_of(week)[visits] / week.rules.minute_worth
    clients = [
        pyvrp.Client(len(spots) + n, delivery=[1], service_duration=visit.minutes, tw_early=_without_lunch(week, visit.opens),
                     tw_late=max(_without_lunch(week, visit.closes), _without_lunch(week, visit.opens)), prize=round(worth[n]), required=False)
        for n, visit in enumerate(week.visits[v] for v in visits)
    ]  # fmt: skip
    vehicles = []
    for car in cars:
        shift = shifts[car.shift]
        officer = shift.officer
        vehicles.append(
            pyvrp.VehicleType(
                num_available=car.days, capacity=[car.visits], start_depot=spots.index(shift.start),
                end_depot=spots.index(shift.end), tw_early=_without_lunch(week, officer.opens), tw_late=_without_lunch(week, officer.closes),
                shift_duration=car.minutes, unit_distance_cost=0, unit_duration_cost=1,
                fixed_cost=round(week.rules.day_worth / week.rules.minute_worth), profile=kinds.index(tuple(sorted(shift.may))),
            )
        )  # fmt: skip
    nothing: list[Any] = [np.zeros_like(own) for own in matrices]
    locations = [pyvrp.Location(0, 0) for _ in stops]
    return pyvrp.ProblemData(locations, clients, [pyvrp.Depot(n) for n in range(len(spots))], vehicles, nothing, matrices)  # fmt: skip


def _without_lunch(week: Week, minute: int) -> int:
    """A minute of the day on a clock that stands still over lunch."""
    rules = week.rules
    return minute if minute <= rules.lunch_from else max(minute - rules.lunch, rules.lunch_from)
