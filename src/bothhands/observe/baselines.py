"""What a forecast must beat: three rules anyone could follow with last week's counts, named before any was scored."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.observe.calibrate import dispersion_of
from bothhands.observe.scores import FloatArray

REPEATED, ZERO, PERSISTENT = "last week repeated", "always zero", "negative-binomial persistence"
BASELINES = (REPEATED, ZERO, PERSISTENT)
FLOOR = 0.1
"""ASSUMED: cases a week added to last week's count, so that a quiet week is not a promise."""
FEWEST_PAIRS = 4
"""A place with fewer earlier weeks takes the dispersion of all places together."""
WIDE = 2.0
"""ASSUMED: dispersion where no place has an earlier week to learn from."""


class Past(NamedTuple):
    """Weekly counts of a place before an origin, the latest last; NaN where the week was not wholly reported."""

    weeks: FloatArray
    last: float
    """Cases published in the last seven days, the first count of a city that is new in the list among them."""

    def pairs(self, ahead: int) -> tuple[FloatArray, FloatArray]:
        """Counts, and those of `ahead` weeks earlier, where both are known."""
        earlier, later = self.weeks[:-ahead], self.weeks[ahead:]
        known = np.isfinite(earlier) & np.isfinite(later)
        return earlier[known], later[known]


def baseline(name: str, past: Past, everywhere: tuple[Past, ...], ahead: int) -> tuple[FloatArray, float]:
    """Mean and dispersion of a baseline's count for the week `ahead` weeks after the origin, as `scores.distribution` takes them.

    Parameters
    ----------
    name
        One of `BASELINES`.
    past
        Of the place, or of the whole region.
    everywhere
        Of all places: where this one is too short to learn its dispersion from.
    ahead
        Weeks ahead, 1 or more.

    Notes
    -----
    Last week repeated is Poisson with last week's count + `FLOOR` as its mean. Persistence has the same mean and variance φ × mean,
    φ by maximum likelihood from the place's own earlier weeks, each from the count `ahead` weeks before it.
    """
    if name == ZERO:
        return np.zeros(1), 1.0
    mean = np.array([past.last + FLOOR])
    return mean, 1.0 if name == REPEATED else persistence_dispersion(past, everywhere, ahead)


def persistence_dispersion(past: Past, everywhere: tuple[Past, ...], ahead: int) -> float:
    """Variance over mean of a week's count given that of `ahead` weeks earlier, by maximum likelihood."""
    earlier, later = past.pairs(ahead)
    if len(later) < FEWEST_PAIRS:
        both = [one.pairs(ahead) for one in everywhere]
        earlier, later = (np.concatenate([np.empty(0), *(pair[k] for pair in both)]) for k in (0, 1))
    return dispersion_of(later, earlier + FLOOR) if len(later) else WIDE
