"""Firms that could rise above the line of the statistics this year, and which policies would tip them.

Why this file exists: it is the way from the register on a day to the list an office works through; odds and flags stand in `threshold.py`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

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
    """A firm near the line by name, and the policies that would tip it, the cheapest for a yuan of sales first."""

    firm: str
    name: str
    place: str
    sales_yuan: float
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
    """
    outlook = case.outlook
    ahead = outlook.ratio() * outlook.sales * (outlook.days * _this_year(case))[:, None] * outlook.counts
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
            case.rows[one.firm].firm, case.rows[one.firm].name, case.rows[one.firm].place, one.sales_yuan, one.odds, one.missing_yuan,
            one.added_yuan, _tips(one.firm, one.missing_yuan, effects, gained), one.flags,
        )
        for one in found
    )  # fmt: skip


def _this_year(case: SupportCase) -> Numbers:
    """Part of each month that lies in the year of the first day."""
    left = (date(case.from_day.year, 12, 31) - case.from_day).days + 1
    return np.asarray(np.clip((left - case.outlook.starts) / case.outlook.days, 0.0, 1.0))


def _sales(case: SupportCase, effect: Effect) -> Numbers:
    """Sales a policy adds this year; by firm."""
    outlook = case.outlook
    more = outlook.ratio({effect.policy.difficulty: effect.closed}) - outlook.ratio()
    days = (outlook.days * _this_year(case))[:, None]
    return np.asarray((more * outlook.sales * days).sum(0) * effect.may)


def _tips(firm: int, missing: float, effects: list[Effect], gained: list[Numbers]) -> tuple[Tip, ...]:
    found = [
        Tip(one.policy.policy, float(more[firm]), float(one.cost[firm]), bool(more[firm] >= missing))
        for one, more in zip(effects, gained, strict=True)
        if more[firm] > 0
    ]
    return tuple(sorted(found, key=lambda one: one.yuan / one.sales_yuan))
