"""Tasks: what is due, to whom, how far it is, and plan against actual."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from bothhands.records.base import now
from bothhands.records.work import Task
from bothhands.report.names import place_name
from bothhands.report.words import Wording
from bothhands.tasks import follow_up as work
from bothhands.tasks.calendar_file import calendar_of
from bothhands.tasks.editions import region_in_force
from bothhands.tasks.follow_up import STANDING, NewTask, TaskChange, TaskFilter
from bothhands.tasks.page import MOST
from bothhands.tasks.weeks import deviation, tell_progress, weeks_of
from bothhands.web.api.answers import (
    CHANGES,
    MADE,
    TAGGED,
    Id,
    Paging,
    Version,
    Why,
    failures,
    headers_of,
    made,
    paged,
    tagged,
    today,
    wanted,
)
from bothhands.web.downloads import attached
from bothhands.web.pages.tasks_shown import titles_of
from bothhands.web.plain import subject
from bothhands.web.security import Asker
from bothhands.web.shapes.base import Paged
from bothhands.web.shapes.work import ProgressAsked, ProgressTold, Reassigned, Reassignment, TaskTold, WeeksTold

router = subject("tasks", "/tasks")

Mine = Annotated[bool, Query(description="Whether only those of whoever asks.")]
Speaks = Annotated[Literal["en", "zh"], Query(description="Language.")]
CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A calendar file.", "content": {"text/calendar": {"schema": {"type": "string"}}},
        "headers": headers_of(**{"Content-Disposition": "Its name."}),
    }
}  # fmt: skip


class TaskQuery(TaskFilter, Paging):
    """Which tasks, and which part of the list."""


@router.get("", operation_id="tasks")
def tasks(request: Request, who: Asker, query: Annotated[TaskQuery, Query()]) -> Paged[TaskTold]:
    """Tasks in one's places, the earliest due first."""
    with who.reading() as session:
        found = work.tasks_of(session, wanted(query, TaskFilter), query.limit, query.offset)
        day = today(who.store)
        return paged(request, found, lambda one: TaskTold.of(one, day), query.limit, query.offset)


@router.get("/calendar", operation_id="task_calendar", responses=CALENDAR, response_class=Response)
def calendar(who: Asker, mine: Mine = False, language: Speaks = "en") -> Response:
    """Due dates of tasks that are not done, for a calendar program (RFC 5545)."""
    region = region_in_force(who.store)
    words = Wording(language, hub=place_name(region, region.hub, language), currency=region.currency)
    wanted_by = {"assignee_id": who.access.user_id} if mine and who.access.user_id is not None else {}
    with who.reading() as session:
        asked = [TaskFilter(status=status, **wanted_by) for status in STANDING]
        found = (
            []
            if mine and not wanted_by
            else [one for each in asked for one in work.tasks_of(session, each, MOST).items]
        )
        titles = titles_of(session, words, region, found)
        places = {one.place: place_name(region, one.place, language) for one in found if one.place}
    content = calendar_of(found, titles, places, words.say("dk_calendar"), now())
    return attached(content.encode(), "tasks.ics", "text/calendar; charset=utf-8")


@router.post("", status_code=201, operation_id="new_task", responses={**failures(), **MADE})
def new_task(given: NewTask, who: Asker, response: Response, why: Why = "") -> TaskTold:
    """A task of the desk's own."""
    day = today(who.store)
    with who.writing(why) as session:
        return made(response, TaskTold.of(work.new_task(session, given), day), "tasks")


@router.post("/reassign", operation_id="reassign_tasks")
def reassign(given: Reassignment, who: Asker, why: Why = "") -> Reassigned:
    """Give many tasks to one person, all or none."""
    with who.writing(why) as session:
        return Reassigned(reassigned=work.reassign(session, given.task_ids, given.assignee_id))


@router.get("/{id}", operation_id="task", responses={**failures(404), **TAGGED})
def task(id: Id, who: Asker, response: Response) -> TaskTold:
    """One task."""
    day = today(who.store)
    with who.reading() as session:
        return tagged(response, TaskTold.of(session.one(Task, id), day))


@router.patch("/{id}", operation_id="change_task", responses={**failures(*CHANGES), **TAGGED})
def change_task(id: Id, given: TaskChange, who: Asker, version: Version, response: Response, why: Why = "") -> TaskTold:
    """Change a task: whoever carries it out says how far it is, the desk says who and by when."""
    day = today(who.store)
    with who.writing(why) as session:
        found = work.change_task(session, id, version, given, day)
        session.flush()
        return tagged(response, TaskTold.of(found, day))


@router.get("/{id}/weeks", operation_id="task_weeks", responses=failures(404))
def task_weeks(id: Id, who: Asker) -> WeeksTold:
    """Plan against actual, week by week, and what it adds up to."""
    day = today(who.store)
    with who.reading() as session:
        return WeeksTold.of(weeks_of(session, id), deviation(session, session.one(Task, id), day))


@router.post("/{id}/progress", status_code=201, operation_id="tell_progress", responses={**failures(404, 409, 412), **MADE})  # fmt: skip
def progress(id: Id, given: ProgressAsked, who: Asker, response: Response, why: Why = "") -> ProgressTold:
    """Tell what was done in a week; told again, the later word counts."""
    day = today(who.store)
    with who.writing(why) as session:
        told = ProgressTold.of(tell_progress(session, id, given.week, given.actual_value, day, given.note))
    response.headers["Location"] = f"/api/v1/tasks/{id}/weeks"
    return tagged(response, told)
