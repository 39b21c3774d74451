"""What supply remembers from one day to the next: stocks and what is on its way, and how a later count corrects them."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from bothhands.model.supply.params import Params


class State(NamedTuple):
    """Quantities in the unit of each good.

    `hand` lies with those who use it, `depot` with those who made it and is ready to be sent; `in_process` waits for
    release, first entry tomorrow; `in_transit` is on the way to the place, first entry tomorrow. `morning` numbers the
    days of the calendar; None where no parameter is dated.
    """

    hand: Float[Array, "place good"]
    depot: Float[Array, "place good"]
    in_process: Float[Array, "process_lag place good"]
    in_transit: Float[Array, "transit_lag place good"]
    morning: Int[Array, ""] | None = None


def initial(params: Params) -> State:
    """Supply on the first morning: the counted stocks at hand, nothing on its way."""
    empty = jnp.zeros_like(params.first_stock)
    return State(
        hand=params.first_stock,
        depot=empty,
        in_process=jnp.broadcast_to(empty, (params.release_day.shape[0], *empty.shape)),
        in_transit=jnp.broadcast_to(empty, (params.arrival_day.shape[0], *empty.shape)),
        morning=jnp.zeros((), jnp.int32) if params.is_dated else None,
    )


def as_counted(params: Params, state: State) -> tuple[State, Float[Array, "place good"] | None]:
    """A morning's stocks as they were counted the evening before, and what that adds; None where nothing is ever counted.

    Parameters
    ----------
    params
        With the counts after the first day.
    state
        As the day before left it.

    Notes
    -----
    A count is what lies in a place: with its users and ready to be sent, not what waits for release or is on the way.
    Depots keep what they hold as far as the count goes; the rest is at hand, as on the first morning.
    """
    if params.counts is None or state.morning is None:
        return state, None
    today = jnp.equal(params.counts.morning, state.morning).astype(state.hand.dtype)
    counted = jnp.einsum("c,cpg->pg", today, params.counts.is_counted) > 0.0
    quantity = jnp.einsum("c,cpg->pg", today, params.counts.quantity)
    depot = jnp.where(counted, jnp.minimum(state.depot, quantity), state.depot)
    hand = jnp.where(counted, quantity - depot, state.hand)
    added = jnp.where(counted, quantity - (state.hand + state.depot), 0.0)
    return state._replace(hand=hand, depot=depot), added
