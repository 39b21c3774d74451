"""What a nowcast must beat: an autoregression of the target alone, its order by the Bayesian criterion, and the mean so far.

Both see the target's own figures that were out on the day, as the nowcast does, and nothing else. Both give a normal distribution.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.observe.nowcast_panel import FloatArray

MOST_LAGS = 4


class Normal(NamedTuple):
    """A normal forecast."""

    mean: float
    deviation: float


def mean_so_far(known: FloatArray) -> Normal:
    """Mean of all figures known; the deviation allows for the mean's own error."""
    n = len(known)
    return Normal(float(known.mean()), float(known.std(ddof=1) * np.sqrt(1.0 + 1.0 / n)))


def autoregression(known: FloatArray, steps: int) -> Normal:
    """Forecast some steps ahead by an autoregression with a constant.

    Parameters
    ----------
    known
        The target's figures, one a period, no gap.
    steps
        Periods ahead, at least 1.

    Notes
    -----
    Orders 0 to 4 are fitted by least squares on the same periods; the order is that of least BIC = n ln(RSS/n) + k ln n. The variance
    is that of the innovations, degrees of freedom allowed for, summed over the steps by the impulse response; the error of
    the coefficients is left out.
    """
    lags = range(min(MOST_LAGS, max(len(known) // 4, 0)) + 1)
    best = min((_fitted(known, order, max(lags)) for order in lags), key=lambda one: one.criterion)
    path = list(known)
    for _ in range(steps):
        path.append(best.constant + sum(a * path[-1 - k] for k, a in enumerate(best.coefficients)))
    response = [1.0]
    for j in range(1, steps):
        response.append(sum(a * response[j - 1 - k] for k, a in enumerate(best.coefficients) if j - 1 - k >= 0))
    return Normal(float(path[-1]), float(np.sqrt(best.variance * np.square(response).sum())))


class _Autoregression(NamedTuple):
    constant: float
    coefficients: FloatArray
    variance: float
    criterion: float


def _fitted(known: FloatArray, order: int, most: int) -> _Autoregression:
    """One order by least squares on the periods every order can use."""
    y = known[most:]
    design = np.column_stack([np.ones(len(y)), *(known[most - k : len(known) - k] for k in range(1, order + 1))])
    found = np.linalg.lstsq(design, y, rcond=None)[0]
    rest = float(np.square(y - design @ found).sum())
    n, k = len(y), order + 1
    criterion = n * np.log(max(rest / n, 1e-300)) + k * np.log(n)
    return _Autoregression(float(found[0]), np.asarray(found[1:], float), rest / max(n - k, 1), float(criterion))
