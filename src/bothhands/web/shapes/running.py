"""Shapes of jobs, and of the audit."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from bothhands.records.audit import Audit
from bothhands.records.running import Job, JobLine
from bothhands.tasks.jobs import JobState, Wish
from bothhands.tasks.jobs_asked import JobKind
from bothhands.web.shapes.base import Asked, Told, Versioned
from bothhands.web.shapes.failure import FaultTold


class JobAsked(Asked):
    """A job asked for."""

    kind: JobKind = Field(description="What is to be run.")
    asked: dict[str, JsonValue] = Field(
        default_factory=dict, description="What it needs; for a plan as docs/how-to/run-a-desk.md says."
    )


class WishAsked(Asked):
    """How a job is to end."""

    wish: Wish = Field(description="Keep the best so far, or nothing.")


class JobTold(Versioned):
    """A job."""

    kind: JobKind = Field(description="What is run.")
    asked: dict[str, JsonValue] = Field(description="What was asked.")
    edition: str = Field(description="Edition of the region.")
    state: JobState = Field(description="How it stands.")
    wish: str = Field(description="What was wished since: `finish`, `cancel`, or blank.")
    created_by: int | None = Field(description="Account that asked.")
    attempts: int = Field(description="How often a worker took it up.", ge=0)
    started_at: datetime | None = Field(description="When it was taken up, in UTC.")
    ended_at: datetime | None = Field(description="When it ended, in UTC.")
    share: float = Field(description="Part that is done, 0 to 1.", ge=0, le=1)
    said: str = Field(description="Last line of progress.")
    result: dict[str, JsonValue] = Field(description="What came of it, such as `plan_id`.")
    faults: list[FaultTold] = Field(description="Why it failed.")
    command: str | None = Field(
        description="Command line that gives the same numbers; only where one job is asked for."
    )

    @classmethod
    def of(cls, row: Job, command: str | None = None) -> JobTold:
        """A job."""
        asked = {key: value for key, value in row.asked.items() if key != "carried"}
        faults = [FaultTold.model_validate(one) for one in row.faults.get("faults", ())]
        return cls.read(row, asked=asked, faults=faults, command=command)


class LineTold(Told):
    """A line of progress."""

    id: int = Field(description="Number; ask for lines after it.")
    at: datetime = Field(description="When, in UTC.")
    text: str = Field(description="What was said.")

    @classmethod
    def of(cls, row: JobLine) -> LineTold:
        """A line."""
        return cls.model_validate(row)


class AuditTold(Told):
    """One change of one record."""

    id: int = Field(description="Number.")
    at: datetime = Field(description="When, in UTC.")
    user_id: int | None = Field(description="Account; none for the desk itself.")
    actor: str = Field(description="Who.")
    action: str = Field(description="What was done: added, changed, removed, password.")
    kind: str = Field(description="Kind of record.")
    record: str = Field(description="Its number or name.")
    place: str | None = Field(description="Its place; none where it has none.")
    before: dict[str, JsonValue] | None = Field(description="What stood before.")
    after: dict[str, JsonValue] | None = Field(description="What stands since.")
    why: str = Field(description="The reason given.")

    @classmethod
    def of(cls, row: Audit) -> AuditTold:
        """A change."""
        return cls.model_validate(row)
