"""Firms: paged and filtered on the server, however many there are; one firm's card."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bothhands.inputs.tables.firms import DIFFICULTIES
from bothhands.records.access import Access
from bothhands.records.known import FirmRow
from bothhands.records.store import DeskSession
from bothhands.report.amounts import number
from bothhands.report.names import place_name, sector_name, size_name
from bothhands.tasks.directory import FirmFilter, accounts_of, firms_of, known_firm, places_of
from bothhands.tasks.page import Page
from bothhands.web.pages.frame import card, desk_page, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, link, table
from bothhands.web.pages.visit import Visit

A_PAGE = 50


@desk_page("/firms", "dk_firms")
async def firms(visit: Visit, access: Access) -> None:
    """Firms that match."""
    say, asked = visit.words.say, visit.asked
    found, places = await to_thread(_list, visit, access, asked)
    heading(say("dk_firms"), say("dk_firms_answer", n=f"{found.total:,}"))
    card(_filter(visit, asked, places))
    card(_table(visit, found.items) if found.items else empty(say("dk_no_firms")))
    card(paging(visit, "/firms", asked, found.total, A_PAGE))


@desk_page("/firms/{firm}", "dk_firms")
async def one_firm(visit: Visit, access: Access, firm: str) -> None:
    """One firm's card."""
    name, content = await to_thread(_card, visit, access, firm)
    heading(name)
    for part in content:
        card(part)


def _list(visit: Visit, access: Access, asked: Mapping[str, str]) -> tuple[Page[FirmRow], list[str]]:
    wanted = {name: asked.get(name, "")[:120] for name in ("place", "blocked_by", "search") if asked.get(name)}
    with visit.store.reading(access) as session:
        places = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
        return firms_of(
            session, FirmFilter.model_validate({"order": "-workers", **wanted}), A_PAGE, offset_of(asked)
        ), places


def _filter(visit: Visit, asked: Mapping[str, str], places: Sequence[str]) -> Markup:
    say, region = visit.words.say, visit.region

    def options(names: Mapping[str, str], chosen: str) -> Markup:
        return Markup("").join(
            Markup('<option value="{}"{}>{}</option>').format(key, Markup(" selected") if key == chosen else "", words)
            for key, words in names.items()
        )

    where = options({place: place_name(region, place, visit.language) for place in places}, asked.get("place", ""))
    blocked = options({name: say(name) for name in DIFFICULTIES}, asked.get("blocked_by", ""))
    return Markup(
        '<form class="bh-filter" method="get" action="/firms"><label>{}<input name="search" value="{}" maxlength="120"></label><label>{}<select name="place"><option value="">{}</option>{}</select></label>'
        '<label>{}<select name="blocked_by"><option value="">–</option>{}</select></label><button class="bh-button">{}</button></form>'
    ).format(
        say("dk_search"),
        asked.get("search", ""),
        say("dk_place"),
        say("dk_any_place"),
        where,
        say("dk_blocked_by"),
        blocked,
        say("dk_open_task"),
    )


def _table(visit: Visit, found: Sequence[FirmRow]) -> Markup:
    say, region = visit.words.say, visit.region
    rows = [
        (
            link(f"/firms/{one.firm}", _name(visit, one)) + Markup(" ◇" if one.figures.get("synthetic") else ""), place_name(region, one.place, visit.language), sector_name(region, one.sector, visit.language),
            size_name(one.size, visit.language) if one.size else "–", "–" if one.workers is None else number(one.workers), say(one.blocked_by) if one.blocked_by else "–",
        )
        for one in found
    ]  # fmt: skip
    heads = ("dk_firm", "dk_place", "dk_sector", "dk_size", "dk_workers", "dk_blocked_by")
    told = say("dk_synthetic") if any(one.figures.get("synthetic") for one in found) else ""
    return table([Column(say(head), head == "dk_workers") for head in heads], rows, told)


def _name(visit: Visit, one: FirmRow) -> str:
    return one.name_zh if visit.words.zh and one.name_zh else one.name


def _card(visit: Visit, access: Access, firm: str) -> tuple[str, list[Markup]]:
    say = visit.words.say
    with visit.store.reading(access) as session:
        found = known_firm(session, firm)
        accounts = _accounts(visit, session, access, firm)
    return _name(visit, found), [
        _table(visit, [found]),
        Markup("<h2>{}</h2>{}").format(say("dk_figures"), _figures(found.figures)),
        accounts,
    ]


def _accounts(visit: Visit, session: DeskSession, access: Access, firm: str) -> Markup:
    say = visit.words.say
    if not access.sees_accounts:
        return empty(say("dk_accounts_hidden"))
    return Markup("<h2>{}</h2>{}").format(say("dk_accounts"), _figures(accounts_of(session, [firm]).get(firm, {})))


def _figures(figures: Mapping[str, object]) -> Markup:
    rows = [
        (
            name.replace("_", " "),
            number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value),
        )
        for name, value in figures.items()
        if name != "synthetic"
    ]
    return table([Column(""), Column("", True)], rows)
