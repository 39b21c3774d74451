"""My work: one's own days, hours, rest, leave and thanks. Nobody else's, whatever the role; and the letter of a recognition."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.records.field import Recognition
from bothhands.records.people import User
from bothhands.report.amounts import number
from bothhands.report.hours_charts import weeks_chart
from bothhands.report.names import place_name, post_name
from bothhands.tasks import leaves, own_record
from bothhands.tasks.field_weeks import stops_of
from bothhands.tasks.leaves import NewLeave
from bothhands.tasks.own_record import HoursTold
from bothhands.tasks.staff_standing import OwnStanding, own_standing
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import Column, empty, figure, late, link, table
from bothhands.web.pages.staff_shown import (
    FIELD,
    leave_fields,
    leave_given,
    leaves_table,
    rules_card,
    thanks_table,
    weeks_table,
)
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page


@desk_page("/my-work", "dk_st_my_work")
async def my_work(visit: Visit, access: Access) -> None:
    """One's own work."""
    words, say = visit.words, visit.words.say
    found = await to_page(_read, visit, access)
    if access.user_id is None:
        heading(say("dk_st_my_work"))
        card(empty(say("dk_st_no_account"), "/staff", say("dk_st_staff")))
        return
    if found.holder is None and not found.weeks[-1].days:
        heading(say("dk_st_my_work"), say("dk_st_no_post"))
    else:
        week, post = found.weeks[-1], found.holder.post if found.holder is not None else access.name
        heading(
            say("dk_st_my_work"),
            say(
                "dk_st_own_answer",
                post=post_name(visit.region, post, visit.language),
                hours=number(week.hours),
                days=week.days,
            ),
        )
    card(
        Markup("<h2>{}</h2>{}<p>{}</p>").format(
            say("dk_st_days"), _days(visit, found), link("/phone", say("dk_ph_open_app"))
        )
    )
    if access.may("record"):
        _telling(visit, found)
    chart = figure(replace(weeks_chart(words, [(one.first, one.hours) for one in found.weeks]), name=say("dk_data")))
    card(Markup('<h2>{}</h2><p class="bh-quiet">{}</p><div style="max-width: 860px">{}</div>{}<p class="bh-quiet">{}</p>').format(say("dk_st_record"), say("dk_st_own_why"), chart, weeks_table(words, found.weeks), say("dk_st_exposure_why")))  # fmt: skip
    card(Markup("<h2>{}</h2>{}").format(say("dk_st_leave"), leaves_table(words, found.leaves, visit.region)))
    if access.may("record") and found.holder is not None:
        _leaving(visit)
    if access.may("record") and found.leaves:
        _withdrawing(visit, found)
    card(Markup("<h2>{}</h2>{}").format(say("dk_st_thanks"), thanks_table(words, found.thanks)))
    card(rules_card(words))


@desk_page("/thanks/{record}", "dk_st_thanks")
async def letter(visit: Visit, access: Access, record: int) -> None:
    """A letter of thanks, to be printed: read by whoever is thanked, and whoever assigns work there."""
    say, words = visit.words.say, visit.words

    def read() -> tuple[Recognition, str, str]:
        with visit.store.reading(access) as session:
            found = session.one(Recognition, record)
            people = {one.id: one.name for one in session.query(User).where(User.id.in_([found.user_id or 0, found.given_by or 0]))}  # fmt: skip
            return found, people.get(found.user_id or 0, found.post), people.get(found.given_by or 0, "")

    found, name, by = await to_page(read)
    heading(say("dk_st_letter"))
    text = say("dk_st_letter_text", first=words.date(found.first), last=words.date(found.last), why=say(f"dk_st_why_{found.rule}"))  # fmt: skip
    own = Markup("<p>{}</p>").format(found.text) if found.text else Markup("")
    card(Markup('<div style="max-width: 640px"><p>{}</p><p>{}</p>{}<p>{}<br>{}</p></div>').format(say("dk_st_dear", name=name), text, own, by, words.date(found.created_at.date())))  # fmt: skip
    with ui.element("div").classes("bh-card bh-row"):
        ui.button(say("dk_st_print")).props("outline").on("click", js_handler="() => window.print()")


def _days(visit: Visit, found: OwnStanding) -> Markup:
    words, say = visit.words, visit.words.say
    if not found.days:
        return empty(say("dk_st_no_days"))
    rows = []
    for one in found.days:
        told = say("dk_st_not_told") if one.told_hours is None else number(one.told_hours)
        night = Markup("<br>{}").format(say("dk_st_night", place=place_name(visit.region, one.end, words.language))) if one.end != one.place else ""  # fmt: skip
        clock = late(say("dk_st_away_mark")) if one.id in found.again else f"{_clock(one.leaves)}–{_clock(one.returns)}"
        rows.append((words.day(one.day), Markup("{}{}").format(clock, night), len(stops_of(one)), number(one.hours), told if one.day <= visit.day else "–"))  # fmt: skip
    columns = [Column(say("dk_day"), whole=True), Column(say("dk_st_clock")), Column(say("dk_st_visits"), True), Column(say("dk_st_hours"), True), Column(say("dk_st_told"), True)]  # fmt: skip
    return table(columns, rows)


def _telling(visit: Visit, found: OwnStanding) -> None:
    """The form that tells the hours of a day that is over."""
    words, say = visit.words, visit.words.say
    known = {one.id: one for one in found.untold}
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_st_tell"), say("dk_st_tell_why")), sanitize=False)
        if not known:
            ui.html(empty(say("dk_st_tell_none")), sanitize=False)
            return
        first = next(iter(known))
        with ui.element("div").classes("bh-row"):
            day = ui.select({key: words.day(one.day) for key, one in known.items()}, value=first, label=say("dk_day")).props(FIELD).style("min-width: 120px")  # fmt: skip
            hours = ui.input(say("dk_st_hours_h"), value=f"{known[first].hours:.2f}").props(f"{FIELD} type=number min=0 max=24 step=0.25")  # fmt: skip
            ui.button(say("dk_st_tell_done"), on_click=lambda: _tell(visit, known[day.value].id, known[day.value].version, str(hours.value or ""))).props("unelevated")  # fmt: skip


async def _tell(visit: Visit, day: int, version: int, hours: str) -> None:
    def tell() -> bool:
        told = HoursTold.model_validate({"told_hours": hours})
        with visit.store.writing(visit.access()) as session:
            own_record.tell_hours(session, day, version, told, visit.day)
        return True

    if await done(tell):
        ui.navigate.to("/my-work")


def _leaving(visit: Visit) -> None:
    """The form in which one enters one's own leave."""
    words, say = visit.words, visit.words.say
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_st_ask_leave"), say("dk_st_leave_why")), sanitize=False)
        with ui.element("div").classes("bh-fields"):
            fields = leave_fields(words)

        async def pressed() -> None:
            def take() -> bool:
                asked = NewLeave.model_validate(leave_given(fields))
                with visit.store.writing(visit.access()) as session:
                    leaves.take_leave(session, visit.region, asked, visit.day)
                return True

            if await done(take):
                ui.navigate.to("/my-work")

        ui.button(say("dk_st_ask_leave"), on_click=pressed).props("unelevated")


def _withdrawing(visit: Visit, found: OwnStanding) -> None:
    words, say = visit.words, visit.words.say
    names = {one.id: f"{say(f'dk_st_kind_{one.kind}')} {words.span(one.first, one.last)}" for one in found.leaves}
    with ui.element("div").classes("bh-card bh-row"):
        which = ui.select(names, label=say("dk_st_withdraw_which")).props(FIELD).style("min-width: 220px")

        async def pressed() -> None:
            def withdraw() -> bool:
                with visit.store.writing(visit.access()) as session:
                    leaves.withdraw_leave(session, which.value or 0)
                return True

            if await done(withdraw):
                ui.navigate.to("/my-work")

        ui.button(say("dk_st_withdraw"), on_click=pressed).props("outline")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _read(visit: Visit, access: Access) -> OwnStanding:
    with visit.store.reading(access) as session:
        return own_standing(session, visit.day, access.user_id)
