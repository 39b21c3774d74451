"""Adopting: a plan becomes work. Its measures are taken in, signed where they restrict, adopted, and each gets a task.

Why this file exists: nothing adopts itself. A measure that restricts people or closes firms needs a legal basis, an end date and two named
approvers; a signature counts for what was signed, and is gone when the measure changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.levers.catalogue import ORDERS
from bothhands.records.base import now
from bothhands.records.store import DeskSession
from bothhands.records.work import Approval, MeasureRecord, PlanRecord, Task
from bothhands.tasks.editions import region_within
from bothhands.tasks.take_in import as_measure
from bothhands.tasks.written import WrittenDay


class MeasureChange(BaseModel):
    """What may be changed of a measure; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    legal_basis: str | None = Field(None, max_length=2000, description="Law or order that allows it.")
    owner: str | None = Field(None, max_length=120, description="Post that carries it out.")
    start: WrittenDay | None = Field(None, description="First day.")
    end: WrittenDay | None = Field(None, description="Last day, inclusive.")
    reason: str | None = Field(None, max_length=2000, description="Why it is proposed.")


def adopt(session: DeskSession, plan_id: int, version: int, only: Collection[int] | None = None) -> PlanRecord:
    """Adopt a plan: its measures hold and each is somebody's task; the plan adopted before gives way.

    Parameters
    ----------
    session
        Of a planner of the whole region.
    plan_id, version
        The plan as it was read.
    only
        Numbers of the measures that are adopted; the others stay proposals. None for all.

    Raises
    ------
    InputError
        Where a measure that restricts is not signed: every such measure is told.
    """
    access = session.access
    access.require("adopt")
    access.require_everywhere("adopting a plan")
    plan = session.one_as_read(PlanRecord, plan_id, version)
    if plan.status not in ("proposed", "adopted"):
        raise InputError(Fault("BH-TSK-020", f"plan {plan_id} is {plan.status}", "a proposed plan", "plan again"))
    measures = session.scalars(
        select(MeasureRecord).where(MeasureRecord.plan_id == plan_id).order_by(MeasureRecord.id)
    ).all()
    known = {one.id for one in measures}
    faults = [Fault("BH-TSK-021", f"measure {number} is not of plan {plan_id}", "measures of the plan", "leave it out") for number in sorted(set(only or ()) - known)]  # fmt: skip
    if only is not None and not only:
        faults.append(Fault("BH-TSK-021", "no measure is named", "at least one measure, or the whole plan", "name measures, or adopt all"))  # fmt: skip
    chosen = [one for one in measures if (only is None or one.id in only) and one.status == "proposed"]
    faults += [fault for one in chosen for fault in _unsigned(one)]
    if faults:
        raise InputError(faults)
    _give_way(session, plan)
    plan.status, plan.adopted_by, plan.adopted_at = "adopted", access.user_id, now()
    for one in chosen:
        one.status = "adopted"
        session.add(task_of(one, access.user_id))
    return plan


def would_end(session: DeskSession, plan_id: int) -> Sequence[MeasureRecord]:
    """Measures in force that adopting a plan, or a part of it, would end: those of the plan adopted before that were not begun.

    Parameters
    ----------
    session
        Of somebody who sees plans.
    plan_id
        The plan that would be adopted.
    """
    return [one for other in _adopted_but(session, plan_id) for one, _ in _not_begun(session, other.id) if one.status == "adopted"]  # fmt: skip


def in_part(session: DeskSession) -> frozenset[int]:
    """Plans that are adopted while some of their measures do not hold: their limits were checked for the whole only."""
    lacking = select(MeasureRecord.plan_id).where(MeasureRecord.status.in_(("proposed", "withdrawn")))
    return frozenset(session.scalars(select(PlanRecord.id).where(PlanRecord.status == "adopted", PlanRecord.id.in_(lacking))))  # fmt: skip


def withdraw_plan(session: DeskSession, plan_id: int, version: int) -> PlanRecord:
    """Withdraw a plan and what of it is not yet placed or done."""
    session.access.require("adopt")
    session.access.require_everywhere("withdrawing a plan")
    plan = session.one_as_read(PlanRecord, plan_id, version)
    plan.status = "withdrawn"
    _withdraw(session, plan_id)
    return plan


def change_measure(session: DeskSession, measure_id: int, version: int, change: MeasureChange) -> MeasureRecord:
    """Change a measure; signatures under what it was before are gone."""
    session.access.require("adopt")
    found = session.one_as_read(MeasureRecord, measure_id, version)
    given = change.model_dump(exclude_none=True)
    if faults := _of_days(session, found, given):
        raise InputError(faults)
    if found.status in ("done", "withdrawn"):
        raise InputError(
            Fault(
                "BH-TSK-023",
                f"measure {measure_id} is {found.status}",
                "a measure that is still to be carried out",
                "propose another",
            )
        )
    signed_for = any(name in given and given[name] != getattr(found, name) for name in ("legal_basis", "start", "end"))
    if signed_for and found.restricts and found.status != "proposed":
        raise InputError(Fault("BH-TSK-024", f"measure {measure_id} restricts and is {found.status}: it stands as it was signed", "a proposal", "withdraw it and have another signed"))  # fmt: skip
    for name, value in given.items():
        setattr(found, name, value)
    if signed_for:
        found.approvals.clear()
    return found


def sign(session: DeskSession, measure_id: int, version: int, name: str = "") -> Approval:
    """Sign a measure that restricts people or closes firms.

    Parameters
    ----------
    session
        Of whoever signs.
    measure_id, version
        The measure as it was read: what is signed is what was seen.
    name
        Only on a desk without accounts, where the one at the keyboard names who signed; with accounts everybody signs for themselves.
    """
    access = session.access
    access.require("approve")
    found = session.one_as_read(MeasureRecord, measure_id, version)
    signer = " ".join((access.name if access.user_id is not None else name).split())
    faults = []
    if not signer:
        faults.append(Fault("BH-TSK-025", "nobody is named as the approver", "a person's name", "give `name`"))
    if access.user_id is not None and name and " ".join(name.split()) != signer:
        faults.append(
            Fault(
                "BH-TSK-025",
                f"you are {signer} and cannot sign for {name!r}",
                "your own name, or none",
                "let them sign themselves",
            )
        )
    if not found.restricts:
        faults.append(
            Fault(
                "BH-TSK-026",
                f"measure {measure_id} restricts nobody",
                "a measure that needs approval",
                "adopt it with its plan",
            )
        )
    if found.status != "proposed":
        faults.append(
            Fault("BH-TSK-023", f"measure {measure_id} is {found.status}", "a proposal", "sign proposals only")
        )
    if not found.legal_basis.strip():
        faults.append(
            Fault(
                "BH-TSK-027",
                f"measure {measure_id} has no legal basis",
                "the law or order that allows it",
                "give its legal basis first",
            )
        )
    if any(
        one.name_key == signer.casefold() or (access.user_id is not None and one.user_id == access.user_id)
        for one in found.approvals
    ):
        faults.append(Fault("BH-TSK-028", f"{signer} signed already", "another person", "let somebody else sign"))
    if faults:
        raise InputError(faults)
    signature = Approval(place=found.place, name=signer, name_key=signer.casefold(), user_id=access.user_id)
    found.approvals.append(signature)
    session.flush()
    return signature


def withdraw_measure(session: DeskSession, measure_id: int, version: int) -> MeasureRecord:
    """Withdraw a measure; its task is dropped."""
    session.access.require("adopt")
    found = session.one_as_read(MeasureRecord, measure_id, version)
    if found.status == "done":
        raise InputError(
            Fault(
                "BH-TSK-023", f"measure {measure_id} is done", "a measure that is still to be carried out", "leave it"
            )
        )
    found.status = "withdrawn"
    for task in session.scalars(select(Task).where(Task.measure_id == measure_id, Task.status.in_(("open", "doing")))):
        task.status = "dropped"
    return found


def title_of(measure: MeasureRecord) -> str:
    """A measure in one line."""
    where = ", ".join(
        part
        for part in (measure.place, measure.sector, measure.good, measure.site, measure.firm, measure.variant)
        if part
    )
    return f"{measure.lever} {measure.value:g} {measure.unit}{f', {where}' if where else ''}"[:300]


def task_of(measure: MeasureRecord, made_by: int | None) -> Task:
    """The task of a measure: an order is due on its first day, a level is to hold from then on."""
    return Task(
        kind="measure", title=title_of(measure), place=measure.place, firm=measure.firm, measure_id=measure.id, created_by=made_by,
        start=measure.start, due=measure.start, status="open",
    )  # fmt: skip


def is_order(lever: str) -> bool:
    """Whether a lever's measures are orders or promises rather than levels."""
    return lever in ORDERS


def _unsigned(one: MeasureRecord) -> list[Fault]:
    lacks = as_measure(one).lacks
    if not lacks:
        return []
    return [Fault("BH-TSK-030", f"measure {one.id} ({title_of(one)}) lacks {', '.join(lacks)}", "a legal basis and two approvers", "have it signed, or leave it out")]  # fmt: skip


def _of_days(session: DeskSession, found: MeasureRecord, given: Mapping[str, date]) -> list[Fault]:
    """What is wrong with the days a measure would have: their order, and days that its plan is not for."""
    changed = {name: given[name] for name in ("start", "end") if name in given and given[name] != getattr(found, name)}
    if not changed:
        return []
    start, end = changed.get("start", found.start), changed.get("end", found.end)
    faults = []
    if start > end:
        faults.append(Fault("BH-TSK-022", f"the measure would start on {start} and end on {end}", "a first day before the last", "mend the days"))  # fmt: skip
    first, last = _planned_days(session, found.plan_id)
    for name, day in changed.items():
        if not first <= day <= last:
            what = f"{name} of measure {found.id} would be {day}"
            faults.append(Fault("BH-TSK-031", what, f"a day from {first} to {last}, the days its plan is for", "mend the day, or plan again", column=name, value=day.isoformat()))  # fmt: skip
    return faults


def _planned_days(session: DeskSession, plan_id: int) -> tuple[date, date]:
    """First and last day that a plan can be for, also for whoever sees measures of it and not the plan."""
    held = PlanRecord.__table__.c
    as_of, edition = session.execute(select(held.as_of, held.edition).where(held.id == plan_id)).one()
    return as_of + timedelta(days=1), region_within(session, edition).end


def _give_way(session: DeskSession, plan: PlanRecord) -> None:
    """The plan that stood before is replaced; what of it was not begun is withdrawn."""
    for other in _adopted_but(session, plan.id):
        other.status = "replaced"
        _withdraw(session, other.id)


def _adopted_but(session: DeskSession, plan_id: int) -> Sequence[PlanRecord]:
    """Plans that are adopted, but for one."""
    return session.scalars(select(PlanRecord).where(PlanRecord.status == "adopted", PlanRecord.id != plan_id)).all()


def _withdraw(session: DeskSession, plan_id: int) -> None:
    for one, task in _not_begun(session, plan_id):
        one.status = "withdrawn"
        if task is not None:
            task.status = "dropped"


def _not_begun(session: DeskSession, plan_id: int) -> list[tuple[MeasureRecord, Task | None]]:
    """Measures of a plan that nobody began, each with its task where it has one."""
    held = select(MeasureRecord).where(
        MeasureRecord.plan_id == plan_id, MeasureRecord.status.in_(("proposed", "adopted"))
    )
    measures = session.scalars(held).all()
    begun = {
        task.measure_id: task
        for task in session.scalars(select(Task).where(Task.kind == "measure", Task.status.in_(("open", "doing"))))
    }
    both = [(one, begun.get(one.id)) for one in measures]
    return [(one, task) for one, task in both if task is None or task.status != "doing"]
