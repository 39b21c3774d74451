"""What a long run tells by place, sector and month: capacity lost for the next pass, break-even, illiquidity, exits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.model.firms.books import Books
from bothhands.model.firms.long_run import Calendar, LongRun

Numbers = npt.NDArray[np.float64]


class Told(NamedTuple):
    """Counts of firms and shares of sales; by month at its end."""

    capacity_lost: Numbers
    """Share of each sector's capacity gone with closed firms, (time, place, sector); the unlisted rest works on."""
    above_break_even: Numbers
    """Firms whose profit of the month is not below zero, (month, place, sector)."""
    illiquid: Numbers
    """Firms whose cash was gone at least once by then, credit not counted, (month, place, sector)."""
    closed: Numbers
    """Firms closed by then, (month, place, sector)."""
    firms: Numbers
    """All firms, (place, sector)."""


def told(books: Books, made: LongRun, calendar: Calendar, sector_sales: Numbers, weight: Numbers | None = None) -> Told:
    """Sums over the firms of a register.

    Parameters
    ----------
    books, made, calendar
        The register, what became of it, and the days.
    sector_sales
        Sales of each whole sector in a normal year, yuan a day, (place, sector).
    weight
        Firms each one stands for; None: one.
    """
    weight = np.ones(books.firms) if weight is None else weight
    shape, days, months = sector_sales.shape, len(calendar.month), calendar.months
    cells = sector_sales.size
    sales = books.sales * weight
    listed = np.bincount(books.cell, sales, cells)
    gone = made.exit_day >= 0
    at = made.exit_day[gone].astype(np.int64) * cells + books.cell[gone]
    lost = np.bincount(at, sales[gone], days * cells).reshape(days, cells).cumsum(0)
    whole = np.maximum(sector_sales.ravel(), listed)
    last = np.append(np.flatnonzero(np.diff(calendar.month)), days - 1)
    illiquid, closed = (
        _by_month(day, calendar, books, weight, cells).reshape(months, *shape)
        for day in (made.illiquid_day, made.exit_day)
    )
    above = [np.bincount(books.cell, weight * ((made.above >> month) & 1), cells) for month in calendar.month[last]]
    count = np.bincount(books.cell, weight, cells)
    return Told(
        np.clip(lost / np.where(whole > 0, whole, 1.0), 0.0, 1.0).reshape(days, *shape),
        np.array(above, float).reshape(months, *shape),
        illiquid,
        closed,
        np.asarray(count, float).reshape(shape),
    )


def _by_month(day: npt.NDArray[np.int32], calendar: Calendar, books: Books, weight: Numbers, cells: int) -> Numbers:
    """Firms to which it had happened by the end of each month."""
    happened = day >= 0
    at = calendar.month[day[happened]].astype(np.int64) * cells + books.cell[happened]
    months = calendar.months
    return np.bincount(at, weight[happened], months * cells).astype(float).reshape(months, cells).cumsum(0)
