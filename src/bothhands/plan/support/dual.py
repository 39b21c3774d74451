"""One price for each fund and each floor: the prices at which what firms take by themselves fits the money best.

Why this file exists: with prices, a million firms decide apart, each in a few operations, and the sum of what they gain is a bound
that no choice can beat. Prices are found on samples first and corrected on all firms: cutting planes within a box around the best
prices so far, the master problem solved by HiGHS.

References
----------
Kelley 1960, J. SIAM 8:703, doi 10.1137/0108053 (cutting planes); Marsten, Hogan and Blankenship 1975, doi 10.1287/opre.23.3.389 (the box).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from bothhands.plan.highs import INFINITY, Problem, Solver
from bothhands.plan.support.offer import NONE, Choice, Numbers, Offer, Priced, priced, reached, spent
from bothhands.plan.support.repair import Indices, nearest_to_change

SAMPLES = (8_192, 65_536)
"""Firms of the samples on which prices are found before all firms are asked."""
ACCURACY = 2e-6
"""Share of the bound by which it may still fall."""
IN_DOUBT = 8
"""Of this many firms one is taken to be in doubt, once prices are known to a per cent."""
ROUNDS, MOVED = 3, 1e-4
"""Times the firms in doubt are taken anew before all are asked at every step, and the share of others that may still move."""
MOST_STEPS = 150
MOST_SLOPE = 1e12
"""Steepest plane the master problem is given, against the bound at its start: HiGHS takes no entry above 1e15."""
PENALTY = 20.0
"""How much more than the greatest worth per unit a floor may cost before it is given up in part."""
WIDEN, NARROW = 2.0, 0.6
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Prices:
    """Prices of funds, then of floors; the bound they prove, what firms take at them, which fits but for rounding; firms in doubt; how many prices were tried."""

    prices: Numbers
    bound: float
    choice: Choice
    doubtful: Indices
    asked: int


class _Box(NamedTuple):
    """Where prices are looked for: middle, half-width at first, and the lowest and highest price."""

    middle: Numbers
    half: Numbers
    least: Numbers
    most: Numbers


def prices_of(offer: Offer, most: Numbers, start: Numbers | None = None) -> Prices:
    """Prices that make the bound as low as it can be, within `ACCURACY`.

    Parameters
    ----------
    offer
        Firms, packages, money and floors.
    most
        Highest prices looked at, as `highest_prices` gives them.
    start
        Prices of a similar offer, to begin from; found on samples where there are none.
    """
    zero = np.zeros_like(most)
    box = _Box(zero, most, zero, most)
    if start is not None:
        box = _Box(np.minimum(start, most), _around(start, most, 0.05, len(offer.budget)), zero, most)
    else:
        order = np.random.default_rng(1).permutation(offer.firms)
        for size in SAMPLES:
            if size * 2 <= offer.firms:
                found = _descend(offer.among(np.sort(order[:size]), size / offer.firms), box)
                box = _Box(
                    found.prices, _around(found.prices, most, 4.0 / np.sqrt(size), len(offer.budget)), zero, most
                )
    if offer.firms >= 4 * SAMPLES[-1]:
        return _of_doubtful(offer, box)
    return _descend(offer, box)


def _of_doubtful(offer: Offer, box: _Box) -> Prices:
    """Prices found on the firms whose package is in doubt near the middle of a box, all others held; then all are asked.

    Where some that were held take another package at the prices found, they are in doubt next time, around these prices. Whatever is
    held, the bound is that of all firms at the prices and holds.
    """
    at = priced(offer, box.middle)
    for _ in range(ROUNDS):
        firms = nearest_to_change(offer, box.middle, at.choice, offer.firms // IN_DOUBT)
        held = at.choice.copy()
        held[firms] = NONE
        rest = offer.among(firms, 1.0).with_floors(offer.least - reached(offer, held))
        rest = replace(rest, budget=offer.budget - spent(offer, held))
        least, most = np.maximum(box.middle - box.half, 0.0), np.minimum(box.middle + box.half, box.most)
        found = _descend(rest, box._replace(least=least, most=most))
        at = priced(offer, found.prices)
        choice = at.choice.copy()
        choice[firms] = found.choice
        held[firms] = choice[firms]
        if np.count_nonzero(choice != held) <= MOVED * offer.firms:
            return Prices(found.prices, at.bound, choice, firms, found.asked)
        box = box._replace(middle=found.prices)
    return _descend(offer, box)


def _descend(offer: Offer, box: _Box) -> Prices:
    """Cutting planes from the middle of a box; the box follows the best prices, wider where they meet its edge."""
    middle, half, least, most = box
    best = priced(offer, middle)
    cuts = [(middle, best)]
    for step in range(1, MOST_STEPS):
        low, high = np.maximum(middle - half, least), np.minimum(middle + half, most)
        trial, model, weights = _lowest(cuts, low, high)
        at_edge = ((trial <= low) & (low > least)) | ((trial >= high) & (high < most))
        if best.bound - model <= ACCURACY * max(abs(best.bound), 1e-9):
            if not at_edge.any():
                return Prices(middle, best.bound, _mixed(cuts, weights), np.arange(offer.firms), step)
            half = np.where(at_edge, half * 4.0, half)
            continue
        found = priced(offer, trial)
        cuts.append((trial, found))
        if found.bound < best.bound:
            enough = best.bound - found.bound > 0.3 * (best.bound - model)
            half = np.where(at_edge, half * WIDEN, half) if enough else half * NARROW
            middle, best = trial, found
        else:
            half = half * NARROW
    return Prices(middle, best.bound, best.choice, np.arange(offer.firms), MOST_STEPS)


def _lowest(cuts: list[tuple[Numbers, Priced]], low: Numbers, high: Numbers) -> tuple[Numbers, float, Numbers]:
    """Prices within a box where the planes known so far are lowest, how low they are, and the weight of each plane there."""
    size = len(low)
    scale = np.maximum(high, 1e-300)
    slopes = np.array([found.slope * scale for _, found in cuts])
    unit = max(abs(cuts[0][1].bound), float(np.abs(slopes).max(initial=0.0)) / MOST_SLOPE, 1e-300)
    slopes = slopes / unit
    levels = np.array([found.bound - float(found.slope @ at) for at, found in cuts]) / unit
    rows, columns = np.indices((len(cuts), size + 1)).reshape(2, -1)
    entries = np.concatenate([-slopes, np.ones((len(cuts), 1))], 1).ravel()
    problem = Problem(
        cost=np.append(np.zeros(size), 1.0),
        lower=np.append(low / scale, -INFINITY),
        upper=np.append(high / scale, INFINITY),
        row_lower=levels,
        row_upper=np.full(len(cuts), INFINITY),
        rows=rows.astype(np.int64),
        columns=columns.astype(np.int64),
        values=entries,
    )
    solution = Solver(problem).solve()
    return np.clip(solution.x[:size] * scale, low, high), solution.objective * unit, np.abs(solution.row_prices)


def _mixed(cuts: list[tuple[Numbers, Priced]], weights: Numbers) -> Choice:
    """Each firm takes what it takes at one of the prices tried, these in the parts in which their planes carry the lowest point.

    So mixed, what is spent and reached fits money and floors but for the rounding of parts of firms (Larsson, Patriksson and Strömberg
    1999, doi 10.1007/s101070050090). Parts are dealt out evenly along the register by multiples of the golden section.
    """
    used = np.flatnonzero(weights > 1e-9)
    if not used.size:
        return cuts[-1][1].choice
    parts = np.cumsum(weights[used] / weights[used].sum())
    choice = cuts[int(used[0])][1].choice.copy()
    turn = (np.arange(choice.size) * GOLDEN) % 1.0
    for at, above, below in zip(used[1:], parts[:-1], parts[1:], strict=True):
        mine = (turn >= above) & (turn < below)
        choice[mine] = cuts[int(at)][1].choice[mine]
    return choice


def highest_prices(offer: Offer) -> Numbers:
    """Prices no fund should be worth more than, and what a floor may cost per unit before it is given up; from a sample.

    Whatever they are, the bound holds: a price cut short only leaves it higher.
    """
    order = np.random.default_rng(2).permutation(offer.firms)[: SAMPLES[-1]]
    some = np.sort(order)
    value, cost = offer.value[:, some].astype(float), offer.cost[:, :, some].astype(float)
    gain = np.where(np.isfinite(value), np.maximum(value, 0.0), 0.0)
    ratio = np.divide(gain, cost, out=np.zeros_like(cost), where=cost > 0)
    funds = 2.0 * ratio.max((1, 2), initial=0.0)
    usual = gain.max(0, initial=0.0).sum() * offer.firms / max(len(some), 1) / np.maximum(offer.budget, 1e-9)
    asked = np.where(np.isfinite(value)[None], cost, np.inf)
    cheapest = np.min(np.einsum("b,bgf->gf", np.minimum(usual, funds), np.where(np.isfinite(asked), asked, 1e30)), 0)
    dear = np.quantile(np.concatenate([cheapest[cheapest < 1e20], gain.max(0, initial=0.0), [1.0]]), 0.95)
    floors = [PENALTY * dear / max(float(np.median(one.weight[one.weight > 0], axis=None)), 1e-12) if (one.weight > 0).any() else 0.0
              for one in offer.floors]  # fmt: skip
    return np.concatenate([funds, floors])


def _around(prices: Numbers, most: Numbers, share: float, funds: int) -> Numbers:
    """Half-width of a box around prices: a share of each, and a trace of the highest where a price is nearly zero; floors, of which a
    sample sees few firms, have four times the room."""
    room = np.where(np.arange(len(prices)) < funds, share, 4.0 * share)
    return np.asarray(np.maximum(room * prices, room * 1e-3 * most))
