"""The week at a desk: what is late, what is due, what was done, and what still waits for an answer, by place, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, Task
from bothhands.tasks.follow_up import STANDING

LISTED = 40
"""Tasks of each kind that a digest names; the rest is counted."""
WAITING = ("open", "doing")
"""Findings that nobody has settled."""


@dataclass(frozen=True)
class PlaceWeek:
    """A place in a week; a blank place is the whole region."""

    place: str
    late: int
    due: int
    done: int
    findings: int
    """Findings that wait."""


@dataclass(frozen=True)
class Digest:
    """A week, Monday to Sunday, as it stands on a day in it."""

    day: date
    monday: date
    sunday: date
    places: tuple[PlaceWeek, ...]
    late: Sequence[Task]
    due: Sequence[Task]
    done: Sequence[Task]

    def total(self, of: str) -> int:
        """A count over all places."""
        return sum(int(getattr(one, of)) for one in self.places)


def digest_of(session: DeskSession, day: date) -> Digest:
    """The week of a day, within the places of whoever asks; places with nothing to tell are left out.

    Parameters
    ----------
    session
        Of the reader.
    day
        The desk's day: late is what was due before it, done what was done from Monday to it.
    """
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    standing = Task.status.in_(STANDING)
    kinds = {
        "late": select(Task).where(standing, Task.due < day).order_by(Task.due, Task.id),
        "due": select(Task).where(standing, Task.due >= day, Task.due <= sunday).order_by(Task.due, Task.id),
        "done": select(Task).where(Task.status == "done", Task.done_on >= monday, Task.done_on <= day).order_by(Task.done_on, Task.id),
    }  # fmt: skip
    counts = {name: _by_place(session, asked, Task.place) for name, asked in kinds.items()}
    counts["findings"] = _by_place(session, select(Finding).where(Finding.status.in_(WAITING)), Finding.place)
    names = sorted({place for counted in counts.values() for place in counted})
    places = tuple(PlaceWeek(place, *(counts[name].get(place, 0) for name in counts)) for place in names)
    listed = {name: session.scalars(asked.limit(LISTED)).all() for name, asked in kinds.items()}
    return Digest(day, monday, sunday, places, **listed)


def _by_place(session: DeskSession, asked: Select[Any], place: Any) -> dict[str, int]:
    counted = asked.order_by(None).with_only_columns(place, func.count()).group_by(place)
    return {where: count for where, count in session.execute(counted)}
