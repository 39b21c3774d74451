"""Comparing: two to four scenarios, plans and reference strategies side by side, and how their measures differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.report.amounts import number, persons
from bothhands.report.difference_said import levels_said
from bothhands.tasks.editions import edition_in_force
from bothhands.tasks.outcomes import MOST_COMPARED, Choice, Course, choices_of, compared, difference
from bothhands.web.pages.courses_shown import breaches_shown, charts, name_of, outcomes
from bothhands.web.pages.frame import card, desk_page, heading
from bothhands.web.pages.parts import empty, quiet
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import in_thread, to_page


class Side(NamedTuple):
    """What stands beside what."""

    choices: list[Choice]
    answer: str
    outcomes: Markup
    charts: list[Markup]
    differences: list[Markup]


@desk_page("/compare", "dk_compare")
async def compare(visit: Visit, access: Access) -> None:
    """Two to four side by side."""
    say = visit.words.say
    choices = await to_page(_choices, visit, access) if access.everywhere else []
    asked = [one for one in visit.every.get("of", ()) if one]
    told = await in_thread("long", _side, visit, access, asked) if asked else None
    heading(say("dk_compare"), told.answer if told else say("dk_cmp_why"))
    if not access.everywhere:
        card(empty(say("dk_plan_hidden")))
        return
    known = {one.key for one in choices}
    choices += [one for one in (told.choices if told else ()) if one.key not in known]
    card(_form(visit, choices, asked) if choices else empty(say("dk_cmp_none"), "/scenarios", say("dk_es_scenario")))
    if told is None:
        return
    with ui.element("div").classes("bh-grid"):
        card(Markup("<h2>{}</h2>{}").format(say("dk_cmp_outcomes"), told.outcomes))
        for chart in told.charts:
            card(chart, "half")
        for part in told.differences:
            card(part)


def _choices(visit: Visit, access: Access) -> list[Choice]:
    edition = edition_in_force(visit.store)
    with visit.store.reading(access) as session:
        return choices_of(session, edition)


def _form(visit: Visit, choices: Sequence[Choice], asked: Sequence[str]) -> Markup:
    """Four lists of choices in an address, so that back, reload and sharing work."""
    say = visit.words.say

    def one(at: int) -> Markup:
        chosen = asked[at] if at < len(asked) else ""
        options = Markup("").join(
            Markup('<option value="{}"{}>{}</option>').format(each.key, Markup(" selected") if each.key == chosen else "", name_of(visit, each))
            for each in choices
        )  # fmt: skip
        blank = Markup('<option value="">{}</option>').format(say("dk_cmp_nothing"))
        label = say("dk_cmp_first" if at == 0 else "dk_cmp_other")
        return Markup('<label>{}<select name="of">{}{}</select></label>').format(label, blank, options)

    lists = Markup("").join(one(at) for at in range(MOST_COMPARED))
    return Markup('<form class="bh-filter" method="get" action="/compare">{}<button class="bh-button">{}</button></form>').format(lists, say("dk_cmp_show"))  # fmt: skip


def _side(visit: Visit, access: Access, asked: Sequence[str]) -> Side:
    words = visit.words
    with visit.store.reading(access) as session:
        courses = compared(visit.store, session, asked)
    best = max(courses, key=lambda one: float(one.outcome["value_added"]))
    fewest = min(courses, key=lambda one: float(one.outcome["deaths"]))
    answer = words.say(
        "dk_cmp_answer", best=name_of(visit, best.choice), money=words.money(float(best.outcome["value_added"])),
        fewest=name_of(visit, fewest.choice), deaths=persons(float(fewest.outcome["deaths"])),
    )  # fmt: skip
    differences = [_difference(visit, courses[0], one) for one in courses[1:]]
    told = outcomes(visit, courses) + breaches_shown(visit, courses)
    return Side([one.choice for one in courses], answer, told, charts(visit, courses), differences)


def _difference(visit: Visit, first: Course, other: Course) -> Markup:
    words, say = visit.words, visit.words.say
    head = Markup("<h2>{}</h2>").format(
        say("dk_cmp_differs", other=name_of(visit, other.choice), first=name_of(visit, first.choice))
    )
    found = difference(visit.region, first, other)
    if found is None:
        return head + quiet(say("dk_cmp_unknown"))
    moved, orders = found
    lines = [] if orders and not moved else levels_said(words, moved)
    lines += [say("dk_cmp_order", lever=say(lever), before=number(before), after=number(after)) for lever, before, after in orders]  # fmt: skip
    return head + Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))
