"""A week of visits as it is posed: visits, officers, ways between them, and the rules of work; every fault of it told at once.

Why this file exists: the search and whoever checks it read the same rules from one place. Times are whole minutes of the day,
money is the region's currency.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest

Minutes: TypeAlias = npt.NDArray[np.int64]
VisitKind: TypeAlias = Literal["firm", "link", "finding", "place", "forum"]
DAY = 24 * 60


@dataclass(frozen=True)
class Visit:
    """A visit that could be made."""

    visit: str
    kind: VisitKind
    place: str
    value: float
    """What it is worth this week, in the region's currency."""
    minutes: int = 60
    firm: str = ""
    opens: int = 8 * 60 + 30
    closes: int = 17 * 60
    """Minute of the day by which it begins at the latest."""
    days: frozenset[date] = frozenset()
    """Days on which it can be; none for any."""
    skills: frozenset[str] = frozenset()
    """What the officer must be able to do, all of it."""
    exposure: float = 0.0
    """Infections to be expected of it, persons."""
    due: date | None = None
    """Day by which it must be: such visits go before all that must not, also those that are overdue."""
    last: date | None = None
    """Day it was last visited."""
    seen_by: str = ""
    """Officer who was there last."""
    locked: tuple[str, date] | None = None
    """Officer and day that stay as they are."""
    parties: tuple[str, ...] = ()
    """Of a forum, who comes."""


@dataclass(frozen=True)
class Officer:
    """A post that makes visits; what is limited is the post's work, never what it finds."""

    officer: str
    home: str
    skills: frozenset[str] = frozenset()
    away: frozenset[date] = frozenset()
    """Days of the week on leave, ill, in quarantine or otherwise engaged."""
    worked: frozenset[date] = frozenset()
    """Days of the week before on which there was work."""
    opens: int = 8 * 60
    closes: int = 18 * 60
    minutes_a_day: int = 9 * 60
    """Of work in a day: travel and visits, lunch not counted."""
    minutes_a_week: int = 44 * 60
    """44 hours: Labour Law of the People's Republic of China (1994), article 36."""
    visits_a_day: int = 8
    visits_a_week: int = 40
    nights: int = 0
    """Nights away from home it may spend in the week."""
    exposure: float = float("inf")
    """Infections to be expected in a week that it may be exposed to."""
    hours_before: float = 0.0
    """How many hours more than the others it has worked in the weeks before; below zero for fewer."""


@dataclass(frozen=True)
class Rules:
    """Rules of work, and what a minute, a night and a familiar face are worth."""

    rest: int = 11 * 60
    """Between two days: Directive 2003/88/EC, article 3."""
    days_in_seven: int = 5
    lunch: int = 60
    lunch_from: int = 11 * 60
    lunch_to: int = 13 * 60 + 30
    """Minute of the day at which lunch begins at the latest; ASSUMED."""
    hours_apart: float = 0.10
    """Between the most and the least hours of officers who are there all week, as a share of the mean."""
    minute_worth: float = 1.0
    """Of an officer's minute, yuan; ASSUMED: 60 yuan an hour."""
    day_worth: float = 300.0
    """Of a day on which an officer sets out, yuan; ASSUMED: so that visits of one way are made on one day."""
    night_worth: float = 500.0
    """Of a night away, yuan; ASSUMED: lodging and what it asks of a person."""
    familiar_worth: float = 100.0
    """Of being visited by the officer who came last, yuan; ASSUMED."""
    overdue_day_worth: float = 50.0
    """Of each day of the week that a visit which is overdue waits longer, yuan; ASSUMED."""


@dataclass(frozen=True)
class Week:
    """Everything of a week of visits; `ways` by (place, place) in the order of `places`, `within` one place."""

    days: tuple[date, ...]
    visits: tuple[Visit, ...]
    officers: tuple[Officer, ...]
    places: tuple[str, ...]
    ways: Minutes
    within: int = 20
    """Minutes between two visits in one place; ASSUMED."""
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise InputError(faults)

    def spot(self, place: str) -> int:
        """Position of a place."""
        return self.places.index(place)

    def may(self, officer: Officer, day: date, visit: Visit) -> bool:
        """Whether an officer may make a visit on a day, as far as skill, day and what is locked say."""
        if visit.locked is not None and visit.locked != (officer.officer, day):
            return False
        return (
            day not in officer.away
            and (not visit.days or day in visit.days)
            and (visit.due is None or day <= visit.due or self.is_overdue(visit))
            and visit.skills <= officer.skills
        )

    def is_overdue(self, visit: Visit) -> bool:
        """Whether a visit was due before the first day it can be this week: then any day is better than none, the sooner the better."""
        return visit.due is not None and visit.due < max(self.days[0], min(visit.days, default=self.days[0]))

    def free_days(self, officer: Officer) -> tuple[date, ...]:
        """Days on which an officer is there."""
        return tuple(day for day in self.days if day not in officer.away)


def _faults(week: Week) -> Iterator[Fault]:
    """Everything that is wrong with a week as it is posed."""
    if not 1 <= len(week.days) <= 7 or any(
        b - a != timedelta(days=1) for a, b in zip(week.days, week.days[1:], strict=False)
    ):
        yield Fault("BH-VIS-001", f"{len(week.days)} days that do not follow one another", "one to seven days in a row", "name the first day of the week")  # fmt: skip
    if week.ways.shape != (len(week.places),) * 2 or (week.ways < 0).any():
        yield Fault("BH-VIS-002", f"ways of shape {week.ways.shape} or below zero", f"minutes of {len(week.places)} by {len(week.places)} places", "give every way")  # fmt: skip
    yield from _twice("visit", [one.visit for one in week.visits])
    yield from _twice("officer", [one.officer for one in week.officers])
    officers = {one.officer: one for one in week.officers}
    for officer in week.officers:
        yield from _faults_of_officer(week, officer)
    for visit in week.visits:
        yield from _faults_of_visit(week, visit, officers)


def _faults_of_officer(week: Week, officer: Officer) -> Iterator[Fault]:
    at = ("officers", None, "officer", officer.officer)
    if officer.home not in week.places:
        yield Fault("BH-VIS-003", f"home {officer.home!r} of officer {officer.officer!r} is no place", "a place of the region", nearest(officer.home, week.places), *at)  # fmt: skip
    if not 0 <= officer.opens < officer.closes <= DAY:
        yield Fault("BH-VIS-004", f"officer {officer.officer!r} works from minute {officer.opens} to {officer.closes}", "an earlier and a later minute of one day", "mend the hours", *at)  # fmt: skip


def _faults_of_visit(week: Week, visit: Visit, officers: Mapping[str, Officer]) -> Iterator[Fault]:
    at = ("visits", None, "visit", visit.visit)
    if visit.place not in week.places:
        yield Fault("BH-VIS-005", f"visit {visit.visit!r} has no place that is known: {visit.place!r}", "a place of the region", nearest(visit.place, week.places), *at)  # fmt: skip
    if visit.minutes <= 0 or not np.isfinite(visit.value) or visit.value < 0 or not visit.exposure >= 0:
        yield Fault("BH-VIS-006", f"visit {visit.visit!r} of {visit.minutes} minutes is worth {visit.value} at exposure {visit.exposure}", "minutes above zero, worth and exposure of zero or more", "mend the figures", *at)  # fmt: skip
    if not 0 <= visit.opens <= visit.closes < DAY:
        yield Fault("BH-VIS-007", f"visit {visit.visit!r} can begin from minute {visit.opens} to {visit.closes}", "a window within one day", "mend the window", *at)  # fmt: skip
    if visit.locked is not None:
        yield from _faults_of_lock(week, visit, officers)


def _faults_of_lock(week: Week, visit: Visit, officers: Mapping[str, Officer]) -> Iterator[Fault]:
    """A locked visit that its officer cannot make on its day."""
    assert visit.locked is not None
    name, day = visit.locked
    officer = officers.get(name)
    at = ("visits", None, "locked", f"{name} {day}")
    if officer is None:
        yield Fault("BH-VIS-008", f"visit {visit.visit!r} is locked to nobody: {name!r}", "an officer of the week", nearest(name, officers), *at)  # fmt: skip
    elif day not in week.days:
        yield Fault("BH-VIS-009", f"visit {visit.visit!r} is locked to {day}", "a day of the week", "unlock it, or plan its week", *at)  # fmt: skip
    elif not week.may(officer, day, visit):
        yield Fault("BH-VIS-010", f"visit {visit.visit!r} is locked to {name} on {day}, who is away or lacks its skill, or it cannot be that day", "an officer and a day it can be", "unlock it", *at)  # fmt: skip


def _twice(what: str, names: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Fault("BH-VIS-011", f"{what} {name!r} stands twice", "each once", "remove one", file=f"{what}s", column=what, value=name)  # fmt: skip
        seen.add(name)


def needed_places(visits: Collection[Visit], officers: Collection[Officer]) -> tuple[str, ...]:
    """Places that anybody starts from or goes to, sorted."""
    return tuple(sorted({one.place for one in visits} | {one.home for one in officers}))
