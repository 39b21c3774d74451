"""Offers drawn at random: firms of very unequal size, packages that overlap several funds, some not to be had."""

import numpy as np

from bothhands.plan.support.offer import Floor, Offer


def drawn(
    firms: int, packages: int = 5, funds: int = 2, seed: int = 1, tight: float = 0.3, floors: bool = False
) -> Offer:
    generator = np.random.default_rng(seed)
    sales = np.exp(generator.normal(15.0, 1.2, firms))
    doomed = generator.beta(1.2, 2.0, firms)
    aid = sales * generator.uniform(0.005, 0.08, (packages, firms))
    kept = doomed * (1 - np.exp(-aid / sales * generator.uniform(5, 40, (packages, firms)))) * sales * 0.3
    kept[generator.random((packages, firms)) < 0.3] = -np.inf
    parts = generator.dirichlet(np.full(funds, 0.4), (packages, firms)).transpose(2, 0, 1)
    cost = aid * np.where(parts < 0.1, 0.0, parts)
    budget = tight * np.where(np.isfinite(kept), cost, 0.0).max(1).sum(1) + 1.0
    city = generator.integers(0, 3, firms)
    jobs = np.ceil(sales / 5e5)
    asked = (
        (Floor("city 2", (city == 2).astype(float), 0.5 * (city == 2).sum()), Floor("jobs", jobs, 0.5 * jobs.sum()))
        if floors
        else ()
    )
    return Offer(kept, cost, budget, asked, tuple(f"fund {n}" for n in range(funds)))
