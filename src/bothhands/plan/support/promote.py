"""Firms that could rise above the line of the statistics this year, and which policies would tip them.

Why this file exists: it is the way from the register on a day to the list an office works through; odds and flags stand in `threshold.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.model.firms.detail import seasons_of
from bothhands.plan.support.ahead import MONTH
from bothhands.plan.support.case import SupportCase
from bothhands.plan.support.odds import Numbers, survival
from bothhands.plan.support.packages import Effect, effect_of
from bothhands.plan.support.threshold import dressed, near_the_line


class Tip(NamedTuple):
    """A policy that would add sales this year: how much, what it costs its fund, whether that is enough for even odds."""

    policy: str
    sales_yuan: float
    yuan: float
    enough: bool


class Rising(NamedTuple):
    """A firm near the line by name, and the policies that would tip it, the cheapest for a yuan of sales first.

    Of `sales_yuan`, `normal_yuan` are normal sales of the days of the year that the calendar of the region does not reach.
    """

    firm: str
    name: str
    place: str
    sales_yuan: float
    normal_yuan: float
    odds: float
    missing_yuan: float
    added_yuan: float
    tips: tuple[Tip, ...]
    flags: tuple[str, ...]


def rising(case: SupportCase) -> tuple[Rising, ...]:
    """Firms near the line that are not counted yet, the likeliest first.

    Parameters
    ----------
    case
        The register on a day.

    Notes
    -----
    Sales of the year are what is sold so far, the months ahead as forecast and, where the calendar ends before the year does, normal sales of the
    days after it, by the firm's season where that is known.
    """
    outlook = case.outlook
    forecast = outlook.ratio() * outlook.usual * (outlook.days * _this_year(case))[:, None] * outlook.counts
    normal_later = _normal_after_the_calendar(case)
    ahead = np.concatenate([forecast, normal_later])
    line = case.region.parameter("firm_above_scale_yuan_per_year").value
    normal = outlook.sales * 365.0
    flags = dressed(normal, line, outlook.workers, case.values["sector"])
    above = case.values["above_scale"] | (outlook.counts < 0.5)
    found = near_the_line(case.done, ahead, outlook.spread_share, line, outlook.variable_share, above, flags)
    ails = outlook.ails(survival(outlook.buffer, outlook.flow(outlook.ratio()), outlook.spread()))
    effects = [
        effect_of(row, outlook, case.values, ails, case.from_day)
        for row in case.policies
        if row.base == "shortfall" and row.end >= case.from_day
    ]
    gained = [_sales(case, one) for one in effects]
    return tuple(
        Rising(
            case.rows[one.firm].firm, case.rows[one.firm].name, case.rows[one.firm].place, one.sales_yuan,
            float(normal_later[:, one.firm].sum()), one.odds, one.missing_yuan, one.added_yuan, _tips(one.firm, one.missing_yuan, effects, gained), one.flags,
        )
        for one in found
    )  # fmt: skip


def _normal_after_the_calendar(case: SupportCase) -> Numbers:
    """Normal sales of what is left of the year after the calendar, in months; month × firm, no month where the calendar reaches its end."""
    year_end = date(case.from_day.year, 12, 31)
    days = [case.axes.end + timedelta(days=1 + n) for n in range((year_end - case.axes.end).days)]
    level, profile = seasons_of(case.region, case.axes, days)
    months = [level[:, at : at + MONTH].sum(1) for at in range(0, len(days), MONTH)]
    levels = np.reshape(months, (len(months), len(level)))
    return np.asarray(levels[:, profile] * case.outlook.sales * case.outlook.counts)


def _this_year(case: SupportCase) -> Numbers:
    """Part of each month that lies in the year of the first day."""
    left = (date(case.from_day.year, 12, 31) - case.from_day).days + 1
    return np.asarray(np.clip((left - case.outlook.starts) / case.outlook.days, 0.0, 1.0))


def _sales(case: SupportCase, effect: Effect) -> Numbers:
    """Sales a policy adds this year; by firm."""
    outlook = case.outlook
    more = outlook.ratio({effect.policy.difficulty: effect.closed}) - outlook.ratio()
    days = (outlook.days * _this_year(case))[:, None]
    return np.asarray((more * outlook.usual * days).sum(0) * effect.may)


def _tips(firm: int, missing: float, effects: list[Effect], gained: list[Numbers]) -> tuple[Tip, ...]:
    found = [
        Tip(one.policy.policy, float(more[firm]), float(one.cost[firm]), bool(more[firm] >= missing))
        for one, more in zip(effects, gained, strict=True)
        if more[firm] > 0
    ]
    return tuple(sorted(found, key=lambda one: one.yuan / one.sales_yuan))
