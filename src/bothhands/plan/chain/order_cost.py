"""What orders cost by the tables, for those that came without a cost.

Why this file exists: whoever writes an order by hand knows how many and when; what a line and a unit cost stands in the tables. A cost
that is stated stays, for it may be a contract's; where it is less than the tables say, that is told.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.levers.compile import members
from bothhands.levers.measure import Measure
from bothhands.plan.funds import SCREENING_FUND

FUNDS = {"line_orders": "equipment", "purchases": SCREENING_FUND}
"""Levers whose cost the tables give, and the fund that pays where none is named."""
ROUNDED = 0.01
"""ASSUMED: a stated cost that is this share below the tables' is no rounding any more."""


def with_costs(measures: Sequence[Measure], region: Region, axes: Axes) -> tuple[Measure, ...]:
    """Measures whose orders of lines and goods have a cost and a fund.

    Parameters
    ----------
    measures
        Dated rows; a cost of 0 is taken as not stated.
    region
        Tables goods and equipment.
    axes
        Names.
    """
    return tuple(
        one.model_copy(update={"cost": one.cost or cost_of(one, region, axes), "fund": one.fund or FUNDS[one.lever]})
        if one.lever in FUNDS
        else one
        for one in measures
    )


def cost_of(order: Measure, region: Region, axes: Axes) -> float:
    """Cost of an order over its whole span by the tables, in the region's currency.

    Parameters
    ----------
    order
        Of lines or goods; its value is an amount on each day, and for each member of an axis it leaves blank.
    region, axes
        As for `with_costs`.
    """
    days = (order.end - order.start).days + 1
    if order.lever == "line_orders":
        cost = {(row.line_class, row.good): row.cost_yuan for row in region.rows(Equipment)}
        options = [axes.line_options[n] for n in members("option", order, axes)]
        return order.value * days * float(sum(cost[one.line_class, one.good] for one in options))
    price = {row.good: row.price_yuan or 0.0 for row in region.rows(Good)}
    goods = [axes.goods[n] for n in members("good", order, axes)]
    return order.value * days * len(members("place", order, axes)) * float(sum(price[good] for good in goods))


def below_the_tables(measures: Sequence[Measure], region: Region, axes: Axes) -> tuple[str, ...]:
    """Orders that state a cost below the tables', in words.

    Parameters
    ----------
    measures, region, axes
        As for `with_costs`.
    """
    orders = [one for one in measures if one.lever in FUNDS and one.cost > 0]
    tables = np.array([cost_of(one, region, axes) for one in orders])
    return tuple(
        f"{_what(one)}: {one.cost:,.12g} stated for the whole span, {cost:,.12g} by the tables"
        for one, cost in zip(orders, tables, strict=True)
        if one.cost < (1.0 - ROUNDED) * cost
    )


def _what(order: Measure) -> str:
    names = ", ".join(name for name in (order.site, order.good, order.variant) if name)
    return f"{names or order.lever}, {order.start.isoformat()} to {order.end.isoformat()}"
