"""What the chain plan says: who is served by week, which link binds first, and when the public is served for good.

Why this file exists: a bottleneck calendar is read from the quantities, not from shadow prices, so that it can be
explained line by line. It solves nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.plan.chain.data import ChainData
from bothhands.plan.chain.program import Program
from bothhands.plan.highs import Solution

Numbers = npt.NDArray[np.float64]
SERVED = 0.999
"""From this share of the need on it counts as fully served: rounding of a week's sums."""
FULL = 0.995
"""From this share of a limit on it counts as used up."""
ROUNDING = 1e-6
"""A group's need below this share of the week's is rounding to the solver and counts as served."""
LASTING_WEEKS = 4
"""Weeks a full supply must last to count as completed; the last weeks of a calendar are met by emptying stocks."""


def tables(axes: Axes, region: Region, data: ChainData, program: Program, solution: Solution) -> dict[str, object]:
    """Tables of a chain plan: coverage and bottleneck by week, capacity by good, and the completion date."""
    quantity = _quantities(data, program, solution.x)
    weeks = [axes.start + timedelta(days=int(day)) for day in data.first_day]
    served, need = quantity["served"].sum(1), data.need.sum(1)
    told = need > ROUNDING * need.sum(axis=1, keepdims=True)
    coverage = np.where(told, served / np.where(told, need, 1.0), 1.0)
    links = [_link(axes, data, quantity, week) for week in range(len(weeks))]
    units = {row.good: row.unit for row in region.rows(Good)}
    return {
        "weeks": tuple(weeks),
        "demand": need,
        "coverage": coverage,
        "groups": DEMAND_GROUPS,
        "bottlenecks": tuple(
            {"week": day, "link": link, "good": good, "public_share": float(share)}
            for day, (link, good), share in zip(weeks, links, coverage[:, -1], strict=True)
        ),
        "made": tuple(
            {"week": day, "good": good, "unit": units[good], "quantity": float(quantity["made"][n, g])}
            for n, day in enumerate(weeks)
            for g, good in enumerate(axes.goods)
        ),
        "completed_on": completion(weeks, coverage[:, -1]),
    }


def completion(weeks: list[date], public_share: Numbers) -> date | None:
    """First week from which the public is fully served to the end, four weeks or longer; None where it never is."""
    short = np.flatnonzero(public_share < SERVED)
    first = int(short[-1]) + 1 if short.size else 0
    return weeks[first] if first + LASTING_WEEKS <= len(weeks) else None


def _quantities(data: ChainData, program: Program, x: Numbers) -> dict[str, Numbers]:
    """Decisions in the goods' own units; made and able to be made, by week and good."""
    columns, unit = program.columns, program.unit
    goods = len(unit)
    made_by = x[columns.made] * unit[data.maker_good]
    able_by = data.standing.copy()
    reached = np.einsum("vo,vwo->wo", x[columns.orders], data.reach)
    for option, maker in enumerate(data.maker_of_option):
        able_by[:, maker] += reached[:, option]
    by_good = np.zeros((len(data.maker_good), goods))
    by_good[np.arange(len(data.maker_good)), data.maker_good] = 1.0
    return {
        "served": x[columns.served] * data.need,
        "made": made_by @ by_good,
        "able": able_by @ by_good,
        "bought": (x[columns.bought] + x[columns.market]) * unit,
        "stock": x[columns.stock] * unit,
    }


def _link(axes: Axes, data: ChainData, quantity: dict[str, Numbers], week: int) -> tuple[str, str]:
    """The link that binds in a week and the good that is short: walk up the chain from the worst served good.

    `release` is output that is made but still waiting to be released.
    """
    short = (data.need[week] - quantity["served"][week]).sum(-1)
    missing = short > (1.0 - SERVED) * np.maximum(data.need[week].sum(-1), 1e-12)
    if not missing.any():
        return "none", ""
    good = int(np.argmax(np.where(missing, short * data.price, -1.0)))
    name = axes.goods[good]
    waiting = _waiting(data, quantity, week, good)
    if waiting >= short[good]:
        return "release", name
    return _upstream(axes, data, quantity, week, good), name


def _waiting(data: ChainData, quantity: dict[str, Numbers], week: int, good: int) -> float:
    """Output of a good that waits for release at the end of a week."""
    weeks = float(data.process_weeks[good])
    total = 0.0
    for back in range(int(np.ceil(weeks))):
        if week - back >= 0:
            total += quantity["made"][week - back, good] * min(weeks - back, 1.0)
    return total


def _upstream(axes: Axes, data: ChainData, quantity: dict[str, Numbers], week: int, good: int) -> str:
    """Lines of the good where they are all in use, else what its scarcest input lacks; a bought input lacks supply."""
    for _ in axes.goods:
        able, made = quantity["able"][week, good], quantity["made"][week, good]
        inputs = np.flatnonzero(data.recipe[good] > 0)
        if able <= 0 and quantity["bought"][week, good] >= FULL * data.outside[week, good]:
            return f"{axes.goods[good]} supply"
        if made >= FULL * able or inputs.size == 0:
            return f"{axes.goods[good]} lines"
        used = made * data.recipe[good][inputs]
        good = int(inputs[np.argmin(quantity["stock"][week, inputs] / np.maximum(used, 1e-12))])
    return f"{axes.goods[good]} lines"
