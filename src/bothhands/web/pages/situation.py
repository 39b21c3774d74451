"""The situation: what stands, what is due, and where to look next, on one screen."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.records.store import DeskSession
from bothhands.report.amounts import number
from bothhands.report.city_map import Spot, city_map
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.names import place_name
from bothhands.report.svg import NARROW, WIDE, Chart, Figure, Table
from bothhands.report.words import Wording
from bothhands.tasks.follow_up import TaskFilter, tasks_of
from bothhands.tasks.situation import Due, Situation, due_of, plan_held, situation_of
from bothhands.web.pages.frame import card, desk_page, heading
from bothhands.web.pages.parts import Tile, empty, figure, link, tiles
from bothhands.web.pages.tasks_shown import tasks_table
from bothhands.web.pages.tour import tour_of
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

SHOWN = 8
"""Tasks that the situation shows."""


@desk_page("/", "dk_situation")
async def situation(visit: Visit, access: Access) -> None:
    """What stands and what is due."""
    answer, parts = await to_page(_told, visit, access)
    heading(visit.words.say("dk_situation"), answer)
    if (tour := tour_of(visit, access)) is not None:
        card(tour)
    with ui.element("div").classes("bh-grid"):
        for content, width in parts:
            if width == "tiles":
                ui.html(content, sanitize=False).style("display: contents")
            else:
                card(content, width)


def _told(visit: Visit, access: Access) -> tuple[str, list[tuple[Markup, str]]]:
    words, day = visit.words, visit.day
    stands = situation_of(visit.region, day, access.places)
    with visit.store.reading(access) as session:
        due = due_of(session, day)
        tasks = tasks_table(
            session, words, visit.region, tasks_of(session, TaskFilter(status="open"), SHOWN).items, day
        )
        held = _held(session, words, access)
    inbox = Markup("<h2>{}</h2>{}").format(
        words.say("dk_inbox"),
        tasks if due.open else empty(words.say("dk_nothing_due"), "/plans", words.say("dk_es_plans")),
    )
    return _answer(words, stands, due, access.everywhere), [
        (tiles(_numbers(words, stands, due)), "tiles"),
        (figure(_map(visit, words, stands)), "half"),
        (figure(_new(visit, words, stands)), "half"),
        (inbox, ""),
        (Markup("<h2>{}</h2>{}").format(words.say("dk_plan_held"), held), ""),
    ]


def _answer(words: Wording, stands: Situation, due: Due, everywhere: bool) -> str:
    confirmed, recent = stands.confirmed, stands.recent
    cases = (
        words.say("dk_ill_answer", ill=f"{stands.ill:,}", confirmed=f"{confirmed:,}", recent=f"{recent:,}")
        if confirmed
        else words.say("dk_no_cases" if everywhere else "dk_no_cases_here")
    )
    if confirmed and not everywhere:
        cases = words.say("dk_in_your_places", told=cases)
    return f"{cases} {words.say('dk_due_answer', late=due.late, open=due.open)}" if due.open else cases


def _numbers(words: Wording, stands: Situation, due: Due) -> list[Tile]:
    say = words.say
    resumed = stands.resumed[0] if stands.resumed else None
    return [
        Tile(say("dk_epidemic"), f"{stands.ill:,}", say("dk_ill"), "/jobs", "health"),
        Tile(say("dk_beds"), number(stands.beds), say("dk_ward_beds", ill=f"{stands.ill:,}"), "/plans", "health"),
        Tile(
            say("dk_resumption"), words.share(resumed[2]) if resumed else say("dk_unknown"),
            say("dk_resumed_on", what=say(resumed[1]), day=words.day(resumed[0])) if resumed else "", "/firms", "economy",
        ),
        Tile(say("dk_follow_up"), f"{due.late:,}", f"{say('dk_late')} · {due.due_soon:,} {say('dk_soon')} · {due.mine:,} {say('dk_mine')}", "/follow-up", "targets"),
    ]  # fmt: skip


def _held(session: DeskSession, words: Wording, access: Access) -> Markup:
    if not access.everywhere:
        return empty(words.say("dk_plan_hidden"))
    if (held := plan_held(session)) is None:
        return Markup("{} {}").format(empty(words.say("dk_no_plan")), link("/plans", words.say("dk_no_plan_next")))
    return link(f"/plans/{held.id}", held.name)


def _map(visit: Visit, words: Wording, stands: Situation) -> Figure:
    region, say = visit.region, words.say
    known = [city for city in stands.cities if city.latitude_deg is not None and city.longitude_deg is not None]
    names = {city.place: place_name(region, city.place, words.language) for city in stands.cities}
    spots = [
        Spot(
            names[city.place],
            city.latitude_deg or 0.0,
            city.longitude_deg or 0.0,
            city.confirmed,
            f"{city.ill}" if city.ill else "",
        )
        for city in known
    ]
    most = max(stands.cities, key=lambda city: city.confirmed, default=None)
    title = (
        say("dk_map_title", most=names[most.place])
        if most is not None and most.confirmed
        else say("dk_map_title_none" if visit.opened_by.everywhere else "dk_no_cases_here")
    )
    rows: tuple[tuple[str, ...], ...] = tuple(
        (names[city.place], f"{city.confirmed:,}", f"{city.ill:,}", f"{city.recent:,}")
        for city in sorted(stands.cities, key=lambda one: -one.confirmed)
    )
    apart = [
        whole - sum(getattr(city, key) for city in stands.cities)
        for key, whole in (("confirmed", stands.confirmed), ("ill", stands.ill), ("recent", stands.recent))
    ]
    if any(apart):
        rows += ((say("dk_no_city"), *(f"{count:,}".replace("-", "−") for count in apart)),)
    table = Table((say("dk_city"), say("dk_confirmed"), say("dk_ill"), say("dk_recent")), rows)

    def drawn(width: int) -> str:
        chart = Chart(title, say("dk_map_unit"), _source(visit, words, stands), "health", width, words.zh)
        return city_map(chart, tuple(spots)) if spots else ""

    return Figure(say("dk_map_unit"), title, drawn(WIDE), drawn(NARROW), table)


def _new(visit: Visit, words: Wording, stands: Situation) -> Figure:
    say, recent = words.say, stands.recent
    title = say("dk_new_title", recent=f"{recent:,}") if recent else say("dk_new_title_none")
    days = stands.new_by_day or ((stands.day, 0),)
    values = np.array([count for _, count in days], float)
    table = Table(
        (say("dk_day"), say("dk_new_cases")),
        tuple((words.date(day), f"{count:,}") for day, count in reversed(days) if count),
    )

    def drawn(width: int) -> str:
        chart = Chart(title, say("dk_persons_a_day"), _source(visit, words, stands), "health", width, words.zh)
        return line_chart(chart, Scene(days[0][0], None), [Curve("", np.maximum(values, 0.0))])

    return Figure(say("dk_new_cases"), title, drawn(WIDE), drawn(NARROW), table)


def _source(visit: Visit, words: Wording, stands: Situation) -> str:
    return words.say("dk_reports_of", edition=visit.region.edition[:8], day=words.date(stands.day))
