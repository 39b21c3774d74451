"""Follow-up: everything that is due, filtered by plain fields so that reload and back work; many assigned at once; one task in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.records.work import Task
from bothhands.report.amounts import number as written
from bothhands.report.names import place_name
from bothhands.tasks.accounts import names_of_people
from bothhands.tasks.directory import places_of
from bothhands.tasks.follow_up import TaskChange, TaskFilter, change_task, reassign, tasks_of
from bothhands.tasks.page import Page
from bothhands.tasks.situation import due_of
from bothhands.tasks.weeks import deviation, weeks_of
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.lists_shown import offset_of, paging
from bothhands.web.pages.parts import Column, empty, table
from bothhands.web.pages.tasks_shown import people, standing, tasks_table, titles_of, unit_told
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

A_PAGE = 50


@desk_page("/follow-up", "dk_follow_up")
async def follow_up(visit: Visit, access: Access) -> None:
    """Tasks that match, and what can be done with them."""
    say, asked = visit.words.say, visit.asked
    content, shown, places = await to_page(_list, visit, access, asked)
    heading(
        say("dk_follow_up"),
        say("dk_due_answer", late=content[1], open=content[2]) if content[2] else say("dk_nothing_due"),
    )
    card(_filter(visit, asked, places))
    if access.may("assign") and shown.items:
        await _assigning(visit, access, shown.items)
    card(content[0])
    card(_pages(visit, asked, shown.total))


@desk_page("/follow-up/{number}", "dk_follow_up")
async def one_task(visit: Visit, access: Access, number: int) -> None:
    """One task: how far it is, week by week, and what shows it."""
    say = visit.words.say
    found, title, content = await to_page(_read, visit, access, number)
    stands = standing(visit.words, found, visit.day)
    heading(title, stands.striptags() if isinstance(stands, Markup) else stands)
    card(content)
    mine = access.may("follow") or (
        access.may("record") and found.assignee_id is not None and found.assignee_id == access.user_id
    )
    if not mine:
        return
    with ui.element("div").classes("bh-card"):
        evidence = ui.textarea(say("dk_evidence"), value=found.evidence).props("outlined")

        async def set_to(status: str) -> None:
            def change() -> bool:
                with visit.store.writing(visit.access()) as session:
                    change_task(
                        session,
                        number,
                        found.version,
                        TaskChange.model_validate({"status": status, "evidence": evidence.value or ""}),
                        visit.day,
                    )
                return True

            if await done(change):
                ui.navigate.to(visit.path)

        with ui.element("div").classes("bh-row"):
            ui.button(say("dk_mark_doing"), on_click=lambda: set_to("doing")).props("outline")
            ui.button(say("dk_mark_done"), on_click=lambda: set_to("done")).props("unelevated")


def _wanted(visit: Visit, access: Access, asked: Mapping[str, str]) -> TaskFilter:
    given: dict[str, object] = {"place": asked.get("place", "")[:120]}
    if asked.get("status") in ("open", "doing", "done", "dropped"):
        given["status"] = asked["status"]
    if asked.get("late"):
        given["late_on"] = visit.day
    if asked.get("mine") and access.user_id is not None:
        given["assignee_id"] = access.user_id
    return TaskFilter.model_validate(given)


def _list(
    visit: Visit, access: Access, asked: Mapping[str, str]
) -> tuple[tuple[Markup, int, int], Page[Task], list[str]]:
    words, day = visit.words, visit.day
    with visit.store.reading(access) as session:
        found = tasks_of(session, _wanted(visit, access, asked), A_PAGE, offset_of(asked))
        due = due_of(session, day)
        content = tasks_table(session, words, visit.region, found.items, day) if found.items else _nothing(visit, asked)
        places = [one.place for one in places_of(session) if access.places is None or one.place in access.places]
    return (content, due.late, due.open), found, places


def _nothing(visit: Visit, asked: Mapping[str, str]) -> Markup:
    """What to do where the list is empty: drop the filter, or make work."""
    say = visit.words.say
    if any(asked.values()):
        return empty(say("dk_no_tasks"), "/follow-up", say("dk_es_all_tasks"))
    return empty(say("dk_es_no_task"), "/plans", say("dk_es_plans"))


def _filter(visit: Visit, asked: Mapping[str, str], places: Sequence[str]) -> Markup:
    say, region = visit.words.say, visit.region
    chosen = asked.get("place", "")
    options = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            place, Markup(" selected") if place == chosen else "", place_name(region, place, visit.language)
        )
        for place in places
    )
    states = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            state, Markup(" selected") if asked.get("status") == state else "", say(f"dk_task_{state}")
        )
        for state in ("open", "doing", "done", "dropped")
    )

    def check(name: str, words: str) -> Markup:
        return Markup('<label class="check"><input type="checkbox" name="{}" value="1"{}>{}</label>').format(
            name, Markup(" checked") if asked.get(name) else "", words
        )

    return Markup(
        '<form class="bh-filter" method="get" action="/follow-up"><label>{}<select name="place"><option value="">{}</option>{}</select></label>'
        '<label>{}<select name="status"><option value="">–</option>{}</select></label>{}{}<button class="bh-button">{}</button></form>'
    ).format(
        say("dk_place"),
        say("dk_any_place"),
        options,
        say("dk_status"),
        states,
        check("late", say("dk_only_late")),
        check("mine", say("dk_only_mine")),
        say("dk_open_task"),
    )


async def _assigning(visit: Visit, access: Access, shown: Sequence[Task]) -> None:
    """Give all tasks of the page that are still to be done to one person."""
    say = visit.words.say
    numbers = [one.id for one in shown if one.status in ("open", "doing")]

    def read() -> dict[int, str]:
        with visit.store.reading(access) as session:
            return names_of_people(session)

    names = await to_page(read)
    if not names or not numbers:
        return

    async def pressed() -> None:
        def give() -> int:
            with visit.store.writing(visit.access()) as session:
                return reassign(session, numbers, who.value)

        if await done(give) is not None:
            ui.navigate.reload()

    with ui.element("div").classes("bh-card bh-row"):
        ui.label(say("dk_chosen", n=len(numbers)))
        who = ui.select(names, label=say("dk_assignee")).props("outlined dense").style("min-width: 200px")
        ui.button(say("dk_assign"), on_click=pressed).props("outline")


def _pages(visit: Visit, asked: Mapping[str, str], total: int) -> Markup:
    return paging(visit, "/follow-up", asked, total, A_PAGE)


def _read(visit: Visit, access: Access, number: int) -> tuple[Task, str, Markup]:
    words, say, day = visit.words, visit.words.say, visit.day
    with visit.store.reading(access) as session:
        found = session.one(Task, number)
        who = people(session, [found]).get(found.assignee_id or 0, say("dk_nobody"))
        title = titles_of(session, words, visit.region, [found])[number]
        facts = [
            (say("dk_place"), place_name(visit.region, found.place, words.language) if found.place else say("dk_everywhere")), (say("dk_due"), words.date(found.due) if found.due else "–"), (say("dk_assignee"), who),
            (say("dk_evidence"), found.evidence or "–"),
        ]  # fmt: skip
        weeks = weeks_of(session, number)
        gone = deviation(session, found, day)
    content = table([Column(""), Column("")], facts)
    if weeks:
        rows = [
            (
                words.date(one.week),
                "–" if one.planned_value is None else written(one.planned_value),
                "–" if one.actual_value is None else written(one.actual_value),
                one.note,
            )
            for one in weeks[:30]
        ]
        content += table(
            [
                Column(say("dk_wk_week")),
                Column(say("dk_wk_planned"), True),
                Column(say("dk_wk_actual"), True),
                Column(""),
            ],
            rows,
            unit_told(words, gone.unit),
        )
    return found, title, content
