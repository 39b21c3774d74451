"""The weeks of visits that were planned, newest first, as their runs' folders tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bothhands.inputs.region import Region
from bothhands.inputs.tables.officers import Officer
from bothhands.records.files import inside
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store

SHOWN = 20


@dataclass(frozen=True)
class PlannedWeek:
    """A week of visits that was planned."""

    job_id: int
    first: date
    visits: int
    folder: Path
    edition: str


def weeks_of(store: Store, session: DeskSession) -> list[PlannedWeek]:
    """Weeks that were planned and whose files are kept, the newest run first; for whoever sees the whole region.

    Parameters
    ----------
    store, session
        The desk, and a session of whoever looks.
    """
    session.access.require_everywhere("a week of visits")
    done = select(Job).where(Job.kind == "visits", Job.state == "done", Job.folder != "").order_by(Job.id.desc())
    return [
        PlannedWeek(one.id, date.fromisoformat(str(one.result["week"])), int(str(one.result["visits"])), inside(store.folder, one.folder), one.edition)
        for one in session.scalars(done.limit(SHOWN))
    ]  # fmt: skip


def posts_of(region: Region) -> list[str]:
    """Officers of the region, by the names of their posts."""
    return [row.officer for row in region.rows(Officer)]
