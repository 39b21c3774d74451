"""Shapes of field work: visits, days of officers, and weeks that are adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field

from bothhands.inputs.tables.visits import VisitKind
from bothhands.records.field import Amendment, FieldDay, FieldVisit
from bothhands.tasks.amendments import AmendmentStatus
from bothhands.tasks.coverage import Cover, CoverKind, Standing
from bothhands.tasks.field_weeks import Adopted, VisitStatus, stops_of
from bothhands.web.shapes.base import Told, Versioned


class VisitTold(Versioned):
    """A visit."""

    visit: str = Field(description="Identifier within the plan of its week.")
    kind: VisitKind = Field(description="What it is.")
    place: str = Field(description="Where.")
    firm: str = Field(description="Firm that is visited.")
    day: date = Field(description="Day it is planned for.")
    minutes: int = Field(description="How long it takes.", ge=0)
    status: VisitStatus = Field(description="How it stands.")
    made_on: date | None = Field(description="Day it was made.")
    said: str = Field(description="Minutes of what was said.")
    parties: list[str] = Field(description="Of a forum, who comes.")
    checklist: Mapping[str, bool] = Field(description="What was looked at, by item.")

    @classmethod
    def of(cls, row: FieldVisit) -> VisitTold:
        """A visit."""
        return cls.read(row, parties=row.told.get("parties", []), checklist=row.told.get("checklist", {}))


class StopTold(Told):
    """A visit on the way of a day; minutes of the day."""

    visit: int = Field(description="Number of the visit.", ge=1)
    begins: int = Field(description="Begin.", ge=0, le=1440)
    ends: int = Field(description="End.", ge=0)


class FieldDayTold(Versioned):
    """A day of an officer by the clock; minutes of the day."""

    post: str = Field(description="Post.")
    user_id: int | None = Field(description="Account of whoever holds the post.")
    place: str = Field(description="Home of the post.")
    day: date = Field(description="Day.")
    start: str = Field(description="Place it leaves from.")
    leaves: int = Field(description="When it leaves.", ge=0, le=1440)
    returns: int = Field(description="When it is back.", ge=0, le=1440)
    lunch: int = Field(description="Begin of lunch on the way; −1 where it is had at home.", ge=-1, le=1440)
    end: str = Field(description="Place where the night is spent.")
    hours: float = Field(description="Of work: travel and visits.", ge=0)
    travel_hours: float = Field(description="Of travel.", ge=0)
    exposure: float = Field(description="Infections to be expected, persons.", ge=0)
    told_hours: float | None = Field(description="Hours as the officer told them afterwards.")
    stops: list[StopTold] = Field(description="Visits in their order.")

    @classmethod
    def of(cls, row: FieldDay) -> FieldDayTold:
        """A day."""
        return cls.read(row, stops=[StopTold(**one) for one in stops_of(row)])


class AdoptedTold(Told):
    """What the adoption of a week made."""

    visits: int = Field(description="Visits that are planned.", ge=0)
    days: int = Field(description="Days of officers.", ge=0)
    dropped: int = Field(description="Visits of an earlier plan that were dropped.", ge=0)
    kept: int = Field(description="Days that stay as they were, since they began.", ge=0)

    @classmethod
    def of(cls, found: Adopted) -> AdoptedTold:
        """What was made."""
        return cls(**found._asdict())


class AmendmentTold(Versioned):
    """A figure of the region that a finding says is another."""

    finding_id: int = Field(description="Finding it comes from.", ge=1)
    place: str = Field(description="Where the row is.")
    table_name: str = Field(description="Table of the region.")
    row_key: dict[str, str] = Field(description="The row: its key columns, as a file writes them.")
    before: dict[str, str] = Field(description="Columns as they stood when it was proposed.")
    after: dict[str, str] = Field(description="Columns as they are to be.")
    source: str = Field(description="Where it comes from.")
    status: AmendmentStatus = Field(description="How it stands.")
    proposed_by: int | None = Field(description="Account that proposed it.")
    decided_by: int | None = Field(description="Account that decided.")
    decided_at: datetime | None = Field(description="When, in UTC.")
    reason: str = Field(description="Why it was accepted or refused.")
    edition_before: str = Field(description="Edition of the region it was proposed on, or taken over from.")
    edition_after: str = Field(description="Edition that holds it; blank until it is accepted.")

    @classmethod
    def of(cls, row: Amendment) -> AmendmentTold:
        """An amendment."""
        return cls.model_validate(row)


class CoverTold(Told):
    """A city or key firm, and how far it is covered by visits."""

    kind: CoverKind = Field(description="City or firm.")
    place: str = Field(description="City, or where the firm is.")
    firm: str = Field(description="Firm; blank for a city.")
    last: date | None = Field(description="Day it was last visited; none for never.")
    due: date = Field(description="Day by which it must be.")
    planned: date | None = Field(description="Day somebody is sent next.")
    standing: Standing = Field(description="Overdue, planned, due within a week, or covered.")

    @classmethod
    def of(cls, found: Cover) -> CoverTold:
        """A city or firm."""
        return cls(**found._asdict())
