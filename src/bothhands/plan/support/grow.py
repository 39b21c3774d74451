"""Good firms that could grow: which expansion pays, and which product their lines could take up, in the epidemic and after it.

Why this file exists: a firm with full order books is told that its hall is too small, and one that converts to masks that it will be rich; both
are weighed here over what may come, with the worst of it told. What is not in the register is ASSUMED by parameters, the same for all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.plan.support.case import SupportCase
from bothhands.plan.support.odds import Numbers
from bothhands.plan.support.scale import expansion_that_pays, mix_that_pays

SIZES = np.array([1.0, 1.25, 1.5, 2.0])
"""Sizes that are weighed, times today's capacity."""
ODDS = np.full(3, 1 / 3)
"""ASSUMED: the months ahead go on, the normal year comes back, three years' growth comes; none likelier than another."""
YEARS = 3
"""Years of growth in the third."""
CONVERT = "convert"
"""Class of line that is had by conversion."""


class Growing(NamedTuple):
    """A firm for which an expansion pays: times today's capacity, gain a year expected and at worst, the sales it pays from. Money a year."""

    firm: str
    place: str
    size: float
    gain_yuan: float
    worst_yuan: float
    pays_from_yuan: float
    asked_yuan: float
    """Most that is asked of it in any scenario."""


class Converting(NamedTuple):
    """A firm whose lines could make another good: gain of the first year expected and at worst, part of the year the lines make it."""

    firm: str
    place: str
    good: str
    lines: float
    gain_yuan: float
    worst_yuan: float
    share: float


def demands_of(case: SupportCase) -> Numbers:
    """What could be sold in a year, scenario × firm: as in the months ahead, as normal, after three years' growth; orders on hand at least.

    Parameters
    ----------
    case
        The register on a day.
    """
    outlook, growth = case.outlook, case.region.parameter("firm_demand_growth_share").value
    normal = outlook.sales * 365.0
    ahead = (outlook.ratio() * outlook.days[:, None]).sum(0) / outlook.days.sum()
    orders = np.array([row.orders_yuan or 0.0 for row in case.rows])
    return np.array([
        np.maximum(normal * ahead, orders), normal, np.maximum(normal * (1.0 + growth) ** YEARS, orders),
    ])  # fmt: skip


def growing(case: SupportCase) -> tuple[Growing, ...]:
    """Firms for which more capacity pays, the greatest gain first.

    Parameters
    ----------
    case
        The register on a day.

    Notes
    -----
    Capacity is normal sales over the normal use of capacity. Taxes follow sales. Only firms that work and cover their costs in a normal year are looked at.
    """
    value = {
        name: case.region.parameter(f"firm_{name}").value
        for name in ("normal_use_share", "capacity_cost_share", "size_elasticity")
    }
    outlook, asked = case.outlook, demands_of(case)
    capacity = outlook.sales * 365.0 / value["normal_use_share"]
    found = expansion_that_pays(
        capacity,
        outlook.variable_share,
        asked,
        ODDS,
        SIZES,
        value["capacity_cost_share"],
        0.0,
        value["size_elasticity"],
        tax_share=outlook.tax_share,
    )
    sound = (outlook.counts > 0) & (outlook.normal_profit > 0)
    chosen = [int(n) for n in np.argsort(-found.expected_gain, kind="stable") if found.option[n] > 0 and sound[n]]
    return tuple(
        Growing(
            case.rows[n].firm, case.rows[n].place, float(SIZES[int(found.option[n])]), float(found.expected_gain[n]), float(found.worst_gain[n]),
            float(found.pays_from[n]), float(asked[:, n].max()),
        )
        for n in chosen
    )  # fmt: skip


def converting(case: SupportCase) -> tuple[Converting, ...]:
    """Firms whose lines could take up a critical good with gain, the greatest first.

    Parameters
    ----------
    case
        The register on a day.

    Notes
    -----
    Of firms whose row says what their lines could make. A converted line makes the equipment's rate at the good's price and the firm's own variable
    cost and taxes while the months ahead last, and nothing of it afterwards, when prices have fallen; its whole cost is borne in the first year.
    """
    prices = {row.good: row.price_yuan or 0.0 for row in case.region.rows(Good)}
    kinds = {row.good: row for row in case.region.rows(Equipment) if row.line_class == CONVERT and prices.get(row.good)}
    rows = [
        n
        for n, row in enumerate(case.rows)
        if row.lines and case.outlook.counts[n] > 0 and set(_could(case, n)) & set(kinds)
    ]
    if not rows:
        return ()
    goods, at = tuple(kinds), np.array(rows)
    own, lines = case.outlook, np.array([case.rows[n].lines or 0.0 for n in rows])
    use = case.region.parameter("firm_normal_use_share").value
    days = np.full(len(at), 365.0)
    margin_share = 1.0 - own.variable_share[at] - own.tax_share[at]
    today = own.sales[at] / use * margin_share
    sold = demands_of(case)[:2, at] / (own.sales[at] / use)
    margin = np.array([kinds[good].units_per_day * prices[good] * lines * margin_share for good in goods])
    ahead = min(float(own.days.sum()), 365.0)
    wanted = np.array(
        [[np.full(len(at), max(ahead - kinds[good].lead_days, 0.0)), np.zeros(len(at))] for good in goods]
    )
    cost = np.array([kinds[good].cost_yuan * lines for good in goods])
    may = np.array([[float(good in _could(case, n)) for n in rows] for good in goods])
    found = mix_that_pays(days, np.vstack([today[None], sold]), margin, wanted, np.full(2, 0.5), cost, may)
    order = [int(n) for n in np.argsort(-found.expected_gain, kind="stable") if found.product[n] >= 0]
    return tuple(
        Converting(
            case.rows[rows[n]].firm, case.rows[rows[n]].place, goods[int(found.product[n])], float(lines[n]), float(found.expected_gain[n]),
            float(found.worst_gain[n]), float(found.hours_share[n]),
        )
        for n in order
    )  # fmt: skip


def _could(case: SupportCase, firm: int) -> tuple[str, ...]:
    """Goods that a firm's lines could make instead."""
    return tuple(good.strip() for good in case.rows[firm].convertible_to.split(";") if good.strip())
