"""Scenarios: every table of measures that is tried out, and another one."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup
from nicegui import ui

from bothhands.errors import Fault, InputError
from bothhands.records.access import Access
from bothhands.records.running import Job
from bothhands.tasks import jobs
from bothhands.tasks import scenarios as work
from bothhands.tasks.editions import edition_in_force
from bothhands.tasks.jobs_asked import REFERENCES
from bothhands.tasks.lists import plans_of
from bothhands.tasks.scenarios import NewScenario
from bothhands.web.pages.frame import card, desk_page, done, heading
from bothhands.web.pages.parts import Column, empty, link, table
from bothhands.web.pages.visit import Visit
from bothhands.web.threads import to_page

EVERY_SECONDS = 1.0


class Waited(NamedTuple):
    """A scenario that can be made once a run is done."""

    job: int
    name: str
    strategy: str


@desk_page("/scenarios", "dk_scenarios")
async def scenarios(visit: Visit, access: Access) -> None:
    """Every scenario, and another one."""
    say = visit.words.say
    heading(say("dk_scenarios"), say("dk_sc_why"))
    if access.everywhere and access.may("run"):
        _new(visit, await to_page(_sources, visit, access))
    card(await to_page(_list, visit, access))


def _sources(visit: Visit, access: Access) -> dict[str, str]:
    """What a scenario can begin with."""
    say = visit.words.say
    found = {"": say("dk_sc_blank")}
    found |= {f"reference:{one}": say("dk_sc_of_reference", name=say(one)) for one in REFERENCES}
    with visit.store.reading(access) as session:
        plans = plans_of(session, limit=20).items
    return found | {f"plan:{one.id}": say("dk_sc_of_plan", plan=f"{one.name} ({one.id})") for one in plans}


def _new(visit: Visit, sources: dict[str, str]) -> None:
    say = visit.words.say
    with ui.element("div").classes("bh-card"):
        ui.html(Markup("<h2>{}</h2>").format(say("dk_sc_new")), sanitize=False)
        with ui.element("div").classes("bh-row"):
            name = ui.input(say("dk_sc_name")).props("outlined dense maxlength=200")
            source = ui.select(sources, value="", label=say("dk_sc_from")).props("outlined dense").classes("bh-wide")
            button = ui.button(say("dk_sc_make")).props("unelevated")
        waits = ui.html("", sanitize=False).props('role="status"')

    async def made(number: int | None) -> None:
        if number is not None:
            ui.navigate.to(f"/scenarios/{number}")

    async def pressed() -> None:
        found = await done(lambda: _made(visit, (name.value or "").strip(), source.value))
        if not isinstance(found, Waited):
            return await made(found)
        button.disable()

        async def look() -> None:
            state, said = await done(lambda: _state(visit, found.job)) or ("failed", "")
            waits.set_content(Markup("<p>{}</p>").format(say("dk_sc_first_run", said=said)))
            if state in jobs.ENDED:
                timer.deactivate()
                button.enable()
                await made(await done(lambda: _from_run(visit, found)))

        timer = ui.timer(EVERY_SECONDS, look)
        return None

    button.on_click(pressed)


def _made(visit: Visit, name: str, source: str) -> int | Waited:
    """Make a scenario; of a reference strategy that was not simulated yet, ask for that first."""
    if not name:
        raise InputError(Fault("BH-TSK-107", visit.words.say("dk_sc_give_name")))
    kind, _, which = source.partition(":")
    if kind != "reference":
        return _saved(visit, NewScenario(name=name, plan=int(which) if kind == "plan" else None))
    edition = edition_in_force(visit.store)
    with visit.store.writing(visit.access()) as session:
        known = work.run_with(session, edition, which, visit.day)
        number = known or jobs.ask(session, "compare", {"as_of": visit.day}).id
    waited = Waited(number, name, which)
    return _from_run(visit, waited) if known else waited


def _from_run(visit: Visit, waited: Waited) -> int:
    return _saved(visit, NewScenario(name=waited.name, job=waited.job, strategy=waited.strategy))


def _saved(visit: Visit, given: NewScenario) -> int:
    with visit.store.writing(visit.access()) as session:
        return work.new_scenario(visit.store, session, given).id


def _state(visit: Visit, number: int) -> tuple[str, str]:
    with visit.store.reading(visit.access()) as session:
        job = session.one(Job, number)
        return job.state, visit.retold(job.said) or visit.words.say(f"dk_{job.state}")


def _list(visit: Visit, access: Access) -> Markup:
    words, say = visit.words, visit.words.say
    if not access.everywhere:
        return empty(say("dk_plan_hidden"))
    with visit.store.reading(access) as session:
        found = work.scenarios_of(session).items
        states = {one.id: session.one(Job, one.job_id).state if one.job_id else "" for one in found}
    if not found:
        return empty(say("dk_sc_none"))
    rows = [
        (
            link(f"/scenarios/{one.id}", one.name), say(one.source) if one.source in REFERENCES else one.source or say("dk_sc_blank"), words.date(one.as_of), str(len(work.rows_of(one))),
            say(f"dk_{states[one.id]}") if states[one.id] else say("dk_sc_not_run"),
        )
        for one in found
    ]  # fmt: skip
    heads = ("dk_sc_name", "dk_sc_source", "dk_day", "dk_sc_rows", "dk_sc_run_state")
    return table([Column(say(head), head == "dk_sc_rows", head == "dk_day") for head in heads], rows)
