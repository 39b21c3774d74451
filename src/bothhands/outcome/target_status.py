"""Where every target of a region stands on a day: progress, odds, half-year odds, and for an undated one the odds by each year's end.

Why this file exists: it joins what is known (targets, statistics, holidays) with what a run says; it draws nothing and tells nothing. A run
enters as `Months` by place and indicator, so that it works without any.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.periods import Period, parsed, year_of
from bothhands.inputs.region import Region
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import span_of, versions_of
from bothhands.outcome.progress import (
    RULE,
    Light,
    Progress,
    Rule,
    Task,
    Trend,
    light_of,
    progress,
    trend_of,
)
from bothhands.outcome.seasonal_profile import Profile, share_by
from bothhands.outcome.target_case import Case, Runs, case_of, goal_of
from bothhands.outcome.target_forecast import (
    Done,
    Forecast,
    Months,
    Numbers,
    done_of,
    forecast_by_growth,
    forecast_by_run,
)
from bothhands.outcome.target_odds import odds, years_ahead

HORIZON = 10
"""Years an undated target is asked of, the as-of day's the first."""
EVEN_CHANCE = 0.5


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
    """Of having half of it by half-year, certain once the half is reported; None where the span is no year, or what is reported reaches
    beyond the half and does not part it off."""
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
    region = _known(region, as_of)
    versions = versions_of(region.tables.get("targets", ()))
    faults: list[Fault] = []
    told: list[Status] = []
    for target in region.rows(Target):
        try:
            told.append(_status(region, case_of(region, target, as_of, runs), versions[target.target][0], rule))
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
    case, points = case_of(_known(region, as_of), told.target, as_of, runs), []
    for month in range(told.span.first.month, told.span.last.month + 1):
        day = min(date(told.span.year, month, monthrange(told.span.year, month)[1]), told.span.last)
        _, forecast, _ = _forecast(case, Period(told.span.first, day, "to_date"))
        if forecast:
            points.append(Point(day, told.goal * share_by(case.profile, day, told.span), forecast.band()))
    return tuple(points)


def _known(region: Region, as_of: date) -> Region:
    """The region as known on a day; one that stands there already is asked many times in a row and stays itself."""
    return region if region.as_of == as_of else region.standing_on(as_of)


def _status(region: Region, case: Case, first: Target, rule: Rule) -> Status:
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
        half_odds=_half(case, span, goal, at_most, done),
        by_year=by_year,
        first_year=next((year for year, one in by_year if one >= EVEN_CHANCE), None),
        light="unknown" if undated else light_of(chance, rule),
        trend=_trend(case, span, rule),
        basis=basis,
        history_years=case.ahead.years,
        profile=case.profile,
    )


def _forecast(case: Case, span: Period) -> tuple[Done, Forecast | None, str]:
    """What is done of a span, what it will bring, and what that stands on."""
    done = done_of(case.found, case.months, span, case.as_of)
    if case.months is not None and (by_run := forecast_by_run(case.months, case.ahead, span, done)):
        return done, by_run, "run"
    grown = forecast_by_growth(case.found, case.ahead, case.profile, span, done) if case.found else None
    return done, grown, "growth" if grown else "none"


def _half(case: Case, span: Period, goal: float | None, at_most: bool, whole: Done) -> float | None:
    """Odds of half of a year's task by half-year, `whole` being what is in of the year."""
    if span.kind != "year" or goal is None:
        return None
    half = parsed(f"{span.year:04d}H1")
    assert half is not None
    done, forecast, _ = _forecast(case, half)
    parted = done.reported and done.until == half.last
    unknown = whole.reported and whole.until > half.last and not parted
    return None if forecast is None or unknown else forecast.odds(goal / 2.0, at_most)


def _by_year(case: Case, forecast: Forecast | None, goal: float | None) -> tuple[tuple[int, float], ...]:
    """Odds of having reached a level by the end of each year.

    Notes
    -----
    The chance that the year itself reaches it, or an earlier one did: the largest so far, a lower bound that is exact while levels grow.
    Years after the as-of day's start from what is normal in that year, times the run's last months' level against normal, so that a loss that is
    made good is not carried on; where the run's calendar has not the whole of that year, from the forecast of the year.
    """
    if forecast is None or goal is None:
        return ()
    first, at_most = case.as_of.year, case.target.direction == "at_most"
    found = [(first, forecast.odds(goal, at_most))]
    level = forecast.log_total
    if case.months is not None and (entered := _entering(case.months, first, len(level))) is not None:
        level = entered
    years = np.arange(1.0, HORIZON)
    levels, spreads = years_ahead(level, forecast.total_spread, case.ahead, HORIZON - 1)
    for k, chance in enumerate(odds(levels, spreads, np.full(HORIZON - 1, goal), years, at_most).tolist(), start=1):
        found.append((first + k, max(chance, found[-1][1])))
    return tuple(found)


def _entering(months: Months, year: int, size: int) -> Numbers | None:
    """Level of a year as the ones after it are entered: what would be normal in it, times what lasts at the end; None beyond the calendar."""
    first = 12 * (year - months.year)
    if first < 0 or first + 12 > months.normal.shape[1]:
        return None
    normal = months.normal[:, first : first + 12].sum(1) * months.lasting
    return np.log(np.maximum(np.resize(normal, size), 1e-300))


def _trend(case: Case, span: Period, rule: Rule) -> Trend:
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
