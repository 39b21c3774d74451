"""Records of field work: visits that were planned and made, an officer's days, who holds a post, leave, recognition, and facts put right.

Why this file exists: a visit belongs to a firm and a place and names nobody; a day belongs to the officer who works it. So whoever follows a
firm reads its visits, and no officer reads another's days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bothhands.records.base import Kept, Personal, Placed


class FieldVisit(Placed, Kept):
    """A visit of an adopted week; whose it is stands in the day that holds it."""

    __tablename__ = "field_visits"

    visit: Mapped[str] = mapped_column(String(300), index=True)
    """Identifier within the plan of the week, such as `firm:…`."""
    kind: Mapped[str] = mapped_column(String(16), index=True)
    firm: Mapped[str] = mapped_column(String(120), default="", index=True)
    day: Mapped[date] = mapped_column(index=True)
    minutes: Mapped[int]
    status: Mapped[str] = mapped_column(String(16), default="planned", index=True)
    """`planned`, `made`, `missed`, or `dropped` by a later plan of the week."""
    made_on: Mapped[date | None]
    said: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    """Minutes of what was said; of a forum, by each party."""
    told: Mapped[Mapping[str, Any]] = mapped_column(default=dict, info={"text": True})
    """`parties` of a forum, and the `checklist`: what was looked at, by item."""
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    """Run that planned it."""


class FieldDay(Placed, Personal, Kept):
    """A day of a post by the clock, and of the person who holds it; its place is the home of the post. Minutes of the day, hours."""

    __tablename__ = "field_days"
    __table_args__ = (UniqueConstraint("post", "day"),)

    post: Mapped[str] = mapped_column(String(120), index=True)
    day: Mapped[date] = mapped_column(index=True)
    start: Mapped[str] = mapped_column(String(120))
    leaves: Mapped[int]
    returns: Mapped[int]
    lunch: Mapped[int]
    """−1 where it is had at home."""
    end: Mapped[str] = mapped_column(String(120))
    """Place where the night is spent."""
    hours: Mapped[float]
    travel_hours: Mapped[float]
    exposure: Mapped[float] = mapped_column(default=0.0)
    """Infections to be expected, persons."""
    stops: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
    """`visits`: number of the visit, begin and end of each, in order."""
    told_hours: Mapped[float | None]
    """Hours as the officer told them afterwards."""
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))


class Holder(Placed, Personal, Kept):
    """Who holds a post, from when to when; its place is the home of the post."""

    __tablename__ = "holders"

    post: Mapped[str] = mapped_column(String(120), index=True)
    first: Mapped[date]
    last: Mapped[date | None]


class Leave(Placed, Personal, Kept):
    """Days on which an officer is not there."""

    __tablename__ = "leaves"

    post: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`leave`, `illness`, `quarantine` or `rest`."""
    first: Mapped[date] = mapped_column(index=True)
    last: Mapped[date] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Text, default="", info={"text": True})


class Recognition(Placed, Personal, Kept):
    """Thanks for a piece of work, by a rule that everybody can read."""

    __tablename__ = "recognitions"

    post: Mapped[str] = mapped_column(String(120), index=True)
    rule: Mapped[str] = mapped_column(String(60))
    first: Mapped[date]
    last: Mapped[date]
    text: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    given_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class FieldFinding(Placed, Kept):
    """A finding told during a visit; the key that its device gave it makes sure that it is taken once."""

    __tablename__ = "field_findings"

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), unique=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("field_visits.id"), index=True)
    device_key: Mapped[str] = mapped_column(String(64), unique=True)


class Amendment(Placed, Kept):
    """A figure of the region that a finding says is another; a planner accepts or refuses it."""

    __tablename__ = "amendments"

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    row_key: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
    """The row: its key columns, as a file writes them."""
    before: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
    after: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
    """Columns as they stand, and as they are to be, as a file writes them."""
    source: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Whether it tells of a firm's cash, debt or tax."""
    status: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    """`proposed`, `accepted` or `refused`."""
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="", info={"text": True})
    """Why it was accepted or refused."""
    edition_before: Mapped[str] = mapped_column(String(64), default="")
    edition_after: Mapped[str] = mapped_column(String(64), default="")
