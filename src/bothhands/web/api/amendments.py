"""Amendments: figures of the region that findings say are others, and what becomes of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from bothhands.records.field import Amendment
from bothhands.tasks import amendments as work
from bothhands.tasks.amendments import AmendmentFilter, Decision, NewAmendment
from bothhands.web.api.answers import (
    CHANGES,
    MADE,
    TAGGED,
    Id,
    Paging,
    Version,
    Why,
    failures,
    made,
    paged,
    tagged,
    today,
    wanted,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.field import AmendmentTold
from bothhands.web.threads import at_length

router = subject("amendments")


class AmendmentQuery(AmendmentFilter, Paging):
    """Which amendments, and which part of the list."""


@router.get("/amendments", operation_id="amendments")
def amendments(request: Request, who: Asker, query: Annotated[AmendmentQuery, Query()]) -> Paged[AmendmentTold]:
    """Amendments in one's places, the newest first."""
    with who.reading() as session:
        found = work.amendments_of(session, wanted(query, AmendmentFilter), query.limit, query.offset)
        return paged(request, found, AmendmentTold.of, query.limit, query.offset)


@router.post("/findings/{id}/amendments", status_code=201, operation_id="propose_amendment", responses={**failures(404), **MADE})  # fmt: skip
@at_length
def propose_amendment(id: Id, given: NewAmendment, who: Asker, response: Response, why: Why = "") -> AmendmentTold:
    """Say that a figure of the region is another than it holds."""
    day = today(who.store)
    with who.writing(why) as session:
        return made(response, AmendmentTold.of(work.propose(who.store, session, id, given, day)), "amendments")


@router.get("/amendments/{id}", operation_id="amendment", responses={**failures(404), **TAGGED})
def amendment(id: Id, who: Asker, response: Response) -> AmendmentTold:
    """One amendment."""
    with who.reading() as session:
        return tagged(response, AmendmentTold.of(session.one(Amendment, id)))


@router.post("/amendments/{id}/accept", operation_id="accept_amendment", responses={**failures(*CHANGES), **TAGGED})
@at_length
def accept_amendment(id: Id, given: Decision, who: Asker, version: Version, response: Response) -> AmendmentTold:
    """Take it into the next edition of the region, which is in force at once."""
    found = work.accept(who.store, who.access, id, version, given, today(who.store))
    return tagged(response, AmendmentTold.of(found))


@router.post("/amendments/{id}/refuse", operation_id="refuse_amendment", responses={**failures(*CHANGES), **TAGGED})
def refuse_amendment(id: Id, given: Decision, who: Asker, version: Version, response: Response) -> AmendmentTold:
    """Say why the figure stays."""
    with who.writing(given.reason) as session:
        found = work.refuse(session, id, version, given)
        session.flush()
        return tagged(response, AmendmentTold.of(found))
