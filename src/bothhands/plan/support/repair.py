"""From prices to a choice that keeps the money: what is too much given up where it costs least, what is left spent where it brings most.

Why this file exists: at the best prices a few firms are as well with one package as with another, and which of them counts is a
matter of whole numbers. Each step is a sort and a running sum over firms, never a walk from firm to firm.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.plan.support.offer import NONE, THREADS, WITHIN, Choice, Numbers, Offer, reduced, spent

Indices = npt.NDArray[np.int64]
SPAN = 1 << 16
"""Firms a thread looks at together."""


TURNS = 4
"""Times what is left is offered anew: a firm that moved may move again."""


class _Moves(NamedTuple):
    """Changes of package: whose, to which, and by how much each fund's use changes (fund × move), in the order to make them."""

    firm: Indices
    to: Choice
    change: Numbers


def within_money(offer: Offer, prices: Numbers, choice: Choice, near: Indices) -> Choice:
    """The choice without what is too much, those giving way who lose least for the money they free.

    Parameters
    ----------
    offer
        Firms, packages and money.
    prices
        At which the choice was made.
    choice
        Package by firm; may cost too much.
    near
        Firms that are asked first; all are where these do not free enough.
    """
    choice = choice.copy()
    over = spent(offer, choice) - offer.budget
    asked = near
    while (over > WITHIN * offer.budget).any():
        moves = _cheaper(offer, prices, choice, over, asked)
        enough = (np.cumsum(-moves.change, 1) >= np.maximum(over, 0.0)[:, None]).all(0)
        if enough.any() or len(asked) == offer.firms:
            last = int(np.argmax(enough)) + 1 if enough.any() else len(moves.firm)
            choice[moves.firm[:last]] = moves.to[:last]
            over = spent(offer, choice) - offer.budget
        asked = np.arange(offer.firms)
    return choice


def spend_the_rest(offer: Offer, prices: Numbers, choice: Choice, near: Indices) -> Choice:
    """The choice with what is left of the money spent on those who gain most for it at the prices.

    Parameters
    ----------
    offer
        Firms, packages and money.
    prices
        Of funds and floors.
    choice
        Package by firm, within the money.
    near
        Firms that are looked at.
    """
    choice = choice.copy()
    left = offer.budget - spent(offer, choice)
    for _ in range(TURNS):
        moves = _dearer(offer, prices, choice, left, near)
        taken = taken_in_order(moves.change, left)
        if not taken.size:
            break
        choice[moves.firm[taken]] = moves.to[taken]
        left = np.maximum(left - moves.change[:, taken].sum(1), 0.0)
    return choice


def taken_in_order(change: Numbers, left: Numbers, owner: Indices | None = None) -> Indices:
    """Positions of what is taken by who goes through a list once, takes what still fits and skips what does not.

    Parameters
    ----------
    change
        Money each entry takes; fund × entry; in the order of the list.
    left
        Money by fund.
    owner
        Whose each entry is, where nobody may have two; every entry somebody else's if not given.

    Notes
    -----
    Exactly the walk from entry to entry, done by running sums: the longest part that fits is taken, then all that can never fit any more
    is dropped.
    """
    rest = np.arange(change.shape[1])
    left = np.maximum(left, 0.0).astype(float)
    taken = []
    while rest.size:
        rest = rest[(change[:, rest] <= left[:, None]).all(0)]
        first = rest
        if owner is not None and rest.size:
            first = rest[np.sort(np.unique(owner[rest], return_index=True)[1])]
        if not first.size:
            break
        fits = (np.cumsum(change[:, first], 1) <= left[:, None]).all(0)
        count = first.size if fits.all() else int(np.argmin(fits))
        own = first[:count]
        taken.append(own)
        left = np.maximum(left - change[:, own].sum(1), 0.0)
        if count == first.size and owner is None:
            break
        rest = rest[rest > own[-1]] if count < first.size and owner is None else rest[~np.isin(rest, own)]
        if owner is not None:
            rest = rest[~np.isin(owner[rest], owner[own])]
    return np.concatenate(taken) if taken else np.empty(0, int)


def _cheaper(offer: Offer, prices: Numbers, choice: Choice, over: Numbers, asked: Indices) -> _Moves:
    """For each firm of those asked that draws on an overspent fund the change that loses least for the money it frees there; least loss first."""
    short = over > WITHIN * offer.budget
    helped = asked[choice[asked] >= 0]
    now = offer.cost[:, choice[helped], helped].astype(float)
    helped, now = helped[(now[short] > 0).any(0)], now[:, (now[short] > 0).any(0)]
    net = reduced(offer, prices, helped)
    mine = net[choice[helped], np.arange(helped.size)]
    weight = np.where(short, 1.0 / np.maximum(over, 1e-300), 0.0)
    to, loss = np.full(helped.size, NONE, np.int32), np.maximum(mine, 0.0) / (weight @ now)
    for package in range(len(offer.value)):
        free = now - offer.cost[:, package, helped]
        frees = weight @ free
        may = (free >= 0).all(0) & (frees > 0) & np.isfinite(net[package])
        own = np.where(may, np.maximum(mine - net[package], 0.0) / np.where(may, frees, 1.0), np.inf)
        better = own < loss
        to, loss = np.where(better, np.int32(package), to), np.where(better, own, loss)
    order = np.argsort(loss, kind="stable")
    firm, to = helped[order], to[order]
    return _Moves(firm, to, _cost_of(offer, firm, to) - now[:, order])


def _dearer(offer: Offer, prices: Numbers, choice: Choice, left: Numbers, firm: Indices) -> _Moves:
    """For each of some firms the change that gains and fits in what is left; those who lose least at the prices first."""
    net = reduced(offer, prices, firm)
    at = np.arange(firm.size)
    mine, now = choice[firm], _cost_of(offer, firm, choice[firm])
    value_now = np.where(mine >= 0, offer.value[np.maximum(mine, 0), firm], 0.0).astype(float)
    net_now = np.where(mine >= 0, net[np.maximum(mine, 0), at], 0.0)
    to, score = np.full(firm.size, NONE, np.int32), np.full(firm.size, -np.inf)
    for package in range(len(offer.value)):
        change = offer.cost[:, package, firm] - now
        may = (change <= left[:, None]).all(0) & (offer.value[package, firm] > value_now)
        size = np.maximum(prices[: len(left)] @ np.maximum(change, 0.0), 1e-12)
        own = np.where(may, (net[package] - net_now) / size, -np.inf)
        to, score = np.where(own > score, np.int32(package), to), np.maximum(own, score)
    order = np.argsort(-score, kind="stable")
    order = order[np.isfinite(score[order])]
    return _Moves(firm[order], to[order], _cost_of(offer, firm[order], to[order]) - now[:, order])


def nearest_to_change(
    offer: Offer, prices: Numbers, choice: Choice, count: int, among: Indices | None = None
) -> Indices:
    """Firms whose second choice is nearest to their first at the prices, by position.

    Parameters
    ----------
    offer
        Firms and packages.
    prices
        Of funds and floors.
    choice
        Package by firm.
    count
        How many firms at most; half by the plain difference, half by the difference against what the change costs at the prices.
    among
        Firms that are asked; all if not given.
    """
    among = np.arange(offer.firms) if among is None else among
    if count >= among.size:
        return among
    spans = [among[at : at + SPAN] for at in range(0, among.size, SPAN)]
    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(lambda firm: _differences(offer, prices, choice, firm), spans))
    difference, size = (np.concatenate(column) for column in zip(*parts, strict=True))
    measures = (difference, difference / np.maximum(size, 1e-12))
    found = [np.argpartition(measure, count // 2)[: count // 2] for measure in measures]
    return among[np.unique(np.concatenate(found))]


def _differences(offer: Offer, prices: Numbers, choice: Choice, firm: Indices) -> tuple[Numbers, Numbers]:
    """How far the second choice of each firm is from its first, and what a change between them moves at the prices."""
    net = reduced(offer, prices, firm)
    at, mine = np.arange(firm.size), choice[firm]
    helped = mine >= 0
    first = np.where(helped, net[np.maximum(mine, 0), at], 0.0)
    net[mine[helped], at[helped]] = -np.inf
    second = net.argmax(0)
    other = net[second, at]
    funds = len(offer.budget)
    size = prices[:funds] @ np.maximum(_cost_of(offer, firm, mine), offer.cost[:, second, firm].astype(float))
    if offer.floors:
        size = size + offer.weights[:, firm].T @ prices[funds:]
    return np.abs(first - np.where(helped, np.maximum(other, 0.0), other)), size


def _cost_of(offer: Offer, firm: Indices, package: Choice) -> Numbers:
    """Money by fund that a package of each firm takes; nothing where it is none."""
    cost = offer.cost[:, np.maximum(package, 0), firm].astype(float)
    cost[:, package < 0] = 0.0
    return np.asarray(cost)
