"""Invented offers of help: firms of very unequal size in fourteen cities, eight packages that draw on three funds, some not to be had.

Sales are log-normal about 4 million yuan a year with a spread of 1.3; a package costs half a per cent to a sixth of them and keeps a firm with
odds that rise with the aid and level off. Nothing here is an estimate of anything.
"""

from __future__ import annotations

import numpy as np

from bothhands.plan.support.offer import Floor, Offer

PACKAGES, FUNDS, CITIES = 8, 3, 14
MONEY = (0.1, 0.25, 0.6)
"""What each fund holds, against what everybody's dearest package would take of it."""


def drawn(firms: int, seed: int = 1, floors: bool = False) -> Offer:
    """An offer; the funds are not equally scarce."""
    generator = np.random.default_rng(seed)
    sales = np.exp(generator.normal(15.2, 1.3, firms))
    stands = generator.beta(2.0, 1.2, firms)
    worth = sales * 0.25 * (1 + 0.5 * generator.random(firms))
    value = np.empty((PACKAGES, firms), np.float32)
    cost = np.zeros((FUNDS, PACKAGES, firms), np.float32)
    for package in range(PACKAGES):
        aid = sales * generator.uniform(0.005, 0.08, firms) * (0.4 + 0.2 * package)
        value[package] = (1 - stands) * (1 - np.exp(-aid / sales * generator.uniform(5, 40, firms))) * worth
        parts = generator.dirichlet(np.full(FUNDS, 0.4), firms).T
        parts[parts < 0.1] = 0
        cost[:, package] = aid * parts / parts.sum(0)
        value[package][generator.random(firms) < 0.3] = -np.inf
    asked = np.where(np.isfinite(value), cost, 0).max(1).sum(1, dtype=float)
    return Offer(
        value,
        cost,
        np.array(MONEY) * asked,
        _floors(generator, sales) if floors else (),
        ("local", "province", "state"),
    )


def tiers(offer: Offer) -> np.ndarray:
    """Rank of each firm under a rule that serves the smallest first: quarters by what the dearest package costs."""
    size = offer.cost.sum(0).max(0)
    return np.searchsorted(np.quantile(size, (0.25, 0.5, 0.75)), size).astype(float)


def _floors(generator: np.random.Generator, sales: np.ndarray) -> tuple[Floor, ...]:
    """Nine tenths of the firms of one city, eight of another, four fifths of the micro firms, seven eighths of the jobs."""
    city = generator.integers(0, CITIES, len(sales))
    micro = (sales < np.quantile(sales, 0.45)).astype(np.float32)
    jobs = np.ceil(sales / 6e5).astype(np.float32)
    first, second = ((city == one).astype(np.float32) for one in (3, 7))
    return (
        Floor("city 3", first, 0.9 * float(first.sum())),
        Floor("city 7", second, 0.8 * float(second.sum())),
        Floor("micro firms", micro, 0.8 * float(micro.sum())),
        Floor("jobs", jobs, 0.875 * float(jobs.sum())),
    )
