"""What supply remembers from one day to the next: stocks and what is on its way."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.supply.params import Params


class State(NamedTuple):
    """Quantities in the unit of each good.

    `hand` lies with those who use it, `depot` with those who made it and is ready to be sent; `in_process` waits for
    release, first entry tomorrow; `in_transit` is on the way to the place, first entry tomorrow.
    """

    hand: Float[Array, "place good"]
    depot: Float[Array, "place good"]
    in_process: Float[Array, "process_lag place good"]
    in_transit: Float[Array, "transit_lag place good"]


def initial(params: Params) -> State:
    """Supply on the first morning: the counted stocks at hand, nothing on its way."""
    empty = jnp.zeros_like(params.first_stock)
    return State(
        hand=params.first_stock,
        depot=empty,
        in_process=jnp.broadcast_to(empty, (params.release_day.shape[0], *empty.shape)),
        in_transit=jnp.broadcast_to(empty, (params.arrival_day.shape[0], *empty.shape)),
    )
