"""Whether chains have met and how much their draws are worth: R-hat and effective sample size on ranks.

Why this file exists: figures of one chain of numbers, without a word of epidemics. Autocorrelation is numpyro's.
"""

from __future__ import annotations

import numpy as np
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from scipy.stats import norm, rankdata

from bothhands.observe.posterior import FloatArray


def r_hat(draws: FloatArray) -> float:
    """Potential scale reduction of (chain, draw): near 1 where chains have met; the larger of that of ranks and of folded ranks.

    References
    ----------
    Vehtari et al. 2021, Bayesian Analysis 16(2), equations 4 and 14 to 16, doi 10.1214/20-BA1221.
    """
    folded = np.abs(draws - np.median(draws))
    return max(float(split_gelman_rubin(_ranked(one))) for one in (draws, folded))


def bulk_size(draws: FloatArray) -> float:
    """Effective sample size of the bulk of (chain, draw): independent draws that give the mean of ranks as well (ibid., 4.1)."""
    halves = draws.shape[1] // 2
    split = np.concatenate([draws[:, :halves], draws[:, draws.shape[1] - halves :]])
    return float(effective_sample_size(_ranked(split)))


def _ranked(draws: FloatArray) -> FloatArray:
    """Ranks over all chains as standard normal numbers (ibid., equation 14)."""
    ranks = rankdata(draws, method="average").reshape(draws.shape)
    return np.asarray(norm.ppf((ranks - 0.375) / (draws.size + 0.25)))
