"""Reports: the week at the desk, due dates for one's own calendar, and what is written of each plan."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from bothhands.records.access import Access
from bothhands.records.store import DeskSession
from bothhands.report.digest_page import DigestTold, digest_page
from bothhands.report.kept_briefing import BRIEFING
from bothhands.report.names import place_name
from bothhands.tasks.coverage import cities_of
from bothhands.tasks.digest import digest_of
from bothhands.tasks.directory import known_in_scope
from bothhands.tasks.letters import letter_of
from bothhands.tasks.lists import plans_of
from bothhands.tasks.plan_files import files_of
from bothhands.web.digest_told import digest_told
from bothhands.web.letter_told import letter_title, letter_told
from bothhands.web.pages.frame import card, desk_page, heading
from bothhands.web.pages.parts import Column, empty, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

PLANS = 20
FILES = (
    ("public-briefing.html", "dk_public_briefing"), ("public-explanation.html", "dk_public_explanation"), ("briefing.pdf", "PDF"), ("plan.xlsx", "dk_rp_workbook"),
)  # fmt: skip
"""Files of a plan that are offered where they are there, and what each is called."""


@desk_page("/reports", "dk_reports")
async def reports(visit: Visit, access: Access) -> None:
    """The week, the calendar, and the plans' files."""
    say = visit.words.say
    told, plans, letters = await to_page(_read, visit, access)
    heading(say("dk_reports"), told.answer)
    speaks = f"language={visit.language}"
    ways = [link("/reports/digest", say("dk_dg_read")), link(f"/api/v1/digest?form=pdf&{speaks}", say("dk_dg_print"))]
    counts = [Column(head, number > 0) for number, head in enumerate(told.places.head)]
    by_place = table(counts, told.places.rows) if told.places.rows else empty(say("dk_dg_nothing"))
    card(Markup("<h2>{}</h2>{}<p>{}</p>").format(say("dk_digest"), by_place, Markup(" · ").join(ways)))
    card(letters)
    calendars = [link(f"/api/v1/tasks/calendar?{speaks}", say("dk_calendar_all"))]
    if access.user_id is not None:
        calendars.insert(0, link(f"/api/v1/tasks/calendar?mine=true&{speaks}", say("dk_calendar_mine")))
    card(Markup("<h2>{}</h2><p>{}</p><p>{}</p>").format(say("dk_calendar"), say("dk_calendar_why"), Markup(" · ").join(calendars)))  # fmt: skip
    card(Markup("<h2>{}</h2>{}").format(say("dk_plan_reports"), plans))


def week_told(visit: Visit, session: DeskSession) -> DigestTold:
    """The week of the desk's day, in the reader's words."""
    return digest_told(session, visit.words, visit.region, digest_of(session, visit.day))


def letter_page(visit: Visit, session: DeskSession, place: str) -> str:
    """The weekly letter of a city, in the reader's words."""
    found = letter_of(session, known_in_scope(session, place), visit.day)
    told = letter_told(session, visit.words, visit.region, found)
    return digest_page(
        visit.words, told, letter_title(visit.words, visit.region, found), visit.words.say("dk_lt_counts")
    )


def _read(visit: Visit, access: Access) -> tuple[DigestTold, Markup, Markup]:
    with visit.store.reading(access) as session:
        return week_told(visit, session), _plans(visit, access, session), _letters(visit, access)


def _letters(visit: Visit, access: Access) -> Markup:
    """The letter of every city in one's places, to read, as Word, and as PDF."""
    say, rows = visit.words.say, []
    for one in cities_of(visit.region):
        if access.places is None or one.place in access.places:
            at = quote(one.place, safe="/")
            files = [link(f"/api/v1/letters/{at}?form={form}&language={visit.language}", name) for form, name in (("docx", "Word"), ("pdf", "PDF"))]  # fmt: skip
            rows.append((place_name(visit.region, one.place, visit.language), Markup(" · ").join([link(f"/letters/{at}", say("dk_lt_open")), *files])))  # fmt: skip
    return Markup("<h2>{}</h2><p>{}</p>{}").format(say("dk_lt_read"), say("dk_lt_why"), table([Column(say("dk_city")), Column(say("dk_files"))], rows))  # fmt: skip


def _plans(visit: Visit, access: Access, session: DeskSession) -> Markup:
    words, say = visit.words, visit.words.say
    if not access.everywhere:
        return empty(say("dk_plan_hidden"))
    found = plans_of(session, limit=PLANS).items
    if not found:
        return empty(say("dk_no_plans"), "/plans", say("dk_es_plans"))
    rows = []
    for one in found:
        there = {name for name, _ in files_of(visit.store, one)}
        links = [link(f"/plans/{one.id}/brief", say("dk_rp_brief"))]
        if "briefing.html" in there:
            links.insert(0, link(f"/plans/{one.id}/briefing", say("dk_briefing")))
        if BRIEFING in there:
            links += [
                link(f"/api/v1/plans/{one.id}/briefing?form={form}", say(f"dk_wd_{form}_short"))
                for form in ("docx", "xlsx")
            ]
        if "explanation.html" in there:
            links.append(link(f"/plans/{one.id}/explanation", say("dk_rp_why")))
        links += [
            link(f"/api/v1/plans/{one.id}/files/{name}", say(key) if key.startswith("dk_") else key)
            for name, key in FILES
            if name in there
        ]
        rows.append((link(f"/plans/{one.id}", one.name), words.date(one.as_of), say(f"dk_{one.status}"), Markup(" · ").join(links)))  # fmt: skip
    return table([Column(say(head), whole=head == "dk_day") for head in ("dk_name", "dk_day", "dk_status", "dk_files")], rows)  # fmt: skip
