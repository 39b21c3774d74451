"""Lists of plans, measures, editions and the audit, each with its filter. Scope is the session's business."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import Select, select

from bothhands.errors import Fault, NotThere
from bothhands.records.audit import Audit
from bothhands.records.known import Edition
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, MeasureRecord, PlanRecord, Request
from bothhands.tasks.directory import places_within
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.written import WrittenDay

Text: TypeAlias = Annotated[str, Field(max_length=120)]
Number: TypeAlias = Annotated[int, Field(ge=1, le=2_147_483_647)]


class MeasureFilter(BaseModel):
    """Which measures; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan_id: Number | None = Field(None, description="Plan.")
    place: Text = Field("", description="Place; those below it count.")
    firm: Text = Field("", description="Firm.")
    lever: Text = Field("", description="Lever.")
    status: Literal["proposed", "adopted", "placed", "done", "withdrawn"] | None = Field(
        None, description="How it stands."
    )
    restricts: bool | None = Field(None, description="Whether it restricts people or closes firms.")
    holds_on: WrittenDay | None = Field(None, description="Only what holds on this day.")


class AuditFilter(BaseModel):
    """Which changes; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Text = Field("", description="Kind of record.")
    record: str = Field("", max_length=300, description="Its number or name.")
    user_id: Number | None = Field(None, description="Who changed it.")
    since: AwareDatetime | None = Field(None, description="From this moment on.")
    until: AwareDatetime | None = Field(None, description="Up to this moment.")


def plans_of(session: DeskSession, status: str = "", limit: int = 50, offset: int = 0) -> Page[PlanRecord]:
    """A page of plans, the newest first."""
    asked = select(PlanRecord)
    if status:
        asked = asked.where(PlanRecord.status == status)
    return page_of(session, asked.order_by(PlanRecord.id.desc()), limit, offset)


def measures_of(session: DeskSession, wanted: MeasureFilter, limit: int = 50, offset: int = 0) -> Page[MeasureRecord]:
    """A page of measures, the earliest first."""
    asked: Select[MeasureRecord] = select(MeasureRecord)
    for name in ("plan_id", "firm", "lever", "status", "restricts"):
        if (value := getattr(wanted, name)) not in (None, ""):
            asked = asked.where(getattr(MeasureRecord, name) == value)
    if wanted.place:
        asked = asked.where(MeasureRecord.place.in_(places_within(session, wanted.place)))
    if wanted.holds_on:
        asked = asked.where(MeasureRecord.start <= wanted.holds_on, MeasureRecord.end >= wanted.holds_on)
    return page_of(session, asked.order_by(MeasureRecord.start, MeasureRecord.id), limit, offset)


def editions_of(session: DeskSession, limit: int = 50, offset: int = 0) -> Page[Edition]:
    """A page of editions, the newest first."""
    return page_of(session, select(Edition).order_by(Edition.made_at.desc(), Edition.edition), limit, offset)


def filer_of(session: DeskSession, finding_id: int) -> Request:
    """Who filed the request that became a finding; for those who follow it up."""
    session.access.require("follow")
    session.one(Finding, finding_id)
    found = session.scalars(select(Request).where(Request.finding_id == finding_id)).first()
    if found is None:
        raise NotThere(Fault("BH-TSK-081", f"nobody filed finding {finding_id} from outside", "a finding whose source is outside", "look at who told it"))  # fmt: skip
    return found


def audit_of(session: DeskSession, wanted: AuditFilter, limit: int = 50, offset: int = 0) -> Page[Audit]:
    """A page of the audit, the newest first."""
    session.access.require("audit")
    asked = select(Audit)
    for name in ("kind", "record", "user_id"):
        if (value := getattr(wanted, name)) not in (None, ""):
            asked = asked.where(getattr(Audit, name) == value)
    if wanted.since:
        asked = asked.where(Audit.at >= wanted.since)
    if wanted.until:
        asked = asked.where(Audit.at <= wanted.until)
    return page_of(session, asked.order_by(Audit.id.desc()), limit, offset)
