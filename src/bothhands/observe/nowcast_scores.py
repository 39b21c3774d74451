"""How good forecasts of a number are: scores of a normal distribution, its coverage, and whether one rule beats another by more than chance.

Why this file exists: `scores.py` knows counts; growth is no count. Less is better for every score.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr
from scipy.stats import norm, t

from bothhands.observe.nowcast_panel import FloatArray


class Beaten(NamedTuple):
    """A Diebold–Mariano test: mean difference of losses (less than 0 where the first rule is better), statistic, two-sided p."""

    difference: float
    statistic: float
    p: float


def crps_of_normal(mean: FloatArray, deviation: FloatArray, came: FloatArray) -> FloatArray:
    """Continuous ranked probability score of normal forecasts, in the unit of the figure.

    Parameters
    ----------
    mean, deviation
        Of the forecasts.
    came
        What came.

    References
    ----------
    Gneiting, Raftery 2007, eq. 21 (closed form of the normal), doi 10.1198/016214506000001437.
    """
    z = (came - mean) / deviation
    return np.asarray(deviation * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / np.sqrt(np.pi)))


def log_score_of_normal(mean: FloatArray, deviation: FloatArray, came: FloatArray) -> FloatArray:
    """Minus the log density given to what came."""
    return np.asarray(-norm.logpdf(came, mean, deviation))


def coverage_of_normal(mean: FloatArray, deviation: FloatArray, came: FloatArray, share: float) -> float:
    """Share of figures within the central interval that should hold `share` of them."""
    return float((np.abs(came - mean) <= norm.ppf(0.5 + share / 2.0) * deviation).mean())


def diebold_mariano(loss: FloatArray, other: FloatArray, horizon: int = 1) -> Beaten:
    """Whether two rules' losses differ by more than chance, corrected for few forecasts.

    Parameters
    ----------
    loss, other
        Losses of both rules, forecast by forecast in time.
    horizon
        Steps ahead; losses are correlated over one step less.

    Notes
    -----
    The long-run variance is that of a rectangular window over horizon − 1 lags, held at the variance alone where that is not
    positive. The correction √((n + 1 − 2h + h(h − 1)/n)/n) and Student's t of n − 1 are of Harvey et al. A test of the forecasts at
    hand, not of the models behind them.

    References
    ----------
    Diebold, Mariano 1995, eq. 3, doi 10.1080/07350015.1995.10524599. Harvey, Leybourne, Newbold 1997, eq. 9,
    doi 10.1016/S0169-2070(96)00719-4.
    """
    gap = np.asarray(loss, float) - np.asarray(other, float)
    n, mean = len(gap), float(np.mean(gap))
    about = gap - mean
    covariances = [float(about[k:] @ about[: n - k]) / n for k in range(horizon)]
    variance = covariances[0] + 2.0 * sum(covariances[1:])
    variance = variance if variance > 0 else covariances[0]
    if variance == 0:
        return Beaten(mean, 0.0, 1.0)
    small = np.sqrt((n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n)
    statistic = float(small * mean / np.sqrt(variance / n))
    return Beaten(mean, statistic, float(2.0 * t.sf(abs(statistic), n - 1)))
