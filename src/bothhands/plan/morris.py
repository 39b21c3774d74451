"""Elementary effects: which of many figures matter, from few runs (Morris 1991, Technometrics 33:161).

Why this file exists: it knows no epidemics. It makes trajectories through the unit cube, and turns what was seen along them into
means and spreads. A trajectory that broke off counts with the steps it has.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEVELS = 4
"""Levels of the grid; Morris 1991 §2 advises an even number and steps of LEVELS / 2 / (LEVELS − 1)."""
STEP = LEVELS / 2 / (LEVELS - 1)


class Effects(NamedTuple):
    """Elementary effects by figure and output, in the output's unit over the whole range of the figure."""

    mean: Matrix
    """μ, (figure, output)."""
    mean_size: Matrix
    """μ*, the mean of the absolute effect (Campolongo, Cariboni, Saltelli 2007, doi 10.1016/j.envsoft.2006.10.004)."""
    spread: Matrix
    """σ, the standard deviation of the effect: large where a figure acts bent or together with others; 0 from one effect."""
    counts: NDArray[np.intp]
    """Effects seen, by figure."""


def trajectory(generator: np.random.Generator, figures: int) -> Matrix:
    """One walk along a grid that moves every figure once, (point, figure), each within 0 … 1.

    Parameters
    ----------
    generator
        Of the random start, directions and order.
    figures
        How many.
    """
    low = generator.integers(0, LEVELS // 2, figures) / (LEVELS - 1)
    up = generator.random(figures) < 0.5
    points = np.tile(np.where(up, low, low + STEP), (figures + 1, 1))
    for point, figure in enumerate(generator.permutation(figures), start=1):
        points[point:, figure] = low[figure] + STEP if up[figure] else low[figure]
    return points


def effects_of(points: Matrix, outputs: Matrix) -> Effects:
    """Elementary effects along trajectories.

    Parameters
    ----------
    points
        (trajectory, point, figure).
    outputs
        (trajectory, point, output); nan where a run was not made.
    """
    moves = np.diff(points, axis=1)
    figure = np.abs(moves).argmax(-1)
    size = np.take_along_axis(moves, figure[..., None], -1)
    slopes = np.diff(outputs, axis=1) / size
    seen = np.isfinite(slopes).all(-1)
    shape = points.shape[-1], outputs.shape[-1]
    mean, mean_size, spread = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    counts = np.bincount(figure[seen], minlength=shape[0])
    for n in np.flatnonzero(counts):
        own = slopes[seen & (figure == n)]
        mean[n], mean_size[n] = own.mean(0), np.abs(own).mean(0)
        spread[n] = own.std(0, ddof=1) if len(own) > 1 else 0.0
    return Effects(mean, mean_size, spread, counts)
