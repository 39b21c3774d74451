"""The register of firms as arrays, and the one way from a region to them. Blanks are filled in `blanks.py`."""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax.typing import DTypeLike
from jaxtyping import Array, Float, Int

from bothhands.inputs.axes import Axes, padded
from bothhands.inputs.region import Region
from bothhands.model.firms.books import YEAR, Books, books_of
from bothhands.model.firms.register import complete
from bothhands.model.firms.representatives import merged

COLUMNS = (
    "sales", "variable_share", "payroll", "fixed_cost", "debt_service", "cash", "credit", "workers", "tax_share", "collection_days",
    "spoils_share",
)  # fmt: skip


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
    """The accounts of a region; firms that share one are merged. A region without a register has one padded firm that does not count."""
    return _params(region, axes, bool(axes.account), dtype, smoothing)


def register_params(region: Region, axes: Axes) -> Params:
    """The whole register, each firm by itself, however long it is."""
    return _params(region, axes, merge=False)


def _params(region: Region, axes: Axes, merge: bool, dtype: DTypeLike = jnp.float64, smoothing: float = 0.0) -> Params:
    accounts = complete(region, axes)
    flexible, short = (
        region.parameter(name).value for name in ("firm_flexible_payroll_share", "firm_short_of_funds_days")
    )
    sector_sales = accounts.sector_sales / YEAR
    books, weight = books_of(accounts, axes), None
    if merge:
        books, weight, _ = merged(books, np.asarray(axes.account, np.int64))
    return of_books(books, sector_sales, flexible, short, weight, dtype, smoothing)


def of_books(
    books: Books,
    sector_sales: npt.NDArray[np.float64],
    flexible_payroll_share: float,
    short_of_funds_days: float,
    weight: npt.NDArray[np.float64] | None = None,
    dtype: DTypeLike = jnp.float64,
    smoothing: float = 0.0,
) -> Params:
    """The parameters of a register, padded.

    Parameters
    ----------
    books
        The register, or the representatives of a longer one.
    sector_sales
        Sales of each whole sector in a normal year, yuan a day, (place, sector).
    flexible_payroll_share
        Part of the payroll that falls with sales.
    short_of_funds_days
        Days of unavoidable payments below which a firm is short of funds.
    weight
        Firms each one stands for; None: one.
    dtype, smoothing
        Of the run.
    """
    size = padded(books.firms)

    def filled(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.concatenate([values, np.zeros(size - len(values))])

    counts = np.ones(books.firms) if weight is None else weight
    listed = np.bincount(books.cell, books.sales * counts, sector_sales.size).reshape(sector_sales.shape)
    share = np.where(sector_sales > 0, np.minimum(listed / np.where(sector_sales > 0, sector_sales, 1.0), 1.0), 0.0)
    return Params(
        **{name: jnp.asarray(filled(getattr(books, name)), dtype) for name in COLUMNS},
        counts=jnp.asarray(filled(counts), dtype),
        cell=jnp.asarray(filled(books.cell.astype(float)).astype(np.int32)),
        register_share=jnp.asarray(share, dtype),
        listed_sales=jnp.asarray(listed, dtype),
        flexible_payroll_share=jnp.asarray(flexible_payroll_share, dtype),
        short_of_funds_days=jnp.asarray(short_of_funds_days, dtype),
        smoothing=smoothing,
    )
