"""Parameters of the economy body, and the one function that makes them from a region.

The national table gives technical coefficients; how much of each product a region's users buy at home is estimated by
Flegg's location quotient (Flegg & Webber 2000, δ = 0.3); trade between places is gravity balanced to margins. What is
sold beyond the region is what remains, so that the economy at rest is exactly at rest.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import DTypeLike, NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.sectors import Sector
from bothhands.model.economy.tables import (
    activity_of,
    balanced_trade,
    criticality_masks,
    distance_weights,
    external_demand_path,
    national_table,
)

SCALARS = (
    "inventory_restoring_days", "hiring_days", "firing_days", "benefits_share", "consumption_memory_rate",
    "saved_share_of_lost_demand", "flq_delta", "mask_dependence", "input_output_unit_yuan",
)  # fmt: skip


class EconomyParams(eqx.Module):
    """Everything the economy body needs; money in the region's currency a day."""

    output: Float[Array, "place sector"]
    labour: Float[Array, "place sector"]
    """Labour income at rest; value added stands in for it."""
    value_added_share: Float[Array, "sector"]
    coefficients: Float[Array, "input sector"]
    """Input of a product per unit of output, from anywhere."""
    home_share: Float[Array, "input"]
    """Part of a product's purchases that comes from within the region."""
    trade: Float[Array, "origin destination sector"]
    """Part of the home purchases of a destination that comes from an origin; adds up to 1 over origins."""
    consumption: Float[Array, "place sector"]
    other_demand: Float[Array, "place sector"]
    """Government and investment demand."""
    exports: Float[Array, "place sector"]
    """Sold beyond the region."""
    external_demand: Float[Array, "time"]
    """Demand from beyond the region, against normal."""
    inventory_days: Float[Array, "input"]
    storable: Float[Array, "input"]
    critical: Float[Array, "input sector"]
    important: Float[Array, "input sector"]
    fear_share: Float[Array, "sector"]
    remote_share: Float[Array, "sector"]
    masks_needed: Float[Array, "sector"]
    workers: Float[Array, "place sector"]
    tax_share: Float[Array, "sector"]
    mask_dependence: Float[Array, ""]
    """Share of on-site work that stops for want of masks where they are required."""
    restoring_days: Float[Array, ""]
    hiring_rate: Float[Array, ""]
    firing_rate: Float[Array, ""]
    benefits_share: Float[Array, ""]
    memory: Float[Array, ""]
    saved_share: Float[Array, ""]


def from_region(region: Region, axes: Axes, dtype: DTypeLike = np.float64) -> EconomyParams:
    """Economy parameters of a region; money a day in the region's currency."""
    value = {name: float(region.parameter(name).value) for name in SCALARS}
    table = national_table(region, axes)
    value_added, workers = activity_of(region, axes)
    share = table.value_added_share
    output = np.where(share > 0, value_added / np.where(share > 0, share, 1.0), 0.0) / 365.0
    size = value_added.sum() / max(table.value_added.sum(), 1e-12)
    final = {use: column * size / 365.0 for use, column in table.final.items()}
    part = value_added.sum(axis=1) / max(value_added.sum(), 1e-12)
    consumption = part[:, None] * final["household"][None]
    other = part[:, None] * np.maximum(final["government"] + final["investment"], 0.0)[None]
    home = home_shares(
        output,
        table.coefficients,
        consumption + other,
        table.output * value["input_output_unit_yuan"],
        value["flq_delta"],
    )
    purchases = home * (output @ table.coefficients.T + consumption + other)
    trade = balanced_trade(region, axes, purchases, output, distance_weights(region, axes))
    sold_at_home = np.einsum("qps,ps->qs", trade, purchases)
    excess = np.max(np.where(output > 0, sold_at_home / np.where(output > 0, output, 1.0), 0.0), axis=0)
    shrink = 1.0 / np.maximum(excess, 1.0)
    sectors = region.rows(Sector)
    raw = {
        "output": output,
        "labour": output * share,
        "value_added_share": share,
        "coefficients": table.coefficients,
        "home_share": home * shrink,
        "trade": trade,
        "consumption": consumption,
        "other_demand": other,
        "exports": np.maximum(output - sold_at_home * shrink, 0.0),
        "external_demand": external_demand_path(region, axes),
        "inventory_days": np.array([row.inventory_days if row.storable else 1.0 for row in sectors]),
        "storable": np.array([float(row.storable) for row in sectors]),
        **criticality_masks(region, axes, table.coefficients),
        **{name: np.array([float(getattr(row, name)) for row in sectors]) for name in ("fear_share", "remote_share", "masks_needed", "tax_share")},
        "workers": workers,
        "mask_dependence": value["mask_dependence"],
        "restoring_days": value["inventory_restoring_days"],
        "hiring_rate": 1.0 / value["hiring_days"],
        "firing_rate": 1.0 / value["firing_days"],
        "benefits_share": value["benefits_share"],
        "memory": 1.0 - value["consumption_memory_rate"],
        "saved_share": value["saved_share_of_lost_demand"],
    }  # fmt: skip
    return EconomyParams(**{name: jnp.asarray(item, np.dtype(dtype)) for name, item in raw.items()})


def home_shares(
    output: NDArray[np.floating],
    coefficients: NDArray[np.floating],
    final: NDArray[np.floating],
    national_output: NDArray[np.floating],
    delta: float,
) -> NDArray[np.floating]:
    """Part of each product's purchases that comes from within the region.

    Notes
    -----
    FLQ = LQ_j · [log₂(1 + E_r/E_n)]^δ with the simple location quotient LQ (Flegg & Webber 2000, Regional Studies 34:563,
    doi 10.1080/00343400050085675), output in place of employment, capped at 1; and never more than the region produces.
    Cross-hauling is not modelled beyond that: an estimate, to be replaced by the user's own table.
    """
    regional = output.sum(axis=0)
    if regional.sum() <= 0:
        return np.zeros_like(regional)
    scale = 365.0
    ratio = min(regional.sum() * scale / max(national_output.sum(), 1e-12), 1.0)
    national_part = national_output / max(national_output.sum(), 1e-12)
    quotient = np.where(
        national_part > 0, (regional / regional.sum()) / np.where(national_part > 0, national_part, 1.0), 0.0
    )
    share = np.minimum(quotient * np.log2(1.0 + ratio) ** delta, 1.0)
    wanted = coefficients @ regional + final.sum(axis=0)
    most = np.where(wanted > 0, regional / np.where(wanted > 0, wanted, 1.0), 1.0)
    bought: NDArray[np.floating] = np.minimum(share, most)
    return bought
