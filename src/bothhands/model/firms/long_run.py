"""A whole register to the year's end, once, on recorded signals: a million firms in seconds.

Why this file exists: the coupled run carries a few thousand firms; a country has millions. Sales, shortage and labour are
taken as a run recorded them, every firm's cash is followed by the day, and what comes back is small: who closed when, what
capacity went with them for the next pass, break-even and illiquidity by month. The equations are those of `step.py`; here
payments may also fall on their days of the month.

References
----------
Demmou et al. 2020, OECD, doi 10.1787/581dba7f-en.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.model.compiled import compiled, prange
from bothhands.model.firms.books import Books

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.integer]
RENT_DAY, TAX_DAY, INTEREST_DAY = 1, 15, 21
"""Days of the month on which rent, taxes and debt are paid; ASSUMED. Wages are paid on its last day."""
BLOCK = 512
"""Firms a thread takes at a time."""


class Calendar(NamedTuple):
    """Days of a run: the month of each, counted from the first, and what is paid on it."""

    month: Whole
    wages: Flags
    rent: Flags
    tax: Flags
    debt: Flags

    @property
    def months(self) -> int:
        """How many months the run touches."""
        return int(self.month[-1]) + 1


class Dated(NamedTuple):
    """Payments of some firms on some days, in order of firm and day; aid counts below zero."""

    start: Whole
    """First payment of each firm, and one entry more."""
    day: Whole
    yuan: Numbers


class Recorded(NamedTuple):
    """What firms hear, by (time, place × sector) flattened: sales of the sector and labour against normal, shortage of inputs.

    Sales of a coupled run are those that labour allowed; with them labour is 1, unless more is known of it.
    """

    sales: Numbers
    input_shortage: Numbers
    labour: Numbers


class LongRun(NamedTuple):
    """What becomes of each firm; days are counted from 0, −1 is never."""

    exit_day: Whole
    """Cash and credit are gone."""
    illiquid_day: Whole
    """Cash is gone for the first time, credit not counted."""
    break_even_day: Whole
    """First day from which it never again makes a loss."""
    above: npt.NDArray[np.int64]
    """One bit a month, set where the month's profit is not below zero and the firm works at its end."""
    cash: Numbers
    receivables: Numbers
    owed: Numbers
    """Wages, rent, taxes and debt service run up and not yet due."""
    collected: Numbers
    paid: Numbers
    lowest: Numbers
    """Cash on the worst evening, until it closes; below zero by what credit or help had to bear."""


def calendar_of(start: date, days: int, monthly: bool = True) -> Calendar:
    """The days of a run.

    Parameters
    ----------
    start
        First day.
    days
        How many.
    monthly
        Whether wages, rent, taxes and debt are paid on their day of the month; else a little each day.
    """
    dates = [start + timedelta(days=n) for n in range(days)]
    month = np.array([(one.year - start.year) * 12 + one.month - start.month for one in dates], np.int32)
    if not monthly:
        every = np.ones(days, bool)
        return Calendar(month, every, every, every, every)
    last = np.array([(one + timedelta(days=1)).day == 1 for one in dates])
    of = np.array([one.day for one in dates])
    return Calendar(month, last, of == RENT_DAY, of == TAX_DAY, of == INTEREST_DAY)


def nothing_dated(firms: int) -> Dated:
    """No payment of a day of its own."""
    return Dated(np.zeros(firms + 1, np.int32), np.zeros(0, np.int32), np.zeros(0))


def dated_of(firm: Integers, day: Integers, yuan: Numbers, firms: int) -> Dated:
    """Payments in order of firm and day.

    Parameters
    ----------
    firm, day, yuan
        Of each payment.
    firms
        How many firms there are.
    """
    order = np.lexsort((day, firm))
    start = np.zeros(firms + 1, np.int32)
    np.cumsum(np.bincount(firm, minlength=firms), out=start[1:])
    return Dated(start, day[order].astype(np.int32), yuan[order].astype(float))


def together(one: Dated, other: Dated) -> Dated:
    """Payments of two calendars of the same firms as one.

    Parameters
    ----------
    one, other
        Repayments, aid.
    """
    firms = len(one.start) - 1
    firm = np.concatenate([np.repeat(np.arange(firms), np.diff(each.start)) for each in (one, other)])
    return dated_of(firm, np.concatenate([one.day, other.day]), np.concatenate([one.yuan, other.yuan]), firms)


def run(
    books: Books,
    signals: Recorded,
    calendar: Calendar,
    flexible_payroll_share: float,
    dated: Dated | None = None,
    season: tuple[Numbers, Whole] | None = None,
) -> LongRun:
    """Every firm's account, day by day.

    Parameters
    ----------
    books
        The register.
    signals
        By day, over as many days as the calendar has.
    calendar
        When what is paid.
    flexible_payroll_share
        Part of the payroll that falls with sales.
    dated
        Repayments and aid on their days; a firm with repayments here should have only its interest as debt service.
    season
        Levels of normal sales by (profile, time), and the profile of each firm; None: no firm has a season of its own.
    """
    dated = dated or nothing_dated(books.firms)
    days = len(calendar.month)
    profiles, profile = season or (np.ones((1, days)), np.zeros(books.firms, np.int32))
    whole = [np.empty(books.firms, np.int32) for _ in range(3)]
    above = np.zeros(books.firms, np.int64)
    money = [np.empty(books.firms) for _ in range(6)]
    _run(
        books.cell, books.sales, books.variable_share, books.payroll, books.fixed_cost, books.rent, books.debt_service,
        books.tax_share, books.collection_days, books.spoils_share, books.cash, books.credit,
        *(np.ascontiguousarray(one.T) for one in (signals.sales, signals.input_shortage, signals.labour)),
        calendar.month, calendar.wages, calendar.rent, calendar.tax, calendar.debt,
        dated.start, dated.day, dated.yuan, profiles, profile, flexible_payroll_share, *whole, above, *money,
    )  # fmt: skip
    return LongRun(whole[0], whole[1], whole[2], above, *money)


@compiled()
def _run(
    cell: Whole, normal: Numbers, variable: Numbers, payroll: Numbers, fixed: Numbers, rent: Numbers, debt: Numbers,
    tax: Numbers, lag: Numbers, spoils: Numbers, cash_at_first: Numbers, credit: Numbers,
    market: Numbers, shortage: Numbers, labour: Numbers,
    month: Whole, wage_day: Flags, rent_day: Flags, tax_day: Flags, debt_day: Flags,
    first: Whole, due_day: Whole, due: Numbers, profiles: Numbers, profile: Whole, flexible: float,
    exit_day: Whole, illiquid_day: Whole, break_even_day: Whole, above: npt.NDArray[np.int64],
    cash_at_last: Numbers, receivables: Numbers, owed: Numbers, collected: Numbers, paid: Numbers, lowest: Numbers,
) -> None:  # fmt: skip
    """One firm after another, all its days at once, so that a firm is read once and its sector's signals stay at hand."""
    days, firms = len(month), len(normal)
    for block in prange((firms + BLOCK - 1) // BLOCK):
        owing = np.zeros(4)
        for f in range(block * BLOCK, min((block + 1) * BLOCK, firms)):
            at, shape, next_due = cell[f], profile[f], first[f]
            cash, claims = cash_at_first[f], normal[f] * lag[f]
            come, gone, earned, worst = 0.0, 0.0, 0.0, np.inf
            owing[:] = 0.0
            closed, dry, last_loss, bits = -1, -1, -1, 0
            for t in range(days):
                can = min(1.0 - shortage[at, t], labour[at, t])
                ratio = min(market[at, t], can)
                usual = normal[f] * profiles[shape, t]
                sold = usual * ratio
                spoilt = spoils[f] * usual * max(can - ratio, 0.0)
                pay = payroll[f] * (1.0 - flexible * min(max(1.0 - ratio, 0.0), 1.0))
                profit = sold * (1.0 - variable[f] - tax[f]) - (pay + fixed[f] + debt[f]) - variable[f] * spoilt
                received = (claims + sold) / (1.0 + lag[f])
                claims += sold - received
                out = variable[f] * (sold + spoilt) + (fixed[f] - rent[f])
                owing[0] += pay
                owing[1] += rent[f]
                owing[2] += tax[f] * sold
                owing[3] += debt[f]
                for kind, due_now in enumerate((wage_day[t], rent_day[t], tax_day[t], debt_day[t])):
                    if due_now:
                        out += owing[kind]
                        owing[kind] = 0.0
                while next_due < first[f + 1] and due_day[next_due] <= t:
                    out += due[next_due]
                    next_due += 1
                cash += received - out
                come += received
                gone += out
                earned += profit
                worst = min(worst, cash)
                last_loss = t if profit < 0 else last_loss
                dry = t if cash < 0 and dry < 0 else dry
                if cash + credit[f] < 0:
                    closed = t
                    break
                if t == days - 1 or month[t + 1] > month[t]:
                    bits |= int(earned >= 0) << month[t]
                    earned = 0.0
            exit_day[f], illiquid_day[f], above[f] = closed, dry, bits
            break_even_day[f] = last_loss + 1 if closed < 0 and last_loss < days - 1 else -1
            cash_at_last[f], receivables[f], owed[f] = cash, claims, owing.sum()
            collected[f], paid[f], lowest[f] = come, gone, worst
