"""Chains: from raw material to those who need it; which link is the tightest, what is short by the plan, and what would help."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from bothhands.records.access import Access
from bothhands.report.amounts import number, quantity
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.names import good_name, good_unit, place_name, site_name
from bothhands.report.svg import NARROW, WIDE, Chart, Figure, Table, capital
from bothhands.tasks.chains import Chain, Link, chain_of, chains_of, may_see_chains, sites_of
from bothhands.tasks.kept_plans import KeptPlan, plan_to_show, region_named
from bothhands.web.pages.frame import Part, card, desk_page, heading, laid
from bothhands.web.pages.parts import Again, Column, csv_link, empty, figure, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

OF_ALL = ("flow", "build", "calendar", "links")
"""Figures of a plan that tell of all chains; others are named after the good they tell of."""
FULL = ("calendar",)
A_GRAM_COUNTS = 1e-3
"""Tonnes below which grams are told."""


@desk_page("/chains", "dk_chains")
async def chains(visit: Visit, access: Access) -> None:
    """Every chain, and the flow of all by the plan."""
    say = visit.words.say
    if not access.everywhere:
        heading(say("dk_chains"))
        card(empty(say("dk_ch_hidden")))
        return
    answer, parts = await to_page(_every, visit, access)
    heading(say("dk_chains"), answer)
    laid(parts)


@desk_page("/chains/{good}", "dk_chains")
async def one_chain(visit: Visit, access: Access, good: str) -> None:
    """One chain: its links, its sites, and what the plan says of it."""
    may_see_chains(access)
    name, answer, parts = await to_page(_one, visit, access, good)
    heading(name, answer)
    laid(parts)


def _every(visit: Visit, access: Access) -> tuple[str, list[Part]]:
    say, language = visit.words.say, visit.language
    found = chains_of(visit.region, visit.day)
    if not found:
        return "", [(empty(say("dk_ch_none")), "")]
    rows = [
        (link(f"/chains/{one.good}", _name(visit, one.good)), _name(visit, one.tightest.good), _amount(visit, one.tightest.allows, one.good))
        for one in found
    ]  # fmt: skip
    heads = (Column(say("dk_ch_chain")), Column(say("dk_ch_tight")), Column(say("dk_ch_allows"), True))
    parts: list[Part] = [(table(heads, rows), ""), *((figure(_tightness(visit, one), _again(visit)), "half") for one in found)]  # fmt: skip
    with visit.store.reading(access) as session:
        plan = plan_to_show(visit.store, session)
    shown = plan.shown("chains", language) if plan else None
    first = found[0]
    return _title(visit, first), [*parts, *(_figures(visit, plan, shown.figures, set()) if plan and shown else [(_no_plan(visit), "")])]  # fmt: skip


def _one(visit: Visit, access: Access, good: str) -> tuple[str, str, list[Part]]:
    say, words = visit.words.say, visit.words
    chain = chain_of(visit.region, visit.day, good)
    parts: list[Part] = [
        (figure(_tightness(visit, chain), _again(visit)), "half"),
        (_links(visit, chain), "half"),
    ]
    with visit.store.reading(access) as session:
        plan = plan_to_show(visit.store, session)
    if plan is None:
        parts.append((_no_plan(visit), ""))
    else:
        shown = plan.shown("chains", visit.language)
        parts.append((Markup("<h2>{}</h2>{}").format(say("dk_ch_by_plan", plan=plan.plan.name), link(f"/plans/{plan.plan.id}", say("dk_plan"))), ""))  # fmt: skip
        parts += _figures(visit, plan, shown.figures, {one.good for one in chain.links})
        for key, name in (("missing", "dk_ch_missing"), ("ways", "dk_ch_helps")):
            told = shown.tables.get(key)
            content = empty(say("dk_ch_no_gap")) if told is None or not told.rows else csv_link(told, say(name)) + _plain(told)  # fmt: skip
            parts.append((Markup("<h2>{}</h2>{}").format(say(name), content), ""))
    rows = [
        (
            site_name(visit.region, site.site, visit.language), place_name(visit.region, site.place, visit.language) if site.place else "–", _name(visit, site.good),
            number(lines), str(site.lines_possible), words.say(f"tg_q_{site.quality}"),
        )
        for site, lines in sites_of(visit.region, visit.day, chain)
    ]  # fmt: skip
    heads = ("dk_ch_site", "dk_place", "dk_ch_link", "dk_ch_standing", "dk_ch_room", "dk_ch_quality")
    sites = table([Column(say(head), head in heads[3:5]) for head in heads], rows)
    parts.append((Markup("<h2>{}</h2>{}").format(say("dk_ch_sites"), sites), ""))
    return _name(visit, good), _title(visit, chain), parts


def _figures(visit: Visit, plan: KeptPlan, found: tuple[Figure, ...], goods: set[str]) -> list[Part]:
    """Figures of a plan that tell of all chains, or of some goods."""
    again = Again(visit.words.say("dk_again"), plan.command)
    wanted = {*OF_ALL, "masks", *(f"made-{good}" for good in goods)}
    kept = [one for one in found if one.name in wanted]
    return [
        (figure(replace(one, name=visit.words.say("dk_data")), again), "" if one.name in FULL else "half") for one in kept
    ]  # fmt: skip


def _tightness(visit: Visit, chain: Chain) -> Figure:
    """What each link allows, in units of what the chain ends in."""
    say, title = visit.words.say, _title(visit, chain)
    unit = good_unit(visit.region, chain.good, visit.language)
    bars = [Bar(_name(visit, one.good), one.allows, quantity(one.allows, visit.language), assumed=one.assumed) for one in chain.links]  # fmt: skip
    source = say("dk_ch_source", edition=visit.region.edition[:8], day=visit.words.date(visit.day))
    subtitle = say("dk_ch_unit", good=_name(visit, chain.good), unit=unit)
    wide, narrow = (bar_chart(Chart(title, subtitle, source, "supply", width, visit.words.zh), bars) for width in (WIDE, NARROW))  # fmt: skip
    told = Table((say("dk_ch_link"), say("dk_ch_allows")), tuple((_name(visit, one.good), number(one.allows)) for one in chain.links))  # fmt: skip
    return Figure(say("dk_data"), title, wide, narrow, told)


def _title(visit: Visit, chain: Chain) -> str:
    tight = chain.tightest
    given = {"good": good_name(visit.region, chain.good, visit.language), "allows": _amount(visit, tight.allows, chain.good)}  # fmt: skip
    if tight.good == chain.good:
        return capital(visit.words.say("dk_ch_title_self", **given))
    return capital(visit.words.say("dk_ch_title", link=_name(visit, tight.good), **given))


def _links(visit: Visit, chain: Chain) -> Markup:
    say = visit.words.say

    def row(one: Link) -> tuple[str, ...]:
        each = "–" if one.good == chain.good else _amount(visit, one.per_final, one.good)
        made = (_amount(visit, value, one.good) if value else "–" for value in (one.lines_per_day, one.ordered_per_day, one.outside_per_day))  # fmt: skip
        return (_name(visit, one.good) + (" ◇" if one.assumed else ""), *made, each)

    heads = ("dk_ch_link", "dk_ch_lines", "dk_ch_ordered", "dk_ch_outside", "dk_ch_each")
    return table([Column(say(head), head != "dk_ch_link") for head in heads], [row(one) for one in chain.links])


def _again(visit: Visit) -> Again:
    named, day = region_named(visit.store), visit.day
    return Again(visit.words.say("dk_again"), python=(
        "from datetime import date\nfrom bothhands.inputs.loading import load\nfrom bothhands.tasks.chains import chains_of\n"
        f"for chain in chains_of(load({named!r}), date({day.year}, {day.month}, {day.day})):\n"
        "    for link in chain.links:\n        print(chain.good, link.good, link.able_per_day, link.allows)"
    ))  # fmt: skip


def _no_plan(visit: Visit) -> Markup:
    return Markup("{} {}").format(empty(visit.words.say("dk_ch_no_plan")), link("/plans", visit.words.say("dk_plans")))


def _plain(told: Table) -> Markup:
    return table([Column(head, number > 0) for number, head in enumerate(told.head)], told.rows)


def _name(visit: Visit, good: str) -> str:
    return capital(good_name(visit.region, good, visit.language))


def _amount(visit: Visit, value: float, good: str) -> str:
    space = "" if visit.words.zh else " "
    if value < A_GRAM_COUNTS and good_unit(visit.region, good, "en") == "tonnes":
        return f"{number(value * 1e6)}{space}{visit.words.say('dk_grams')}"
    said = quantity(value, visit.language) if value >= 1 else f"{value:.3g}"
    return f"{said}{space}{good_unit(visit.region, good, visit.language)}"
