"""Which plan pages speak of: the one that is adopted, else the newest one; and how its numbers are made again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bothhands.records.access import SYSTEM
from bothhands.records.files import inside
from bothhands.records.known import Edition
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import PlanRecord
from bothhands.report.amounts import Language
from bothhands.report.kept_figures import PAGES, Page, Shown, shown_on
from bothhands.tasks.editions import EMBEDDED, edition_in_force
from bothhands.tasks.job_commands import command_of


@dataclass(frozen=True)
class KeptPlan:
    """A plan whose files are kept."""

    plan: PlanRecord
    folder: Path
    command: str
    """The command line that makes it again, within the desk's folder; blank where no job made it."""

    def shown(self, page: Page, language: Language) -> Shown:
        """What it shows on a page."""
        return shown_on(self.folder / PAGES, page, language)


def plan_to_show(store: Store, session: DeskSession) -> KeptPlan | None:
    """The adopted plan, else the newest that was not withdrawn; none where there is none, or none for whoever asks."""
    if not session.access.everywhere:
        return None
    kept = select(PlanRecord).where(PlanRecord.folder != "", PlanRecord.status.in_(("adopted", "proposed")))
    found = session.scalars(kept.order_by(PlanRecord.status, PlanRecord.id.desc())).first()
    if found is None:
        return None
    job = None if found.job_id is None else session.get(Job, found.job_id)
    return KeptPlan(found, inside(store.folder, found.folder), "" if job is None else command_of(session, job))


def region_named(store: Store) -> str:
    """What the command line calls the region in force: an embedded name, or a folder within the desk's."""
    with store.reading(SYSTEM) as session:
        return session.one(Edition, edition_in_force(store)).folder.removeprefix(EMBEDDED)
