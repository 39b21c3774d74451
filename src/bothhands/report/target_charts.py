"""Targets held against what the plan forecasts; an indicator without a model, or a target without a day, is said to be so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np

from bothhands.inputs.cities import cities_of
from bothhands.inputs.settings import YUAN
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import due_of, span_of
from bothhands.inputs.unit_scales import scale_of
from bothhands.outcome.public_money import revenue_by_day, rules_of
from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array

JUDGED = ("on_track", "at_risk", "behind")
UNSURE = ("assumed", "unverified")
MONEY = ("gdp", "budget_revenue")
"""Indicators of the model that are money."""


class Forecast(NamedTuple):
    """What the plan makes of a target: reached so far, at its day, and the 5 to 95 % band of members."""

    so_far: float
    value: float
    low: float
    high: float


def targets_chart(telling: Telling) -> Figure | None:
    """Forecast against each target; none where the region states no target."""
    say, rows = telling.say, telling.plan.region.rows(Target)
    if not rows:
        return None
    told = [(row, forecast_of(telling, row)) for row in rows]
    bars = [Bar(target_name(telling, row), 100 * found.value / row.value, telling.words.percent(f"{number(100 * found.value / row.value)} %"), assumed=row.quality in UNSURE)
            for row, found in told if found and row.value > 0]  # fmt: skip
    dated = [status for row, found in told if (status := status_of(telling, row, found)) in JUDGED]
    good = sum(status == "on_track" for status in dated)
    title = say("targets_title", on=good, all=len(dated)) if dated else say("targets_title_undated", n=len(told))
    table = Table(
        (say("target"), say("due"), say("level"), say("so_far"), say("forecast"), say("status")),
        tuple(_row(telling, row, found) for row, found in told),
    )
    mark = Mark(say("target_line"), 100.0)
    return telling.figure(
        "targets", title, say("targets_unit"), "targets", lambda chart: bar_chart(chart, bars, mark), table
    )


def forecast_of(telling: Telling, target: Target) -> Forecast | None:
    """What the model says of a target's indicator by its day, or by the last day where it has none.

    None without a model, and for a growth or another unit than the model's: `targets status` holds these against statistics.
    """
    plan = telling.plan
    at = cities_of(plan.region, plan.axes, target.place)
    due = min(due_of(target) or plan.axes.end, plan.axes.end)
    first = max(span.first if (span := span_of(target)) else date(due.year, 1, 1), plan.axes.start)
    until = array([float(first <= day <= due) for day in plan.axes.days])
    if target.kind == "growth" or (target.indicator in MONEY and scale_of(target.unit, plan.region.currency) != 1.0):
        return None
    known = until * array([float(day <= plan.as_of) for day in plan.axes.days])
    if not at:
        return None
    if target.indicator == "firms_above_break_even":
        return _firms(telling, at, plan.axes.day_index(due))
    added = _value_added(telling, at)
    shares = array(plan.members.output_share)[..., at] @ array(plan.model.economy.labour).sum(-1)[at]
    series = {"gdp": added, "budget_revenue": _revenue(telling, at)}.get(target.indicator)
    if series is None:
        return None
    total = float(series @ until)
    low, high = np.quantile(shares @ until, [0.05, 0.95]) / max(float(added @ until), 1e-9) * total
    return Forecast(float(series @ known), total, min(float(low), total), max(float(high), total))


def _value_added(telling: Telling, at: list[int]) -> FloatArray:
    """Value added of some cities by day, at current prices, holidays and seasons weighed as in the accounts."""
    plan, calendar = telling.plan, telling.plan.accounts[0].calendar
    daily = np.einsum("tps,ts->tp", array(plan.chosen.record.economy.value_added), array(calendar.weight))
    prices = (1.0 + float(plan.region.parameter("price_change_share").value)) ** array(
        [day.year - plan.axes.start.year + 1 for day in plan.axes.days]
    )
    told: FloatArray = daily[:, at].sum(-1) * array(calendar.growth) * prices
    return told


def _revenue(telling: Telling, at: list[int]) -> FloatArray:
    """Budget revenue of some cities by day, as it comes in."""
    plan = telling.plan
    rules = rules_of(plan.region, plan.axes)
    by_day = array(revenue_by_day(plan.model.economy, plan.chosen.record.economy, rules.taxes_asked, rules.lag_days))
    told: FloatArray = by_day[:, at].sum(-1)
    return told


def status_of(telling: Telling, target: Target, found: Forecast | None) -> str:
    """Where a target stands: the whole band above it is on track, the whole band below it is behind."""
    if found is None:
        return "unknown"
    due = due_of(target)
    if due is None:
        return "not_judged"
    if due > telling.plan.axes.end:
        return "late"
    worst, best = (found.low, found.high) if target.direction == "at_least" else (-found.high, -found.low)
    goal = target.value if target.direction == "at_least" else -target.value
    if worst >= goal:
        return "on_track"
    return "at_risk" if best >= goal else "behind"


def target_name(telling: Telling, target: Target) -> str:
    """A target as place and indicator."""
    return f"{telling.place(target.place)} {telling.say(target.indicator)}" + (" ◇" if target.quality in UNSURE else "")


def _row(telling: Telling, target: Target, found: Forecast | None) -> tuple[str, ...]:
    say = telling.say
    amount = telling.words.money if target.unit in (*YUAN, telling.plan.region.currency) else number
    day = due_of(target)
    due = telling.words.date(day) if day else say("undated")
    forecast = _with_band(found, amount) if found else say("no_model")
    status = say(status_of(telling, target, found))
    return (
        target_name(telling, target),
        due,
        amount(target.value),
        amount(found.so_far) if found else "–",
        forecast,
        status,
    )


def _with_band(found: Forecast, amount: Callable[[float], str]) -> str:
    """A forecast with its band, where the band can be seen at three figures."""
    value, low, high = (amount(part) for part in (found.value, found.low, found.high))
    return value if low == high else f"{value} ({low}–{high})"


def _firms(telling: Telling, at: list[int], day: int) -> Forecast:
    """Firms of the register above break-even in some cities on a day."""
    plan = telling.plan
    n_sectors = len(plan.axes.sectors)
    inside: FloatArray = array(np.isin(np.asarray(plan.model.firms.cell) // n_sectors, at)) * array(
        plan.model.firms.counts
    )
    count = array(plan.chosen.record.firms.above_break_even) @ inside
    value = float(count[day])
    return Forecast(float(count[plan.axes.day_index(plan.as_of)]), value, value, value)
