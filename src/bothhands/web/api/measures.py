"""Measures: their legal basis, days and owner, and the signatures of those that restrict."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from bothhands.records.work import MeasureRecord
from bothhands.tasks import adopt as work
from bothhands.tasks.adopt import MeasureChange
from bothhands.tasks.lists import MeasureFilter, measures_of
from bothhands.web.api.answers import (
    CHANGES,
    MADE,
    TAGGED,
    Id,
    Paging,
    Version,
    Why,
    failures,
    paged,
    tagged,
    wanted,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.plans import ApprovalTold, MeasureTold, Signature

router = subject("measures", "/measures")


class MeasureQuery(MeasureFilter, Paging):
    """Which measures, and which part of the list."""


@router.get("", operation_id="measures")
def measures(request: Request, who: Asker, query: Annotated[MeasureQuery, Query()]) -> Paged[MeasureTold]:
    """Measures in one's places, the earliest first."""
    with who.reading() as session:
        found = measures_of(session, wanted(query, MeasureFilter), query.limit, query.offset)
        return paged(request, found, MeasureTold.of, query.limit, query.offset)


@router.get("/{id}", operation_id="measure", responses={**failures(404), **TAGGED})
def measure(id: Id, who: Asker, response: Response) -> MeasureTold:
    """One measure with its signatures."""
    with who.reading() as session:
        return tagged(response, MeasureTold.of(session.one(MeasureRecord, id)))


@router.patch("/{id}", operation_id="change_measure", responses={**failures(*CHANGES), **TAGGED})
def change_measure(id: Id, given: MeasureChange, who: Asker, version: Version, response: Response, why: Why = "") -> MeasureTold:  # fmt: skip
    """Change a measure; signatures under what it was before are gone."""
    with who.writing(why) as session:
        found = work.change_measure(session, id, version, given)
        session.flush()
        return tagged(response, MeasureTold.of(found))


@router.post("/{id}/approvals", status_code=201, operation_id="sign_measure", responses={**failures(*CHANGES), **MADE})
def sign_measure(id: Id, given: Signature, who: Asker, version: Version, response: Response, why: Why = "") -> ApprovalTold:  # fmt: skip
    """Sign a measure that restricts people or closes firms."""
    with who.writing(why) as session:
        signature = ApprovalTold.of(work.sign(session, id, version, given.name))
    response.headers["Location"] = f"/api/v1/measures/{id}"
    return tagged(response, signature)


@router.post("/{id}/withdraw", operation_id="withdraw_measure", responses={**failures(*CHANGES), **TAGGED})
def withdraw_measure(id: Id, who: Asker, version: Version, response: Response, why: Why = "") -> MeasureTold:
    """Withdraw a measure; its task is dropped."""
    with who.writing(why) as session:
        found = work.withdraw_measure(session, id, version)
        session.flush()
        return tagged(response, MeasureTold.of(found))
