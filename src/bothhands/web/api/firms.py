"""What holds firms back and what help would do for them, as the newest run on the edition in force told it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response

from bothhands.report.ranked_sheet import as_workbook, ranked_table
from bothhands.report.words import Wording
from bothhands.report.workbook import as_csv
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.firm_answers import MOST_LISTED, SupportFilter, diagnosed, needed_run, support_list
from bothhands.tasks.page import Page
from bothhands.web.api.answers import FILE, Paging, failures, paged, wanted
from bothhands.web.downloads import attached
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.firms import DiagnosisTold, SupportTold
from bothhands.web.support_told import support_lines
from bothhands.web.threads import at_length

router = subject("region")


class SupportQuery(SupportFilter, Paging):
    """Which firms of the support list, and which part of it."""


class SupportFileQuery(SupportFilter):
    """Which firms of the support list, and how they are written."""

    form: Literal["csv", "xlsx"] = Query("csv", description="What it is written as.")
    language: Literal["en", "zh"] = Query("en", description="Language.")


@router.get("/diagnoses/{firm:path}", operation_id="diagnosis", responses=failures(404))
def diagnosis(firm: Annotated[str, Path(max_length=120, description="Identifier of the firm.")], who: Asker) -> DiagnosisTold:  # fmt: skip
    """What holds a firm back, and the help it may have."""
    with who.reading() as session:
        return DiagnosisTold.of(diagnosed(who.store, session, firm))


@router.get("/support-list", operation_id="support_list", responses=failures(404))
def support(request: Request, who: Asker, query: Annotated[SupportQuery, Query()]) -> Paged[SupportTold]:
    """Firms in one's places by what a yuan of support does; only for those who see accounts."""
    with who.reading() as session:
        found = support_list(who.store, session, wanted(query, SupportFilter), query.limit, query.offset)
    return paged(request, Page(found.rows, found.total), SupportTold.model_validate, query.limit, query.offset)


@router.get("/support-list/file", operation_id="support_list_file", responses={**failures(404), **FILE}, response_class=Response)  # fmt: skip
@at_length
def support_file(who: Asker, query: Annotated[SupportFileQuery, Query()]) -> Response:
    """The same list as a CSV file or a workbook, whole; to be kept, not shown."""
    region = region_in_force(who.store)
    words = Wording(query.language, hub=region.hub, currency=region.currency)
    asked = SupportFilter.model_validate(query.model_dump(exclude={"form", "language"}))
    with who.reading() as session:
        found = support_list(who.store, session, asked, MOST_LISTED, 0)
    run = needed_run(who.store)
    table = ranked_table(words, region, run.about, found.rows)
    content = as_csv(table) if query.form == "csv" else as_workbook(words, table, support_lines(words, region, run, asked))  # fmt: skip
    return attached(content, f"support-{run.as_of.isoformat()}.{query.form}")
