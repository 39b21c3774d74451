"""A week of visits as it is told: each officer's days by the clock, what was left out and why, hours side by side.

It searches nothing; what a checker needs to know whether a rule was kept stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from bothhands.plan.visits.choose import Chosen, Column, hours_compared
from bothhands.plan.visits.posed import Officer, Visit, Week
from bothhands.plan.visits.routes import Shift
from bothhands.plan.visits.timing import timed

Why: TypeAlias = Literal["skill", "away", "window", "rules", "worth"]
"""Nobody has the skill; whoever could is away on every day it can be; its window cannot be met even alone; the rules of work are used
up by visits that go first; the hours go to visits that are worth more."""


class Stop(NamedTuple):
    """A visit on its way; minutes of the day."""

    visit: Visit
    begins: int
    ends: int


class OfficerDay(NamedTuple):
    """A day of an officer by the clock; minutes of the day."""

    officer: str
    day: date
    start: str
    leaves: int
    stops: tuple[Stop, ...]
    lunch: int
    """Begin of lunch on the way; −1 where it is had at home."""
    returns: int
    end: str
    """Where the night is spent."""
    work: int
    travel: int


class LeftOut(NamedTuple):
    """A visit that is not made this week, and why; `instead` is the least worth of a visit that took its hours, currency."""

    visit: Visit
    why: Why
    instead: float | None


class OfficerWeek(NamedTuple):
    """What a week asks of an officer; hours without lunch."""

    officer: str
    home: str
    days: int
    visits: int
    hours: float
    travel_hours: float
    nights: int
    exposure: float
    compared_hours: float
    """Per share of the week it is there, with what was worked too much before."""


class VisitPlan(NamedTuple):
    """A week of visits."""

    week: Week
    days: tuple[OfficerDay, ...]
    left_out: tuple[LeftOut, ...]
    officers: tuple[OfficerWeek, ...]
    value: float
    """Of the visits made, currency."""
    apart_share: float
    """Between the most and the least compared hours, of their mean."""

    @property
    def made(self) -> tuple[Visit, ...]:
        """Visits that are made."""
        return tuple(stop.visit for day in self.days for stop in day.stops)


def answer_of(week: Week, shifts: Sequence[Shift], chosen: Chosen) -> VisitPlan:
    """The chosen days told.

    Parameters
    ----------
    week, shifts
        As posed, and the shifts of the columns.
    chosen
        What was chosen.
    """
    days = tuple(sorted(_dated(week, shifts, chosen.columns), key=lambda one: (one.officer, one.day)))
    made = {stop.visit.visit for day in days for stop in day.stops}
    cheapest = min((stop.visit.value for day in days for stop in day.stops), default=None)
    left = tuple(_left(week, visit, cheapest) for visit in week.visits if visit.visit not in made)
    officers = _officers(week, days)
    compared = [one.compared_hours for one in officers if week.free_days(_named(week, one.officer))]
    mean = sum(one.hours for one in officers) / max(len(compared), 1)
    apart = (max(compared) - min(compared)) / mean if compared and mean > 0 else 0.0
    value = sum(stop.visit.value for day in days for stop in day.stops)
    return VisitPlan(week, days, left, officers, value, apart)


def _dated(week: Week, shifts: Sequence[Shift], columns: Sequence[Column]) -> list[OfficerDay]:
    """Days of shifts that stand for several: what is due soonest and worth most comes first."""
    waiting: dict[tuple[str, tuple[date, ...]], list[Column]] = {}
    for one in columns:
        shift = shifts[one.shift]
        waiting.setdefault((shift.officer.officer, shift.days), []).append(one)
    found = []
    for (_, days), several in waiting.items():
        several.sort(key=lambda one: (_soonest(week, one), -sum(week.visits[v].value for v in one.route.visits)))
        found += [_day(week, shifts[one.shift].officer, day, one) for one, day in zip(several, days, strict=False)]
    return found


def _soonest(week: Week, one: Column) -> date:
    return min((due for v in one.route.visits if (due := week.visits[v].due) is not None), default=date.max)


def _day(week: Week, officer: Officer, day: date, one: Column) -> OfficerDay:
    visits, clock = [week.visits[v] for v in one.route.visits], one.timed
    stops = tuple(Stop(visit, begin, begin + visit.minutes) for visit, begin in zip(visits, clock.begins, strict=True))
    start, end = week.places[one.route.start], week.places[one.route.end]
    return OfficerDay(officer.officer, day, start, clock.leaves, stops, clock.lunch, clock.returns, end, clock.work, clock.travel)  # fmt: skip


def _named(week: Week, name: str) -> Officer:
    return next(one for one in week.officers if one.officer == name)


def _officers(week: Week, days: Sequence[OfficerDay]) -> tuple[OfficerWeek, ...]:
    minutes = {one.officer: float(sum(day.work for day in days if day.officer == one.officer)) for one in week.officers}
    compared = hours_compared(week, minutes)
    found = []
    for one in week.officers:
        own = [day for day in days if day.officer == one.officer]
        stops = [stop for day in own for stop in day.stops]
        found.append(
            OfficerWeek(
                one.officer, one.home, len(own), len(stops), minutes[one.officer] / 60, sum(day.travel for day in own) / 60,
                sum(day.end != one.home for day in own), sum(stop.visit.exposure for stop in stops), compared.get(one.officer, 0.0) / 60,
            )
        )  # fmt: skip
    return tuple(found)


def _left(week: Week, visit: Visit, cheapest: float | None) -> LeftOut:
    """Why a visit is not made: what would have to change first."""
    able = [one for one in week.officers if visit.skills <= one.skills]
    if not able:
        return LeftOut(visit, "skill", None)
    there = [one for one in able if any(week.may(one, day, visit) for day in week.days)]
    if not there:
        return LeftOut(visit, "away", None)
    homes = {one.officer: week.spot(one.home) for one in there}
    if all(timed(week, one, homes[one.officer], [visit], homes[one.officer]) is None for one in there):
        return LeftOut(visit, "window", None)
    if cheapest is None or visit.value > cheapest:
        return LeftOut(visit, "rules", cheapest)
    return LeftOut(visit, "worth", cheapest)
