"""Firms: paged and filtered on the server, however many there are; one firm's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from nicegui import ui

from bothhands.inputs.tables.firms import DIFFICULTIES
from bothhands.records.access import Access
from bothhands.records.known import FirmRow
from bothhands.report.amounts import number
from bothhands.report.names import place_name, sector_name, size_name
from bothhands.tasks import jobs
from bothhands.tasks.directory import FirmFilter, firms_of, places_of
from bothhands.tasks.firm_answers import newest_run
from bothhands.tasks.page import Page
from bothhands.web.pages.firm_card import firm_card, name_of
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, firm_link, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

A_PAGE = 50


@desk_page("/firms", "dk_firms")
async def firms(visit: Visit, access: Access) -> None:
    """Firms that match."""
    say, asked = visit.words.say, visit.asked
    found, places = await to_page(_list, visit, access, asked)
    heading(say("dk_firms"), say("dk_firms_answer", n=f"{found.total:,}"))
    card(_filter(visit, asked, places))
    card(_table(visit, found.items) if found.items else _nothing(visit))
    card(paging(visit, "/firms", asked, found.total, A_PAGE))
    run = await to_page(newest_run, visit.store)
    if run is None:
        work_out(visit, access, say("dk_fc_none"))
    else:
        day = say(
            "dk_fc_day", day=visit.words.date(run.as_of), job=run.job_id, made=visit.words.date(run.made_at.date())
        )
        card(Markup("<p>{}</p><p class=bh-quiet>{}</p>").format(link("/support-list", say("dk_sl_open")), day))


@desk_page("/firms/{firm:path}", "dk_firms")
async def one_firm(visit: Visit, access: Access, firm: str) -> None:
    """One firm's card."""
    told = await to_page(firm_card, visit, access, firm)
    heading(told.name, told.answer)
    for part in told.parts:
        card(part)
    if not told.is_worked_out:
        work_out(visit, access)
    card(link("/firms", visit.words.say("dk_fc_all_firms")))


def work_out(visit: Visit, access: Access, why: str = "") -> None:
    """The card that asks the worker what holds each firm back; only a button for those who may ask."""
    say = visit.words.say
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("{}<p class=bh-quiet>{}</p>").format(Markup("<p>{}</p>").format(why) if why else "", say("dk_fc_make_why")), sanitize=False)  # fmt: skip
        if access.everywhere and access.may("run"):
            ui.button(say("dk_fc_make"), on_click=lambda: _asked(visit)).props("unelevated")


async def _asked(visit: Visit) -> None:
    def put() -> int:
        with visit.store.writing(visit.access()) as session:
            return jobs.ask(session, "firms", {}).id

    if (job := await done(put)) is not None:
        ui.navigate.to(f"/jobs/{job}")


def choice(name: str, label: str, blank: str, names: Mapping[str, str], chosen: str) -> Markup:
    """One choice of a filter, in the page's own address."""
    options = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(key, Markup(" selected") if key == chosen else "", words)
        for key, words in names.items()
    )
    return Markup('<label>{}<select name="{}"><option value="">{}</option>{}</select></label>').format(label, name, blank, options)  # fmt: skip


def _nothing(visit: Visit) -> Markup:
    """What to do where the list is empty: drop the filter, or bring in a register."""
    say = visit.words.say
    if any(visit.asked.values()):
        return empty(say("dk_no_firms"), "/firms", say("dk_fc_all_firms"))
    return empty(say("dk_es_no_firm"), "/region", say("dk_es_region"))


def _list(visit: Visit, access: Access, asked: Mapping[str, str]) -> tuple[Page[FirmRow], list[str]]:
    wanted = {name: asked.get(name, "")[:120] for name in ("place", "blocked_by", "search") if asked.get(name)}
    with visit.store.reading(access) as session:
        places = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
        return firms_of(
            session, FirmFilter.model_validate({"order": "-workers", **wanted}), A_PAGE, offset_of(asked)
        ), places


def _filter(visit: Visit, asked: Mapping[str, str], places: Sequence[str]) -> Markup:
    say = visit.words.say
    where = choice("place", say("dk_place"), say("dk_any_place"), {one: place_name(visit.region, one, visit.language) for one in places}, asked.get("place", ""))  # fmt: skip
    blocked = choice("blocked_by", say("dk_blocked_by"), "–", {name: say(f"dk_dif_{name}") for name in DIFFICULTIES}, asked.get("blocked_by", ""))  # fmt: skip
    return Markup(
        '<form class="bh-filter" method="get" action="/firms"><label>{}<input name="search" value="{}" maxlength="120"></label>{}{}<button class="bh-button">{}</button></form>'
    ).format(say("dk_search"), asked.get("search", ""), where, blocked, say("dk_open_task"))


def _table(visit: Visit, found: Sequence[FirmRow]) -> Markup:
    say, region = visit.words.say, visit.region
    rows = [
        (
            firm_link(one.firm, name_of(visit, one)) + Markup(" ◇" if one.figures.get("synthetic") else ""), place_name(region, one.place, visit.language), sector_name(region, one.sector, visit.language),
            size_name(one.size, visit.language) if one.size else "–", "–" if one.workers is None else number(one.workers), say(f"dk_dif_{one.blocked_by}") if one.blocked_by else "–",
        )
        for one in found
    ]  # fmt: skip
    heads = ("dk_firm", "dk_place", "dk_sector", "dk_size", "dk_workers", "dk_blocked_by")
    told = say("dk_synthetic") if any(one.figures.get("synthetic") for one in found) else ""
    return table([Column(say(head), head == "dk_workers") for head in heads], rows, told)
