"""What firms remember from one day to the next: money, and whether they still work."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.firms.params import Params


class State(NamedTuple):
    """Yuan, and the share of each firm still working (0 or 1 where smoothing is 0)."""

    cash: Float[Array, "firm"]
    alive: Float[Array, "firm"]
    receivables: Float[Array, "firm"]
    """Sold and not yet paid for."""


def initial(params: Params) -> State:
    """Every firm working, with the cash and receivables of the register."""
    return State(params.cash, jnp.minimum(params.counts, 1.0), params.sales * params.collection_days)
