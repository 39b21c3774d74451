"""Findings, and who filed those that came from outside."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request, Response
from pydantic import Field

from bothhands.records.work import Finding
from bothhands.report.names import place_name, region_name
from bothhands.report.words import Wording
from bothhands.report.workbook import as_csv, workbook_of
from bothhands.tasks import findings as work
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.findings import FindingChange, FindingFilter, NewFinding
from bothhands.tasks.lists import filer_of
from bothhands.web.api.answers import (
    CHANGES,
    FILE,
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
from bothhands.web.downloads import attached
from bothhands.web.findings_told import findings_table
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.work import FilerTold, FindingTold, TaskTold
from bothhands.web.threads import at_length

router = subject("findings", "/findings")


class FindingQuery(FindingFilter, Paging):
    """Which findings, and which part of the list."""


class FindingFileQuery(FindingFilter):
    """Which findings, and as what."""

    form: Literal["csv", "xlsx"] = Field("csv", description="What it is written as.")
    language: Literal["en", "zh"] = Field("en", description="Language.")


@router.get("", operation_id="findings")
def findings(request: Request, who: Asker, query: Annotated[FindingQuery, Query()]) -> Paged[FindingTold]:
    """Findings in one's places, the newest first."""
    with who.reading() as session:
        found = work.findings_of(session, wanted(query, FindingFilter), query.limit, query.offset)
        return paged(request, found, FindingTold.of, query.limit, query.offset)


@router.get("/file", operation_id="findings_file", responses=FILE, response_class=Response)
@at_length
def findings_file(who: Asker, query: Annotated[FindingFileQuery, Query()]) -> Response:
    """Findings as CSV or Excel, at most 20,000; to be kept, not shown."""
    region, day = region_in_force(who.store), today(who.store)
    words = Wording(query.language, hub=place_name(region, region.hub, query.language), currency=region.currency)
    asked = FindingFilter.model_validate(query.model_dump(exclude={"form", "language"}))
    with who.reading() as session:
        told = findings_table(session, words, region, work.every_finding(session, asked), day)
    title = words.say("dk_fi_title")
    if query.form == "xlsx":
        return attached(workbook_of(title, [words.say("dk_lt_standing", region=region_name(region, query.language), day=words.date(day))], {title: told}, words.say("dk_fi_about")), "findings.xlsx")  # fmt: skip
    return attached(as_csv(told), "findings.csv")


@router.post("", status_code=201, operation_id="record_finding", responses={**failures(), **MADE})
def record_finding(given: NewFinding, who: Asker, response: Response, why: Why = "") -> FindingTold:
    """Record a finding and the task to settle it."""
    day = today(who.store)
    with who.writing(why) as session:
        return made(response, FindingTold.of(work.record(session, given, day)), "findings")


@router.get("/{id}", operation_id="finding", responses={**failures(404), **TAGGED})
def finding(id: Id, who: Asker, response: Response) -> FindingTold:
    """One finding."""
    with who.reading() as session:
        return tagged(response, FindingTold.of(session.one(Finding, id)))


@router.patch("/{id}", operation_id="change_finding", responses={**failures(*CHANGES), **TAGGED})
def change_finding(id: Id, given: FindingChange, who: Asker, version: Version, response: Response, why: Why = "") -> FindingTold:  # fmt: skip
    """Change what a finding says, or answer whoever asked."""
    with who.writing(why) as session:
        found = work.change_finding(session, id, version, given)
        session.flush()
        return tagged(response, FindingTold.of(found))


@router.post("/{id}/verify", operation_id="verify_finding", responses={**failures(*CHANGES), **TAGGED})
def verify_finding(id: Id, who: Asker, version: Version, response: Response, why: Why = "") -> FindingTold:
    """Confirm that a finding is settled: by somebody else than whoever settled it."""
    with who.writing(why) as session:
        found = work.verify(session, id, version)
        session.flush()
        return tagged(response, FindingTold.of(found))


@router.get("/{id}/task", operation_id="task_of_finding", responses={**failures(404), **TAGGED})
def task_of_finding(id: Id, who: Asker, response: Response) -> TaskTold:
    """The task that settles a finding."""
    day = today(who.store)
    with who.reading() as session:
        session.one(Finding, id)
        return tagged(response, TaskTold.of(work.task_of_finding(session, id), day))


@router.get("/{id}/filer", operation_id="filer_of_finding", responses=failures(404))
def filer(id: Id, who: Asker) -> FilerTold:
    """Who filed the request that became this finding, for those who follow it up."""
    with who.reading() as session:
        return FilerTold.of(filer_of(session, id))
