"""Staff: posts and who holds them, this week's hours and rest, leave, hours compared, and reasons for thanks; for whoever assigns work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.report.amounts import number
from bothhands.report.hours_charts import PostHours, posts_chart, weeks_chart
from bothhands.report.names import listed, place_name, post_name
from bothhands.tasks import leaves, own_record, staff, thanks
from bothhands.tasks.leaves import NewLeave
from bothhands.tasks.own_record import Week
from bothhands.tasks.recognition import month_before
from bothhands.tasks.staff import HolderChange, NewHolder
from bothhands.tasks.staff_standing import PostWeek, Standing, posts_of_places, standing_of
from bothhands.tasks.thanks import NewRecognition
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import Column, empty, figure, link, quiet, table
from bothhands.web.pages.staff_shown import (
    FIELD,
    away_said,
    leave_fields,
    leave_given,
    leaves_table,
    rest_said,
    rules_card,
    thanks_table,
    weeks_table,
)
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

NAMED = 5
"""Posts without a holder that are named."""


@desk_page("/staff", "dk_st_staff")
async def all_staff(visit: Visit, access: Access) -> None:
    """All posts; whoever assigns nothing is shown their own work."""
    say, words = visit.words.say, visit.words
    if not access.may("assign"):
        ui.navigate.to("/my-work")
        return
    found, homes, people = await to_page(_read, visit, access)
    if not found.posts:
        heading(say("dk_st_staff"), say("dk_st_none"))
        return
    heading(say("dk_st_staff"), say("dk_st_answer", n=len(found.posts), held=found.held, short=found.short, again=len(found.again)))  # fmt: skip
    card(Markup("<h2>{}</h2>{}").format(say("dk_st_do"), _to_do(visit, found)))
    card(Markup("<h2>{}</h2>{}").format(say("dk_st_posts"), _posts(visit, found)))
    card(Markup("<h2>{}</h2>{}").format(say("dk_st_fair"), _fairness(visit, found)))
    card(
        Markup("<h2>{}</h2>{}").format(say("dk_st_leave"), leaves_table(words, found.leaves, visit.region, found.names))
    )
    _leaving(visit, homes)
    _withdrawing(visit, found)
    _holding(visit, homes, people)
    _ending(visit, found)
    card(Markup("<h2>{}</h2>{}").format(say("dk_st_thanks"), thanks_table(words, found.thanks, found.names)))
    _thanking(visit, found)
    card(rules_card(words))


@desk_page("/staff/record/{post:path}", "dk_st_staff")
async def one_record(visit: Visit, access: Access, post: str) -> None:
    """The record of whoever holds a post."""
    words, say = visit.words, visit.words.say

    def read() -> list[Week]:
        with visit.store.reading(access) as session:
            session.access.require("assign")
            whose = own_record.person_of(session, visit.region, post, visit.day)
            return own_record.record_of(session, whose.post, whose.user_id, visit.day)

    weeks = await to_page(read)
    heading(say("dk_st_record_of", post=post_name(visit.region, post, visit.language)))
    chart = figure(replace(weeks_chart(words, [(one.first, one.hours) for one in weeks]), name=say("dk_data")))
    card(Markup('<div style="max-width: 860px">{}</div>{}<p class="bh-quiet">{}</p>').format(chart, weeks_table(words, weeks), say("dk_st_exposure_why")))  # fmt: skip
    card(link("/staff", say("dk_st_staff")))


def _to_do(visit: Visit, found: Standing) -> Markup:
    words, say = visit.words, visit.words.say
    join = "、" if words.zh else ", "
    named = partial(post_name, visit.region, language=words.language)
    again = {post: [words.day(one.day) for one in found.again if one.post == post] for post in dict.fromkeys(one.post for one in found.again)}  # fmt: skip
    lines = [say("dk_st_do_again", post=named(post), days=join.join(days)) for post, days in again.items()]
    lines += [say("dk_st_do_rest", post=named(one.stands.post), what=_plain(rest_said(words, one.week))) for one in found.posts if not one.week.is_rested]  # fmt: skip
    if free := [one.stands.post for one in found.posts if one.stands.holder is None]:
        shown = listed([named(one) for one in free], words.language, NAMED)
        lines.append(say("dk_st_do_holder", n=len(free), posts=shown))
    if not lines:
        return empty(say("dk_st_do_nothing"))
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in lines)
    to = (
        Markup('<p class="bh-next">{}</p>').format(link("/field", say("dk_st_to_field"))) if found.again else Markup("")
    )
    return Markup("<ul>{}</ul>{}").format(items, to)


def _posts(visit: Visit, found: Standing) -> Markup:
    words, say = visit.words, visit.words.say

    def row(one: PostWeek) -> tuple[object, ...]:
        home = quiet(place_name(visit.region, one.stands.home, words.language))
        post = link(
            f"/staff/record/{quote(one.stands.post, safe='')}", post_name(visit.region, one.stands.post, words.language)
        )
        named, week = Markup("{}<br>{}").format(post, home), one.week
        return named, one.name or say("dk_st_nobody"), number(week.hours), rest_said(words, week), away_said(words, week), week.days, number(week.travel_hours)  # fmt: skip

    columns = [
        Column(say("dk_st_post")), Column(say("dk_st_holder")), Column(say("dk_st_hours_h"), True), Column(say("dk_st_rest")), Column(say("dk_st_away")),
        Column(say("dk_st_n_days"), True), Column(say("dk_st_travel"), True),
    ]  # fmt: skip
    return table(columns, [row(one) for one in found.posts])


def _fairness(visit: Visit, found: Standing) -> Markup:
    words, say = visit.words, visit.words.say
    if not found.hours.more:
        return empty(say("dk_st_fair_none"))
    posts = [PostHours(one, found.hours.more[one]) for one in found.in_order]
    chart = figure(replace(posts_chart(words, posts, found.hours.mean), name=say("dk_data")))
    return Markup('<p class="bh-quiet">{}</p><div style="max-width: 860px">{}</div>').format(say("dk_st_fair_why"), chart)  # fmt: skip


def _form(title: str, why: str = "") -> None:
    """Head of a form."""
    said = Markup("<p>{}</p>").format(why) if why else Markup("")
    ui.html(Markup("<h2>{}</h2>{}").format(title, said), sanitize=False)


async def _did(visit: Visit, action: Callable[[], object]) -> None:
    """Do something and show the page as it stands then; a fault is told, and what was typed stays."""
    if await done(lambda: (action(), True)[1]):
        ui.navigate.to("/staff")


def _leaving(visit: Visit, homes: Mapping[str, str]) -> None:
    say = visit.words.say
    with ui.element("div").classes("bh-card"):
        _form(say("dk_st_ask_leave"), say("dk_st_leave_why"))
        with ui.element("div").classes("bh-fields"):
            post = ui.select(
                {one: post_name(visit.region, one, visit.language) for one in homes}, label=say("dk_st_post")
            ).props(FIELD)
            fields = leave_fields(visit.words)

        def take() -> None:
            asked = NewLeave.model_validate({**leave_given(fields), "post": post.value or ""})
            with visit.store.writing(visit.access()) as session:
                leaves.take_leave(session, visit.region, asked, visit.day)

        ui.button(say("dk_st_ask_leave"), on_click=lambda: _did(visit, take)).props("unelevated")


def _withdrawing(visit: Visit, found: Standing) -> None:
    words, say = visit.words, visit.words.say
    names = {one.id: f"{post_name(visit.region, one.post, visit.language)}, {say(f'dk_st_kind_{one.kind}')} {words.span(one.first, one.last)}" for one in found.leaves}  # fmt: skip
    if not names:
        return
    with ui.element("div").classes("bh-card bh-row"):
        which = ui.select(names, label=say("dk_st_withdraw_which")).props(FIELD).style("min-width: 220px")

        def withdraw() -> None:
            with visit.store.writing(visit.access()) as session:
                leaves.withdraw_leave(session, which.value or 0)

        ui.button(say("dk_st_withdraw"), on_click=lambda: _did(visit, withdraw)).props("outline")


def _holding(visit: Visit, homes: Mapping[str, str], people: Mapping[int, str]) -> None:
    say = visit.words.say
    with ui.element("div").classes("bh-card"):
        _form(say("dk_st_hold"), say("dk_st_hold_why"))
        if not people:
            ui.html(empty(say("dk_st_nobody_fits")), sanitize=False)
            return
        with ui.element("div").classes("bh-fields"):
            post = ui.select(
                {one: post_name(visit.region, one, visit.language) for one in homes}, label=say("dk_st_post")
            ).props(FIELD)
            person = ui.select(dict(people), label=say("dk_st_person")).props(FIELD)
            first = ui.input(say("dk_st_first"), value=visit.day.isoformat()).props(f"{FIELD} type=date")
            last = ui.input(say("dk_st_no_end")).props(f"{FIELD} type=date")

        def hold() -> None:
            given = {"post": post.value or "", "user_id": person.value or 0, "first": first.value or "", "last": last.value or None}  # fmt: skip
            with visit.store.writing(visit.access()) as session:
                staff.hold(session, visit.region, NewHolder.model_validate(given), visit.day)

        ui.button(say("dk_st_give"), on_click=lambda: _did(visit, hold)).props("unelevated")


def _ending(visit: Visit, found: Standing) -> None:
    say = visit.words.say
    held = {one.stands.holder.id: one for one in found.posts if one.stands.holder is not None}
    if not held:
        return
    with ui.element("div").classes("bh-card bh-row"):
        names = {
            key: f"{post_name(visit.region, one.stands.post, visit.language)}, {one.name}" for key, one in held.items()
        }
        which = ui.select(names, label=say("dk_st_end")).props(FIELD).style("min-width: 220px")
        last = ui.input(say("dk_st_last"), value=visit.day.isoformat()).props(f"{FIELD} type=date")

        def end() -> None:
            change = HolderChange.model_validate({"last": last.value or ""})
            holder = held[which.value].stands.holder if which.value in held else None
            with visit.store.writing(visit.access()) as session:
                staff.end_holding(session, 0 if holder is None else holder.id, 0 if holder is None else holder.version, change, visit.day)  # fmt: skip

        ui.button(say("dk_st_end"), on_click=lambda: _did(visit, end)).props("outline")


def _thanking(visit: Visit, found: Standing) -> None:
    words, say = visit.words, visit.words.say
    with ui.element("div").classes("bh-card"):
        _form(say("dk_st_candidates", span=words.span(*month_before(visit.day))))
        if not found.reasons:
            ui.html(empty(say("dk_st_no_candidates")), sanitize=False)
            return
        names = {n: say("dk_st_candidate", post=post_name(visit.region, post, visit.language), rule=say(f"dk_st_rule_{one.rule}")) for n, (post, one) in enumerate(found.reasons)}  # fmt: skip
        with ui.element("div").classes("bh-fields"):
            which = ui.select(names, value=0, label=say("dk_st_rule")).props(FIELD)
            text = ui.input(say("dk_st_words")).props(f"{FIELD} maxlength=2000")

        def thank() -> None:
            post, one = found.reasons[which.value]
            given = NewRecognition.model_validate({"post": post, "rule": one.rule, "first": one.first, "last": one.last, "text": text.value or ""})  # fmt: skip
            with visit.store.writing(visit.access()) as session:
                thanks.give(session, given)

        ui.button(say("dk_st_thank"), on_click=lambda: _did(visit, thank)).props("unelevated")


def _read(visit: Visit, access: Access) -> tuple[Standing, dict[str, str], dict[int, str]]:
    with visit.store.reading(access) as session:
        homes = posts_of_places(session, visit.region)
        people = staff.people_for(session, set(homes.values()))
        return standing_of(session, visit.region, visit.day), homes, people


def _plain(said: Markup | str) -> str:
    return str(said.striptags()) if isinstance(said, Markup) else said
