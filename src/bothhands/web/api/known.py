"""Places, firms and targets of the edition in force."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request

from bothhands.records.known import FirmRow
from bothhands.tasks import directory
from bothhands.tasks.directory import FirmFilter
from bothhands.tasks.page import Page
from bothhands.web.api.answers import Limit, Offset, Paging, failures, paged, wanted
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.known import FirmTold, PlaceTold, TargetTold

router = subject("region")
Place = Annotated[str, Query(max_length=120, description="Place; those below it count.")]


class FirmQuery(FirmFilter, Paging):
    """Which firms, and which part of the list."""


@router.get("/places", operation_id="places")
def places(request: Request, who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[PlaceTold]:
    """Every place of the region: their names are no secret."""
    with who.reading() as session:
        found = directory.places_of(session)
        page = Page(found[offset : offset + limit], len(found))
        return paged(request, page, PlaceTold.of, limit, offset)


@router.get("/firms", operation_id="firms")
def firms(request: Request, who: Asker, query: Annotated[FirmQuery, Query()]) -> Paged[FirmTold]:
    """Firms of the register in one's places."""
    with who.reading() as session:
        found = directory.firms_of(session, wanted(query, FirmFilter), query.limit, query.offset)
        accounts = directory.accounts_of(session, [one.firm for one in found.items]) if who.access.sees_accounts else {}
        return paged(request, found, lambda one: FirmTold.of(one, accounts.get(one.firm)), query.limit, query.offset)


@router.get("/firms/{firm:path}", operation_id="firm", responses=failures(404))
def firm(firm: Annotated[str, Path(max_length=120, description="Identifier of the firm.")], who: Asker) -> FirmTold:
    """One firm."""
    with who.reading() as session:
        found = session.one(FirmRow, firm)
        accounts = directory.accounts_of(session, [firm]) if who.access.sees_accounts else {}
        return FirmTold.of(found, accounts.get(firm))


@router.get("/targets", operation_id="targets")
def targets(request: Request, who: Asker, place: Place = "", limit: Limit = 50, offset: Offset = 0) -> Paged[TargetTold]:  # fmt: skip
    """Targets in one's places."""
    with who.reading() as session:
        found = directory.targets_of(session, place, limit, offset)
        return paged(request, found, TargetTold.of, limit, offset)
