"""What the lines can make on each day: a lead time after the order, then a straight ramp.

Why this file exists: capacity depends on decisions only, so it is computed once, before the days are stepped. It is
exact and differentiable in the orders and in the lead and ramp days, which need not be whole.
"""

from __future__ import annotations

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.supply.params import Params


def capacity_path(params: Params, line_orders: Float[Array, "time option"]) -> Float[Array, "time place good"]:
    """Units a day that all lines could make with full labour and inputs, by day; a grade's on other lines left out.

    Parameters
    ----------
    params
        Standing lines, and lead time, ramp and rate of the lines that may be ordered.
    line_orders
        Lines ordered on each day; fractions count in proportion.

    Notes
    -----
    An order of day τ gives rate × clip((t + 1 − τ − lead) / ramp, 0, 1) on day t, a ramp under one day counting as one.
    Where a good waits for research, the lines of its sites are multiplied by clip((t + 1 − end) / ramp, 0, 1).
    A line that is converted makes nothing from the day its order is placed.
    With D(x) = Σ_τ orders(τ) · max(x − τ, 0), piecewise linear between whole days, that sum over all orders is
    rate × (D(t + 1 − lead) − D(t + 1 − lead − ramp)) / ramp: two sums and two look-ups.
    """
    n_days = line_orders.shape[0]
    day = jnp.arange(1, n_days + 1, dtype=params.price.dtype)[:, None]
    ramp = jnp.maximum(params.line_ramp_days, 1.0)
    standing = params.line_capacity * jnp.clip((day - params.line_ready_day) / ramp, 0.0, 1.0)
    ramp = jnp.maximum(params.option_ramp_days, 1.0)
    first = jnp.zeros_like(line_orders[:1])
    ordered_days = jnp.concatenate([first, jnp.cumsum(jnp.cumsum(line_orders, axis=0), axis=0)])
    since = day - params.option_lead_days
    new = params.option_units_per_day * (_between(ordered_days, since) - _between(ordered_days, since - ramp)) / ramp
    if params.locks is not None:
        standing = standing * opened(day, params.locks.line_day, params.locks.line_ramp_days)
        new = new * opened(day, params.locks.option_day, params.locks.option_ramp_days)
    total = jnp.zeros((n_days, *params.first_stock.shape), params.price.dtype)
    total = total.at[:, params.line_place, params.line_good].add(standing)
    total = total.at[:, params.option_place, params.option_good].add(new)
    if params.conversions is None:
        return total
    given_up = params.conversions
    gone = jnp.cumsum(line_orders[:, given_up.option], axis=0) * given_up.units_per_day
    return jnp.maximum(total.at[:, given_up.place, given_up.good].add(-gone), 0.0)


def opened(
    day: Float[Array, "time 1"], unlocked: Float[Array, "one"], ramp: Float[Array, "one"]
) -> Float[Array, "time one"]:
    """Share of a line that research has set free: none before its end, then a straight ramp."""
    return jnp.clip((day - unlocked) / jnp.maximum(ramp, 1.0), 0.0, 1.0)


def _between(values: Float[Array, "knot option"], at: Float[Array, "time option"]) -> Float[Array, "time option"]:
    """Values between whole days in a straight line; the first value before the first day."""
    at = jnp.clip(at, 0.0, values.shape[0] - 1.0)
    below = jnp.minimum(jnp.floor(at), values.shape[0] - 2.0)
    index = below.astype(jnp.int32)
    low = jnp.take_along_axis(values, index, axis=0)
    high = jnp.take_along_axis(values, index + 1, axis=0)
    return low + (at - below) * (high - low)
