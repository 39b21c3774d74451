"""Links a chain lacks: what people need, at any remove, and nobody in the region makes enough of; what it would take.

Why this file exists: a plan orders at sites that are in the tables. What is not there must be said: which good, how much a
day, which class of line in how many days for how much money, and where there is a market outside.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.sites import Site
from bothhands.model.supply.chain_tables import sites_inside
from bothhands.plan.chain_case import ChainCase
from bothhands.plan.completion import required_path
from bothhands.plan.delay import UNVERIFIED, is_unverified


class Way(NamedTuple):
    """A class of line that could close a gap: lines, days to the first product (low, likely, high), yuan, room at known sites."""

    line_class: str
    lines: int
    lead_days: tuple[float, float, float]
    yuan: float
    room: int


class Missing(NamedTuple):
    """A good short of what is needed; units a day over the region.

    `need` is the highest week's ahead, `able` what stands on the as-of day, `outside` the market. `why` is 'no maker', 'no
    standing capacity' or 'too little'. `sites` can be chased; `unverified` counts those that are assumptions.
    """

    good: str
    unit: str
    need: float
    able: float
    outside: float
    why: str
    ways: tuple[Way, ...]
    sites: tuple[str, ...]
    unverified: int

    @property
    def gap(self) -> float:
        """What is lacking a day once the outside is bought empty."""
        return max(self.need - self.able - self.outside, 0.0)

    @property
    def standing(self) -> str:
        """What must be said of its sites."""
        return UNVERIFIED if self.unverified and not self.sites else ""


def missing_of(case: ChainCase) -> tuple[Missing, ...]:
    """Goods short of what is needed, the widest gap in proportion first.

    Parameters
    ----------
    case
        The chain on a day.

    Notes
    -----
    Capacity counts at full labour. A good without a maker is told even where the outside market covers it, with gap 0:
    the region then hangs on that market.
    """
    required = required_path(case, case.need.sum(-1))[case.today :].max(0)
    params = case.params
    standing = np.zeros(len(case.axes.goods))
    np.add.at(
        standing,
        np.asarray(params.line_good),
        np.asarray(params.line_capacity) * (np.asarray(params.line_ready_day) <= case.today),
    )
    if params.grade_rate is not None:
        standing = standing + np.asarray(params.grade_rate, float) @ standing
    found = []
    for row in case.region.rows(Good):
        at = case.axes.goods.index(row.good)
        one = _missing(case, row, float(required[at]), float(standing[at]))
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: -one.gap / max(one.need, 1e-12)))


def _missing(case: ChainCase, row: Good, need: float, able: float) -> Missing | None:
    own = [site for site in sites_inside(case.region, case.axes) if site.good == row.good]
    outside = row.outside_supply_per_day
    if need <= 0 or (need <= able + outside and able > 0):
        return None
    why = "no maker" if not own else ("no standing capacity" if able <= 0 else "too little")
    sites = tuple(site.site for site in own if not is_unverified(case.region, site.site, row.good))
    gap = max(need - able - outside, 0.0)
    return Missing(
        row.good, row.unit, need, able, outside, why, _ways(case, row.good, gap, own), sites, len(own) - len(sites)
    )


def _ways(case: ChainCase, good: str, gap: float, own: list[Site]) -> tuple[Way, ...]:
    """Every class of line for a good, soonest first."""
    room = sum(site.lines_possible for site in own)
    kinds = sorted((row for row in case.region.rows(Equipment) if row.good == good), key=lambda row: row.lead_days)
    return tuple(
        Way(
            row.line_class,
            math.ceil(gap / row.units_per_day),
            (row.lead_days_low, row.lead_days, row.lead_days_high),
            math.ceil(gap / row.units_per_day) * row.cost_yuan,
            room,
        )
        for row in kinds
    )
