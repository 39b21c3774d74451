"""Places, firms and targets of the edition in force."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request

from bothhands.records.known import FirmRow
from bothhands.tasks import directory
from bothhands.tasks.chains import chains_of, may_see_chains
from bothhands.tasks.directory import FirmFilter
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.page import Page
from bothhands.tasks.standing import standing_of
from bothhands.web.api.answers import Limit, Offset, Paging, failures, paged, today, wanted
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.known import ChainTold, FirmTold, PlaceTold, TargetStands, TargetTold

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


@router.get("/chains", operation_id="chains")
def chains(request: Request, who: Asker, limit: Limit = 50, offset: Offset = 0) -> Paged[ChainTold]:
    """Chains of the region by its tables alone: what each link allows on the desk's day."""
    may_see_chains(who.access)
    found = chains_of(region_in_force(who.store), today(who.store))
    return paged(request, Page(found[offset : offset + limit], len(found)), ChainTold.of, limit, offset)


@router.get("/targets/standing", operation_id="targets_standing")
def targets_standing(request: Request, who: Asker, place: Place = "", limit: Limit = 50, offset: Offset = 0) -> Paged[TargetStands]:  # fmt: skip
    """Where targets in one's places stand on the desk's day; by the run of the plan in force for whoever sees plans."""
    with who.reading() as session:
        found = standing_of(who.store, session, today(who.store), place).told
    return paged(request, Page(found[offset : offset + limit], len(found)), TargetStands.of, limit, offset)
