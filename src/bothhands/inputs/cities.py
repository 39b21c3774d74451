"""The modelled cities a place stands for.

Why this file exists: a target, a goal and a board ask of a province what its cities make together, and must mean the same cities.
"""

from __future__ import annotations

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.places import Place


def cities_of(region: Region, axes: Axes, place: str) -> list[int]:
    """Numbers of the modelled cities a place stands for: itself, or all under it; none where it has none."""
    parent = {row.place: row.parent for row in region.rows(Place)}

    def is_under(city: str) -> bool:
        at: str | None = city
        while at:
            if at == place:
                return True
            at = parent.get(at)
        return False

    return [n for n, city in enumerate(axes.places) if is_under(city)]
