"""What a chain would face otherwise: masks used longer or again, a need that is larger, prices that rise.

Why this file exists: shortage changes behaviour. Hoarding and price are no forecasts but cases to be safe in; use under shortage saves
masks and costs protection; both shares are data. Only needs and prices of the days ahead move; the run whose needs they are is held.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import equinox as eqx
import jax.numpy as jnp
import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.use_regimes import UseRegime
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.plan.chain_case import Situation


class Scenario(NamedTuple):
    """A way of use by name, and factors of need by group and of price by good; all as they stand where nothing is said."""

    use: str = ""
    need: Mapping[str, float] = {}
    price: Mapping[str, float] = {}


def faults_of(region: Region, scenario: Scenario) -> list[Fault]:
    """Names the region does not know and factors that cannot be (BH-CHN-008).

    Parameters
    ----------
    region
        Its goods and ways of use.
    scenario
        What was asked.
    """
    uses = {row.use for row in region.rows(UseRegime)}
    goods = {row.good for row in region.rows(Good)}
    faults = []
    if scenario.use and scenario.use not in uses:
        remedy = nearest(scenario.use, uses) if uses else "add rows to use_regimes"
        faults.append(
            Fault("BH-CHN-008", f"no use {scenario.use!r}", "a use of the table use_regimes", remedy, "use_regimes")
        )
    for kind, given, known in (("group", scenario.need, DEMAND_GROUPS), ("good", scenario.price, goods)):
        faults += [
            Fault("BH-CHN-008", f"no {kind} {name!r}", f"one of {', '.join(sorted(known))}", nearest(name, known))
            for name in given
            if name not in known
        ]
        faults += [
            Fault("BH-CHN-008", f"{name} × {factor:g}", "a factor above 0", "1.5 is half as much again")
            for name, factor in given.items()
            if not 0 < factor < float("inf")
        ]
    return faults


def under(now: Situation, scenario: Scenario) -> Situation:
    """A situation with the needs of the days after the as-of day, and prices, as in a scenario.

    Parameters
    ----------
    now
        The region on the day and its run.
    scenario
        What is otherwise.

    Raises
    ------
    InputError
        Every name that is unknown and every factor that cannot be (BH-CHN-008).
    """
    faults = faults_of(now.region, scenario)
    if faults:
        raise InputError(faults)
    rows = _regime(now.region, scenario.use)
    need = np.array([scenario.need.get(group, 1.0) for group in DEMAND_GROUPS])
    need *= np.array([rows[group].need_share if group in rows else 1.0 for group in DEMAND_GROUPS])
    if (need == 1.0).all():
        return now._replace(prices=dict(scenario.price))
    ahead = np.arange(now.axes.n_days)[:, None] > now.axes.day_index(now.as_of)
    factor = np.where(ahead, need, 1.0)
    demand = np.asarray(now.signals.mask_demand) * factor[:, None]
    signals = now.signals._replace(mask_demand=jnp.asarray(demand))
    before = 1.0 if now.params.need_factor is None else np.asarray(now.params.need_factor)
    laid = jnp.asarray(before * factor, now.params.price.dtype)
    params = eqx.tree_at(lambda p: p.need_factor, now.params, laid, is_leaf=lambda x: x is None)
    return now._replace(signals=signals, params=params, prices=dict(scenario.price))


def _regime(region: Region, use: str) -> dict[str, UseRegime]:
    return {row.group: row for row in region.rows(UseRegime) if row.use == use}
