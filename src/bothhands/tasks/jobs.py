"""Jobs: long pieces of work are asked for here, watched, stopped, and told again as a command line.

Why this file exists: pages, REST and command line ask the same way, and a job holds everything it needs: the edition, the question, the seed
and what of an earlier plan holds. So the same job started again gives the same result. What runs it is `worker`; nothing here imports JAX.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select

from bothhands.errors import Busy, Fault, InputError
from bothhands.records.base import now
from bothhands.records.field import Amendment
from bothhands.records.known import Edition
from bothhands.records.running import Job, JobLine
from bothhands.records.store import DeskSession
from bothhands.records.work import PlanRecord
from bothhands.tasks.editions import region_within
from bothhands.tasks.fairness import days_worked, hours_before, rounded
from bothhands.tasks.field_weeks import findings_due, made_before
from bothhands.tasks.jobs_asked import (
    CARRIED,
    MOST_MADE,
    AwayAsked,
    EffectAsked,
    JobKind,
    PlanAsked,
    VisitsAsked,
    checked_asked,
)
from bothhands.tasks.jobs_checked import check_asked
from bothhands.tasks.leaves import spans_away
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.staff import homes_of
from bothhands.tasks.take_in import carried_measures, planned_measures
from bothhands.tasks.visits import check_findings

JobState: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled"]
Wish: TypeAlias = Literal["finish", "cancel"]
ENDED: tuple[JobState, ...] = ("done", "failed", "cancelled")
MOST_QUEUED = 100
"""ASSUMED: a longer queue is a mistake or an attack."""
QUEUE_WAIT_SECONDS = 60


class JobFilter(BaseModel):
    """Which jobs; none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: JobKind | None = Field(None, description="What is run.")
    state: JobState | None = Field(None, description="How it stands.")
    created_by: int | None = Field(None, description="Who asked.")


def ask(session: DeskSession, kind: str, asked: Mapping[str, object]) -> Job:
    """Ask for a job on the edition in force; a worker takes it up.

    Parameters
    ----------
    session
        Of somebody who may run jobs, for the whole region.
    kind
        One of `JobKind`.
    asked
        As the model of its kind in `ASKED` declares.

    Raises
    ------
    InputError
        With every key that is unknown or has a value it cannot have, and everything that the region in force knows to be wrong.
    Busy
        Where the queue is full.
    """
    access = session.access
    access.require("run")
    access.require_everywhere("a job")
    checked = checked_asked(kind, asked)
    edition = session.scalars(select(Edition.edition).where(Edition.in_force)).one_or_none()
    if edition is None:
        raise InputError(
            Fault("BH-TSK-010", "the desk has no region yet", "a region in force", "start it with `bothhands desk --region NAME`")
        )  # fmt: skip
    waiting = session.scalar(select(func.count()).select_from(Job).where(Job.state == "queued")) or 0
    if waiting >= MOST_QUEUED:
        fault = Fault("BH-JOB-003", f"{waiting} jobs wait already", f"at most {MOST_QUEUED}", "cancel some, or wait")
        raise Busy(fault, QUEUE_WAIT_SECONDS)
    check_asked(region_within(session, edition), checked, _earlier_day(session, checked))
    kept = checked.model_dump(mode="json")
    if isinstance(checked, PlanAsked) and checked.earlier is not None:
        kept[CARRIED] = _carried(session, checked.earlier)
    if isinstance(checked, EffectAsked):
        kept |= _effect_begins(session, checked)
    if isinstance(checked, VisitsAsked):
        kept |= _visits_begin(session, edition, checked)
    job = Job(kind=kind, asked=kept, edition=edition, state="queued", created_by=access.user_id)
    session.add(job)
    session.flush()
    return job


def jobs_of(session: DeskSession, wanted: JobFilter, limit: int = 50, offset: int = 0) -> Page[Job]:
    """A page of jobs, the newest first."""
    asked = select(Job)
    for name, value in wanted.model_dump(exclude_none=True).items():
        asked = asked.where(getattr(Job, name) == value)
    return page_of(session, asked.order_by(Job.id.desc()), limit, offset)


def lines(session: DeskSession, job_id: int, after: int = 0, limit: int = 500) -> Sequence[JobLine]:
    """Lines of a job's progress after the line of a number, in order; at most `limit`."""
    session.one(Job, job_id)
    asked = select(JobLine).where(JobLine.job_id == job_id, JobLine.id > after)
    return session.scalars(asked.order_by(JobLine.id).limit(max(1, min(limit, 500)))).all()


def wish(session: DeskSession, job_id: int, version: int | None, what: str) -> Job:
    """Wish that a job ends: `finish` keeps the best plan so far, `cancel` keeps nothing. One that waits is cancelled at once.

    Parameters
    ----------
    session
        Of somebody who may run jobs.
    job_id
        The job.
    version
        As it was read, or None for whatever stands. Progress does not change the version; a change of state or wish does.
    what
        One of `Wish`.

    Raises
    ------
    InputError
        Where the job has ended, or has nothing to finish with.
    """
    session.access.require("run")
    session.access.require_everywhere("a job")
    if what not in get_args(Wish):
        raise InputError(
            Fault("BH-JOB-004", f"no wish {what[:80]!r}", f"one of {', '.join(get_args(Wish))}", "mend the wish")
        )
    job = session.one(Job, job_id) if version is None else session.one_as_read(Job, job_id, version)
    if job.state in ENDED:
        raise InputError(Fault("BH-JOB-005", f"job {job_id} is {job.state}", "a job that waits or runs", "leave it"))
    if what == "finish" and (job.state == "queued" or job.kind != "plan"):
        stands = "has not begun" if job.state == "queued" else f"is a {job.kind}, which has no half result"
        raise InputError(Fault("BH-JOB-006", f"job {job_id} {stands}", "a plan that is searched", "cancel it, or wait"))
    job.wish = what
    if job.state == "queued":
        job.state, job.ended_at, job.said = "cancelled", now(), "cancelled before it began"
    return job


def _visits_begin(session: DeskSession, edition: str, asked: VisitsAsked) -> dict[str, object]:
    """What the desk knows of the week and was not told: findings due by its end, visits made, hours worked before; and who is away besides.

    A run it begins from must be there.
    """
    if asked.earlier_run is not None:
        earlier = session.one(Job, asked.earlier_run)
        if earlier.kind != "visits" or not earlier.folder:
            raise InputError(Fault("BH-VIS-019", f"run {asked.earlier_run} has no week of visits", "a run of the kind visits that is done", "plan the week anew", column="earlier_run"))  # fmt: skip
    known: dict[str, object] = {}
    check_findings(session, asked.findings or {})
    if asked.findings is None:
        known["findings"] = findings_due(session, asked.week + timedelta(days=asked.days - 1))
    if asked.made is None:
        known["made"] = made_before(session, asked.week)[-MOST_MADE:]
    if asked.hours_before is None:
        known["hours_before"] = rounded(hours_before(session, asked.week))
    if asked.worked is None:
        known["worked"] = {post: [one.isoformat() for one in days] for post, days in days_worked(session, asked.week).items()}  # fmt: skip
    known["away"] = [one.model_dump(mode="json") for one in (*asked.away, *_known_away(session, edition, asked))]
    return known


def _known_away(session: DeskSession, edition: str, asked: VisitsAsked) -> list[AwayAsked]:
    """Leaves of the records that touch the week, of posts that are meant and that the region still has."""
    homes = homes_of(region_within(session, edition))
    last = asked.week + timedelta(days=asked.days - 1)
    found = [AwayAsked(officer=post, first=begin, last=end) for post, begin, end in spans_away(session, asked.week, last)]  # fmt: skip
    meant = [one for one in found if one.officer in homes and (not asked.places or homes[one.officer] in asked.places)]
    return [one for one in meant if one not in asked.away]


def _effect_begins(session: DeskSession, asked: EffectAsked) -> dict[str, object]:
    """The measures of the plan, the day it stands on, and the row as the amendment has it."""
    found = session.one(Amendment, asked.amendment)
    if found.status == "refused":
        raise InputError(Fault("BH-AMD-008", f"amendment {found.id} is refused", "one that is proposed or accepted", "propose another", column="amendment"))  # fmt: skip
    held = select(PlanRecord).where(PlanRecord.status.in_(("adopted", "proposed")))
    plan = session.one(PlanRecord, asked.plan) if asked.plan is not None else session.scalars(held.order_by(PlanRecord.status, PlanRecord.id.desc())).first()  # fmt: skip
    if plan is None:
        raise InputError(Fault("BH-AMD-009", "there is no plan to look at", "a plan that is proposed or adopted", "make a plan first", column="plan"))  # fmt: skip
    unsigned = {"first_approver": "", "second_approver": ""}
    measures = [one.model_copy(update=unsigned).model_dump(mode="json") for one in planned_measures(session, plan.id)]
    row = {"table": found.table_name, "key": dict(found.row_key), "after": dict(found.after), "source": found.source}
    return {"plan": plan.id, "as_of": (asked.as_of or plan.as_of).isoformat(), CARRIED: {"measures": measures, **row}}


def _earlier_day(session: DeskSession, asked: BaseModel) -> date | None:
    """The day of the plan that a plan goes on from."""
    earlier = asked.earlier if isinstance(asked, PlanAsked) else None
    return None if earlier is None else session.one(PlanRecord, earlier).as_of


def _carried(session: DeskSession, earlier: int) -> list[dict[str, object]]:
    """The measures of an earlier plan that hold, without the names of who signed them."""
    if not session.one(PlanRecord, earlier).folder:
        raise InputError(
            Fault("BH-JOB-007", f"the files of plan {earlier} were let go", "a plan whose files are kept", "plan anew, or from a later plan", column="earlier")
        )  # fmt: skip
    unsigned = {"first_approver": "", "second_approver": ""}
    held = carried_measures(session, earlier)
    return [one.model_copy(update=unsigned).model_dump(mode="json") for one in held]
