"""What holds a firm back and what help would do for it, as the newest run on the edition in force told it, within one's places and rights.

Why this file exists: the web process runs no model. A job of the kind `firms` writes files; here they are found and read, and what rests on a
firm's cash, debt, tax or books is left out for whoever may not see accounts. A run concerns every place, so it is looked up by the desk itself;
what is told of it is narrowed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from bothhands.errors import Fault, NotAllowed, NotThere
from bothhands.records.access import SYSTEM, Access
from bothhands.records.files import inside
from bothhands.records.known import Edition
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Finding, MeasureRecord, Task
from bothhands.report import kept_firms
from bothhands.tasks.directory import Text, known_firm, places_within

HELD = ("adopted", "placed", "done")
"""Measures that are carried out."""
MOST_LISTED = 200_000
"""Rows of a file; more than any region's register helped."""
MOST_OF_A_FIRM = 50


@dataclass(frozen=True)
class FirmRun:
    """A run that tells of every firm."""

    job_id: int
    folder: Path
    as_of: date
    made_at: datetime
    about: dict[str, Any]


@dataclass(frozen=True)
class Diagnosed:
    """What a run tells of one firm."""

    run: FirmRun
    diagnosis: dict[str, Any]
    fits: Sequence[dict[str, Any]]
    """Policies it may have, with what each brings and costs, in currency."""
    best: dict[str, Any] | None
    """Where it stands in the ranked list; none for whoever may not see accounts, or where no help keeps more than it costs."""


class SupportFilter(BaseModel):
    """Which firms of the support list; blank for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Text = Field("", description="Place; those below it count.")
    need: Text = Field("", description="Difficulty that the help answers.")
    firm: Text = Field("", description="Identifier of a firm.")


def newest_run(store: Store) -> FirmRun | None:
    """The newest run of firms on the edition in force whose files are kept; none where there is none."""
    with store.reading(SYSTEM) as session:
        edition = select(Edition.edition).where(Edition.in_force).scalar_subquery()
        asked = select(Job).where(Job.kind == "firms", Job.state == "done", Job.folder != "", Job.edition == edition)
        for job in session.scalars(asked.order_by(Job.id.desc())):
            folder = inside(store.folder, job.folder)
            about = kept_firms.about_in(folder)
            if about is not None:
                return FirmRun(job.id, folder, date.fromisoformat(about["as_of"]), job.ended_at or job.created_at, about)  # fmt: skip
    return None


def needed_run(store: Store) -> FirmRun:
    """The newest run; raises where there is none."""
    found = newest_run(store)
    if found is None:
        raise NotThere(Fault("BH-TSK-141", "nobody has worked out the firms of the edition in force", "a run of the kind firms that is done", "ask for one: `Work it out` under Firms, or a job of the kind firms"))  # fmt: skip
    return found


def diagnosed(store: Store, session: DeskSession, firm: str) -> Diagnosed:
    """What the newest run tells of a firm.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody in whose places the firm lies.
    firm
        Its identifier.

    Raises
    ------
    NotThere
        Where nothing was worked out on the edition in force.
    """
    known_firm(session, firm)
    run, private = needed_run(store), session.access.sees_accounts
    told = kept_firms.diagnosis_in(run.folder, firm, private=private)
    if told is None:
        raise NotThere(Fault("BH-TSK-142", f"the run of firms does not hold {firm!r}", "a firm that the register held on the day of the run", "ask for the firms again", column="firm", value=firm))  # fmt: skip
    best = kept_firms.ranked_in(run.folder, None, "", firm, 1, 0).rows if private else []
    return Diagnosed(run, told, kept_firms.fits_in(run.folder, firm, private=private), best[0] if best else None)


def support_list(store: Store, session: DeskSession, wanted: SupportFilter, limit: int, offset: int) -> kept_firms.Slice:  # fmt: skip
    """Firms in one's places by what a yuan of support does, the most first.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who sees accounts: odds of living on rest on them.
    wanted, limit, offset
        Which firms, and which part of the list.
    """
    may_see_support(session.access)
    places = session.access.places
    if wanted.place:
        within = places_within(session, wanted.place)
        places = within if places is None else within & places
    return kept_firms.ranked_in(needed_run(store).folder, places, wanted.need, wanted.firm, limit, max(0, offset))


def may_see_support(access: Access) -> None:
    """Raise unless somebody sees accounts."""
    if not access.sees_accounts:
        raise NotAllowed(Fault("BH-TSK-143", "the support list rests on cash, debt and tax, which are not shown to you", "an account that may see them", "ask an administrator of the desk"))  # fmt: skip


def help_of(session: DeskSession, firm: str) -> Sequence[MeasureRecord]:
    """Support of a firm that was adopted."""
    asked = select(MeasureRecord).where(MeasureRecord.firm == firm, MeasureRecord.lever == "support", MeasureRecord.status.in_(HELD))  # fmt: skip
    return session.scalars(asked.order_by(MeasureRecord.start, MeasureRecord.id).limit(MOST_OF_A_FIRM)).all()


def findings_of_firm(session: DeskSession, firm: str) -> Sequence[Finding]:
    """What was found at a firm, the newest first."""
    return session.scalars(select(Finding).where(Finding.firm == firm).order_by(Finding.id.desc()).limit(MOST_OF_A_FIRM)).all()  # fmt: skip


def tasks_of_firm(session: DeskSession, firm: str) -> Sequence[Task]:
    """Tasks about a firm, the newest first."""
    return session.scalars(select(Task).where(Task.firm == firm).order_by(Task.id.desc()).limit(MOST_OF_A_FIRM)).all()
