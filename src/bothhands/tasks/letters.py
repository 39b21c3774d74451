"""The weekly letter of a city: what was visited, found and solved, what is late, and what comes next. Data; its words are made elsewhere.

Why this file exists: a city answers for what officers saw in it. It is told the same as the desk knows, once a week, on a page or two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from bothhands.records.field import FieldVisit
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, Task
from bothhands.tasks.directory import places_within
from bothhands.tasks.follow_up import STANDING

LISTED = 60
"""Rows of a part that are told; the rest is counted."""


@dataclass(frozen=True)
class Letter:
    """A city's week, Monday to Sunday, as it stands on a day in it."""

    place: str
    day: date
    monday: date
    visited: Sequence[FieldVisit]
    missed: Sequence[FieldVisit]
    found: Sequence[Finding]
    solved: Sequence[Task]
    late: Sequence[Task]
    following: Sequence[FieldVisit]
    """Visits of the rest of this week and of the next."""
    due: Sequence[Task]
    """Tasks due in the same days."""

    @property
    def sunday(self) -> date:
        """Last day."""
        return self.monday + timedelta(days=6)


def letter_of(session: DeskSession, place: str, day: date) -> Letter:
    """The week of a day in a place and those below it.

    Parameters
    ----------
    session
        Of the reader: only what they may see is in it.
    place
        City.
    day
        The desk's day.
    """
    places = places_within(session, place)
    monday = day - timedelta(days=day.weekday())
    until = monday + timedelta(days=13)
    visits = select(FieldVisit).where(FieldVisit.place.in_(places)).order_by(FieldVisit.day, FieldVisit.id)
    tasks = select(Task).where(Task.place.in_(places)).order_by(Task.due, Task.id)
    standing = Task.status.in_(STANDING)
    told = (
        select(Finding)
        .where(Finding.place.in_(places), Finding.told_on >= monday, Finding.told_on <= day)
        .order_by(Finding.id)
    )
    return Letter(
        place, day, monday,
        visited=session.scalars(visits.where(FieldVisit.status == "made", FieldVisit.made_on >= monday, FieldVisit.made_on <= day)).all(),
        missed=session.scalars(visits.where(FieldVisit.day >= monday, FieldVisit.day < day, FieldVisit.status.in_(("missed", "planned")))).all(),
        found=session.scalars(told).all(),
        solved=session.scalars(tasks.where(Task.status == "done", Task.done_on >= monday, Task.done_on <= day)).all(),
        late=session.scalars(tasks.where(standing, Task.due < day)).all(),
        following=session.scalars(visits.where(FieldVisit.status == "planned", FieldVisit.day >= day, FieldVisit.day <= until)).all(),
        due=session.scalars(tasks.where(standing, Task.due >= day, Task.due <= until)).all(),
    )  # fmt: skip
