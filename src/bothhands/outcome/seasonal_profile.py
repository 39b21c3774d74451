"""What part of a year's amount is in by a day: from the region's own years where it has whole ones, else evenly by month.

Why this file exists: behind by 3 % in February may be early or late, as the Spring Festival falls. January and February are always taken
together, and split by the working days of the year in question; nothing is read from where the holiday fell in other years.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bothhands.inputs.periods import Period
from bothhands.inputs.statistics import Edition, Series

HOLIDAY_WEIGHT = 0.25
"""ASSUMED: what a day of the Spring Festival brings in against another day; it matters only within January and February."""


class Profile(NamedTuple):
    """Part of a year's amount that is in by the ends of some months."""

    months: tuple[int, ...]
    """Months whose ends are known, 0 first and 12 last."""
    shares: tuple[float, ...]
    years: tuple[int, ...]
    """Years it was read from; none for an even one."""
    off: frozenset[date] = frozenset()
    """Days of the Spring Festival of the year in question."""

    @property
    def is_even(self) -> bool:
        """Whether every month counts alike, for want of a history."""
        return not self.years


EVEN = Profile(tuple(range(13)), tuple(n / 12 for n in range(13)), ())
"""A twelfth a month."""


def profile_of(found: Series | None, year: int, off: Collection[date] = ()) -> Profile:
    """Profile of a year from the whole years before it.

    Parameters
    ----------
    found
        Series of amounts by month, quarter, half or year to date; None where there is none.
    year
        The year in question; it and later ones are not read.
    off
        Days of its Spring Festival.

    Returns
    -------
    The mean of the years at the month ends all of them have; `EVEN` where no earlier year is whole or sums to zero or less.
    """
    years = _years(found, year) if found else {}
    whole = {one: shares for one, own in sorted(years.items()) if (shares := _shares(own))}
    if not whole:
        return EVEN
    ends = sorted(set.intersection(*(set(shares) for shares in whole.values())))
    mean = [float(np.mean([shares[month] for shares in whole.values()])) for month in ends]
    return Profile((0, *ends), (0.0, *mean), tuple(sorted(whole)), frozenset(off))


@lru_cache(maxsize=4096)
def share_by(profile: Profile, day: date, span: Period) -> float:
    """Part of a span's amount that is in by the end of a day, 0 to 1.

    Notes
    -----
    Between two known month ends the part grows with the days, a day of the Spring Festival counting `HOLIDAY_WEIGHT`.
    """
    if day < span.first:
        return 0.0
    before = _by(profile, span.first - timedelta(days=1), span.year)
    total = _by(profile, span.last, span.year) - before
    if total <= 0:
        return time_share(day, span)
    return float(np.clip((_by(profile, min(day, span.last), span.year) - before) / total, 0.0, 1.0))


def time_share(day: date, span: Period) -> float:
    """Part of a span's time that is over by the end of a day: every month alike, days within it."""
    if day < span.first:
        return 0.0
    before = _months_by(span.first - timedelta(days=1), span.year)
    return min((_months_by(min(day, span.last), span.year) - before) / (_months_by(span.last, span.year) - before), 1.0)


def months_left(day: date, span: Period) -> float:
    """Months of a span left after a day."""
    return max(_months_by(span.last, span.year) - max(_months_by(day, span.year), _months_by(span.first - timedelta(days=1), span.year)), 0.0)  # fmt: skip


def _by(profile: Profile, day: date, year: int) -> float:
    """Part of the year in by the end of a day."""
    if day.year != year:
        return 0.0 if day.year < year else 1.0
    after = next(n for n, month in enumerate(profile.months) if month >= day.month)
    first, last = profile.months[after - 1], profile.months[after]
    start = date(year, first + 1, 1)
    end = date(year, last, monthrange(year, last)[1])
    part = _weight(start, day, profile.off) / _weight(start, end, profile.off)
    return profile.shares[after - 1] + part * (profile.shares[after] - profile.shares[after - 1])


def _weight(first: date, last: date, off: frozenset[date]) -> float:
    days = (last - first).days + 1
    return days - (1.0 - HOLIDAY_WEIGHT) * sum(first <= day <= last for day in off)


@lru_cache(maxsize=4096)
def _months_by(day: date, year: int) -> float:
    """Months of a year over by the end of a day."""
    if day.year != year:
        return 0.0 if day.year < year else 12.0
    return day.month - 1 + day.day / monthrange(year, day.month)[1]


def _years(found: Series, before: int) -> dict[int, list[Edition]]:
    """Figures of parts of each year before one."""
    years: dict[int, list[Edition]] = defaultdict(list)
    for one in found.latest:
        if one.period.first.year < before and one.period.kind not in ("year", "day"):
            years[one.period.first.year].append(one)
    return years


def _shares(own: list[Edition]) -> dict[int, float]:
    """Part of a year in by the month ends it has figures for; January alone is never one. Empty where the year is not whole."""
    reached = _reached(own)
    total = reached.get(12, 0.0)
    if total <= 0 or len(reached) < 2:
        return {}
    return {month: value / total for month, value in sorted(reached.items()) if month > 1}


def _reached(own: list[Edition]) -> dict[int, float]:
    """Amount in by month ends of a year."""
    reached = {one.period.last.month: one.value for one in own if one.period.kind == "to_date"}
    total, month = 0.0, 1
    parts = {one.period.first.month: one for one in own if one.period.kind != "to_date"}
    if len(reached) == 1 and 2 in reached and 1 not in parts:
        total, month = reached[2], 3
    while month in parts:
        total += parts[month].value
        month = parts[month].period.last.month + 1
        reached[month - 1] = total
    return reached
