"""Sobol indices: which share of the spread of an output a figure accounts for, alone and with all others.

Why this file exists: it knows no epidemics. Points are a scrambled Sobol sequence; the estimators are those of
`scipy.stats.sobol_indices` (Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018, tables 2 b and f); intervals are bootstrapped over
the points with a seed, so that they can be repeated.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc, sobol_indices

Matrix = NDArray[np.float64]

RESAMPLES = 200
"""Bootstrap resamples of an interval."""
LEVEL = 0.9
"""Of the bootstrapped intervals."""


class Indices(NamedTuple):
    """Shares of the variance of each output, (figure, output); nan for an output that does not vary.

    `first` is what a figure accounts for by itself, `total` with all it does together with others; each with a 90 % interval.
    """

    first: Matrix
    first_low: Matrix
    first_high: Matrix
    total: Matrix
    total_low: Matrix
    total_high: Matrix


def points_of(figures: int, points: int, seed: int) -> NDArray[np.float64]:
    """Points in the unit cube at which outputs are wanted, (block, point, figure).

    Block 0 is A, block 1 is B, block 2 + i is A with figure i taken from B.

    Parameters
    ----------
    figures
        How many.
    points
        A power of two; more points keep the first ones.
    seed
        Of the scrambling.
    """
    both = qmc.Sobol(2 * figures, scramble=True, rng=np.random.default_rng(seed)).random(points)
    first, second = both[:, :figures], both[:, figures:]
    mixed = np.repeat(first[None], figures, 0)
    for n in range(figures):
        mixed[n, :, n] = second[:, n]
    return np.concatenate([first[None], second[None], mixed])


def indices_of(outputs: NDArray[np.float64], seed: int) -> Indices:
    """Indices with bootstrapped intervals.

    Parameters
    ----------
    outputs
        (block, point, output), at the points of `points_of`.
    seed
        Of the bootstrap.
    """
    generator = np.random.default_rng([seed, 6])
    points = outputs.shape[1]
    first, total = _estimated(outputs)
    again = [_estimated(outputs[:, generator.integers(0, points, points)]) for _ in range(RESAMPLES)]
    ends = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    with np.errstate(invalid="ignore"):
        bands = [np.quantile(np.stack([one[n] for one in again]), ends, axis=0) for n in (0, 1)]
    return Indices(first, bands[0][0], bands[0][1], total, bands[1][0], bands[1][1])


def _estimated(outputs: NDArray[np.float64]) -> tuple[Matrix, Matrix]:
    """First-order and total indices, (figure, output); outputs are centred first, as the estimators ask."""
    centred = outputs - outputs[:2].mean((0, 1))
    varies = np.ptp(centred[:2], axis=(0, 1)) > 0
    first = np.full((len(outputs) - 2, outputs.shape[2]), np.nan)
    total = first.copy()
    if varies.any():
        # scipy asks for (output, point) and (figure, output, point)
        turned = np.moveaxis(centred[..., varies], 1, 2)
        found = sobol_indices(func={"f_A": turned[0], "f_B": turned[1], "f_AB": turned[2:]}, n=outputs.shape[1])
        shape = (int(varies.sum()), len(outputs) - 2)
        first[:, varies] = np.reshape(found.first_order, shape).T
        total[:, varies] = np.reshape(found.total_order, shape).T
    return first, total
