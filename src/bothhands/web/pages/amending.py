"""What a finding puts right: figures proposed, what each does to the plan, and the word of whoever plans; on the finding's page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui
from sqlalchemy import select

from bothhands.inputs.cells import text_of
from bothhands.inputs.region import key_of, latest
from bothhands.inputs.table import PROVENANCE, Row
from bothhands.records.access import Access
from bothhands.records.field import Amendment
from bothhands.records.running import Job
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding
from bothhands.tasks import jobs
from bothhands.tasks.amendments import (
    AS_AMENDED,
    AS_IT_STANDS,
    AmendmentFilter,
    Decision,
    NewAmendment,
    accept,
    amendments_of,
    propose,
    refuse,
)
from bothhands.tasks.outcomes import course_of
from bothhands.tasks.tables import Seen, place_of_row
from bothhands.web.pages.courses_shown import outcomes
from bothhands.web.pages.frame import done
from bothhands.web.pages.parts import empty, link, quiet
from bothhands.web.pages.visit import Visit

FIELD = "outlined dense stack-label"
MOST_ROWS = 500
"""Rows of a table that a list offers; those of the finding's own place come first."""
SEEN_JOBS = 200
CHANGES = 1e-3
"""Share by which an outcome must differ to be told."""


class Told(NamedTuple):
    """Amendments of a finding, what each does where that was worked out, and the plan it was worked out for."""

    every: Sequence[Amendment]
    effects: Mapping[int, Markup]
    plans: Mapping[int, int]


def amendments_told(visit: Visit, session: DeskSession, finding: int) -> Told:
    """What is proposed of a finding, and the newest effect of each."""
    every = amendments_of(session, AmendmentFilter(finding_id=finding)).items
    newest: dict[int, Job] = {}
    asked = select(Job).where(Job.kind == "effect").order_by(Job.id.desc()).limit(SEEN_JOBS)
    for job in session.scalars(asked) if every and session.access.everywhere else ():
        newest.setdefault(int(job.asked.get("amendment", 0)), job)
    found = {one.id: newest[one.id] for one in every if one.id in newest}
    return Told(every, {number: _effect(visit, session, job) for number, job in found.items()}, {number: int(job.asked["plan"]) for number, job in found.items()})  # fmt: skip


def amending(visit: Visit, access: Access, finding: Finding, told: Told, tables: Mapping[str, Seen]) -> None:
    """The card: what is proposed, and a form to propose."""
    say = visit.words.say
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2>").format(say("dk_am_title")), sanitize=False)
        if not told.every:
            ui.html(empty(say("dk_am_none")), sanitize=False)
        for one in told.every:
            _one(visit, access, one, told)
    if access.may("record"):
        _proposing(visit, finding, tables)


def _one(visit: Visit, access: Access, one: Amendment, told: Told) -> None:
    say = visit.words.say
    stands = say(f"dk_am_{one.status}", edition=one.edition_after[:8], reason=one.reason)
    blank = say("dk_am_blank")
    moved = Markup("").join(
        Markup("<li>{}</li>").format(say("dk_am_from_to", column=say(f"dk_fg_{name}") if one.table_name == "firms" else name, before=one.before.get(name) or blank, after=value or blank))
        for name, value in one.after.items()
    )  # fmt: skip
    row = f"{one.table_name}: {', '.join(str(value) for value in one.row_key.values())}"
    ui.html(Markup("<h3>{}</h3><p>{}</p><ul>{}</ul><p>{}</p>").format(row, stands, moved, quiet(one.source)), sanitize=False)  # fmt: skip
    if one.id in told.effects:
        ui.html(told.effects[one.id], sanitize=False)
    with ui.element("div").classes("bh-row"):
        if access.may("run") and access.everywhere and one.status != "refused" and one.id not in told.effects:
            ui.button(say("dk_am_effect"), on_click=lambda: _work_out(visit, one.id)).props("outline")
        if one.status == "accepted" and one.id in told.plans:
            ui.html(link(f"/plans/{told.plans[one.id]}", say("dk_am_replan")), sanitize=False)
    if one.status == "proposed" and access.may("adopt") and access.everywhere:
        _deciding(visit, one)


def _deciding(visit: Visit, one: Amendment) -> None:
    say = visit.words.say
    reason = ui.input(say("dk_am_reason")).props(f"{FIELD} maxlength=2000").style("width: 100%")

    async def decided(how: str) -> None:
        def put() -> bool:
            decision = Decision(reason=reason.value or "")
            if how == "accept":
                accept(visit.store, visit.access(), one.id, one.version, decision, visit.day)
                return True
            with visit.store.writing(visit.access(), decision.reason) as session:
                refuse(session, one.id, one.version, decision)
            return True

        if await done(put, "long" if how == "accept" else "click"):
            ui.navigate.to(visit.path)

    with ui.element("div").classes("bh-row bh-under"):
        ui.button(say("dk_am_accept"), on_click=lambda: decided("accept")).props("unelevated")
        ui.button(say("dk_am_refuse"), on_click=lambda: decided("refuse")).props("outline")


async def _work_out(visit: Visit, amendment: int) -> None:
    def put() -> int:
        with visit.store.writing(visit.access()) as session:
            return jobs.ask(session, "effect", {"amendment": amendment}).id

    if (number := await done(put)) is not None:
        ui.navigate.to(f"/jobs/{number}")


def _effect(visit: Visit, session: DeskSession, job: Job) -> Markup:
    """What the amendment does to the plan, as the run tells it."""
    say = visit.words.say
    if job.state != "done" or not job.folder:
        state = say("dk_am_running") if job.state in ("queued", "running") else say(f"dk_{job.state}")
        return Markup("<p>{}</p>").format(link(f"/jobs/{job.id}", state))
    keys = [f"job:{job.id}:{name}" for name in (AS_IT_STANDS, AS_AMENDED)]
    before, after = (course_of(visit.store, session, key) for key in keys)
    same = quiet(say("dk_am_effect_none")) if not _differs(before.outcome, after.outcome) else Markup("")
    beside = link(f"/compare?{urlencode([('of', key) for key in keys])}", say("dk_am_compare"))
    return Markup("<h3>{}</h3><p>{}</p>{}<p>{}</p><p>{}</p>").format(
        say("dk_am_effect_title"), quiet(say("dk_am_effect_why")), outcomes(visit, [before, after]), same, beside
    )


def _differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether any outcome differs by more than a tenth of a per cent."""
    pairs = [(float(value), float(after.get(name, value))) for name, value in before.items() if isinstance(value, int | float)]  # fmt: skip
    return any(abs(b - a) > CHANGES * max(abs(a), abs(b), 1e-9) for a, b in pairs if math.isfinite(a) and math.isfinite(b))  # fmt: skip


def _proposing(visit: Visit, finding: Finding, seen: Mapping[str, Seen]) -> None:
    """Table, row and column are chosen, the figure as it stands is shown, the new one typed."""
    say = visit.words.say
    chosen: dict[str, Any] = {"rows": {}}
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2>").format(say("dk_am_propose")), sanitize=False)
        with ui.element("div").classes("bh-fields"):
            table = ui.select(sorted(seen), label=say("dk_am_table"), with_input=True).props(FIELD)
            row = ui.select({}, label=say("dk_am_row"), with_input=True).props(FIELD)
            column = ui.select({}, label=say("dk_am_column")).props(FIELD)
            value = ui.input(say("dk_am_value")).props(f"{FIELD} maxlength=2000")
        stands = ui.label("").classes("bh-quiet")
        source = ui.input(say("dk_am_source")).props(f"{FIELD} maxlength=1000").style("width: 100%")

        def table_chosen() -> None:
            one = seen.get(table.value or "")
            chosen["rows"] = {} if one is None else _rows(visit, finding, one)
            row.set_options({number: " · ".join(key_of(one.table, each)) for number, each in chosen["rows"].items()} if one is not None else {}, value=None)  # fmt: skip
            own = [] if one is None else [each.name for each in one.columns if each.name not in PROVENANCE and each.name not in one.table.key]  # fmt: skip
            column.set_options({name: say(f"dk_fg_{name}") if one is not None and one.table.name == "firms" else name for name in own}, value=None)  # fmt: skip
            shown()

        def shown() -> None:
            one = chosen["rows"].get(row.value)
            told = "" if one is None or not column.value else text_of(getattr(one, column.value)) or say("dk_am_blank")
            stands.set_text(say("dk_am_stands", value=told) if told else "")

        table.on_value_change(table_chosen)
        row.on_value_change(shown)
        column.on_value_change(shown)

        def put() -> bool:
            one, of = chosen["rows"].get(row.value), seen.get(table.value or "")
            key = {} if one is None or of is None else dict(zip(of.table.key, key_of(of.table, one), strict=True))
            given = NewAmendment(table=table.value or "", key=key, after={column.value or "": value.value or ""}, source=source.value or "")  # fmt: skip
            with visit.store.writing(visit.access()) as session:
                propose(visit.store, session, finding.id, given, visit.day)
            return True

        async def pressed() -> None:
            if await done(put):
                ui.navigate.to(visit.path)

        ui.button(say("dk_am_put"), on_click=pressed).props("unelevated").classes("bh-under")


def _rows(visit: Visit, finding: Finding, seen: Seen) -> dict[int, Row]:
    """Rows of a table as they stand, those of the finding's firm and place first."""
    known = [one for one in seen.rows if one.known_from is None or one.known_from <= visit.day]

    def far(one: Row) -> tuple[bool, bool]:
        return (
            not finding.firm or getattr(one, "firm", "") != finding.firm,
            place_of_row(visit.region, one) != finding.place,
        )

    return dict(enumerate(sorted(latest(seen.table, known), key=far)[:MOST_ROWS]))
