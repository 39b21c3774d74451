"""A firm's standing by closed forms: break-even sales, margin of safety, days until cash is gone.

Why this file exists: these four numbers are what an officer and a firm talk about, and each can be worked by hand. How cash
moves day by day stands in `step.py` and `long_run.py`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.model.firms.books import Books

Numbers = npt.NDArray[np.float64]


class Standing(NamedTuple):
    """Each firm on a day at some level of sales; yuan a day, shares, days."""

    sales: Numbers
    unavoidable: Numbers
    """Payroll that does not flex, fixed cost and debt service."""
    break_even_sales: Numbers
    """Infinite where a yuan of sales costs a yuan or more."""
    margin_of_safety: Numbers
    """Part of its sales a firm could lose before it makes a loss; below zero where it makes one."""
    profit: Numbers
    days_of_cash: Numbers
    """Days until its cash is gone at this level; infinite where it earns."""
    days_of_funds: Numbers
    """The same with the credit it could draw."""


def standing(
    books: Books,
    ratio: Numbers,
    flexible_payroll_share: float,
    cash: Numbers | None = None,
    possible: Numbers | None = None,
) -> Standing:
    """Where each firm stands.

    Parameters
    ----------
    books
        The register.
    ratio
        Sales of each firm against normal.
    flexible_payroll_share
        Part of the payroll that falls with sales.
    cash
        Of each firm, yuan; None is that of the register.
    possible
        What each firm could make against normal, where unsold goods spoil; None: no more than it sells.

    Notes
    -----
    With V variable share, t taxes per yuan, F unavoidable payments: break-even sales F/(1 − V − t), margin of safety
    1 − break-even/sales, days of cash = cash/(F + V × spoilt − (1 − V − t) × sales).
    """
    cash = books.cash if cash is None else cash
    sales = books.sales * ratio
    unavoidable = unavoidable_payments(books, np.clip(1.0 - ratio, 0.0, 1.0), flexible_payroll_share)
    margin = 1.0 - books.variable_share - books.tax_share
    spoilt = 0.0 if possible is None else books.spoils_share * books.sales * np.maximum(possible - ratio, 0.0)
    break_even = np.where(margin > 0, unavoidable / np.where(margin > 0, margin, 1.0), np.inf)
    profit = sales * margin - unavoidable - books.variable_share * spoilt
    return Standing(
        sales, unavoidable, break_even, margin_of_safety(sales, break_even), profit,
        days_until_gone(cash, -profit), days_until_gone(cash + books.credit, -profit),
    )  # fmt: skip


def unavoidable_payments(books: Books, shortfall: Numbers, flexible_payroll_share: float) -> Numbers:
    """Payroll that does not flex, fixed cost and debt service, yuan a day."""
    return books.payroll * (1.0 - flexible_payroll_share * shortfall) + books.fixed_cost + books.debt_service


def margin_of_safety(sales: Numbers, break_even: Numbers) -> Numbers:
    """Part of sales above break-even; minus infinity without sales."""
    return np.where(sales > 0, 1.0 - break_even / np.where(sales > 0, sales, 1.0), -np.inf)


def days_until_gone(funds: Numbers, loss_per_day: Numbers) -> Numbers:
    """Days that funds last at a daily loss; infinite where there is none, zero where there are no funds."""
    lasting = np.maximum(funds, 0.0) / np.where(loss_per_day > 0, loss_per_day, 1.0)
    return np.where(loss_per_day > 0, lasting, np.inf)
