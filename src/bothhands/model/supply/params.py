"""Supply's numbers as arrays, and the one way from a region to them.

Why this file exists: rows are read once, here; the step sees arrays only. Reading the tables one by one lives in
`bothhands.model.supply.chain_tables`.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jax.typing import DTypeLike
from jaxtyping import Array, Float, Int

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.model.supply import chain_tables as tables


class Locks(eqx.Module):
    """Research that keeps lines still: the day it ends, from the first day of the calendar, and days to full rate after."""

    line_day: Float[Array, "line"]
    line_ramp_days: Float[Array, "line"]
    option_day: Float[Array, "option"]
    option_ramp_days: Float[Array, "option"]


class Conversions(eqx.Module):
    """Options that use up a standing line, of which good in which place, and what that line makes a day."""

    option: Int[Array, "taken"]
    place: Int[Array, "taken"]
    good: Int[Array, "taken"]
    units_per_day: Float[Array, "taken"]


class Counts(eqx.Module):
    """Stocks counted after the first day: the morning from which a count holds, what lay, and 1 where it was counted."""

    morning: Int[Array, "count"]
    quantity: Float[Array, "count place good"]
    is_counted: Float[Array, "count place good"]


class Params(eqx.Module):
    """Goods, recipes, lags, lines and priorities of a region.

    Axes: place, good; `input` is a good used up; `group` is `DEMAND_GROUPS`, `level` a priority, first served first;
    `line` a standing line of the region or one on order, `option` a line that may be ordered. Quantities in the good's
    own unit.
    """

    recipe: Float[Array, "good input"]
    """Input per unit made."""
    spoilage: Float[Array, "good"]
    """Share of a stock lost a day."""
    outside_supply: Float[Array, "good"]
    """Most that can be bought outside the region a day."""
    market_share: Float[Array, "good"]
    """Part of the outside supply that users reach without public purchases."""
    price: Float[Array, "good"]
    """Yuan a unit; 1 where unknown or nothing, for it is a weight here and nobody pays it."""
    mask_share: Float[Array, "good group"]
    """Part of a group's need of masks that is met with this good, what goes with patients apart."""
    masks_per_patient: Float[Array, "good group"]
    """Masks a group needs a day for each patient in hospital."""
    patients_per_mask: Float[Array, ""]
    """Patients in hospital for each mask the patients themselves need a day; 0 where they need none."""
    kit_share: Float[Array, "good"]
    """Part of the need of test kits that is met with this good."""
    level_of_group: Float[Array, "good level group"]
    """1 where a group's need of a good has this priority."""
    release_day: Float[Array, "process_lag good"]
    """1 at the morning on which today's output is released; all 0 where it is released at once."""
    released_at_once: Float[Array, "good"]
    """1 where output can be sent the next morning."""
    process_days: Float[Array, "good"]
    """Days between making and release."""
    arrival_day: Float[Array, "transit_lag place good"]
    """1 at the morning on which a shipment of today arrives; all 0 where it arrives at once."""
    arrives_at_once: Float[Array, "place good"]
    """1 where a shipment arrives on the day it is sent."""
    transit_days: Float[Array, "place good"]
    """Days from the makers to the place."""
    cover_days: Float[Array, ""]
    """Days of use kept at hand."""
    reserve_days: Float[Array, ""]
    """Days of the region's use kept ready by the makers."""
    first_stock: Float[Array, "place good"]
    """Stock at hand on the first morning; later counts stand in `counts`."""
    labour_weight: Float[Array, "place good sector"]
    """Sectors whose labour works the lines; sums to 1."""
    sector_of_site: Float[Array, "place sector"]
    """How far a place's shortage of critical inputs is a shortage of this sector; 1 for the sector of a maker."""
    line_place: Int[Array, "line"]
    line_good: Int[Array, "line"]
    line_capacity: Float[Array, "line"]
    """Units a day of all lines of the row at full rate."""
    line_ready_day: Float[Array, "line"]
    """Day of the first product, counted from the first day of the calendar."""
    line_ramp_days: Float[Array, "line"]
    option_place: Int[Array, "option"]
    option_good: Int[Array, "option"]
    option_units_per_day: Float[Array, "option"]
    option_lead_days: Float[Array, "option"]
    option_ramp_days: Float[Array, "option"]
    smoothing: float = eqx.field(static=True, default=0.0)
    locks: Locks | None = None
    """None where no good waits for research."""
    grade_rate: Float[Array, "good input"] | None = None
    """Output of a good per unit that a line of another (`input`) would make instead; None where no good has grades."""
    conversions: Conversions | None = None
    """None where no line is converted from another good's."""
    counts: Counts | None = None
    """None where no stock is counted after the first day."""
    need_factor: Float[Array, "time group"] | None = None
    """Need of masks against what the tables say, by day; there are as many patients. None where it is 1 on every day."""

    @property
    def is_dated(self) -> bool:
        """Whether supply must know which morning it is."""
        return self.counts is not None or self.need_factor is not None


def from_region(region: Region, axes: Axes, dtype: DTypeLike = jnp.float64, smoothing: float = 0.0) -> Params:
    """Supply's parameters of a region.

    Parameters
    ----------
    region
        Tables goods, recipes, grades, sites, lines, unlocks, equipment, arcs, stocks, demand, firms and parameters; all may
        be empty.
    axes
        Names along the axes.
    dtype
        Precision of the run.
    smoothing
        Relative width of every kink; 0 for the exact rules.
    """
    goods = tables.goods_of(region, axes)
    transit = tables.transit_days(region, axes)
    lines = tables.lines_of(region, axes)
    options = tables.options_of(region, axes)
    masks = tables.demand_of(region, axes)
    values: dict[str, object] = {
        "recipe": tables.recipe_matrix(region, axes),
        "spoilage": goods["spoilage"],
        "outside_supply": goods["outside_supply"],
        "market_share": tables.market_share(region, axes),
        "price": goods["price"],
        "mask_share": masks.share,
        "masks_per_patient": masks.per_patient,
        "patients_per_mask": masks.patients_per_mask,
        "kit_share": goods["kit_share"],
        "level_of_group": masks.level,
        "release_day": _one_hot(goods["process_days"]),
        "released_at_once": goods["process_days"] == 0,
        "process_days": goods["process_days"],
        "arrival_day": _one_hot(transit),
        "arrives_at_once": transit == 0,
        "transit_days": transit,
        "cover_days": region.parameter("supply_cover_days").value,
        "reserve_days": region.parameter("supply_reserve_days").value,
        "first_stock": tables.first_stock(region, axes),
        "labour_weight": tables.labour_weight(region, axes),
        "sector_of_site": tables.sector_of_site(region, axes),
        "line_capacity": lines["capacity"],
        "line_ready_day": lines["ready_day"],
        "line_ramp_days": lines["ramp_days"],
        "option_units_per_day": options["units_per_day"],
        "option_lead_days": options["lead_days"],
        "option_ramp_days": options["ramp_days"],
    }
    floats = {name: jnp.asarray(value, dtype) for name, value in values.items()}
    whole = {
        "line_place": lines["place"],
        "line_good": lines["good"],
        "option_place": options["place"],
        "option_good": options["good"],
    }
    indices = {name: jnp.asarray(value, jnp.int32) for name, value in whole.items()}
    locks = tables.locks_of(region, axes)
    rates = tables.grade_rates(region, axes)
    taken = tables.conversions_of(region, axes)
    counted = tables.later_counts(region, axes)
    return Params(
        **floats,
        **indices,
        smoothing=smoothing,
        locks=None if locks is None else Locks(**{name: jnp.asarray(value, dtype) for name, value in locks.items()}),
        grade_rate=None if rates is None else jnp.asarray(rates, dtype),
        conversions=None if taken is None else _conversions(taken, dtype),
        counts=None if counted is None else _counts(counted, dtype),
    )


def _conversions(taken: dict[str, np.ndarray], dtype: DTypeLike) -> Conversions:
    whole = {name: jnp.asarray(taken[name], jnp.int32) for name in ("option", "place", "good")}
    return Conversions(**whole, units_per_day=jnp.asarray(taken["units_per_day"], dtype))


def _counts(counted: tables.LaterCounts, dtype: DTypeLike) -> Counts:
    return Counts(
        jnp.asarray(counted.morning, jnp.int32),
        jnp.asarray(counted.quantity, dtype),
        jnp.asarray(counted.is_counted, dtype),
    )


def _one_hot(days: np.ndarray) -> np.ndarray:
    """Entry `lag − 1` is 1 for a lag of one day or more; at least one entry long."""
    lags = np.arange(1, max(int(days.max(initial=0)), 1) + 1).reshape(-1, *([1] * days.ndim))
    return np.asarray(lags == days, dtype=float)
