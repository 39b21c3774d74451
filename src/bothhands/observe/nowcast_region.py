"""The monthly and quarterly statistics of a region as a panel: which series help a place, and which figure of its targets comes next.

Why this file exists: the table `indicators` holds every statistic; a nowcast takes those that come by month or quarter. Amounts become
growth on the period before, each calendar month against what is usual for it; figures in per cent stay as they are. It estimates nothing.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs import statistics
from bothhands.inputs.periods import Period
from bothhands.inputs.region import Region
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.unit_scales import is_share
from bothhands.observe.nowcast_factors import FEWEST_SERIES
from bothhands.observe.nowcast_panel import STEP, Frequency, Panel, Series, long_enough, month_after, panel_of

OLDEST_MONTHS = 12
"""Months before the day beyond which a target's last figure is too old to go on from; ASSUMED."""


class Asked(NamedTuple):
    """A target's indicator whose next figure is asked for."""

    place: str
    indicator: str
    unit: str

    @property
    def name(self) -> str:
        """Its series in a panel."""
        return series_name(self.place, self.indicator)


class Next(NamedTuple):
    """The figure of a series that comes out next: by its month, or the third of its quarter, and the levels it is told against."""

    period: date
    months: int
    """Months it covers."""
    before: float
    """Level of the period before."""
    year_before: float | None
    """Level of the same period a year before; None where it is not known."""


def series_name(place: str, indicator: str) -> str:
    """Name of a statistic in a panel."""
    return f"{place}: {indicator}"


def asked_of(region: Region) -> list[Asked]:
    """Indicators of the region's targets with dated figures, each once, their growth beside them; growth of GDP even without figures."""
    found = {(row.place, f"{row.indicator}_growth"): "%" for row in region.rows(Target) if row.indicator == "gdp"}
    found |= {(row.place, row.indicator): row.unit for row in _rows(region)}
    wanted = [
        (row.place, name) for row in region.rows(Target) for name in (row.indicator, f"{row.indicator}_growth")
    ]  # fmt: skip
    return [Asked(*key, found[key]) for key in dict.fromkeys(wanted) if key in found]


def panel_for(region: Region, place: str, as_of: date) -> Panel:
    """Every monthly and quarterly series that may help a place, as known on a day.

    Parameters
    ----------
    region
        The region, whole: what was not known on the day is left out here.
    place
        The place; series of its own, of what it belongs to, and of places that are none of the region's (a nation, the world).
    as_of
        The day.

    Raises
    ------
    InputError
        Every fault of these series at once (BH-TGT-001 to 003 and 005, BH-NOW-001 to 004).
    """
    near = _near(region, place)
    kept: list[tuple[Series, dict[date, float]]] = []
    faults: list[Fault] = []
    for at, name in dict.fromkeys((row.place, row.indicator) for row in _rows(region) if row.place in near):
        try:
            told = statistics.series(region, at, name, as_of)
        except InputError as error:
            faults += error.faults
            continue
        one = _read(told)
        if one is not None:
            kept.append(one)
    if faults:
        raise InputError(faults)
    return panel_of([one for one, _ in kept], [figures for _, figures in kept], as_of)


def is_loaded(panel: Panel) -> bool:
    """Whether there are enough monthly series to nowcast at all."""
    usable = long_enough(panel)
    return usable.monthly > 0 and len(usable.series) >= FEWEST_SERIES


def next_figure(panel: Panel, name: str) -> Next | None:
    """The first figure of a series that is not out; None where its last one is over a year old, or there is none."""
    if name not in panel.names:
        return None
    one, level = panel.series[panel.index(name)], panel.levels[:, panel.index(name)]
    known = np.flatnonzero(np.isfinite(level)).tolist()
    if not known:
        return None
    step = STEP[one.frequency]
    period = month_after(panel.month(known[-1]), step)
    if panel.number(panel.as_of) - known[-1] > OLDEST_MONTHS:
        return None
    back = panel.number(period) - 12
    year_before = float(level[back]) if back >= 0 and np.isfinite(level[back]) else None
    return Next(period, step, float(level[known[-1]]), year_before)


def _rows(region: Region) -> list[Indicator]:
    """Rows of statistics."""
    return [row for row in region.tables.get(statistics.FILE, ()) if isinstance(row, Indicator)]


def _near(region: Region, place: str) -> set[str]:
    """Names whose series may help a place."""
    parents = {row.place: row.parent for row in region.rows(Place)}
    near, at = {place}, place
    while at := parents.get(at, ""):
        near.add(at)
    return near | {row.place for row in _rows(region) if row.place not in parents}


def _read(told: statistics.Series) -> tuple[Series, dict[date, float]] | None:
    """A statistic as a series of a panel, by month where it has months, else by quarter; None where it has neither."""
    often: Frequency = "month" if "month" in told.kinds else "quarter"
    share = is_share(told.unit)
    figures = {
        _stands(one.period): one.value for one in told.latest if one.period.kind == often or (share and often == "month" and one.period.is_january_february)
    }  # fmt: skip
    if often not in told.kinds or not figures:
        return None
    made = Series(
        series_name(told.place, told.indicator), often, "level", label=series_name(told.place, told.indicator)
    )
    if share:
        return made, figures
    grows = min(figures.values()) > 0
    kept = Series(made.name, often, "growth" if grows else "change", label=made.label, seasonal=True)
    return kept, figures


def _stands(period: Period) -> date:
    """The month a figure stands on: its last."""
    return period.last.replace(day=1)
