"""What one more unit of each binding limit of a chain is worth, by name.

Why this file exists: a price tells what to ask for. Prices are those of the relaxed programme: with whole lines a unit more
is often worth nothing, two units a line.
"""

from __future__ import annotations

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.plan.chain.data import Whole
from bothhands.plan.chain.program import MONEY_UNIT
from bothhands.plan.chain.whole import Decided


def prices_of(region: Region, axes: Axes, decided: Decided, funds: tuple[str, str]) -> dict[str, float]:
    """Yuan a unit; the highest week where a limit is weekly, the highest window where a fund has several.

    Parameters
    ----------
    region, axes
        Names and units.
    decided
        The plan.
    funds
        That pay lines and purchases.
    """
    data, rows, unit = decided.data, decided.pool.rows, decided.pool.unit
    duals = decided.relaxed.row_prices * MONEY_UNIT
    names = {row.good: row.unit for row in region.rows(Good)}
    cells, found = decided.pool.cells, {}
    for good, name in enumerate(axes.goods):
        balance = duals[rows.balance[:, np.flatnonzero(cells.good == good)]]
        found[f"{name} ({names[name]})"] = float((balance / unit[good]).max(initial=0.0))
        outside = duals[rows.outside[:, good]] / unit[good]
        found[f"{name} outside supply ({names[name]})"] = float(outside.max(initial=0.0))
    for number, label in _labels(axes, data.family_of_option, ("good", "line_class")).items():
        found[f"{label} line a week"] = float(duals[rows.family[:, number]].max(initial=0.0))
    for number, label in _labels(axes, data.seat_of_option, ("site", "good")).items():
        found[f"room at {label} (line)"] = float(duals[rows.seat[number]])
    for fund, part in zip(funds, (data.line_part, data.purchase_part), strict=True):
        own = part.sum(1) > 0
        open_ones = own & (data.budget > 0)
        windows = rows.budget[np.flatnonzero(open_ones if open_ones.any() else own)]
        found[f"{fund} ({region.currency})"] = float((duals[windows] / MONEY_UNIT).sum())
    return {name: price for name, price in found.items() if price > 1e-9}


def _labels(axes: Axes, number: Whole, fields: tuple[str, ...]) -> dict[int, str]:
    """Names of families or seats, by number."""
    options = axes.line_options
    return {int(n): " ".join(str(getattr(options[o], f)) for f in fields) for o, n in enumerate(number)}
