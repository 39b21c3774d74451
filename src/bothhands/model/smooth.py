"""Kinks that a gradient can pass: one width `smoothing`, 0 for the exact function.

Widths are relative to a stated scale, so that persons, tonnes and yuan are treated alike. `smoothing` is a Python float
fixed when a run is compiled.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float


def positive_part(
    value: Float[Array, "..."], scale: Float[Array, "..."] | float, smoothing: float
) -> Float[Array, "..."]:
    """Largest of value and zero; a softplus of width `smoothing × scale` where smoothing is above zero."""
    if smoothing == 0.0:
        return jnp.maximum(value, 0.0)
    width = smoothing * scale
    return width * jax.nn.softplus(value / width)


def smaller(
    first: Float[Array, "..."], second: Float[Array, "..."], scale: Float[Array, "..."] | float, smoothing: float
) -> Float[Array, "..."]:
    """Smaller of two, never above either by more than rounding; where both are equal the slope is that of the first."""
    if smoothing == 0.0:
        return jnp.where(first <= second, first, second)
    return first - positive_part(first - second, scale, smoothing)


def passed(value: Float[Array, "..."], scale: Float[Array, "..."] | float, smoothing: float) -> Float[Array, "..."]:
    """1 where a value is above zero, else 0; a logistic step of width `smoothing × scale` where smoothing is above zero."""
    if smoothing == 0.0:
        return (value > 0.0).astype(value.dtype)
    return jax.nn.sigmoid(value / (smoothing * scale))


def clipped_share(value: Float[Array, "..."]) -> Float[Array, "..."]:
    """A share held to 0 … 1."""
    return jnp.clip(value, 0.0, 1.0)
