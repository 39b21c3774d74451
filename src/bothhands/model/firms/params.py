"""The register of firms as arrays, and the one way from a region to them. Blanks are filled in `register.py`."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jax.typing import DTypeLike
from jaxtyping import Array, Float, Int

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.model.firms.register import complete

DAILY = ("sales", "payroll", "fixed_cost", "debt_service")
PLAIN = ("variable_share", "spoils_share", "cash", "credit", "workers")


class Params(eqx.Module):
    """Firms in register order, padded; padded places count 0 and have no money. Yuan and yuan a day."""

    sales: Float[Array, "firm"]
    variable_share: Float[Array, "firm"]
    payroll: Float[Array, "firm"]
    fixed_cost: Float[Array, "firm"]
    debt_service: Float[Array, "firm"]
    cash: Float[Array, "firm"]
    credit: Float[Array, "firm"]
    workers: Float[Array, "firm"]
    tax_share: Float[Array, "firm"]
    """Taxes per yuan of sales."""
    collection_days: Float[Array, "firm"]
    """Days of sales not yet paid for; each day the same part of what is owed comes in."""
    spoils_share: Float[Array, "firm"]
    """Part of what could be made and is not sold whose cost is lost all the same."""
    counts: Float[Array, "firm"]
    """1 for a firm, 0 for padding; a representative counts the firms it stands for."""
    cell: Int[Array, "firm"]
    """Position of the firm's place and sector in the flattened (place, sector) grid."""
    register_share: Float[Array, "place sector"]
    """Part of a sector's sales that the register covers; the unlisted rest never exits."""
    listed_sales: Float[Array, "place sector"]
    flexible_payroll_share: Float[Array, ""]
    short_of_funds_days: Float[Array, ""]
    smoothing: float = eqx.field(static=True, default=0.0)


def from_region(region: Region, axes: Axes, dtype: DTypeLike = jnp.float64, smoothing: float = 0.0) -> Params:
    """The firms' parameters of a region; a region without a register has one padded firm that does not count."""
    accounts = complete(region, axes)
    size, n_sectors = axes.firms_padded, len(axes.sectors)
    cells = len(axes.places) * n_sectors

    def padded(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, np.zeros(size - len(values))])

    given = accounts.columns
    columns = {name: padded(given[name] / 365.0) for name in DAILY} | {name: padded(given[name]) for name in PLAIN}
    per_sales = 1.0 / np.where(given["sales"] > 0, given["sales"], np.inf)
    columns["tax_share"] = padded(given["tax"] * per_sales)
    columns["collection_days"] = padded(given["receivables"] * per_sales * 365.0)
    at = [axes.places.index(row.place) * n_sectors + axes.sectors.index(row.sector) for row in accounts.rows]
    cell = padded(np.array(at)).astype(np.int32)
    listed = np.bincount(cell, columns["sales"], cells).reshape(len(axes.places), n_sectors)
    total = accounts.sector_sales / 365.0
    share = np.where(total > 0, np.minimum(listed / np.where(total > 0, total, 1.0), 1.0), 0.0)
    return Params(
        **{name: jnp.asarray(value, dtype) for name, value in columns.items()},
        counts=jnp.asarray(padded(np.ones(len(accounts.rows))), dtype),
        cell=jnp.asarray(cell),
        register_share=jnp.asarray(share, dtype),
        listed_sales=jnp.asarray(listed, dtype),
        flexible_payroll_share=jnp.asarray(region.parameter("firm_flexible_payroll_share").value, dtype),
        short_of_funds_days=jnp.asarray(region.parameter("firm_short_of_funds_days").value, dtype),
        smoothing=smoothing,
    )
