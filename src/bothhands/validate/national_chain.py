"""The mask chain of China from 24 February 2020: which link binds when, for every mask-grade share of melt-blown capacity.

Nobody published what part of the 82,000 t a year of melt-blown capacity could make mask-grade cloth, so no value is chosen: the
day on which cloth begins to hold mask lines back is told for shares from 25 to 100 %, and beside it the price of cloth, which no
figure here was made from. What decides: observed output must be possible with all the capacity there was, and a larger share may
not make cloth bind sooner.

Assumptions, each ASSUMED: capacities move in straight lines between published days; the capacity of mask lines stays at the last
figure; state firms' output above 26 t a day (6 March) is new, mask grade, and not in the 82,000 t; 1.0 g of cloth a mask and 3.33 g
an N95 mask; stocks, exports of cloth and what hygiene goods take are left out. A second peak of the price in mid-April falls after
the shortage this chain shows for most shares: export orders are not in these figures.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.validate.tables import AtLeast, AtMost, Context, Row

FACTS = Path(__file__).parent.parent / "data" / "raw" / "liaoning" / "facts" / "china_mask_series.csv"
FIRST, LAST = date(2020, 2, 24), date(2020, 4, 30)
SHARES = (0.25, 0.40, 0.55, 0.70, 0.85, 1.00)
GRAMS, GRAMS_N95 = 1.0, 3.33
"""Cloth a mask and an N95 mask; e-nispe.com and SASAC 2020: rows meltblown_per_surgical and meltblown_per_n95."""
USUAL_PRICE_DAY = date(2019, 12, 31)
SCARCE = 10.0
"""ASSUMED: a price ten times the usual tells scarcity."""
FloatArray = NDArray[np.float64]


class Binding(NamedTuple):
    """When cloth holds mask lines back at a mask-grade share; None where it never does, or never ceases to, by the last day."""

    share: float
    first: date | None
    last: date | None


def rows() -> list[Row]:
    """Bindings by share beside the price, then what decides."""
    priced = scarce_from()
    told: list[Row] = []
    found = [binding(share) for share in SHARES]
    for one in found:
        name = f"mask-grade share {one.share:.0%}: {in_words(one)}; price tenfold by {priced}; days after {FIRST}"
        told.append(Context(name, _days(one.first), _days(priced), 0.0))
    for day in (date(2020, 2, 29), date(2020, 3, 15)):
        need, able = cloth_used(day), cloth_capacity(1.0)[(day - FIRST).days]
        least = (need - (able - _base())) / _base()
        told.append(
            AtMost(f"cloth in the output observed on {day} within all melt-blown capacity, t a day", need, able, 0.0)
        )
        told.append(Context(f"least mask-grade share that gives the output of {day} without stocks", least, 1.0, 0.0))
    gaps = [_days(later.first) - _days(sooner.first) for sooner, later in pairwise(found)]
    told.append(AtLeast("days by which cloth binds later for the next larger share, least", min(gaps), 0.0, 0.0))
    return told


def binding(share: float) -> Binding:
    """Days on which mask lines could use more cloth than there is, at a mask-grade share of the capacity."""
    short = np.flatnonzero(cloth_capacity(share) < cloth_wanted())
    if not short.size:
        return Binding(share, None, None)
    last = FIRST + timedelta(days=int(short[-1]))
    return Binding(share, FIRST + timedelta(days=int(short[0])), None if last >= LAST else last)


def in_words(one: Binding) -> str:
    """Which link binds when."""
    if one.first is None:
        return "mask lines bind throughout"
    until = f"to {one.last}" if one.last else f"to {LAST} and beyond"
    before = "" if one.first == FIRST else "mask lines bind first, "
    return f"{before}melt-blown cloth binds from {one.first} {until}"


def cloth_capacity(share: float) -> FloatArray:
    """Mask-grade cloth that could be made a day, t, from the first day on."""
    state = _path(("central_SOE_meltblown_output", "central_SOE_meltblown_output_expected"))
    new = np.maximum(state - _figures("central_SOE_meltblown_output")[0][1], 0.0)
    return share * _base() + new


def cloth_wanted() -> FloatArray:
    """Cloth all mask lines could use a day, t; capacity where it is published, output after."""
    masks, n95 = (
        _path(("mask_daily_capacity", "mask_daily_output"), late="mask_daily_output"),
        _path(("n95_daily_capacity",)),
    )
    return masks * GRAMS + n95 * GRAMS_N95


def cloth_used(day: date) -> float:
    """Cloth in the masks observed on a day, t; N95 masks at the last figure known by then."""
    masks = dict(_figures("mask_daily_output"))[day]
    n95 = [value for when, value in _figures("n95_daily_output") if when <= day][-1]
    return masks * GRAMS + n95 * GRAMS_N95


def prices() -> list[tuple[date, float]]:
    """Published prices of melt-blown cloth, yuan a tonne."""
    return _figures("meltblown_price")


def scarce_from() -> date:
    """First published day of a price ten times the usual."""
    usual = dict(prices())[USUAL_PRICE_DAY]
    return next(day for day, price in prices() if price >= SCARCE * usual)


def draw(folder: Path) -> list[str]:
    """Draw cloth wanted against capacity by share, and the price; names of the files."""
    from bothhands.validate.national_chain_chart import write

    return write(folder)


def _base() -> float:
    """All melt-blown capacity of China at the end of February, t a day."""
    return _figures("meltblown_capacity_china")[0][1] / 365.0


def _path(series: tuple[str, ...], late: str = "") -> FloatArray:
    """Straight lines between published figures, by day; `late` counts only after the last figure of the first series."""
    points = dict(_figures(series[0]))
    end = max(points)
    for name in series[1:]:
        points |= {day: value for day, value in _figures(name) if name != late or day > end}
    days = sorted(points)
    at = [(FIRST + timedelta(days=n)).toordinal() for n in range((LAST - FIRST).days + 1)]
    return np.interp(at, [day.toordinal() for day in days], [points[day] for day in days])


@cache
def _all() -> dict[str, list[tuple[date, float]]]:
    found: dict[str, list[tuple[date, float]]] = {}
    with FACTS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["value"]:
                found.setdefault(line["series"], []).append((date.fromisoformat(line["date"]), float(line["value"])))
    return {name: sorted(points) for name, points in found.items()}


def _figures(name: str) -> list[tuple[date, float]]:
    return _all()[name]


def _days(day: date | None) -> float:
    """Days after the first; one more than there are where it is never."""
    return float(((day or LAST + timedelta(days=1)) - FIRST).days)
