"""How sure the accounts are: growth by quarter with every figure of the economy drawn from its stated range.

Why this file exists: members draw what moves infection; output hangs on other figures, most of them ASSUMED. The economy alone is run
under the signals of one run, so that hundreds of draws cost seconds.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.model.alone import Heard, economy_alone
from bothhands.model.day import Model
from bothhands.model.economy.params import EconomyParams, from_region
from bothhands.model.programs import Program
from bothhands.model.simulate import cast
from bothhands.observe.ranges import ranges_of
from bothhands.outcome.quarters import Calendar, calendar_of, quarters

DRAWN = (
    "inventory_restoring_days", "hiring_days", "firing_days", "benefits_share", "consumption_memory_rate", "recovery_belief_share",
    "saved_share_of_lost_demand", "contracts_kept_share", "flq_delta", "mask_dependence", "absence_effect", "closure_effect",
    "trade_distance_exponent", "external_demand_trough", "external_demand_midyear", "external_demand_year_end", "trend_growth_share",
    "holiday_output_share",
)  # fmt: skip
Tree = TypeVar("Tree")
BATCH = 16
"""Draws run by one call."""


class Growth(NamedTuple):
    """Real growth against last year, shares."""

    quarters: NDArray[np.float64]
    """By draw and quarter."""
    half_years: NDArray[np.float64]
    """By draw: first half-year, year; empty where the calendar does not cover the year."""

    def band(self, low: float = 0.05, high: float = 0.95) -> NDArray[np.float64]:
        """Low end, median and high end by quarter, (3, quarter)."""
        return np.asarray(np.quantile(self.quarters, [low, 0.5, high], axis=0))


def growth_drawn(region: Region, axes: Axes, model: Model, heard: Heard, draws: int, seed: int) -> Growth:
    """Growth of a run with the economy's figures drawn.

    Parameters
    ----------
    region, axes, model
        As the run was made from.
    heard
        What the economy of the run was told; demand and supply beyond the region are drawn anew.
    draws
        How many.
    seed
        Of every draw; the same seed draws the same figures for every plan.

    Notes
    -----
    Each figure by itself: a split normal with low and high as its 10 % and 90 % points.
    """
    normal = np.random.default_rng([seed, 7]).standard_normal((draws, len(DRAWN)))
    values = np.stack([one.at(normal[:, n]) for n, one in enumerate(ranges_of(region, DRAWN))], axis=1)
    small, told = cast(model, np.float32), cast(heard, np.float32)
    found = []
    for first in range(0, draws, BATCH):
        at = np.minimum(np.arange(first, first + BATCH), draws - 1)
        variants = [region.with_parameters(dict(zip(DRAWN, values[n].tolist(), strict=True))) for n in at]
        params = stacked([from_region(one, axes, np.float32) for one in variants])
        calendars = [calendar_of(one, axes) for one in variants]
        numbers = stacked([cast(one._replace(names=()), np.float32) for one in calendars])
        found.append(np.asarray(_value_added(small, params, told, numbers)))
    made, before = np.moveaxis(np.concatenate(found)[:draws], 1, 0)
    halves = np.asarray(calendar_of(region, axes).halves)
    return Growth(made / before - 1.0, (made @ halves.T) / (before @ halves.T) - 1.0)


@Program
def _value_added(
    model: Model, params: EconomyParams, heard: Heard, calendars: Calendar
) -> Float[Array, "draw two quarter"]:
    """Value added of the region by quarter, this year and last."""

    def one(own: EconomyParams, calendar: Calendar) -> Float[Array, "two quarter"]:
        told = heard._replace(outside=jax.tree.map(lambda level: level[: heard.fear.shape[0]], own.outside))
        flows = economy_alone(own, told, model.form, model.smoothing)
        found = quarters(flows.value_added, own.labour, calendar)
        return jnp.stack([found.constant.sum((1, 2)), found.last_year.sum((1, 2))])

    both: Float[Array, "draw two quarter"] = jax.vmap(one)(params, calendars)
    return both


def stacked(trees: list[Tree]) -> Tree:
    """Trees of arrays of one shape as one with a leading axis."""
    stacked: Tree = jax.tree.map(lambda *parts: jnp.asarray(np.stack([np.asarray(part) for part in parts])), *trees)
    return stacked
