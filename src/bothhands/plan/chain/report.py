"""What the chain plan says: who is served by week, which link binds first, and when the public is served for good.

Why this file exists: a bottleneck calendar is read from the quantities, not from shadow prices, so that it can be
explained line by line. It solves nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.plan.chain.data import DAYS_PER_WEEK, ChainData
from bothhands.plan.chain.from_region import weekly
from bothhands.plan.chain.program import MONEY_UNIT
from bothhands.plan.chain.quantities import Quantities, quantities
from bothhands.plan.chain.whole import Decided

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
SERVED = 0.999
"""From this share of the need on it counts as fully served: rounding of a week's sums."""
FULL = 0.995
"""From this share of a limit on it counts as used up."""
ROUNDING = 1e-6
"""A group's need below this share of what all need of the good in its highest week is rounding to the solver and counts as served."""
NO_WORTH = 1e-9
"""Yuan a unit that a good worth nothing counts as, so that its share is told where nothing else is needed; ASSUMED, small."""
LASTING_WEEKS = 4
"""Weeks a full supply must last to count as completed; the last weeks of a calendar are met by emptying stocks."""


class Weekly(NamedTuple):
    """A plan by week, all places together; axes week, good, group, in the goods' own units."""

    need: Numbers
    served: Numbers
    made: Numbers
    able: Numbers
    bought: Numbers
    outside: Numbers
    stock: Numbers
    """At the end of the week."""


def tables(axes: Axes, region: Region, decided: Decided) -> dict[str, object]:
    """Tables of a chain plan: coverage and bottleneck by week, capacity by good, and the completion date.

    `demand` and `coverage_of_goods` have axes week, good, group; `coverage`, week and group, weighs goods by worth.
    """
    data = decided.data
    found = quantities(data, decided.program, decided.whole.x)
    week = by_week(data, found)
    weeks = [axes.start + timedelta(days=int(day)) for day in data.order_day]
    of_goods = _share_served(week.need, week.served)
    coverage = _weighed(data, np.where(_is_needed(week.need), (week.need, week.served), 0.0))
    links = [_link(axes, data, week, n) for n in range(len(weeks))]
    units = {row.good: row.unit for row in region.rows(Good)}
    return {
        "weeks": tuple(weeks),
        "demand": week.need,
        "coverage": coverage,
        "coverage_of_goods": of_goods,
        "coverage_of_cities": _weighed(data, np.stack([data.need.sum(0), found.served.sum(0)])),
        "groups": DEMAND_GROUPS,
        "bottlenecks": tuple(
            {"week": day, "link": link, "good": good, "public_share": float(share)}
            for day, (link, good), share in zip(weeks, links, coverage[:, -1], strict=True)
        ),
        "made": tuple(
            {"week": day, "good": good, "unit": units[good], "quantity": float(week.made[n, g])}
            for n, day in enumerate(weeks)
            for g, good in enumerate(axes.goods)
        ),
        "completed_on": completion(weeks, of_goods.min((1, 2), initial=1.0)),
        "gap": decided.worth_gap,
        "with_priorities": {
            "value": decided.value * MONEY_UNIT,
            "bound": decided.bound * MONEY_UNIT,
            "gap": decided.gap,
        },
        "search": decided.stopped,
    }


def by_week(data: ChainData, found: Quantities) -> Weekly:
    """A plan summed over places, and over the periods of each week."""
    by_good = np.zeros((len(data.maker_good), len(data.price)))
    by_good[np.arange(len(data.maker_good)), data.maker_good] = 1.0
    last = np.searchsorted(data.first_day, np.append(data.order_day[1:], data.first_day[-1:] + 1)) - 1
    return Weekly(
        need=weekly(data, data.need.sum(1)),
        served=weekly(data, found.served.sum(1)),
        made=weekly(data, found.made @ by_good),
        able=weekly(data, found.able @ by_good),
        bought=weekly(data, (found.bought + found.market).sum(1)),
        outside=weekly(data, data.outside),
        stock=found.stock.sum(1)[last],
    )


def _is_needed(need: Numbers) -> Flags:
    """Whether a group needs a good in a week, beyond rounding; axes week, good, group."""
    return np.asarray(need > ROUNDING * need.sum(2).max(0, initial=0.0)[:, None])


def _share_served(need: Numbers, served: Numbers) -> Numbers:
    """Served over needed by week, good and group; 1 where nothing is needed."""
    needed = _is_needed(need)
    return np.asarray(np.where(needed, served / np.where(needed, need, 1.0), 1.0))


def _weighed(data: ChainData, parts: Numbers) -> Numbers:
    """Served over needed by week or place, and group, goods weighed by worth; 1 where nothing is needed.

    `parts` are needed and served, each with a last axis of goods and groups.
    """
    need, served = np.einsum("nagq,gq->naq", parts, np.maximum(data.worth, NO_WORTH))
    return np.asarray(np.where(need > 0, served / np.where(need > 0, need, 1.0), 1.0))


def completion(weeks: list[date], share_served: Numbers) -> date | None:
    """First week from which everybody is fully served to the end, four weeks or longer; None where that never is.

    Parameters
    ----------
    weeks
        First day of each.
    share_served
        By week, of the good and group that is served worst.
    """
    short = np.flatnonzero(share_served < SERVED)
    first = int(short[-1]) + 1 if short.size else 0
    return weeks[first] if first + LASTING_WEEKS <= len(weeks) else None


def _link(axes: Axes, data: ChainData, found: Weekly, week: int) -> tuple[str, str]:
    """The link that binds in a week and the good that is short: walk up the chain from the worst served good.

    `release` is output that is made but still waiting to be released, or would be until the calendar ends.
    """
    short = (found.need[week] - found.served[week]).sum(-1)
    missing = short > (1.0 - SERVED) * np.maximum(found.need[week].sum(-1), 1e-12)
    if not missing.any():
        return "none", ""
    good = int(np.argmax(np.where(missing, short * data.price, -1.0)))
    name = axes.goods[good]
    left = int(data.first_day[-1] + data.days[-1] - data.order_day[week])
    if left <= data.process_days[good]:
        return "release", name
    waiting = _waiting(data, found, week, good)
    if waiting >= short[good]:
        return "release", name
    return _upstream(axes, data, found, week, good), name


def _waiting(data: ChainData, found: Weekly, week: int, good: int) -> float:
    """Output of a good that waits for release at the end of a week."""
    weeks = float(data.process_days[good]) / DAYS_PER_WEEK
    total = 0.0
    for back in range(int(np.ceil(weeks))):
        if week - back >= 0:
            total += found.made[week - back, good] * min(weeks - back, 1.0)
    return total


def _upstream(axes: Axes, data: ChainData, found: Weekly, week: int, good: int) -> str:
    """Lines of the good where they are all in use, else what its scarcest input lacks; a bought input lacks supply."""
    for _ in axes.goods:
        able, made = found.able[week, good], found.made[week, good]
        inputs = np.flatnonzero(data.recipe[good] > 0)
        if able <= 0 and found.bought[week, good] >= FULL * found.outside[week, good]:
            return f"{axes.goods[good]} supply"
        if made >= FULL * able or inputs.size == 0:
            return f"{axes.goods[good]} lines"
        used = made * data.recipe[good][inputs]
        good = int(inputs[np.argmin(found.stock[week, inputs] / np.maximum(used, 1e-12))])
    return f"{axes.goods[good]} lines"
