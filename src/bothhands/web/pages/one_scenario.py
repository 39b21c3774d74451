"""One scenario: its table of measures with every fault beside its row, one row at a time in a form, its run and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui

from bothhands.errors import Fault
from bothhands.levers.catalogue import LEVER
from bothhands.records.access import Access
from bothhands.records.running import Job
from bothhands.records.work import Scenario
from bothhands.report.amounts import number as figures
from bothhands.report.sentences import fault_in
from bothhands.tasks import jobs
from bothhands.tasks import scenarios as work
from bothhands.tasks.jobs_asked import REFERENCES
from bothhands.tasks.outcomes import TABLE, Course, course_of
from bothhands.tasks.scenarios import NewScenario, ScenarioChange, ScenarioRow
from bothhands.web.pages.courses_shown import breaches_shown, charts, outcomes
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.measures_shown import where_named
from bothhands.web.pages.parts import Column, late, link, table
from bothhands.web.pages.row_form import RowForm
from bothhands.web.pages.scenarios import EVERY_SECONDS
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import in_thread, to_page

SHOWN = 60
"""Rows that a page shows at first."""
MEMBERS = 16
NEW = "new"


class Read(NamedTuple):
    """A scenario as a page shows it."""

    found: Scenario
    rows: tuple[ScenarioRow, ...]
    faults: list[Fault]
    job: Job | None
    changed: bool
    """Whether the rows are others than those that were run."""


@desk_page("/scenarios/{number}", "dk_scenarios")
async def scenario(visit: Visit, access: Access, number: int) -> None:
    """One scenario in full."""
    say, words = visit.words.say, visit.words
    read = await to_page(_read, visit, access, number)
    first = min((row.start for row in read.rows if row.start), default=read.found.as_of)
    answer = say("dk_sc_answer", n=len(read.rows), day=words.day(first)) if read.rows else say("dk_sc_answer_none")
    heading(read.found.name, answer)
    may = access.may("run")
    with ui.element("div").classes("bh-card"):
        ui.html(_table(visit, read, may), sanitize=False)
        if may:
            ui.html(link(f"/scenarios/{number}?row={NEW}#row", say("dk_sc_add")), sanitize=False).classes("bh-under")
    asked = visit.asked.get("row", "")
    if may and (asked == NEW or (asked.isdecimal() and 1 <= int(asked) <= len(read.rows))):
        await _editor(visit, read, None if asked == NEW else int(asked) - 1)
    if may:
        _running(visit, read)
    if read.job is not None and read.job.state == "done" and read.job.folder:
        await _results(visit, access, read)
    if may:
        _keeping(visit, read)


def _read(visit: Visit, access: Access, number: int) -> Read:
    with visit.store.reading(access) as session:
        found = session.one(Scenario, number)
        job = session.get(Job, found.job_id) if found.job_id else None
        changed = job is not None and not work.is_as_run(found, job)
    return Read(found, work.rows_of(found), work.faults_of(visit.region, found), job, changed)


def _table(visit: Visit, read: Read, may: bool) -> Markup:
    say, words = visit.words.say, visit.words
    total = len(read.rows)
    shown = total if "all" in visit.asked else min(total, SHOWN)
    state = say("dk_sc_whole") if not read.faults else say("dk_sc_faults", n=len(read.faults))
    told = Markup("<h2>{}</h2>").format(say("dk_measures"))
    if total:
        told += Markup("<p>{}</p>").format(late(state) if read.faults else state)
    rows = []
    for n in _order(read, shown):
        row, own = read.rows[n], [fault for fault in read.faults if fault.row == n + 1]
        to, name = (
            f"/scenarios/{read.found.id}?row={n + 1}#row",
            say(row.lever) if row.lever in LEVER else row.lever or "–",
        )
        wrong = Markup("").join(
            Markup('<div class="bh-late">■ {}</div>').format(_fault_said(visit, fault)) for fault in own
        )
        days = [words.date(day) if day else "–" for day in (row.start, row.end)]
        what = Markup("{}{}").format(link(to, name) if may else name, wrong)
        change = link(to, say("dk_sc_edit")) if may else ""
        rows.append((str(n + 1), what, where_named(words, visit.region, row), *days, _level(visit, row), change))
    if rows:
        heads = ("dk_lever", "dk_where", "dk_from", "dk_to", "dk_level")
        columns = [Column("", True), *(Column(say(head), head == "dk_level", head in ("dk_from", "dk_to"), head == "dk_level") for head in heads), Column("")]  # fmt: skip
        told += table(columns, rows)
    if shown < total:
        told += Markup("<p>{} {}</p>").format(say("dk_sc_shown", n=shown, total=total), link(f"/scenarios/{read.found.id}?all=1", say("dk_sc_show_all")))  # fmt: skip
    return told


def _order(read: Read, shown: int) -> list[int]:
    """Rows that are shown: those with faults are never left out."""
    wrong = {(fault.row or 1) - 1 for fault in read.faults}
    return [n for n in range(len(read.rows)) if n < shown or n in wrong]


def _fault_said(visit: Visit, fault: Fault) -> str:
    own = fault_in(fault, visit.language)
    parts = [f"{own.code} {own.what}", f"→ {own.expected}" if own.expected else "", own.remedy]
    return visit.words.say("semicolon").join(part for part in parts if part)


def _level(visit: Visit, row: ScenarioRow) -> str:
    if row.value is None:
        return "–"
    lever = LEVER.get(row.lever)
    if lever is not None and lever.unit == "share":
        return visit.words.share(row.value)
    return f"{figures(row.value)} {visit.words.say(lever.unit) if lever else ''}".strip()


async def _editor(visit: Visit, read: Read, at: int | None) -> None:
    """One row as a form; it is kept whatever is wrong with it, and told beside the row."""
    say, found = visit.words.say, read.found
    back = f"/scenarios/{found.id}"
    axes = await to_page(lambda: work.axes_on(visit.region, found.as_of))

    def kept(rows: Sequence[ScenarioRow]) -> Callable[[], bool]:
        def keep() -> bool:
            with visit.store.writing(visit.access()) as session:
                work.change_scenario(session, found.id, found.version, ScenarioChange(measures=tuple(rows)))
            return True

        return keep

    async def save() -> None:
        row = form.row()
        rows = [*read.rows, row] if at is None else [*read.rows[:at], row, *read.rows[at + 1 :]]
        if await done(kept(rows)):
            ui.navigate.to(back)

    async def remove() -> None:
        assert at is not None
        if await done(kept([*read.rows[:at], *read.rows[at + 1 :]])):
            ui.navigate.to(back)

    with ui.element("section").classes("bh-card").props("id=row"):
        ui.html(Markup("<h2>{}</h2>").format(say("dk_sc_new_row") if at is None else say("dk_sc_row", n=at + 1)), sanitize=False)  # fmt: skip
        form = RowForm(visit, axes, ScenarioRow() if at is None else read.rows[at])
        with ui.element("div").classes("bh-row"):
            ui.button(say("dk_save"), on_click=save).props("unelevated")
            if at is not None:
                ui.button(say("dk_sc_remove_row"), on_click=remove).props("outline")
            ui.html(link(back, say("dk_sc_cancel")), sanitize=False)


def _running(visit: Visit, read: Read) -> None:
    say, found = visit.words.say, read.found

    def ask(members: int) -> bool:
        with visit.store.writing(visit.access()) as session:
            work.run_scenario(visit.store, session, found.id, found.version, members)
        return True

    async def pressed() -> None:
        if await done(lambda: ask(MEMBERS if bands.value else 0)):
            ui.navigate.to(f"/scenarios/{found.id}")

    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_sc_run"), say("dk_sc_run_why")), sanitize=False)
        if read.job is not None and read.job.state not in jobs.ENDED:
            _watch(visit, read.job.id)
            return
        if read.job is not None and read.job.state != "done":
            _progress(visit, read.job)
        with ui.element("div").classes("bh-row"):
            bands = ui.checkbox(say("dk_sc_bands_too"))
            ui.button(say("dk_sc_run"), on_click=pressed).props("unelevated")


def _progress(visit: Visit, job: Job) -> None:
    wrong = [visit.retold(str(one.get("what", ""))) for one in job.faults.get("faults", ())]
    told = Markup("<p>{} {}</p>").format(link(f"/jobs/{job.id}", visit.words.say(f"dk_{job.state}")), "; ".join(wrong))
    ui.html(told, sanitize=False)


def _watch(visit: Visit, number: int) -> None:
    """How far the run is; the page is shown again when it has ended."""
    shown = ui.html("", sanitize=False).props('role="status"')
    bar = ui.linear_progress(value=0, show_value=False)

    def state() -> tuple[str, float, str]:
        with visit.store.reading(visit.access()) as session:
            job = session.one(Job, number)
            return job.state, job.share, visit.retold(job.said)

    async def look() -> None:
        told = await done(state)
        if told is None:
            return
        stands, share, said = told
        shown.set_content(Markup("<p>{} {}</p>").format(link(f"/jobs/{number}", visit.words.say(f"dk_{stands}")), said))
        bar.set_value(share)
        if stands in jobs.ENDED:
            timer.deactivate()
            ui.navigate.to(visit.path)

    timer = ui.timer(EVERY_SECONDS, look)


async def _results(visit: Visit, access: Access, read: Read) -> None:
    say = visit.words.say
    assert read.job is not None
    courses = await in_thread("long", _courses, visit, access, read.job)
    shown = [courses[0], *(one for one in courses if one.choice.name in (REFERENCES[0], REFERENCES[1]))]
    head = Markup("<h2>{}</h2>").format(say("dk_sc_results"))
    if read.changed:
        head += Markup("<p>{}</p>").format(late(say("dk_sc_changed")))
    head += breaches_shown(visit, courses[:1])
    pairs = urlencode([("of", one.choice.key) for one in shown])
    with ui.element("div").classes("bh-grid"):
        card(head + outcomes(visit, courses) + Markup("<p>{}</p>").format(link(f"/compare?{pairs}", say("dk_sc_compare_on"))))  # fmt: skip
        for chart in await in_thread("long", charts, visit, shown):
            card(chart, "half")


def _courses(visit: Visit, access: Access, job: Job) -> list[Course]:
    names = [TABLE, *(str(one["strategy"]) for one in job.result.get("strategies", ()) if one["strategy"] != TABLE)]
    with visit.store.reading(access) as session:
        return [course_of(visit.store, session, f"job:{job.id}:{name}") for name in names]


def _keeping(visit: Visit, read: Read) -> None:
    """Copy and remove."""
    say, found = visit.words.say, read.found

    def copy() -> int:
        name = say("dk_sc_copied", name=found.name)[:200]
        given = NewScenario(name=name, as_of=found.as_of, measures=read.rows)
        with visit.store.writing(visit.access()) as session:
            return work.new_scenario(visit.store, session, given).id

    def remove() -> bool:
        with visit.store.writing(visit.access()) as session:
            work.remove_scenario(session, found.id, found.version)
        return True

    async def copied() -> None:
        if (number := await done(copy)) is not None:
            ui.navigate.to(f"/scenarios/{number}")

    async def removed() -> None:
        if await done(remove):
            ui.navigate.to("/scenarios")

    with ui.dialog() as sure, ui.card():
        ui.label(say("dk_sc_remove_sure"))
        with ui.row():
            ui.button(say("dk_sc_remove_yes"), on_click=removed).props("unelevated")
            ui.button(say("dk_sc_cancel"), on_click=sure.close).props("outline")
    with ui.element("div").classes("bh-row"):
        ui.button(say("dk_sc_copy"), on_click=copied).props("outline")
        ui.button(say("dk_sc_remove"), on_click=sure.open).props("outline")
