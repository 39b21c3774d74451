"""Integer draws for stochastic runs: binomial and Poisson counts from one random word each.

Why this file exists: `jax.random.binomial` costs 650–1,500 CPU-ns a draw and a rounded normal is biased where it matters
(small counts). Means below seven are inverted exactly, term by term; larger means use a Cornish–Fisher expansion of fifth order.

What a draw does not need is not computed: no word where nobody can be drawn, no term where every count is zero, few terms where
all counts are small, no expansion where no mean is large. Such a choice is made once for a whole call. Under `jax.vmap` the
stacked call is still one call, so that choices stay choices; and since none of them changes a count, a member drawn among others
is the member drawn alone. Not differentiable.

A word has 64 bits. They are read as the chance of the upper tail, so that a probability of 1e-12 is met as exactly as one half.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.custom_batching import custom_vmap
from jaxtyping import Array, Bool, Float, PRNGKeyArray, UInt32, UInt64

from bothhands.model.philox import key_words, words

EXACT_BELOW = 7.0
"""Largest mean that is inverted exactly."""
FEW, ALL = 4, 31
"""Terms of the inversion: the first few, and all where a count is not among them: P(X > 31) < 1e-11 for a Poisson count of mean 7."""

Counts = Float[Array, "member position"]
Law = Callable[[UInt64[Array, "member position"], Counts, Counts], Counts]
"""Counts at random words, given the two numbers of each count's distribution."""


def binomial(
    key: PRNGKeyArray, trials: Float[Array, "*shape"], probability: Float[Array, "*shape"], number: int | Array = 0
) -> Float[Array, "*shape"]:
    """Binomial counts, as whole numbers in the dtype of `trials`.

    Parameters
    ----------
    key
        Random key of this member and day.
    trials
        Whole numbers, zero or more.
    probability
        Chance of each trial, 0 … 1.
    number
        Which draw under the key, a flow of the day.

    Notes
    -----
    Where the mean of the rarer outcome is below `EXACT_BELOW` the distribution function is exact to 1e-9, tails and tiny chances
    included (what the dtypes hold is taken as exact). Above it is off by less than 4e-5, a tail of 1e-4 by less than a tenth of
    it and the mean by less than 1e-4, all falling with the variance; in single precision also by the rounding of the mean.
    """
    chance = jnp.clip(probability, 0.0, 1.0).astype(trials.dtype)
    return _drawn(_binomial, key, number, trials, chance)


def poisson(key: PRNGKeyArray, mean: Float[Array, "*shape"], number: int | Array = 0) -> Float[Array, "*shape"]:
    """Poisson counts of the given mean, as whole numbers in its dtype; accuracy as of `binomial`."""
    rate = jnp.maximum(mean, 0.0)
    return _drawn(_poisson, key, number, rate, jnp.ones_like(rate))


def _drawn(
    stacked: Callable[..., Counts],
    key: PRNGKeyArray,
    number: int | Array,
    first: Float[Array, "*shape"],
    second: Float[Array, "*shape"],
) -> Float[Array, "*shape"]:
    """Counts of one member through the form for a stack of members."""
    at = jnp.asarray(number, jnp.uint32)
    counts: Counts = stacked(key_words(key)[None], at[None], first.reshape(1, -1), second.reshape(1, -1))
    whole: Float[Array, "*shape"] = counts.reshape(first.shape)
    return whole


def _for_stacks(law: Law) -> Callable[..., Counts]:
    """Counts of a stack of members, as one call however many `vmap`s stand around it.

    The two numbers multiply to the mean; where it is zero everywhere nothing is drawn.
    """

    @custom_vmap
    def drawn(key: UInt32[Array, "member 2"], number: UInt32[Array, "member"], first: Counts, second: Counts) -> Counts:
        def some() -> Counts:
            return law(words(key, number, first.shape[1]), first, second)

        counts: Counts = lax.cond(jnp.any(first * second > 0.0), some, lambda: jnp.zeros_like(first))
        return counts

    @drawn.def_vmap
    def of_stacks(axis_size, in_batched, *given):  # type: ignore[no-untyped-def]  # shapes differ from those of a call
        whole = [
            one if batched else jnp.broadcast_to(one, (axis_size, *one.shape))
            for one, batched in zip(given, in_batched, strict=True)
        ]
        counts = drawn(*(one.reshape(-1, *one.shape[2:]) for one in whole))
        return counts.reshape(axis_size, -1, counts.shape[-1]), True

    stacked: Callable[..., Counts] = drawn
    return stacked


def _binomial_law(word: UInt64[Array, "member position"], trials: Counts, chance: Counts) -> Counts:
    """Binomial counts; what is likelier than not is counted by those who do not."""
    flipped = chance > 0.5
    p = jnp.where(flipped, 1.0 - chance, chance)
    mean = trials * p
    count = lax.cond(
        _any_above_zero(word, mean),
        lambda: _count(
            word, mean, partial(_binomial_terms, word, trials, p), partial(_binomial_large, word, trials, p)
        ),
        lambda: jnp.zeros_like(mean),
    )
    return jnp.where(flipped, trials - count, count)


def _poisson_law(word: UInt64[Array, "member position"], rate: Counts, _: Counts) -> Counts:
    """Poisson counts."""
    count: Counts = lax.cond(
        _any_above_zero(word, rate),
        lambda: _count(word, rate, partial(_poisson_terms, word, rate), partial(_poisson_large, word, rate)),
        lambda: jnp.zeros_like(rate),
    )
    return count


def _any_above_zero(word: UInt64[Array, "member position"], mean: Counts) -> Bool[Array, ""]:
    """Whether any count can be above zero: P(X > 0) is at most the mean."""
    return jnp.any(_upper_tail(word) < mean.astype(jnp.float64) * (1.0 + 1e-6))


def _count(
    word: UInt64[Array, "member position"],
    mean: Counts,
    terms: Callable[[int], Counts],
    large: Callable[[], Counts],
) -> Counts:
    """Counts by as few terms as all of them need, and by the expansion where a mean is large."""
    small = mean < EXACT_BELOW

    few = terms(FEW)
    more = jnp.any(small & ((mean > 1.0) | (few >= FEW)))
    found = lax.cond(more, lambda: terms(ALL), lambda: few)
    count: Counts = lax.cond(jnp.all(small), lambda: found, lambda: jnp.where(small, found, large()))
    return count


def _binomial_terms(word: UInt64[Array, "member position"], trials: Counts, chance: Counts, terms: int) -> Counts:
    n, p = trials.astype(jnp.float64), chance.astype(jnp.float64)
    odds = p / (1.0 - p)
    count: Counts = _inverted(word, n * _log_rest(p), lambda k: odds * (n - k), terms).astype(trials.dtype)
    return count


def _log_rest(chance: Float[Array, "member position"]) -> Float[Array, "member position"]:
    """ln(1 − p) for p of one half at most, to a relative 1e-11: −2 artanh(p/(2 − p)) by its series, half the time of `log1p`."""
    ratio = chance / (2.0 - chance)
    square = ratio * ratio
    series = jnp.full_like(chance, 1.0 / 19.0)
    for odd in range(17, 0, -2):
        series = series * square + 1.0 / odd
    return -2.0 * ratio * series


def _poisson_terms(word: UInt64[Array, "member position"], rate: Counts, terms: int) -> Counts:
    mean = rate.astype(jnp.float64)
    count: Counts = _inverted(word, -mean, lambda _: mean, terms).astype(rate.dtype)
    return count


def _inverted(
    word: UInt64[Array, "member position"],
    log_none: Float[Array, "member position"],
    ratio: Callable[[float], Float[Array, "member position"]],
    terms: int,
) -> Float[Array, "member position"]:
    """Number of the first `terms` upper tails P(X > k) above the chance drawn.

    `log_none` is the logarithm of P(0), `ratio(k)`/(k+1) is P(k+1)/P(k). In double precision, whatever that of the run: a
    chance below 2⁻²⁴ of the whole does not exist in single precision.
    """
    drawn, count = _upper_tail(word), jnp.zeros_like(log_none)
    above = -jnp.expm1(log_none)
    density = 1.0 - above
    for k in range(terms):
        count = jnp.where(drawn < above, k + 1.0, count)
        density = density * (ratio(float(k)) * (1.0 / (k + 1.0)))
        above = above - density
    return count


def _binomial_large(word: UInt64[Array, "member position"], trials: Counts, chance: Counts) -> Counts:
    mean, rest = trials * chance, 1.0 - chance
    skew, both = rest - chance, chance * rest
    over = (skew, 1.0 - 6.0 * both, skew * (1.0 - 12.0 * both), 1.0 - 30.0 * both * (1.0 - 4.0 * both))
    return jnp.clip(_cornish_fisher(word, mean, mean * rest, over), 0.0, trials)


def _poisson_large(word: UInt64[Array, "member position"], rate: Counts) -> Counts:
    return jnp.maximum(_cornish_fisher(word, rate, rate, (jnp.ones_like(rate),) * 4), 0.0)


def _cornish_fisher(
    word: UInt64[Array, "member position"], mean: Counts, variance: Counts, over: tuple[Counts, ...]
) -> Counts:
    """Rounded quantile of a count from its first six cumulants.

    Parameters
    ----------
    word, mean, variance
        Random words, and the first two cumulants.
    over
        Third to sixth cumulant, each over the variance.

    Notes
    -----
    Cornish & Fisher's expansion of fifth order (Abramowitz & Stegun 1964, 26.2.49), in Hermite polynomials. P(X ≤ k) is the
    value at k + ½ of a smooth function whose cumulants are those of X but for κ₂ − 1/12, κ₄ + 1/120 and κ₆ − 1/252 (Euler and
    Maclaurin). In the precision of the run: in single precision the tail is met in steps of 3e-8.
    """
    dtype = mean.dtype
    edge = 1.0 - float(np.finfo(dtype).epsneg)
    z = lax.erf_inv(jnp.clip(_symmetric(word).astype(dtype), -edge, edge)) * dtype.type(2**0.5)
    sigma = jnp.sqrt(jnp.maximum(variance - 1.0 / 12.0, 1.0))
    per = 1.0 / sigma
    ratio = variance * per * per
    a, c = over[0] * ratio * per, over[2] * ratio * per**3
    b = (over[1] * variance + 1.0 / 120.0) * per**4
    d = (over[3] * variance - 1.0 / 252.0) * per**6
    z2 = z * z
    h2, h3, h4, h5 = z2 - 1.0, z * (z2 - 3.0), z2 * (z2 - 6.0) + 3.0, z * (z2 * (z2 - 10.0) + 15.0)
    x = z + a * (h2 / 6.0) + b * (h3 / 24.0) - a * a * ((2.0 * h3 + z) / 36.0)
    x = x + c * (h4 / 120.0) - a * b * ((h4 + h2) / 24.0) + a**3 * ((12.0 * h4 + 19.0 * h2) / 324.0)
    x = x + d * (h5 / 720.0) - b * b * ((3.0 * h5 + 6.0 * h3 + 2.0 * z) / 384.0)
    x = x - a * c * ((2.0 * h5 + 3.0 * h3) / 180.0)
    x = x + a * a * b * ((14.0 * h5 + 37.0 * h3 + 8.0 * z) / 288.0)
    x = x - a**4 * ((252.0 * h5 + 832.0 * h3 + 227.0 * z) / 7776.0)
    whole = jnp.floor(mean)
    return whole + jnp.ceil((mean - whole - 0.5) + sigma * x)


def _upper_tail(word: UInt64[Array, "member position"]) -> Float[Array, "member position"]:
    """The word as a chance, above 0; small chances to 64 bits."""
    return (word.astype(jnp.float64) + 0.5) * 2.0**-64


def _symmetric(word: UInt64[Array, "member position"]) -> Float[Array, "member position"]:
    """One minus twice the chance of `_upper_tail`, from the upper 32 bits."""
    high = (word >> jnp.uint64(32)).astype(jnp.uint32)
    signed = lax.bitcast_convert_type(high ^ jnp.uint32(0x7FFFFFFF), jnp.int32)
    return (signed.astype(jnp.float64) + 0.5) * 2.0**-31


_binomial = _for_stacks(_binomial_law)
_poisson = _for_stacks(_poisson_law)
