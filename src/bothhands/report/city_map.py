"""A map of cities without tiles or polygons: each at its place, a circle by how much, a number beside it. Nothing is asked from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from bothhands.report.svg import EDGE, GREY, INK, LINE, Chart, frame, text, text_width

LARGEST, LEAST = 20.0, 3.0
TALLEST = 0.8
"""Height of the map per its width, at most."""


@dataclass(frozen=True)
class Spot:
    """A city: its name, where it lies, what the circle is of, and what is written beside the name."""

    name: str
    latitude_deg: float
    longitude_deg: float
    amount: float
    said: str


def city_map(chart: Chart, spots: Sequence[Spot]) -> str:
    """Cities at their places; the area of a circle is in proportion to the amount, none where there is nothing.

    Parameters
    ----------
    chart
        What stands around the map.
    spots
        At least one city.
    """
    middle = sum(one.latitude_deg for one in spots) / len(spots)
    east = [one.longitude_deg * cos(radians(middle)) for one in spots]
    north = [one.latitude_deg for one in spots]
    room = chart.width - 2 * EDGE - 2 * LARGEST
    wide, high = max(max(east) - min(east), 1e-6), max(max(north) - min(north), 1e-6)
    scale = min(room / wide, TALLEST * room / high)
    left = EDGE + LARGEST + (room - wide * scale) / 2
    at = [
        (left + (x - min(east)) * scale, LARGEST + 12 + (max(north) - y) * scale)
        for x, y in zip(east, north, strict=True)
    ]
    most = max((one.amount for one in spots), default=0.0) or 1.0
    circles: list[str] = []
    names: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for one, (x, y) in sorted(zip(spots, at, strict=True), key=lambda pair: -pair[0].amount):
        size = max(LEAST, LARGEST * sqrt(one.amount / most)) if one.amount > 0 else LEAST
        inside = chart.ink if one.amount > 0 else "#fff"
        circles.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{inside}" fill-opacity="0.35" stroke="{chart.ink if one.amount > 0 else GREY}"/>'
        )
        words = f"{one.name} {one.said}".strip()
        spot = _free(x, y, size, text_width(words, 12), chart.width, taken)
        taken.append(spot)
        names.append(text(spot[0], spot[1], words, 12, INK if one.amount > 0 else GREY))
    height = max(y for _, y in at) + LARGEST + 8
    ground = f'<rect x="{EDGE}" y="6" width="{chart.width - 2 * EDGE:.0f}" height="{height:.0f}" fill="#fff" stroke="{LINE}"/>'
    return frame(chart, "".join([ground, *circles, *names]), height + 14)


def _free(
    x: float, y: float, size: float, width: float, whole: float, taken: Sequence[tuple[float, float, float]]
) -> tuple[float, float, float]:
    """Where a name stands without touching another: right, left, below or above its circle; right where none is free."""
    spots = [
        (x + size + 3, y + 4, width), (x - size - 3 - width, y + 4, width), (x - width / 2, y + size + 13, width), (x - width / 2, y - size - 4, width),
        (x + size + 3, y + 16, width), (x + size + 3, y - 8, width),
    ]  # fmt: skip
    for spot in spots:
        if spot[0] < EDGE or spot[0] + width > whole - EDGE:
            continue
        if all(
            abs(spot[1] - other[1]) > 12 or spot[0] > other[0] + other[2] or other[0] > spot[0] + width
            for other in taken
        ):
            return spot
    return spots[0] if spots[0][0] + width <= whole - EDGE else spots[1]
