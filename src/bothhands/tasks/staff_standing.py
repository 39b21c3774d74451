"""How staff stand on a day: all posts for whoever assigns work, and one's own work for whoever does it; what the pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from bothhands.inputs.region import Region
from bothhands.records.field import FieldDay, Holder, Leave, Recognition
from bothhands.records.people import User
from bothhands.records.store import DeskSession
from bothhands.tasks.fairness import Compared, compared
from bothhands.tasks.leaves import days_to_plan_again
from bothhands.tasks.own_record import WEEKS, Week, monday, record_of, records_of
from bothhands.tasks.recognition import Earned, month_before
from bothhands.tasks.staff import PostStands, homes_of, post_of_person, posts_standing
from bothhands.tasks.thanks import earned_by, recognitions_of

ENTERED = 30
"""Leaves and recognitions that are shown, the latest."""
BACK = timedelta(days=28)
"""How long a day waits for its hours to be told; ASSUMED."""


@dataclass(frozen=True)
class PostWeek:
    """A post, and the week of whoever holds it."""

    stands: PostStands
    name: str
    """Of whoever holds it; blank for nobody."""
    week: Week


@dataclass(frozen=True)
class Standing:
    """All posts of one's places."""

    posts: Sequence[PostWeek]
    again: Sequence[FieldDay]
    leaves: Sequence[Leave]
    hours: Compared
    thanks: Sequence[Recognition]
    reasons: Sequence[tuple[str, Earned]]
    """Posts, and rules that their work of the month before met."""
    names: dict[int, str]

    @property
    def held(self) -> int:
        """Posts that somebody holds."""
        return sum(one.stands.holder is not None for one in self.posts)

    @property
    def short(self) -> int:
        """Posts whose rest was, or is to be, too short this week."""
        return sum(not one.week.is_rested for one in self.posts)

    @property
    def in_order(self) -> Sequence[str]:
        """Posts that are compared, in the order of their homes."""
        known = [one.stands.post for one in self.posts if one.stands.post in self.hours.more]
        return [*known, *sorted(set(self.hours.more) - set(known))]


@dataclass(frozen=True)
class OwnStanding:
    """One's own work."""

    holder: Holder | None
    weeks: Sequence[Week]
    days: Sequence[FieldDay]
    """Of this week and the next."""
    untold: Sequence[FieldDay]
    """Days of the last weeks whose hours were not told, the latest first."""
    again: frozenset[int]
    """Numbers of days that fall into a leave."""
    leaves: Sequence[Leave]
    thanks: Sequence[Recognition]
    names: dict[int, str]

    @property
    def hours(self) -> float:
        """Of all weeks shown."""
        return round(sum(one.hours for one in self.weeks), 1)


def standing_of(session: DeskSession, region: Region, day: date) -> Standing:
    """How posts stand on a day; for whoever assigns work.

    Parameters
    ----------
    session
        Of somebody who assigns work.
    region
        The region in force.
    day
        The desk's day.
    """
    session.access.require("assign")
    stands = posts_standing(session, region, day)
    names = _names(session)
    weeks = records_of(session, [(one.post, _user(one)) for one in stands], day, 1)
    posts = [PostWeek(one, names.get(_user(one) or 0, ""), week[0]) for one, week in zip(stands, weeks, strict=True)]
    leaves = session.scalars(select(Leave).where(Leave.last >= day).order_by(Leave.first, Leave.id).limit(ENTERED)).all()  # fmt: skip
    first, last = month_before(day)
    held = [(one.post, user) for one in stands if (user := _user(one)) is not None and user != session.access.user_id]
    reasons = [(post, found) for post, user in held for found in earned_by(session, post, user, first, last)]
    return Standing(posts, days_to_plan_again(session, day), leaves, compared(session, monday(day)), recognitions_of(session, limit=ENTERED).items, reasons, names)  # fmt: skip


def own_standing(session: DeskSession, day: date, user_id: int | None) -> OwnStanding:
    """How one's own work stands on a day.

    Parameters
    ----------
    session
        Of whoever looks.
    day
        The desk's day.
    user_id
        Their account; nothing stands for nobody.
    """
    holder = post_of_person(session, user_id, day)
    if user_id is None:
        return OwnStanding(None, [], [], [], frozenset(), [], [], {})
    first = monday(day)
    own = select(FieldDay).where(FieldDay.user_id == user_id)
    days = session.scalars(own.where(FieldDay.day >= first, FieldDay.day < first + timedelta(days=14)).order_by(FieldDay.day)).all()  # fmt: skip
    untold = session.scalars(own.where(FieldDay.day <= day, FieldDay.day > day - BACK, FieldDay.told_hours.is_(None)).order_by(FieldDay.day.desc())).all()  # fmt: skip
    again = frozenset(one.id for one in days_to_plan_again(session, day) if one.user_id == user_id)
    leaves = session.scalars(select(Leave).where(Leave.user_id == user_id).order_by(Leave.first.desc()).limit(ENTERED)).all()  # fmt: skip
    thanks = session.scalars(select(Recognition).where(Recognition.user_id == user_id).order_by(Recognition.last.desc()).limit(ENTERED)).all()  # fmt: skip
    weeks = record_of(session, "" if holder is None else holder.post, user_id, day, WEEKS)
    return OwnStanding(holder, weeks, days, untold, again, leaves, thanks, _names(session))


def has_own_work(session: DeskSession, day: date) -> bool:
    """Whether somebody has work of their own to look at: an officer, or whoever holds a post."""
    access = session.access
    return access.user_id is not None and (access.role == "officer" or post_of_person(session, access.user_id, day) is not None)  # fmt: skip


def posts_of_places(session: DeskSession, region: Region) -> dict[str, str]:
    """Home of each post of the region that lies in one's places."""
    places = session.access.places
    return {post: home for post, home in homes_of(region).items() if places is None or home in places}


def _user(one: PostStands) -> int | None:
    return None if one.holder is None else one.holder.user_id


def _names(session: DeskSession) -> dict[int, str]:
    return {number: name for number, name in session.execute(select(User.id, User.name))}
