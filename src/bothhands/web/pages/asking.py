"""Asking for a plan, or for the frontier about one: an objective and limits, each with its unit, bounds and what stands without it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from nicegui import ui

from bothhands.errors import BothhandsError, InputError
from bothhands.report.amounts import currency_name, number
from bothhands.report.sentences import fault_in
from bothhands.report.words import Wording
from bothhands.tasks import jobs
from bothhands.tasks.jobs_asked import JobKind
from bothhands.tasks.question_form import FIELDS, OBJECTIVES, defaults_of, question_of
from bothhands.web.pages.frame import done
from bothhands.web.pages.visit import Visit

QUICK = {"steps": 1, "members": 16}
"""A quick look: enough to see what a plan is."""
FIELD = "outlined dense stack-label"


def asking(visit: Visit) -> None:
    """The card that asks for a plan."""
    say = visit.words.say
    fields: dict[str, Any] = {}
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2><p>{}</p>").format(say("dk_make_plan"), say("dk_make_plan_why")), sanitize=False)
        with ui.expansion(say("dk_q_more")).classes("bh-more") as more:
            ui.html(Markup("<p>{}</p>").format(say("dk_q_why")), sanitize=False)
            _fields(visit, fields)
        ui.html(Markup('<p class="bh-quiet">{}</p>').format(say("dk_fr_why")), sanitize=False)
        with ui.element("div").classes("bh-row"):
            quick = ui.checkbox(say("dk_quick"), value=True)
            ui.button(say("dk_make_plan"), on_click=lambda: _asked(visit, "plan", more, fields, quick.value)).props("unelevated")  # fmt: skip
            ui.button(say("dk_fr_make"), on_click=lambda: _asked(visit, "frontier", more, fields, quick.value)).props("outline")  # fmt: skip


def _fields(visit: Visit, fields: dict[str, Any]) -> None:
    say, region, words = visit.words.say, visit.region, visit.words
    stands = defaults_of(region)
    currency = currency_name(region.currency, visit.language)
    told = {name: number(amount) for name, amount in stands.items()} | {"life_year": words.money(stands["life_year"])}
    objectives = {one: say("welfare_objective" if one == OBJECTIVES[0] else one) for one in OBJECTIVES}
    with ui.element("div").classes("bh-fields"):
        fields["objective"] = ui.select(objectives, value=OBJECTIVES[0], label=say("dk_q_objective")).props(FIELD)
        for one in FIELDS:
            label = say(f"dk_q_{one.name}", default=told.get(one.name, say("dk_q_no_limit")), currency=currency)
            fields[one.name] = ui.input(label).props(f"{FIELD} inputmode=decimal maxlength=20")
        last = f"{FIELD} type=date min={region.start} max={region.end}"
        fields["until"] = ui.input(say("dk_q_until")).props(last)
    fields["toml"] = ui.textarea(say("dk_q_toml")).props("outlined stack-label").style("width: 100%")


async def _asked(visit: Visit, kind: JobKind, more: ui.expansion, fields: dict[str, Any], quick: bool) -> None:
    """Ask; a fault of a field is told beside it."""
    given = {name: str(field.value or "") for name, field in fields.items()}
    for field in fields.values():
        if hasattr(field, "error"):
            field.error = None
    try:
        question = question_of(given, visit.region)
    except InputError as problem:
        for fault in problem.faults:
            fields[fault.column].error = said_beside(visit.words, problem, fault.column)
        more.open()
        return
    await ask(visit, {**(QUICK if quick else {}), "question": question}, kind)


def said_beside(words: Wording, problem: BothhandsError, name: str) -> str:
    """What is told beside a field, in the reader's language."""
    field = next((one for one in FIELDS if one.name == name), None)
    if field is not None:
        return words.say("dk_q_range", low=f"{field.low:g}", high=f"{field.high:,.0f}")
    own = (fault_in(fault, words.language) for fault in problem.faults if fault.column == name)
    return " ".join(f"{fault.what}{words.say('semicolon')}{fault.expected}" for fault in own)


async def ask(visit: Visit, asked: dict[str, object], kind: JobKind = "plan") -> None:
    """Ask the worker, and go to where its progress is told."""

    def put() -> int:
        with visit.store.writing(visit.access()) as session:
            job = jobs.ask(session, kind, {"language": visit.language, **asked})
            session.flush()
            return job.id

    if (job := await done(put)) is not None:
        ui.navigate.to(f"/jobs/{job}")
