"""Recognition by rules that everybody can read: each looks at work that an officer has in hand, and at nothing else.

Why this file exists: thanks that hang on case counts, output or targets reward luck and teach to hide bad news. A rule is given an `OwnWork` and
cannot see more. Nobody is ranked: what a rule finds is a reason and its days, never a place in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Settled(NamedTuple):
    """A finding that a person settled: kind, day by which it was due, day it was done, and whether another verified it."""

    kind: str
    due: date | None
    done_on: date
    is_verified: bool


class WeekOut(NamedTuple):
    """A week: visits planned, visits made, hours of travel, and whether rest was had."""

    first: date
    planned: int
    made: int
    travel_hours: float
    is_rested: bool


class OwnWork(NamedTuple):
    """All that a rule sees: what one person did within some days."""

    first: date
    last: date
    settled: tuple[Settled, ...] = ()
    late_promises: int = 0
    """Promises that were due within these days and were not kept by then."""
    weeks: tuple[WeekOut, ...] = ()
    taken_over: tuple[date, ...] = ()
    """Days of visits that were made in place of somebody ill or in quarantine."""


class Rule(NamedTuple):
    """A rule: its key, under which pages say it (`dk_st_rule_KEY`), and whether some work is a reason for thanks; how much of it, or none."""

    key: str
    counts: Callable[[OwnWork], int]


SETTLED, STEADY_WEEKS, TRAVEL_HOURS, LONG_WEEKS = 3, 4, 10.0, 2
"""Findings, weeks in a row, hours of travel a week, and weeks of these; ASSUMED: within reach of everybody in a month of usual work."""


def settled_well(work: OwnWork) -> int:
    """Findings settled and verified by somebody else; from three on."""
    n = sum(one.is_verified for one in work.settled)
    return n if n >= SETTLED else 0


def promises_kept(work: OwnWork) -> int:
    """Promises kept in time and verified, where none was kept late."""
    kept = [one for one in work.settled if one.kind == "promise" and one.due is not None and one.is_verified]
    return len(kept) if not work.late_promises and all(one.done_on <= one.due for one in kept if one.due) else 0


def all_visits_made(work: OwnWork) -> int:
    """Weeks in a row with every visit made; from four on. A week without visits neither counts nor breaks the row."""
    longest = run = 0
    for week in sorted(work.weeks):
        if week.planned:
            run = run + 1 if week.made == week.planned else 0
            longest = max(longest, run)
    return longest if longest >= STEADY_WEEKS else 0


def stood_in(work: OwnWork) -> int:
    """Visits made in place of somebody who was ill or in quarantine."""
    return len(work.taken_over)


def long_ways(work: OwnWork) -> int:
    """Weeks with ten hours of travel or more, with rest kept; from two on."""
    n = sum(one.travel_hours >= TRAVEL_HOURS and one.is_rested for one in work.weeks)
    return n if n >= LONG_WEEKS else 0


RULES: tuple[Rule, ...] = (
    Rule("settled", settled_well),
    Rule("promises", promises_kept),
    Rule("visits", all_visits_made),
    Rule("stood_in", stood_in),
    Rule("ways", long_ways),
)
"""Every rule there is."""
KEYS = tuple(one.key for one in RULES)


class Earned(NamedTuple):
    """What a rule finds in some work: the rule, how much of it, and the days it looked at."""

    rule: str
    times: int
    first: date
    last: date


def earned(work: OwnWork) -> list[Earned]:
    """Rules that some work meets, in the order of the rules."""
    return [Earned(rule.key, n, work.first, work.last) for rule in RULES if (n := rule.counts(work)) > 0]


def month_before(day: date) -> tuple[date, date]:
    """First and last day of the month that ended last."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def weeks_within(weeks: Sequence[WeekOut], first: date, last: date) -> tuple[WeekOut, ...]:
    """Weeks that begin within some days."""
    return tuple(one for one in weeks if first <= one.first <= last)
