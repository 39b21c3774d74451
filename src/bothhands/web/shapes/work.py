"""Shapes of work: tasks and their weeks, findings, requests, comments, attachments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from bothhands.records.work import Attachment, Comment, Finding, Progress, Request, Task
from bothhands.tasks.discuss import About
from bothhands.tasks.findings import FindingKind, FindingStatus
from bothhands.tasks.follow_up import TaskKind, TaskStatus, days_late
from bothhands.tasks.requests import Standing
from bothhands.tasks.weeks import Deviation, Week
from bothhands.tasks.written import WrittenDay
from bothhands.web.shapes.base import Asked, Told, Versioned

Number = Annotated[int, Field(ge=1, le=2_147_483_647)]


class TaskTold(Versioned):
    """A task."""

    kind: TaskKind = Field(description="Of a measure, a finding, or the desk's own.")
    title: str = Field(description="What is to be done.")
    place: str = Field(description="Where; blank for the whole region.")
    firm: str = Field(description="Firm it is about.")
    measure_id: int | None = Field(description="Measure it carries out.")
    finding_id: int | None = Field(description="Finding it settles.")
    assignee_id: int | None = Field(description="Account whose it is.")
    created_by: int | None = Field(description="Account that made it.")
    start: date | None = Field(description="First day.")
    due: date | None = Field(description="Day it is due.")
    status: TaskStatus = Field(description="How far it is.")
    evidence: str = Field(description="What shows that it is done.")
    done_on: date | None = Field(description="Day it was done.")
    escalation: int = Field(description="How far it was taken up: 0 not, 1 to the desk, 2 to the planner.", ge=0, le=2)
    escalated_at: datetime | None = Field(description="When, in UTC.")
    days_late: int = Field(description="Days after it was due, as of the day asked for.", ge=0)

    @classmethod
    def of(cls, row: Task, today: date) -> TaskTold:
        """A task as it stands on a day."""
        return cls.read(row, days_late=days_late(row, today))


class DeviationTold(Told):
    """How a task differs from its plan so far."""

    days_late: int = Field(description="Days after it was due.", ge=0)
    planned_value: float | None = Field(description="Planned so far, in `unit`; none without a measure.")
    actual_value: float | None = Field(description="Told so far, in `unit`; none where nothing was told.")
    unit: str = Field(description="Unit of the measure.")

    @classmethod
    def of(cls, found: Deviation) -> DeviationTold:
        """A deviation."""
        return cls(**found._asdict())


class WeekTold(Told):
    """A week of a task."""

    week: date = Field(description="Monday.")
    planned_value: float | None = Field(description="Planned for the week, in the unit of the measure.")
    actual_value: float | None = Field(description="Told of the week, in the same unit.")
    note: str = Field(description="What was said of it.")


class WeeksTold(Told):
    """Plan against actual of a task, week by week."""

    weeks: list[WeekTold] = Field(description="Weeks, the first first.")
    deviation: DeviationTold = Field(description="What they add up to so far.")

    @classmethod
    def of(cls, weeks: list[Week], found: Deviation) -> WeeksTold:
        """Weeks and what they add up to."""
        return cls(weeks=[WeekTold(**week._asdict()) for week in weeks], deviation=DeviationTold.of(found))


class ProgressAsked(Asked):
    """What was done of a task in a week."""

    week: WrittenDay = Field(description="Any day of the week, begun by the desk's day.")
    actual_value: float = Field(description="Amount of the week, or level held in it, in the unit of the measure.")
    note: str = Field("", max_length=2000, description="Anything to be said of it.")


class ProgressTold(Versioned):
    """What was told of a week."""

    task_id: int = Field(description="Task.")
    week: date = Field(description="Monday.")
    actual_value: float = Field(description="In the unit of the measure.")
    note: str = Field(description="What was said of it.")
    told_by: int | None = Field(description="Account that told it.")

    @classmethod
    def of(cls, row: Progress) -> ProgressTold:
        """A week as told."""
        return cls.model_validate(row)


class Reassignment(Asked):
    """Many tasks for one person."""

    task_ids: list[Number] = Field(min_length=1, max_length=500, description="Numbers of the tasks.")
    assignee_id: Number | None = Field(description="Account whose they are from now on; none for nobody.")


class Reassigned(Told):
    """How many tasks were given."""

    reassigned: int = Field(description="Tasks.", ge=0)


class FindingTold(Versioned):
    """A finding."""

    kind: FindingKind = Field(description="What it is.")
    source: Literal["desk", "outside"] = Field(description="Made at the desk, or filed from outside.")
    place: str = Field(description="Where.")
    firm: str = Field(description="Firm it is about.")
    text: str = Field(description="What was found, asked for or promised.")
    difficulty: str = Field(description="What holds the firm back.")
    party: str = Field(description="Who said it, asked or promised, where several sat at one table.")
    told_on: date = Field(description="Day it was told, as the desk counts days.")
    status: FindingStatus = Field(description="How it stands.")
    answer: str = Field(description="What is told to whoever asked.")
    created_by: int | None = Field(description="Account that told it.")
    verified_by: int | None = Field(description="Account that looked whether it is settled.")
    verified_at: datetime | None = Field(description="When, in UTC.")

    @classmethod
    def of(cls, row: Finding) -> FindingTold:
        """A finding."""
        return cls.model_validate(row)


class FilerTold(Told):
    """Who filed a request, for those who follow it up."""

    finding_id: int = Field(description="Finding it became.")
    name: str = Field(description="Name, where one was given.")
    contact: str = Field(description="How to reach them, where told.")

    @classmethod
    def of(cls, row: Request) -> FilerTold:
        """Who filed it."""
        return cls.model_validate(row)


class RequestFiled(Told):
    """A request just filed."""

    code: str = Field(description="Code to follow it by, told this once.")


class StandingTold(Told):
    """How a request stands."""

    kind: Literal["request", "suggestion"] = Field(description="Which it is.")
    status: FindingStatus = Field(description="How it stands.")
    answer: str = Field(description="What the desk says to it.")
    filed_on: date = Field(description="Day it was filed.")
    changed_on: date = Field(description="Day it was changed last.")

    @classmethod
    def of(cls, found: Standing) -> StandingTold:
        """How it stands."""
        return cls.model_validate(found._asdict())


class CommentAsked(Asked):
    """Something to be said of a record."""

    about: About = Field(description="Kind of record.")
    about_id: Number = Field(description="Its number.")
    text: str = Field(min_length=1, max_length=4000, description="What is said.")


class CommentTold(Versioned):
    """What somebody said of a record."""

    about: About = Field(description="Kind of record.")
    about_id: int = Field(description="Its number.")
    text: str = Field(description="What was said.")
    created_by: int | None = Field(description="Account that said it.")

    @classmethod
    def of(cls, row: Comment) -> CommentTold:
        """A comment."""
        return cls.model_validate(row)


class AttachmentTold(Versioned):
    """A file beside a record."""

    about: About = Field(description="Kind of record.")
    about_id: int = Field(description="Its number.")
    name: str = Field(description="Name of the file.")
    media_type: str = Field(description="What it is, by how it begins.")
    size: int = Field(description="Bytes.", ge=0)
    sha256: str = Field(description="Hash of its content.")
    created_by: int | None = Field(description="Account that attached it.")

    @classmethod
    def of(cls, row: Attachment) -> AttachmentTold:
        """An attachment."""
        return cls.model_validate(row)
