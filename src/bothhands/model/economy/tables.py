"""Region tables turned into the economy body's arrays. Numpy only, no dynamics."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.activity import Activity
from bothhands.inputs.tables.criticality import Rating
from bothhands.inputs.tables.input_output import Flow
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.trade import TradeShare

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


def criticality_masks(region: Region, axes: Axes, coefficients: FloatArray) -> dict[str, FloatArray]:
    """Which inputs are critical and which important, where they are used at all; unrated inputs are not needed to go on."""
    rating = np.zeros_like(coefficients)
    for row in region.rows(Rating):
        rating[axes.sectors.index(row.supplier), axes.sectors.index(row.user)] = row.rating
    used = coefficients > 0
    return {"critical": (used & (rating == 1.0)) * 1.0, "important": (used & (rating == 0.5)) * 1.0}


def distance_weights(region: Region, axes: Axes) -> FloatArray:
    """Gravity weight of trade by distance, (origin, destination): (distance / 100 km) to the power −`trade_distance_exponent`.

    Within a place the distance is `own_distance_km`. Places without coordinates are all 100 km apart.
    """
    spots = {row.place: row for row in region.rows(Place)}
    power = float(region.parameter("trade_distance_exponent").value)
    own = float(region.parameter("own_distance_km").value)
    n = len(axes.places)
    km = np.full((n, n), 100.0)
    for i, one in enumerate(axes.places):
        for j, two in enumerate(axes.places):
            between = great_circle_km(spots[one], spots[two])
            if i == j:
                km[i, j] = own
            elif between is not None:
                km[i, j] = max(between, own)
    return (km / 100.0) ** -power


def balanced_trade(
    region: Region, axes: Axes, purchases: FloatArray, output: FloatArray, weight: FloatArray, rounds: int = 60
) -> FloatArray:
    """Share of a destination's home purchases that comes from each origin, (origin, destination, sector).

    Gravity balanced to margins (iterative proportional fitting): what origins sell follows output, what destinations buy is
    given. Rows of the region's own `trade` table replace the gravity start for the product they name.
    """
    start = np.repeat(weight[:, :, None], len(axes.sectors), axis=2)
    for row in region.rows(TradeShare):
        at = axes.places.index(row.origin), axes.places.index(row.destination), axes.sectors.index(row.sector)
        start[at] = max(row.share, 1e-12)
    total = purchases.sum(axis=0)
    produced = output.sum(axis=0)
    supply = output * np.where(produced > 0, total / np.where(produced > 0, produced, 1.0), 0.0)
    flow = start * (output[:, None, :] > 0)
    for _ in range(rounds):
        rows = flow.sum(axis=1)
        flow *= np.where(rows > 0, supply / np.where(rows > 0, rows, 1.0), 0.0)[:, None, :]
        columns = flow.sum(axis=0)
        flow *= np.where(columns > 0, purchases / np.where(columns > 0, columns, 1.0), 0.0)[None]
    bought = flow.sum(axis=0)
    own = np.eye(len(axes.places))[:, :, None]
    return np.where(bought[None] > 0, flow / np.where(bought > 0, bought, 1.0)[None], own)


def great_circle_km(one: Place, two: Place) -> float | None:
    """Great-circle distance of two places; None where one of them has no coordinates."""
    spots = (one.latitude_deg, one.longitude_deg, two.latitude_deg, two.longitude_deg)
    known = [degrees for degrees in spots if degrees is not None]
    if len(known) < len(spots):
        return None
    a, b, c, d = np.radians(known)
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return float(2 * 6371.0 * np.arcsin(np.sqrt(half)))
