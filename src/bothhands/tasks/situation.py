"""The situation: what is known of the region on the desk's day, and what is due, in one look. No arithmetic of models: counts and sums only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, and_, false, func, select

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.beds import Capacity
from bothhands.inputs.tables.cases import CaseCount
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.resumption import Resumption
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import PlanRecord, Task
from bothhands.tasks.editions import edition_in_force, region_in_force, region_of
from bothhands.tasks.follow_up import STANDING

RECENT_DAYS = 14
"""Cases that are newly reported within these days count as recent."""


@dataclass(frozen=True)
class City:
    """What was reported of a city up to a day; persons."""

    place: str
    name_zh: str
    latitude_deg: float | None
    longitude_deg: float | None
    confirmed: int
    ill: int
    """Confirmed and neither recovered nor dead."""
    recent: int
    """Confirmed within the last fortnight."""


@dataclass(frozen=True)
class Situation:
    """The region on a day."""

    day: date
    cities: tuple[City, ...]
    new_by_day: tuple[tuple[date, int], ...]
    """Confirmed in all cities and unassigned, by day, oldest first."""
    ill: int
    beds: float
    intensive_beds: float
    resumed: tuple[tuple[date, str, float], ...]
    """Day, what was counted, share: the latest of each count for the region itself."""

    @property
    def confirmed(self) -> int:
        """Confirmed so far, in all cities and unassigned; persons."""
        return sum(count for _, count in self.new_by_day)

    @property
    def recent(self) -> int:
        """Confirmed within the last fortnight, in all cities and unassigned; persons."""
        return sum(count for at, count in self.new_by_day if at > self.day - timedelta(days=RECENT_DAYS))


@dataclass(frozen=True)
class Due:
    """What is to be done, by how urgent it is, within the scope of whoever asks."""

    open: int
    due_soon: int
    """Within a week."""
    late: int
    mine: int


def desk_day(store: Store) -> date:
    """The day the desk stands on: today within the region's calendar, else the day that region stands on by itself.

    `BOTHHANDS_DESK_DAY` sets another, for exercises and tests.
    """
    if (told := _told_day()) is not None:
        return told
    edition = edition_in_force(store)
    kept = _CALENDARS.get(store.engine)
    if kept is None or kept[0] != edition:
        region = region_of(store, edition)
        kept = _CALENDARS[store.engine] = (edition, region.start, region.end, region.default_as_of)
    return _within(*kept[1:])


def standing(store: Store) -> tuple[Region, date]:
    """The region in force, and the day the desk stands on."""
    region = region_in_force(store)
    return region, _told_day() or _within(region.start, region.end, region.default_as_of)


def _told_day() -> date | None:
    if not (given := os.environ.get("BOTHHANDS_DESK_DAY")):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as problem:
        raise InputError(
            Fault("BH-TSK-090", f"BOTHHANDS_DESK_DAY is {given!r}", "a day such as 2020-03-18", "mend or unset it")
        ) from problem


def _within(start: date, end: date, else_on: date) -> date:
    today = date.today()
    return today if start <= today <= end else else_on


_CALENDARS: WeakKeyDictionary[Engine, tuple[str, date, date, date]] = WeakKeyDictionary()
"""Edition in force, first and last day, and the day the region stands on by itself, of each desk: almost every request asks."""


def situation_of(region: Region, day: date, own: frozenset[str] | None = None) -> Situation:
    """What was known of a region on a day.

    Parameters
    ----------
    region
        As it is in force.
    day
        The desk's day.
    own
        Places that are counted and shown; None for the whole region.
    """
    return _situation(region, day, own)


@lru_cache(maxsize=16)
def _situation(region: Region, day: date, own: frozenset[str] | None) -> Situation:
    known = region.standing_on(day)
    counts: dict[tuple[str, str], dict[date, int]] = {}
    for row in known.rows(CaseCount):
        if own is not None and row.place not in own:
            continue
        by_day = counts.setdefault((row.place, row.kind), {})
        by_day[row.day] = by_day.get(row.day, 0) + row.cumulative
    new = _new_by_day(counts, day)
    places = {row.place: row for row in known.rows(Place)}
    cities = tuple(_city(places[name], counts, day) for name in known.cities if own is None or name in own)
    held = [row for row in known.rows(Capacity) if own is None or row.place in own]
    beds = {kind: sum(row.count for row in held if row.kind == kind) for kind in ("ward", "intensive")}
    ill = sum(_ill(counts, place) for place in {place for place, _ in counts})
    return Situation(day, cities, new, ill, beds["ward"], beds["intensive"], _resumed(known, own))


def due_of(session: DeskSession, day: date) -> Due:
    """What is due on a day, for whoever asks: counted in one walk through the tasks."""
    standing, own = Task.status.in_(STANDING), session.access.user_id
    counted = {
        "open": standing,
        "due_soon": and_(standing, Task.due >= day, Task.due <= day + timedelta(days=7)),
        "late": and_(standing, Task.due < day),
        "mine": false() if own is None else and_(standing, Task.assignee_id == own),
    }
    found = session.execute(select(*(func.count().filter(which) for which in counted.values())).select_from(Task))
    return Due(**dict(zip(counted, found.one(), strict=True)))


def plan_held(session: DeskSession) -> PlanRecord | None:
    """The plan that holds; none for whoever does not see plans."""
    return session.scalars(select(PlanRecord).where(PlanRecord.status == "adopted")).first()


def _city(place: Place, counts: dict[tuple[str, str], dict[date, int]], day: date) -> City:
    confirmed = counts.get((place.place, "confirmed"), {})
    last = _last(confirmed)
    before = max((at for at in confirmed if at <= day - timedelta(days=RECENT_DAYS)), default=None)
    recent = last - (confirmed[before] if before is not None else 0)
    return City(
        place.place, place.name_zh, place.latitude_deg, place.longitude_deg, last, _ill(counts, place.place), recent
    )


def _ill(counts: dict[tuple[str, str], dict[date, int]], place: str) -> int:
    confirmed, recovered, dead = (_last(counts.get((place, kind), {})) for kind in ("confirmed", "recovered", "dead"))
    return max(0, confirmed - recovered - dead)


def _last(by_day: dict[date, int]) -> int:
    return by_day[max(by_day)] if by_day else 0


def _new_by_day(counts: dict[tuple[str, str], dict[date, int]], day: date) -> tuple[tuple[date, int], ...]:
    new: dict[date, int] = {}
    for (_, kind), by_day in counts.items():
        if kind != "confirmed":
            continue
        before = 0
        for at in sorted(by_day):
            new[at] = new.get(at, 0) + by_day[at] - before
            before = by_day[at]
    if not new:
        return ()
    first = min(new)
    return tuple(
        (first + timedelta(days=n), new.get(first + timedelta(days=n), 0)) for n in range((day - first).days + 1)
    )


def _resumed(region: Region, seen: frozenset[str] | None) -> tuple[tuple[date, str, float], ...]:
    own = {row.place for row in region.rows(Place) if row.level == "province"} | set(region.cities)
    latest: dict[str, Resumption] = {}
    for row in region.rows(Resumption):
        if (
            row.place in own
            and (seen is None or row.place in seen)
            and (row.indicator not in latest or row.day > latest[row.indicator].day)
        ):
            latest[row.indicator] = row
    return tuple(
        (row.day, row.indicator, row.share) for row in sorted(latest.values(), key=lambda one: one.day, reverse=True)
    )
