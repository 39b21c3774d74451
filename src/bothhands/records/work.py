"""Records of work: plans, the measures adopted from them, tasks, findings, requests, and what is said and attached to each.

A measure and a finding are facts; the *task* beside each is its follow-up: who, by when, how far, with what evidence. So one list, with one
set of filters, holds all that is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bothhands.records.base import Kept, Placed, now


class PlanRecord(Kept):
    """A plan in its folder: proposed, adopted, replaced by a later one, or withdrawn."""

    __tablename__ = "plans"

    name: Mapped[str] = mapped_column(String(200), info={"text": True})
    edition: Mapped[str] = mapped_column(String(64))
    as_of: Mapped[date]
    feasible: Mapped[bool]
    folder: Mapped[str] = mapped_column(String(300))
    told: Mapped[Mapping[str, Any]] = mapped_column(default=dict, info={"bulky": True})
    """Question, strategies, limits and promise, as `plan.json` tells them."""
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    adopted_at: Mapped[datetime | None]
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"))
    """The plan it was made from and replaces once adopted."""


class Scenario(Kept):
    """A table of dated measures that somebody tries out; a draft until it is run, and after it."""

    __tablename__ = "scenarios"

    name: Mapped[str] = mapped_column(String(200), info={"text": True})
    as_of: Mapped[date]
    """Day the planner stands on: its measures begin after it."""
    source: Mapped[str] = mapped_column(String(300), default="", info={"text": True})
    """What it was made from; blank for a blank table."""
    measures: Mapped[Mapping[str, Any]] = mapped_column(default=dict, info={"text": True})
    """`rows`: the table as it was left, cells that are still blank as null."""
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    """The run asked for last."""


class MeasureRecord(Placed, Kept):
    """A dated measure of a plan; the columns are those of `levers.measure.Measure`."""

    __tablename__ = "measures"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    lever: Mapped[str] = mapped_column(String(60), index=True)
    sector: Mapped[str] = mapped_column(String(120), default="")
    good: Mapped[str] = mapped_column(String(120), default="")
    site: Mapped[str] = mapped_column(String(120), default="")
    firm: Mapped[str] = mapped_column(String(120), default="", index=True)
    variant: Mapped[str] = mapped_column(String(60), default="")
    start: Mapped[date] = mapped_column(index=True)
    end: Mapped[date] = mapped_column(index=True)
    value: Mapped[float]
    unit: Mapped[str] = mapped_column(String(60))
    cost: Mapped[float] = mapped_column(default=0.0)
    fund: Mapped[str] = mapped_column(String(120), default="")
    owner: Mapped[str] = mapped_column(String(120), default="", info={"text": True})
    status: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    reason: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    legal_basis: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    restricts: Mapped[bool] = mapped_column(default=False)
    approvals: Mapped[list[Approval]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="Approval.id"
    )


class Approval(Placed, Kept):
    """One of the two signatures under a measure that restricts people or closes firms."""

    __tablename__ = "approvals"
    __table_args__ = (UniqueConstraint("measure_id", "name_key"),)

    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120), info={"person": True})
    name_key: Mapped[str] = mapped_column(String(120), info={"person": True})
    """The name without case and spaces: nobody signs twice."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Task(Placed, Kept):
    """What somebody has to do by a day: carry out a measure, settle a finding, or something of the desk's own."""

    __tablename__ = "tasks"

    kind: Mapped[str] = mapped_column(String(16), default="own", index=True)
    title: Mapped[str] = mapped_column(String(300), info={"text": True})
    firm: Mapped[str] = mapped_column(String(120), default="", index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measures.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("findings.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    start: Mapped[date | None]
    due: Mapped[date | None] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(16), default="open", index=True)
    evidence: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    done_on: Mapped[date | None]
    escalation: Mapped[int] = mapped_column(default=0)
    """How far it was taken up because it is late: 0 not, 1 to the desk, 2 to the planner."""
    escalated_at: Mapped[datetime | None]


class Progress(Placed, Kept):
    """What was done of a task in a week, in the unit of its measure."""

    __tablename__ = "progress"
    __table_args__ = (UniqueConstraint("task_id", "week"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    week: Mapped[date]
    """The Monday of the week."""
    actual_value: Mapped[float]
    note: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    told_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Finding(Placed, Kept):
    """What an officer found, was told, asked for or promised; a request from outside becomes one."""

    __tablename__ = "findings"

    kind: Mapped[str] = mapped_column(String(16), index=True)
    source: Mapped[str] = mapped_column(String(16), default="desk", index=True)
    firm: Mapped[str] = mapped_column(String(120), default="", index=True)
    text: Mapped[str] = mapped_column(Text, info={"text": True})
    difficulty: Mapped[str] = mapped_column(String(24), default="")
    party: Mapped[str] = mapped_column(String(120), default="", info={"text": True})
    """Who said it, asked or promised, where several sat at one table."""
    told_on: Mapped[date] = mapped_column(default=lambda: now().date(), index=True)
    """The day it was told, as the desk counts days."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    status: Mapped[str] = mapped_column(String(16), default="open", index=True)
    answer: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    """What is told to whoever asked."""
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    verified_at: Mapped[datetime | None]


class Request(Placed, Kept):
    """A request or suggestion of a firm or citizen; who it was is kept apart from the finding, and not for ever."""

    __tablename__ = "requests"

    code_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="", info={"person": True})
    contact: Mapped[str] = mapped_column(String(200), default="", info={"person": True})


class Comment(Placed, Kept):
    """What somebody said of a record."""

    __tablename__ = "comments"

    about: Mapped[str] = mapped_column(String(16), index=True)
    about_id: Mapped[int] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text, info={"text": True})
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Attachment(Placed, Kept):
    """A file beside a record; its content lies under its hash."""

    __tablename__ = "attachments"

    about: Mapped[str] = mapped_column(String(16), index=True)
    about_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200), info={"text": True})
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
