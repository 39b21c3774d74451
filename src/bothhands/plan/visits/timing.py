"""A day of visits by the clock: when to leave, when each begins, where lunch falls, when one is home.

Why this file exists: routers know no lunch, so the day that is promised to an officer is timed here, exactly, and only days that
pass are ever chosen. Notes: for each place of lunch in the order of visits the earliest end is found forward, then the latest
start backward; the shortest of these days is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bothhands.plan.visits.posed import Officer, Rules, Visit, Week


class Timed(NamedTuple):
    """A day by the clock; minutes of the day."""

    leaves: int
    begins: tuple[int, ...]
    """Of each visit."""
    lunch: int
    """Begin of lunch on the way; −1 where it is had at home, or within a visit that lasts over its hours."""
    returns: int
    work: int
    """Minutes of travel, visits and waiting, without lunch."""
    travel: int


class _Step(NamedTuple):
    """Something that takes time: the way to it, its window, how long it lasts."""

    way: int
    opens: int
    closes: int
    minutes: int


def way(week: Week, start: int, end: int) -> int:
    """Minutes between two stops; `within` between two in one place."""
    return week.within if start == end else int(week.ways[start, end])


def timed(week: Week, officer: Officer, start: int, visits: Sequence[Visit], end: int) -> Timed | None:
    """The shortest day that makes visits in this order; none where a window cannot be met.

    Parameters
    ----------
    week
        Ways and rules.
    officer
        Whose hours count.
    start
        Place where the day begins.
    visits
        In order, one or more.
    end
        Place where it ends.
    """
    steps, at, travel = [], start, 0
    for visit in visits:
        spot = week.spot(visit.place)
        steps.append(_Step(way(week, at, spot), visit.opens, visit.closes, visit.minutes))
        travel += steps[-1].way
        at = spot
    last = way(week, at, end)
    travel += last
    rules, best = week.rules, None
    lunch = _Step(0, rules.lunch_from, rules.lunch_to, rules.lunch)
    for where in range(-1, len(steps) + 1):
        order = steps if where < 0 else [*steps[:where], lunch, *steps[where:]]
        if where == 0:
            continue
        found = _latest_start(order, officer, last)
        if found is None and where < 0:
            return None  # what holds without lunch only may hold with it
        if found is None:
            continue
        leaves, begins, returns = found
        if where < 0 and not _eats_elsewhere(rules, leaves, begins, visits, returns):
            continue
        work = returns - leaves - (rules.lunch if where >= 0 else 0)
        key = (work, returns)
        if best is None or key < best[0]:
            own = begins if where < 0 else (*begins[:where], *begins[where + 1 :])
            best = key, Timed(leaves, own, -1 if where < 0 else begins[where], returns, work, travel)
    if best is None or best[1].work > officer.minutes_a_day:
        return None
    return best[1]


def _eats_elsewhere(rules: Rules, leaves: int, begins: Sequence[int], visits: Sequence[Visit], returns: int) -> bool:
    """Whether lunch can be had before leaving or after coming back, or belongs to a visit that lasts over all its hours."""
    over = any(begin <= rules.lunch_from and begin + one.minutes >= rules.lunch_to for begin, one in zip(begins, visits, strict=True))  # fmt: skip
    return over or returns <= rules.lunch_to or leaves >= rules.lunch_from + rules.lunch


def _latest_start(steps: Sequence[_Step], officer: Officer, last: int) -> tuple[int, tuple[int, ...], int] | None:
    """When to leave so that the day ends as early as it can and is as short as that allows; begins of each step; its end."""
    clock = officer.opens
    for step in steps:
        clock = max(clock + step.way, step.opens)
        if clock > step.closes:
            return None
        clock += step.minutes
    returns = clock + last
    if returns > officer.closes:
        return None
    latest = clock
    for step in reversed(steps):
        latest = min(latest - step.minutes, step.closes) - step.way
    begins, clock = [], latest
    for step in steps:
        clock = max(clock + step.way, step.opens)
        begins.append(clock)
        clock += step.minutes
    return latest, tuple(begins), clock + last
