"""Records of jobs: what a worker is to run, is running, or ran."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bothhands.records.base import Base, Kept, now


class Job(Kept):
    """A long piece of work. `asked` is everything it needs: the same job started again gives the same result."""

    __tablename__ = "jobs"
    audited = False

    kind: Mapped[str] = mapped_column(String(24), index=True)
    asked: Mapped[Mapping[str, Any]] = mapped_column(default=dict, info={"text": True})
    edition: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="queued", index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    wish: Mapped[str] = mapped_column(String(16), default="")
    """What was asked of it since: `finish` (keep the best so far) or `cancel`."""
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(120), default="")
    beat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    share: Mapped[float] = mapped_column(default=0.0)
    said: Mapped[str] = mapped_column(String(500), default="", info={"text": True})
    """The last line of progress."""
    folder: Mapped[str] = mapped_column(String(300), default="")
    result: Mapped[Mapping[str, Any]] = mapped_column(default=dict)
    faults: Mapped[Mapping[str, Any]] = mapped_column(default=dict, info={"text": True})
    """Why it failed, as faults a person can act on."""


class JobLine(Base):
    """A line of a job's progress, in order."""

    __tablename__ = "job_lines"
    audited = False

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    text: Mapped[str] = mapped_column(Text, info={"text": True})
