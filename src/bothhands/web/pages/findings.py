"""Findings across firms and cities: filtered by plain fields, many given to one person at once, as a file; and a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui

from bothhands.inputs.tables.firms import Difficulty
from bothhands.records.access import Access
from bothhands.records.work import Finding
from bothhands.report.names import place_name
from bothhands.report.svg import Table
from bothhands.tasks.accounts import names_of_people
from bothhands.tasks.directory import places_of
from bothhands.tasks.findings import (
    FindingFilter,
    FindingKind,
    FindingStatus,
    NewFinding,
    findings_of,
    record,
    tasks_of_findings,
)
from bothhands.tasks.follow_up import STANDING, reassign
from bothhands.tasks.page import Page
from bothhands.web.findings_told import findings_table
from bothhands.web.pages.firms import choice
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, late, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

A_PAGE = 50
PATH = "/findings"
SHOWN = (1, 2, 3, 4, 5, 8, 9, 10)
"""Columns of the table that the page has room for; one finding and the file have all."""
FIELD = "outlined dense stack-label"


@desk_page(PATH, "dk_findings")
async def findings(visit: Visit, access: Access) -> None:
    """Findings that match, and what can be done with them."""
    say = visit.words.say
    wanted = _wanted(visit, access)
    found, told, waiting, behind, places, people = await to_page(_list, visit, access, wanted)
    heading(say("dk_fi_title"), say("dk_fi_answer_one" if found.total == 1 else "dk_fi_answer", n=f"{found.total:,}", late=f"{behind:,}"))  # fmt: skip
    card(_filter(visit, places, people))
    if access.may("assign") and waiting and people:
        _assigning(visit, waiting, people)
    card(_table(visit, found.items, told) if found.items else _nothing(visit))
    files = [link(f"/api/v1/findings/file?{urlencode({**_as_asked(wanted), 'form': form, 'language': visit.language})}", name) for form, name in (("csv", "CSV"), ("xlsx", "Excel"))]  # fmt: skip
    card(paging(visit, PATH, visit.asked, found.total, A_PAGE) + Markup(" · ") + Markup(" · ").join(files))
    if access.may("record"):
        _recording(visit, places)


def _wanted(visit: Visit, access: Access) -> FindingFilter:
    asked = visit.asked
    given: dict[str, Any] = {name: asked.get(name, "")[:120] for name in ("place", "firm", "search")}
    given |= {name: asked[name] for name, known in (("kind", FindingKind), ("status", FindingStatus), ("difficulty", Difficulty)) if asked.get(name) in get_args(known)}  # fmt: skip
    whose = asked.get("whose", "")
    if whose.isdecimal() and 0 < len(whose) < 10:
        given["assignee_id"] = int(whose)
    if asked.get("mine") and access.user_id is not None:
        given["assignee_id"] = access.user_id
    if asked.get("late"):
        given["late_on"] = visit.day
    return FindingFilter.model_validate(given)


def _as_asked(wanted: FindingFilter) -> Mapping[str, str]:
    return {name: str(value) for name, value in wanted.model_dump(exclude_none=True).items() if value != ""}


def _list(visit: Visit, access: Access, wanted: FindingFilter) -> tuple[Page[Finding], Table, list[int], int, list[str], dict[int, str]]:  # fmt: skip
    """The page, its table, tasks of it that wait, how many are late in all, places, and people."""
    with visit.store.reading(access) as session:
        found = findings_of(session, wanted, A_PAGE, offset_of(visit.asked))
        told = findings_table(session, visit.words, visit.region, found.items, visit.day)
        tasks = tasks_of_findings(session, found.items)
        waiting = [task.id for one in found.items if (task := tasks.get(one.id)) is not None and task.status in STANDING]  # fmt: skip
        behind = findings_of(session, wanted.model_copy(update={"late_on": visit.day}), 1).total
        places = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
        people = names_of_people(session)
        return found, told, waiting, behind, places, people


def _filter(visit: Visit, places: Sequence[str], people: Mapping[int, str]) -> Markup:
    say, asked = visit.words.say, visit.asked
    any_ = say("dk_fi_any")
    fields = [
        choice("place", say("dk_place"), say("dk_any_place"), {one: place_name(visit.region, one, visit.language) for one in places}, asked.get("place", "")),
        choice("kind", say("dk_fi_kind"), any_, {one: say(f"dk_fi_kind_{one}") for one in get_args(FindingKind)}, asked.get("kind", "")),
        choice("status", say("dk_fi_stands"), any_, {one: say(f"dk_fi_{one}") for one in get_args(FindingStatus)}, asked.get("status", "")),
        choice("difficulty", say("dk_fi_difficulty"), any_, {one: say(f"dk_dif_{one}") for one in get_args(Difficulty)}, asked.get("difficulty", "")),
        choice("whose", say("dk_assignee"), any_, {str(number): name for number, name in people.items()}, asked.get("whose", "")),
        Markup('<label>{}<input name="search" value="{}" maxlength="120"></label>').format(say("dk_fi_search"), asked.get("search", "")),
        Markup('<label class="check"><input type="checkbox" name="late" value="1"{}>{}</label>').format(Markup(" checked") if asked.get("late") else "", say("dk_only_late")),
    ]  # fmt: skip
    return Markup('<form class="bh-filter" method="get" action="{}">{}<button class="bh-button">{}</button></form>').format(PATH, Markup("").join(fields), say("dk_show"))  # fmt: skip


def _table(visit: Visit, findings: Sequence[Finding], told: Table) -> Markup:
    rows = []
    for one, row in zip(findings, told.rows, strict=True):
        cells: list[str | Markup] = [row[n] for n in SHOWN]
        cells[SHOWN.index(5)] = link(f"{PATH}/{one.id}", row[5][:160])
        if row[10].startswith("■"):
            cells[-1] = late(row[10])
        rows.append(cells)
    return table([Column(told.head[n], whole=n in (1, 9)) for n in SHOWN], rows)


def _nothing(visit: Visit) -> Markup:
    say = visit.words.say
    if any(visit.asked.values()):
        return empty(say("dk_fi_nothing"), PATH, say("dk_fi_all"))
    return empty(say("dk_fi_none"), "/field", say("dk_fd_title"))


def _assigning(visit: Visit, waiting: Sequence[int], people: Mapping[int, str]) -> None:
    say = visit.words.say

    async def pressed() -> None:
        def give() -> int:
            with visit.store.writing(visit.access()) as session:
                return reassign(session, waiting, who.value)

        if await done(give) is not None:
            ui.navigate.reload()

    with ui.element("div").classes("bh-card bh-row"):
        ui.label(say("dk_fi_bulk", n=len(waiting)))
        who = ui.select(dict(people), label=say("dk_assignee")).props("outlined dense").style("min-width: 200px")
        ui.button(say("dk_assign"), on_click=pressed).props("outline")


def _recording(visit: Visit, places: Sequence[str]) -> None:
    """The card that records one; what is wrong is told and nothing typed is lost."""
    say = visit.words.say
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_fi_record"), say("dk_fi_record_why")), sanitize=False)
        with ui.element("div").classes("bh-fields"):
            kind = ui.select({one: say(f"dk_fi_kind_{one}") for one in get_args(FindingKind)}, value="difficulty", label=say("dk_fi_kind")).props(FIELD)  # fmt: skip
            place = ui.select({"": "–", **{one: place_name(visit.region, one, visit.language) for one in places}}, value="", label=say("dk_fi_place_or_firm")).props(FIELD)  # fmt: skip
            firm = ui.input(say("dk_fi_firm_id"), value=visit.asked.get("firm", "")[:120]).props(FIELD)
            difficulty = ui.select({"": "–", **{one: say(f"dk_dif_{one}") for one in get_args(Difficulty)}}, value="", label=say("dk_fi_difficulty")).props(FIELD)  # fmt: skip
            party = ui.input(say("dk_fi_party_which")).props(f"{FIELD} maxlength=120")
            due = ui.input(say("dk_due")).props(f"{FIELD} type=date")
        text = ui.textarea(say("dk_fi_text")).props("outlined stack-label maxlength=4000").style("width: 100%")

        def put() -> int:
            given = {"kind": kind.value, "place": place.value or "", "firm": firm.value or "", "difficulty": difficulty.value or "", "party": party.value or "", "due": due.value or None, "text": text.value or ""}  # fmt: skip
            with visit.store.writing(visit.access()) as session:
                return record(session, NewFinding.model_validate(given), visit.day).id

        async def pressed() -> None:
            if (number := await done(put)) is not None:
                ui.navigate.to(f"{PATH}/{number}")

        ui.button(say("dk_fi_put"), on_click=pressed).props("unelevated").classes("bh-under")
