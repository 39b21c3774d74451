"""Which limits placed orders break, in words: makers' weeks and room, lines to convert, and the outside supply.

Why this file exists: an order that is placed stays, whether it was planned or written by hand. That it asks for more than there is must be told, for
what is beyond the outside supply does not come, and what is beyond the lines that stand is counted all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.lines import Line
from bothhands.inputs.tables.sites import Site
from bothhands.levers.catalogue import Levers
from bothhands.plan.chain.data import Numbers, Whole
from bothhands.plan.chain.order_limits import breaches

TOLERANCE = 1e-9
"""Relative; below it a limit is kept."""


def all_breaches(region: Region, axes: Axes, placed: Levers, order_day: Whole) -> tuple[str, ...]:
    """Limits that placed orders break.

    Parameters
    ----------
    region, axes
        Tables of goods, sites, lines and equipment.
    placed
        Lines and purchases by day.
    order_day
        First day of each week of orders; purchases before the first are not looked at. Nothing is told where there is none.
    """
    if not len(order_day):
        return ()
    return (
        *breaches(region, axes, placed, order_day),
        *_converted(region, axes, np.asarray(placed.line_orders, float)),
        *_bought(region, axes, np.asarray(placed.purchases, float)[order_day[0] :].sum(1)),
    )


def _converted(region: Region, axes: Axes, orders: Numbers) -> Iterator[str]:
    """Places and goods of which more lines are converted than stand or were ordered until then."""
    kinds = {(row.line_class, row.good): row.takes_line_of for row in region.rows(Equipment)}
    place_of = {(row.site, row.good): row.place for row in region.rows(Site)}
    left: dict[tuple[str, str], Numbers] = defaultdict(lambda: np.zeros(len(orders)))
    for line in region.rows(Line):
        left[place_of[line.site, line.good], line.good] += line.lines
    taken_from = set()
    for option, lines in zip(axes.line_options, np.cumsum(orders, axis=0).T, strict=True):
        place, source = place_of[option.site, option.good], kinds[option.line_class, option.good]
        left[place, option.good] += lines
        if source:
            left[place, source] -= lines
            taken_from.add((place, source))
    for place, good in sorted(taken_from):
        beyond = -float(left[place, good].min())
        if beyond > TOLERANCE:
            yield f"{place}, {good}: {beyond:g} more lines converted than stand or are ordered there"


def _bought(region: Region, axes: Axes, bought: Numbers) -> Iterator[str]:
    """Goods of which more is bought on a day than the outside supplies."""
    supply = {row.good: row.outside_supply_per_day for row in region.rows(Good)}
    for good, series in zip(axes.goods, bought.T, strict=True):
        days = np.count_nonzero(series > supply[good] * (1.0 + TOLERANCE))
        if days:
            yield f"{good}: up to {series.max():,.12g} a day bought, of which {supply[good]:,.12g} comes from outside, on {days} days"
