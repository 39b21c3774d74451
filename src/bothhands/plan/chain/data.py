"""What the chain programme is made of: needs, capacity, lanes, limits and prices as numpy arrays.

Why this file exists: the programme must know no region and no table, so that an invented network, a region of many
cities and its pool are the same problem. It holds the arrays and the calendar they stand on; it decides nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
DAYS_PER_WEEK = 7
DAILY_WEEKS = 4
"""Weeks from the start that are planned day by day; later ones week by week."""
NONE = -1
"""Stands for no maker."""


class ChainData(NamedTuple):
    """One chain problem. Axes: period, week (of an order), place, good, group, maker (a place and a good), option (a
    line that may be ordered), lane (two places and a good), window (days a sum of money is for).

    Quantities in the good's own unit, money in yuan.
    """

    first_day: Whole
    """First day of each period, in days of the calendar."""
    days: Whole
    """Length of each period, days."""
    order_day: Whole
    """Day on which the orders of each week are placed."""
    need: Numbers
    """Need by period, place, good and group."""
    level: Whole
    """Priority of a good's group, 0 first; good × group."""
    worth: Numbers
    """Worth of serving one unit; good × group."""
    maker_place: Whole
    maker_good: Whole
    standing: Numbers
    """What lines that stand or are on order can make; period × maker."""
    maker_of_option: Whole
    reach: Numbers
    """What a line ordered in one week can make in a period; week × period × option."""
    taken_of_option: Whole
    """Maker whose standing line a converted one uses up; -1 for a new line."""
    taken: Numbers
    """What that line could have made; week × period × option."""
    recipe: Numbers
    """Input per unit made; good × input."""
    release_days: Numbers
    """Days from making to stock, by good; may have a fraction."""
    process_days: Numbers
    """Of these, days of processing, by good."""
    keep: Numbers
    """Share of a stock that a period leaves; period × good."""
    first_stock: Numbers
    """Stock on the first morning; place × good."""
    received: Numbers
    """What was sent before the first day and arrives; period × place × good."""
    lane_from: Whole
    lane_to: Whole
    lane_good: Whole
    lane_days: Numbers
    lane_cost: Numbers
    """Cost of moving one unit, yuan."""
    outside: Numbers
    """Most that comes from outside the region; period × good."""
    market: Numbers
    """Of this, what users of a place reach by themselves; period × place × good."""
    price: Numbers
    """Yuan a unit, by good."""
    option_cost: Numbers
    """Yuan a line."""
    family_of_option: Whole
    """Numbers a class of line and a good."""
    family_limit: Numbers
    """Lines the makers of a family can still take; week × family."""
    seat_of_option: Whole
    """Numbers a site and a good."""
    seat_limit: Numbers
    """Lines a seat has still room for."""
    budget: Numbers
    """Money of each window; infinite where none is named, nothing for days on which no money pays."""
    line_part: Numbers
    """1 where the orders of a week are paid from a window; window × week."""
    purchase_part: Numbers
    """Share of a period's purchases paid from a window; window × period."""
    host: Whole | None = None
    """Maker whose lines a maker of a grade runs on, `NONE` for lines of its own; by maker. None where no good has grades."""
    host_rate: Numbers | None = None
    """What a maker of a grade makes per unit the lines would make of their own good; by maker."""

    def hosted(self) -> Whole:
        """Makers that run on the lines of another."""
        return np.flatnonzero(self.host != NONE) if self.host is not None else np.empty(0, np.int64)


class Calendar(NamedTuple):
    """Periods of a plan and the days orders are placed on, in days of the calendar."""

    first_day: Whole
    days: Whole
    order_day: Whole


def calendar(start: int, end: int, daily_weeks: int = DAILY_WEEKS) -> Calendar:
    """Days for some weeks, then weeks; orders on the first day of each week.

    Parameters
    ----------
    start
        First day planned.
    end
        The day after the last.
    daily_weeks
        Weeks planned day by day; 0 for weeks alone.

    Examples
    --------
    >>> calendar(0, 24, daily_weeks=1).days.tolist()
    [1, 1, 1, 1, 1, 1, 1, 7, 7, 3]
    """
    until = min(start + DAYS_PER_WEEK * daily_weeks, end)
    first = np.concatenate([np.arange(start, until), np.arange(until, end, DAYS_PER_WEEK)]).astype(np.int64)
    days = np.diff(np.append(first, end)).astype(np.int64)
    return Calendar(first, days, np.arange(start, end, DAYS_PER_WEEK, dtype=np.int64))


def by_period(daily: Numbers, periods: Calendar) -> Numbers:
    """Sums over each period of values by day; leading axis is time."""
    return np.asarray(np.add.reduceat(daily, periods.first_day, axis=0), float)


def arrivals(first_day: Whole, days: Whole, lag: float) -> tuple[Whole, Whole, Numbers]:
    """Which part of what leaves evenly over one period arrives in which other.

    Parameters
    ----------
    first_day, days
        Periods, one after the other.
    lag
        Days on the way, fractions allowed.

    Returns
    -------
    tuple[Whole, Whole, Numbers]
        Periods of leaving, of arriving, and the share; what arrives after the last period is in no entry.

    Examples
    --------
    >>> arrivals(np.array([0, 7]), np.array([7, 7]), 3.0)[2].round(3).tolist()
    [0.571, 0.429, 0.571]
    """
    begin = first_day[:, None] + lag
    overlap = np.minimum(begin + days[:, None], first_day + days) - np.maximum(begin, first_day)
    left, arrived = np.nonzero(overlap > 1e-12)
    return left, arrived, np.asarray(overlap[left, arrived] / days[left], float)


def whole_weeks(lines: Numbers, order_day: Whole) -> Numbers:
    """Whole lines that can be taken in each week, where the part left over of one is taken with those of later weeks.

    Parameters
    ----------
    lines
        A week, parts of a line allowed; week × family.
    order_day
        First day of each week; parts are counted from the first day of the calendar, so that a plan made later has the same weeks.

    Examples
    --------
    >>> whole_weeks(np.array([[0.5, 2.5, 3.0]] * 4), np.array([0, 7, 14, 21])).T.tolist()
    [[0.0, 1.0, 0.0, 1.0], [2.0, 3.0, 2.0, 3.0], [3.0, 3.0, 3.0, 3.0]]
    """
    lines = np.round(lines, 9)
    begun, ended = (np.floor(np.round(lines % 1 * day[:, None] / DAYS_PER_WEEK, 9)) for day in (order_day, order_day + DAYS_PER_WEEK))  # fmt: skip
    return np.asarray(np.floor(lines) + ended - begun, float)


def kept_between(keep: Numbers, left: Whole, arrived: Whole) -> Numbers:
    """Share of what leaves in a period that spoiling leaves until it arrives in another; arrival × good.

    Parameters
    ----------
    keep
        Share that a period leaves of what is there before it; period × good.
    left, arrived
        Periods of leaving and of arriving, none before it.

    Examples
    --------
    >>> kept_between(np.array([[0.9], [0.5], [0.0]]), np.array([0, 0, 0]), np.array([0, 1, 2])).ravel().tolist()
    [1.0, 0.5, 0.0]
    """
    found = np.ones((left.size, keep.shape[1]))
    for step in range(1, int((arrived - left).max(initial=0)) + 1):
        under_way = left + step <= arrived
        found[under_way] *= keep[left[under_way] + step]
    return found


def week_of_period(data: ChainData) -> Whole:
    """Order week each period falls in."""
    return np.asarray(np.searchsorted(data.order_day, data.first_day, side="right") - 1, np.int64)
