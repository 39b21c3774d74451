"""Who serves whom: a flow of least cost from all that is over to all that is lacking, item by item, and the five best for each.

Why this file exists: the nearest supplier of one firm may be the only supplier of another. The flow sees all of them at once; the list of
five leaves the choice to people, with what speaks for and against each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.plan.highs import INFINITY, Problem, Solver

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
RANKED = 5
NEAREST = 30
"""Partners looked at for each that lacks something: the cheapest by distance and day."""
KM_A_DAY = 100.0
"""ASSUMED: a day of waiting weighs as much as this distance."""
UNMET = 1e4
"""By how much, in km, a unit that stays lacking weighs more than the dearest pair; ASSUMED: more than any way."""


class Side(NamedTuple):
    """What is lacking, or what is over; one entry a line. `item` and `place` are positions, `day` days from now.

    `who` is whose line it is, by position: nobody serves himself. `shared` is what a line of what is over is taken from, by position: lines
    of one such stock have one quantity between them. None: each line is another's, and has its own.
    """

    item: Indices
    place: Indices
    quantity: Numbers
    grade: Indices
    day: Numbers
    who: Indices | None = None
    shared: Indices | None = None


class Candidate(NamedTuple):
    """A partner: its position on the other side, the flow's share for it, and what speaks for and against it.

    `covers` is the part of what is lacking that it could cover alone; `wait_days` how long after the day needed it can be had;
    `above_grade` how many grades better than asked.
    """

    partner: int
    amount: float
    distance_km: float
    wait_days: float
    covers: float
    above_grade: int


class Matched(NamedTuple):
    """For each line that is lacking its ranked partners, and what nobody can cover; what all partners together could serve is `served`."""

    ranked: tuple[tuple[Candidate, ...], ...]
    unmet: Numbers
    served: float


def matched(lacks: Side, has: Side, distance_km: Numbers) -> Matched:
    """Ranked partners for everybody who lacks something.

    Parameters
    ----------
    lacks, has
        Both sides.
    distance_km
        Between places; place × place.

    Notes
    -----
    Least Σ (distance + 100 km a day of waiting) × amount + weight × what stays unmet, amounts within what is over and what is lacking, one
    linear programme. The weight is that of the dearest pair and 10,000 km more, so that no wait is too long to be better than nothing. A
    partner in the flow ranks before one that is not; within each, nearer and sooner first. A lower grade never serves, nobody himself.
    """
    wanted, partner = _pairs(lacks, has, distance_km)
    wait = np.maximum(has.day[partner] - lacks.day[wanted], 0.0)
    away = distance_km[has.place[partner], lacks.place[wanted]]
    amount = _flow(lacks, has, wanted, partner, away + KM_A_DAY * wait)
    unmet = np.maximum(lacks.quantity - np.bincount(wanted, amount, len(lacks.quantity)), 0.0)
    order = np.lexsort((partner, away + KM_A_DAY * wait, amount <= 1e-9 * lacks.quantity[wanted], wanted))
    bounds = np.searchsorted(wanted[order], np.arange(len(lacks.quantity) + 1))
    ranked = []
    for first, last in pairwise(bounds):
        ranked.append(tuple(
            Candidate(
                int(partner[n]), float(amount[n]), float(away[n]), float(wait[n]),
                float(min(has.quantity[partner[n]] / lacks.quantity[wanted[n]], 1.0)), int(has.grade[partner[n]] - lacks.grade[wanted[n]]),
            )
            for n in order[first : min(last, first + RANKED)]
        ))  # fmt: skip
    return Matched(tuple(ranked), unmet, float(amount.sum()))


def _pairs(lacks: Side, has: Side, distance_km: Numbers) -> tuple[Indices, Indices]:
    """Pairs that could be: the same item, at least the grade, the `NEAREST` by distance and day for each line."""
    wanted, partners = [], []
    for item in np.unique(lacks.item):
        own = np.flatnonzero(has.item == item)
        for line in np.flatnonzero(lacks.item == item) if own.size else ():
            fits = own[has.grade[own] >= lacks.grade[line]]
            if lacks.who is not None and has.who is not None:
                fits = fits[has.who[fits] != lacks.who[line]]
            wait = np.maximum(has.day[fits] - lacks.day[line], 0.0)
            cost = distance_km[has.place[fits], lacks.place[line]] + KM_A_DAY * wait
            best = fits[np.argsort(cost, kind="stable")[:NEAREST]]
            wanted.append(np.full(best.size, line))
            partners.append(best)
    if not wanted:
        return np.empty(0, int), np.empty(0, int)
    return np.concatenate(wanted), np.concatenate(partners)


def _flow(lacks: Side, has: Side, wanted: Indices, partner: Indices, cost: Numbers) -> Numbers:
    """Amount of each pair."""
    pairs, lines = len(wanted), len(lacks.quantity)
    if not pairs:
        return np.zeros(0)
    at = np.arange(pairs)
    shared = np.arange(len(has.quantity)) if has.shared is None else has.shared
    over = np.zeros(int(shared.max()) + 1)
    np.maximum.at(over, shared, has.quantity)
    problem = Problem(
        cost=cost - cost.max() - UNMET,
        lower=np.zeros(pairs),
        upper=np.minimum(lacks.quantity[wanted], has.quantity[partner]),
        row_lower=np.full(lines + len(over), -INFINITY),
        row_upper=np.concatenate([lacks.quantity, over]),
        rows=np.concatenate([wanted, lines + shared[partner]]),
        columns=np.concatenate([at, at]),
        values=np.ones(2 * pairs),
    )
    return np.maximum(Solver(problem).solve().x, 0.0)


def positions(names: Sequence[str]) -> dict[str, int]:
    """Position of each name, in the order they first stand.

    Parameters
    ----------
    names
        With repetitions.
    """
    return {name: at for at, name in enumerate(dict.fromkeys(names))}
