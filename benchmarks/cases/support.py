"""Help for a million firms, eight packages, three budgets; ten thousand beside HiGHS in whole numbers; against usual ways of sharing out.

Offers are invented (`benchmarks/support_offers.py`, seed 1). The gap is proven by prices. HiGHS solves the same ten thousand firms as one
programme in whole numbers (one thread, gap 0.1 %); its own bound is told too, so that neither is taken at its word.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from benchmarks.harness import Measured, Size, beside, timed
from benchmarks.support_offers import drawn, tiers
from bothhands.plan.highs import INFINITY, Problem, Solver
from bothhands.plan.support.allocate import Allocation, allocate
from bothhands.plan.support.baselines import baselines
from bothhands.plan.support.offer import Offer


def rows(size: Size) -> Iterator[Measured]:
    """Ten thousand beside HiGHS, then a million without and with floors; the usual ways come last, for they take more memory."""
    yield beside_highs(drawn(60 if size.quick else 10_000), size)
    firms = 20_000 if size.quick else 1_000_000
    what = f"{firms:,} firms, 8 packages, 3 budgets"
    offer = drawn(firms)
    plain = timed(what, lambda: allocate(offer), size, goal="≤ 5 s, ≤ 1 GB, gap ≤ 0.2 %")
    held = drawn(firms, floors=True)
    floored = timed(f"{what}, 4 floors", lambda: allocate(held), size)
    yield replace(plain, note=told(offer, allocate(offer)))
    yield replace(floored, note=told(held, allocate(held)))


def told(offer: Offer, found: Allocation) -> str:
    """The gap, what usual ways reach, and whether floors are reached."""
    others = baselines(offer, tiers(offer)) if not offer.floors else ()
    against = "".join(f"; {one.name} {one.value / found.value - 1:+.2%}" for one in others)
    lacking = "; floors reached" if offer.floors and not found.lacking.any() else ""
    return f"gap {found.gap:.2g}{against}{lacking}"


def beside_highs(offer: Offer, size: Size) -> Measured:
    """The same offer by prices and in whole numbers."""
    found = allocate(offer)
    ours = timed(
        f"{offer.firms:,} firms, 8 packages, 3 budgets", lambda: allocate(offer), size, goal="gap ≤ 0.15 %",
    )  # fmt: skip
    wall, used = time.perf_counter(), time.process_time()
    theirs = Solver(outright(offer), nodes=2_000, relative_gap=1e-3, seconds=600.0).solve()
    seconds = (time.perf_counter() - wall, time.process_time() - used)
    note = f"{told(offer, found)}; HiGHS {theirs.objective / found.value - 1:+.4%}, its bound {theirs.bound / found.bound - 1:+.4%}"
    return beside(ours, "HiGHS in whole numbers, gap 0.1 %", *seconds, note=note)


def outright(offer: Offer) -> Problem:
    """Every package of every firm as one programme in whole numbers."""
    package, firm = np.nonzero(offer.value > 0)
    entries, funds = len(firm), len(offer.budget)
    at = np.arange(entries)
    cost = offer.cost[:, package, firm].astype(float) / offer.budget[:, None]
    rows_, columns = np.nonzero(cost)
    return Problem(
        cost=offer.value[package, firm].astype(float),
        lower=np.zeros(entries),
        upper=np.ones(entries),
        row_lower=np.full(funds + offer.firms, -INFINITY),
        row_upper=np.ones(funds + offer.firms),
        rows=np.concatenate([rows_, funds + firm]),
        columns=np.concatenate([columns, at]),
        values=np.concatenate([cost[rows_, columns], np.ones(entries)]),
        whole=np.ones(entries, bool),
        maximise=True,
    )
