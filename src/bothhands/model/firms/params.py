"""The register of firms as arrays, and the one way from a region to them.

Blanks of the register are filled from the parameters that name them (ASSUMED); `filled` in `blanks_of` says which.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jax.typing import DTypeLike
from jaxtyping import Array, Float, Int
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm

MONEY = ("payroll", "fixed_cost", "debt_service")


class Params(eqx.Module):
    """Firms in register order, padded; padded places have weight 0 and no money. Yuan and yuan a day."""

    sales: Float[Array, "firm"]
    variable_cost_share: Float[Array, "firm"]
    payroll: Float[Array, "firm"]
    fixed_cost: Float[Array, "firm"]
    debt_service: Float[Array, "firm"]
    cash: Float[Array, "firm"]
    credit: Float[Array, "firm"]
    workers: Float[Array, "firm"]
    weight: Float[Array, "firm"]
    """1 for a firm, 0 for padding."""
    cell: Int[Array, "firm"]
    """Position of the firm's place and sector in the flattened (place, sector) grid."""
    register_share: Float[Array, "place sector"]
    """Part of a sector's sales that the register covers; the unlisted rest never exits."""
    listed_sales: Float[Array, "place sector"]
    flexible_payroll_share: Float[Array, ""]
    smoothing: float = eqx.field(static=True, default=0.0)


def from_region(region: Region, axes: Axes, dtype: DTypeLike = jnp.float64, smoothing: float = 0.0) -> Params:
    """The firms' parameters of a region; a region without a register has one padded firm of weight 0."""
    rows = [row for row in region.rows(Firm) if row.place in axes.places]
    size = axes.firms_padded
    n_sectors = len(axes.sectors)
    columns = {name: np.zeros(size) for name in ("sales", "variable_cost_share", *MONEY, "cash", "credit", "workers", "weight")}
    cell = np.zeros(size, np.int32)
    for n, row in enumerate(rows):
        for name, value in figures_of(region, row).items():
            columns[name][n] = value
        columns["weight"][n] = 1.0
        cell[n] = axes.places.index(row.place) * n_sectors + axes.sectors.index(row.sector)
    listed = np.bincount(cell, columns["sales"], len(axes.places) * n_sectors).reshape(len(axes.places), n_sectors)
    total = sector_sales(region, axes)
    covered = np.where(total > 0, np.minimum(listed / np.where(total > 0, total, 1.0), 1.0), 0.0)
    return Params(
        **{name: jnp.asarray(value, dtype) for name, value in columns.items()},
        cell=jnp.asarray(cell),
        register_share=jnp.asarray(covered, dtype),
        listed_sales=jnp.asarray(listed, dtype),
        flexible_payroll_share=jnp.asarray(region.parameter("firm_flexible_payroll_share").value, dtype),
        smoothing=smoothing,
    )


def figures_of(region: Region, row: Firm) -> dict[str, float]:
    """A firm's figures a day, blanks filled in proportion to its sales or workers from named parameters."""

    def assumed(name: str) -> float:
        return float(region.parameter(f"firm_{name}").value)

    workers = row.workers if row.workers is not None else assumed("workers")
    yearly = row.sales_yuan_per_year
    sales = (yearly if yearly is not None else workers * assumed("sales_per_worker_yuan_per_year")) / 365.0
    figures = {"sales": sales, "workers": workers}
    share = row.variable_cost_share
    figures["variable_cost_share"] = min(share if share is not None else assumed("variable_cost_share"), 0.99)
    for name in MONEY:
        given = getattr(row, f"{name}_yuan_per_year")
        figures[name] = given / 365.0 if given is not None else sales * assumed(f"{name}_sales_share")
    figures["cash"] = row.cash_yuan if row.cash_yuan is not None else sales * assumed("cash_sales_days")
    figures["credit"] = row.credit_yuan if row.credit_yuan is not None else sales * assumed("credit_sales_days")
    return figures


def blanks_of(region: Region) -> dict[str, int]:
    """How many firms leave each figure blank, so that reports can say what was filled."""
    names = ("workers", "sales_yuan_per_year", "variable_cost_share", "cash_yuan", "credit_yuan", *(f"{m}_yuan_per_year" for m in MONEY))
    return {name: sum(getattr(row, name) is None for row in region.rows(Firm)) for name in names}


def sector_sales(region: Region, axes: Axes) -> NDArray[np.float64]:
    """Sales of a sector in a place, yuan a day: value added over the value-added share of the region's table."""
    n = len(axes.sectors)
    position = {sector: k for k, sector in enumerate(axes.sectors)}
    bought, output = np.zeros(n), np.zeros(n)
    for row in region.rows("input_output"):
        if row.supplier == "output" and row.user in position:  # type: ignore[attr-defined]
            output[position[row.user]] = row.value  # type: ignore[attr-defined]
        elif row.supplier in position and row.user in position:  # type: ignore[attr-defined]
            bought[position[row.user]] += row.value  # type: ignore[attr-defined]
    share = np.where(output > 0, 1.0 - bought / np.where(output > 0, output, 1.0), 0.0)
    total = np.zeros((len(axes.places), n))
    for row in region.rows("activity"):
        if row.place in axes.places and share[position[row.sector]] > 0:  # type: ignore[attr-defined]
            at = position[row.sector]  # type: ignore[attr-defined]
            total[axes.places.index(row.place), at] += row.value_added_yuan_per_year / share[at] / 365.0  # type: ignore[attr-defined]
    return total
