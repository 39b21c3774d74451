"""Retention: how long what is kept, as data with its reason, and letting go what is over.

Why this file exists: what is kept without need can only leak. Nothing of the work itself is let go: no measure, task or finding. The audit
is opened for old rows and for the names of requests, and every opening is a record that stays.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, or_, select

from bothhands.records.access import SYSTEM
from bothhands.records.audit import Audit, Opening
from bothhands.records.base import Base
from bothhands.records.field import FieldDay, Leave
from bothhands.records.files import RESULTS
from bothhands.records.people import Attempt, SignIn, Token
from bothhands.records.running import Job, JobLine
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Finding, PlanRecord, Request

ANSWERED = ("solved", "verified", "refused")
"""Findings whose request needs nobody to be reached any more."""


class Period(NamedTuple):
    """How long something is kept, in days after what."""

    days: int
    after: str
    reason: str


PERIODS: Mapping[str, Period] = {
    "sign-ins": Period(1, "they expire", "ASSUMED: an expired one opens nothing"),
    "attempts": Period(2, "they were made", "ASSUMED: throttling looks back hours, not days"),
    "tokens": Period(90, "they expire", "ASSUMED: long enough to ask which program stopped working"),
    "requesters": Period(180, "their request was answered", "ASSUMED: long enough to ask back"),
    "job lines": Period(90, "the job ended", "ASSUMED: progress of an old job helps nobody; what it asked and gave stays"),
    "results": Period(365, "they were made", "ASSUMED: of a plan that nobody adopted, and of runs without a plan"),
    "days of officers": Period(760, "the day", "two years at least, as records of wages: Provisional Rules on the Payment of Wages (China, 1994), article 6; and a month, ASSUMED"),
    "illness": Period(180, "its last day", "ASSUMED: of health no longer than the plans of weeks and questions about them need"),
    "leaves": Period(760, "their last day", "as days of officers, which they explain; ASSUMED"),
    "audit": Period(3650, "the change", "ASSUMED: ten years; set what the law on records asks of you"),
}  # fmt: skip
"""What is let go, and when. Requesters' names and contacts are blanked, the request stays; of results the files go, the record stays.
Days and leaves of officers go, in the audit too; visits stay, and name nobody. Of a desk that stands in the past, they go so long after they were made."""


def tidy(
    store: Store, today: date, periods: Mapping[str, Period] = PERIODS, *, dry_run: bool = False
) -> dict[str, int]:
    """Let go what is over; how much of each.

    Parameters
    ----------
    store
        The desk.
    today
        The day from which is counted.
    periods
        As `PERIODS`; what is not named is kept.
    dry_run
        Only count.
    """
    counts = {}
    for name, period in periods.items():
        before = datetime.combine(today - timedelta(days=period.days), time(), UTC)
        folders: list[Path] = []
        with store.writing(SYSTEM, f"kept for {period.days} days after {period.after}") as session:
            counts[name] = _LET_GO[name](session, before, dry_run, folders)
        for folder in folders:
            shutil.rmtree(store.folder / folder, ignore_errors=True)
    return counts


@contextmanager
def opened(session: DeskSession, why: str) -> Iterator[None]:
    """The audit can be changed within this block and no longer; that it was stays on record."""
    opening = Opening(actor=session.access.name, why=why, open=True)
    session.add(opening)
    session.flush()
    yield
    session.flush()
    opening.open = False
    session.flush()


def _rows_of(kind: type[Base], over: Callable[[datetime], ColumnElement[bool]]) -> _LetGo:
    """Rows of a kind that is in no audit go at once."""

    def let_go(session: DeskSession, before: datetime, dry_run: bool, folders: list[Path]) -> int:
        count = session.scalar(select(func.count()).select_from(kind).where(over(before))) or 0
        if count and not dry_run:
            session.execute(delete(kind).where(over(before)).execution_options(synchronize_session=False))
        return count

    return let_go


def _tokens(session: DeskSession, before: datetime, dry_run: bool, folders: list[Path]) -> int:
    gone = session.scalars(select(Token).where(Token.expires_at < before)).all()
    for one in () if dry_run else gone:
        session.delete(one)
    return len(gone)


def _requesters(session: DeskSession, before: datetime, dry_run: bool, folders: list[Path]) -> int:
    """Names and contacts go from the requests, and from what the audit remembers of these."""
    asked = (
        select(Request)
        .join(Finding, Finding.id == Request.finding_id)
        .where(
            Finding.status.in_(ANSWERED), Finding.changed_at < before, or_(Request.name != "", Request.contact != "")
        )
    )
    answered = session.scalars(asked).all()
    if not answered or dry_run:
        return len(answered)
    for one in answered:
        one.name = one.contact = ""
    with opened(session, "names and contacts of answered requests are over"):
        for one in answered:
            rows = select(Audit).where(Audit.kind == Request.__tablename__, Audit.record == str(one.id))
            for row in session.scalars(rows):
                row.before, row.after = _nameless(row.before), _nameless(row.after)
    return len(answered)


def _results(session: DeskSession, before: datetime, dry_run: bool, folders: list[Path]) -> int:
    """Folders of jobs whose plan nobody adopted, and of those without one; not of a plan that another was made from. They go after the commit."""
    held = or_(PlanRecord.adopted_at.is_not(None), PlanRecord.id.in_(_begun_from()))
    stays, made = select(PlanRecord.folder).where(held), select(PlanRecord.job_id).where(held, PlanRecord.job_id.is_not(None))  # fmt: skip
    over = select(Job).where(Job.ended_at < before, Job.folder != "", Job.folder.not_in(stays), Job.id.not_in(made))
    jobs = session.scalars(over).all()
    for job in () if dry_run else jobs:
        for plan in session.scalars(select(PlanRecord).where(or_(PlanRecord.folder == job.folder, PlanRecord.job_id == job.id))):  # fmt: skip
            plan.folder = ""
        folder, job.folder = job.folder, ""
        if re.fullmatch(rf"{RESULTS}/\d+", folder):
            folders.append(Path(folder))
    return len(jobs)


def _begun_from() -> ColumnElement[int]:
    return select(PlanRecord.earlier_id).where(PlanRecord.earlier_id.is_not(None)).scalar_subquery()


def _personal(kind: type[FieldDay | Leave], over: Callable[[datetime], ColumnElement[bool]]) -> _LetGo:
    """Records of a person go, and what the audit remembers of them."""

    def let_go(session: DeskSession, before: datetime, dry_run: bool, folders: list[Path]) -> int:
        gone = session.scalars(select(kind).where(over(before))).all()
        if gone and not dry_run:
            numbers = {str(one.id) for one in gone}
            for one in gone:
                session.delete(one)
            with opened(session, f"{kind.__tablename__} from before {before.date().isoformat()} are over"):
                emptied(session, kind, numbers)
        return len(gone)

    return let_go


def emptied(session: DeskSession, kind: type[Base], numbers: Collection[str]) -> int:
    """What the audit remembers of some records is emptied: that they were changed stays; how many rows. Only within `opened`."""
    count = 0
    for row in session.scalars(select(Audit).where(Audit.kind == kind.__tablename__).execution_options(yield_per=1000)):
        if row.record in numbers and (row.before or row.after):
            row.before, row.after = (None if told is None else {} for told in (row.before, row.after))
            count += 1
    return count


def _audit(session: DeskSession, before: datetime, dry_run: bool, folders: list[Path]) -> int:
    count = session.scalar(select(func.count()).select_from(Audit).where(Audit.at < before)) or 0
    if count and not dry_run:
        with opened(session, f"rows from before {before.date().isoformat()} are over"):
            session.execute(delete(Audit).where(Audit.at < before).execution_options(synchronize_session=False))
    return count


def _nameless(told: Mapping[str, object] | None) -> dict[str, object] | None:
    if told is None:
        return None
    return {key: "" if key in ("name", "contact") and value else value for key, value in told.items()}


_LetGo = Callable[[DeskSession, datetime, bool, list[Path]], int]
_LET_GO: Mapping[str, _LetGo] = {
    "sign-ins": _rows_of(SignIn, lambda before: SignIn.expires_at < before),
    "attempts": _rows_of(Attempt, lambda before: Attempt.at < before),
    "tokens": _tokens,
    "requesters": _requesters,
    "job lines": _rows_of(JobLine, lambda before: JobLine.job_id.in_(select(Job.id).where(Job.ended_at < before))),
    "results": _results,
    "days of officers": _personal(
        FieldDay, lambda before: (FieldDay.day < before.date()) & (FieldDay.created_at < before)
    ),
    "illness": _personal(
        Leave,
        lambda before: (
            Leave.kind.in_(("illness", "quarantine")) & (Leave.last < before.date()) & (Leave.created_at < before)
        ),
    ),
    "leaves": _personal(Leave, lambda before: (Leave.last < before.date()) & (Leave.created_at < before)),
    "audit": _audit,
}
