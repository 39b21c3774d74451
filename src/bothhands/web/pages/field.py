"""Field: the week of the officers by the clock, what is due to be visited, what is left out and why, and the next week to be planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from nicegui import ui

from bothhands.records.access import Access
from bothhands.records.running import Job
from bothhands.report.kept_figures import PAGES, Shown, shown_on
from bothhands.report.svg import Table
from bothhands.tasks import jobs
from bothhands.tasks.field_weeks import is_adopted
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.visits import PlannedWeek, posts_of, weeks_of
from bothhands.web.pages.coverage_shown import adopting, coverage_told
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import Again, Column, csv_link, empty, figure, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

PARTS = (("officers", "dk_fd_officers"), ("left out", "dk_fd_left"))
"""Tables below the week, and what each is called."""
FIELD = "outlined dense stack-label"


@desk_page("/field", "dk_fd_title")
async def field(visit: Visit, access: Access) -> None:
    """The newest week that was planned."""
    await _shown(visit, access, None)


@desk_page("/field/{run}", "dk_fd_title")
async def one_week(visit: Visit, access: Access, run: int) -> None:
    """A week by the number of its run."""
    await _shown(visit, access, run)


async def _shown(visit: Visit, access: Access, run: int | None) -> None:
    say = visit.words.say
    covered = await to_page(coverage_told, visit, access)
    if not access.everywhere:
        heading(say("dk_fd_title"))
        card(covered)
        card(empty(say("dk_fd_hidden")))
        return
    if not access.sees_staff:
        heading(say("dk_fd_title"))
        card(covered)
        card(empty(say("dk_st_field_hidden"), "/my-work", say("dk_st_my_work")))
        return
    weeks, shown, command, holds = await to_page(_read, visit, access, run)
    found = next((one for one in weeks if run in (None, one.job_id)), None)
    heading(say("dk_fd_title"), _said(shown))
    if found is None or shown is None:
        card(empty(say("dk_fd_none")))
    else:
        if access.may("assign"):
            adopting(visit, found.job_id, holds)
        _week(visit, found, shown, command)
    card(covered)
    card(link("/phone", say("dk_ph_open_app")))
    if access.may("run"):
        _asking(visit, found)
    if len(weeks) > 1:
        rows = [(link(f"/field/{one.job_id}", visit.words.date(one.first)), str(one.visits)) for one in weeks]
        columns = [Column(say("dk_fd_week")), Column(say("visits_count"), True)]
        card(Markup("<h2>{}</h2>{}").format(say("dk_fd_weeks"), table(columns, rows)))


def _week(visit: Visit, found: PlannedWeek, shown: Shown, command: str) -> None:
    say = visit.words.say
    for one in shown.figures:
        shown_figure = figure(replace(one, name=say("dk_data")), Again(say("dk_again"), command))
        card(Markup('<div style="max-width: 860px">{}</div>').format(shown_figure))
    title = say("dk_fd_days", day=visit.words.date(found.first))
    card(Markup("<h2>{}</h2>{}{}").format(title, csv_link(shown.tables["days"], title), _plain(shown.tables["days"])))
    for key, name in PARTS:
        told = shown.tables[key]
        content = csv_link(told, say(name)) + _plain(told) if told.rows else empty(say("dk_fd_nothing"))
        card(Markup("<h2>{}</h2>{}").format(say(name), content))
    notes = Markup("").join(Markup("<p>{}</p>").format(row[0]) for row in shown.tables["said"].rows)
    card(Markup('<h2>{}</h2><div class="bh-quiet">{}</div>').format(say("dk_fd_notes"), notes))


def _asking(visit: Visit, found: PlannedWeek | None) -> None:
    """The card that asks for a week: its first day, one officer who is away, and whether the week that is shown is begun again."""
    say, posts = visit.words.say, posts_of(visit.region)
    monday = visit.day + timedelta(days=7 - visit.day.weekday())
    fields: dict[str, Any] = {}
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_fd_ask"), say("dk_fd_ask_why")), sanitize=False)
        if not posts:
            ui.html(empty(say("dk_fd_no_officers")), sanitize=False)
            return
        with ui.element("div").classes("bh-fields"):
            fields["week"] = ui.input(say("dk_fd_first"), value=monday.isoformat()).props(f"{FIELD} type=date")
            fields["officer"] = ui.select(
                {"": "–", **{one: one for one in posts}}, value="", label=say("dk_fd_away")
            ).props(FIELD)
            fields["first"] = ui.input(say("dk_fd_away_first")).props(f"{FIELD} type=date")
            fields["last"] = ui.input(say("dk_fd_away_last")).props(f"{FIELD} type=date")
        with ui.element("div").classes("bh-row"):
            keep = ui.checkbox(say("dk_fd_keep"), value=False) if found is not None else None
            ui.button(say("dk_fd_ask"), on_click=lambda: _asked(visit, found, fields, keep)).props("unelevated")


async def _asked(visit: Visit, found: PlannedWeek | None, fields: dict[str, Any], keep: ui.checkbox | None) -> None:
    """Ask for the run; a fault is told and nothing that was typed is lost."""
    given = {name: str(one.value or "") for name, one in fields.items()}
    again = found if found is not None and keep is not None and keep.value else None
    asked: dict[str, object] = {"week": again.first.isoformat() if again is not None else given["week"]}
    if again is not None:
        asked["earlier_run"] = again.job_id
    if given["officer"]:
        asked["away"] = [
            {"officer": given["officer"], "first": given["first"], "last": given["last"] or given["first"]}
        ]

    def ask() -> int:
        with visit.store.writing(visit.access()) as session:
            return jobs.ask(session, "visits", asked).id

    if (number := await done(ask)) is not None:
        ui.navigate.to(f"/jobs/{number}")


def _read(visit: Visit, access: Access, run: int | None) -> tuple[list[PlannedWeek], Shown | None, str, bool]:
    with visit.store.reading(access) as session:
        weeks = weeks_of(visit.store, session)
        found = next((one for one in weeks if run in (None, one.job_id)), None)
        if found is None:
            return weeks, None, "", False
        command = command_of(session, session.one(Job, found.job_id))
        holds = is_adopted(session, found.job_id)
    shown = shown_on(found.folder / PAGES, "visits", visit.language)
    return weeks, shown if "days" in shown.tables else None, command, holds


def _said(shown: Shown | None) -> str:
    return shown.tables["said"].head[0] if shown is not None else ""


def _plain(told: Table) -> Markup:
    return table([Column(head, number > 0 and head[:1].isdigit()) for number, head in enumerate(told.head)], told.rows)
