"""Reports of the desk itself: the week, on paper or as a page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Response

from bothhands.report.digest_page import digest_page
from bothhands.report.names import place_name
from bothhands.report.printing import pdf_of
from bothhands.report.words import Wording
from bothhands.tasks.digest import digest_of
from bothhands.tasks.editions import region_in_force
from bothhands.web.api.answers import FILE, today
from bothhands.web.digest_told import digest_told
from bothhands.web.downloads import attached
from bothhands.web.plain import subject
from bothhands.web.security import Asker

router = subject("reports")
Form = Annotated[Literal["pdf", "html"], Query(description="What it is written as.")]
Speaks = Annotated[Literal["en", "zh"], Query(description="Language.")]


@router.get("/digest", operation_id="digest", responses=FILE, response_class=Response)
def digest(who: Asker, form: Form = "pdf", language: Speaks = "en") -> Response:
    """The week at the desk within one's places: late, due, done, waiting; to be kept, not shown."""
    region, day = region_in_force(who.store), today(who.store)
    words = Wording(language, hub=place_name(region, region.hub, language), currency=region.currency)
    with who.reading() as session:
        page = digest_page(words, digest_told(session, words, region, digest_of(session, day)))
    return attached(page.encode() if form == "html" else pdf_of(page), f"week-{day.isoformat()}.{form}")
