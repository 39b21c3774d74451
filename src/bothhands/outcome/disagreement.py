"""Reported figures that disagree with what is hard to inflate: electricity, freight, tax. Flagged where they stand, never corrected.

Why this file exists: a target can be met on paper. Output that grows while electricity, freight and tax fall is doubtful; who reports it
knows why, the planner does not. Nothing here changes a figure, and a region without such series is judged by none.

Notes
-----
Growth over the same period a year before, of the reported series and of each witness. The reported growth is set against a witness's by
the Theil–Sen line of the periods before (Sen 1968, J. Am. Stat. Assoc. 63:1379, doi 10.1080/01621459.1968.10480934), so that an inflated
period does not bend what it is held against; its scatter is 1.4826 times the median distance from the line. With fewer than `ENOUGH` periods the line is
one to one and the distance `BAND` points. Doubtful is a period farther off than `TIMES` scatters, and than `LEAST` points, on the same side
for more than half of the witnesses. All three are ASSUMED.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault
from bothhands.inputs.periods import Period
from bothhands.inputs.region import Region
from bothhands.inputs.statistics import FILE, Series, all_series

SUSPECTS = ("gdp", "budget_revenue", "general_public_budget_revenue", "industrial_output", "retail_sales")
WITNESSES = ("electricity_use", "freight", "tax_revenue")
"""Names of the table indicators: what may be inflated, and what is harder to."""
ENOUGH, TIMES, LEAST, BAND = 8, 4.5, 0.04, 0.10
"""ASSUMED: periods for a line, scatters and points a doubtful figure is off, points where there is no line."""
SCATTER = 1.4826
"""Median distance of a normal to its standard deviation."""


class Doubt(NamedTuple):
    """A figure that disagrees with its witnesses; growth over a year before, shares."""

    place: str
    indicator: str
    period: Period
    row: int
    growth: float
    expected: float
    """Median over the witnesses that disagree."""
    allowed: float
    witnesses: tuple[str, ...]

    def fault(self) -> Fault:
        """The finding at its row (BH-TGT-012)."""
        names = ", ".join(self.witnesses)
        what = f"{self.indicator} of {self.place} for {self.period} grew {self.growth:+.1%}; by {names} it would be {self.expected:+.1%}"
        expected = f"within {self.allowed:.1%} of that; kept as it is, nothing is corrected"
        return Fault("BH-TGT-012", what, expected, "ask who reported it; correct it by a later edition if it was wrong", FILE, self.row, "value")  # fmt: skip


def doubts_of(region: Region) -> list[Doubt]:
    """Every reported figure of a region, as it stands on its day, that disagrees with its witnesses."""
    found = all_series(region)
    told: list[Doubt] = []
    for (place, name), one in sorted(found.items()):
        witnesses = [found[place, other] for other in WITNESSES if (place, other) in found and other != name]
        if name in SUSPECTS and witnesses:
            told += doubts(one, witnesses)
    return told


def doubts(reported: Series, witnesses: Sequence[Series]) -> list[Doubt]:
    """Periods in which a series disagrees with more than half of its witnesses, on one side.

    Parameters
    ----------
    reported
        The series in doubt, amounts above zero.
    witnesses
        Series of the same place; periods that one lacks are not held against it.
    """
    own = growth_of(reported)
    each = [(one.indicator, _distances(own, growth_of(one))) for one in witnesses]
    rows = {one.period: one.row for one in reported.latest}
    told = []
    for period, growth in own.items():
        asked = [(name, off[period]) for name, off in each if period in off]
        for side in (1.0, -1.0):
            against = [(name, one) for name, one in asked if side * one[0] > one[1]]
            if asked and 2 * len(against) > len(asked):
                expected = float(np.median([growth - one[0] for _, one in against]))
                allowed = float(np.median([one[1] for _, one in against]))
                names = tuple(name for name, _ in against)
                told.append(Doubt(reported.place, reported.indicator, period, rows[period], growth, expected, allowed, names))  # fmt: skip
    return told


def growth_of(found: Series) -> dict[Period, float]:
    """Growth over the same period a year before, a share, by period."""
    values = found.values()
    return {
        period: value / before - 1.0
        for period, value in values.items()
        if value > 0 and (before := values.get(period.year_before(), 0.0)) > 0
    }


def _distances(own: dict[Period, float], other: dict[Period, float]) -> dict[Period, tuple[float, float]]:
    """Distance of each period's growth from the line of the periods before it, and what is allowed."""
    common = sorted(period for period in own if period in other)
    x, y = (np.array([growth[period] for period in common]) for growth in (other, own))
    found = {}
    for n, period in enumerate(common):
        slope, level, allowed = _line(x[:n], y[:n])
        found[period] = (float(y[n] - level - slope * x[n]), allowed)
    return found


def _line(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float, float]:
    """Slope, level and allowed distance by Theil and Sen; one to one where too few periods tell."""
    if len(x) < ENOUGH:
        return 1.0, 0.0, BAND
    first, second = np.triu_indices(len(x), 1)
    apart = x[second] - x[first]
    steps = (y[second] - y[first])[np.abs(apart) > 1e-9] / apart[np.abs(apart) > 1e-9]
    slope = float(np.median(steps)) if len(steps) else 0.0
    level = float(np.median(y - slope * x))
    scatter = SCATTER * float(np.median(np.abs(y - level - slope * x)))
    return slope, level, max(TIMES * scatter, LEAST)
