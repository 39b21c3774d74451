"""Two hundred visits, ten officers, five days: beside PyVRP alone on the pooled days, which knows neither lunch, rest nor equal hours.

Instances are invented (seeds 0 to 4): fourteen places in a square of 150 km, three homes, windows of morning, afternoon and day, skills, one visit
in ten on one day only. PyVRP gets three times the iterations of the search's first run.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from benchmarks.harness import Measured, Size, beside, timed
from bothhands.plan.visits.posed import Officer, Visit, Week
from bothhands.plan.visits.routes import Router, shifts_of, whole_days
from bothhands.plan.visits.search import VisitEffort, plan_visits

MONDAY = date(2020, 3, 23)


def rows(size: Size) -> Iterator[Measured]:
    """A row a seed."""
    for seed in range(1 if size.quick else 5):
        week = drawn(seed, 24 if size.quick else 200, 3 if size.quick else 10)
        effort = VisitEffort(iterations=60, rounds=1, most_rounds=4) if size.quick else VisitEffort()
        made = plan_visits(week, effort=effort)
        what = f"{len(week.visits)} visits, {len(week.officers)} officers, 5 days, seed {seed}"
        note = f"{len(made.made)} visits, hours {made.apart_share:.1%} apart"
        ours = timed(what, lambda week=week, effort=effort: plan_visits(week, effort=effort), size, goal="≤ 30 s, ≥ 97 % of its visits, ≤ 10 % apart")  # fmt: skip
        home = shifts_of(week)
        wall, used = time.perf_counter(), time.process_time()
        alone = Router(week, home, whole_days(week, home)).routes(1, 3 * effort.iterations)
        seconds = (time.perf_counter() - wall, time.process_time() - used)
        yield beside(
            ours,
            "PyVRP alone on the pooled days",
            *seconds,
            note=f"{note}; PyVRP {sum(len(route.visits) for _, route in alone)}",
        )


def drawn(seed: int, visits: int, officers: int) -> Week:
    """An invented week.

    Parameters
    ----------
    seed
        Of the draw.
    visits, officers
        How many.
    """
    rng = np.random.default_rng(seed)
    spots = rng.uniform(0, 150, (14, 2))
    ways = np.ceil(1.3 * np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))).astype(np.int64)
    places, days = tuple(f"P{k}" for k in range(14)), tuple(MONDAY + timedelta(days=k) for k in range(5))
    found = []
    for n in range(visits):
        opens, closes = int(rng.choice([510, 540, 780])), int(rng.choice([660, 960, 1020]))
        found.append(
            Visit(
                f"v{n}", "firm", places[int(rng.integers(14))], float(rng.lognormal(9, 1)), int(rng.choice([45, 60, 90])), opens=min(opens, closes - 60),
                closes=closes, skills=frozenset(rng.choice(["a", "b"], 1)) if rng.random() < 0.3 else frozenset(),
                days=frozenset({days[int(rng.integers(5))]}) if rng.random() < 0.1 else frozenset(),
            )
        )  # fmt: skip
    posts = tuple(Officer(f"o{k}", places[k % 3], frozenset({"a", "b"} if k % 3 else {"a"})) for k in range(officers))
    return Week(days, tuple(found), posts, places, ways)
