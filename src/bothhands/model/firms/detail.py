"""What single firms tell beside the yearly figures: repayments on their days, seasons of their own.

Why this file exists: a farm sells in autumn and a loan falls due on a day. Firms that tell neither have neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.firm_months import FirmMonth
from bothhands.inputs.tables.firm_repayments import FirmRepayment
from bothhands.model.firms.books import Books
from bothhands.model.firms.long_run import Dated, dated_of

Numbers = npt.NDArray[np.float64]


class Detail(NamedTuple):
    """Books in which a firm with a calendar of repayments has only its interest as debt service; the calendar; seasons."""

    books: Books
    dated: Dated
    season: tuple[Numbers, npt.NDArray[np.int32]]
    """Level of normal sales by (profile, time), and the profile of each firm; the first is level throughout."""


def detail_of(region: Region, axes: Axes, books: Books) -> Detail:
    """Repayments and seasons of the firms of a region.

    Parameters
    ----------
    region, axes
        Tables firm_repayments and firm_months, and the calendar.
    books
        Of the region's register, in the order of the axes.
    """
    at = _positions(axes)
    with_calendar = np.zeros(books.firms, bool)
    with_calendar[[at[row.firm] for row in region.rows(FirmRepayment) if row.firm in at]] = True
    debt = np.where(with_calendar, books.interest, books.debt_service)
    return Detail(books._replace(debt_service=debt), repayments_of(region, axes), seasons_of(region, axes, axes.days))


def repayments_of(region: Region, axes: Axes) -> Dated:
    """What firms of the register repay on which day of the calendar.

    Parameters
    ----------
    region, axes
        Table firm_repayments, and the calendar.
    """
    at = _positions(axes)
    due = [row for row in region.rows(FirmRepayment) if row.firm in at and axes.start <= row.due_on <= axes.end]
    firm = np.array([at[row.firm] for row in due], np.int64)
    day = np.array([axes.day_index(row.due_on) for row in due], np.int64)
    return dated_of(firm, day, np.array([row.repayment_yuan for row in due], float), len(at))


def seasons_of(region: Region, axes: Axes, days: Sequence[date]) -> tuple[Numbers, npt.NDArray[np.int32]]:
    """A profile over some days for each firm with all twelve months of a year before the run: the last such year, mean 1.

    Parameters
    ----------
    region, axes
        Table firm_months, and the register.
    days
        Of the calendar or beyond it.
    """
    at = _positions(axes)
    months: dict[tuple[str, int], dict[int, float]] = {}
    for row in region.rows(FirmMonth):
        if row.firm in at and row.month.year < axes.start.year:
            months.setdefault((row.firm, row.month.year), {})[row.month.month] = row.sales_yuan
    profiles = [np.ones(len(days))]
    profile = np.zeros(len(at), np.int32)
    for (firm, _), sales in sorted(months.items()):
        mean = sum(sales.values()) / 12.0
        if len(sales) == 12 and mean > 0:
            profile[at[firm]] = len(profiles)
            profiles.append(np.array([sales[day.month] / mean for day in days]))
    return np.array(profiles), profile


def _positions(axes: Axes) -> dict[str, int]:
    return {firm: n for n, firm in enumerate(axes.register)}
