"""Where a task stands: done against the share of time, against its season, what is left a month, and a light by a written rule.

Why this file exists: *half by half-year* is the oldest question of a planning office; here it is arithmetic one can check by hand. It
forecasts nothing: odds come from `target_odds`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from bothhands.inputs.periods import Period
from bothhands.outcome.seasonal_profile import Profile, months_left, share_by, time_share

Light: TypeAlias = Literal["on_track", "at_risk", "behind", "unknown"]
Trend: TypeAlias = Literal["rising", "steady", "falling", "unknown"]


class Rule(NamedTuple):
    """The rule of the light: on track from one chance up, behind below the other, at risk between; ASSUMED, a value judgement."""

    on_track: float = 0.75
    behind: float = 0.25
    steady: float = 0.01
    """Growth may change by so much and count as steady."""


RULE = Rule()


class Task(NamedTuple):
    """What is to be reached over a span and what is done, in one unit."""

    value: float
    span: Period
    done: float
    until: date
    """Last day `done` covers."""
    last_year_done: float | None = None
    """The same days a year before."""
    last_year_rest: float | None = None
    """What the rest of the span brought a year before."""


class Progress(NamedTuple):
    """Where a task stands; shares are of the task."""

    task_share: float
    """Done over the whole task."""
    time_share: float
    """Time over, every month alike."""
    expected_share: float
    """What the season would have in by now."""
    expected: float
    """The same as an amount."""
    pace: float | None
    """Share of the task over share of time: 1 is half by half-year; None before anything is over."""
    required_per_month: float | None
    """What is left, a month; None when no month is left."""
    required_growth: float | None
    """The same as growth over the rest of the span a year before."""
    growth_to_date: float | None
    """Done over the same days a year before, less one."""


def progress(task: Task, profile: Profile) -> Progress:
    """Where a task stands.

    Parameters
    ----------
    task
        Value, span, and what is done until when.
    profile
        What part of a year is in by a day.

    Notes
    -----
    pace = (done / value) / (time over / time); required = (value − done) / months left, and (value − done) / last year's rest − 1.
    """
    over, season = time_share(task.until, task.span), share_by(profile, task.until, task.span)
    left, months = task.value - task.done, months_left(task.until, task.span)
    share = task.done / task.value if task.value else 0.0
    return Progress(
        task_share=share,
        time_share=over,
        expected_share=season,
        expected=season * task.value,
        pace=share / over if over > 0 else None,
        required_per_month=left / months if months > 0 else None,
        required_growth=_growth(left, task.last_year_rest) if months > 0 else None,
        growth_to_date=_growth(task.done, task.last_year_done),
    )


def light_of(odds: float | None, rule: Rule = RULE) -> Light:
    """The light of a chance; unknown where there is none."""
    if odds is None:
        return "unknown"
    return "on_track" if odds >= rule.on_track else "behind" if odds < rule.behind else "at_risk"


def trend_of(latest: float | None, to_date: float | None, rule: Rule = RULE) -> Trend:
    """Whether growth over the year before rises: that of the latest period against that of the year to date."""
    if latest is None or to_date is None:
        return "unknown"
    change = latest - to_date
    return "steady" if abs(change) <= rule.steady else "rising" if change > 0 else "falling"


def level_of_growth(base: float, growth: float, price_change: float = 0.0, years: int = 0) -> float:
    """Level a growth asks for: base × (1 + growth), at the prices of `years` later where a price change is given."""
    return base * (1.0 + growth) * float((1.0 + price_change) ** years)


def _growth(value: float, before: float | None) -> float | None:
    return value / before - 1.0 if before is not None and before > 0 else None
