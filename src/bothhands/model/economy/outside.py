"""What comes to the economy from beyond the epidemic and the plan: demand by category, and supply from outside the region, by day.

Straight lines through the ASSUMED levels of the parameters for exports, and the rows of the table `shocks`, which multiply.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.shocks import CATEGORIES, Shock


class Outside(NamedTuple):
    """Levels against normal, by sector; a run's path has a leading time axis."""

    household: Float[Array, "*time sector"]
    """What households wish to buy of a product, before fear."""
    other: Float[Array, "*time sector"]
    """Government and investment demand."""
    exports: Float[Array, "*time sector"]
    """Demand from beyond the region."""
    imports: Float[Array, "*time input"]
    """What the world beyond the region delivers of what is ordered there; at most 1."""


def outside_path(region: Region, axes: Axes, parts: dict[str, NDArray[np.float64]]) -> Outside:
    """The paths over the calendar of a region.

    Parameters
    ----------
    region, axes
        The region and its axes.
    parts
        Government and investment demand by sector, by which their levels are weighed into one.
    """
    level = {name: np.ones((axes.n_days, len(axes.sectors))) for name in CATEGORIES}
    level["exports"] *= _export_path(region, axes)[:, None]
    for row in region.rows(Shock):
        level[row.category][:, _sectors(row, axes)] *= _line(row, axes)[:, None]
    weight = np.maximum(parts["government"], 0.0) + np.maximum(parts["investment"], 0.0)
    other = sum(level[name] * np.maximum(parts[name], 0.0) for name in ("government", "investment"))
    mean = np.where(weight > 0, other / np.where(weight > 0, weight, 1.0), level["government"])
    paths = (level["household"], mean, level["exports"], np.minimum(level["imports"], 1.0))
    return Outside(*(jnp.asarray(path) for path in paths))


def _sectors(row: Shock, axes: Axes) -> NDArray[np.bool_]:
    """Sectors a row speaks of: one, a group, or all."""
    named = zip(axes.sectors, axes.group_of_sector, strict=True)
    return np.array([not row.sector or row.sector in (sector, group) for sector, group in named])


def _line(row: Shock, axes: Axes) -> NDArray[np.float64]:
    """The level by day: straight from the first day's to the last day's, 1 before and after."""
    day = np.arange(axes.n_days)
    first, last = axes.day_index(row.start), axes.day_index(row.end)
    end = row.value if row.to_value is None else row.to_value
    inside = np.interp(day, [first, max(last, first + 1)], [row.value, end])
    return np.where((day >= first) & (day <= last), inside, 1.0)


def _export_path(region: Region, axes: Axes) -> NDArray[np.float64]:
    """Demand from beyond the region by day: straight lines through the ASSUMED levels of the parameters, which speak of 2020.

    Normal before 24 January 2020; after the year's end the level stays.
    """
    trough = float(region.parameter("external_demand_trough").value)
    midyear = float(region.parameter("external_demand_midyear").value)
    year_end = float(region.parameter("external_demand_year_end").value)
    knots = [
        (date(2020, 1, 24), 1.0), (date(2020, 2, 3), trough), (date(2020, 2, 24), trough),
        (date(2020, 6, 30), midyear), (date(2020, 12, 31), year_end),
    ]  # fmt: skip
    if axes.days[-1].year < knots[0][0].year:
        return np.ones(axes.n_days)
    return np.interp(np.arange(axes.n_days), [axes.day_index(day) for day, _ in knots], [level for _, level in knots])


def normal(sectors: int, days: int | None = None) -> Outside:
    """Nothing out of the ordinary, on a day or on several."""
    shape = (sectors,) if days is None else (days, sectors)
    return Outside(*(jnp.ones(shape) for _ in Outside._fields))
