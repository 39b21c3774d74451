"""Turns: one attempt of one worker at one job, and every way in which it begins, goes on and ends in the database.

Why this file exists: worker and child change a job only while the turn is theirs. Whoever was cut off and replaced meanwhile can spoil
nothing: its changes find no row.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, insert, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bothhands.errors import BothhandsError, Fault
from bothhands.records.access import SYSTEM
from bothhands.records.base import now
from bothhands.records.running import Job, JobLine
from bothhands.records.store import DeskSession, Store

MOST_ATTEMPTS = 3
"""ASSUMED: what ended a job three times ends it a fourth time."""
RETRY_SECONDS = 1.0
SAID = 500
"""Most signs of a line of progress."""
AGAIN: dict[str, Any] = {
    "state": case((Job.wish == "cancel", "cancelled"), else_="queued"), "worker": "", "beat_at": None,
}  # fmt: skip
"""A job waits for another attempt, unless it was to be cancelled anyway."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Turn:
    """One attempt of one worker at one job."""

    job_id: int
    worker: str
    attempt: int

    @property
    def mine(self) -> ColumnElement[bool]:
        """Whether a job's row is still this turn's."""
        return and_(
            Job.id == self.job_id, Job.worker == self.worker, Job.attempts == self.attempt, Job.state == "running"
        )

    @property
    def part(self) -> str:
        """Name of the folder that this turn writes into, within the results."""
        return f"{self.job_id}-{self.attempt}.part"


def next_turn(store: Store, worker: str) -> Turn | None:
    """Take the job that waits longest; None where none waits. No two workers take the same."""
    waiting = select(Job).where(Job.state == "queued").order_by(Job.id).limit(1)
    with store.reading(SYSTEM) as session:
        if session.scalars(waiting).first() is None:
            return None
    with store.writing(SYSTEM) as session:
        job = session.scalars(waiting.with_for_update(skip_locked=True)).first()
        if job is None:
            return None
        moment = now()
        job.state, job.worker, job.attempts = "running", worker, job.attempts + 1
        job.beat_at, job.started_at, job.share, job.said = moment, moment, 0.0, "starting"
        return Turn(job.id, worker, job.attempts)


def beat(store: Store, turns: Iterable[Turn]) -> Mapping[Turn, str | None]:
    """Say that turns are alive; what was wished of each, None for one that is no longer its worker's."""
    with store.writing(SYSTEM) as session:
        wishes: dict[Turn, str | None] = {}
        for turn in turns:
            alive = _changed(session, turn, {"beat_at": now()})
            wishes[turn] = session.scalar(select(Job.wish).where(Job.id == turn.job_id)) if alive else None
        return wishes


def tell(store: Store, turn: Turn, lines: Sequence[str], share: float) -> str | None:
    """Write lines of progress; what was wished of the job, None where the turn is over."""
    said = {"said": lines[-1][:SAID]} if lines else {}
    with store.writing(SYSTEM) as session:
        if not _changed(session, turn, {"share": share, "beat_at": now(), **said}):
            return None
        if lines:
            session.execute(insert(JobLine), [{"job_id": turn.job_id, "text": line[:SAID]} for line in lines])
        return session.scalar(select(Job.wish).where(Job.id == turn.job_id))


def take_back(store: Store, lease_seconds: float) -> Sequence[int]:
    """Jobs whose worker has not been heard of for the lease wait again, or have failed; their numbers."""
    silent = Job.beat_at < now() - timedelta(seconds=lease_seconds)
    why = f"its worker was not heard of for {lease_seconds:g} s: it was killed, or cut off from the database"
    with store.reading(SYSTEM) as session:
        found = [Turn(*row) for row in session.execute(select(Job.id, Job.worker, Job.attempts).where(Job.state == "running", silent))]  # fmt: skip
    return [turn.job_id for turn in found if fell(store, turn, why, silent)]


def fell(store: Store, turn: Turn, why: str, still: ColumnElement[bool] | None = None) -> bool:
    """A turn broke off: the job waits for another attempt, or has failed after the last; whether the turn was still there.

    Parameters
    ----------
    store, turn
        The desk and the turn.
    why
        What ended it, in words; told with the job.
    still
        What must still be so of the job.
    """
    if turn.attempt >= MOST_ATTEMPTS:
        what = f"attempt {turn.attempt} of {MOST_ATTEMPTS} broke off: {why}"
        fault = Fault("BH-JOB-011", what, "a job that runs to its end", "see how much memory it needs and what the worker says, then ask again")  # fmt: skip
        return failed(store, turn, [fault], still=still)
    said = f"attempt {turn.attempt} broke off ({why})"
    with store.writing(SYSTEM) as session:
        return _ended(session, turn, said, still, **AGAIN)


def given_back(store: Store, turn: Turn) -> bool:
    """A worker that is stopped gives a job back; the attempt does not count."""
    with store.writing(SYSTEM) as session:
        said = "the worker was stopped; the job waits again"
        return _ended(session, turn, said, None, **AGAIN, attempts=Job.attempts - 1)


def cancelled(store: Store, turn: Turn) -> bool:
    """A job ends as it was wished, with nothing."""
    with store.writing(SYSTEM) as session:
        return _ended(session, turn, "cancelled", None, state="cancelled", ended_at=now())


def failed(
    store: Store, turn: Turn, faults: Sequence[Fault], folder: str = "", still: ColumnElement[bool] | None = None
) -> bool:
    """A job has failed, with faults that a person can act on.

    Parameters
    ----------
    store, turn
        The desk and the turn.
    faults
        Why, each with what to do.
    folder
        Where more of it is kept, within the desk's folder; blank for nowhere.
    still
        What must still be so of the job.
    """
    told = {"faults": [fault.as_dict() for fault in faults]}
    with store.writing(SYSTEM) as session:
        said = faults[0].sentence()
        return _ended(session, turn, said, still, state="failed", faults=told, folder=folder, ended_at=now())


def over_of(store: Store, numbers: Collection[int]) -> set[int]:
    """Those of some jobs that have ended, however, or are gone."""
    with store.reading(SYSTEM) as session:
        stand = session.scalars(select(Job.id).where(Job.id.in_(numbers), Job.state.in_(("queued", "running"))))
        return set(numbers) - set(stand)


def patiently(action: Callable[[], Result], say: Callable[[str], None], stop: Callable[[], bool] = lambda: False) -> Result:  # fmt: skip
    """Do something in the database; while the database is away, say so once and try again.

    Parameters
    ----------
    action
        Done whole or not at all, and harmless to repeat.
    say
        Told in a line that the database is away, and that it is back.
    stop
        Whether waiting is over; then the database's error is raised.
    """
    away = False
    while True:
        try:
            done = action()
        except (BothhandsError, DBAPIError) as problem:
            if not is_away(problem) or stop():
                raise
            if not away:
                say(f"the database is away, waiting for it: {first_line(problem)}")
            away = True
            time.sleep(RETRY_SECONDS)
        else:
            if away:
                say("the database is back")
            return done


def is_away(problem: BaseException) -> bool:
    """Whether an error says that the database cannot be reached now, or is busy."""
    if isinstance(problem, BothhandsError):
        return problem.faults[0].code == "BH-REC-001"
    broken = isinstance(problem, DBAPIError) and problem.connection_invalidated
    return broken or isinstance(problem, OperationalError | InterfaceError)


def first_line(problem: BaseException) -> str:
    """The first line of an error, without the statement that it broke."""
    said = str(problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem)
    return (said.strip().splitlines() or [type(problem).__name__])[0][:300]


def _ended(session: DeskSession, turn: Turn, said: str, still: ColumnElement[bool] | None, **values: object) -> bool:
    """Change the state of a job, with a line that says so."""
    if not _changed(session, turn, {**values, "said": said[:SAID], "version": Job.version + 1}, still):
        return False
    session.execute(insert(JobLine), [{"job_id": turn.job_id, "text": said[:SAID]}])
    return True


def _changed(
    session: DeskSession, turn: Turn, values: Mapping[str, object], still: ColumnElement[bool] | None = None
) -> bool:
    """Change a job's row while it is the turn's; whether it was."""
    asked = update(Job).where(turn.mine).values(**values).returning(Job.id)
    if still is not None:
        asked = asked.where(still)
    return session.execute(asked.execution_options(synchronize_session=False)).first() is not None
