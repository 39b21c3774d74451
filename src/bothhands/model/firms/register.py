"""The register of firms made whole: blanks filled, every fill listed, sales reconciled with the sectors.

Why this file exists: reconciliation is the one place where firms meet sectors. How a blank is filled stands in `blanks.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.input_output.national import activity_of, national_table, yearly_output
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firms import Firm
from bothhands.model.firms.blanks import RATIOS, Filled, without_blanks

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Accounts:
    """The register without blanks, by firm, yuan a year or yuan; sales of whole sectors beside it, place × sector."""

    rows: tuple[Firm, ...]
    columns: dict[str, Numbers]
    filled: tuple[Filled, ...]
    sector_sales: Numbers


def complete(region: Region, axes: Axes) -> Accounts:
    """The register of the modelled places without blanks, its sales never above those of their sector.

    Parameters
    ----------
    region
        Tables firms, activity, input_output and parameters.
    axes
        Order of the register, of places and sectors.
    """
    by_name = {row.firm: row for row in region.rows(Firm)}
    rows = tuple(by_name[name] for name in axes.register)
    columns, filled = without_blanks(region, rows)
    sector_sales = sales_of_sectors(region, axes)
    scale = _scale(rows, axes, columns["sales"], sector_sales)
    for row, factor, sales in zip(rows, scale, columns["sales"], strict=True):
        if factor < 1.0:
            scaled = float(sales * factor)
            rule = "scaled to the sales of its sector"
            filled.append(Filled(row.firm, "sales", scaled, rule, "derived", scaled, float(sales)))
    for figure in ("workers", *(ratio.figure for ratio in RATIOS)):
        columns[figure] = columns[figure] * scale
    return Accounts(rows, columns, tuple(filled), sector_sales)


def reconcile(firm_sales: Numbers, cell: npt.NDArray[np.integer], sector_sales: Numbers) -> tuple[Numbers, Numbers]:
    """Firms' sales and the unlisted rest of each sector, which add up to the sector's sales.

    Parameters
    ----------
    firm_sales
        Sales of each firm of the register, zero or more.
    cell
        Position of each firm's place and sector in the flattened `sector_sales`.
    sector_sales
        Sales of each sector in each place, register and rest together.

    Notes
    -----
    Where the register sells less than its sector the firms stay as they are and the rest is the difference; where it
    would sell more, its firms are scaled down together and there is no rest.
    """
    total = sector_sales.ravel()
    listed = np.bincount(cell, firm_sales, total.size)
    factor = np.where(listed > total, total / np.where(listed > 0, listed, 1.0), 1.0)
    rest = np.where(listed > total, 0.0, total - listed)
    return firm_sales * factor[cell], rest.reshape(sector_sales.shape)


def sales_of_sectors(region: Region, axes: Axes) -> Numbers:
    """Sales of a normal year by place and sector: the output the economy has at rest.

    A sector that the input–output table leaves without output sells its value added.
    """
    table = national_table(region, axes)
    added, _ = activity_of(region, axes)
    return np.where(table.value_added_share > 0, yearly_output(table, added), added)


def _scale(rows: tuple[Firm, ...], axes: Axes, sales: Numbers, sector_sales: Numbers) -> Numbers:
    """Factor that brings each firm within its sector; 1 for nearly all."""
    cell = np.array([_cell(row, axes) for row in rows], int)
    scaled, _ = reconcile(sales, cell, sector_sales)
    return np.where(sales > 0, scaled / np.where(sales > 0, sales, 1.0), 1.0)


def _cell(row: Firm, axes: Axes) -> int:
    return axes.places.index(row.place) * len(axes.sectors) + axes.sectors.index(row.sector)
