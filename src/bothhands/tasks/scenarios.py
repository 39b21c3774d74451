"""Scenarios: tables of dated measures that a planner tries out by hand. Kept as they are left, told what is wrong with them, run when whole.

Why this file exists: a draft with a fault is still somebody's work; nothing of it is lost. Only a run wants every row whole.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.levers.ahead import laid_ahead
from bothhands.levers.catalogue import LEVER, Levers
from bothhands.levers.measure import Measure
from bothhands.records.files import inside
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import MeasureRecord, PlanRecord, Scenario
from bothhands.tasks import jobs
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.jobs_asked import MOST_MEASURES
from bothhands.tasks.jobs_checked import standing
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.situation import desk_day
from bothhands.tasks.take_in import as_measure
from bothhands.tasks.written import WrittenDay

Text: TypeAlias = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Number: TypeAlias = Annotated[int, Field(ge=1, le=2_147_483_647)]


class ScenarioRow(BaseModel):
    """A row of a scenario, as far as it is filled in; blank names mean every member, as in a measure."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    lever: Text = Field("", description="Lever of the catalogue.")
    place: Text = Field("", description="Place; blank for all.")
    sector: Text = Field("", description="Sector code or group; blank for all.")
    good: Text = Field("", description="Good; blank for all.")
    site: Text = Field("", description="Site or port; blank for all.")
    firm: Text = Field("", description="Firm; blank for all.")
    variant: Text = Field("", description="Choice within the lever, such as the class of a line.")
    start: WrittenDay | None = Field(None, description="First day; none while it is not filled in.")
    end: WrittenDay | None = Field(None, description="Last day, inclusive; none while it is not filled in.")
    value: float | None = Field(None, description="Level held, or amount a day, in the lever's unit.")
    cost: float = Field(
        0.0, ge=0, le=1e15, description="Cost over the whole span, in the region's currency; of orders."
    )


Rows: TypeAlias = Annotated[tuple[ScenarioRow, ...], Field(max_length=MOST_MEASURES)]


class NewScenario(BaseModel):
    """A scenario to be made: with rows, from a plan, or from a strategy that a run simulated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(description="What it is called.")
    as_of: WrittenDay | None = Field(None, description="Day the planner stands on; the source's, else the desk's.")
    measures: Rows = Field((), description="Rows.")
    plan: Number | None = Field(None, description="Plan whose measures it begins with.")
    job: Number | None = Field(None, description="Run (`simulate` or `compare`) whose measures it begins with.")
    strategy: Text = Field("", description="Strategy of that run; not without it.")


class ScenarioChange(BaseModel):
    """What may be changed of a scenario; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name | None = Field(None, description="What it is called.")
    measures: Rows | None = Field(None, description="Rows, instead of those before.")


def scenarios_of(session: DeskSession, limit: int = 50, offset: int = 0) -> Page[Scenario]:
    """A page of scenarios, the newest first."""
    return page_of(session, select(Scenario).order_by(Scenario.id.desc()), limit, offset)


def rows_of(found: Scenario) -> tuple[ScenarioRow, ...]:
    """The rows of a scenario."""
    return tuple(ScenarioRow.model_validate(one) for one in found.measures.get("rows", ()))


def new_scenario(store: Store, session: DeskSession, given: NewScenario) -> Scenario:
    """Make a scenario, with whatever rows; what is wrong with them is told by `faults_of`.

    Parameters
    ----------
    store, session
        The desk, and a session of a planner of the whole region.
    given
        What it is made of; at most one source.

    Raises
    ------
    InputError
        Where more than one source is named, a strategy without its run, or the run has no measures of that strategy.
    """
    _may_change(session)
    if sum([bool(given.measures), given.plan is not None, given.job is not None]) > 1:
        raise InputError(Fault("BH-TSK-100", "a scenario is made from more than one of measures, plan and job", "one of them, or none", "leave the others out"))  # fmt: skip
    if given.strategy and given.job is None:
        raise InputError(Fault("BH-TSK-109", f"strategy {given.strategy!r} is named, and no run to take it from", "the number of a run that simulated it, under job", "name the run, or leave the strategy out", column="strategy"))  # fmt: skip
    rows, source, as_of = list(given.measures), "", None
    if given.plan is not None:
        plan = session.one(PlanRecord, given.plan)
        stays = select(MeasureRecord).where(MeasureRecord.plan_id == plan.id, MeasureRecord.status != "withdrawn")
        measures = [as_measure(one) for one in session.scalars(stays.order_by(MeasureRecord.id))]
        rows, source, as_of = _rows(measures), plan.name, plan.as_of
    elif given.job is not None:
        told, measures = measures_of_run(store, session, given.job, given.strategy)
        rows, source, as_of = _rows(measures), given.strategy, date.fromisoformat(told["as_of"])
    if len(rows) > MOST_MEASURES:
        raise InputError(Fault("BH-TSK-108", f"{source} has {len(rows):,} measures", f"at most {MOST_MEASURES:,}", "begin with another"))  # fmt: skip
    found = Scenario(
        name=given.name, as_of=given.as_of or as_of or desk_day(store), source=source, made_by=session.access.user_id,
        measures=_kept(rows),
    )  # fmt: skip
    session.add(found)
    session.flush()
    return found


def change_scenario(session: DeskSession, number: int, version: int, change: ScenarioChange) -> Scenario:
    """Change a scenario as it was read."""
    _may_change(session)
    found = session.one_as_read(Scenario, number, version)
    if change.name is not None:
        found.name = change.name
    if change.measures is not None:
        found.measures = _kept(change.measures)
    return found


def remove_scenario(session: DeskSession, number: int, version: int) -> None:
    """Remove a scenario; its runs stay."""
    _may_change(session)
    session.delete(session.one_as_read(Scenario, number, version))


def faults_of(region: Region, found: Scenario) -> list[Fault]:
    """Everything that keeps a scenario from being run, row by row, counted from 1."""
    return _checked(region, found.as_of, rows_of(found))[1]


def run_scenario(store: Store, session: DeskSession, number: int, version: int, members: int = 0) -> Job:
    """Ask the worker for a run of a scenario beside the reference strategies.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who may run jobs.
    number, version
        The scenario as it was read: what is run is what was seen.
    members
        Stochastic members, for bands; 0 for none.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    _may_change(session)
    found = session.one_as_read(Scenario, number, version)
    measures, faults = _checked(region_in_force(store), found.as_of, rows_of(found))
    if faults:
        raise InputError(faults)
    if not measures:
        raise InputError(Fault("BH-TSK-103", f"scenario {number} has no measure", "at least one row", "add a row, or compare the reference strategies"))  # fmt: skip
    asked = {"as_of": found.as_of, "measures": measures, "members": members}
    job = jobs.ask(session, "simulate", asked)
    found.job_id = job.id
    return job


def is_as_run(found: Scenario, job: Job) -> bool:
    """Whether a run was of the rows that stand now."""
    asked = job.asked.get("measures")
    return asked is not None and _rows([Measure.model_validate(one) for one in asked]) == list(rows_of(found))


def measures_of_run(
    store: Store, session: DeskSession, number: int, strategy: str
) -> tuple[dict[str, Any], list[Measure]]:
    """The measures of a strategy that a run simulated, and what the run tells of region and day."""
    job = session.one(Job, number)
    at = inside(store.folder, job.folder) if job.folder else None
    if at is None or job.state != "done" or not (at / "measures.json").is_file():
        raise InputError(Fault("BH-TSK-101", f"run {number} has left no measures", "a run of the kind simulate or compare that is done", "ask for one, or wait", column="job"))  # fmt: skip
    tables = json.loads((at / "measures.json").read_text(encoding="utf-8"))
    if strategy not in tables:
        raise InputError(Fault("BH-TSK-101", f"run {number} has no strategy {strategy!r}", f"one of {', '.join(tables)}", nearest(strategy, tables), column="strategy"))  # fmt: skip
    told = json.loads((at / "strategies.json").read_text(encoding="utf-8"))
    return told, [Measure.model_validate(one) for one in tables[strategy]]


def run_with(session: DeskSession, edition: str, strategy: str, as_of: date) -> int | None:
    """The latest run on an edition that has the measures of a reference strategy on a day; None where there is none."""
    done = select(Job).where(Job.edition == edition, Job.state == "done", Job.kind.in_(("compare", "simulate")), Job.folder != "")  # fmt: skip
    for job in session.scalars(done.order_by(Job.id.desc()).limit(50)):
        named = {one.get("strategy") for one in job.result.get("strategies", ())}
        if strategy in named and job.asked.get("as_of") == as_of.isoformat():
            return job.id
    return None


def axes_on(region: Region, as_of: date) -> Axes:
    """Names and calendar of a region as known on a day: what rows may name."""
    return standing(region, as_of)[0]


def levers_of(region: Region, as_of: date, measures: Sequence[Measure]) -> tuple[Axes, Levers, Levers]:
    """Axes, what is in force, and lever arrays under a table of measures."""
    axes, past = standing(region, as_of)
    return axes, past, laid_ahead(measures, axes, past, as_of)


def _checked(region: Region, as_of: date, rows: Sequence[ScenarioRow]) -> tuple[list[Measure], list[Fault]]:
    """The rows that are filled in as measures, and every fault of all of them."""
    faults = [fault for n, row in enumerate(rows, 1) for fault in _blanks(row, n)]
    blank = {fault.row for fault in faults}
    whole = [n for n in range(1, len(rows) + 1) if n not in blank]
    measures = [_measure(rows[n - 1]) for n in whole]
    axes, past = standing(region, as_of)
    try:
        laid_ahead(measures, axes, past, as_of)
    except InputError as problem:
        faults += [_at(fault, whole[(fault.row or 1) - 1]) for fault in problem.faults]
    return measures, sorted(faults, key=lambda one: one.row or 0)


def _blanks(row: ScenarioRow, number: int) -> list[Fault]:
    wanted = {"lever": "a lever", "start": "a first day", "end": "a last day", "value": "a level or an amount"}
    lacks = [name for name in wanted if getattr(row, name) in ("", None)]
    return [Fault("BH-TSK-102", f"{name} is blank", wanted[name], "fill it in", "measures", number, name) for name in lacks]  # fmt: skip


def _measure(row: ScenarioRow) -> Measure:
    lever = LEVER.get(row.lever)
    unit, owner = ("", "") if lever is None else (lever.unit, lever.owner)
    return Measure.model_validate({**row.model_dump(), "unit": unit, "owner": owner})


def _at(fault: Fault, number: int) -> Fault:
    """A fault with the number of its row in the whole table."""
    return Fault(fault.code, fault.what, fault.expected, fault.remedy, fault.file, number, fault.column, fault.value)


def _rows(measures: Sequence[Measure]) -> list[ScenarioRow]:
    return [ScenarioRow.model_validate(one.model_dump(include=set(ScenarioRow.model_fields))) for one in measures]


def _kept(rows: Sequence[ScenarioRow]) -> dict[str, Any]:
    return {"rows": [one.model_dump(mode="json") for one in rows]}


def _may_change(session: DeskSession) -> None:
    session.access.require("run")
    session.access.require_everywhere("a scenario")
