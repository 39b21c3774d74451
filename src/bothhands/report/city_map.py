"""A map of cities without tiles or polygons: each at its place, a circle by how much, a number beside it. Nothing is asked from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sqrt
from typing import TypeAlias

from bothhands.report.svg import EDGE, GREY, INK, LINE, Chart, frame, text, text_width

Box: TypeAlias = tuple[float, float, float, float]
"""Left edge, base line, width, height above the base line."""
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


@lru_cache(maxsize=64)
def city_map(chart: Chart, spots: tuple[Spot, ...]) -> str:
    """Cities at their places; the area of a circle is in proportion to the amount, none where there is nothing.

    The last maps are kept: placing names beside circles takes 15 ms, and a desk shows the same map all day.

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
    drawn = sorted(zip(spots, at, strict=True), key=lambda pair: -pair[0].amount)
    sizes = [max(LEAST, LARGEST * sqrt(one.amount / most)) if one.amount > 0 else LEAST for one, _ in drawn]
    discs = [(x - size, y + size, 2 * size, 2 * size) for (_, (x, y)), size in zip(drawn, sizes, strict=True)]
    circles = [_circle(chart, one, x, y, size) for (one, (x, y)), size in zip(drawn, sizes, strict=True)]
    names: list[str] = []
    taken: list[Box] = []
    for n, ((one, (x, y)), size) in enumerate(zip(drawn, sizes, strict=True)):
        words = f"{one.name} {one.said}".strip()
        spot = _free(x, y, size, text_width(words, 12), chart.width, [*taken, *discs[:n], *discs[n + 1 :]])
        taken.append(spot)
        names.append(text(spot[0], spot[1], words, 12, INK if one.amount > 0 else GREY))
    height = max(y for _, y in at) + LARGEST + 8
    ground = f'<rect x="{EDGE}" y="6" width="{chart.width - 2 * EDGE:.0f}" height="{height:.0f}" fill="#fff" stroke="{LINE}"/>'
    return frame(chart, "".join([ground, *circles, *names]), height + 14)


def _circle(chart: Chart, one: Spot, x: float, y: float, size: float) -> str:
    inside, edge = (chart.ink, chart.ink) if one.amount > 0 else ("#fff", GREY)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{inside}" fill-opacity="0.35" stroke="{edge}"/>'


def _free(x: float, y: float, size: float, width: float, whole: float, taken: Sequence[Box]) -> Box:
    """Where a name stands with the least of it upon another name or circle: right, left, below, above, or askew."""
    near = size + 3
    spots = [
        (x + near, y + 4), (x - near - width, y + 4), (x - width / 2, y + size + 13), (x - width / 2, y - size - 4),
        (x + near * 0.7, y + size + 9), (x - near * 0.7 - width, y + size + 9), (x + near * 0.7, y - size), (x - near * 0.7 - width, y - size),
    ]  # fmt: skip
    boxes = [(left, base, width, 12.0) for left, base in spots if left >= EDGE and left + width <= whole - EDGE]
    return min(
        boxes or [(spots[0][0], spots[0][1], width, 12.0)], key=lambda box: sum(_shared(box, other) for other in taken)
    )


def _shared(one: Box, other: Box) -> float:
    """Area that two boxes share."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1], other[1]) - max(one[1] - one[3], other[1] - other[3])
    return max(wide, 0.0) * max(high, 0.0)
