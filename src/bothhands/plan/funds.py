"""Public money by fund: amounts with the days on which they pay, what orders took of them, and what is left.

Why this file exists: the chain, help to firms and the limit on screening draw on the same rows of the budget. Which row an order is paid
from, and that a row pays on no other day than its own, is settled here for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bothhands.inputs.region import Region
from bothhands.inputs.tables.budgets import Budget
from bothhands.levers.measure import Measure

SCREENING_FUND = "epidemic_control"
"""The fund that pays quarantine, tests and tracers, and what the chain buys."""


class Pot(NamedTuple):
    """Money, in the region's currency, and the days on which it may pay, last included."""

    first: date
    last: date
    money: float

    def pays_on(self, day: date) -> bool:
        """Whether it may pay on a day."""
        return self.first <= day <= self.last


def funds_of(region: Region) -> dict[str, list[Pot]]:
    """Rows of every fund, those of places as the region's."""
    found: dict[str, list[Pot]] = {}
    for row in region.rows(Budget):
        found.setdefault(row.fund, []).append(Pot(row.date_from, row.date_to, row.amount_yuan))
    return found


def pots_of(region: Region, fund: str = SCREENING_FUND) -> list[Pot]:
    """Pots of a fund with each day in one at most: where days of rows overlap, so that either could pay, their money is one."""
    return in_one(funds_of(region).get(fund, []))


def in_one(pots: Iterable[Pot]) -> list[Pot]:
    """Pots in order, those whose days overlap made one."""
    made: list[Pot] = []
    for pot in sorted(pots):
        if made and pot.first <= made[-1].last:
            begun = made.pop()
            made.append(Pot(begun.first, max(begun.last, pot.last), begun.money + pot.money))
        else:
            made.append(pot)
    return made


def left_of(pots: Sequence[Pot], fund: str, placed: Sequence[Measure], from_day: date = date.min) -> list[Pot]:
    """What orders leave of pots that are not over on a day.

    Parameters
    ----------
    pots
        Of the fund.
    fund
        Its name; orders of other funds take nothing.
    placed
        Orders, each paid on its first day: from the pot that ends soonest of those that may pay then.
    from_day
        Pots that end before it are left out, with what was paid from them.
    """
    rows = sorted(pots, key=lambda pot: pot.last)
    money = [pot.money for pot in rows]
    for order in sorted((one for one in placed if one.fund == fund), key=lambda one: one.start):
        due = order.cost
        for n, row in enumerate(rows):
            if row.pays_on(order.start):
                paid = min(due, money[n])
                money[n], due = money[n] - paid, due - paid
    return [row._replace(money=left) for row, left in zip(rows, money, strict=True) if row.last >= from_day]


def money_left(funds: Mapping[str, Sequence[Pot]], placed: Sequence[Measure], from_day: date) -> dict[str, float]:
    """Money by fund that may be paid on a day or later, after orders."""
    return {fund: sum(pot.money for pot in left_of(pots, fund, placed, from_day)) for fund, pots in funds.items()}


def money_open(funds: Mapping[str, Sequence[Pot]], placed: Sequence[Measure], day: date) -> dict[str, float]:
    """Money by fund that may be paid on a day, after orders."""
    return {
        fund: sum(pot.money for pot in left_of(pots, fund, placed) if pot.pays_on(day)) for fund, pots in funds.items()
    }
