"""Leave, illness, quarantine and rest: days on which an officer is not there, and what of the adopted weeks must be planned again.

Why this file exists: nobody is sent out who is ill. An officer asks for themselves and it holds at once; whoever assigns work enters it for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, and_, or_, select

from bothhands.errors import Fault, InputError, NotAllowed
from bothhands.inputs.region import Region
from bothhands.records.field import FieldDay, Holder, Leave
from bothhands.records.store import DeskSession
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.staff import holder_on, home_of, post_of_person
from bothhands.tasks.written import WrittenDay

LeaveKind: TypeAlias = Literal["leave", "illness", "quarantine", "rest"]
MOST_DAYS = 366
"""Longest leave that is taken in one piece; ASSUMED: a longer one is a slip of a year."""
Text: TypeAlias = Annotated[str, Field(max_length=120)]


class NewLeave(BaseModel):
    """Days on which somebody is not there."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    post: Text = Field("", description="Post; one's own where left out.")
    kind: LeaveKind = Field(..., description="What it is.")
    first: WrittenDay = Field(..., description="First day.")
    last: WrittenDay = Field(..., description="Last day.")
    note: str = Field("", max_length=500, description="What whoever plans must know; no details of health.")


class LeaveChange(BaseModel):
    """What of a leave may be changed; what is left out stays."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: LeaveKind | None = Field(None, description="What it is.")
    first: WrittenDay | None = Field(None, description="First day.")
    last: WrittenDay | None = Field(None, description="Last day.")
    note: str | None = Field(None, max_length=500, description="What whoever plans must know; no details of health.")


class LeaveFilter(BaseModel):
    """Which leaves; blank or none for any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: Text = Field("", description="Post.")
    day_from: WrittenDay | None = Field(None, description="That last to this day or later.")
    day_to: WrittenDay | None = Field(None, description="That begin on this day or earlier.")


class LeaveTaken(NamedTuple):
    """A leave, and the days of adopted weeks that fall into it and must be planned again."""

    leave: Leave
    again: Sequence[FieldDay]


def leaves_of(session: DeskSession, wanted: LeaveFilter, limit: int = 50, offset: int = 0) -> Page[Leave]:
    """A page of leaves, the latest first; only one's own for whoever assigns nothing."""
    asked = select(Leave)
    if wanted.post:
        asked = asked.where(Leave.post == wanted.post)
    if wanted.day_from:
        asked = asked.where(Leave.last >= wanted.day_from)
    if wanted.day_to:
        asked = asked.where(Leave.first <= wanted.day_to)
    return page_of(session, asked.order_by(Leave.first.desc(), Leave.id.desc()), limit, offset)


def take_leave(session: DeskSession, region: Region, asked: NewLeave, today: date) -> LeaveTaken:
    """Keep that somebody is not there: oneself, or another where one assigns work.

    Parameters
    ----------
    session
        Of whoever asks or enters it.
    region
        The region in force.
    asked
        Which post, what and when.
    today
        The desk's day.

    Raises
    ------
    InputError
        With every fault: no such post, no post of one's own, days that are turned round or too many, days that are taken already.
    NotAllowed
        Where it is another's post.
    """
    access = session.access
    access.require("record")
    post = asked.post
    if not post:
        own = post_of_person(session, access.user_id, asked.first) or post_of_person(session, access.user_id, today)
        if own is None:
            raise InputError(Fault("BH-STF-010", f"you hold no post on {asked.first}", "a day on which you hold one", "name the post, or ask whoever assigns the work", column="post"))  # fmt: skip
        post, home, user_id = own.post, own.place, own.user_id
    else:
        home = home_of(session, region, post)
        holder = holder_on(session, post, asked.first)
        if not access.may("assign") and (holder is None or holder.user_id != access.user_id):
            raise NotAllowed(Fault("BH-STF-011", f"{post!r} is not your post on {asked.first}", "your own post", "ask whoever assigns the work"))  # fmt: skip
        user_id = None if holder is None else holder.user_id
    made = Leave(post=post, user_id=user_id, kind=asked.kind, first=asked.first, last=asked.last, note=asked.note, place=home)  # fmt: skip
    _check(session, made)
    session.add(made)
    session.flush()
    return LeaveTaken(made, days_within(session, made, today))


def change_leave(session: DeskSession, leave_id: int, version: int, change: LeaveChange, today: date) -> LeaveTaken:
    """Change a leave as it was read; one's own, or another's where one assigns work.

    Parameters
    ----------
    session
        Of whoever changes it.
    leave_id, version
        The leave as it was read.
    change
        What is changed.
    today
        The desk's day.

    Raises
    ------
    InputError
        Where its days are turned round, too many, or taken already.
    """
    session.access.require("record")
    found = session.one_as_read(Leave, leave_id, version)
    given = change.model_dump(exclude_none=True)
    wished = Leave(id=found.id, post=found.post, user_id=found.user_id, first=given.get("first", found.first), last=given.get("last", found.last))  # fmt: skip
    _check(session, wished)
    for name, value in given.items():
        setattr(found, name, value)
    session.flush()
    return LeaveTaken(found, days_within(session, found, today))


def withdraw_leave(session: DeskSession, leave_id: int) -> None:
    """Take a leave back: one's own, or another's where one assigns work."""
    session.access.require("record")
    session.delete(session.one(Leave, leave_id))


def days_within(session: DeskSession, leave: Leave, today: date) -> Sequence[FieldDay]:
    """Days of adopted weeks that fall into a leave, from today on, in order."""
    return [one for one in days_to_plan_again(session, today, leave.post) if leave.first <= one.day <= leave.last]


def days_to_plan_again(session: DeskSession, today: date, post: str = "") -> Sequence[FieldDay]:
    """Days from today on whose officer is not there, by day and post; of one post where it is named."""
    theirs = or_(Leave.user_id.is_(None), Leave.user_id == FieldDay.user_id)
    both = and_(Leave.post == FieldDay.post, theirs, Leave.first <= FieldDay.day, Leave.last >= FieldDay.day)
    asked = select(FieldDay).where(FieldDay.day >= today, FieldDay.told_hours.is_(None), select(Leave.id).where(both).exists())  # fmt: skip
    if post:
        asked = asked.where(FieldDay.post == post)
    return session.scalars(asked.order_by(FieldDay.day, FieldDay.post)).all()


def away_on(session: DeskSession, first: date, last: date) -> dict[tuple[str, date], Leave]:
    """Leaves by post and day within days: those of whoever holds the post that day, and those of the post itself."""
    found: dict[tuple[str, date], Leave] = {}
    holders = session.scalars(select(Holder).where(Holder.first <= last, or_(Holder.last.is_(None), Holder.last >= first))).all()  # fmt: skip
    for leave in session.scalars(select(Leave).where(Leave.first <= last, Leave.last >= first).order_by(Leave.id)):
        for day in _days(max(first, leave.first), min(last, leave.last)):
            held = {one.user_id for one in holders if one.post == leave.post and one.first <= day and (one.last is None or one.last >= day)}  # fmt: skip
            if leave.user_id is None or leave.user_id in held:
                found[leave.post, day] = leave
    return found


def spans_away(session: DeskSession, first: date, last: date) -> list[tuple[str, date, date]]:
    """Post, first and last day of each span without its officer, within days; one span where leaves follow one another."""
    spans: list[tuple[str, date, date]] = []
    for post, day in sorted(away_on(session, first, last)):
        if spans and spans[-1][0] == post and day - spans[-1][2] == timedelta(days=1):
            spans[-1] = (post, spans[-1][1], day)
        else:
            spans.append((post, day, day))
    return spans


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]


def _check(session: DeskSession, wished: Leave) -> None:
    """Every fault of a leave's days."""
    first, last = wished.first, wished.last
    faults = []
    if last < first:
        faults.append(Fault("BH-STF-012", f"a leave from {first} to {last}", "a first day and a later or the same last day", "turn them round", column="last", value=last.isoformat()))  # fmt: skip
    elif last - first >= timedelta(days=MOST_DAYS):
        faults.append(Fault("BH-STF-013", f"a leave of {(last - first).days + 1} days, from {first} to {last}", f"at most {MOST_DAYS} days", "look at the year", column="last", value=last.isoformat()))  # fmt: skip
    with session.no_autoflush:
        taken = session.scalars(select(Leave).where(_same_person(wished), Leave.first <= last, Leave.last >= first)).all()  # fmt: skip
    faults += [
        Fault("BH-STF-014", f"a leave from {one.first} to {one.last} is kept already", "days without another leave", "change or withdraw that one", column="first", value=first.isoformat())
        for one in taken
        if one.id != wished.id
    ]  # fmt: skip
    if faults:
        raise InputError(faults)


def _same_person(wished: Leave) -> ColumnElement[bool]:
    return and_(Leave.post == wished.post, Leave.user_id.is_(None) if wished.user_id is None else Leave.user_id == wished.user_id)  # fmt: skip
