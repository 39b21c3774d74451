"""Plans: their files, adopting and withdrawing them, and how the region goes against them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import FileResponse

from bothhands.records.work import PlanRecord
from bothhands.report.printing import pdf_of
from bothhands.tasks import adopt as work
from bothhands.tasks.briefing_files import BriefingForm, briefing_file
from bothhands.tasks.briefs import brief_of
from bothhands.tasks.lists import plans_of
from bothhands.tasks.plan_files import content_of, files_of
from bothhands.tasks.weeks import region_weeks
from bothhands.web.api.answers import CHANGES, FILE, TAGGED, Id, Limit, Offset, Version, Why, failures, paged, tagged
from bothhands.web.downloads import attached
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.plans import Adoption, PlanFile, PlanTold, RegionWeekTold
from bothhands.web.threads import at_length

router = subject("plans", "/plans")
Status = Annotated[Literal["", "proposed", "adopted", "replaced", "withdrawn"], Query(description="How it stands; blank for any.")]  # fmt: skip
Form = Annotated[Literal["pdf", "html"], Query(description="What it is written as.")]
BriefingForms = Annotated[BriefingForm, Query(description="What it is written as.")]
Speaks = Annotated[Literal["en", "zh"], Query(description="Language of the brief.")]
Place = Annotated[str, Query(max_length=120, description="City; blank for all.")]


@router.get("", operation_id="plans")
def plans(request: Request, who: Asker, status: Status = "", limit: Limit = 50, offset: Offset = 0) -> Paged[PlanTold]:
    """Plans, the newest first."""
    with who.reading() as session:
        return paged(request, plans_of(session, status, limit, offset), PlanTold.of, limit, offset)


@router.get("/{id}", operation_id="plan", responses={**failures(404), **TAGGED})
def plan(id: Id, who: Asker, response: Response) -> PlanTold:
    """One plan."""
    with who.reading() as session:
        return tagged(response, PlanTold.of(session.one(PlanRecord, id)))


@router.get("/{id}/files", operation_id="plan_files", responses=failures(404))
def plan_files(id: Id, who: Asker) -> list[PlanFile]:
    """Files of a plan's folder."""
    with who.reading() as session:
        return [PlanFile(name=name, size=size) for name, size in files_of(who.store, session.one(PlanRecord, id))]


@router.get("/{id}/files/{name:path}", operation_id="plan_file", responses={**failures(404), **FILE}, response_class=FileResponse)  # fmt: skip
@at_length
def plan_file(id: Id, name: Annotated[str, Path(max_length=300, description="Path within the folder.")], who: Asker) -> Response:  # fmt: skip
    """One file of a plan's folder, to be kept, not shown; the briefing without what rests on firms' money for whoever may not see that."""
    with who.reading() as session:
        found = content_of(who.store, session, id, name)
    if isinstance(found, bytes):
        return attached(found, name.rsplit("/", 1)[-1])
    return FileResponse(found, media_type="application/octet-stream", filename=found.name, content_disposition_type="attachment")  # fmt: skip


@router.get("/{id}/brief", operation_id="plan_brief", responses={**failures(404), **FILE}, response_class=Response)
@at_length
def plan_brief(id: Id, who: Asker, form: Form = "pdf", language: Speaks = "en") -> Response:
    """The two-page decision brief of a plan, for signature; to be kept, not shown."""
    with who.reading() as session:
        page = brief_of(who.store, session, id, language)
    content = page.encode() if form == "html" else pdf_of(page)
    return attached(content, f"decision-brief-{id}.{form}")


@router.get(
    "/{id}/briefing", operation_id="plan_briefing", responses={**failures(404), **FILE}, response_class=Response
)
@at_length
def plan_briefing(id: Id, who: Asker, form: BriefingForms = "docx") -> Response:
    """The briefing of a plan as a Word document or a workbook, in the language it was told in; to be kept, not shown."""
    with who.reading() as session:
        content = briefing_file(who.store, session, id, form)
    return attached(content, f"briefing-{id}.{form}")


@router.post("/{id}/adopt", operation_id="adopt_plan", responses={**failures(*CHANGES), **TAGGED})
def adopt_plan(id: Id, given: Adoption, who: Asker, version: Version, response: Response, why: Why = "") -> PlanTold:
    """Adopt a plan: its measures hold, each is somebody's task, and the plan adopted before gives way: what of it was not begun ends, whether the plan is adopted whole or in part."""
    with who.writing(why) as session:
        found = work.adopt(session, id, version, given.only)
        session.flush()
        return tagged(response, PlanTold.of(found))


@router.post("/{id}/withdraw", operation_id="withdraw_plan", responses={**failures(*CHANGES), **TAGGED})
def withdraw_plan(id: Id, who: Asker, version: Version, response: Response, why: Why = "") -> PlanTold:
    """Withdraw a plan and what of it was not begun."""
    with who.writing(why) as session:
        found = work.withdraw_plan(session, id, version)
        session.flush()
        return tagged(response, PlanTold.of(found))


@router.get("/{id}/weeks", operation_id="plan_weeks", responses=failures(404))
def plan_weeks(id: Id, who: Asker, place: Place = "") -> list[RegionWeekTold]:
    """Cases as the plan expected and as reported, week by week."""
    with who.reading() as session:
        return [RegionWeekTold.of(week) for week in region_weeks(who.store, session, id, place)]
