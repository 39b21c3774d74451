"""The figures a plan stands on and does not decide: parameters, travellers and what origins are like, each with its range.

Why this file exists: "which assumed figure matters" needs one list, with one scale. Every figure is moved by a standard normal
number: 0 is the value, ±`TENTH` its low and high end (the 10 % and 90 % points), as in the members of the ensemble. A figure without a
stated range gets `DEFAULT_SHARE` either way, ASSUMED, and is marked so. Figures that are fixed by definition, that fill blanks no
table has, or that act only through orders already placed, are found out by moving them: they change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from bothhands.inputs.region import Region
from bothhands.inputs.table import Row
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.parameters import Parameter
from bothhands.observe.posterior import Posterior
from bothhands.observe.ranges import TENTH, Range

Kind: TypeAlias = Literal["figure", "value", "limit"]

DEFAULT_SHARE = 0.25
"""ASSUMED: half-width of the range, as a share of the value, of a figure that states none."""
FITTED = "basic_reproduction_number"
"""The one figure the reports move; its range is that of the fit, not that of its prior."""
VALUES = (
    "value_of_life_year_yuan", "school_day_value_yuan", "gatherings_value_yuan", "stay_home_value_yuan", "trip_value_yuan",
)  # fmt: skip
"""Values of the user: they change what is best, not what happens."""
ASKED = ("outbreak_odds_limit", "exported_per_day_limit")
"""Limits the planner asks for."""
OF_THE_FIT_ALONE = ("hubei_growth_per_day", "seeding_last_day")
"""Left out: they shape only when imports before the as-of day came, and another value would need another fit of them."""
TRAVELLERS, PREVALENCE, GROWTH = "travellers_per_day", "prevalence_at_origins", "growth_at_origins"
OF_TABLES = (TRAVELLERS, PREVALENCE, GROWTH)
"""Figures that move all rows of a table together, each within its own range."""


class Figure(NamedTuple):
    """A figure and its range; `low` and `high` are the 10 % and 90 % points."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    quality: str
    kind: Kind
    stated: bool
    """Whether the range stands in the tables; else it is `DEFAULT_SHARE` either way."""

    def at(self, normal: float) -> float:
        """The figure at a standard normal number.

        Parameters
        ----------
        normal
            0 gives the value, ±`TENTH` the ends of its range.
        """
        share = self.unit == "share" and self.low >= 0 and self.high <= 1
        return float(Range(self.name, self.value, self.low, self.high, share).at(np.asarray(normal)))


def figures_of(region: Region, posterior: Posterior) -> tuple[Figure, ...]:
    """Every figure that has a range or is given one.

    Parameters
    ----------
    region
        As known on the as-of day.
    posterior
        Of the fit: it gives the range of the basic reproduction number.
    """
    parameters = [_of_parameter(row, posterior) for row in region.parameters if row.parameter not in OF_THE_FIT_ALONE]
    tables = [_of_table(region, name) for name in OF_TABLES]
    return tuple(one for one in (*parameters, *tables) if one is not None and one.low < one.high)


def moved(region: Region, figures: Mapping[str, Figure], normal: Mapping[str, float]) -> Region:
    """The region with figures moved from their values; the fit is not made anew.

    Parameters
    ----------
    region
        As known on the as-of day.
    figures
        Figures by name.
    normal
        Standard normal number by name; those not named stay.
    """
    values = {name: figures[name].at(at) for name, at in normal.items() if name not in (*OF_TABLES, FITTED)}
    rows: dict[str, tuple[Row, ...]] = {}
    if TRAVELLERS in normal:
        rows["arrivals"] = _arrivals(region, normal[TRAVELLERS])
    if PREVALENCE in normal or GROWTH in normal:
        rows["origins"] = _origins(region, normal.get(PREVALENCE, 0.0), normal.get(GROWTH, 0.0))
    made = region.with_parameters(values) if values else region
    return made.with_rows(**rows) if rows else made


def _of_parameter(row: Parameter, posterior: Posterior) -> Figure | None:
    """The figure of a parameter; None for one that is fixed: its low and high are its value, or it is zero without a range."""
    name = row.parameter
    kind: Kind = "value" if name in VALUES else "limit" if name in ASKED else "figure"
    if name == FITTED:
        middle, spread = row.value * np.exp(posterior.mean[0]), TENTH * float(np.sqrt(posterior.covariance[0, 0]))
        low, high = float(middle * np.exp(-spread)), float(middle * np.exp(spread))
        return Figure(name, float(middle), low, high, row.unit, row.source, "derived", kind, True)
    stated = row.low is not None or row.high is not None
    low = row.value if row.low is None else min(row.low, row.value)
    high = row.value if row.high is None else max(row.high, row.value)
    if not stated:
        low, high = sorted(((1 - DEFAULT_SHARE) * row.value, (1 + DEFAULT_SHARE) * row.value))
    return Figure(name, row.value, low, high, row.unit, row.source, row.quality or "", kind, stated)


def _of_table(region: Region, name: str) -> Figure | None:
    """What all rows of a table give together, at their values and at both ends of their ranges."""
    table = Arrival if name == TRAVELLERS else Origin
    rows = region.rows(table)
    if not rows:
        return None
    low, value, high = (_level(region, name, end) for end in (-TENTH, 0.0, TENTH))
    unit = {TRAVELLERS: "persons a day", PREVALENCE: "share", GROWTH: "per day"}[name]
    source = rows[0].source or ""
    return Figure(name, value, low, high, unit, source, rows[0].quality or "", "figure", True)


def _level(region: Region, name: str, normal: float) -> float:
    """Mean of a figure of a table over rows, by the days they hold."""
    if name == TRAVELLERS:
        rows = _arrivals(region, normal)
        days = [(row.date_to - row.date_from).days + 1 for row in rows]
        span = (max(row.date_to for row in rows) - min(row.date_from for row in rows)).days + 1
        return float(np.dot([row.persons_per_day for row in rows], days) / span)
    origins = _origins(region, normal, normal)
    column = "prevalence_share" if name == PREVALENCE else "growth_per_day"
    days = [(row.date_to - row.date_from).days + 1 for row in origins]
    return float(np.average([getattr(row, column) for row in origins], weights=days))


def _arrivals(region: Region, normal: float) -> tuple[Arrival, ...]:
    return tuple(
        row.model_copy(
            update={
                "persons_per_day": _within(
                    row.persons_per_day, row.low_persons_per_day, row.high_persons_per_day, normal
                )
            }
        )
        for row in region.rows(Arrival)
    )


def _origins(region: Region, prevalence: float, growth: float) -> tuple[Origin, ...]:
    return tuple(_origin(row, prevalence, growth) for row in region.rows(Origin))


def _origin(row: Origin, prevalence: float, growth: float) -> Origin:
    """An origin with its prevalence and its growth moved; growth is straight between its ends, which may be below zero."""
    low = row.growth_per_day if row.low_growth_per_day is None else row.low_growth_per_day
    high = row.growth_per_day if row.high_growth_per_day is None else row.high_growth_per_day
    side = high - row.growth_per_day if growth > 0 else row.growth_per_day - low
    share = _within(row.prevalence_share, row.low_prevalence_share, row.high_prevalence_share, prevalence)
    return row.model_copy(
        update={
            "prevalence_share": min(share, 1.0),
            "growth_per_day": row.growth_per_day + growth / TENTH * side,
        }
    )


def _within(value: float, low: float, high: float, normal: float) -> float:
    return float(Range("", value, min(low, value), max(high, value), share=False).at(np.asarray(normal)))
