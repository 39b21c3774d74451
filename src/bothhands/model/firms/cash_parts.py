"""One firm's cash between two days, by what came in and what went out.

Why this file exists: an officer asks where the money goes. The million's run keeps only totals; this is the same account of
a single firm with its parts, and it ends on the same cash.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.model.firms.books import Books
from bothhands.model.firms.long_run import Calendar, Dated, LongRun, Recorded, nothing_dated

Numbers = npt.NDArray[np.float64]


class CashParts(NamedTuple):
    """Yuan over the days counted; what went out counts below zero. First and last are cash; the others add up to their difference."""

    first: float
    collected: float
    inputs: float
    """Cost that moves with sales, spoilt goods included."""
    wages: float
    rent: float
    other_fixed: float
    taxes: float
    debt: float
    """Interest and repayment that run by the day."""
    dated: float
    """Repayments of the calendar, less aid."""
    not_yet_due: float
    """Run up and not yet paid: it counts above zero, for it still lies in the till."""
    last: float


def cash_parts(
    books: Books, firm: int, signals: Recorded, calendar: Calendar, made: LongRun, flexible_payroll_share: float,
    dated: Dated | None = None, season: tuple[Numbers, npt.NDArray[np.int32]] | None = None,
) -> CashParts:  # fmt: skip
    """Where a firm's money came from and went.

    Parameters
    ----------
    books
        The register.
    firm
        Number of the firm.
    signals, calendar, made
        What the register was run on, and what became of it; the parts end on the day it closed.
    flexible_payroll_share
        Part of the payroll that falls with sales.
    dated, season
        As given to the run.
    """
    days = len(calendar.month) if made.exit_day[firm] < 0 else int(made.exit_day[firm]) + 1
    at = int(books.cell[firm])
    market, shortage, labour = (one[:days, at] for one in signals)
    profiles, profile = season or (np.ones((1, days)), np.zeros(books.firms, np.int32))
    usual = float(books.sales[firm]) * profiles[profile[firm], :days]
    can = np.minimum(1.0 - shortage, labour)
    ratio = np.minimum(market, can)
    sold = float((usual * ratio).sum())
    spoilt = float(books.spoils_share[firm] * (usual * np.maximum(can - ratio, 0.0)).sum())
    variable, rent = float(books.variable_share[firm]), float(books.rent[firm])
    wages = float(books.payroll[firm] * (1.0 - flexible_payroll_share * np.clip(1.0 - ratio, 0.0, 1.0)).sum())
    given = dated or nothing_dated(books.firms)
    own = slice(given.start[firm], given.start[firm + 1])
    return CashParts(
        first=float(books.cash[firm]),
        collected=float(made.collected[firm]),
        inputs=-variable * (sold + spoilt),
        wages=-wages,
        rent=-rent * days,
        other_fixed=-(float(books.fixed_cost[firm]) - rent) * days,
        taxes=-float(books.tax_share[firm]) * sold,
        debt=-float(books.debt_service[firm]) * days,
        dated=-float(given.yuan[own][given.day[own] < days].sum()),
        not_yet_due=float(made.owed[firm]),
        last=float(made.cash[firm]),
    )
