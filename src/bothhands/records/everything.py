"""Every table of the desk, imported once, so that schema, migrations and backup know them all."""

from __future__ import annotations

from bothhands.records.audit import Audit, Opening
from bothhands.records.base import Base
from bothhands.records.field import Amendment, FieldDay, FieldFinding, FieldVisit, Holder, Leave, Recognition
from bothhands.records.known import Edition, FirmAccounts, FirmRow, PlaceRow, TargetRow
from bothhands.records.people import Attempt, SignIn, Token, User, UserPlace
from bothhands.records.running import Job, JobLine
from bothhands.records.work import (
    Approval,
    Attachment,
    Comment,
    Finding,
    MeasureRecord,
    PlanRecord,
    Progress,
    Request,
    Scenario,
    Task,
)

TABLES: tuple[type[Base], ...] = (
    User, UserPlace, SignIn, Token, Attempt, Edition, PlaceRow, FirmRow, FirmAccounts, TargetRow, Job, JobLine, PlanRecord, Scenario,
    MeasureRecord, Approval, Finding, Task, Progress, Request, Comment, Attachment,
    FieldVisit, FieldDay, Holder, Leave, Recognition, FieldFinding, Amendment, Audit, Opening,
)  # fmt: skip
"""In an order in which each comes after what it points to."""
METADATA = Base.metadata
"""All of them as a schema."""
