"""What a week of visits is asked with, and the weeks that were planned, newest first, as their runs' folders tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.officers import Officer
from bothhands.records.files import inside
from bothhands.records.known import FirmRow
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


def check_findings(session: DeskSession, findings: Mapping[str, int]) -> None:
    """Raise unless findings that are due are counted for firms that are there; every fault at once."""
    known = set(session.scalars(select(FirmRow.firm).where(FirmRow.firm.in_(findings))))
    faults = [Fault("BH-FRM-009", f"no firm {firm!r}", "the identifier of a firm of the region", "look it up among the firms", "job", column="findings", value=firm) for firm in findings if firm not in known]  # fmt: skip
    faults += [Fault("BH-VIS-018", f"{count} findings of {firm} are due", "a whole number, 0 or more", "count them again", "job", column="findings", value=str(count)) for firm, count in findings.items() if count < 0]  # fmt: skip
    if faults:
        raise InputError(faults)


def posts_of(region: Region) -> list[str]:
    """Officers of the region, by the names of their posts."""
    return [row.officer for row in region.rows(Officer)]
