"""Reports of the desk itself: the week, on paper or as a page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query, Response

from bothhands.report.digest_page import digest_page
from bothhands.report.kept_briefing import as_document
from bothhands.report.names import place_name
from bothhands.report.printing import pdf_of
from bothhands.report.words import Wording
from bothhands.tasks.coverage import coverage_of
from bothhands.tasks.digest import digest_of
from bothhands.tasks.directory import known_in_scope
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.letters import letter_of
from bothhands.web.api.answers import FILE, failures, today
from bothhands.web.digest_told import digest_told
from bothhands.web.downloads import attached
from bothhands.web.letter_told import letter_document, letter_title, letter_told
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.field import CoverTold
from bothhands.web.threads import at_length

router = subject("reports")
LetterForm = Annotated[Literal["pdf", "docx", "html"], Query(description="What it is written as.")]
Form = Annotated[Literal["pdf", "html"], Query(description="What it is written as.")]
Speaks = Annotated[Literal["en", "zh"], Query(description="Language.")]


@router.get(
    "/letters/{place:path}", operation_id="city_letter", responses={**failures(404), **FILE}, response_class=Response
)
@at_length
def letter(
    place: Annotated[str, Path(max_length=120, description="City.")], who: Asker, form: LetterForm = "pdf", language: Speaks = "en"
) -> Response:  # fmt: skip
    """The weekly letter of a city: visited, found, solved, late, next; to be kept, not shown."""
    region, day = region_in_force(who.store), today(who.store)
    words = Wording(language, hub=place_name(region, region.hub, language), currency=region.currency)
    with who.reading() as session:
        known_in_scope(session, place)
        found = letter_of(session, place, day)
        title, told = letter_title(words, region, found), letter_told(session, words, region, found)
    name = f"letter-{place}-{found.monday.isoformat()}.{form}"
    if form == "docx":
        return attached(as_document(letter_document(told, title, words)), name)
    page = digest_page(words, told, title, words.say("dk_lt_counts"))
    return attached(page.encode() if form == "html" else pdf_of(page), name)


@router.get("/coverage", operation_id="coverage")
def coverage(who: Asker) -> list[CoverTold]:
    """Every city and key firm in one's places: last visit, day it is due, and who is sent next."""
    region, day = region_in_force(who.store), today(who.store)
    with who.reading() as session:
        return [CoverTold.of(one) for one in coverage_of(session, region, day)]


@router.get("/digest", operation_id="digest", responses=FILE, response_class=Response)
@at_length
def digest(who: Asker, form: Form = "pdf", language: Speaks = "en") -> Response:
    """The week at the desk within one's places: late, due, done, waiting; to be kept, not shown."""
    region, day = region_in_force(who.store), today(who.store)
    words = Wording(language, hub=place_name(region, region.hub, language), currency=region.currency)
    with who.reading() as session:
        page = digest_page(words, digest_told(session, words, region, digest_of(session, day)))
    return attached(page.encode() if form == "html" else pdf_of(page), f"week-{day.isoformat()}.{form}")
