"""How a sampled posterior predicts the reports it was sampled from: coverage by city and day, sums by city and by week.

Why this file exists: a posterior may have converged and still not look like the data. Counts are drawn anew at draws of the
posterior and laid beside those reported. Forecasts of what was not seen are elsewhere (`checks.held_out`, `backtest`).
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.model.programs import Program
from bothhands.observe.density import Target, expected_counts, log_likelihood
from bothhands.observe.posterior import FloatArray

TAIL = 0.05
WEEK = 7
DRAWS = 200
"""Draws of the posterior that counts are drawn at."""
COPIES = 5
"""Counts drawn at each of them."""
SEED_OF_COUNTS = 7
"""Beside the seed of the chains."""


Counts = NDArray[np.integer]


class Sum(NamedTuple):
    """Cases of a city or of a week: reported, and median with 90 % band of those drawn anew."""

    name: str
    counts: int
    reported: int
    median: float
    low: float
    high: float

    @property
    def is_inside(self) -> bool:
        """Whether what was reported lies in the band."""
        return self.low <= self.reported <= self.high


class Predictive(NamedTuple):
    """Reports against counts drawn anew from the posterior."""

    counts: int
    cases: int
    coverage_city: float
    """Share of counts of a city within their 90 % band."""
    coverage_region: float
    """Share of days whose sum over cities is within its band."""
    cities: tuple[Sum, ...]
    weeks: tuple[Sum, ...]
    """By the day of the report; a first count covers all days before it."""


@Program
def counts_of_draws(
    target: Target, points: Float[Array, "draw parameter"]
) -> tuple[Float[Array, "draw count"], Float[Array, "draw"]]:
    """Expected counts and log-likelihood at every draw, one after another."""
    both: tuple[Float[Array, "draw count"], Float[Array, "draw"]] = jax.lax.map(
        lambda point: (expected_counts(target, point), log_likelihood(target, point)), points
    )
    return both


def predictive(
    target: Target, points: FloatArray, places: tuple[str, ...], days: tuple[str, ...], seed: int
) -> Predictive:
    """Draw the reports anew and compare.

    Parameters
    ----------
    target
        The density that was sampled, with its reports.
    points
        Draws, (draw, parameter); some `DRAWS` of them are used, evenly spaced.
    places, days
        Names of places and days.
    seed
        Of the counts drawn.
    """
    used = points[np.linspace(0, len(points) - 1, min(DRAWS, len(points))).astype(int)]
    mean = np.maximum(np.asarray(counts_of_draws(target, jnp.asarray(used))[0], float), 1e-9)
    excess = np.exp(used[:, -1:])
    generator = np.random.default_rng([seed, SEED_OF_COUNTS])
    size, chance = (np.repeat(part, COPIES, axis=0) for part in (mean / excess, 1.0 / (1.0 + excess)))
    drawn = generator.negative_binomial(size, chance)
    counts, day, place = (np.asarray(part) for part in (target.counts, target.day, target.place))
    by_city = [_sum(places[p], drawn, counts, place == p) for p in np.unique(place)]
    by_day = [_sum(days[t], drawn, counts, day == t) for t in np.unique(day)]
    first = day.min() if day.size else 0
    week = (day - first) // WEEK
    by_week = [_sum(days[first + WEEK * int(w)], drawn, counts, week == w) for w in np.unique(week)]
    inside = _inside(drawn, counts)
    return Predictive(
        counts.size, int(counts.sum()), float(inside.mean()) if counts.size else float("nan"),
        float(np.mean([one.is_inside for one in by_day])) if by_day else float("nan"), tuple(by_city), tuple(by_week),
    )  # fmt: skip


def _inside(drawn: Counts, counts: FloatArray) -> FloatArray:
    low, high = np.quantile(drawn, [TAIL, 1 - TAIL], axis=0, method="inverted_cdf")
    return np.asarray((low <= counts) & (counts <= high), float)


def _sum(name: str, drawn: Counts, counts: FloatArray, of: NDArray[np.bool_]) -> Sum:
    sums = drawn[:, of].sum(1)
    low, middle, high = np.quantile(sums, [TAIL, 0.5, 1 - TAIL], method="inverted_cdf")
    return Sum(name, int(of.sum()), int(counts[of].sum()), float(middle), float(low), float(high))
