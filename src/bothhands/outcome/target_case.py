"""What is known of a target's indicator on a day, in one unit: series, run, season, outlook, and the level that is asked for.

Why this file exists: which series is held against which target, at which prices and from which base, is decided here once. It forecasts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from bothhands.inputs.periods import parsed, year_of
from bothhands.inputs.region import Region
from bothhands.inputs.statistics import Series, has_series, printed_unit, series
from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import names_of, span_of
from bothhands.inputs.unit_scales import is_share, scale_of
from bothhands.outcome.progress import level_of_growth
from bothhands.outcome.seasonal_profile import Profile, profile_of
from bothhands.outcome.target_forecast import Months, whole_years
from bothhands.outcome.target_odds import Outlook, outlook

Runs: TypeAlias = Mapping[tuple[str, str, str], Months]
"""What the run gives by place, indicator and kind of prices."""
STOCKS = ("firms_above_break_even", "employment", "jobs", "population", "debt")
"""Indicators that are counted on a day; their months do not add up."""


class Case(NamedTuple):
    """What is known of one target's indicator, in one unit."""

    target: Target
    unit: str
    found: Series | None
    months: Months | None
    profile: Profile
    ahead: Outlook
    as_of: date


def prices_of(region: Region, target: Target) -> str:
    """Prices at which a target is asked of a run: those of the statistics it is held against, else its own."""
    return "current" if _series(region, target) else target.prices


def case_of(region: Region, target: Target, as_of: date, runs: Runs) -> Case:
    """Series, run, season and outlook of a target, in its unit."""
    found = _series(region, target)
    prices = prices_of(region, target)
    unit = target.unit if target.kind == "level" else (found.unit if found else region.currency)
    run = runs.get((target.place, target.indicator, prices))
    if run and target.kind == "level" and prices == "constant" and parsed(target.base_period) != year_of(run.year - 1):
        run = None
    scale = scale_of(region.currency, unit) if run else None
    year = (span_of(target) or year_of(as_of.year)).year
    change = float(region.parameter("price_change_share").value) if prices == "current" else 0.0
    trend = float(region.parameter("trend_growth_share").value)
    return Case(
        target, unit, found, run.scaled(scale) if run and scale else None, _profile(region, found, year),
        _outlook(growth_history(region, target, found, change), (1.0 + trend) * (1.0 + change) - 1.0), as_of,
    )  # fmt: skip


def growth_history(region: Region, target: Target, found: Series | None, price_change: float) -> tuple[float, ...]:
    """Growth of whole years, shares: from the indicator's levels, else from its own series of growth, real growth taken to current prices."""
    whole = whole_years(found) if found else {}
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


def goal_of(case: Case, region: Region) -> float | None:
    """Level a target asks for, in the unit of the case; None where the base of a growth is not known, or is not above zero."""
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
        before = case.found.values()[base]
        return level_of_growth(before, growth, change, years) if before > 0 else None
    known = None
    if case.months is not None and base.year == case.months.year - 1:
        known = case.months.year_before(base.first.replace(year=case.months.year), _same_day(base.last, case.months.year))  # fmt: skip
    return None if known is None or known <= 0 else level_of_growth(known, growth)


def _series(region: Region, target: Target) -> Series | None:
    """Series of a target's indicator that can be held against it: amounts for a level or a growth, never one at other prices.

    A growth at constant prices is asked of current ones by the stated change of prices; a level at constant prices, of the run alone. Rates and
    stocks do not add up over months, so that nothing is told of them.
    """
    if target.indicator in STOCKS or (
        target.kind == "level" and (target.prices == "constant" or is_share(target.unit))
    ):
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


@lru_cache(maxsize=4096)
def _profile(region: Region, found: Series | None, year: int) -> Profile:
    """Season of a series, with the Spring Festival of the year."""
    spans = [span for span in region.rows(CalendarSpan) if span.kind == "spring_festival"]
    off = {span.date_from + timedelta(days=n) for span in spans for n in range((span.date_to - span.date_from).days + 1)}  # fmt: skip
    return profile_of(found, year, off)


@lru_cache(maxsize=4096)
def _outlook(past: tuple[float, ...], expected: float) -> Outlook:
    return outlook(past, expected)


def _same_day(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
