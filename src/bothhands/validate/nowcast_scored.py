"""Forecasts of the growth of the United States by the nowcast and its rivals, quarter by quarter, each with what was out on the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.observe.nowcast import nowcast
from bothhands.observe.nowcast_factors import TOLERANCE, FitLog, Fitted, fit
from bothhands.observe.nowcast_panel import FloatArray, Panel, month_after
from bothhands.observe.nowcast_rivals import autoregression, mean_so_far
from bothhands.validate.nowcast_us import TARGET

FIRST, LAST = date(2000, 3, 1), date(2016, 9, 1)
DAYS = ("end of its first month", "end of its second month", "end of its third month", "25 days after it")
AFTER = 25
RULES = ("nowcast", "autoregression", "mean")
SPANS: dict[str, Callable[[date], bool]] = {
    "": lambda quarter: True,
    ", without 2008-09": lambda quarter: quarter.year not in (2008, 2009),
    ", from 2010": lambda quarter: quarter.year >= 2010,
}
"""Quarters scored apart, by how they are named behind a row."""


class Standing(NamedTuple):
    """Forecasts of one quarter on one day."""

    quarter: date
    day: int
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    """By rule."""
    came: float


class Scored(NamedTuple):
    """All standings, and how the fits went."""

    standings: list[Standing]
    fits: list[tuple[date, FitLog]]

    def on(self, day: int, span: str = "") -> tuple[FloatArray, FloatArray, FloatArray]:
        """Means and deviations, axes quarter, rule, and what came, on one of the days, over one of `SPANS`."""
        kept = [one for one in self.standings if one.day == day and SPANS[span](one.quarter)]
        return tuple(np.array([getattr(one, name) for one in kept]) for name in ("mean", "deviation", "came"))  # type: ignore[return-value]


def scored(panel: Panel, first: date = FIRST, last: date = LAST, tolerance: float = TOLERANCE) -> Scored:
    """Forecasts of every quarter of a span, on four days each.

    Parameters
    ----------
    panel
        The last vintage.
    first, last
        Quarters, by their third month.
    tolerance
        Of every fit.
    """
    standings: list[Standing] = []
    fits: list[tuple[date, FitLog]] = []
    held: Fitted | None = None
    came = panel.growth()[:, panel.index(TARGET)]
    quarter = first
    while quarter <= last:
        for number, day in enumerate(days_of(quarter)):
            known = panel.cut(day)
            if held is None or (quarter.month == 3 and number == 0):
                held = fit(known, held, tolerance)
                fits.append((day, held.log))
            standings.append(_stand(known, quarter, number, held, float(came[panel.number(quarter)])))
        quarter = month_after(quarter, 3)
    return Scored(standings, fits)


def days_of(quarter: date) -> list[date]:
    """The four days on which a quarter is forecast."""
    ends = [month_after(quarter, k) - timedelta(days=1) for k in (-1, 0, 1)]
    return [*ends, ends[-1] + timedelta(days=AFTER)]


def _stand(known: Panel, quarter: date, number: int, held: Fitted, came: float) -> Standing:
    """The nowcast and its rivals, all with what was out on the day."""
    told = nowcast(known, TARGET, quarter, fitted=held)
    past = known.growth()[:, known.index(TARGET)]
    seen = np.flatnonzero(np.isfinite(past))
    steps = (known.number(quarter) - int(seen[-1])) // 3
    rivals = (autoregression(past[seen], steps), mean_so_far(past[seen]))
    means = (told.mean, *(one.mean for one in rivals))
    return Standing(quarter, number, means, (told.deviation, *(one.deviation for one in rivals)), came)
