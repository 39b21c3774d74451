"""Runs: what was asked of the worker, how far each is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui
from sqlalchemy import select

from bothhands.errors import Fault
from bothhands.records.access import Access
from bothhands.records.running import Job, JobLine
from bothhands.report.sentences import fault_told
from bothhands.tasks import jobs
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.outcomes import MOST_COMPARED
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import Column, empty, late, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

EVERY_SECONDS = 1.0
LINES = 12


@desk_page("/jobs", "dk_jobs")
async def every_job(visit: Visit, access: Access) -> None:
    """Every run, the newest first."""
    heading(visit.words.say("dk_jobs"))
    card(await to_page(_list, visit, access))


@desk_page("/jobs/{number}", "dk_jobs")
async def job(visit: Visit, access: Access, number: int) -> None:
    """One run while it goes on."""
    say = visit.words.say
    heading(f"{say('dk_jobs')} {number}")
    shown = card((await to_page(_told, visit, access, number))[0])
    with ui.element("div").classes("bh-row") as buttons:
        ui.button(say("dk_finish"), on_click=lambda: _wish(visit, number, "finish")).props("outline")
        ui.button(say("dk_cancel"), on_click=lambda: _wish(visit, number, "cancel")).props("outline")

    async def again() -> None:
        told = await done(lambda: _told(visit, visit.access(), number))
        if told is None:
            return
        content, ended = told
        shown.set_content(content)
        if ended:
            timer.deactivate()
            buttons.set_visibility(False)

    timer = ui.timer(EVERY_SECONDS, again)


def _list(visit: Visit, access: Access) -> Markup:
    words, say = visit.words, visit.words.say
    if not access.everywhere:
        return empty(say("dk_plan_hidden"))
    with visit.store.reading(access) as session:
        found = session.scalars(select(Job).order_by(Job.id.desc()).limit(50)).all()
    if not found:
        return empty(say("dk_no_jobs"), "/plans", say("dk_es_plans"))
    rows = [
        (
            link(f"/jobs/{one.id}", str(one.id)),
            say(f"dk_kind_{one.kind}"),
            words.date(one.created_at.date()),
            _stands(visit, one),
            visit.retold(one.said),
        )
        for one in found
    ]
    return table([Column(say(head)) for head in ("dk_jobs", "dk_kind", "dk_day", "dk_status", "dk_progress")], rows)


def _told(visit: Visit, access: Access, number: int) -> tuple[Markup, bool]:
    """What a run's card says, and whether it is the last word: of one reading, or a run that ends between two would stay as it was on its page."""
    say = visit.words.say
    with visit.store.reading(access) as session:
        found = session.one(Job, number)
        lines = session.scalars(
            select(JobLine).where(JobLine.job_id == number).order_by(JobLine.id.desc()).limit(LINES)
        ).all()
        command = command_of(session, found)
    faults = [fault_told(_kept(one), visit.language) for one in found.faults.get("faults", ())]
    parts = [Markup('<p role="status" class="bh-answer">{}</p>').format(_stands(visit, found))]
    if found.state == "queued":
        parts.append(Markup("<p>{}</p>").format(say("dk_no_worker")))
    if found.state == "done" and "plan" in found.result:
        parts.append(link(f"/plans/{found.result['plan']}", say("dk_plan")))
    if found.state == "done" and found.kind == "frontier":
        parts.append(Markup(" · ") + link(f"/frontier/{number}", say("dk_fr_open")))
    if found.state == "done" and found.kind == "visits":
        parts.append(link(f"/field/{number}", say("dk_fd_open")))
    if found.state == "done" and found.kind == "firms":
        parts.append(link("/firms", say("dk_fc_all_firms")) + Markup(" · ") + link("/support-list", say("dk_sl_open")))
    parts += _outcomes(visit, found)
    parts += [Markup("<p>{}</p>").format(late(fault)) for fault in faults]
    parts.append(
        Markup("<h2>{}</h2><ol>{}</ol>").format(
            say("dk_progress"),
            Markup("").join(Markup("<li>{}</li>").format(visit.retold(one.text)) for one in reversed(lines)),
        )
    )
    parts.append(Markup('<h2>{}</h2><pre class="bh-command">{}</pre>').format(say("dk_reproduce"), command))
    return Markup("").join(parts), found.state in jobs.ENDED


def _kept(told: Mapping[str, object]) -> Fault:
    """A fault as its job keeps it."""
    return Fault(**{name: told[name] for name in Fault.__dataclass_fields__ if name in told})  # type: ignore[arg-type]


def _outcomes(visit: Visit, found: Job) -> list[Markup]:
    """Where the strategies of a run stand side by side."""
    names = [str(one["strategy"]) for one in found.result.get("strategies", ())] if found.state == "done" else []
    if len(names) < 2 or not found.folder:
        return []
    keys = [("of", f"job:{found.id}:{name}") for name in (names[-1], *names[:-1])[:MOST_COMPARED]]
    return [link(f"/compare?{urlencode(keys)}", visit.words.say("dk_cmp_of_run"))]


def _stands(visit: Visit, one: Job) -> str:
    share = f" {visit.words.share(one.share)}" if one.state == "running" and one.share else ""
    return visit.words.say(f"dk_{one.state}") + share


async def _wish(visit: Visit, number: int, wish: jobs.Wish) -> None:
    def asked() -> bool:
        with visit.store.writing(visit.access()) as session:
            jobs.wish(session, number, None, wish)
        return True

    if await done(asked):
        ui.notify(visit.words.say("dk_saved"), type="positive")
