"""Visits of officers: those planned and made, days by the clock, and weeks to be adopted."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from bothhands.records.field import FieldDay
from bothhands.tasks import field_weeks as work
from bothhands.tasks.field_weeks import DayFilter, VisitChange, VisitFilter
from bothhands.web.api.answers import (
    CHANGES,
    TAGGED,
    Id,
    Paging,
    Version,
    Why,
    failures,
    paged,
    tagged,
    today,
    wanted,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.field import AdoptedTold, FieldDayTold, VisitTold

router = subject("visits")


class VisitQuery(VisitFilter, Paging):
    """Which visits, and which part of the list."""


class DayQuery(DayFilter, Paging):
    """Which days, and which part of the list."""


@router.get("/visits", operation_id="visits")
def visits(request: Request, who: Asker, query: Annotated[VisitQuery, Query()]) -> Paged[VisitTold]:
    """Visits in one's places, and one's own wherever they are; the latest day first."""
    with who.reading() as session:
        found = work.visits_of(session, wanted(query, VisitFilter), query.limit, query.offset)
        return paged(request, found, VisitTold.of, query.limit, query.offset)


@router.get("/visits/{id}", operation_id="visit", responses={**failures(404), **TAGGED})
def visit(id: Id, who: Asker, response: Response) -> VisitTold:
    """One visit."""
    with who.reading() as session:
        return tagged(response, VisitTold.of(work.visit_of(session, id)))


@router.patch("/visits/{id}", operation_id="change_visit", responses={**failures(*CHANGES), **TAGGED})
def change_visit(id: Id, given: VisitChange, who: Asker, version: Version, response: Response, why: Why = "") -> VisitTold:  # fmt: skip
    """Tell how a visit went: whoever makes it, and the desk."""
    day = today(who.store)
    with who.writing(why) as session:
        found = work.change_visit(session, id, version, given, day)
        session.flush()
        return tagged(response, VisitTold.of(found))


@router.post("/jobs/{id}/adopt-week", operation_id="adopt_week", responses=failures(404, 409))
def adopt_week(id: Id, who: Asker, why: Why = "") -> AdoptedTold:
    """Make the week of a run the one that holds; days that began, and days that are past, stay."""
    day = today(who.store)
    with who.writing(why) as session:
        return AdoptedTold.of(work.adopt_week(who.store, session, id, day))


@router.get("/field-days", operation_id="field_days")
def field_days(request: Request, who: Asker, query: Annotated[DayQuery, Query()]) -> Paged[FieldDayTold]:
    """Days of officers, the first day first: one's own, and those of others for whoever assigns work."""
    with who.reading() as session:
        found = work.days_of(session, wanted(query, DayFilter), query.limit, query.offset)
        return paged(request, found, FieldDayTold.of, query.limit, query.offset)


@router.get("/field-days/{id}", operation_id="field_day", responses={**failures(404), **TAGGED})
def field_day(id: Id, who: Asker, response: Response) -> FieldDayTold:
    """One day."""
    with who.reading() as session:
        return tagged(response, FieldDayTold.of(session.one(FieldDay, id)))
