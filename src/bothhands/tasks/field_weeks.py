"""Weeks of visits that are adopted: each visit a record that is made or missed, each day that of whoever holds the post.

Why this file exists: a plan of a week is a proposal in a folder. Adopted, it is work: seen on phones, told of, and known to the next week.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, func, or_, select

from bothhands.errors import Fault, InputError, NotAllowed
from bothhands.inputs.tables.visits import VisitKind
from bothhands.records.base import EVERYWHERE
from bothhands.records.field import FieldDay, FieldVisit, Holder, Leave
from bothhands.records.files import inside
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.records.work import Finding, Task
from bothhands.report.kept_figures import WEEK
from bothhands.tasks.directory import places_within
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.written import WrittenDay

VisitStatus: TypeAlias = Literal["planned", "made", "missed", "dropped"]
Text: TypeAlias = Annotated[str, Field(max_length=120)]
AGAIN = "again"
"""Mark of a visit that was dropped since its officer could not come; of whom, it does not say."""
AHEAD_DAYS = 1
"""A visit cannot have been made more than this after the desk's day: the clock of a phone may be a day ahead."""


class Adopted(NamedTuple):
    """What an adoption made: visits, days of officers, visits of the week before that are dropped, and days that stay since they began."""

    visits: int
    days: int
    dropped: int
    kept: int


class VisitFilter(BaseModel):
    """Which visits; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Text = Field("", description="Place; those below it count.")
    firm: Text = Field("", description="Firm.")
    kind: VisitKind | None = Field(None, description="What it is.")
    status: VisitStatus | None = Field(None, description="How it stands.")
    day_from: WrittenDay | None = Field(None, description="On this day or later.")
    day_to: WrittenDay | None = Field(None, description="On this day or earlier.")


class VisitChange(BaseModel):
    """What may be told of a visit; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    status: Literal["planned", "made", "missed"] | None = Field(None, description="How it stands.")
    made_on: WrittenDay | None = Field(None, description="Day it was made; its own day where left out.")
    said: str | None = Field(None, max_length=8000, description="Minutes of what was said; of a forum, by each party.")
    checklist: Mapping[str, bool] | None = Field(None, max_length=60, description="What was looked at, by item.")


class DayFilter(BaseModel):
    """Which days of officers; none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: Text = Field("", description="Post.")
    user_id: int | None = Field(None, ge=1, le=2_147_483_647, description="Account of whoever holds it.")
    day_from: WrittenDay | None = Field(None, description="This day or later.")
    day_to: WrittenDay | None = Field(None, description="This day or earlier.")


def adopt_week(store: Store, session: DeskSession, job_id: int, today: date) -> Adopted:
    """Make the week of a run the one that holds: its visits are planned, its days those of whoever holds each post.

    Parameters
    ----------
    store, session
        The desk, and a session of somebody who assigns work in the whole region.
    job_id
        A run of the kind visits that is done.
    today
        The desk's day: days before it stay as they are, and so do days on which a visit was made.

    Raises
    ------
    InputError
        Where the run holds no week, or all of it is past.
    """
    session.access.require("assign")
    session.access.require_everywhere("adopting a week of visits")
    job = session.one(Job, job_id)
    told, days = _told(store, job), _days(job)
    if days[-1] < today:
        raise InputError(Fault("BH-VIS-025", f"the week from {days[0]} is over on {today}", "a week that is not over", "plan the next week"))  # fmt: skip
    homes = {str(one["officer"]): str(one["home"]) for one in told["officers"]}
    before = {(one.post, one.day): one for one in session.scalars(select(FieldDay).where(FieldDay.day >= max(days[0], today), FieldDay.day <= days[-1], FieldDay.post.in_(homes)))}  # fmt: skip
    begun = {key for key, one in before.items() if _is_begun(session, one)}
    dropped = 0
    for key, one in before.items():
        if key not in begun:
            dropped += _dropped(session, one)
    session.flush()
    made = [one for one in told["days"] if (day := date.fromisoformat(one["day"])) >= today and (one["officer"], day) not in begun]  # fmt: skip
    settled = _settled(session, begun, before)
    visits = 0
    for one in made:
        visits += _taken(session, one, homes, job_id, settled)
    return Adopted(visits, len(made), dropped, len(begun))


def is_adopted(session: DeskSession, job_id: int) -> bool:
    """Whether days of a run's week hold."""
    return bool(session.scalar(select(func.count()).select_from(FieldDay).where(FieldDay.job_id == job_id)))


def visits_of(session: DeskSession, wanted: VisitFilter, limit: int = 50, offset: int = 0) -> Page[FieldVisit]:
    """A page of visits, the latest day first: those of one's places, and one's own wherever they are."""
    own, within = _own_numbers(session, wanted), session.access.places
    asked: Select[FieldVisit] = select(FieldVisit)
    if within is not None:
        asked = asked.where(or_(FieldVisit.place.in_([*within, EVERYWHERE]), FieldVisit.id.in_(own)))
    for name in ("firm", "kind", "status"):
        if (value := getattr(wanted, name)) not in (None, ""):
            asked = asked.where(getattr(FieldVisit, name) == value)
    if wanted.place:
        asked = asked.where(FieldVisit.place.in_(places_within(session, wanted.place)))
    if wanted.day_from:
        asked = asked.where(FieldVisit.day >= wanted.day_from)
    if wanted.day_to:
        asked = asked.where(FieldVisit.day <= wanted.day_to)
    with session.also_at(places_of(session, own)):
        return page_of(session, asked.order_by(FieldVisit.day.desc(), FieldVisit.id), limit, offset)


@contextmanager
def at_visit(session: DeskSession, visit_id: int) -> Iterator[bool]:
    """The place of a visit is in scope where it belongs to a day that is shown: one's own, or of a post one assigns; whether it does.

    Parameters
    ----------
    session
        Of whoever looks at the visit or tells of it.
    visit_id
        Its number.
    """
    given = _is_given(session, visit_id)
    with session.also_at(places_of(session, {visit_id}) if given else ()):
        yield given


def visit_of(session: DeskSession, visit_id: int) -> FieldVisit:
    """A visit of one's places, or of a day that is shown, wherever it is."""
    with at_visit(session, visit_id):
        return session.one(FieldVisit, visit_id)


def places_of(session: DeskSession, visits: Collection[int]) -> set[str]:
    """Where visits are, in scope or not: to be asked of those that were given to whoever asks."""
    held = FieldVisit.__table__.c
    return set(session.scalars(select(held.place).where(held.id.in_(visits))))


def days_of(session: DeskSession, wanted: DayFilter, limit: int = 50, offset: int = 0) -> Page[FieldDay]:
    """A page of officers' days, the first day first; only one's own for whoever assigns nothing."""
    asked: Select[FieldDay] = select(FieldDay)
    if wanted.post:
        asked = asked.where(FieldDay.post == wanted.post)
    if wanted.user_id is not None:
        asked = asked.where(FieldDay.user_id == wanted.user_id)
    if wanted.day_from:
        asked = asked.where(FieldDay.day >= wanted.day_from)
    if wanted.day_to:
        asked = asked.where(FieldDay.day <= wanted.day_to)
    return page_of(session, asked.order_by(FieldDay.day, FieldDay.post), limit, offset)


def change_visit(session: DeskSession, visit_id: int, version: int, change: VisitChange, today: date) -> FieldVisit:
    """Tell how a visit went: whoever makes it, and the desk.

    Parameters
    ----------
    session
        Of whoever tells it.
    visit_id, version
        The visit as it was read.
    change
        What is told.
    today
        The desk's day.

    Raises
    ------
    InputError
        Where the visit was dropped, or would be made on a day to come.
    NotAllowed
        Where it is another's.
    """
    session.access.require("record")
    with at_visit(session, visit_id) as given:
        found = session.one_as_read(FieldVisit, visit_id, version)
        if not given and not session.access.may("follow"):
            raise NotAllowed(Fault("BH-VIS-026", f"visit {visit_id} is another's", "a visit of your own days", "let them tell it, or the desk"))  # fmt: skip
        _tell(found, change, today)
    return found


def _tell(found: FieldVisit, change: VisitChange, today: date) -> None:
    """Take what is told of a visit; every fault at once."""
    given, visit_id = change.model_dump(exclude_unset=True), found.id
    faults = []
    if found.status == "dropped":
        faults.append(Fault("BH-VIS-027", f"visit {visit_id} was dropped by a later plan of its week", "a visit that is planned", "record what was found without it"))  # fmt: skip
    status = given.get("status") or found.status
    made_on = (given.get("made_on") or found.made_on or min(found.day, today)) if status == "made" else None
    if made_on is not None and made_on > today + timedelta(days=AHEAD_DAYS):
        faults.append(Fault("BH-VIS-028", f"visit {visit_id} would be made on {made_on}, and it is {today}", "today or a day before", "look at the clock of the phone", column="made_on", value=made_on.isoformat()))  # fmt: skip
    if faults:
        raise InputError(faults)
    found.status, found.made_on = status, made_on
    if given.get("said") is not None:
        found.said = given["said"]
    if given.get("checklist") is not None:
        found.told = {**found.told, "checklist": given["checklist"]}


def findings_due(session: DeskSession, last: date) -> dict[str, int]:
    """Findings that are due by a day, by firm."""
    due = (
        select(Finding.firm, func.count())
        .join(Task, Task.finding_id == Finding.id)
        .where(Finding.firm != "", Finding.status.in_(("open", "doing", "solved")), Task.due <= last)
        .group_by(Finding.firm)
    )
    return {firm: count for firm, count in session.execute(due)}


def made_before(session: DeskSession, first: date) -> list[dict[str, str]]:
    """The latest visit of each firm and city made before a day, and the post that made it; the latest last."""
    posts = _posts(session, first)
    made = select(FieldVisit).where(FieldVisit.status == "made", FieldVisit.made_on < first)
    latest: dict[tuple[str, str, str], dict[str, str]] = {}
    for one in session.scalars(made.order_by(FieldVisit.made_on, FieldVisit.id)):
        told = {"visit": one.visit, "kind": one.kind, "place": one.place, "day": str(one.made_on), "firm": one.firm, "officer": posts.get(one.id, "")}  # fmt: skip
        latest[one.visit, one.place, one.firm] = told
    return sorted(latest.values(), key=lambda one: (one["day"], one["visit"]))


def stops_of(day: FieldDay) -> Sequence[Mapping[str, Any]]:
    """Visits of a day in their order: `visit` the number of the record, `begins` and `ends` by the clock."""
    found: Sequence[Mapping[str, Any]] = day.stops.get("visits", ())
    return found


def _posts(session: DeskSession, before: date) -> dict[int, str]:
    """Who made each visit, by its number: the post."""
    days = session.scalars(select(FieldDay).where(FieldDay.day < before))
    return {int(stop["visit"]): day.post for day in days for stop in stops_of(day)}


def _told(store: Store, job: Job) -> dict[str, Any]:
    """The week as the run's folder holds it."""
    fault = Fault("BH-VIS-019", f"run {job.id} has no week of visits", "a run of the kind visits that is done", "plan the week anew", column="job_id")  # fmt: skip
    if job.kind != "visits" or job.state != "done" or not job.folder:
        raise InputError(fault)
    try:
        told: dict[str, Any] = json.loads((inside(store.folder, job.folder) / WEEK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(fault) from None
    return told


def _days(job: Job) -> list[date]:
    first = date.fromisoformat(str(job.asked["week"]))
    return [first + timedelta(days=number) for number in range(int(job.asked.get("days", 5)))]


def _is_begun(session: DeskSession, day: FieldDay) -> bool:
    """Whether something was told of a day already."""
    numbers = [int(stop["visit"]) for stop in stops_of(day)]
    told = select(func.count()).select_from(FieldVisit).where(FieldVisit.id.in_(numbers), FieldVisit.status.in_(("made", "missed")))  # fmt: skip
    return day.told_hours is not None or bool(session.scalar(told))


def _dropped(session: DeskSession, day: FieldDay) -> int:
    """Take a day back: its visits are dropped, and come again where the new week has them."""
    numbers = [int(stop["visit"]) for stop in stops_of(day)]
    visits = session.scalars(select(FieldVisit).where(FieldVisit.id.in_(numbers))).all()
    was_away = session.scalars(select(Leave.id).where(Leave.post == day.post, Leave.first <= day.day, Leave.last >= day.day, Leave.kind.in_(("illness", "quarantine")))).first()  # fmt: skip
    for one in visits:
        one.status = "dropped"
        if was_away is not None:
            one.told = {**one.told, AGAIN: True}
    session.delete(day)
    return len(visits)


def _settled(session: DeskSession, begun: set[tuple[str, date]], before: Mapping[tuple[str, date], FieldDay]) -> set[str]:  # fmt: skip
    """Visits of the days that stay: nobody else is sent there."""
    numbers = [int(stop["visit"]) for key in begun for stop in stops_of(before[key])]
    return set(session.scalars(select(FieldVisit.visit).where(FieldVisit.id.in_(numbers))))


def _taken(session: DeskSession, told: Mapping[str, Any], homes: Mapping[str, str], job_id: int, settled: set[str]) -> int:  # fmt: skip
    """Record a day and its visits; how many."""
    day, post = date.fromisoformat(told["day"]), str(told["officer"])
    stops = []
    for stop in told["stops"]:
        if stop["visit"] in settled:
            continue
        begins, ends = _minute(stop["begins"]), _minute(stop["ends"])
        visit = FieldVisit(
            visit=stop["visit"], kind=stop["kind"], firm=stop["firm"], place=stop["place"], day=day, minutes=ends - begins, job_id=job_id,
            status="planned", told={"parties": list(stop.get("parties", ()))},
        )  # fmt: skip
        session.add(visit)
        session.flush()
        stops.append({"visit": visit.id, "begins": begins, "ends": ends})
    holder = _holder(session, post, day)
    session.add(
        FieldDay(
            post=post, user_id=holder, day=day, place=homes[post], start=told["start"], end=told["end"], leaves=_minute(told["leaves"]),
            returns=_minute(told["returns"]), lunch=_minute(told["lunch"]) if told["lunch"] else -1, hours=told["hours"], travel_hours=told["travel_hours"],
            exposure=float(told.get("exposure", 0.0)), stops={"visits": stops}, job_id=job_id,
        )
    )  # fmt: skip
    session.flush()
    return len(stops)


def _holder(session: DeskSession, post: str, day: date) -> int | None:
    """Account of whoever holds a post on a day."""
    held = select(Holder.user_id).where(Holder.post == post, Holder.first <= day, or_(Holder.last.is_(None), Holder.last >= day))  # fmt: skip
    return session.scalars(held.order_by(Holder.first.desc(), Holder.id.desc())).first()


def _is_given(session: DeskSession, visit_id: int) -> bool:
    held = FieldVisit.__table__.c
    on = select(held.day).where(held.id == visit_id)
    return visit_id in _numbers(session.scalars(select(FieldDay).where(FieldDay.day.in_(on))))


def _own_numbers(session: DeskSession, wanted: VisitFilter) -> set[int]:
    """Visits of one's own days, within the days that are asked for."""
    if session.access.user_id is None:
        return set()
    asked = select(FieldDay).where(FieldDay.user_id == session.access.user_id)
    if wanted.day_from:
        asked = asked.where(FieldDay.day >= wanted.day_from)
    if wanted.day_to:
        asked = asked.where(FieldDay.day <= wanted.day_to)
    return _numbers(session.scalars(asked))


def _numbers(days: Iterable[FieldDay]) -> set[int]:
    return {int(stop["visit"]) for day in days for stop in stops_of(day)}


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
