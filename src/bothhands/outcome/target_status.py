"""Where every target of a region stands on a day: progress, odds, half-year odds, and for an undated one the odds by each year's end.

Why this file exists: it joins what is known (targets, statistics, holidays) with what a run says; it draws nothing and tells nothing. A run
enters as `Months` by place and indicator, so that it works without any.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.periods import Period, parsed, year_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import names_of, span_of, versions_of
from bothhands.inputs.unit_scales import is_share, scale_of
from bothhands.observe.series import Series, has_series, printed_unit, series
from bothhands.outcome.progress import (
    RULE,
    Light,
    Progress,
    Rule,
    Task,
    Trend,
    level_of_growth,
    light_of,
    progress,
    trend_of,
)
from bothhands.outcome.seasonal_profile import Profile, profile_of, share_by
from bothhands.outcome.target_forecast import (
    Done,
    Forecast,
    Months,
    Numbers,
    done_of,
    forecast_by_growth,
    forecast_by_run,
)
from bothhands.outcome.target_odds import Outlook, odds, outlook, years_ahead

HORIZON = 10
"""Years an undated target is asked of, the as-of day's the first."""
EVEN_CHANCE = 0.5
Runs = Mapping[tuple[str, str, str], Months]
"""What the run gives by place, indicator and kind of prices."""


class Status(NamedTuple):
    """Where a target stands; figures in the unit of `unit`."""

    target: Target
    first_version: Target
    """Itself where it was never revised."""
    unit: str
    span: Period
    """Days it is asked of: the year of the as-of day for an undated one."""
    goal: float | None
    """Level to reach; None where a growth has no known base."""
    done: Done
    progress: Progress | None
    band: tuple[float, ...] | None
    """5, 25, 50, 75 and 95 % of what the span will bring."""
    odds: float | None
    """Of reaching it within the span."""
    half_odds: float | None
    """Of having half of it by half-year; None where the span is no year, or the half is over and reported."""
    by_year: tuple[tuple[int, float], ...]
    """Of an undated target: the odds of having reached it by each year's end."""
    first_year: int | None
    """First of these years with even odds or better."""
    light: Light
    trend: Trend
    basis: str
    """What the forecast stands on: run, growth, or none."""
    history_years: int
    profile: Profile


class _Case(NamedTuple):
    """What is known of one target's indicator, in one unit."""

    target: Target
    unit: str
    found: Series | None
    months: Months | None
    profile: Profile
    ahead: Outlook
    as_of: date


def statuses(region: Region, as_of: date, runs: Runs, rule: Rule = RULE) -> tuple[Status, ...]:
    """Where every target of a region stands.

    Parameters
    ----------
    region
        The region; figures and targets not known on the day are left out.
    as_of
        The day.
    runs
        What a run gives, money in the region's currency; empty for none.
    rule
        Of the light.

    Raises
    ------
    InputError
        Every fault of a series a target is held against, by row.
    """
    region = region.standing_on(as_of)
    versions = versions_of(region.tables.get("targets", ()))
    faults: list[Fault] = []
    told: list[Status] = []
    for target in region.rows(Target):
        try:
            told.append(_status(region, _case(region, target, as_of, runs), versions[target.target][0], rule))
        except InputError as error:
            faults += [one for one in error.faults if one not in faults]
    if faults:
        raise InputError(faults)
    return tuple(told)


class Point(NamedTuple):
    """A task on its way, at the end of a month."""

    day: date
    expected: float
    """What the season would have in, of the goal."""
    band: tuple[float, ...]
    """5, 25, 50, 75 and 95 % of what is in by the day."""


def path_of(region: Region, as_of: date, runs: Runs, told: Status) -> tuple[Point, ...]:
    """A target's way through its span, month by month, from the forecast its odds stand on; nothing where there is none."""
    if told.goal is None or told.basis == "none":
        return ()
    case, points = _case(region.standing_on(as_of), told.target, as_of, runs), []
    for month in range(told.span.first.month, told.span.last.month + 1):
        day = min(date(told.span.year, month, monthrange(told.span.year, month)[1]), told.span.last)
        _, forecast, _ = _forecast(case, Period(told.span.first, day, "to_date"))
        if forecast:
            points.append(Point(day, told.goal * share_by(case.profile, day, told.span), forecast.band()))
    return tuple(points)


def _case(region: Region, target: Target, as_of: date, runs: Runs) -> _Case:
    """Series, run, season and outlook of a target, in its unit."""
    found = _series(region, target)
    prices = "current" if found else target.prices
    unit = target.unit if target.kind == "level" else (found.unit if found else region.currency)
    run = runs.get((target.place, target.indicator, prices))
    scale = scale_of(region.currency, unit) if run else None
    year = (span_of(target) or year_of(as_of.year)).year
    change = float(region.parameter("price_change_share").value) if prices == "current" else 0.0
    trend = float(region.parameter("trend_growth_share").value)
    return _Case(
        target, unit, found, run.scaled(scale) if run and scale else None, _profile(region, found, year),
        _outlook(growth_history(region, target, found, change), (1.0 + trend) * (1.0 + change) - 1.0), as_of,
    )  # fmt: skip


def growth_history(region: Region, target: Target, found: Series | None, price_change: float) -> tuple[float, ...]:
    """Growth of whole years, shares: from the indicator's levels, else from its own series of growth, real growth taken to current prices."""
    whole = {one.period.year: one.value for one in found.latest if one.period.kind == "year"} if found else {}
    levels = sorted((year, value) for year, value in whole.items() if value > 0)
    rates = [b / a - 1.0 for (one, a), (two, b) in pairwise(levels) if two == one + 1]
    if rates:
        return tuple(rates)
    named = _first_series(region, target.place, [f"{name}_growth" for name in names_of(target.indicator)], "share")
    if named is None:
        return ()
    real = "real" in printed_unit(region, named.place, named.indicator)
    yearly = [one.value for one in named.latest if one.period.kind == "year"]
    return tuple((1.0 + value) * (1.0 + price_change if real else 1.0) - 1.0 for value in yearly)


def goal_of(case: _Case, region: Region) -> float | None:
    """Level a target asks for, in the unit of the case; None where the base of a growth is not known."""
    target = case.target
    if target.kind == "level":
        return target.value
    base = parsed(target.base_period)
    share = scale_of(target.unit, "share")
    if base is None or share is None:
        return None
    growth = share * target.value
    if case.found:
        constant = target.prices == "constant"
        change = float(region.parameter("price_change_share").value) if constant else 0.0
        years = (span_of(target) or year_of(case.as_of.year)).year - base.year
        return level_of_growth(case.found.values()[base], growth, change, years)
    known = None
    if case.months is not None and base.year == case.months.year - 1:
        known = case.months.year_before(base.first.replace(year=case.months.year), _same_day(base.last, case.months.year))  # fmt: skip
    return None if known is None else level_of_growth(known, growth)


def _status(region: Region, case: _Case, first: Target, rule: Rule) -> Status:
    target, as_of = case.target, case.as_of
    span = span_of(target) or year_of(as_of.year)
    goal, at_most = goal_of(case, region), target.direction == "at_most"
    done, forecast, basis = _forecast(case, span)
    chance = forecast.odds(goal, at_most) if forecast and goal is not None else None
    by_year = _by_year(case, forecast, goal) if span_of(target) is None else ()
    undated = span_of(target) is None
    task = None if goal is None else progress(Task(goal, span, done.amount, done.until, done.last_year, done.last_year_rest), case.profile)  # fmt: skip
    return Status(
        target=target,
        first_version=first,
        unit=case.unit,
        span=span,
        goal=goal,
        done=done,
        progress=task if done.until >= span.first else None,
        band=forecast.band() if forecast else None,
        odds=chance,
        half_odds=_half(case, span, goal, at_most),
        by_year=by_year,
        first_year=next((year for year, one in by_year if one >= EVEN_CHANCE), None),
        light="unknown" if undated else light_of(chance, rule),
        trend=_trend(case, span, rule),
        basis=basis,
        history_years=case.ahead.years,
        profile=case.profile,
    )


def _forecast(case: _Case, span: Period) -> tuple[Done, Forecast | None, str]:
    """What is done of a span, what it will bring, and what that stands on."""
    done = done_of(case.found, case.months, span, case.as_of)
    if case.months is not None and (by_run := forecast_by_run(case.months, case.ahead, span, done)):
        return done, by_run, "run"
    grown = forecast_by_growth(case.found, case.ahead, case.profile, span, done) if case.found else None
    return done, grown, "growth" if grown else "none"


def _half(case: _Case, span: Period, goal: float | None, at_most: bool) -> float | None:
    """Odds of half of a year's task by half-year."""
    if span.kind != "year" or goal is None:
        return None
    half = parsed(f"{span.year:04d}H1")
    assert half is not None
    done, forecast, _ = _forecast(case, half)
    return None if forecast is None or done.until > half.last else forecast.odds(goal / 2.0, at_most)


def _by_year(case: _Case, forecast: Forecast | None, goal: float | None) -> tuple[tuple[int, float], ...]:
    """Odds of having reached a level by the end of each year.

    Notes
    -----
    The chance that the year itself reaches it, or an earlier one did: the largest so far, a lower bound that is exact while levels grow.
    Years after a run start from its last months' level against normal, so that a loss that is made good is not carried on.
    """
    if forecast is None or goal is None:
        return ()
    first, at_most = case.as_of.year, case.target.direction == "at_most"
    found = [(first, forecast.odds(goal, at_most))]
    level = forecast.log_total
    if case.months is not None:
        level = _entering(case.months, len(level))
    for k, (log_level, spread) in enumerate(years_ahead(level, forecast.total_spread, case.ahead, HORIZON)):
        if k:
            chance = float(odds(log_level, spread, goal, float(k), at_most))
            found.append((first + k, max(chance, found[-1][1])))
    return tuple(found)


def _entering(months: Months, size: int) -> Numbers:
    """Level of the run's first year as the years after it are entered: what would be normal, times what lasts at the end."""
    normal = months.normal[:, :12].sum(1) * months.lasting
    return np.log(np.maximum(np.resize(normal, size), 1e-300))


@lru_cache(maxsize=4096)
def _profile(region: Region, found: Series | None, year: int) -> Profile:
    """Season of a series, with the Spring Festival of the year."""
    spans = [span for span in region.rows(CalendarSpan) if span.kind == "spring_festival"]
    off = {span.date_from + timedelta(days=n) for span in spans for n in range((span.date_to - span.date_from).days + 1)}  # fmt: skip
    return profile_of(found, year, off)


@lru_cache(maxsize=4096)
def _outlook(past: tuple[float, ...], expected: float) -> Outlook:
    return outlook(past, expected)


def _series(region: Region, target: Target) -> Series | None:
    """Series of a target's indicator that can be held against it: amounts for a level or a growth, never one at other prices.

    A growth at constant prices is asked of current ones by the stated change of prices; a level at constant prices, of the run alone.
    """
    if target.prices == "constant" and target.kind == "level":
        return None
    found = _first_series(region, target.place, names_of(target.indicator), target.unit if target.kind == "level" else None)  # fmt: skip
    if found is None or target.kind == "level":
        return found
    return found if not is_share(found.unit) and parsed(target.base_period) in found.values() else None


def _first_series(region: Region, place: str, names: Sequence[str], unit: str | None) -> Series | None:
    """The first of some series that there is, with its faults raised."""
    name = next((one for one in names if has_series(region, place, one)), None)
    return _read(region, place, name, unit) if name else None


@lru_cache(maxsize=4096)
def _read(region: Region, place: str, name: str, unit: str | None) -> Series:
    return series(region, place, name, region.as_of, unit)


def _trend(case: _Case, span: Period, rule: Rule) -> Trend:
    """Growth of the latest reported part over the year before, against that of the year to date."""
    if case.found is None:
        return "unknown"
    values = case.found.values()
    parts = [one for one in values if one.within(span) and one.kind in ("month", "quarter")]
    if len(parts) < 2 or any(one.year_before() not in values for one in parts):
        return "unknown"
    latest = parts[-1]
    before = sum(values[one.year_before()] for one in parts)
    if before <= 0 or values[latest.year_before()] <= 0:
        return "unknown"
    return trend_of(values[latest] / values[latest.year_before()] - 1.0, sum(values[one] for one in parts) / before - 1.0, rule)  # fmt: skip


def _same_day(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
