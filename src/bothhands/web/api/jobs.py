"""Jobs: asked for, watched, stopped. A worker runs them; nothing here does."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request, Response

from bothhands.records.running import Job
from bothhands.tasks import frontier
from bothhands.tasks import jobs as work
from bothhands.tasks.job_commands import command_of
from bothhands.tasks.jobs import JobFilter
from bothhands.web.api.answers import (
    CHANGES,
    LARGEST,
    MADE,
    TAGGED,
    Id,
    Limit,
    Paging,
    Version,
    Why,
    failures,
    made,
    paged,
    tagged,
    wanted,
)
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.plans import FrontPointTold, PlanTold, PointTaken
from bothhands.web.shapes.running import JobAsked, JobTold, LineTold, WishAsked

router = subject("jobs", "/jobs")
Point = Annotated[int, Path(ge=0, le=1_000, description="Number of the point.")]
After = Annotated[int, Query(ge=0, le=LARGEST, description="Number of the last line that was read.")]


class JobQuery(JobFilter, Paging):
    """Which jobs, and which part of the list."""


@router.get("", operation_id="jobs")
def jobs(request: Request, who: Asker, query: Annotated[JobQuery, Query()]) -> Paged[JobTold]:
    """Jobs, the newest first."""
    with who.reading() as session:
        found = work.jobs_of(session, wanted(query, JobFilter), query.limit, query.offset)
        return paged(request, found, JobTold.of, query.limit, query.offset)


@router.post("", status_code=201, operation_id="ask_job", responses={**failures(404, 429), **MADE})
def ask_job(given: JobAsked, who: Asker, response: Response, why: Why = "") -> JobTold:
    """Ask for a job on the edition in force."""
    with who.writing(why) as session:
        found = work.ask(session, given.kind, given.asked)
        return made(response, JobTold.of(found, command_of(session, found)), "jobs")


@router.get("/{id}", operation_id="job", responses={**failures(404), **TAGGED})
def job(id: Id, who: Asker, response: Response) -> JobTold:
    """One job, and the command line that gives the same numbers."""
    with who.reading() as session:
        found = session.one(Job, id)
        return tagged(response, JobTold.of(found, command_of(session, found)))


@router.get("/{id}/lines", operation_id="job_lines", responses=failures(404))
def job_lines(id: Id, who: Asker, after: After = 0, limit: Limit = 500) -> list[LineTold]:
    """Lines of progress after one that was read."""
    with who.reading() as session:
        return [LineTold.of(line) for line in work.lines(session, id, after, limit)]


@router.get("/{id}/points", operation_id="frontier_points", responses=failures(404))
def frontier_points(id: Id, who: Asker) -> list[FrontPointTold]:
    """The plans of a run's frontier, from the most deaths to the fewest."""
    with who.reading() as session:
        return [FrontPointTold.of(one) for one in frontier.points_of(who.store, session, id)]


@router.post("/{id}/points/{number}", status_code=201, operation_id="take_point", responses={**failures(404), **MADE})
def take_point(id: Id, number: Point, given: PointTaken, who: Asker, response: Response, why: Why = "") -> PlanTold:
    """Take a plan of a run's frontier as a proposed plan; one that was taken already is told again."""
    with who.writing(why) as session:
        return made(response, PlanTold.of(frontier.pick(who.store, session, id, number, given.name)), "plans")


@router.post("/{id}/wish", operation_id="wish_job", responses={**failures(*CHANGES), **TAGGED})
def wish_job(id: Id, given: WishAsked, who: Asker, version: Version, response: Response, why: Why = "") -> JobTold:
    """Wish that a job ends: `finish` keeps the best so far, `cancel` keeps nothing."""
    with who.writing(why) as session:
        found = work.wish(session, id, version, given.wish)
        session.flush()
        return tagged(response, JobTold.of(found))
