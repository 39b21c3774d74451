"""Thanks: what an officer did within some days, which rules it meets, and the recognitions that were given for it.

Why this file exists: records are read here, once, and cut down to what a rule may see (`recognition.OwnWork`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, select

from bothhands.errors import Fault, InputError
from bothhands.records.field import FieldDay, FieldVisit, Leave, Recognition
from bothhands.records.store import DeskSession
from bothhands.records.work import Finding, Task
from bothhands.tasks.field_weeks import AGAIN, stops_of
from bothhands.tasks.own_record import days_worked, monday, record_of
from bothhands.tasks.page import Page, page_of
from bothhands.tasks.recognition import Earned, OwnWork, Settled, WeekOut, earned
from bothhands.tasks.staff import Post, holder_on
from bothhands.tasks.written import WrittenDay

RuleKey: TypeAlias = Literal["settled", "promises", "visits", "stood_in", "ways"]
SPAN = 6
"""Weeks of days that are looked at, at most; ASSUMED: a calendar month touches six."""
STOOD_IN_WITHIN = timedelta(days=14)
"""A visit that nobody could make is made in its place within so many days; ASSUMED."""


class NewRecognition(BaseModel):
    """Thanks to be given."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    post: Post
    rule: RuleKey = Field(..., description="Rule that the work meets.")
    first: WrittenDay = Field(..., description="First day of the work.")
    last: WrittenDay = Field(..., description="Last day of the work; 42 days from the first at most.")
    text: str = Field("", max_length=2000, description="Thanks in your own words.")


def earned_by(session: DeskSession, post: str, user_id: int | None, first: date, last: date) -> list[Earned]:
    """Rules that a person's work meets within some days, and for which no thanks were given yet."""
    given = {one.rule for one in session.scalars(select(Recognition).where(_whose(post, user_id), Recognition.first <= last, Recognition.last >= first))}  # fmt: skip
    return [one for one in earned(work_of(session, post, user_id, first, last)) if one.rule not in given]


def give(session: DeskSession, asked: NewRecognition) -> Recognition:
    """Thank a person for what a rule finds in their work.

    Parameters
    ----------
    session
        Of somebody who assigns work at the home of the post, and is not thanked by this.
    asked
        Whom, for what.

    Raises
    ------
    InputError
        With every fault: nobody holds the post, days that are turned round or too many, oneself, or a rule that the work does not meet.
    """
    session.access.require("assign")
    holder = holder_on(session, asked.post, asked.last)
    faults = []
    if holder is None or holder.user_id is None:
        faults.append(Fault("BH-STF-021", f"nobody holds {asked.post!r} on {asked.last}", "a post with a holder", "say who holds it first", column="post", value=asked.post))  # fmt: skip
    elif holder.user_id == session.access.user_id:
        faults.append(Fault("BH-STF-022", "you would thank yourself", "somebody else", "let another do it", column="post", value=asked.post))  # fmt: skip
    if not timedelta() <= asked.last - asked.first < timedelta(weeks=SPAN):
        faults.append(Fault("BH-STF-023", f"work from {asked.first} to {asked.last}", f"a first day and a last day within {7 * SPAN} days", "name a month", column="last", value=asked.last.isoformat()))  # fmt: skip
    if faults:
        raise InputError(faults)
    assert holder is not None
    if asked.rule not in {one.rule for one in earned_by(session, asked.post, holder.user_id, asked.first, asked.last)}:
        raise InputError(Fault("BH-STF-024", f"the work from {asked.first} to {asked.last} does not meet the rule {asked.rule!r}, or was thanked for", "a rule that the work meets", "see what the record finds", column="rule", value=asked.rule))  # fmt: skip
    made = Recognition(post=asked.post, user_id=holder.user_id, rule=asked.rule, first=asked.first, last=asked.last, text=asked.text, given_by=session.access.user_id, place=holder.place)  # fmt: skip
    session.add(made)
    session.flush()
    return made


def recognitions_of(session: DeskSession, post: str = "", limit: int = 50, offset: int = 0) -> Page[Recognition]:
    """A page of recognitions, the latest first; only one's own for whoever assigns nothing."""
    asked = select(Recognition)
    if post:
        asked = asked.where(Recognition.post == post)
    return page_of(session, asked.order_by(Recognition.last.desc(), Recognition.post, Recognition.id), limit, offset)


def work_of(session: DeskSession, post: str, user_id: int | None, first: date, last: date) -> OwnWork:
    """What a person did within some days, as rules see it."""
    weeks = record_of(session, post, user_id, last, 1 + (monday(last) - monday(first)).days // 7)
    days = days_worked(session, post, user_id, first, last)
    visits = _visits(session, days)
    out = []
    for week in weeks:
        own = [visits[n] for day in days if monday(day.day) == week.first for n in _numbers(day) if n in visits]
        kept = [one for one in own if one.status in ("planned", "made", "missed")]
        out.append(WeekOut(week.first, len(kept), sum(one.status == "made" for one in kept), week.travel_hours, week.is_rested))  # fmt: skip
    settled, late = _settled(session, user_id, first, last)
    return OwnWork(first, last, settled, late, tuple(out), tuple(_taken_over(session, post, user_id, visits.values())))


def _settled(session: DeskSession, user_id: int | None, first: date, last: date) -> tuple[tuple[Settled, ...], int]:
    """Findings that a person settled within some days, and promises that were due and late."""
    if user_id is None:
        return (), 0
    asked = select(Finding, Task).join(Task, Task.finding_id == Finding.id).where(Task.assignee_id == user_id)
    found, late = [], 0
    for finding, task in session.execute(asked):
        if task.done_on is not None and first <= task.done_on <= last:
            verified = finding.status == "verified" and finding.verified_by not in (None, user_id)
            found.append(Settled(finding.kind, task.due, task.done_on, verified))
        if finding.kind == "promise" and task.due is not None and first <= task.due <= last:
            late += task.status != "dropped" and (task.done_on is None or task.done_on > task.due)
    return tuple(found), late


def _visits(session: DeskSession, days: Sequence[FieldDay]) -> dict[int, FieldVisit]:
    numbers = [n for day in days for n in _numbers(day)]
    return {one.id: one for one in session.scalars(select(FieldVisit).where(FieldVisit.id.in_(numbers)))}


def _numbers(day: FieldDay) -> list[int]:
    return [int(stop["visit"]) for stop in stops_of(day)]


def _taken_over(session: DeskSession, post: str, user_id: int | None, visits: Iterable[FieldVisit]) -> list[date]:
    """Days of visits made that had been dropped since whoever was to make them was ill; not of one's own illness."""
    made = {one.visit: one.made_on for one in visits if one.status == "made" and one.made_on is not None}
    before = [one for one in session.scalars(select(FieldVisit).where(FieldVisit.visit.in_(made), FieldVisit.status == "dropped")) if one.told.get(AGAIN)]  # fmt: skip
    own = session.scalars(select(Leave).where(Leave.post == post, Leave.user_id == user_id)).all()
    stood_in = {
        was.visit
        for was in before
        if abs(made[was.visit] - was.day) <= STOOD_IN_WITHIN
        and not any(leave.first <= was.day <= leave.last for leave in own)
    }
    return sorted(made[name] for name in stood_in)


def _whose(post: str, user_id: int | None) -> ColumnElement[bool]:
    return Recognition.post == post if user_id is None else Recognition.user_id == user_id
