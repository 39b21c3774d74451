"""Hours compared: how many hours more than the others each post worked in the weeks before, as the plan of the next week takes it.

Why this file exists: what one week could not share equally, the next makes up for. The comparison is told to whoever assigns work and to nobody
else: where there are two officers, each would read the other's hours in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from bothhands.records.field import FieldDay, Holder
from bothhands.records.store import DeskSession
from bothhands.tasks.leaves import away_on
from bothhands.tasks.own_record import RULES, is_worked, worked_hours
from bothhands.tasks.staff import holder_on

WEEKS_BEFORE = 4
"""Weeks that are compared; ASSUMED: a month, as long as a week's plan takes to make up for it (`plan.visits.choose.CATCH_UP`)."""


class Spell(NamedTuple):
    """A post in one week: hours worked, and days on which whoever holds it was there."""

    hours: float
    days: int


class Compared(NamedTuple):
    """Hours that posts worked, as if each had been there all the time: their mean, and how much more each worked."""

    mean: float
    more: Mapping[str, float]


def hours_before(session: DeskSession, first: date, weeks: int = WEEKS_BEFORE) -> dict[str, float]:
    """Hours worked more than the others in the weeks before a day, by post; they sum to zero.

    Parameters
    ----------
    session
        Of somebody who assigns work; posts outside their places are not compared.
    first
        First day of the week that is planned.
    weeks
        How many weeks before are compared.
    """
    return dict(compared(session, first, weeks).more)


def days_worked(session: DeskSession, first: date) -> dict[str, list[date]]:
    """Days of the week before a day on which each post worked: they count into the five days in any seven.

    Parameters
    ----------
    session
        Of somebody who assigns work.
    first
        First day of the week that is planned.
    """
    before = select(FieldDay).where(FieldDay.day >= first - timedelta(days=6), FieldDay.day < first)
    found: dict[str, list[date]] = {}
    for one in session.scalars(before.order_by(FieldDay.post, FieldDay.day)):
        if is_worked(one):
            found.setdefault(one.post, []).append(one.day)
    return found


def compared(session: DeskSession, first: date, weeks: int = WEEKS_BEFORE) -> Compared:
    """Hours of posts in the weeks before a day.

    Parameters
    ----------
    session, first, weeks
        As in `hours_before`.

    Notes
    -----
    Within each week, hours per share of the week a person was there, less the mean of all who were there: as the plan of a week compares
    them. A post compares the days of whoever holds it on the first day: who takes over a post begins at the mean. A post that nobody holds
    counts in weeks in which it was worked.
    """
    begin = first - timedelta(days=7 * weeks)
    days = session.scalars(select(FieldDay).where(FieldDay.day >= begin, FieldDay.day < first)).all()
    posts = sorted({one.post for one in days} | set(session.scalars(select(Holder.post).where(Holder.first < first))))
    holders = {post: holder_on(session, post, first) for post in posts}
    away = set(away_on(session, begin, first - timedelta(days=1)))
    total: dict[str, float] = {}
    mean = 0.0
    for k in range(weeks):
        week = begin + timedelta(days=7 * k)
        found = more_than_others(_spells(days, holders, away, week))
        mean += found.mean
        for post, more in found.more.items():
            total[post] = total.get(post, 0.0) + more
    return Compared(mean, total)


def more_than_others(spells: Mapping[str, Spell]) -> Compared:
    """Hours per share of the week, less their mean, of all who were there."""
    there = {post: one for post, one in spells.items() if one.days > 0}
    most = max((one.days for one in there.values()), default=0)
    each = {post: one.hours * most / one.days for post, one in there.items()}
    mean = sum(each.values()) / len(each) if each else 0.0
    return Compared(mean, {post: hours - mean for post, hours in each.items()})


def rounded(hours: Mapping[str, float]) -> dict[str, float]:
    """To a tenth of an hour, without those at the mean."""
    return {post: round(one, 1) for post, one in sorted(hours.items()) if round(one, 1)}


def _spells(days: Sequence[FieldDay], holders: Mapping[str, Holder | None], away: set[tuple[str, date]], week: date) -> dict[str, Spell]:  # fmt: skip
    """Every post in a week. Days of work are those on which anybody was out, five at most."""
    end = week + timedelta(days=6)
    own: dict[str, list[FieldDay]] = {post: [] for post in holders}
    for one in days:
        if week <= one.day <= end and _is_of(one, holders[one.post]) and (one.told_hours is not None or (one.post, one.day) not in away):  # fmt: skip
            own[one.post].append(one)
    calendar = sorted({one.day for every in own.values() for one in every if is_worked(one)})
    found = {}
    for post, every in own.items():
        holder = holders[post]
        worked = {one.day for one in every if is_worked(one)}
        there = [
            day
            for day in calendar
            if day in worked or (holder is not None and (post, day) not in away and holder.first <= day)
        ]
        if holder is None and worked:
            there = [day for day in calendar if day in worked or (post, day) not in away]
        found[post] = Spell(sum(map(worked_hours, every)), min(len(there), RULES.days_in_seven))
    return found


def _is_of(day: FieldDay, holder: Holder | None) -> bool:
    return day.user_id == (None if holder is None else holder.user_id)
