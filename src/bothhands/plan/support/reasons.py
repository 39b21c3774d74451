"""Why each firm has what it has: its worth at the prices, the next-best package, and who just missed and by how much.

Why this file exists: a list of names with sums is not accepted by those who are not on it. Everything here is read from prices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.plan.support.allocate import Allocation
from bothhands.plan.support.offer import NONE, Numbers, Offer, reduced
from bothhands.plan.support.repair import Indices


class Reason(NamedTuple):
    """Firms and packages by position; worth is in the region's currency.

    `ahead` is how much more the choice is worth than `runner_up` once costs are priced; below zero where whole numbers or floors decided.
    """

    firm: int
    package: int
    runner_up: int
    """−1: no help."""
    kept: float
    """What the package keeps less what would be kept without."""
    ahead: float


class Missed(NamedTuple):
    """A firm without help, its best package, and how much more that would have to keep to be worth its money."""

    firm: int
    package: int
    lacks: float
    lacks_share: float
    """Against what it keeps."""


def reasons_of(offer: Offer, found: Allocation, firms: Indices | None = None) -> tuple[Reason, ...]:
    """Each helped firm with its runner-up, the greatest worth first.

    Parameters
    ----------
    offer
        As it was decided.
    found
        The decision.
    firms
        Positions of those asked for; all that are helped if not given.
    """
    asked = np.flatnonzero(found.choice >= 0) if firms is None else firms[found.choice[firms] >= 0]
    if not asked.size:
        return ()
    net = reduced(offer, found.prices, asked)
    at, mine = np.arange(asked.size), found.choice[asked]
    own = net[mine, at]
    net[mine, at] = -np.inf
    second, other = net.argmax(0), net.max(0, initial=-np.inf)
    runner_up = np.where(other > 0, second, NONE)
    ahead = own - np.maximum(other, 0.0)
    kept = offer.value[mine, asked].astype(float)
    order = np.argsort(-kept, kind="stable")
    return tuple(Reason(int(asked[n]), int(mine[n]), int(runner_up[n]), float(kept[n]), float(ahead[n])) for n in order)


def just_missed(offer: Offer, found: Allocation, count: int = 20) -> tuple[Missed, ...]:
    """Firms without help that came nearest to it, the nearest first; those whose every package keeps nothing are left out.

    Parameters
    ----------
    offer
        As it was decided.
    found
        The decision.
    count
        How many.
    """
    firms = np.flatnonzero((found.choice == NONE) & (offer.value.max(0, initial=-np.inf) > 0))
    if not firms.size:
        return ()
    net = reduced(offer, found.prices, firms)
    net = np.where(offer.value[:, firms] > 0, net, -np.inf)
    package, best = net.argmax(0), net.max(0, initial=-np.inf)
    kept: Numbers = offer.value[package, firms].astype(float)
    lacks = np.maximum(-best, 0.0)
    share = lacks / np.maximum(kept, 1e-9)
    order = np.argsort(share, kind="stable")[:count]
    return tuple(Missed(int(firms[n]), int(package[n]), float(lacks[n]), float(share[n])) for n in order)
