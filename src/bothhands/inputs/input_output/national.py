"""The national input–output table on a region's sectors, and the output it implies for a place. Numpy only.

Why this file exists: the economy and the register of firms both need the output of a normal year, and must not differ on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.input_output import Flow

FloatArray = NDArray[np.float64]
FINAL = ("household", "government", "investment")


class NationalTable(NamedTuple):
    """A national table on the region's sectors; money a year in the table's own unit."""

    coefficients: FloatArray
    value_added: FloatArray
    value_added_share: FloatArray
    output: FloatArray
    final: dict[str, FloatArray]
    import_share: FloatArray
    """Part of the nation's use of a product, exports apart, that comes from abroad."""


def national_table(region: Region, axes: Axes) -> NationalTable:
    """Technical coefficients, value-added shares and final demand of the region's input–output table.

    A sector without output has no coefficients. What a column's inputs and value added leave (taxes, rounding) is counted
    with value added, so that each column closes.
    """
    position = {sector: n for n, sector in enumerate(axes.sectors)}
    n = len(axes.sectors)
    flows, output = np.zeros((n, n)), np.zeros(n)
    final = {use: np.zeros(n) for use in (*FINAL, "imports")}
    for row in region.rows(Flow):
        if row.supplier == "output" and row.user in position:
            output[position[row.user]] = row.value
        elif row.supplier in position and row.user in position:
            flows[position[row.supplier], position[row.user]] = row.value
        elif row.supplier in position and row.user in final:
            final[row.user][position[row.supplier]] = row.value
    present = output > 0
    coefficients = np.where(present[None, :], flows / np.where(present, output, 1.0)[None, :], 0.0)
    share = np.where(present, 1.0 - coefficients.sum(axis=0), 0.0)
    imports = -final.pop("imports")
    used = flows.sum(axis=1) + sum(final.values())
    abroad = np.clip(np.where(used > 0, imports / np.where(used > 0, used, 1.0), 0.0), 0.0, 1.0)
    return NationalTable(coefficients, share * output, share, output, final, abroad)


def activity_of(region: Region, axes: Axes) -> tuple[FloatArray, FloatArray]:
    """Value added a year and workers by place and sector."""
    value_added = np.zeros((len(axes.places), len(axes.sectors)))
    workers = np.zeros_like(value_added)
    for row in region.rows(Activity):
        if row.place in axes.places:
            at = axes.places.index(row.place), axes.sectors.index(row.sector)
            value_added[at] += row.value_added_yuan_per_year
            workers[at] += row.workers
    return value_added, workers


def yearly_output(table: NationalTable, value_added: FloatArray) -> FloatArray:
    """Output of a normal year by place and sector: value added over its share of output; none where the table has no such share.

    Parameters
    ----------
    table
        With the share of value added, taxes counted with it.
    value_added
        A year, by place and sector, or by sector.
    """
    share = table.value_added_share
    return np.where(share > 0, value_added / np.where(share > 0, share, 1.0), 0.0)
