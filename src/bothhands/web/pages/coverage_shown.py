"""The coverage board as a page shows it, and the button that makes a planned week hold."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.report.names import place_name
from bothhands.report.svg import Table
from bothhands.tasks.coverage import coverage_of
from bothhands.tasks.field_weeks import adopt_week
from bothhands.web.findings_told import firms_named
from bothhands.web.pages.frame import card, done
from bothhands.web.pages.parts import Column, csv_link, firm_link, late, quiet, table
from bothhands.web.pages.visit import Visit

MARKS = {"late": "dk_cv_late", "due": "dk_cv_due_soon", "covered": "dk_cv_covered", "planned": "dk_cv_is_planned"}


def coverage_told(visit: Visit, access: Access) -> Markup:
    """Every city and key firm: last visit, due day, who is sent next."""
    words, say = visit.words, visit.words.say
    with visit.store.reading(access) as session:
        found = coverage_of(session, visit.region, visit.day)
        firms = firms_named(session, {one.firm for one in found}, words)
    rows, plain = [], []
    for one in found:
        name = firms.get(one.firm, one.firm) or place_name(visit.region, one.place, visit.language)
        told = [
            name, place_name(visit.region, one.place, visit.language), words.date(one.last) if one.last else say("dk_cv_never"), words.date(one.due),
            words.date(one.planned) if one.planned else "–", say(MARKS[one.standing]),
        ]  # fmt: skip
        plain.append(tuple(told))
        named = firm_link(one.firm, name) if one.firm else name
        rows.append((named, *told[1:5], late(told[5]) if one.standing == "late" else told[5]))
    counts = Counter(one.standing for one in found)
    answer = say("dk_cv_answer", **{name: counts.get(name, 0) for name in ("late", "planned", "due", "covered")})
    heads = [say(head) for head in ("dk_cv_what", "dk_place", "dk_cv_last", "dk_cv_due", "dk_cv_planned", "dk_fi_stands")]  # fmt: skip
    columns = [Column(head, whole=2 <= n <= 4) for n, head in enumerate(heads)]
    title = say("dk_cv_title")
    return Markup('<h2>{}</h2><p class="bh-answer">{}</p><p>{}</p>{}{}').format(
        title, answer, quiet(say("dk_cv_why")), csv_link(Table(tuple(heads), tuple(plain)), title), table(columns, rows)
    )


def adopting(visit: Visit, run: int, holds: bool) -> None:
    """That the week that is shown holds, or the button that adopts it."""
    say = visit.words.say
    if holds:
        card(Markup("<p>{}</p>").format(say("dk_cv_holds")))
        return

    async def pressed() -> None:
        def put() -> str:
            with visit.store.writing(visit.access()) as session:
                return say("dk_cv_adopted", **adopt_week(visit.store, session, run, visit.day)._asdict())

        if (said := await done(put)) is not None:
            ui.notify(said, type="positive", multi_line=True, timeout=8_000)
            ui.timer(2.0, lambda: ui.navigate.to(visit.path), once=True)

    with ui.element("div").classes("bh-card bh-row"):
        ui.button(say("dk_cv_adopt"), on_click=pressed).props("unelevated")
