"""Follow-up: what is due, to whom, how far it is, and how that differs from the plan; what is late is taken up.

Why this file exists: a measure adopted and a finding made are work of somebody by a day. One list holds them all, and one set of filters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, and_, or_, select

from bothhands.errors import Fault, InputError, NotAllowed
from bothhands.records.base import EVERYWHERE, now
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, MeasureRecord, Task
from bothhands.tasks.directory import known_doer, known_place, place_with_firm, places_within
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.written import WrittenDay

TaskKind: TypeAlias = Literal["measure", "finding", "own"]
TaskStatus: TypeAlias = Literal["open", "doing", "done", "dropped"]
STANDING = ("open", "doing")
"""What is still to be done."""
TO_THE_DESK_DAYS, TO_THE_PLANNER_DAYS = 1, 7
"""ASSUMED: a task is the desk's concern when a day late, the planner's when a week late."""
Text: TypeAlias = Annotated[str, Field(max_length=120)]


class TaskFilter(BaseModel):
    """Which tasks; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Text = Field("", description="Place; those below it count.")
    firm: Text = Field("", description="Firm.")
    kind: TaskKind | None = Field(None, description="Of a measure, a finding, or the desk's own.")
    status: TaskStatus | None = Field(None, description="How far it is.")
    assignee_id: int | None = Field(None, description="Whose it is.")
    unassigned: bool = Field(False, description="Only what is nobody's yet.")
    created_by: int | None = Field(None, description="Who made it.")
    due_from: WrittenDay | None = Field(None, description="Due on this day or later.")
    due_to: WrittenDay | None = Field(None, description="Due on this day or earlier.")
    late_on: WrittenDay | None = Field(None, description="Only what is late on this day.")
    escalation: int | None = Field(
        None, ge=0, le=2, description="At least this far taken up: 1 the desk, 2 the planner."
    )


class NewTask(BaseModel):
    """A task of the desk's own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str = Field(..., min_length=1, max_length=300, description="What is to be done.")
    place: Text = Field(..., description="Where; blank for the whole region.")
    firm: Text = Field("", description="Firm it is about.")
    assignee_id: int | None = Field(None, description="Who does it.")
    start: WrittenDay | None = Field(None, description="First day.")
    due: WrittenDay | None = Field(None, description="Day it is due.")


class TaskChange(BaseModel):
    """What may be changed of a task; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str | None = Field(None, min_length=1, max_length=300, description="What is to be done.")
    assignee_id: int | None = Field(None, description="Who does it.")
    due: WrittenDay | None = Field(None, description="Day it is due.")
    status: TaskStatus | None = Field(None, description="How far it is; done needs evidence.")
    evidence: str | None = Field(None, max_length=4000, description="What shows that it is done.")
    done_on: WrittenDay | None = Field(None, description="Day it was done; today where left out.")


OWN = frozenset({"status", "evidence", "done_on"})
"""What whoever carries a task out may change of it."""


def tasks_of(session: DeskSession, wanted: TaskFilter, limit: int = 50, offset: int = 0) -> Page[Task]:
    """A page of tasks, the earliest due first."""
    asked: Select[Task] = select(Task)
    for name in ("firm", "kind", "status", "assignee_id", "created_by"):
        if (value := getattr(wanted, name)) not in (None, ""):
            asked = asked.where(getattr(Task, name) == value)
    if wanted.place:
        asked = asked.where(Task.place.in_(places_within(session, wanted.place)))
    if wanted.unassigned:
        asked = asked.where(Task.assignee_id.is_(None))
    if wanted.due_from:
        asked = asked.where(Task.due >= wanted.due_from)
    if wanted.due_to:
        asked = asked.where(Task.due <= wanted.due_to)
    if wanted.late_on:
        asked = asked.where(Task.status.in_(STANDING), Task.due < wanted.late_on)
    if wanted.escalation is not None:
        asked = asked.where(Task.escalation >= wanted.escalation)
    return page_of(session, asked.order_by(Task.due.asc().nulls_last(), Task.id), limit, offset)


def new_task(session: DeskSession, given: NewTask) -> Task:
    """A task of the desk's own, of places, firms and people that are known."""
    session.access.require("assign")
    place = place_with_firm(session, given.place, given.firm) if given.firm else given.place
    if place != EVERYWHERE:
        known_place(session, place)
    _in_order(given.start, given.due)
    if given.assignee_id is not None:
        known_doer(session, given.assignee_id, place)
    made = Task(**{**given.model_dump(), "place": place}, kind="own", status="open", created_by=session.access.user_id)
    session.add(made)
    session.flush()
    return made


def change_task(session: DeskSession, task_id: int, version: int, change: TaskChange, today: date) -> Task:
    """Change a task: whoever carries it out says how far it is, the desk says who and by when.

    Parameters
    ----------
    session
        Of whoever changes it.
    task_id, version
        The task as it was read.
    change
        What is to be other than it is.
    today
        The day it is.

    Raises
    ------
    InputError
        Where a task is done without evidence, on a day to come, or by somebody who does not work there, or would be due before its
        first day.
    """
    task = session.one_as_read(Task, task_id, version)
    given = change.model_dump(exclude_unset=True)
    _may_change(session, task, given)
    _in_order(task.start if task.kind == "own" else None, given.get("due"))
    if given.get("assignee_id") is not None:
        known_doer(session, given["assignee_id"], task.place)
    for name, value in given.items():
        if value is not None or name in ("assignee_id", "due", "done_on"):
            setattr(task, name, value)
    _settle(session, task, today)
    return task


def reassign(session: DeskSession, task_ids: Collection[int], assignee_id: int | None) -> int:
    """Give many tasks to one person, all or none; how many were given."""
    session.access.require("assign")
    tasks = session.scalars(select(Task).where(Task.id.in_(task_ids))).all()
    missing = set(task_ids) - {one.id for one in tasks}
    faults = [
        Fault("BH-REC-012", f"no tasks {number}", "a task that is there and in your scope", "look it up in the list")
        for number in sorted(missing)
    ]
    faults += [Fault("BH-TSK-040", f"task {one.id} is {one.status}", "a task still to be done", "leave it out") for one in tasks if one.status not in STANDING]  # fmt: skip
    if faults:
        raise InputError(faults)
    for place in {one.place for one in tasks} if assignee_id is not None else ():
        known_doer(session, int(assignee_id or 0), place)
    for one in tasks:
        one.assignee_id = assignee_id
    return len(tasks)


def escalate(session: DeskSession, today: date) -> int:
    """Take up what is late: to the desk after a day, to the planner after a week; how many were taken up further.

    Run by the desk itself once a day; again on the same day it does nothing.
    """
    late = select(Task).where(
        Task.status.in_(STANDING),
        or_(
            and_(Task.escalation < 1, Task.due <= today - timedelta(days=TO_THE_DESK_DAYS)),
            and_(Task.escalation < 2, Task.due <= today - timedelta(days=TO_THE_PLANNER_DAYS)),
        ),
    )
    found = session.scalars(late).all()
    for one in found:
        assert one.due is not None
        one.escalation = 2 if one.due <= today - timedelta(days=TO_THE_PLANNER_DAYS) else 1
        one.escalated_at = now()
    return len(found)


def days_late(task: Task, today: date) -> int:
    """Days by which a task is, or was done, after it was due; 0 where it is in time or has no day."""
    if task.due is None or task.status == "dropped":
        return 0
    until = (task.done_on or today) if task.status == "done" else today
    return max(0, (until - task.due).days)


def _in_order(start: date | None, due: date | None) -> None:
    """Refuse what would be due before it begins."""
    if start is not None and due is not None and due < start:
        what = f"the task would be due on {due}, before it begins"
        raise InputError(
            Fault("BH-TSK-048", what, f"{start} or a later day", "mend `due`", column="due", value=due.isoformat())
        )


def _may_change(session: DeskSession, task: Task, given: Mapping[str, object]) -> None:
    """Dropping a measure is the planner's; the rest is the desk's, and how far it is also theirs who carry it out."""
    access = session.access
    if task.measure_id is not None and given.get("status") == "dropped":
        access.require("adopt")
    if access.may("follow"):
        return
    access.require("record")
    if task.assignee_id is None or task.assignee_id != access.user_id or not set(given) <= OWN:
        fault = Fault(
            "BH-TSK-041",
            f"task {task.id} is not yours to change so",
            "status and evidence of a task that is yours",
            "ask the desk",
        )
        raise NotAllowed(fault)


def _settle(session: DeskSession, task: Task, today: date) -> None:
    """What follows from how far a task is: evidence, its day, and how its measure or finding stands."""
    if task.status != "done":
        task.done_on = None
    elif not task.evidence.strip():
        raise InputError(
            Fault(
                "BH-TSK-042",
                f"task {task.id} would be done without evidence",
                "what shows that it is done",
                "give `evidence`",
            )
        )
    else:
        task.done_on = task.done_on or today
        if task.done_on > today:
            raise InputError(
                Fault(
                    "BH-TSK-043",
                    f"task {task.id} would be done on {task.done_on}",
                    f"a day up to {today}",
                    "mend `done_on`",
                )
            )
    if task.status in STANDING and task.due is not None and task.due > today - timedelta(days=TO_THE_DESK_DAYS):
        task.escalation = 0
    if task.finding_id is not None:
        _settle_finding(session, task)
    if task.measure_id is not None:
        _settle_measure(session, task)


def _settle_finding(session: DeskSession, task: Task) -> None:
    finding = session.one(Finding, task.finding_id)
    if finding.status != "verified":
        finding.status = {"open": "open", "doing": "doing", "done": "solved", "dropped": "refused"}[task.status]


def _settle_measure(session: DeskSession, task: Task) -> None:
    measure = session.one(MeasureRecord, task.measure_id)
    if measure.status in ("withdrawn", "replaced"):
        raise InputError(
            Fault(
                "BH-TSK-044",
                f"the measure of task {task.id} is {measure.status}",
                "a measure that holds",
                "leave the task dropped",
            )
        )
    measure.status = {"open": "adopted", "doing": "placed", "done": "done", "dropped": "withdrawn"}[task.status]
