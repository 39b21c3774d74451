"""Help to the firms where it keeps most: prices, a choice within the money, the firms in doubt decided together, and the proof.

Why this file exists: it is the layer's one decision, readable from top to bottom. Every number in it is given by `Offer`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bothhands.plan.support.core import aim, decided_together
from bothhands.plan.support.dual import Prices, highest_prices, prices_of
from bothhands.plan.support.offer import (
    NONE,
    Choice,
    Numbers,
    Offer,
    affordable,
    most_spent,
    priced,
    reached,
    spent,
    worth,
)
from bothhands.plan.support.repair import nearest_to_change, spend_the_rest, within_money

NEAR = 20_000
"""Firms nearest to a change that are looked at when money is left."""
CORES = (60, 200, 600)
"""Firms that are decided together, first few, then more."""
SPARE = 0.3
"""Over the root of how many firms there are: the share by which prices aim above floors and below budgets, where there are floors. Whole
firms then fit, and what is left is spent at last."""
ENOUGH = 1e-4
"""Gap at which nothing more is searched."""


@dataclass(frozen=True)
class Allocation:
    """Who gets which package, and how good that can be at most.

    `prices` is what one more unit of each fund brings, then what each floor costs by unit; `lacking` what floors lack, in their
    units, where the money does not reach; `bound` holds for every choice that reaches what this one reaches of them.
    """

    choice: Choice
    value: float
    bound: float
    prices: Numbers
    spent: Numbers
    reached: Numbers
    lacking: Numbers
    asked: int

    @property
    def gap(self) -> float:
        """Share of the bound that may be left."""
        return max(self.bound - self.value, 0.0) / max(abs(self.bound), 1e-9)


def allocate(offer: Offer) -> Allocation:
    """Choose at most one package for each firm, within every budget, each floor reached as far as money goes.

    Parameters
    ----------
    offer
        Firms, packages, money and floors; a package dearer than its whole fund is no choice.
    """
    if not offer.value.size:
        return _nothing(offer)
    offer = affordable(offer)
    offer = replace(offer, budget=np.minimum(offer.budget, most_spent(offer)))
    highest = highest_prices(offer)
    most = highest[len(offer.budget) :]
    found = prices_of(_aimed(offer), highest)
    choice = _whole(offer, found, most)
    had = reached(offer, choice)
    lacking = np.maximum(offer.least - had, 0.0)
    if (lacking > 1e-9 * np.maximum(offer.least, 1.0)).any():
        offer = offer.with_floors(np.minimum(offer.least, had))
        found = prices_of(_aimed(offer), highest, found.prices)
        choice = max(choice, _whole(offer, found, most), key=lambda one: aim(offer, one, most))
    bound = priced(offer, found.prices, exact=True).bound
    return Allocation(
        choice, worth(offer, choice), bound, found.prices, spent(offer, choice), reached(offer, choice), lacking, found.asked
    )  # fmt: skip


def _whole(offer: Offer, found: Prices, most: Numbers) -> Choice:
    """A choice in whole packages from prices; what sorting leaves on the table is searched where it is more than `ENOUGH`."""
    prices = found.prices
    bound = priced(offer, prices).bound
    enough = ENOUGH * abs(bound)
    near = nearest_to_change(offer, prices, found.choice, NEAR, found.doubtful)
    choice = within_money(offer, prices, found.choice, near)
    choice = spend_the_rest(offer, prices, choice, near)
    for size in CORES:
        if bound - aim(offer, choice, most) <= enough:
            return choice
        doubtful = nearest_to_change(offer, prices, choice, size, near)
        choice = decided_together(offer, prices, choice, doubtful, most, 0.3 * enough)
        if size >= offer.firms:
            return choice
    return spend_the_rest(offer, prices, choice, near)


def _nothing(offer: Offer) -> Allocation:
    """No help, where there is no firm or no package."""
    size, floors = len(offer.budget), len(offer.floors)
    none = np.full(offer.firms, NONE, np.int32)
    return Allocation(none, 0.0, 0.0, np.zeros(size + floors), np.zeros(size), np.zeros(floors), offer.least, 0)


def _aimed(offer: Offer) -> Offer:
    """The offer with a little less money and floors a little higher."""
    if not offer.floors:
        return offer
    spare = min(SPARE / np.sqrt(max(offer.firms, 1)), 0.01)
    return replace(offer.with_floors(offer.least * (1.0 + spare)), budget=offer.budget * (1.0 - spare))
