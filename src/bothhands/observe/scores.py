"""How good a forecast of a count is: proper scores, coverage and their differences, from the whole distribution forecast.

Why this file exists: every forecast, ours or a baseline's, is told as P(count ≤ k) for k = 0, 1, 2, …, so that no score depends
on draws. Less is better for every score. Pure numpy; knows no epidemic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LEVELS = (0.01, 0.025, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975, 0.99)
"""Quantiles of a forecast: those of Bracher et al. 2021."""
EVERY, LARGEST = 2_000, 10_000_000
"""Up to here a probability is worked out for every count; beyond, for so many and between them by straight lines. Counts beyond the second are lumped together."""
TAIL = 1e-9
"""Probability left beyond the last count told."""
BINS = 10
RESAMPLES = 2_000


class Interval(NamedTuple):
    """A figure and its 90 % interval."""

    value: float
    low: float
    high: float


def distribution(means: FloatArray, dispersion: float) -> FloatArray:
    """P(count ≤ k) for k = 0, 1, …: a mixture of Poisson counts, or negative binomial ones with variance dispersion × mean.

    Parameters
    ----------
    means
        Expected count of every draw.
    dispersion
        Variance over mean of a count given its expectation; 1 or less is Poisson.

    Notes
    -----
    Sums of such counts with one dispersion are such counts again, so weeks and regions need no convolution.
    """
    one = _counts(np.asarray(means, float)[:, None], dispersion)
    top = int(np.clip(np.nan_to_num(one.isf(TAIL).max(), nan=0.0), 1, LARGEST))
    every = np.arange(top + 1)
    told = every if top <= EVERY else np.unique(np.linspace(0, top, 4 * EVERY + 1).round().astype(np.int64))
    below = np.interp(every, told, one.cdf(told[None, :]).mean(0))
    return np.append(below[:-1], 1.0)


def quantiles(below: FloatArray, levels: Sequence[float] = LEVELS) -> FloatArray:
    """Smallest counts whose probability reaches the levels."""
    return np.searchsorted(below, np.asarray(levels) - 1e-12).astype(float)


def crps(below: FloatArray, count: int) -> float:
    """Continuous ranked probability score Σ_k (P(count ≤ k) − 1[count ≤ k])².

    Parameters
    ----------
    below
        P(count ≤ k) for k = 0, 1, …
    count
        What came.

    References
    ----------
    Gneiting, Raftery 2007, eq. 20, doi 10.1198/016214506000001437; of counts: Wei, Held 2014, doi 10.1007/s11749-014-0380-8.
    """
    k = np.arange(max(len(below), count + 1))
    whole = np.append(below, np.ones(len(k) - len(below)))
    return float(((whole - (k >= count)) ** 2).sum())


def weighted_interval_score(quantile: FloatArray, count: float, levels: Sequence[float] = LEVELS) -> float:
    """Weighted interval score of the median and central intervals: twice the mean pinball loss of the quantiles.

    Parameters
    ----------
    quantile
        Quantiles forecast, one a level.
    count
        What came.
    levels
        Symmetric about 0.5 and with it.

    References
    ----------
    Bracher et al. 2021, eq. 1 and S1 text, doi 10.1371/journal.pcbi.1008618.
    """
    level = np.asarray(levels)
    return float(2.0 * np.mean(np.where(count < quantile, (1.0 - level), level) * np.abs(count - quantile)))


def log_score(means: FloatArray, dispersion: float, count: int) -> float:
    """Minus the log probability given to what came, as in `distribution`; infinite where it was held impossible."""
    chance = _counts(np.asarray(means, float), dispersion).logpmf(count)
    return float(np.log(len(means)) - np.logaddexp.reduce(chance))


def randomised_pit(below: FloatArray, count: int, uniform: float) -> float:
    """Probability of less than what came, and of a uniform part of just that: uniform over many counts where forecasts are calibrated.

    Parameters
    ----------
    below
        P(count ≤ k) for k = 0, 1, …
    count
        What came.
    uniform
        A number drawn evenly from 0 … 1.

    References
    ----------
    Czado, Gneiting, Held 2009, eq. 1, doi 10.1111/j.1541-0420.2009.01191.x.
    """
    less = _at(below, count - 1)
    return less + uniform * (_at(below, count) - less)


def coverage(pit: FloatArray, share: float) -> float:
    """Share of counts within the central interval that should hold `share` of them."""
    tail = (1.0 - share) / 2.0
    return float(((pit >= tail) & (pit <= 1.0 - tail)).mean()) if len(pit) else float("nan")


def pit_histogram(pit: FloatArray) -> list[int]:
    """Counts of the transform in ten equal bins; flat where calibrated, a valley where forecasts are too narrow."""
    return [int(n) for n in np.histogram(pit, BINS, (0.0, 1.0))[0]]


def mean_difference(by_block: Sequence[FloatArray], generator: np.random.Generator, length: int = 2) -> Interval:
    """Mean of differences of scores with a 90 % interval by a circular block bootstrap.

    Parameters
    ----------
    by_block
        Differences of every forecast, origin by origin in time.
    generator
        Of the resampling.
    length
        Neighbouring origins drawn together: those whose weeks overlap, for the second week of one may be the first of the next.

    References
    ----------
    Politis, Romano 1992, A circular block-resampling procedure for stationary data, in LePage and Billard (eds), Exploring the
    Limits of Bootstrap.
    """
    blocks = [one for one in by_block if len(one)]
    if not blocks:
        return Interval(float("nan"), float("nan"), float("nan"))
    sums, sizes = (np.array([f(one) for one in blocks], float) for f in (np.sum, len))
    n = len(blocks)
    starts = generator.integers(0, n, (RESAMPLES, -(-n // length)))
    drawn = (starts[:, :, None] + np.arange(length)).reshape(RESAMPLES, -1)[:, :n] % n
    means = sums[drawn].sum(1) / sizes[drawn].sum(1)
    low, high = np.quantile(means, [0.05, 0.95])
    return Interval(float(sums.sum() / sizes.sum()), float(low), float(high))


def _at(below: FloatArray, count: int) -> float:
    return 0.0 if count < 0 else float(below[min(count, len(below) - 1)])


def _counts(means: FloatArray, dispersion: float) -> Any:
    """Counts given their means, as scipy has them."""
    if dispersion <= 1.0 + 1e-9:
        return scipy.stats.poisson(means)
    return scipy.stats.nbinom(np.maximum(means, 1e-12) / (dispersion - 1.0), 1.0 / dispersion)
