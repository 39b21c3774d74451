"""Sharing what there is: a minimum without a kink and a priority rule that gradients can pass.

Why this file exists: supply must never hand out more than it has, smooth or not. These functions stay at or below the
exact rule and never fall under zero, so tonnes and pieces are conserved at any smoothing. They know no goods.
"""

from __future__ import annotations

import math
from functools import partial

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float


def quotient(part: Float[Array, "..."], whole: Float[Array, "..."], otherwise: float = 1.0) -> Float[Array, "..."]:
    """Part over whole; `otherwise` where the whole is zero."""
    positive = whole > 0.0
    return jnp.where(positive, part / jnp.where(positive, whole, 1.0), otherwise)


def lesser(first: Float[Array, "..."], second: Float[Array, "..."], smoothing: float) -> Float[Array, "..."]:
    """Lesser of two quantities that are not negative; never above either, never below zero, blind to their unit.

    Parameters
    ----------
    first, second
        Quantities of one unit, zero or more.
    smoothing
        Relative width of the kink; 0 for the exact minimum.

    Notes
    -----
    (a^-k + b^-k)^(-1/k) with k the power of two nearest 1/smoothing, so that squares and square roots do; where both
    are equal it lies 1 − 2^(-1/k) below them.
    """
    if smoothing == 0.0:
        return jnp.minimum(first, second)
    first, second = jnp.broadcast_arrays(first, second)
    return _mean_of_powers(first, second, _halvings(smoothing))


@partial(jax.custom_jvp, nondiff_argnums=(2,))
def _mean_of_powers(first: Float[Array, "..."], second: Float[Array, "..."], halvings: int) -> Float[Array, "..."]:
    """The smooth lesser of two; its slope is known in closed form, which spares the way back through every root."""
    low = jnp.minimum(first, second)
    ratio = quotient(low, jnp.maximum(first, second))
    return low / _root(1.0 + _power(ratio, halvings), halvings)


@_mean_of_powers.defjvp
def _slope_of_mean(
    halvings: int, values: tuple[jax.Array, jax.Array], changes: tuple[jax.Array, jax.Array]
) -> tuple[jax.Array, jax.Array]:
    """Slope (m / a)^(k + 1) in each of the two, with m their smooth lesser and k the power."""
    both = _mean_of_powers(*values, halvings)
    first, second = (quotient(both, value) for value in values)
    slope = _power(first, halvings) * first * changes[0] + _power(second, halvings) * second * changes[1]
    return both, slope


def least(
    shares: Float[Array, "*#batch n"], counted: Float[Array, "*#batch n"], smoothing: float
) -> Float[Array, "*batch"]:
    """Least of the counted shares along the last axis, 1 where none is counted; smooth as `lesser`."""
    low = jnp.min(jnp.where(counted > 0.0, shares, 1.0), axis=-1, initial=1.0)
    if smoothing == 0.0:
        return low
    halvings = _halvings(smoothing)
    ratio = quotient(low[..., None], jnp.maximum(shares, low[..., None]))
    total = jnp.sum(jnp.where(counted > 0.0, _power(ratio, halvings), 0.0), axis=-1)
    return low / _root(jnp.maximum(total, 1.0), halvings)


def _halvings(smoothing: float) -> int:
    """How often to square for the power of two nearest 1/smoothing."""
    return max(round(math.log2(1.0 / smoothing)), 1)


def _power(value: Float[Array, "..."], halvings: int) -> Float[Array, "..."]:
    for _ in range(halvings):
        value = value * value
    return value


def _root(value: Float[Array, "..."], halvings: int) -> Float[Array, "..."]:
    for _ in range(halvings):
        value = jnp.sqrt(value)
    return value


def by_priority(
    wanted: Float[Array, "*batch level"], available: Float[Array, "*batch"], smoothing: float
) -> Float[Array, "*batch level"]:
    """What each priority level gets: the first its fill, every lower one only what is left.

    Parameters
    ----------
    wanted
        Quantity each level wants, first priority first; last axis is the level.
    available
        What there is.
    smoothing
        Relative width of the kink; 0 for the exact rule.

    Notes
    -----
    Levels 1 … l together get the lesser of what they want and what there is.
    """
    if smoothing > 0.0:
        together = lesser(jnp.cumsum(wanted, axis=-1), available[..., None], smoothing)
        return jnp.maximum(jnp.diff(together, axis=-1, prepend=0.0), 0.0)
    left = available
    given = []
    for level in range(wanted.shape[-1]):
        share = lesser(wanted[..., level], left, smoothing)
        given.append(share)
        left = left - share
    return jnp.stack(given, axis=-1)
