"""An officer's own record: hours, travel, days, nights away, exposure, rest and leave by week, and hours told afterwards.

Why this file exists: rest that was not had is seen the day after, by whoever missed it and whoever assigns work. Nobody else is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from bothhands.errors import Fault, InputError, NotAllowed
from bothhands.inputs.region import Region
from bothhands.plan.visits.posed import DAY, Rules
from bothhands.records.field import FieldDay, Leave
from bothhands.records.store import DeskSession
from bothhands.tasks.staff import holder_on, home_of, post_of_person

WEEKS = 8
"""Weeks that a record shows; ASSUMED: two months."""
RULES = Rules()
SEVEN = timedelta(days=7)


class HoursTold(BaseModel):
    """Hours of a day, as they were."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    told_hours: float = Field(..., ge=0, le=24, description="Hours of work and travel, lunch not counted.")


class ShortRest(NamedTuple):
    """Two days between which lay less rest than the rule asks: the second day, and hours."""

    day: date
    hours: float


class Week(NamedTuple):
    """A week of one person's work, from its Monday on."""

    first: date
    hours: float
    """Told where they were told, else planned."""
    travel_hours: float
    days: int
    nights: int
    exposure: float
    """Infections to be expected, persons."""
    short_rests: tuple[ShortRest, ...]
    most_in_seven: int
    """Most days with work in any seven that end within the week."""
    away: tuple[tuple[date, str], ...]
    """Days of leave, illness, quarantine or rest."""

    @property
    def is_rested(self) -> bool:
        """Whether rest between days and days off were had."""
        return not self.short_rests and self.most_in_seven <= RULES.days_in_seven


class Whose(NamedTuple):
    """Whose record: a person at a post, or a post that nobody holds."""

    post: str
    user_id: int | None


def person_of(session: DeskSession, region: Region, post: str, day: date) -> Whose:
    """Whose record is meant by a post, or by none: then one's own.

    Parameters
    ----------
    session
        Of whoever looks.
    region
        The region in force.
    post
        Post; blank for whoever looks.
    day
        A day on which it is held.

    Raises
    ------
    InputError
        Where there is no such post.
    NotAllowed
        Where it is another's, and whoever looks assigns no work at its home.
    """
    access = session.access
    own = post_of_person(session, access.user_id, day)
    if not post or (own is not None and own.post == post):
        return Whose("" if own is None else own.post, access.user_id)
    home = home_of(session, region, post)
    if not access.sees_staff or not access.writes_at(home):
        raise NotAllowed(Fault("BH-STF-015", f"the record of {post!r} is another's", "your own record", "ask whoever assigns the work"))  # fmt: skip
    held = holder_on(session, post, day)
    return Whose(post, None if held is None else held.user_id)


def monday(day: date) -> date:
    """Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def worked_hours(day: FieldDay) -> float:
    """Hours of a day: as told, else as planned."""
    return day.hours if day.told_hours is None else day.told_hours


def is_worked(day: FieldDay) -> bool:
    """Whether there was, or is to be, work on a day."""
    return worked_hours(day) > 0


def until(day: FieldDay) -> float:
    """Minute of the day at which work ends: later than planned by as many hours as were told more."""
    more = 0.0 if day.told_hours is None else day.told_hours - day.hours
    return day.returns + 60.0 * more


def short_rests(days: Iterable[FieldDay]) -> list[ShortRest]:
    """Where less than eleven hours lie between two days in a row of one person; hours to a hundredth."""
    at = {one.day: one for one in days if is_worked(one)}
    found = []
    for day in sorted(at):
        before = at.get(day - timedelta(days=1))
        if before is not None:
            rest = DAY - until(before) + at[day].leaves
            if rest < RULES.rest - 1e-6:
                found.append(ShortRest(day, round(rest / 60.0, 2)))
    return found


def most_in_seven(days: Iterable[FieldDay], first: date) -> int:
    """Most days with work in any seven that end within a week."""
    worked = {one.day for one in days if is_worked(one)}
    ends = [first + timedelta(days=k) for k in range(7)]
    return max(sum(end - SEVEN < day <= end for day in worked) for end in ends)


def record_of(session: DeskSession, post: str, user_id: int | None, last: date, weeks: int = WEEKS) -> list[Week]:
    """Weeks of a person at a post, the earliest first; of a post that nobody holds where there is no person.

    Parameters
    ----------
    session
        Of the person, or of somebody who assigns work at the home of the post.
    post, user_id
        Whose.
    last
        A day of the last week.
    weeks
        How many.
    """
    return records_of(session, [(post, user_id)], last, weeks)[0]


def records_of(session: DeskSession, whose: Sequence[tuple[str, int | None]], last: date, weeks: int = WEEKS) -> list[list[Week]]:  # fmt: skip
    """The same of several, each a post and the person, read at once."""
    end = monday(last) + timedelta(days=6)
    first = end - timedelta(days=7 * weeks - 1)
    since = first - SEVEN
    days = session.scalars(select(FieldDay).where(FieldDay.day >= since, FieldDay.day <= end).order_by(FieldDay.day)).all()  # fmt: skip
    leaves = session.scalars(select(Leave).where(Leave.first <= end, Leave.last >= since).order_by(Leave.first)).all()
    days_by, leaves_by = defaultdict(list), defaultdict(list)
    for day in days:
        days_by[_whose(day.post, day.user_id)].append(day)
    for leave in leaves:
        leaves_by[_whose(leave.post, leave.user_id)].append(leave)
    found = []
    for post, user in whose:
        own = leaves_by[_whose(post, user)]
        worked = _there(days_by[_whose(post, user)], own)
        found.append([_week(worked, own, first + timedelta(days=7 * k)) for k in range(weeks)])
    return found


def days_worked(session: DeskSession, post: str, user_id: int | None, first: date, last: date) -> Sequence[FieldDay]:
    """Days of a person at any post, or of a post that nobody holds, in order; without those on which they were not there and told nothing."""
    whose = FieldDay.post == post if user_id is None else FieldDay.user_id == user_id
    asked = select(FieldDay).where(whose, FieldDay.day >= first, FieldDay.day <= last)
    if user_id is None:
        asked = asked.where(FieldDay.user_id.is_(None))
    away = _of_person(session, post, user_id, first, last)
    found = session.scalars(asked.order_by(FieldDay.day)).all()
    return _there(found, away)


def _there(days: Sequence[FieldDay], leaves: Sequence[Leave]) -> list[FieldDay]:
    """Days without those on which somebody was not there and told nothing."""
    return [one for one in days if one.told_hours is not None or not any(leave.first <= one.day <= leave.last for leave in leaves)]  # fmt: skip


def _whose(post: str, user_id: int | None) -> tuple[str, int]:
    """By the person where there is one, else by the post."""
    return (post, 0) if user_id is None else ("", user_id)


def tell_hours(session: DeskSession, day_id: int, version: int, told: HoursTold, today: date) -> FieldDay:
    """Tell how many hours a day took: the officer, or whoever assigns work.

    Parameters
    ----------
    session
        Of whoever tells it.
    day_id, version
        The day as it was read.
    told
        Hours.
    today
        The desk's day.

    Raises
    ------
    InputError
        Where the day is still to come.
    """
    session.access.require("record")
    found = session.one_as_read(FieldDay, day_id, version)
    if found.day > today:
        raise InputError(Fault("BH-STF-020", f"{found.day} is still to come on {today}", "today or a day before", "tell it when the day is over", column="told_hours", value=f"{told.told_hours:g}"))  # fmt: skip
    found.told_hours = told.told_hours
    session.flush()
    return found


def breaches_around(session: DeskSession, day: FieldDay) -> tuple[list[ShortRest], int]:
    """Rest missed before or after a day, and the most days with work in any seven around it."""
    days = days_worked(session, day.post, day.user_id, day.day - SEVEN, day.day + SEVEN)
    near = [one for one in short_rests(days) if abs((one.day - day.day).days) <= 1]
    worked = {one.day for one in days if is_worked(one)}
    ends = [day.day + timedelta(days=k) for k in range(7)]
    return near, max(sum(end - SEVEN < one <= end for one in worked) for end in ends)


def _of_person(session: DeskSession, post: str, user_id: int | None, first: date, last: date) -> Sequence[Leave]:
    whose = (Leave.post == post) & Leave.user_id.is_(None) if user_id is None else Leave.user_id == user_id
    return session.scalars(select(Leave).where(whose, Leave.first <= last, Leave.last >= first).order_by(Leave.first)).all()  # fmt: skip


def _week(days: Sequence[FieldDay], leaves: Sequence[Leave], first: date) -> Week:
    end = first + timedelta(days=6)
    own = [one for one in days if first <= one.day <= end and is_worked(one)]
    around = [one for one in days if one.day <= end]
    calendar = [first + timedelta(days=k) for k in range(7)]
    away = tuple((day, one.kind) for day in calendar for one in leaves if one.first <= day <= one.last)
    return Week(
        first, round(sum(map(worked_hours, own)), 2), round(sum(one.travel_hours for one in own), 2), len(own), sum(one.end != one.place for one in own),
        sum(one.exposure for one in own), tuple(one for one in short_rests(around) if first <= one.day <= end), most_in_seven(around, first), away,
    )  # fmt: skip
