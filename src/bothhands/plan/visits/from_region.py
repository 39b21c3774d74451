"""The week of visits of a region: its officers, the ways between its places, and every visit that could be, each with its worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.officers import Officer as OfficerRow
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.visits import VisitRow
from bothhands.inputs.tables.ways import Way
from bothhands.model.economy.tables import great_circle_km
from bothhands.plan.chain_case import chain_case
from bothhands.plan.delay import delays_of
from bothhands.plan.firm_case import FirmCase
from bothhands.plan.posed import check_day
from bothhands.plan.visits.days import USUAL_DAYS, check_week, holidays_of
from bothhands.plan.visits.made import PLACE_MINUTES, Made, due_of, rows_with
from bothhands.plan.visits.posed import DAY, Minutes, Officer, Rules, Visit, Week
from bothhands.plan.visits.worth import Worth, exposure_of_places, worth_of_firms

MOST = 300
"""Visits that are looked at; those worth least are left out beforehand, and told."""


class Away(NamedTuple):
    """Days on which an officer is not there."""

    officer: str
    first: date
    last: date


class Wanted(NamedTuple):
    """A week as it is posed, why each visit is worth what it is, and how many were worth too little to be looked at.

    `elsewhere` are visits fixed to a day of another week, or promised by an officer of a city that is not meant; `freed` those
    promised by an officer who is away on the day; `holidays` days of the week on which nobody is sent out.
    """

    week: Week
    worth: Mapping[str, Worth]
    too_little: int
    elsewhere: tuple[Visit, ...] = ()
    freed: tuple[Visit, ...] = ()
    holidays: tuple[date, ...] = ()


def week_of(case: FirmCase, first: date, *, days: int = USUAL_DAYS, away: Sequence[Away] = (), links: Mapping[str, float] | None = None, findings: Mapping[str, int] | None = None, locked: Mapping[str, tuple[str, date]] | None = None, most: int = MOST, places: Sequence[str] = (), made: Sequence[Made] = (), hours_before: Mapping[str, float] | None = None, worked: Mapping[str, Sequence[date]] | None = None) -> Wanted:  # fmt: skip
    """Every visit that could be in a week.

    Parameters
    ----------
    case
        The firms of the region on the day the planner stands on.
    first
        First day of the week.
    days
        Days of work from it on, one to seven.
    away
        Leave, illness, quarantine.
    links
        What a week's delay of each site costs, by site, currency.
    findings
        Findings that are due, by firm.
    locked
        Officer and day of visits that stay as they are, by visit; those of whoever is away that day are free again.
    most
        Visits that are looked at, those of most worth.
    places
        Places whose visits and officers are meant; none for all.
    made
        Visits made since the table of visits was written.
    hours_before
        Hours that an officer has worked more than the others in the weeks before, by officer; below zero for fewer.
    worked
        Days of the week before on which an officer worked, by officer: they count into the five in any seven.

    Raises
    ------
    InputError
        Where the week is over or after the calendar (BH-VIS-029), there is no officer, an officer or place is not known, or a visit
        cannot be posed; every fault at once.
    """
    region, calendar = case.region, tuple(first + timedelta(days=k) for k in range(days))
    check_week(region, case.as_of, first, days)
    holidays = holidays_of(region, calendar)
    officers = tuple(
        replace(
            one, away=one.away | set(holidays), hours_before=(hours_before or {}).get(one.officer, 0.0),
            worked=frozenset((worked or {}).get(one.officer, ())),
        )
        for one in _officers(region, first, away, places)
    )  # fmt: skip
    rows = rows_with(region.rows(VisitRow), made, first)
    worth, known = _visits(case, dict(links or {}), dict(findings or {}), places, rows)
    elsewhere = tuple(one for one in known if _is_elsewhere(one, calendar, officers))
    visits = [one for one in known if not _is_elsewhere(one, calendar, officers)]
    freed = tuple(one for one in visits if one.locked and not _is_there(one.locked, officers))
    visits = [_locked(one, (locked or {}).get(one.visit), officers) for one in visits]
    order = sorted(visits, key=lambda one: (one.locked is None, one.due is None or one.due > first + timedelta(days=days), -one.value, one.visit))  # fmt: skip
    kept = tuple(sorted(order[:most], key=lambda one: one.visit))
    used = tuple(sorted({one.place for one in kept} | {one.home for one in officers}))
    within = round(region.parameter("visit_way_within_minutes").value)
    week = Week(calendar, kept, officers, used, ways_of(region, used), within, Rules())
    return Wanted(week, worth, len(order) - len(kept), elsewhere, freed, holidays)


def prices_of_links(region: Region, as_of: date) -> dict[str, float]:
    """What a week's delay of each site with lines to come costs, currency; runs the chain.

    Parameters
    ----------
    region, as_of
        The region, and the day.

    Raises
    ------
    InputError
        Where the day is outside the calendar or its last (BH-ASK-009).
    """
    check_day(region, as_of)
    found: dict[str, float] = {}
    for one in delays_of(chain_case(region, as_of)):
        found[one.site] = found.get(one.site, 0.0) + max(one.yuan, 0.0)
    return found


def ways_of(region: Region, places: Sequence[str]) -> Minutes:
    """Minutes from place to place: the table's, else great circle × detour / speed.

    Parameters
    ----------
    region
        Tables places and ways.
    places
        In the order of the answer.
    """
    spots = {row.place: row for row in region.rows(Place)}
    given = {(row.start, row.end): row.minutes for row in region.rows(Way)}
    each = 60.0 * region.parameter("visit_way_detour").value / region.parameter("visit_way_speed_km_per_hour").value
    found = np.zeros((len(places), len(places)), np.int64)
    for a, one in enumerate(places):
        for b, two in enumerate(places):
            if one == two:
                continue
            km = great_circle_km(spots[one], spots[two])
            reckoned = DAY if km is None else each * km
            found[a, b] = math.ceil(given.get((one, two), given.get((two, one), reckoned)))
    return found


def _officers(region: Region, first: date, away: Sequence[Away], places: Sequence[str]) -> tuple[Officer, ...]:
    rows = [row for row in region.rows(OfficerRow) if not places or row.home_place in places]
    if not rows:
        raise InputError(Fault("BH-VIS-012", "there is no officer", "rows in the table officers", "add the posts that make visits", "officers"))  # fmt: skip
    names = [row.officer for row in rows]
    faults = [
        Fault("BH-VIS-013", f"nobody is called {one.officer!r}", "an officer of the region", nearest(one.officer, names), column="away", value=one.officer)
        for one in away
        if one.officer not in names
    ]  # fmt: skip
    faults += [
        Fault("BH-VIS-014", f"{one.officer!r} is away from {one.first} to {one.last}", "a first day and a later or the same last day", "turn them round", column="away", value=one.officer)
        for one in away
        if one.last < one.first
    ]  # fmt: skip
    if faults:
        raise InputError(faults)
    return tuple(
        Officer(
            row.officer, row.home_place, _words(row.skills), _days_away(row.officer, first, away), minutes_a_week=round(60 * row.hours_per_week),
            visits_a_week=math.floor(row.visits_per_week), nights=row.nights_per_week,
        )
        for row in rows
    )  # fmt: skip


def _days_away(officer: str, first: date, away: Sequence[Away]) -> frozenset[date]:
    week = [first + timedelta(days=k) for k in range(7)]
    return frozenset(day for one in away if one.officer == officer for day in week if one.first <= day <= one.last)


def _words(text: str) -> frozenset[str]:
    return frozenset(part for one in text.split(";") if (part := one.strip()))


def _visits(case: FirmCase, links: dict[str, float], findings: dict[str, int], places: Sequence[str], rows: Sequence[VisitRow]) -> tuple[dict[str, Worth], list[Visit]]:  # fmt: skip
    """Visits of the table, of every firm that works and of every place, with their worth by name."""
    region = case.region
    of_firm = {row.firm: row for row in rows if row.firm and row.kind in ("firm", "link")}
    of_place = {row.place: row for row in rows if row.kind == "place"}
    firm_of_site = {row.site: row.firm for row in region.rows(Site) if row.firm}
    by_firm: dict[str, float] = {}
    for site, price in links.items():
        if site in firm_of_site:
            by_firm[firm_of_site[site]] = by_firm.get(firm_of_site[site], 0.0) + price
    worth = {f"firm {name}": one for name, one in worth_of_firms(case, of_firm, by_firm, findings).items()}
    exposure = exposure_of_places(region, case.as_of)
    key = set(firm_of_site.values()) | {row.firm for row in case.rows if not row.synthetic}
    found = []
    for row in case.rows:
        name = f"firm {row.firm}"
        if name in worth:
            base = Visit(name, "link" if by_firm.get(row.firm) else "firm", row.place, 0.0, firm=row.firm, exposure=exposure.get(row.place, 0.0))  # fmt: skip
            due = _due(region, of_firm.get(row.firm), "visit_days_between") if row.firm in key else None
            found.append(_told(base, of_firm.get(row.firm), worth, due))
    for place in case.axes.places:
        name = f"place {place}"
        worth[name] = Worth(stated=region.parameter("visit_place_worth_yuan").value)
        base = Visit(name, "place", place, 0.0, minutes=PLACE_MINUTES, exposure=exposure.get(place, 0.0))
        found.append(_told(base, of_place.get(place), worth, _due(region, of_place.get(place), "visit_place_days_between")))  # fmt: skip
    used = {id(row) for row in (*of_firm.values(), *of_place.values())}
    for one in rows:
        if id(one) not in used:
            worth[one.visit] = Worth(
                findings=region.parameter("visit_finding_worth_yuan").value if one.kind == "finding" else 0.0
            )
            found.append(_told(Visit(one.visit, one.kind, one.place, 0.0, firm=one.firm, exposure=exposure.get(one.place, 0.0)), one, worth, one.due_on))  # fmt: skip
    return worth, [one for one in found if not places or one.place in places]


def _due(region: Region, row: VisitRow | None, every: str) -> date:
    """Day by which a visit must be."""
    return due_of(row, region.default_as_of, round(region.parameter(every).value))


def _told(base: Visit, row: VisitRow | None, worth: dict[str, Worth], due: date | None) -> Visit:
    """A visit with what its row of the table knows better."""
    if row is not None and row.worth_yuan is not None:
        worth[base.visit] = Worth(stated=row.worth_yuan)
    value = worth[base.visit].total
    if row is None:
        return replace(base, value=value, due=due)
    locked = (row.officer, row.on_day) if row.officer and row.on_day else None
    days = frozenset({row.on_day}) if row.on_day else frozenset()
    return replace(
        base, value=value, due=due, minutes=row.minutes, opens=_minute(row.opens), closes=_minute(row.closes), last=row.last_on,
        seen_by=row.seen_by, days=days,
        skills=_words(row.skills), locked=locked, parties=tuple(sorted(_words(row.parties))),
    )  # fmt: skip


def _is_elsewhere(visit: Visit, calendar: Sequence[date], officers: Sequence[Officer]) -> bool:
    """Whether a visit is fixed to a day of another week, or promised by an officer who is not among those of the week."""
    other_week = bool(visit.days) and visit.days.isdisjoint(calendar)
    return other_week or (visit.locked is not None and all(one.officer != visit.locked[0] for one in officers))


def _is_there(at: tuple[str, date], officers: Sequence[Officer]) -> bool:
    return any(one.officer == at[0] and at[1] not in one.away for one in officers)


def _locked(visit: Visit, at: tuple[str, date] | None, officers: Sequence[Officer]) -> Visit:
    """A visit as it was promised by its row or an earlier week, where whoever promised it is there; else for anybody."""
    kept = (one for one in (visit.locked, at) if one is not None and _is_there(one, officers))
    return replace(visit, locked=next(kept, None))


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
