"""What a span of the year will bring of an indicator: what is reported, and the rest as members of the run or the region's growth have it.

Why this file exists: a target for a year, its half-year and a quarter are asked of one forecast. What is done is taken from statistics
where they reach, else from the run; the rest is never negative. It judges no target.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.periods import Period, year_of
from bothhands.inputs.statistics import Series
from bothhands.outcome.seasonal_profile import Profile, share_by
from bothhands.outcome.target_odds import MODEL_SPREAD, Outlook, band, odds, rest_of_year

Numbers = NDArray[np.float64]
TAIL_MONTHS = 3
"""Months at the end of a run whose level against normal the years after start from."""


class Months(NamedTuple):
    """An indicator as the run gives it, by draw of the run's figures and by whole month of its calendar, in one unit and kind of prices."""

    year: int
    """Year of the first month, which is a January."""
    made: Numbers
    """(draw, month)."""
    normal: Numbers
    """The same without the epidemic, (draw, month)."""
    before: Numbers
    """The same months of the year before the calendar, (month,); twelve, or fewer where the calendar is shorter."""

    def within(self, first: date, last: date) -> Numbers | None:
        """Amount by draw from one day to another, a part of a month by its days; None where the calendar does not cover them."""
        if last < first:
            return np.zeros(len(self.made))
        if first.year < self.year or self._month(last) >= self.made.shape[1]:
            return None
        return np.asarray(self.made @ self._days(first, last, self.made.shape[1]))

    def year_before(self, first: date, last: date) -> float | None:
        """The same days a year before, where the first year of the calendar is meant."""
        if first.year != self.year or self._month(last) >= len(self.before):
            return None
        return float(self.before @ self._days(first, last, len(self.before)))

    @property
    def lasting(self) -> Numbers:
        """Level against normal in the last months of the run, by draw."""
        tail = slice(-TAIL_MONTHS, None)
        return np.asarray(self.made[:, tail].sum(1) / np.maximum(self.normal[:, tail].sum(1), 1e-9))

    def scaled(self, factor: float) -> Months:
        """The same in another unit."""
        return self._replace(made=self.made * factor, normal=self.normal * factor, before=self.before * factor)

    def _month(self, day: date) -> int:
        return 12 * (day.year - self.year) + day.month - 1

    def _days(self, first: date, last: date, months: int) -> Numbers:
        return days_of_months(self.year, first, last, months)


@lru_cache(maxsize=4096)
def days_of_months(year: int, first: date, last: date, months: int) -> Numbers:
    """Part of each month from a January on that lies between two days; not to be written to."""
    part = np.zeros(months)
    for month in range(12 * (first.year - year) + first.month - 1, 12 * (last.year - year) + last.month):
        at, number = year + month // 12, month % 12 + 1
        length = monthrange(at, number)[1]
        low, high = max(first, date(at, number, 1)), min(last, date(at, number, length))
        part[month] = ((high - low).days + 1) / length
    part.flags.writeable = False
    return part


@lru_cache(maxsize=64)
def _in_turn(draws: int, members: int) -> NDArray[np.int64]:
    """The draw of each member, one after another."""
    return np.arange(members) % draws


class Done(NamedTuple):
    """What is in of a span, and until when."""

    amount: float
    until: date
    reported: bool
    """From statistics; else as the run has it."""
    last_year: float | None = None
    """The same days a year before."""
    last_year_rest: float | None = None


class Forecast(NamedTuple):
    """What a span brings: what is done, and by member the rest."""

    done: float
    log_rest: Numbers
    spread: Numbers
    years: float
    """Part of a year the rest covers, from which breaks are counted."""

    def odds(self, goal: float, at_most: bool) -> float:
        """Chance of reaching, or not exceeding, a level over the span; what is done is done."""
        if self.years <= 0:
            return float((self.done <= goal) if at_most else (self.done >= goal))
        return float(odds(self.log_rest, self.spread, goal - self.done, self.years, at_most))

    def band(self) -> tuple[float, ...]:
        """Levels at the points of `target_odds.BAND`."""
        if self.years <= 0:
            return (self.done,) * 5
        return tuple((self.done + band(self.log_rest, self.spread, self.years)).tolist())

    @property
    def log_total(self) -> Numbers:
        """Log of the whole by member."""
        return np.asarray(np.log(np.maximum(self.done + np.exp(self.log_rest), 1e-300)))

    @property
    def total_spread(self) -> Numbers:
        """What the whole may be off by, a log, by member."""
        rest = np.exp(self.log_rest)
        return np.asarray(self.spread * rest / np.maximum(self.done + rest, 1e-300))


def done_of(found: Series | None, months: Months | None, span: Period, as_of: date) -> Done:
    """What is in of a span by a day: from statistics as far as they reach; without any, as the run has it by the day."""
    before = span.first - timedelta(days=1)
    reported = reported_within(found, span) if found else None
    if found and reported:
        amount, until = reported
        last_year = _last_year(found, span, until)
        return Done(amount, until, True, *last_year)
    day = min(as_of, span.last)
    if months is None or day < span.first or (made := months.within(span.first, day)) is None:
        return Done(0.0, before, False)
    rest = months.year_before(day + timedelta(days=1), span.last) if day < span.last else 0.0
    return Done(float(np.median(made)), day, False, months.year_before(span.first, day), rest)


@lru_cache(maxsize=4096)
def reported_within(found: Series, span: Period) -> tuple[float, date] | None:
    """Amount reported from the first day of a span without a gap, and the last day it covers; None where nothing is."""
    values = {one.period: one.value for one in found.latest if one.period.within(span)}
    best: tuple[float, date] | None = None
    for period, value in values.items():
        if period.first == span.first and period.kind != "day" and (best is None or period.last > best[1]):
            best = value, period.last
    if best is None:
        return None
    total, until = best
    while after := [one for one in values if one.first == until + timedelta(days=1) and one.kind != "day"]:
        longest = max(after, key=lambda one: one.last)
        total, until = total + values[longest], longest.last
    return total, until


@lru_cache(maxsize=4096)
def whole_years(found: Series) -> Mapping[int, float]:
    """Amounts of the years that are reported whole, by themselves or part by part."""
    years = {one.period.year: year_of(one.period.year) for one in found.latest}
    got = {year: reported_within(found, span) for year, span in years.items()}
    return {year: one[0] for year, one in got.items() if one and one[1] == years[year].last}


def forecast_by_run(months: Months, ahead: Outlook, span: Period, done: Done) -> Forecast | None:
    """The rest of a span as the run has it, each draw with what a run may be wrong by besides; None beyond its calendar.

    Notes
    -----
    Nothing reported: the run's own past counts as rest, with the same error, since nobody has measured it. Spread: σ √(part of a year).
    """
    start = done.until + timedelta(days=1) if done.reported else span.first
    rest = months.within(start, span.last)
    if rest is None:
        return None
    part = max((span.last - start).days + 1, 0) / 365.0
    size = len(ahead.spread)
    drawn = np.log(np.maximum(rest, 1e-300))[_in_turn(len(rest), size)]
    spread = MODEL_SPREAD * ahead.spread * np.sqrt(min(part, 1.0))
    return Forecast(done.amount if done.reported else 0.0, drawn, spread, part)


def forecast_by_growth(found: Series, ahead: Outlook, profile: Profile, span: Period, done: Done) -> Forecast | None:
    """The rest of a span by growth over the same rest a year before, else over the last whole year's part; None without such a base above zero.

    Notes
    -----
    Spread and weight of what is done are those of `target_odds.rest_of_year`, with the parts of the year the span has in and still to come. Over a
    year k years back: mean k μ, variance (k − 1)σ² more.
    """
    if done.reported and done.until >= span.last:
        return Forecast(done.amount, np.zeros(len(ahead.mean)), ahead.spread, 0.0)
    days = max((span.last - done.until).days, 0) / 365.0
    left = _part_of_year(profile, done.until, span.last)
    rest = _part_of_year(profile, done.until, year_of(span.last.year).last)
    if done.last_year_rest is not None and done.last_year_rest > 0:
        growth = done.amount / done.last_year - 1.0 if done.last_year and done.amount > 0 else None
        came = _part_of_year(profile, span.first - timedelta(days=1), done.until)
        mean, spread = rest_of_year(ahead, came, growth, left, rest)
        return Forecast(done.amount, np.log(done.last_year_rest) + mean, spread, max(days, 1e-3) if days else 0.0)
    whole = whole_years(found)
    last = max((year for year in whole if year < span.year), default=None)
    if last is None or whole[last] <= 0:
        return None
    base, since = whole[last], span.year - last
    if left <= 0:
        return Forecast(done.amount, np.zeros(len(ahead.mean)), ahead.spread, 0.0)
    mean, spread = rest_of_year(ahead, 0.0, None, left, rest)
    level = np.log(base * left) + since * mean
    return Forecast(done.amount, level, np.sqrt(spread**2 + (since - 1) * ahead.spread**2), float(since))


def _part_of_year(profile: Profile, after: date, last: date) -> float:
    """Part of a year's amount that comes after one day and by another."""
    year = year_of(last.year)
    return share_by(profile, last, year) - share_by(profile, after, year)


@lru_cache(maxsize=4096)
def _last_year(found: Series, span: Period, until: date) -> tuple[float | None, float | None]:
    """Amount of the same days a year before, and of the rest of the span; None where a bureau's figures do not tell.

    Of a span that ends within a month, that month counts by its days.
    """
    before = span.year_before()
    whole = reported_within(found, before)
    same = _until(found, before, until)
    if same is None or whole is None or whole[1] != before.last:
        return same, None
    return same, whole[0] - same - _after_the_last_day(found, span, before, until, (same, whole[0]))


def _after_the_last_day(found: Series, span: Period, before: Period, until: date, ends: tuple[float, float]) -> float:
    """What the days of its last month after the end of a span brought a year before, of what came from `until` to that month's end."""
    end = span.last.replace(day=monthrange(span.year, span.last.month)[1])
    if span.last == end:
        return 0.0
    start, amount = span.last.replace(day=1) - timedelta(days=1), ends[0]
    if start > until and (got := _until(found, before, start)) is not None:
        amount = got
    else:
        start = until
    return (ends[1] - amount) * (end - span.last).days / (end - start).days


def _until(found: Series, span: Period, until: date) -> float | None:
    """Amount of a span of the year before, up to the same month's end."""
    month = until.month
    last = date(span.year, month, monthrange(span.year, month)[1])
    if last > span.last:
        return None
    cut = Period(span.first, last, "to_date")
    got = reported_within(found, cut)
    return got[0] if got and got[1] == last else None
