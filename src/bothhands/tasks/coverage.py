"""Coverage: every city and every key firm, when it was last visited, by when it must be again, and who is sent there next.

Why this file exists: a plan of a week says what that week does; whoever answers for a province asks what was left out for a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

from sqlalchemy import func, select

from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.sites import Site
from bothhands.inputs.tables.visits import VisitRow
from bothhands.plan.visits.made import Made, due_of, rows_with
from bothhands.records.field import FieldVisit
from bothhands.records.store import DeskSession
from bothhands.tasks.field_weeks import made_before

CoverKind: TypeAlias = Literal["place", "firm"]
Standing: TypeAlias = Literal["late", "planned", "due", "covered"]
"""Overdue and nobody is sent; somebody is sent; due within a week and nobody is sent; not due yet."""
SOON_DAYS = 7
"""ASSUMED: what is due within a week and planned by nobody is told."""


class Cover(NamedTuple):
    """A city or key firm and how far it is covered."""

    kind: CoverKind
    place: str
    firm: str
    last: date | None
    due: date
    planned: date | None
    standing: Standing


def coverage_of(session: DeskSession, region: Region, day: date) -> list[Cover]:
    """Every city and key firm in the places of whoever asks, the one due first before the others.

    Parameters
    ----------
    session
        Of the reader.
    region
        The region in force: its visits, firms and sites.
    day
        The desk's day.

    Notes
    -----
    Key firms are those with a site in a chain, and those that are real. Days between two visits are the parameters `visit_days_between` and
    `visit_place_days_between`.
    """
    made = [Made(**{**one, "day": date.fromisoformat(one["day"])}) for one in made_before(session, day + timedelta(days=1))]  # type: ignore[arg-type]  # fmt: skip
    rows = rows_with(region.rows(VisitRow), made, day + timedelta(days=1))
    of_firm = {row.firm: row for row in rows if row.firm and row.kind in ("firm", "link")}
    of_place = {row.place: row for row in rows if row.kind == "place"}
    planned = _planned(session, day)
    own = session.access.places
    every = {name: round(region.parameter(name).value) for name in ("visit_days_between", "visit_place_days_between")}
    found = [
        _cover("place", one.place, "", of_place.get(one.place), region.default_as_of, every["visit_place_days_between"], planned, day)
        for one in cities_of(region)
        if own is None or one.place in own
    ]  # fmt: skip
    found += [
        _cover("firm", one.place, one.firm, of_firm.get(one.firm), region.default_as_of, every["visit_days_between"], planned, day)
        for one in key_firms(region)
        if own is None or one.place in own
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.due, one.kind != "place", one.place, one.firm))


def cities_of(region: Region) -> Sequence[Place]:
    """Cities; in a region without cities its counties."""
    rows = region.rows(Place)
    return [one for one in rows if one.level == "city"] or [one for one in rows if one.level == "county"]


def key_firms(region: Region) -> Sequence[Firm]:
    """Firms with a site in a chain, and those that are real."""
    with_sites = {row.firm for row in region.rows(Site) if row.firm}
    return [one for one in region.rows(Firm) if one.firm in with_sites or not one.synthetic]


def _planned(session: DeskSession, day: date) -> dict[tuple[str, str], date]:
    """The next day somebody is sent to a city or firm."""
    asked = select(FieldVisit.place, FieldVisit.firm, func.min(FieldVisit.day)).where(FieldVisit.status == "planned", FieldVisit.day >= day)  # fmt: skip
    found: dict[tuple[str, str], date] = {}
    for place, firm, first in session.execute(asked.group_by(FieldVisit.place, FieldVisit.firm)):
        for key in {(place, firm), (place, "")}:
            found[key] = min(first, found.get(key, first))
    return found


def _cover(kind: CoverKind, place: str, firm: str, row: VisitRow | None, began: date, days: int, planned: dict[tuple[str, str], date], day: date) -> Cover:  # fmt: skip
    due, sent = due_of(row, began, days), planned.get((place, firm))
    if sent is not None:
        standing: Standing = "planned"
    else:
        standing = "late" if due < day else "due" if due <= day + timedelta(days=SOON_DAYS) else "covered"
    return Cover(kind, place, firm, None if row is None else row.last_on, due, sent, standing)
