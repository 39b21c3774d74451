"""The books of firms as plain columns: what a register, a drawn register and a run over a million firms have in common.

Why this file exists: the coupled run carries its firms as traced arrays padded to a power of two; a register of a million
is columns on the host. Both come from `register.complete`, so that no figure is made twice.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.tables.firms import Firm
from bothhands.model.firms.register import Accounts

Numbers = npt.NDArray[np.float64]
SIZES = ("large", "medium", "small", "micro")
INDUSTRY = (1000.0, 300.0, 20.0)
"""Workers from which a firm is large, medium, small: industry in the statistical classes of 2017 (National Bureau of Statistics of China)."""
YEAR = 365.0


class Books(NamedTuple):
    """Firms by number; yuan, yuan a day of a normal year, shares and days."""

    cell: npt.NDArray[np.int32]
    """Position of place and sector in the flattened (place, sector) grid."""
    size: npt.NDArray[np.int8]
    """Position in `SIZES`."""
    workers: Numbers
    sales: Numbers
    variable_share: Numbers
    payroll: Numbers
    fixed_cost: Numbers
    """Rent included."""
    rent: Numbers
    debt_service: Numbers
    """Interest included."""
    interest: Numbers
    tax_share: Numbers
    """Taxes per yuan of sales."""
    collection_days: Numbers
    spoils_share: Numbers
    cash: Numbers
    credit: Numbers

    @property
    def firms(self) -> int:
        """How many firms."""
        return len(self.sales)

    def of(self, chosen: npt.NDArray[np.integer] | npt.NDArray[np.bool_]) -> Books:
        """The books of some firms."""
        columns: dict[str, Any] = {name: column[chosen] for name, column in self._asdict().items()}
        return Books(**columns)


def books_of(accounts: Accounts, axes: Axes) -> Books:
    """The books of a region's register, blanks filled and sales within those of their sectors.

    Parameters
    ----------
    accounts
        As made by `register.complete`.
    axes
        Order of places and sectors.
    """
    given = accounts.columns
    cell = [axes.places.index(row.place) * len(axes.sectors) + axes.sectors.index(row.sector) for row in accounts.rows]
    per_sales = 1.0 / np.where(given["sales"] > 0, given["sales"], np.inf)
    return Books(
        cell=np.array(cell, np.int32),
        size=_sizes(accounts.rows, given["workers"]),
        workers=given["workers"],
        **{name: given[name] / YEAR for name in ("sales", "payroll", "fixed_cost", "rent", "debt_service", "interest")},
        tax_share=given["tax"] * per_sales,
        collection_days=given["receivables"] * per_sales * YEAR,
        **{name: given[name] for name in ("variable_share", "spoils_share", "cash", "credit")},
    )


def size_of(workers: Numbers) -> npt.NDArray[np.int8]:
    """Size class by workers, a position in `SIZES`."""
    return np.select([workers >= least for least in INDUSTRY], [0, 1, 2], 3).astype(np.int8)


def _sizes(rows: tuple[Firm, ...], workers: Numbers) -> npt.NDArray[np.int8]:
    by_workers = size_of(workers)
    given = [by_workers[n] if row.size is None else SIZES.index(row.size) for n, row in enumerate(rows)]
    return np.array(given, np.int8)
