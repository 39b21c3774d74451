"""Yuan and 10,000 yuan in one column: found by what a firm sells a worker, and by its figures against one another.

Why this file exists: 1,200 is a possible number of yuan and a likely number of 万元. No single cell can tell; the firms of
the same sector can. What is about ten thousand times off them is doubted, with the figure that it would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault
from bothhands.inputs.cells import text_of
from bothhands.inputs.reading import Placed

Numbers = npt.NDArray[np.float64]
SALES = "sales_yuan_per_year"
OTHERS = (
    "main_business_revenue_yuan_per_year", "payroll_yuan_per_year", "fixed_cost_yuan_per_year", "debt_service_yuan_per_year",
    "rent_yuan_per_year", "tax_yuan_per_year", "interest_yuan_per_year", "cash_yuan", "credit_yuan", "receivables_yuan",
    "orders_yuan", "unsold_stock_yuan", "aid_received_yuan",
)  # fmt: skip
USUAL_SALES_PER_WORKER = 1e6
"""Yuan a year, the parameter `firm_sales_per_worker_yuan_per_year`: where whole columns are in 10,000 yuan nobody differs from the others."""
USUAL_SHARES = 0.05
"""ASSUMED: of sales, for any other figure, in the same way."""
WAN = 4.0
"""Powers of ten between yuan and 10,000 yuan."""
NEAR, WIDE = 0.7, 1.2
"""Powers of ten by which a figure may differ from that: from firms of its sector, and from what is usual anywhere; ASSUMED."""
FEW = 5
"""Firms of a sector from which it can be told."""


def units_mixed(rows: Sequence[Placed]) -> Iterator[Fault]:
    """A doubt for every figure that is about ten thousand times off, by row and column.

    Parameters
    ----------
    rows
        Rows of the table `firms`; what could not be read in them is passed over.
    """
    sector = np.array([str(getattr(item.row, "sector", "")) for item in rows])
    sales, workers = _column(rows, SALES), _column(rows, "workers")
    off = _off(sales / np.where(workers > 0, workers, np.nan), sector, USUAL_SALES_PER_WORKER, NEAR)
    found = {SALES: off}
    right = np.where(off == 0, sales, sales * 10.0 ** (-WAN * off))
    for name in OTHERS:
        values = _column(rows, name)
        found[name] = _off(values / np.where(right > 0, right, np.nan), sector, USUAL_SHARES, WIDE)
    any_off = np.any([one != 0 for one in found.values()], axis=0)
    for n in np.flatnonzero(any_off).tolist():
        for name, one in found.items():
            if one[n]:
                yield _doubt(rows[n], name, float(one[n]))


def _column(rows: Sequence[Placed], name: str) -> Numbers:
    given = (getattr(item.row, name, None) for item in rows)
    return np.array([np.nan if value is None else float(value) for value in given], float)


def _off(ratio: Numbers, sector: npt.NDArray[np.str_], usual: float, width: float) -> Numbers:
    """−1 where a figure looks like 10,000 yuan, 1 where it was multiplied once too often, else 0."""
    positive = np.where(ratio > 0, ratio, np.nan)
    size = np.log10(positive)
    off = np.zeros(len(size))
    for name in np.unique(sector):
        of = (sector == name) & np.isfinite(size)
        middle = np.median(size[of]) if of.sum() >= FEW else np.log10(usual)
        apart = size[of] - middle
        off[of] = np.where(np.abs(np.abs(apart) - WAN) <= width, np.sign(apart), 0.0)
        whole = middle - np.log10(usual)
        if abs(abs(whole) - WAN) <= width:  # the whole sector, but for those found to differ from it
            off[of] = np.where(off[of] == 0, np.sign(whole), 0.0)
    return off


def _doubt(item: Placed, column: str, off: float) -> Fault:
    value = float(getattr(item.row, column))
    likely = text_of(float(f"{value * 10.0 ** (-WAN * off):.6g}"))
    seems = "10,000 yuan" if off < 0 else "yuan multiplied by 10,000 once too often"
    what = f"{text_of(value)} seems to be in {seems}: about ten thousand times off the firms of its sector"
    remedy = f"write {likely} if so, else say in note why it is right"
    return Fault("BH-FRM-004", what, "yuan", remedy, item.file, item.number, column, text_of(value))
