"""Parameters of the economy body, and the one function that makes them from a region.

The national table gives technical coefficients; how much of each product a region's users buy at home is estimated (`regional.py`);
trade between places is gravity balanced to margins. What is sold beyond the region is what remains, so that the economy at rest is
exactly at rest.
"""

from __future__ import annotations

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import DTypeLike, NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.input_output.national import NationalTable, activity_of, national_table, yearly_output
from bothhands.inputs.region import Region
from bothhands.inputs.tables.sectors import Sector
from bothhands.model.economy.outside import Outside, outside_path
from bothhands.model.economy.regional import HomeShares, home_shares
from bothhands.model.economy.tables import balanced_trade, criticality_masks, distance_weights

SCALARS = (
    "inventory_restoring_days", "hiring_days", "firing_days", "benefits_share", "consumption_memory_rate", "recovery_belief_share",
    "saved_share_of_lost_demand", "contracts_kept_share", "pay_share", "flq_delta", "mask_dependence", "input_output_unit_yuan",
    "overproduction_most", "overproduction_days", "shortage_threshold_share", "absence_effect", "closure_effect",
)  # fmt: skip
OF_SECTORS = ("fear_share", "remote_share", "masks_needed", "tax_share")
DAYS_A_YEAR = 365.0


class EconomyParams(eqx.Module):
    """Everything the economy body needs; money in the region's currency a day."""

    output: Float[Array, "place sector"]
    labour: Float[Array, "place sector"]
    """Labour income at rest; value added stands in for it."""
    value_added_share: Float[Array, "sector"]
    other_cost_share: Float[Array, "sector"]
    """Part of output that is neither input, listed here, nor value added: imports kept out of the table, taxes on products."""
    pay_share: Float[Array, ""]
    """Pay per unit of labour income at rest, where value added stands in for it."""
    coefficients: Float[Array, "input sector"]
    """Input of a product per unit of output, from anywhere."""
    home_share: Float[Array, "input sector"]
    """Part of a sector's purchases of a product that comes from within the region."""
    final_home_share: Float[Array, "input"]
    """The same of final demand."""
    trade: Float[Array, "origin destination sector"]
    """Part of the home purchases of a destination that comes from an origin; adds up to 1 over origins."""
    consumption: Float[Array, "place sector"]
    other_demand: Float[Array, "place sector"]
    """Government and investment demand."""
    exports: Float[Array, "place sector"]
    """Sold beyond the region."""
    outside: Outside
    """Demand and supply from beyond, against normal, by day."""
    inventory_days: Float[Array, "sector"]
    """Days of each of its inputs that a sector keeps."""
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
    absence_effect: Float[Array, ""]
    """Work lost with a worker who is away: below 1 where those present make up for part."""
    closure_effect: Float[Array, ""]
    """Work lost with what an order closes."""
    inputs_bind: Float[Array, ""]
    """1: output waits for inputs; 0: it does not, to ask what shortage costs."""
    restoring_days: Float[Array, ""]
    hiring_rate: Float[Array, ""]
    firing_rate: Float[Array, ""]
    contracts_kept_share: Float[Array, ""]
    benefits_share: Float[Array, ""]
    memory: Float[Array, ""]
    recovery_belief_share: Float[Array, ""]
    saved_share: Float[Array, ""]
    overproduction_most: Float[Array, ""]
    """Highest capacity against normal that scarcity builds up (ARIO)."""
    overproduction_rate: Float[Array, ""]
    shortage_threshold_share: Float[Array, ""]
    """Part of the target stock below which a shortage shows (ARIO's ψ)."""

    @property
    def stock_days(self) -> Float[Array, "input sector"]:
        """Days of each input kept at rest; of a product that cannot be stored, a day's need."""
        return jnp.where(self.storable[:, None] > 0, self.inventory_days[None, :], 1.0)

    @property
    def stock_target(self) -> Float[Array, "input place sector"]:
        """Stocks at rest."""
        return (self.stock_days * self.coefficients)[:, None, :] * self.output[None]


class _AtRest(NamedTuple):
    """Flows of a region on a normal day."""

    output: NDArray[np.float64]
    workers: NDArray[np.float64]
    final: dict[str, NDArray[np.float64]]
    """Of the whole region by use and product."""
    consumption: NDArray[np.float64]
    other: NDArray[np.float64]


def from_region(region: Region, axes: Axes, dtype: DTypeLike = np.float64) -> EconomyParams:
    """Economy parameters of a region; money a day in the region's currency."""
    value = {name: float(region.parameter(name).value) for name in SCALARS}
    table = national_table(region, axes)
    rest = _at_rest(region, axes, table)
    sectors = region.rows(Sector)
    raw: dict[str, object] = {
        "output": rest.output,
        "labour": rest.output * table.value_added_share,
        "value_added_share": table.value_added_share,
        "other_cost_share": np.zeros_like(table.value_added_share),
        "coefficients": table.coefficients,
        **_traded(region, axes, table, rest, value),
        "consumption": rest.consumption,
        "other_demand": rest.other,
        "outside": outside_path(region, axes, rest.final),
        "inventory_days": np.array([row.inventory_days for row in sectors]),
        "storable": np.array([float(row.storable) for row in sectors]),
        **criticality_masks(region, axes, table.coefficients),
        **{name: np.array([float(getattr(row, name)) for row in sectors]) for name in OF_SECTORS},
        "workers": rest.workers,
        **_scalars(value),
    }
    return EconomyParams(**jax.tree.map(lambda item: jnp.asarray(item, np.dtype(dtype)), raw))


def _at_rest(region: Region, axes: Axes, table: NationalTable) -> _AtRest:
    """A normal day: output from value added, final demand the nation's scaled to the region's value added."""
    value_added, workers = activity_of(region, axes)
    output = yearly_output(table, value_added) / DAYS_A_YEAR
    size = value_added.sum() / max(table.value_added.sum(), 1e-12)
    final = {use: column * size / DAYS_A_YEAR for use, column in table.final.items()}
    part = value_added.sum(axis=1) / max(value_added.sum(), 1e-12)
    consumption = part[:, None] * np.maximum(final["household"], 0.0)[None]
    other = part[:, None] * np.maximum(final["government"] + final["investment"], 0.0)[None]
    return _AtRest(output, workers, final, consumption, other)


def _traded(
    region: Region, axes: Axes, table: NationalTable, rest: _AtRest, value: dict[str, float]
) -> dict[str, NDArray[np.float64]]:
    """Home shares, trade between places, and what is left to sell beyond the region."""
    final = rest.consumption + rest.other
    national = table.output * value["input_output_unit_yuan"] / DAYS_A_YEAR
    home = home_shares(rest.output, table.coefficients, final, national, table.import_share, value["flq_delta"])
    purchases = rest.output @ (home.inputs * table.coefficients).T + home.final * final
    trade = balanced_trade(region, axes, purchases, rest.output, distance_weights(region, axes))
    sold = np.einsum("qps,ps->qs", trade, purchases)
    excess = np.max(np.where(rest.output > 0, sold / np.where(rest.output > 0, rest.output, 1.0), 0.0), axis=0)
    shrink = 1.0 / np.maximum(excess, 1.0)
    home = HomeShares(home.inputs * shrink[:, None], home.final * shrink)
    return {
        "home_share": home.inputs,
        "final_home_share": home.final,
        "trade": trade,
        "exports": np.maximum(rest.output - sold * shrink, 0.0),
    }


def _scalars(value: dict[str, float]) -> dict[str, float]:
    """Parameters that hold for every place and sector."""
    return {
        "mask_dependence": value["mask_dependence"],
        "absence_effect": value["absence_effect"],
        "closure_effect": value["closure_effect"],
        "inputs_bind": 1.0,
        "pay_share": value["pay_share"],
        "restoring_days": value["inventory_restoring_days"],
        "hiring_rate": 1.0 / value["hiring_days"],
        "firing_rate": 1.0 / value["firing_days"],
        "contracts_kept_share": value["contracts_kept_share"],
        "benefits_share": value["benefits_share"],
        "memory": 1.0 - value["consumption_memory_rate"],
        "recovery_belief_share": value["recovery_belief_share"],
        "saved_share": value["saved_share_of_lost_demand"],
        "overproduction_most": value["overproduction_most"],
        "overproduction_rate": 1.0 / value["overproduction_days"],
        "shortage_threshold_share": value["shortage_threshold_share"],
    }
