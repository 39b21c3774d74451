"""Integer draws for stochastic runs: binomial and Poisson counts from one uniform number each.

Why this file exists: `jax.random.binomial` costs 650–1,500 CPU-ns a draw and a rounded normal is biased where it matters
(small counts). Small means are inverted exactly, term by term; large means use a Cornish–Fisher expansion. Both are
branch-free, so a batch costs the same whatever it holds. Uniform numbers are always double precision: a chance below
2⁻²⁴ does not exist in single precision.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

EXACT_BELOW = 10.0
"""Largest mean that is inverted exactly."""
TERMS = 40
"""Terms of the inversion: P(X > 40) < 1e-11 for a Poisson count of mean 10."""


def binomial(
    key: PRNGKeyArray, trials: Float[Array, "*shape"], probability: Float[Array, "*shape"]
) -> Float[Array, "*shape"]:
    """Binomial counts, as whole numbers in the dtype of `trials`.

    Parameters
    ----------
    key
        Random key of this member, day and flow.
    trials
        Whole numbers, zero or more.
    probability
        Chance of each trial, 0 … 1.
    """
    uniform = jax.random.uniform(key, trials.shape, jnp.float64)
    n = trials.astype(jnp.float64)
    chance = jnp.clip(probability.astype(jnp.float64), 0.0, 1.0)
    flipped = chance > 0.5
    p = jnp.where(flipped, 1.0 - chance, chance)
    mean = n * p
    small = mean < EXACT_BELOW
    odds = jnp.where(small, p / (1.0 - p), 0.0)
    first = jnp.where(small, jnp.exp(n * jnp.log1p(-p)), 1.0)
    exact = _inverted(uniform, first, lambda k: odds * jnp.maximum(n - k, 0.0))
    large = _cornish_fisher(uniform, mean, mean * (1.0 - p), 1.0 - 2.0 * p, 1.0 - 6.0 * p * (1.0 - p))
    count = jnp.clip(jnp.where(small, exact, large), 0.0, n)
    return jnp.where(flipped, n - count, count).astype(trials.dtype)


def poisson(key: PRNGKeyArray, mean: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """Poisson counts of the given mean, as whole numbers in its dtype."""
    uniform = jax.random.uniform(key, mean.shape, jnp.float64)
    rate = jnp.maximum(mean.astype(jnp.float64), 0.0)
    small = rate < EXACT_BELOW
    within = jnp.where(small, rate, 0.0)
    exact = _inverted(uniform, jnp.exp(-within), lambda _: within)
    large = _cornish_fisher(uniform, rate, rate, jnp.ones_like(rate), jnp.ones_like(rate))
    return jnp.where(small, exact, jnp.maximum(large, 0.0)).astype(mean.dtype)


def _inverted(
    uniform: Float[Array, "*shape"],
    first: Float[Array, "*shape"],
    ratio: Callable[[float], Float[Array, "*shape"]],
) -> Float[Array, "*shape"]:
    """Count of distribution-function steps below the uniform number; `ratio(k)`/(k+1) is P(k+1)/P(k)."""

    count, density, below = jnp.zeros_like(uniform), first, first
    for k in range(TERMS):
        count = count + (uniform > below)
        density = density * ratio(float(k)) / (k + 1.0)
        below = below + density
    return count


def _cornish_fisher(
    uniform: Float[Array, "*shape"],
    mean: Float[Array, "*shape"],
    variance: Float[Array, "*shape"],
    skew: Float[Array, "*shape"],
    kurtosis: Float[Array, "*shape"],
) -> Float[Array, "*shape"]:
    """Rounded quantile of a count from its first four cumulants (Cornish & Fisher 1938).

    Skewness is skew/σ and excess kurtosis kurtosis/σ² for both families; rounding up from x − ½ is the continuity correction.
    """
    z = jax.scipy.special.ndtri(jnp.clip(uniform, 1e-15, 1.0 - 1e-15))
    sigma = jnp.sqrt(jnp.maximum(variance, 1e-12))
    third = (z**3 - 3.0 * z) * kurtosis / 24.0 - (2.0 * z**3 - 5.0 * z) * skew**2 / 36.0
    quantile = mean + sigma * z + skew * (z**2 - 1.0) / 6.0 + (third - z / 24.0) / sigma
    return jnp.ceil(quantile - 0.5)
