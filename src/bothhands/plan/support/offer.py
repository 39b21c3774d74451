"""What help is chosen from: packages for each firm with their worth and their cost by fund, the money, and the floors.

Why this file exists: the choice is one of numbers. A million firms stand here as plain arrays, packages first, so that a step over all
firms is one sweep through memory; where the numbers come from is told in `packages.py`. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Numbers: TypeAlias = npt.NDArray[np.float64]
Choice: TypeAlias = npt.NDArray[np.int32]
WITHIN = 1e-9
"""Share of a budget within which it counts as kept: rounding of sums."""
NONE = -1
"""The choice of no package."""
BLOCK = 1 << 15
"""Firms a thread takes at a time: their sums stay in its cache."""
THREADS = 2


@dataclass(frozen=True)
class Floor:
    """A least amount that must be reached among firms that get any package: firms of a city, micro firms, jobs.

    `weight` is what each firm counts for once it is helped, 0 where it is not meant; `least` the amount to reach.
    """

    name: str
    weight: Floats
    least: float


@dataclass(frozen=True)
class Offer:
    """Packages of every firm.

    `value` is package × firm: what is kept with the package less what would be kept without, in the region's currency; −inf
    where a firm may not have it. `cost` is fund × package × firm, zero or more, in the same currency; `budget` the money by fund.
    """

    value: Floats
    cost: Floats
    budget: Numbers
    floors: tuple[Floor, ...] = ()
    funds: tuple[str, ...] = ()

    @property
    def firms(self) -> int:
        """How many firms."""
        return int(self.value.shape[1])

    @cached_property
    def weights(self) -> csr_array:
        """Weight of each firm in each floor; floor × firm, zeros left out."""
        where = [np.flatnonzero(floor.weight) for floor in self.floors]
        entries = [np.asarray(floor.weight[at], float) for floor, at in zip(self.floors, where, strict=True)]
        starts = np.cumsum([0, *(at.size for at in where)])
        columns = np.concatenate([*where, np.empty(0, int)]).astype(np.int32)
        return csr_array((np.concatenate([*entries, np.empty(0)]), columns, starts), (len(where), self.firms))

    @cached_property
    def least(self) -> Numbers:
        """What each floor asks for."""
        return np.array([floor.least for floor in self.floors], float)

    def among(self, firms: npt.NDArray[np.integer], share: float) -> Offer:
        """The offer of some of the firms under a share of the money and of the floors."""
        floors = tuple(Floor(one.name, one.weight[firms], one.least * share) for one in self.floors)
        return Offer(self.value[:, firms], self.cost[:, :, firms], self.budget * share, floors, self.funds)

    def with_floors(self, least: Numbers) -> Offer:
        """The same offer with other floors."""
        floors = tuple(Floor(one.name, one.weight, float(to)) for one, to in zip(self.floors, least, strict=True))
        return Offer(self.value, self.cost, self.budget, floors, self.funds)


class Priced(NamedTuple):
    """What each firm takes at given prices, and what that amounts to.

    `bound` is the dual function: no choice within budgets and floors is worth more. `slope` is its slope by price, funds first:
    money left, then what floors are exceeded by.
    """

    bound: float
    slope: Numbers
    choice: Choice


def priced(offer: Offer, prices: Numbers, exact: bool = False) -> Priced:
    """Let each firm take what is worth most to it once its costs are priced.

    Parameters
    ----------
    offer
        Firms and packages.
    prices
        Of one unit of each fund, then of each floor; zero or more.
    exact
        Sums in double precision throughout: slower, for a bound that is told.

    Notes
    -----
    L(λ, μ) = Σ_f max(0, max_g v_fg − λ·c_fg + μ·w_f) + λ·B − μ·h, an upper bound for every λ, μ ≥ 0 (Lagrangian relaxation of the
    multiple-choice knapsack, Sinha and Zoltners 1979, doi 10.1287/opre.27.3.503).
    """
    funds = len(offer.budget)
    price, floor_price = prices[:funds], prices[funds:]
    bonus = offer.weights.T @ floor_price if offer.floors else None
    choice = np.empty(offer.firms, np.int32)
    spans = [slice(at, min(at + BLOCK, offer.firms)) for at in range(0, offer.firms, BLOCK)]

    def of_span(span: slice) -> tuple[float, Numbers]:
        return _block(offer, price, None if bonus is None else bonus[span], span, choice[span], exact)

    parts = _spread(of_span, spans)
    bound = sum(part[0] for part in parts) + float(price @ offer.budget)
    used = np.sum([part[1] for part in parts], 0)
    slope = offer.budget - used
    if offer.floors:
        reached = offer.weights @ (choice >= 0).astype(float)
        bound -= float(floor_price @ offer.least)
        slope = np.concatenate([slope, reached - offer.least])
    return Priced(bound, slope, choice)


def spent(offer: Offer, choice: Choice) -> Numbers:
    """Money by fund that a choice takes."""
    helped = np.flatnonzero(choice >= 0)
    return np.asarray(offer.cost[:, choice[helped], helped].sum(-1, dtype=np.float64))


def worth(offer: Offer, choice: Choice) -> float:
    """What a choice is worth."""
    helped = np.flatnonzero(choice >= 0)
    return float(offer.value[choice[helped], helped].sum(dtype=np.float64))


def most_spent(offer: Offer) -> Numbers:
    """Money by fund that would be spent if every firm had its dearest package: more of a fund is the same as no limit."""
    return np.asarray(offer.cost.max(1, initial=0.0).sum(1, dtype=np.float64))


def affordable(offer: Offer) -> Offer:
    """The offer without packages dearer than the whole of a fund: nobody can be given one, so none may count in a bound."""
    dear = (offer.cost > offer.budget[:, None, None] * (1 + WITHIN)).any(0)
    return replace(offer, value=np.where(dear, -np.inf, offer.value).astype(offer.value.dtype)) if dear.any() else offer


def reached(offer: Offer, choice: Choice) -> Numbers:
    """What a choice reaches of each floor."""
    return np.asarray(offer.weights @ (choice >= 0).astype(float)) if offer.floors else np.empty(0)


def reduced(offer: Offer, prices: Numbers, firms: npt.NDArray[np.integer]) -> Numbers:
    """Worth of each package of some firms once its costs are priced; package × firm, −inf where it may not be had."""
    funds = len(offer.budget)
    net = offer.value[:, firms].astype(float)
    for fund in range(funds):
        if prices[fund] > 0:
            net -= prices[fund] * offer.cost[fund][:, firms]
    if offer.floors:
        net += (offer.weights.T @ prices[funds:])[firms]
    return net


def _block(
    offer: Offer, price: Numbers, bonus: Numbers | None, span: slice, choice: Choice, exact: bool
) -> tuple[float, Numbers]:
    """The best package of each firm of a span, written into `choice`; the sum of what they are worth and the money they take."""
    size, funds = choice.size, len(price)
    kind = np.dtype(np.float64) if exact else offer.value.dtype
    best = np.zeros(size, kind)
    net, part = np.empty(size, kind), np.empty(size, kind)
    better = np.empty(size, bool)
    choice[:] = NONE
    paid = [(fund, kind.type(price[fund])) for fund in range(funds) if price[fund] > 0]
    for package in range(len(offer.value)):
        net[:] = offer.value[package, span]
        for fund, own in paid:
            np.multiply(offer.cost[fund, package, span], own, out=part)
            net -= part
        if bonus is not None:
            net += bonus
        np.greater(net, best, out=better)
        np.maximum(best, net, out=best)
        np.copyto(choice, np.int32(package), where=better)
    helped = np.flatnonzero(choice >= 0)
    used = offer.cost[:, choice[helped], helped + span.start].sum(1, dtype=np.float64)
    return float(best.sum(dtype=np.float64)), used


def _spread(of_span: Callable[[slice], tuple[float, Numbers]], spans: Sequence[slice]) -> list[tuple[float, Numbers]]:
    """Every span worked on, by several threads where there are several; in order, so that sums are the same each time."""
    if len(spans) == 1:
        return [of_span(spans[0])]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(of_span, spans))
