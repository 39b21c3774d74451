"""The core: the few firms whose package is in doubt at the prices, decided together in whole numbers; all others stay.

Why this file exists: sorting leaves a little on the table, and floors are met or missed by single firms. Of the firms nearest to a
change a small programme in whole numbers finds the best together, within what the others leave of money and floors.

References
----------
Balas and Zemel 1980, doi 10.1287/opre.28.5.1130 (core of a knapsack); Pisinger 1995, doi 10.1016/0377-2217(95)00015-I (multiple choice).
"""

from __future__ import annotations

import numpy as np

from bothhands.plan.highs import INFINITY, Problem, Solver
from bothhands.plan.support.offer import NONE, Choice, Numbers, Offer, reached, reduced, spent
from bothhands.plan.support.repair import Indices

PACKAGES = 6
"""Packages of a firm of the core that are in question: those best at the prices."""
NODES = 10
"""Branches of the search; the bound of the prices tells what more could bring."""


def decided_together(
    offer: Offer, prices: Numbers, choice: Choice, firms: Indices, most: Numbers, small: float
) -> Choice:
    """The choice with some firms decided anew together; as it was where that is no better.

    Parameters
    ----------
    offer
        Firms, packages, money and floors.
    prices
        Of funds and floors.
    choice
        Package by firm, within the money.
    firms
        Firms in question.
    most
        What one unit that a floor lacks counts for at most.
    small
        Worth that need not be searched for.
    """
    firm, package = _asked(offer, prices, choice, firms)
    kept = choice.copy()
    kept[firms] = NONE
    left = np.maximum(offer.budget - spent(offer, kept), 0.0)
    lacking = offer.least - reached(offer, kept)
    problem = _programme(offer, firm, package, left, lacking, most)
    about = float(np.maximum(offer.value[choice[firms], firms], 0.0)[choice[firms] >= 0].sum())
    solution = Solver(problem, nodes=NODES, relative_gap=max(small / max(about, small), 1e-6)).solve()
    if not solution.is_usable:
        return choice
    taken = np.flatnonzero(solution.x[: len(firm)] > 0.5)
    kept[firm[taken]] = package[taken]
    if (spent(offer, kept) > offer.budget * (1 + 1e-9)).any():
        return choice
    return kept if aim(offer, kept, most) > aim(offer, choice, most) else choice


def aim(offer: Offer, choice: Choice, most: Numbers) -> float:
    """Worth of a choice less what its floors lack.

    Parameters
    ----------
    offer
        Firms and packages.
    choice
        Package by firm.
    most
        What one unit that a floor lacks counts for.
    """
    helped = np.flatnonzero(choice >= 0)
    worth = float(offer.value[choice[helped], helped].sum(dtype=np.float64))
    return worth - float(most @ np.maximum(offer.least - reached(offer, choice), 0.0))


def _asked(offer: Offer, prices: Numbers, choice: Choice, firms: Indices) -> tuple[Indices, Choice]:
    """Firm and package of every entry in question: the best of each firm at the prices, and what it has."""
    net = reduced(offer, prices, firms)
    at = np.arange(len(firms))
    has = choice[firms]
    net[has[has >= 0], at[has >= 0]] = np.inf
    count = min(PACKAGES, len(net))
    best = np.argpartition(-net, count - 1, axis=0)[:count]
    may = net[best, at] > -np.inf
    firm = np.broadcast_to(firms, best.shape)[may]
    return firm, best[may].astype(np.int32)


def _programme(offer: Offer, firm: Indices, package: Choice, left: Numbers, lacking: Numbers, most: Numbers) -> Problem:
    """Whole entries, one a firm at most, within what is left; what floors lack is paid for."""
    entries, floors, funds = len(firm), len(lacking), len(left)
    owners, row_of = np.unique(firm, return_inverse=True)
    at = np.arange(entries)
    cost = offer.cost[:, package, firm].astype(float)
    unit = np.maximum(left, 1.0)
    weight = offer.weights[:, firm].toarray() if floors else np.empty((0, entries))
    rows = [
        np.repeat(np.arange(funds), entries),
        funds + row_of,
        np.repeat(funds + len(owners) + np.arange(floors), entries),
    ]
    columns = [np.tile(at, funds), at, np.tile(at, floors)]
    values = [(cost / unit[:, None]).ravel(), np.ones(entries), weight.ravel()]
    rows.append(funds + len(owners) + np.arange(floors))
    columns.append(entries + np.arange(floors))
    values.append(np.ones(floors))
    every = np.concatenate(values)
    keep = every != 0
    value = offer.value[package, firm].astype(float)
    return Problem(
        cost=np.concatenate([value, -most]),
        lower=np.zeros(entries + floors),
        upper=np.concatenate([np.ones(entries), np.maximum(lacking, 0.0)]),
        row_lower=np.concatenate([np.full(funds + len(owners), -INFINITY), lacking]),
        row_upper=np.concatenate([left / unit, np.ones(len(owners)), np.full(floors, INFINITY)]),
        rows=np.concatenate(rows)[keep].astype(np.int64),
        columns=np.concatenate(columns)[keep].astype(np.int64),
        values=every[keep],
        whole=np.concatenate([np.ones(entries, bool), np.zeros(floors, bool)]),
        maximise=True,
    )
