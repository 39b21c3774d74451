"""Region tables turned into the economy body's arrays. Numpy only, no dynamics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.criticality import Rating
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.trade import TradeShare

FloatArray = NDArray[np.float64]


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
